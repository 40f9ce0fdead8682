/*
 * Words to staff that belong to no event of a case: alarms, digests, notices that did not arrive.
 */
#include "base/error.h"
#include "base/text.h"
#include "desk/duty.h"
#include "desk/plan_build.h"

static void
say(Builder *b, const StaffWord *word, const PersonFact *person)
{
	Notice *n = notice_new();
	n->subject = word->subject;
	n->event = word->event;
	text_put(&n->desk, b->desk->name);
	text_put(&n->to_name, person->name);
	text_put(&n->to_address, person->address);
	text_put(&n->to_role, "staff");
	plan_fill_language(n, b->desk, person->language, "");
	text_put(&n->title, word->title);
	text_put(&n->author, word->about);
	text_put(&n->reason, word->reason);
	n->data = word->data ? js_copy(word->data, NULL) : NULL;
	text_put(&n->case_number, b->plan->case_number);
	plan_change(b->plan, CHANGE_NOTICE)->notice = n;
}

void
plan_tell_staff(Builder *b, const StaffWord *word)
{
	const PersonFact internal = {
		.name = b->desk->title, .address = b->desk->internal, .language = unconst("")};
	g_autoptr(GPtrArray) all = duty_everybody(b->facts->staff, b->desk);
	for (guint i = 0; i < all->len; i++)
		say(b, word, all->pdata[i]);
	if (all->len == 0 && *b->desk->internal)
		say(b, word, &internal);
}

void
plan_tell_leads(Builder *b, const StaffWord *word)
{
	g_autoptr(GPtrArray) leads = duty_leads(b->facts->staff, b->desk, "", plan_is_in_team);
	for (guint i = 0; i < leads->len; i++)
		say(b, word, leads->pdata[i]);
	if (leads->len == 0)
		plan_tell_staff(b, word);
}

static gboolean
is_to_staff(const Site *site, const NoticeFact *notice)
{
	DeskAddress ours = {0};
	if (notice->to_staff || !site_find_address(site, notice->recipient, &ours))
		return notice->to_staff;
	desk_address_clear(&ours);
	return TRUE; /* a desk's internal address */
}

void
plan_tell_undelivered(Builder *b, const NoticeFact *notice, const char *why)
{
	/* A bounced notice to staff would only make the next one. */
	if (is_to_staff(b->site, notice))
		return;
	g_autofree char *title = g_strdup_printf("to %s", notice->recipient);
	const StaffWord word = {SUBJECT_UNDELIVERED, EVENT_UNDELIVERED, title,
				notice->recipient,   why ? why : "",    NULL};
	plan_tell_staff(b, &word);
}
