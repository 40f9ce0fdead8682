/*
 * What our mail server's Authentication-Results (RFC 8601) prove about the From: dmarc, else
 * an aligned DKIM signature over the whole text.  SPF knows the envelope alone and supports at
 * most.  Whoever reads a doubt here is safer than whoever reads a proof.
 */
#include "mail/authres.h"

#include "mail/authres_read.h"
#include "mail/dkim.h"
#include "mail/domain.h"

#include <string.h>

/* What speaks for a From domain, gathered from one field. */
typedef struct Evidence {
	const char *from;      /* the From's domain */
	GPtrArray *signatures; /* DkimSignature*, of the mail */
	gboolean dmarc_pass;
	gboolean dmarc_fail;
	gboolean dkim_pass;    /* aligned, over the whole text */
	gboolean spf_pass;     /* aligned */
	gboolean any_spf_pass; /* what proves nothing, for the words */
	gboolean other_dmarc;
	gboolean other_dkim;
	gboolean partial_dkim;
} Evidence;

/* Whether a verdict is about this signature; checkers name it by some of these. */
static gboolean
is_of(const AuthFinding *finding, const DkimSignature *signature)
{
	const char *d = signature->domain;
	if (finding->domain && !domain_is_same(finding->domain, d))
		return FALSE;
	if (finding->selector && strcmp(finding->selector, signature->selector) != 0)
		return FALSE;
	if (finding->signature && !g_str_has_prefix(signature->data, finding->signature))
		return FALSE;
	if (finding->domain || !finding->identity)
		return finding->domain != NULL;
	gsize longer = strlen(finding->identity), size = strlen(d);
	return domain_is_same(finding->identity, d) ||
	       (longer > size + 1 && finding->identity[longer - size - 1] == '.' &&
		!strcmp(finding->identity + longer - size, d));
}

/*
 * OpenDKIM and others don't tell of l=, so we look ourselves.  Where the signature can't be told
 * from the others, or isn't there any more, it may be any of them.
 */
static void
weigh_dkim(Evidence *e, const AuthFinding *finding)
{
	const char *signer = finding->domain ? finding->domain : finding->identity;
	gboolean foreign = finding->is_twice || !signer || !domain_is_aligned(signer, e->from);
	guint found = 0, partial = 0, any_partial = 0;
	for (guint i = 0; i < e->signatures->len; i++) {
		const DkimSignature *signature = e->signatures->pdata[i];
		any_partial += signature->is_partial ? 1 : 0;
		if (!is_of(finding, signature))
			continue;
		found++;
		partial += signature->is_partial ? 1 : 0;
		foreign = foreign || !domain_is_aligned(signature->domain, e->from);
	}
	if (foreign)
		e->other_dkim = TRUE;
	else if (found > 0 ? partial > 0 : any_partial > 0)
		e->partial_dkim = TRUE;
	else
		e->dkim_pass = TRUE;
}

static void
weigh(Evidence *e, const AuthFinding *finding)
{
	gboolean pass = !strcmp(finding->result, "pass");
	if (!strcmp(finding->method, "dmarc")) {
		gboolean about = !finding->is_twice &&
				 (!finding->from || domain_is_same(finding->from, e->from));
		e->dmarc_fail = e->dmarc_fail || !strcmp(finding->result, "fail");
		e->dmarc_pass = e->dmarc_pass || (pass && about);
		e->other_dmarc = e->other_dmarc || (pass && !about);
	} else if (!strcmp(finding->method, "dkim") && pass) {
		weigh_dkim(e, finding);
	} else if (!strcmp(finding->method, "spf") && pass) {
		e->any_spf_pass = TRUE;
		e->spf_pass = e->spf_pass || (finding->sender && !finding->is_twice &&
					      domain_is_aligned(finding->sender, e->from));
	}
}

/* Whether a signature by the From's organisation leaves out some of the text: DMARC may rest on
 * that one. */
static gboolean
is_signed_in_part(const Evidence *e)
{
	for (guint i = 0; i < e->signatures->len; i++) {
		const DkimSignature *signature = e->signatures->pdata[i];
		if (signature->is_partial && domain_is_aligned(signature->domain, e->from))
			return TRUE;
	}
	return FALSE;
}

