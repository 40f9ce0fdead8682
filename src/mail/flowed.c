/*
 * format=flowed: a line that ends in a blank goes on in the next one (RFC 3676).
 */
#include "mail/flowed.h"

#include <string.h>

/* RFC 3676 4.2 asks for 66 to 78. */
#define LINE_CHARS 72

/* A line read: its quote depth and its text without quote marks and stuffing. */
typedef struct FlowedLine {
	guint depth;
	const char *text;
	gsize length;
	gboolean flowed;
	gboolean looks_quoted; /* was stuffed to keep its ">" from meaning a quote */
} FlowedLine;

static FlowedLine
line_read(const char *start, gsize length)
{
	FlowedLine line = {.text = start, .length = length};
	while (line.length > 0 && *line.text == '>')
		line.text++, line.length--, line.depth++;
	if (line.length > 0 && *line.text == ' ') {
		line.text++, line.length--;
		line.looks_quoted = line.depth == 0 && line.length > 0 && *line.text == '>';
	}
	gboolean signature = line.length == 3 && memcmp(line.text, "-- ", 3) == 0;
	line.flowed = line.length > 0 && line.text[line.length - 1] == ' ' && !signature;
	return line;
}

static void
start_paragraph(GString *out, const FlowedLine *line)
{
	for (guint i = 0; i < line->depth; i++)
		g_string_append_c(out, '>');
	if ((line->depth > 0 && line->length > 0) || line->looks_quoted)
		g_string_append_c(out, ' ');
}

char *
flowed_read(const char *text, gboolean delete_space)
{
	GString *out = g_string_sized_new(strlen(text));
	FlowedLine before = {0};
	for (const char *p = text; *p;) {
		const char *newline = strchr(p, '\n');
		gsize length = newline ? (gsize)(newline - p) : strlen(p);
		FlowedLine line = line_read(p, length);
		gboolean signature = line.length == 3 && memcmp(line.text, "-- ", 3) == 0;
		/* People leave a blank at the end of a paragraph; the empty line is theirs. */
		gboolean joins = before.flowed && before.depth == line.depth && !signature &&
				 line.length > 0;
		if (before.flowed && !joins)
			g_string_append_c(out, '\n');
		if (!joins)
			start_paragraph(out, &line);
		g_string_append_len(out, line.text, (gssize)line.length);
		if (line.flowed && delete_space)
			g_string_truncate(out, out->len - 1);
		if (!line.flowed && newline)
			g_string_append_c(out, '\n');
		before = line;
		p += length + (newline ? 1 : 0);
	}
	return g_string_free(out, FALSE);
}

/* Where to break: after the last blank within LINE_CHARS, else after the first one. */
static gsize
break_at(const char *text, gsize length)
{
	gsize chars = 0, best = 0;
	for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
		if (++chars > LINE_CHARS && best > 0)
			break;
		if (*p == ' ' && p + 1 < text + length && p[1] != ' ')
			best = (gsize)(p - text) + 1;
	}
	return chars > LINE_CHARS && best > 0 ? best : length;
}

static void
write_paragraph(GString *out, const char *text, gsize length)
{
	/* A blank at its end would make it flow into the next paragraph. */
	gboolean signature = length == 3 && memcmp(text, "-- ", 3) == 0;
	while (!signature && length > 0 && text[length - 1] == ' ')
		length--;
	/* A quoted line can't be broken without its mark: it stays as it is. */
	gboolean fixed = signature || *text == '>';
	do {
		gsize size = fixed ? length : break_at(text, length);
		if (size > 0 &&
		    (*text == ' ' || (*text == '>' && !fixed) || strncmp(text, "From ", 5) == 0))
			g_string_append_c(out, ' ');
		g_string_append_len(out, text, (gssize)size);
		g_string_append(out, "\r\n");
		text += size;
		length -= size;
	} while (length > 0);
}

char *
flowed_write(const char *text)
{
	GString *out = g_string_sized_new(strlen(text) + 64);
	while (*text) {
		gsize length = strcspn(text, "\n");
		gsize size = length > 0 && text[length - 1] == '\r' ? length - 1 : length;
		write_paragraph(out, text, size);
		text += length + (text[length] == '\n' ? 1 : 0);
	}
	return g_string_free(out, FALSE);
}
