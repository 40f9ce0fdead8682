/*
 * The pass over a message before it is read: what is let through, what is not.
 */
#include "mail/scan.h"

#include "base/limits.h"
#include "mail/mail.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct Case {
	const char *name;
	const char *head;
	const char *repeated;
	guint times;
	const char *tail;
	const char *why; /* begins with; NULL: lets through */
} Case;

static const Case cases[] = {
	{"empty", "", "", 0, "", NULL},
	{"plain", "From: a@b\n\n", "text\n", 100000, "", NULL},
	{"many fields", "", "X: y\n", 1001, "\n", "1,001 header fields"},
	{"enough fields", "", "X: y\n", 1000, "\nX: y\n", NULL},
	{"big header", "X: y\n", " 0123456789012345678901234567890123456789\n", 30000, "\n", "1,"},
	{"one long header line", "X: ", "0123456789", 110000, "\n\n", "1,"},
	{"big MIME field", "Content-Type: text/plain", ";\n a=b", 3000, "\n\n", "1"},
	{"big MIME field of a part",
	 "Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Disposition: attachment",
	 ";\n a=b", 4000, "\n\n", "2"},
	{"big other field", "References: <a@b>\n", " <a@b>\n", 4000, "\n", NULL},
	{"many parts", "Content-Type: multipart/mixed; boundary=X\n\n", "--X\n", 1001, "",
	 "1,001 MIME"},
	{"many parts, CR LF", "Content-Type: multipart/mixed;\r\n boundary=\"X Y\"\r\n\r\n",
	 "--X Y\r\n\r\n", 1001, "", "1,001 MIME"},
	{"many parts, CR", "Content-Type: multipart/mixed; boundary=X\r\r", "--X\r", 1001, "",
	 "1,001 MIME"},
	{"many parts below empty lines", "\n\nContent-Type: multipart/mixed; boundary=X\n\n",
	 "--X\n", 1001, "", "1,001 MIME"},
	{"many parts below a stray empty line",
	 "Received: x\n\nFrom: a@b\n\nContent-Type: multipart/mixed; boundary=X\n\n", "--X\n", 1001,
	 "", "1,001 MIME"},
	{"many lines like fields", "From: a@b\n\n", "12:30: text\n", 20000, "", NULL},
	{"many parts, boundary in quoted pairs",
	 "Content-Type: multipart/mixed; boundary=\"\\X\"\n\n", "--X\n", 1001, "", "1,001 MIME"},
	{"many parts, boundary in pieces",
	 "Content-Type: multipart/mixed; boundary*0=X; boundary*1*=%59\n\n", "--XY\n", 1001, "",
	 "1,001 MIME"},
	{"many parts, boundary behind another",
	 "Content-Type: multipart/mixed; x-boundary=Y; boundary=X\n\n", "--X\n", 1001, "",
	 "1,001 MIME"},
	{"many parts, boundary on the next line",
	 "Content-Type: multipart/mixed; boundary=\n \"X\"\n\n", "--X\n", 1001, "", "1,001 MIME"},
	{"many parts of a part",
	 "Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: multipart/mixed;\n"
	 " boundary=Y\n\n",
	 "--Y\n", 1000, "", "1,001 MIME"},
	{"lines that only begin with the boundary",
	 "Content-Type: multipart/mixed; boundary=X\n\n--X\n\n", "--Xx\n--X--x\n", 1001, "--X--\n",
	 NULL},
	{"big header of a part", "Content-Type: multipart/mixed; boundary=X\n\n--X\nX: y",
	 "0123456789", 110000, "\n\n", "1,"},
	{"many encoded words", "Subject: ", "=?utf-8?q?=?=\n ", 10001, "\n", "10,001 encoded"},
	{"enough encoded words", "Subject: ", "=?utf-8?b?YQ==?=\n ", 10000, "\n", NULL},
	{"many encoded words in one line of a part",
	 "Content-Type: multipart/mixed; boundary=X\n\n--X\nX: ", "=?utf-8?q?a?= ", 10100, "\n\n",
	 "10,"},
	{"enough encoded words in one line of a part",
	 "Content-Type: multipart/mixed; boundary=X\n\n--X\nX: ", "=?utf-8?q?a?= ", 10000, "\n\n",
	 NULL},
	{"many encoded words in parts", "Content-Type: multipart/mixed; boundary=X\n\n--X\n",
	 "X: =?utf-8?q?=?=\n", 10001, "", "10,001 encoded"},
	{"comments in SQL", "From: a@b\n\n", "-- comment\n--X\n", 5000, "", NULL},
	{"as in text of a nested message",
	 "Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: message/rfc822\n\n"
	 "Content-Type: multipart/mixed; boundary=Y\n\n",
	 "--Y\n", 5000, "--X--\n", NULL},
	{"deep", "", "Content-Type: multipart/mixed; boundary=X\n\n--X\n", 51, "", "51 levels"},
	{"deep enough", "", "Content-Type: multipart/mixed; boundary=X\n\n--X\n", 50, "", NULL},
};

