/*
 * Verbs that set what a case is: title, type, priority, severity, assignee, ETA.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/choice.h"
#include "desk/type_choice.h"
#include "desk/when.h"

#include <string.h>

/* What the table of the contract's level says of it is told with it: to customers what is called
 * so, to staff what is promised. */
static void
classify(Doing *d, const char *attribute, const char *label, char **field, const char *name)
{
	const Level *level = site_level(d->b->site, d->h->c->tier);
	const LevelGoal *goal =
		level ? level_goal(level, name, !strcmp(attribute, "priority")) : NULL;
	if (!doing_change(d, attribute, label, field, name))
		return;
	d->h->classified = TRUE;
	if (!goal)
		return;
	g_autofree char *promised = level_goal_words(level, goal);
	plan_explain_change(d->h, goal->definition);
	doing_say(d, "Service level %s promises for %s: %s.", level->name, name, promised);
}

/* "High: all stores are down": the priority that stands before the reason. */
static const char *
split_reason(const Site *site, const char *value, const char **reason_out, GError **error)
{
	static const char ends[] = ":;,\n";
	gsize length = strcspn(value, ends);
	g_autofree char *before = g_strndup(value, length);
	const char *whole = words_find(site->words, site->priorities, value);
	*reason_out = "";
	if (whole || !value[length])
		return words_choose(site->words, site->priorities, value, "priority", error);
	*reason_out = value + length + strspn(value + length, ":;, \n");
	return words_choose(site->words, site->priorities, g_strstrip(before), "priority", error);
}

static void
ask_for_priority(Doing *d, const char *name, const char *reason)
{
	const CaseFact *c = d->h->c;
	g_autofree char *wanted =
		*reason ? g_strdup_printf("%s: %s", name, reason) : g_strdup(name);
	if (!strcmp(c->priority, name)) {
		if (c->id)
			doing_tell(d, "The priority is %s already.", name);
		return;
	}
	doing_request(d, "Priority", c->priority, wanted);
	if (c->id && !*reason && !(d->h->text && *d->h->text))
		doing_tell(d, "It helps to know why: please say in a reply what you can't do "
			      "meanwhile, and since when.");
}

gboolean
do_priority(Doing *d, const char *value, GError **error)
{
	CaseFact *c = d->h->c;
	const Site *site = d->b->site;
	const char *reason = "";
	const char *name = d->h->actor_is_staff ? words_choose(site->words, site->priorities, value,
							       "priority", error)
						: split_reason(site, value, &reason, error);
	if (!name)
		return FALSE;
	if (d->h->actor_is_staff)
		classify(d, "priority", "Priority", &c->priority, name);
	else
		ask_for_priority(d, name, reason);
	return TRUE;
}

gboolean
do_severity(Doing *d, const char *value, GError **error)
{
	CaseFact *c = d->h->c;
	const Site *site = d->b->site;
	const char *name =
		words_mean(site->words, value, "none")
			? ""
			: words_choose(site->words, site->severities, value, "severity", error);
	if (!name)
		return FALSE;
	classify(d, "severity", "Severity", &c->severity, name);
	return TRUE;
}

/* Whether it is a change request follows from its type. */
static void
set_type(Doing *d, const CaseType *type)
{
	CaseFact *c = d->h->c;
	doing_change(d, "type", "Type", &c->type, type->name);
	if (c->is_change_request == type->is_change_request)
		return;
	c->is_change_request = type->is_change_request;
	Change *change = plan_change(d->b->plan, CHANGE_SET);
	change->name = g_strdup("change_request");
	change->value = g_strdup(type->is_change_request ? "yes" : "");
}

gboolean
do_type(Doing *d, const char *value, GError **error)
{
	const CaseType *type = type_named(d->b->site, d->b->site->types, value, error);
	if (!type)
		return FALSE;
	set_type(d, type);
	return TRUE;
}

/* The one called so, else the first. */
static const CaseType *
change_request_type(const Site *site)
{
	const CaseType *named = site_type(site, "change");
	if (named && named->is_change_request)
		return named;
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = site->types->pdata[i];
		if (type->is_change_request)
			return type;
	}
	return NULL;
}

gboolean
do_change(Doing *d, const char *value, GError **error)
{
	(void)value;
	const CaseType *type = change_request_type(d->b->site);
	if (!type)
		return error_perm(error, "no type of case here is a change request");
	if (d->h->c->is_change_request)
		doing_say(d, "The case is a change request already.");
	else
		set_type(d, type);
	return TRUE;
}

gboolean
do_title(Doing *d, const char *value, GError **error)
{
	g_autofree char *title = header_safe(value);
	glong chars = g_utf8_strlen(title, -1);
	if (!*title)
		return error_perm(error, "a title can't be empty");
	if (chars > LIMIT_TITLE_CHARS)
		return error_perm(error, "the title has %ld characters; %d are the most", chars,
				  LIMIT_TITLE_CHARS);
	doing_change(d, "title", "Title", &d->h->c->title, title);
	return TRUE;
}

/** How well a value names a person. */
typedef enum Fit { FIT_NONE, FIT_BEGINNING, FIT_NAME, FIT_ADDRESS } Fit;

static gboolean
is_local_part(const char *address, const char *value)
{
	gsize length = strlen(value);
	return !g_ascii_strncasecmp(address, value, length) && address[length] == '@';
}

