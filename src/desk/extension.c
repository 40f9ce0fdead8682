/*
 * Taking the extension of a desk's address apart.
 */
#include "desk/extension.h"

#include "desk/held.h"
#include "desk/trackid.h"

#include <string.h>

/* Before the token of our envelope senders. */
#define NOTICE_MARK "b."

/* "ID.done"; without an ID in front a word is none of ours. */
static char *
read_action(const char *text)
{
	const char *dot = strrchr(text, '.');
	g_autofree char *before = dot ? g_strndup(text, (gsize)(dot - text)) : g_strdup("");
	g_autoptr(GPtrArray) ids = track_id_find_all(before);
	return ids->len > 0 ? g_ascii_strdown(dot + 1, -1) : g_strdup("");
}

static void
read_token(const char *text, Extension *out)
{
	const char *verb = "";
	out->token = held_token_of_action(text, &verb);
	out->word = g_ascii_strdown(verb, -1);
	if (*out->token)
		return;
	g_free(out->token);
	g_free(out->word);
	const char *dot = strchr(text, '.');
	g_autofree char *word = dot ? g_ascii_strdown(text, dot - text) : g_strdup("");
	out->token = *word ? held_token_in_extension(text, word) : g_strdup("");
	out->word = g_strdup(*out->token ? word : "");
}

void
extension_read(const char *text, Extension *out)
{
	gboolean is_notice = !g_ascii_strncasecmp(text, NOTICE_MARK, strlen(NOTICE_MARK));
	const char *rest = is_notice ? "" : text;
	out->notice_token =
		is_notice ? g_ascii_strup(text + strlen(NOTICE_MARK), -1) : g_strdup("");
	out->tracking_ids = track_id_find_all(rest);
	out->action = read_action(rest);
	read_token(rest, out);
	gboolean is_plain = out->tracking_ids->len == 0 && !*out->token;
	out->plain = g_strdup(is_plain ? rest : "");
}

void
extension_clear(Extension *extension)
{
	g_free(extension->notice_token);
	g_clear_pointer(&extension->tracking_ids, g_ptr_array_unref);
	g_free(extension->action);
	g_free(extension->word);
	g_free(extension->token);
	g_free(extension->plain);
}

const char *
extension_token_of(const Extension *extension, const char *word)
{
	return g_ascii_strcasecmp(extension->word, word) ? "" : extension->token;
}
