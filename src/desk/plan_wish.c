/*
 * What follows from a wish: somebody with standing asks for changes of a case.
 * The command line comes this way, and so will every command in a mail.
 */
#include "desk/plan_build.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

typedef struct Wishing {
	Builder b;
	Happening *h;
} Wishing;

static void
replace(char **field, const char *value)
{
	g_free(*field);
	*field = g_strdup(value);
}

static char *
names_of(const GPtrArray *names)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
	return g_string_free(list, FALSE);
}

/* Sets a text attribute if it differs; TRUE if it did. */
static gboolean
change_text(Wishing *w, const char *attribute, const char *label, char **field, const char *value)
{
	if (!strcmp(*field, value))
		return FALSE;
	plan_set(&w->b, w->h, attribute, label, *field, value);
	replace(field, value);
	return TRUE;
}

static gboolean
wish_status(Wishing *w, const char *value, GError **error)
{
	const Status *status = site_status(w->b.site, value);
	if (!status)
		return site_no_status(w->b.site, value, error);
	if (change_text(w, "status", "Status", &w->h->c->status, status->name))
		w->h->status_changed = TRUE;
	return TRUE;
}

static gboolean
wish_name(Wishing *w, const char *attribute, const char *label, char **field,
	  const GPtrArray *names, const char *value, GError **error)
{
	const char *canonical = site_name_in(names, value);
	if (!canonical) {
		g_autofree char *list = names_of(names);
		return error_perm(error, "\"%s\" is no %s here; choose one of: %s", value,
				  attribute, list);
	}
	change_text(w, attribute, label, field, canonical);
	return TRUE;
}

static gboolean
wish_priority(Wishing *w, const char *value, GError **error)
{
	return wish_name(w, "priority", "Priority", &w->h->c->priority, w->b.site->priorities,
			 value, error);
}

static gboolean
wish_severity(Wishing *w, const char *value, GError **error)
{
	if (!g_ascii_strcasecmp(value, "none")) {
		change_text(w, "severity", "Severity", &w->h->c->severity, "");
		return TRUE;
	}
	return wish_name(w, "severity", "Severity", &w->h->c->severity, w->b.site->severities,
			 value, error);
}

static gboolean
wish_emergency(Wishing *w, const char *value, GError **error)
{
	g_autofree char *before = g_strdup(w->h->c->emergency);
	if (!wish_name(w, "emergency", "Emergency", &w->h->c->emergency, w->b.site->emergencies,
		       value, error))
		return FALSE;
	w->h->emergency_changed = strcmp(before, w->h->c->emergency) != 0;
	return TRUE;
}

static gboolean
wish_type(Wishing *w, const char *value, GError **error)
{
	const CaseType *type = site_type(w->b.site, value);
	if (!type) {
		g_autoptr(GPtrArray) names = g_ptr_array_new();
		for (guint i = 0; i < w->b.site->types->len; i++) {
			const CaseType *known = w->b.site->types->pdata[i];
			g_ptr_array_add(names, known->name);
		}
		g_autofree char *list = names_of(names);
		return error_perm(error, "\"%s\" is no type here; the types are: %s", value, list);
	}
	change_text(w, "type", "Type", &w->h->c->type, type->name);
	return TRUE;
}

static gboolean
wish_title(Wishing *w, const char *value, GError **error)
{
	g_autofree char *title = header_safe(value);
	glong chars = g_utf8_strlen(title, -1);
	if (!*title)
		return error_perm(error, "a title can't be empty");
	if (chars > LIMIT_TITLE_CHARS)
		return error_perm(error, "the title has %ld characters; %d are the most", chars,
				  LIMIT_TITLE_CHARS);
	change_text(w, "title", "Title", &w->h->c->title, title);
	return TRUE;
}

static gboolean
wish_assignee(Wishing *w, const char *value, GError **error)
{
	CaseFact *c = w->h->c;
	const PersonFact *found = NULL;
	if (g_ascii_strcasecmp(value, "none") != 0) {
		g_autoptr(GPtrArray) names = g_ptr_array_new();
		for (guint i = 0; i < w->b.facts->staff->len; i++) {
			const PersonFact *person = w->b.facts->staff->pdata[i];
			if (strcmp(person->desk, c->desk) != 0)
				continue;
			g_ptr_array_add(names, person->address);
			if (!g_ascii_strcasecmp(person->address, value) ||
			    text_same_name(person->name, value))
				found = person;
		}
		g_autofree char *list = names_of(names);
		if (!found)
			return error_perm(error,
					  "\"%s\" is not on the staff of desk %s; choose one of: "
					  "%s, none",
					  value, c->desk, list);
	}
	g_autofree char *before = g_strdup(c->assignee_address);
	c->assignee = found ? found->id : 0;
	replace(&c->assignee_name, found ? found->name : "");
	replace(&c->assignee_address, before);
	change_text(w, "assignee", "Assignee", &c->assignee_address, found ? found->address : "");
	return TRUE;
}

/* Whether the text is built like the model, where 9 stands for any digit. */
static gboolean
has_shape(const char *text, const char *model)
{
	for (; *model; text++, model++)
		if (*model == '9' ? !g_ascii_isdigit(*text) : *text != *model)
			return FALSE;
	return *text == '\0';
}

