/*
 * Private keys: between the lines that begin and end them, in quotes, in one line of JSON, cut off.
 */
#include "desk/secret_parts.h"

#include <string.h>

/* Bytes of base64 in a row that are no word. */
#define MATERIAL_BYTES 16
/* A line as long as that is followed by more of the key. */
#define FULL_LINE_BYTES 40
/* From "BEGIN" on, "BEGIN SSH2 ENCRYPTED PRIVATE KEY". */
#define HEAD_BYTES 60
/* The longest key with comments; without an end no more is looked at. */
#define KEY_BYTES (64 * 1024)
#define PUTTY     "PuTTY-User-Key-File-"

/** A line without quote marks and blanks around it. */
typedef struct KeyLine {
	const char *begin;
	gsize length;
	const char *next; /* the line behind it */
} KeyLine;

static KeyLine
key_line(const char *text, const char *end)
{
	const char *feed = memchr(text, '\n', (gsize)(end - text));
	KeyLine line = {.next = feed ? feed + 1 : end};
	const char *last = feed ? feed : end;
	while (text < last && strchr(" \t>|", *text))
		text++;
	while (last > text && g_ascii_isspace(last[-1]))
		last--;
	line.begin = text;
	line.length = (gsize)(last - text);
	return line;
}

static gsize
base64_length(const char *p, gsize length)
{
	gsize n = 0;
	while (n < length && (g_ascii_isalnum(p[n]) || strchr("+/=", p[n])))
		n++;
	return n;
}

/* Base64 with nothing else but "\n" as JSON has it, and commas and quotes around. */
static gboolean
is_material(const KeyLine *line, gboolean *is_short_out)
{
	gsize longest = 0;
	for (gsize i = 0; i < line->length;) {
		gsize n = base64_length(line->begin + i, line->length - i);
		longest = MAX(longest, n);
		if (!n && !strchr("\\\",'- ", line->begin[i]))
			return FALSE;
		i += MAX(n, 1);
	}
	gboolean is_one = base64_length(line->begin, line->length) == line->length;
	*is_short_out = longest < FULL_LINE_BYTES;
	if (!*is_short_out)
		return TRUE;
	/* The last line of a key; but "Thanks" behind one that is cut off isn't. */
	for (gsize i = 0; is_one && i < line->length; i++)
		if (!g_ascii_isalpha(line->begin[i]))
			return TRUE;
	return is_one && line->length >= MATERIAL_BYTES;
}

static gboolean
is_header(const KeyLine *line)
{
	const char *colon = memchr(line->begin, ':', line->length);
	if (!colon)
		return FALSE;
	for (const char *p = line->begin; p < colon; p++)
		if (!g_ascii_isalnum(*p) && *p != '-')
			return FALSE;
	return g_ascii_isupper(*line->begin);
}

static const char *
find(const char *from, const char *end, const char *what)
{
	return g_strstr_len(from, end - from, what);
}

/* Behind "END ... PRIVATE KEY-----"; NULL: it isn't there. */
static const char *
find_end(const char *from, const char *end)
{
	const char *mark = find(from, end, "END ");
	const char *key = mark ? find(mark, end, "PRIVATE KEY") : NULL;
	if (!key || memchr(mark, '\n', (gsize)(key - mark)))
		return NULL;
	key += strlen("PRIVATE KEY");
	key += g_str_has_prefix(key, " BLOCK") ? strlen(" BLOCK") : 0;
	key += *key == ' ' ? 1 : 0;
	while (key < end &&
	       (*key == '-' || g_str_has_prefix(key, "–") || g_str_has_prefix(key, "—")))
		key = g_utf8_next_char(key);
	return key;
}

/* Whether the text between has a key: somebody may only tell how one looks. */
static gboolean
has_material(const char *from, const char *end)
{
	for (const char *p = from; p < end;) {
		gsize n = base64_length(p, (gsize)(end - p));
		if (n >= MATERIAL_BYTES)
			return TRUE;
		p += MAX(n, 1);
	}
	return FALSE;
}

