/*
 * Inside the facts about a removal: lists of rows and words, the mark, and whether one text
 * repeats another.
 */
#include "desk/redaction.h"

#include "desk/note_leak.h"
#include "desk/secret.h"

#include <string.h>

/* A word of so many characters, letters and digits mixed, is nobody's everyday word. */
#define SECRET_CHARS 7
/* What stands in the place of a text that was removed; the name of who did it, and the day. */
#define REMOVED_BY "text removed by "
#define MARK_BYTES 200
#define DAY_LENGTH 10

/* Digits of a card's number, in groups or not; a date has fewer. */
#define CARD_DIGITS 12

Redaction *
redaction_new(void)
{
	Redaction *r = g_new0(Redaction, 1);
	r->users = 1;
	r->number = g_strdup("");
	r->kind = g_strdup("");
	r->text = g_strdup("");
	GArray **rows[] = {&r->entries,     &r->touched,       &r->messages, &r->retitled,
			   &r->unsent,      &r->sent,          &r->fanout,   &r->held,
			   &r->field_cases, &r->partner_cases, &r->tag_cases};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		*rows[i] = g_array_new(FALSE, FALSE, sizeof(gint64));
	GPtrArray **words[] = {&r->places,  &r->touched_numbers, &r->titled,    &r->spared,
			       &r->reached, &r->stopped,         &r->elsewhere, &r->backups,
			       &r->fields,  &r->partners,        &r->tags};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		*words[i] = g_ptr_array_new_with_free_func(g_free);
	return r;
}

Redaction *
redaction_ref(Redaction *redaction)
{
	redaction->users++;
	return redaction;
}

void
redaction_unref(Redaction *r)
{
	if (!r || --r->users > 0)
		return;
	g_free(r->number);
	g_free(r->kind);
	g_free(r->text);
	GArray *rows[] = {r->entries,     r->touched,       r->messages, r->retitled,
			  r->unsent,      r->sent,          r->fanout,   r->held,
			  r->field_cases, r->partner_cases, r->tag_cases};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		g_array_unref(rows[i]);
	GPtrArray *words[] = {r->places,  r->touched_numbers, r->titled,    r->spared,
			      r->reached, r->stopped,         r->elsewhere, r->backups,
			      r->fields,  r->partners,        r->tags};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		g_ptr_array_unref(words[i]);
	g_free(r);
}

gboolean
redaction_has(const GArray *rows, gint64 row)
{
	for (guint i = 0; i < rows->len; i++)
		if (g_array_index(rows, gint64, i) == row)
			return TRUE;
	return FALSE;
}

void
redaction_add(GArray *rows, gint64 row)
{
	if (!redaction_has(rows, row))
		g_array_append_val(rows, row);
}

void
redaction_add_word(GPtrArray *words, const char *word)
{
	if (!g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
		g_ptr_array_add(words, g_strdup(word));
}

void
redaction_add_field(Redaction *r, gint64 case_id, const char *name)
{
	g_array_append_val(r->field_cases, case_id);
	g_ptr_array_add(r->fields, g_strdup(name));
}

void
redaction_add_number(Redaction *r, gint64 case_id, const char *partner)
{
	g_array_append_val(r->partner_cases, case_id);
	g_ptr_array_add(r->partners, g_strdup(partner));
}

void
redaction_add_tag(Redaction *r, gint64 case_id, const char *tag)
{
	g_array_append_val(r->tag_cases, case_id);
	g_ptr_array_add(r->tags, g_strdup(tag));
}

char *
redaction_mark(const char *name, gint64 now_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now_ms / 1000);
	g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	g_autofree char *day = local ? g_date_time_format(local, "%Y-%m-%d") : g_strdup("?");
	return g_strdup_printf(REMOVED_BY "%s on %s", name, day);
}

/* "hunter2", "4111-1111-1111-1111"; but not "2026-11-22". */
static gboolean
is_telling(const char *word)
{
	guint letters = 0, digits = 0;
	for (const char *p = word; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		digits += g_unichar_isdigit(c) ? 1 : 0;
		letters += g_unichar_isalpha(c) ? 1 : 0;
	}
	return (letters && digits && letters + digits >= SECRET_CHARS) || digits >= CARD_DIGITS;
}

/* "2026-11-22" */
static gboolean
is_day(const char *text)
{
	return strspn(text, "0123456789-") == DAY_LENGTH && text[4] == '-' && text[7] == '-';
}

/* Behind the mark of a removal that begins here, in a quote or not; NULL: none does. */
static const char *
removed_end(const char *text)
{
	const char *p = text;
	for (const char *want = REMOVED_BY; *want; want++) {
		gsize length = *want == ' ' ? strspn(p, " \t\r\n>|") : (*p == *want);
		if (length == 0)
			return NULL;
		p += length;
	}
	const char *limit = p + strnlen(p, MARK_BYTES);
	while ((p = g_strstr_len(p, limit - p, "on"))) {
		p += strlen("on");
		gsize blanks = strspn(p, " \t\r\n>|");
		if (blanks > 0 && is_day(p + blanks))
			return p + blanks + DAY_LENGTH;
	}
	return NULL;
}

/* What people said. (transfer full) */
static char *
without_marks(const char *text)
{
	GString *out = g_string_sized_new(strlen(text));
	while (*text) {
		const char *end = *text == '[' ? secret_mark_end(text) : NULL;
		end = !end && *text == 't' ? removed_end(text) : end;
		if (end)
			g_string_append_c(out, ' ');
		else
			g_string_append_c(out, *text);
		text = end ? end : text + 1;
	}
	return g_string_free(out, FALSE);
}

gboolean
redaction_repeats(const char *text, const char *removed)
{
	g_autofree char *bare = without_marks(text);
	g_autofree char *wanted = without_marks(removed);
	return words_repeated(bare, wanted, is_telling);
}
