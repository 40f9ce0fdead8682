/*
 * Tokens that are known by how they begin, and passwords within links.
 */
#include "desk/secret_parts.h"

#include "base/limits.h"

#include <string.h>

/* A token; servers take no longer header fields. */
#define TOKEN_BYTES 8192
/* A login in a link. */
#define LOGIN_BYTES 512

gboolean
secret_follows_word(const char *text, gsize at)
{
	return at > 0 && (g_ascii_isalnum(text[at - 1]) || text[at - 1] == '_');
}

/* Names have parts, too: "my-npm_...". */
static gboolean
stands_apart(const char *text, gsize at)
{
	if (secret_follows_word(text, at))
		return FALSE;
	return at == 0 || text[at - 1] != '-' || !secret_follows_word(text, at - 1);
}

/* Tokens are of ASCII and have no blanks. The end is kept, or a long line without any would be gone
 * through from each place in it. */
static gsize
word_end(SecretScan *scan, gsize at)
{
	if (at >= scan->word_end) {
		gsize end = at;
		while (end < scan->length && g_ascii_isgraph(scan->text[end]) &&
		       !strchr("\"'<>`", scan->text[end]))
			end++;
		scan->word_end = end;
	}
	return MIN(scan->word_end, at + TOKEN_BYTES);
}

gboolean
secret_token_at(SecretScan *scan, gsize at, SecretSpan *out)
{
	const GPtrArray *tokens = scan->secrets->tokens[(guchar)scan->text[at]];
	if (!tokens || !stands_apart(scan->text, at))
		return FALSE;
	for (guint i = 0; i < tokens->len; i++) {
		const SecretToken *token = tokens->pdata[i];
		gsize length = strlen(token->prefix);
		if (strncmp(scan->text + at, token->prefix, length) != 0)
			continue;
		gsize rest = at + length;
		gsize end = word_end(scan, at);
		g_autoptr(MatchGroups) groups = NULL;
		if (rest > end ||
		    match_find_within(token->rest, scan->text + rest, (gssize)(end - rest),
				      LIMIT_MATCH_STEPS, NULL, NULL, &groups) != MATCH_YES)
			continue;
		g_autofree char *found = match_group_text(groups, scan->text + rest, 0);
		*out = (SecretSpan){at, rest + strlen(found), SECRET_TOKEN, ""};
		return TRUE;
	}
	return FALSE;
}

/* "https://anna:hunter2@host": between the first colon and the last @ before the path. */
gboolean
secret_login_at(const SecretScan *scan, gsize at, SecretSpan *out)
{
	const char *text = scan->text;
	if (strncmp(text + at, "://", 3) != 0)
		return FALSE;
	gsize begin = at + 3, colon = 0, sign = 0, p = begin;
	for (; p - begin < LOGIN_BYTES && text[p] > ' ' && !strchr("/?#\"'<>`", text[p]); p++) {
		if (text[p] == ':' && !colon)
			colon = p;
		if (text[p] == '@')
			sign = p;
	}
	if (!colon || sign <= colon + 1)
		return FALSE;
	const SecretValue value = {.word = text + colon + 1,
				   .length = sign - colon - 1,
				   .is_alone = TRUE,
				   .label = LABEL_PASSWORD};
	*out = (SecretSpan){colon + 1, sign, SECRET_PASSWORD, ""};
	return secret_is_value(scan->secrets, &value);
}
