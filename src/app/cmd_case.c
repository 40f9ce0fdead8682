/*
 * `case`: looking at cases, and working on them by the same path as a mail does.
 */
#include "app/app.h"
#include "app/case_print.h"
#include "app/options.h"
#include "app/sets.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "store/apply.h"
#include "store/cases.h"
#include "store/erasure.h"
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

/* What `case list` was asked for, as given. */
typedef struct Asked {
	const char *status;
	const char *customer;
	const char *assignee;
	const char *desk;
	const char *older;
	const char *search;
	const char *partner;
	const char *external;
	gboolean late;
} Asked;

static gboolean
read_filter(const Site *site, const Asked *asked, CaseFilter *filter, GError **error)
{
	const Status *status = asked->status ? site_status(site, asked->status) : NULL;
	const Desk *desk = asked->desk ? site_desk(site, asked->desk) : NULL;
	gint64 days = 0;
	if (asked->status && !status)
		return site_no_status(site, asked->status, error);
	if (asked->desk && !desk)
		return error_perm(error, "there is no desk \"%s\" in the configuration",
				  asked->desk);
	if (asked->older && !text_to_int(asked->older, 0, 36500, &days))
		return error_perm(error, "\"%s\" is no number of days", asked->older);
	filter->status = status ? status->name : NULL;
	filter->customer = asked->customer;
	filter->partner = asked->partner;
	filter->external = asked->external;
	filter->desk = desk ? desk->name : NULL;
	filter->assignee = g_strcmp0(asked->assignee, "none") ? asked->assignee : "";
	if (asked->older)
		filter->before_ms = clock_now_ms() - days * 24 * 3600 * 1000;
	return TRUE;
}

/* The cases with these words; NULL with an error. (transfer full) */
static GArray *
find_words(App *app, const char *words, GError **error)
{
	if (!words[strspn(words, " ")]) {
		error_perm(error, "--search needs a word to search for");
		return NULL;
	}
	g_autoptr(Search) search = search_open(app->store, error);
	return search ? search_cases(search, words, LIST_AT_MOST, error) : NULL;
}

static int
case_list_command(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"number",   "status",  "priority", "customer",
					      "assignee", "updated", "title",    NULL};
	GError *error = NULL;
	Asked asked = {0};
	const Option known[] = {
		{"--status", &asked.status, NULL},     {"--customer", &asked.customer, NULL},
		{"--assignee", &asked.assignee, NULL}, {"--desk", &asked.desk, NULL},
		{"--older", &asked.older, NULL},       {"--search", &asked.search, NULL},
		{"--partner", &asked.partner, NULL},   {"--external", &asked.external, NULL},
		{"--late", NULL, &asked.late},         {NULL, NULL, NULL},
	};
	CaseFilter filter = {.limit = LIST_AT_MOST};
	if (!options_take(app, known, 2, &argc, argv, &error))
		return app_wrong(app, error);
	if (!read_filter(app->config->site, &asked, &filter, &error))
		return app_fail(error);
	g_autoptr(GArray) found = asked.search ? find_words(app, asked.search, &error) : NULL;
	if (error)
		return app_fail(error);
	g_autofree char *closed = site_closed_statuses(app->config->site);
	filter.closed = closed;
	filter.late_ms = asked.late ? clock_now_ms() : 0;
	filter.among = found;
	g_autoptr(Js) list = case_list(app->store, &filter, &error);
	return app_print_list(app, list, columns, error);
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
	GError *failure = NULL;
	g_autoptr(Raw) raw = raw_open(app->store, message, &failure);
	if (!raw && !failure)
		return error_perm(error,
				  "the message of entry %s of case %s-%" G_GINT64_FORMAT
				  " was removed for good; \"case show\" says by whom",
				  seq_text, prefix, number);
	if (failure)
		g_propagate_error(error, failure);
	return raw && raw_write(raw, app_write_piece, stdout, error);
}

/* Only the configuration knows where the pages of tickets are. */
static void
add_pages(const Site *site, const Js *shown)
{
	const Js *tickets = js_get(shown, "tickets");
	for (gsize i = 0; i < js_size(tickets); i++) {
		const Js *one = js_at(tickets, i);
		const Tracker *tracker = tracker_named(site->trackers, js_get_text(one, "tracker"));
		g_autofree char *page =
			tracker ? tracker_page(tracker, js_get_text(one, "key")) : NULL;
		if (page)
			js_set_text(unconst(one), "url", page);
		else
			js_set_null(unconst(one), "url");
	}
}

