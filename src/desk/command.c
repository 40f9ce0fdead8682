/*
 * Finding the command lines of a mail.  What isn't surely one stays text: a line in the
 * middle of a sentence's neighbours, "#1", "# heading", "#!/bin/sh".
 */
#include "desk/command.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/action.h"
#include "desk/form_line.h"

#include <string.h>

/* Longer than any verb in any language. */
/* Of the line in which a partner gives its number for the case. */
#define TICKET_LABEL "Ticket"
#define WORD_CHARS   32
/* "nicht mehr folgen", "dejar de seguir". */
#define VERB_WORDS 3
/* Where mail programs wrap lines, and how far some go beyond. */
#define WRAP_BYTES 72
#define WRAP_SLACK 8
/* A greeting, a farewell. */
#define SHORT_LINES 3
#define SHORT_CHARS 40
/* A farewell with name, position, company, telephone; and how many blank lines part them. */
#define SIGNED_LINES  6
#define SIGNED_BLANKS 2

void
command_destroy(gpointer data)
{
	Command *command = data;
	g_free(command->line);
	g_free(command->word);
	g_free(command->value);
	g_free(command->text);
	g_free(command);
}

Command *
command_new(const char *line, const char *word, const char *value)
{
	Command *command = g_new0(Command, 1);
	command->line = g_strdup(line);
	command->word = g_strdup(word);
	command->value = g_strdup(value);
	command->text = g_strdup(value);
	return command;
}

char *
command_normalise(const char *line)
{
	GString *out = g_string_new(NULL);
	for (const char *p = line; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		if (text_is_bidi_or_invisible(c))
			continue;
		g_string_append_unichar(out,
					g_unichar_isspace(c) || g_unichar_iscntrl(c) ? ' ' : c);
	}
	g_autofree char *loose = g_string_free(out, FALSE);
	return text_collapse(loose);
}

/* Lists come with them. What our own mails have disarmed isn't one of a list; `written` is the
 * line before its blanks were made alike. */
static const char *
past_bullets(const char *line, const char *written)
{
	gunichar c;
	if (strstr(written, COMMAND_DISARMED))
		return line;
	while ((c = g_utf8_get_char(line)) && (c == ' ' || g_utf8_strchr(COMMAND_BULLETS, -1, c)))
		line = g_utf8_next_char(line);
	return line;
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
	g_autofree char *whole = command_normalise(written);
	g_autofree char *line = g_strdup(past_bullets(whole, written));
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
	command->text = g_strdup(value);
	command->line = g_steal_pointer(&line);
	command->lines = 1;
	return command;
}

typedef enum LineKind { LINE_BLANK, LINE_TEXT, LINE_COMMAND } LineKind;

/* A line of the text, or several that a mail program made of one. */
typedef struct Line {
	LineKind kind;
	gboolean has_bullet;
	gboolean is_signed; /* it may stand below a text with somebody's name */
	guint chars;
	Command *command; /* of a command (transfer none) */
} Line;

gboolean
command_stands_below(const char *line)
{
	g_autofree char *bare = command_normalise(line);
	gsize length = strlen(bare);
	gunichar first = g_utf8_get_char(bare);
	return length > 0 && length <= SHORT_CHARS && !g_unichar_islower(first) &&
	       !strchr(".?:;>|", bare[length - 1]) && *bare != '>' && *bare != '|';
}

static LineKind
kind_of(const char *line, gboolean *has_bullet_out)
{
	g_autofree char *bare = command_normalise(line);
	const char *start = past_bullets(bare, line);
	*has_bullet_out = start != bare;
	return *bare == '\0' ? LINE_BLANK : verb_end(start) ? LINE_COMMAND : LINE_TEXT;
}

/* "---------- Forwarded message ---------" */
static gboolean
is_rule(const char *line)
{
	return *line && strchr("-_=*", line[0]) && line[1] == line[0] && line[2] == line[0];
}

/* An address ends the line, and no list goes on: a name below it is another's, however long the
 * line is. */
static gboolean
ends_with_address(const char *line, const char *next)
{
	const char *blank = strrchr(line, ' ');
	const char *last = blank ? blank + 1 : line;
	return strchr(last, '@') && !strchr(",;", line[strlen(line) - 1]) &&
	       g_unichar_isupper(g_utf8_get_char(next)) && !strchr(next, '@');
}

