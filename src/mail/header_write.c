/*
 * Writing header fields.  GMime would encode whole stretches of a subject; people's
 * mail rules match the raw line, so it is done word by word here.
 */
#include "mail/header_write.h"

#include <string.h>

/* RFC 2047 2: a line with encoded words, and a word. */
#define LINE_CHARS 76
#define WORD_CHARS 75
/* What is around the text of a word, and the longest character in Q encoding. */
#define FRAME_CHARS     12
#define CHARACTER_CHARS 12
/* A word in clear that is longer can't be folded and might pass 998 bytes. */
#define CLEAR_CHARS 200
/* An ID that is longer can't stand on a line (RFC 5322 2.1.1). */
#define ID_CHARS        900
#define PARAMETER_CHARS 60

/* A field being written: where its current line begins. */
typedef struct Field {
	GString *out;
	gsize line_start;
} Field;

/* No control characters: they would end the field. (transfer full) */
static char *
clean(const char *text)
{
	char *copy = g_utf8_make_valid(text, -1);
	for (char *p = copy; *p; p++)
		if ((guchar)*p < ' ' || *p == 0x7f)
			*p = ' ';
	return copy;
}

static gsize
line_length(const Field *field)
{
	return field->out->len - field->line_start;
}

static void
fold(Field *field)
{
	g_string_append(field->out, "\r\n");
	field->line_start = field->out->len;
}

static gboolean
is_ascii(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if ((guchar)text[i] >= 0x80)
			return FALSE;
	return TRUE;
}

static gboolean
needs_encoding(const char *word, gsize length)
{
	return length > CLEAR_CHARS || !is_ascii(word, length) ||
	       memmem(word, length, "=?", 2) != NULL;
}

/* What stands for itself in Q encoding, even within a phrase (RFC 2047 5). */
static gboolean
is_q_clear(guchar c)
{
	return g_ascii_isalnum(c) || strchr("!*+-/", c);
}

/* Length of a text in Q encoding. */
static gsize
q_length(const char *text, gsize length)
{
	gsize size = 0;
	for (gsize i = 0; i < length; i++)
		size += text[i] == ' ' || (text[i] && is_q_clear((guchar)text[i])) ? 1 : 3;
	return size;
}

static void
append_q(GString *out, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)text[i];
		if (c == ' ')
			g_string_append_c(out, '_');
		else if (c && is_q_clear(c))
			g_string_append_c(out, (char)c);
		else
			g_string_append_printf(out, "=%02X", c);
	}
}

/* How much of the text, in whole characters, an encoded word of `room` characters holds. */
static gsize
chunk_length(const char *text, gsize length, gboolean base64, gsize room)
{
	gsize used = 0;
	while (used < length) {
		gsize next = (gsize)(g_utf8_next_char(text + used) - text);
		gsize size = base64 ? (next + 2) / 3 * 4 : q_length(text, next);
		if (next > length || (size > room && used > 0))
			break;
		used = next;
	}
	return used;
}

/* Writes text as encoded words, each on a line of its own after the first. */
static void
write_encoded(Field *field, const char *text, gsize length)
{
	gboolean base64 = q_length(text, length) > (length + 2) / 3 * 4;
	while (length > 0) {
		gsize taken = line_length(field) + FRAME_CHARS;
		gsize room = MAX(LINE_CHARS, taken + CHARACTER_CHARS) - taken;
		gsize size =
			chunk_length(text, length, base64, MIN(room, WORD_CHARS - FRAME_CHARS));
		g_string_append(field->out, base64 ? "=?utf-8?b?" : "=?utf-8?q?");
		if (base64) {
			g_autofree char *code = g_base64_encode((const guchar *)text, size);
			g_string_append(field->out, code);
		} else {
			append_q(field->out, text, size);
		}
		g_string_append(field->out, "?=");
		text += size;
		length -= size;
		if (length > 0) {
			fold(field);
			g_string_append_c(field->out, ' ');
		}
	}
}

/* The run of words from `text` on that have to be encoded, blanks between them included:
 * blanks between encoded words are not shown (RFC 2047 6.2). 0 if the first is clear. */
static gsize
run_length(const char *text)
{
	gsize run = 0, at = 0;
	for (;;) {
		gsize word = strcspn(text + at, " ");
		if (!needs_encoding(text + at, word))
			return run;
		run = at + word;
		if (!text[run])
			return run;
		at = run + strspn(text + run, " ");
	}
}

