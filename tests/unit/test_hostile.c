/*
 * Mails made to cost more than their size: each is read within a bound of processor time that
 * work growing with the square of the size would pass many times over, and none takes more
 * than 64 MB.
 */
#include "mail/html.h"
#include "mail/html_tame.h"
#include "mail/mail.h"
#include "mail/reply.h"
#include "mail/scan.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* All shapes together take less than a second. */
#define PROCESSOR_S 60
/* Beside the 8 MB that a process has anyway. */
#define PEAK_KB (56 * 1024)
#define MB      (1000 * 1000)

/* "%u" in a unit is its number. */
static void
append_unit(GString *out, const char *unit, guint number)
{
	const char *mark = strstr(unit, "%u");

	if (mark)
		g_string_append_printf(out, "%.*s%u%s", (int)(mark - unit), unit, number, mark + 2);
	else
		g_string_append(out, unit);
}

/* `unit` again and again, up to so many bytes, between two others. */
static char *
repeated(const char *first, const char *unit, gsize bytes, const char *last)
{
	GString *out = g_string_new(first);

	for (guint i = 0; out->len < bytes; i++)
		append_unit(out, unit, i);
	g_string_append(out, last);
	return g_string_free(out, FALSE);
}

/* Attributes that are too many are left out, and nothing else. */
static const struct {
	const char *first, *unit, *last; /* a hundred units between */
	const char *text;                /* of the page, as it begins */
	gboolean is_cut;
} pages[] = {
	{"<b a b=c d='e f'>x</b>", "", "", "x", FALSE},
	{"<b", " a%u", ">x</b>", "x", TRUE},
	{"<b", " a%u='b c>d'", ">x</b>", "x", TRUE},
	{"<b a='b'", "a%u='b'", ">x</b>", "x", TRUE},
	{"<b a='", " a%u", ">x", "", TRUE},
	{"<b", " a%u", "<i>x</i>", "x", TRUE},
	{"<!-- <b", " a%u", " -->x", "x", TRUE},
	{"<p title='", "a ", "'><b>x", "x", FALSE},
	{"1 < 2", " a%u", "", "1 < 2 a0 a1", FALSE},
};

static void
test_attributes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
		g_autoptr(GString) page = g_string_new(pages[i].first);
		g_autoptr(GString) tame = g_string_new(NULL);

		for (guint k = 0; k < 100; k++)
			append_unit(page, pages[i].unit, k);
		g_string_append(page, pages[i].last);
		html_append_tame(tame, page->str, page->len);
		g_autofree char *text = html_to_text(page->str, page->len, NULL);
		g_test_message("page %d: %s", (int)i, text);
		g_assert_true(g_str_has_prefix(text, pages[i].text));
		if (pages[i].is_cut)
			g_assert_cmpuint(tame->len, <, page->len);
		else
			g_assert_cmpstr(tame->str, ==, page->str);
	}
}

static void
test_html(gconstpointer data)
{
	const char *const *shape = data;
	g_autofree char *html = repeated(shape[0], shape[1], 4 * MB, shape[2]);
	g_autoptr(GArray) marks = NULL;
	g_autofree char *text = html_to_text(html, strlen(html), &marks);

	g_assert_cmpuint(strlen(text), <=, 3 * MB);
}

/* Quotes within quotes within quotes, each marked, around many lines. */
static void
test_marks(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autofree char *text = repeated("", "a\n", MB, "");
	guint lines = (guint)strlen(text) / 2;
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(HtmlMark));
	ReplySplit split = {0};

	for (guint i = 1; i < lines / 2; i++) {
		HtmlMark mark = {i, lines - 2 * i + 1, HTML_MARK_QUOTE};

		g_array_append_val(marks, mark);
	}
	reply_split(text, "", marks, tables, &split);
	g_assert_cmpstr(split.reply, ==, "a");
	g_assert_cmpuint(split.lines_cut, ==, lines - 1);
	reply_split_clear(&split);
}

