/*
 * Notices: what is written in header and bodies, that nothing in them comes back as a
 * command, and that the templates that ship say what they must.
 */
#include "base/error.h"
#include "desk/notice_parts.h"
#include "notice_samples.h"

#include <glib.h>

#define TOKEN "0123456789ABCDEFGHJKMNPQRS"

static void
test_json(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i);
		g_autoptr(Js) js = notice_to_js(notice);
		g_autofree char *line = js_line(js);
		g_autoptr(Js) again = js_read(line, NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(Notice) copy = notice_from_js(again, &error);
		g_assert_no_error(error);
		g_autoptr(Js) copied = notice_to_js(copy);
		g_autofree char *copied_line = js_line(copied);
		g_assert_cmpstr(copied_line, ==, line);
		g_assert_cmpint(copy->event, ==, notice->event);
		g_assert_cmpint(copy->subject, ==, notice->subject);
		g_assert_cmpstr(copy->text, ==, notice->text);
		g_assert_cmpuint(copy->lines_cut, ==, notice->lines_cut);
		g_assert_cmpint(copy->is_human, ==, notice->is_human);
		g_assert_cmpint(copy->is_note, ==, notice->is_note);
		g_assert_cmpuint(copy->references->len, ==, notice->references->len);
		g_assert_cmpuint(copy->changes->len, ==, notice->changes->len);
		g_assert_cmpuint(copy->parts->len, ==, notice->parts->len);
		g_assert_cmpuint(copy->named->len, ==, notice->named->len);
		if (copy->parts->len) {
			const DraftPart *part = g_ptr_array_index(copy->parts, 0);
			const DraftPart *was = g_ptr_array_index(notice->parts, 0);
			g_assert_cmpstr(part->name, ==, was->name);
			g_assert_cmpint(part->message, ==, was->message);
			g_assert_cmpuint(part->part, ==, was->part);
			g_assert_cmpint(part->size_bytes, ==, was->size_bytes);
		}
	}
	static const char *const wrong[] = {"[]", "1", "{}", "{\"subject\":\"receipt\"}",
					    "{\"subject\":\"receipt\",\"event\":\"none\"}"};
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(Js) js = js_read(wrong[i], NULL);
		g_autoptr(GError) error = NULL;
		g_assert_null(notice_from_js(js, &error));
		g_assert_error(error, CM_ERROR, CM_ERROR_PERM);
	}
}

static NoticeDraft *
draft_of(const Notice *notice)
{
	g_autoptr(Site) site = sample_site();
	return notice_draft(notice, site, TOKEN, 1000);
}

static const char *
field(const NoticeDraft *made, const char *name)
{
	for (guint i = 0; made->draft.extra[i]; i += 2)
		if (!strcmp(made->draft.extra[i], name))
			return made->draft.extra[i + 1];
	return NULL;
}

static guint
sample_index(const char *name)
{
	guint i = 0;
	while (strcmp(samples[i].name, name) != 0)
		i++;
	return i;
}