/* The case that argv[2] names, for reading. (transfer full) */
static Js *
read_case(App *app, const char *number_text, GError **error)
{
	g_autofree char *prefix = NULL;
	gint64 number = 0;
	if (!read_number(number_text, &prefix, &number, error))
		return NULL;
	GError *failure = NULL;
	Js *js = case_show(app->store, prefix, number, &failure);
	if (!js && !failure)
		no_such_case(number_text, &failure);
	if (failure)
		g_propagate_error(error, failure);
	if (js)
		add_pages(app->config->site, js);
	return js;
}

/* Prints a case the way `print` does. */
static int
print_case(App *app, int argc, char **argv, void (*print)(const Js *))
{
	GError *error = NULL;
	if (argc < 3)
		return app_usage(app, "case %s needs the number of a case", argv[1]);
	g_autoptr(Js) js = read_case(app, argv[2], &error);
	if (!js)
		return app_fail(error);
	(app->json ? app_print_js : print)(js);
	return 0;
}

/* The histories of those that were merged into it, and of those that were into them. */
static gboolean
print_merged_histories(App *app, const Js *shown, GError **error)
{
	const Js *merged = js_get(shown, "merged");
	for (gsize i = 0; i < js_size(merged); i++) {
		g_autofree char *number = js_display(js_at(merged, i));
		g_autoptr(Js) one = read_case(app, number, error);
		if (!one)
			return FALSE;
		printf("\n%s, which goes on in %s:\n", number, js_get_text(shown, "number"));
		case_print_history(one);
		if (!print_merged_histories(app, one, error))
			return FALSE;
	}
	return TRUE;
}

static int
case_show_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	g_autofree char *prefix = NULL;
	gint64 number = 0;
	const char *entry = NULL;
	const Option known[] = {{"--raw", &entry, NULL}, {NULL, NULL, NULL}};
	if (!options_take(app, known, 3, &argc, argv, &error))
		return app_wrong(app, error);
	if (!entry || argc < 3)
		return print_case(app, argc, argv, case_print);
	if (app->json)
		return app_usage(app, "--raw gives a mail as it came, which is no JSON");
	if (!read_number(argv[2], &prefix, &number, &error) ||
	    !print_raw(app, prefix, number, entry, &error))
		return app_fail(error);
	return 0;
}

static int
case_history_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	if (!options_take(app, NULL, 3, &argc, argv, &error))
		return app_wrong(app, error);
	if (argc < 3 || app->json)
		return print_case(app, argc, argv, case_print_history);
	g_autoptr(Js) js = read_case(app, argv[2], &error);
	if (!js)
		return app_fail(error);
	case_print_history(js);
	return print_merged_histories(app, js, &error) ? 0 : app_fail(error);
}

/* Carries a wish out: facts, plan, rows in one transaction. `plan_out` is nullable. */
static gboolean
carry_out(App *app, const char *number_text, const Wish *wish, Plan **plan_out, GError **error)
{
	g_autofree char *prefix = NULL;
	gint64 number = 0;
	g_autoptr(GPtrArray) named =
		case_numbers_find(app->config->site, wish->value ? wish->value : "");
	const FactsInput input = {
		.now_ms = clock_now_ms(),
		.named_cases = named,
		.hands_over = wish->sets && g_strv_contains(wish->sets, "partner"),
		.secrets = app->config->site->secrets,
		.split = !g_strcmp0(wish->verb, "split") ? split_entry(wish->value) : 0,
		.guess_language = app->know.site ? knowledge_language : NULL,
		.guess_data = &app->know,
		.redact = !g_strcmp0(wish->verb, "redact") ? split_entry(wish->value) : 0};
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
	if (plan && plan_apply(app->store, plan, &with, NULL, &failure)) {
		if (plan_out)
			*plan_out = g_steal_pointer(&plan);
		return store_commit(app->store, error);
	}
	store_rollback(app->store);
	g_propagate_error(error, failure);
	return FALSE;
}

