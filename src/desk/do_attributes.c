/*
 * Verbs that set what a case is: title, type, priority, severity, assignee, ETA, emergency,
 * status.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

gboolean
do_status(Doing *d, const char *value, GError **error)
{
	const Status *status = site_status(d->b->site, value);
	if (!status)
		return site_no_status(d->b->site, value, error);
	if (doing_set(d, "status", "Status", &d->h->c->status, status->name))
		d->h->status_changed = TRUE;
	return TRUE;
}

static gboolean
set_name(Doing *d, const char *attribute, const char *label, char **field, const GPtrArray *names,
	 const char *value, GError **error)
{
	const char *canonical = site_name_in(names, value);
	if (!canonical) {
		g_autofree char *list = doing_list(names);
		return error_perm(error, "\"%s\" is no %s here; choose one of: %s", value,
				  attribute, list);
	}
	doing_set(d, attribute, label, field, canonical);
	return TRUE;
}

gboolean
do_priority(Doing *d, const char *value, GError **error)
{
	return set_name(d, "priority", "Priority", &d->h->c->priority, d->b->site->priorities,
			value, error);
}

gboolean
do_severity(Doing *d, const char *value, GError **error)
{
	if (!g_ascii_strcasecmp(value, "none")) {
		doing_set(d, "severity", "Severity", &d->h->c->severity, "");
		return TRUE;
	}
	return set_name(d, "severity", "Severity", &d->h->c->severity, d->b->site->severities,
			value, error);
}

gboolean
do_emergency(Doing *d, const char *value, GError **error)
{
	g_autofree char *before = g_strdup(d->h->c->emergency);
	if (!set_name(d, "emergency", "Emergency", &d->h->c->emergency, d->b->site->emergencies,
		      value, error))
		return FALSE;
	d->h->emergency_changed = strcmp(before, d->h->c->emergency) != 0;
	return TRUE;
}

gboolean
do_type(Doing *d, const char *value, GError **error)
{
	const CaseType *type = site_type(d->b->site, value);
	if (!type) {
		g_autoptr(GPtrArray) names = g_ptr_array_new();
		for (guint i = 0; i < d->b->site->types->len; i++) {
			const CaseType *known = d->b->site->types->pdata[i];
			g_ptr_array_add(names, known->name);
		}
		g_autofree char *list = doing_list(names);
		return error_perm(error, "\"%s\" is no type here; the types are: %s", value, list);
	}
	doing_set(d, "type", "Type", &d->h->c->type, type->name);
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
	doing_set(d, "title", "Title", &d->h->c->title, title);
	return TRUE;
}

/* Of the staff of the case's desk: by address or by a name that is one person's alone. */
static const PersonFact *
find_staff(const Doing *d, const char *value, GPtrArray *addresses)
{
	const PersonFact *found = NULL;
	guint named = 0;
	for (guint i = 0; i < d->b->facts->staff->len; i++) {
		const PersonFact *person = d->b->facts->staff->pdata[i];
		if (strcmp(person->desk, d->h->c->desk) != 0)
			continue;
		g_ptr_array_add(addresses, person->address);
		if (!g_ascii_strcasecmp(person->address, value))
			return person;
		if (text_same_name(person->name, value)) {
			found = person;
			named++;
		}
	}
	return named == 1 ? found : NULL;
}

static void
assign(Doing *d, const PersonFact *person)
{
	CaseFact *c = d->h->c;
	if (!doing_set(d, "assignee", "Assignee", &c->assignee_address,
		       person ? person->address : ""))
		return;
	c->assignee = person ? person->id : 0;
	g_free(c->assignee_name);
	c->assignee_name = g_strdup(person ? person->name : "");
}

gboolean
do_assignee(Doing *d, const char *value, GError **error)
{
	if (!g_ascii_strcasecmp(value, "none")) {
		assign(d, NULL);
		return TRUE;
	}
	if (!g_ascii_strcasecmp(value, "me"))
		return do_mine(d, "", error);
	g_autoptr(GPtrArray) addresses = g_ptr_array_new();
	const PersonFact *person = find_staff(d, value, addresses);
	g_autofree char *list = doing_list(addresses);
	if (!person)
		return error_perm(error,
				  "\"%s\" is not on the staff of desk %s; choose one of: %s, none",
				  value, d->h->c->desk, list);
	assign(d, person);
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
			assign(d, person);
			return TRUE;
		}
	}
	return error_perm(error, "you are not on the staff of desk %s", d->h->c->desk);
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

gboolean
do_eta(Doing *d, const char *value, GError **error)
{
	g_autofree char *eta = eta_canonical(value, d->b->facts->now_ms, error);
	if (!eta)
		return FALSE;
	if (doing_set(d, "eta", "ETA", &d->h->c->eta, eta))
		d->h->eta_changed = TRUE;
	return TRUE;
}
