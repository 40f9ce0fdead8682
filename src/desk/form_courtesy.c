/*
 * Greetings and farewells are nobody's answer: they stand around the text beside a form, and below
 * its last field, where all lines belong to a long text.
 */
#include "desk/form_parts.h"
#include "desk/question.h"

#include <string.h>

/* Nobody is so polite as to write more lines of it. */
#define POLITE_LINES 12

/* Who wrote a mail. */
typedef struct Writer {
	const char *name;
	const char *address;
	const Site *site;
} Writer;

static gboolean
is_polite(const Writer *writer, const char *line)
{
	return text_is_courtesy(line, writer->name, writer->address, writer->site);
}

/* (transfer full) */
static char *
lines_between(char **lines, guint first, guint end)
{
	GString *text = g_string_new(NULL);
	for (guint i = first; i < end; i++)
		g_string_append_printf(text, "%s%s", i > first ? "\n" : "", lines[i]);
	return g_string_free(text, FALSE);
}

/* The text without such lines at its end, and at its beginning where `both`. (transfer full) */
static char *
plain(const Writer *writer, const char *text, gboolean both)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint first = 0, count = g_strv_length(lines), end = count;
	while (end > 0 && count - end < POLITE_LINES && is_polite(writer, lines[end - 1]))
		end--;
	while (both && first < end && first < POLITE_LINES && is_polite(writer, lines[first]))
		first++;
	return lines_between(lines, first, end);
}

void
form_trim_polite(GPtrArray *lines, const FormAsked *asked)
{
	if (!asked->site)
		return;
	const Writer writer = {asked->name, asked->address, asked->site};
	guint first = 0, end = lines->len;
	while (end > 0 && lines->len - end < POLITE_LINES &&
	       is_polite(&writer, lines->pdata[end - 1]))
		end--;
	while (first < end && first < POLITE_LINES && is_polite(&writer, lines->pdata[first]))
		first++;
	if (first == end)
		return;
	g_ptr_array_set_size(lines, (gint)end);
	if (first > 0)
		g_ptr_array_remove_range(lines, 0, first);
}

void
form_leave_courtesies(FormReading *form, const char *name, const char *address, const Site *site)
{
	const Writer writer = {name, address, site};
	form->said = (g_free(form->said), plain(&writer, form->beside, TRUE));
	for (guint i = 0; i < form->values->len; i++) {
		FormValue *value = form->values->pdata[i];
		if (value->field->kind != FIELD_LONG_TEXT || !value->value)
			continue;
		g_autofree char *text = plain(&writer, value->value, FALSE);
		if (*text)
			value->value = (g_free(value->value), g_steal_pointer(&text));
	}
}
