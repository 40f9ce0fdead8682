/*
 * The verb about what a case has to do with: other cases, of which customers hear nothing, for they
 * are other people's; and its tickets in the trackers of others, each with its status in words.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/case_number.h"
#include "desk/choice.h"

#include <string.h>

/* What a piece of the value names. */
typedef struct Named {
	char *word;             /* the number of a case, or the key of a ticket */
	char *status;           /* of the ticket, in words; NULL: nothing is said of it */
	const Tracker *tracker; /* NULL: it names a case */
	gboolean away;
} Named;

static void
named_free(gpointer data)
{
	Named *named = data;
	g_free(named->word);
	g_free(named->status);
	g_free(named);
}

static gboolean
is_sign(char c)
{
	return c == '-' || c == '+';
}

/* "-ABC-123:" is ABC-123, to be taken away. (transfer full) */
static char *
bare(const char *word)
{
	gsize length = strlen(word += is_sign(*word));
	return g_strndup(word, length - (length > 1 && word[length - 1] == ':'));
}

static gboolean
is_case_number(const Doing *d, const char *word)
{
	gsize length = 0;
	CaseNumber *number = case_number_at(d->b->site, word, word, &length);
	gboolean is_whole = number && !word[length];
	if (number)
		case_number_free(number);
	return is_whole;
}

/* Of one that is no case of ours: also what a tracker has that is no more in the configuration. */
static gboolean
is_key(const Doing *d, const char *key)
{
	g_autoptr(GPtrArray) trackers = trackers_of(d->b->site->trackers, key);
	return !is_case_number(d, key) && (trackers->len > 0 || case_ticket(d->h->c, key));
}

static Named *
add_named(GPtrArray *list, const char *word, gboolean away)
{
	Named *named = g_new0(Named, 1);
	named->word = bare(word);
	named->away = away || *word == '-';
	g_ptr_array_add(list, named);
	return named;
}

static gboolean
is_lone_sign(const char *word)
{
	return is_sign(*word) && !word[1];
}

/* Whether each of these words names a case or a ticket. */
static gboolean
all_name(const Doing *d, char *const *words)
{
	for (guint i = 0; words[i]; i++) {
		g_autofree char *word = bare(words[i]);
		if (!is_lone_sign(words[i]) && !is_case_number(d, word) && !is_key(d, word))
			return FALSE;
	}
	return TRUE;
}

/* "in progress" of "ABC-123: in progress" and "ABC-123 - in progress". (transfer full) */
static char *
status_of(char **words)
{
	g_autofree char *joined = g_strjoinv(" ", words);
	return g_strdup(joined + strspn(joined, "-:= "));
}

/* "ABC-123 in progress", or several that have no status. */
static void
add_piece(const Doing *d, GPtrArray *list, const char *piece, gboolean away)
{
	g_autofree char *line = text_collapse(piece);
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	gboolean minus = words[0] && !strcmp(words[0], "-");
	char **from = words[0] && is_lone_sign(words[0]) ? words + 1 : words;
	if (!from[0])
		return;
	g_autofree char *first = bare(from[0]);
	if (from[1] && is_key(d, first) && !all_name(d, from)) {
		add_named(list, from[0], away || minus)->status = status_of(from + 1);
		return;
	}
	for (; *from; from++) {
		if (!is_lone_sign(*from))
			add_named(list, *from, away || minus);
		minus = !strcmp(*from, "-");
	}
}

static gboolean
check_case(Doing *d, const Named *named, GError **error)
{
	const CaseFact *c = d->h->c, *other = doing_case(d, named->word, error);
	if (!other)
		return FALSE;
	if (other->id == c->id)
		return error_perm(error, "%s is this very case", c->number);
	if (named->away &&
	    !g_ptr_array_find_with_equal_func(c->links, other->number, g_str_equal, NULL))
		return error_perm(error, "there is no link with %s", other->number);
	return TRUE;
}

