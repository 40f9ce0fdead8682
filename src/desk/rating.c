/*
 * Telling a rating from a comment that begins with a number.  What isn't surely one stays a
 * comment, which opens a closed case; what is one is kept with its remark, and staff reads that.
 */
#include "desk/rating.h"

#include "base/text.h"
#include "desk/question.h"

#include <string.h>

/* Who writes more has more to say than a remark. */
#define REMARK_BYTES 400
/* Around a digit in bold, as plain text has it. */
#define BOLD "*_"

/* The first line, as it is read. */
typedef struct Scored {
	char digit[2];
	const char *remark; /* behind the digit, "" if nothing is */
} Scored;

/* Behind a sign that parts a number from what is said about it; NULL if none is here. */
static const char *
past_sign(const char *p)
{
	static const char *const signs[] = {"- ", "\u2013", "\u2014", ": ", "! ", "... ", "\u2026"};
	while (*p == ' ')
		p++;
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_prefix(p, signs[i]))
			return p + strlen(signs[i]) + strspn(p + strlen(signs[i]), " ");
	return NULL;
}

/* Behind "/5", "/ 5"; the place itself if there is none. */
static const char *
past_scale(const char *p)
{
	const char *end = p + strspn(p, " ");
	if (*end != '/')
		return p;
	end += 1 + strspn(end + 1, " ");
	return *end == '5' ? end + 1 : p;
}

/* Behind "stars", "Sterne", "out of 5"; the place itself if there are none. */
static const char *
past_stars(const char *p, const Site *site)
{
	gsize length = strcspn(p, ",;:!.(-");
	const char *dash = strstr(p, "\u2013");
	if (dash && dash < p + length)
		length = (gsize)(dash - p);
	g_autofree char *words = g_strndup(p, length);
	return text_is_stars(words, site) ? p + length : p;
}

/* Whether nothing of it is a sentence. */
static gboolean
is_bare(const char *text)
{
	return strspn(text, " .!") == strlen(text);
}

/* How many stars are drawn, empty ones behind them: "★★★★☆"; 0: it is more than stars, or none. */
static guint
count_stars(const char *line)
{
	guint full = 0, all = 0;
	for (; *line; line = g_utf8_next_char(line)) {
		gunichar c = g_utf8_get_char(line);
		gboolean is_full = c == '*' || c == 0x2605 || c == 0x2b50 || c == 0x1f31f;
		if (c == ' ' || text_is_bidi_or_invisible(c) || c == 0xfe0f)
			continue;
		if (!is_full && c != 0x2606)
			return 0;
		if (is_full && all > full)
			return 0;
		full += is_full ? 1 : 0;
		all++;
	}
	return all <= 5 ? full : 0;
}

/* What these words rate, "very good", as the request has it; NULL: nothing. */
static const char *
named_digit(const char *words, const Site *site)
{
	return site->words ? words_rating(site->words, words) : NULL;
}

/* In words or stars, without a digit. */
static gboolean
read_words(const char *line, const Site *site, Scored *out)
{
	const char *digit = named_digit(line, site);
	guint stars = count_stars(line);
	if (!digit && !stars)
		return FALSE;
	out->digit[0] = digit ? *digit : (char)('0' + stars);
	return TRUE;
}

/* FALSE: the line is none that rates. The line is without bold and doubled blanks. */
static gboolean
read_line(const char *line, const char *name, const char *address, const Site *site, Scored *out)
{
	if (*line < '1' || *line > '5')
		return FALSE;
	out->digit[0] = *line;
	const char *scale = past_scale(line + 1);
	const char *rest = past_stars(scale, site);
	gboolean has_stars = rest != scale;
	if (!has_stars && g_unichar_isalnum(g_utf8_get_char(scale)))
		return FALSE;
	const char *named = named_digit(rest, site);
	/* "1 (sehr gut)", as German schools mark: it may be either. */
	if (named && strcmp(named, out->digit) != 0)
		return FALSE;
	if (named || is_bare(rest)) {
		out->remark = "";
		return TRUE;
	}
	const char *remark = past_sign(rest);
	if (!remark && has_stars && strchr(",;.", *rest))
		remark = rest + 1 + strspn(rest + 1, " ");
	if (remark) {
		out->remark = remark;
		return *remark && !g_unichar_isdigit(g_utf8_get_char(remark));
	}
	out->remark = rest + strspn(rest, " ,;.");
	return text_is_courtesy(rest, name, address, site) ||
	       text_is_thanks(rest, name, address, site);
}

