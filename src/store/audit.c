/*
 * Counting what was accepted against what became of it.
 */
#include "store/audit.h"

#include "base/error.h"
#include "desk/plan.h"

#include <string.h>

#define WAITING_TOO_LONG_MS (3600 * 1000)
/* Faults named; a broken store would otherwise fill the screen. */
#define FAULTS_NAMED 1000

G_STATIC_ASSERT(ENDINGS <= G_N_ELEMENTS(((AuditLine *)0)->ended));

static void
audit_line_free(gpointer data)
{
	AuditLine *line = data;
	g_free(line->day);
	g_free(line->desk);
	g_free(line);
}

static void
audit_fault_free(gpointer data)
{
	AuditFault *fault = data;
	g_free(fault->accept_id);
	g_free(fault->what);
	g_free(fault);
}

void
audit_free(Audit *audit)
{
	if (!audit)
		return;
	g_ptr_array_unref(audit->lines);
	g_ptr_array_unref(audit->faults);
	g_free(audit);
}

static AuditLine *
line_for(Audit *audit, gint64 day_number, const char *desk)
{
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(day_number * 86400);
	g_autofree char *day = when ? g_date_time_format(when, "%Y-%m-%d") : g_strdup("?");
	AuditLine *last = audit->lines->len ? audit->lines->pdata[audit->lines->len - 1] : NULL;
	if (last && !strcmp(last->day, day) && !strcmp(last->desk, desk))
		return last;
	AuditLine *line = g_new0(AuditLine, 1);
	line->day = g_steal_pointer(&day);
	line->desk = g_strdup(desk);
	g_ptr_array_add(audit->lines, line);
	return line;
}

static void
count(AuditLine *line, const char *outcome, gint64 n)
{
	line->accepted += n;
	if (!outcome) {
		line->waiting += n;
		return;
	}
	for (Ending ending = 0; ending < ENDINGS; ending++)
		if (!strcmp(ending_name(ending), outcome))
			line->ended[ending] += n;
}

static gboolean
count_days(Audit *audit, Db *db, GError **error)
{
	static const char sql[] =
		"SELECT m.accepted_ms / 86400000, coalesce(d.desk, ''), d.outcome, count(*) "
		"FROM delivery d JOIN message m ON m.id = d.message GROUP BY 1, 2, 3 ORDER BY 1, 2";
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(db, sql, "");
	while (query_next(query, &failure))
		count(line_for(audit, query_int(query, 0), query_text(query, 1)),
		      query_text(query, 2), query_int(query, 3));
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

/* Each statement finds deliveries that break one rule: number, accept ID. */
static const struct {
	const char *sql;
	const char *what;
} rules[] = {
	{"SELECT 0, m.accept_id FROM message m WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE "
	 "d.message = m.id) AND $1 > 0",
	 "was accepted for nobody"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message WHERE "
	 "d.outcome IS NULL AND coalesce((SELECT h.decided_ms FROM held h WHERE h.delivery = "
	 "d.id), m.accepted_ms) < $1",
	 "waits for longer than an hour"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message WHERE "
	 "d.outcome IN ('case', 'entry', 'bounce') AND $1 > 0 AND (d.case_id IS NULL OR NOT "
	 "EXISTS (SELECT 1 FROM entry e WHERE e.message = d.message AND e.case_id = d.case_id))",
	 "ended on a case, but no case has it"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message WHERE "
	 "d.outcome = 'held' AND $1 > 0 AND NOT EXISTS (SELECT 1 FROM held h WHERE h.delivery = "
	 "d.id)",
	 "ended as held, but is not among the held mail"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message JOIN held h "
	 "ON h.delivery = d.id WHERE (d.outcome IS NULL OR d.outcome <> CASE h.kind WHEN "
	 "'returned' THEN 'returned' ELSE 'held' END) AND h.decision IS NULL AND $1 > 0",
	 "is among the held mail, but ended otherwise too"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message WHERE "
	 "d.outcome = 'quarantined' AND $1 > 0 AND (d.case_id IS NULL OR NOT EXISTS (SELECT 1 FROM "
	 "entry e WHERE e.message = d.message AND e.case_id = d.case_id))",
	 "is in quarantine without a stub case"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message WHERE "
	 "d.outcome = 'duplicate' AND $1 > 0 AND NOT EXISTS (SELECT 1 FROM delivery o WHERE "
	 "o.message_key = d.message_key AND o.fingerprint = d.fingerprint AND o.outcome <> "
	 "'duplicate')",
	 "ended as a duplicate, but there is no other"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message WHERE $1 > 0 "
	 "AND (SELECT count(*) FROM entry e WHERE e.message = d.message AND e.case_id = d.case_id) "
	 "> 1",
	 "is on its case more than once"},
	{"SELECT d.id, m.accept_id FROM delivery d JOIN message m ON m.id = d.message JOIN entry e "
	 "ON e.message = m.id WHERE (d.outcome IN ('held', 'dropped') OR d.outcome IS NULL) AND "
	 "$1 > 0 AND NOT EXISTS (SELECT 1 FROM delivery o WHERE o.message = m.id AND o.id <> "
	 "d.id)",
	 "is on a case although it ended elsewhere"},
};

static gboolean
find_faults(Audit *audit, Db *db, gint64 too_old_ms, GError **error)
{
	GError *failure = NULL;
	for (guint i = 0; i < G_N_ELEMENTS(rules) && !failure; i++) {
		g_autoptr(Query) query = db_query(db, rules[i].sql, "i", too_old_ms);
		while (audit->faults->len < FAULTS_NAMED && query_next(query, &failure)) {
			AuditFault *fault = g_new0(AuditFault, 1);
			fault->delivery = query_int(query, 0);
			fault->accept_id = g_strdup(query_text(query, 1));
			fault->what = g_strdup(rules[i].what);
			g_ptr_array_add(audit->faults, fault);
		}
	}
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

Audit *
audit_make(Store *store, gint64 now_ms, GError **error)
{
	g_autoptr(Audit) audit = g_new0(Audit, 1);
	audit->lines = g_ptr_array_new_with_free_func(audit_line_free);
	audit->faults = g_ptr_array_new_with_free_func(audit_fault_free);
	gint64 too_old_ms = MAX(now_ms - WAITING_TOO_LONG_MS, 1);
	if (!count_days(audit, store_db(store), error) ||
	    !find_faults(audit, store_db(store), too_old_ms, error))
		return NULL;
	return g_steal_pointer(&audit);
}
