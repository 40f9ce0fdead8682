/*
 * HTML to text, by libxml2's parser in SAX mode: no tree is built, so neither depth
 * nor size can hurt.  What each element does to the lines, which html_lines.c makes.
 */
#include "mail/html.h"

#include "base/error.h"
#include "mail/html_lines.h"
#include "mail/html_mark.h"
#include "mail/html_sheet.h"
#include "mail/html_tame.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* The parser searches its open elements for every end tag: more are forgotten. */
#define MAX_OPEN 256
/* Wider than any written line, shorter than what a loop of marks could pile up. */
#define RULE "________________________________"

typedef enum Flow {
	FLOW_INLINE,
	FLOW_LINE,      /* on a line of its own */
	FLOW_PARAGRAPH, /* with an empty line above and below */
	FLOW_CELL,
	FLOW_BREAK,
	FLOW_RULE,
	FLOW_ITEM,
	FLOW_LIST,
	FLOW_QUOTE,
	FLOW_PRE,
	FLOW_LINK,
	FLOW_IMAGE,
	FLOW_TABLE,
	FLOW_SKIP,  /* its text is not for reading */
	FLOW_STYLE, /* nor this, but it says what else is not */
} Flow;

static const struct {
	const char *name;
	Flow flow;
} elements[] = {
	{"a", FLOW_LINK},          {"address", FLOW_LINE},     {"article", FLOW_LINE},
	{"aside", FLOW_LINE},      {"blockquote", FLOW_QUOTE}, {"body", FLOW_LINE},
	{"br", FLOW_BREAK},        {"caption", FLOW_TABLE},    {"center", FLOW_LINE},
	{"dd", FLOW_LINE},         {"dir", FLOW_LIST},         {"div", FLOW_LINE},
	{"dl", FLOW_PARAGRAPH},    {"dt", FLOW_LINE},          {"fieldset", FLOW_LINE},
	{"figcaption", FLOW_LINE}, {"figure", FLOW_LINE},      {"footer", FLOW_LINE},
	{"form", FLOW_LINE},       {"h1", FLOW_PARAGRAPH},     {"h2", FLOW_PARAGRAPH},
	{"h3", FLOW_PARAGRAPH},    {"h4", FLOW_PARAGRAPH},     {"h5", FLOW_PARAGRAPH},
	{"h6", FLOW_PARAGRAPH},    {"head", FLOW_SKIP},        {"header", FLOW_LINE},
	{"hr", FLOW_RULE},         {"img", FLOW_IMAGE},        {"li", FLOW_ITEM},
	{"listing", FLOW_PRE},     {"main", FLOW_LINE},        {"menu", FLOW_LIST},
	{"nav", FLOW_LINE},        {"noscript", FLOW_INLINE},  {"object", FLOW_SKIP},
	{"ol", FLOW_LIST},         {"option", FLOW_LINE},      {"p", FLOW_PARAGRAPH},
	{"plaintext", FLOW_PRE},   {"pre", FLOW_PRE},          {"script", FLOW_SKIP},
	{"section", FLOW_LINE},    {"style", FLOW_STYLE},      {"svg", FLOW_SKIP},
	{"table", FLOW_TABLE},     {"tbody", FLOW_TABLE},      {"td", FLOW_CELL},
	{"template", FLOW_SKIP},   {"textarea", FLOW_PRE},     {"tfoot", FLOW_TABLE},
	{"th", FLOW_CELL},         {"thead", FLOW_TABLE},      {"title", FLOW_SKIP},
	{"tr", FLOW_TABLE},        {"ul", FLOW_LIST},          {"xmp", FLOW_PRE},
};

/* An open element that has something to undo. */
typedef struct Open {
	Flow flow;
	gboolean hidden; /* this element hides, or one around it */
	gboolean tiny;   /* its letters have no size, but those of an element within may */
	gboolean pre;
	gboolean in_cell; /* of a table, with nothing but plain blocks in between */
	int mark;         /* index in marks, or -1 */
	gsize start;      /* of the line buffer, for a link's text */
	gint64 line;      /* on which a link began */
	char *url;
} Open;

