/*
 * Charsets: iconv does the converting, uchardet the guessing, and this file decides
 * whom to believe.  A label is believed unless the bytes contradict it.
 */
#include "mail/charset.h"

#include "base/text.h"
#include "mail/mail.h"

#include <string.h>
#include <uchardet/uchardet.h>

/* uchardet learns nothing more from the rest of a long text. */
#define GUESS_BYTES (64 * 1024)
/* One wrong byte in so many is a slip of the sender, not another charset. */
#define BYTES_PER_SLIP 200
/* Below that many letters nothing can be said of a language. */
#define ACCENTED_LEAST 12

/* What labels mean in practice; the right-hand names are iconv's. */
static const struct {
	const char *label;
	const char *name;
} aliases[] = {
	{"646", "CP1252"},           {"ansi", "CP1252"},         {"ansix341968", "CP1252"},
	{"ascii", "CP1252"},         {"big5", "BIG5-HKSCS"},     {"big5eten", "BIG5-HKSCS"},
	{"cnbig5", "BIG5-HKSCS"},    {"cp936", "GB18030"},       {"cp949", "UHC"},
	{"euccn", "GB18030"},        {"eucjp", "EUC-JP-MS"},     {"euckr", "UHC"},
	{"gb2312", "GB18030"},       {"gb231280", "GB18030"},    {"gbk", "GB18030"},
	{"iso88591", "CP1252"},      {"iso885911", "CP874"},     {"iso885919", "CP1252"},
	{"iso88598i", "ISO-8859-8"}, {"iso88599", "CP1254"},     {"korean", "UHC"},
	{"ksc5601", "UHC"},          {"ksc56011987", "UHC"},     {"ksc56011989", "UHC"},
	{"latin1", "CP1252"},        {"latin2", "ISO-8859-2"},   {"latin5", "CP1254"},
	{"macintosh", "MACINTOSH"},  {"macroman", "MACINTOSH"},  {"mskanji", "CP932"},
	{"shiftjis", "CP932"},       {"sjis", "CP932"},          {"tis620", "CP874"},
	{"ucs2", "UTF-16"},          {"ucs4", "UTF-32"},         {"unicode", "UTF-16"},
	{"unicode11utf7", "UTF-7"},  {"unicode11utf8", "UTF-8"}, {"usascii", "CP1252"},
	{"utf16", "UTF-16"},         {"utf32", "UTF-32"},        {"utf7", "UTF-7"},
	{"utf8", "UTF-8"},           {"utf8mb4", "UTF-8"},       {"windows31j", "CP932"},
	{"windows949", "UHC"},
};

/* The label without case, punctuation and an "x-" before it. */
static char *
label_key(const char *label)
{
	GString *key = g_string_new(NULL);
	if (g_ascii_strncasecmp(label, "x-", 2) == 0)
		label += 2;
	for (; *label && key->len < 40; label++)
		if (g_ascii_isalnum(*label))
			g_string_append_c(key, g_ascii_tolower(*label));
	return g_string_free(key, FALSE);
}

/* iconv's name for a label; NULL if nobody knows it. (transfer full) */
static char *
label_name(const char *label)
{
	g_autofree char *key = label_key(label);
	for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (strcmp(aliases[i].label, key) == 0)
			return g_strdup(aliases[i].name);
	g_autofree char *name = NULL;
	if (g_str_has_prefix(key, "windows") && g_ascii_isdigit(key[7]))
		name = g_strconcat("CP", key + 7, NULL);
	else if (g_str_has_prefix(key, "win") && g_ascii_isdigit(key[3]))
		name = g_strconcat("CP", key + 3, NULL);
	else if (g_str_has_prefix(key, "ibm") || g_str_has_prefix(key, "cp"))
		name = g_strdup(key);
	else if (g_str_has_prefix(key, "iso8859") && g_ascii_isdigit(key[7]))
		name = g_strconcat("ISO-8859-", key + 7, NULL);
	else
		name = g_strndup(label, 60);
	/* "//" would hand options to iconv. */
	g_strdelimit(name, "/", '-');
	GIConv converter = g_iconv_open("UTF-8", name);
	if (converter == (GIConv)-1)
		return NULL;
	g_iconv_close(converter);
	return g_steal_pointer(&name);
}

