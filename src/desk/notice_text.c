/*
 * Makes what people wrote fit for the bodies of notices.  A notice comes back quoted in
 * a reply, by Outlook without any quote marks, so nothing relayed may start a line the
 * way a command does ("#done", "!close").
 */
#include "desk/command.h"
#include "desk/notice_parts.h"

#include "base/text.h"

#include <string.h>

/* Lines longer than this are wrapped on the way, here or by some client: then any word may
 * come to stand first. */
#define SHORT_LINE_CHARS 60
#define NO_BREAK_SPACE   "\xc2\xa0"

/* A number sign or exclamation mark, also full-width or small, before a letter; readers of
 * commands overlook what is invisible between them. */
static gboolean
starts_command(const char *text)
{
	gunichar sign = g_utf8_get_char(text);
	if (sign != '#' && sign != '!' && sign != 0xff03 && sign != 0xff01 && sign != 0xfe5f &&
	    sign != 0xfe57)
		return FALSE;
	const char *next = g_utf8_next_char(text);
	while (text_is_bidi_or_invisible(g_utf8_get_char(next)))
		next = g_utf8_next_char(next);
	return g_unichar_isalpha(g_utf8_get_char(next));
}

static gboolean
is_passed_over(gunichar c)
{
	return g_unichar_isspace(c) || text_is_bidi_or_invisible(c) ||
	       (c && g_utf8_strchr(COMMAND_BULLETS, -1, c));
}

/* Whether a command would be read from this line. */
static gboolean
begins_with_command(const char *line)
{
	while (is_passed_over(g_utf8_get_char(line)))
		line = g_utf8_next_char(line);
	return starts_command(line);
}

/* Whether this is a line end of any sort: also vertical tab, form feed, NEL, U+2028, U+2029. */
static gboolean
is_line_end(gunichar c)
{
	return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Valid, with LF as line end, without control characters, and with nothing at its end. */
static char *
clean_text(const char *text)
{
	g_autofree char *valid = text_make_valid(text, strlen(text));
	GString *out = g_string_sized_new(strlen(valid));
	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (p[0] == '\r' && p[1] == '\n')
			continue;
		if (is_line_end(c))
			g_string_append_c(out, '\n');
		else if (c == '\t' || !g_unichar_iscntrl(c))
			g_string_append_unichar(out, c);
	}
	return g_strchomp(g_string_free(out, FALSE));
}

static void
append_line(GString *out, const char *line, gsize length)
{
	g_autofree char *own = g_strndup(line, length);
	gboolean is_long = g_utf8_strlen(own, -1) > SHORT_LINE_CHARS;
	if (begins_with_command(own))
		g_string_append(out, COMMAND_DISARMED);
	for (const char *p = own; *p; p++) {
		if (*p == ' ' && is_long && starts_command(p + 1))
			g_string_append(out, NO_BREAK_SPACE);
		else
			g_string_append_c(out, *p);
	}
	g_string_append_c(out, '\n');
}

/* As much of a line as there is room for; a text may be one line alone. */
static void
append_begin_of_line(GString *out, const char *line, gsize room)
{
	while (room > 0 && ((guchar)line[room] & 0xc0) == 0x80)
		room--;
	g_autofree char *begin = g_strdup_printf("%.*s…", (int)room, line);
	append_line(out, begin, strlen(begin));
}

char *
notice_text(const char *text, guint *lines_cut)
{
	g_autofree char *clean = clean_text(text);
	GString *out = g_string_new(NULL);
	for (const char *p = clean; *p;) {
		gsize length = strcspn(p, "\n");
		gsize room = NOTICE_TEXT_BYTES - MIN(out->len, NOTICE_TEXT_BYTES);
		if (room > 0 && length <= room)
			append_line(out, p, length);
		else
			++*lines_cut;
		if (room > 0 && length > room)
			append_begin_of_line(out, p, room);
		p += p[length] ? length + 1 : length;
	}
	return g_strchomp(g_string_free(out, FALSE));
}

/* One line of what can be seen, single blanks between. */
static char *
visible_line(const char *value)
{
	g_autofree char *valid = text_make_valid(value, strlen(value));
	g_autoptr(GString) out = g_string_new(NULL);
	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		/* Joiners belong to scripts and emoji; the rest only hides or turns things. */
		if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029)
			g_string_append_c(out, ' ');
		else if (c == 0x200c || c == 0x200d || !text_is_bidi_or_invisible(c))
			g_string_append_unichar(out, c);
	}
	return text_collapse(out->str);
}

char *
notice_line(const char *value)
{
	g_autofree char *visible = visible_line(value);
	GString *out = g_string_new(NULL);
	if (begins_with_command(visible))
		g_string_append(out, COMMAND_DISARMED);
	for (const char *p = visible; *p; p++) {
		if (*p == ' ' && starts_command(p + 1))
			g_string_append(out, NO_BREAK_SPACE);
		else
			g_string_append_c(out, *p);
	}
	return g_string_free(out, FALSE);
}