typedef struct Page {
	htmlParserCtxt *parser;
	GHashTable *flows; /* element name to Flow + 1 */
	GArray *open;      /* Open */
	GArray *lists;     /* int: the next number of each open list; 0 = bullets */
	HtmlSheet *sheet;
	HtmlLines out;
} Page;

static Open *
top(Page *page)
{
	return &g_array_index(page->open, Open, page->open->len - 1);
}

static Flow
flow_of(Page *page, const char *name)
{
	gpointer flow = g_hash_table_lookup(page->flows, name);
	return flow ? (Flow)(GPOINTER_TO_INT(flow) - 1) : FLOW_INLINE;
}

static void
on_characters(void *user_data, const xmlChar *text, int length)
{
	Page *page = user_data;
	if (top(page)->flow == FLOW_STYLE && length > 0)
		html_sheet_feed(page->sheet, (const char *)text, (gsize)length);
	if (top(page)->hidden || top(page)->tiny || length <= 0)
		return;
	if (top(page)->pre)
		html_lines_add_kept(&page->out, (const char *)text, (gsize)length);
	else
		html_lines_add(&page->out, (const char *)text, (gsize)length);
}

static HtmlHints
read_hints(const char *name, const xmlChar **attributes)
{
	HtmlHints hints = {name, "", "", "", "", "", ""};
	for (; attributes && attributes[0]; attributes += 2) {
		const char *key = (const char *)attributes[0];
		const char *value = attributes[1] ? (const char *)attributes[1] : "";
		if (strcmp(key, "id") == 0)
			hints.id = value;
		else if (strcmp(key, "class") == 0)
			hints.class = value;
		else if (strcmp(key, "type") == 0)
			hints.type = value;
		else if (strcmp(key, "name") == 0)
			hints.name = value;
		else if (strcmp(key, "style") == 0)
			hints.style = value;
		else if (strcmp(key, "data-smartmail") == 0 || strcmp(key, "data-marker") == 0)
			hints.data = value;
	}
	return hints;
}

static const char *
attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes && attributes[0]; attributes += 2)
		if (strcmp((const char *)attributes[0], name) == 0)
			return attributes[1] ? (const char *)attributes[1] : "";
	return NULL;
}

static void
start_mark(Page *page, const HtmlHints *hints, Open *open)
{
	HtmlMarkKind kind;
	if (html_mark_find(hints, &kind))
		open->mark = html_lines_start_mark(&page->out, kind);
}

/* A number that a page gives, if it is one that can be counted on from. */
static int
list_number(const xmlChar **attributes, const char *name, int otherwise)
{
	const char *value = attribute(attributes, name);
	gint64 number = value ? g_ascii_strtoll(value, NULL, 10) : 0;
	return number > 0 && number < G_MAXINT / 2 ? (int)number : otherwise;
}

static void
start_item(Page *page, const xmlChar **attributes)
{
	html_lines_end(&page->out);
	guint level = page->lists->len;
	int *counter = level > 0 ? &g_array_index(page->lists, int, level - 1) : NULL;
	g_string_truncate(page->out.line, 0);
	for (guint i = 1; i < MIN(level, HTML_DRAWN_LEVELS); i++)
		g_string_append(page->out.line, "  ");
	if (counter && *counter > 0) {
		*counter = list_number(attributes, "value", *counter);
		g_string_append_printf(page->out.line, "%d. ", (*counter)++);
	} else {
		g_string_append(page->out.line, "- ");
	}
	page->out.has_item = TRUE;
}

static void
start_list(Page *page, const char *name, const xmlChar **attributes)
{
	if (page->lists->len == 0)
		html_lines_end_paragraph(&page->out);
	else
		html_lines_end(&page->out);
	int next = strcmp(name, "ol") == 0 ? list_number(attributes, "start", 1) : 0;
	g_array_append_val(page->lists, next);
}

static void
end_list(Page *page)
{
	if (page->lists->len > 0)
		g_array_set_size(page->lists, page->lists->len - 1);
	if (page->lists->len == 0)
		html_lines_end_paragraph(&page->out);
	else
		html_lines_end(&page->out);
}

