/*
 * Service levels, of casemate.conf or those that ship: hours, holidays, and for each severity or
 * priority what is promised.  A table that promises what can't be kept is a fault here, before a
 * customer finds it.
 */
#include "app/config_parts.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/holidays.h"
#include "store/zones.h"

#include <string.h>

#define MINUTES_MAX      (2000 * 60)
#define DEFINITION_CHARS 300
#define MINUTE_MS        ((gint64)60 * 1000)
#define HOLIDAYS_BYTES   (4 * 1024 * 1024)

static const ConfWord goal_words[] = {
	{"first_answer", CONF_VALUE, NULL}, {"next_update", CONF_VALUE, NULL},
	{"resolution", CONF_VALUE, NULL},   {"definition", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
const ConfWord level_words[] = {
	{"tier", CONF_VALUE, NULL},
	{"hours", CONF_LIST, NULL},
	{"zone", CONF_VALUE, NULL},
	{"holidays", CONF_VALUE, NULL},
	{"warning", CONF_VALUE, NULL},
	{"severity", CONF_TITLED, goal_words},
	{"priority", CONF_TITLED, goal_words},
	{NULL, CONF_VALUE, NULL},
};

static void
get_goal(const ConfFile *file, const ConfBlock *block, const char *name, gint64 *goal_ms)
{
	gint64 minutes = *goal_ms / MINUTE_MS;
	conf_get_work(file, block, name, 1, MINUTES_MAX, &minutes);
	*goal_ms = minutes * MINUTE_MS;
}

static void
check_goal(const ConfFile *file, const ConfBlock *block, const LevelGoal *goal)
{
	const gint64 *goals = goal->goal_ms;
	if (!goals[PROMISE_FIRST_ANSWER] && !goals[PROMISE_NEXT_UPDATE] &&
	    !goals[PROMISE_RESOLUTION])
		conf_fault(file, block->line,
			   "nothing is promised for \"%s\": add first_answer = \"4 h\", or remove "
			   "it",
			   block->title);
	if (goals[PROMISE_RESOLUTION] && goals[PROMISE_FIRST_ANSWER] > goals[PROMISE_RESOLUTION])
		conf_fault(file, conf_line(block, "first_answer"),
			   "the first answer is due behind the resolution: promise it sooner");
	if (g_utf8_strlen(goal->definition, -1) > DEFINITION_CHARS)
		conf_fault(file, conf_line(block, "definition"),
			   "a definition has at most %d characters: write a shorter one",
			   DEFINITION_CHARS);
}

/* What ships keeps to the severities and priorities that the site has. */
static void
read_goal(const ConfFile *file, const ConfBlock *block, const Site *site, gboolean is_shipped,
	  Level *level)
{
	gboolean is_priority = !strcmp(block->name, "priority");
	const GPtrArray *names = is_priority ? site->priorities : site->severities;
	const char *name = site_name_in(names, block->title);
	if (!name && is_shipped)
		return;
	if (!name)
		conf_fault(file, block->line,
			   "there is no %s \"%s\": take one of \"%s\", or add it", block->name,
			   block->title, is_priority ? "priorities" : "severities");
	LevelGoal *goal = level_goal_new(name ? name : block->title, is_priority);
	g_ptr_array_add(level->goals, goal);
	get_goal(file, block, "first_answer", &goal->goal_ms[PROMISE_FIRST_ANSWER]);
	get_goal(file, block, "next_update", &goal->goal_ms[PROMISE_NEXT_UPDATE]);
	get_goal(file, block, "resolution", &goal->goal_ms[PROMISE_RESOLUTION]);
	conf_get_text(file, block, "definition", &goal->definition);
	check_goal(file, block, goal);
}

static void
read_goals(const ConfFile *file, const ConfBlock *block, const char *kind, const Site *site,
	   gboolean is_shipped, Level *level)
{
	g_autoptr(GPtrArray) goals = conf_blocks(block, kind);
	conf_check_titles_differ(file, goals);
	for (guint i = 0; i < goals->len; i++)
		read_goal(file, goals->pdata[i], site, is_shipped, level);
}

/* UTC where none is named, or one that isn't known. (transfer full) */
static GTimeZone *
read_zone(const ConfFile *file, const ConfBlock *block)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = g_strdup("UTC");
	conf_get_text(file, block, "zone", &name);
	GTimeZone *zone = zone_check(name, &error) ? g_time_zone_new_identifier(name) : NULL;
	if (error)
		conf_fault(file, conf_line(block, "zone"), "%s", error->message);
	return zone ? zone : g_time_zone_new_utc();
}

static void
read_hours(const ConfFile *file, const ConfBlock *block, Level *level)
{
	g_autoptr(GPtrArray) hours = g_ptr_array_new_with_free_func(g_free);
	conf_get_list(block, "hours", hours);
	if (hours->len == 0)
		conf_fault(file, block->line,
			   "nothing says when somebody works: add hours = \"Mon-Fri "
			   "09:00-17:00\" or hours = \"always\"");
	for (guint i = 0; i < hours->len; i++) {
		g_autoptr(GError) error = NULL;
		if (!g_ascii_strcasecmp(hours->pdata[i], "always"))
			level->is_always = TRUE;
		if (!business_add_hours(level->business, hours->pdata[i], &error))
			conf_fault(file, conf_line(block, "hours"), "%s", error->message);
	}
}

static void
read_holidays(const ConfFile *file, const ConfBlock *block, Level *level)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;
	g_autofree char *text = NULL;
	gsize length = 0;
	conf_get_path(file, block, "holidays", &path);
	if (!path)
		return;
	if (!g_file_get_contents(path, &text, &length, &error))
		conf_fault(file, conf_line(block, "holidays"), "%s: name a calendar that is there",
			   error->message);
	else if (length > HOLIDAYS_BYTES)
		conf_fault(file, conf_line(block, "holidays"),
			   "\"%s\" is too large for a calendar of holidays: name another", path);
	else if (!holidays_read(text, level->business, &error))
		conf_fault(file, conf_line(block, "holidays"), "\"%s\": %s", path, error->message);
}

