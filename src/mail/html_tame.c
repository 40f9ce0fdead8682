/*
 * A page on its way to the parser.  libxml2 compares each attribute of a tag with all before it, so
 * a tag of a hundred thousand would take minutes.
 */
#include "mail/html_tame.h"

#include <string.h>

/* What people's programs write into one tag, ten times over. */
#define MAX_ATTRIBUTES 64
/* Longer than any of Outlook's conditions. */
#define MAX_CONDITION_BYTES 200
#define MAX_ADDRESS_BYTES   256

/* A tag being looked through. */
typedef struct Tag {
	const char *limit;    /* as far as may be looked */
	gboolean no_quote[2]; /* none of that kind follows up to there */
} Tag;

static gboolean
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind the quoted string that begins at `p`; `p` itself if it never ends. */
static const char *
skip_quoted(Tag *tag, const char *p)
{
	gboolean *none = &tag->no_quote[*p == '"'];
	const char *end = *none ? NULL : memchr(p + 1, *p, (gsize)(tag->limit - p - 1));
	*none = end == NULL;
	return end ? end + 1 : p;
}

/* Behind the value whose "=" stands at `p`, if it is quoted; else behind the "=". */
static const char *
skip_value(Tag *tag, const char *p)
{
	for (p++; p < tag->limit && is_blank(*p); p++)
		;
	return p < tag->limit && (*p == '"' || *p == '\'') ? skip_quoted(tag, p) : p;
}

/* Where the attributes of the tag at `p` ("<") become too many, or NULL; `*end_out` is where to
 * look for the next tag. */
static const char *
find_cut(Tag *tag, const char *p, const char **end_out)
{
	guint attributes = 0;
	for (p++; p < tag->limit && *p != '>' && *p != '<';) {
		const char *next = *p == '=' ? skip_value(tag, p) : p + 1;
		/* An attribute begins behind blanks, or right behind a quoted value. */
		if ((is_blank(*p) || next > p + 1) && next < tag->limit && !is_blank(*next))
			attributes++;
		if (attributes > MAX_ATTRIBUTES) {
			*end_out = p;
			return p;
		}
		p = next;
	}
	*end_out = p;
	return NULL;
}

/* Where a cut tag goes on: at its end, or where the next one begins, for it may have been none.
 * What ends a comment is kept. */
static const char *
find_rest(const char *p, const char *limit)
{
	const char *start = p, *next = memchr(p, '<', (gsize)(limit - p));
	Tag tag = {.limit = next ? next : limit};
	while (p < tag.limit && *p != '>')
		p = *p == '=' ? skip_value(&tag, p) : p + 1;
	while (p > start && p[-1] == '-')
		p--;
	return p;
}

/* Behind the condition of Outlook's that stands at `p` outside of a comment ("<![if
 * !supportLists]>",
 * "<![endif]>"), which the parser would show; `p` itself if there is none. */
static const char *
skip_condition(const char *p, const char *limit)
{
	static const char *const conditions[] = {"<![if", "<![endif"};
	gsize left = MIN((gsize)(limit - p), MAX_CONDITION_BYTES);
	for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++) {
		gsize length = strlen(conditions[i]);
		if (left < length || g_ascii_strncasecmp(p, conditions[i], length) != 0)
			continue;
		/* "<![endif]-->" ends a comment. */
		const char *end = memchr(p, '>', left);
		return end && end[-1] == ']' ? end + 1 : p;
	}
	return p;
}

static gboolean
is_address_byte(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr(".+-_=%", c));
}

/* "<anna@x.org>", where somebody forgot to write it as text: the parser would drop it as a tag. */
static gboolean
is_address(const char *p, const char *limit)
{
	gsize left = MIN((gsize)(limit - p), MAX_ADDRESS_BYTES), at = 1, host;
	while (at < left && is_address_byte(p[at]))
		at++;
	if (at == 1 || at == left || p[at] != '@')
		return FALSE;
	for (host = ++at; at < left && is_address_byte(p[at]);)
		at++;
	return at > host && at < left && p[at] == '>';
}

void
html_append_tame(GString *out, const char *html, gsize length)
{
	const char *limit = html + length, *copied = html, *p = html;
	Tag tag = {.limit = limit};
	while (p < limit && (p = memchr(p, '<', (gsize)(limit - p)))) {
		const char *behind = skip_condition(p, limit);
		if (behind > p) {
			g_string_append_len(out, copied, p - copied);
			copied = p = behind;
			continue;
		}
		if (is_address(p, limit)) {
			g_string_append_len(out, copied, p - copied);
			g_string_append(out, "&lt;");
			copied = ++p;
			continue;
		}
		if (p + 1 < limit && !g_ascii_isalpha(p[1])) {
			p++;
			continue;
		}
		const char *cut = find_cut(&tag, p, &p);
		if (!cut)
			continue;
		g_string_append_len(out, copied, cut - copied);
		copied = p = find_rest(cut, limit);
	}
	g_string_append_len(out, copied, limit - copied);
}
