/*
 * Card numbers: digits in the groups that cards have, of an issuer's range and length (ISO/IEC
 * 7812), with the right check digit.  Many other numbers have that digit, too: what they are called
 * and what stands around them counts.
 */
#include "desk/secret_parts.h"

#include <string.h>

#define LEAST_DIGITS 13
#define MOST_DIGITS  19
/* More groups in a row are a table. */
#define MOST_GROUPS 8
/* Words that tell what a number is. */
#define CONTEXT_BYTES 40
#define IBAN_BYTES    44
/* What follows a number in a file's name, and what can't. */
#define FILE_BYTES 80
#define FILE_ENDS  "\r\n\"<>|/\\@"

/** Digits in groups, as they stand. */
typedef struct Run {
	guint count;
	guint lengths[MOST_GROUPS];
	gsize ends[MOST_GROUPS];
	guint feeds[MOST_GROUPS]; /* line feeds before that group */
	char digits[MOST_GROUPS * MOST_DIGITS + 1];
} Run;

/* One of ASCII or full width; -1: none. */
static int
digit_at(const char *text, gsize at, gsize *next_out)
{
	if (g_ascii_isdigit(text[at])) {
		*next_out = at + 1;
		return text[at] - '0';
	}
	if ((guchar)text[at] != 0xef)
		return -1;
	gunichar c = g_utf8_get_char(text + at);
	*next_out = at + 3;
	return c >= 0xff10 && c <= 0xff19 ? (int)(c - 0xff10) : -1;
}

/* "-" or blanks of any kind, and one line's end with what stands before a quoted line. */
static gsize
skip_gap(const char *text, gsize at, guint *feeds_out)
{
	gsize begin = at;
	*feeds_out = 0;
	if (text[at] == '-' || text[at] == '.')
		at++;
	for (guint i = 0; i < 6; i++) {
		gunichar c = g_utf8_get_char(text + at);
		if (c == '\n' && !*feeds_out) {
			*feeds_out = 1;
			at += 1 + strspn(text + at + 1, " \t>|");
			continue;
		}
		if (c != '\r' && c != '\t' && g_unichar_type(c) != G_UNICODE_SPACE_SEPARATOR &&
		    c != 0x2011 && c != 0x2010)
			break;
		at = (gsize)(g_utf8_next_char(text + at) - text);
	}
	return at - begin;
}

/* Where the digits end that begin here; `digits` is nullable. */
static gsize
read_group(const char *text, gsize at, char *digits, guint *length_out)
{
	guint length = 0;
	gsize next = at;
	for (int digit; (digit = digit_at(text, at, &next)) >= 0; at = next) {
		if (digits && length < MOST_DIGITS)
			digits[length] = (char)('0' + digit);
		length++;
	}
	*length_out = length;
	return at;
}

static void
read_run(const char *text, gsize at, Run *run)
{
	char *to = run->digits;
	for (guint feeds = 0; run->count < MOST_GROUPS; run->count++) {
		guint length = 0;
		gsize end = read_group(text, at, to, &length);
		if (length == 0 || length > MOST_DIGITS)
			break;
		run->lengths[run->count] = length;
		run->ends[run->count] = end;
		run->feeds[run->count] = run->count ? feeds : 0;
		to += length;
		gsize gap = skip_gap(text, end, &feeds);
		if (!gap) {
			run->count++;
			break;
		}
		at = end + gap;
	}
	*to = '\0';
}

static gboolean
has_check_digit(const char *digits, guint length)
{
	guint sum = 0;
	for (guint i = 0; i < length; i++) {
		guint digit = (guint)(digits[length - 1 - i] - '0');
		guint twice = i % 2 ? digit * 2 : digit;
		sum += twice > 9 ? twice - 9 : twice;
	}
	return sum % 10 == 0;
}

