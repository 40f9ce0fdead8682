/*
 * Who may open what.  Whoever may not is told who may, and nothing is opened; what a proven sender
 * wrote goes back along with that, so that it isn't lost.
 */
#include "desk/plan_decision.h"

#include "base/error.h"

#include <string.h>

gboolean
decision_may_choose(const Decision *d, guint roles)
{
	gboolean is_staff = decision_is_staff(d) && d->facts->proof == PROOF_PASS;
	return !roles || is_staff || d->facts->is_released || (roles & facts_role(d->facts)) != 0;
}

static Js *
refusal_data(const Decision *d, const CaseType *type, const char *value, guint roles)
{
	const Mail *mail = d->clues->mail;
	g_autofree char *who = role_names(roles);
	gboolean may_quote = d->facts->proof == PROOF_PASS && !mail->is_unsealed;
	Js *data = js_object();
	js_set_text(data, "type", type->title);
	js_set_text(data, "value", value);
	js_set_text(data, "who", who);
	js_set_text(data, "text", may_quote ? mail->text : "");
	js_set_bool(data, "has_files", mail->attachments->len > 0);
	return data;
}

void
decision_refuse(Decision *d, const CaseType *type, const char *value, guint roles)
{
	g_autofree char *who = role_names(roles);
	g_autofree char *why = *value ? g_strdup_printf("\"%s\" is for %s alone", value, who)
				      : g_strdup_printf("type %s is for %s alone", type->name, who);
	g_autoptr(Happening) h = decision_happening(d, NULL, "");
	plan_reason(d->b.plan, "%s, and the sender is none of them", why);
	decision_cap(d, h, RECEIPT_PLAIN);
	if (h->is_muted[RECEIPT_PLAIN]) {
		decision_hold(d, why);
		return;
	}
	const Answer answer = {
		.subject = SUBJECT_REFUSED,
		.event = EVENT_REFUSED,
		.title = type->title,
		.data = refusal_data(d, type, value, roles),
		.is_ours = TRUE,
		.is_receipt = TRUE,
	};
	plan_answer(&d->b, h, &answer);
	plan_end(d->b.plan, ENDING_ANSWERED, why);
}

const CaseType *
decision_type(Decision *d)
{
	const TypeChoice *choice = &d->clues->choice;
	Plan *plan = d->b.plan;
	if (decision_may_choose(d, choice->type->roles)) {
		if (choice->way != TYPE_BY_DESK)
			plan_reason(plan, "type %s: %s", choice->type->name,
				    type_way_words(choice->way));
		return choice->type;
	}
	if (choice->way > TYPE_BY_RULE) {
		decision_refuse(d, choice->type, "", choice->type->roles);
		return NULL;
	}
	const CaseType *plain = site_type(d->site, d->b.desk->default_type);
	plain = plain ? plain : d->site->types->pdata[0];
	plan_reason(plan, "type %s, %s, is not for this sender: %s instead", choice->type->name,
		    type_way_words(choice->way), plain->name);
	return plain;
}