/* Whether `next` goes on with what did not fit into `line`: its first word would have made
 * the line longer than mail programs let it be. */
static gboolean
is_wrapped(const char *line, const char *next)
{
	gsize length = strlen(line);
	gboolean has_bullet = FALSE;
	return length <= WRAP_BYTES + WRAP_SLACK && !is_rule(next) &&
	       length + 1 + strcspn(next, " ") > WRAP_BYTES && length >= WRAP_BYTES / 2 &&
	       kind_of(next, &has_bullet) == LINE_TEXT && !ends_with_address(line, next);
}

static Command *
read_lines(char **lines, guint first, guint count)
{
	g_autofree char *after = lines[first + count];
	lines[first + count] = NULL;
	g_autofree char *joined = g_strjoinv(" ", lines + first);
	lines[first + count] = g_steal_pointer(&after);
	Command *command = command_read(joined);
	if (command) {
		command->first = first;
		command->lines = count;
	}
	return command;
}

/* Line*, of all lines in order; the commands are appended to `commands`. */
static GArray *
sort_lines(char **lines, GPtrArray *commands)
{
	GArray *sorted = g_array_new(FALSE, TRUE, sizeof(Line));
	for (guint i = 0; lines[i];) {
		Line line = {.chars = (guint)strlen(lines[i]),
			     .is_signed = command_stands_below(lines[i])};
		line.kind = kind_of(lines[i], &line.has_bullet);
		if (line.kind == LINE_COMMAND && commands->len >= LIMIT_COMMANDS)
			line.kind = LINE_TEXT;
		guint count = 1;
		while (line.kind == LINE_COMMAND && lines[i + count] &&
		       is_wrapped(lines[i + count - 1], lines[i + count]))
			count++;
		line.command = line.kind == LINE_COMMAND ? read_lines(lines, i, count) : NULL;
		if (line.command) {
			line.command->is_stray = TRUE;
			g_ptr_array_add(commands, line.command);
		} else if (line.kind == LINE_COMMAND) {
			line.kind = LINE_TEXT;
		}
		g_array_append_val(sorted, line);
		i += count;
	}
	return sorted;
}

static const Line *
line_at(const GArray *lines, int at)
{
	return at >= 0 && at < (int)lines->len ? &g_array_index(lines, Line, at) : NULL;
}

static int
skip_blank(const GArray *lines, int at, int step)
{
	for (const Line *line; (line = line_at(lines, at)) && line->kind == LINE_BLANK;)
		at += step;
	return at;
}

/* Behind the commands that stand from `at` on in this direction. */
static int
take_commands(const GArray *lines, int at, int step)
{
	for (const Line *line; (line = line_at(lines, at)) && line->kind != LINE_TEXT; at += step)
		if (line->command)
			line->command->is_stray = FALSE;
	return at;
}

/* Behind a few short lines, as a greeting or a farewell is; -1 for more. */
static int
skip_short(const GArray *lines, int at, int step)
{
	for (guint n = 0; n <= SHORT_LINES; n++, at += step) {
		const Line *line = line_at(lines, at);
		if (!line || line->kind == LINE_BLANK)
			return at;
		if (line->kind == LINE_COMMAND)
			return n <= (step > 0 ? 1 : SHORT_LINES) ? at : -1;
		if (line->chars > SHORT_CHARS)
			return -1;
	}
	return -1;
}

/* A paragraph that holds commands alone. */
static gboolean
is_block(const GArray *lines, int at, int step)
{
	const Line *line = line_at(lines, at);
	gboolean any = line && line->kind == LINE_COMMAND;
	while ((line = line_at(lines, at)) && line->kind == LINE_COMMAND)
		at += step;
	return any && (!line || line->kind == LINE_BLANK);
}

/* From the end over what stands below a text, two paragraphs perhaps; -1: no command is above. */
static int
skip_signed(const GArray *lines, int at)
{
	guint blanks = 0;
	for (guint n = 0; n <= SIGNED_LINES; at--) {
		const Line *line = line_at(lines, at);
		if (line && line->kind == LINE_COMMAND)
			return at;
		if (line && line->kind == LINE_BLANK && ++blanks <= SIGNED_BLANKS)
			continue;
		if (!line || line->kind == LINE_BLANK || !line->is_signed)
			return -1;
		n++;
	}
	return -1;
}

