/*
 * Which lines of a text are new.  The signs (reply_quote.c, and the marks of the
 * HTML) say what is quoted; the order of quoted and unquoted stretches says whether
 * the answer stands above, below or between, and only then is something cut.
 */
#include "mail/reply.h"

#include "mail/html.h"
#include "mail/reply_lines.h"

#include <string.h>

/* Who answers within the older message says so at once. */
#define ANNOUNCED_WITHIN_LINES 12

/* Lines that a device writes into an empty mail. */
#define FORWARD_LINES_MAX 2

/* "Dear Mr. Robin Example,": a line with more words says something. */
#define GREETING_MAX_WORDS 5

/* "For your information": longer lines say more. */
#define POINTER_MAX_BYTES 80

/* Its marks stand at the beginning. */
#define SUBJECT_LOOKED_AT_BYTES 100

/* What somebody cites to make a point is short. */
#define CITED_LINES_MAX 5

/* A run of quoted lines with their attribution. */
typedef struct Quote {
	guint first, end;   /* lines; end is the one behind */
	gboolean announced; /* an attribution or the HTML says whose words these are */
	gboolean followed;  /* text of the person's own comes after it */
} Quote;

/*
 * Where an answer begins that stands within a marked quote: Gmail's mark goes around the
 * attribution, the quote and all that is written below it.  Only if one line at most stands
 * above what is drawn with ">", for a forwarded message has a header and text of its own there.
 */
static guint
answer_within(const ReplyText *self, const HtmlMark *mark, guint end)
{
	guint above = 0, i = mark->first_line;

	for (; i < end && reply_line(self, i)->kind != LINE_QUOTED; i++) {
		if (reply_line(self, i)->kind != LINE_EMPTY && ++above > 1)
			return end;
	}
	while (i < end && reply_line(self, i)->kind != LINE_TEXT)
		i++;
	return above > 0 ? i : end;
}

/* `*done` is how far lines have been marked that way already: marks are sorted, and one that lies
 * within another of its kind says nothing new. Thousands may lie within each other. */
static void
apply_mark(ReplyText *self, const HtmlMark *mark, guint *done)
{
	guint end = MIN(mark->first_line + mark->lines, self->lines->len);
	guint first = MAX(mark->first_line, *done);
	guint answer = end;

	if (mark->kind == HTML_MARK_QUOTE && first == mark->first_line)
		answer = answer_within(self, mark, end);
	*done = MAX(end, *done);
	for (guint i = first; i < end; i++) {
		ReplyLine *line = reply_line(self, i);

		if (line->kind == LINE_EMPTY || (i >= answer && line->kind == LINE_TEXT))
			continue;
		if (mark->kind == HTML_MARK_SIGNATURE) {
			line->in_signature = TRUE;
		} else if (mark->kind == HTML_MARK_QUOTE) {
			line->kind = LINE_QUOTED;
			line->by_mark = TRUE;
		} else if (line->kind == LINE_TEXT) {
			line->kind = mark->kind == HTML_MARK_FORWARD ? LINE_REST : LINE_HEADER;
			line->by_mark = TRUE;
		}
	}
}

/* A header the HTML marked, with no quote below: what follows is the older message. */
static void
settle_headers(ReplyText *self)
{
	for (guint i = 0; i < self->lines->len; i++) {
		ReplyLine *line = reply_line(self, i);
		guint next;

		if (line->kind != LINE_HEADER || !line->by_mark)
			continue;
		next = reply_next_content(self, i);
		if (next != G_MAXUINT && reply_line(self, next)->kind == LINE_HEADER)
			continue;
		if (next != G_MAXUINT && reply_line(self, next)->kind == LINE_QUOTED)
			continue;
		while (i > 0 && reply_line(self, i - 1)->kind == LINE_HEADER)
			i--;
		reply_line(self, i)->kind = LINE_REST;
		return;
	}
}

static void
apply_marks(ReplyText *self, const GArray *marks)
{
	guint done[HTML_MARK_KINDS] = {0};

	for (guint i = 0; marks && i < marks->len; i++) {
		const HtmlMark *mark = &g_array_index(marks, HtmlMark, i);

		apply_mark(self, mark, &done[mark->kind]);
	}
	settle_headers(self);
}

/* The first line of the older message at the end; the number of lines if there is none. */
static guint
rest_of(const ReplyText *self)
{
	for (guint i = 0; i < self->lines->len; i++) {
		if (reply_line(self, i)->kind == LINE_REST)
			return i;
	}
	return self->lines->len;
}

static gboolean
is_quote_line(const ReplyLine *line)
{
	return line->kind == LINE_QUOTED || line->kind == LINE_HEADER;
}

/* Whether lines of the person's own stand before `end`. */
static gboolean
has_own_text(const ReplyText *self, guint end)
{
	for (guint i = 0; i < end; i++) {
		if (reply_line(self, i)->kind == LINE_TEXT)
			return TRUE;
	}
	return FALSE;
}

