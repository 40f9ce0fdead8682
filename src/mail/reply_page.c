/*
 * Where plain text is cut because of the page beside it.  Both say the same in other shapes:
 * lines are wrapped, links written out, stars and ">" added.  So they are compared by their
 * letters alone, each line's first and last letter remembered.
 */
#include "mail/reply_page.h"

#include "mail/html.h"
#include "mail/html_mark.h"

#include <string.h>

/* How many bytes of letters must agree around a cut, and how few are enough. */
#define AROUND_BYTES 48
#define ENOUGH_BYTES 8
/* Letters that a signature may have in the text beyond those on the page. */
#define SIGNATURE_SLACK 40

/* In a shorter reply no second older message can hide. */
#define SHORT_REPLY_BYTES 160

/* A text by its letters and digits, folded. */
typedef struct Letters {
	GString *all;
	GArray *lines; /* gsize: where each line's letters begin */
} Letters;

static void
letters_clear(Letters *letters)
{
	g_string_free(letters->all, TRUE);
	g_array_unref(letters->lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Letters, letters_clear)

/* Links, addresses and pictures: the two versions write them differently, or only one does. */
static gboolean
is_link(const char *word, gsize length)
{
	return memchr(word, '@', length) || memmem(word, length, "://", 3) ||
	       memmem(word, length, "cid:", 4);
}

static void
append_letters(GString *out, const char *word, gsize length)
{
	for (const char *at = word; at < word + length; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (c < 0x80 && g_ascii_isalnum((char)c))
			g_string_append_c(out, g_ascii_tolower((char)c));
		else if (c >= 0x80 && g_unichar_isalnum(c))
			g_string_append_unichar(out, g_unichar_tolower(c));
	}
}

static void
letters_read(Letters *letters, const char *text, gsize length)
{
	gsize at = 0, start = 0;

	letters->all = g_string_sized_new(length);
	letters->lines = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_array_append_val(letters->lines, start);
	while (at < length) {
		gsize word = 0;

		while (at + word < length && !strchr(" \t\r\n", text[at + word]))
			word++;
		if (!is_link(text + at, word))
			append_letters(letters->all, text + at, word);
		at += word;
		if (at < length && text[at] == '\n')
			g_array_append_val(letters->lines, letters->all->len);
		at++;
	}
}

/* The line whose letters begin at `offset`, the last of them if some lines have none;
 * G_MAXUINT if `offset` is within a line. */
static guint
line_at(const Letters *letters, gsize offset)
{
	guint low = 0, high = letters->lines->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(letters->lines, gsize, middle) <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || g_array_index(letters->lines, gsize, low - 1) != offset)
		return G_MAXUINT;
	return low - 1;
}

/* A place in the middle of `whole`, at `cut`, with its surroundings: where `text` has them
 * too, if that is only once. G_MAXSIZE if not. */
static gsize
find_cut(const GString *text, const GString *whole, gsize cut)
{
	gsize before = MIN(cut, AROUND_BYTES), behind = MIN(whole->len - cut, AROUND_BYTES);
	const char *needle = whole->str + cut - before, *found, *again;

	if (before == 0 || behind == 0 || before + behind < ENOUGH_BYTES)
		return G_MAXSIZE;
	found = memmem(text->str, text->len, needle, before + behind);
	if (!found)
		return G_MAXSIZE;
	again = found + 1;
	if (memmem(again, text->len - (gsize)(again - text->str), needle, before + behind))
		return G_MAXSIZE;
	return (gsize)(found - text->str) + before;
}

/* How many letters the beginning of a page has; G_MAXSIZE if `part` is none, for
 * something was cut in its midst. */
static gsize
letters_of_beginning(const char *page, const char *part)
{
	g_auto(Letters) letters = {0};

	page += strspn(page, "\n");
	if (!g_str_has_prefix(page, part))
		return G_MAXSIZE;
	letters_read(&letters, part, strlen(part));
	return letters.all->len;
}

static void
add_mark(GArray *marks, guint first, guint end, HtmlMarkKind kind)
{
	HtmlMark mark = {.first_line = first, .lines = end - first, .kind = kind};

	if (end > first)
		g_array_append_val(marks, mark);
}