/* Behind the last line of a key that has no end. */
static const char *
last_line(const char *from, const char *end)
{
	const char *last = from;
	gboolean is_first = TRUE, is_over = FALSE, has_any = FALSE;
	while (from < end && !is_over) {
		KeyLine line = key_line(from, end);
		gboolean is_short = FALSE;
		if (line.length == 0 || (!has_any && is_header(&line))) {
			from = line.next;
			continue;
		}
		if (!is_material(&line, &is_short))
			break;
		has_any = TRUE;
		is_over = is_short && !is_first;
		is_first = FALSE;
		last = line.begin + line.length;
		from = line.next;
	}
	return last;
}

/* At least two dashes before "BEGIN", as typed or as a mail program makes them. */
static gsize
dashes_before(const char *text, gsize at)
{
	gsize p = at, width = 0;
	if (p > 0 && text[p - 1] == ' ')
		p--;
	for (;;) {
		if (p > 0 && text[p - 1] == '-') {
			p--;
			width++;
		} else if (p > 2 &&
			   (!memcmp(text + p - 3, "–", 3) || !memcmp(text + p - 3, "—", 3))) {
			p -= 3;
			width += 2;
		} else {
			return width >= 2 ? p : at;
		}
	}
}

static gboolean
armoured_at(const char *text, gsize at, gsize length, SecretSpan *out)
{
	gsize begin = dashes_before(text, at);
	const char *head = text + at;
	const char *key = find(head, head + MIN(length - at, HEAD_BYTES), "PRIVATE KEY");
	if (begin == at || !key || memchr(head, '\n', (gsize)(key - head)))
		return FALSE;
	const char *end = text + MIN(length, at + KEY_BYTES);
	const char *body = key + strlen("PRIVATE KEY");
	body += g_str_has_prefix(body, " BLOCK") ? strlen(" BLOCK") : 0;
	while (*body == '-' || *body == ' ' || g_str_has_prefix(body, "–") ||
	       g_str_has_prefix(body, "—"))
		body = g_utf8_next_char(body);
	const char *next = find(body, end, "BEGIN ");
	end = next ? next : end;
	const char *last = find_end(body, end);
	if (!last)
		last = last_line(body, end);
	if (!has_material(body, last))
		return FALSE;
	*out = (SecretSpan){begin, (gsize)(last - text), SECRET_KEY, ""};
	return TRUE;
}

/* Its lines say what they are; the last one is the check sum. */
static gboolean
putty_at(const char *text, gsize at, gsize length, SecretSpan *out)
{
	const char *end = text + MIN(length, at + KEY_BYTES);
	const char *again = find(text + at + strlen(PUTTY), end, PUTTY);
	const char *last = NULL;
	end = again ? again : end;
	gboolean is_short = FALSE, is_private = FALSE;
	for (const char *p = text + at; p < end;) {
		KeyLine line = key_line(p, end);
		if (line.length && !is_header(&line) && !is_material(&line, &is_short))
			break;
		is_private = is_private || g_str_has_prefix(line.begin, "Private-Lines:");
		p = line.next;
		if (line.length)
			last = line.begin + line.length;
		if (g_str_has_prefix(line.begin, "Private-MAC:") ||
		    g_str_has_prefix(line.begin, "Private-Hash:"))
			break;
	}
	if (!is_private || !last)
		return FALSE;
	*out = (SecretSpan){at, (gsize)(last - text), SECRET_KEY, ""};
	return TRUE;
}

gboolean
secret_key_at(const SecretScan *scan, gsize at, SecretSpan *out)
{
	const char *text = scan->text;
	if (!strncmp(text + at, "BEGIN ", 6))
		return armoured_at(text, at, scan->length, out);
	if (!strncmp(text + at, PUTTY, strlen(PUTTY)))
		return putty_at(text, at, scan->length, out);
	return FALSE;
}

gboolean
secret_is_key_file(const char *bytes, gsize length)
{
	const char *end = bytes + length;
	for (const char *p = bytes; (p = find(p, end, "BEGIN ")); p++) {
		gsize left = MIN((gsize)(end - p), HEAD_BYTES);
		const char *key = find(p, p + left, "PRIVATE KEY");
		if (key && !memchr(p, '\n', (gsize)(key - p)) && p - bytes >= 2 && p[-2] == '-')
			return TRUE;
	}
	return find(bytes, end, PUTTY) != NULL;
}
