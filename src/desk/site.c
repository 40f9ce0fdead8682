/*
 * What a site has decided.  A new site is the desk most people want: the types and
 * limits below stand until casemate.conf says otherwise; the statuses are data that
 * app/ reads, and only the desks themselves have no default, for nobody else's
 * address can be guessed.
 */
#include "desk/site.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"
#include "desk/field.h"

#include <string.h>

/* The others are files; of a site without any, this one is left. */
#define BUILT_IN_TYPE "problem"

static const char *const default_priorities[] = {"Normal", "Low", "High", "Urgent", NULL};
static const char *const default_severities[] = {"Low", "Medium", "High", "Critical", NULL};
static const char *const default_emergencies[] = {"Declared", "Confirmed", "Work in progress",
						  "Resolved", "Withdrawn", NULL};

/* "support" gives "SUP": letters and digits alone, as case numbers stand in subjects. */
static char *
default_prefix(const char *name)
{
	GString *prefix = g_string_new(NULL);

	for (const char *c = name; *c && prefix->len < 3; c++)
		if (g_ascii_isalnum(*c))
			g_string_append_c(prefix, g_ascii_toupper(*c));
	if (prefix->len == 0)
		g_string_assign(prefix, "CASE");
	return g_string_free(prefix, FALSE);
}

Desk *
desk_new(const char *name, const char *address)
{
	Desk *desk = g_new0(Desk, 1);

	desk->name = g_strdup(name);
	desk->title = g_strdup(name);
	desk->address = g_strdup(address);
	desk->internal = g_strdup("");
	desk->weekly_report = TRUE;
	desk->prefix = default_prefix(name);
	desk->default_type = g_strdup(BUILT_IN_TYPE);
	desk->signature = g_strdup("");
	desk->language = g_strdup("");
	desk->language_place = g_strdup("");
	return desk;
}

Status *
status_new(const char *name, const char *meaning, WaitsFor waits_for, gboolean is_final)
{
	Status *status = g_new0(Status, 1);

	status->name = g_strdup(name);
	status->meaning = g_strdup(meaning);
	status->meaning_assigned = g_strdup("");
	status->waits_for = waits_for;
	status->is_final = is_final;
	status->verb = g_strdup("");
	status->answer_status = g_strdup("");
	status->silence_status = g_strdup("");
	return status;
}

CaseType *
case_type_new(const char *name, const char *title, gboolean is_change_request)
{
	CaseType *type = g_new0(CaseType, 1);

	type->name = g_strdup(name);
	type->title = g_strdup(title);
	type->titles = g_ptr_array_new_with_free_func(g_free);
	type->is_change_request = is_change_request;
	type->description = g_strdup("");
	type->fields = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
	type->desk = g_strdup("");
	type->priority = g_strdup("");
	type->first_status = g_strdup("");
	type->duration = g_strdup("");
	type->text = g_strdup("");
	return type;
}

static GPtrArray *
names_new(const char *const *names)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (gsize i = 0; names[i]; i++)
		g_ptr_array_add(list, g_strdup(names[i]));
	return list;
}

Site *
site_new(void)
{
	Site *site = g_new0(Site, 1);

	site->desks = g_ptr_array_new_with_free_func((GDestroyNotify)desk_free);
	site->statuses = g_ptr_array_new_with_free_func((GDestroyNotify)status_free);
	site->types = g_ptr_array_new_with_free_func((GDestroyNotify)case_type_free);
	g_ptr_array_add(site->types,
			case_type_new(BUILT_IN_TYPE, "Report a problem or incident", FALSE));
	site->priorities = names_new(default_priorities);
	site->severities = names_new(default_severities);
	site->emergencies = names_new(default_emergencies);
	site->own_lists = g_ptr_array_new_with_free_func(g_free);
	site->trackers = g_ptr_array_new_with_free_func((GDestroyNotify)tracker_free);
	site->levels = g_ptr_array_new_with_free_func((GDestroyNotify)level_free);
	site->authserv_id = g_strdup("");
	site->reopen_status = g_strdup("Reopen");
	site->released_status = g_strdup("");
	site->asking_status = g_strdup("");
	site->working_status = g_strdup("");
	site->basis = g_strdup("");
	site->resolved_emergency = g_strdup("");
	site->working_emergency = g_strdup("");
	site->withdrawn_emergency = g_strdup("");
	site->emergency_tiers = g_ptr_array_new_with_free_func(g_free);
	site->escalation_s[DUTY_ON_ROSTER] = 15 * 60;
	site->escalation_s[DUTY_LEAD] = 15 * 60;
	site->escalation_s[DUTY_STAFF] = 30 * 60;
	site->has_extensions = TRUE;
	site->separator = '+';
	site->receipts_per_hour = 3;
	site->receipts_per_day = 10;
	site->openings_per_hour = 20;
	site->openings_per_day = 60;
	site->answers_per_hour = 10;
	site->answers_per_day = 50;
	site->mention_days = 14;
	site->reopen_days = 30;
	site->rating_days = 14;
	site->rating_reminder_days = 7;
	site->unproven_receipts_per_hour = 200;
	site->free_mail = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	site->held_digest_minutes = 60;
	return site;
}