/* "2. The scanner fails": the first line was the first of a list. */
static gboolean
is_of_list(const char *line)
{
	return g_ascii_isdigit(line[0]) && strchr(".):- ", line[1]);
}

/* Whether a line goes on with a sentence. */
static gboolean
goes_on(const char *line)
{
	return g_unichar_islower(g_utf8_get_char(line)) || g_ascii_isdigit(*line);
}

/* "***" parts what stands above it from what stands below, too. */
static gboolean
is_rule(const char *line)
{
	return strspn(line, "* ") == strlen(line);
}

/* Whether the lines below the first leave it a rating. */
static gboolean
lets_rate(char **first, gboolean is_alone, const char *name, const char *address, const Site *site)
{
	char **below = first + 1;
	g_autofree char *text = g_strjoinv("\n", below);
	gboolean greets = text_is_courtesy(text, name, address, site);
	if (is_rule(*first) && !greets)
		return FALSE;
	if (is_alone && *below && goes_on(*below) && !greets &&
	    !text_is_thanks(text, name, address, site))
		return FALSE;
	for (guint i = 0; below[i]; i++)
		if (is_of_list(below[i]))
			return FALSE;
	return TRUE;
}

/* Without bold, of plain letters. */
static char *
plain_line(const char *line)
{
	g_autofree char *normal = command_normalise(line);
	char *begin = normal + strspn(normal, BOLD);
	gsize bold = (gsize)(begin - normal);
	if (bold > 0 && *begin)
		return g_strconcat(((char[]){*begin, '\0'}), begin + 1 + strspn(begin + 1, BOLD),
				   NULL);
	return g_strdup(normal);
}

static Command *
new_rating(const Scored *scored, const char *line, guint first)
{
	Command *command = command_new(line, "rate", scored->digit);
	command->way = BY_DIGIT;
	command->first = first;
	command->lines = 1;
	text_put(&command->text, scored->remark);
	return command;
}

Command *
rating_find(const char *text, const char *name, const char *address, const Site *site)
{
	if (strlen(text) > REMARK_BYTES || text_asks(text))
		return NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint first = 0;
	while (lines[first] && !*g_strstrip(lines[first]))
		first++;
	if (!lines[first])
		return NULL;
	g_autofree char *line = plain_line(lines[first]);
	Scored scored = {.remark = ""};
	/* What takes bold off takes stars off as well. */
	gboolean rates = read_words(lines[first], site, &scored) ||
			 read_line(line, name, address, site, &scored);
	if (!rates || !lets_rate(lines + first, !*scored.remark, name, address, site))
		return NULL;
	Command *command = new_rating(&scored, line, first);
	g_autofree char *below = g_strjoinv("\n", lines + first + 1);
	g_autofree char *rest = g_strconcat(scored.remark, "\n", below, NULL);
	if (text_is_courtesy(rest, name, address, site)) {
		command->lines = G_MAXUINT - first;
		text_put(&command->text, "");
	}
	return command;
}

/* "Very good", "5 (very good)", "1 (very good)" */
static gboolean
is_of_scale(const char *line, const Site *site)
{
	const char *rest = line;
	if (*line >= '1' && *line <= '5' && !g_unichar_isalnum(g_utf8_get_char(line + 1)))
		rest = past_scale(line + 1);
	return named_digit(rest, site) != NULL;
}

gboolean
text_is_scale(const char *text, const char *name, const char *address, const Site *site)
{
	if (strlen(text) > REMARK_BYTES || text_asks(text))
		return FALSE;
	const char *start = text + strspn(text, " \n");
	gsize length = strcspn(start, "\n");
	g_autofree char *first = g_strndup(start, length);
	g_autofree char *line = plain_line(first);
	return is_of_scale(line, site) && text_is_courtesy(start + length, name, address, site);
}