static const struct {
	const char *sample;
	const char *from_name;
	const char *reply_to;
	const char *auto_submitted;
	const char *event;
	const char *subject;
} headers[] = {
	{"opened", "Example Support", "support+CM041061050R3GG28AQF@example.org", "auto-replied",
	 "receipt",
	 "Case Receipt - Case ID: SUP-1494 - Customer: Customer & Sons GmbH - Status: New."
	 " CM041061050R3GG28AQF"},
	{"change-request", "Example Support", "support+CM041061050R3GG28AQF@example.org",
	 "auto-replied", "change",
	 "Change Request Receipt - Case ID: SUP-1494 - Customer: Customer & Sons GmbH"
	 " - Status: New. CM041061050R3GG28AQF"},
	{"status", "Example Support", "support+CM041061050R3GG28AQF@example.org", "auto-generated",
	 "receipt",
	 "Case Receipt - Case ID: SUP-1494 - Customer: Customer & Sons GmbH"
	 " - Status: Work in progress. CM041061050R3GG28AQF"},
	{"eta-removed", "Example Support", "support+CM041061050R3GG28AQF@example.org",
	 "auto-generated", "eta",
	 "Case ETA Update - Case ID: SUP-1494 - Customer: Customer & Sons GmbH"
	 " - ETA: none. CM041061050R3GG28AQF"},
	{"emergency", "Bob Jones via Example Support", "support+CM041061050R3GG28AQF@example.org",
	 "auto-generated", "emergency",
	 "Emergency Confirmed - Case ID: SUP-1494 - Customer: Customer & Sons GmbH"
	 " CM041061050R3GG28AQF"},
	{"comment", "Bob Jones via Example Support", "support+CM041061050R3GG28AQF@example.org",
	 NULL, "comment",
	 "Case Comment Notification - Case ID: SUP-1494 - Customer: Customer & Sons GmbH"
	 " - Status: Work in progress CM041061050R3GG28AQF"},
	{"awkward", "mallory via Example Support", "support+CM041061050R3GG28AQF@example.org", NULL,
	 "comment", NULL},
	{"confirm", "Example Support", "support+confirm.041061050R3GG28AQF@example.org",
	 "auto-replied", "confirm",
	 "Please confirm - mail of Sunday, 2026-11-22 05:00 UTC, confirm 041061050R3GG28AQF"},
	{"held", "Example Support", "support@example.org", "auto-generated", "held",
	 "Held mail - 7 mails wait for a decision"},
	{"capped", "Example Support", "support@example.org", "auto-generated", "alarm",
	 "Desk alarm - receipts to a@elsewhere.example capped"},
};

static void
test_header(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autoptr(Notice) notice = sample_notice(sample_index(headers[i].sample));
		g_autoptr(NoticeDraft) made = draft_of(notice);
		g_test_message("%s", headers[i].sample);
		g_assert_cmpstr(made->draft.from_name, ==, headers[i].from_name);
		g_assert_cmpstr(made->draft.from_address, ==, "support@example.org");
		g_assert_cmpstr(made->draft.to_address, ==, notice->to_address);
		g_assert_cmpstr(made->draft.reply_to, ==, headers[i].reply_to);
		g_assert_cmpstr(field(made, "Auto-Submitted"), ==, headers[i].auto_submitted);
		g_assert_cmpstr(field(made, "X-Case-Event"), ==, headers[i].event);
		if (headers[i].subject)
			g_assert_cmpstr(made->draft.subject, ==, headers[i].subject);
		g_assert_cmpstr(field(made, "X-Auto-Response-Suppress"), ==, "OOF, AutoReply");
		g_assert_cmpstr(field(made, "List-Id"), ==, "<cases.example.org>");
		g_assert_cmpstr(made->envelope_sender, ==, "support+b." TOKEN "@example.org");
		g_assert_cmpstr(made->draft.message_id, ==, TOKEN "@example.org");
		g_assert_cmpint(made->draft.date_ms, ==, 1000);
		g_assert_cmpuint(strlen(made->draft.boundary_seed), ==, 16);
	}
}

static void
test_case_fields(void)
{
	g_autoptr(Notice) notice = sample_notice(sample_index("comment"));
	g_autoptr(NoticeDraft) made = draft_of(notice);
	g_assert_cmpstr(field(made, "X-Case-ID"), ==, "SUP-1494");
	g_assert_cmpstr(field(made, "X-Case-Status"), ==, "Work in progress");
	g_assert_cmpstr(field(made, "X-Case-Type"), ==, "problem");
	g_assert_cmpstr(field(made, "Thread-Topic"), ==,
			"Printer on the second floor prints in purple");
	g_assert_cmpstr(made->draft.in_reply_to, ==, "mail2@customer.example");
	g_assert_cmpuint(made->draft.references->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(made->draft.references, 0), ==, "mail1@customer.example");

	/* No case, no thread: no empty fields. */
	g_autoptr(Notice) alarm = sample_notice(sample_index("capped"));
	sample_set(&alarm->in_reply_to, "");
	g_ptr_array_set_size(alarm->references, 0);
	sample_set(&alarm->to_name, "");
	g_autoptr(NoticeDraft) bare = draft_of(alarm);
	g_assert_null(field(bare, "X-Case-ID"));
	g_assert_null(field(bare, "Thread-Topic"));
	g_assert_null(bare->draft.in_reply_to);
	g_assert_null(bare->draft.references);
	g_assert_null(bare->draft.to_name);
}

