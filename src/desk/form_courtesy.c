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

/* Of the lines of a text. */
typedef struct Range {
	guint first;
	guint end;
} Range;

/* Those without polite ones at the end, and at the beginning where `both`. */
static Range
find_core(const Writer *writer, char **lines, guint count, gboolean both)
{
	Range core = {0, count};
	while (core.end > 0 && count - core.end < POLITE_LINES &&
	       is_polite(writer, lines[core.end - 1]))
		core.end--;
	while (both && core.first < core.end && core.first < POLITE_LINES &&
	       is_polite(writer, lines[core.first]))
		core.first++;
	return core;
}

/* What stands between such lines. (transfer full) */
static char *
plain(const Writer *writer, const char *text, gboolean both)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const Range core = find_core(writer, lines, g_strv_length(lines), both);
	GString *left = g_string_new(NULL);
	for (guint i = core.first; i < core.end; i++)
		g_string_append_printf(left, "%s%s", i > core.first ? "\n" : "", lines[i]);
	return g_string_free(left, FALSE);
}

void
form_trim_polite(GPtrArray *lines, const FormAsked *asked)
{
	if (!asked->site)
		return;
	const Writer writer = {asked->name, asked->address, asked->site};
	const Range core = find_core(&writer, (char **)lines->pdata, lines->len, TRUE);
	if (core.first == core.end)
		return;
	g_ptr_array_set_size(lines, (gint)core.end);
	if (core.first > 0)
		g_ptr_array_remove_range(lines, 0, core.first);
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
