/*
 * What due() reads of the configuration, as one text: as long as that is the same, so is every due
 * time.  A setting that a due() comes to read has to be added here, and to the table of
 * tests/unit/test_clocks.c.
 */
#include "desk/clocks.h"

#include "desk/event.h"
#include "desk/field.h"

/* No value holds a line end. */
static void
add_text(GString *out, const char *text)
{
	g_string_append_printf(out, "%s\n", text);
}

static void
add_number(GString *out, gint64 number)
{
	g_string_append_printf(out, "%" G_GINT64_FORMAT "\n", number);
}

static void
add_names(GString *out, const GPtrArray *names)
{
	add_number(out, names->len);
	for (guint i = 0; i < names->len; i++)
		add_text(out, names->pdata[i]);
}

static void
add_desks(GString *out, const Site *site)
{
	add_number(out, site->desks->len);
	for (guint i = 0; i < site->desks->len; i++)
		add_text(out, ((const Desk *)site->desks->pdata[i])->name);
}

static void
add_statuses(GString *out, const Site *site)
{
	add_number(out, site->statuses->len);
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		add_text(out, status->name);
		add_number(out, status->waits_for);
		add_number(out, status->is_final);
		add_number(out, status->asks_rating);
		add_number(out, status->silence_days);
		add_number(out, status->notice_days);
		add_number(out, status->reminder_days);
	}
	const Status *asking = site_asking_status(site);
	add_text(out, asking ? asking->name : "");
}

/* What a case may lack. */
static void
add_required(GString *out, const CaseType *type)
{
	for (guint i = 0; i < type->fields->len; i++) {
		const Field *field = type->fields->pdata[i];
		if (!field->is_required)
			continue;
		add_text(out, field->name);
		add_text(out, field->needs_field);
		add_text(out, field->needs_value);
	}
}

/* The fields that a case needs, and those of the event that it announces. */
static void
add_types(GString *out, const Site *site)
{
	add_number(out, site->types->len);
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = site->types->pdata[i];
		const Field *begin = event_field(type, FALSE), *end = event_field(type, TRUE);
		add_text(out, type->name);
		add_text(out, type->title);
		add_text(out, begin ? begin->name : "");
		add_text(out, end ? end->name : "");
		add_required(out, type);
	}
}

static void
add_levels(GString *out, const Site *site)
{
	add_number(out, site->levels->len);
	for (guint i = 0; i < site->levels->len; i++) {
		const Level *level = site->levels->pdata[i];
		g_autofree char *hours = business_settings(level->business);
		add_text(out, level->tier);
		add_text(out, hours);
		add_number(out, level->warning_ms);
		add_number(out, level->goals->len);
		for (guint k = 0; k < level->goals->len; k++) {
			const LevelGoal *goal = level->goals->pdata[k];
			add_text(out, goal->name);
			add_number(out, goal->is_priority);
			for (Promise promise = 0; promise < PROMISES; promise++)
				add_number(out, goal->goal_ms[promise]);
		}
	}
}

static void
add_emergencies(GString *out, const Site *site)
{
	add_names(out, site->emergencies);
	add_text(out, site->working_emergency);
	add_text(out, site->resolved_emergency);
	for (DutyRank rank = 0; rank < DUTY_RANKS; rank++)
		add_number(out, site->escalation_s[rank]);
}

char *
clocks_settings(const Site *site)
{
	g_autoptr(GString) text = g_string_new(NULL);
	add_desks(text, site);
	add_statuses(text, site);
	add_types(text, site);
	add_levels(text, site);
	add_emergencies(text, site);
	add_number(text, site->rating_days);
	add_number(text, site->rating_reminder_days);
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}
