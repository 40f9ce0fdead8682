/*
 * Parts that programs wrap, encode or repeat in ways of their own: what is read of them, and that
 * each file listed can be read again by its number.
 */
#include "mail/mail.h"

#include "base/limits.h"

#include <string.h>

#define HEAD   "From: a@b.test\nSubject: s\nDate: Sun, 22 Nov 2026 05:00:00 +0000\n"
#define PLAIN  "--Y\nContent-Type: text/plain; charset=utf-8\n\nHällo\n"
#define PAGE   "--Y\nContent-Type: text/html; charset=utf-8\n\n<p>Hällo</p>\n"
#define FILE_A "--Y\nContent-Type: text/csv; name=a.csv\n\nfirst file\n"
#define FILE_B                                                                                     \
	"--Y\nContent-Disposition: attachment; filename=b.bin\n"                                   \
	"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nc2Vjb25k\n"
#define END     "--Y--\n"
#define MIXED   "Content-Type: multipart/mixed; boundary=Y\n"
#define OTHER   "Content-Type: multipart/alternative; boundary=Y\n"
#define RELATED "Content-Type: multipart/related; boundary=Y\n"

static char *
list_attachments(const Mail *mail)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *one = g_ptr_array_index(mail->attachments, i);
		g_string_append_printf(list, "%s%s:%d", i ? " " : "",
				       *one->name ? one->name : one->type, (int)one->size_bytes);
	}
	return g_string_free(list, FALSE);
}

static gboolean
append_bytes(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

/* What each file says, by its number, "|" behind it. */
static char *
read_attachments(const Mail *mail, GBytes *raw)
{
	GString *all = g_string_new(NULL);
	g_autoptr(PartSource) parts = part_source_open_bytes(raw);
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *one = g_ptr_array_index(mail->attachments, i);
		gsize before = all->len;
		g_assert_true(part_source_decode(parts, one->part, append_bytes, all));
		g_assert_cmpint(one->size_bytes, ==, all->len - before);
		if (g_str_has_suffix(one->name, ".p7m"))
			g_string_truncate(all, before);
		g_string_append_c(all, '|');
	}
	return g_string_free(all, FALSE);
}

static void
check(const char *name, const char *text, const char *attachments, const char *files, GBytes *raw)
{
	g_test_message("%s", name);
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autofree char *list = list_attachments(mail);
	g_autofree char *read = read_attachments(mail, raw);
	g_assert_cmpstr(mail->text, ==, text);
	g_assert_cmpstr(list, ==, attachments);
	g_assert_cmpstr(read, ==, files);
}

static GBytes *
bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

/* Multiparts that are encoded as a whole (RFC 2045 6.4). */

typedef enum Coding {
	CODING_BASE64,
	CODING_ONE_LINE, /* of base64 */
	CODING_QUOTED,
	CODING_NONE, /* it only says so */
} Coding;

