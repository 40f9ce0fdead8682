/*
 * Reading forms.  A mail in pieces (form_pieces.c), for each label the answer to it
 * (form_answer.c); here is decided which of several counts, and what of the reply is no form.
 */
#include "desk/form.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/field_parts.h"
#include "desk/form_line.h"
#include "desk/form_parts.h"

#include <string.h>

/* As much of a long text as is shown in a form says that it is the one we sent. */
#define SAME_BYTES 200

/* Where an answer stands, the surest first. */
typedef enum Standing {
	STANDS_OWN,    /* in the person's own lines */
	STANDS_QUOTED, /* in lines of our form that the reply goes between */
	STANDS_OLD,    /* in what is below the reply */
} Standing;

/* A label and what was found for it. */
typedef struct Answer {
	const Field *field;
	char *raw;
	Standing standing;
	guint level;
	gboolean is_empty; /* nothing was filled in, or nothing else than we did */
	gboolean is_kept;  /* its lines stay text */
	gboolean is_wrong; /* they don't fit, and are told with what is wrong */
	GArray *taken;     /* guint, of pieces */
} Answer;

/* A mail being read. */
typedef struct Reader {
	const GPtrArray *fields;
	const FormAsked *asked;
	GArray *pieces;  /* Piece */
	GArray *answers; /* Answer */
} Reader;

static const FormAsked nothing_asked;

static void
answer_clear(gpointer data)
{
	Answer *answer = data;
	g_free(answer->raw);
	g_array_unref(answer->taken);
}

/* Whether it is what stood there when we sent the form: long texts come back cut short. */
static gboolean
is_as_sent(const Reader *r, const Field *field, const char *raw)
{
	const char *sent =
		r->asked->values ? g_hash_table_lookup(r->asked->values, field->name) : NULL;
	if (!sent || !*sent)
		return FALSE;
	g_autofree char *sent_key = text_name_key(sent);
	g_autofree char *key = text_name_key(raw);
	if (!strcmp(sent_key, key) ||
	    (strlen(key) >= SAME_BYTES && g_str_has_prefix(sent_key, key)))
		return TRUE;
	g_autofree char *value = field_check(field, raw, r->asked->now_ms, NULL);
	return value && !strcmp(value, sent);
}

static void
read_answer(Reader *r, guint label, const FormLabels *labels)
{
	const Piece *piece = piece_at(r->pieces, label);
	Answer answer = {.field = piece->field, .level = piece->level};
	answer.taken = g_array_new(FALSE, FALSE, sizeof(guint));
	answer.raw = form_answer(r->pieces, label, labels, r->asked->now_ms, answer.taken);
	answer.standing = !piece_is_new(piece) ? STANDS_OLD
			  : piece->level > 0   ? STANDS_QUOTED
					       : STANDS_OWN;
	for (guint i = 0; i < answer.taken->len; i++) {
		const Piece *taken = piece_at(r->pieces, g_array_index(answer.taken, guint, i));
		if (!piece_is_new(taken) || taken->kind != PIECE_TEXT ||
		    taken->level >= piece->level)
			continue;
		answer.standing = STANDS_OWN;
		answer.is_kept = *piece->text && !is_as_sent(r, piece->field, piece->text);
	}
	answer.is_empty = field_is_untouched(answer.field, answer.raw) ||
			  is_as_sent(r, answer.field, answer.raw);
	g_array_append_val(r->answers, answer);
}

static Answer *
answer_at(const Reader *r, guint number)
{
	return &g_array_index(r->answers, Answer, number);
}

/* The value holds more than the field: a remark that nobody else would keep. */
static gboolean
has_remark(const FormValue *value)
{
	if ((value->field->kind != FIELD_CHOICE && value->field->kind != FIELD_NUMBER) ||
	    field_names_choice(value->field, value->raw))
		return FALSE;
	g_autofree char *raw = text_name_key(value->raw);
	g_autofree char *key = text_name_key(value->value);
	return strlen(raw) > strlen(key) + 1 && strstr(raw, key);
}

/* What the person's own lines say of a field; NULL if nothing. Twice the same is once; long texts
 * are one below the other; else nobody knows which one counts. */
