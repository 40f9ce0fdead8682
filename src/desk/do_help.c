/*
 * The verb help: what this writer may do, with the values of this site.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "desk/choice.h"

#include <string.h>

/* Of the usages in a line. */
#define LINE_CHARS 62

static guint
who_asks(const Doing *d)
{
	if (d->h->actor_is_staff && d->h->actor_proven)
		return FOR_STAFF;
	const PersonFact *sender = d->b->facts->sender;
	if (doing_is_partner(d) || (sender && !strcmp(sender->role, "partner")))
		return FOR_PARTNER;
	return sender ? FOR_REPORTER : FOR_ANYBODY;
}

static gboolean
may_use(const Doing *d, const Verb *verb)
{
	const PersonFact *sender = d->b->facts->sender;
	if (verb->use & NOT_AGENCY && sender && !strcmp(sender->role, "agency"))
		return FALSE;
	return verb->use & who_asks(d) && (d->h->actor_proven || verb->use & UNPROVEN);
}

static gboolean
is_about_case(VerbStage stage)
{
	return stage == STAGE_ATTRIBUTE || stage == STAGE_STATUS;
}

static Js *
verbs_of(const Doing *d, VerbStage stage)
{
	Js *list = js_array();
	for (const Verb *verb = verbs_all(); verb->name; verb++) {
		gboolean fits =
			is_about_case(stage) ? is_about_case(verb->stage) : verb->stage == stage;
		if (!fits || !may_use(d, verb))
			continue;
		Js *object = js_object();
		js_set_text(object, "usage", verb->usage + 1);
		js_set_text(object, "help", verb->help);
		js_add(list, object);
	}
	return list;
}

/* Their usages without the first one's sign, as many on a line as stand there without being
 * wrapped: nobody reads a page of help, and a line must not begin with a command. */
static Js *
lines_of(const Js *verbs)
{
	Js *lines = js_array();
	g_autoptr(GString) line = g_string_new(NULL);
	for (gsize i = 0; i < js_size(verbs); i++) {
		const char *usage = js_get_text(js_at(verbs, i), "usage");
		if (line->len > 0 && line->len + strlen(", #") + strlen(usage) > LINE_CHARS) {
			js_add_text(lines, line->str);
			g_string_truncate(line, 0);
		}
		g_string_append_printf(line, "%s%s", line->len ? ", #" : "", usage);
	}
	if (line->len > 0)
		js_add_text(lines, line->str);
	return lines;
}

static void
set_group(Js *data, const char *key, Js *list)
{
	g_autofree char *lines = g_strdup_printf("%s_lines", key);
	js_set(data, lines, lines_of(list));

	g_autofree char *has = g_strdup_printf("has_%s", key);
	js_set_bool(data, has, js_size(list) > 0);
	js_set(data, key, list);
}

static void
set_names(Js *data, const char *key, const GPtrArray *names)
{
	g_autofree char *list = choice_list(names);
	js_set_text(data, key, list);
}

static void
set_values(Js *data, const Site *site)
{
	g_autoptr(GPtrArray) statuses = site_status_names(site);
	g_autoptr(GPtrArray) types = g_ptr_array_new();
	for (guint i = 0; i < site->types->len; i++)
		g_ptr_array_add(types, ((CaseType *)site->types->pdata[i])->name);
	set_names(data, "statuses", statuses);
	set_names(data, "priorities", site->priorities);
	set_names(data, "severities", site->severities);
	set_names(data, "emergencies", site->emergencies);
	set_names(data, "types", types);
}

/* For the example: a status of the site that ends nothing and waits for the customer. */
static const char *
example_status(const Site *site)
{
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		if (status->waits_for == WAITS_FOR_CUSTOMER && !status->is_final)
			return status->name;
	}
	return ((const Status *)site->statuses->pdata[0])->name;
}

void
doing_help(Doing *d, gboolean lacks_case)
{
	const Site *site = d->b->site;
	Js *data = js_object();
	gboolean is_staff = who_asks(d) == FOR_STAFF;
	js_set_bool(data, "is_staff", is_staff);
	js_set_bool(data, "lacks_case", lacks_case);
	set_group(data, "case_verbs", verbs_of(d, STAGE_ATTRIBUTE));
	set_group(data, "people_verbs", verbs_of(d, STAGE_PERSON));
	set_group(data, "question_verbs", verbs_of(d, STAGE_ANSWER));
	if (is_staff)
		set_values(data, site);
	js_set_text(data, "example_status", example_status(site));
	const Answer answer = {.subject = SUBJECT_HELP,
			       .event = EVENT_HELP,
			       .title = d->b->desk->title,
			       .is_ours = TRUE,
			       .data = data};
	doing_answer(d, &answer);
}

gboolean
do_help(Doing *d, const char *value, GError **error)
{
	(void)value;
	(void)error;
	doing_help(d, FALSE);
	return TRUE;
}