static gboolean
grant(App *app, const char *number_text, const Wish *wish, GError **error)
{
	return carry_out(app, number_text, wish, NULL, error);
}

/* Who acts: a member of the staff, or where `address` is NULL the desk itself. */
static gboolean
read_actor(App *app, const char *address, Wish *wish, PersonFact **person_out, GError **error)
{
	GError *failure = NULL;
	wish->actor = "";
	wish->actor_name = "";
	if (!address)
		return TRUE;
	*person_out = person_by_address(app->store, address, &failure);
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (!*person_out || strcmp((*person_out)->role, "staff") != 0)
		return error_perm(error, "\"%s\" is not on the staff; see \"casemate person list\"",
				  address);
	wish->actor = (*person_out)->address;
	wish->actor_name = (*person_out)->name;
	return TRUE;
}

/* What `set`, `note` and `reply` have in common: who acts, on which case. */
static gboolean
take_actor(App *app, int *argc, char **argv, const char **actor_out, int *status_out)
{
	GError *error = NULL;
	const Option known[] = {{"--as", actor_out, NULL}, {NULL, NULL, NULL}};
	if (!options_take(app, known, G_MAXINT, argc, argv, &error))
		*status_out = app_wrong(app, error);
	else if (*argc < 3)
		*status_out = app_usage(app, "case %s needs the number of a case", argv[1]);
	else if (!app_need_templates(app, &error) || !app_need_secrets(app, &error))
		*status_out = app_fail(error);
	else
		return TRUE;
	return FALSE;
}

static int
case_set_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Wish wish = {0};
	g_autoptr(PersonFact) person = NULL;
	const char *actor = NULL;
	int status;
	if (!take_actor(app, &argc, argv, &actor, &status))
		return status;
	if (argc < 4)
		return app_usage(app, "say what to set, as in status=Done");
	g_auto(GStrv) sets = sets_read(argv + 3, NULL, &error);
	if (!sets || !read_actor(app, actor, &wish, &person, &error))
		return app_fail(error);
	wish.sets = (const char *const *)sets;
	return grant(app, argv[2], &wish, &error) ? 0 : app_fail(error);
}

/* Standard input to its end, or to where it is too much. */
static gboolean
read_input(GString *text, GError **error)
{
	char piece[4096];
	while (text->len <= LIMIT_TEXT_BYTES && !feof(stdin) && !ferror(stdin))
		g_string_append_len(text, piece, (gssize)fread(piece, 1, sizeof(piece), stdin));
	return !ferror(stdin) || error_temp(error, "cannot read the text: %s", g_strerror(errno));
}

/* People read it as it stands, so what can't be text is not sent. Lines may end in CR LF. */
static gboolean
check_text(GString *text, GError **error)
{
	if (text->len > LIMIT_TEXT_BYTES)
		return error_perm(error, "the text is longer than %d bytes; nothing was done",
				  LIMIT_TEXT_BYTES);
	g_string_replace(text, "\r\n", "\n", 0);
	g_autofree char *fault = text_fault(text->str, text->len);
	return !fault || error_perm(error, "the text %s; nothing was done", fault);
}

/* The text of a reply or note: the arguments, else standard input. */
static char *
read_text(int argc, char **argv, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 3; i < argc; i++)
		g_string_append_printf(text, "%s%s", i > 3 ? " " : "", argv[i]);
	if ((argc <= 3 && !read_input(text, error)) || !check_text(text, error))
		return NULL;
	if (*g_strchomp(text->str))
		return g_strdup(text->str);
	error_perm(error, "there is no text; give it as arguments or on standard input");
	return NULL;
}

/* A reply or a note. */
static int
case_text_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Wish wish = {0};
	g_autoptr(PersonFact) person = NULL;
	const char *actor = NULL;
	int status;
	if (!take_actor(app, &argc, argv, &actor, &status))
		return status;
	if (!read_actor(app, actor, &wish, &person, &error))
		return app_fail(error);
	g_autofree char *text = read_text(argc, argv, &error);
	if (!text)
		return app_fail(error);
	*(strcmp(argv[1], "reply") ? &wish.note : &wish.comment) = text;
	return grant(app, argv[2], &wish, &error) ? 0 : app_fail(error);
}

