/*
 * Finding the command lines of a mail.  What isn't surely one stays text: a line in the
 * middle of a sentence's neighbours, "#1", "# heading", "#!/bin/sh".
 */
#include "desk/command.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* Longer than any verb in any language. */
#define WORD_CHARS 32

static void
command_free(gpointer data)
{
	Command *command = data;
	g_free(command->line);
	g_free(command->word);
	g_free(command->value);
	g_free(command);
}

Command *
command_new(const char *line, const char *word, const char *value)
{
	Command *command = g_new0(Command, 1);
	command->line = g_strdup(line);
	command->word = g_strdup(word);
	command->value = g_strdup(value);
	return command;
}

/* Blanks of all kinds as one, invisible characters gone, full-width signs as plain ones. */
static char *
normalise(const char *line)
{
	GString *out = g_string_new(NULL);
	for (const char *p = line; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		if (text_is_bidi_or_invisible(c))
			continue;
		g_string_append_unichar(out, g_unichar_isspace(c) ? ' ' : c);
	}
	g_autofree char *loose = g_string_free(out, FALSE);
	return text_collapse(loose);
}

/* Behind the verb's last character; NULL if the line is no command. */
static const char *
verb_end(const char *line)
{
	if ((*line != '#' && *line != '!') || !g_unichar_isalpha(g_utf8_get_char(line + 1)))
		return NULL;
	const char *p = line + 1;
	for (guint chars = 0; *p; p = g_utf8_next_char(p), chars++) {
		gunichar c = g_utf8_get_char(p);
		if (chars > WORD_CHARS)
			return NULL;
		if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) && c != '-' && c != '_')
			break;
	}
	return *p == '\0' || strchr(" :=.", *p) ? p : NULL;
}

static char *
without_stop(const char *text)
{
	gsize length = strlen(text);
	gboolean one_stop =
		length > 0 && text[length - 1] == '.' && !(length > 1 && text[length - 2] == '.');
	char *value = g_strndup(text, one_stop ? length - 1 : length);
	return g_strchomp(value);
}

/* NULL if the line is no command. */
static Command *
command_read(const char *written)
{
	g_autofree char *line = normalise(written);
	const char *end = verb_end(line);
	if (!end)
		return NULL;
	const char *value = end + strspn(end, " :=");
	if (*end == '.' && end[1])
		return NULL; /* "#example.org" */
	Command *command = g_new0(Command, 1);
	g_autofree char *word = g_strndup(line + 1, (gsize)(end - line - 1));
	command->word = g_utf8_strdown(word, -1);
	command->value = without_stop(value);
	command->line = g_steal_pointer(&line);
	command->lines = 1;
	return command;
}

static gboolean
is_blank(const char *line)
{
	g_autofree char *bare = normalise(line);
	return *bare == '\0';
}

/* Lines of a block of commands, from `from` in steps of `step`; where it ends. */
static int
take_block(char **lines, int from, int step, int count, GPtrArray *found)
{
	int at = from;
	for (; at >= 0 && at < count; at += step) {
		if (is_blank(lines[at]))
			continue;
		Command *command = command_read(lines[at]);
		if (!command)
			break;
		command->first = (guint)at;
		g_ptr_array_insert(found, step > 0 ? -1 : 0, command);
	}
	return at;
}

GPtrArray *
commands_find(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int count = (int)g_strv_length(lines);
	GPtrArray *found = g_ptr_array_new_with_free_func(command_free);
	g_autoptr(GPtrArray) last = g_ptr_array_new();
	int end = take_block(lines, 0, 1, count, found);
	if (end < count)
		take_block(lines, count - 1, -1, count, last);
	for (guint i = 0; i < last->len; i++)
		g_ptr_array_add(found, last->pdata[i]);
	return found;
}

static gboolean
is_removed(const GPtrArray *commands, const gboolean *is_done, guint line)
{
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		if (line >= command->first && line < command->first + command->lines)
			return !is_done || is_done[i];
	}
	return FALSE;
}

char *
commands_remove(const char *text, const GPtrArray *commands, const gboolean *is_done)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *rest = g_string_new(NULL);
	for (guint i = 0; lines[i]; i++)
		if (!is_removed(commands, is_done, i))
			g_string_append_printf(rest, "%s\n", lines[i]);
	char *kept = g_string_free(rest, FALSE);
	char *start = kept + strspn(kept, "\n");
	memmove(kept, start, strlen(start) + 1);
	return g_strchomp(kept);
}

Js *
commands_to_js(const GPtrArray *commands, const Words *words)
{
	Js *array = js_array();
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		Js *object = js_object();
		const char *verb = words_verb(words, command->word);
		js_set_text(object, "verb", verb ? verb : command->word);
		js_set_text(object, "value", command->value);
		js_add(array, object);
	}
	return array;
}
