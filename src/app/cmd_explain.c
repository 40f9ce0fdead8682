/*
 * `explain`: what a mail would do and what decides it, in plain words, changing
 * nothing; and over a folder of old mails what other rules would change.
 */
#include "app/options.h"
#include "app/progress.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* What explain is asked to look at. */
typedef struct Explaining {
	App *app;
	const char *sender;    /* NULL: as the mail itself says */
	const char *recipient; /* NULL: as the mail itself says, else the first desk */
	const char *rules;     /* file or folder with other rules; NULL: explain by ours */
	RuleSet *other;
	guint differ;
} Explaining;

/* Files of a folder and those below it, in the order of their names. */
static void
add_files(GPtrArray *files, const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	if (!dir) {
		g_ptr_array_add(files, g_strdup(path));
		return;
	}
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; (name = g_dir_read_name(dir));)
		if (*name != '.')
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, text_compare_at);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *below = g_build_filename(path, names->pdata[i], NULL);
		add_files(files, below);
	}
}

/* The first address in a field; "" for <>, NULL if there is none. */
static char *
address_in(const Mail *mail, const char *field)
{
	const char *value = mail_header(mail, field);
	if (!value)
		return NULL;
	g_autoptr(GPtrArray) boxes = mailbox_list_read(value);
	if (!boxes->len)
		return strstr(value, "<>") ? g_strdup("") : NULL;
	const Mailbox *first = boxes->pdata[0];
	return g_strdup(first->address);
}

static char *
guess_sender(const Mail *mail)
{
	char *sender = address_in(mail, "Return-Path");
	const Mailbox *from = mail_from(mail);
	if (sender)
		return sender;
	return g_strdup(from ? from->address : "");
}

/* The one of our addresses that the mail names; delivery fields say more than To. */
static char *
guess_recipient(const Mail *mail, const Site *site)
{
	static const char *const fields[] = {"Delivered-To", "X-Original-To", "Envelope-To"};
	DeskAddress found = {0};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_autofree char *address = address_in(mail, fields[i]);
		if (!address || !site_find_address(site, address, &found))
			continue;
		desk_address_clear(&found);
		return g_steal_pointer(&address);
	}
	const GPtrArray *lists[] = {mail->to, mail->cc};
	for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint k = 0; k < lists[i]->len; k++) {
			const Mailbox *box = lists[i]->pdata[k];
			if (!site_find_address(site, box->address, &found))
				continue;
			desk_address_clear(&found);
			return g_strdup(box->address);
		}
	const Desk *first = site->desks->pdata[0];
	return g_strdup(first->address);
}

static Item *
read_item(const Explaining *e, const Knowledge *know, const char *path, GError **error)
{
	g_autofree char *sender = g_strdup(e->sender);
	g_autofree char *recipient = g_strdup(e->recipient);
	g_autoptr(Raw) raw = raw_open_file(path, error);
	if (!raw)
		return NULL;
	g_autofree char *beyond = raw_scan(raw);
	g_autoptr(Mail) mail = beyond ? NULL : raw_read(raw, know->tables);
	const Desk *first = know->site->desks->pdata[0];
	if (!sender)
		sender = mail ? guess_sender(mail) : g_strdup("");
	if (!recipient)
		recipient = mail ? guess_recipient(mail, know->site) : g_strdup(first->address);
	return item_from_raw(e->app->store, know, g_steal_pointer(&raw), sender, recipient, error);
}

static gboolean
is_duplicate(const Plan *plan)
{
	const Change *end = plan->changes->pdata[plan->changes->len - 1];
	return end->kind == CHANGE_END && end->ending == ENDING_DUPLICATE;
}

/* Of a mail that is in the store, the question is what becomes of one like it. */
static char *
explain_by(const Explaining *e, const Knowledge *know, const char *path, GError **error)
{
	g_autoptr(Item) item = read_item(e, know, path, error);
	if (item)
		item->as_unseen = e->other != NULL;
	g_autoptr(Plan) plan =
		item ? item_plan(e->app->store, know, item, clock_now_ms(), TRUE, error) : NULL;
	if (!plan || !is_duplicate(plan))
		return plan ? plan_explain(plan) : NULL;
	item->as_unseen = TRUE;
	g_autoptr(Plan) unseen = item_plan(e->app->store, know, item, clock_now_ms(), TRUE, error);
	g_autofree char *now = plan_explain(plan);
	g_autofree char *then = unseen ? plan_explain(unseen) : NULL;
	return then ? g_strdup_printf("%sHad it not come before:\n%s", now, then) : NULL;
}

