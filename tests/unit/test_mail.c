/*
 * Whole messages, odd and hostile: what is read of each.
 */
#include "mail/mail.h"

#include "base/limits.h"

#include <string.h>

typedef struct Case {
	const char *name;
	const char *raw;
	gsize length; /* 0: strlen(raw) */
	const char *subject;
	const char *from;
	const char *from_name;
	const char *text;
	const char *attachments; /* "name:size name:size" */
	guint faults;            /* that must be set */
} Case;

#define WITH_NUL(s) s, sizeof s - 1

#define FILE_OF(disposition)                                                                       \
	"From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n"                            \
	"Content-Type: image/gif; name=t.gif\nContent-Disposition: " disposition                   \
	"\n\nGIF\n--X--\n"

static const Case cases[] = {
	{"plain", "From: A B <a@B.example>\nSubject: hi\n\nbody\n", 0, "hi", "a@b.example", "A B",
	 "body", "", 0},
	{"empty", "", 0, "", "", "", "", "", FAULT_NO_FROM | FAULT_NO_DATE},
	{"byte order mark above the header", "\357\273\277From: a@b\nSubject: s\n\nt\n", 0, "s",
	 "a@b", "", "t", "", FAULT_BAD_STRUCTURE},
	{"type in quotes",
	 "From: a@b\nContent-Type: \"text/plain\"; charset=\"utf-8\"\n\n\303\244\n", 0, "", "a@b",
	 "", "ä", "", 0},
	{"brackets in a name", "From: A [B] <a@b>\n\nt\n", 0, "", "a@b", "A [B]", "t", "", 0},
	{"mbox line", "From x Mon Jan 1\r\nFrom: a@b\r\nSubject: s\r\n\r\nt\r\n", 0, "s", "a@b", "",
	 "t", "", FAULT_MBOX_FROM},
	{"no blank line", "From: a@b\nSubject: s\nthis is text\nmore: text\n", 0, "s", "a@b", "",
	 "this is text\nmore: text", "", FAULT_NO_BODY_SEPARATOR},
	{"no header", "hello there\n\nsecond\n", 0, "", "", "", "hello there\n\nsecond", "",
	 FAULT_NO_BODY_SEPARATOR},
	{"bare CR", "From: a@b\rSubject: s\r\rone\rtwo\r", 0, "s", "a@b", "", "one\ntwo", "",
	 FAULT_BARE_LINE_END},
	{"empty lines above the header", "\n \t \r\n\nReceived: x\nFrom: a@b\nSubject: s\n\nt\n", 0,
	 "s", "a@b", "", "t", "", FAULT_BAD_STRUCTURE},
	{"mbox line below empty lines", "\n\nFrom x Mon Jan 1\nFrom: a@b\nSubject: s\n\nt\n", 0,
	 "s", "a@b", "", "t", "", FAULT_BAD_STRUCTURE | FAULT_MBOX_FROM},
	{"quoted mbox line", ">From x Mon Jan 1\nFrom: a@b\nSubject: s\n\nt\n", 0, "s", "a@b", "",
	 "t", "", FAULT_MBOX_FROM},
	{"empty lines above text", "\n\nNote: no header\n\nt\n", 0, "", "", "",
	 "\nNote: no header\n\nt", "", FAULT_BAD_STRUCTURE},
	{"empty line in the header",
	 "Received: x\n\tby y\n\nFrom: a@b\nSubject: s\n f\nMIME-Version: 1.0\n\n"
	 "Content-Type: multipart/mixed;\n boundary=X\n\n--X\n\none\n--X--\n",
	 0, "s f", "a@b", "", "one", "", FAULT_BAD_STRUCTURE},
	{"quoted header as text",
	 "From: a@b\nSubject: s\n\nFrom: c@d\nDate: x\nSubject: t\n\nwhat he wrote\n", 0, "s",
	 "a@b", "", "From: c@d\nDate: x\nSubject: t\n\nwhat he wrote", "", 0},
	{"a form as text", "From: a@b\nSubject: s\n\nContent-Type: mug\nColour: red\n\nthanks\n", 0,
	 "s", "a@b", "", "Content-Type: mug\nColour: red\n\nthanks", "", 0},
	{"lost fold", "From: a@b\nTo: c@d,\ne@f\nSubject: s\n\nt", 0, "s", "a@b", "", "t", "",
	 FAULT_BAD_STRUCTURE},
	{"NUL", WITH_NUL("From: a@b\nSubject: x\0y\n\nte\0xt\n"), "xy", "a@b", "", "text", "",
	 FAULT_NUL},
	{"raw 8-bit header, charset of the text",
	 "From: =?utf-8?q?J=C3=B6rg?= <a@b>\nSubject: \317\360\350\342\345\362\n"
	 "Content-Type: text/plain; charset=windows-1251\n\n\317\360\350\342\345\362\n",
	 0, "Привет", "a@b", "Jörg", "Привет", "", FAULT_RAW_8BIT_HEADER},
	{"character cut between words",
	 "From: a@b\nSubject: =?utf-8?B?4oI=?= =?UTF-8?B?rCE=?= x =?utf-8?q?=E2=82?=\n "
	 "=?utf-8?q?=AC?=\n\nt",
	 0, "€! x €", "a@b", "", "t", "", 0},
	{"words cut short", "From: =?utf-8?b?R3LDvMOfZQ?= <a@b>\nSubject: =?utf-8?q?a=C3=BC?\n\nt",
	 0, "aü", "a@b", "Grüße", "t", "", FAULT_BAD_ENCODED_WORD},
	{"words in words' clothing", "From: a@b\nSubject: =?utf-8?q?a?=b =? c ?= =?x?y?z?=\n\nt", 0,
	 "ab =? c ?= =?x?y?z?=", "a@b", "", "t", "", 0},
	{"utf-8 labelled latin-1",
	 "From: a@b\nContent-Type: text/plain; charset=iso-8859-1\n"
	 "Content-Transfer-Encoding: quoted-printable\n\n=C3=A4=C3=B6=C3=BC\n",
	 0, "", "a@b", "", "äöü", "", FAULT_CHARSET},
	{"latin-1 labelled utf-8",
	 "From: a@b\nContent-Type: text/plain; charset=utf-8\n\ngr\374\337e\n", 0, "", "a@b", "",
	 "grüße", "", FAULT_CHARSET},
	{"iso-2022-jp",
	 "From: a@b\nContent-Type: text/plain; charset=iso-2022-jp\n\n\033$B$3$s\033(B\n", 0, "",
	 "a@b", "", "こん", "", 0},
	{"iso-2022-jp without label", "From: a@b\n\n\033$B$3$s\033(B\n", 0, "", "a@b", "", "こん",
	 "", FAULT_CHARSET},
	{"iso-2022-jp with half-width kana",
	 "From: a@b\nContent-Type: text/plain; charset=iso-2022-jp\n\n\033(I12\033(B\n", 0, "",
	 "a@b", "", "ｱｲ", "", 0},
	{"iso-2022-jp labelled utf-8",
	 "From: a@b\nContent-Type: text/plain; charset=utf-8\n\n\033$B$3$s\033(B\n", 0, "", "a@b",
	 "", "こん", "", FAULT_CHARSET},
	{"cyrillic labelled us-ascii",
	 "From: a@b\nContent-Type: text/plain; charset=us-ascii\n\n"
	 "\304\317\302\322\331\312 \304\305\316\330. \365 \316\301\323 \316\305 "
	 "\322\301\302\317\324\301\305\324 \320\305\336\301\324\330 \316\301 "
	 "\323\305\322\327\305\322\305, \320\317\315\317\307\311\324\305\n",
	 0, "", "a@b", "", "добрый день. У нас не работает печать на сервере, помогите", "",
	 FAULT_CHARSET},
	{"latin-1 labelled us-ascii",
	 "From: a@b\nContent-Type: text/plain; charset=us-ascii\n\ngr\374\337e\n", 0, "", "a@b", "",
	 "grüße", "", FAULT_CHARSET},
	{"utf-7 by its old name",
	 "From: a@b\nContent-Type: text/plain; charset=x-unicode-1-1-utf-7\n\nHi Mom +Jjo-!\n", 0,
	 "", "a@b", "", "Hi Mom ☺!", "", 0},
	{"utf-7", "From: a@b\nContent-Type: text/plain; charset=utf-7\n\nHi Mom +Jjo-!\n", 0, "",
	 "a@b", "", "Hi Mom ☺!", "", 0},
	{"utf-16 without mark",
	 WITH_NUL("From: a@b\nContent-Type: text/plain; charset=utf-16\n"
		  "Content-Transfer-Encoding: base64\n\naABpAAoA\n"),
	 "", "a@b", "", "hi", "", 0},
	{"alternative",
	 "From: a@b\nContent-Type: multipart/alternative; boundary=X\n\n--X\n\nplain\n--X\n"
	 "Content-Type: text/html\n\n<b>html</b>\n--X--\n",
	 0, "", "a@b", "", "plain", "", 0},
	{"excuse loses to HTML",
	 "From: a@b\nContent-Type: multipart/alternative; boundary=X\n\n--X\n\n"
	 "Ihr Programm kann kein HTML anzeigen.\n--X\n"
	 "Content-Type: text/html\n\n<p>html<p>two\n--X--\n",
	 0, "", "a@b", "", "html\n\ntwo", "", 0},
	{"plain text that speaks of a web page",
	 "From: a@b\nContent-Type: multipart/alternative; boundary=X\n\n--X\n\n"
	 "To view this as a web page, go to http://a.example/\n--X\n"
	 "Content-Type: text/html\n\n<p>html\n--X--\n",
	 0, "", "a@b", "", "html", "", 0},
	{"plain text without a word",
	 "From: a@b\nContent-Type: multipart/alternative; boundary=X\n\n--X\n\n--\n--X\n"
	 "Content-Type: text/html\n\n<p>html\n--X--\n",
	 0, "", "a@b", "", "html", "", 0},
	{"mixed with attachment",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\none\n--X\n"
	 "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
	 "Content-Disposition: attachment; filename*=utf-8''%C3%A4.pdf\n\nAAECAw==\n--X\n\ntwo\n",
	 0, "", "a@b", "", "one\ntwo", "ä.pdf:4", FAULT_NO_END_BOUNDARY},
	{"wrong boundary",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--Y\nContent-Type: text/plain\n\n"
	 "one\n--Y--\n",
	 0, "", "a@b", "", "one", "", FAULT_BAD_STRUCTURE},
	{"base64, padded piece by piece",
	 "From: a@b\nContent-Transfer-Encoding: base64\n\nSGVsbG8gdGhlcmUsIA==\n"
	 "dGhlIHByaW50ZXI=IGlzIGRlYWQu\nQnll\n",
	 0, "", "a@b", "", "Hello there, the printer is dead.Bye", "", FAULT_BAD_TRANSFER_ENCODING},
	{"base64 and a list's footer",
	 "From: a@b\nContent-Transfer-Encoding: base64\n\n"
	 "VGhlIHByaW50ZXIgaW4gcm9vbSA0IGlzIGRlYWQgYW5kIHRoZSBzY2FubmVyIHRvbywgcGxlYXNlIGhlbHAu\n"
	 "VGhlIHByaW50ZXIgaW4gcm9vbSA0IGlzIGRlYWQgYW5kIHRoZSBzY2FubmVyIHRvby4=\n"
	 "To unsubscribe send a mail to\nusers@lists.test\n",
	 0, "", "a@b", "",
	 "The printer in room 4 is dead and the scanner too, please help.The printer in room 4 is "
	 "dead and the scanner too.",
	 "", FAULT_BAD_TRANSFER_ENCODING},
	{"quoted-printable, blanks behind its sign",
	 "From: a@b\nContent-Transfer-Encoding: quoted-printable\n\nka=  \nputt =3D x\n", 0, "",
	 "a@b", "", "kaputt = x", "", 0},
	{"HZ",
	 "From: a@b\nSubject: =?hz-gb-2312?B?fns0clMhO3p+fSE=?=\n"
	 "Content-Type: text/plain; charset=hz-gb-2312\n\n~{4rS!;z~} ~~ x~\ny\n",
	 0, "打印机!", "a@b", "", "打印机 ~ xy", "", 0},
	{"names in several encoded words",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\none\n--X\n"
	 "Content-Type: application/pdf; name=\"=?utf-8?B?w5xiZXI=?=\n"
	 " =?utf-8?B?c2ljaHQucGRm?=\"\n\nx\n--X\n"
	 "Content-Type: application/pdf\nContent-Disposition: attachment;\n"
	 " filename=\"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\n"
	 " =?iso-2022-jp?B?GyRCOGwbKEIucGRm?=\"\n\nx\n--X--\n",
	 0, "", "a@b", "", "one", "Übersicht.pdf:1 日本語.pdf:1", 0},
	{"raw name in the text's charset",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n"
	 "Content-Type: text/plain; charset=koi8-r\n\none\n--X\n"
	 "Content-Type: application/pdf; name=\"\xf3\xde\xc5\xd4.pdf\"\n\nx\n--X--\n",
	 0, "", "a@b", "", "one", "Счет.pdf:1", FAULT_RAW_8BIT_HEADER},
	{"no empty line below a part's head",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n"
	 "Content-Type: text/plain; charset=utf-8\n\tformat=fixed\nThe printer is dead.\nHelp: "
	 "now\n"
	 "--X\nContent-Type: application/pdf; name=a.pdf\n\nx\n--X--\n",
	 0, "", "a@b", "", "The printer is dead.\nHelp: now", "a.pdf:1", FAULT_NO_BODY_SEPARATOR},
	{"a part without head and empty line",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\nThe printer is dead.\n"
	 "--X\nContent-Type: application/pdf; name=a.pdf\n\nx\n--X--\n",
	 0, "", "a@b", "", "The printer is dead.", "a.pdf:1", FAULT_NO_BODY_SEPARATOR},
	{"nested message is an attachment",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\none\n--X\n"
	 "Content-Type: message/rfc822; name=m.eml\n\nSubject: in\n\ninner\n--X--\n",
	 0, "", "a@b", "", "one", "m.eml:18", 0},
	{"uuencode",
	 "From: a@b\n\nsee\nbegin 644 cat.txt\n#0V%T\n`\nend\nbye\nbegin 644 x\nnot so\n", 0, "",
	 "a@b", "", "see\nbye\nbegin 644 x\nnot so", "cat.txt:3", 0},
	{"uuencode with a path", "From: a@b\n\nbegin 644 /tmp/cat.txt\n#0V%T\n`\nend\n", 0, "",
	 "a@b", "", "", "cat.txt:3", 0},
	{"flowed",
	 "From: a@b\nContent-Type: text/plain; format=flowed; delsp=yes\n\none \ntwo\n>> q \n>> r\n"
	 " >kept\n-- \nme\n",
	 0, "", "a@b", "", "onetwo\n>> qr\n >kept\n-- \nme", "", 0},
	{"flowed, a blank at the end of a paragraph",
	 "From: a@b\nContent-Type: text/plain; format=flowed\n\none \n\ntwo\n", 0, "", "a@b", "",
	 "one \n\ntwo", "", 0},
	{"Cyrillic said to be Latin",
	 "From: a@b\nContent-Type: text/plain; "
	 "charset=iso-8859-1\n\n\307\344\360\340\342\361\362\342\363\351\362\345, \355\345 "
	 "\360\340\341\356\362\340\345\362 \357\360\350\355\362\345\360\n",
	 0, "", "a@b", "", "Здравствуйте, не работает принтер", "", FAULT_CHARSET},
	{"type without subtype", "From: a@b\nContent-Type: text\n\nbody", 0, "", "a@b", "", "body",
	 "", 0},
	{"file name that ends in a slash",
	 "From: a@b\nContent-Type: image/gif\n"
	 "Content-Disposition: attachment; filename=\"../ a/\"\n\nGIF\n",
	 0, "", "a@b", "", "", "a:4", 0},
	{"text of a multipart without parts",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\none\rtwo\r\nthree\n", 0, "",
	 "a@b", "", "one\ntwo\nthree", "", FAULT_BAD_STRUCTURE},
	{"base64 that is text",
	 "From: a@b\nContent-Transfer-Encoding: base64\n\nThis is no base64, nor was it ever.\n", 0,
	 "", "a@b", "", "This is no base64, nor was it ever.", "", FAULT_BAD_TRANSFER_ENCODING},
	{"file that says it is text",
	 "From: a@b\nContent-Type: text/plain; name=a.pdf\n\n%PDF-1.4\n\001\002\n", 0, "", "a@b",
	 "", "", "a.pdf:12", 0},
	{"text without a type that says so",
	 "From: a@b\nContent-Type: application/octet-stream\n\nhello\n", 0, "", "a@b", "", "hello",
	 "", 0},
	{"data without a type that says so",
	 "From: a@b\nContent-Type: application/octet-stream\n\nh\001\n", 0, "", "a@b", "", "", ":3",
	 0},
	{"encoding in quotes",
	 "From: a@b\nContent-Transfer-Encoding: \"Quoted_Printable\"; x\n\na=C3=A4\n", 0, "", "a@b",
	 "", "aä", "", 0},
	{"encoding misspelt", "From: a@b\nContent-Transfer-Encoding: base-64\n\nw6Q=\n", 0, "",
	 "a@b", "", "ä", "", 0},
	{"two file names", FILE_OF("attachment; filename=a.gif; filename*=utf-8''%C3%A4.gif"), 0,
	 "", "a@b", "", "", "ä.gif:3", 0},
	{"two plain file names", FILE_OF("attachment; filename=a.gif; filename=b.gif"), 0, "",
	 "a@b", "", "", "a.gif:3", 0},
	{"file name out of order",
	 FILE_OF("attachment; filename*1*=%A4.gif; filename*0*=UTF-8'de'%C3"), 0, "", "a@b", "", "",
	 "ä.gif:3", 0},
	{"file name in single quotes", FILE_OF("attachment; filename='a b.gif'"), 0, "", "a@b", "",
	 "", "a b.gif:3", 0},
	{"file name without end", FILE_OF("attachment; filename=\"a.gif"), 0, "", "a@b", "", "",
	 "a.gif:3", 0},
	{"file name alone", FILE_OF("filename=\"a b.gif\""), 0, "", "a@b", "", "", "a b.gif:3", 0},
	{"empty file name beside a name", FILE_OF("attachment; filename=\"\""), 0, "", "a@b", "",
	 "", "t.gif:3", 0},
	{"raw 8-bit file name",
	 "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: image/gif\n"
	 "Content-Disposition: attachment; filename=\"C:\\\\dir\\\\\303\244.gif\"\n\nGIF\n--X--\n",
	 0, "", "a@b", "", "", "ä.gif:3", FAULT_RAW_8BIT_HEADER},
};

