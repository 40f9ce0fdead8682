/*
 * Thousands of delivery reports: every form of tests/variants/bounces.forms with the words of
 * bounces.fates, for one recipient and for several, with all line ends and encodings.  Each form
 * meets a part of the fates, all of them with "-m thorough".
 */
#include "base/error.h"
#include "mail/mail.h"

#include "tables_for_tests.h"
#include "variants.h"

/* Coprime to the number of ways, so that each fate meets all of them. */
#define STEP 7

typedef struct Fate {
	char *reason;
	gboolean hard;
	gboolean in_reply; /* understood only where the whole reply is quoted */
	char *code, *status, *words;
} Fate;

/* A report as it is built: who it names and what befell them. */
typedef struct Report {
	const Form *form;
	GPtrArray *to;     /* char* */
	GPtrArray *fates;  /* Fate*, one for each */
	gboolean is_short; /* the header that comes back */
} Report;

static MailTables *tables;
static guint made, wrong;

static const char *const people[] = {"anna@example.net", "Bob.Long-Name@mail.example.org",
				     "o'neil+tag@sub.example.co.uk"};

/* The header of our mail, whole or as some systems shorten it. */
#define RETURNED_SHORT                                                                             \
	"From: Support Desk <desk@example.com>\nTo: %s\n"                                          \
	"Subject: Case Receipt - Case ID: SUP-12\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"          \
	"Message-ID: <orig.1@example.com>"
#define RETURNED                                                                                   \
	"Received: from mail.example.com (mail.example.com [192.0.2.3])\n"                         \
	"\tby mx.example.org with ESMTP id 4F5D12; Mon, 5 Jan 2026 10:00:00 "                      \
	"+0000\n" RETURNED_SHORT
#define HEAD                                                                                       \
	"Received: from mx.example.org (mx.example.org [192.0.2.1])\n"                             \
	"\tby mail.example.com with ESMTP id 12345\n"                                              \
	"\tfor <desk@example.com>; Mon, 5 Jan 2026 10:00:02 +0000\n"                               \
	"Date: Mon, 5 Jan 2026 10:00:02 +0000\nTo: desk@example.com\n"                             \
	"Message-ID: <report.1@mx.example.org>"
#define TEXT                                                                                       \
	"Hello,\n\nwe have got your mail; the mailbox is not full, and our virus and spam checks " \
	"passed.\nCall 5501234 if it burns.\n\nanna.smith@elsewhere.example:\n550 5.7.1 Support"

static void
fate_free(gpointer data)
{
	Fate *fate = data;

	g_free(fate->reason);
	g_free(fate->code);
	g_free(fate->status);
	g_free(fate->words);
	g_free(fate);
}

static void
fate_take_verdict(Fate *fate, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 3);

	g_assert_cmpuint(g_strv_length(words), >=, 2);
	fate->reason = g_strdup(words[0]);
	fate->hard = strcmp(words[1], "hard") == 0;
	g_assert_true(fate->hard || strcmp(words[1], "soft") == 0);
	fate->in_reply = g_strcmp0(words[2], "reply") == 0;
	g_assert_true(fate->in_reply || words[2] == NULL);
}

static GPtrArray *
fates_read(void)
{
	GPtrArray *fates = g_ptr_array_new_with_free_func(fate_free);
	g_auto(GStrv) lines = variant_lines("bounces.fates");

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, " | ", 4);
		Fate *fate;

		if (**line == '#' || g_strv_length(cells) < 4)
			continue;
		fate = g_new0(Fate, 1);
		fate_take_verdict(fate, cells[0]);
		fate->code = g_strdup(cells[1]);
		fate->status = g_strdup(cells[2]);
		fate->words = g_strdup(cells[3]);
		g_ptr_array_add(fates, fate);
	}
	return fates;
}

static void
fill(GString *text, const char *name, const char *value)
{
	g_string_replace(text, name, value, 0);
}

