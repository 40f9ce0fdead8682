/*
 * The daily audit, at the lowest priority there is.
 */
#include "work/auditor.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/audit.h"

#include <sched.h>
#include <signal.h>
#include <unistd.h>

#define DAY_S           (24 * 3600)
#define TROUBLE_PAUSE_S 3600

static void
end_now(int signal_number)
{
	(void)signal_number;
	_exit(0);
}

static void
log_faults(const Audit *audit)
{
	for (guint i = 0; i < audit->faults->len; i++) {
		const AuditFault *fault = audit->faults->pdata[i];
		log_error("audit accept=%s delivery=%" G_GINT64_FORMAT " why=\"%s\"",
			  fault->accept_id, fault->delivery, fault->what);
	}
	log_info("audit faults=%u", audit->faults->len);
}

/* The store is open only meanwhile: whoever replaces or restores it finds it free. */
static gboolean
audit_once(const char *store_dir)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(Audit) audit = NULL;
	g_autoptr(Store) store = store_open_read_only(store_dir, &failure);
	if (store)
		audit = audit_make(store, clock_now_ms(), &failure);
	if (!audit) {
		log_warn("the audit could not be made: %s", failure->message);
		return FALSE;
	}
	log_faults(audit);
	return TRUE;
}

void
auditor_run(const char *store_dir)
{
	const struct sched_param none = {0};
	const struct sigaction end = {.sa_handler = end_now};
	sched_setscheduler(0, SCHED_IDLE, &none);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	for (;;)
		sleep(audit_once(store_dir) ? DAY_S : TROUBLE_PAUSE_S);
}
