/*
 * The little of style sheets that matters for reading: classes and ids that aren't shown, as
 * newsletters and mail programs hide the words that shall stand in a list of mails.
 */
#include "mail/html_sheet.h"

#include <string.h>

/* Outlook writes some 20 KB of styles; what is longer doesn't hide words for a list. */
#define SHEET_MAX_BYTES (128 * 1024)
#define SELECTORS_MAX   200
#define DECLARATION_MAX 1000

struct HtmlSheet {
	GString *text;
	GHashTable *hidden; /* ".class" and "#id" -> nothing; NULL until the text was read */
};

HtmlSheet *
html_sheet_new(void)
{
	HtmlSheet *sheet = g_new0(HtmlSheet, 1);
	sheet->text = g_string_new(NULL);
	return sheet;
}

void
html_sheet_free(HtmlSheet *sheet)
{
	if (!sheet)
		return;
	g_string_free(sheet->text, TRUE);
	g_clear_pointer(&sheet->hidden, g_hash_table_unref);
	g_free(sheet);
}

void
html_sheet_feed(HtmlSheet *sheet, const char *text, gsize length)
{
	gsize room = SHEET_MAX_BYTES - sheet->text->len;
	g_string_append_len(sheet->text, text, (gssize)MIN(length, room));
	g_clear_pointer(&sheet->hidden, g_hash_table_unref);
}

/* Blanks out comments, and the marks of HTML's own that old pages put around a sheet. */
static void
drop_comments(char *text)
{
	char *p = text;
	while ((p = strstr(p, "/*"))) {
		char *end = strstr(p + 2, "*/");
		gsize length = end ? (gsize)(end + 2 - p) : strlen(p);
		memset(p, ' ', length);
		p += length;
	}
	for (p = text; (p = strstr(p, "<!--")); p += 4)
		memset(p, ' ', 4);
	for (p = text; (p = strstr(p, "-->")); p += 3)
		memset(p, ' ', 3);
}

/* Behind the "}" that belongs to the "{" at `p`. */
static const char *
skip_block(const char *p)
{
	guint depth = 0;
	for (; *p; p++) {
		depth += *p == '{';
		if (*p == '}' && --depth == 0)
			return p + 1;
	}
	return p;
}

/* "p.x" and ".x" name a class, "#x" an id; what has more to it is left alone. */
static void
take_selector(HtmlSheet *sheet, const char *text, gsize length)
{
	g_autofree char *selector = g_strstrip(g_strndup(text, length));
	char *name = selector + strcspn(selector, ".#");
	if (!*name || strpbrk(name + 1, ".#:>+~[*@ \t\r\n") || strpbrk(selector, "@:[") ||
	    strcspn(selector, " \t\r\n>+~*") != strlen(selector))
		return;
	if (g_hash_table_size(sheet->hidden) < SELECTORS_MAX)
		g_hash_table_add(sheet->hidden, g_strdup(name));
}

static void
take_rule(HtmlSheet *sheet, const char *selectors, const char *open, const char *close)
{
	g_autofree char *style =
		g_strndup(open + 1, MIN((gsize)(close - open) - 1, (gsize)DECLARATION_MAX));
	if (!html_style_hides(style))
		return;
	for (const char *p = selectors; p < open;) {
		gsize length = strcspn(p, ",{");
		take_selector(sheet, p, length);
		p += length + 1;
	}
}

static void
read_sheet(HtmlSheet *sheet)
{
	sheet->hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	drop_comments(sheet->text->str);
	for (const char *p = sheet->text->str; *p;) {
		const char *open = strpbrk(p, "{;");
		if (!open)
			return;
		p += strspn(p, " \t\r\n");
		if (*open == ';') { /* "@import url(x);" */
			p = open + 1;
			continue;
		}
		const char *end = skip_block(open);
		if (*p != '@')
			take_rule(sheet, p, open, end);
		p = end;
	}
}

gboolean
html_sheet_hides(HtmlSheet *sheet, const HtmlHints *hints)
{
	if (sheet->text->len == 0 || (!*hints->class && !*hints->id))
		return FALSE;
	if (!sheet->hidden)
		read_sheet(sheet);
	if (g_hash_table_size(sheet->hidden) == 0 || strstr(hints->style, "display"))
		return FALSE;
	g_autofree char *id = g_strconcat("#", hints->id, NULL);
	if (*hints->id && g_hash_table_contains(sheet->hidden, id))
		return TRUE;
	for (const char *p = hints->class + strspn(hints->class, " \t\r\n"); *p;) {
		gsize length = strcspn(p, " \t\r\n");
		g_autofree char *class = g_strdup_printf(".%.*s", (int)MIN(length, 200), p);
		if (g_hash_table_contains(sheet->hidden, class))
			return TRUE;
		p += length;
		p += strspn(p, " \t\r\n");
	}
	return FALSE;
}
