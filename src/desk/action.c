/*
 * The table of actions by address.
 */
#include "desk/action.h"

static const Action actions[] = {
	{"done", "done", ""}, {"reopen", "reopen", ""}, {"stop", "unfollow", ""},
	{"info", "info", ""}, {"r1", "rate", "1"},      {"r2", "rate", "2"},
	{"r3", "rate", "3"},  {"r4", "rate", "4"},      {"r5", "rate", "5"},
};

const Action *
action_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		if (!g_ascii_strcasecmp(actions[i].name, name))
			return &actions[i];
	return NULL;
}

char *
action_command(const Action *action)
{
	return g_strdup_printf("#%s%s%s", action->verb, *action->value ? " " : "", action->value);
}