static const char *
why_no_proof(const Evidence *e)
{
	if (e->other_dmarc)
		return "dmarc=pass is about another domain than the From's";
	if (e->partial_dkim)
		return "its DKIM signature covers only part of the text (l=)";
	if (e->other_dkim)
		return "dkim=pass is of another domain than the From's";
	if (e->any_spf_pass)
		return "spf=pass alone proves no From";
	return "our mail server found no proof";
}

static AuthVerdict
verdict_of(const Evidence *e, const AuthField *field)
{
	if (e->dmarc_fail)
		return (AuthVerdict){AUTH_FAIL, "dmarc=fail"};
	if (field->is_broken)
		return (AuthVerdict){AUTH_NONE, "Authentication-Results can't be read"};
	if (field->is_newer)
		return (AuthVerdict){AUTH_NONE, "Authentication-Results are of an unknown version"};
	if (e->dmarc_pass && !e->dkim_pass && !e->spf_pass && is_signed_in_part(e))
		return (AuthVerdict){AUTH_NONE, "dmarc=pass may rest on a DKIM signature over "
						"part of the text (l=)"};
	if (e->dmarc_pass)
		return (AuthVerdict){AUTH_PASS, "dmarc=pass"};
	if (e->dkim_pass)
		return (AuthVerdict){AUTH_PASS, "aligned dkim=pass"};
	return (AuthVerdict){AUTH_NONE, why_no_proof(e)};
}

static void
signature_free(gpointer data)
{
	dkim_signature_free(data);
}

static AuthVerdict
judge_field(const AuthField *field, const Mail *mail, const char *from_domain)
{
	g_autoptr(GPtrArray) signatures = g_ptr_array_new_with_free_func(signature_free);
	Evidence e = {.from = from_domain, .signatures = signatures};
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *other = mail->headers->pdata[i];
		if (!g_ascii_strcasecmp(other->name, "DKIM-Signature"))
			g_ptr_array_add(signatures, dkim_signature_read(other->value));
	}
	for (guint i = 0; i < field->findings->len; i++)
		weigh(&e, field->findings->pdata[i]);
	return verdict_of(&e, field);
}

/* "Received: from ... by HOST ...": whether HOST is the server we believe. */
static gboolean
is_received_by(const char *value, const char *host)
{
	gboolean is_next = FALSE;
	for (const char *at = value; cfws_skip(&at) && *at;) {
		gsize length = strcspn(at, " \t\r\n;(");
		if (is_next)
			return strlen(host) == length && !g_ascii_strncasecmp(at, host, length);
		is_next = length == 2 && !g_ascii_strncasecmp(at, "by", 2);
		at += length + (at[length] == ';');
	}
	return FALSE;
}

/* The topmost field of our server above what others wrote; NULL if there is none. */
static AuthField *
find_field(const Mail *mail, const char *authserv_id)
{
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];
		if (!g_ascii_strcasecmp(field->name, "Received") &&
		    !is_received_by(field->value, authserv_id))
			return NULL;
		if (g_ascii_strcasecmp(field->name, "Authentication-Results"))
			continue;
		g_autoptr(AuthField) read = auth_field_read(field->value);
		if (!g_ascii_strcasecmp(read->authserv_id, authserv_id))
			return g_steal_pointer(&read);
	}
	return NULL;
}

AuthVerdict
authres_judge(const Mail *mail, const char *authserv_id)
{
	const Mailbox *from = mail_from(mail);
	const char *at = from ? strrchr(from->address, '@') : NULL;
	if (!at)
		return (AuthVerdict){AUTH_NONE, "there is no address to vouch for"};
	if (!*authserv_id)
		return (AuthVerdict){AUTH_NONE, "nobody is asked to vouch (no authserv-id)"};
	g_autoptr(AuthField) field = find_field(mail, authserv_id);
	if (!field)
		return (AuthVerdict){AUTH_NONE, "our mail server says nothing about it"};
	if (mail->faults & FAULT_SEVERAL_FROM)
		return (AuthVerdict){AUTH_NONE, "it has several From addresses"};
	if (mail->is_header_mended)
		return (AuthVerdict){AUTH_NONE,
				     "its header is broken: others may read another From"};
	return judge_field(field, mail, at + 1);
}
