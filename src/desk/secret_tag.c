/*
 * Where XML has the value of what is called a password: "<db:password type="text">hunter2<",
 * "<property name="password">hunter2<", "<add key="password" value="hunter2"/>".
 */
#include "desk/secret_parts.h"

#include <string.h>

/* Before the word, in the same name. */
#define NAME_BYTES 60
/* Behind it, to where its tag ends. */
#define TAG_BYTES 300

static gsize
name_begin(const char *text, gsize at)
{
	gsize begin = at;
	while (begin > 0 && at - begin < NAME_BYTES &&
	       (g_ascii_isalnum(text[begin - 1]) || strchr("_.:-", text[begin - 1])))
		begin--;
	return begin;
}

/* Behind the ">" of the tag; 0: it has none, or no text within. */
static gsize
tag_end(const char *text, gsize at)
{
	gsize length = strcspn(text + at, "<>\n");
	if (length > TAG_BYTES || text[at + length] != '>' ||
	    (length > 0 && text[at + length - 1] == '/'))
		return 0;
	gsize end = at + length + 1;
	return g_str_has_prefix(text + end, "<![CDATA[") ? end + strlen("<![CDATA[") : end;
}

/* "name=", "key='" */
static gboolean
names_it(const char *text, gsize quote)
{
	static const char *const attributes[] = {"name=", "key=", "id=", "Name=", "Key="};
	for (guint i = 0; i < G_N_ELEMENTS(attributes); i++) {
		gsize length = strlen(attributes[i]);
		if (quote > length && g_ascii_isspace(text[quote - length - 1]) &&
		    !strncmp(text + quote - length, attributes[i], length))
			return TRUE;
	}
	return FALSE;
}

/* Of the same tag, or of the text that follows it. */
static gsize
attribute_value(const char *text, gsize behind)
{
	static const char value[] = "value=";
	gsize at = behind + strspn(text + behind, " \t\r\n");
	if (at > behind && !g_ascii_strncasecmp(text + at, value, strlen(value)))
		return at + strlen(value);
	return text[at] == '>' ? at + 1 : 0;
}

/* "<key>password</key> <string>hunter2</string>", as property lists have it. */
static gsize
listed_value(const char *text, gsize begin, gsize behind)
{
	static const char open[] = "<key>", close[] = "</key>", string[] = "<string>";
	if (begin < strlen(open) || strncmp(text + begin - strlen(open), open, strlen(open)) != 0 ||
	    !g_str_has_prefix(text + behind, close))
		return 0;
	gsize at = behind + strlen(close);
	at += strspn(text + at, " \t\r\n");
	return g_str_has_prefix(text + at, string) ? at + strlen(string) : 0;
}

gsize
secret_tag_value(const SecretScan *scan, gsize at, gsize behind, gboolean *is_sure_out)
{
	const char *text = scan->text;
	gsize begin = name_begin(text, at);
	*is_sure_out = FALSE;
	if (begin == 0)
		return 0;
	if (text[begin - 1] == '<') {
		*is_sure_out = TRUE;
		return text[behind] == '>' || g_ascii_isspace(text[behind]) ? tag_end(text, behind)
									    : 0;
	}
	if (strchr("\"'", text[begin - 1]) && text[behind] == text[begin - 1])
		return names_it(text, begin - 1) ? attribute_value(text, behind + 1) : 0;
	return listed_value(text, begin, behind);
}