static gboolean
count(G_GNUC_UNUSED const char *bytes, gsize length, gpointer user_data)
{
	*(gsize *)user_data += length;
	return TRUE;
}

static void
check(const Case *c, const char *why)
{
	if (c->why)
		g_assert_true(why && g_str_has_prefix(why, c->why));
	else
		g_assert_cmpstr(why, ==, NULL);
}

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	GString *raw = g_string_new(c->head);
	for (guint i = 0; i < c->times; i++)
		g_string_append(raw, c->repeated);
	g_string_append(raw, c->tail);
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("scan-XXXXXX", &path, NULL);
	g_assert_cmpint(write(fd, raw->str, raw->len), ==, raw->len);
	g_unlink(path);
	g_autoptr(GBytes) bytes = g_string_free_to_bytes(raw);
	g_autofree char *by_bytes = scan_bytes(bytes);
	check(c, by_bytes);
	g_autofree char *by_fd = scan_fd(fd);
	check(c, by_fd);
	gsize a = 0, b = 0;
	mail_stable_bytes(bytes, count, &a);
	mail_stable_bytes_fd(fd, count, &b);
	g_assert_cmpuint(a, ==, b);
	close(fd);
}

static gboolean
gather(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

static void
test_stable(void)
{
	static const char one[] =
		"From x\nReceived: a\n\tb\nFrom: a@b\nSubject: s\n f\n\nbody\n\nx\n";
	static const char two[] =
		"Received: c\r\nX-Spam-Score: 1\r\nFrom: a@b\r\nSubject: s\r\n f\r\n"
		"DKIM-Signature: x\r\n y\r\n\r\nbody\r\n\r\nx\r\n\r\n\r\n";
	g_autoptr(GBytes) a = g_bytes_new_static(one, sizeof one - 1);
	g_autoptr(GBytes) b = g_bytes_new_static(two, sizeof two - 1);
	g_autoptr(GString) from_a = g_string_new(NULL);
	g_autoptr(GString) from_b = g_string_new(NULL);
	mail_stable_bytes(a, gather, from_a);
	mail_stable_bytes(b, gather, from_b);
	g_assert_cmpstr(from_a->str, ==, "From: a@b\nSubject: s\n f\n\nbody\n\nx\n");
	g_assert_cmpstr(from_a->str, ==, from_b->str);
}

static void
check_stable_fd(const char *mail, const char *expected)
{
	g_autofree char *path = NULL;
	g_autoptr(GString) stable = g_string_new(NULL);
	int fd = g_file_open_tmp("scan-XXXXXX", &path, NULL);
	g_assert_cmpint(write(fd, mail, strlen(mail)), ==, strlen(mail));
	g_unlink(path);
	mail_stable_bytes_fd(fd, gather, stable);
	g_assert_cmpint(strcmp(stable->str, expected), ==, 0);
	close(fd);
}

/* A line as long as a piece that is read, more or less: the same bytes, whatever is cut where. */
static void
test_stable_long_lines(void)
{
	static const char head[] = "Subject: s\n\n";
	for (guint length = 3 * 65536 - 40; length < 3 * 65536 + 10; length++) {
		g_autofree char *x = g_strnfill(length, 'x');
		g_autofree char *inside = g_strconcat(head, x, "\r\n\r\n.\r\n", x, NULL);
		g_autofree char *inside_out = g_strconcat(head, x, "\n\n.\n", x, "\n", NULL);
		g_autofree char *last = g_strconcat(head, x, "\r\n\r\n", NULL);
		g_autofree char *last_out = g_strconcat(head, x, "\n", NULL);
		check_stable_fd(inside, inside_out);
		check_stable_fd(last, last_out);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/scan/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/stable", test_stable);
	g_test_add_func("/stable/long-lines", test_stable_long_lines);
	return g_test_run();
}
