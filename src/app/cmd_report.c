/*
 * `report`: figures over many cases, as a page to look at, or of ratings alone.
 */
#include "app/options.h"
#include "app/report_calendar.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/figures.h"
#include "store/ratings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

#define DAY_MS        ((gint64)24 * 3600 * 1000)
#define PAGE_DAYS     90
#define PAGE_TEMPLATE "report.html"

/* The whole of it, or a sentence. */
static gboolean
write_page(const char *page, const char *path, GError **error)
{
	if (path)
		return g_file_set_contents(path, page, -1, error);
	if (fputs(page, stdout) >= 0 && fflush(stdout) == 0)
		return TRUE;
	return error_temp(error, "cannot write the page: %s", g_strerror(errno));
}

static gboolean
make_page(App *app, const char *desk, gint64 since_ms, gint64 until_ms, const char *path,
	  GError **error)
{
	const Site *site = app->config->site;
	const FiguresOf of = {site, desk, since_ms, until_ms};
	g_autoptr(Figures) figures = figures_new(site, since_ms, until_ms, clock_now_ms());
	if (!app_need_templates(app, error) || !figures_gather(app->store, &of, figures, error))
		return FALSE;
	g_autoptr(Js) js = figures_to_js(figures);
	const Desk *named = *desk ? site_desk(site, desk) : site->desks->pdata[0];
	js_set_text(js, "desk", *desk || site->desks->len == 1 ? named->title : "All desks");
	g_autofree char *page =
		templates_render(app->templates, LANGUAGE_FALLBACK, PAGE_TEMPLATE, js);
	if (!page)
		return error_perm(error, "the template " PAGE_TEMPLATE " is missing, or makes a "
					 "page without end; \"casemate check\" says more");
	return write_page(page, path, error);
}

static gboolean
check_page(const App *app, const char *desk, gint64 since_ms, gint64 until_ms, GError **error)
{
	if (*desk && !site_desk(app->config->site, desk))
		return error_perm(error, "there is no desk \"%s\"", desk);
	if (since_ms >= until_ms)
		return error_perm(error, "the report ends before it begins: --since has to be "
					 "before --until");
	return TRUE;
}

static int
report_page(App *app, int argc, char **argv)
{
	const char *since = NULL, *until = NULL, *desk = NULL, *path = NULL;
	const Option known[] = {{"--since", &since, NULL},
				{"--until", &until, NULL},
				{"--desk", &desk, NULL},
				{"--output", &path, NULL},
				{NULL, NULL, NULL}};
	GError *error = NULL;
	gint64 until_ms = clock_now_ms();
	if (!options_take(app, known, 2, &argc, argv, &error) ||
	    !read_day(until, &until_ms, &error))
		return app_wrong(app, error);
	gint64 since_ms = until_ms - PAGE_DAYS * DAY_MS;
	if (!read_day(since, &since_ms, &error) ||
	    !check_page(app, desk ? desk : "", since_ms, until_ms, &error))
		return app_wrong(app, error);
	if (!path && isatty(STDOUT_FILENO))
		return app_usage(app, "the report is a page for a browser: send it to a file, "
				      "\"casemate report > report.html\", or name one by --output");
	return make_page(app, desk ? desk : "", since_ms, until_ms, path, &error) ? 0
										  : app_fail(error);
}

static int
report_calendar(App *app, int argc, char **argv)
{
	const char *since = NULL, *until = NULL;
	gboolean is_ics = FALSE;
	const Option known[] = {{"--since", &since, NULL},
				{"--until", &until, NULL},
				{"--ics", NULL, &is_ics},
				{NULL, NULL, NULL}};
	GError *error = NULL;
	gint64 now_ms = clock_now_ms();
	gint64 since_ms = now_ms - now_ms % DAY_MS, until_ms = G_MAXINT64;
	if (!options_take(app, known, 2, &argc, argv, &error) ||
	    !read_day(since, &since_ms, &error) || !read_day(until, &until_ms, &error))
		return app_wrong(app, error);
	if (is_ics && app->json)
		return app_usage(app, "--ics gives a calendar, which is no JSON");
	return calendar_print(app, since_ms, until_ms, is_ics, &error) ? 0 : app_fail(error);
}

const Action report_actions[] = {
	{"page",
	 "  report [page] [--since DAY] [--until DAY] [--desk DESK] [--output FILE]\n"
	 "                                 all figures of the last 90 days, as a page for a "
	 "browser\n",
	 report_page, NULL, 0},
	{"rating",
	 "  report rating [--by month|desk|type|assignee|customer] [--since DAY] [--until DAY] "
	 "[--json]\n"
	 "                                 how closed cases were rated, from 5 to 1\n",
	 report_rating, NULL, KNOWS_JSON},
	{"calendar",
	 "  report calendar [--since DAY] [--until DAY] [--ics | --json]\n"
	 "                                 events that customers have announced, from today on\n",
	 report_calendar, NULL, KNOWS_JSON},
	{NULL, NULL, NULL, NULL, 0},
};
