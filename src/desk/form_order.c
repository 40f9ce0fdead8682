/*
 * Labels in a language that nobody has configured, as translators make them.  They are known by
 * their order, if there are as many as we wrote and what stands behind them fits.
 */
#include "desk/form_line.h"
#include "desk/form_parts.h"

#include <string.h>

/* With fewer fields the order says too little. */
#define LEAST_FIELDS 3
/* Values that fit what not everything fits. */
#define LEAST_FITTING 2

/* The lines of the reply that begin with some label, known or not: guint. (transfer full) */
static GArray *
find_labelled(const GArray *pieces)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < pieces->len; i++) {
		const Piece *piece = piece_at(pieces, i);
		gboolean is_label =
			piece->kind == PIECE_LABEL || piece->kind == PIECE_TYPE ||
			(piece->kind == PIECE_TEXT && form_line_is_labelled(piece->text));
		if (piece_is_new(piece) && is_label)
			g_array_append_val(found, i);
	}
	return found;
}

static const char *
value_of(const Piece *piece)
{
	const char *value = piece->text;
	if (piece->kind == PIECE_LABEL)
		return value;
	g_autofree char *key = form_line_label(form_line_bare(piece->text), SIGN_COLON, &value);
	return key ? value + strspn(value, " \t*_") : "";
}

static gboolean
is_typed(const Field *field)
{
	return field->kind == FIELD_CHOICE || field->kind == FIELD_DATE_TIME ||
	       field->kind == FIELD_NUMBER || field->kind == FIELD_EMAIL;
}

/* Whether the lines from `first` on can be the fields in their order. */
static gboolean
are_in_order(const GArray *pieces, const guint *lines, const GPtrArray *fields, gint64 now_ms)
{
	guint good = 0, bad = 0;
	for (guint i = 0; i < fields->len; i++) {
		const Piece *piece = piece_at(pieces, lines[i]);
		const Field *field = fields->pdata[i];
		if (piece->kind == PIECE_TYPE ||
		    (piece->kind == PIECE_LABEL && piece->field != field))
			return FALSE;
		const char *raw = value_of(piece);
		if (!is_typed(field) || field_says_nothing(field, raw))
			continue;
		g_autofree char *value = field_check(field, raw, now_ms, NULL);
		good += value ? 1 : 0;
		bad += value ? 0 : 1;
	}
	return good >= LEAST_FITTING && good >= 2 * bad;
}

static void
make_label(Piece *piece, const Field *field)
{
	char *value = g_strdup(value_of(piece));
	g_free(piece->text);
	piece->text = value;
	piece->kind = field ? PIECE_LABEL : PIECE_TYPE;
	piece->field = field;
}

void
form_order_labels(GArray *pieces, const GPtrArray *fields, gint64 now_ms)
{
	g_autoptr(GArray) found = find_labelled(pieces);
	const guint *lines = (const guint *)(gconstpointer)found->data;
	/* The line above them may be the one that names the type. */
	guint above = found->len == fields->len + 1 ? 1 : 0;
	if (fields->len < LEAST_FIELDS || found->len != fields->len + above ||
	    !are_in_order(pieces, lines + above, fields, now_ms))
		return;
	for (guint i = 0; i < fields->len; i++)
		make_label(&g_array_index(pieces, Piece, lines[above + i]), fields->pdata[i]);
	Piece *type = above ? &g_array_index(pieces, Piece, lines[0]) : NULL;
	if (type && type->kind == PIECE_TEXT)
		make_label(type, NULL);
}