static void
read_level(const ConfFile *file, const ConfBlock *block, Site *site, gboolean is_shipped)
{
	g_autoptr(GTimeZone) zone = read_zone(file, block);
	Level *level = level_new(block->title, zone);
	gint64 warning_min = 0;
	g_ptr_array_add(site->levels, level);
	conf_check_title(file, block);
	conf_get_text(file, block, "tier", &level->tier);
	read_hours(file, block, level);
	read_holidays(file, block, level);
	conf_get_work(file, block, "warning", 1, MINUTES_MAX, &warning_min);
	level->warning_ms = warning_min * MINUTE_MS;
	read_goals(file, block, "severity", site, is_shipped, level);
	read_goals(file, block, "priority", site, is_shipped, level);
	if (level->goals->len == 0 && !is_shipped)
		conf_fault(file, block->line,
			   "level \"%s\" promises nothing: add severity \"High\" { first_answer = "
			   "\"4 h\" }",
			   block->title);
}

static void
check_tiers_differ(const ConfFile *file, const GPtrArray *blocks, const Site *site)
{
	for (guint i = 1; i < site->levels->len; i++)
		for (guint j = 0; j < i; j++) {
			const Level *one = site->levels->pdata[i];
			const Level *other = site->levels->pdata[j];
			if (strcmp(one->tier, other->tier) != 0 &&
			    !text_same_name(one->tier, other->tier))
				continue;
			conf_fault(file, conf_line(blocks->pdata[i], "tier"),
				   *one->tier ? "level \"%s\" is for this tier already: name "
						"another tier"
					      : "level \"%s\" is for all other tiers already: "
						"add a tier",
				   other->name);
		}
}

static void
read_levels(const ConfFile *file, Site *site, gboolean is_shipped)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "level");
	if (blocks->len == 0)
		return;
	g_ptr_array_set_size(site->levels, 0);
	for (guint i = 0; i < blocks->len; i++)
		read_level(file, blocks->pdata[i], site, is_shipped);
	conf_check_titles_differ(file, blocks);
	check_tiers_differ(file, blocks, site);
}

char *
config_shipped_levels_path(const char *home)
{
	return g_build_filename(home, "filters", "levels", "sample.conf", NULL);
}

void
config_read_levels(const ConfFile *file, const char *shipped_path, Site *site, GPtrArray *faults)
{
	static const ConfWord words[] = {{"level", CONF_TITLED, level_words},
					 {NULL, CONF_VALUE, NULL}};
	g_autoptr(GPtrArray) own = conf_blocks(file->root, "level");
	if (own->len > 0) {
		read_levels(file, site, FALSE);
		return;
	}
	g_autoptr(ConfFile) shipped = conf_read(shipped_path, words, faults);
	read_levels(shipped, site, TRUE);
	conf_sort_faults(shipped);
}
