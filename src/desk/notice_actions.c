/*
 * The actions that a notice offers: links that write a mail which needs no words.  They are
 * mailto links.
 */
#include "desk/notice_parts.h"

#include "desk/action.h"
#include "desk/mailto.h"

#include <string.h>

/* Where an action goes to and what it says. */
typedef struct Target {
	const Notice *notice;
	const Site *site;
	const Desk *desk;
} Target;

/* Some mail programs won't send a mail without a subject. */
static char *
subject_for(const Target *to, const Action *action)
{
	const Notice *n = to->notice;
	if (to->site->has_extensions)
		return g_strdup_printf("%s: %s", n->case_number, action->name);
	return g_strdup_printf("%s %s", n->case_number, n->tracking_id);
}

static char *
link_for(const Target *to, const Action *action, const char *address)
{
	g_autofree char *subject = subject_for(to, action);
	g_autofree char *command = action_command(action);
	return mailto_link(address, subject, to->site->has_extensions ? NULL : command);
}

static Js *
offer(const Target *to, const char *name)
{
	const Action *action = action_find(name);
	g_autofree char *extension = g_strdup_printf("%s.%s", to->notice->tracking_id, name);
	g_autofree char *address = site_extended_address(to->site, to->desk->address, extension);
	g_autofree char *link = link_for(to, action, address);
	g_autofree char *command = action_command(action);
	Js *object = js_object();
	js_set_text(object, "address", address);
	js_set_text(object, "link", link);
	js_set_text(object, "command", command);
	return object;
}

/* The best first: it is what most people want. */
static Js *
rating_offers(const Target *to)
{
	static const char *const names[] = {"r5", "r4", "r3", "r2", "r1"};
	Js *array = js_array();
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		Js *object = offer(to, names[i]);
		js_set_text(object, "n", names[i] + 1);
		js_set_bool(object, "is_good", i == 1);
		js_set_bool(object, "is_fair", i == 2);
		js_set_bool(object, "is_poor", i == 3);
		js_set_bool(object, "is_best", i == 0);
		js_set_bool(object, "is_worst", i + 1 == G_N_ELEMENTS(names));
		js_add(array, object);
	}
	return array;
}

static gboolean
is_for(const Notice *notice, const char *role)
{
	return !strcmp(notice->to_role, role);
}

Js *
notice_actions(const Notice *notice, const Site *site, const Desk *desk)
{
	const Target to = {notice, site, desk};
	gboolean follows = is_for(notice, "follower") || is_for(notice, "contact");
	if (!*notice->tracking_id || !*notice->case_number ||
	    !(follows || is_for(notice, "reporter")))
		return NULL;
	Js *actions = js_object();
	if (is_for(notice, "reporter") && !notice->is_final)
		js_set(actions, "done", offer(&to, "done"));
	if (is_for(notice, "reporter") && (notice->is_final || notice->is_feedback))
		js_set(actions, "reopen", offer(&to, "reopen"));
	if (follows)
		js_set(actions, "stop", offer(&to, "stop"));
	js_set(actions, "info", offer(&to, "info"));
	gboolean asks_rating = is_for(notice, "reporter") && notice->asks_rating &&
			       (notice->event == EVENT_STATUS || notice->event == EVENT_EMERGENCY ||
				notice->event == EVENT_RATING);
	js_set_bool(actions, "asks_rating", asks_rating);
	if (asks_rating)
		js_set(actions, "rate", rating_offers(&to));
	g_autofree char *subject =
		g_strdup_printf("%s %s", notice->case_number, notice->tracking_id);
	js_set_bool(actions, "by_address", site->has_extensions);
	js_set_text(actions, "subject_line", subject);
	return actions;
}
