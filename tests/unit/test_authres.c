/*
 * Authentication-Results as checkers in use write them, and as forgers would like them read.
 */
#include "mail/authres.h"

#include "mail/domain.h"
#include "tables_for_tests.h"

#include <string.h>

#define READ_BADLY "Authentication-Results can't be read"
#define NO_PROOF   "our mail server found no proof"
#define NOTHING    "our mail server says nothing about it"
#define OTHER_FROM "dmarc=pass is about another domain than the From's"
#define OTHER_DKIM "dkim=pass is of another domain than the From's"
#define PARTIAL    "its DKIM signature covers only part of the text (l=)"
#define PARTIAL_2  "dmarc=pass may rest on a DKIM signature over part of the text (l=)"
#define SPF_ALONE  "spf=pass alone proves no From"
#define MENDED     "its header is broken: others may read another From"
#define TWO_FROM   "it has several From addresses"

typedef struct Case {
	const char *name;
	const char *id;     /* the authserv-id that is believed */
	const char *header; /* "@" in front: the From is part of it, else anna@customer.test */
	AuthResult result;
	const char *why;
} Case;

#define MX "mx.example.org"
#define AR "Authentication-Results: mx.example.org"

static const Case written[] = {
	{"Gmail: dmarc", "mx.google.com",
	 "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@customer.test "
	 "header.s=20230601 header.b=Zx3kqP1V;\r\n       spf=pass (google.com: domain of "
	 "anna@customer.test designates 209.85.220.41 as permitted sender) "
	 "smtp.mailfrom=anna@customer.test;\r\n       dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) "
	 "header.from=customer.test;\r\n       dara=pass header.i=@example.org",
	 AUTH_PASS, "dmarc=pass"},
	{"Gmail: no policy, DKIM named by header.i and header.b", "mx.google.com",
	 "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@customer.test "
	 "header.s=s1 header.b=\"Zx/kqP+V\";\r\n       spf=pass (google.com: domain of "
	 "bounce@mailer.test designates 192.0.2.1 as permitted sender) "
	 "smtp.mailfrom=\"bounce+x=y@mailer.test\"\r\n"
	 "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=customer.test; s=s1;\r\n"
	 "\th=from:to; bh=x=;\r\n\tb=Zx/k\r\n\t qP+VAAAA==",
	 AUTH_PASS, "aligned dkim=pass"},
	{"Gmail: ARC results are a comment on another server", "mx.google.com",
	 "Authentication-Results: mx.google.com;\r\n       arc=pass (i=1 spf=pass "
	 "spfdomain=customer.test dkim=pass dkdomain=customer.test dmarc=pass "
	 "fromdomain=customer.test);\r\n       spf=pass (google.com: domain of x@list.test) "
	 "smtp.mailfrom=x@list.test;\r\n       dmarc=fail (p=REJECT sp=REJECT dis=NONE) "
	 "header.from=customer.test",
	 AUTH_FAIL, "dmarc=fail"},
	{"Gmail: nothing but SPF", "mx.google.com",
	 "Authentication-Results: mx.google.com;\r\n       spf=pass (google.com: domain of "
	 "anna@customer.test designates 192.0.2.1 as permitted sender) "
	 "smtp.mailfrom=anna@customer.test",
	 AUTH_NONE, SPF_ALONE},
	{"Microsoft 365: no authserv-id, so it is nobody's", MX,
	 "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n "
	 "smtp.mailfrom=customer.test; dkim=pass (signature was verified)\r\n "
	 "header.d=customer.test;dmarc=pass action=none\r\n "
	 "header.from=customer.test;compauth=pass reason=100",
	 AUTH_NONE, NOTHING},
	{"Microsoft 365: the first method is no authserv-id", "spf",
	 "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n "
	 "smtp.mailfrom=customer.test; dmarc=pass action=none header.from=customer.test",
	 AUTH_NONE, NOTHING},
	{"Exchange: dotless properties", MX,
	 AR "; spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=customer.test; dkim=pass "
	    "(signature was verified)\r\n header.d=customer.test;dmarc=pass action=none\r\n "
	    "header.from=customer.test;compauth=pass reason=100",
	 AUTH_PASS, "dmarc=pass"},
	{"Microsoft: best guess is a guess", MX,
	 AR "; spf=pass smtp.mailfrom=customer.test; dkim=none (message not signed)\r\n "
	    "header.d=none;dmarc=bestguesspass action=none\r\n header.from=customer.test",
	 AUTH_NONE, SPF_ALONE},
	{"Microsoft: best guess, but signed", MX,
	 AR "; dkim=pass (signature was verified) header.d=customer.test;\r\n "
	    "dmarc=bestguesspass action=none header.from=customer.test;compauth=pass\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=x; b=abc",
	 AUTH_PASS, "aligned dkim=pass"},
	{"Microsoft: fails, sent on all the same", MX,
	 AR "; dkim=fail (body hash did not verify)\r\n header.d=customer.test;dmarc=fail "
	    "action=oreject\r\n header.from=customer.test;compauth=fail reason=000",
	 AUTH_FAIL, "dmarc=fail"},
	{"Microsoft: an empty property", MX,
	 AR "; spf=none (sender IP is )\r\n smtp.mailfrom=; dkim=none header.d=none;dmarc=none "
	    "action=none header.from=customer.test",
	 AUTH_NONE, NO_PROOF},
	{"OpenDKIM", MX,
	 AR ";\r\n\tdkim=pass (2048-bit key; unprotected) header.d=customer.test "
	    "header.i=@customer.test header.b=\"Lk2hEBXb\";\r\n\tdkim-atps=neutral\r\n"
	    "DKIM-Signature: v=1; a=rsa-sha256; d=customer.test; s=mail; t=1;\r\n\tbh=x=; "
	    "h=Date:From; b=Lk2hEBXbAAAA",
	 AUTH_PASS, "aligned dkim=pass"},
	{"OpenDKIM: l=, which it doesn't tell", MX,
	 AR ";\r\n\tdkim=pass (2048-bit key; unprotected) header.d=customer.test "
	    "header.i=@customer.test header.b=\"Lk2hEBXb\";\r\n\tdkim-atps=neutral\r\n"
	    "DKIM-Signature: v=1; a=rsa-sha256; d=customer.test; s=mail; l=120;\r\n\tbh=x=; "
	    "h=Date:From; b=Lk2hEBXbAAAA",
	 AUTH_NONE, PARTIAL},
	{"OpenDKIM: a second signature has l=", MX,
	 AR "; dkim=pass header.d=customer.test header.b=\"Lk2hEBXb\"\r\n"
	    "DKIM-Signature: v=1; d=list.test; s=x; l=9; b=AAAAAAAA\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=mail; b=Lk2hEBXbAAAA",
	 AUTH_PASS, "aligned dkim=pass"},
	{"OpenDKIM: header.b tells two of one domain apart", MX,
	 AR "; dkim=pass header.d=customer.test header.b=\"Lk2hEBXb\"\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=mail; l=9; b=Lk2hEBXbAAAA\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=mail; b=Zk2hEBXbAAAA",
	 AUTH_NONE, PARTIAL},
	{"old OpenDKIM: nothing tells two of one domain apart", MX,
	 AR "; dkim=pass (1024-bit key) header.i=@customer.test\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=mail; b=Lk2hEBXbAAAA\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=mail;\r\n\t l\r\n =9; b=Zk2hEBXbAAAA",
	 AUTH_NONE, PARTIAL},
	{"OpenDKIM: no signature", MX, AR "; dkim=none; dkim-adsp=none", AUTH_NONE, NO_PROOF},
	{"OpenDKIM: the signature has been taken off", MX,
	 AR "; dkim=pass (2048-bit key) header.d=customer.test header.b=\"Lk2hEBXb\"", AUTH_PASS,
	 "aligned dkim=pass"},
	{"OpenDKIM: a key that is being tried out", MX,
	 AR "; dkim=neutral (bad key) header.d=customer.test; dkim=permerror (no key) "
	    "header.d=customer.test",
	 AUTH_NONE, NO_PROOF},
	{"OpenDMARC", MX, AR "; dmarc=pass (p=reject dis=none) header.from=customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"OpenDMARC: p=none passes too", MX, AR "; dmarc=pass (p=none) header.from=customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"OpenDMARC: no record", MX, AR "; dmarc=none (p=none dis=none) header.from=customer.test",
	 AUTH_NONE, NO_PROOF},
	{"OpenDMARC: fails", MX, AR "; dmarc=fail (p=none dis=none) header.from=customer.test",
	 AUTH_FAIL, "dmarc=fail"},
	{"OpenDMARC above OpenDKIM", MX,
	 AR "; dmarc=pass (p=none dis=none) header.from=customer.test\r\n" AR
	    "; dkim=fail reason=\"signature verification failed\" header.d=customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"OpenDMARC: with SPF of its own, l= needs more", MX,
	 AR "; dmarc=pass (p=none dis=none) header.from=customer.test\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=mail; l=9; b=Lk2hEBXbAAAA",
	 AUTH_NONE, PARTIAL_2},
	{"rspamd", MX,
	 AR
	 ";\r\n\tdkim=pass header.d=customer.test header.s=mail header.b=Lk/hEB+b;\r\n\tdmarc=pass "
	 "(policy=reject) header.from=customer.test;\r\n\tspf=pass (mx.example.org: domain of "
	 "anna@customer.test designates 192.0.2.1 as permitted sender) "
	 "smtp.mailfrom=anna@customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"rspamd: l=, but SPF supports DMARC", MX,
	 AR
	 ";\r\n\tdkim=pass header.d=customer.test header.s=mail header.b=Lk/hEB+b;\r\n\tdmarc=pass "
	 "(policy=reject) header.from=customer.test;\r\n\tspf=pass "
	 "smtp.mailfrom=anna@mail.customer.test\r\n"
	 "DKIM-Signature: v=1; d=customer.test; s=mail; l=9; b=Lk/hEB+bAAAA",
	 AUTH_PASS, "dmarc=pass"},
	{"rspamd: l=, and SPF of somebody else", MX,
	 AR
	 ";\r\n\tdkim=pass header.d=customer.test header.s=mail header.b=Lk/hEB+b;\r\n\tdmarc=pass "
	 "(policy=reject) header.from=customer.test;\r\n\tspf=pass smtp.mailfrom=eve@evil.test\r\n"
	 "DKIM-Signature: v=1; d=customer.test; s=mail; l=9; b=Lk/hEB+bAAAA",
	 AUTH_NONE, PARTIAL_2},
	{"rspamd: no policy, an unknown method, nothing signed", MX,
	 AR ";\r\n\tdkim=none;\r\n\tdmarc=none;\r\n\tspf=softfail (mx.example.org: 192.0.2.1 is "
	    "neither permitted nor denied by domain of anna@customer.test) "
	    "smtp.mailfrom=anna@customer.test;\r\n\tauth=none; x-own=pass",
	 AUTH_NONE, NO_PROOF},
	{"Fastmail", "mx6.messagingengine.com",
	 "Authentication-Results: mx6.messagingengine.com;\r\n    arc=none (no signatures "
	 "found);\r\n    bimi=skipped (DMARC Policy is not at enforcement);\r\n    dkim=pass "
	 "(2048-bit rsa key sha256) header.d=customer.test header.i=@customer.test "
	 "header.b=Lk2hEBXb header.a=rsa-sha256 header.s=s1 x-bits=2048;\r\n    dmarc=pass "
	 "policy.published-domain-policy=none policy.applied-disposition=none "
	 "policy.evaluated-disposition=none (p=none,d=none,d.eval=none) policy.policy-from=p "
	 "header.from=customer.test;\r\n    iprev=pass smtp.remote-ip=192.0.2.1 "
	 "(mail.customer.test);\r\n    spf=pass smtp.mailfrom=anna@customer.test "
	 "smtp.helo=mail.customer.test;\r\n    x-me-sender=none;\r\n    x-ptr=pass "
	 "smtp.helo=mail.customer.test policy.ptr=mail.customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"Fastmail: a mailing list broke it", "mx6.messagingengine.com",
	 "Authentication-Results: mx6.messagingengine.com;\r\n    dkim=invalid (public key: not "
	 "available, 2048-bit rsa key sha256) header.d=customer.test header.i=@customer.test;\r\n  "
	 " "
	 " dmarc=fail policy.published-domain-policy=quarantine policy.applied-disposition=none "
	 "policy.override-reason=mailing_list header.from=customer.test",
	 AUTH_FAIL, "dmarc=fail"},
	{"Yahoo: comments at once behind words",
	 "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com",
	 "Authentication-Results: atlas-production.v2-mail-prod1-gq1.omega.yahoo.com;\r\n "
	 "dkim=pass "
	 "header.i=@customer.test header.s=s1;\r\n spf=pass smtp.mailfrom=customer.test;\r\n "
	 "dmarc=pass(p=REJECT) header.from=customer.test;",
	 AUTH_PASS, "dmarc=pass"},
	{"old Yahoo: words before the first semicolon", "mta1.mail.yahoo.com",
	 "Authentication-Results: mta1.mail.yahoo.com  from=customer.test; domainkeys=neutral (no "
	 "sig);  from=customer.test; dkim=pass (ok)",
	 AUTH_NONE, READ_BADLY},
	{"sid-milter", MX,
	 AR "; sender-id=pass header.from=anna@customer.test; spf=pass "
	    "smtp.mfrom=anna@customer.test",
	 AUTH_NONE, SPF_ALONE},
	{"pypolicyd-spf", MX,
	 AR "; spf=Pass (mailfrom) smtp.mailfrom=customer.test (client-ip=192.0.2.1; "
	    "helo=mail.customer.test; envelope-from=anna@customer.test; receiver=<UNKNOWN>)",
	 AUTH_NONE, SPF_ALONE},
	{"pypolicyd-spf: mail without a sender", MX,
	 AR "; spf=none (no SPF record) smtp.helo=mail.customer.test (client-ip=192.0.2.1; "
	    "helo=mail.customer.test; envelope-from=<>; receiver=<UNKNOWN>)",
	 AUTH_NONE, NO_PROOF},
	{"SPF: a sender with equals signs", MX,
	 AR "; spf=pass smtp.mailfrom=prvs=12345=anna@customer.test; dmarc=pass "
	    "header.from=customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"Mimecast", "relay.mimecast.com",
	 "Authentication-Results: relay.mimecast.com;\r\n\tdkim=pass header.d=customer.test "
	 "header.s=s1 header.b=Lk2hEBXb;\r\n\tdmarc=pass (policy=quarantine) "
	 "header.from=customer.test;\r\n\tspf=pass (relay.mimecast.com: domain of "
	 "anna@customer.test designates 192.0.2.1 as permitted sender) "
	 "smtp.mailfrom=anna@customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"Proofpoint", "ppops.net",
	 "Authentication-Results: ppops.net;\r\n\tspf=pass smtp.mailfrom=anna@customer.test;\r\n\t"
	 "dkim=pass header.d=customer.test header.s=s1;\r\n\tdmarc=pass header.from=customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"Exim", MX,
	 AR ";\r\n\tiprev=pass (mail.customer.test) smtp.remote-ip=192.0.2.1;\r\n\tspf=pass "
	    "smtp.mailfrom=customer.test;\r\n\tdkim=pass header.d=customer.test header.s=s1 "
	    "header.a=rsa-sha256;\r\n\tdmarc=pass header.from=customer.test;\r\n\tarc=none",
	 AUTH_PASS, "dmarc=pass"},
	{"amavis: a comment behind the authserv-id", MX,
	 AR " (amavisd-new);\r\n\tdkim=pass (2048-bit key) reason=\"pass (just generated, assumed "
	    "good)\"\r\n\theader.d=customer.test",
	 AUTH_PASS, "aligned dkim=pass"},
	{"Postfix with a version", MX, AR " 1; dmarc=pass header.from=customer.test", AUTH_PASS,
	 "dmarc=pass"},
	{"methods with versions", MX, AR " 1; dmarc/1=pass header.from=customer.test", AUTH_PASS,
	 "dmarc=pass"},
	{"a method of another version says nothing we know", MX,
	 AR " 1; dmarc / 2 = pass header.from=customer.test", AUTH_NONE, NO_PROOF},
	{"another version of all", MX, AR " 2; dmarc=pass header.from=customer.test", AUTH_NONE,
	 "Authentication-Results are of an unknown version"},
	{"nothing was checked", MX, AR "; none", AUTH_NONE, NO_PROOF},
	{"nothing was checked, nor said", MX, AR, AUTH_NONE, NO_PROOF},
	{"comments wherever they may be", MX,
	 "Authentication-Results: (a (b) \\) c) mx.example.org (d) 1 (e) ; (f) dmarc (g) / (h) 1 "
	 "(i) "
	 "= (j) pass (k) reason (l) = (m) \"good; dmarc=fail\" (n) header (o) . (p) from (q) = (r) "
	 "customer.test (s)",
	 AUTH_PASS, "dmarc=pass"},
	{"the authserv-id quoted", MX,
	 "Authentication-Results: \"mx.example.org\"; dmarc=pass header.from=customer.test",
	 AUTH_PASS, "dmarc=pass"},
	{"upper case", MX,
	 "AUTHENTICATION-RESULTS: MX.EXAMPLE.ORG; DMARC=PASS HEADER.FROM=CUSTOMER.TEST", AUTH_PASS,
	 "dmarc=pass"},
	{"folded at every blank, and in front", MX,
	 "Authentication-Results:\r\n mx.example.org\r\n\t;\r\n dmarc\r\n =\r\n pass\r\n "
	 "header.from\r\n =\r\n customer.test\r\n ;\r\n",
	 AUTH_PASS, "dmarc=pass"},
	{"the From's domain is above the signer's", MX,
	 AR "; dkim=pass header.d=mail.customer.test\r\n"
	    "DKIM-Signature: v=1; d=mail.customer.test; s=x; b=AAAA",
	 AUTH_PASS, "aligned dkim=pass"},
	{"the signer's domain is above the From's", MX,
	 "@From: anna@mail.customer.test\r\n" AR "; dkim=pass header.d=customer.test", AUTH_PASS,
	 "aligned dkim=pass"},
	{"both are below one organisation's", MX,
	 "@From: anna@office.customer.co.uk\r\n" AR "; dkim=pass header.d=mail.customer.co.uk",
	 AUTH_PASS, "aligned dkim=pass"},
	{"a domain in letters, and in ASCII", MX,
	 "@From: anna@b\xc3\xbc"
	 "cher.test\r\n" AR "; dmarc=pass header.from=xn--bcher-kva.test",
	 AUTH_PASS, "dmarc=pass"},
	{"a domain in letters both times", MX,
	 "@From: anna@b\xc3\xbc"
	 "cher.test\r\n" AR "; dkim=pass header.d=B\xc3\x9c"
	 "CHER.test",
	 AUTH_PASS, "aligned dkim=pass"},
	{"temporary trouble", MX,
	 AR "; dmarc=temperror header.from=customer.test; dkim=temperror header.d=customer.test",
	 AUTH_NONE, NO_PROOF},
	{"above the Received of our own server", MX,
	 "Received: from localhost (localhost [127.0.0.1])\r\n\tby mx.example.org (Postfix) with "
	 "LMTP id 1\r\n" AR "; dmarc=pass header.from=customer.test\r\n"
	 "Received: from mail.customer.test by mx.example.org (Postfix); Sun, 22 Nov 2026",
	 AUTH_PASS, "dmarc=pass"},
	{"others' fields above it don't matter", MX,
	 "Authentication-Results: scanner.example.org; dmarc=none\r\n" AR
	 "; dmarc=pass header.from=customer.test",
	 AUTH_PASS, "dmarc=pass"},
};