/* An image stands for its text, unless that is just its file's name. */
static void
add_image(Page *page, const xmlChar **attributes)
{
	const char *alt = attribute(attributes, "alt");
	if (!alt || !*alt || strlen(alt) > 300 || g_str_has_suffix(alt, ".png") ||
	    g_str_has_suffix(alt, ".jpg") || g_str_has_suffix(alt, ".gif") ||
	    g_str_has_suffix(alt, ".jpeg"))
		return;
	html_lines_add(&page->out, alt, strlen(alt));
}

static void
add_rule(Page *page)
{
	html_lines_end(&page->out);
	g_string_append(page->out.line, RULE);
	page->out.has_item = FALSE;
	html_lines_write(&page->out);
}

/* What an element does to the lines when it begins. */
static void
start_flow(Page *page, const char *name, const xmlChar **attributes, Open *open)
{
	switch (open->flow) {
	case FLOW_LINE:
	case FLOW_PARAGRAPH:
		if (html_lines_is_first_in_cell(&page->out, open->in_cell) &&
		    page->out.line->len == page->out.cell_start)
			break;
		html_lines_settle_cell(&page->out);
		if (open->flow == FLOW_LINE)
			html_lines_end(&page->out);
		else
			html_lines_end_paragraph(&page->out);
		break;
	case FLOW_TABLE:
		html_lines_end(&page->out);
		break;
	case FLOW_PRE:
		html_lines_end_paragraph(&page->out);
		break;
	case FLOW_CELL:
		html_lines_start_cell(&page->out);
		break;
	case FLOW_BREAK:
		if (html_lines_is_first_in_cell(&page->out, open->in_cell) &&
		    page->out.line->len > page->out.cell_start) {
			page->out.cell_wait = HTML_WAIT_LINE;
			break;
		}
		html_lines_settle_cell(&page->out);
		html_lines_break(&page->out);
		break;
	case FLOW_RULE:
		add_rule(page);
		break;
	case FLOW_ITEM:
		start_item(page, attributes);
		break;
	case FLOW_LIST:
		start_list(page, name, attributes);
		break;
	case FLOW_QUOTE:
		html_lines_end_paragraph(&page->out);
		page->out.quote_level++;
		break;
	case FLOW_IMAGE:
		add_image(page, attributes);
		break;
	case FLOW_LINK:
	case FLOW_INLINE:
	case FLOW_SKIP:
	case FLOW_STYLE:
		break;
	}
}

static void
start_link(Page *page, const xmlChar **attributes, Open *open)
{
	const char *url = attribute(attributes, "href");
	if (!url || !*url || *url == '#' || g_ascii_strncasecmp(url, "javascript:", 11) == 0 ||
	    g_ascii_strncasecmp(url, "cid:", 4) == 0 || g_ascii_strncasecmp(url, "data:", 5) == 0)
		return;
	open->url = g_strdup(url);
	open->start = page->out.line->len;
	open->line = page->out.count;
}

/* Letters and digits of a link, for comparing it with what is shown. */
static char *
link_key(const char *url)
{
	static const char *const schemes[] = {"mailto:", "https://", "http://", "tel:", "www."};
	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
			url += strlen(schemes[i]);
	GString *key = g_string_new(NULL);
	for (; *url; url++)
		if (!g_ascii_isspace(*url) && *url != '<' && *url != '>')
			g_string_append_c(key, g_ascii_tolower(*url));
	while (key->len > 0 && key->str[key->len - 1] == '/')
		g_string_truncate(key, key->len - 1);
	return g_string_free(key, FALSE);
}

/* Whether a link needs no URL beside it: it shows the URL itself, or nothing, as a picture or an
 * anchor does. */
static gboolean
says_itself(const char *shown, const char *url, gboolean same_line)
{
	/* What is much longer says something else; it isn't compared, for links can nest. */
	gsize length = strlen(url);
	if (strnlen(shown, 2 * length + 64) == 2 * length + 64)
		return FALSE;
	g_autofree char *a = link_key(shown + strspn(shown, " "));
	g_autofree char *b = link_key(url);
	if ((same_line && !*a) || strcmp(a, b) == 0)
		return TRUE;
	return g_ascii_strncasecmp(url, "mailto:", 7) == 0 && *a && g_str_has_prefix(b, a) &&
	       b[strlen(a)] == '?';
}