/* Lines of one plan that are not in the other, marked as diff does. */
static void
print_missing(const char *text, const char *other, char mark)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_auto(GStrv) others = g_strsplit(other, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (*lines[i] && !g_strv_contains((const char *const *)others, lines[i]))
			printf("  %c %s\n", mark, lines[i]);
}

/* What would be done, without the reasons: a rule that only moved changes nothing. */
static char *
deeds_of(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *deeds = g_string_new(NULL);
	for (guint i = 0; lines[i]; i++)
		if (!g_str_has_prefix(lines[i], "because: "))
			g_string_append_printf(deeds, "%s\n", lines[i]);
	return g_string_free(deeds, FALSE);
}

static gboolean
compare_file(Explaining *e, const char *path, GError **error)
{
	Knowledge other = e->app->know;
	other.rules = e->other;
	g_autofree char *before = explain_by(e, &e->app->know, path, error);
	g_autofree char *after = before ? explain_by(e, &other, path, error) : NULL;
	if (!after)
		return FALSE;
	g_autofree char *deeds_before = deeds_of(before), *deeds_after = deeds_of(after);
	if (!strcmp(deeds_before, deeds_after))
		return TRUE;
	e->differ++;
	printf("%s:\n", path);
	print_missing(before, after, '-');
	print_missing(after, before, '+');
	return TRUE;
}

static gboolean
explain_file(Explaining *e, const char *path, gboolean alone, GError **error)
{
	if (e->other)
		return compare_file(e, path, error);
	g_autofree char *text = explain_by(e, &e->app->know, path, error);
	if (!text)
		return FALSE;
	if (alone)
		fputs(text, stdout);
	else
		printf("%s:\n%s\n", path, text);
	return TRUE;
}

/* All faults: `check` doesn't know rules that are being tried. */
static gboolean
read_rules(Explaining *e, GError **error)
{
	if (!e->rules)
		return TRUE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	e->other = datafiles_rules_with(e->app->home, e->app->config, e->rules, faults);
	if (!faults->len)
		return TRUE;
	for (guint i = 0; i + 1 < faults->len; i++)
		fprintf(stderr, "casemate: %s\n", (const char *)faults->pdata[i]);
	return error_perm(error, "%s", (const char *)faults->pdata[faults->len - 1]);
}

static gboolean
explain_all(Explaining *e, const GPtrArray *files, GError **error)
{
	g_autoptr(Progress) progress = progress_new("mails", files->len);
	for (guint i = 0; i < files->len; i++) {
		if (!explain_file(e, files->pdata[i], files->len == 1, error))
			return FALSE;
		progress_show(progress, i + 1);
	}
	if (e->other)
		printf("%u of %u mails would be handled otherwise.\n", e->differ, files->len);
	return TRUE;
}

int
cmd_explain(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Explaining e = {.app = app};
	const Option known[] = {{"-f", &e.sender, NULL},
				{"-r", &e.recipient, NULL},
				{"--rules", &e.rules, NULL},
				{NULL, NULL, NULL}};
	if (!options_take(app, known, G_MAXINT, &argc, argv, &error))
		return app_wrong(app, error);
	if (argc < 2)
		return app_usage(app, "name the file with the mail, or a folder of them");
	if (!app_need_knowledge(app, &error) || !app_need_store(app, &error) ||
	    !read_rules(&e, &error))
		return app_fail(error);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	for (int i = 1; i < argc; i++)
		add_files(files, argv[i]);
	if (!files->len)
		return app_fail(
			g_error_new(CM_ERROR, CM_ERROR_PERM, "there is no mail in %s", argv[1]));
	gboolean done = explain_all(&e, files, &error);
	rule_set_free(e.other);
	return done ? 0 : app_fail(error);
}