static FormValue *
own_value(Reader *r, const Field *field)
{
	g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(form_value_free);
	g_autoptr(GString) texts = g_string_new(NULL);
	for (guint i = 0; i < r->answers->len; i++) {
		Answer *answer = answer_at(r, i);
		if (answer->field != field || answer->standing != STANDS_OWN || answer->is_empty)
			continue;
		FormValue *value = form_value_new(field, answer->raw, r->asked);
		FormValue *first = values->len > 0 ? values->pdata[0] : NULL;
		answer->is_wrong = value->fault != NULL;
		answer->is_kept =
			answer->is_kept || (!value->fault && *value->value && has_remark(value));
		if (first && !g_strcmp0(first->value, value->value) && value->value) {
			form_value_free(value);
			continue;
		}
		g_ptr_array_add(values, value);
		g_string_append_printf(texts, "%s%s", texts->len ? "\n\n" : "", value->raw);
	}
	if (values->len < 2)
		return values->len > 0 ? g_ptr_array_steal_index(values, 0) : NULL;
	if (field->kind == FIELD_LONG_TEXT)
		return form_value_new(field, texts->str, r->asked);
	FormValue *twice = g_new0(FormValue, 1);
	twice->field = field;
	twice->raw = g_strdup(texts->str);
	twice->fault = g_strdup("This was given twice, with different values; write it once.");
	for (guint i = 0; i < r->answers->len; i++) {
		Answer *answer = answer_at(r, i);
		gboolean is_told = answer->standing == STANDS_OWN && !answer->is_empty;
		if (answer->field != field)
			continue;
		answer->is_wrong = is_told;
		answer->is_kept = answer->is_kept || !is_told;
	}
	return twice;
}

static gboolean
is_asked(const Reader *r, const Field *field)
{
	return !r->asked->fields || g_ptr_array_find(unconst(r->asked->fields), field, NULL);
}

/* The least deep, of those the first: what lies below is older. */
static const Answer *
newest_answer(const Reader *r, const Field *field, Standing standing)
{
	const Answer *newest = NULL;
	for (guint i = 0; i < r->answers->len; i++) {
		const Answer *answer = answer_at(r, i);
		if (answer->field == field && answer->standing == standing &&
		    (!newest || answer->level < newest->level))
			newest = answer;
	}
	return newest;
}

/* What the form says of it that stands in the quote, the newest one. It counts even if it is
 * empty. */
static FormValue *
quoted_value(const Reader *r, const Field *field, Standing standing)
{
	const Answer *newest = newest_answer(r, field, standing);
	if (!newest || newest->is_empty || !is_asked(r, field))
		return NULL;
	return form_value_new(field, newest->raw, r->asked);
}

/* Whether somebody has written our example into a field that has no value. */
static gboolean
holds_example(const Reader *r, const Field *field)
{
	for (Standing standing = STANDS_OWN; standing <= STANDS_OLD; standing++) {
		const Answer *newest = newest_answer(r, field, standing);
		if (newest && field_is_example(field, newest->raw))
			return standing == STANDS_OWN || is_asked(r, field);
	}
	return FALSE;
}

static GPtrArray *
pick_examples(const Reader *r, const FormReading *reading)
{
	GPtrArray *examples = g_ptr_array_new();
	for (guint i = 0; i < r->fields->len; i++) {
		const Field *field = r->fields->pdata[i];
		if (!form_reading_find(reading, field) && holds_example(r, field))
			g_ptr_array_add(examples, unconst(field));
	}
	return examples;
}

static GPtrArray *
pick_values(Reader *r)
{
	GPtrArray *values = g_ptr_array_new_with_free_func(form_value_free);
	for (guint i = 0; i < r->fields->len; i++) {
		const Field *field = r->fields->pdata[i];
		FormValue *value = own_value(r, field);
		if (!value)
			value = quoted_value(r, field, STANDS_QUOTED);
		if (!value)
			value = quoted_value(r, field, STANDS_OLD);
		if (value)
			g_ptr_array_add(values, value);
	}
	return values;
}

/* Of answers without labels all lines stay text. */
static void
add_loose(Reader *r, GPtrArray *values)
{
	if (!r->asked->fields || r->asked->is_thanks || values->len > 0)
		return;
	g_autoptr(GPtrArray) loose = form_loose(r->pieces, r->asked);
	g_ptr_array_set_free_func(loose, NULL);
	for (guint i = 0; i < loose->len; i++) {
		FormValue *value = loose->pdata[i];
		value->is_loose = TRUE;
		if (value->value && is_as_sent(r, value->field, value->value))
			form_value_free(value);
		else
			g_ptr_array_add(values, value);
	}
}

