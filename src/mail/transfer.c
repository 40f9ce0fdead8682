/*
 * Data held against its transfer encoding while GMime decodes it, which overlooks what is
 * wrong.
 */
#include "mail/transfer.h"

#include <string.h>

/* Octets taken at once. Fewer than 256 of them make a block, so that none of the sums overflows. */
typedef guint8 Octets __attribute__((vector_size(16)));
#define BLOCK_BYTES (64 * sizeof(Octets))

/* What a "=" of quoted-printable waits for. */
enum { NOTHING, FIRST_DIGIT, SECOND_DIGIT, LINE_END };

TransferKind
transfer_kind(const char *field)
{
	static const struct {
		const char *word;
		TransferKind kind;
	} words[] = {
		{"7bit", TRANSFER_PLAIN},     {"8bit", TRANSFER_PLAIN},
		{"binary", TRANSFER_PLAIN},   {"base64", TRANSFER_BASE64},
		{"7-bit", TRANSFER_PLAIN},    {"quoted-printable", TRANSFER_QUOTED},
		{"8-bit", TRANSFER_PLAIN},    {"x-uuencode", TRANSFER_PLAIN},
		{"uuencode", TRANSFER_PLAIN}, {"x-uue", TRANSFER_PLAIN},
	};
	field = field ? field + strspn(field, " \t\r\n\"") : "";
	gsize length = strcspn(field, " \t\r\n\";(");
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i].word) == length &&
		    g_ascii_strncasecmp(field, words[i].word, length) == 0)
			return words[i].kind;
	return length > 0 ? TRANSFER_UNKNOWN : TRANSFER_PLAIN;
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
