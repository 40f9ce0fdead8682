/*
 * A mail in pieces: its lines, what is new first, then what lies below, each as a label, a hint, a
 * command or text.
 */
#include "base/text.h"
#include "desk/command.h"
#include "desk/form_line.h"
#include "desk/form_parts.h"

#include <string.h>

/* Lines that a hint of ours is wrapped into at most. */
#define WRAPPED_LINES 4
/* Lines of a quoted header above its subject. */
#define HEADER_LINES 6
/* Labels on one line. */
#define LABELS_A_LINE 20

static void
piece_clear(gpointer data)
{
	Piece *piece = data;
	g_free(piece->text);
	g_free(piece->whole);
}

static gboolean
is_blank_line(const char *text)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isspace(c) && !text_is_bidi_or_invisible(c))
			return FALSE;
	}
	return TRUE;
}

/* No-break blanks become blanks and invisible characters go, that stand where programs put
 * them: around labels. (transfer full) */
static char *
plain_blanks(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == 0xa0 || c == 0x202f || c == 0x3000)
			g_string_append_c(out, ' ');
		else if (!text_is_bidi_or_invisible(c))
			g_string_append_unichar(out, c);
	}
	return g_strchomp(g_string_free(out, FALSE));
}

/* The new piece, as this one is. */
static Piece *
add_piece(GArray *pieces, const Piece *like)
{
	g_array_append_vals(pieces, like, 1);
	return &g_array_index(pieces, Piece, pieces->len - 1);
}

/* A line that holds a label, and perhaps others behind it. */
static void
add_labelled(GArray *pieces, const Piece *line, const char *text, const Field *field,
	     const char *value, const FormLabels *labels)
{
	for (guint i = 0; field && i < LABELS_A_LINE; i++) {
		gboolean is_text = field->kind == FIELD_TEXT || field->kind == FIELD_ATTACHMENT;
		const Field *next = NULL;
		const char *rest = NULL, *end = NULL;
		if (field->kind != FIELD_LONG_TEXT)
			end = form_labels_find_within(labels, value, is_text, &next, &rest);
		Piece *piece = add_piece(pieces, line);
		piece->kind = PIECE_LABEL;
		piece->field = field;
		piece->whole = g_strdup(text);
		piece->text = end ? g_strndup(value, (gsize)(end - value)) : g_strdup(value);
		gsize length = strlen(piece->text);
		while (end && length > 0 && strchr(" ,;|/\t", piece->text[length - 1]))
			piece->text[--length] = '\0';
		field = next;
		value = rest;
	}
}

/* A row of a table drawn in text ends in a stroke, which is no value. */
static void
close_row(char *text)
{
	gsize length = strlen(text);
	if (*text == '|' && length > 2 && text[length - 1] == '|')
		text[length - 1] = '\0';
	g_strchomp(text);
}

static void
add_line(GArray *pieces, const char *raw, guint line, const FormLabels *labels)
{
	Piece piece = {.line = line};
	piece.width = (guint)g_utf8_strlen(raw, -1);
	g_autofree char *text = plain_blanks(form_line_unquote(raw, &piece.level));
	const char *value = NULL;
	close_row(text);
	const Field *field = form_labels_find(labels, text, &value);
	gboolean is_quoted = piece.level > 0 || line == G_MAXUINT;
	if (field) {
		add_labelled(pieces, &piece, text, field, value, labels);
		return;
	}
	if (is_blank_line(text))
		piece.kind = PIECE_BLANK;
	else if (form_line_is_type(text, &value))
		piece.kind = PIECE_TYPE;
	else if (form_is_end(labels, text))
		piece.kind = PIECE_END;
	else
		piece.kind = form_is_hint(labels->hints, text, is_quoted) ? PIECE_HINT : PIECE_TEXT;
	add_piece(pieces, &piece)->text = g_strdup(piece.kind == PIECE_TYPE ? value : text);
}

