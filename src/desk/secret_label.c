/*
 * What stands behind a word for a password: "Passwort: hunter2", "DB_PASSWORD=hunter2",
 * "password": "hunter2", or alone on the next line; and "my password is hunter2".
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

/* A sentence that says it: so far, in so many words at most. */
#define SENTENCE_BYTES 160
#define SENTENCE_WORDS 8

/* How word and value are bound to each other. */
typedef enum Bond {
	BOND_NONE,
	BOND_COLON,
	BOND_EQUAL, /* without blanks around it: the value has none */
	BOND_TABLE, /* a cell of a table */
	BOND_CELL,  /* the same, where nothing but blanks tells */
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
		    (is_short && at > 0 &&
		     (g_ascii_isalnum(scan->text[at - 1]) || scan->text[at - 1] == '=')))
			continue; /* "dkim=pass" */
		found = label;
		*end_out = end;
	}
	gunichar next = found ? g_utf8_get_char(scan->text + *end_out) : 0;
	/* In Japanese the sentence goes on without a blank. */
	return g_unichar_isalpha(next) && !g_unichar_iswide(next) ? NULL : found;
}

gboolean
secret_is_label(const Secrets *secrets, const char *text, gsize length, LabelKind *kind_out)
{
	const SecretScan scan = {.secrets = secrets, .text = text, .length = length};
	gsize end = 0;
	const SecretLabel *label = length > 0 ? label_at(&scan, 0, &end) : NULL;
	if (!label || end != length)
		return FALSE;
	*kind_out = label->kind;
	return TRUE;
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
	skip_text(rest, "\\");
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
	gboolean is_option = at >= 2 && !strncmp(scan->text + at - 2, "--", 2) && *rest->p == ' ';
	if (is_option && rest->p + 1 < rest->end && !strchr("-=: ", rest->p[1])) {
		rest->p++;
		return BOND_EQUAL;
	}
	while (rest->p < rest->end && g_ascii_isdigit(*rest->p))
		rest->p++;
	skip_marks(rest);
	gboolean has_tab = memchr(rest->p, '\t', strspn(rest->p, " \t")) != NULL;
	const char *blanks = rest->p;
	gboolean is_apart = skip_blanks(rest);
	gboolean is_cell = is_apart && g_utf8_strlen(blanks, rest->p - blanks) > 1;
	skip_aside(rest);
	is_apart = skip_blanks(rest) || is_apart;
	Bond bond = read_sign(rest, is_apart);
	if (bond == BOND_NONE && has_tab)
		return BOND_TABLE;
	return bond == BOND_NONE && is_cell ? BOND_CELL : bond;
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

/* A quote of code may have the same sign within, behind a backslash. */
static const char *
find_close(const char *from, gssize left, const char *close)
{
	const char *end = from + left;
	for (const char *p = from; (p = g_strstr_len(p, end - p, close)); p++)
		if (p == from || p[-1] != '\\' || !strchr("\"'", *close))
			return p;
	return NULL;
}

/* What closes a quote that begins here; NULL: none does. */
static const char *
closing_quote(Rest *rest)
{
	static const char *const quotes[][2] = {{"\\\"", "\\\""}, {"\"", "\""}, {"'", "'"},
						{"`", "`"},       {"“", "”"},   {"„", "“"},
						{"«", "»"},       {"‘", "’"},   {"「", "」"}};
	for (guint i = 0; i < G_N_ELEMENTS(quotes); i++) {
		gsize open = strlen(quotes[i][0]);
		gssize left = rest->end - rest->p - (gssize)open;
		const char *close = left > 0 && !strncmp(rest->p, quotes[i][0], open)
					    ? find_close(rest->p + open, left, quotes[i][1])
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

static gboolean
is_of_machines(LabelKind kind)
{
	return kind == LABEL_TOKEN || kind == LABEL_KEY;
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
	gboolean has_scheme = is_of_machines(label->kind) && skip_scheme(&rest);
	const char *quote = closing_quote(&rest);
	const char *end = quote ? quote : strip_end(rest.p, word_end(&rest, bond));
	SecretValue value = {
		.word = rest.p,
		.length = (gsize)(end - rest.p),
		.is_alone = quote || bond == BOND_EQUAL || bond == BOND_TAG || is_alone(end, &rest),
		.label = bond == BOND_TABLE && !is_of_machines(label->kind) ? LABEL_SHORT
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
			    is_of_machines(label->kind) ? SECRET_TOKEN : SECRET_PASSWORD, ""};
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
				    is_of_machines(label->kind) ? LABEL_TOKEN : LABEL_SHORT};
	skip_marks(&rest);
	return rest.p < rest.end && word_end(&rest, BOND_COLON) == rest.end &&
	       judge(scan, &strict, BOND_COLON, rest, out);
}

/* Lines of a sentence are wrapped; a blank one ends it. */
static Rest
sentence_from(const SecretScan *scan, gsize at)
{
	const char *p = scan->text + at;
	const char *end = p + MIN(scan->length - at, SENTENCE_BYTES);
	const char *gap = g_strstr_len(p, end - p, "\n\n");
	end = gap ? gap : end;
	while (end > p && end < scan->text + scan->length && ((guchar)*end & 0xc0) == 0x80)
		end--;
	return (Rest){p, end};
}

static gboolean
skip_breaks(Rest *rest)
{
	gboolean any = skip_blanks(rest);
	while (rest->p < rest->end && strchr("\r\n", *rest->p)) {
		rest->p += 1 + strspn(rest->p + 1, "\r\n>|");
		rest->p = MIN(rest->p, rest->end);
		any = TRUE;
		skip_blanks(rest);
	}
	return any;
}

/* What is left of the line that it stands in. */
static Rest
line_of(const Rest *rest)
{
	const char *feed = memchr(rest->p, '\n', (gsize)(rest->end - rest->p));
	const char *end = feed ? feed : rest->end;
	while (end > rest->p && g_ascii_isspace(end[-1]))
		end--;
	return (Rest){rest->p, end};
}

static const char *
said_end(const Rest *rest)
{
	const Rest line = line_of(rest);
	return word_end(&line, BOND_COLON);
}

/* "is", "lautet:", "d'Anna" */
static gboolean
is_among(GHashTable *words, const char *word, const char *end)
{
	while (end > word && strchr(":*\"'", end[-1]))
		end--;
	g_autofree char *lower = g_utf8_strdown(word, end - word);
	char *sign = strchr(lower, '\'');
	if (!sign)
		sign = strstr(lower, "’");
	if (g_hash_table_contains(words, lower))
		return TRUE;
	if (sign)
		*sign = '\0';
	return sign && g_hash_table_contains(words, lower);
}

/* "は", which no blank parts from what is said. */
static gboolean
skip_wide(const Secrets *secrets, Rest *rest)
{
	const char *next = rest->p < rest->end ? g_utf8_next_char(rest->p) : rest->p;
	g_autofree char *word = g_strndup(rest->p, (gsize)(next - rest->p));
	if (!g_unichar_iswide(g_utf8_get_char(word)) || !g_hash_table_contains(secrets->says, word))
		return FALSE;
	rest->p = next;
	skip_text(rest, "、");
	skip_blanks(rest);
	return TRUE;
}

/* Where what is said begins: behind "is", or "for anna is", and what goes with that. */
static gboolean
find_said(const Secrets *secrets, Rest *rest)
{
	gboolean is_of = FALSE, says = FALSE;
	skip_marks(rest);
	if (skip_wide(secrets, rest))
		return TRUE;
	for (guint i = 0; i < SENTENCE_WORDS && skip_breaks(rest) && rest->p < rest->end; i++) {
		const char *end = said_end(rest);
		if (is_among(secrets->says, rest->p, end))
			says = TRUE;
		else if (says)
			return TRUE;
		else if ((!is_of && !is_among(secrets->of, rest->p, end)) ||
			 strchr(".,;!?", end[-1]))
			return FALSE;
		else
			says = end[-1] == ':';
		is_of = TRUE;
		rest->p = end;
	}
	return FALSE;
}

/* "1234です" */
static gboolean
is_said_last(const char *end, const Rest *rest)
{
	const Rest line = line_of(rest);
	static const char *const ends[] = {"です", "でし", "だ", "。", "！", "?", "!", NULL};
	for (guint i = 0; ends[i]; i++)
		if (g_str_has_prefix(end, ends[i]))
			return TRUE;
	return is_alone(end, &line);
}

static gboolean
judge_said(const SecretScan *scan, const SecretLabel *label, Rest rest, SecretSpan *out)
{
	while (rest.p < rest.end && strchr("*_", *rest.p))
		rest.p++;
	const char *quote = closing_quote(&rest);
	const char *end = quote ? quote : strip_end(rest.p, said_end(&rest));
	gsize length = (gsize)(end - rest.p);
	gboolean is_last = quote || is_said_last(end, &rest);
	const SecretValue value = {rest.p, length, FALSE, LABEL_TOKEN};
	gboolean found =
		length > 0 && (label->kind == LABEL_PIN ? secret_is_pin(rest.p, length)
			       : is_of_machines(label->kind)
				       ? secret_is_value(scan->secrets, &value)
				       : secret_is_said(scan->secrets, rest.p, length, is_last));
	if (found)
		*out = (SecretSpan){(gsize)(rest.p - scan->text), (gsize)(end - scan->text),
				    is_of_machines(label->kind) ? SECRET_TOKEN : SECRET_PASSWORD,
				    ""};
	return found;
}

/* "PIN 1234", where the word is written as a name. */
static gboolean
judge_pin(const SecretScan *scan, const SecretLabel *label, gsize at, Rest rest, SecretSpan *out)
{
	Rest sentence = rest;
	if (find_said(scan->secrets, &sentence) && judge_said(scan, label, sentence, out))
		return TRUE;
	return g_unichar_isupper(g_utf8_get_char(scan->text + at)) && skip_blanks(&rest) &&
	       rest.p < rest.end && judge_said(scan, label, rest, out);
}

/* Right behind the word, in quotes: 'the password "hunter2" is refused'. */
static gboolean
quoted_at(const SecretScan *scan, const SecretLabel *label, Rest rest, SecretSpan *out)
{
	if (!skip_blanks(&rest) && !g_str_has_prefix(rest.p, "「"))
		return FALSE;
	Rest inside = rest;
	const char *close = closing_quote(&inside);
	return close && !memchr(inside.p, ' ', (gsize)(close - inside.p)) &&
	       judge_said(scan, label, rest, out);
}

/* In words: "my password is hunter2", "das Kennwort für Anna lautet hunter2". */
static gboolean
said_at(const SecretScan *scan, const SecretLabel *label, gsize at, gsize behind, SecretSpan *out)
{
	Rest rest = sentence_from(scan, behind);
	if (label->kind == LABEL_PIN)
		return judge_pin(scan, label, at, rest, out);
	if (label->kind != LABEL_SHORT && quoted_at(scan, label, rest, out))
		return TRUE;
	if (!find_said(scan->secrets, &rest))
		return FALSE;
	const char *sign = rest.p;
	while (sign > scan->text && sign[-1] == ' ')
		sign--;
	/* "is:", and then any word */
	if (sign > scan->text && sign[-1] == ':' && label->kind == LABEL_PASSWORD)
		return judge(scan, label, BOND_COLON, line_of(&rest), out);
	return judge_said(scan, label, rest, out);
}

/* "ENV DB_PASSWORD hunter2": the end of a name in capitals, and a last word on the line. */
static gboolean
is_variable(const SecretScan *scan, gsize at, const Rest *rest)
{
	return at > 0 && scan->text[at - 1] == '_' && g_ascii_isupper(scan->text[at]) &&
	       blank_length(rest) > 0 &&
	       !memchr(rest->p + 1, ' ', (gsize)(rest->end - rest->p - 1));
}

/* "user/", "Login & ", "Benutzername und " before the word: the value has two halves, too. */
static gboolean
follows_name(const SecretScan *scan, gsize at)
{
	const char *text = scan->text;
	gsize p = at;
	while (p > 0 && text[p - 1] == ' ')
		p--;
	gsize end = p;
	if (p > 1 && strchr("/&+", text[p - 1]))
		return g_ascii_isalnum(text[p - 2]) || (guchar)text[p - 2] >= 0x80 ||
		       text[p - 2] == ' ';
	while (p > 0 && (g_ascii_isalpha(text[p - 1]) || (guchar)text[p - 1] >= 0x80))
		p--;
	if (p == end || end == at || p == 0 || text[p - 1] != ' ')
		return FALSE;
	g_autofree char *word = g_strndup(text + p, end - p);
	g_autofree char *lower = g_utf8_strdown(word, -1);
	return g_hash_table_contains(scan->secrets->ands, lower);
}

/* "anna/hunter2", "anna / hunter2", "anna hunter2": the second one. Whether a sign parts them. */
static gboolean
skip_name(Rest *rest, gboolean *has_sign_out)
{
	while (rest->p < rest->end && !blank_length(rest) && !strchr("/:,|", *rest->p))
		rest->p = g_utf8_next_char(rest->p);
	gboolean is_apart = skip_blanks(rest);
	*has_sign_out = rest->p < rest->end && strchr("/:,|", *rest->p);
	if (*has_sign_out)
		rest->p++;
	skip_blanks(rest);
	return rest->p < rest->end && (is_apart || *has_sign_out);
}

static gboolean
judge_pair(const SecretScan *scan, const SecretLabel *label, Rest rest, SecretSpan *out)
{
	static const SecretLabel plain = {NULL, LABEL_PASSWORD}, strict = {NULL, LABEL_SHORT};
	gboolean has_sign = FALSE, more_sign = FALSE;
	const char *begin = rest.p;
	gsize length = strcspn(begin, " \t/:,|");
	if (!skip_name(&rest, &has_sign) || secret_is_prose(scan->secrets, begin, length))
		return FALSE;
	Rest more = rest;
	gboolean has_more = skip_name(&more, &more_sign);
	if (has_sign)
		return judge(scan, label->kind == LABEL_PAIR || has_more ? &strict : &plain,
			     BOND_COLON, rest, out);
	return label->kind != LABEL_PAIR && !has_more && judge_said(scan, &plain, rest, out);
}

/* "password: |" of YAML: it stands below. */
static gboolean
is_below(const Rest *rest)
{
	return rest->p < rest->end && strchr("|>", *rest->p) &&
	       rest->p + 1 + strspn(rest->p + 1, "+-") == rest->end;
}

/* Behind a colon or the like. */
static gboolean
bound_at(const SecretScan *scan, const SecretLabel *label, gsize at, Bond bond, Rest rest,
	 SecretSpan *out)
{
	skip_blanks(&rest);
	if (rest.p >= rest.end || (bond == BOND_COLON && is_below(&rest)))
		return (bond == BOND_COLON || bond == BOND_TAG) && label->kind != LABEL_PIN &&
		       label->kind != LABEL_PAIR && judge_next_line(scan, label, rest.end, out);
	while (rest.p < rest.end && strchr("*_", *rest.p))
		rest.p++;
	skip_blanks(&rest);
	if (rest.p >= rest.end)
		return FALSE;
	if (label->kind == LABEL_PIN || bond == BOND_CELL)
		return judge_said(scan, label, rest, out);
	gboolean has_halves = label->kind == LABEL_PAIR ||
			      (!is_of_machines(label->kind) && follows_name(scan, at));
	if (has_halves && judge_pair(scan, label, rest, out))
		return TRUE;
	return label->kind != LABEL_PAIR && judge(scan, label, bond, rest, out);
}

gboolean
secret_label_at(const SecretScan *scan, gsize at, SecretSpan *out)
{
	gsize behind = 0;
	gboolean is_sure = FALSE;
	const SecretLabel *label = label_at(scan, at, &behind);
	if (!label)
		return FALSE;
	gsize within = label->kind == LABEL_PAIR ? 0 : secret_tag_value(scan, at, behind, &is_sure);
	const SecretLabel strict = {NULL, is_of_machines(label->kind) ? LABEL_TOKEN : LABEL_SHORT};
	if (within > 0)
		return bound_at(scan, is_sure ? label : &strict, at, BOND_TAG,
				line_from(scan, within), out);
	Rest rest = line_from(scan, behind);
	const Rest whole = rest;
	Bond bond = read_bond(scan, at, &rest);
	if (bond == BOND_NONE && is_variable(scan, at, &whole))
		bond = BOND_CELL;
	if (bond == BOND_NONE)
		return label->kind != LABEL_PAIR && said_at(scan, label, at, behind, out);
	return bound_at(scan, label, at, bond, rest, out);
}
