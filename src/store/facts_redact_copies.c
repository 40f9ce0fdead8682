/*
 * The lookups for the copies of a text that is to be removed: mail of ours that holds it, mail
 * that is held, later entries that repeat it, old backups.
 */
#include "store/gathering_redact.h"

#include "base/text.h"
#include "store/outbox.h"

#include <string.h>

/* Entries looked at in one case: more than people write. */
#define LATER_LOOKED_AT 2000

/* JSON has line ends as \n, which must not glue words together. */
static gboolean
repeats_in_json(const Removal *removal, const char *json)
{
	g_autoptr(GString) text = g_string_new(json);
	g_string_replace(text, "\\n", "  ", 0);
	g_string_replace(text, "\"", " ", 0);
	return removal_repeats(removal, text->str);
}

static GBytes *
frame_of(const OutboxRow *row)
{
	GByteArray *all = g_byte_array_new();
	GBytes *pieces[] = {row->head, row->tail};
	for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
		gsize length = 0;
		const guint8 *data = pieces[i] ? g_bytes_get_data(pieces[i], &length) : NULL;
		if (length > 0)
			g_byte_array_append(all, data, (guint)length);
	}
	return g_byte_array_free_to_bytes(all);
}

static gboolean
frame_repeats(const Removal *removal, const OutboxRow *row)
{
	g_autoptr(GBytes) frame = frame_of(row);
	g_autoptr(PartSource) parts = part_source_open_bytes(frame);
	return removal_repeats_parts(removal, parts);
}

/* An event holds but the begin of a long text, by which the whole isn't found. */
static gboolean
event_repeats(const Removal *removal, const OutboxRow *row, const char *json)
{
	gboolean is_of_case = redaction_has(removal->cases, row->case_id);
	return repeats_in_json(removal, json) || (is_of_case && strstr(json, "_cut\":true"));
}

static gboolean
row_repeats(const Removal *removal, const OutboxRow *row)
{
	for (guint i = 0; i < row->parts->len; i++) {
		const OutboxPart *part = row->parts->pdata[i];
		if (redaction_has(removal->r->messages, part->message))
			return TRUE;
	}
	if (!row->head)
		return FALSE;
	gboolean is_event = *row->partner != '\0';
	if (!is_event && strcmp(row->kind, OUTBOX_UNMADE) != 0)
		return removal_repeats(removal, row->subject) || frame_repeats(removal, row);
	gsize length = 0;
	const char *data = g_bytes_get_data(row->head, &length);
	g_autofree char *json = text_make_valid(data, length);
	return is_event ? event_repeats(removal, row, json) : repeats_in_json(removal, json);
}

/* What is done needs its bytes no more, so of the case all go, whatever they say; what isn't done
 * goes out unless it repeats the text. */
static void
take_notice(Gathering *g, const Removal *removal, gint64 id, gboolean is_of_case)
{
	Redaction *r = removal->r;
	if (g->failure)
		return;
	g_autoptr(OutboxRow) row = outbox_get(g->store, id, &g->failure);
	if (!row)
		return;
	if (!row->head) {
		/* What was removed before may have a title left. */
		if (removal_repeats(removal, row->subject))
			redaction_add(r->sent, id);
		return;
	}
	gboolean holds = row_repeats(removal, row);
	gboolean is_done = row->state == OUTBOX_SENT || row->state == OUTBOX_DROPPED;
	if (is_done && (holds || is_of_case))
		redaction_add(r->sent, id);
	else if (holds)
		redaction_add(r->unsent, id);
	g_autofree char *tried =
		g_strdup_printf("%s (tried before: perhaps too late)", row->recipient);
	if (holds && is_done && row->state == OUTBOX_SENT)
		redaction_add_word(r->reached, row->recipient);
	if (holds && !is_done)
		redaction_add_word(r->spared, row->tries > 0 ? tried : row->recipient);
}

static void
gather_notices(Gathering *g, const Removal *removal, gint64 case_id)
{
	static const char sql[] =
		"SELECT id FROM outbox WHERE case_id = $1 AND created_ms >= $2 ORDER BY id";
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(gint64));
	gather_rows(g, rows, db_query(g->db, sql, "ii", case_id, removal->at_ms));
	for (guint i = 0; i < rows->len; i++)
		take_notice(g, removal, g_array_index(rows, gint64, i), TRUE);
}

/* Lists of cases and of held mail belong to no case; they hold titles, subjects, first lines. The
 * newest come first, so that those of before need not be looked at. */
