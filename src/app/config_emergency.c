/*
 * Emergencies in casemate.conf: what their statuses mean, who declares one at once, and for whom
 * an untaken one waits how long.
 */
#include "app/config_parts.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define MINUTE_S 60
#define WEEK_S   ((gint64)7 * 24 * 3600)

const ConfWord escalation_words[] = {
	{"duty", CONF_VALUE, NULL},
	{"lead", CONF_VALUE, NULL},
	{"all", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};

static void
read_status(const ConfFile *file, const char *key, const Site *site, char **status)
{
	conf_get_text(file, file->root, key, status);
	const char *name = site_name_in(site->emergencies, *status);
	if (**status && !name)
		conf_fault(
			file, conf_line(file->root, key),
			"there is no emergency status \"%s\": take one of emergency_statuses, or "
			"add it",
			*status);
	text_put(status, name);
}

static DutyRank
rank_of(const char *word)
{
	DutyRank rank = 0;
	while (rank < DUTY_RANKS && strcmp(escalation_words[rank].name, word) != 0)
		rank++;
	return rank;
}

/* The order is the same everywhere, and never a circle: another one in the file would be believed
 * and not be kept. */
static void
check_order(const ConfFile *file, const ConfBlock *block)
{
	const ConfValue *last = NULL;
	for (guint i = 0; i < block->values->len; i++) {
		const ConfValue *value = block->values->pdata[i];
		DutyRank rank = rank_of(value->name);
		if (rank == DUTY_RANKS)
			continue;
		if (last && rank < rank_of(last->name))
			conf_fault(
				file, value->line,
				"\"%s\" stands behind \"%s\", but an emergency goes from duty to "
				"lead to all and never back: write it before",
				value->name, last->name);
		last = value;
	}
}

static gboolean
is_set(const ConfBlock *block, const char *name)
{
	for (guint i = 0; i < block->values->len; i++) {
		const ConfValue *value = block->values->pdata[i];
		if (!strcmp(value->name, name))
			return TRUE;
	}
	return FALSE;
}

static void
read_escalation(const ConfFile *file, Site *site)
{
	const ConfBlock *block = conf_block(file, file->root, "escalation");
	if (!block)
		return;
	gboolean any = FALSE;
	check_order(file, block);
	for (DutyRank rank = 0; rank < DUTY_RANKS; rank++) {
		const char *name = escalation_words[rank].name;
		gboolean is_there = is_set(block, name);
		any = any || is_there;
		if (is_there)
			conf_get_duration(file, block, name, MINUTE_S, WEEK_S,
					  &site->escalation_s[rank]);
		else
			site->escalation_s[rank] = 0;
	}
	if (!any)
		conf_fault(file, block->line,
			   "the escalation has no step, and nobody would take an emergency: add "
			   "duty, lead or all, each with the time that it waits");
}

static void
read_tiers(const ConfFile *file, Site *site)
{
	conf_get_list(file->root, "emergency_tiers", site->emergency_tiers);
	for (guint i = 0; i < site->emergency_tiers->len; i++)
		conf_check_word(file, conf_line(file->root, "emergency_tiers"),
				"a contract of \"emergency_tiers\"",
				site->emergency_tiers->pdata[i], LIMIT_WORD_CHARS);
}

void
config_read_emergencies(const ConfFile *file, Site *site)
{
	read_status(file, "resolved_emergency", site, &site->resolved_emergency);
	read_status(file, "working_emergency", site, &site->working_emergency);
	read_status(file, "withdrawn_emergency", site, &site->withdrawn_emergency);
	read_tiers(file, site);
	read_escalation(file, site);
}