static gboolean
is_single_byte(const char *name)
{
	static const char *const starts[] = {"CP12", "CP8", "ISO-8859", "KOI8", "MAC", "IBM8"};
	for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_ascii_strncasecmp(name, starts[i], strlen(starts[i])) == 0)
			return TRUE;
	return FALSE;
}

/* Eight at a time: this looks at every text there is. */
static gboolean
has_high(const char *bytes, gsize length)
{
	guint64 all = 0, eight;
	gsize i = 0;
	for (; i + sizeof eight <= length; i += sizeof eight) {
		memcpy(&eight, bytes + i, sizeof eight);
		all |= eight;
	}
	for (; i < length; i++)
		all |= (guchar)bytes[i] & 0x80;
	return (all & G_GUINT64_CONSTANT(0x8080808080808080)) != 0;
}

gboolean
charset_is_ascii(const char *bytes, gsize length)
{
	return length == 0 || (!memchr(bytes, 0x1b, length) && !has_high(bytes, length));
}

gboolean
charset_is_plain_ascii(const char *bytes, gsize length)
{
	return length == 0 || (!memchr(bytes, 0, length) && charset_is_ascii(bytes, length));
}

static gsize
count_high(const char *bytes, gsize length)
{
	gsize count = 0;
	for (gsize i = 0; i < length; i++)
		count += (guchar)bytes[i] >> 7;
	return count;
}

/* What came of converting by one charset. */
typedef struct Try {
	GString *text; /* NULL if there is no such charset */
	gsize wrong;   /* bytes that became U+FFFD */
	gsize nuls;    /* left out */
} Try;

/* NUL is a character to iconv but the end of a string to everybody else. */
static void
append_converted(Try *result, const char *text, gsize length)
{
	while (length > 0) {
		const char *nul = memchr(text, '\0', length);
		gsize run = nul ? (gsize)(nul - text) : length;
		g_string_append_len(result->text, text, (gssize)run);
		if (!nul)
			return;
		result->nuls++;
		text += run + 1;
		length -= run + 1;
	}
}

static Try
convert(const char *bytes, gsize length, const char *name)
{
	Try result = {0};
	GIConv converter = g_iconv_open("UTF-8", name);
	if (converter == (GIConv)-1)
		return result;
	result.text = g_string_sized_new(length + length / 2 + 16);
	g_autofree char *copy = g_memdup2(bytes, length ? length : 1);
	char *in = copy;
	for (gboolean done = FALSE; !done;) {
		char piece[4096], *to = piece;
		gsize room = sizeof piece, before = length;
		done = length == 0;
		/* The last round lets stateful charsets hand out what they hold back. */
		gboolean stuck = g_iconv(converter, done ? NULL : &in, done ? NULL : &length, &to,
					 &room) == (gsize)-1;
		append_converted(&result, piece, sizeof piece - room);
		if (!done && stuck && before == length) {
			g_string_append(result.text, "\357\277\275");
			result.wrong++;
			in++, length--;
		}
	}
	g_iconv_close(converter);
	return result;
}

/* Two bytes of JIS X 0208 and its vendors' rows as Shift JIS. */
static void
append_shifted(GString *out, guchar row, guchar cell)
{
	row = (guchar)(row - 0x21);
	int lead = row / 2 + (row < 62 ? 0x81 : 0xc1);
	int trail = row & 1 ? cell + 0x7e : cell + (cell >= 0x60 ? 0x20 : 0x1f);
	g_string_append_c(out, (char)lead);
	g_string_append_c(out, (char)trail);
}

static gboolean
is_jis(char c)
{
	return c > ' ' && c < 0x7f;
}

/* ISO-2022-JP as CP932, which has the vendors' rows (circled digits, company signs) and
 * half-width kana that real mail is full of and the standard's charset lacks. */
