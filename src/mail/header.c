/*
 * Decoding of header fields.  GMime's decoder gives up on words that are cut, nested
 * in quotes or split inside a character; half of the world's mailers do one of these.
 */
#include "mail/header.h"

#include "base/text.h"
#include "mail/charset.h"
#include "mail/gm.h"
#include "mail/mail.h"
#include "mail/transfer.h"

#include <string.h>

#define MAX_LABEL 60
/* RFC 2047 allows 75 characters; some programs put a whole field into one word. */
#define MAX_WORD 4096

/* An encoded word (RFC 2047 2) found in text: where it ends and what it holds. */
typedef struct Word {
	const char *charset;
	gsize charset_length;
	char encoding; /* 'b' or 'q' */
	const char *text;
	gsize text_length;
	const char *end;
	gboolean broken; /* no "?=" */
} Word;

/* Adjacent words of one charset, decoded to bytes before anybody looks at characters. */
typedef struct Run {
	char charset[MAX_LABEL + 1];
	GString *bytes;
	int state; /* of a base64 quantum that goes on in the next word */
	guint32 save;
} Run;

static gboolean
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
skip_blanks(const char *p)
{
	while (is_blank(*p))
		p++;
	return p;
}

static const char *
find(const char *text, const char *limit, const char *what)
{
	return memmem(text, (gsize)(limit - text), what, strlen(what));
}

static gboolean
is_hex_pair(const char *p)
{
	return g_ascii_isxdigit(p[0]) && !g_ascii_islower(p[0]) && g_ascii_isxdigit(p[1]) &&
	       !g_ascii_islower(p[1]);
}

/* The "?=" that ends the word, at most MAX_WORD away. In Q text written by careless
 * programs "?=3D" stands for a question mark and an octet, not for the end. */
static const char *
word_end(const char *text, char encoding)
{
	const char *limit = text + strnlen(text, MAX_WORD);
	const char *end = find(text, limit, "?=");
	while (encoding == 'q' && end && is_hex_pair(end + 2)) {
		const char *next = find(end + 2, limit, "?=");
		const char *start = find(end + 2, limit, "=?");
		if (!next || (start && start < next))
			break;
		end = next;
	}
	return end;
}

/* Where a word without end is taken to end; not inside a character. */
static const char *
cut_end(const char *text)
{
	const char *end = text + MIN(strcspn(text, " \t\"<>"), MAX_WORD);
	while (end > text && (*end & 0xc0) == 0x80)
		end--;
	return end;
}

/* Reads the word that begins at `p` ("=?"). */
static gboolean
word_read(const char *p, Word *word)
{
	word->charset = p + 2;
	word->charset_length = strcspn(word->charset, "?* \t\"()<>@,;:\\");
	const char *q = word->charset + word->charset_length;
	if (*q == '*') /* a language (RFC 2231 5) */
		q += strcspn(q, "? \t");
	if (*q != '?' || word->charset_length == 0 || word->charset_length > MAX_LABEL)
		return FALSE;
	word->encoding = g_ascii_tolower(q[1]);
	if ((word->encoding != 'b' && word->encoding != 'q') || q[2] != '?')
		return FALSE;
	word->text = q + 3;
	const char *end = word_end(word->text, word->encoding);
	word->broken = !end;
	/* Cut off by a length limit: the rest is all that came. */
	if (!end)
		end = cut_end(word->text);
	word->text_length = (gsize)(end - word->text);
	word->end = word->broken ? end : end + 2;
	if (word->broken && word->text_length > 0 && end[-1] == '?')
		word->text_length--;
	return TRUE;
}

static void
run_add_base64(Run *run, const Word *word)
{
	g_autofree guchar *out = g_malloc(word->text_length + 4);
	const guchar *in = (const guchar *)word->text;
	gsize size = g_mime_encoding_base64_decode_step(in, word->text_length, out, &run->state,
							&run->save);
	g_string_append_len(run->bytes, (const char *)out, (gssize)size);
	gsize symbols = 0, padding = 0;
	for (gsize i = 0; i < word->text_length; i++) {
		symbols += !is_blank(word->text[i]);
		padding += word->text[i] == '=';
	}
	if (padding > 0 || symbols % 4 == 0)
		run->state = 0, run->save = 0;
}