static void
test_references(void)
{
	g_autoptr(Notice) notice = sample_notice(0);
	g_ptr_array_set_size(notice->references, 0);
	for (guint i = 0; i < 100; i++)
		g_ptr_array_add(notice->references, g_strdup_printf("%u@x", i));
	sample_set(&notice->in_reply_to, "parent@x");
	g_autoptr(NoticeDraft) made = draft_of(notice);
	const GPtrArray *list = made->draft.references;
	g_assert_cmpuint(list->len, ==, 21);
	g_assert_cmpstr(g_ptr_array_index(list, 0), ==, "0@x");
	g_assert_cmpstr(g_ptr_array_index(list, 1), ==, "81@x");
	g_assert_cmpstr(g_ptr_array_index(list, 19), ==, "99@x");
	g_assert_cmpstr(g_ptr_array_index(list, 20), ==, "parent@x");
}

/* No value can add a header field, or be decoded into something else. */
static void
test_header_injection(void)
{
	static const char bad[] = "x\r\nBcc: all@example.org\r\n\r\n=?utf-8?q?x?=\xe2\x80\xae";
	g_autoptr(Notice) notice = sample_notice(sample_index("comment"));
	char **fields[] = {&notice->to_name,     &notice->to_address, &notice->tracking_id,
			   &notice->case_number, &notice->title,      &notice->type,
			   &notice->customer,    &notice->status,     &notice->author,
			   &notice->in_reply_to};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
		sample_set(fields[i], bad);
	g_ptr_array_add(notice->references, g_strdup(bad));
	g_autoptr(NoticeDraft) made = draft_of(notice);
	g_autoptr(GString) all = g_string_new(made->draft.subject);
	const char *values[] = {made->draft.from_name, made->draft.to_name, made->draft.to_address,
				made->draft.reply_to, made->draft.in_reply_to};
	for (guint i = 0; i < G_N_ELEMENTS(values); i++)
		g_string_append(all, values[i]);
	for (guint i = 0; made->draft.extra[i]; i++)
		g_string_append(all, made->draft.extra[i]);
	for (guint i = 0; i < made->draft.references->len; i++)
		g_string_append(all, g_ptr_array_index(made->draft.references, i));
	g_assert_null(strpbrk(all->str, "\r\n"));
	g_assert_null(strstr(all->str, "=?"));
	g_assert_null(strstr(all->str, "\xe2\x80\xae"));
}

static void
test_text(void)
{
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		{"", ""},
		{"a\r\nb\rc\n\n", "a\nb\nc"},
		{"a\vb\fc\xc2\x85"
		 "d\xe2\x80\xa8"
		 "e",
		 "a\nb\nc\nd\ne"},
		{"\ta\x01 b\x7f", "\ta b"},
		{"#done", "·\xc2\xa0#done"},
		{" \xe2\x80\x8b!done", "·\xc2\xa0 \xe2\x80\x8b!done"},
		{"\xef\xbc\x83"
		 "done",
		 "·\xc2\xa0\xef\xbc\x83"
		 "done"},
		{"#\x01"
		 "done",
		 "·\xc2\xa0#done"},
		{"#\xe2\x80\x8b"
		 "done",
		 "·\xc2\xa0#\xe2\x80\x8b"
		 "done"},
		{"# title\n#1\n!\n#", "# title\n#1\n!\n#"},
		{"> #done", "> #done"},
		{"a #b", "a #b"},
		{"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 #b",
		 "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\xc2\xa0#b"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		guint cut = 0;
		g_autofree char *text = notice_text(rows[i].text, &cut);
		g_assert_cmpstr(text, ==, rows[i].expected);
		g_assert_cmpuint(cut, ==, 0);
	}
	g_autoptr(GString) long_text = g_string_new(NULL);
	for (guint i = 0; i < 10000; i++)
		g_string_append(long_text, "0123456789abcde\n");
	guint cut = 7;
	g_autofree char *text = notice_text(long_text->str, &cut);
	g_assert_cmpuint(strlen(text), ==, NOTICE_TEXT_BYTES - 1);
	g_assert_cmpuint(cut, ==, 7 + 10000 - NOTICE_TEXT_BYTES / 16);
	g_autofree char *one_line = g_strnfill(3 * NOTICE_TEXT_BYTES, 'x');
	one_line[NOTICE_TEXT_BYTES - 1] = '\xc3';
	one_line[NOTICE_TEXT_BYTES] = '\xa4';
	cut = 0;
	g_autofree char *begin = notice_text(one_line, &cut);
	g_assert_cmpuint(strlen(begin), ==, NOTICE_TEXT_BYTES - 1 + strlen("…"));
	g_assert_true(g_str_has_suffix(begin, "x…"));
	g_assert_cmpuint(cut, ==, 1);
}