static char *
list_attachments(const Mail *mail)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *one = g_ptr_array_index(mail->attachments, i);
		g_string_append_printf(list, "%s%s:%d", i ? " " : "", one->name,
				       (int)one->size_bytes);
	}
	return g_string_free(list, FALSE);
}

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(GBytes) raw = g_bytes_new_static(c->raw, c->length ? c->length : strlen(c->raw));
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_assert_cmpstr(mail->subject, ==, c->subject);
	g_assert_cmpstr(mail_from(mail) ? mail_from(mail)->address : "", ==, c->from);
	g_assert_cmpstr(mail_from(mail) ? mail_from(mail)->name : "", ==, c->from_name);
	g_assert_cmpstr(mail->text, ==, c->text);
	g_autofree char *attachments = list_attachments(mail);
	g_assert_cmpstr(attachments, ==, c->attachments);
	g_assert_cmphex(mail->faults & c->faults, ==, c->faults);
}

/* Names are cut to what can be saved, by whole characters and with their ending. */
static void
test_long_names(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	for (guint length = 240; length < 270; length++) {
		g_autofree char *x = g_strnfill(length, 'x');
		g_autofree char *name = g_strconcat(x, "ää.jpeg", NULL);
		g_autofree char *text = g_strconcat("Content-Type: image/jpeg; name=\"", name,
						    "\"\n\nJPEG\n", NULL);
		g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		const Attachment *one = g_ptr_array_index(mail->attachments, 0);
		g_assert_true(g_str_has_suffix(one->name, ".jpeg"));
		g_assert_true(g_utf8_validate(one->name, -1, NULL));
		g_assert_cmpuint(strlen(one->name), <=, LIMIT_FILE_NAME_BYTES);
		g_assert_true((strcmp(one->name, name) == 0) ==
			      (strlen(name) <= LIMIT_FILE_NAME_BYTES));
	}
}

