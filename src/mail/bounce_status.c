/*
 * From a mail system's words and codes to one of our reasons.
 */
#include "mail/bounce_parts.h"

#include <string.h>

#define WORDS_MAX_BYTES 12000

/* Length of an enhanced status at `text`, 0 if there is none. */
static gsize
status_length(const char *text)
{
	gsize at = 1;

	if (!strchr("245", text[0]))
		return 0;
	for (int part = 0; part < 2; part++) {
		gsize digits = 0;

		if (text[at] != '.')
			return 0;
		at++;
		while (digits < 3 && g_ascii_isdigit(text[at + digits]))
			digits++;
		if (digits == 0)
			return 0;
		at += digits;
	}
	/* Four numbers are an IP address, letters a version. */
	if (g_ascii_isalnum(text[at]) || (text[at] == '.' && g_ascii_isdigit(text[at + 1])))
		return 0;
	return at;
}

char *
bounce_status_in(const char *text)
{
	const char *vague = NULL;

	for (const char *at = text; *at; at++) {
		gsize length;

		if (at > text && (g_ascii_isalnum(at[-1]) || at[-1] == '.'))
			continue;
		length = g_ascii_isdigit(*at) ? status_length(at) : 0;
		if (length == 0 || *at == '2')
			continue;
		if (strncmp(at + 1, ".0.0", 4) != 0)
			return g_strndup(at, length);
		vague = vague ? vague : at;
	}
	return vague ? g_strndup(vague, 5) : NULL;
}

char
bounce_class_in(const char *text)
{
	for (const char *at = text; *at; at++) {
		if (at > text && !strchr(" \t\n:(\"'#<", at[-1]))
			continue;
		if ((*at == '4' || *at == '5') && at[1] >= '0' && at[1] <= '5' &&
		    g_ascii_isdigit(at[2]) && (at[3] == '\0' || strchr(" -,:)\"\n#", at[3])))
			return *at;
	}
	return 0;
}

/* Host names and addresses hold words by chance: "spamgate.example.org". */
static void
drop_names(GString *words)
{
	gsize from = 0, to = 0;

	while (from < words->len) {
		gsize length = strcspn(words->str + from, " ");
		gboolean is_name = FALSE;

		for (gsize i = 1; i + 1 < length; i++) {
			char c = words->str[from + i];

			is_name = is_name || c == '@' ||
				  (c == '.' && g_ascii_isalpha(words->str[from + i + 1]) &&
				   g_ascii_isalnum(words->str[from + i - 1]));
		}
		if (!is_name) {
			memmove(words->str + to, words->str + from, length);
			to += length;
		}
		from += length;
		if (from < words->len && (to == 0 || words->str[to - 1] != ' '))
			words->str[to++] = ' ';
		from++;
	}
	g_string_truncate(words, MIN(to, words->len));
}

const char *
bounce_reason_of_words(Reader *reader, const char *words, const char *host)
{
	GString *folded = reader->folded;
	const char *value;

	g_string_truncate(folded, 0);
	if (host) {
		phrase_fold(host, strnlen(host, 300), folded);
		g_string_append(folded, ": ");
	}
	phrase_fold(words, strnlen(words, WORDS_MAX_BYTES), folded);
	phrase_scan_line(reader->scan, folded->str, folded->len);
	value = phrase_scan_value(reader->scan, PHRASE_PROVIDER);
	if (value)
		return value;
	drop_names(folded);
	phrase_scan_line(reader->scan, folded->str, folded->len);
	return phrase_scan_value(reader->scan, PHRASE_REASON);
}

const char *
bounce_reason_of_status(const MailTables *tables, const char *status)
{
	g_autofree char *key = g_strdup(status);

	if (key[0] == '\0')
		return NULL;
	key[0] = 'x';
	return phrase_exact(tables, PHRASE_STATUS, key);
}

gboolean
bounce_after_data(const char *words)
{
	static const char *const signs[] = {
		"end of data", "reply to data", "DATA command",       "after DATA",
		"<<< DATA",    ">>> DATA",      "SMTP command\nDATA",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (strstr(words, signs[i]))
			return TRUE;
	}
	return FALSE;
}
