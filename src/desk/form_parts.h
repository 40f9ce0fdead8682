/*
 * What the files that read and write forms share; for desk/form_*.c alone.
 */
#ifndef CM_DESK_FORM_PARTS_H
#define CM_DESK_FORM_PARTS_H

#include "desk/form.h"

typedef enum PieceKind {
	PIECE_BLANK,
	PIECE_TEXT,
	PIECE_LABEL,
	PIECE_TYPE, /* the line that names the type */
	PIECE_HINT, /* what we wrote below a label */
	PIECE_END,  /* the last line of a form */
	PIECE_COMMAND,
} PieceKind;

/* A line of the mail, or what follows one label of several on a line. */
typedef struct Piece {
	PieceKind kind;
	const Field *field; /* of a label */
	char *text;         /* what follows the label, else the line; without marks of quotes */
	char *whole;        /* of a label: the line */
	guint level;        /* marks of quotes */
	guint width;        /* characters of the line */
	guint line;         /* of the reply; G_MAXUINT: what is not new */
} Piece;

/* The labels of a type, and what we write below them. Keys are text_name_key()'s. */
typedef struct FormLabels {
	GHashTable *fields;     /* of a label: Field* */
	GHashTable *short_ones; /* of what stands in a label before parentheses: Field*, or NULL */
	GPtrArray *keys;        /* char*, those of `fields` */
	GHashTable *hints;      /* of lines in parentheses */
	GHashTable *ends;       /* of the last lines of forms that aren't English */
} FormLabels;

/* form_labels.c: `fields` must outlive them. (transfer full) */
FormLabels *form_labels_new(const GPtrArray *fields);
void form_labels_free(FormLabels *labels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FormLabels, form_labels_free)

/* form_labels.c: the field whose label the line begins with, and what follows it; NULL if none
 * is. */
const Field *form_labels_find(const FormLabels *labels, const char *line, const char **value_out);

/* form_labels.c: where in a value the next label stands, with its field and what follows; NULL
 * if none does. `is_text`: only behind what parts things clearly. */
const char *form_labels_find_within(const FormLabels *labels, const char *value, gboolean is_text,
				    const Field **field_out, const char **value_out);

/* form_labels.c: whether the line names the type, and which. */
gboolean form_line_is_type(const char *line, const char **value_out);

/* form_labels.c: whether a line begins with some label that is none of ours. */
gboolean form_line_is_labelled(const char *line);

/* form_hint.c: adds the hints of a field, in all languages. */
void form_hints_add(FormLabels *labels, const Field *field);

/* form_hint.c: whether a line in parentheses, translated perhaps, is a hint of this field. */
gboolean form_looks_like_hint(const Field *field, const char *text);

/* form_hint.c: whether a text is hints alone: as we wrote them below any label, or, if it is of a
 * quote, at least in parentheses as ours are. */
gboolean form_is_hint(GHashTable *hints, const char *text, gboolean is_quoted);
gboolean form_is_end(const FormLabels *labels, const char *text);

/* form_pieces.c: all lines of a mail, what is new first. Piece. (transfer full) */
GArray *form_pieces(const char *text, const char *reply, const FormLabels *labels);

/* form_order.c: labels that nobody has configured, known by the order of the fields. */
void form_order_labels(GArray *pieces, const GPtrArray *fields, gint64 now_ms);

static inline const Piece *
piece_at(const GArray *pieces, guint number)
{
	return &g_array_index(pieces, Piece, number);
}

static inline gboolean
piece_is_new(const Piece *piece)
{
	return piece->line != G_MAXUINT;
}

/* form_answer.c: what stands behind or below a label, "" if nothing does. The numbers (guint) of
 * the pieces it takes are appended to `taken`. (transfer full) */
char *form_answer(const GArray *pieces, guint label, const FormLabels *labels, gint64 now_ms,
		  GArray *taken);

/* form_loose.c: answers without labels: by number, in order, or the only one. FormValue*; empty if
 * the text is none. (transfer full) */
GPtrArray *form_loose(const GArray *pieces, const FormAsked *asked);

/* form_courtesy.c: takes what is polite off both ends of `lines`, char*, unless nothing else stands
 * there: a name alone may be what was asked for. */
void form_trim_polite(GPtrArray *lines, const FormAsked *asked);

/* form_write.c: the lines in parentheses that stand below a field's label, char*, with those that
 * are other lines where choices of it are closed to the reader. (transfer full) */
GPtrArray *form_hints_of_all(const Field *field, GHashTable *labels, const FormWords *words);

/* form_value.c: `raw` is what was written. (transfer full) */
FormValue *form_value_new(const Field *field, const char *raw, const FormAsked *asked);
/* form_value.c: of words that say that it isn't known. (transfer full) */
FormValue *form_value_unknown(const Field *field, const char *raw);
void form_value_free(gpointer data);

/* form_event.c: makes faults of the beginning of a planned event that was over before it was
 * written, and of an end before the beginning, be it one that is known already; FormValue* of
 * `values`. */
void form_judge_event(const GPtrArray *fields, GPtrArray *values, const FormAsked *asked);

/** Stands for a colon where we put a value into a form, so that none of its words looks like a
 *  label: U+A789, which looks the same. What comes back is read as a colon. */
#define FORM_COLON "\xea\x9e\x89"

#endif