static void
take_above_signature(const GArray *lines)
{
	int at = skip_signed(lines, skip_blank(lines, (int)lines->len - 1, -1));
	if (at >= 0)
		take_commands(lines, at, -1);
}

/* The block at this end of the text, or next to a greeting or farewell at this end. */
static void
take_block(const GArray *lines, int from, int step)
{
	int at = skip_blank(lines, from, step);
	if (take_commands(lines, at, step) != at)
		return;
	int behind = skip_short(lines, at, step);
	if (behind < 0)
		return;
	at = skip_blank(lines, behind, step);
	if (at == behind || is_block(lines, at, step))
		take_commands(lines, at, step);
}

/* What a list says within or below a text is the text's: of our own mails too, however quoted. */
static void
drop_listed(GArray *lines, GPtrArray *commands)
{
	for (guint i = 0; i < lines->len; i++) {
		Line *line = &g_array_index(lines, Line, i);
		if (!line->has_bullet || !line->command || !line->command->is_stray)
			continue;
		g_ptr_array_remove(commands, line->command);
		line->command = NULL;
		line->kind = LINE_TEXT;
	}
}

GPtrArray *
commands_find(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GPtrArray *found = g_ptr_array_new_with_free_func(command_destroy);
	g_autoptr(GArray) sorted = sort_lines(lines, found);
	take_block(sorted, 0, 1);
	drop_listed(sorted, found);
	take_block(sorted, (int)sorted->len - 1, -1);
	take_above_signature(sorted);
	return found;
}

/* Behind so many words. */
static const char *
skip_words(const char *text, guint words)
{
	for (guint i = 0; i < words; i++) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return text;
}

static void
drop_words(char **text, guint words)
{
	char *rest = g_strdup(skip_words(*text, words));
	g_free(*text);
	*text = rest;
}

/* The verb that the word is with the first ones of the value; NULL: none. (transfer full) */
static char *
join_verb(const Command *command, guint count, const Words *words)
{
	gsize length = (gsize)(skip_words(command->value, count) - command->value);
	g_autofree char *more = g_strndup(command->value, length);
	g_autofree char *both = g_strconcat(command->word, more, NULL);
	g_autofree char *key = text_name_key(both);
	return words_verb(words, key) ? g_steal_pointer(&key) : NULL;
}

static void
command_join_verb(Command *command, const Words *words)
{
	if (words_verb(words, command->word))
		return;
	for (guint n = 1; n < VERB_WORDS && *skip_words(command->value, n - 1); n++) {
		char *verb = join_verb(command, n, words);
		if (!verb)
			continue;
		g_free(command->word);
		command->word = verb;
		drop_words(&command->value, n);
		drop_words(&command->text, n);
		return;
	}
}

void
commands_join_verbs(GPtrArray *commands, const Words *words)
{
	for (guint i = 0; i < commands->len; i++)
		command_join_verb(commands->pdata[i], words);
}

/* ".r9", which says itself what is wrong with it. */
static gboolean
is_of_rating(const char *name)
{
	return g_ascii_tolower(*name) == 'r' && name[1] &&
	       strspn(name + 1, "0123456789") == strlen(name + 1);
}

Command *
command_of_action(const char *name, gboolean covers_text)
{
	static const Action asking = {"info", "info", ""};
	const Action rating = {name, "rate", is_of_rating(name) ? name + 1 : ""};
	const Action *action = action_find(name);
	if (!action && *rating.value)
		action = &rating;
	if (!action && *name && covers_text)
		action = &asking;
	if (!action)
		return NULL;
	g_autofree char *line = g_strdup_printf("the action .%s", action->name);
	Command *command = command_new(line, action->verb, action->value);
	command->way = BY_ADDRESS;
	command->lines = covers_text ? G_MAXUINT : 0;
	return command;
}

Command *
command_of_contact(const char *text)
{
	g_autofree char *value = form_line_first_value(text, "Additional contact");
	if (!value)
		return NULL;
	g_autofree char *line = g_strdup_printf("Additional contact: %s", value);
	Command *command = command_new(line, "contact", value);
	command->way = BY_FIELD;
	return command;
}

