/*
 * Whether what stands behind "password:" is one, or says something about it.  People write
 * "password: required", "password: how do I reset it?" and "password = getenv(X)", too.
 */
#include "desk/secret_parts.h"

#include "desk/trackid.h"

#include <string.h>

/* Shorter ones are "?", "no", "-". */
#define LEAST_CHARS 3
/* What can't be prose; and where other words follow it. */
#define STRONG_BYTES 6
/* What only machines make. */
#define TOKEN_BYTES       12
#define TOKEN_WORD_BYTES  20
#define KEY_BYTES         7
#define LONGEST_PROSE     64
#define SIGNS_OF_PASSWORD "!@#$%^&*+=~?_/|\\"
#define SIGNS_WITHIN      "!@#$%^&*+=~_"
#define DIGITS            "0123456789"
#define LEAST_PIN         4
#define MOST_PIN          8
#define LONGEST_NAME      6
#define PUNCTUATION       ".,;:!?()[]{}\"'"

gsize
secret_word_end(const char *text, gsize at, const char *lower)
{
	const char *p = text + at;
	for (; *lower; lower = g_utf8_next_char(lower)) {
		if (*lower == ' ') {
			p += *p == ' ' || *p == '-' || *p == '_' ? 1 : 0;
			continue;
		}
		if (g_unichar_tolower(g_utf8_get_char(p)) != g_utf8_get_char(lower))
			return 0;
		p = g_utf8_next_char(p);
	}
	return (gsize)(p - text);
}

/* The word without punctuation around it. */
static char *
bare_word(const char *word, gsize length)
{
	while (length > 0 && strchr(PUNCTUATION, *word)) {
		word++;
		length--;
	}
	while (length > 0 && strchr(PUNCTUATION, word[length - 1]))
		length--;
	g_autofree char *bare = g_strndup(word, length);
	return g_utf8_strdown(bare, -1);
}

gboolean
secret_is_prose(const Secrets *secrets, const char *word, gsize length)
{
	if (length > LONGEST_PROSE)
		return FALSE;
	g_autofree char *bare = bare_word(word, length);
	/* "8-characters", "90days" */
	const char *letters = bare + strspn(bare, "0123456789");
	letters += letters > bare && *letters == '-' ? 1 : 0;
	return !*bare || g_hash_table_contains(secrets->no_values, bare) ||
	       g_hash_table_contains(secrets->no_values, letters);
}

/* "****", "xxxx", "<password>", "${PW}", "%(pw)s", "[password removed]" */
static gboolean
is_placeholder(const char *word, gsize length)
{
	static const char *const pairs[] = {"<>", "{}", "[]", "%%"};
	char last = word[length - 1];
	gboolean is_same = !g_ascii_isdigit(*word);
	for (gsize i = 1; i < length && is_same; i++)
		is_same = word[i] == *word || (guchar)*word >= 0x80;
	if ((guchar)*word >= 0x80) /* "••••" */
		is_same = !g_unichar_isalnum(g_utf8_get_char(word));
	if (is_same || g_strstr_len(word, (gssize)length, "***"))
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
		if (*word == pairs[i][0] && last == pairs[i][1])
			return TRUE;
	if (*word == '%' && (length == 2 || word[1] == '('))
		return TRUE;
	gsize upper = *word == '$' ? 1 : length;
	while (upper < length && (g_ascii_isupper(word[upper]) || word[upper] == '_'))
		upper++;
	return *word == '$' && (strchr("{(", word[1]) || upper == length);
}

/* "getenv("PW")", "os.environ['PW']", "$this->pw" */
static gboolean
is_code(const char *word, gsize length)
{
	const char *open = memchr(word, '(', length);
	return (open && open > word && g_ascii_isalnum(open[-1]) &&
		memchr(open, ')', length - (gsize)(open - word))) ||
	       g_strstr_len(word, (gssize)length, "[\"") ||
	       g_strstr_len(word, (gssize)length, "['") || g_strstr_len(word, (gssize)length, "->");
}

static gboolean
is_link(const char *word, gsize length)
{
	return g_strstr_len(word, (gssize)length, "://") != NULL;
}