static char *
encode(const char *text, Coding coding)
{
	if (coding == CODING_NONE)
		return g_strdup(text);
	if (coding == CODING_QUOTED) {
		GString *out = g_string_new(text);
		g_string_replace(out, "=", "=3D", 0);
		g_string_replace(out, "ä", "=C3=A4", 0);
		return g_string_free(out, FALSE);
	}
	g_autofree char *line = g_base64_encode((const guchar *)text, strlen(text));
	GString *out = g_string_new(line);
	for (gsize i = 76; coding == CODING_BASE64 && i < out->len; i += 77)
		g_string_insert_c(out, (gssize)i, '\n');
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

static void
test_wholes(void)
{
	static const struct {
		const char *name, *type, *word;
		const char *body;
		Coding coding;
		const char *text, *attachments, *files;
	} rows[] = {
		{"mixed", MIXED, "base64", PLAIN FILE_A END, CODING_BASE64, "Hällo", "a.csv:10",
		 "first file|"},
		{"in one line", MIXED, "base64", PLAIN FILE_A FILE_B END, CODING_ONE_LINE, "Hällo",
		 "a.csv:10 b.bin:6", "first file|second|"},
		{"in capitals", MIXED, "BASE64", PLAIN FILE_B END, CODING_BASE64, "Hällo",
		 "b.bin:6", "second|"},
		{"quoted-printable", MIXED, "quoted-printable", PLAIN FILE_A END, CODING_QUOTED,
		 "Hällo", "a.csv:10", "first file|"},
		{"a boundary that has to be quoted",
		 "Content-Type: multipart/mixed; boundary=\"=_Y=\"\n", "quoted-printable",
		 "--=_Y=\n\nHällo\n--=_Y=\nContent-Type: text/csv; name=a.csv\n\none\n--=_Y=--\n",
		 CODING_QUOTED, "Hällo", "a.csv:3", "one|"},
		{"a type that GMime would write for ever",
		 "Content-Type: multipart/mixed; boundary=Y;\n "
		 "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn="
		 "\"\xc3\xa4\"\n",
		 "base64", PLAIN FILE_A END, CODING_BASE64, "Hällo", "a.csv:10", "first file|"},
		{"alternative", OTHER, "base64", PLAIN PAGE END, CODING_BASE64, "Hällo", "", ""},
		{"a page alone", OTHER, "base64", PAGE END, CODING_BASE64, "Hällo", "", ""},
		{"related", RELATED, "base64",
		 PAGE "--Y\nContent-Type: image/gif; name=i.gif\nContent-ID: <i>\n\nGIF\n" END,
		 CODING_BASE64, "Hällo", "i.gif:3", "GIF|"},
		{"no last boundary", MIXED, "base64", PLAIN FILE_A, CODING_BASE64, "Hällo",
		 "a.csv:11", "first file\n|"},
		{"not encoded at all", MIXED, "base64", PLAIN FILE_A END, CODING_NONE, "Hällo",
		 "a.csv:10", "first file|"},
		{"nor quoted", MIXED, "quoted-printable", PLAIN FILE_A END, CODING_NONE, "Hällo",
		 "a.csv:10", "first file|"},
		{"no parts within", MIXED, "base64", "Hällo", CODING_NONE, "Hällo", "", ""},
		{"text above the parts", MIXED, "base64", "Above.\n" PLAIN END, CODING_BASE64,
		 "Hällo", "", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *body = encode(rows[i].body, rows[i].coding);
		g_autofree char *whole = g_strdup_printf("%sContent-Transfer-Encoding: %s\n\n%s",
							 rows[i].type, rows[i].word, body);
		g_autofree char *top = g_strconcat(HEAD, whole, NULL);
		g_autoptr(GBytes) raw = bytes_of(top);
		check(rows[i].name, rows[i].text, rows[i].attachments, rows[i].files, raw);
		/* And as a part of another one. */
		g_autofree char *inner = g_strdup_printf(
			HEAD "Content-Type: multipart/mixed; boundary=X\n\n--X\n%s\n--X--\n",
			whole);
		g_autoptr(GBytes) nested = bytes_of(inner);
		gboolean is_lost = rows[i].coding == CODING_QUOTED && !strstr(rows[i].body, "=_Y=");
		if (!is_lost && strcmp(rows[i].name, "no parts within") != 0)
			check(rows[i].name, rows[i].text, rows[i].attachments, rows[i].files,
			      nested);
	}
}

/* Beyond so many none is decoded: the last ones here stay as they are, and nothing else is lost. */
static void
test_many_wholes(void)
{
	GString *text = g_string_new(HEAD "Content-Type: multipart/mixed; boundary=X\n\n");
	g_autofree char *body = encode(PLAIN END, CODING_BASE64);
	for (guint i = 0; i < 100; i++)
		g_string_append_printf(text, "--X\n%sContent-Transfer-Encoding: base64\n\n%s\n",
				       MIXED, body);
	g_string_append(text, "--X\n\nthe end\n--X--\n");
	g_autoptr(GBytes) raw = g_string_free_to_bytes(text);
	check("many", "Hällo\nHällo\nHällo\nHällo\nthe end", "", "", raw);
}

/* Forms of the text that are no files. */
static void
test_forms(void)
{
#define AMP   "--Y\nContent-Type: text/x-amp-html; charset=utf-8\n\n<html amp4email></html>\n"
#define WATCH "--Y\nContent-Type: text/watch-html\n\n<b>Hi</b>\n"
#define RICH  "--Y\nContent-Type: text/enriched\n\n<bold>Hi</bold>\n"
	static const struct {
		const char *name, *body;
		const char *text, *attachments, *files;
	} rows[] = {
		{"between", OTHER "\n" PLAIN AMP PAGE END, "Hällo", "", ""},
		{"last", OTHER "\n" PLAIN PAGE AMP END, "Hällo", "", ""},
		{"first", OTHER "\n" AMP PLAIN PAGE END, "Hällo", "", ""},
		{"beside a page alone", OTHER "\n" AMP PAGE END, "Hällo", "", ""},
		{"beside plain text alone", OTHER "\n" PLAIN AMP END, "Hällo", "", ""},
		{"for watches", OTHER "\n" PLAIN WATCH PAGE END, "Hällo", "", ""},
		{"enriched", OTHER "\n" PLAIN RICH END, "Hällo", "", ""},
		{"two of them", OTHER "\n" PLAIN AMP WATCH PAGE END, "Hällo", "", ""},
		{"within others",
		 "Content-Type: multipart/mixed; boundary=X\n\n--X\n" OTHER "\n" PLAIN AMP PAGE END
		 "--X\nContent-Type: text/csv; name=c.csv\n\nc\n--X--\n",
		 "Hällo", "c.csv:1", "c|"},
		{"alone",
		 OTHER
		 "\n--Y\nContent-Type: text/x-amp-html\n\n<html amp4email><p>Hi</p></html>\n" END,
		 "Hi", "", ""},
		{"a file",
		 OTHER "\n" PLAIN "--Y\nContent-Type: text/x-amp-html; name=x.html\n\n<p>\n" END,
		 "Hällo", "x.html:3", "<p>|"},
		{"attached",
		 OTHER "\n" PLAIN "--Y\nContent-Type: text/x-amp-html\nContent-Disposition: "
		       "attachment\n\n<p>\n" END,
		 "Hällo", "text/x-amp-html:3", "<p>|"},
		{"no alternative", MIXED "\n" PLAIN AMP END, "Hällo", "text/x-amp-html:23",
		 "<html amp4email></html>|"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *whole = g_strconcat(HEAD, rows[i].body, NULL);
		g_autoptr(GBytes) raw = bytes_of(whole);
		check(rows[i].name, rows[i].text, rows[i].attachments, rows[i].files, raw);
	}
}

/* Messages within their signature (RFC 8551 3.5.2). */

static GByteArray *
element(guint8 tag, GByteArray *content)
{
	GByteArray *out = g_byte_array_new();
	guint8 head[] = {tag, 0x83, (guint8)(content->len >> 16), (guint8)(content->len >> 8),
			 (guint8)content->len};
	g_byte_array_append(out, head, sizeof head);
	g_byte_array_append(out, content->data, content->len);
	g_byte_array_unref(content);
	return out;
}

static GByteArray *
join(GByteArray *a, GByteArray *b)
{
	g_byte_array_append(a, b->data, b->len);
	g_byte_array_unref(b);
	return a;
}

static GByteArray *
take(const void *bytes, gsize length)
{
	return g_byte_array_append(g_byte_array_new(), bytes, (guint)length);
}

/* SignedData of RFC 5652 5.1 or, with another last byte of its OID, something else. */
static GByteArray *
wrap(const char *entity, guint8 kind)
{
	const guint8 outer[] = {0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, kind};
	static const guint8 data[] = {0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1};
	static const guint8 version[] = {2, 1, 1, 0x31, 0};
	GByteArray *text = element(0xa0, element(0x04, take(entity, strlen(entity))));
	GByteArray *content = element(0x30, join(take(data, sizeof data), text));
	GByteArray *all = element(0x30, join(take(version, sizeof version), content));
	return element(0x30, join(take(outer, sizeof outer), element(0xa0, all)));
}

static char *
signed_part(const char *type, const char *entity, guint8 kind)
{
	g_autoptr(GByteArray) der = wrap(entity, kind);
	g_autofree char *base64 = g_base64_encode(der->data, der->len);
	return g_strdup_printf("Content-Type: %s\nContent-Transfer-Encoding: base64\n\n%s\n", type,
			       base64);
}

#define SIGNED "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"

static void
test_signed(void)
{
	static const struct {
		const char *name, *type, *entity;
		guint8 kind;
		const char *text, *files;
	} rows[] = {
		{"one file", SIGNED, MIXED "\n" PLAIN FILE_A END, 2, "Hällo", "|first file|"},
		{"two files", SIGNED, MIXED "\n" PLAIN FILE_A FILE_B END, 2, "Hällo",
		 "|first file|second|"},
		{"the type of before", "application/x-pkcs7-mime; name=smime.p7m",
		 MIXED "\n" PLAIN FILE_B END, 2, "Hällo", "|second|"},
		{"known by its name", "application/octet-stream; name=smime.p7m",
		 MIXED "\n" PLAIN FILE_B END, 2, "Hällo", "|second|"},
		{"no file", SIGNED, OTHER "\n" PLAIN PAGE END, 2, "Hällo", "|"},
		{"text alone", SIGNED, "Content-Type: text/plain\n\nHello\n", 2, "Hello", "|"},
		{"a file alone", SIGNED, "Content-Type: image/gif; name=i.gif\n\nGIF\n", 2, "",
		 "|GIF\n|"},
		{"a picture of the page", SIGNED,
		 RELATED "\n" PAGE "--Y\nContent-Type: image/gif; name=i.gif\nContent-ID: <i>\n\n"
			 "GIF\n" END,
		 2, "Hällo", "|GIF|"},
		{"a file within the text", SIGNED,
		 "Content-Type: text/plain\n\nHello\n\nbegin 644 u.txt\n#0V%T\n`\nend\n", 2,
		 "Hello", "|Cat|"},
		{"a mail", SIGNED,
		 MIXED "\n" PLAIN
		       "--Y\nContent-Type: message/rfc822; name=m.eml\n\nFrom: c@d\n\nx\n" END,
		 2, "Hällo", "|From: c@d\n\nx|"},
		{"not signed", SIGNED, MIXED "\n" PLAIN FILE_A END, 3, "", "|"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *part = signed_part(rows[i].type, rows[i].entity, rows[i].kind);
		g_autofree char *whole = g_strconcat(HEAD, part, NULL);
		g_autoptr(GBytes) raw = bytes_of(whole);
		g_autoptr(MailTables) tables = mail_tables_new();
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_autofree char *files = read_attachments(mail, raw);
		g_test_message("%s", rows[i].name);
		g_assert_cmpstr(mail->text, ==, rows[i].text);
		g_assert_cmpstr(files, ==, rows[i].files);
	}
}

/* Reads a mail that holds the part between these. */
static void
expect_within(const char *before, const char *part, const char *after, const char *text,
	      const char *files)
{
	g_autofree char *whole = g_strconcat(HEAD, before, part, after, NULL);
	g_autoptr(GBytes) raw = bytes_of(whole);
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autofree char *found = read_attachments(mail, raw);
	g_assert_cmpstr(mail->text, ==, text);
	g_assert_cmpstr(found, ==, files);
}

/* Signed by one, and then by another; beside files that aren't signed; and with text of others. */
static void
test_signed_within(void)
{
	g_autofree char *once = signed_part(SIGNED, MIXED "\n" PLAIN FILE_A END, 2);
	g_autofree char *twice = signed_part(SIGNED, once, 2);
	g_autofree char *whole = g_strconcat(HEAD, twice, NULL);
	g_autoptr(GBytes) raw = bytes_of(whole);
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autofree char *files = read_attachments(mail, raw);
	g_assert_cmpstr(mail->text, ==, "Hällo");
	g_assert_cmpstr(files, ==, "||first file|");

	expect_within("Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: text/csv; "
		      "name=c.csv\n\nc\n--X\n",
		      once, "--X--\n", "Hällo", "c||first file|");
	expect_within("Content-Type: multipart/mixed; boundary=X\n\n--X\n", once,
		      "\n--X\n\nThe list\n--X--\n", "Hällo\nThe list", "|first file|");
	/* One that is attached to a text isn't that text. */
	expect_within("Content-Type: multipart/mixed; boundary=X\n\n--X\n\nSee it\n--X\n", once,
		      "\n--X--\n", "See it", "|");
}

/* One without stated lengths (X.690 8.1.3.6), in two pieces, of which the second lies beyond what
 * is read: its text is known, the files in it are whole in the leaf alone. */
static void
test_signed_cut(void)
{
	static const guint8 outer[] = {0x30, 0x80, 6,    9,    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
				       1,    7,    2,    0xa0, 0x80, 0x30, 0x80, 2,    1,    1,
				       0x31, 0,    0x30, 0x80, 6,    9,    0x2a, 0x86, 0x48, 0x86,
				       0xf7, 0x0d, 1,    7,    1,    0xa0, 0x80, 0x24, 0x80};
	g_autoptr(GString) big = g_string_new(MIXED "\n" PLAIN "--Y\nContent-Type: text/csv; "
						    "name=big.csv\n\n");
	for (gsize i = 0; i < LIMIT_SIGNED_BYTES; i++)
		g_string_append_c(big, i % 64 == 63 ? '\n' : 'x');
	g_string_append(big, "\n" END);
	GByteArray *all = take(outer, sizeof outer);
	gsize half = big->len / 2;
	all = join(all, element(0x04, take(big->str, half)));
	all = join(all, element(0x04, take(big->str + half, big->len - half)));
	g_byte_array_append(all, (const guint8[16]){0}, 16);
	gsize size = all->len;
	g_autofree char *base64 = g_base64_encode(all->data, all->len);
	g_byte_array_unref(all);
	g_autofree char *part =
		g_strconcat("Content-Type: " SIGNED "\nContent-Transfer-Encoding: base64\n\n",
			    base64, "\n", NULL);
	g_autofree char *whole = g_strconcat(HEAD, part, NULL);
	g_autoptr(GBytes) raw = bytes_of(whole);
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_assert_cmpstr(mail->text, ==, "Hällo");
	g_assert_cmpuint(mail->attachments->len, ==, 1);
	const Attachment *leaf = mail->attachments->pdata[0];
	g_assert_cmpstr(leaf->name, ==, "smime.p7m");
	g_assert_cmpint(leaf->size_bytes, ==, (gint64)size);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/parts/wholes", test_wholes);
	g_test_add_func("/mail/parts/many-wholes", test_many_wholes);
	g_test_add_func("/mail/parts/forms", test_forms);
	g_test_add_func("/mail/parts/signed", test_signed);
	g_test_add_func("/mail/parts/signed-within", test_signed_within);
	g_test_add_func("/mail/parts/signed-cut", test_signed_cut);
	return g_test_run();
}