/* A hint that a program wrapped: up to where its parenthesis ends. */
static void
mend_wrapped_hint(GArray *pieces, guint first, const FormLabels *labels)
{
	const Piece *start = piece_at(pieces, first);
	const char *open = start->text + strspn(start->text, " *_");
	if (start->kind != PIECE_TEXT || *open != '(' || strchr(open, ')'))
		return;
	g_autoptr(GString) joined = g_string_new(start->text);
	gboolean is_quoted = start->level > 0 || !piece_is_new(start);
	for (guint i = first + 1; i < pieces->len && i < first + WRAPPED_LINES; i++) {
		const Piece *next = piece_at(pieces, i);
		if (next->kind != PIECE_TEXT || piece_is_new(next) != piece_is_new(start))
			return;
		g_string_append_printf(joined, " %s", next->text);
		if (!strchr(next->text, ')'))
			continue;
		if (form_is_hint(labels->hints, joined->str, is_quoted) ||
		    form_is_end(labels, joined->str))
			for (guint k = first; k <= i; k++)
				g_array_index(pieces, Piece, k).kind = PIECE_HINT;
		return;
	}
}

/* "From: Anna <anna@example.org>" */
static gboolean
names_sender(const Piece *piece)
{
	return form_line_is_labelled(piece->text) && strchr(piece->text, '<') &&
	       strchr(piece->text, '@');
}

/* "Subject: ..." below "From: ..." and "Sent: ..." names nobody's field. What is new may well have
 * lines of its own above a label: there a sender has to be named first. */
static gboolean
is_in_header(const GArray *pieces, guint number)
{
	const Piece *label = piece_at(pieces, number);
	guint strange = 0;
	gboolean has_address = FALSE, has_sender = FALSE;
	for (guint i = number; i > 0 && number - i < HEADER_LINES; i--) {
		const Piece *above = piece_at(pieces, i - 1);
		if (above->kind != PIECE_TEXT || above->level != label->level ||
		    piece_is_new(above) != piece_is_new(label) ||
		    !form_line_is_labelled(above->text))
			break;
		strange++;
		has_address = has_address || strchr(above->text, '@');
		has_sender = names_sender(above);
	}
	if (piece_is_new(label))
		return strange > 1 && has_sender;
	return strange > 1 || (strange == 1 && has_address);
}

static void
undo_label(Piece *piece)
{
	g_free(piece->text);
	piece->text = g_steal_pointer(&piece->whole);
	piece->field = NULL;
	piece->kind = PIECE_TEXT;
}

static void
mend(GArray *pieces, const FormLabels *labels)
{
	for (guint i = 0; i < pieces->len; i++) {
		Piece *piece = &g_array_index(pieces, Piece, i);
		if (piece->kind == PIECE_LABEL && is_in_header(pieces, i))
			undo_label(piece);
		else
			mend_wrapped_hint(pieces, i, labels);
	}
}

/* Commands of the reply are no values, but below a label without an empty line between: there
 * they are what somebody has written into the form. */
static void
mark_commands(GArray *pieces, const char *reply)
{
	g_autoptr(GPtrArray) commands = commands_find(reply);
	gboolean within = FALSE;
	for (guint i = 0, next = 0; i < pieces->len && next < commands->len; i++) {
		Piece *piece = &g_array_index(pieces, Piece, i);
		const Command *command = commands->pdata[next];
		if (piece->line >= command->first + command->lines) {
			next++;
			i--;
			continue;
		}
		if (piece->kind == PIECE_LABEL || piece->kind == PIECE_BLANK)
			within = piece->kind == PIECE_LABEL;
		if (piece->line >= command->first && !command->is_stray && !within)
			piece->kind = PIECE_COMMAND;
	}
}

GArray *
form_pieces(const char *text, const char *reply, const FormLabels *labels)
{
	GArray *pieces = g_array_new(FALSE, TRUE, sizeof(Piece));
	g_array_set_clear_func(pieces, piece_clear);
	g_auto(GStrv) own = g_strsplit(reply, "\n", -1);
	g_auto(GStrv) all = g_strsplit(text, "\n", -1);
	for (guint i = 0; own[i]; i++)
		add_line(pieces, own[i], i, labels);
	mark_commands(pieces, reply);
	/* The lines of the reply are some of the text's, in their order. */
	char **line = own;
	for (guint i = 0; all[i]; i++) {
		if (*line && !strcmp(*line, all[i]))
			line++;
		else
			add_line(pieces, all[i], G_MAXUINT, labels);
	}
	mend(pieces, labels);
	return pieces;
}