/* "FYI", "see below": a whole line that only points at what follows. */
static gboolean
is_pointer(const ReplyText *self, guint number)
{
	char words[POINTER_MAX_BYTES];
	gsize length = reply_line(self, number)->folded_length;
	const char *bare = reply_bare(reply_folded(self, number), &length);

	while (length > 0 && strchr(".,:;! ", bare[length - 1]))
		length--;
	if (length >= sizeof words)
		return FALSE;
	memcpy(words, bare, length);
	words[length] = '\0';
	return phrase_exact(self->tables, PHRASE_POINTER, words) != NULL;
}

/* Whether a device alone wrote what stands above the older message, or nothing but a pointer to
 * it: somebody forwards it. */
static gboolean
is_bare_forward(ReplyText *self, guint end)
{
	guint lines = 0;

	for (guint i = 0; i < end; i++) {
		if (reply_line(self, i)->kind != LINE_TEXT)
			continue;
		if (++lines > FORWARD_LINES_MAX ||
		    !(is_pointer(self, i) || reply_is_device_line(self, i)))
			return FALSE;
	}
	return TRUE;
}

/* Whether a greeting, "Hi Sam,", is all that stands before `end` but a signature: nobody sends that
 * alone, so the answers stand in the older message, in another colour perhaps. */
static gboolean
only_greets(ReplyText *self, guint end)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(guint));
	guint count, greetings = 0;

	for (guint i = 0; i < end; i++)
		g_array_append_val(lines, i);
	count = reply_cut_signature(self, (const guint *)(gpointer)lines->data, end);
	for (guint i = 0; i < count; i++) {
		const char *folded = reply_folded(self, i);
		guint words = 1;

		if (reply_line(self, i)->kind == LINE_EMPTY)
			continue;
		for (const char *p = folded; *p; p++)
			words += *p == ' ';
		if (reply_line(self, i)->kind != LINE_TEXT || !g_str_has_suffix(folded, ",") ||
		    words > GREETING_MAX_WORDS)
			return FALSE;
		greetings++;
	}
	return greetings == 1;
}

/* Whether the lines before `end` announce answers in the older message there, in another
 * colour perhaps: nothing in its text tells them from the rest. */
static gboolean
announces_answers(ReplyText *self, guint end)
{
	guint looked_at = 0;

	for (guint i = 0; i < end && looked_at < ANNOUNCED_WITHIN_LINES; i++) {
		if (reply_line(self, i)->kind != LINE_TEXT)
			continue;
		looked_at++;
		phrase_scan_line(self->scan, reply_folded(self, i),
				 reply_line(self, i)->folded_length);
		if (phrase_scan_value(self->scan, PHRASE_BETWEEN))
			return TRUE;
	}
	return FALSE;
}

static GArray *
quotes_before(const ReplyText *self, guint end)
{
	GArray *quotes = g_array_new(FALSE, FALSE, sizeof(Quote));
	Quote *open = NULL;

	for (guint i = 0; i < end; i++) {
		const ReplyLine *line = reply_line(self, i);

		if (line->kind == LINE_EMPTY)
			continue;
		if (!is_quote_line(line)) {
			if (open)
				open->followed = TRUE;
			open = NULL;
			continue;
		}
		if (open == NULL) {
			Quote quote = {.first = i};

			g_array_append_val(quotes, quote);
			open = &g_array_index(quotes, Quote, quotes->len - 1);
		}
		open->end = i + 1;
		open->announced = open->announced || line->kind == LINE_HEADER || line->by_mark;
	}
	return quotes;
}

/* What follows the last quote is no answer if it is a signature to the last line. */
static void
discount_signature(ReplyText *self, GArray *quotes, guint end)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(guint));
	Quote *last = &g_array_index(quotes, Quote, quotes->len - 1);

	if (!last->followed)
		return;
	for (guint i = last->end; i < end; i++)
		g_array_append_val(lines, i);
	if (reply_cut_signature(self, (const guint *)(gpointer)lines->data, lines->len) == 0)
		last->followed = FALSE;
}

/* Whether the person leads to the quote with a colon: nothing in that line is an attribution's,
 * or it would be part of the quote. */
static gboolean
is_cited(const ReplyText *self, const Quote *quote)
{
	guint above = quote->first;

	if (quote->announced || quote->end - quote->first > CITED_LINES_MAX)
		return FALSE;
	while (above > 0 && reply_line(self, above - 1)->kind == LINE_EMPTY)
		above--;
	return above > 0 && g_str_has_suffix(reply_folded(self, above - 1), ":");
}

/*
 * A quote that nothing follows goes, unless the person leads to it. One that an answer follows goes
 * if it is the only one and announced as somebody's mail; several are answered between, and a quote
 * nobody announced was put there on purpose: both stay.
 */
static void
drop_quotes(const ReplyText *self, const GArray *quotes, guint8 *dropped)
{
	for (guint i = 0; i < quotes->len; i++) {
		const Quote *quote = &g_array_index(quotes, Quote, i);
		gboolean drop = quote->followed ? quotes->len == 1 && quote->announced
						: !is_cited(self, quote);

		for (guint line = quote->first; drop && line < quote->end; line++)
			dropped[line] = TRUE;
	}
}