static gboolean
is_of_issuer(const char *digits, guint length)
{
	static const struct {
		guint from, to; /* the first four digits */
		const char *lengths;
	} ranges[] = {
		{4000, 4999, " 13 16 19"},    /* Visa */
		{5100, 5599, " 16"},          /* Mastercard */
		{2221, 2720, " 16"},          /* Mastercard */
		{3400, 3499, " 15"},          /* American Express */
		{3700, 3799, " 15"},          /* American Express */
		{3000, 3059, " 14 16 19"},    /* Diners Club */
		{3095, 3095, " 14 16 19"},    /* Diners Club */
		{3600, 3699, " 14 16 19"},    /* Diners Club */
		{3800, 3999, " 14 16 19"},    /* Diners Club */
		{6011, 6011, " 16 19"},       /* Discover */
		{6440, 6599, " 16 19"},       /* Discover, RuPay */
		{3528, 3589, " 16 19"},       /* JCB */
		{6200, 6299, " 16 17 18 19"}, /* UnionPay */
		{8171, 8171, " 16 19"},       /* UnionPay */
		{2200, 2204, " 16 17 18 19"}, /* Mir */
		{5018, 5018, " 16 18 19"},    /* Maestro */
		{5020, 5020, " 16 18 19"},    /* Maestro */
		{5038, 5038, " 16 18 19"},    /* Maestro */
		{5893, 5893, " 16 18 19"},    /* Maestro */
		{6304, 6304, " 16 18 19"},    /* Maestro */
		{6759, 6763, " 13 16 18 19"}, /* Maestro */
		{9792, 9792, " 16"},          /* Troy */
	};
	guint first = 0;
	for (guint i = 0; i < 4; i++)
		first = first * 10 + (guint)(digits[i] - '0');
	g_autofree char *asked = g_strdup_printf(" %u", length);
	for (guint i = 0; i < G_N_ELEMENTS(ranges); i++)
		if (first >= ranges[i].from && first <= ranges[i].to &&
		    strstr(ranges[i].lengths, asked))
			return TRUE;
	return FALSE;
}

/* As cards and people group them. */
static gboolean
is_grouped(const Run *run, guint count)
{
	static const guint groupings[][5] = {
		{4, 4, 4, 4},    {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 4, 3}, {4, 4, 4, 4, 2},
		{4, 4, 4, 4, 1}, {8, 8},    {6, 13},   {4, 12},         {12, 4},
		{4, 4, 8},       {8, 4, 4}, {6, 10},   {4, 4, 5},       {4, 4, 4, 3},
	};
	for (guint i = 0; i < G_N_ELEMENTS(groupings); i++) {
		guint k = 0;
		while (k < count && k < 5 && groupings[i][k] == run->lengths[k])
			k++;
		if (k == count && (k == 5 || groupings[i][k] == 0))
			return TRUE;
	}
	return count == 1;
}

static char *
lower_before(const char *text, gsize at)
{
	gsize begin = at;
	while (begin > 0 && at - begin < CONTEXT_BYTES && text[begin - 1] != '\n')
		begin--;
	while (begin < at && ((guchar)text[begin] & 0xc0) == 0x80)
		begin++;
	g_autofree char *before = g_strndup(text + begin, at - begin);
	return g_utf8_strdown(before, -1);
}

/* What follows on the same line: "4111 1111 1111 1111, paid with Visa". */
static char *
lower_behind(const char *text, gsize at)
{
	gsize end = at;
	while (text[end] && end - at < CONTEXT_BYTES && text[end] != '\n')
		end++;
	while (end > at && ((guchar)text[end] & 0xc0) == 0x80)
		end--;
	g_autofree char *behind = g_strndup(text + at, end - at);
	return g_utf8_strdown(behind, -1);
}

static gboolean
names_card(const Secrets *secrets, const char *before, const char *behind)
{
	for (guint i = 0; i < secrets->cards->len; i++)
		if (strstr(before, secrets->cards->pdata[i]) ||
		    strstr(behind, secrets->cards->pdata[i]))
			return TRUE;
	return FALSE;
}

/* Letters at the end of `before`, and what stands between them and that end. */
static char *
last_word(const char *before, gsize *begin_out)
{
	const char *end = before + strlen(before);
	while (end > before && !g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(end))))
		end = g_utf8_prev_char(end);
	const char *p = end;
	while (p > before && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(p))))
		p = g_utf8_prev_char(p);
	*begin_out = (gsize)(p - before);
	return g_strndup(p, (gsize)(end - p));
}

