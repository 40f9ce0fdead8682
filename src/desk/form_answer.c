/*
 * The answer that belongs to a label: behind it, below it, below its hints, in one line or many.
 * What cannot be told to belong to it stays text.
 */
#include "base/text.h"
#include "desk/field_parts.h"
#include "desk/form_parts.h"

#include <string.h>

/* Programs wrap lines at 72 characters or soon after; a line much shorter ended by itself. */
#define WRAP_CHARS  72
#define SHORT_CHARS 50
/* An item of a list: longer ones are sentences. */
#define ITEM_CHARS 60
/* Empty lines between a label and its answer. */
#define GAP_LINES 3

/* An answer being gathered. */
typedef struct Gathering {
	const GArray *pieces;
	const Piece *label;
	guint first, end;     /* what may belong to it; end is the one behind */
	gboolean is_own;      /* below a label that is quoted: the person's own lines alone */
	gboolean is_enclosed; /* another label follows, or the end of the form */
	GString *raw;
	GArray *taken; /* guint, of pieces */
} Gathering;

static gboolean
ends_answer(const Piece *piece)
{
	return piece->kind == PIECE_LABEL || piece->kind == PIECE_TYPE ||
	       piece->kind == PIECE_END || piece->kind == PIECE_COMMAND;
}

/* "On ..., Anna <anna@example.org> wrote:", "From: ...": what comes below is another mail. The last
 * fields may have been taken for a signature, or for what introduces the other mail, so that it is
 * not what is new that ends there. In what is new a second line of its header has to follow. */
static gboolean
begins_mail(const GArray *pieces, guint number)
{
	const Piece *piece = piece_at(pieces, number);
	if (piece->kind != PIECE_TEXT || piece_at(pieces, number - 1)->kind != PIECE_BLANK ||
	    !strchr(piece->text, '@') || !strchr(piece->text, ':'))
		return FALSE;
	if (!piece_is_new(piece))
		return TRUE;
	const Piece *next = number + 1 < pieces->len ? piece_at(pieces, number + 1) : NULL;
	return strchr(piece->text, '<') && form_line_is_labelled(piece->text) && next &&
	       next->kind == PIECE_TEXT && form_line_is_labelled(next->text);
}

/* How far the answer may go: to the next label, to where what is new ends, to what is quoted
 * more deeply. */
static void
find_end(Gathering *g)
{
	gboolean is_long = g->label->field->kind == FIELD_LONG_TEXT;
	for (g->end = g->first; g->end < g->pieces->len; g->end++) {
		const Piece *piece = piece_at(g->pieces, g->end);
		if (piece_is_new(piece) != piece_is_new(g->label))
			return;
		if (begins_mail(g->pieces, g->end))
			return;
		g->is_enclosed = ends_answer(piece) && piece->kind != PIECE_COMMAND;
		if (ends_answer(piece))
			return;
		gboolean is_deeper = piece->level > g->label->level;
		if (is_deeper && !(is_long && g->label->level == 0 && piece_is_new(piece)))
			return;
	}
}

/* Whether somebody answered in lines of their own below a label that is quoted. */
static void
find_own(Gathering *g)
{
	for (guint i = g->first; i < g->end && !g->is_own; i++) {
		const Piece *piece = piece_at(g->pieces, i);
		g->is_own = piece_is_new(piece) && piece->kind == PIECE_TEXT &&
			    piece->level < g->label->level;
	}
}

static gboolean
is_hint(const Gathering *g, const Piece *piece)
{
	return piece->kind == PIECE_HINT ||
	       (piece->kind == PIECE_TEXT && form_looks_like_hint(g->label->field, piece->text));
}

static gboolean
belongs(const Gathering *g, const Piece *piece)
{
	return g->is_own ? piece->level < g->label->level : piece->level >= g->label->level;
}

