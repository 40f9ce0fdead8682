/*
 * Reading, comparing and filling sentences with gaps.  C makes its sentences in English, with the
 * values in them already; the mail says them in the reader's language (template.c).
 */
#include "desk/gaps.h"

#include <string.h>

struct Gaps {
	GPtrArray *texts; /* char*, what stands before, between and behind the gaps */
	GPtrArray *names; /* char*, those of the gaps: one less */
};

Gaps *
gaps_read(const char *sentence)
{
	Gaps *gaps = g_new(Gaps, 1);
	gaps->texts = g_ptr_array_new_with_free_func(g_free);
	gaps->names = g_ptr_array_new_with_free_func(g_free);
	const char *rest = sentence;
	for (const char *open; (open = strstr(rest, "{{"));) {
		const char *name = open + strlen("{{");
		const char *close = strstr(name, "}}");
		if (!close)
			break;
		g_ptr_array_add(gaps->texts, g_strndup(rest, (gsize)(open - rest)));
		g_ptr_array_add(gaps->names, g_strndup(name, (gsize)(close - name)));
		rest = close + strlen("}}");
	}
	g_ptr_array_add(gaps->texts, g_strdup(rest));
	return gaps;
}

void
gaps_free(Gaps *gaps)
{
	if (!gaps)
		return;
	g_ptr_array_unref(gaps->texts);
	g_ptr_array_unref(gaps->names);
	g_free(gaps);
}

gsize
gaps_weight(const Gaps *gaps)
{
	gsize weight = 0;
	for (guint i = 0; i < gaps->texts->len; i++)
		weight += strlen(gaps->texts->pdata[i]);
	return weight;
}

/* Where the gap that begins at `start` ends: before the next of the sentence's own words, or
 * before those at its very end. NULL: they don't follow. */
static const char *
end_of_gap(const Gaps *gaps, guint gap, const char *start)
{
	const char *next = gaps->texts->pdata[gap + 1];
	gsize length = strlen(start);
	if (length == 0)
		return NULL;
	if (gap + 2 < gaps->texts->len)
		return strstr(start + 1, next);
	return length > strlen(next) && g_str_has_suffix(start, next)
		       ? start + length - strlen(next)
		       : NULL;
}

GHashTable *
gaps_match(const Gaps *gaps, const char *text)
{
	const char *first = gaps->texts->pdata[0];
	g_autoptr(GHashTable) values =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (gaps->names->len == 0)
		return strcmp(text, first) ? NULL : g_steal_pointer(&values);
	if (!g_str_has_prefix(text, first))
		return NULL;
	const char *p = text + strlen(first);
	for (guint i = 0; i < gaps->names->len; i++) {
		const char *end = end_of_gap(gaps, i, p);
		if (!end)
			return NULL;
		g_hash_table_insert(values, g_strdup(gaps->names->pdata[i]),
				    g_strndup(p, (gsize)(end - p)));
		p = end + strlen(gaps->texts->pdata[i + 1]);
	}
	return g_steal_pointer(&values);
}

char *
gaps_fill(const Gaps *gaps, GHashTable *values)
{
	GString *out = g_string_new(gaps->texts->pdata[0]);
	for (guint i = 0; i < gaps->names->len; i++) {
		const char *value = g_hash_table_lookup(values, gaps->names->pdata[i]);
		g_string_append(out, value ? value : "");
		g_string_append(out, gaps->texts->pdata[i + 1]);
	}
	return g_string_free(out, FALSE);
}