/* GMime's parser calls itself for each of them. */
static void
test_groups(void)
{
	g_autofree char *text = repeated("", "a:", 120 * 1000, "b@c.example");
	g_autofree char *usual = repeated("", "\"a: %u\" <a%u@b>, ", 10 * 1000, "g: d@e.example;");
	GPtrArray *list = mailbox_list_read(text);

	g_assert_cmpuint(list->len, <=, 1);
	g_ptr_array_unref(list);
	list = mailbox_list_read(usual);
	const Mailbox *last = g_ptr_array_index(list, list->len - 1);
	g_assert_cmpstr(last->address, ==, "d@e.example");
	g_ptr_array_unref(list);
}

static gboolean
take(G_GNUC_UNUSED const char *bytes, G_GNUC_UNUSED gsize length, gpointer user_data)
{
	++*(guint *)user_data;
	return TRUE;
}

/* Whole mails, as files: what is in the middle again and again, up to 25 MB. */
typedef struct Shape {
	const char *name;
	const char *first, *unit, *last;
	guint piece_bytes; /* each unit is filled to so many with the last character of it */
} Shape;

#define MIXED "From: a@b\nContent-Type: multipart/mixed; boundary=X\n\n"
#define ALTERNATIVE                                                                                \
	"From: a@b\nContent-Type: multipart/alternative; boundary=X\n\n"                           \
	"--X\n\nno html in this browser\n"

static const Shape shapes[] = {
	{"wrong boundary", MIXED, "--Y\nContent-Type: text/plain\n\nx\n", "--Y--\n", 0},
	{"wrong boundary, right one within",
	 MIXED "--Y\nContent-Type: multipart/mixed; boundary=Z\n\n", "--Z\n\n", "--Y--\n", 0},
	{"pages to compare", ALTERNATIVE, "--X\nContent-Type: text/html\n\n<hr>", "", 25000},
	{"pages beside text", MIXED "--X\n\ntext\n", "--X\nContent-Type: text/html\n\n<hr>", "",
	 25000},
	{"delivery reports", MIXED,
	 "--X\nContent-Type: message/delivery-status\n\nAction: failed\n"
	 "Final-Recipient: rfc822; a%u@b.example\nDiagnostic-Code: \351",
	 "", 25000},
	{"prologue", MIXED, "text\n", "", 0},
	{"prologue of a part", MIXED "--X\nContent-Type: multipart/mixed; boundary=Y\n\n", "text\n",
	 "--Y\n\ntext\n", 0},
	{"epilogue", MIXED "--X\n\ntext\n--X--\n", "text\n", "", 0},
};

static int
write_shape(const Shape *shape)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("hostile-XXXXXX", &path, NULL);
	g_autoptr(GString) out = g_string_new(shape->first);
	gsize written = 0;

	g_unlink(path);
	for (guint i = 0; written + out->len < 24 * MB; i++) {
		gsize start = out->len;

		append_unit(out, shape->unit, i);
		for (gsize length = strlen(shape->unit);
		     out->len - start + 20 < shape->piece_bytes;)
			g_string_append(out, strcmp(shape->unit + length - 4, "<hr>") == 0
						     ? "<hr>"
						     : shape->unit + length - 1);
		if (shape->piece_bytes)
			g_string_append_c(out, '\n');
		if (out->len < MB)
			continue;
		g_assert_cmpint(write(fd, out->str, out->len), ==, out->len);
		written += out->len;
		g_string_truncate(out, 0);
	}
	g_string_append(out, shape->last);
	g_assert_cmpint(write(fd, out->str, out->len), ==, out->len);
	return fd;
}

/* A figure in KB out of /proc/self/status. */
static gint64
status_kb(const char *name)
{
	g_autofree char *status = NULL;

	g_assert_true(g_file_get_contents("/proc/self/status", &status, NULL, NULL));
	const char *line = strstr(status, name);
	g_assert_nonnull(line);
	return g_ascii_strtoll(line + strlen(name), NULL, 10);
}

