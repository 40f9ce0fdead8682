/*
 * What follows when something can't be done: a message that can't be read, a notice
 * that can't be delivered.  Staff learns of both.
 */
#include "base/error.h"
#include "desk/plan_build.h"

Plan *
plan_for_quarantine(const Desk *desk, const Facts *facts, const Site *site,
		    const char *envelope_sender, const char *why)
{
	Plan *plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = desk};
	const Status *first = site->statuses->pdata[0];
	g_autoptr(GPtrArray) nobody = g_ptr_array_new();
	const CaseFact template = {
		.desk = desk->name,
		.title = unconst("Quarantined mail"),
		.type = desk->default_type,
		.status = first->name,
		.priority = site->priorities->pdata[0],
		.customer = unconst(*envelope_sender ? envelope_sender : "unknown sender"),
		.participants = nobody,
	};
	g_autoptr(CaseFact) c = case_fact_copy(&template);
	c->number = (g_free(c->number),
		     g_strdup_printf("%s-%" G_GINT64_FORMAT, desk->prefix, facts->next_number));
	g_autofree char *text = g_strdup_printf(
		"A message from %s could not be read and was put into quarantine: %s. What "
		"there is of it is kept byte for byte; nothing was answered.",
		*envelope_sender ? envelope_sender : "the null sender", why);
	plan_reason(plan, "quarantined: %s", why);
	plan_add_opening(&b, c, "");
	Entry *entry = entry_new("mail", "", "casemate", "casemate", TRUE, text);
	entry->has_message = TRUE;
	plan_add_entry(plan, entry);
	plan_tell_quarantined(&b, envelope_sender, why);
	plan_end(plan, ENDING_QUARANTINED, why);
	return plan;
}

Plan *
plan_for_failure(const NoticeFact *notice, const Facts *facts, const Site *site, const char *why)
{
	Plan *plan = plan_new();
	const Desk *desk = notice->of ? site_desk(site, notice->of->desk) : NULL;
	Builder b = {.plan = plan,
		     .facts = facts,
		     .site = site,
		     .desk = desk ? desk : site->desks->pdata[0]};
	g_autofree char *text =
		g_strdup_printf("The notice \"%s\" to %s could not be delivered: %s",
				notice->subject, notice->recipient, why);
	if (notice->of) {
		plan_concern(plan, notice->of);
		plan_add_entry(plan, entry_new("bounce", "", "casemate", "casemate", TRUE, text));
	}
	plan_tell_undelivered(&b, notice, why);
	return plan;
}