static void
gather_notices_apart(Gathering *g, const Removal *removal)
{
	static const char sql[] =
		"SELECT id, case_id IS NULL, created_ms FROM outbox ORDER BY id DESC";
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(Query) query = db_query(g->db, sql, "");
	while (!g->failure && query_next(query, &g->failure) &&
	       query_int(query, 2) >= removal->at_ms)
		if (query_int(query, 1)) {
			gint64 id = query_int(query, 0);
			g_array_append_val(rows, id);
		}
	for (guint i = 0; i < rows->len; i++)
		take_notice(g, removal, g_array_index(rows, gint64, i), FALSE);
}

static void
gather_fanout(Gathering *g, const Removal *removal)
{
	static const char sql[] = "SELECT id, coalesce(case_id, 0), notice FROM fanout";
	g_autoptr(Query) query = db_query(g->db, sql, "");
	while (!g->failure && query_next(query, &g->failure)) {
		if (!redaction_has(removal->cases, query_int(query, 1)) ||
		    !repeats_in_json(removal, query_text(query, 2)))
			continue;
		redaction_add(removal->r->fanout, query_int(query, 0));
		g_autoptr(Js) notice = js_read(query_text(query, 2), NULL);
		const char *to = notice ? js_get_text(notice, "to_address") : NULL;
		redaction_add_word(removal->r->spared, to ? to : "somebody");
	}
}

/* Of what goes, decided or not; who still waited for a decision has to write anew. */
static void
gather_held_of(Gathering *g, Redaction *r, gint64 message)
{
	static const char sql[] =
		"SELECT h.id, h.decision IS NULL, h.sender FROM held h JOIN delivery d ON d.id = "
		"h.delivery WHERE d.message = $1";
	g_autoptr(Query) query = db_query(g->db, sql, "i", message);
	while (!g->failure && query_next(query, &g->failure)) {
		redaction_add(r->held, query_int(query, 0));
		if (query_int(query, 1))
			redaction_add_word(r->stopped, query_text(query, 2));
	}
}

static void
gather_later(Gathering *g, const Removal *removal, gint64 case_id)
{
	static const char sql[] =
		"SELECT e.id, e.seq, e.text, coalesce(e.full_text, ''), c.prefix || '-' || "
		"c.number, e.masked, coalesce(e.message, 0) FROM entry e JOIN cases c ON c.id = "
		"e.case_id WHERE e.case_id = $1 AND "
		"e.at_ms >= $2 ORDER BY e.seq LIMIT $3";
	Redaction *r = removal->r;
	g_autoptr(Query) query =
		db_query(g->db, sql, "iii", case_id, removal->at_ms, (gint64)LATER_LOOKED_AT);
	while (!g->failure && query_next(query, &g->failure)) {
		gint64 masked_in = query_int(query, 5) > 0 ? query_int(query, 6) : 0;
		if (redaction_has(r->entries, query_int(query, 0)) ||
		    !(removal_repeats(removal, query_text(query, 2)) ||
		      removal_repeats(removal, query_text(query, 3)) ||
		      removal_has_masked(g, removal, masked_in)))
			continue;
		g_autofree char *place =
			g_strdup_printf("entry %" G_GINT64_FORMAT "%s%s", query_int(query, 1),
					case_id == r->case_id ? "" : " of ",
					case_id == r->case_id ? "" : query_text(query, 4));
		redaction_add_word(r->elsewhere, place);
	}
}

/* Made before each schema step; they are the site's to remove. */
static void
gather_backups(Gathering *g, const Removal *removal)
{
	g_autoptr(GDir) folder = g_dir_open(store_dir(g->store), 0, NULL);
	for (const char *name; folder && (name = g_dir_read_name(folder));)
		if (g_str_has_prefix(name, STORE_BACKUP_PREFIX))
			redaction_add_word(removal->r->backups, name);
}

void
gather_copies(Gathering *g, Removal *removal)
{
	for (guint i = 0; i < removal->r->messages->len; i++)
		gather_held_of(g, removal->r, g_array_index(removal->r->messages, gint64, i));
	for (guint i = 0; i < removal->cases->len; i++) {
		gint64 case_id = g_array_index(removal->cases, gint64, i);
		gather_notices(g, removal, case_id);
		gather_later(g, removal, case_id);
	}
	gather_notices_apart(g, removal);
	gather_fanout(g, removal);
	gather_backups(g, removal);
}
