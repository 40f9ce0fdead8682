/*
 * Mail that waits for staff, held or in quarantine.  They are told of it, but a flood of it
 * must not become a flood to them: the staff of a desk gets one word of each kind an hour, and
 * what comes in between is told of when the hour is over.
 */
#include "base/limits.h"
#include "desk/plan_build.h"

static void
tell(Builder *b, WaitingKind kind, const char *title, const char *from, const char *why)
{
	static const struct {
		SubjectKind subject;
		NoticeEvent event;
	} kinds[WAITING_KINDS] = {
		[WAITING_HELD] = {SUBJECT_HELD, EVENT_HELD},
		[WAITING_QUARANTINED] = {SUBJECT_QUARANTINED, EVENT_QUARANTINED},
	};
	const StaffWord word = {kinds[kind].subject, kinds[kind].event, title, from, why};
	plan_tell_staff(b, &word);
	plan_change(b->plan, CHANGE_TOLD)->value = waiting_told_key(kind, b->desk->name, FALSE);
}

/* TRUE: it is too soon for the next word, which has been noted. */
static gboolean
put_off(Builder *b, WaitingKind kind)
{
	if (!waiting_is_told_lately(b->facts, kind))
		return FALSE;
	plan_change(b->plan, CHANGE_TOLD)->value = waiting_told_key(kind, b->desk->name, TRUE);
	return TRUE;
}

static char *
held_title(gint64 count)
{
	if (count >= LIMIT_HELD_COUNTED)
		return g_strdup_printf("%d mails or more wait for a decision", LIMIT_HELD_COUNTED);
	return g_strdup_printf("%" G_GINT64_FORMAT " %s for a decision", count,
			       count == 1 ? "mail waits" : "mails wait");
}

void
plan_tell_held(Builder *b, const char *from, const char *why)
{
	g_autofree char *title = held_title(b->facts->held_count + 1);
	if (!put_off(b, WAITING_HELD))
		tell(b, WAITING_HELD, title, from, why);
}

void
plan_tell_quarantined(Builder *b, const char *from, const char *why)
{
	g_autofree char *title = g_strdup_printf("from %s", *from ? from : "the null sender");
	if (!put_off(b, WAITING_QUARANTINED))
		tell(b, WAITING_QUARANTINED, title, from, why);
}

static gboolean
is_due(const Facts *facts, WaitingKind kind)
{
	const WaitingFact *waiting = &facts->waiting[kind];
	return waiting->more_ms && waiting->more_ms >= waiting->told_ms &&
	       !waiting_is_told_lately(facts, kind);
}

Plan *
plan_for_waiting(const Desk *desk, const Facts *facts, const Site *site)
{
	Plan *plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = desk};
	g_autofree char *title = held_title(facts->held_count);
	/* Staff may have decided about all of it meanwhile. */
	if (is_due(facts, WAITING_HELD) && facts->held_count > 0)
		tell(&b, WAITING_HELD, title, "", "");
	if (is_due(facts, WAITING_QUARANTINED))
		tell(&b, WAITING_QUARANTINED, "More messages could not be read", "", "");
	return plan;
}
