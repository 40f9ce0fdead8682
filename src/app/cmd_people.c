/*
 * `org`, `person` and `partner`: the same four verbs over three kinds.
 */
#include "app/app.h"
#include "app/sets.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/people.h"

#include <string.h>

typedef struct Kind {
	const char *command;
	const char *what; /* what the name is */
	gboolean (*add)(Store *, const char *, const char *const *, GError **);
	gboolean (*set)(Store *, const char *, const char *const *, GError **);
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

/* A desk that the configuration lacks would have staff nobody ever tells. */
static gboolean
check_values(const Site *site, char **sets, GError **error)
{
	for (guint i = 0; sets[i]; i += 2) {
		if (!strcmp(sets[i], "alias") && !check_address(site, sets[i + 1], error))
			return FALSE;
		if (strcmp(sets[i], "desk") != 0)
			continue;
		g_auto(GStrv) names = g_strsplit(sets[i + 1], ",", -1);
		for (guint k = 0; names[k]; k++)
			if (*g_strstrip(names[k]) && !site_desk(site, names[k]))
				return error_perm(error,
						  "there is no desk \"%s\" in the "
						  "configuration",
						  names[k]);
	}
	return TRUE;
}

static int
print_list(App *app, const Kind *kind)
{
	GError *error = NULL;
	g_autoptr(Js) list = kind->list(app->store, &error);
	if (!list)
		return app_fail(error);
	if (app->json)
		app_print_js(list);
	else
		table_print(list, kind->columns);
	return 0;
}

static int
change(App *app, const Kind *kind, const char *verb, int argc, char **argv)
{
	GError *error = NULL;
	if (argc < 3)
		return app_usage(kind->command, "%s %s needs %s", kind->command, verb, kind->what);
	if (!strcmp(verb, "remove"))
		return kind->remove(app->store, argv[2], &error) ? 0 : app_fail(error);
	g_auto(GStrv) sets = sets_read(argv + 3, &error);
	if (!sets || !check_values(app->config->site, sets, &error))
		return app_fail(error);
	gboolean add = !strcmp(verb, "add");
	if (add && !check_address(app->config->site, argv[2], &error))
		return app_fail(error);
	const char *const *values = (const char *const *)sets;
	gboolean done = add ? kind->add(app->store, argv[2], values, &error)
			    : kind->set(app->store, argv[2], values, &error);
	return done ? 0 : app_fail(error);
}

static int
cmd_kind(App *app, const Kind *kind, int argc, char **argv)
{
	static const char *const verbs[] = {"add", "set", "remove", NULL};
	GError *error = NULL;
	const char *verb = argc > 1 ? argv[1] : "list";
	gboolean is_list = !strcmp(verb, "list");
	if (!is_list && !g_strv_contains(verbs, verb))
		return app_usage(kind->command, "%s can add, set, list and remove, not \"%s\"",
				 kind->command, verb);
	if (!app_need_store(app, &error))
		return app_fail(error);
	return is_list ? print_list(app, kind) : change(app, kind, verb, argc, argv);
}

int
cmd_org(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"name",    "domains",  "tier",
					      "sharing", "language", NULL};
	static const Kind kind = {
		"org", "the organisation's name", org_add, org_set, org_remove, org_list, columns};
	return cmd_kind(app, &kind, argc, argv);
}

int
cmd_person(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"address", "name",     "role", "org",
					      "desk",    "language", "zone", NULL};
	static const Kind kind = {"person",   "the person's address", add_person_now,
				  person_set, person_remove,          person_list,
				  columns};
	return cmd_kind(app, &kind, argc, argv);
}

int
cmd_partner(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"name", "address", NULL};
	static const Kind kind = {"partner",      "the partner's name", partner_add, partner_set,
				  partner_remove, partner_list,         columns};
	return cmd_kind(app, &kind, argc, argv);
}
