/*
 * The three kinds of `org`, `person` and `partner`, and the values that the store can't judge
 * because only the configuration knows.
 */
#include "app/people.h"

#include "app/options.h"
#include "app/partner_fit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/people.h"

#include <string.h>

static gboolean
add_org(App *app, const char *name, const char *const *sets, GError **error)
{
	return org_add(app->store, name, sets, error);
}

static gboolean
change_org(App *app, const char *name, const char *const *sets, GError **error)
{
	return org_set(app->store, name, sets, error);
}

static gboolean
add_person(App *app, const char *address, const char *const *sets, GError **error)
{
	gboolean is_free = site_is_free_mail(app->config->site, address_domain(address));
	return person_add(app->store, address, sets, !is_free, clock_now_ms(), error);
}

static gboolean
change_person(App *app, const char *address, const char *const *sets, GError **error)
{
	return person_set(app->store, address, sets, error);
}

static gboolean
add_partner(App *app, const char *name, const char *const *sets, GError **error)
{
	g_auto(GStrv) fit = partner_fit(app, sets, error);
	return fit && partner_add(app->store, name, (const char *const *)fit, error);
}

static gboolean
change_partner(App *app, const char *name, const char *const *sets, GError **error)
{
	g_auto(GStrv) fit = partner_fit(app, sets, error);
	return fit && partner_set(app->store, name, (const char *const *)fit, error);
}

static const char *const org_columns[] = {"name",      "domains", "tier", "sharing", "languages",
					  "followers", "members", "zone", NULL};
static const char *const person_columns[] = {"address", "name",     "role", "org",
					     "desk",    "language", "zone", NULL};
static const char *const partner_columns[] = {"name", "address", "active", "cases",
					      "url",  "off",     NULL};

static const Kind kinds[] = {
	{"org", "the organisation's name", "name", add_org, change_org, org_check_names, org_find,
	 org_remove, org_list, org_columns},
	{"person", "the person's address", "address", add_person, change_person, person_check_names,
	 person_find, person_remove, person_list, person_columns},
	{"partner", "the partner's name", "name", add_partner, change_partner, NULL, NULL,
	 partner_remove, partner_list, partner_columns},
};

const Kind *
people_kind(const App *app)
{
	const Kind *kind = kinds;
	while (strcmp(kind->command, app->command->name) != 0)
		kind++;
	return kind;
}

/* Notices to a desk's own address would come back as mail. */
static gboolean
check_address(const Site *site, const char *address, GError **error)
{
	DeskAddress ours = {0};
	if (!site_find_address(site, address, &ours))
		return TRUE;
	const char *desk = ours.desk->name;
	desk_address_clear(&ours);
	return error_perm(error, "%s is an address of desk %s, and nobody's own", address, desk);
}

/* The piece of a list as it shall be kept; NULL with a sentence. */
typedef char *(*PieceFit)(const Site *site, const char *piece, GError **error);

static char *
fit_address(const Site *site, const char *piece, GError **error)
{
	return check_address(site, piece, error) ? g_strdup(piece) : NULL;
}

/* A desk that the configuration lacks would have staff nobody ever tells. What follows a colon
 * is a place in its roster. */
static char *
fit_desk(const Site *site, const char *piece, GError **error)
{
	gsize length = strcspn(piece, ":");
	g_autofree char *name = g_strndup(piece, length);
	const Desk *desk = site_desk(site, name);
	if (desk)
		return g_strconcat(desk->name, piece + length, NULL);
	error_perm(error, "there is no desk \"%s\" in the configuration", name);
	return NULL;
}

static char *
fit_domain(const Site *site, const char *piece, GError **error)
{
	const char *domain = piece + (*piece == '@');
	if (!site_is_free_mail(site, domain))
		return g_strdup(piece);
	error_perm(error,
		   "at %s anybody may have an address, so nobody belongs to an organisation by "
		   "it; add its people one by one, with \"casemate person add ADDRESS org=NAME\"",
		   domain);
	return NULL;
}

static gboolean
fit_list(const Site *site, PieceFit fit, char **list, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);
	g_auto(GStrv) pieces = g_strsplit(*list, ",", -1);
	for (guint i = 0; pieces[i]; i++) {
		const char *piece = g_strstrip(pieces[i]);
		g_autofree char *made = *piece ? fit(site, piece, error) : g_strdup("");
		if (!made)
			return FALSE;
		g_string_append_printf(known, "%s%s", i ? "," : "", made);
	}
	text_put(list, known->str);
	return TRUE;
}

gboolean
people_fit(const App *app, const char *name, char **sets, GError **error)
{
	static const struct {
		const char *name;
		PieceFit fit;
	} table[] = {
		{"alias", fit_address},  {"address", fit_address}, {"desk", fit_desk},
		{"lead", fit_desk},      {"raw", fit_desk},        {"duty", fit_desk},
		{"domains", fit_domain},
	};
	const Site *site = app->config->site;
	if (!check_address(site, name, error))
		return FALSE;
	for (guint i = 0; sets[i]; i += 2)
		for (guint k = 0; k < G_N_ELEMENTS(table); k++)
			if (!strcmp(sets[i], table[k].name) &&
			    !fit_list(site, table[k].fit, &sets[i + 1], error))
				return FALSE;
	return TRUE;
}

gboolean
people_take_words(App *app, const Option *known, int max_words, int *argc, char **argv,
		  int *status_out)
{
	GError *error = NULL;
	if (!options_take(app, known, max_words, argc, argv, &error))
		*status_out = app_wrong(app, error);
	else if (*argc < 3)
		*status_out =
			app_usage(app, "%s %s needs %s", argv[0], argv[1],
				  !strcmp(argv[1], "import") ? "a file, or - for standard input"
							     : people_kind(app)->what);
	else
		return TRUE;
	return FALSE;
}

gboolean
people_take_welcome(App *app, int max_words, int *argc, char **argv, Welcome *welcome_out,
		    int *status_out)
{
	gboolean now = FALSE, never = FALSE;
	const Option known[] = {
		{"--welcome", NULL, &now}, {"--no-welcome", NULL, &never}, {NULL, NULL, NULL}};
	gboolean is_import = !strcmp(argv[1], "import");
	gboolean knows = !strcmp(argv[0], "person") || (!strcmp(argv[0], "org") && !is_import);
	if (!people_take_words(app, knows ? known : NULL, max_words, argc, argv, status_out))
		return FALSE;
	*welcome_out = now ? WELCOME_NOW : never ? WELCOME_NEVER : WELCOME_BY_DEFAULT;
	if (!now || !never)
		return TRUE;
	*status_out = app_usage(app, "it is either --welcome or --no-welcome");
	return FALSE;
}
