/*
 * The welcome mail to who becomes a member of an organisation on the command line.
 */
#include "app/people.h"

#include "base/clock.h"
#include "store/apply.h"
#include "store/facts.h"
#include "store/people.h"

#include <string.h>

/* Members that are welcomed within one transaction. */
#define WELCOME_STEP 50

static gboolean
welcome_address(App *app, const char *address, GError **error)
{
	const FactsInput input = {.now_ms = clock_now_ms()};
	const Applying with = {.now_ms = input.now_ms,
			       .desk = "",
			       .site = app->config->site,
			       .templates = app->templates};
	g_autoptr(Facts) facts = facts_for_person(app->store, address, &input, error);
	g_autoptr(Plan) plan = facts ? plan_for_welcome(facts, app->config->site) : NULL;
	return plan && plan_apply(app->store, plan, &with, NULL, error);
}

static gboolean
welcome_some(App *app, const char *org, gboolean *more_out, GError **error)
{
	g_autoptr(GPtrArray) addresses = org_unwelcomed(app->store, org, WELCOME_STEP, error);
	for (guint i = 0; addresses && i < addresses->len; i++)
		if (!welcome_address(app, addresses->pdata[i], error))
			return FALSE;
	*more_out = addresses && addresses->len == WELCOME_STEP;
	return addresses != NULL;
}

gboolean
people_welcome(App *app, const Kind *kind, const char *name, Welcome welcome,
	       gboolean is_new_member, gboolean *more_out, GError **error)
{
	*more_out = FALSE;
	if (!strcmp(kind->command, "org")) {
		if (welcome == WELCOME_NEVER)
			return org_welcome_never(app->store, name, error);
		return welcome != WELCOME_NOW || welcome_some(app, name, more_out, error);
	}
	if (strcmp(kind->command, "person") != 0)
		return TRUE;
	if (welcome == WELCOME_NEVER)
		return person_want_welcome(app->store, name, FALSE, error);
	if (welcome == WELCOME_NOW && !person_want_welcome(app->store, name, TRUE, error))
		return FALSE;
	return (welcome != WELCOME_NOW && !is_new_member) || welcome_address(app, name, error);
}
