/*
 * What is odd about a mail: each fault where it belongs, and none where all is well.
 */
#include "mail/line_ends.h"
#include "mail/mail.h"
#include "mail/transfer.h"

#include <string.h>

#define HEAD  "From: a@b.example\nDate: Mon, 2 Mar 2026 10:11:12 +0100\nMessage-ID: <1@b.example>\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=X\n"
#define FILE_OF                                                                                    \
	MIXED "\n--X\n\ntext\n--X\nContent-Type: image/png\n"                                      \
	      "Content-Transfer-Encoding: "

static const struct {
	const char *name;
	const char *raw;
	gsize length; /* 0: strlen(raw) */
	const char *faults;
} cases[] = {
	{"none", HEAD "Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\n\ntext\n", 0, ""},
	{"none, CR LF", "From: a@b\r\nDate: 2 Mar 2026 10:11 GMT\r\nMessage-ID: <1@b>\r\n\r\nt\r\n",
	 0, ""},
	{"none, parts", FILE_OF "base64\n\nQUJDREU=\n--X--\n", 0, ""},
	{"no fields", "\ntext\n", 0, "no-from no-date no-message-id bad-structure"},
	{"several", HEAD "From: c@d\nMessage-ID: <2@b>\nSubject: a\nSubject: b\n\nt\n", 0,
	 "several-from several-message-id several-subject"},
	{"date", "From: a@b\nDate: soon\nMessage-ID: <1@b>\n\nt\n", 0, "bad-date"},
	/* Line ends. */
	{"LF in CR LF", "From: a@b\r\nDate: 2 Mar 2026\r\nMessage-ID: <1@b>\r\n\r\none\ntwo\r\n", 0,
	 "bare-line-end"},
	{"CR in CR LF", "From: a@b\r\nDate: 2 Mar 2026\r\nMessage-ID: <1@b>\r\n\r\none\rtwo\r\n", 0,
	 "bare-line-end"},
	{"CR in LF", HEAD "\none\rtwo\n", 0, "bare-line-end"},
	{"CR at the end", HEAD "\none\r", 0, "bare-line-end"},
	{"CR twice", HEAD "\none\r\r\n", 0, "bare-line-end"},
	{"CR alone", "From: a@b\rDate: 2 Mar 2026\rMessage-ID: <1@b>\r\rone\rtwo\r", 0,
	 "bare-line-end"},
	{"encoded line ends",
	 HEAD "Content-Transfer-Encoding: quoted-printable\n\none=0D=0Atwo=0D\n", 0, ""},
	/* NUL. */
	{"NUL in the text", HEAD "\na\0b\n", sizeof HEAD + 4, "nul"},
	{"NUL in a field", HEAD "X: a\0b\n\n", sizeof HEAD + 7, "nul"},
	{"encoded NUL", HEAD "Subject: =?utf-8?q?a=00b?=\n\n", 0, "nul"},
	{"NUL in UTF-16",
	 HEAD "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
	      "AGEAYg==\n",
	 0, ""},
	/* Charsets and encoded words. */
	{"8-bit field", HEAD "X: \303\244\n\n", 0, "raw-8bit-header"},
	{"8-bit text without a label", HEAD "\ngr\303\274\303\237e\n", 0, "charset"},
	{"unknown charset", HEAD "Content-Type: text/plain; charset=x-y\n\n\303\274\n", 0,
	 "charset"},
	{"word cut off", HEAD "Subject: =?utf-8?q?abc\n\n", 0, "bad-encoded-word"},
	{"word of no encoding", HEAD "Subject: =?utf-8?x?abc?=\n\n", 0, "bad-encoded-word"},
	{"word of bad base64", HEAD "Subject: =?utf-8?b?YW=Jj?=\n\n", 0, "bad-encoded-word"},
	{"word of bad octets", HEAD "Subject: =?utf-8?q?a=Xb?=\n\n", 0, "bad-encoded-word"},
	{"word without padding", HEAD "Subject: =?utf-8?b?YWI?=\n\n", 0, ""},
	{"character in two words", HEAD "Subject: =?utf-8?b?w6?=\n =?utf-8?b?Q=?=\n\n", 0, ""},
	{"no word at all", HEAD "Subject: =? what ?= =?=\n\n", 0, ""},
	/* Transfer encodings. */
	{"unknown encoding", HEAD "Content-Transfer-Encoding: x-y\n\ntext\n", 0,
	 "bad-transfer-encoding"},
	{"encoding as people write it", HEAD "Content-Transfer-Encoding: 8Bit; x\n\ntext\n", 0, ""},
	{"base64 of rubbish", FILE_OF "base64\n\nQU,JD\n--X--\n", 0, "bad-transfer-encoding"},
	{"base64 behind its end", FILE_OF "base64\n\nQUI=\nQUJD\n--X--\n", 0,
	 "bad-transfer-encoding"},
	{"base64 cut off", FILE_OF "base64\n\nQUJDRE\n--X--\n", 0, "bad-transfer-encoding"},
	{"base64 below it", FILE_OF "base64\n\nQUJD\n\n-- \nlist\n--X--\n", 0,
	 "bad-transfer-encoding"},
	{"base64 with blanks", FILE_OF "base64\n\n QUJD \t\n\nQQ==\n\n--X--\n", 0, ""},
	{"base64 of text", HEAD "Content-Transfer-Encoding: base64\n\nwell, no\n", 0,
	 "charset bad-transfer-encoding"},
	{"quoted", HEAD "Content-Transfer-Encoding: quoted-printable\n\na=\nb=3D= \nc=e4=", 0,
	 "charset"},
	{"bad octets", HEAD "Content-Transfer-Encoding: quoted-printable\n\na=b\n", 0,
	 "bad-transfer-encoding"},
	{"octet cut off", HEAD "Content-Transfer-Encoding: quoted-printable\n\na=4", 0,
	 "bad-transfer-encoding"},
	{"URL not encoded", HEAD "Content-Transfer-Encoding: quoted-printable\n\nx?y=zz\n", 0,
	 "bad-transfer-encoding"},
	{"multipart encoded", MIXED "Content-Transfer-Encoding: base64\n\n--X\n\ntext\n--X--\n", 0,
	 "bad-transfer-encoding"},
	{"multipart of 8 bit", MIXED "Content-Transfer-Encoding: 8bit\n\n--X\n\ntext\n--X--\n", 0,
	 ""},
	/* Structure. */
	{"no end", MIXED "\n--X\n\ntext\n", 0, "no-end-boundary"},
	{"no parts", MIXED "\ntext\n", 0, "bad-structure"},
	{"no empty line", HEAD "text\n", 0, "no-body-separator"},
	{"mbox", "From x\n" HEAD "\ntext\n", 0, "mbox-from"},
};