/* The line goes with it: the number is between the two desks. */
Command *
command_of_ticket(const char *text)
{
	g_autofree char *value = form_line_first_value(text, TICKET_LABEL);
	if (!value)
		return NULL;
	g_autofree char *key = text_name_key(TICKET_LABEL);
	g_autofree char *shown = g_strdup_printf(TICKET_LABEL ": %s", value);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	Command *command = command_new(shown, "external", value);
	command->way = BY_TICKET;
	for (guint i = 0; lines[i] && command->lines == 0; i++) {
		const char *rest = "";
		g_autofree char *line = text_collapse(lines[i]);
		g_autofree char *label = form_line_label(line, SIGN_COLON, &rest);
		command->first = i;
		command->lines = label && !strcmp(label, key) ? 1 : 0;
	}
	return command;
}

Command *
command_of_question(const char *line)
{
	Command *command = command_new(line, "info", "");
	command->way = BY_QUESTION;
	return command;
}

Command *
command_of_solved(const char *line)
{
	Command *command = command_new(line, "done", "");
	command->way = BY_SOLVED;
	return command;
}

Command *
command_of_held(const char *verb, const char *token)
{
	g_autofree char *line = g_strdup_printf("the address .%s", verb);
	Command *command = command_new(line, verb, token);
	command->way = BY_ADDRESS;
	command->lines = G_MAXUINT;
	return command;
}

/* What stands in the place of the line; NULL: itself. */
static const char *
replaced_by(const GPtrArray *commands, const char *const *instead, guint line)
{
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		if (line < command->first || line >= command->first + command->lines)
			continue;
		return instead[i] && line > command->first ? "" : instead[i];
	}
	return NULL;
}

char *
commands_replace(const char *text, const GPtrArray *commands, const char *const *instead)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *rest = g_string_new(NULL);
	for (guint i = 0; lines[i]; i++) {
		const char *other = replaced_by(commands, instead, i);
		if (!other || *other)
			g_string_append_printf(rest, "%s\n", other ? other : lines[i]);
	}
	char *kept = g_string_free(rest, FALSE);
	char *start = kept + strspn(kept, "\n");
	memmove(kept, start, strlen(start) + 1);
	return g_strchomp(kept);
}

/* Where these lines stand from `at` on, all together; -1: nowhere. */
static int
find_lines(char *const *lines, guint at, char *const *wanted, guint count)
{
	for (; lines[at]; at++) {
		guint same = 0;
		while (same < count && lines[at + same] && !strcmp(lines[at + same], wanted[same]))
			same++;
		if (same == count)
			return (int)at;
	}
	return -1;
}

char *
commands_replace_in(const char *text, const char *own, const GPtrArray *commands,
		    const char *const *instead)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_auto(GStrv) wanted = g_strsplit(own, "\n", -1);
	guint count = g_strv_length(wanted), at = 0;
	g_autofree Command *moved = g_new0(Command, commands->len + 1);
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		gboolean stands = command->lines > 0 && command->lines <= count &&
				  command->first <= count - command->lines;
		int found = stands ? find_lines(lines, at, wanted + command->first, command->lines)
				   : -1;
		moved[i].first = found < 0 ? 0 : (guint)found;
		moved[i].lines = found < 0 ? 0 : command->lines;
		at = found < 0 ? at : (guint)found + command->lines;
		g_ptr_array_add(list, &moved[i]);
	}
	return commands_replace(text, list, instead);
}

char *
commands_remove(const char *text, const GPtrArray *commands)
{
	g_autofree const char **instead = g_new0(const char *, commands->len + 1);
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		instead[i] = command->is_stray ? NULL : "";
	}
	return commands_replace(text, commands, instead);
}

Js *
commands_to_js(const GPtrArray *commands, const Words *words)
{
	Js *array = js_array();
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		if (command->is_stray)
			continue;
		Js *object = js_object();
		const char *verb = words_verb(words, command->word);
		js_set_text(object, "verb", verb ? verb : command->word);
		js_set_text(object, "value", command->value);
		js_add(array, object);
	}
	return array;
}
