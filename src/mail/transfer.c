/*
 * Data held against its transfer encoding while GMime decodes it, which overlooks what is
 * wrong.
 */
#include "mail/transfer.h"

#include <string.h>

/* Octets taken at once. Fewer than 256 of them make a block, so that none of the sums overflows. */
typedef guint8 Octets __attribute__((vector_size(16)));
#define BLOCK_BYTES (64 * sizeof(Octets))
/* Longer than any name of an encoding. */
#define KEY_BYTES 24
/* One blank between words in so many octets, and three at least, are no base64. */
#define OCTETS_PER_BLANK 30

/* What a "=" of quoted-printable waits for. */
enum { NOTHING, FIRST_DIGIT, SECOND_DIGIT, LINE_END };

/* What a field says, without comment, parameters, case and punctuation: some programs write
 * "Quoted_Printable", or put it in quotes. */
static void
kind_key(const char *field, char key[static KEY_BYTES])
{
	gsize length = 0;
	field += strspn(field, " \t\r\n\"");
	for (; *field && !strchr(" \t\r\n\";(", *field) && length < KEY_BYTES - 1; field++)
		if (*field != '-' && *field != '_')
			key[length++] = g_ascii_tolower(*field);
	key[length] = '\0';
}

TransferKind
transfer_kind(const char *field)
{
	static const struct {
		const char *word;
		TransferKind kind;
	} words[] = {
		{"", TRANSFER_PLAIN},         {"7bit", TRANSFER_PLAIN},
		{"8bit", TRANSFER_PLAIN},     {"binary", TRANSFER_PLAIN},
		{"base64", TRANSFER_BASE64},  {"quotedprintable", TRANSFER_QUOTED},
		{"quoted", TRANSFER_QUOTED},  {"xuuencode", TRANSFER_PLAIN},
		{"uuencode", TRANSFER_PLAIN}, {"xuue", TRANSFER_PLAIN},
	};
	char key[KEY_BYTES];
	kind_key(field ? field : "", key);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].word, key) == 0)
			return words[i].kind;
	return TRANSFER_UNKNOWN;
}

gsize
transfer_join_lines(char *bytes, gsize length)
{
	char *limit = bytes + length, *from = bytes, *to = bytes;
	for (char *sign; (sign = memchr(from, '=', (gsize)(limit - from)));) {
		char *end = sign + 1;
		while (end < limit && (*end == ' ' || *end == '\t'))
			end++;
		gboolean ends = end < limit && end > sign + 1 && (*end == '\n' || *end == '\r');
		memmove(to, from, (gsize)(sign + 1 - from));
		to += sign + 1 - from;
		from = ends ? end : sign + 1;
	}
	memmove(to, from, (gsize)(limit - from));
	return (gsize)(to + (limit - from) - bytes);
}

gboolean
transfer_goes_on(const char *bytes, gsize length)
{
	gsize symbols = 0, padding = 0, at = 0;
	while (at < length && (g_ascii_isalnum(bytes[at]) || bytes[at] == '+' || bytes[at] == '/'))
		at++, symbols++;
	while (at < length && bytes[at] == '=' && padding < 2)
		at++, padding++;
	if (at == length)
		return symbols > 0;
	if (padding == 0 && bytes[at] != '\n' && bytes[at] != '\r')
		return FALSE;
	return symbols > 1 && (symbols + padding) % 4 == 0;
}

/* Base64, octet by octet: groups of four, of which the last may be padded. */
static void
check_base64(TransferCheck *check, const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		char c = bytes[i];
		if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
			continue;
		if (c == '=')
			check->padding++;
		else if (!(g_ascii_isalnum(c) || c == '+' || c == '/') || check->padding > 0)
			check->bad = TRUE;
		else
			check->symbols = (check->symbols + 1) % 4;
	}
}

/* Whether a block holds nothing but symbols and blanks, as nearly all do. Sixteen octets at a time,
 * or it would cost half as much as decoding does. */
static gboolean
is_usual_block(const char *block, guint *blanks_out)
{
	Octets strange = {0}, blanks = {0};
	for (gsize at = 0; at < BLOCK_BYTES; at += sizeof(Octets)) {
		Octets c;
		memcpy(&c, block + at, sizeof c);
		Octets symbol = (Octets)((c | 0x20) - 'a' < 26) | (Octets)(c - '0' < 10) |
				(Octets)(c == '+') | (Octets)(c == '/');
		Octets blank = (Octets)(c == '\n') | (Octets)(c == '\r') | (Octets)(c == ' ') |
			       (Octets)(c == '\t');
		strange |= ~(symbol | blank);
		blanks -= blank; /* true is all ones */
	}
	guint found = 0, count = 0;
	for (gsize i = 0; i < sizeof(Octets); i++) {
		found |= strange[i];
		count += blanks[i];
	}
	*blanks_out = count;
	return found == 0;
}

static void
check_base64_blocks(TransferCheck *check, const char *bytes, gsize length)
{
	gsize at = 0;
	for (; length - at >= BLOCK_BYTES; at += BLOCK_BYTES) {
		guint blanks;
		if (check->padding == 0 && is_usual_block(bytes + at, &blanks))
			check->symbols = (check->symbols + BLOCK_BYTES - blanks) % 4;
		else
			check_base64(check, bytes + at, BLOCK_BYTES);
	}
	check_base64(check, bytes + at, length - at);
}

gboolean
transfer_looks_plain(const char *bytes, gsize length)
{
	gsize blanks = 0;
	for (gsize i = 1; i + 1 < length; i++)
		blanks +=
			bytes[i] == ' ' && (guchar)bytes[i - 1] > ' ' && (guchar)bytes[i + 1] > ' ';
	return blanks > 2 && blanks > length / OCTETS_PER_BLANK;
}

static void
check_after_sign(TransferCheck *check, char c)
{
	gboolean blank = c == ' ' || c == '\t' || c == '\r';
	if (check->expects == SECOND_DIGIT) {
		check->bad = check->bad || !g_ascii_isxdigit(c);
		check->expects = NOTHING;
	} else if (check->expects == FIRST_DIGIT && g_ascii_isxdigit(c)) {
		check->expects = SECOND_DIGIT;
	} else if (blank) {
		check->expects = LINE_END;
	} else {
		check->bad = check->bad || c != '\n';
		check->expects = NOTHING;
	}
}

static void
check_quoted(TransferCheck *check, const char *bytes, gsize length)
{
	for (const char *p = bytes, *limit = bytes + length; p < limit; p++) {
		if (check->expects == NOTHING) {
			p = memchr(p, '=', (gsize)(limit - p));
			if (!p)
				return;
			check->expects = FIRST_DIGIT;
		} else {
			check_after_sign(check, *p);
		}
	}
}

void
transfer_check(TransferCheck *check, const char *bytes, gsize length)
{
	if (check->bad)
		return;
	if (check->kind == TRANSFER_BASE64)
		check_base64_blocks(check, bytes, length);
	else if (check->kind == TRANSFER_QUOTED)
		check_quoted(check, bytes, length);
}

gboolean
transfer_check_end(TransferCheck *check)
{
	guint wanted = (4 - check->symbols) % 4;
	return check->bad || check->kind == TRANSFER_UNKNOWN || check->expects == SECOND_DIGIT ||
	       (check->kind == TRANSFER_BASE64 && (check->padding != wanted || wanted == 3));
}