static gboolean
is_of_no_card(const Secrets *secrets, const char *word)
{
	for (guint i = 0; i < secrets->no_cards->len; i++) {
		const char *other = secrets->no_cards->pdata[i];
		/* Where words aren't set apart they stand within others. */
		if (g_str_has_prefix(word, other) ||
		    ((guchar)*other >= 0xe0 && strstr(word, other)))
			return TRUE;
	}
	return FALSE;
}

/* "order no. 4...": what it is called stands right before it, with little between. */
static gboolean
is_called_otherwise(const Secrets *secrets, const char *before)
{
	static const char *const fillers[] = {
		"no", "nr",    "num",  "number", "nummer", "numero", "número", "numéro",
		"id", "ids",   "code", "is",     "ist",    "es",     "est",    "n",
		"nº", "номер", "de",   "der",    "value",  NULL};
	g_autofree char *left = g_strdup(before);
	for (guint i = 0; i < 3; i++) {
		gsize begin = 0;
		g_autofree char *word = last_word(left, &begin);
		gsize between = strlen(left) - begin - strlen(word);
		if (!*word || between > 6 || strpbrk(left + begin, "0123456789"))
			return FALSE;
		if (is_of_no_card(secrets, word))
			return TRUE;
		if (!g_strv_contains(fillers, word))
			return FALSE;
		left[begin] = '\0';
	}
	return FALSE;
}

/* "GB29 NWBK 6016 1331 9268 19" */
static gboolean
follows_iban(const char *text, gsize at)
{
	gsize p = at;
	while (p > 0 && at - p < IBAN_BYTES &&
	       (g_ascii_isalnum(text[p - 1]) || text[p - 1] == ' ')) {
		p--;
		if (g_ascii_isupper(text[p]) && g_ascii_isupper(text[p + 1]) &&
		    g_ascii_isdigit(text[p + 2]) && g_ascii_isdigit(text[p + 3]) &&
		    !secret_follows_word(text, p))
			return TRUE;
		if (g_ascii_islower(text[p]))
			return FALSE;
	}
	return FALSE;
}

/* Phone numbers, parts of names and links, amounts, tickets. */
static gboolean
begins_apart(const SecretScan *scan, gsize at)
{
	const char *text = scan->text;
	if (at == 0)
		return TRUE;
	if (secret_follows_word(text, at) || strchr("+/#\\@&%~$€£", text[at - 1]))
		return FALSE;
	/* "-1111", "0.41", "x=41" within a link */
	if (strchr("-.,", text[at - 1]) && at > 1 && g_ascii_isalnum(text[at - 2]))
		return FALSE;
	if (text[at - 1] != '=' && text[at - 1] != ':')
		return TRUE;
	gsize p = at;
	while (p > 0 && at - p < 200 && (guchar)text[p - 1] > ' ')
		p--;
	return !g_strstr_len(text + p, (gssize)(at - p), "://");
}

/* ",50": the rest of an amount; ",12/27" is none. */
static gboolean
is_fraction(const char *text)
{
	gsize digits = strspn(text + 1, "0123456789");
	return *text == ',' && digits > 0 && digits < 3 && !strchr("/,;", text[1 + digits]);
}

/* ".txt", "7z": how much of it; 0: none, as in a fraction, a version or a name of a host. */
static gsize
ending_length(const char *text)
{
	static const char *const others[] = {"7z", "3gp", NULL};
	gsize length = 0;
	while (*text == '.' && g_ascii_isalnum(text[1 + length]))
		length++;
	g_autofree char *ending = g_strndup(length ? text + 1 : "", length);
	g_autofree char *lower = g_ascii_strdown(ending, -1);
	gboolean is_known = g_ascii_isalpha(*lower) || g_strv_contains(others, lower);
	return is_known && length > 1 && length < 6 ? length + 1 : 0;
}