static const Case forged[] = {
	{"below another server's Received", MX,
	 "Received: from evil.test by mail.other.test; Sun, 22 Nov 2026\r\n" AR
	 "; dmarc=pass header.from=customer.test",
	 AUTH_NONE, NOTHING},
	{"a Received that has our name in a comment", MX,
	 "Received: from evil.test ( by mx.example.org ) by mail.other.test\r\n" AR
	 "; dmarc=pass header.from=customer.test",
	 AUTH_NONE, NOTHING},
	{"a Received that begins with our name", MX,
	 "Received: from evil.test by mx.example.org.evil.test\r\n" AR
	 "; dmarc=pass header.from=customer.test",
	 AUTH_NONE, NOTHING},
	{"below our server's own", MX,
	 AR "; dmarc=fail header.from=customer.test\r\n" AR
	    "; dmarc=pass header.from=customer.test",
	 AUTH_FAIL, "dmarc=fail"},
	{"below our server's own that found nothing", MX,
	 AR "; none\r\n" AR "; dmarc=pass header.from=customer.test", AUTH_NONE, NO_PROOF},
	{"by another server", MX,
	 "Authentication-Results: mx.evil.test; dmarc=pass header.from=customer.test", AUTH_NONE,
	 NOTHING},
	{"our name in a comment", MX,
	 "Authentication-Results: (mx.example.org;) mx.evil.test; dmarc=pass "
	 "header.from=customer.test",
	 AUTH_NONE, NOTHING},
	{"our name behind another", MX,
	 "Authentication-Results: mx.evil.test mx.example.org; dmarc=pass "
	 "header.from=customer.test",
	 AUTH_NONE, NOTHING},
	{"our name longer, and shorter", MX,
	 "Authentication-Results: mx.example.org.evil.test; dmarc=pass\r\n"
	 "Authentication-Results: example.org; dmarc=pass",
	 AUTH_NONE, NOTHING},
	{"a field that is stripped by its plain name only", MX,
	 "Authentication-Results : mx.example.org; dmarc=pass header.from=customer.test", AUTH_NONE,
	 NOTHING},
	{"ARC's fields are others' words", MX,
	 "ARC-Authentication-Results: i=1; mx.example.org; dmarc=pass header.from=customer.test\r\n"
	 "X-Authentication-Results: mx.example.org; dmarc=pass header.from=customer.test\r\n"
	 "Original-Authentication-Results: mx.example.org; dmarc=pass",
	 AUTH_NONE, NOTHING},
	{"nobody is believed", "", "Authentication-Results: ; dmarc=pass header.from=customer.test",
	 AUTH_NONE, "nobody is asked to vouch (no authserv-id)"},
	{"a pass in a comment", MX, AR "; dmarc=(pass) none header.from=customer.test", AUTH_NONE,
	 NO_PROOF},
	{"a pass behind a comment that doesn't end", MX,
	 AR "; dmarc=none (x; dmarc=pass header.from=customer.test", AUTH_NONE, READ_BADLY},
	{"a comment's end in a quoted string", MX,
	 AR "; spf=none reason=\"(\" smtp.mailfrom=\"); dmarc=pass\"@evil.test", AUTH_NONE,
	 NO_PROOF},
	{"a pass in an address", MX,
	 AR "; spf=fail smtp.mailfrom=\"x; dmarc=pass header.from=customer.test;\"@evil.test; "
	    "dmarc=none",
	 AUTH_NONE, NO_PROOF},
	{"quotes that an encoded word would bring", MX,
	 AR "; spf=fail smtp.mailfrom=\"=?utf-8?q?=22=3B_dmarc=3Dpass=3B_spf=3Dnone_x=3D=22?="
	    "\"@evil.test; dmarc=none header.from=customer.test",
	 AUTH_NONE, NO_PROOF},
	{"an encoded word as the whole", MX,
	 "Authentication-Results: =?utf-8?q?mx.example.org=3B_dmarc=3Dpass?=", AUTH_NONE, NOTHING},
	{"a quote that doesn't end", MX,
	 AR "; spf=fail smtp.mailfrom=\"x; dmarc=pass header.from=customer.test", AUTH_NONE,
	 READ_BADLY},
	{"a failure in front of what can't be read", MX,
	 AR "; dmarc=fail header.from=customer.test; spf=pass smtp.mailfrom=(", AUTH_FAIL,
	 "dmarc=fail"},
	{"for another domain", MX, AR "; dmarc=pass header.from=evil.test", AUTH_NONE, OTHER_FROM},
	{"for a domain above", MX,
	 "@From: anna@mail.customer.test\r\n" AR "; dmarc=pass header.from=customer.test",
	 AUTH_NONE, OTHER_FROM},
	{"for two domains at once", MX,
	 AR "; dmarc=pass header.from=customer.test header.from=evil.test", AUTH_NONE, OTHER_FROM},
	{"for one of two From fields", MX,
	 "@From: eve@evil.test\r\nFrom: anna@customer.test\r\n" AR
	 "; dmarc=pass header.from=evil.test",
	 AUTH_NONE, TWO_FROM},
	{"for one of two addresses", MX,
	 "@From: anna@customer.test, eve@evil.test\r\n" AR "; dmarc=pass header.from=customer.test",
	 AUTH_NONE, TWO_FROM},
	{"for an address within an address", MX,
	 "@From: <anna@customer.test@evil.test>\r\n" AR "; dmarc=pass header.from=evil.test",
	 AUTH_NONE, TWO_FROM},
	{"passes and fails", MX,
	 AR "; dmarc=pass header.from=customer.test; dmarc=fail header.from=customer.test",
	 AUTH_FAIL, "dmarc=fail"},
	{"a failure and an aligned signature", MX,
	 AR "; dkim=pass header.d=customer.test; dmarc=fail header.from=customer.test", AUTH_FAIL,
	 "dmarc=fail"},
	{"a missing semicolon", MX,
	 AR "; spf=fail smtp.mailfrom=eve@evil.test dmarc=pass header.from=customer.test",
	 AUTH_NONE, READ_BADLY},
	{"a missing semicolon hides a failure", MX,
	 AR "; dkim=pass header.d=customer.test dmarc=fail header.from=customer.test", AUTH_NONE,
	 READ_BADLY},
	{"no first semicolon", MX, AR " dmarc=pass header.from=customer.test", AUTH_NONE,
	 READ_BADLY},
	{"an empty value in front of another property", MX,
	 AR "; dmarc=pass smtp.mailfrom= header.from=evil.test", AUTH_NONE, READ_BADLY},
	{"rubbish behind it", MX, AR "; dmarc=pass header.from=customer.test; %% ?", AUTH_NONE,
	 READ_BADLY},
	{"rubbish in front of it", MX, AR "; ), dmarc=pass header.from=customer.test", AUTH_NONE,
	 READ_BADLY},
	{"the result quoted", MX, AR "; dmarc=\"pass\" header.from=customer.test", AUTH_NONE,
	 READ_BADLY},
	{"words that begin with pass", MX,
	 AR "; dmarc=passed header.from=customer.test; dmarc=pass-ish; dkim=pass_2 "
	    "header.d=customer.test",
	 AUTH_NONE, NO_PROOF},
	{"properties that look like a result", MX,
	 AR "; dmarc=none policy.dmarc=pass x-dmarc=pass header.from=customer.test; "
	    "x-dmarc=pass; dmarc-x=pass",
	 AUTH_NONE, NO_PROOF},
	{"nothing, and then a result", MX, AR "; none; dmarc=pass header.from=customer.test",
	 AUTH_NONE, READ_BADLY},
	{"signed by a third party", MX,
	 AR "; dkim=pass header.d=evil.test header.i=@evil.test\r\n"
	    "DKIM-Signature: v=1; d=evil.test; s=x; b=AAAA",
	 AUTH_NONE, OTHER_DKIM},
	{"signed by a third party that claims to be ours", MX,
	 AR "; dkim=pass header.d=evil.test header.i=@customer.test", AUTH_NONE, OTHER_DKIM},
	{"a name that only ends like the From's", MX, AR "; dkim=pass header.d=ilcustomer.test",
	 AUTH_NONE, OTHER_DKIM},
	{"signed by a public suffix", MX,
	 "@From: anna@customer.co.uk\r\n" AR "; dkim=pass header.d=co.uk", AUTH_NONE, OTHER_DKIM},
	{"signed by a neighbour below a public suffix", MX,
	 "@From: anna@customer.co.uk\r\n" AR "; dkim=pass header.d=evil.co.uk", AUTH_NONE,
	 OTHER_DKIM},
	{"signed by a neighbour of a provider", MX,
	 "@From: anna@customer.github.io\r\n" AR "; dkim=pass header.d=evil.github.io", AUTH_NONE,
	 OTHER_DKIM},
	{"signed by the top", MX, AR "; dkim=pass header.d=test", AUTH_NONE, OTHER_DKIM},
	{"the identity is below, the signer is a suffix", MX,
	 "@From: anna@customer.github.io\r\n" AR "; dkim=pass header.i=@customer.github.io\r\n"
	 "DKIM-Signature: v=1; d=github.io; i=@customer.github.io; s=x; b=AAAA",
	 AUTH_NONE, OTHER_DKIM},
	{"a letter that looks the same", MX,
	 "@From: anna@\xd1\x81ustomer.test\r\n" AR "; dkim=pass header.d=customer.test", AUTH_NONE,
	 OTHER_DKIM},
	{"a letter that older rules replaced", MX,
	 "@From: anna@fu\xc3\x9f"
	 "ball.test\r\n" AR
	 "; dmarc=pass header.from=fussball.test; dkim=pass header.d=fussball.test",
	 AUTH_NONE, OTHER_FROM},
	{"l= in the one that is replayed", MX,
	 AR "; dkim=pass header.d=customer.test header.s=s1\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=s1; l = 20; b=AAAA",
	 AUTH_NONE, PARTIAL},
	{"l=, and the field names another one", MX,
	 AR "; dkim=pass header.d=customer.test header.s=s2\r\n"
	    "DKIM-Signature: v=1; d=customer.test; s=s1; l=20; b=AAAA",
	 AUTH_NONE, PARTIAL},
	{"a header that the checker saw without From", MX,
	 "@" AR "; dmarc=pass header.from=customer.test\r\nTo: x@example.org\r\n\r\n"
	 "From: anna@customer.test\r\nSubject: s",
	 AUTH_NONE, MENDED},
	{"a line that is no field", MX,
	 AR "; dmarc=pass header.from=customer.test\r\nrubbish\r\nSubject: s", AUTH_NONE, MENDED},
	{"no address at all", MX, "@From: Anna\r\n" AR "; dmarc=pass", AUTH_NONE,
	 "there is no address to vouch for"},
};

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	gboolean whole = *c->header == '@';
	g_autofree char *raw = g_strconcat(
		whole ? "" : "From: Anna <anna@customer.test>\r\n", c->header + (whole ? 1 : 0),
		g_str_has_suffix(c->header, "\n") ? "" : "\r\n", "\r\nHello.\r\n", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new(raw, strlen(raw));
	g_autoptr(MailTables) tables = tables_for_tests();
	g_autoptr(Mail) mail = mail_read_bytes(bytes, tables);
	AuthVerdict verdict = authres_judge(mail, c->id);

	g_assert_cmpstr(verdict.why, ==, c->why);
	g_assert_cmpint(verdict.result, ==, c->result);
}