void
site_free(Site *site)
{
	if (site == NULL)
		return;
	g_ptr_array_unref(site->desks);
	g_ptr_array_unref(site->statuses);
	g_ptr_array_unref(site->types);
	g_ptr_array_unref(site->own_lists);
	g_ptr_array_unref(site->levels);
	g_ptr_array_unref(site->trackers);
	g_ptr_array_unref(site->priorities);
	g_ptr_array_unref(site->severities);
	g_ptr_array_unref(site->emergencies);
	g_free(site->authserv_id);
	g_free(site->reopen_status);
	g_free(site->released_status);
	g_free(site->asking_status);
	g_free(site->working_status);
	g_free(site->basis);
	g_free(site->resolved_emergency);
	g_free(site->working_emergency);
	g_free(site->withdrawn_emergency);
	g_ptr_array_unref(site->emergency_tiers);
	g_hash_table_unref(site->free_mail);
	g_free(site);
}

void
desk_free(Desk *desk)
{
	if (desk == NULL)
		return;
	g_free(desk->name);
	g_free(desk->title);
	g_free(desk->address);
	g_free(desk->internal);
	g_free(desk->prefix);
	g_free(desk->default_type);
	g_free(desk->signature);
	g_free(desk->language);
	g_free(desk->language_place);
	g_free(desk);
}

void
status_free(Status *status)
{
	if (status == NULL)
		return;
	g_free(status->name);
	g_free(status->meaning);
	g_free(status->meaning_assigned);
	g_free(status->verb);
	g_free(status->answer_status);
	g_free(status->silence_status);
	g_clear_pointer(&status->moves, g_ptr_array_unref);
	g_free(status);
}

void
case_type_free(CaseType *type)
{
	if (type == NULL)
		return;
	g_free(type->name);
	g_free(type->title);
	g_ptr_array_unref(type->titles);
	g_free(type->description);
	g_ptr_array_unref(type->fields);
	g_free(type->desk);
	g_free(type->priority);
	g_free(type->first_status);
	g_free(type->duration);
	g_free(type->text);
	g_free(type);
}

/* Local part and domain of an addr-spec, a quoted local part (RFC 5322 3.4.1) unquoted. */
static gboolean
address_split(const char *address, char **local_out, const char **domain_out)
{
	const char *at = strrchr(address, '@');
	g_autoptr(GString) local = g_string_new(NULL);
	gsize length;

	if (at == NULL || at == address || at[1] == '\0')
		return FALSE;
	length = (gsize)(at - address);
	if (length >= 2 && address[0] == '"' && at[-1] == '"') {
		for (gsize i = 1; i < length - 1; i++) {
			if (address[i] == '\\' && i + 1 < length - 1)
				i++;
			g_string_append_c(local, address[i]);
		}
	} else {
		g_string_append_len(local, address, (gssize)length);
	}
	*local_out = g_strdup(local->str);
	*domain_out = at + 1;
	return TRUE;
}

/* Domains compare without case, and a U-label equals its A-label (RFC 5890 2.3.2.1). */
static gboolean
same_domain(const char *a, const char *b)
{
	g_autofree char *a_ascii = NULL, *b_ascii = NULL;

	if (g_ascii_strcasecmp(a, b) == 0)
		return TRUE;
	a_ascii = g_hostname_to_ascii(a);
	b_ascii = g_hostname_to_ascii(b);
	return a_ascii && b_ascii && g_ascii_strcasecmp(a_ascii, b_ascii) == 0;
}