/* The gaps of text about one recipient. */
static void
fill_recipient(GString *text, const char *to, const Fate *fate)
{
	const char *sign = strchr(to, '@');
	g_autofree char *user = g_strndup(to, (gsize)(sign - to));
	gboolean given = strcmp(fate->status, "-") != 0;
	g_autofree char *vague = g_strdup_printf("%c.0.0", fate->code[0]);
	g_autofree char *reply = given ? g_strdup_printf("%s %s {words}", fate->code, fate->status)
				       : g_strdup_printf("%s {words}", fate->code);

	fill(text, "{reply}", reply);
	fill(text, "{bare}", "{code} {words}");
	fill(text, "{words}", fate->words);
	fill(text, "{status}", given ? fate->status : vague);
	fill(text, "{code}", fate->code);
	fill(text, "{to}", to);
	fill(text, "{user}", user);
	fill(text, "{domain}", sign + 1);
}

static void
append_each(GString *out, const Report *report, const GString *block)
{
	for (guint i = 0; i < report->to->len; i++) {
		g_autoptr(GString) text = g_string_new(block->str);

		fill_recipient(text, report->to->pdata[i], report->fates->pdata[i]);
		g_string_append(out, text->str);
	}
}

static GString *
report_write(const Report *report)
{
	g_auto(GStrv) lines = g_strsplit(report->form->text->str, "\n", -1);
	g_autoptr(GString) block = NULL;
	GString *out = g_string_new(NULL);
	g_autofree char *returned = g_strdup_printf(report->is_short ? RETURNED_SHORT : RETURNED,
						    (char *)report->to->pdata[0]);
	g_autofree char *all = NULL;

	for (char **line = lines; *line; line++) {
		if (strcmp(*line, "{each}") == 0) {
			block = g_string_new(NULL);
		} else if (strcmp(*line, "{end}") == 0) {
			append_each(out, report, block);
			g_string_free(g_steal_pointer(&block), TRUE);
		} else {
			g_string_append_printf(block ? block : out, "%s%s", *line,
					       line[1] || block ? "\n" : "");
		}
	}
	g_ptr_array_add(report->to, NULL);
	all = g_strjoinv(", ", (char **)report->to->pdata);
	g_ptr_array_set_size(report->to, (gint)report->to->len - 1);
	fill(out, "{head}", HEAD);
	fill(out, "{returned}", returned);
	fill(out, "{text}", TEXT);
	fill(out, "{tos}", all);
	fill_recipient(out, report->to->pdata[0], report->fates->pdata[0]);
	return out;
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "a@b=reason c@d=reason hard", sorted. */
static char *
summary(GPtrArray *addresses, GPtrArray *reasons, gboolean hard, gboolean delayed)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *all = NULL;

	for (guint i = 0; i < addresses->len; i++) {
		g_autofree char *lower = g_ascii_strdown(addresses->pdata[i], -1);

		g_ptr_array_add(parts,
				g_strdup_printf("%s=%s", lower,
						delayed ? "any" : (char *)reasons->pdata[i]));
	}
	g_ptr_array_sort(parts, compare_texts);
	g_ptr_array_add(parts, NULL);
	all = g_strjoinv(" ", (char **)parts->pdata);
	return g_strdup_printf("%s %s%s", all, hard ? "hard" : "soft", delayed ? " delayed" : "");
}

static char *
expected_of(const Report *report)
{
	g_autoptr(GPtrArray) reasons = g_ptr_array_new();
	gboolean delayed = form_option(report->form, "delayed") != NULL, hard = FALSE;
	gboolean filtered = form_option(report->form, "after-data") != NULL;

	if (form_option(report->form, "other"))
		return g_strdup("no bounce");
	for (guint i = 0; i < report->fates->len; i++) {
		const Fate *fate = report->fates->pdata[i];

		g_ptr_array_add(reasons, fate->reason);
		hard = hard || (fate->hard && !delayed &&
				!(filtered && strcmp(fate->reason, "no-such-user") == 0));
	}
	return summary(report->to, reasons, hard, delayed);
}

static char *
found_in(const Mail *mail)
{
	const Bounce *bounce = &mail->bounce;

	if (!bounce->is_bounce)
		return g_strdup("no bounce");
	return summary(bounce->recipients, bounce->reasons, bounce->hard, bounce->delayed);
}

/* Whether our message is known by its ID where its header comes back. */
static gboolean
finds_original(const Report *report, const Mail *mail)
{
	return !mail->bounce.is_bounce || !strstr(report->form->text->str, "\n{returned}\n") ||
	       g_strcmp0(mail->bounce.original_message_id, "orig.1@example.com") == 0;
}