/* What a command in a mail does, on the case that is named first. */
static int
case_verb_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Wish wish = {.verb = argv[1]};
	g_autoptr(PersonFact) person = NULL;
	const char *actor = NULL;
	int status;
	if (!take_actor(app, &argc, argv, &actor, &status))
		return status;
	g_autofree char *value = g_strjoinv(" ", argv + 3);
	wish.value = value;
	if (!*value && strcmp(wish.verb, "unmerge") != 0)
		return app_usage(app, "case %s needs to know more", wish.verb);
	/* In which language its author writes. */
	if (!strcmp(wish.verb, "split") && !app_need_knowledge(app, &error))
		return app_fail(error);
	if (!read_actor(app, actor, &wish, &person, &error))
		return app_fail(error);
	return grant(app, argv[2], &wish, &error) ? 0 : app_fail(error);
}

/* What went, what is out of reach, and what has to wait. */
static gboolean
finish_redaction(App *app, const Plan *plan, GError **error)
{
	gboolean left = FALSE;
	for (guint i = 0; i < plan->done->len; i++)
		puts(plan->done->pdata[i]);
	if (!erasure_finish(app->store, &left, error)) {
		g_prefix_error(error, "the text is removed, but a worker has to clear up: ");
		return FALSE;
	}
	if (left)
		puts("The search index or the log is in use; a worker clears it.");
	return TRUE;
}

static int
case_redact_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Wish wish = {.verb = argv[1]};
	g_autoptr(PersonFact) person = NULL;
	g_autoptr(Plan) plan = NULL;
	const char *actor = NULL;
	int status;
	if (!take_actor(app, &argc, argv, &actor, &status))
		return status;
	if (argc != 4)
		return app_usage(app, "case redact needs a case and the number of an entry");
	wish.value = argv[3];
	if (!read_actor(app, actor, &wish, &person, &error) ||
	    !carry_out(app, argv[2], &wish, &plan, &error) || !finish_redaction(app, plan, &error))
		return app_fail(error);
	return 0;
}

const Action case_actions[] = {
	{"list",
	 "  case list [--status STATUS] [--customer NAME] [--assignee ADDRESS|none]\n"
	 "            [--desk DESK] [--partner NAME|none] [--external NUMBER]\n"
	 "            [--older DAYS] [--late] [--search WORDS] [--json]\n",
	 case_list_command, NULL, KNOWS_JSON},
	{"show", "  case show NUMBER [--json | --raw ENTRY]\n", case_show_command, NULL,
	 KNOWS_JSON},
	{"history", "  case history NUMBER [--json]\n", case_history_command, NULL, KNOWS_JSON},
	{"set",
	 "  case set NUMBER KEY=VALUE... [--as ADDRESS]\n"
	 "            title, type, priority, severity, assignee, eta, emergency, status,\n"
	 "            partner, external\n",
	 case_set_command, NULL, 0},
	{"note",
	 "  case note NUMBER [TEXT...] [--as ADDRESS]     to staff alone; TEXT or standard input\n",
	 case_text_command, NULL, TAKES_TEXT},
	{"reply",
	 "  case reply NUMBER [TEXT...] [--as ADDRESS]    to everybody; TEXT or standard input\n",
	 case_text_command, NULL, TAKES_TEXT},
	{"merge",
	 "  case merge NUMBER INTO [yes] [--as ADDRESS]   the first goes on in the second; yes: "
	 "of\n"
	 "            two customers too\n",
	 case_verb_command, NULL, 0},
	{"unmerge", "  case unmerge NUMBER [--as ADDRESS]            it goes on by itself again\n",
	 case_verb_command, NULL, 0},
	{"split",
	 "  case split NUMBER ENTRY [TITLE...] [--as ADDRESS]   the message becomes a case\n",
	 case_verb_command, NULL, 0},
	{"redact",
	 "  case redact NUMBER ENTRY [--as ADDRESS]       its text and message are removed for "
	 "good\n",
	 case_redact_command, NULL, 0},
	{"tag", "  case tag NUMBER TAG, -TAG... [--as ADDRESS]\n", case_verb_command, NULL, 0},
	{"link", "  case link NUMBER OTHER -OTHER..., TICKET STATUS [--as ADDRESS]\n",
	 case_verb_command, NULL, 0},
	{NULL, NULL, NULL, NULL, 0},
};
