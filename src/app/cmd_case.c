/*
 * `case`: looking at cases, and working on them by the same path as a mail does.
 */
#include "app/app.h"
#include "app/case_print.h"
#include "app/sets.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/apply.h"
#include "store/cases.h"
#include "store/search.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LIST_AT_MOST 1000

/* Reads "SUP-12". */
static gboolean
read_number(const char *text, char **prefix_out, gint64 *number_out, GError **error)
{
	if (case_number_split(text, prefix_out, number_out))
		return TRUE;
	return error_perm(error, "\"%s\" is no case number; one looks like SUP-12", text);
}

static gboolean
no_such_case(const char *text, GError **error)
{
	return error_perm(error, "there is no case %s", text);
}

static gboolean
read_filter(App *app, int argc, char **argv, CaseFilter *filter, const char **words_out,
	    GError **error)
{
	for (int i = 2; i < argc; i += 2) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		gint64 days;
		if (!value)
			return error_perm(error, "the option %s needs a value", argv[i]);
		if (!strcmp(argv[i], "--search"))
			*words_out = value;
		else if (!strcmp(argv[i], "--customer"))
			filter->customer = value;
		else if (!strcmp(argv[i], "--desk"))
			filter->desk = value;
		else if (!strcmp(argv[i], "--assignee"))
			filter->assignee = strcmp(value, "none") != 0 ? value : "";
		else if (!strcmp(argv[i], "--older") && text_to_int(value, 0, 36500, &days))
			filter->before_ms = clock_now_ms() - days * 24 * 3600 * 1000;
		else if (!strcmp(argv[i], "--status")) {
			const Status *status = site_status(app->config->site, value);
			if (!status)
				return error_perm(error, "\"%s\" is no status here", value);
			filter->status = status->name;
		} else
			return error_perm(error,
					  "\"%s %s\" is no filter; there are --status, "
					  "--customer, --assignee, --desk, --older DAYS, "
					  "--search WORDS",
					  argv[i], value);
	}
	return TRUE;
}

static int
case_list_command(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"number",   "status",  "priority", "customer",
					      "assignee", "updated", "title",    NULL};
	GError *error = NULL;
	CaseFilter filter = {.limit = LIST_AT_MOST};
	const char *words = NULL;
	g_autoptr(GArray) found = NULL;
	if (!read_filter(app, argc, argv, &filter, &words, &error))
		return app_fail(error);
	if (words) {
		g_autoptr(Search) search = search_open(app->store, &error);
		found = search ? search_cases(search, words, LIST_AT_MOST, &error) : NULL;
		if (!found)
			return app_fail(error);
		filter.among = found;
	}
	g_autoptr(Js) list = case_list(app->store, &filter, &error);
	if (!list)
		return app_fail(error);
	if (app->json)
		app_print_js(list);
	else
		table_print(list, columns);
	return 0;
}

static gboolean
print_raw(App *app, const char *prefix, gint64 number, const char *seq_text, GError **error)
{
	gint64 seq;
	gint64 message = 0;
	if (!text_to_int(seq_text, 1, G_MAXINT64, &seq))
		return error_perm(error, "\"%s\" is no entry number", seq_text);
	if (!case_entry_message(app->store, prefix, number, seq, &message, error))
		return FALSE;
	if (message < 0)
		return error_perm(error, "case %s-%" G_GINT64_FORMAT " has no entry %s", prefix,
				  number, seq_text);
	if (!message)
		return error_perm(error, "entry %s of case %s-%" G_GINT64_FORMAT " has no message",
				  seq_text, prefix, number);
	g_autoptr(Raw) raw = raw_open(app->store, message, error);
	return raw && raw_write(raw, app_write_piece, stdout, error);
}

static int
case_show_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	g_autofree char *prefix = NULL;
	gint64 number = 0;
	gboolean raw = argc == 5 && !strcmp(argv[3], "--raw");
	if (argc != 3 && !raw)
		return app_usage("case", "case %s NUMBER [--raw SEQ]", argv[1]);
	if (!read_number(argv[2], &prefix, &number, &error))
		return app_fail(error);
	if (raw)
		return print_raw(app, prefix, number, argv[4], &error) ? 0 : app_fail(error);
	g_autoptr(Js) js = case_show(app->store, prefix, number, &error);
	if (!js && !error)
		no_such_case(argv[2], &error);
	if (!js)
		return app_fail(error);
	if (app->json)
		app_print_js(js);
	else if (!strcmp(argv[1], "history"))
		case_print_history(js);
	else
		case_print(js);
	return 0;
}