/* It stands in both histories. */
static void
note_link(Doing *d, const CaseFact *other, gboolean away)
{
	const char *format = away ? "Link removed: %s" : "Linked with %s";
	g_autofree char *here = g_strdup_printf(format, other->number);
	g_autofree char *there = g_strdup_printf(format, d->h->c->number);
	plan_note(d->b, d->h, "link", NULL, "", here);
	plan_turn_to(d->b, other);
	plan_note(d->b, d->h, "link", NULL, "", there);
	plan_turn_to(d->b, NULL);
	doing_say(d, "%s", here);
}

static void
set_case(Doing *d, const Named *named)
{
	GPtrArray *links = d->h->c->links;
	guint at = 0;
	const CaseFact *other = facts_case(d->b->facts, named->word);
	gboolean is_known =
		g_ptr_array_find_with_equal_func(links, other->number, g_str_equal, &at);
	if (!named->away && is_known)
		doing_say(d, "The case is linked with %s already.", other->number);
	if (named->away != is_known)
		return;
	Change *change = plan_change(d->b->plan, named->away ? CHANGE_UNLINK : CHANGE_LINK);
	change->number = other->id;
	change->value = g_strdup(other->number);
	change->name = g_strdup("related");
	note_link(d, other, named->away);
	if (named->away)
		g_ptr_array_remove_index(links, at);
	else
		g_ptr_array_add(links, g_strdup(other->number));
}

static gboolean
check_status(const Named *named, GError **error)
{
	g_autofree char *safe = header_safe(named->status ? named->status : "");
	if (named->away && named->status)
		return error_perm(error,
				  "behind -%s there can't be more; to set its status, write it "
				  "without \"-\"",
				  named->word);
	if (named->status && (strcmp(safe, named->status) != 0 || !*safe ||
			      g_utf8_strlen(safe, -1) > LIMIT_WORD_CHARS))
		return error_perm(error,
				  "the status of a ticket is at most %d characters, without line "
				  "ends and marks of direction",
				  LIMIT_WORD_CHARS);
	return TRUE;
}

/* Finds whose key it is. Which of two trackers is meant nobody can tell. */
static gboolean
check_ticket(const Doing *d, Named *named, GError **error)
{
	g_autoptr(GPtrArray) trackers = trackers_of(d->b->site->trackers, named->word);
	g_autofree char *safe = header_safe(named->word);
	const TicketFact *known = case_ticket(d->h->c, named->word);
	if (strcmp(safe, named->word) != 0 || g_utf8_strlen(safe, -1) > LIMIT_WORD_CHARS)
		return error_perm(error, "the key of a ticket is a word of at most %d characters",
				  LIMIT_WORD_CHARS);
	if (named->away && !known)
		return error_perm(error, "the case has no ticket %s", named->word);
	if (trackers->len > 1 && !named->away) {
		const Tracker *one = trackers->pdata[0], *other = trackers->pdata[1];
		return error_perm(error,
				  "%s may be a ticket of %s and of %s; their patterns have to "
				  "differ, in the configuration",
				  named->word, one->name, other->name);
	}
	if (trackers->len == 0 && !named->away)
		return error_perm(error,
				  "%s is a ticket of %s, which the configuration has no more; -%s "
				  "removes it",
				  named->word, known->tracker, named->word);
	named->tracker = trackers->len ? trackers->pdata[0] : NULL;
	return check_status(named, error);
}

/* "ABC-123: in progress" (transfer full) */
static char *
ticket_text(const char *key, const char *status)
{
	return *status ? g_strdup_printf("%s: %s", key, status) : g_strdup(key);
}

