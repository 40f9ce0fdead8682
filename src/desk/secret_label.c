/*
 * What stands behind a word for a password: "Passwort: hunter2", "DB_PASSWORD=hunter2",
 * "password": "hunter2", or alone on the next line.
 */
#include "desk/secret_parts.h"

#include <string.h>

/* Of a line behind the word. */
#define LINE_BYTES 400
/* What may stand in parentheses between word and colon: "Passwort (neu):". */
#define ASIDE_BYTES 40
/* Within other words only these count: "Kundenpasswort", but no "opw". */
#define LONG_WORD_BYTES 6
/* A phrase as password has more words than one, and fewer than a sentence. */
#define PHRASE_WORDS 12

/* How word and value are bound to each other. */
typedef enum Bond {
	BOND_NONE,
	BOND_COLON,
	BOND_EQUAL, /* without blanks around it: the value has none */
	BOND_TABLE, /* a cell of a table */
	BOND_TAG,   /* <password>...</password> */
} Bond;

/* What is left of the line behind the word. */
typedef struct Rest {
	const char *p;
	const char *end;
} Rest;

/* For most places a second letter is enough. */
static gboolean
may_go_on(char lower, char c)
{
	return g_ascii_tolower(c) == lower || lower == ' ' || ((guchar)lower & (guchar)c & 0x80);
}

/* The longest one: "password" begins some others. */
static const SecretLabel *
label_at(const SecretScan *scan, gsize at, gsize *end_out)
{
	const GPtrArray *labels = scan->secrets->labels[(guchar)scan->text[at]];
	const SecretLabel *found = NULL;
	for (guint i = 0; labels && i < labels->len; i++) {
		const SecretLabel *label = labels->pdata[i];
		if (!may_go_on(label->word[1], scan->text[at + 1]))
			continue;
		gboolean is_short = strlen(label->word) < LONG_WORD_BYTES;
		gsize end = secret_word_end(scan->text, at, label->word);
		if (!end || (found && end <= *end_out) ||
		    (is_short && at > 0 && g_ascii_isalnum(scan->text[at - 1])))
			continue;
		found = label;
		*end_out = end;
	}
	gunichar next = found ? g_utf8_get_char(scan->text + *end_out) : 0;
	return g_unichar_isalpha(next) ? NULL : found;
}

/* A blank of any language; 0 if it is none. */
static gsize
blank_length(const Rest *rest)
{
	if (rest->p >= rest->end)
		return 0;
	gunichar c = g_utf8_get_char(rest->p);
	return c == '\t' || g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR
		       ? (gsize)(g_utf8_next_char(rest->p) - rest->p)
		       : 0;
}

static gboolean
skip_blanks(Rest *rest)
{
	const char *begin = rest->p;
	for (gsize n; (n = blank_length(rest)) > 0;)
		rest->p += n;
	return rest->p > begin;
}

static gboolean
skip_text(Rest *rest, const char *what)
{
	gsize length = strlen(what);
	if ((gsize)(rest->end - rest->p) < length || strncmp(rest->p, what, length) != 0)
		return FALSE;
	rest->p += length;
	return TRUE;
}

/* Marks of a mail program, or quotes of code, that the word or the value stands in. */
static void
skip_marks(Rest *rest)
{
	while (rest->p < rest->end && strchr("*_`\"'])", *rest->p))
		rest->p++;
	if (!skip_text(rest, "”") && !skip_text(rest, "“"))
		skip_text(rest, "»");
}

/* "(the new one)", in parentheses of any width. */
static void
skip_aside(Rest *rest)
{
	static const char *const pairs[][2] = {{"(", ")"}, {"（", "）"}};
	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
		Rest inside = *rest;
		if (!skip_text(&inside, pairs[i][0]))
			continue;
		gssize left = MIN(inside.end - inside.p, ASIDE_BYTES);
		const char *close = g_strstr_len(inside.p, left, pairs[i][1]);
		rest->p = close ? close + strlen(pairs[i][1]) : rest->p;
	}
}

static Bond
read_sign(Rest *rest, gboolean is_apart)
{
	static const char *const colons[] = {":=", ":",  "：", "=>", "==", "=",
					     "＝", "->", "→",  "|",  NULL};
	for (guint i = 0; colons[i]; i++) {
		if (!skip_text(rest, colons[i]))
			continue;
		if (*colons[i] == '|')
			return BOND_TABLE;
		if (*colons[i] == ':' && skip_text(rest, "//"))
			return BOND_NONE;
		gboolean is_tight = !is_apart && !strcmp(colons[i], "=") && rest->p < rest->end &&
				    !g_ascii_isspace(*rest->p);
		return is_tight ? BOND_EQUAL : BOND_COLON;
	}
	return BOND_NONE;
}