/* Carries a wish out: facts, plan, rows in one transaction. */
static gboolean
grant(App *app, const char *number_text, const Wish *wish, GError **error)
{
	g_autofree char *prefix = NULL;
	gint64 number = 0;
	const FactsInput input = {.now_ms = clock_now_ms()};
	if (!read_number(number_text, &prefix, &number, error) || !store_begin(app->store, error))
		return FALSE;
	GError *failure = NULL;
	g_autoptr(Facts) facts = facts_for_case(app->store, prefix, number, &input, &failure);
	if (!facts && !failure)
		no_such_case(number_text, &failure);
	g_autoptr(Plan) plan =
		facts ? plan_for_wish(wish, facts, app->config->site, &failure) : NULL;
	const Applying with = {.now_ms = input.now_ms,
			       .desk = "",
			       .site = app->config->site,
			       .templates = app->templates};
	if (plan && plan_apply(app->store, plan, &with, NULL, &failure))
		return store_commit(app->store, error);
	store_rollback(app->store);
	g_propagate_error(error, failure);
	return FALSE;
}

/* Who acts: --as ADDRESS names a member of the staff, else it is the desk itself. */
static gboolean
take_actor(App *app, int *argc, char **argv, Wish *wish, PersonFact **person_out, GError **error)
{
	wish->actor = "";
	wish->actor_name = "";
	if (*argc < 3 || strcmp(argv[*argc - 2], "--as") != 0)
		return TRUE;
	const char *address = argv[*argc - 1];
	*argc -= 2;
	argv[*argc] = NULL;
	*person_out = person_by_address(app->store, address, error);
	if (error && *error)
		return FALSE;
	if (!*person_out || strcmp((*person_out)->role, "staff") != 0)
		return error_perm(error, "%s is not on the staff", address);
	wish->actor = (*person_out)->address;
	wish->actor_name = (*person_out)->name;
	return TRUE;
}

static int
case_set_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Wish wish = {0};
	g_autoptr(PersonFact) person = NULL;
	if (!take_actor(app, &argc, argv, &wish, &person, &error))
		return app_fail(error);
	if (argc < 4)
		return app_usage("case", "case set NUMBER key=value... [--as ADDRESS]");
	g_auto(GStrv) sets = sets_read(argv + 3, &error);
	if (!sets)
		return app_fail(error);
	wish.sets = (const char *const *)sets;
	return grant(app, argv[2], &wish, &error) ? 0 : app_fail(error);
}

/* The text of a reply or note: the arguments, else standard input. */
static char *
read_text(int argc, char **argv, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 3; i < argc; i++)
		g_string_append_printf(text, "%s%s", i > 3 ? " " : "", argv[i]);
	char piece[4096];
	while (argc <= 3 && text->len <= LIMIT_TEXT_BYTES && !feof(stdin) && !ferror(stdin))
		g_string_append_len(text, piece, (gssize)fread(piece, 1, sizeof(piece), stdin));
	if (argc <= 3 && ferror(stdin)) {
		error_temp(error, "cannot read the text: %s", g_strerror(errno));
		return NULL;
	}
	if (text->len > LIMIT_TEXT_BYTES) {
		error_perm(error, "the text is longer than %d bytes; nothing was done",
			   LIMIT_TEXT_BYTES);
		return NULL;
	}
	g_autofree char *valid = text_make_valid(text->str, text->len);
	g_strchomp(valid);
	if (!*valid) {
		error_perm(error, "there is no text; give it as arguments or on standard input");
		return NULL;
	}
	return g_steal_pointer(&valid);
}

static int
case_text_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Wish wish = {0};
	g_autoptr(PersonFact) person = NULL;
	if (!take_actor(app, &argc, argv, &wish, &person, &error))
		return app_fail(error);
	if (argc < 3)
		return app_usage("case", "case %s NUMBER [TEXT...] [--as ADDRESS]", argv[1]);
	g_autofree char *text = read_text(argc, argv, &error);
	if (!text)
		return app_fail(error);
	*(strcmp(argv[1], "reply") ? &wish.note : &wish.comment) = text;
	return grant(app, argv[2], &wish, &error) ? 0 : app_fail(error);
}

int
cmd_case(App *app, int argc, char **argv)
{
	static const struct {
		const char *verb;
		CommandRun run;
	} verbs[] = {
		{"list", case_list_command},    {"show", case_show_command},
		{"history", case_show_command}, {"set", case_set_command},
		{"note", case_text_command},    {"reply", case_text_command},
	};
	GError *error = NULL;
	if (argc < 2)
		return app_usage("case", "say what to do with cases");
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
		if (strcmp(verbs[i].verb, argv[1]) != 0)
			continue;
		if (!app_need_knowledge(app, &error) || !app_need_store(app, &error))
			return app_fail(error);
		return verbs[i].run(app, argc, argv);
	}
	return app_usage("case", "\"%s\" can't be done with cases", argv[1]);
}