/* A first name is how colleagues call each other. */
static Fit
fit_of(const PersonFact *person, const char *value)
{
	g_autofree char *name = text_name_key(person->name);
	g_autofree char *key = text_name_key(value);
	if (!g_ascii_strcasecmp(person->address, value))
		return FIT_ADDRESS;
	if (*key && !strcmp(name, key))
		return FIT_NAME;
	gboolean begins = g_utf8_strlen(key, -1) > 1 && g_str_has_prefix(name, key);
	return begins || is_local_part(person->address, value) ? FIT_BEGINNING : FIT_NONE;
}

static char *
shown(const PersonFact *person)
{
	return *person->name ? g_strdup_printf("%s (%s)", person->name, person->address)
			     : g_strdup(person->address);
}

/** Of the staff of the case's desk, whom a value may mean, best. */
typedef struct Colleagues {
	Fit fit;
	const PersonFact *one; /* NULL: several, or nobody */
	GPtrArray *meant;      /* char*, as people are shown them */
	GPtrArray *all;
} Colleagues;

static void
colleagues_clear(Colleagues *found)
{
	g_ptr_array_unref(found->meant);
	g_ptr_array_unref(found->all);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Colleagues, colleagues_clear)

static void
take_fitting(Colleagues *found, const PersonFact *person, Fit fit)
{
	g_ptr_array_add(found->all, shown(person));
	if (fit == FIT_NONE || fit < found->fit)
		return;
	if (fit > found->fit)
		g_ptr_array_set_size(found->meant, 0);
	g_ptr_array_add(found->meant, shown(person));
	found->one = found->meant->len == 1 ? person : NULL;
	found->fit = fit;
}

static Colleagues
find_staff(const Doing *d, const char *value)
{
	Colleagues found = {.meant = g_ptr_array_new_with_free_func(g_free),
			    .all = g_ptr_array_new_with_free_func(g_free)};
	for (guint i = 0; i < d->b->facts->staff->len; i++) {
		const PersonFact *person = d->b->facts->staff->pdata[i];
		if (!strcmp(person->desk, d->h->c->desk))
			take_fitting(&found, person, fit_of(person, value));
	}
	return found;
}

static gboolean
refuse_staff(const Doing *d, const char *value, const Colleagues *found, GError **error)
{
	g_autofree char *meant = choice_list(found->meant);
	g_autofree char *all = choice_list(found->all);
	if (found->meant->len > 1)
		return error_perm(error, "\"%s\" can mean several: %s; write the address", value,
				  meant);
	return error_perm(error, "\"%s\" is not on the staff of desk %s; choose one of: %s, none",
			  value, d->h->c->desk, all);
}

static gboolean
assign(Doing *d, const PersonFact *person)
{
	CaseFact *c = d->h->c;
	if (!doing_set(d, "assignee", "Assignee", &c->assignee_address,
		       person ? person->address : ""))
		return FALSE;
	plan_show_change(d->h, c->assignee_name, person ? person->name : "");
	c->assignee = person ? person->id : 0;
	text_put(&c->assignee_name, person ? person->name : "");
	return TRUE;
}

static void
assign_person(Doing *d, const PersonFact *person)
{
	if (!assign(d, person))
		doing_say_unchanged(d, "Assignee", person->address);
}

static gboolean
set_team(Doing *d, const char *team)
{
	return doing_set(d, "team", "Team", &d->h->c->team, team);
}

/* All of the team are told, for nobody of them has the case yet. */
static void
assign_team(Doing *d, const char *value)
{
	g_autofree char *team = g_utf8_strdown(value, -1);
	assign(d, NULL);
	if (set_team(d, team))
		d->h->requested = TRUE;
}

gboolean
do_assignee(Doing *d, const char *value, GError **error)
{
	if (words_mean(d->b->site->words, value, "none")) {
		gboolean had_team = set_team(d, "");
		if (!assign(d, NULL) && !had_team)
			doing_say_unchanged(d, "Assignee", "");
		return TRUE;
	}
	if (words_mean(d->b->site->words, value, "me"))
		return do_mine(d, "", error);
	const char *name = *value == '@' ? value + 1 : value;
	g_auto(Colleagues) found = find_staff(d, name);
	if (found.fit < FIT_NAME && plan_has_team(d->b, d->h->c->desk, name)) {
		assign_team(d, name);
		return TRUE;
	}
	if (!found.one)
		return refuse_staff(d, name, &found, error);
	assign_person(d, found.one);
	return TRUE;
}

gboolean
do_mine(Doing *d, const char *value, GError **error)
{
	(void)value;
	const GPtrArray *staff = d->b->facts->staff;
	for (guint i = 0; i < staff->len; i++) {
		const PersonFact *person = staff->pdata[i];
		if (person->id == d->h->actor_person && !strcmp(person->desk, d->h->c->desk)) {
			assign_person(d, person);
			return TRUE;
		}
	}
	return error_perm(error, "you are not on the staff of desk %s", d->h->c->desk);
}

gboolean
do_eta(Doing *d, const char *value, GError **error)
{
	const Facts *facts = d->b->facts;
	gboolean is_none = words_mean(d->b->site->words, value, "none");
	g_autofree char *english = words_in_english(d->b->site->words, value);
	When when = {0};
	if (!is_none && !when_read(english, facts->now_ms, facts->zone, &when, error))
		return FALSE;
	g_autofree char *eta = is_none ? g_strdup("") : when_canonical(&when);
	g_autofree char *spoken = is_none ? g_strdup("") : when_spoken(&when, facts->zone);
	if (doing_set(d, "eta", "ETA", &d->h->c->eta, eta))
		d->h->eta_changed = TRUE;
	else
		doing_say_unchanged(d, "ETA", spoken);
	return TRUE;
}