/* From here on the peak of memory is that of what follows; what there is already. */
static gint64
start_peak_kb(void)
{
	malloc_trim(0);
	/* Not by GLib, which would read it, too: none but root may. */
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
	g_assert_cmpint(write(fd, "5", 1), ==, 1);
	close(fd);
	return status_kb("VmRSS:");
}

static void
test_shape(gconstpointer data)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	int fd = write_shape(data);
	G_GNUC_UNUSED gint64 before_kb = start_peak_kb();

	g_autofree char *beyond = scan_fd(fd);
	g_assert_cmpstr(beyond, ==, NULL);
	g_autoptr(Mail) mail = mail_read_fd(fd, tables);
#ifndef CM_SANITIZED /* which takes memory of its own */
	g_assert_cmpint(status_kb("VmHWM:") - before_kb, <=, PEAK_KB);
#endif
	g_assert_cmpuint(mail->attachments->len, <=, 1000);
	guint pieces = 0;
	g_autoptr(PartSource) parts = part_source_open_fd(fd);
	g_assert_false(part_source_decode(parts, 1001, take, &pieces));
	close(fd);
}

/* Three bytes of the same value, uuencoded (POSIX). */
static void
append_uu_file(GString *out, guint value)
{
	guint32 bits = value << 16 | value << 8 | value;

	g_string_append_printf(out, "begin 644 %u\n#", value);
	for (int shift = 18; shift >= 0; shift -= 6)
		g_string_append_c(out, (char)(' ' + (bits >> shift & 63)));
	g_string_append(out, "\n`\nend\n");
}

static gboolean
gather(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

static gint64
processor_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * (gint64)1000000 + now.tv_nsec / 1000;
}

/* Many files within one text, all of which are taken out: the text isn't looked through for each.
 */
static void
test_files_in_text(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(GString) text = g_string_new("From: a@b\n\n");
	g_autofree char *words = repeated("", "some words and more of them\n", MB / 10, "");
	gint64 first_us = 0, start_us;

	for (guint i = 0; i < 100; i++) {
		g_string_append(text, words);
		append_uu_file(text, i);
	}
	g_autoptr(GBytes) raw = g_bytes_new_static(text->str, text->len);
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_assert_cmpuint(mail->attachments->len, ==, 101); /* and the text, which is cut */
	start_us = processor_us();
	g_autoptr(PartSource) parts = part_source_open_bytes(raw);
	for (guint i = 0; i < 100; i++) {
		const Attachment *file = g_ptr_array_index(mail->attachments, i + 1);
		g_autoptr(GString) bytes = g_string_new(NULL);
		const char expected[] = {(char)i, (char)i, (char)i};

		g_assert_true(part_source_decode(parts, file->part, gather, bytes));
		g_assert_cmpmem(bytes->str, bytes->len, expected, 3);
		if (i == 0)
			first_us = processor_us() - start_us;
	}
	g_assert_cmpint(processor_us() - start_us, <=, 20 * first_us);
}

int
main(int argc, char **argv)
{
	static const char *const html[][3] = {
		{"<b", " a%u", ">x"},
		{"", "<a href=b>x<b>", ""},
		{"<pre>", "<a href=b> <i>", ""},
		{"", "<hr>", ""},
		{"", "<div class=gmail_quote>x<br>", ""},
	};
	const struct rlimit seconds = {PROCESSOR_S, PROCESSOR_S};

	g_test_init(&argc, &argv, NULL);
	setrlimit(RLIMIT_CPU, &seconds);
	g_test_add_func("/hostile/attributes", test_attributes);
	for (gsize i = 0; i < G_N_ELEMENTS(html); i++) {
		g_autofree char *path = g_strdup_printf("/hostile/html/%d", (int)i);
		g_test_add_data_func(path, html[i], test_html);
	}
	g_test_add_func("/hostile/marks", test_marks);
	g_test_add_func("/hostile/groups", test_groups);
	g_test_add_func("/hostile/files in text", test_files_in_text);
	for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *path = g_strdup_printf("/hostile/mail/%s", shapes[i].name);
		g_test_add_data_func(path, &shapes[i], test_shape);
	}
	return g_test_run();
}