/* "password = self.password", "user:password@host": the word again stands for one. */
static gboolean
is_label(const Secrets *secrets, const char *word, gsize length)
{
	gsize last = length;
	while (last > 0 && (g_ascii_isalpha(word[last - 1]) || word[last - 1] == '_'))
		last--;
	const GPtrArray *labels =
		last < length ? secrets->labels[(guchar)g_ascii_tolower(word[last])] : NULL;
	for (guint i = 0; labels && i < labels->len; i++) {
		const SecretLabel *label = labels->pdata[i];
		if (secret_word_end(word, last, label->word) == length)
			return TRUE;
	}
	return FALSE;
}

/* Ours: by it a reply finds its case. */
static gboolean
is_track_id(const char *word, gsize length)
{
	char id[TRACK_ID_LENGTH + 1];
	return length >= TRACK_ID_LENGTH && track_id_read(word, id);
}

static gboolean
has_alnum(const char *word, gsize length)
{
	for (const char *p = word; p < word + length; p = g_utf8_next_char(p))
		if (g_unichar_isalnum(g_utf8_get_char(p)))
			return TRUE;
	return FALSE;
}

/* "2026-11-22T10:00": no password looks so. */
static gboolean
is_date(const char *word, gsize length)
{
	return length >= 8 && strspn(word, "0123456789") == 4 && strchr("-/.", word[4]);
}

/* "pwd" is a command of shells, too. */
static gboolean
is_path(const char *word, gsize length)
{
	static const char *const begins[] = {"/", "~/", "./", "../"};
	for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
		if (!strncmp(word, begins[i], MIN(length, strlen(begins[i]))))
			return TRUE;
	return length > 2 && word[1] == ':' && word[2] == '\\';
}

static gboolean
is_address(const char *word, gsize length)
{
	const char *sign = memchr(word, '@', length);
	return sign && sign > word && memchr(sign, '.', length - (gsize)(sign - word));
}

/* Whether it can't be a word of any language: letters and digits or signs mixed. */
static gboolean
secret_is_strong(const Secrets *secrets, const char *word, gsize length)
{
	guint letters = 0, digits = 0, signs = 0;
	if (length < STRONG_BYTES || is_date(word, length) || is_address(word, length) ||
	    is_link(word, length) || is_path(word, length) ||
	    secret_is_prose(secrets, word, length))
		return FALSE;
	gsize end = length;
	while (end > 0 && strchr(PUNCTUATION, word[end - 1]))
		end--;
	for (gsize i = 0; i < end; i++) {
		letters += g_ascii_isalpha(word[i]) || (guchar)word[i] >= 0x80;
		digits += g_ascii_isdigit(word[i]);
		signs += strchr(SIGNS_OF_PASSWORD, word[i]) != NULL;
	}
	/* Marks at the end: "really?!" is prose, "hunter2!" is not, nor is "Sommer!!x". */
	return letters > 0 && (digits > 0 || signs > 0);
}

/* Some languages have words as long as that: without digits it takes capitals within. */
static gboolean
is_token(const char *word, gsize length)
{
	gboolean digit = FALSE, letter = FALSE;
	guint turns = 0;
	for (gsize i = 0; i < length; i++) {
		if (!g_ascii_isgraph(word[i]) || word[i] == '(')
			return FALSE;
		turns += i > 0 && g_ascii_islower(word[i - 1]) && g_ascii_isupper(word[i]) ? 1 : 0;
		digit = digit || g_ascii_isdigit(word[i]);
		letter = letter || g_ascii_isalpha(word[i]);
	}
	return letter && (digit ? length >= TOKEN_BYTES : length >= TOKEN_WORD_BYTES && turns > 1);
}

static gboolean
has_digit(const char *word, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (g_ascii_isdigit(word[i]))
			return TRUE;
	return FALSE;
}

