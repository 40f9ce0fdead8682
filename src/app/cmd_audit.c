/*
 * `audit`: what became of every mail ever accepted, by day and desk.
 */
#include "app/options.h"
#include "base/clock.h"
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

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
	GError *error = NULL;
	if (!options_take(app, NULL, 1, &argc, argv, &error))
		return app_wrong(app, error);
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