static void
test_line(void)
{
	static const struct {
		const char *value;
		const char *expected;
	} rows[] = {
		{"", ""},
		{" a \r\n b ", "a b"},
		{"\xe2\x80\xae"
		 "abc\xe2\x80\xac",
		 "abc"},
		{"👩‍👧", "👩‍👧"},
		{"#done", "·\xc2\xa0#done"},
		{"say !done", "say\xc2\xa0!done"},
		{"\xe2\x80\x8b#done", "·\xc2\xa0#done"},
		{"\x01#done", "·\xc2\xa0#done"},
		{"a\xe2\x80\xa8"
		 "b\xc2\x85"
		 "c",
		 "a b c"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *line = notice_line(rows[i].value);
		g_assert_cmpstr(line, ==, rows[i].expected);
	}
}

static char *
body_of(const Templates *templates, const Notice *notice, const char *ending)
{
	g_autoptr(Site) site = sample_site();
	g_autoptr(NoticeDraft) made = draft_of(notice);
	g_autoptr(Js) context =
		notice_context(notice, site, notice_desk(notice, site), made->draft.subject);
	g_autofree char *name = g_strconcat(notice_template(notice), ending, NULL);
	return templates_render(templates, "en", name, context);
}

static void
assert_has(const char *body, const char *what)
{
	g_autofree char *escaped = g_markup_escape_text(what, -1);
	if (!strstr(body, what) && !strstr(body, escaped))
		g_error("\"%s\" is missing in:\n%s", what, body);
}

/* Both bodies say what there is to say. */
static void
test_complete(void)
{
	g_autoptr(Templates) templates = sample_templates();
	static const char *const endings[] = {".txt", ".html"};
	for (guint i = 0; i < 2 * G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i / 2);
		g_autofree char *body = body_of(templates, notice, endings[i % 2]);
		gboolean is_awkward = g_str_has_prefix(samples[i / 2].name, "awkward");
		g_assert_nonnull(body);
		assert_has(body, notice->case_number);
		if (*notice->case_number)
			assert_has(body, notice->status);
		assert_has(body, notice->reason);
		assert_has(body, "Example Support, support@example.org");
		assert_has(body, "1 Long Street");
		if (*notice->tracking_id)
			assert_has(body, "just reply to this mail");
		if (notice->lines_cut > 1)
			assert_has(body, "14 lines of the mail are left out");
		if (is_awkward)
			continue;
		assert_has(body, notice->title);
		if (!notice->is_answer)
			assert_has(body, notice->author);
		g_auto(GStrv) lines = g_strsplit(notice->text, "\n", -1);
		for (guint n = 0; lines[n]; n++)
			assert_has(body, lines[n]);
		for (guint n = 0; n < notice->parts->len; n++)
			assert_has(body, ((DraftPart *)notice->parts->pdata[n])->name);
		for (guint n = 0; n < notice->changes->len; n++)
			assert_has(body, ((NoticeChange *)notice->changes->pdata[n])->to);
		g_assert_null(strstr(body, "{{"));
	}
}

/* Tags without end tags. */
static gboolean
is_void(const char *tag)
{
	return g_str_equal(tag, "meta") || g_str_equal(tag, "br");
}