static Try
convert_jis(const char *bytes, gsize length)
{
	g_autoptr(GString) out = g_string_sized_new(length);
	char mode = 'B';
	for (gsize i = 0; i < length; i++) {
		char next = i + 1 < length ? bytes[i + 1] : '\0';
		if (bytes[i] == 0x1b && i + 2 < length && (next == '(' || next == '$')) {
			mode = next == '$' ? '$' : bytes[i + 2];
			i += next == '$' && bytes[i + 2] == '(' ? 3 : 2;
			continue;
		}
		if (bytes[i] == '\n')
			mode = 'B';
		if (mode == '$' && is_jis(bytes[i]) && is_jis(next))
			append_shifted(out, (guchar)bytes[i++], (guchar)next);
		else if (mode == 'I' && is_jis(bytes[i]))
			g_string_append_c(out, (char)(bytes[i] | 0x80));
		else
			g_string_append_c(out, bytes[i]);
	}
	return convert(out->str, out->len, "CP932");
}

/* HZ: GB2312 in seven bits between "~{" and "~}"; a line ends it, too. */
static Try
convert_hz(const char *bytes, gsize length)
{
	g_autoptr(GString) out = g_string_sized_new(length);
	gboolean wide = FALSE;
	for (gsize i = 0; i < length; i++) {
		char next = i + 1 < length ? bytes[i + 1] : '\0';
		if (bytes[i] == '~' && next && strchr("{}~\n", next)) {
			wide = next == '{' || (wide && next == '\n');
			if (next == '~')
				g_string_append_c(out, '~');
			i++;
			continue;
		}
		if (bytes[i] == '\n')
			wide = FALSE;
		if (wide && is_jis(bytes[i]) && is_jis(next)) {
			g_string_append_c(out, (char)(bytes[i++] | 0x80));
			g_string_append_c(out, (char)(next | 0x80));
		} else {
			g_string_append_c(out, bytes[i]);
		}
	}
	return convert(out->str, out->len, "GB18030");
}

/* The charset of bytes that carry a byte order mark or a UTF-16 pattern; NULL if none. */
static const char *
guess_wide(const char *bytes, gsize length)
{
	const guchar *b = (const guchar *)bytes;
	if (length >= 4 && b[0] == 0xff && b[1] == 0xfe && b[2] == 0 && b[3] == 0)
		return "UTF-32LE";
	if (length >= 4 && b[0] == 0 && b[1] == 0 && b[2] == 0xfe && b[3] == 0xff)
		return "UTF-32BE";
	if (length >= 2 && b[0] == 0xff && b[1] == 0xfe)
		return "UTF-16LE";
	if (length >= 2 && b[0] == 0xfe && b[1] == 0xff)
		return "UTF-16BE";
	gsize nul[4] = {0}, seen = MIN(length, 4096) & ~(gsize)3;
	for (gsize i = 0; i < seen; i++)
		nul[i & 3] += b[i] == 0;
	if (seen < 4)
		return NULL;
	gsize quarter = seen / 4;
	if (nul[0] == quarter && nul[1] == quarter && nul[2] > quarter / 2)
		return "UTF-32BE";
	if (nul[3] == quarter && nul[2] == quarter && nul[1] > quarter / 2)
		return "UTF-32LE";
	if (nul[0] + nul[2] > quarter && nul[1] + nul[3] == 0)
		return "UTF-16BE";
	if (nul[1] + nul[3] > quarter && nul[0] + nul[2] == 0)
		return "UTF-16LE";
	return NULL;
}

/* ISO-2022 announces itself by its escape sequences (RFC 1468, RFC 1557, RFC 1922). */
static const char *
guess_escapes(const char *bytes, gsize length)
{
	const char *escape = memchr(bytes, 0x1b, length);
	if (!escape || length - (gsize)(escape - bytes) < 3)
		return NULL;
	if (escape[1] == '(' && (escape[2] == 'J' || escape[2] == 'I'))
		return "ISO-2022-JP";
	if (escape[1] != '$')
		return NULL;
	if (escape[2] == 'B' || escape[2] == '@' || escape[2] == '(')
		return "ISO-2022-JP";
	if (escape[2] == ')' && escape + 3 < bytes + length)
		return escape[3] == 'C' ? "ISO-2022-KR" : "ISO-2022-CN-EXT";
	return NULL;
}

/* Latin charsets that uchardet tells apart by a handful of letters. */
static gboolean
is_latin_guess(const char *name)
{
	static const char *const latin[] = {
		"WINDOWS-1250", "WINDOWS-1252", "WINDOWS-1254", "WINDOWS-1257", "WINDOWS-1258",
		"ISO-8859-1",   "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",   "ISO-8859-9",
		"ISO-8859-10",  "ISO-8859-13",  "ISO-8859-15",  "ISO-8859-16",  "MAC-CENTRALEUROPE",
		"IBM852",       "IBM865",       "VISCII",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(latin); i++)
		if (g_ascii_strcasecmp(name, latin[i]) == 0)
			return TRUE;
	return FALSE;
}

