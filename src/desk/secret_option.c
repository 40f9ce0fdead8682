/*
 * Passwords that a command is given by an option: "mysql -p'hunter2'", "curl -u anna:hunter2".
 * The same letters mean other things to other commands, so one that is known has to stand before.
 */
#include "desk/secret_parts.h"

#include <string.h>

/* The command stands on the same line, not further in front than this. */
#define COMMAND_BYTES 200

/* "mysqldump" where it is no part of a longer word: "/usr/bin/mysqldump -u root". */
static gboolean
follows_command(const SecretScan *scan, gsize at, const char *command)
{
	gsize begin = at, length = strlen(command);
	while (begin > 0 && at - begin < COMMAND_BYTES && scan->text[begin - 1] != '\n')
		begin--;
	const char *from = scan->text + begin, *end = scan->text + at;
	for (const char *p; (p = g_strstr_len(from, end - from, command)); from = p + 1)
		if (g_ascii_isspace(p[length]) && (p == scan->text || !strchr("-_.", p[-1])) &&
		    !secret_follows_word(scan->text, (gsize)(p - scan->text)))
			return TRUE;
	return FALSE;
}

/* Of a word, or of what stands in quotes. */
static gsize
value_end(const SecretScan *scan, gsize *at)
{
	char quote = scan->text[*at];
	if (quote == '\'' || quote == '"') {
		const char *begin = scan->text + ++*at;
		const char *feed = begin + strcspn(begin, "\n");
		const char *close = memchr(begin, quote, (gsize)(feed - begin));
		return close ? (gsize)(close - scan->text) : *at;
	}
	return *at + strcspn(scan->text + *at, " \t\r\n`'\"|;&<>)");
}

static gboolean
find_value(const SecretScan *scan, gsize at, const SecretOption *option, SecretSpan *out)
{
	const char *text = scan->text;
	gsize length = strlen(option->option), begin = at + length;
	if (strncmp(text + at, option->option, length) != 0)
		return FALSE;
	gsize blanks = strspn(text + begin, " \t");
	if ((blanks > 0) == option->is_tight)
		return FALSE;
	begin += blanks;
	gsize end = value_end(scan, &begin);
	const char *colon = memchr(text + begin, ':', end - begin);
	if (option->has_name && !colon)
		return FALSE;
	begin = option->has_name ? (gsize)(colon + 1 - text) : begin;
	if (end <= begin || strchr("-<$[{*%", text[begin]))
		return FALSE;
	const SecretValue value = {text + begin, end - begin, TRUE, LABEL_PASSWORD};
	*out = (SecretSpan){begin, end, SECRET_PASSWORD, ""};
	return secret_is_value(scan->secrets, &value);
}

gboolean
secret_option_at(const SecretScan *scan, gsize at, SecretSpan *out)
{
	if (at == 0 || !g_ascii_isspace(scan->text[at - 1]))
		return FALSE;
	for (guint i = 0; i < scan->secrets->options->len; i++) {
		const SecretOption *option = scan->secrets->options->pdata[i];
		if (find_value(scan, at, option, out) && follows_command(scan, at, option->command))
			return TRUE;
	}
	return FALSE;
}
