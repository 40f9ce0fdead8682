/*
 * `org`, `person` and `partner`: the same four actions over three kinds.
 */
#include "app/app.h"
#include "app/options.h"
#include "app/sets.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/people.h"

#include <string.h>

typedef gboolean (*PeopleChange)(Store *, const char *, const char *const *, GError **);

typedef struct Kind {
	const char *command;
	const char *what; /* what the name is */
	PeopleChange add;
	PeopleChange set;
	gboolean (*remove)(Store *, const char *, GError **);
	Js *(*list)(Store *, GError **);
	const char *const *columns;
} Kind;

static gboolean
add_person_now(Store *store, const char *address, const char *const *sets, GError **error)
{
	return person_add(store, address, sets, clock_now_ms(), error);
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

/* The desks of a list, spelt as the configuration has them: one that it lacks would have
 * staff nobody ever tells. */
static char *
desk_names(const Site *site, const char *list, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);
	g_auto(GStrv) names = g_strsplit(list, ",", -1);
	for (guint i = 0; names[i]; i++) {
		const Desk *desk = site_desk(site, g_strstrip(names[i]));
		if (*names[i] && !desk) {
			error_perm(error, "there is no desk \"%s\" in the configuration", names[i]);
			return NULL;
		}
		g_string_append_printf(known, "%s%s", i ? "," : "", desk ? desk->name : "");
	}
	return g_string_free(g_steal_pointer(&known), FALSE);
}

/* What only the configuration tells of the values. */
static gboolean
fit_values(const Site *site, char **sets, GError **error)
{
	for (guint i = 0; sets[i]; i += 2) {
		char **value = &sets[i + 1];
		if (!strcmp(sets[i], "alias") && !check_address(site, *value, error))
			return FALSE;
		if (strcmp(sets[i], "desk") != 0)
			continue;
		char *names = desk_names(site, *value, error);
		if (!names)
			return FALSE;
		g_free(*value);
		*value = names;
	}
	return TRUE;
}

static const char *const org_columns[] = {"name", "domains", "tier", "sharing", "language", NULL};
static const char *const person_columns[] = {"address", "name",     "role", "org",
					     "desk",    "language", "zone", NULL};
static const char *const partner_columns[] = {"name", "address", NULL};

static const Kind kinds[] = {
	{"org", "the organisation's name", org_add, org_set, org_remove, org_list, org_columns},
	{"person", "the person's address", add_person_now, person_set, person_remove, person_list,
	 person_columns},
	{"partner", "the partner's name", partner_add, partner_set, partner_remove, partner_list,
	 partner_columns},
};

static const Kind *
kind_of(const App *app)
{
	const Kind *kind = kinds;
	while (strcmp(kind->command, app->command->name) != 0)
		kind++;
	return kind;
}

static int
list_kind(App *app, int argc, char **argv)
{
	const Kind *kind = kind_of(app);
	GError *error = NULL;
	if (!options_take(app, NULL, 2, &argc, argv, &error))
		return app_wrong(app, error);
	g_autoptr(Js) list = kind->list(app->store, &error);
	return app_print_list(app, list, kind->columns, error);
}

/* Takes the words of an action about one of a kind; FALSE, and the exit status, if they are wrong.
 */
static gboolean
take_words(App *app, int max_words, int *argc, char **argv, int *status_out)
{
	GError *error = NULL;
	if (!options_take(app, NULL, max_words, argc, argv, &error))
		*status_out = app_wrong(app, error);
	else if (*argc < 3)
		*status_out =
			app_usage(app, "%s %s needs %s", argv[0], argv[1], kind_of(app)->what);
	else
		return TRUE;
	return FALSE;
}

static int
change(App *app, PeopleChange make, const char *name, char **values)
{
	GError *error = NULL;
	g_autofree char *safe_name = header_safe(name);
	/* Somebody may get several aliases at once. */
	g_auto(GStrv) sets = sets_read(values, "alias", &error);
	if (!sets || !fit_values(app->config->site, sets, &error) ||
	    !make(app->store, safe_name, (const char *const *)sets, &error))
		return app_fail(error);
	return 0;
}

static int
add_to_kind(App *app, int argc, char **argv)
{
	GError *error = NULL;
	int status;
	if (!take_words(app, G_MAXINT, &argc, argv, &status))
		return status;
	if (!check_address(app->config->site, argv[2], &error))
		return app_fail(error);
	return change(app, kind_of(app)->add, argv[2], argv + 3);
}

static int
set_in_kind(App *app, int argc, char **argv)
{
	int status;
	if (!take_words(app, G_MAXINT, &argc, argv, &status))
		return status;
	if (argc < 4)
		return app_usage(app, "say what to set, as KEY=VALUE");
	return change(app, kind_of(app)->set, argv[2], argv + 3);
}

static int
remove_from_kind(App *app, int argc, char **argv)
{
	GError *error = NULL;
	int status;
	if (!take_words(app, 3, &argc, argv, &status))
		return status;
	g_autofree char *name = header_safe(argv[2]);
	return kind_of(app)->remove(app->store, name, &error) ? 0 : app_fail(error);
}

#define ORG_KEYS "            name, domains=A,B, tier, sharing=on|off, language\n"
#define PERSON_KEYS                                                                                \
	"            name, role=customer|agency|staff|partner, org=NAME|none, desk=A,B,\n"         \
	"            alias, language, zone\n"
#define PARTNER_KEYS "            address=ADDRESS\n"

const Action org_actions[] = {
	{"list", "  org list [--json]\n", list_kind, NULL, KNOWS_JSON},
	{"add", "  org add NAME [KEY=VALUE...]\n" ORG_KEYS, add_to_kind, NULL, 0},
	{"set", "  org set NAME KEY=VALUE...\n" ORG_KEYS, set_in_kind, NULL, 0},
	{"remove", "  org remove NAME\n", remove_from_kind, NULL, 0},
	{NULL, NULL, NULL, NULL, 0},
};

const Action person_actions[] = {
	{"list", "  person list [--json]\n", list_kind, NULL, KNOWS_JSON},
	{"add", "  person add ADDRESS [KEY=VALUE...]\n" PERSON_KEYS, add_to_kind, NULL, 0},
	{"set", "  person set ADDRESS KEY=VALUE...\n" PERSON_KEYS, set_in_kind, NULL, 0},
	{"remove", "  person remove ADDRESS\n", remove_from_kind, NULL, 0},
	{NULL, NULL, NULL, NULL, 0},
};

const Action partner_actions[] = {
	{"list", "  partner list [--json]\n", list_kind, NULL, KNOWS_JSON},
	{"add", "  partner add NAME [KEY=VALUE...]\n" PARTNER_KEYS, add_to_kind, NULL, 0},
	{"set", "  partner set NAME KEY=VALUE...\n" PARTNER_KEYS, set_in_kind, NULL, 0},
	{"remove", "  partner remove NAME\n", remove_from_kind, NULL, 0},
	{NULL, NULL, NULL, NULL, 0},
};