static void
test_domains(void)
{
	static const struct {
		const char *a, *b;
		gboolean is_same, is_aligned;
	} rows[] = {
		{"customer.test", "CUSTOMER.test", TRUE, TRUE},
		{"customer.test", "mail.customer.test", FALSE, TRUE},
		{"a.customer.test", "b.customer.test", FALSE, TRUE},
		{"customer.test", "other.test", FALSE, FALSE},
		{"customer.test", "test", FALSE, FALSE},
		{"localhost", "localhost", TRUE, FALSE},
		{"a.co.uk", "b.co.uk", FALSE, FALSE},
		{"a.co.uk", "co.uk", FALSE, FALSE},
		{"co.uk", "co.uk", TRUE, TRUE},
		{"www.a.co.uk", "a.co.uk", FALSE, TRUE},
		{"192.0.2.1", "1.0.2.1", FALSE, FALSE},
		{"bücher.test", "xn--bcher-kva.test", TRUE, TRUE},
		{"BÜCHER.test", "mail.xn--bcher-kva.test", FALSE, TRUE},
		{"fußball.test", "fussball.test", FALSE, FALSE},
		{"fußball.test", "fußball.test", TRUE, TRUE},
		{"", "", TRUE, FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s | %s", rows[i].a, rows[i].b);
		g_assert_cmpint(domain_is_same(rows[i].a, rows[i].b), ==, rows[i].is_same);
		g_assert_cmpint(domain_is_same(rows[i].b, rows[i].a), ==, rows[i].is_same);
		g_assert_cmpint(domain_is_aligned(rows[i].a, rows[i].b), ==, rows[i].is_aligned);
		g_assert_cmpint(domain_is_aligned(rows[i].b, rows[i].a), ==, rows[i].is_aligned);
	}
}

static void
add_cases(const char *group, const Case *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *path = g_strconcat("/authres/", group, "/", cases[i].name, NULL);
		g_test_add_data_func(path, &cases[i], test_case);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_cases("written", written, G_N_ELEMENTS(written));
	add_cases("forged", forged, G_N_ELEMENTS(forged));
	g_test_add_func("/authres/domains", test_domains);
	return g_test_run();
}
