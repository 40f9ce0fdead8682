/*
 * Held mail as values: the names of its kinds in the store, and the tokens by which answers
 * find it.
 */
#include "desk/held.h"

#include "base/text.h"
#include "desk/command.h"

#include <string.h>

#define FIRST_LINE_CHARS 120
/* What says something stands near the top. */
#define LIMIT_HELD_LINES 100

/* The marks of a tracking ID, whose letters and check characters a token has. */
#define ID_MARK "CM"
/* Before the token of an action address. */
#define HELD_MARK "h"

#define AS_WHEN_RETURNED "as when it came and was returned"

static const char *const kind_names[HELD_KINDS] = {
	[HELD_DOUBTFUL] = "held",
	[HELD_UNCONFIRMED] = "unconfirmed",
	[HELD_RETURNED] = "returned",
};

static const struct {
	const char *name;
	gboolean is_staffs;
	gboolean is_text;
	gboolean is_seen;
	const char *proof;
} releases[RELEASES] = {
	[RELEASE_NONE] = {"", FALSE, FALSE, FALSE, NULL},
	[RELEASE_AS_IT_IS] = {"as it is", TRUE, FALSE, FALSE, NULL},
	[RELEASE_FOLLOWING] = {"following", TRUE, FALSE, FALSE, NULL},
	[RELEASE_CONFIRMED] = {"confirmed", FALSE, FALSE, FALSE, "confirmed by mail"},
	[RELEASE_AS_TEXT] = {"as text", FALSE, TRUE, FALSE, AS_WHEN_RETURNED},
	[RELEASE_SEEN] = {"seen", FALSE, FALSE, TRUE, AS_WHEN_RETURNED},
	[RELEASE_TEXT_SEEN] = {"as text, seen", FALSE, TRUE, TRUE, AS_WHEN_RETURNED},
};

static const struct {
	const char *why;
	Release release;
} returned[RETURNED_WAYS] = {
	[RETURNED_WRONG] = {"a line of its commands is wrong", RELEASE_AS_TEXT},
	[RETURNED_INSIDE] = {"a line of its commands is wrong, and its text is for staff alone",
			     RELEASE_AS_TEXT},
	[RETURNED_SECRET] = {"it may hold what is for staff alone", RELEASE_SEEN},
	[RETURNED_SECRET_TEXT] = {"its text may hold what is for staff alone", RELEASE_TEXT_SEEN},
	[RETURNED_UNNAMED] = {"it forwards a customer's mail, and its #for is wrong", RELEASE_NONE},
};

void
held_texts(HeldFact *held, char **texts_out[HELD_TEXTS])
{
	char **texts[HELD_TEXTS] = {&held->decision,    &held->decided_by, &held->token,
				    &held->sender,      &held->subject,    &held->reason,
				    &held->case_number, &held->desk,       &held->bearer,
				    &held->first_line};
	memcpy(texts_out, texts, sizeof(texts));
}

HeldFact *
held_fact_new(void)
{
	HeldFact *held = g_new0(HeldFact, 1);
	char **texts[HELD_TEXTS] = {NULL};
	held_texts(held, texts);
	for (guint i = 0; i < HELD_TEXTS; i++)
		*texts[i] = g_strdup("");
	return held;
}

void
held_fact_free(HeldFact *held)
{
	if (!held)
		return;
	char **texts[HELD_TEXTS] = {NULL};
	held_texts(held, texts);
	for (guint i = 0; i < HELD_TEXTS; i++)
		g_free(*texts[i]);
	g_free(held);
}

static gboolean
says_something(const char *line)
{
	while (*line && !g_unichar_isalnum(g_utf8_get_char(line)))
		line = g_utf8_next_char(line);
	return *line != '\0';
}

/* A stranger's link must not stand beside those to release and drop as if it were one. */
static char *
mask(const char *line)
{
	g_autofree char *bare = track_id_remove_all(line);
	g_autofree char *safe = header_safe(bare);
	g_autoptr(GString) out = g_string_new(safe);
	g_string_replace(out, "<", "‹", 0);
	g_string_replace(out, ">", "›", 0);
	g_string_replace(out, "://", "[:]//", 0);
	g_string_replace(out, "mailto:", "mailto[:]", 0);
	return text_collapse(out->str);
}

