/*
 * Looking without changing: `parse` (how a mail is read), `explain` (what it would do),
 * `audit` (what became of all of them).
 */
#include "app/app.h"
#include "base/clock.h"
#include "base/error.h"
#include "desk/trackid.h"
#include "mail/mail_json.h"
#include "mail/scan.h"
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

static int
parse_file(App *app, const char *path)
{
	GError *error = NULL;
	g_autoptr(Raw) raw = raw_open_file(path, &error);
	if (!raw)
		return app_fail(error);
	g_autoptr(Js) js = NULL;
	g_autofree char *beyond = raw_scan(raw);
	if (beyond) {
		js = js_object();
		js_set_text(js, "file", path);
		js_set_text(js, "quarantine", beyond);
	} else {
		g_autoptr(Mail) mail = raw_read(raw, app->tables);
		g_autoptr(GPtrArray) ids = track_id_find_all(mail->subject);
		js = mail_to_js(mail, path, ids, NULL);
	}
	g_autofree char *line = js_line(js);
	puts(line);
	return 0;
}

int
cmd_parse(App *app, int argc, char **argv)
{
	GError *error = NULL;
	if (argc < 2)
		return app_usage("parse", "name the files with the mails to read");
	/* Reading mail needs the pattern tables alone: parse works without a configuration. */
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	if (!app_need_home(app, &error))
		return app_fail(error);
	app->tables = datafiles_tables(app->home, NULL, faults);
	if (faults->len) {
		error_perm(&error, "%s", (const char *)faults->pdata[0]);
		return app_fail(error);
	}
	int status = 0;
	for (int i = 1; i < argc; i++)
		status |= parse_file(app, argv[i]);
	return status;
}

/* What explain is asked to look at. */
typedef struct Explaining {
	App *app;
	const char *sender;
	const char *recipient;
} Explaining;

static gboolean
explain_file(const Explaining *e, const char *path, char **text_out, GError **error)
{
	App *app = e->app;
	Raw *raw = raw_open_file(path, error);
	if (!raw)
		return FALSE;
	g_autoptr(Item) item = item_from_raw(&app->know, raw, e->sender, e->recipient);
	g_autoptr(Plan) plan = item_plan(app->store, &app->know, item, clock_now_ms(), TRUE, error);
	if (!plan)
		return FALSE;
	*text_out = plan_explain(plan);
	return TRUE;
}

/* Without -f the mail's own Return-Path or From stands for the envelope. */
static char *
guess_sender(App *app, const char *path, GError **error)
{
	g_autoptr(Raw) raw = raw_open_file(path, error);
	if (!raw)
		return NULL;
	g_autofree char *beyond = raw_scan(raw);
	if (beyond)
		return g_strdup("");
	g_autoptr(Mail) mail = raw_read(raw, app->tables);
	const char *path_field = mail_header(mail, "Return-Path");
	g_autoptr(GPtrArray) boxes = mailbox_list_read(path_field ? path_field : "");
	if (path_field && strchr(path_field, '<') && !boxes->len)
		return g_strdup("");
	const Mailbox *from = boxes->len ? boxes->pdata[0] : mail_from(mail);
	return g_strdup(from ? from->address : "");
}

static int
explain_paths(Explaining *e, char **paths)
{
	GError *error = NULL;
	gboolean guess = e->sender == NULL;
	for (guint i = 0; paths[i]; i++) {
		g_autofree char *guessed = guess ? guess_sender(e->app, paths[i], &error) : NULL;
		g_autofree char *text = NULL;
		if (error)
			return app_fail(error);
		if (guess)
			e->sender = guessed;
		if (!explain_file(e, paths[i], &text, &error))
			return app_fail(error);
		printf("%s%s%s%s", paths[1] ? paths[i] : "", paths[1] ? ":\n" : "", text,
		       paths[i + 1] ? "\n" : "");
	}
	return 0;
}

int
cmd_explain(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Explaining e = {.app = app};
	int i = 1;
	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (!strcmp(argv[i], "-f"))
			e.sender = argv[i + 1];
		else if (!strcmp(argv[i], "-r"))
			e.recipient = argv[i + 1];
		else
			return app_usage("explain", "explain has no option %s", argv[i]);
	}
	if (i >= argc)
		return app_usage("explain", "name the file with the mail");
	if (!app_need_knowledge(app, &error) || !app_need_store(app, &error))
		return app_fail(error);
	const Desk *first = app->config->site->desks->pdata[0];
	if (!e.recipient)
		e.recipient = first->address;
	return explain_paths(&e, argv + i);
}

static Js *
audit_to_js(const Audit *audit)
{
	Js *js = js_object();
	Js *days = js_array();
	for (guint i = 0; i < audit->lines->len; i++) {
		const AuditLine *line = audit->lines->pdata[i];
		Js *day = js_object();
		js_set_text(day, "day", line->day);
		js_set_text(day, "desk", line->desk);
		js_set_int(day, "accepted", line->accepted);
		js_set_int(day, "waiting", line->waiting);
		for (Ending ending = 0; ending < ENDINGS; ending++)
			js_set_int(day, ending_name(ending), line->ended[ending]);
		js_add(days, day);
	}
	js_set(js, "days", days);
	Js *faults = js_array();
	for (guint i = 0; i < audit->faults->len; i++) {
		const AuditFault *fault = audit->faults->pdata[i];
		Js *one = js_object();
		js_set_int(one, "delivery", fault->delivery);
		js_set_text(one, "accept_id", fault->accept_id);
		js_set_text(one, "what", fault->what);
		js_add(faults, one);
	}
	js_set(js, "faults", faults);
	return js;
}

static void
audit_print(const Audit *audit)
{
	printf("%-10s  %-12s %8s %8s", "day", "desk", "accepted", "waiting");
	for (Ending ending = 0; ending < ENDINGS; ending++)
		printf(" %*s", (int)MAX(strlen(ending_name(ending)), 6), ending_name(ending));
	putchar('\n');
	for (guint i = 0; i < audit->lines->len; i++) {
		const AuditLine *line = audit->lines->pdata[i];
		printf("%-10s  %-12s %8" G_GINT64_FORMAT " %8" G_GINT64_FORMAT, line->day,
		       *line->desk ? line->desk : "-", line->accepted, line->waiting);
		for (Ending ending = 0; ending < ENDINGS; ending++)
			printf(" %*" G_GINT64_FORMAT, (int)MAX(strlen(ending_name(ending)), 6),
			       line->ended[ending]);
		putchar('\n');
	}
	for (guint i = 0; i < audit->faults->len; i++) {
		const AuditFault *fault = audit->faults->pdata[i];
		printf("FAULT: message %s (delivery %" G_GINT64_FORMAT ") %s\n", fault->accept_id,
		       fault->delivery, fault->what);
	}
	puts(audit->faults->len ? "Not all mail is accounted for." : "All mail is accounted for.");
}

int
cmd_audit(App *app, int argc, char **argv)
{
	(void)argv;
	GError *error = NULL;
	if (argc > 1)
		return app_usage("audit", "audit takes no arguments but --json");
	if (!app_need_store(app, &error))
		return app_fail(error);
	g_autoptr(Audit) audit = audit_make(app->store, clock_now_ms(), &error);
	if (!audit)
		return app_fail(error);
	g_autoptr(Js) js = audit_to_js(audit);
	if (app->json)
		app_print_js(js);
	else
		audit_print(audit);
	return audit->faults->len ? 1 : 0;
}