static void
run_add_quoted(Run *run, const Word *word)
{
	g_autofree char *in = g_strndup(word->text, word->text_length);
	g_autofree guchar *out = g_malloc(word->text_length + 4);
	g_strdelimit(in, "_", ' ');
	int state = 0;
	guint32 save = 0;
	gsize size = g_mime_encoding_quoted_decode_step((const guchar *)in, word->text_length, out,
							&state, &save);
	g_string_append_len(run->bytes, (const char *)out, (gssize)size);
}

/* Whether the word holds what its encoding asks for. A group of base64 may go on in the next
 * word, against the RFC but in half of the world's mails. */
static gboolean
is_sound(const Word *word)
{
	TransferCheck check = {.kind = word->encoding == 'b' ? TRANSFER_BASE64 : TRANSFER_QUOTED};
	transfer_check(&check, word->text, word->text_length);
	return !word->broken && !check.bad && check.expects == 0;
}

static void
run_add(Run *run, const Word *word)
{
	if (word->encoding == 'b')
		run_add_base64(run, word);
	else
		run_add_quoted(run, word);
}

/* Base64 that lost its padding ends within a group of four: padding brings out what is whole. */
static void
run_flush(Run *run)
{
	guchar out[4];
	if (run->state != 2 && run->state != 3)
		return;
	gsize size = g_mime_encoding_base64_decode_step(
		(const guchar *)"==", run->state == 2 ? 2 : 1, out, &run->state, &run->save);
	g_string_append_len(run->bytes, (const char *)out, (gssize)size);
}

/* The run's text, in UTF-8, or as one encoded word when an address parser is to see it. */
static void
run_end(Run *run, gboolean reencode, GString *out, guint *faults)
{
	run_flush(run);
	g_autofree char *text =
		charset_to_utf8(run->bytes->str, run->bytes->len, run->charset, faults);
	if (reencode && *text) {
		g_autofree char *base64 = g_base64_encode((const guchar *)text, strlen(text));
		g_string_append_printf(out, "=?utf-8?B?%s?=", base64);
	} else {
		g_string_append(out, text);
	}
	g_string_truncate(run->bytes, 0);
	run->state = 0;
	run->save = 0;
}

/* Takes the words from `p` on that belong together; returns where the text goes on. */
static const char *
decode_run(const char *p, Word *word, gboolean reencode, GString *out, guint *faults)
{
	Run run = {.bytes = g_string_new(NULL)};
	for (;;) {
		/* Not g_strlcpy(), which measures all that follows. */
		memcpy(run.charset, word->charset, word->charset_length);
		run.charset[word->charset_length] = '\0';
		run_add(&run, word);
		if (!is_sound(word))
			*faults |= FAULT_BAD_ENCODED_WORD;
		p = word->end;
		const char *next = skip_blanks(p);
		if (next[0] != '=' || next[1] != '?' || !word_read(next, word))
			break;
		gsize length = strlen(run.charset);
		if (length != word->charset_length ||
		    g_ascii_strncasecmp(run.charset, word->charset, length) != 0)
			run_end(&run, reencode, out, faults);
	}
	run_end(&run, reencode, out, faults);
	g_string_free(run.bytes, TRUE);
	return p;
}

/* "=?charset?X?...?=" with an encoding that nobody knows. */
static gboolean
is_meant_as_word(const char *start)
{
	gsize charset = strcspn(start + 2, "?* \t");
	const char *encoding = start + 2 + charset + 1;
	if (charset == 0 || charset > MAX_LABEL || encoding[-1] != '?' ||
	    !g_ascii_isalpha(encoding[0]) || encoding[1] != '?')
		return FALSE;
	return find(encoding + 2, encoding + 2 + strnlen(encoding + 2, MAX_WORD), "?=") != NULL;
}