static void
take(Gathering *g, guint number)
{
	const Piece *piece = piece_at(g->pieces, number);
	gboolean is_quote = piece->level > g->label->level;
	if (piece->kind != PIECE_HINT)
		g_string_append_printf(g->raw, "%s%s%s", g->raw->len ? "\n" : "",
				       is_quote ? "> " : "", piece->text);
	g_array_append_val(g->taken, number);
}

/* The first piece of text from `from` on that is the person's; the hints before it are taken,
 * those that only look like ours are left to be read by somebody. */
static guint
skip_hints(Gathering *g, guint from)
{
	guint i = from;
	for (; i < g->end; i++) {
		const Piece *piece = piece_at(g->pieces, i);
		gboolean is_skipped = piece->kind == PIECE_BLANK || is_hint(g, piece);
		if (!is_skipped && belongs(g, piece))
			break;
		if (piece->kind == PIECE_HINT)
			g_array_append_val(g->taken, i);
	}
	return i;
}

static guint
blanks_between(const Gathering *g, guint from, guint to)
{
	guint count = 0;
	for (guint i = from; i < to; i++)
		count += piece_at(g->pieces, i)->kind == PIECE_BLANK;
	return count;
}

/* Where lines without an empty one between end. */
static guint
paragraph_end(const Gathering *g, guint from)
{
	guint i = from;
	while (i < g->end && piece_at(g->pieces, i)->kind == PIECE_TEXT &&
	       belongs(g, piece_at(g->pieces, i)) && !is_hint(g, piece_at(g->pieces, i)))
		i++;
	return i;
}

/* Everything up to the next label. Of an older text, up to the next hint: there it is the end
 * of the form in another language. */
static void
gather_long(Gathering *g)
{
	guint i = g->raw->len > 0 ? g->first : skip_hints(g, g->first), blanks = 0;
	for (; i < g->end; i++) {
		const Piece *piece = piece_at(g->pieces, i);
		gboolean is_ours = piece->kind == PIECE_HINT;
		if (is_ours && (!piece_is_new(piece) || piece->level > 0) && g->raw->len > 0)
			return;
		blanks += piece->kind == PIECE_BLANK;
		if (piece->kind == PIECE_BLANK || !belongs(g, piece))
			continue;
		for (; blanks > 0 && g->raw->len > 0 && !is_ours; blanks--)
			g_string_append_c(g->raw, '\n');
		blanks = 0;
		take(g, i);
	}
}

/* Whether a line goes on in the next: its first word would have made it too long. */
static gboolean
is_wrapped(const Piece *line, const Piece *next)
{
	return line->width >= SHORT_CHARS &&
	       line->width + 1 + (guint)strcspn(next->text, " ") > WRAP_CHARS;
}

/* Whether the next line belongs to the answer as well, that stands in one or several. */
static gboolean
goes_on(const Gathering *g, const Piece *line, const Piece *next)
{
	gboolean is_strange = form_line_is_labelled(next->text);
	gsize length = g->raw->len;
	switch (g->label->field->kind) {
	case FIELD_CHOICE:
		return field_names_choice(g->label->field, next->text);
	case FIELD_EMAIL:
		return strchr(next->text, '@') && !is_strange;
	case FIELD_LIST:
		return !is_strange && g_utf8_strlen(next->text, -1) <= ITEM_CHARS &&
		       (g->is_enclosed || strchr("-*,;", *next->text) ||
			(length > 0 && strchr(",;", g->raw->str[length - 1])));
	case FIELD_TEXT:
	case FIELD_ATTACHMENT:
	case FIELD_LONG_TEXT:
		return !is_strange && (g->is_enclosed || is_wrapped(line, next));
	case FIELD_DATE_TIME:
	case FIELD_NUMBER:
	case FIELD_KINDS:
		break;
	}
	return FALSE;
}

/* Takes the line, and those of its paragraph that go on with it. Choices may stand with empty
 * lines between. */