/* Every start tag has its end tag, in order, also when the data tries to break out. */
static void
assert_well_formed(const char *html)
{
	g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
	for (const char *p = strchr(html, '<'); p; p = strchr(p + 1, '<')) {
		if (g_str_has_prefix(p, "<!"))
			continue;
		gboolean is_end = p[1] == '/';
		const char *name = p + 1 + is_end;
		g_autofree char *tag = g_strndup(name, strcspn(name, " >"));
		if (is_void(tag))
			continue;
		if (!is_end) {
			g_ptr_array_add(open, g_steal_pointer(&tag));
			continue;
		}
		g_assert_cmpuint(open->len, >, 0);
		g_assert_cmpstr(tag, ==, g_ptr_array_index(open, open->len - 1));
		g_ptr_array_set_size(open, (gint)open->len - 1);
	}
	g_assert_cmpuint(open->len, ==, 0);
}

static void
test_html(void)
{
	static const char *const never[] = {"<script", "<img",   "<link",   "<iframe",
					    "src=",    "href=",  "url(",    "@import",
					    "<form",   "onload", "<b>Dona", "cid:"};
	g_autoptr(Templates) templates = sample_templates();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i);
		g_autofree char *html = body_of(templates, notice, ".html");
		g_autofree char *shown = g_strdup(html);
		/* What a customer wrote is there as text: `<img src=x>` with the < escaped. */
		g_autoptr(GString) own = g_string_new(shown);
		g_string_replace(own, "&lt;img src=x&gt;", "", 0);
		/* Links write a mail to us, whatever else is in the notice. */
		g_string_replace(own, "href=\"mailto:support%2BCM041061050R3GG28AQF.", "", 0);
		g_string_replace(own, "href=\"mailto:support%2Bh041061050R3GG28AQF.", "", 0);
		g_string_replace(own, "href=\"mailto:support%2Bbug@", "", 0);
		g_string_replace(own, "href=\"mailto:support@example.org\"", "", 0);
		for (guint n = 0; n < G_N_ELEMENTS(never); n++)
			if (strstr(own->str, never[n]))
				g_error("%s has %s", samples[i].name, never[n]);
		assert_well_formed(html);
		assert_has(html, "prefers-color-scheme: dark");
		assert_has(html, "name=\"viewport\"");
	}
}

/* On a phone a case's number would be broken at its dash. */
static void
test_unbroken_number(void)
{
	static const char start[] = "white-space:nowrap;\">SUP-1494";
	static const char sentence[] = "SUP-1494, its";
	g_autoptr(Templates) templates = sample_templates();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		if (strcmp(samples[i].name, "quarantined") != 0)
			continue;
		g_autoptr(Notice) notice = sample_notice(i);
		g_autofree char *html = body_of(templates, notice, ".html");
		const char *number = strstr(html, start);
		g_assert_nonnull(number);
		assert_has(number, "</strong>, its");
		assert_has(html, "white-space:nowrap;\">SUP-1494</strong> --raw 1");
		g_assert_null(strstr(html, sentence));
	}
}

/* As a mail program makes text of HTML for a quote. */
static char *
text_of_html(const char *html)
{
	static const char *const breaks[] = {"<br",  "</p", "</td",   "</div",
					     "</h1", "<tr", "</title"};
	GString *out = g_string_new(NULL);
	for (const char *p = strstr(html, "</style>"); *p; p++) {
		if (*p != '<') {
			g_string_append_c(out, *p == '\n' ? ' ' : *p);
			continue;
		}
		for (guint i = 0; i < G_N_ELEMENTS(breaks); i++)
			if (g_str_has_prefix(p, breaks[i]))
				g_string_append_c(out, '\n');
		p = strchr(p, '>');
	}
	g_string_replace(out, "&lt;", "<", 0);
	g_string_replace(out, "&#39;", "'", 0);
	return g_string_free(out, FALSE);
}

static void
assert_no_command(const char *line, const char *name)
{
	const char *p = line;
	while (*p && (g_unichar_isspace(g_utf8_get_char(p)) ||
		      g_unichar_type(g_utf8_get_char(p)) == G_UNICODE_FORMAT))
		p = g_utf8_next_char(p);
	gunichar sign = g_utf8_get_char(p);
	if (*p && strchr("#!", (int)MIN(sign, 127)) && g_ascii_isalpha(p[1]))
		g_error("%s: a command: %s", name, line);
	if ((sign == 0xff03 || sign == 0xff01) && g_ascii_isalpha(p[3]))
		g_error("%s: a command: %s", name, line);
}