/* Encoded words within UTF-8 text. */
static GString *
decode_words(const char *text, gboolean reencode, guint *faults)
{
	GString *out = g_string_sized_new(strlen(text));
	const char *p = text;
	for (const char *start; (start = strstr(p, "=?"));) {
		Word word;
		g_string_append_len(out, p, start - p);
		if (word_read(start, &word)) {
			p = decode_run(start, &word, reencode, out, faults);
		} else {
			if (is_meant_as_word(start))
				*faults |= FAULT_BAD_ENCODED_WORD;
			g_string_append(out, "=?");
			p = start + 2;
		}
	}
	g_string_append(out, p);
	return out;
}

/* Line breaks and the blanks after them are one blank (RFC 5322 2.2.3). */
static char *
unfold(const char *raw, gsize length, gsize *length_out)
{
	char *line = g_malloc(length + 1), *to = line;
	for (gsize i = 0; i < length;) {
		if (raw[i] != '\r' && raw[i] != '\n') {
			*to++ = raw[i++];
			continue;
		}
		while (i < length && is_blank(raw[i]))
			i++;
		if (to > line && i < length && to[-1] != ' ')
			*to++ = ' ';
	}
	*to = '\0';
	*length_out = (gsize)(to - line);
	return line;
}

static char *
header_text(const char *raw, gsize length, const char *charset, gboolean reencode, guint *faults)
{
	guint unused = 0;
	gsize size = 0;
	faults = faults ? faults : &unused;
	g_autofree char *line = unfold(raw, length, &size);
	if (!charset_is_plain_ascii(line, size)) {
		guint found = 0;
		char *utf8 = charset_to_utf8(line, size, charset, &found);
		/* There is no label that could be wrong. */
		*faults |= found & FAULT_NUL;
		if (!charset_is_ascii(line, size))
			*faults |= FAULT_RAW_8BIT_HEADER;
		g_free(line);
		line = utf8;
	}
	if (!strstr(line, "=?")) {
		return g_steal_pointer(&line);
	}
	return g_string_free(decode_words(line, reencode, faults), FALSE);
}

/* Blanks for control characters, which an encoded word can smuggle in. */
static char *
tidy(char *text)
{
	for (char *p = text; *p; p++)
		if ((guchar)*p < ' ' || *p == 0x7f)
			*p = ' ';
	return g_strstrip(text);
}

char *
header_decode(const char *raw, gsize length, const char *charset, guint *faults)
{
	return tidy(header_text(raw, length, charset, FALSE, faults));
}

char *
header_plain(const char *raw, gsize length)
{
	gsize size = 0;
	g_autofree char *line = unfold(raw, length, &size);
	return tidy(text_make_valid(line, size));
}

char *
header_prepare(const char *raw, gsize length, const char *charset, guint *faults)
{
	return tidy(header_text(raw, length, charset, TRUE, faults));
}

static void
add_id(GPtrArray *ids, const char *start, gsize length)
{
	g_autofree char *id = g_malloc(length + 1);
	gsize used = 0;
	for (gsize i = 0; i < length; i++)
		if (!is_blank(start[i]))
			id[used++] = start[i];
	id[used] = '\0';
	if (used > 0)
		g_ptr_array_add(ids, g_steal_pointer(&id));
}

GPtrArray *
header_ids(const char *value, guint max)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	for (const char *p = value; ids->len < max && (p = strchr(p, '<'));) {
		gsize length = strcspn(p + 1, "<>");
		add_id(ids, p + 1, length);
		p += 1 + length;
	}
	if (ids->len > 0)
		return ids;
	for (const char *p = skip_blanks(value); *p && ids->len < max; p = skip_blanks(p)) {
		gsize length = strcspn(p, " \t,;<>");
		if (memchr(p, '@', length))
			add_id(ids, p, length);
		p += length ? length : 1;
	}
	return ids;
}
