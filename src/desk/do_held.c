/*
 * Verbs about mail that waits: held for staff, or returned to its writer.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/when.h"

#include <string.h>

/* The staff of its desk decides; where that has none, all staff. */
static gboolean
is_ours(const Doing *d, const HeldFact *held)
{
	gboolean any = FALSE;
	for (guint i = 0; i < d->b->facts->staff->len; i++) {
		const PersonFact *person = d->b->facts->staff->pdata[i];
		if (strcmp(person->desk, held->desk) != 0)
			continue;
		any = TRUE;
		if (person->id == d->h->actor_person)
			return TRUE;
	}
	return !any;
}

static const HeldFact *
find_held(const Doing *d, const char *key)
{
	gint64 number = 0;
	gboolean is_number = text_to_int(key, 1, G_MAXINT64, &number);
	for (guint i = 0; i < d->b->facts->held_named->len; i++) {
		const HeldFact *held = d->b->facts->held_named->pdata[i];
		gboolean matches = is_number ? held->number == number : !strcmp(held->token, key);
		if (matches && held->kind != HELD_RETURNED && is_ours(d, held))
			return held;
	}
	return NULL;
}

static void
add_once(GPtrArray *list, const HeldFact *held)
{
	if (!g_ptr_array_find(list, held, NULL))
		g_ptr_array_add(list, unconst(held));
}

static gboolean
add_all(const Doing *d, GPtrArray *list, GError **error)
{
	const Facts *facts = d->b->facts;
	if (!facts->is_digest_answered)
		return error_perm(error, "\"all\" means those of a digest: answer the digest, or "
					 "write the numbers");
	for (guint i = 0; i < facts->held->len; i++)
		if (is_ours(d, facts->held->pdata[i]))
			add_once(list, facts->held->pdata[i]);
	return TRUE;
}

static gboolean
take_word(const Doing *d, const char *word, GPtrArray *list, HeldWay *way, GError **error)
{
	if (*way == HELD_LET && text_same_name(word, "follow"))
		*way = HELD_LET_FOLLOW;
	else if (*way == HELD_LET && text_same_name(word, "alias"))
		*way = HELD_LET_ALIAS;
	else if (text_same_name(word, "all"))
		return add_all(d, list, error);
	else {
		const HeldFact *held = find_held(d, word);
		if (!held)
			return error_perm(error, "there is no held mail \"%s\" at your desk", word);
		add_once(list, held);
	}
	return TRUE;
}

/* The held mails a value names, each once. (transfer full) */
static GPtrArray *
read_value(const Doing *d, const char *value, HeldWay *way, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	g_auto(GStrv) words = g_strsplit_set(value, ",; ", -1);
	for (guint i = 0; words[i]; i++)
		if (*words[i] && !take_word(d, words[i], list, way, error))
			return NULL;
	if (list->len > 0 || text_same_name(value, "all"))
		return g_steal_pointer(&list);
	error_perm(error, "which one? Write its number");
	return NULL;
}

static void
say_decided(Doing *d, const HeldFact *held)
{
	doing_say(d, "Held mail %" G_GINT64_FORMAT " was %s already%s%s.", held->number,
		  held->decision, *held->decided_by ? " by " : "", held->decided_by);
}

static void
say_done(Doing *d, const HeldFact *held, HeldWay way)
{
	static const char *const what[] = {
		[HELD_LET] = "is let through",
		[HELD_LET_FOLLOW] = "is let through, and its sender follows the case",
		[HELD_LET_ALIAS] = "is let through; from now on its sender's address belongs to",
		[HELD_DROP] = "is dropped",
	};
	gboolean names = way == HELD_LET_ALIAS;
	doing_say(d, "Held mail %" G_GINT64_FORMAT " from %s %s%s%s.", held->number,
		  *held->sender ? held->sender : "nobody", what[way], names ? " " : "",
		  names ? held->bearer : "");
}

static gboolean
decide(Doing *d, const char *value, HeldWay way, GError **error)
{
	g_autoptr(GPtrArray) list = read_value(d, value, &way, error);
	if (!list)
		return FALSE;
	for (guint i = 0; i < list->len; i++) {
		const HeldFact *held = list->pdata[i];
		if (*held->decision)
			say_decided(d, held);
		else if (plan_decide_held(d->b, held, way, d->h->actor, error))
			say_done(d, held, way);
		else
			return FALSE;
	}
	if (list->len == 0)
		doing_say(d, "Nothing of that digest waits any more.");
	return TRUE;
}

gboolean
do_release(Doing *d, const char *value, GError **error)
{
	return decide(d, value, HELD_LET, error);
}

gboolean
do_drop(Doing *d, const char *value, GError **error)
{
	return decide(d, value, HELD_DROP, error);
}

/* What may hold a secret is sent only if it is named: it may have been sent in other words. */
static gboolean
is_sure(const HeldFact *held)
{
	return !release_is_seen(returned_release(returned_from_why(held->reason)));
}

static gboolean
is_open(const Doing *d, const HeldFact *held)
{
	return !*held->decision && held->expires_ms > d->b->facts->now_ms;
}

static gboolean
is_of_other_case(const Doing *d, const HeldFact *held)
{
	gint64 id = d->h->c ? d->h->c->id : 0;
	return id && held->case_id && held->case_id != id;
}