enum {
	LINE_IS_TEXT,
	LINE_IS_FORM,
	LINE_IS_WRONG,
	LINE_IS_PROSE, /* of several that don't fit: these may be the text that has no label */
	LINE_IS_BOTH,
};

static guint8
kind_of(const Answer *answer)
{
	if (answer->is_kept)
		return LINE_IS_BOTH;
	if (answer->is_wrong)
		return answer->taken->len > 1 ? LINE_IS_PROSE : LINE_IS_WRONG;
	return LINE_IS_FORM;
}

/* Of each line of the reply which it is. */
static guint8 *
sort_lines(const Reader *r, guint count)
{
	guint8 *kinds = g_malloc0(count + 1);
	for (guint i = 0; i < r->pieces->len; i++) {
		const Piece *piece = piece_at(r->pieces, i);
		gboolean is_ours = piece->kind == PIECE_HINT || piece->kind == PIECE_END ||
				   piece->kind == PIECE_TYPE ||
				   (piece->kind == PIECE_BLANK && piece->level > 0);
		if (piece_is_new(piece) && is_ours)
			kinds[piece->line] = LINE_IS_FORM;
	}
	for (guint i = 0; i < r->answers->len; i++) {
		const Answer *answer = answer_at(r, i);
		for (guint k = 0; k < answer->taken->len; k++) {
			const Piece *piece =
				piece_at(r->pieces, g_array_index(answer->taken, guint, k));
			if (piece_is_new(piece) && piece->kind != PIECE_HINT &&
			    kinds[piece->line] != LINE_IS_BOTH)
				kinds[piece->line] = kind_of(answer);
		}
	}
	return kinds;
}

/* The lines that are no form, up to this kind of line; of empty lines around the form one stays.
 * (transfer full) */
static char *
lines_beside(char **lines, const guint8 *kinds, guint8 last)
{
	GString *rest = g_string_new(NULL);
	gboolean has_cut = FALSE;
	for (guint i = 0; lines[i]; i++) {
		gboolean is_cut = kinds[i] >= LINE_IS_FORM && kinds[i] <= last;
		has_cut = has_cut || is_cut;
		gboolean is_double = has_cut && !*lines[i] &&
				     (rest->len == 0 || g_str_has_suffix(rest->str, "\n\n"));
		if (is_cut || is_double)
			continue;
		g_string_append_printf(rest, "%s\n", lines[i]);
		has_cut = has_cut && !*lines[i];
	}
	while (rest->len > 0 && rest->str[rest->len - 1] == '\n')
		g_string_truncate(rest, rest->len - 1);
	g_string_erase(rest, 0, (gssize)strspn(rest->str, "\n"));
	return g_string_free(rest, FALSE);
}

static void
split_reply(const Reader *r, const char *reply, FormReading *reading)
{
	g_auto(GStrv) lines = g_strsplit(reply, "\n", -1);
	guint count = g_strv_length(lines);
	g_autofree guint8 *kinds = sort_lines(r, count);
	for (guint i = 0; i < count; i++) {
		guint8 is_form = kinds[i] != LINE_IS_TEXT;
		g_byte_array_append(reading->lines, &is_form, 1);
	}
	reading->rest = lines_beside(lines, kinds, LINE_IS_PROSE);
	reading->beside = lines_beside(lines, kinds, LINE_IS_WRONG);
}

/* Whether the form that was sent, or answers to it, stand in what is not new. */
static gboolean
has_old_form(const Reader *r)
{
	for (guint i = 0; i < r->pieces->len; i++) {
		const Piece *piece = piece_at(r->pieces, i);
		if (!piece_is_new(piece) && (piece->kind == PIECE_END || piece->kind == PIECE_TYPE))
			return TRUE;
	}
	for (guint i = 0; i < r->answers->len; i++)
		if (answer_at(r, i)->standing == STANDS_OLD && !answer_at(r, i)->is_empty)
			return TRUE;
	return FALSE;
}

