/*
 * `org`, `person` and `partner`: the same actions over three kinds.
 */
#include "app/options.h"
#include "app/people.h"
#include "app/sets.h"
#include "base/error.h"
#include "base/text.h"

#include <string.h>

static int
list_kind(App *app, int argc, char **argv)
{
	const Kind *kind = people_kind(app);
	GError *error = NULL;
	if (!options_take(app, NULL, 2, &argc, argv, &error))
		return app_wrong(app, error);
	g_autoptr(Js) list = kind->list(app->store, &error);
	return app_print_list(app, list, kind->columns, error);
}

static const char *
value_of(const char *const *sets, const char *name)
{
	for (; *sets; sets += 2)
		if (!strcmp(*sets, name))
			return sets[1];
	return NULL;
}

/* In a transaction. What else there is to do, members to be welcomed, goes in the next ones. */
static gboolean
change(App *app, PeopleChange make, const char *name, const char *const *sets, Welcome welcome,
       GError **error)
{
	const Kind *kind = people_kind(app);
	gboolean more = FALSE, is_new_member = make == kind->add || value_of(sets, "org");
	const char *new_name = strcmp(kind->key, "name") ? NULL : value_of(sets, "name");
	do {
		if (!store_begin(app->store, error))
			return FALSE;
		if ((make && !make(app, name, sets, error)) ||
		    !people_welcome(app, kind, new_name ? new_name : name, welcome, is_new_member,
				    &more, error)) {
			store_rollback(app->store);
			return FALSE;
		}
		if (!store_commit(app->store, error))
			return FALSE;
		make = NULL;
	} while (more);
	return TRUE;
}

static int
change_in_kind(App *app, PeopleChange make, const char *name, char **values, Welcome welcome)
{
	GError *error = NULL;
	g_autofree char *safe_name = header_safe(name);
	/* Somebody may get several aliases at once. */
	g_auto(GStrv) sets = sets_read(values, "alias", &error);
	if (!sets || !people_fit(app, safe_name, sets, &error) ||
	    !app_need_templates(app, &error) ||
	    !change(app, make, safe_name, (const char *const *)sets, welcome, &error))
		return app_fail(error);
	return 0;
}

static int
add_to_kind(App *app, int argc, char **argv)
{
	Welcome welcome;
	int status;
	if (!people_take_welcome(app, G_MAXINT, &argc, argv, &welcome, &status))
		return status;
	return change_in_kind(app, people_kind(app)->add, argv[2], argv + 3, welcome);
}

static int
set_in_kind(App *app, int argc, char **argv)
{
	Welcome welcome;
	int status;
	if (!people_take_welcome(app, G_MAXINT, &argc, argv, &welcome, &status))
		return status;
	if (argc < 4 && welcome == WELCOME_BY_DEFAULT)
		return app_usage(app, "say what to set, as KEY=VALUE");
	return change_in_kind(app, people_kind(app)->set, argv[2], argv + 3, welcome);
}

static gboolean
remove_one(App *app, const char *name, GError **error)
{
	if (!store_begin(app->store, error))
		return FALSE;
	if (people_kind(app)->remove(app->store, name, error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

static int
remove_from_kind(App *app, int argc, char **argv)
{
	GError *error = NULL;
	int status;
	if (!people_take_words(app, NULL, 3, &argc, argv, &status))
		return status;
	g_autofree char *name = header_safe(argv[2]);
	return remove_one(app, name, &error) ? 0 : app_fail(error);
}

#define ORG_KEYS                                                                                   \
	"            name, domains=A,B, languages=A,B, tier, sharing=on|off, followers=A,B,\n"     \
	"            zone\n"
#define PERSON_KEYS                                                                                \
	"            name, role=customer|agency|staff|partner, org=NAME|none, address,\n"          \
	"            alias=A,-B, teams=A,B, desk=A,B, lead=A,B, raw=A,B, duty=A:1,B:2,\n"          \
	"            language, zone\n"
#define PARTNER_KEYS                                                                               \
	"            address=ADDRESS, active=on|off, url=URL|none, secret-file=PATH,\n"            \
	"            ca-file=PATH|none, events=A,B|all, connect-timeout=SECONDS,\n"                \
	"            answer-timeout=SECONDS\n"

const Action org_actions[] = {
	{"list", "  org list [--json]\n", list_kind, NULL, KNOWS_JSON},
	{"add", "  org add NAME [KEY=VALUE...] [--welcome | --no-welcome]\n" ORG_KEYS, add_to_kind,
	 NULL, 0},
	{"set", "  org set NAME [KEY=VALUE...] [--welcome | --no-welcome]\n" ORG_KEYS, set_in_kind,
	 NULL, 0},
	{"import", "  org import FILE.csv|-\n", people_import, NULL, 0},
	{"remove", "  org remove NAME\n", remove_from_kind, NULL, 0},
	{NULL, NULL, NULL, NULL, 0},
};

const Action person_actions[] = {
	{"list", "  person list [--json]\n", list_kind, NULL, KNOWS_JSON},
	{"add", "  person add ADDRESS [KEY=VALUE...] [--welcome | --no-welcome]\n" PERSON_KEYS,
	 add_to_kind, NULL, 0},
	{"set", "  person set ADDRESS [KEY=VALUE...] [--welcome | --no-welcome]\n" PERSON_KEYS,
	 set_in_kind, NULL, 0},
	{"import", "  person import FILE.csv|- [--welcome | --no-welcome]\n", people_import, NULL,
	 0},
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
