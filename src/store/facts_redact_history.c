/*
 * The lookups for what stands with a case because of a text that is to be removed: its title, and
 * the tag that the history notes.
 */
#include "store/gathering_redact.h"

#include "base/text.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
/* As desk/do_marks.c writes it. */
#define TAG_NOTE "Tag: "

/* As it begins, perhaps cut, or with words of it that give it away. */
static gboolean
is_of_text(const char *title, const char *text)
{
	g_autofree char *begin = text_collapse(title);
	g_autofree char *words = text_collapse(text);
	if (g_str_has_suffix(begin, ELLIPSIS))
		begin[strlen(begin) - strlen(ELLIPSIS)] = '\0';
	return strstr(words, begin) || redaction_repeats(title, text);
}

/* Who splits a message off may have given the new case a title in words of the own. */
static gboolean
is_given_by_split(Gathering *g, gint64 case_id, const char *title)
{
	static const char sql[] =
		"SELECT coalesce(full_text, text) FROM entry WHERE split_into = $1";
	g_autoptr(Query) query = db_query(g->db, sql, "i", case_id);
	return query_next(query, &g->failure) && !is_of_text(title, query_text(query, 0));
}

void
gather_redacted_title(Gathering *g, Removal *removal, gint64 case_id, gint64 seq)
{
	static const char next_sql[] = "SELECT id FROM entry WHERE case_id = $1 AND seq > $2 AND "
				       "kind = 'title' ORDER BY seq LIMIT 1";
	static const char sql[] = "SELECT title, prefix || '-' || number FROM cases WHERE id = $1";
	gint64 next = 0;
	if (g->failure || !db_get_int(g->db, 0, &next, &g->failure, next_sql, "ii", case_id, seq))
		return;
	if (next) {
		removal->r->had_title = TRUE;
		redaction_add(removal->r->entries, next);
		return;
	}
	g_autoptr(Query) query = db_query(g->db, sql, "i", case_id);
	if (!query_next(query, &g->failure) ||
	    (seq == 1 && is_given_by_split(g, case_id, query_text(query, 0))) || g->failure)
		return;
	removal->r->had_title = TRUE;
	redaction_add(removal->r->retitled, case_id);
	g_ptr_array_add(removal->wanted, g_strdup(query_text(query, 0)));
	redaction_add_word(removal->r->titled, query_text(query, 1));
}

static void
take_tag(Gathering *g, Removal *removal, gint64 case_id)
{
	static const char sql[] = "SELECT tag FROM case_tag WHERE case_id = $1 AND tag = $2";
	const char *said = removal->r->text;
	if (g->failure || !g_str_has_prefix(said, TAG_NOTE))
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "it", case_id, said + strlen(TAG_NOTE));
	if (query_next(query, &g->failure))
		redaction_add_tag(removal->r, case_id, query_text(query, 0));
}

void
gather_redacted_setting(Gathering *g, Removal *removal)
{
	const Redaction *r = removal->r;
	if (!strcmp(r->kind, "title"))
		gather_redacted_title(g, removal, r->case_id, r->seq);
	if (strcmp(r->kind, "tag") != 0)
		return;
	take_tag(g, removal, r->case_id);
	if (r->goes_on != r->case_id)
		take_tag(g, removal, r->goes_on);
}