/* The lines that stay; `rest` is where the older message begins, which `forwards` keeps. */
static GArray *
kept_lines(ReplyText *self, guint rest, gboolean forwards, gboolean *says_nothing)
{
	GArray *kept = g_array_new(FALSE, FALSE, sizeof(guint));
	guint count = self->lines->len;
	gboolean whole = forwards || (rest < count &&
				      (is_bare_forward(self, rest) ||
				       announces_answers(self, rest) || only_greets(self, rest)));
	guint end = whole ? count : rest;
	g_autofree guint8 *dropped = g_new0(guint8, count + 1);
	g_autoptr(GArray) quotes = quotes_before(self, end);

	*says_nothing = quotes->len > 0 && !has_own_text(self, count);
	if (quotes->len > 0 && !whole && !*says_nothing) {
		discount_signature(self, quotes, end);
		drop_quotes(self, quotes, dropped);
	}
	for (guint i = 0; i < end; i++) {
		if (!dropped[i])
			g_array_append_val(kept, i);
	}
	return kept;
}

/* The lines as text, without empty ones at either end; those of older messages, from `rest` on
 * and what is quoted, are left empty. G_MAXUINT: none are. */
static char *
lines_to_text(const ReplyText *self, const guint *kept, guint count, guint rest)
{
	GString *out = g_string_new(NULL);
	guint first = 0;

	while (count > 0 && reply_line(self, kept[count - 1])->kind == LINE_EMPTY)
		count--;
	while (first < count && reply_line(self, kept[first])->kind == LINE_EMPTY)
		first++;
	for (guint i = first; i < count; i++) {
		const ReplyLine *line = reply_line(self, kept[i]);
		gboolean older = kept[i] >= rest || (rest != G_MAXUINT && is_quote_line(line));

		if (i > first)
			g_string_append_c(out, '\n');
		if (!older)
			g_string_append_len(out, self->text + line->at, line->length);
	}
	return g_string_free(out, FALSE);
}

static guint
count_left_out(const ReplyText *self, const guint *kept, guint count)
{
	guint left_out = 0;

	for (guint i = 0; i < self->lines->len; i++)
		left_out += reply_line(self, i)->kind != LINE_EMPTY;
	for (guint i = 0; i < count; i++)
		left_out -= reply_line(self, kept[i])->kind != LINE_EMPTY;
	return left_out;
}

/* "Fwd: ", "WG: ", also behind "[external] ": the outermost mark of a subject says what the mail
 * is. */
static gboolean
is_forward(const char *subject, const MailTables *tables)
{
	g_autoptr(GString) folded = g_string_new(NULL);
	const char *word, *close;
	g_autofree char *prefix = NULL;

	phrase_fold(subject, strnlen(subject, SUBJECT_LOOKED_AT_BYTES), folded);
	word = folded->str;
	while (*word == '[' && (close = strchr(word, ']')))
		word = close + 1 + strspn(close + 1, " ");
	if (!strchr(word, ':'))
		return FALSE;
	prefix = g_strchomp(g_strndup(word, strcspn(word, ":")));
	return phrase_exact(tables, PHRASE_FORWARD, prefix) != NULL;
}

void
reply_split(const char *text, const char *subject, const GArray *marks, const MailTables *tables,
	    ReplySplit *out)
{
	g_autoptr(ReplyText) self = reply_text_new(text, tables);
	g_autoptr(GArray) kept = NULL;
	const guint *numbers;
	guint unsigned_count, rest;

	apply_marks(self, marks);
	if (self->lines->len > 0)
		reply_find_quotes(self);
	rest = rest_of(self);
	out->is_forward = is_forward(subject, tables);
	kept = kept_lines(self, rest, out->is_forward, &out->says_nothing);
	numbers = (const guint *)(gpointer)kept->data;
	/* The end of an older message that is kept is none of this person's. */
	unsigned_count = kept->len > 0 && numbers[kept->len - 1] >= rest
				 ? kept->len
				 : reply_cut_signature(self, numbers, kept->len);
	out->is_signature = unsigned_count == 0 && !out->says_nothing &&
			    count_left_out(self, numbers, kept->len) == 0;
	if (unsigned_count == 0) {
		out->says_nothing = TRUE;
		unsigned_count = kept->len;
	}
	out->reply_with_signature = lines_to_text(self, numbers, kept->len, G_MAXUINT);
	out->reply = unsigned_count == kept->len
			     ? g_strdup(out->reply_with_signature)
			     : lines_to_text(self, numbers, unsigned_count, G_MAXUINT);
	out->lines_cut = count_left_out(self, numbers, unsigned_count);
	out->own = lines_to_text(self, numbers, unsigned_count, rest);
	out->own_with_signature = lines_to_text(self, numbers, kept->len, rest);
}

void
reply_split_clear(ReplySplit *split)
{
	g_clear_pointer(&split->reply, g_free);
	g_clear_pointer(&split->reply_with_signature, g_free);
	g_clear_pointer(&split->own, g_free);
	g_clear_pointer(&split->own_with_signature, g_free);
	split->lines_cut = 0;
	split->says_nothing = FALSE;
	split->is_signature = FALSE;
	split->is_forward = FALSE;
}