/* Greedy, at blanks, as every mail program does it. */
static void
check_wrapped(const char *line, glong width, const char *name)
{
	while (g_utf8_strlen(line, -1) > width) {
		const char *limit = g_utf8_offset_to_pointer(line, width);
		const char *blank = g_strrstr_len(line, limit - line + 1, " ");
		if (!blank || blank == line)
			blank = strchr(line + 1, ' ');
		if (!blank)
			break;
		g_autofree char *piece = g_strndup(line, (gsize)(blank - line));
		assert_no_command(piece, name);
		line = blank + 1;
	}
	assert_no_command(line, name);
}

/* Quoted with or without marks, wrapped anywhere: our mails hold no commands. */
static void
test_no_commands(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i);
		g_autofree char *text = body_of(templates, notice, ".txt");
		g_autofree char *html = body_of(templates, notice, ".html");
		g_autofree char *html_text = text_of_html(html);
		g_autofree char *words =
			notice_words(notice, notice_desk(notice, site), "#done subject");
		const char *bodies[] = {text, html_text, words};
		for (guint b = 0; b < G_N_ELEMENTS(bodies); b++) {
			g_auto(GStrv) lines = g_strsplit(bodies[b], "\n", -1);
			for (guint n = 0; lines[n]; n++)
				for (glong width = 60; width <= 140; width++)
					check_wrapped(lines[n], width, samples[i].name);
		}
	}
}

static void
test_words(void)
{
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i);
		g_autofree char *words = notice_words(notice, notice_desk(notice, site),
						      "Case Receipt - Case ID: SUP-1494");
		assert_has(words, "Case Receipt - Case ID: SUP-1494");
		assert_has(words, "Example Support");
		if (!g_str_has_prefix(samples[i].name, "awkward"))
			assert_has(words, notice->text);
	}
}

static char *
head_of(const Rendered *rendered)
{
	gsize length;
	const char *bytes = g_bytes_get_data(rendered->frame->head, &length);
	return g_strndup(bytes, length);
}

/* The same notice gives the same bytes; the contract stands in clear in the raw header. */
static void
test_render(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i);
		g_autoptr(Rendered) one = notice_render(notice, site, templates, TOKEN, 1000);
		g_autoptr(Rendered) two = notice_render(notice, site, templates, TOKEN, 1000);
		g_assert_true(g_bytes_equal(one->frame->head, two->frame->head));
		g_assert_true(g_bytes_equal(one->frame->tail, two->frame->tail));
		g_assert_cmpuint(one->frame->part_heads->len, ==, notice->parts->len);
		g_assert_cmpstr(one->envelope_sender, ==, "support+b." TOKEN "@example.org");
		g_assert_cmpstr(one->message_id, ==, TOKEN "@example.org");
		g_autofree char *head = head_of(one);
		g_assert_nonnull(strstr(head, "text/html"));
		g_assert_nonnull(strstr(head, "text/plain"));
		g_assert_nonnull(strstr(head, "Message-ID: <" TOKEN "@example.org>\r\n"));
		g_assert_nonnull(strstr(head, "List-Id: <cases.example.org>\r\n"));
		g_assert_nonnull(strstr(head, "X-Auto-Response-Suppress: OOF, AutoReply\r\n"));
	}
}

/* A template that is missing or fails leaves the built-in words, as text alone. */
static void
test_broken_templates(void)
{
	static const char *const texts[] = {NULL, "{{>status}}"};
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(Templates) templates = templates_new();
		if (texts[i]) {
			g_assert_true(templates_add(templates, "en/status.txt", texts[i], NULL));
			g_assert_true(templates_add(templates, "en/status.html", "<p>", NULL));
		}
		g_autoptr(Notice) notice = sample_notice(sample_index("status"));
		g_autoptr(Rendered) rendered = notice_render(notice, site, templates, TOKEN, 1000);
		g_autofree char *head = head_of(rendered);
		g_assert_nonnull(strstr(head, "The status of this case has changed."));
		g_assert_null(strstr(head, "text/html"));
	}
}

static const char *const languages[] = {"en", "de", "es", "fr", "ja", "ru"};