/* Whether a value may follow, and where. */
static Bond
read_bond(const SecretScan *scan, gsize at, Rest *rest)
{
	gboolean is_tag = at > 0 && scan->text[at - 1] == '<' && skip_text(rest, ">");
	gboolean is_option = at >= 2 && !strncmp(scan->text + at - 2, "--", 2) && *rest->p == ' ';
	if (is_tag)
		return BOND_TAG;
	if (is_option && rest->p + 1 < rest->end && !strchr("-=: ", rest->p[1])) {
		rest->p++;
		return BOND_EQUAL;
	}
	while (rest->p < rest->end && g_ascii_isdigit(*rest->p))
		rest->p++;
	skip_marks(rest);
	gboolean has_tab = memchr(rest->p, '\t', strspn(rest->p, " \t")) != NULL;
	gboolean is_apart = skip_blanks(rest);
	skip_aside(rest);
	is_apart = skip_blanks(rest) || is_apart;
	Bond bond = read_sign(rest, is_apart);
	return bond == BOND_NONE && has_tab ? BOND_TABLE : bond;
}

/* "&page=2", "; user=x", ", user: x": another value begins behind this. */
static gboolean
ends_value(const char *p, const char *end)
{
	if (!strchr("&;,", *p))
		return FALSE;
	p++;
	const char *word = p;
	while (p < end && (g_ascii_isalnum(*p) || *p == '_' || *p == '-'))
		p++;
	return p == end || (p > word && (*p == '=' || *p == ':')) ||
	       (p == word && g_ascii_isspace(*p));
}

static const char *
word_end(const Rest *rest, Bond bond)
{
	Rest at = *rest;
	while (at.p < at.end && !blank_length(&at)) {
		if ((bond == BOND_EQUAL && ends_value(at.p, at.end)) ||
		    (bond == BOND_TAG && *at.p == '<') || (bond == BOND_TABLE && *at.p == '|'))
			break;
		/* Passwords have none of it; a sentence goes on. */
		if (at.p > rest->p && g_unichar_iswide(g_utf8_get_char(at.p)) &&
		    (guchar)at.p[-1] < 0x80)
			break;
		at.p = g_utf8_next_char(at.p);
	}
	return at.p;
}

/* What closes a quote that begins here; NULL: none does. */
static const char *
closing_quote(Rest *rest)
{
	static const char *const quotes[][2] = {{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"“", "”"},
						{"„", "“"},   {"«", "»"}, {"‘", "’"}, {"「", "」"}};
	for (guint i = 0; i < G_N_ELEMENTS(quotes); i++) {
		gsize open = strlen(quotes[i][0]);
		gssize left = rest->end - rest->p - (gssize)open;
		const char *close = left > 0 && !strncmp(rest->p, quotes[i][0], open)
					    ? g_strstr_len(rest->p + open, left, quotes[i][1])
					    : NULL;
		if (!close)
			continue;
		rest->p += open;
		skip_blanks(rest); /* « so » */
		Rest inside = {rest->p, close};
		const char *last = word_end(&inside, BOND_COLON);
		inside.p = last;
		return last > rest->p && skip_blanks(&inside) && inside.p == close ? last : close;
	}
	return NULL;
}

/* Without what closes a bracket or a sentence behind it. */
static const char *
strip_end(const char *word, const char *end)
{
	while (end > word + 1 && strchr(".,;:)]}'\"`*>", end[-1])) {
		char open = end[-1] == ')'   ? '('
			    : end[-1] == ']' ? '['
			    : end[-1] == '}' ? '{'
					     : '<';
		if (strchr(")]}>", end[-1]) && memchr(word, open, (gsize)(end - word)))
			break;
		end--;
	}
	return end;
}

/* Whether what follows the word isn't said of it: nothing, an aside, another value. */
static gboolean
is_alone(const char *end, const Rest *line)
{
	Rest after = {end, line->end};
	if (after.p < after.end && !blank_length(&after))
		skip_marks(&after);
	while (after.p < after.end && strchr(".,;>]})", *after.p))
		after.p++;
	gboolean is_list = end < line->end && (*end == ',' || *end == ';');
	skip_blanks(&after);
	gsize left = (gsize)(after.end - after.p);
	gboolean has_more = memchr(after.p, ':', left) || memchr(after.p, '=', left);
	return left == 0 || strchr("(|<#", *after.p) ||
	       (has_more && (is_list || strchr("/,;|", *after.p)));
}

