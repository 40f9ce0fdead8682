/*
 * Text as the tables see it.  Every line of every mail goes through here, so runs of ASCII are
 * written without asking for room again and again.
 */
#include "mail/phrases.h"

/* Typographic variants people and programs use for one ASCII character; 0 drops it. */
static gunichar
plain_kin(gunichar c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad)
		return 0;
	if ((c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9))
		return (c & 0xf) + '0';
	switch (c) {
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0x201f:
	case 0xab:
	case 0xbb:
	case 0x300c:
	case 0x300d:
		return '"';
	case 0x2018:
	case 0x2019:
	case 0x201a:
	case 0x201b:
	case 0x2bc:
	case 0xb4:
	case 0x60:
		return '\'';
	case 0x2212:
	case 0x2500: /* lines of boxes, which rules are drawn with in Japan */
	case 0x2501:
		return '-';
	case 0x2550:
		return '=';
	case 0x3001:
	case 0x60c:
		return ',';
	case 0x61f:
		return '?';
	default:
		return c;
	}
}

static void
fold_wide(gunichar c, GString *out, gsize start, gboolean *blank)
{
	c = plain_kin(c);
	if (c == 0)
		return;
	if (g_unichar_isspace(c)) {
		*blank = TRUE;
		return;
	}
	if (*blank && out->len > start)
		g_string_append_c(out, ' ');
	*blank = FALSE;
	g_string_append_unichar(out, g_unichar_tolower(c));
}

static char
fold_ascii(guchar c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	return c == '`' ? '\'' : (char)c;
}

/* The ASCII at `text`, up to a wide character or the end, which is returned. */
static const char *
fold_run(const char *text, const char *end, GString *out, gsize start, gboolean *blank)
{
	gsize length = out->len;

	/* At most a blank more than there are bytes. */
	g_string_set_size(out, length + (gsize)(end - text) + 1);
	char *first = out->str + start, *to = out->str + length;
	for (; text < end && (guchar)*text < 0x80; text++) {
		guchar c = (guchar)*text;

		if (c <= ' ') {
			*blank = TRUE;
			continue;
		}
		if (*blank && to > first)
			*to++ = ' ';
		*blank = FALSE;
		*to++ = fold_ascii(c);
	}
	g_string_truncate(out, (gsize)(to - out->str));
	return text;
}

void
phrase_fold(const char *text, gsize length, GString *out)
{
	const char *end = text + length;
	gsize start = out->len;
	gboolean blank = FALSE;

	while (text < end) {
		gunichar wide;

		if ((guchar)*text < 0x80) {
			text = fold_run(text, end, out, start, &blank);
			continue;
		}
		wide = g_utf8_get_char_validated(text, end - text);
		fold_wide(wide, out, start, &blank);
		text = (gint32)wide < 0 ? text + 1 : g_utf8_next_char(text);
	}
}