/* uchardet's word where it can be trusted; Windows-1252 is what unlabelled mail mostly
 * is. (transfer full) */
static char *
guess_bytes(const char *bytes, gsize length)
{
	gsize seen = MIN(length, GUESS_BYTES);
	uchardet_t detector = uchardet_new();
	g_autofree char *name = NULL;
	if (uchardet_handle_data(detector, bytes, seen) == 0) {
		uchardet_data_end(detector);
		name = label_name(uchardet_get_charset(detector));
		if (is_latin_guess(uchardet_get_charset(detector)) && count_high(bytes, seen) < 12)
			g_clear_pointer(&name, g_free);
	}
	uchardet_delete(detector);
	return name && *name ? g_steal_pointer(&name) : g_strdup("CP1252");
}

static gboolean
is_valid_utf8(const char *bytes, gsize length)
{
	return g_utf8_validate_len(bytes, length, NULL);
}

/* (transfer full) */
static char *
guess(const char *bytes, gsize length)
{
	const char *sure = guess_wide(bytes, length);
	if (!sure && is_valid_utf8(bytes, length) && count_high(bytes, length) > 0)
		sure = "UTF-8";
	if (!sure)
		sure = guess_escapes(bytes, length);
	return sure ? g_strdup(sure) : guess_bytes(bytes, length);
}

/* UTF-16 and UTF-32 without a mark: iconv takes the machine's order, RFC 2781 says big,
 * most senders mean little; the zeros tell. (transfer full) */
static char *
wide_order(const char *bytes, gsize length, char *name)
{
	if (strcmp(name, "UTF-16") != 0 && strcmp(name, "UTF-32") != 0)
		return name;
	const char *seen = guess_wide(bytes, length);
	gboolean both = seen && strncmp(seen, name, 6) == 0;
	char *order = g_strdup(both ? seen : strcmp(name, "UTF-16") == 0 ? "UTF-16BE" : "UTF-32BE");
	g_free(name);
	return order;
}

/* What programs say that know nothing of charsets. */
static gboolean
is_ascii_label(const char *label)
{
	static const char *const keys[] = {"usascii", "ascii", "646", "ansix341968"};
	g_autofree char *key = label_key(label);
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
		if (strcmp(keys[i], key) == 0)
			return TRUE;
	return FALSE;
}

/* Whether more letters are accented than not: no language of Western Europe is written so. */
static gboolean
is_beyond_western(const char *bytes, gsize length)
{
	gsize plain = 0, accented = 0;
	for (gsize i = 0; i < length; i++) {
		plain += g_ascii_isalpha(bytes[i]) != 0;
		accented += (guchar)bytes[i] >= 0xc0;
	}
	return accented >= ACCENTED_LEAST && accented > plain;
}

/* Whether the bytes contradict a label that converts without a fault. */
static gboolean
label_lies(const char *bytes, gsize length, const char *name)
{
	gsize high = count_high(bytes, length);
	if (high == 0 && (is_single_byte(name) || strcmp(name, "UTF-8") == 0))
		return guess_escapes(bytes, length) != NULL;
	if (is_single_byte(name) && is_valid_utf8(bytes, length))
		return TRUE;
	if (strcmp(name, "CP1252") == 0 || strcmp(name, "ISO-8859-15") == 0)
		return is_beyond_western(bytes, length);
	if (g_str_has_prefix(name, "UTF-16") || g_str_has_prefix(name, "UTF-32"))
		return !guess_wide(bytes, length) && is_valid_utf8(bytes, length);
	return FALSE;
}

/* (transfer full) */
static char *
finish(const Try *result, guint *faults)
{
	GString *text = result->text;
	if (result->nuls > 0)
		*faults |= FAULT_NUL;
	/* The mark has done its work. */
	if (g_str_has_prefix(text->str, "\357\273\277"))
		g_string_erase(text, 0, 3);
	if (!g_utf8_validate(text->str, (gssize)text->len, NULL)) {
		char *valid = text_make_valid(text->str, text->len);
		g_string_free(text, TRUE);
		return valid;
	}
	return g_string_free(text, FALSE);
}