/* The letters of the page and how many of them are new, without signature and with it. */
typedef struct Cuts {
	Letters page;
	gsize unsigned_end, end;
} Cuts;

static void
cuts_clear(Cuts *cuts)
{
	letters_clear(&cuts->page);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cuts, cuts_clear)

static void
cuts_read(Cuts *cuts, const char *html, const char *subject, const MailTables *tables)
{
	ReplySplit split = {0};
	g_autoptr(GArray) marks = NULL;
	g_autofree char *page = html_to_text(html, strlen(html), &marks);

	reply_split(page, subject, marks, tables, &split);
	letters_read(&cuts->page, page, strlen(page));
	cuts->end = letters_of_beginning(page, split.reply_with_signature);
	cuts->unsigned_end = letters_of_beginning(page, split.reply);
	reply_split_clear(&split);
}

/* Marks the signature that ends before `end`, a line of the text. */
static void
mark_signature(GArray *marks, const Cuts *cuts, const Letters *text, guint end)
{
	gsize stop =
		end < text->lines->len ? g_array_index(text->lines, gsize, end) : text->all->len;
	gsize at = find_cut(text->all, cuts->page.all, cuts->unsigned_end);
	gsize said = cuts->end - cuts->unsigned_end;
	guint first = at < stop ? line_at(text, at) : G_MAXUINT;

	if (first < end && stop - at <= said + SIGNATURE_SLACK)
		add_mark(marks, first, end, HTML_MARK_SIGNATURE);
}

/* What the page says of the lines of `text`, as marks for reply_split(). (transfer full) */
static GArray *
marks_for_text(const char *text, const char *html, const char *subject, const MailTables *tables)
{
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(HtmlMark));
	g_auto(Letters) letters = {0};
	g_auto(Cuts) cuts = {0};
	guint end;

	letters_read(&letters, text, strlen(text));
	cuts_read(&cuts, html, subject, tables);
	end = letters.lines->len;
	if (cuts.end == G_MAXSIZE)
		return marks;
	if (cuts.end < cuts.page.all->len) {
		gsize at = find_cut(letters.all, cuts.page.all, cuts.end);
		guint first = at == G_MAXSIZE ? G_MAXUINT : line_at(&letters, at);

		if (first == G_MAXUINT)
			return marks;
		end = first;
	}
	if (cuts.unsigned_end < cuts.end)
		mark_signature(marks, &cuts, &letters, end);
	add_mark(marks, end, letters.lines->len, HTML_MARK_FORWARD);
	return marks;
}

/* Bytes of letters, as the glimpse counts them. */
static gsize
count_letters(const char *text)
{
	gsize letters = 0;

	for (; *text; text++)
		letters += g_ascii_isalnum(*text) || (guchar)*text >= 0x80;
	return letters;
}

/* Whether a signature may be left in the reply; one line alone is none. */
static gboolean
may_hold_signature(const ReplySplit *split)
{
	return strchr(split->reply, '\n') && strcmp(split->reply, split->reply_with_signature) == 0;
}

gboolean
reply_page_is_wanted(const ReplySplit *split)
{
	return split->lines_cut == 0 || may_hold_signature(split) ||
	       strlen(split->reply_with_signature) > SHORT_REPLY_BYTES;
}

/* Whether the page may know more; far cheaper than reading it. */
static gboolean
may_help(const ReplySplit *split, const char *html)
{
	HtmlGlimpse glimpse = html_mark_glimpse(html, strlen(html));
	gsize kept = count_letters(split->reply_with_signature);

	if (glimpse.signature && may_hold_signature(split))
		return TRUE;
	/* Much more was kept than stands above the page's first quote: cut too late, or not. */
	return glimpse.quote &&
	       (split->lines_cut == 0 ||
		kept > glimpse.letters + glimpse.letters / 2 + SHORT_REPLY_BYTES / 2);
}

void
reply_page_refine(ReplySplit *split, const char *text, const char *page, const char *subject,
		  const MailTables *tables)
{
	g_autoptr(GArray) marks = NULL;

	if (!may_help(split, page))
		return;
	marks = marks_for_text(text, page, subject, tables);
	if (marks->len == 0)
		return;
	reply_split_clear(split);
	reply_split(text, subject, marks, tables, split);
}