static char *
first_line(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", LIMIT_HELD_LINES);
	for (guint i = 0; lines[i]; i++) {
		lines[i][strcspn(lines[i], "\n")] = '\0';
		g_autofree char *line = mask(lines[i]);
		if (says_something(line))
			return text_ellipsize(line, FIRST_LINE_CHARS);
	}
	return g_strdup("");
}

char *
held_first_line(const char *text, const GPtrArray *commands)
{
	g_autofree char *first = first_line(text);
	g_autoptr(GString) out = g_string_new(first);
	gboolean any = FALSE;
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		g_autofree char *line = mask(command->line);
		if (command->way != BY_LINE || strstr(first, line) || !says_something(line))
			continue;
		g_string_append_printf(out, "%s %s", any ? "," : " […]", line);
		any = TRUE;
	}
	return text_ellipsize(out->str, any ? 2 * FIRST_LINE_CHARS : FIRST_LINE_CHARS);
}

const char *
held_kind_name(HeldKind kind)
{
	return kind_names[kind];
}

HeldKind
held_kind_from_name(const char *name)
{
	HeldKind kind = 0;
	while (kind + 1 < HELD_KINDS && strcmp(kind_names[kind], name) != 0)
		kind++;
	return kind;
}

const char *
release_name(Release release)
{
	return releases[release].name;
}

Release
release_from_name(const char *name)
{
	for (Release release = 0; release < RELEASES; release++)
		if (!strcmp(releases[release].name, name))
			return release;
	return RELEASE_NONE;
}

gboolean
release_is_staffs(Release release)
{
	return releases[release].is_staffs;
}

const char *
release_proof(Release release)
{
	return releases[release].proof;
}

void
held_token_make(const guint8 random[TRACK_ID_RANDOM_BYTES], char token_out[HELD_TOKEN_LENGTH + 1])
{
	char id[TRACK_ID_LENGTH + 1];
	track_id_make(random, id);
	memcpy(token_out, id + strlen(ID_MARK), HELD_TOKEN_LENGTH + 1);
}

/* The token that these characters are; what follows must not make a longer word of it. */
static char *
read_token(const char *text)
{
	char id[TRACK_ID_LENGTH + 1];
	g_autofree char *marked = g_strconcat(ID_MARK, text, NULL);
	if (strlen(marked) < TRACK_ID_LENGTH || !track_id_read(marked, id) ||
	    g_ascii_isalnum(marked[TRACK_ID_LENGTH]))
		return g_strdup("");
	return g_strdup(id + strlen(ID_MARK));
}

char *
held_token_in_extension(const char *extension, const char *word)
{
	gsize length = strlen(word);
	if (g_ascii_strncasecmp(extension, word, length) != 0 || extension[length] != '.')
		return g_strdup("");
	return read_token(extension + length + 1);
}

char *
held_token_in_subject(const char *subject, const char *word)
{
	gsize length = strlen(word);
	for (const char *p = subject; *p; p++) {
		if (g_ascii_strncasecmp(p, word, length) != 0 || p[length] != ' ')
			continue;
		g_autofree char *token = read_token(p + length + strspn(p + length, " "));
		if (*token)
			return g_steal_pointer(&token);
	}
	return g_strdup("");
}

char *
held_token_of_action(const char *extension, const char **verb_out)
{
	const gsize mark = strlen(HELD_MARK);
	if (g_ascii_strncasecmp(extension, HELD_MARK, mark) != 0)
		return g_strdup("");
	g_autofree char *token = read_token(extension + mark);
	if (!*token || extension[mark + HELD_TOKEN_LENGTH] != '.')
		return g_strdup("");
	*verb_out = extension + mark + HELD_TOKEN_LENGTH + 1;
	return g_steal_pointer(&token);
}

gboolean
release_is_text(Release release)
{
	return releases[release].is_text;
}

gboolean
release_is_seen(Release release)
{
	return releases[release].is_seen;
}

const char *
returned_why(Returned as)
{
	return returned[as].why;
}

Returned
returned_from_why(const char *why)
{
	for (Returned as = 0; as < RETURNED_WAYS; as++)
		if (!strcmp(returned[as].why, why))
			return as;
	return RETURNED_WRONG;
}

Release
returned_release(Returned as)
{
	return returned[as].release;
}
