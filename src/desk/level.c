/*
 * Levels as values, and in words.
 */
#include "desk/level.h"

#include <string.h>

#define MINUTE_MS ((gint64)60 * 1000)
#define HOUR_MS   (60 * MINUTE_MS)

const char *
promise_name(Promise promise)
{
	static const char *const names[PROMISES] = {"first answer", "next update", "resolution"};
	return names[promise];
}

static void
goal_free(gpointer data)
{
	LevelGoal *goal = data;
	g_free(goal->name);
	g_free(goal->definition);
	g_free(goal);
}

Level *
level_new(const char *name, GTimeZone *zone)
{
	Level *level = g_new0(Level, 1);
	level->name = g_strdup(name);
	level->tier = g_strdup("");
	level->business = business_new(zone);
	level->goals = g_ptr_array_new_with_free_func(goal_free);
	return level;
}

void
level_free(Level *level)
{
	if (!level)
		return;
	g_free(level->name);
	g_free(level->tier);
	business_free(level->business);
	g_ptr_array_unref(level->goals);
	g_free(level);
}

LevelGoal *
level_goal_new(const char *name, gboolean is_priority)
{
	LevelGoal *goal = g_new0(LevelGoal, 1);
	goal->name = g_strdup(name);
	goal->is_priority = is_priority;
	goal->definition = g_strdup("");
	return goal;
}

const LevelGoal *
level_goal(const Level *level, const char *name, gboolean is_priority)
{
	for (guint i = 0; i < level->goals->len; i++) {
		const LevelGoal *goal = level->goals->pdata[i];
		if (goal->is_priority == is_priority && !strcmp(goal->name, name))
			return goal;
	}
	return NULL;
}

/* "4 business hours", "30 minutes". */
static void
add_time(GString *out, const Level *level, gint64 time_ms)
{
	gboolean is_hours = time_ms % HOUR_MS == 0;
	gint64 count = time_ms / (is_hours ? HOUR_MS : MINUTE_MS);
	g_string_append_printf(out, "%" G_GINT64_FORMAT " %s%s%s", count,
			       level->is_always ? "" : "business ", is_hours ? "hour" : "minute",
			       count == 1 ? "" : "s");
}

char *
level_goal_words(const Level *level, const LevelGoal *goal)
{
	static const char *const words[PROMISES] = {"answer within ", "then news every ",
						    "solved within "};
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < PROMISES; i++) {
		if (!goal->goal_ms[i])
			continue;
		g_string_append(out, out->len > 0 ? ", " : "");
		g_string_append(out, words[i]);
		add_time(out, level, goal->goal_ms[i]);
	}
	return g_string_free(out, FALSE);
}