static void
miss_word(const char *word, gpointer data)
{
	g_error("%s.words has no \"%s\"", (const char *)data, word);
}

/* All that ships says the same in each language, and says it in that language. */
static void
test_languages(void)
{
	static const char *const words[] = {"The status of case SUP-1494 is now",
					    "Der Status von Fall SUP-1494 ist jetzt",
					    "El estado del caso SUP-1494 es ahora",
					    "Le statut du dossier SUP-1494 est maintenant",
					    "ケース SUP-1494 のステータスが",
					    "Статус обращения SUP-1494 теперь"};
	static const char *const names[] = {"“Work in progress”",     "„In Arbeit“", "«En curso»",
					    "«\u00a0En cours\u00a0»", "「対応中」",  "«В работе»"};
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autoptr(Notice) notice = sample_notice(sample_index("status"));
		g_autoptr(NoticeDraft) made = notice_draft(notice, site, TOKEN, 1000);
		templates_each_missing(templates, languages[i], miss_word, (char *)languages[i]);
		sample_set(&notice->status, "Work in progress");
		sample_set(&notice->language, languages[i]);
		g_autoptr(Js) context = notice_told(notice, site, templates, made->draft.subject);
		g_autofree char *text =
			templates_render(templates, languages[i], "status.txt", context);
		g_test_message("%s", text);
		g_assert_nonnull(strstr(text, words[i]));
		g_assert_nonnull(strstr(text, names[i]));
		/* A subject is the same for all. */
		g_assert_nonnull(strstr(made->draft.subject, "Status: "));
	}
}

/* The recipient's language where it has words, English where not. */
static void
test_language(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	g_autoptr(Notice) notice = sample_notice(sample_index("status"));
	sample_set(&notice->language, "nl");
	g_assert_true(templates_add(templates, "nl/hello.txt", "Goedendag,\n", NULL));
	g_autoptr(Rendered) rendered = notice_render(notice, site, templates, TOKEN, 1000);
	g_autofree char *head = head_of(rendered);
	g_assert_nonnull(strstr(head, "Goedendag,"));
	g_assert_nonnull(strstr(head, "The status of case SUP-1494 is now"));
}

enum { ROUNDS = 5000 };

static void
report_time(const char *what)
{
	double us = g_test_timer_elapsed() * 1e6 / ROUNDS;
	g_test_minimized_result(us, "%s: %.1f us", what, us);
}

/* Where no mail of the staff can be proven, it is told of what needs no confirmation, too. */
static void
test_staff_reply(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	g_autoptr(Notice) notice = sample_notice(sample_index("comment-staff"));
	const char *const by_command = "casemate case reply SUP-1494";
	for (guint provable = 0; provable < 2; provable++) {
		g_free(site->authserv_id);
		site->authserv_id = g_strdup(provable ? "mx.example.org" : "");
		g_autoptr(Js) context =
			notice_context(notice, site, notice_desk(notice, site), "a subject");
		g_autofree char *body =
			templates_render(templates, "en", "comment-staff.txt", context);
		assert_has(body, "just reply to this mail");
		g_assert_true(!strstr(body, by_command) == (provable != 0));
	}
}

/* A note looks like none of the customer's words, and its reader knows whom a reply reaches. */
static void
test_note(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	g_autoptr(Notice) notice = sample_notice(sample_index("comment-staff"));
	static const char *const names[] = {"comment-staff.txt", "comment-staff.html"};
	static const char *const words[] = {"New note from ", "Only staff gets to see it",
					    "A reply to this mail goes to the customer"};
	for (guint i = 0; i < 2 * G_N_ELEMENTS(names); i++) {
		notice->is_note = i % 2 == 1;
		g_autoptr(Js) context =
			notice_context(notice, site, notice_desk(notice, site), "a subject");
		g_autofree char *body = templates_render(templates, "en", names[i / 2], context);
		for (guint k = 0; k < G_N_ELEMENTS(words); k++)
			g_assert_cmpint(strstr(body, words[k]) != NULL, ==, notice->is_note);
	}
}