/* The header's end is found wherever the pieces end in which a message is read. */
static void
test_long_headers(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	for (guint length = 15000; length < 17000; length += 7) {
		g_autofree char *x = g_strnfill(length, 'x');
		g_autofree char *text = g_strconcat("\nX-X: ", x, "\n\nFrom: a@b\nX-X: ", x,
						    "\nSubject: s\n\nt", NULL);
		g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_assert_cmpstr(mail->subject, ==, "s");
		g_assert_cmpstr(mail->text, ==, "t");
	}
}

static char *
many_lines(const char *line, gsize bytes)
{
	GString *out = g_string_new(NULL);
	while (out->len < bytes)
		g_string_append(out, line);
	return g_string_free(out, FALSE);
}

/* An encoded word without end is cut where it gets too long, but not within a character. */
static void
test_endless_word(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	for (guint lead = 0; lead < 3; lead++) {
		g_autofree char *euros = many_lines("\u20ac", 6000);
		g_autofree char *x = g_strnfill(lead, 'x');
		g_autofree char *text = g_strconcat("Subject: =?utf-8?q?", x, euros, "\n\nt", NULL);
		g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_assert_true(g_utf8_validate(mail->subject, -1, NULL));
		g_assert_null(strstr(mail->subject, "\ufffd"));
		g_assert_cmpint(g_utf8_strlen(mail->subject, -1), ==, lead + 2000);
	}
}

