/*
 * Any HTML as text: valid lines without blanks at their ends, marks within them, in order.
 */
#include "mail/html.h"
#include "fuzz.h"

/* Whether something in the page may keep white space as it stands. */
static gboolean
may_keep_blanks(const char *html)
{
	static const char *const words[] = {"pre", "xmp", "listing", "textarea", "plaintext"};
	g_autofree char *lower = g_ascii_strdown(html, -1);

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(lower, words[i]))
			return TRUE;
	return FALSE;
}

static void
check_lines(const char *text, guint lines, gboolean may_be_empty)
{
	gboolean was_empty = TRUE;

	for (guint i = 0; i < lines; i++) {
		gsize length = strcspn(text, "\n");
		gboolean is_signature = length >= 3 && memcmp(text + length - 3, "-- ", 3) == 0 &&
					strspn(text, "> ") == length - 3;
		gboolean is_empty = length == 0;

		g_assert_true(is_empty || is_signature || !strchr(" \t", text[length - 1]));
		g_assert_true(may_be_empty || !is_empty || !was_empty);
		was_empty = is_empty;
		text += length + 1;
	}
	g_assert_true(may_be_empty || !was_empty || lines == 0);
}

static void
check_marks(const GArray *marks, guint lines)
{
	guint last = 0;

	for (guint i = 0; i < marks->len; i++) {
		const HtmlMark *mark = &g_array_index(marks, HtmlMark, i);

		g_assert_cmpuint(mark->lines, >=, 1);
		g_assert_cmpuint(mark->first_line, >=, last);
		g_assert_cmpuint(mark->first_line + mark->lines, <=, lines);
		last = mark->first_line;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *html = text_make_valid((const char *)data, size);
	g_autoptr(GArray) marks = NULL;
	g_autofree char *text = html_to_text(html, strlen(html), &marks);
	g_autofree char *again = html_to_text(html, strlen(html), NULL);
	guint lines = *text ? 1 : 0;

	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	fuzz_check_text(text);
	g_assert_cmpstr(text, ==, again);
	check_lines(text, lines, may_keep_blanks(html));
	check_marks(marks, lines);
	return 0;
}
