/*
 * `report`: figures over many cases.  So far: how they were rated.
 */
#include "app/options.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/ratings.h"

#include <string.h>

#define RATINGS 5

/* The cases of one group. */
typedef struct Group {
	gint64 asked; /* closed, and asked for a rating; or rated */
	gint64 rated[RATINGS + 1];
} Group;

typedef enum GroupBy { BY_MONTH, BY_DESK, BY_TYPE, BY_ASSIGNEE, BY_CUSTOMER, GROUPINGS } GroupBy;

static const char *const groupings[GROUPINGS] = {"month", "desk", "type", "assignee", "customer"};

typedef struct Report {
	const Site *site;
	GroupBy by;
	GHashTable *groups; /* name -> Group* */
	Group all;
} Report;

static char *
group_of(const Report *report, const RatedCase *one)
{
	if (report->by == BY_MONTH) {
		char *month = time_to_rfc3339(one->at_ms);
		month[MIN(strlen(month), strlen("2026-11"))] = '\0';
		return month;
	}
	const char *const names[GROUPINGS] = {
		[BY_DESK] = one->desk,
		[BY_TYPE] = one->type,
		[BY_ASSIGNEE] = *one->assignee ? one->assignee : "nobody",
		[BY_CUSTOMER] = one->customer,
	};
	return g_strdup(names[report->by]);
}

static void
count(Group *group, const RatedCase *one)
{
	group->asked++;
	if (one->rating >= 1 && one->rating <= RATINGS)
		group->rated[one->rating]++;
}

/* What is open and was never rated was not asked about. */
static void
take_case(const RatedCase *one, gpointer user_data)
{
	Report *report = user_data;
	const Status *status = site_status(report->site, one->status);
	if (!one->rating && !(status && status->asks_rating))
		return;
	g_autofree char *name = group_of(report, one);
	Group *group = g_hash_table_lookup(report->groups, name);
	if (!group) {
		group = g_new0(Group, 1);
		g_hash_table_insert(report->groups, g_steal_pointer(&name), group);
	}
	count(group, one);
	count(&report->all, one);
}

/* To two places, "4.25"; "" where nobody has rated. */
static char *
mean_of(const Group *group, gint64 rated)
{
	gint64 sum = 0;
	for (int i = 1; i <= RATINGS; i++)
		sum += i * group->rated[i];
	if (!rated)
		return g_strdup("");
	gint64 hundredths = (sum * 100 + rated / 2) / rated;
	return g_strdup_printf("%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT, hundredths / 100,
			       hundredths % 100);
}

static Js *
group_to_js(const Group *group, const char *by, const char *name)
{
	Js *js = js_object();
	gint64 rated = 0;
	for (int i = 1; i <= RATINGS; i++)
		rated += group->rated[i];
	g_autofree char *mean = mean_of(group, rated);
	js_set_text(js, by, name);
	js_set_int(js, "asked", group->asked);
	js_set_int(js, "rated", rated);
	js_set_text(js, "mean", mean);
	for (int i = RATINGS; i >= 1; i--) {
		const char key[] = {(char)('0' + i), '\0'};
		js_set_int(js, key, group->rated[i]);
	}
	return js;
}

static Js *
report_to_js(const Report *report)
{
	const char *by = groupings[report->by];
	Js *list = js_array();
	g_autoptr(GList) names =
		g_list_sort(g_hash_table_get_keys(report->groups), (GCompareFunc)strcmp);
	for (const GList *name = names; name; name = name->next)
		js_add(list, group_to_js(g_hash_table_lookup(report->groups, name->data), by,
					 name->data));
	js_add(list, group_to_js(&report->all, by, "all"));
	return list;
}

/* "2026-11-22", or a time; without one `ms_out` stays as it is. */
static gboolean
read_day(const char *text, gint64 *ms_out, GError **error)
{
	if (!text)
		return TRUE;
	g_autofree char *midnight = g_strconcat(text, "T00:00:00Z", NULL);
	gboolean is_day = strlen(text) == strlen("2026-11-22");
	return time_from_rfc3339(is_day ? midnight : text, ms_out, error);
}

static gboolean
read_grouping(const char *text, GroupBy *by_out, GError **error)
{
	for (GroupBy by = 0; by < GROUPINGS; by++)
		if (!text || !strcmp(text, groupings[by])) {
			*by_out = by;
			return TRUE;
		}
	return error_perm(error, "--by takes month, desk, type, assignee or customer, not \"%s\"",
			  text);
}

static int
report_rating(App *app, int argc, char **argv)
{
	static const char *const columns[] = {NULL, "asked", "rated", "mean", "5",
					      "4",  "3",     "2",     "1",    NULL};
	const char *since = NULL, *until = NULL, *by = NULL;
	const Option known[] = {{"--since", &since, NULL},
				{"--until", &until, NULL},
				{"--by", &by, NULL},
				{NULL, NULL, NULL}};
	GError *error = NULL;
	gint64 since_ms = 0, until_ms = G_MAXINT64;
	g_autoptr(GHashTable) groups =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	Report report = {.site = app->config->site, .groups = groups};
	if (!options_take(app, known, 2, &argc, argv, &error) ||
	    !read_day(since, &since_ms, &error) || !read_day(until, &until_ms, &error) ||
	    !read_grouping(by, &report.by, &error))
		return app_wrong(app, error);
	if (!ratings_each(app->store, since_ms, until_ms, take_case, &report, &error))
		return app_fail(error);
	g_autoptr(Js) js = report_to_js(&report);
	const char *shown[G_N_ELEMENTS(columns)];
	memcpy(shown, columns, sizeof(columns));
	shown[0] = groupings[report.by];
	if (app->json)
		app_print_js(js);
	else
		table_print(js, shown);
	return 0;
}

const Action report_actions[] = {
	{"rating",
	 "  report rating [--by month|desk|type|assignee|customer] [--since DAY] [--until DAY] "
	 "[--json]\n"
	 "                                 how closed cases were rated, from 5 to 1\n",
	 report_rating, NULL, KNOWS_JSON},
	{NULL, NULL, NULL, NULL, 0},
};