void
header_write(GString *out, const char *name, const char *value, gsize whole)
{
	g_autofree char *text = clean(value);
	Field field = {out, out->len};
	g_string_append_printf(out, "%s:", name);
	const char *start = g_strstrip(text);
	for (const char *p = start; *p;) {
		gsize blanks = strspn(p, " ");
		gsize run = run_length(p + blanks);
		gsize clear = run > 0 ? 0 : strcspn(p + blanks, " ");
		gsize least = run > 0 ? FRAME_CHARS + CHARACTER_CHARS : clear;
		gboolean fits = line_length(&field) + 1 + blanks + least <= LINE_CHARS ||
				(gsize)(p - start) < whole;
		/* The blanks go to the next line: unfolding gives them back. */
		if (!fits && line_length(&field) > strlen(name) + 1)
			fold(&field);
		if (p == start)
			g_string_append_c(out, ' ');
		g_string_append_len(out, p, (gssize)blanks);
		if (run > 0)
			write_encoded(&field, p + blanks, run);
		else
			g_string_append_len(out, p + blanks, (gssize)clear);
		p += blanks + run + clear;
	}
	g_string_append(out, "\r\n");
}

/* An address as it may stand between "<" and ">". (transfer full) */
static char *
clean_address(const char *address)
{
	GString *out = g_string_new(NULL);
	for (const char *p = address; *p; p++)
		if ((guchar)*p >= ' ' && *p != '<' && *p != '>' && *p != 0x7f)
			g_string_append_c(out, *p);
	return g_string_free(out, FALSE);
}

static void
append_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void
write_display(Field *field, const char *display)
{
	gsize length = strlen(display);
	gboolean atoms = TRUE;
	for (const char *p = display; *p; p++)
		atoms = atoms && (g_ascii_isalnum(*p) || strchr(" !#$%&'*+-/=?^_`{|}~", *p));
	if (needs_encoding(display, length))
		write_encoded(field, display, length);
	else if (atoms)
		g_string_append(field->out, display);
	else
		append_quoted(field->out, display);
}

void
header_write_mailbox(GString *out, const char *name, const char *display, const char *address)
{
	Field field = {out, out->len};
	g_autofree char *shown = clean(display ? display : "");
	g_autofree char *bare = clean_address(address);
	g_strstrip(shown);
	g_string_append_printf(out, "%s: ", name);
	if (*shown) {
		write_display(&field, shown);
		if (line_length(&field) + strlen(bare) + 3 > LINE_CHARS)
			fold(&field);
		g_string_append_printf(out, " <%s>\r\n", bare);
	} else {
		g_string_append_printf(out, "%s\r\n", bare);
	}
}

void
header_write_ids(GString *out, const char *name, const char *const *ids, gsize count)
{
	const char *before = "";
	gsize start = out->len;
	g_string_append_printf(out, "%s: ", name);
	for (gsize i = 0; i < count; i++) {
		g_autofree char *id = clean_address(ids[i]);
		g_strdelimit(id, " ", '_');
		if (!*id || strlen(id) > ID_CHARS)
			continue;
		g_string_append_printf(out, "%s<%s>", before, id);
		before = "\r\n ";
	}
	g_string_append(out, "\r\n");
	if (!*before)
		g_string_truncate(out, start);
}

/* RFC 2231 4: utf-8''%xx, in pieces (RFC 2231 3) if it is long. */
static void
append_extended(GString *out, const char *name, const char *value)
{
	g_autoptr(GString) code = g_string_new("utf-8''");
	gsize pieces = 0;
	while (*value) {
		gsize size = (gsize)(g_utf8_next_char(value) - value);
		for (gsize i = 0; i < size; i++)
			g_string_append_printf(code, g_ascii_isalnum(value[i]) ? "%c" : "%%%02X",
					       (guchar)value[i]);
		value += size;
		if (code->len < PARAMETER_CHARS && *value)
			continue;
		if (pieces == 0 && !*value)
			g_string_append_printf(out, ";\r\n %s*=%s", name, code->str);
		else
			g_string_append_printf(out, ";\r\n %s*%" G_GSIZE_FORMAT "*=%s", name,
					       pieces++, code->str);
		g_string_truncate(code, 0);
	}
}

void
header_write_parameter(GString *out, const char *name, const char *value)
{
	g_autofree char *text = clean(value);
	gsize length = strlen(text);
	if (!is_ascii(text, length) || length > PARAMETER_CHARS) {
		append_extended(out, name, text);
		return;
	}
	g_string_append_printf(out, ";\r\n %s=", name);
	append_quoted(out, text);
}