/* The one that this mail answers, whatever became of it. */
static const HeldFact *
find_answered(const Doing *d)
{
	const GPtrArray *list = d->b->facts->returned;
	for (guint i = 0; i < list->len; i++) {
		const HeldFact *held = list->pdata[i];
		if (held->is_answered)
			return held;
	}
	return NULL;
}

static const HeldFact *
find_only_open(const Doing *d)
{
	const GPtrArray *list = d->b->facts->returned;
	const HeldFact *found = NULL;
	for (guint i = 0; i < list->len; i++) {
		const HeldFact *held = list->pdata[i];
		if (!is_open(d, held))
			continue;
		if (found)
			return NULL;
		found = held;
	}
	return found && is_sure(found) && !is_of_other_case(d, found) ? found : NULL;
}

static const HeldFact *
find_numbered(const Doing *d, const char *value)
{
	const GPtrArray *list = d->b->facts->held_named;
	gint64 number = 0;
	if (!text_to_int(value, 1, G_MAXINT64, &number))
		return NULL;
	for (guint i = 0; i < list->len; i++) {
		const HeldFact *held = list->pdata[i];
		if (held->number == number && held->kind == HELD_RETURNED &&
		    held->person == d->h->actor_person)
			return held;
	}
	return NULL;
}

/* Those of this case alone, if there are any. */
static char *
numbers_to_choose(const Doing *d)
{
	const GPtrArray *list = d->b->facts->returned;
	g_autoptr(GString) here = g_string_new(NULL);
	g_autoptr(GString) all = g_string_new(NULL);
	for (guint i = 0; i < list->len; i++) {
		const HeldFact *held = list->pdata[i];
		if (!is_open(d, held))
			continue;
		g_autofree char *number =
			*held->case_number ? g_strdup_printf("%" G_GINT64_FORMAT " (%s)",
							     held->number, held->case_number)
					   : g_strdup_printf("%" G_GINT64_FORMAT, held->number);
		g_string_append_printf(all, "%s%s", all->len ? ", " : "", number);
		if (d->h->c && d->h->c->id && held->case_id == d->h->c->id)
			g_string_append_printf(here, "%s%s", here->len ? ", " : "", number);
	}
	return g_strdup(here->len > 0 ? here->str : all->str);
}

/* Nothing is sent but what the answer is about, or its number says. */
static gboolean
refuse_to_send(const Doing *d, const char *value, GError **error)
{
	if (!*value && d->b->facts->is_return_answered)
		return error_perm(error, "the mail that you answer has nothing that could be sent");
	g_autofree char *numbers = numbers_to_choose(d);
	if (!*numbers)
		return error_perm(error, "no mail of yours has been returned in the last 7 days "
					 "that could be sent");
	return error_perm(error,
			  "which one? Answer the mail that told you of it, or write “#send” with "
			  "its number: %s",
			  numbers);
}

/* How a returned mail is named to its writer, behind "your mail of". (transfer full) */
static char *
name_of(const Doing *d, const HeldFact *held)
{
	const When at = {.at_ms = held->held_ms};
	g_autofree char *when = when_spoken(&at, d->b->facts->zone);
	return is_of_other_case(d, held) ? g_strdup_printf("%s in %s", when, held->case_number)
					 : g_steal_pointer(&when);
}

/* What was sent, or put right, is sent by no second word. */
static gboolean
check_sendable(const Doing *d, const HeldFact *held, gboolean is_numbered, GError **error)
{
	g_autofree char *name = name_of(d, held);
	if (!strcmp(held->decision, "released"))
		return error_perm(error, "your mail of %s was sent already", name);
	if (*held->decision && *held->decided_by)
		return error_perm(
			error,
			"your mail of %s was put right by a later one of yours, so it was not "
			"sent again",
			name);
	if (!is_open(d, held))
		return error_perm(
			error,
			"your mail of %s was returned more than 7 days ago and is given up; "
			"write it once more",
			name);
	Returned as = returned_from_why(held->reason);
	if (as == RETURNED_UNNAMED)
		return error_perm(
			error,
			"your mail of %s forwards a customer's, and nothing says whose; forward "
			"that one to the desk once more, with the address: #for "
			"anna@example.com",
			name);
	if (!is_numbered && !held->is_told && as == RETURNED_SECRET_TEXT)
		return error_perm(
			error,
			"your mail of %s came back once more, for what its text holds: answer "
			"the mail that told you so",
			name);
	return TRUE;
}

static void
say_sent(Doing *d, const HeldFact *held, Returned as)
{
	g_autofree char *name = name_of(d, held);
	if (as == RETURNED_SECRET)
		doing_say(d, "Your mail of %s is sent as it stands, with the commands in it.",
			  name);
	else if (as == RETURNED_INSIDE)
		doing_say(d,
			  "The text of your mail of %s is kept as a note for staff alone, without "
			  "the "
			  "commands in it.",
			  name);
	else
		doing_say(d, "The text of your mail of %s is sent, without the commands in it.",
			  name);
}

gboolean
do_send(Doing *d, const char *value, GError **error)
{
	const HeldFact *held = *value                            ? find_numbered(d, value)
			       : d->b->facts->is_return_answered ? find_answered(d)
								 : find_only_open(d);
	if (!held)
		return refuse_to_send(d, value, error);
	if (!check_sendable(d, held, *value, error))
		return FALSE;
	Returned as = returned_from_why(held->reason);
	plan_release(d->b, held, returned_release(as), d->h->actor);
	say_sent(d, held, as);
	return TRUE;
}
