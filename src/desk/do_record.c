/*
 * Verbs that ask about a case: how it stands, and what was said in it.  Whoever has no proof is
 * told status and ETA alone, which nobody but the desk wrote.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"

/* Of what happened last, in an overview. */
#define LAST_ENTRIES 5
#define LAST_BYTES   (8 * 1024)

static const char *
name_for_staff(const Doing *d)
{
	return d->h->actor_is_staff ? NULL : d->b->desk->title;
}

static Js *
record_data(const Doing *d, guint from, gsize room)
{
	const CaseFact *c = d->h->c;
	Js *data = js_object();
	Js *entries = d->h->actor_proven ? plan_entries(c->record, from, name_for_staff(d), room)
					 : js_array();
	js_set_bool(data, "has_entries", js_size(entries) > 0);
	js_set(data, "entries", entries);
	js_set_bool(data, "is_proven", d->h->actor_proven);
	js_set_int(data, "left_out", c->record_cut);
	js_set_bool(data, "is_question", d->h->asks);
	return data;
}

/* A case that this very mail opens has its receipt. */
static gboolean
is_new(const Doing *d)
{
	return d->h->c->id == 0;
}

gboolean
do_info(Doing *d, const char *value, GError **error)
{
	(void)value;
	(void)error;
	if (is_new(d))
		return TRUE;
	const CaseFact *c = d->h->c;
	guint count = c->record ? c->record->len : 0;
	guint from = count - MIN(count, LAST_ENTRIES);
	const Answer answer = {.subject = SUBJECT_OVERVIEW,
			       .event = EVENT_OVERVIEW,
			       .title = c->title,
			       .data = record_data(d, from, LAST_BYTES),
			       .has_notes = TRUE};
	plan_answer(d->b, d->h, &answer);
	return TRUE;
}

gboolean
do_history(Doing *d, const char *value, GError **error)
{
	(void)value;
	(void)error;
	if (is_new(d))
		return TRUE;
	const Answer answer = {.subject = SUBJECT_HISTORY,
			       .event = EVENT_HISTORY,
			       .title = d->h->c->title,
			       .data = record_data(d, 0, LIMIT_RECORD_BYTES),
			       .has_notes = TRUE};
	plan_answer(d->b, d->h, &answer);
	return TRUE;
}