static void
test_case(gconstpointer data)
{
	gsize i = GPOINTER_TO_SIZE(data);
	g_autoptr(MailTables) tables = mail_tables_new();
	gsize length = cases[i].length ? cases[i].length : strlen(cases[i].raw);
	g_autoptr(GBytes) raw = g_bytes_new_static(cases[i].raw, length);
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autofree const char **names = mail_fault_names(mail->faults);
	g_autofree char *joined = g_strjoinv(" ", (char **)names);

	g_assert_cmpstr(joined, ==, cases[i].faults);
}

static void
test_text_cut(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(GString) text = g_string_new(HEAD "\n");
	while (text->len < 1100 * 1024)
		g_string_append(text, "more and more\n");
	g_autoptr(GBytes) raw = g_bytes_new_static(text->str, text->len);
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);

	g_assert_cmphex(mail->faults, ==, FAULT_TEXT_CUT);
	/* Far behind what is read with the header. */
	g_string_append(text, "\r\n");
	g_autoptr(GBytes) mixed = g_bytes_new_static(text->str, text->len);
	g_autoptr(Mail) again = mail_read_bytes(mixed, tables);
	g_assert_cmphex(again->faults, ==, FAULT_TEXT_CUT | FAULT_BARE_LINE_END);
}

/* What comes in pieces is judged as what comes at once. */
static void
test_pieces(void)
{
	static const char *const line_ends[] = {"a\r\nb\r\n", "a\r\nb\r", "a\nb\r\r\n", "\r\n\n"};
	static const char *const quoted[] = {"a=3D=\r\nb= \nc", "a=3", "a=\rb", "=\n=E4=e"};
	g_autofree char *base64 = g_strnfill(5000, 'A');

	for (gsize i = 0; i < G_N_ELEMENTS(line_ends); i++) {
		LineEnds whole = {0}, pieces = {0};

		line_ends_feed(&whole, line_ends[i], strlen(line_ends[i]));
		for (const char *p = line_ends[i]; *p; p++)
			line_ends_feed(&pieces, p, 1);
		g_assert_cmpint(line_ends_differ(&whole), ==, line_ends_differ(&pieces));
		g_assert_cmpint(line_ends_differ(&whole), ==, i > 0);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(quoted); i++) {
		TransferCheck whole = {.kind = TRANSFER_QUOTED}, pieces = whole;

		transfer_check(&whole, quoted[i], strlen(quoted[i]));
		for (const char *p = quoted[i]; *p; p++)
			transfer_check(&pieces, p, 1);
		g_assert_cmpint(transfer_check_end(&whole), ==, transfer_check_end(&pieces));
		g_assert_cmpint(transfer_check_end(&whole), ==, i > 0);
	}
	for (gsize at = 0; at < 4000; at += 7) {
		TransferCheck sound = {.kind = TRANSFER_BASE64}, bad = sound;

		base64[at] = '\n';
		transfer_check(&sound, base64, 3000);
		transfer_check(&sound, base64 + 3000, 1001);
		g_assert_false(transfer_check_end(&sound));
		base64[at] = ',';
		transfer_check(&bad, base64, 4001);
		g_assert_true(transfer_check_end(&bad));
		base64[at] = 'A';
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/faults/%s", cases[i].name);
		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
	}
	g_test_add_func("/faults/text cut", test_text_cut);
	g_test_add_func("/faults/in pieces", test_pieces);
	return g_test_run();
}