/* Whether a conversion failed too often for its charset to be the right one. */
static gboolean
is_poor(const Try *result, const char *bytes, gsize length, const char *name)
{
	if (result->wrong == 0)
		return FALSE;
	if (strcmp(name, "UTF-8") == 0)
		return result->wrong > count_high(bytes, length) / 4;
	return result->wrong > length / BYTES_PER_SLIP;
}

/* Converts by the label; `*poor_out` says that the label can't be right. */
static Try
convert_by_label(const char *bytes, gsize length, const char *label, gboolean *poor_out)
{
	Try result = {0};
	*poor_out = TRUE;
	g_autofree char *name = label && *label ? label_name(label) : NULL;
	if (!name)
		return result;
	name = wide_order(bytes, length, g_steal_pointer(&name));
	result = convert(bytes, length, name);
	/* iconv lets an escape pass that it doesn't know. */
	if (g_ascii_strncasecmp(name, "ISO-2022-JP", 11) == 0 &&
	    (result.wrong > 0 || memchr(result.text->str, 0x1b, result.text->len))) {
		g_string_free(result.text, TRUE);
		result = convert_jis(bytes, length);
	}
	*poor_out = !result.text || is_poor(&result, bytes, length, name) ||
		    label_lies(bytes, length, name) ||
		    (is_ascii_label(label) && count_high(bytes, length) > 0);
	return result;
}

/* HZ (RFC 1843), which iconv doesn't know. */
static gboolean
is_hz(const char *label)
{
	return label && (g_ascii_strcasecmp(label, "hz-gb-2312") == 0 ||
			 g_ascii_strcasecmp(label, "hz") == 0);
}

/* Charsets in which 7-bit bytes mean something other than ASCII. */
static gboolean
is_7bit_code(const char *label)
{
	if (is_hz(label))
		return TRUE;
	if (!label || !strchr(label, '7'))
		return FALSE;
	g_autofree char *key = label_key(label);
	return g_str_has_suffix(key, "utf7");
}

/* Text that needs no charset, were it not for a stray NUL or two. */
static gboolean
is_ascii_but_nul(const char *bytes, gsize length, const char *label)
{
	if (!charset_is_ascii(bytes, length))
		return FALSE;
	if (is_7bit_code(label) || guess_wide(bytes, length))
		return FALSE;
	g_autofree char *name = label && *label ? label_name(label) : NULL;
	return !name || !(g_str_has_prefix(name, "UTF-16") || g_str_has_prefix(name, "UTF-32"));
}

/* The better of what label and guess came to. */
static Try
convert_by_guess(const char *bytes, gsize length, Try by_label)
{
	g_autofree char *name = guess(bytes, length);
	Try by_guess = strcmp(name, "ISO-2022-JP") == 0 ? convert_jis(bytes, length)
							: convert(bytes, length, name);
	/* A guess that fails too is worth less than the label. */
	if (by_label.text && by_guess.wrong > 0 && by_label.wrong <= by_guess.wrong) {
		Try other = by_guess;
		by_guess = by_label;
		by_label = other;
	}
	if (by_label.text)
		g_string_free(by_label.text, TRUE);
	if (!by_guess.text)
		by_guess.text = g_string_new_len(bytes, (gssize)length);
	return by_guess;
}

char *
charset_to_utf8(const char *bytes, gsize length, const char *label, guint *faults)
{
	guint unused = 0;
	faults = faults ? faults : &unused;
	if (charset_is_plain_ascii(bytes, length) && !is_7bit_code(label))
		return g_strndup(bytes, length);
	Try result = {0};
	if (is_ascii_but_nul(bytes, length, label)) {
		result.text = g_string_sized_new(length);
		append_converted(&result, bytes, length);
		return finish(&result, faults);
	}
	gboolean poor = FALSE;
	result = is_hz(label) ? convert_hz(bytes, length)
			      : convert_by_label(bytes, length, label, &poor);
	if (poor) {
		*faults |= FAULT_CHARSET;
		result = convert_by_guess(bytes, length, result);
	}
	return finish(&result, faults);
}