/* What of the text may be the rest of a file's name: blanks only where the line ends with it. */
static gsize
file_length(const char *text)
{
	gsize word = strcspn(text, FILE_ENDS " \t,;:()[]{}");
	gsize line = strcspn(text, FILE_ENDS);
	gsize dot = strcspn(text, ".");
	gboolean is_name = dot > 0 && (!text[line] || strchr("\r\n", text[line])) &&
			   line <= FILE_BYTES && dot + 6 > line;
	gsize size = is_name ? line : word;
	if (size > FILE_BYTES || (text[size] && strchr("/\\@", text[size])))
		return 0;
	while (size > 0 && strchr(".!?'*", text[size - 1]))
		size--;
	return size;
}

/* ".txt", ".tar.gz", "-scan.pdf", "_2.pdf" */
static gboolean
is_rest_of_file(const char *text)
{
	gsize size = file_length(text), length = 0;
	const char *at = *text == '.' ? text : g_strrstr_len(text, (gssize)size, ".");
	if (!size || !at)
		return FALSE;
	const char *first = at;
	while ((length = ending_length(at)) > 0)
		at += length;
	return at > first && (at >= text + size || (guchar)*at >= 0x80);
}

static gboolean
ends_apart(const char *text, gsize end)
{
	if (text[end] == ',')
		return !is_fraction(text + end) && !g_ascii_isalpha(text[end + 1]);
	if (text[end] && strchr(".-_", text[end]) && is_rest_of_file(text + end))
		return TRUE;
	if (g_ascii_isalnum(text[end]) || text[end] == '_' || text[end] == '@')
		return FALSE;
	return !text[end] || !strchr(".-/", text[end]) || !g_ascii_isalnum(text[end + 1]);
}

/* Four digits and a blank: another cell of the same row. */
static gboolean
follows_group(const char *before)
{
	gsize size = strlen(before);
	const char *group = size >= 5 ? before + size - 5 : "";
	return strspn(group, "0123456789") == 4 && group[4] == ' ';
}

/* So many groups from the first are a card, by themselves. */
static gboolean
is_card(const Run *run, guint count, guint length)
{
	guint feeds = 0;
	for (guint i = 0; i < count; i++)
		feeds += run->feeds[i];
	/* Numbers one below the other are a list. */
	return length >= LEAST_DIGITS && length <= MOST_DIGITS && feeds < 2 &&
	       !(feeds && count == 2) && is_grouped(run, count) &&
	       is_of_issuer(run->digits, length) && has_check_digit(run->digits, length);
}

static guint
find_groups(const SecretScan *scan, const Run *run, guint *length_out)
{
	for (guint count = MIN(run->count, 5); count > 0; count--) {
		guint length = 0;
		for (guint i = 0; i < count; i++)
			length += run->lengths[i];
		if (ends_apart(scan->text, run->ends[count - 1]) && is_card(run, count, length)) {
			*length_out = length;
			return count;
		}
	}
	return 0;
}

gboolean
secret_card_at(SecretScan *scan, gsize at, SecretSpan *out)
{
	const char *text = scan->text;
	gsize next = at;
	guint length = 0;
	if (at < scan->skip_card || digit_at(text, at, &next) < 0)
		return FALSE;
	Run run = {0};
	read_run(text, at, &run);
	/* Digits within a group are nobody's beginning. */
	scan->skip_card = read_group(text, at, NULL, &length);
	guint count = run.count ? find_groups(scan, &run, &length) : 0;
	if (!count || !begins_apart(scan, at) || follows_iban(text, at))
		return FALSE;
	g_autofree char *before = lower_before(text, at);
	g_autofree char *behind = lower_behind(text, run.ends[count - 1]);
	gboolean is_named = names_card(scan->secrets, before, count > 1 ? behind : "");
	gboolean is_row = run.count == MOST_GROUPS || follows_group(before);
	gboolean is_rare = length == LEAST_DIGITS || (count == 1 && length == 14);
	if (!is_named && (is_row || is_rare || is_called_otherwise(scan->secrets, before)))
		return FALSE;
	*out = (SecretSpan){at, run.ends[count - 1], SECRET_CARD, ""};
	memcpy(out->last4, run.digits + length - 4, 4);
	return TRUE;
}