/* Customers are told, with whatever else they are told, of those that are not for staff alone. */
static void
note_ticket(Doing *d, const Tracker *tracker, const char *before, const char *now)
{
	const char *label = *now ? "Ticket" : "Ticket removed";
	g_autofree char *text = *now ? g_strdup_printf("%s %s", label, now)
				     : g_strdup_printf("%s: %s", label, before);
	plan_note(d->b, d->h, "ticket", "Ticket", now, text);
	NoticeChange *change = d->h->changes->pdata[d->h->changes->len - 1];
	text_put(&change->from, before);
	change->is_staffs = !tracker || tracker->is_internal;
}

static void
set_ticket(Doing *d, const Named *named)
{
	CaseFact *c = d->h->c;
	const TicketFact *known = case_ticket(c, named->word);
	g_autofree char *key = g_strdup(known ? known->key : named->word);
	g_autofree char *old = g_strdup(known ? known->status : "");
	gboolean is_none = named->status && words_mean(d->b->site->words, named->status, "none");
	const char *status = is_none ? "" : named->status ? named->status : old;
	if (known && !named->away && !strcmp(status, old)) {
		g_autofree char *text = ticket_text(key, old);
		doing_say(d, "The case has the ticket %s already.", text);
		return;
	}
	g_autofree char *before = known ? ticket_text(key, old) : g_strdup("");
	g_autofree char *now = named->away ? g_strdup("") : ticket_text(key, status);
	note_ticket(d, named->tracker, before, now);
	Change *change = plan_change(d->b->plan, named->away ? CHANGE_DROP_TICKET : CHANGE_TICKET);
	change->name = g_strdup(key);
	if (named->away) {
		case_drop_ticket(c, key);
		return;
	}
	change->address = g_strdup(named->tracker->name);
	change->value = g_strdup(status);
	case_set_ticket(c, named->tracker->name, key, status, 0);
}

static gboolean
check_known(const Doing *d, const Named *named, GError **error)
{
	const GPtrArray *trackers = d->b->site->trackers;
	if (is_case_number(d, named->word))
		return TRUE;
	if (trackers->len == 0)
		return error_perm(
			error,
			"\"%s\" is no case number, which looks like %s-12, and no tracker "
			"is configured here whose tickets could be noted; a case is linked "
			"by its number: #link %s-12",
			named->word, d->b->desk->prefix, d->b->desk->prefix);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < trackers->len; i++)
		g_ptr_array_add(names, ((const Tracker *)trackers->pdata[i])->name);
	g_autofree char *list = choice_list(names);
	return error_perm(error,
			  "\"%s\" is neither a case number, which looks like %s-12, nor the key of "
			  "a ticket as those of %s",
			  named->word, d->b->desk->prefix, list);
}

/* All of it is looked at before anything is done. */
static gboolean
check_all(Doing *d, const GPtrArray *list, GError **error)
{
	if (list->len == 0)
		return error_perm(error, "nothing is named");
	if (d->h->c->id == 0)
		return error_perm(error, "the case is not open yet; answer its mail for that");
	for (guint i = 0; i < list->len; i++) {
		Named *named = list->pdata[i];
		gboolean good = is_key(d, named->word) ? check_ticket(d, named, error)
						       : check_known(d, named, error) &&
								 check_case(d, named, error);
		if (!good)
			return FALSE;
	}
	return TRUE;
}

static gboolean
link_all(Doing *d, const char *value, gboolean away, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(named_free);
	g_auto(GStrv) pieces = g_strsplit_set(value, ",;", -1);
	for (guint i = 0; pieces[i]; i++)
		add_piece(d, list, pieces[i], away);
	if (!check_all(d, list, error))
		return FALSE;
	for (guint i = 0; i < list->len; i++) {
		const Named *named = list->pdata[i];
		if (is_case_number(d, named->word))
			set_case(d, named);
		else
			set_ticket(d, named);
	}
	return TRUE;
}

gboolean
do_link(Doing *d, const char *value, GError **error)
{
	return link_all(d, value, FALSE, error);
}

gboolean
do_unlink(Doing *d, const char *value, GError **error)
{
	return link_all(d, value, TRUE, error);
}