static void
gather_lines(Gathering *g, guint from)
{
	const Piece *line = g->raw->len > 0 ? g->label : NULL;
	for (guint i = from; i < g->end; i++) {
		const Piece *next = piece_at(g->pieces, i);
		gboolean is_choice = g->label->field->kind == FIELD_CHOICE;
		if (next->kind == PIECE_BLANK && is_choice && line)
			continue;
		if (next->kind == PIECE_HINT && line) {
			g_array_append_val(g->taken, i);
			continue;
		}
		if (next->kind != PIECE_TEXT || !belongs(g, next) || is_hint(g, next))
			return;
		if (line && !goes_on(g, line, next))
			return;
		take(g, i);
		line = next;
	}
}

/* Whether what stands below the label, over empty lines perhaps, is its answer. */
static gboolean
is_answer_below(const Gathering *g, guint at, gint64 now_ms)
{
	const Piece *piece = piece_at(g->pieces, at);
	const Field *field = g->label->field;
	guint blanks = blanks_between(g, g->first, at);
	gboolean is_text = field->kind == FIELD_TEXT || field->kind == FIELD_ATTACHMENT;
	gboolean is_strange = form_line_is_labelled(piece->text);
	if (g->is_own || (g->is_enclosed && blanks == 0))
		return TRUE;
	if (is_strange && !g->is_enclosed)
		return FALSE;
	if (is_text && blanks > 0 && !g->is_enclosed) {
		guint end = paragraph_end(g, at);
		while (end < g->end && piece_at(g->pieces, end)->kind == PIECE_BLANK)
			end++;
		return piece_is_new(piece) && end == g->end && paragraph_end(g, at) == at + 1 &&
		       blanks <= GAP_LINES;
	}
	if (is_text || (field->kind == FIELD_CHOICE && field_names_choice(field, piece->text)))
		return TRUE;
	g_autofree char *value = field_check(field, piece->text, now_ms, NULL);
	return value != NULL || g->is_enclosed;
}

static void
gather_short(Gathering *g, gint64 now_ms)
{
	if (g->raw->len > 0) {
		gather_lines(g, g->first);
		return;
	}
	guint at = skip_hints(g, g->first);
	if (at < g->end && is_answer_below(g, at, now_ms))
		gather_lines(g, at);
}

/* A value without our hints on the same line, as it comes where lines were joined. */
static char *
without_hints(const char *text, const FormLabels *labels)
{
	const char *open = strchr(text, '(');
	const char *close = open ? strrchr(open, ')') : NULL;
	if (!close || (open > text && (close[1] || open[-1] != ' ')))
		return g_strdup(text);
	g_autofree char *hint = g_strndup(open, (gsize)(close + 1 - open));
	if (!form_is_hint(labels->hints, hint, FALSE))
		return g_strdup(text);
	g_autofree char *before = g_strndup(text, (gsize)(open - text));
	char *rest = g_strconcat(before, close + 1, NULL);
	return g_strstrip(rest);
}

/* As they were written, where we have put them into the form. */
static char *
with_colons(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, FORM_COLON, -1);
	return g_strjoinv(":", parts);
}

char *
form_answer(const GArray *pieces, guint label, const FormLabels *labels, gint64 now_ms,
	    GArray *taken)
{
	Gathering g = {.pieces = pieces, .label = piece_at(pieces, label), .first = label + 1};
	g.taken = taken;
	g.raw = g_string_new(NULL);
	g_array_append_val(taken, label);
	find_end(&g);
	find_own(&g);
	g_autofree char *behind = without_hints(g.label->text, labels);
	if (!g.is_own)
		g_string_append(g.raw, behind);
	if (g.label->field->kind == FIELD_LONG_TEXT)
		gather_long(&g);
	else
		gather_short(&g, now_ms);
	if (g.raw->len == 0)
		g_string_append(g.raw, behind);
	g_autofree char *raw = g_strstrip(g_string_free(g.raw, FALSE));
	g_autofree char *value = without_hints(raw, labels);
	return with_colons(value);
}