static gboolean
has_quoted_form(const Reader *r)
{
	for (guint i = 0; i < r->pieces->len; i++) {
		const Piece *piece = piece_at(r->pieces, i);
		if (piece_is_new(piece) && piece->level > 0 &&
		    (piece->kind == PIECE_END || piece->kind == PIECE_TYPE))
			return TRUE;
	}
	return FALSE;
}

/* The lines of the reply are some of the text's, in their order. (transfer full) */
static char *
lines_below(const char *text, const char *reply)
{
	g_auto(GStrv) all = g_strsplit(text, "\n", -1);
	g_auto(GStrv) own = g_strsplit(reply, "\n", -1);
	g_autoptr(GString) below = g_string_new(NULL);
	char **line = own;
	for (guint i = 0; all[i]; i++) {
		if (*line && !strcmp(*line, all[i]))
			line++;
		else
			g_string_append_printf(below, "%s\n", all[i]);
	}
	const char *start = below->str + strspn(below->str, "\n");
	return g_strchomp(g_strdup(start));
}

static gboolean
is_endless(const char *text)
{
	guint lines = 0;
	while (lines <= LIMIT_FORM_LINES && (text = strchr(text, '\n'))) {
		text++;
		lines++;
	}
	return lines > LIMIT_FORM_LINES;
}

/* Nothing of it is a form. */
static FormReading *
reading_of_text(const char *reply)
{
	FormReading *reading = g_new0(FormReading, 1);
	reading->values = g_ptr_array_new();
	reading->examples = g_ptr_array_new();
	reading->rest = g_strdup(reply);
	reading->beside = g_strdup(reply);
	reading->below = g_strdup("");
	reading->lines = g_byte_array_new();
	guint count = 1;
	for (const char *end = reply; (end = strchr(end, '\n')); end++)
		count++;
	g_byte_array_set_size(reading->lines, count);
	memset(reading->lines->data, FALSE, count);
	return reading;
}

FormReading *
form_read(const char *text, const char *reply, const GPtrArray *fields, const FormAsked *asked)
{
	if (is_endless(text) || is_endless(reply))
		return reading_of_text(reply);
	g_autoptr(FormLabels) labels = form_labels_new(fields);
	g_autoptr(GArray) pieces = form_pieces(text, reply, labels);
	g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(Answer));
	g_array_set_clear_func(answers, answer_clear);
	Reader r = {fields, asked ? asked : &nothing_asked, pieces, answers};
	form_order_labels(pieces, r.asked->fields ? r.asked->fields : fields, r.asked->now_ms);
	for (guint i = 0; i < pieces->len; i++)
		if (piece_at(pieces, i)->kind == PIECE_LABEL)
			read_answer(&r, i, labels);
	FormReading *reading = g_new0(FormReading, 1);
	reading->lines = g_byte_array_new();
	reading->values = pick_values(&r);
	add_loose(&r, reading->values);
	form_judge_event(fields, reading->values, r.asked);
	reading->examples = pick_examples(&r, reading);
	split_reply(&r, reply, reading);
	reading->is_quoted = has_quoted_form(&r);
	reading->below = has_old_form(&r) ? g_strdup("") : lines_below(text, reply);
	return reading;
}

void
form_reading_free(FormReading *reading)
{
	if (!reading)
		return;
	g_ptr_array_unref(reading->values);
	g_ptr_array_unref(reading->examples);
	g_free(reading->rest);
	g_free(reading->beside);
	g_free(reading->said);
	g_free(reading->below);
	g_byte_array_unref(reading->lines);
	g_free(reading);
}

const FormValue *
form_reading_find(const FormReading *reading, const Field *field)
{
	for (guint i = 0; i < reading->values->len; i++) {
		const FormValue *value = reading->values->pdata[i];
		if (value->field == field)
			return value;
	}
	return NULL;
}

static char *
type_in(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		guint level;
		const char *value = NULL;
		if (!form_line_is_type(form_line_unquote(*line, &level), &value))
			continue;
		g_autofree char *safe = header_safe(value);
		g_autofree char *type = text_collapse(safe);
		if (*type)
			return g_steal_pointer(&type);
	}
	return NULL;
}

char *
form_type(const char *text, const char *reply)
{
	if (is_endless(text) || is_endless(reply))
		return NULL;
	char *type = type_in(reply);
	return type ? type : type_in(text);
}
