/*
 * Verbs about what colleagues know a case by: its tags, of which customers don't hear, and under
 * whose name they write.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/choice.h"

#include <string.h>

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
		return tags->len ? error_perm(error, "the case has no tag \"%s\"; it has: %s", tag,
					      list)
				 : error_perm(error, "the case has no tag \"%s\"", tag);
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
	if (!away && known) {
		doing_say(d, "The case has the tag %s already.", known);
		return TRUE;
	}
	if (away && !known)
		return TRUE; /* named twice */
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

/* "-" before a tag means the contrary. All of it is looked at before anything is done. */
static gboolean
tag_all(Doing *d, const char *value, gboolean away, GError **error)
{
	g_auto(GStrv) pieces = g_strsplit_set(value, ",;", -1);
	gboolean any = FALSE;
	for (int only_look = TRUE; only_look >= FALSE; only_look--)
		for (guint i = 0; pieces[i]; i++) {
			const char *tag = g_strstrip(pieces[i]);
			gboolean minus = *tag == '-';
			tag += strspn(tag, "+- ");
			any = any || *tag;
			if (*tag && !set_tag(d, tag, away || minus, only_look, error))
				return FALSE;
		}
	return any || error_perm(error, "nothing is named");
}

gboolean
do_tag(Doing *d, const char *value, GError **error)
{
	return tag_all(d, value, FALSE, error);
}

gboolean
do_untag(Doing *d, const char *value, GError **error)
{
	return tag_all(d, value, TRUE, error);
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