static void
end_link(Page *page, const Open *open)
{
	gboolean same_line = open->line == page->out.count && page->out.line->len >= open->start;
	const char *shown = same_line ? page->out.line->str + open->start : "";
	const char *url = open->url;
	if (page->out.line->len == 0 || says_itself(shown, url, same_line))
		return;
	if (g_ascii_strncasecmp(url, "mailto:", 7) == 0)
		url += 7;
	g_string_append_c(page->out.line, ' ');
	g_string_append_c(page->out.line, '<');
	for (; *url; url++)
		if (!g_ascii_isspace(*url) && *url != '<' && *url != '>')
			g_string_append_c(page->out.line, *url);
	g_string_append_c(page->out.line, '>');
}

/* The parser looks through all open elements at each end tag that fits none; forgetting
 * the outermost keeps the whole linear. */
static void
forget_outermost(htmlParserCtxt *parser)
{
	if (parser->nameNr < 2 * MAX_OPEN)
		return;
	int drop = parser->nameNr - MAX_OPEN;
	memmove(parser->nameTab + 1, parser->nameTab + drop,
		(gsize)(parser->nameNr - drop) * sizeof *parser->nameTab);
	parser->nameNr -= drop - 1;
}

static void
on_start(void *user_data, const xmlChar *xml_name, const xmlChar **attributes)
{
	Page *page = user_data;
	const char *name = (const char *)xml_name;
	const Open *parent = top(page);
	Open open = {.flow = flow_of(page, name),
		     .hidden = parent->hidden,
		     .tiny = parent->tiny,
		     .pre = parent->pre,
		     .in_cell = parent->in_cell,
		     .mark = -1};
	forget_outermost(page->parser);
	if (open.flow == FLOW_CELL)
		open.in_cell = TRUE;
	else if (open.flow != FLOW_INLINE && open.flow != FLOW_LINK && open.flow != FLOW_BREAK &&
		 open.flow != FLOW_LINE && open.flow != FLOW_PARAGRAPH && open.flow != FLOW_IMAGE)
		open.in_cell = FALSE;
	if (!open.hidden) {
		HtmlHints hints = read_hints(name, attributes);
		open.hidden = open.flow == FLOW_SKIP || open.flow == FLOW_STYLE ||
			      html_style_hides(hints.style) || attribute(attributes, "hidden") ||
			      html_sheet_hides(page->sheet, &hints);
		if (open.flow == FLOW_QUOTE && html_is_indent(&hints))
			open.flow = FLOW_LINE;
		if (!open.hidden)
			start_mark(page, &hints, &open);
		open.tiny = html_style_is_tiny(hints.style, open.tiny);
		open.pre =
			open.pre || open.flow == FLOW_PRE || html_style_keeps_blanks(hints.style);
	}
	if (!open.hidden)
		start_flow(page, name, attributes, &open);
	if (!open.hidden && open.flow == FLOW_LINK)
		start_link(page, attributes, &open);
	g_array_append_val(page->open, open);
}

/* What an element does to the lines when it ends. */
static void
end_flow(Page *page, const Open *open)
{
	gboolean is_line = open->flow == FLOW_LINE;
	switch (open->flow) {
	case FLOW_TABLE:
		html_lines_end(&page->out);
		break;
	case FLOW_LINE:
	case FLOW_PARAGRAPH:
		if (html_lines_wait_in_cell(&page->out, open->in_cell,
					    is_line ? HTML_WAIT_LINE : HTML_WAIT_PARAGRAPH))
			break;
		if (is_line)
			html_lines_end(&page->out);
		else
			html_lines_end_paragraph(&page->out);
		break;
	case FLOW_ITEM:
		page->out.has_item = FALSE;
		html_lines_end(&page->out);
		break;
	case FLOW_PRE:
		html_lines_end_paragraph(&page->out);
		break;
	case FLOW_LIST:
		end_list(page);
		break;
	case FLOW_QUOTE:
		html_lines_end(&page->out);
		page->out.quote_level--;
		html_lines_want_empty(&page->out);
		break;
	case FLOW_LINK:
		if (open->url)
			end_link(page, open);
		break;
	case FLOW_CELL:
	case FLOW_INLINE:
	case FLOW_BREAK:
	case FLOW_RULE:
	case FLOW_IMAGE:
	case FLOW_SKIP:
	case FLOW_STYLE:
		break;
	}
}

