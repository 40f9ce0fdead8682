/*
 * What the doers of verbs have in common.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

static void add_sentence(Doing *d, const char *format, va_list args) G_GNUC_PRINTF(2, 0);

static void
add_sentence(Doing *d, const char *format, va_list args)
{
	g_ptr_array_add(d->done, g_strdup_vprintf(format, args));
}

void
doing_say(Doing *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	add_sentence(d, format, args);
	va_end(args);
}

void
doing_tell(Doing *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	add_sentence(d, format, args);
	va_end(args);
	*d->tells = TRUE;
}

Happening *
doing_happening(const Doing *d, const CaseFact *c)
{
	Happening *h = happening_new(case_fact_copy(c));
	h->actor = d->h->actor;
	h->actor_person = d->h->actor_person;
	h->actor_name = d->h->actor_name;
	h->actor_proven = d->h->actor_proven;
	h->actor_is_staff = d->h->actor_is_staff;
	h->proof = d->h->proof;
	h->message_id = d->h->message_id;
	return h;
}

const CaseFact *
doing_case(Doing *d, const char *number, GError **error)
{
	const CaseFact *c = facts_case(d->b->facts, number);
	if (!c)
		error_perm(error, "there is no case \"%s\"; a case number looks like %s-12", number,
			   d->b->desk->prefix);
	return c;
}

static gboolean
is_same(const Answer *one, const Answer *other)
{
	return one->event == other->event && !strcmp(one->title, other->title);
}

void
doing_answer(Doing *d, const Answer *answer)
{
	if (!d->answers) {
		plan_answer(d->b, d->h, answer);
		return;
	}
	for (guint i = 0; i < d->answers->len; i++)
		if (is_same(d->answers->pdata[i], answer)) {
			js_free(answer->data);
			return;
		}
	g_ptr_array_add(d->answers, answer_keep(answer));
}

void
doing_request(Doing *d, const char *label, const char *current, const char *wanted)
{
	Happening *h = d->h;
	g_autofree char *text = g_strdup_printf("%s asked for: %s", label, wanted);
	plan_add_entry(d->b->plan, happening_entry(h, "request", text));
	g_autofree char *asked = g_strdup_printf("%s asked for", label);
	NoticeChange *change = g_new0(NoticeChange, 1);
	change->label = g_steal_pointer(&asked);
	change->from = g_strdup(current);
	change->to = g_strdup(wanted);
	change->is_request = TRUE;
	g_ptr_array_add(h->changes, change);
	h->requested = TRUE;
	/* Who opens a case with it reads that in the receipt. */
	if (h->c->id)
		doing_tell(d,
			   "Staff has been asked: %s %s. They decide about it and write to you; "
			   "until then it stays %s.",
			   label, wanted, *current ? current : "as it is");
}

gboolean
doing_set(Doing *d, const char *attribute, const char *label, char **field, const char *value)
{
	if (!strcmp(*field, value))
		return FALSE;
	plan_set(d->b, d->h, attribute, label, *field, value);
	text_put(field, value);
	return TRUE;
}

void
doing_say_unchanged(Doing *d, const char *label, const char *value)
{
	g_autofree char *text = text_collapse(d->h->text ? d->h->text : "");
	if (d->h->actor_is_staff && d->h->actor_person && !*text)
		doing_say(d, "%s is %s already.", label, *value ? value : "none");
}

gboolean
doing_change(Doing *d, const char *attribute, const char *label, char **field, const char *value)
{
	gboolean changes = doing_set(d, attribute, label, field, value);
	if (!changes)
		doing_say_unchanged(d, label, value);
	return changes;
}
