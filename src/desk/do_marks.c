/*
 * Verbs about what colleagues know a case by: tags, and links with other cases.  Customers
 * hear of neither: other cases are other people's.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/choice.h"

#include <string.h>

/* Does `each` to every piece of a list; "-" before one means the contrary. All of it is looked at
 * before anything is done. */
typedef gboolean (*PieceAct)(Doing *d, const char *piece, gboolean away, gboolean only_look,
			     GError **error);

static gboolean
each_piece(Doing *d, const char *value, const char *separators, gboolean away, PieceAct act,
	   GError **error)
{
	g_auto(GStrv) pieces = g_strsplit_set(value, separators, -1);
	gboolean any = FALSE;
	for (int only_look = TRUE; only_look >= FALSE; only_look--)
		for (guint i = 0; pieces[i]; i++) {
			const char *piece = g_strstrip(pieces[i]);
			gboolean minus = *piece == '-';
			piece += strspn(piece, "+- ");
			any = any || *piece;
			if (*piece && !act(d, piece, away || minus, only_look, error))
				return FALSE;
		}
	return any || error_perm(error, "nothing is named");
}

static const char *
find_string(const GPtrArray *strings, const char *wanted, guint *at_out)
{
	for (guint i = 0; i < strings->len; i++)
		if (text_same_name(strings->pdata[i], wanted)) {
			*at_out = i;
			return strings->pdata[i];
		}
	return NULL;
}

static gboolean
check_tag(const GPtrArray *tags, const char *tag, gboolean away, GError **error)
{
	guint at;
	g_autofree char *list = choice_list(tags);
	g_autofree char *safe = header_safe(tag);
	if (strcmp(safe, tag) != 0 || g_utf8_strlen(tag, -1) > LIMIT_WORD_CHARS)
		return error_perm(error, "a tag is a word of at most %d characters",
				  LIMIT_WORD_CHARS);
	if (away && !find_string(tags, tag, &at))
		return error_perm(error, "the case has no tag \"%s\"%s%s", tag,
				  tags->len ? "; it has: " : "", list);
	return TRUE;
}

static gboolean
set_tag(Doing *d, const char *tag, gboolean away, gboolean only_look, GError **error)
{
	GPtrArray *tags = d->h->c->tags;
	guint at = 0;
	if (only_look)
		return check_tag(tags, tag, away, error);
	const char *known = find_string(tags, tag, &at);
	if (away == (known == NULL))
		return TRUE; /* it is so already */
	plan_change(d->b->plan, away ? CHANGE_UNTAG : CHANGE_TAG)->value =
		g_strdup(away ? known : tag);
	g_autofree char *text =
		g_strdup_printf(away ? "Tag removed: %s" : "Tag: %s", away ? known : tag);
	plan_note(d->b, d->h, "tag", NULL, "", text);
	doing_say(d, "%s", text);
	if (away)
		g_ptr_array_remove_index(tags, at);
	else
		g_ptr_array_add(tags, g_strdup(tag));
	return TRUE;
}

gboolean
do_tag(Doing *d, const char *value, GError **error)
{
	return each_piece(d, value, ",;", FALSE, set_tag, error);
}

gboolean
do_untag(Doing *d, const char *value, GError **error)
{
	return each_piece(d, value, ",;", TRUE, set_tag, error);
}

static gboolean
check_link(Doing *d, const char *number, gboolean away, GError **error)
{
	const CaseFact *c = d->h->c, *other = doing_case(d, number, error);
	guint at;
	if (!other)
		return FALSE;
	if (c->id == 0)
		return error_perm(error, "the case is not open yet; answer its mail for that");
	if (other->id == c->id)
		return error_perm(error, "%s is this very case", c->number);
	if (away && !find_string(c->links, other->number, &at))
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

static gboolean
set_link(Doing *d, const char *number, gboolean away, gboolean only_look, GError **error)
{
	GPtrArray *links = d->h->c->links;
	guint at = 0;
	if (only_look)
		return check_link(d, number, away, error);
	const CaseFact *other = facts_case(d->b->facts, number);
	if (away == (find_string(links, other->number, &at) == NULL))
		return TRUE; /* it is so already */
	Change *change = plan_change(d->b->plan, away ? CHANGE_UNLINK : CHANGE_LINK);
	change->number = other->id;
	change->value = g_strdup(other->number);
	change->name = g_strdup("related");
	note_link(d, other, away);
	if (away)
		g_ptr_array_remove_index(links, at);
	else
		g_ptr_array_add(links, g_strdup(other->number));
	return TRUE;
}

gboolean
do_link(Doing *d, const char *value, GError **error)
{
	return each_piece(d, value, ",; ", FALSE, set_link, error);
}

gboolean
do_unlink(Doing *d, const char *value, GError **error)
{
	return each_piece(d, value, ",; ", TRUE, set_link, error);
}

gboolean
do_reply_as(Doing *d, const char *value, GError **error)
{
	gboolean is_me = words_mean(d->b->site->words, value, "me");
	gboolean is_desk = text_same_name(value, "desk") ||
			   text_same_name(value, d->b->desk->name) ||
			   text_same_name(value, d->b->desk->title);
	if (!is_me && !is_desk)
		return error_perm(
			error, "\"%s\" is no name to answer under; choose one of: desk, me", value);
	CaseFact *c = d->h->c;
	doing_say(d, is_desk ? "Customers read the desk's name instead of those of its staff."
			     : "Customers read the names of staff.");
	if (c->hides_staff == is_desk)
		return TRUE;
	c->hides_staff = is_desk;
	Change *change = plan_change(d->b->plan, CHANGE_SET);
	change->name = g_strdup("hides_staff");
	change->value = g_strdup(is_desk ? "yes" : "");
	return TRUE;
}