/* A day, "2026-12-01", or a minute in UTC, "2026-12-01 14:00"; NULL if it is neither. */
static GDateTime *
eta_read(const char *value, gboolean *is_day_out)
{
	static const char *const minutes[] = {"9999-99-99 99:99", "9999-99-99T99:99",
					      "9999-99-99 99:99 UTC", "9999-99-99T99:99Z"};
	gboolean is_minute = FALSE;
	*is_day_out = has_shape(value, "9999-99-99");
	for (guint i = 0; i < G_N_ELEMENTS(minutes); i++)
		is_minute = is_minute || has_shape(value, minutes[i]);
	if (!*is_day_out && !is_minute)
		return NULL;
	g_autofree char *full = *is_day_out ? g_strdup_printf("%sT23:59:00Z", value)
					    : g_strdup_printf("%.10sT%.5s:00Z", value, value + 11);
	return g_date_time_new_from_iso8601(full, NULL);
}

/* The canonical form of subjects; "" for none. */
static char *
eta_canonical(const char *value, gint64 now_ms, GError **error)
{
	gboolean is_day = FALSE;
	if (!g_ascii_strcasecmp(value, "none"))
		return g_strdup("");
	g_autoptr(GDateTime) when = eta_read(value, &is_day);
	if (!when) {
		error_perm(
			error,
			"\"%s\" is no date; write 2026-12-01, \"2026-12-01 14:00\" (UTC) or none",
			value);
		return NULL;
	}
	if (g_date_time_to_unix(when) * 1000 < now_ms) {
		error_perm(error, "the ETA \"%s\" lies in the past; give a later one, or none",
			   value);
		return NULL;
	}
	if (is_day)
		return g_strdup(value);
	return g_strdup_printf("%.10s %.5s UTC", value, value + 11);
}

static gboolean
wish_eta(Wishing *w, const char *value, GError **error)
{
	g_autofree char *eta = eta_canonical(value, w->b.facts->now_ms, error);
	if (!eta)
		return FALSE;
	if (change_text(w, "eta", "ETA", &w->h->c->eta, eta))
		w->h->eta_changed = TRUE;
	return TRUE;
}

/* In the order of effect: attributes first, the status last. */
static const struct {
	const char *name;
	gboolean (*apply)(Wishing *w, const char *value, GError **error);
} attributes[] = {
	{"title", wish_title},         {"type", wish_type},         {"priority", wish_priority},
	{"severity", wish_severity},   {"assignee", wish_assignee}, {"eta", wish_eta},
	{"emergency", wish_emergency}, {"status", wish_status},
};

static gboolean
is_attribute(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (!strcmp(attributes[i].name, name))
			return TRUE;
	return FALSE;
}

static gboolean
check_names(const char *const *sets, GError **error)
{
	for (guint i = 0; sets && sets[i]; i += 2)
		if (!is_attribute(sets[i])) {
			g_autoptr(GPtrArray) names = g_ptr_array_new();
			for (guint k = 0; k < G_N_ELEMENTS(attributes); k++)
				g_ptr_array_add(names, unconst(attributes[k].name));
			g_autofree char *list = names_of(names);
			return error_perm(error, "a case has no \"%s\"; what can be set is: %s",
					  sets[i], list);
		}
	return TRUE;
}

static gboolean
apply_sets(Wishing *w, const char *const *sets, GError **error)
{
	for (guint k = 0; k < G_N_ELEMENTS(attributes); k++)
		for (guint i = 0; sets && sets[i]; i += 2)
			if (!strcmp(sets[i], attributes[k].name) &&
			    !attributes[k].apply(w, sets[i + 1], error))
				return FALSE;
	return TRUE;
}

static void
apply_text(Wishing *w, const Wish *wish)
{
	const char *text = wish->comment ? wish->comment : wish->note;
	if (!text)
		return;
	w->h->commented = TRUE;
	w->h->is_note = wish->comment == NULL;
	w->h->text = text;
	plan_add_entry(w->b.plan, entry_new(wish->comment ? "comment" : "note", wish->actor,
					    wish->actor_name, "staff", TRUE, text));
}

Plan *
plan_for_wish(const Wish *wish, const Facts *facts, const Site *site, GError **error)
{
	const CaseFact *c = facts->cases->pdata[0];
	const Desk *desk = site_desk(site, c->desk);
	g_autoptr(Plan) plan = plan_new();
	if (!desk) {
		error_perm(error, "case %s belongs to desk \"%s\", which the configuration lacks",
			   c->number, c->desk);
		return NULL;
	}
	g_autoptr(Happening) h = happening_new(case_fact_copy(c));
	Wishing w = {{.plan = plan, .facts = facts, .site = site, .desk = desk}, h};
	plan->case_id = c->id;
	replace(&plan->case_number, c->number);
	h->actor = wish->actor;
	h->actor_name = *wish->actor_name ? wish->actor_name : desk->title;
	h->actor_proven = TRUE;
	h->actor_is_staff = TRUE;
	apply_text(&w, wish);
	if (!check_names(wish->sets, error) || !apply_sets(&w, wish->sets, error))
		return NULL;
	plan_notify(&w.b, h);
	return g_steal_pointer(&plan);
}
