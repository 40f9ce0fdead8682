/*
 * What the HTML of mail programs says about itself, in one table: which classes and
 * ids wrap a quote, the lines above it, or a signature.
 */
#include "mail/html_mark.h"

#include <string.h>

typedef enum Where { IN_CLASS, IN_ID, IN_TYPE, IN_NAME, IN_DATA } Where;

/* Names are compared as whole words, without the "x_" that Exchange puts before them. */
typedef struct Mark {
	Where where;
	const char *word;
	HtmlMarkKind kind;
} Mark;

static const Mark marks[] = {
	{IN_CLASS, "gmail_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "gmail_quote_container", HTML_MARK_QUOTE},
	{IN_CLASS, "gmail_attr", HTML_MARK_QUOTE_HEADER},
	{IN_CLASS, "gmail_signature", HTML_MARK_SIGNATURE},
	{IN_DATA, "gmail_signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "moz-cite-prefix", HTML_MARK_QUOTE_HEADER},
	{IN_CLASS, "moz-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "moz-txt-sig", HTML_MARK_SIGNATURE},
	{IN_CLASS, "moz-forward-container", HTML_MARK_FORWARD},
	{IN_TYPE, "cite", HTML_MARK_QUOTE},
	{IN_ID, "divRplyFwdMsg", HTML_MARK_QUOTE_HEADER},
	{IN_ID, "appendonsend", HTML_MARK_QUOTE_HEADER},
	{IN_ID, "stopSpelling", HTML_MARK_QUOTE_HEADER},
	{IN_ID, "mail-editor-reference-message-container", HTML_MARK_QUOTE},
	{IN_ID, "OLK_SRC_BODY_SECTION", HTML_MARK_QUOTE},
	{IN_ID, "Signature", HTML_MARK_SIGNATURE},
	{IN_ID, "divtagdefaultwrapper_signature", HTML_MARK_SIGNATURE},
	{IN_ID, "ms-outlook-mobile-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "ms-outlook-mobile-signature", HTML_MARK_SIGNATURE},
	{IN_ID, "ms-outlook-mobile-body-separator-line", HTML_MARK_QUOTE_HEADER},
	{IN_CLASS, "ms-outlook-mobile-reference-message", HTML_MARK_QUOTE},
	{IN_CLASS, "OutlookMessageHeader", HTML_MARK_QUOTE_HEADER},
	{IN_CLASS, "yahoo_quoted", HTML_MARK_QUOTE},
	{IN_ID, "yahoo_quoted", HTML_MARK_QUOTE},
	{IN_ID, "ymail_android_signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "yahoo-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "AppleOriginalContents", HTML_MARK_QUOTE},
	{IN_ID, "AppleMailSignature", HTML_MARK_SIGNATURE},
	{IN_ID, "AppleMailSignatureContents", HTML_MARK_SIGNATURE},
	{IN_CLASS, "protonmail_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "protonmail_signature_block", HTML_MARK_SIGNATURE},
	{IN_CLASS, "tutanota_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "tutanota_indented", HTML_MARK_QUOTE},
	{IN_CLASS, "zmail_extra", HTML_MARK_QUOTE},
	{IN_ID, "Zm-_Id_-Sgn", HTML_MARK_SIGNATURE},
	{IN_CLASS, "zm_signature", HTML_MARK_SIGNATURE},
	{IN_DATA, "__QUOTED_TEXT__", HTML_MARK_QUOTE},
	{IN_DATA, "__HEADERS__", HTML_MARK_QUOTE_HEADER},
	{IN_DATA, "__SIG_POST__", HTML_MARK_SIGNATURE},
	{IN_DATA, "__SIG_PRE__", HTML_MARK_SIGNATURE},
	{IN_NAME, "quote", HTML_MARK_QUOTE},
	{IN_CLASS, "aolReplacedBody", HTML_MARK_QUOTE},
	{IN_CLASS, "aolmail_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "mailru-blockquote", HTML_MARK_QUOTE},
	{IN_CLASS, "mail-quote", HTML_MARK_QUOTE},
	{IN_CLASS, "mailquote", HTML_MARK_QUOTE},
	{IN_CLASS, "qm_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "ntes-mailmaster-quote", HTML_MARK_QUOTE},
	{IN_ID, "isReplyContent", HTML_MARK_QUOTE},
	{IN_CLASS, "cm_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "freshdesk_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "zd-quote", HTML_MARK_QUOTE},
	{IN_CLASS, "front-blockquote", HTML_MARK_QUOTE},
	{IN_CLASS, "front-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "sh-quoted-content", HTML_MARK_QUOTE},
	{IN_CLASS, "sh-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "spark_quote", HTML_MARK_QUOTE},
	{IN_NAME, "messageReplySection", HTML_MARK_QUOTE},
	{IN_NAME, "messageSignatureSection", HTML_MARK_SIGNATURE},
	{IN_CLASS, "edo-quote", HTML_MARK_QUOTE},
	{IN_ID, "edo-original", HTML_MARK_QUOTE},
	{IN_CLASS, "airmail_quote", HTML_MARK_QUOTE},
	{IN_CLASS, "clean_bq", HTML_MARK_QUOTE},
	{IN_ID, "bloop_sign", HTML_MARK_SIGNATURE},
	{IN_CLASS, "bloop_sign", HTML_MARK_SIGNATURE},
	{IN_CLASS, "bloop_markdown_quote", HTML_MARK_QUOTE},
	{IN_ID, "BLOOP_QUOTE", HTML_MARK_QUOTE},
	{IN_CLASS, "k9mail-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "hcl-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "email_signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "email-signature", HTML_MARK_SIGNATURE},
	{IN_CLASS, "mail-signature", HTML_MARK_SIGNATURE},
};

static const char *
hint_at(const HtmlHints *hints, Where where)
{
	switch (where) {
	case IN_CLASS:
		return hints->class;
	case IN_ID:
		return hints->id;
	case IN_TYPE:
		return hints->type;
	case IN_NAME:
		return hints->name;
	case IN_DATA:
		break;
	}
	return hints->data;
}

static gboolean
is_word_of(const char *list, const char *word)
{
	gsize length = strlen(word);
	while (*list) {
		list += strspn(list, " \t\r\n");
		while (g_str_has_prefix(list, "x_"))
			list += 2;
		gsize size = strcspn(list, " \t\r\n");
		if (size == length && g_ascii_strncasecmp(list, word, length) == 0)
			return TRUE;
		list += size;
	}
	return FALSE;
}

/* A style without blanks and in lower case. */
static char *
style_key(const char *style)
{
	GString *key = g_string_new(NULL);
	for (; *style && key->len < 2000; style++)
		if (!g_ascii_isspace(*style))
			g_string_append_c(key, g_ascii_tolower(*style));
	return g_string_free(key, FALSE);
}

/* Outlook's line above the header of the message that is answered, and its likes. */
static gboolean
is_border_top(const char *style)
{
	if (!*style || !strstr(style, "order"))
		return FALSE;
	g_autofree char *key = style_key(style);
	return strstr(key, "border-top:solid") && strstr(key, "border:none") &&
	       strstr(key, "padding:3.0pt0");
}

gboolean
html_mark_find(const HtmlHints *hints, HtmlMarkKind *kind_out)
{
	if (!*hints->class && !*hints->id && !*hints->type && !*hints->name && !*hints->data &&
	    !*hints->style)
		return FALSE;
	gboolean block = strcmp(hints->element, "body") != 0 &&
			 strcmp(hints->element, "html") != 0 && strcmp(hints->element, "a") != 0 &&
			 strcmp(hints->element, "input") != 0;
	for (gsize i = 0; block && i < G_N_ELEMENTS(marks); i++) {
		if (!is_word_of(hint_at(hints, marks[i].where), marks[i].word))
			continue;
		*kind_out = marks[i].kind;
		return TRUE;
	}
	/* Yahoo's generated names: ydp1a2b3c4dyahoo_quoted, ydp...signature. */
	if (g_str_has_prefix(hints->class, "ydp") && strstr(hints->class, "yahoo_quoted")) {
		*kind_out = HTML_MARK_QUOTE;
		return TRUE;
	}
	if (g_str_has_prefix(hints->class, "ydp") && strstr(hints->class, "signature")) {
		*kind_out = HTML_MARK_SIGNATURE;
		return TRUE;
	}
	if (strcmp(hints->element, "div") == 0 && is_border_top(hints->style)) {
		*kind_out = HTML_MARK_QUOTE_HEADER;
		return TRUE;
	}
	return FALSE;
}

/* The words of the table by their first letter. */
typedef struct MarkIndex {
	guint8 first[128];                /* number of an entry + 1, by the letter in lower case */
	guint8 next[G_N_ELEMENTS(marks)]; /* the same, of the next one with that letter */
} MarkIndex;
G_STATIC_ASSERT(G_N_ELEMENTS(marks) < G_MAXUINT8);

static void
mark_index_fill(MarkIndex *index)
{
	memset(index, 0, sizeof *index);
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		guint8 *first = &index->first[g_ascii_tolower(marks[i].word[0]) & 127];
		index->next[i] = *first;
		*first = (guint8)(i + 1);
	}
}

/* The entry with that word, NULL if none has it. */
static const Mark *
mark_index_find(const MarkIndex *index, const char *word, gsize length)
{
	for (guint i = index->first[g_ascii_tolower(*word) & 127]; i > 0; i = index->next[i - 1]) {
		const Mark *mark = &marks[i - 1];
		if (g_ascii_strncasecmp(mark->word, word, length) == 0 &&
		    mark->word[length] == '\0')
			return mark;
	}
	return NULL;
}

static void
glimpse_word(HtmlGlimpse *glimpse, const MarkIndex *index, const char *word, gsize length)
{
	while (length > 2 && g_ascii_strncasecmp(word, "x_", 2) == 0) {
		word += 2;
		length -= 2;
	}
	const Mark *mark = mark_index_find(index, word, length);
	gboolean yahoo = length > 3 && strncmp(word, "ydp", 3) == 0;
	if ((mark && mark->kind == HTML_MARK_SIGNATURE) ||
	    (yahoo && memmem(word, length, "signature", 9)))
		glimpse->signature = TRUE;
	else if (mark || (yahoo && memmem(word, length, "yahoo_quoted", 12)) ||
		 (length == 10 && g_ascii_strncasecmp(word, "border-top", 10) == 0))
		glimpse->quote = TRUE;
}

static gboolean
is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '-';
}

/* Looks at the words of one tag; returns its end. */
static gsize
glimpse_tag(HtmlGlimpse *glimpse, const MarkIndex *index, const char *html, gsize at, gsize length)
{
	while (at < length && html[at] != '>') {
		gsize word = 0;
		while (at + word < length && is_word_byte(html[at + word]))
			word++;
		/* The shortest word of the table has four letters. */
		if (word >= 4)
			glimpse_word(glimpse, index, html + at, word);
		at += MAX(word, 1);
	}
	return at;
}

HtmlGlimpse
html_mark_glimpse(const char *html, gsize length)
{
	HtmlGlimpse glimpse = {.quote = FALSE};
	MarkIndex index;
	mark_index_fill(&index);
	for (gsize at = 0; at < length && !glimpse.quote; at++) {
		if (html[at] == '<')
			at = glimpse_tag(&glimpse, &index, html, at + 1, length);
		else
			glimpse.letters += g_ascii_isalnum(html[at]) || (guchar)html[at] >= 0x80;
	}
	return glimpse;
}

/* The value of a property in a style key; NULL if it isn't there. */
static const char *
style_value(const char *key, const char *property)
{
	gsize length = strlen(property);
	for (const char *p = key; (p = strstr(p, property)); p += length)
		if ((p == key || p[-1] == ';') && p[length] == ':')
			return p + length + 1;
	return NULL;
}

/* Whether a value is nothing, in any unit: "0", "0px", ".0em", "0!important". */
static gboolean
is_zero(const char *value)
{
	gsize length = strspn(value, "0.");
	return length > 0 && !g_ascii_isdigit(value[length]);
}

gboolean
html_style_hides(const char *style)
{
	if (!*style)
		return FALSE;
	g_autofree char *key = style_key(style);
	const char *opacity = style_value(key, "opacity");
	return strstr(key, "display:none") || strstr(key, "visibility:hidden") ||
	       (opacity && is_zero(opacity)) ||
	       (strstr(key, "max-height:0") && strstr(key, "overflow:hidden"));
}

gboolean
html_style_is_tiny(const char *style, gboolean otherwise)
{
	if (!strcasestr(style, "font"))
		return otherwise;
	g_autofree char *key = style_key(style);
	const char *size = style_value(key, "font-size");
	if (!size)
		size = style_value(key, "font");
	return size ? is_zero(size) : otherwise;
}

gboolean
html_style_keeps_blanks(const char *style)
{
	if (!*style || !strstr(style, "pre"))
		return FALSE;
	g_autofree char *key = style_key(style);
	return strstr(key, "white-space:pre") != NULL && !strstr(key, "white-space:pre-line");
}

gboolean
html_is_indent(const HtmlHints *hints)
{
	if (*hints->type || *hints->class || !*hints->style)
		return FALSE;
	g_autofree char *key = style_key(hints->style);
	return strstr(key, "border:none") || strstr(key, "border:medium");
}
