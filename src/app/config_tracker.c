/*
 * Trackers of others in casemate.conf, in which cases have tickets.  What a key means has to be
 * plain: no key is the number of a case of ours, and none belongs to two trackers.
 */
#include "app/config_parts.h"

#include <string.h>

const ConfWord tracker_words[] = {
	{"pattern", CONF_VALUE, NULL},
	{"url", CONF_VALUE, NULL},
	{"internal", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};

/* What stands between the letters of a pattern and the number of a ticket, in most trackers. */
static const char *const key_forms[] = {"%s-1", "%s-1494", "%s1", "%s1494", "%s0012345", "%s#12"};

static void
read_pattern(const ConfFile *file, const ConfBlock *block, char **pattern, Tracker *tracker)
{
	g_autoptr(GError) error = NULL;
	conf_get_text(file, block, "pattern", pattern);
	if (!**pattern)
		conf_fault(file, block->line,
			   "nothing says what keys of \"%s\" look like: add pattern = "
			   "\"ABC-[0-9]+\"",
			   tracker->name);
	else if (!tracker_set_pattern(tracker, *pattern, &error))
		conf_fault(file, conf_line(block, "pattern"), "pattern '%s' %s", *pattern,
			   error->message);
}

static void
read_url(const ConfFile *file, const ConfBlock *block, Tracker *tracker)
{
	conf_get_text(file, block, "url", &tracker->url);
	g_autofree char *fault = *tracker->url ? tracker_url_fault(tracker) : NULL;
	if (fault)
		conf_fault(file, conf_line(block, "url"), "\"url\" can't be \"%s\": %s",
			   tracker->url, fault);
}

/* The number of a case is always that of a case: a tracker would never get it. */
static void
check_own_numbers(const ConfFile *file, const ConfBlock *block, const Tracker *tracker,
		  const Site *site)
{
	static const char *const numbers[] = {"1", "12", "149", "1494", "14940", "149401"};
	for (guint i = 0; i < site->desks->len; i++) {
		const Desk *desk = site->desks->pdata[i];
		for (guint k = 0; k < G_N_ELEMENTS(numbers); k++) {
			g_autofree char *own = g_strdup_printf("%s-%s", desk->prefix, numbers[k]);
			if (!tracker_has(tracker, own))
				continue;
			conf_fault(file, conf_line(block, "pattern"),
				   "\"%s\" would be a ticket of \"%s\", and it is a case of desk "
				   "\"%s\": name with what keys begin, like \"(ABC|WEB)-[0-9]+\"",
				   own, tracker->name, desk->name);
			break;
		}
	}
}

/* Keys of the usual forms with this word. A key that both have; NULL: none was found. (transfer
 * full) */
static char *
common_key(const Tracker *one, const Tracker *other, const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(key_forms); i++) {
		g_auto(GStrv) around = g_strsplit(key_forms[i], "%s", 2);
		g_autofree char *key = g_strconcat(around[0], word, around[1], NULL);
		if (tracker_has(one, key) && tracker_has(other, key))
			return g_steal_pointer(&key);
	}
	return NULL;
}

/* Tries the words that stand in their patterns. What escapes this is refused when it is used. */
static char *
shared_key(const Tracker *one, const Tracker *other, const char *patterns)
{
	g_auto(GStrv) words = g_strsplit_set(patterns, "()[]{}|-+*?.^$\\#:!0123456789,/ ", -1);
	char *key = common_key(one, other, "");
	key = key ? key : common_key(one, other, "ABC");
	for (guint i = 0; words[i] && !key; i++)
		key = common_key(one, other, words[i]);
	return key;
}

static void
check_pair(const ConfFile *file, const ConfBlock *block, const Tracker *tracker,
	   const Tracker *other, const char *patterns)
{
	g_autofree char *key =
		tracker->match && other->match ? shared_key(tracker, other, patterns) : NULL;
	if (key)
		conf_fault(file, conf_line(block, "pattern"),
			   "\"%s\" would be a ticket of \"%s\" and of \"%s\": let their patterns "
			   "differ",
			   key, other->name, tracker->name);
}

void
config_read_trackers(const ConfFile *file, Site *site)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "tracker");
	g_autoptr(GPtrArray) patterns = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < blocks->len; i++) {
		const ConfBlock *block = blocks->pdata[i];
		Tracker *tracker = tracker_new(block->title);
		char *pattern = g_strdup("");
		g_ptr_array_add(site->trackers, tracker);
		conf_check_title(file, block);
		read_pattern(file, block, &pattern, tracker);
		read_url(file, block, tracker);
		conf_get_bool(file, block, "internal", &tracker->is_internal);
		check_own_numbers(file, block, tracker, site);
		g_ptr_array_add(patterns, pattern);
		for (guint k = 0; k < i; k++) {
			g_autofree char *both =
				g_strdup_printf("%s|%s", (const char *)patterns->pdata[k], pattern);
			check_pair(file, block, tracker, site->trackers->pdata[k], both);
		}
	}
	conf_check_titles_differ(file, blocks);
}
