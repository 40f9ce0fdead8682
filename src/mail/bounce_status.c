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
		/* The second number is one digit (RFC 3463 3): "4.80.1" is a version. */
		if (part == 0 && digits > 1)
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

/* Whether an SMTP reply code that refuses stands here (RFC 5321 4.2.1). */
static gboolean
reply_code_at(const char *at)
{
	return (*at == '4' || *at == '5') && at[1] >= '0' && at[1] <= '7' &&
	       g_ascii_isdigit(at[2]) && (at[3] == '\0' || strchr(" -,:)\"\n#", at[3]));
}

char
bounce_class_in(const char *text)
{
	for (const char *at = text; *at; at++) {
		if ((at == text || strchr(" \t\n:;(\"'#<", at[-1])) && reply_code_at(at))
			return *at;
	}
	return 0;
}

/* How long the stretch without blanks is; beyond ASCII words may do without them. */
static gsize
stretch_length(const char *words)
{
	gsize length = 0;

	if ((guchar)*words >= 0x80) {
		while ((guchar)words[length] >= 0x80)
			length++;
		return length;
	}
	while (words[length] > ' ')
		length++;
	return length;
}

static gboolean
is_name(const char *words, gsize length)
{
	for (gsize i = 1; i + 1 < length; i++) {
		if (words[i] == '@' || (words[i] == '.' && g_ascii_isalpha(words[i + 1]) &&
					g_ascii_isalnum(words[i - 1])))
			return TRUE;
	}
	return FALSE;
}

/* Host names and addresses hold words by chance: "spamgate.example.org". */
static void
drop_names(GString *words)
{
	gsize from = 0, to = 0;

	while (from < words->len) {
		gsize length = stretch_length(words->str + from);

		if (length == 0) {
			if (to == 0 || words->str[to - 1] != ' ')
				words->str[to++] = ' ';
			from++;
			continue;
		}
		if (!is_name(words->str + from, length)) {
			memmove(words->str + to, words->str + from, length);
			to += length;
		}
		from += length;
	}
	g_string_truncate(words, to);
}

/* What follows the first SMTP reply code or status: what the other side said, without the
 * words that the reporter puts around it. NULL if there is none. */
static const char *
reply_in(const char *words)
{
	for (const char *at = words; *at; at++) {
		if (at > words && (g_ascii_isalnum(at[-1]) || strchr(".-/_@", at[-1])))
			continue;
		if (reply_code_at(at) ||
		    (*at != '2' && g_ascii_isdigit(*at) && status_length(at) > 0))
			return at;
	}
	return NULL;
}

static void
scan_folded(Reader *reader)
{
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
}

/* Looks for reasons in words without names. */
static Said
said_in(Reader *reader, const char *words)
{
	Said said;

	g_string_truncate(reader->folded, 0);
	phrase_fold(words, strnlen(words, WORDS_MAX_BYTES), reader->folded);
	drop_names(reader->folded);
	/* "550_user_unknown" */
	g_strdelimit(reader->folded->str, "_", ' ');
	scan_folded(reader);
	said.reason = phrase_scan_value(reader->scan, PHRASE_REASON);
	said.hint = phrase_scan_value(reader->scan, PHRASE_HINT);
	said.guess = phrase_scan_value(reader->scan, PHRASE_GUESS);
	said.about = phrase_scan_value(reader->scan, PHRASE_ABOUT);
	return said;
}

static const char *
provider_of(Reader *reader, const char *words, const char *host)
{
	g_string_truncate(reader->folded, 0);
	if (host) {
		phrase_fold(host, strnlen(host, 300), reader->folded);
		g_string_append(reader->folded, ": ");
	}
	phrase_fold(words, strnlen(words, WORDS_MAX_BYTES), reader->folded);
	scan_folded(reader);
	return phrase_scan_value(reader->scan, PHRASE_PROVIDER);
}

Said
bounce_reason_of_words(Reader *reader, const char *words, const char *host)
{
	const char *reply = reply_in(words);
	Said all = {.reason = provider_of(reader, words, host)}, own = {.reason = NULL};

	if (all.reason)
		return all;
	if (reply)
		own = said_in(reader, reply);
	if (own.reason || own.hint || own.guess || reply == words)
		return own;
	all = said_in(reader, words);
	all.about = own.about;
	return all;
}

gboolean
bounce_has_phrase(Reader *reader, const char *text, PhraseKind kind)
{
	if (text == NULL)
		return FALSE;
	g_string_truncate(reader->folded, 0);
	phrase_fold(text, strnlen(text, WORDS_MAX_BYTES), reader->folded);
	scan_folded(reader);
	return phrase_scan_value(reader->scan, kind) != NULL;
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