/* How the local part of a recipient belongs to that of one of our addresses: the extension
 * ("" if none), or NULL if it does not. */
static const char *
local_extension(const char *local, const char *ours, char separator)
{
	gsize length = strlen(ours);

	if (g_ascii_strncasecmp(local, ours, length) != 0)
		return NULL;
	if (local[length] == '\0')
		return local + length;
	return local[length] == separator ? local + length + 1 : NULL;
}

/* The best so far: of two addresses of ours the longer one wins, so that "help+emea@" may be
 * a desk beside "help@". */
typedef struct Best {
	const char *local;
	const char *domain;
	char separator;
	gsize length;
	DeskAddress found;
} Best;

static void
try_address(Best *best, const Desk *desk, const char *ours, gboolean is_internal)
{
	g_autofree char *local = NULL;
	const char *domain, *extension;

	if (!address_split(ours, &local, &domain) || strlen(local) < best->length ||
	    !same_domain(domain, best->domain))
		return;
	extension = local_extension(best->local, local, best->separator);
	if (extension == NULL || (best->found.desk && strlen(local) == best->length))
		return;
	best->length = strlen(local);
	g_free(best->found.extension);
	best->found = (DeskAddress){desk, is_internal, g_strdup(extension)};
}

gboolean
site_find_address(const Site *site, const char *address, DeskAddress *out)
{
	g_autofree char *local = NULL;
	Best best = {.separator = site->separator};

	if (!address_split(address, &local, &best.domain))
		return FALSE;
	best.local = local;
	for (guint i = 0; i < site->desks->len; i++) {
		const Desk *desk = g_ptr_array_index(site->desks, i);

		try_address(&best, desk, desk->address, FALSE);
		try_address(&best, desk, desk->internal, TRUE);
	}
	if (best.found.desk == NULL)
		return FALSE;
	*out = best.found;
	return TRUE;
}

char *
site_extended_address(const Site *site, const char *address, const char *extension)
{
	if (!site->has_extensions)
		return g_strdup(address);
	const char *at = strrchr(address, '@');
	gsize local = at ? (gsize)(at - address) : strlen(address);
	return g_strdup_printf("%.*s%c%s%s", (int)local, address, site->separator, extension,
			       at ? at : "");
}

void
desk_address_clear(DeskAddress *address)
{
	g_clear_pointer(&address->extension, g_free);
	address->desk = NULL;
}

const Desk *
site_desk(const Site *site, const char *name)
{
	for (guint i = 0; i < site->desks->len; i++) {
		const Desk *desk = g_ptr_array_index(site->desks, i);

		if (text_same_name(desk->name, name))
			return desk;
	}
	return NULL;
}

const Status *
site_status(const Site *site, const char *name)
{
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = g_ptr_array_index(site->statuses, i);

		if (text_same_name(status->name, name))
			return status;
	}
	return NULL;
}

GPtrArray *
site_status_names(const Site *site)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = g_ptr_array_index(site->statuses, i);

		g_ptr_array_add(names, status->name);
	}
	return names;
}

gboolean
site_no_status(const Site *site, const char *name, GError **error)
{
	g_autoptr(GPtrArray) names = site_status_names(site);
	g_autofree char *list = choice_list(names);

	return error_perm(error, "\"%s\" is no status here; the statuses are: %s", name, list);
}

gboolean
site_may_move(const Site *site, const char *from, const char *to, GError **error)
{
	const Status *status = site_status(site, from);
	if (!status || !status->moves || text_same_name(from, to))
		return TRUE;
	if (site_name_in(status->moves, to))
		return TRUE;
	g_autofree char *list = choice_list(status->moves);
	return error_perm(error, "\"%s\" can't follow \"%s\" here; what can is: %s", to,
			  status->name, list);
}

const Status *
site_status_of_verb(const Site *site, const char *verb)
{
	const char *english = site_status(site, verb) ? verb : words_status(site->words, verb);
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		if (*status->verb && text_same_name(status->verb, english))
			return status;
	}
	return site_status(site, english);
}