static void
on_end(void *user_data, G_GNUC_UNUSED const xmlChar *name)
{
	Page *page = user_data;
	if (page->open->len <= 1)
		return;
	Open open = *top(page);
	if (!open.hidden)
		end_flow(page, &open);
	if (open.mark >= 0)
		html_lines_end_mark(&page->out, open.mark);
	g_free(open.url);
	g_array_set_size(page->open, page->open->len - 1);
}

/* Script and style content comes by this road. */
static void
on_cdata(void *user_data, const xmlChar *text, int length)
{
	on_characters(user_data, text, length);
}

static void
page_start(Page *page)
{
	static const Open ground = {.flow = FLOW_INLINE, .mark = -1};
	page->flows = g_hash_table_new(g_str_hash, g_str_equal);
	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
		g_hash_table_insert(page->flows, unconst(elements[i].name),
				    GINT_TO_POINTER((int)elements[i].flow + 1));
	page->open = g_array_new(FALSE, FALSE, sizeof(Open));
	page->lists = g_array_new(FALSE, FALSE, sizeof(int));
	html_lines_init(&page->out);
	page->sheet = html_sheet_new();
	g_array_append_val(page->open, ground);
}

static void
parse(Page *page, const char *html, gsize length)
{
	/* Text outside of <body> would get a paragraph of its own, which nobody wrote. */
	static const char body[] = "<body>";
	g_autoptr(GString) page_text = g_string_sized_new(length + sizeof body);
	g_string_append(page_text, body);
	html_append_tame(page_text, html, length);
	htmlParserCtxt *parser = htmlCreateMemoryParserCtxt(page_text->str, (int)page_text->len);
	if (!parser)
		return;
	page->parser = parser;
	htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC |
					   HTML_PARSE_NOIMPLIED);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	memset(parser->sax, 0, sizeof *parser->sax);
	parser->sax->startElement = on_start;
	parser->sax->endElement = on_end;
	parser->sax->characters = on_characters;
	parser->sax->ignorableWhitespace = on_characters;
	parser->sax->cdataBlock = on_cdata;
	parser->userData = page;
	htmlParseDocument(parser);
	/* Without a tree there is nothing in myDoc. */
	htmlFreeParserCtxt(parser);
}

/* Pages of old name their characters by their numbers in Windows-1252 ("&#146;"), and every
 * browser follows: control characters above ASCII are what stands there. (transfer full) */
static char *
mend_controls(char *text)
{
	static const gunichar meant[] = {
		0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
		0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
	};
	const char *found = strstr(text, "\302");
	if (!found)
		return text;
	GString *out = g_string_sized_new(strlen(text));
	const char *copied = text;
	for (; found; found = strstr(found + 1, "\302")) {
		if ((guchar)found[1] > 0x9f)
			continue;
		g_string_append_len(out, copied, found - copied);
		g_string_append_unichar(out, meant[(guchar)found[1] - 0x80]);
		copied = found + 2;
	}
	g_string_append(out, copied);
	g_free(text);
	return g_string_free(out, FALSE);
}

char *
html_to_text(const char *html, gsize length, GArray **marks_out)
{
	Page page = {0};
	page_start(&page);
	if (length > 0 && length < G_MAXINT / 2)
		parse(&page, html, length);
	while (page.open->len > 1)
		on_end(&page, NULL);
	char *text = html_lines_finish(&page.out, marks_out);
	g_hash_table_unref(page.flows);
	html_sheet_free(page.sheet);
	g_array_unref(page.open);
	g_array_unref(page.lists);
	return mend_controls(text);
}
