/*
 * Makes what people wrote fit for the bodies of notices.  A notice comes back quoted in
 * a reply, by Outlook without any quote marks, so nothing relayed may start a line the
 * way a command does ("#done", "!close").
 */
#include "desk/notice_parts.h"

#include "base/text.h"

#include <string.h>

/* Lines longer than this are wrapped on the way, here or by some client: then any word may
 * come to stand first. */
#define SHORT_LINE_CHARS 60
/* Stands before a line that would be a command. */
#define DISARMING      "· "
#define NO_BREAK_SPACE "\xc2\xa0"

/* A number sign or exclamation mark, also full-width or small, before a letter. */
static gboolean
starts_command(const char *text)
{
	gunichar sign = g_utf8_get_char(text);
	if (sign != '#' && sign != '!' && sign != 0xff03 && sign != 0xff01 && sign != 0xfe5f &&
	    sign != 0xfe57)
		return FALSE;
	return g_unichar_isalpha(g_utf8_get_char(g_utf8_next_char(text)));
}

static gboolean
is_invisible(gunichar c)
{
	return g_unichar_isspace(c) || g_unichar_iscntrl(c) || text_is_bidi_or_invisible(c);
}

static void
append_line(GString *out, const char *line, gsize length)
{
	g_autofree char *own = g_strndup(line, length);
	gboolean is_long = g_utf8_strlen(own, -1) > SHORT_LINE_CHARS;
	const char *first = own;
	while (*first && is_invisible(g_utf8_get_char(first)))
		first = g_utf8_next_char(first);
	if (starts_command(first))
		g_string_append(out, DISARMING);
	for (const char *p = own; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == ' ' && is_long && starts_command(p + 1))
			g_string_append(out, NO_BREAK_SPACE);
		else if (c == '\t' || !g_unichar_iscntrl(c))
			g_string_append_unichar(out, c);
	}
}

/* Whether this is a line end of any sort: also vertical tab, form feed, NEL, U+2028, U+2029. */
static gboolean
is_line_end(gunichar c)
{
	return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static const char *
line_end(const char *line)
{
	const char *p = line;
	while (*p && !is_line_end(g_utf8_get_char(p)))
		p = g_utf8_next_char(p);
	return p;
}

static const char *
next_line(const char *end)
{
	if (end[0] == '\r' && end[1] == '\n')
		return end + 2;
	return *end ? g_utf8_next_char(end) : end;
}

char *
notice_text(const char *text, guint *lines_cut)
{
	g_autofree char *valid = text_make_valid(text, strlen(text));
	GString *out = g_string_new(NULL);
	const char *p = g_strchomp(valid);
	for (const char *end; *p && out->len < NOTICE_TEXT_BYTES; p = next_line(end)) {
		end = line_end(p);
		append_line(out, p, (gsize)(end - p));
		g_string_append_c(out, '\n');
	}
	for (; *p; p = next_line(line_end(p)))
		++*lines_cut;
	return g_strchomp(g_string_free(out, FALSE));
}

char *
notice_line(const char *value)
{
	g_autofree char *valid = text_make_valid(value, strlen(value));
	g_autoptr(GString) visible = g_string_new(NULL);
	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		/* Joiners belong to scripts and emoji; the rest only hides or turns things. */
		if (c == 0x200c || c == 0x200d || !text_is_bidi_or_invisible(c))
			g_string_append_unichar(visible, c);
	}
	g_autofree char *collapsed = text_collapse(visible->str);
	g_autoptr(GString) out = g_string_new(NULL);
	if (starts_command(collapsed))
		g_string_append(out, DISARMING);
	for (const char *p = collapsed; *p; p++) {
		if (*p == ' ' && starts_command(p + 1))
			g_string_append(out, NO_BREAK_SPACE);
		else if (!g_ascii_iscntrl(*p))
			g_string_append_c(out, *p);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