/* Who handed it in isn't who wrote it, and what that one said besides is marked as a note. */
static void
test_writer(void)
{
	static const struct {
		const char *sample;
		gboolean is_proven;
		const char *has[4];
		const char *lacks[4];
		const char *from;
	} rows[] = {
		{"handed-in",
		 FALSE,
		 {"New case from Anna Smith", "Sam Staff has made a case of this message",
		  "Anna Smith wrote:", "address could not be verified"},
		 {"Sam Staff wrote", "New case from Sam"},
		 "Anna Smith via Example Support"},
		{"handed-in",
		 TRUE,
		 {"Anna Smith wrote:", "Sam Staff adds, for staff alone:",
		  "[note] She called as well.", "[note] Please be quick."},
		 {"Sam Staff wrote", "could not be verified"},
		 "Anna Smith via Example Support"},
		{"handed-in-reporter",
		 FALSE,
		 {"Sam Staff has opened case", "We have received this in your name:"},
		 {"wrote:", "could not be verified", "note"},
		 "Sam Staff via Example Support"},
		{"handed-in-reporter",
		 TRUE,
		 {"Sam Staff has opened case", "You wrote:"},
		 {"Sam Staff wrote", "Anna Smith wrote", "in your name"},
		 "Sam Staff via Example Support"},
	};
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < 2 * G_N_ELEMENTS(rows); i++) {
		g_autoptr(Notice) notice = sample_notice(sample_index(rows[i / 2].sample));
		notice->writer_proven = rows[i / 2].is_proven;
		g_autofree char *body = body_of(templates, notice, i % 2 ? ".html" : ".txt");
		g_autofree char *shown = i % 2 ? text_of_html(body) : g_strdup(body);
		for (guint k = 0; k < 4 && rows[i / 2].has[k]; k++)
			assert_has(shown, rows[i / 2].has[k]);
		for (guint k = 0; k < 4 && rows[i / 2].lacks[k]; k++)
			if (strstr(shown, rows[i / 2].lacks[k]))
				g_error("%s is in: %s", rows[i / 2].lacks[k], shown);
		g_autoptr(NoticeDraft) draft = notice_draft(notice, site, TOKEN, 1000);
		g_assert_cmpstr(draft->draft.from_name, ==, rows[i / 2].from);
	}
}

/* Run with -m perf: what one body and one whole notice cost. */
static void
test_speed(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	g_autoptr(Notice) notice = sample_notice(sample_index("comment-staff"));
	g_autoptr(Js) context =
		notice_context(notice, site, notice_desk(notice, site), "a subject");
	static const char *const names[] = {"comment-staff.txt", "comment-staff.html"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_test_timer_start();
		for (guint n = 0; n < ROUNDS; n++)
			g_free(templates_render(templates, "en", names[i], context));
		report_time(names[i]);
	}
	g_test_timer_start();
	for (guint n = 0; n < ROUNDS; n++)
		js_free(notice_context(notice, site, notice_desk(notice, site), "a subject"));
	report_time("context");
	g_test_timer_start();
	for (guint n = 0; n < ROUNDS; n++)
		rendered_free(notice_render(notice, site, templates, TOKEN, 1000));
	report_time("notice_render");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/notice/json", test_json);
	g_test_add_func("/notice/header", test_header);
	g_test_add_func("/notice/case-fields", test_case_fields);
	g_test_add_func("/notice/references", test_references);
	g_test_add_func("/notice/header-injection", test_header_injection);
	g_test_add_func("/notice/text", test_text);
	g_test_add_func("/notice/line", test_line);
	g_test_add_func("/notice/complete", test_complete);
	g_test_add_func("/notice/unbroken number", test_unbroken_number);
	g_test_add_func("/notice/html", test_html);
	g_test_add_func("/notice/no-commands", test_no_commands);
	g_test_add_func("/notice/words", test_words);
	g_test_add_func("/notice/render", test_render);
	g_test_add_func("/notice/broken-templates", test_broken_templates);
	g_test_add_func("/notice/language", test_language);
	g_test_add_func("/notice/languages", test_languages);
	g_test_add_func("/notice/staff-reply", test_staff_reply);
	g_test_add_func("/notice/note", test_note);
	g_test_add_func("/notice/writer", test_writer);
	if (g_test_perf())
		g_test_add_func("/notice/speed", test_speed);
	return g_test_run();
}