static gboolean
gather(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

/* Far behind more text above, between and below the parts than is kept of it. */
static void
test_far_parts(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autofree char *far = many_lines("no part\n", 3 * 1024 * 1024);
	g_autofree char *text = g_strconcat(
		"From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n", far,
		"--X\n\none\n--X\nContent-Type: multipart/mixed; boundary=Y\n\n", far,
		"--Y\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nQUJD\n--Y--\n",
		far, "--X\n\ntwo\n--X--\n", far, "the end", NULL);
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autoptr(GString) decoded = g_string_new(NULL);
	g_assert_cmpstr(mail->text, ==, "one\ntwo");
	g_assert_cmpuint(mail->attachments->len, ==, 1);
	const Attachment *file = g_ptr_array_index(mail->attachments, 0);
	g_assert_cmpint(file->size_bytes, ==, 3);
	g_autoptr(PartSource) parts = part_source_open_bytes(raw);
	g_assert_true(part_source_decode(parts, file->part, gather, decoded));
	g_assert_cmpstr(decoded->str, ==, "ABC");
	g_assert_cmphex(mail->faults & (FAULT_BAD_STRUCTURE | FAULT_NO_END_BOUNDARY), ==, 0);
}

/* A part that says it is a multipart and then that it is a file. */
static void
test_unsure_header(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autofree char *far = many_lines("a file\n", 3 * 1024 * 1024);
	g_autofree char *text = g_strconcat(
		"From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n--X\n"
		"Content-Type: multipart/mixed; boundary=Y\nContent-Type: image/png\n\n",
		far, "--X--\n", NULL);
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_assert_cmpuint(mail->attachments->len, ==, 1);
	const Attachment *file = g_ptr_array_index(mail->attachments, 0);
	g_assert_cmpint(file->size_bytes, ==, strlen(far) - 1);
}

/* Where another reader may see another domain; people's own ways are no such thing. */
static const struct {
	const char *from;
	gboolean is_ambiguous;
} froms[] = {
	{"A <a@b@c>", TRUE},    {"a@b@c", TRUE},
	{"\"A <a@b@c>", TRUE},  {"(A <a@b@c>", TRUE},
	{"<@c:a@b>", TRUE},     {"\"a@b\" <a@b@c>", TRUE},
	{"a@b", FALSE},         {"a@b <a@b>", FALSE},
	{"A @ B <a@b>", FALSE}, {"\"a@b\"@c", FALSE},
	{"a@b (c@d)", FALSE},   {"\"A \\\" @ B\" <a@b>", FALSE},
	{"\"A <a@b>", FALSE},   {"A) @ (B <a@b>", FALSE},
	{"group: a@b;", FALSE}, {"=?utf-8?q?a@b@c?= <a@b>", FALSE},
};

static void
test_ambiguous_from(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	for (gsize i = 0; i < G_N_ELEMENTS(froms); i++) {
		g_autofree char *text = g_strdup_printf("From: %s\n\nt\n", froms[i].from);
		g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_test_message("%s", froms[i].from);
		g_assert_cmpint((mail->faults & FAULT_SEVERAL_FROM) != 0, ==,
				froms[i].is_ambiguous);
	}
}

/* In-Reply-To as people's programs mangle it; "" for none. */
static const struct {
	const char *value;
	const char *id;
} in_reply_to[] = {
	{"<1@a>", "1@a"},    {"Your mail of Monday <1@a>", "1@a"},
	{"1@a", "1@a"},      {"x 1@a<", "1@a"},
	{"<1@\n a>", "1@a"}, {"nothing", ""},
};

static void
test_in_reply_to(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	for (gsize i = 0; i < G_N_ELEMENTS(in_reply_to); i++) {
		g_autofree char *text =
			g_strdup_printf("In-Reply-To: %s\n\n", in_reply_to[i].value);
		g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_assert_cmpstr(mail->in_reply_to ? mail->in_reply_to : "", ==, in_reply_to[i].id);
	}
}

/* To as people write it, and the addresses in it. */
static const struct {
	const char *value;
	const char *addresses;
} to[] = {
	{"a@b; c@d", "a@b c@d"},
	{"A <a@b>;C <c@d>;", "a@b c@d"},
	{"\"A; B\" <a@b>; c@d (e; f)", "a@b c@d"},
	{"Team: a@b, c@d; , e@f; g@h", "a@b c@d e@f g@h"},
	{"undisclosed-recipients:;", ""},
	{"A; B <a@b>", "a@b"},
};

static void
test_separators(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	for (gsize i = 0; i < G_N_ELEMENTS(to); i++) {
		g_autofree char *text = g_strdup_printf("To: %s\n\n", to[i].value);
		g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_autoptr(GString) found = g_string_new(NULL);
		for (guint k = 0; k < mail->to->len; k++) {
			const Mailbox *one = g_ptr_array_index(mail->to, k);
			g_string_append_printf(found, "%s%s", k ? " " : "", one->address);
		}
		g_assert_cmpstr(found->str, ==, to[i].addresses);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/mail/%s", cases[i].name);
		g_strdelimit(path + 6, "/", '-');
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/mail/ambiguous-from", test_ambiguous_from);
	g_test_add_func("/mail/long names", test_long_names);
	g_test_add_func("/mail/long headers", test_long_headers);
	g_test_add_func("/mail/separators", test_separators);
	g_test_add_func("/mail/endless word", test_endless_word);
	g_test_add_func("/mail/in-reply-to", test_in_reply_to);
	g_test_add_func("/mail/far parts", test_far_parts);
	g_test_add_func("/mail/unsure header", test_unsure_header);
	return g_test_run();
}
