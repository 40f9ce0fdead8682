/*
 * Reading lines of forms, mildly: people fill them in by hand, and programs decorate them.
 */
#include "desk/form_line.h"

#include "base/text.h"

#include <string.h>

/* Longer than any label of a form. */
#define LABEL_CHARS 60
/* More bullets, boxes and stars than anybody puts before a label. */
#define BARE_CHARS 20

const char *
form_line_unquote(const char *line, guint *level_out)
{
	guint level = 0;
	const char *end = line;
	for (const char *p = line; *p == '>' || *p == ' '; p++)
		if (*p == '>') {
			level++;
			end = p + 1;
		}
	*level_out = level;
	return level > 0 && *end == ' ' ? end + 1 : end;
}

/* "(1) Summary": the parenthesis belongs to a number; any other begins a hint. */
static gboolean
is_numbered(const char *parenthesis)
{
	gsize digits = strspn(parenthesis + 1, "0123456789");
	return digits > 0 && parenthesis[1 + digits] == ')';
}

const char *
form_line_bare(const char *line)
{
	const char *p = line;
	guint chars = 0;
	for (; *p && !g_unichar_isalnum(g_utf8_get_char(p)); p = g_utf8_next_char(p)) {
		if ((*p == '(' && !is_numbered(p)) || ++chars > BARE_CHARS)
			return line + strlen(line);
	}
	/* "#word" is a command, "# Word" a heading. */
	gboolean is_command = p > line && (p[-1] == '#' || p[-1] == '!');
	return is_command ? line + strlen(line) : p;
}

static gboolean
is_colon(gunichar c)
{
	return c == ':' || c == 0xff1a || c == 0xfe55 || c == 0x2236 || c == 0xfe13 || c == 0xfe30;
}

static gboolean
is_dash(gunichar c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2192 || c == 0x2212;
}

/* Behind the sign if it stands at `p`; NULL if it doesn't. */
static const char *
behind_sign(const char *line, const char *p, FormSign sign)
{
	gunichar c = g_utf8_get_char(p);
	const char *next = g_utf8_next_char(p);
	switch (sign) {
	case SIGN_COLON:
		return is_colon(c) ? next : NULL;
	case SIGN_EQUAL:
		return c == '=' || c == 0xff1d ? next + (*next == '>') : NULL;
	case SIGN_GAP:
		return c == '\t' || c == '|' || (c == ' ' && *next == ' ') ? next : NULL;
	case SIGN_DASH:
		if (!is_dash(c) || p == line || (p[-1] != ' ' && *next != ' '))
			return NULL;
		return next + strspn(next, "->");
	case SIGN_END:
	case SIGN_KINDS:
		break;
	}
	return NULL;
}

/* Where the label ends, and what follows the sign; NULL if there is no such sign. */
static const char *
label_end(const char *line, FormSign sign, const char **value_out)
{
	const char *p = line;
	for (guint chars = 0; *p && chars <= LABEL_CHARS; p = g_utf8_next_char(p), chars++) {
		const char *value = behind_sign(line, p, sign);
		if (!value)
			continue;
		*value_out = value;
		return p > line ? p : NULL;
	}
	if (sign != SIGN_END || *p)
		return NULL;
	*value_out = p;
	return p;
}

char *
form_line_label(const char *line, FormSign sign, const char **value_out)
{
	const char *value;
	const char *end = label_end(line, sign, &value);
	if (!end)
		return NULL;
	g_autofree char *label = g_strndup(line, (gsize)(end - line));
	g_autofree char *key = text_name_key(label);
	if (!*key)
		return NULL;
	*value_out = value;
	return g_steal_pointer(&key);
}

char *
form_line_short_label(const char *line, FormSign sign)
{
	const char *value;
	const char *end = label_end(line, sign, &value);
	if (!end)
		return NULL;
	gsize digits = strspn(line, "0123456789");
	const char *start = line + digits + (digits > 0 ? strspn(line + digits, ".) \t") : 0);
	g_autofree char *label = g_strndup(start, start < end ? (gsize)(end - start) : 0);
	char *parenthesis = strpbrk(label, "([");
	const char *close = parenthesis ? strpbrk(parenthesis, ")]") : NULL;
	/* "Start (UTC) was": not at the end. */
	if (parenthesis && (!close || close[1 + strspn(close + 1, " *_")]))
		parenthesis = NULL;
	if (start == line && !parenthesis)
		return NULL;
	if (parenthesis)
		*parenthesis = '\0';
	g_autofree char *key = text_name_key(label);
	return *key ? g_steal_pointer(&key) : NULL;
}

static gboolean
may_stand_among(const char *line, gboolean is_first)
{
	const char *start = line + strspn(line, " \t");
	gsize length = strlen(start);
	gboolean is_greeting =
		is_first && length > 0 && length < LABEL_CHARS && strchr(",!.", start[length - 1]);
	return *start == '\0' || *start == '#' || *start == '!' || is_greeting;
}

char *
form_line_first_value(const char *text, const char *wanted)
{
	g_autofree char *wanted_key = text_name_key(wanted);
	gboolean is_first = TRUE;
	for (const char *p = text; *p;) {
		gsize length = strcspn(p, "\n");
		g_autofree char *raw = g_strndup(p, length);
		g_autofree char *line = text_collapse(raw);
		const char *value = "";
		g_autofree char *key = form_line_label(line, SIGN_COLON, &value);
		p += p[length] ? length + 1 : length;
		if (key && !strcmp(key, wanted_key)) {
			char *found = g_strdup(value);
			if (*g_strstrip(found))
				return found;
			g_free(found);
			return NULL;
		}
		if (!key && !may_stand_among(line, is_first))
			return NULL;
		is_first = is_first && !*line;
	}
	return NULL;
}
