/*
 * Finding mentions, and whom they fit.
 */
#include "desk/mention.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define NAME_WORDS 3
/* A tab or so many blanks before a line make it code. */
#define CODE_INDENT "    "

static gboolean
is_fence(const char *line)
{
	const char *start = line + strspn(line, " ");
	return g_str_has_prefix(start, "```") || g_str_has_prefix(start, "~~~");
}

static gboolean
is_set_off(const char *line)
{
	const char *start = line + strspn(line, " ");
	return g_str_has_prefix(line, CODE_INDENT) || *line == '\t' || *start == '>' ||
	       *start == '|';
}

/* Whether a name or an address may begin here. */
static gboolean
begins_word(const char *line, const char *at)
{
	if (!g_unichar_isalnum(g_utf8_get_char(at + 1)))
		return FALSE;
	if (at == line)
		return TRUE;
	gunichar before = g_utf8_get_char(g_utf8_prev_char(at));
	return g_unichar_isspace(before) || (before < 0x80 && strchr("([{<\"'*_,;:", (int)before));
}

static gboolean
ends_word(gunichar c)
{
	return c == 0 || g_unichar_isspace(c) ||
	       (c < 0x80 && strchr(",;:!?()[]{}<>\"/\\*`|", (int)c));
}

/* The end of a word, without the stops of a sentence and the "'s" of English. */
static const char *
word_end(const char *start, const char **next_out)
{
	const char *end = start;
	while (!ends_word(g_utf8_get_char(end)))
		end = g_utf8_next_char(end);
	*next_out = end;
	static const char *const tails[] = {".", "'s", "’s", "'", "’", "-", "_"};
	for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
		gsize length = strlen(tails[i]);
		while (end - start > (gssize)length && !strncmp(end - length, tails[i], length))
			end -= length;
	}
	return end;
}

static char *
read_mention(const char *start)
{
	const char *next = NULL;
	const char *end = word_end(start, &next);
	if (memchr(start, '@', (gsize)(end - start)))
		return g_utf8_strdown(start, end - start);
	GString *words = g_string_new_len(start, end - start);
	for (guint n = 1; n < NAME_WORDS && next == end && *next == ' ' &&
			  g_unichar_isalpha(g_utf8_get_char(next + 1));
	     n++) {
		const char *word = next + 1;
		end = word_end(word, &next);
		g_string_append_c(words, ' ');
		g_string_append_len(words, word, end - word);
	}
	return g_string_free(words, FALSE);
}

static void
find_in_line(GPtrArray *found, const char *line)
{
	gboolean in_code = FALSE;
	for (const char *p = line; *p; p = g_utf8_next_char(p)) {
		in_code = in_code != (*p == '`');
		if (in_code || *p != '@' || !begins_word(line, p))
			continue;
		g_autofree char *mention = read_mention(p + 1);
		if (found->len < LIMIT_MENTIONS &&
		    !g_ptr_array_find_with_equal_func(found, mention, g_str_equal, NULL))
			g_ptr_array_add(found, g_steal_pointer(&mention));
	}
}

GPtrArray *
mentions_find(const char *text)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	if (!strchr(text, '@'))
		return found;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	gboolean in_fence = FALSE;
	for (guint i = 0; lines[i]; i++) {
		if (is_fence(lines[i]))
			in_fence = !in_fence;
		else if (!in_fence && !is_set_off(lines[i]))
			find_in_line(found, lines[i]);
	}
	return found;
}

static guint
word_count(const char *mention)
{
	guint count = 1;
	for (const char *p = mention; *p; p++)
		count += *p == ' ' ? 1 : 0;
	return MIN(count, NAME_WORDS);
}

/* The first `count` words. */
static char *
first_words(const char *mention, guint count)
{
	const char *end = mention;
	for (guint i = 0; i < count; i++) {
		end += strspn(end, " ");
		end += strcspn(end, " ");
	}
	return g_strndup(mention, (gsize)(end - mention));
}

static gboolean
has_local_part(const char *address, const char *word)
{
	gsize length = strcspn(address, "@");
	return strlen(word) == length && !g_ascii_strncasecmp(address, word, length);
}

/* "@marc" for marc.petit@example.com, of whom no name is known. */
static gboolean
begins_local_part(const PersonFact *person, const char *word)
{
	gsize length = strlen(word);
	return !*person->name && length > 1 &&
	       !g_ascii_strncasecmp(person->address, word, length) && person->address[length] &&
	       strchr(".-_", person->address[length]);
}

MentionFit
mention_fits(const char *mention, const PersonFact *person)
{
	if (strchr(mention, '@'))
		return g_ascii_strcasecmp(mention, person->address) ? FITS_NOT : FITS_ADDRESS;
	g_autofree char *name = text_name_key(person->name);
	for (guint count = word_count(mention); count > 0; count--) {
		g_autofree char *words = first_words(mention, count);
		g_autofree char *key = text_name_key(words);
		if (*key && !strcmp(key, name))
			return FITS_NAME + count - 1;
	}
	g_autofree char *word = first_words(mention, 1);
	g_autofree char *key = text_name_key(word);
	gboolean begins = strlen(key) > 1 && g_str_has_prefix(name, key);
	return begins || has_local_part(person->address, word) || begins_local_part(person, word)
		       ? FITS_BEGINNING
		       : FITS_NOT;
}

char *
mention_shown(const char *mention)
{
	g_autofree char *word = first_words(mention, 1);
	return g_strdup_printf("@%s", word);
}
