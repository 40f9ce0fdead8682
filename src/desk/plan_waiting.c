/*
 * Mail that waits for staff, held or in quarantine.  They are told of it, but a flood of it
 * must not become a flood to them: of what is in quarantine the staff of a desk gets one word
 * an hour, of what is held a digest after each pause, sooner if it is about an emergency.
 */
#include "base/limits.h"
#include "base/text.h"
#include "desk/plan_build.h"
#include "desk/when.h"

#define MINUTE_MS ((gint64)60 * 1000)
#define HOUR_MS   (60 * MINUTE_MS)
/* Anybody can make his mail look like one about an emergency. */
#define URGENT_PAUSE_MS (5 * MINUTE_MS)

static void
note_told(Builder *b, WaitingKind kind, gboolean more)
{
	plan_change(b->plan, CHANGE_TOLD)->value = waiting_told_key(kind, b->desk->name, more);
}

static void
tell_quarantined(Builder *b, const char *title, const char *from, const char *why)
{
	const StaffWord word = {SUBJECT_QUARANTINED, EVENT_QUARANTINED, title, from, why, NULL};
	plan_tell_staff(b, &word);
	note_told(b, WAITING_QUARANTINED, FALSE);
}

void
plan_tell_quarantined(Builder *b, const char *from, const char *why)
{
	g_autofree char *title = g_strdup_printf("from %s", *from ? from : "the null sender");
	if (waiting_is_told_lately(b->facts, WAITING_QUARANTINED, HOUR_MS))
		note_told(b, WAITING_QUARANTINED, TRUE);
	else
		tell_quarantined(b, title, from, why);
}

static gboolean
is_quarantine_due(const Facts *facts)
{
	const WaitingFact *waiting = &facts->waiting[WAITING_QUARANTINED];
	return waiting->more_ms && waiting->more_ms >= waiting->told_ms &&
	       !waiting_is_told_lately(facts, WAITING_QUARANTINED, HOUR_MS);
}

static gboolean
is_digest_due(const Facts *facts, const Site *site)
{
	gint64 pause_ms = site->held_digest_minutes * MINUTE_MS;
	if (facts->held->len == 0)
		return FALSE;
	if (facts->held_urgent_news &&
	    !waiting_is_told_lately(facts, WAITING_HELD, MIN(pause_ms, URGENT_PAUSE_MS)))
		return TRUE;
	return facts->held_news && !waiting_is_told_lately(facts, WAITING_HELD, pause_ms);
}

static char *
digest_title(const Facts *facts)
{
	const char *mark = facts->held_urgent_news ? "emergency: " : "";
	gint64 count = facts->held_count;
	if (count >= LIMIT_HELD_COUNTED)
		return g_strdup_printf("%s%d mails or more wait for a decision", mark,
				       LIMIT_HELD_COUNTED);
	return g_strdup_printf("%s%" G_GINT64_FORMAT " %s for a decision", mark, count,
			       count == 1 ? "mail waits" : "mails wait");
}

/* An address at which the mail itself says what is to be done, and a link that writes to it. */
static void
add_action(Js *object, const Builder *b, const HeldFact *held, const char *verb)
{
	g_autofree char *extension = g_strdup_printf("h%s.%s", held->token, verb);
	g_autofree char *address = site_extended_address(b->site, b->desk->address, extension);
	g_autofree char *escaped = g_uri_escape_string(address, "@", TRUE);
	g_autofree char *body =
		b->site->has_extensions
			? g_strdup("")
			: g_strdup_printf("&body=%%23%s%%20%" G_GINT64_FORMAT, verb, held->number);
	g_autofree char *link = g_strdup_printf("mailto:%s?subject=%s%%20%" G_GINT64_FORMAT "%s",
						escaped, verb, held->number, body);
	g_autofree char *link_key = g_strconcat(verb, "_link", NULL);
	js_set_text(object, verb, address);
	js_set_text(object, link_key, link);
}

static Js *
line_of(const Builder *b, const HeldFact *held)
{
	const When at = {.at_ms = held->held_ms};
	g_autofree char *when = when_spoken(&at, b->facts->zone);
	/* A tracking ID is its bearer's own. */
	g_autofree char *bare = track_id_remove_all(held->subject);
	g_autofree char *subject = text_collapse(bare);
	Js *object = js_object();
	js_set_int(object, "number", held->number);
	js_set_text(object, "from", *held->sender ? held->sender : "nobody that can be read");
	js_set_text(object, "subject", *subject ? subject : NO_SUBJECT);
	js_set_text(object, "when", when);
	js_set_text(object, "reason", held->reason);
	js_set_text(object, "first_line", held->first_line);
	js_set_bool(object, "is_proven", held->is_proven);
	js_set_bool(object, "is_known", held->sender_person != 0);
	js_set_text(object, "case", held->case_number);
	js_set_text(object, "bearer", held->bearer);
	js_set_bool(object, "is_urgent", held->is_urgent);
	js_set_bool(object, "has_actions", *held->token != '\0');
	if (*held->token) {
		add_action(object, b, held, "release");
		add_action(object, b, held, "drop");
	}
	return object;
}

static Js *
digest_of(const Builder *b)
{
	const Facts *facts = b->facts;
	const HeldFact *first = facts->held->pdata[0];
	Js *data = js_object();
	Js *mails = js_array();
	for (guint i = 0; i < facts->held->len; i++)
		js_add(mails, line_of(b, facts->held->pdata[i]));
	js_set(data, "mails", mails);
	js_set_int(data, "first", first->number);
	js_set_bool(data, "by_address", b->site->has_extensions);
	js_set_int(data, "left_out", MAX(facts->held_count - facts->held->len, 0));
	js_set_int(data, "minutes", b->site->held_digest_minutes);
	js_set_bool(data, "is_urgent", facts->held_urgent_news);
	return data;
}

static void
tell_held(Builder *b)
{
	g_autofree char *title = digest_title(b->facts);
	g_autoptr(Js) data = digest_of(b);
	const StaffWord word = {SUBJECT_HELD, EVENT_HELD, title, "", "", data};
	plan_tell_staff(b, &word);
	note_told(b, WAITING_HELD, FALSE);
	plan_change(b->plan, CHANGE_HELD_TOLD)->value = g_strdup(b->desk->name);
}

Plan *
plan_for_waiting(const Desk *desk, const Facts *facts, const Site *site)
{
	Plan *plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = desk};
	if (is_digest_due(facts, site))
		tell_held(&b);
	if (is_quarantine_due(facts))
		tell_quarantined(&b, "More messages could not be read", "", "");
	return plan;
}