/* Writes the report, reads it and compares; what is wrong is told, up to a limit. */
static void
expect(const Report *report, Encoding encoding, const char *line_end)
{
	g_autoptr(GString) plain = report_write(report);
	GString *text = mail_encode(plain, encoding, line_end);
	g_autoptr(GBytes) raw = g_string_free_to_bytes(text);
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autofree char *expected = expected_of(report), *found = found_in(mail);
	const Fate *fate = report->fates->pdata[0];

	made++;
	if (strcmp(expected, found) == 0 && finds_original(report, mail))
		return;
	wrong++;
	if (wrong < 200 || g_test_thorough())
		g_test_message("%s | %s | %s | %d %d: expected %s, found %s (%s)",
			       report->form->name, fate->status, fate->words, (int)encoding,
			       (int)line_end[0], expected, found, mail->auto_why);
}

/* Whether the fates of several recipients have room in the form. */
static gboolean
has_room_for_several(const Form *form)
{
	g_auto(GStrv) outside = g_strsplit(form->text->str, "{each}", -1);

	if (form_option(form, "one") || form_option(form, "to") || outside[1] == NULL)
		return FALSE;
	for (char **part = outside; *part; part++) {
		const char *end = strstr(*part, "{end}");
		const char *rest = end ? end : *part;

		if (strstr(rest, "{words}") || strstr(rest, "{reply}") || strstr(rest, "{bare}") ||
		    strstr(rest, "{status}"))
			return FALSE;
	}
	return TRUE;
}

/* Some forms can't say everything: an encoding of their own, no status. */
static gboolean
is_for(const Form *form, const Fate *fate)
{
	if (form_option(form, "no-words"))
		return strcmp(fate->words, "by status") == 0;
	if (strcmp(fate->words, "by status") == 0)
		return FALSE;
	if (fate->in_reply && !strstr(form->text->str, "{reply}") &&
	    !strstr(form->text->str, "{bare}"))
		return FALSE;
	if (form_option(form, "ascii"))
		return g_str_is_ascii(fate->words) && !strpbrk(fate->words, "=\"");
	return TRUE;
}

static void
cross(const Form *form, const GPtrArray *fates, guint number)
{
	static const char *const line_ends[] = {"\n", "\r\n", "\r"};
	guint step = g_test_thorough() || fates->len < STEP ? 1 : STEP;
	gboolean several = has_room_for_several(form);

	for (guint i = step == 1 ? 0 : number % step; i < fates->len; i += step) {
		guint way = i + number;
		Fate *second = fates->pdata[(i * 31 + number) % fates->len];
		g_autoptr(GPtrArray) to = g_ptr_array_new(), befell = g_ptr_array_new();
		Report report = {.form = form, .to = to, .fates = befell, .is_short = way % 5 == 0};
		const char *own = form_option(form, "to");

		if (!is_for(form, fates->pdata[i]))
			continue;
		g_ptr_array_add(to, unconst(own ? own : people[way % 3]));
		g_ptr_array_add(befell, fates->pdata[i]);
		expect(&report, way % ENCODINGS, line_ends[way % 3]);
		if (!several || !is_for(form, second))
			continue;
		g_ptr_array_add(to, unconst(people[(way + 1) % 3]));
		g_ptr_array_add(befell, second);
		expect(&report, (way + 1) % ENCODINGS, line_ends[(way + 1) % 3]);
	}
}

static void
test_forms(void)
{
	g_autoptr(GPtrArray) forms = forms_read("bounces.forms");
	g_autoptr(GPtrArray) fates = fates_read();

	for (guint i = 0; i < forms->len; i++) {
		const Form *form = forms->pdata[i];
		g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(fate_free);
		const char *verdict = form_option(form, "fate");
		Fate *fate;

		if (verdict == NULL && !form_option(form, "other") &&
		    !form_option(form, "delayed")) {
			cross(form, fates, i);
			continue;
		}
		fate = g_new0(Fate, 1);
		fate_take_verdict(fate, verdict ? verdict : "temporary soft");
		fate->code = g_strdup("550");
		fate->status = g_strdup("-");
		fate->words = g_strdup("");
		for (guint k = 0; k < 12; k++)
			g_ptr_array_add(own, fate);
		cross(form, own, i);
		g_ptr_array_set_free_func(own, NULL);
		fate_free(fate);
	}
	g_test_message("%u of %u wrong", wrong, made);
	g_assert_cmpuint(wrong, ==, 0);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_func("/bounce-variants/forms", test_forms);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