const Status *
site_done_status(const Site *site)
{
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		if (status->is_final)
			return status;
	}
	return NULL;
}

const Status *
site_reopened_status(const Site *site)
{
	const Status *status = *site->reopen_status ? site_status(site, site->reopen_status) : NULL;
	return status ? status : site->statuses->pdata[0];
}

gboolean
case_type_is_titled(const CaseType *type, const char *title)
{
	return text_same_name(type->title, title) || site_name_in(type->titles, title);
}

const CaseType *
site_type(const Site *site, const char *name)
{
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = g_ptr_array_index(site->types, i);

		if (text_same_name(type->name, name))
			return type;
	}
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = g_ptr_array_index(site->types, i);

		if (case_type_is_titled(type, name))
			return type;
	}
	return NULL;
}

const char *
site_name_in(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (text_same_name(g_ptr_array_index(names, i), name))
			return g_ptr_array_index(names, i);
	return NULL;
}

char *
site_closed_statuses(const Site *site)
{
	GString *out = g_string_new("|");
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		if (status->is_final)
			g_string_append_printf(out, "%s|", status->name);
	}
	return g_string_free(out, FALSE);
}

const Level *
site_level(const Site *site, const char *tier)
{
	const Level *any = NULL;
	for (guint i = 0; i < site->levels->len; i++) {
		const Level *level = site->levels->pdata[i];
		if (!*level->tier)
			any = level;
		else if (text_same_name(level->tier, tier))
			return level;
	}
	return any;
}

gboolean
site_is_free_mail(const Site *site, const char *domain)
{
	g_autofree char *lower = g_utf8_strdown(domain, -1);
	return g_hash_table_contains(site->free_mail, lower);
}

const char *
address_domain(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : "";
}

const char *
desk_domain(const Desk *desk)
{
	return address_domain(desk->address);
}

const Status *
site_released_status(const Site *site)
{
	const char *name = site->released_status;
	return site_status(site, *name ? name : "Feedback waiting");
}

const Status *
site_asking_status(const Site *site)
{
	const char *name = *site->asking_status ? site->asking_status : "Information needed";
	const Status *named = site_status(site, name);
	for (guint i = 0; !named && i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		if (status->waits_for == WAITS_FOR_CUSTOMER && !status->is_final)
			named = status;
	}
	return named;
}

const Status *
site_working_status(const Site *site)
{
	const char *name = *site->working_status ? site->working_status : "Work in progress";
	const Status *status = site_status(site, name);
	return status ? status : site->statuses->pdata[0];
}

G_STATIC_ASSERT((guint)ROLE_STAFF << 1 == FIELD_ROLES);

/* Singular as in configuration, plural as people read it. */
static const struct {
	const char *name;
	const char *plural;
	RoleBit role;
} roles[] = {
	{"customer", "customers", ROLE_CUSTOMER},
	{"agency", "agencies", ROLE_AGENCY},
	{"partner", "partners", ROLE_PARTNER},
	{"staff", "staff", ROLE_STAFF},
};

guint
role_find(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		if (!g_ascii_strcasecmp(roles[i].name, name))
			return roles[i].role;
	return 0;
}

char *
role_names(guint bits)
{
	const char *of[G_N_ELEMENTS(roles)] = {0};
	guint count = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		if (bits & roles[i].role)
			of[count++] = roles[i].plural;
	GString *names = g_string_new(NULL);
	for (guint i = 0; i < count; i++)
		g_string_append_printf(names, "%s%s",
				       i == 0           ? ""
				       : i + 1 == count ? " and "
							: ", ",
				       of[i]);
	return g_string_free(names, FALSE);
}

const char *
site_resolved_emergency(const Site *site)
{
	const char *name = site->resolved_emergency;
	return site_name_in(site->emergencies, *name ? name : "Resolved");
}

gboolean
site_emergency_goes_on(const Site *site, const char *name)
{
	const char *resolved = site_resolved_emergency(site);
	for (guint i = 0; i < site->emergencies->len; i++) {
		const char *status = site->emergencies->pdata[i];
		if (status == resolved)
			return FALSE;
		if (text_same_name(status, name))
			return TRUE;
	}
	return FALSE;
}