static Rest
line_from(const SecretScan *scan, gsize at)
{
	const char *p = scan->text + at;
	gsize left = MIN(scan->length - at, LINE_BYTES);
	const char *end = memchr(p, '\n', left);
	end = end ? end : p + left;
	while (end > p && end < scan->text + scan->length && ((guchar)*end & 0xc0) == 0x80)
		end--;
	while (end > p && g_ascii_isspace(end[-1]))
		end--;
	return (Rest){p, end};
}

/* A whole phrase; NULL: half of it or more is words that say something. */
static const char *
phrase_end(const Secrets *secrets, const Rest *rest)
{
	guint words = 0, prose = 0;
	Rest at = *rest;
	while (at.p < at.end) {
		const char *end = word_end(&at, BOND_COLON);
		prose += secret_is_prose(secrets, at.p, (gsize)(end - at.p)) ? 1 : 0;
		if (end[-1] == '?' || *at.p == '[' || ++words > PHRASE_WORDS)
			return NULL;
		at.p = end;
		if (!skip_blanks(&at) && at.p < at.end)
			return NULL;
	}
	return words > 2 * prose ? at.end : NULL;
}

/* "Bearer" and the like, before what counts. */
static gboolean
skip_scheme(Rest *rest)
{
	static const char *const schemes[] = {"bearer ", "basic ", "token ", "apikey "};
	for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
		gsize length = strlen(schemes[i]);
		if ((gsize)(rest->end - rest->p) > length &&
		    !g_ascii_strncasecmp(rest->p, schemes[i], length)) {
			rest->p += length;
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
judge(const SecretScan *scan, const SecretLabel *label, Bond bond, Rest rest, SecretSpan *out)
{
	const Secrets *secrets = scan->secrets;
	gboolean has_scheme = label->kind == LABEL_TOKEN && skip_scheme(&rest);
	const char *quote = closing_quote(&rest);
	const char *end = quote ? quote : strip_end(rest.p, word_end(&rest, bond));
	SecretValue value = {
		.word = rest.p,
		.length = (gsize)(end - rest.p),
		.is_alone = quote || bond == BOND_EQUAL || bond == BOND_TAG || is_alone(end, &rest),
		.label = bond == BOND_TABLE && label->kind != LABEL_TOKEN ? LABEL_SHORT
									  : label->kind};
	if (has_scheme && value.length >= 8)
		value.label = LABEL_PASSWORD;
	if (quote && memchr(rest.p, ' ', value.length) && label->kind != LABEL_PHRASE)
		value.label = LABEL_SHORT;
	const char *phrase =
		label->kind == LABEL_PHRASE && !value.is_alone ? phrase_end(secrets, &rest) : NULL;
	if (!phrase && (value.length == 0 || !secret_is_value(secrets, &value)))
		return FALSE;
	*out = (SecretSpan){(gsize)(rest.p - scan->text),
			    (gsize)((phrase ? phrase : end) - scan->text),
			    label->kind == LABEL_TOKEN ? SECRET_TOKEN : SECRET_PASSWORD, ""};
	return TRUE;
}

/* The next line, if it is nothing but one word that can't be prose. */
static gboolean
judge_next_line(const SecretScan *scan, const SecretLabel *label, const char *from, SecretSpan *out)
{
	const char *feed = from + strspn(from, " \t\r");
	if (*feed != '\n')
		return FALSE;
	feed += 1 + strspn(feed + 1, " \t>|");
	Rest rest = line_from(scan, (gsize)(feed - scan->text));
	const SecretLabel strict = {label->word,
				    label->kind == LABEL_TOKEN ? LABEL_TOKEN : LABEL_SHORT};
	skip_marks(&rest);
	return rest.p < rest.end && word_end(&rest, BOND_COLON) == rest.end &&
	       judge(scan, &strict, BOND_COLON, rest, out);
}

gboolean
secret_label_at(const SecretScan *scan, gsize at, SecretSpan *out)
{
	gsize behind = 0;
	const SecretLabel *label = label_at(scan, at, &behind);
	if (!label)
		return FALSE;
	Rest rest = line_from(scan, behind);
	Bond bond = read_bond(scan, at, &rest);
	if (bond == BOND_NONE)
		return FALSE;
	skip_blanks(&rest);
	if (rest.p >= rest.end)
		return bond == BOND_COLON && judge_next_line(scan, label, rest.end, out);
	while (rest.p < rest.end && strchr("*_", *rest.p))
		rest.p++;
	skip_blanks(&rest);
	return rest.p < rest.end && judge(scan, label, bond, rest, out);
}