/* "8-stellig", "90-day", "10:30am", "v2.1", "ABC-123": what has digits and is no password. */
static gboolean
is_measure(const char *word, gsize length)
{
	gsize digits = strspn(word, DIGITS);
	gsize capitals = 0, p = digits + (word[digits] == '-' ? 1 : 0);
	while (p < length && (g_ascii_islower(word[p]) || (guchar)word[p] >= 0x80))
		p++;
	if ((digits > 0 && digits <= 2 && p == length) || strspn(word, DIGITS ":.,%hapm") >= length)
		return TRUE;
	while (capitals < length && g_ascii_isupper(word[capitals]))
		capitals++;
	/* "2FA-Pflicht", "SHA256-hashed" */
	gsize name = strspn(word, DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (name > 0 && name <= LONGEST_NAME && name + 1 < length && word[name] == '-' &&
	    !has_digit(word + name, length - name))
		return TRUE;
	gboolean is_key = capitals > 0 && word[capitals] == '-' &&
			  capitals + 1 + strspn(word + capitals + 1, DIGITS) == length;
	return is_key || (g_ascii_tolower(*word) == 'v' && g_ascii_isdigit(word[1]) &&
			  1 + strspn(word + 1, DIGITS ".") == length);
}

/* Of machines, too, but some make short ones. */
static gboolean
is_short_key(const Secrets *secrets, const SecretValue *value)
{
	return value->is_alone && value->length >= KEY_BYTES &&
	       !memchr(value->word, '(', value->length) && has_digit(value->word, value->length) &&
	       secret_is_strong(secrets, value->word, value->length) &&
	       !is_measure(value->word, value->length);
}

gboolean
secret_is_value(const Secrets *secrets, const SecretValue *value)
{
	const char *word = value->word;
	gsize length = value->length;
	if (g_utf8_strlen(word, (gssize)length) < LEAST_CHARS || !has_alnum(word, length) ||
	    is_placeholder(word, length) || is_code(word, length) || is_link(word, length) ||
	    is_label(secrets, word, length) || is_track_id(word, length) ||
	    secret_is_prose(secrets, word, length))
		return FALSE;
	if (value->label == LABEL_TOKEN || value->label == LABEL_KEY)
		return is_token(word, length) ||
		       (value->label == LABEL_KEY && is_short_key(secrets, value));
	if (!value->is_alone || value->label == LABEL_SHORT)
		return secret_is_strong(secrets, word, length);
	/* Japanese and Chinese have no blanks: it is a sentence. "Why?" is one, too. */
	gboolean asks = word[length - 1] == '?' && !secret_is_strong(secrets, word, length);
	return !g_unichar_iswide(g_utf8_get_char(word)) && !asks;
}

gboolean
secret_is_pin(const char *word, gsize length)
{
	gboolean goes_on =
		word[length] && strchr("-/:.,", word[length]) && g_ascii_isdigit(word[length + 1]);
	return length >= LEAST_PIN && length <= MOST_PIN && strspn(word, DIGITS) == length &&
	       !goes_on;
}

/* Letters with digits or signs, or capitals where no word has them. */
static gboolean
is_mixed(const char *word, gsize length, gboolean is_last)
{
	guint letters = 0, digits = 0, signs = 0, turns = 0;
	gboolean was_lower = FALSE;
	for (const char *p = word; p < word + length; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		turns += was_lower && g_unichar_isupper(c) ? 1 : 0;
		was_lower = g_unichar_islower(c);
		letters += g_unichar_isalpha(c) ? 1 : 0;
		digits += g_unichar_isdigit(c) ? 1 : 0;
		signs += c < 0x80 && strchr(SIGNS_WITHIN, (char)c) != NULL;
	}
	if (letters == 0)
		return digits == length && digits >= LEAST_PIN && is_last;
	return digits > 0 || signs > 0 || turns > 1 || (turns == 1 && is_last && length >= 8);
}

gboolean
secret_is_said(const Secrets *secrets, const char *word, gsize length, gboolean is_last)
{
	while (length > 0 && strchr("*_~", *word)) {
		word++;
		length--;
	}
	while (length > 0 && strchr("*_~" PUNCTUATION, word[length - 1]))
		length--;
	if (g_utf8_strlen(word, (gssize)length) < LEAST_PIN || strchr("@#/", *word) ||
	    is_placeholder(word, length) || is_code(word, length) || is_link(word, length) ||
	    is_label(secrets, word, length) || is_track_id(word, length) || is_date(word, length) ||
	    is_address(word, length) || is_path(word, length) ||
	    secret_is_prose(secrets, word, length) || g_unichar_iswide(g_utf8_get_char(word)))
		return FALSE;
	return strspn(word, DIGITS) >= length
		       ? is_last
		       : !is_measure(word, length) && is_mixed(word, length, is_last);
}
