/*
 * Keys of tickets in other trackers, and the addresses of their pages.
 */
#include "desk/tracker.h"

#include "base/limits.h"
#include "base/match.h"

#include <string.h>

Tracker *
tracker_new(const char *name)
{
	Tracker *tracker = g_new0(Tracker, 1);
	tracker->name = g_strdup(name);
	tracker->url = g_strdup("");
	return tracker;
}

void
tracker_free(Tracker *tracker)
{
	if (!tracker)
		return;
	g_free(tracker->name);
	g_clear_pointer(&tracker->match, match_free);
	g_free(tracker->url);
	g_free(tracker);
}

gboolean
tracker_set_pattern(Tracker *tracker, const char *pattern, GError **error)
{
	g_clear_pointer(&tracker->match, match_free);
	tracker->match = match_new(pattern, MATCH_WHOLE, error);
	return tracker->match != NULL;
}

/* (transfer full) */
static MatchGroups *
groups_of(const Tracker *tracker, const char *key)
{
	MatchGroups *groups = NULL;
	if (tracker->match && *key)
		match_find_within(tracker->match, key, -1, LIMIT_MATCH_STEPS, NULL, NULL, &groups);
	return groups;
}

gboolean
tracker_has(const Tracker *tracker, const char *key)
{
	g_autoptr(MatchGroups) groups = groups_of(tracker, key);
	return groups != NULL;
}

/* The number of the group that stands at `at`, as "$1"; -1: none does. */
static int
group_at(const char *at)
{
	return *at == '$' ? g_ascii_digit_value(at[1]) : -1;
}

/* A notice has it as text and as a link. */
static gboolean
is_address(const char *url)
{
	if (!g_str_has_prefix(url, "https://") && !g_str_has_prefix(url, "http://"))
		return FALSE;
	for (const char *c = url; *c; c++)
		if (!g_ascii_isgraph(*c) || strchr("<>\"\\^`{|}", *c))
			return FALSE;
	return TRUE;
}

char *
tracker_url_fault(const Tracker *tracker)
{
	gboolean any = FALSE;
	if (!is_address(tracker->url))
		return g_strdup("it is no address of a page: write it like "
				"\"https://tracker.example.org/browse/$0\"");
	for (const char *c = tracker->url; *c; c++) {
		int group = group_at(c);
		any = any || group >= 0;
		if (group > 0 && tracker->match && (guint)group > match_group_count(tracker->match))
			return g_strdup_printf("there is no group for $%d in the pattern: write $0 "
					       "for the whole key, or add parentheses",
					       group);
	}
	return any ? NULL
		   : g_strdup("it is the same page for each ticket: write $0 where the key stands");
}

char *
tracker_page(const Tracker *tracker, const char *key)
{
	g_autoptr(MatchGroups) groups = groups_of(tracker, key);
	if (!groups || !*tracker->url)
		return NULL;
	GString *page = g_string_new(NULL);
	for (const char *c = tracker->url; *c; c++) {
		int group = group_at(c);
		if (group < 0) {
			g_string_append_c(page, *c);
			continue;
		}
		g_autofree char *text = match_group_text(groups, key, (guint)group);
		if (text)
			g_string_append_uri_escaped(page, text, "/", FALSE);
		c++;
	}
	return g_string_free(page, FALSE);
}

GPtrArray *
trackers_of(const GPtrArray *trackers, const char *key)
{
	GPtrArray *found = g_ptr_array_new();
	for (guint i = 0; i < trackers->len; i++)
		if (tracker_has(trackers->pdata[i], key))
			g_ptr_array_add(found, trackers->pdata[i]);
	return found;
}

const Tracker *
tracker_named(const GPtrArray *trackers, const char *name)
{
	for (guint i = 0; i < trackers->len; i++) {
		const Tracker *tracker = trackers->pdata[i];
		if (!strcmp(tracker->name, name))
			return tracker;
	}
	return NULL;
}
