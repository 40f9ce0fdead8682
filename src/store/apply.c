/*
 * From plan to rows: the last step of the path, under the write lock.
 */
#include "store/applying.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/accept.h"
#include "store/clocks.h"
#include "store/fanout.h"
#include "store/outbox.h"

#include <string.h>

static gboolean
apply_add_person(Apply *a, const Change *change, GError **error)
{
	static const char person_sql[] =
		"INSERT INTO person (name, role, organisation, created_ms, name_key) VALUES ($1, "
		"$2, (SELECT organisation FROM organisation_domain WHERE domain = $3 AND $2 = "
		"'customer'), $4, $5)";
	static const char address_sql[] = "INSERT INTO address (address, person) VALUES ($1, $2)";
	gint64 id = 0;
	if (!apply_find_person(a, change->address, &id, error))
		return FALSE;
	if (id)
		return TRUE;
	g_autofree char *lower = g_utf8_strdown(change->address, -1);
	g_autofree char *key = text_name_key(change->name);
	const char *domain = address_domain(lower);
	gboolean is_free = site_is_free_mail(a->with->site, domain);
	return db_run(a->db, error, person_sql, "tttit", change->name, change->value,
		      is_free ? "" : domain, a->with->now_ms, key) &&
	       db_run(a->db, error, address_sql, "ti", lower, db_last_key(a->db));
}

/* A name that is recorded is never written over. */
static gboolean
apply_name_person(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"UPDATE person SET name = $2, name_key = $3 WHERE id = $1 AND name = ''";
	g_autofree char *key = text_name_key(change->name);
	gint64 id = 0;
	return apply_find_person(a, change->address, &id, error) &&
	       db_run(a->db, error, sql, "itt", id, change->name, key);
}

static gboolean
take_number(Apply *a, const Opening *o, GError **error)
{
	static const char sql[] = "INSERT INTO counter (name, last) VALUES ($1, $2) "
				  "ON CONFLICT (name) DO UPDATE SET last = excluded.last";
	return db_run(a->db, error, sql, "ti", o->prefix, o->number);
}

static gboolean
apply_open_case(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO cases (prefix, number, desk, title, type, status, priority, customer, "
		"organisation, reporter, is_change_request, root_message_id, language, "
		"opened_ms, updated_ms) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, 0), nullif($10, 0), $11, $12, "
		"$13, $14, $14)";
	const Opening *o = change->opening;
	gint64 reporter = 0;
	if (!take_number(a, o, error) || !apply_find_person(a, o->reporter, &reporter, error) ||
	    !db_run(a->db, error, sql, "tittttttiiitti", o->prefix, o->number, o->desk,
		    change->name, o->type, o->status, o->priority, o->customer, o->organisation,
		    reporter, (gint64)o->is_change_request, o->root_message_id, o->language,
		    a->with->now_ms))
		return FALSE;
	a->case_id = db_last_key(a->db);
	a->own = a->own ? a->own : a->case_id;
	return TRUE;
}

static gboolean
set_assignee(Apply *a, const char *address, GError **error)
{
	static const char sql[] = "UPDATE cases SET assignee = nullif($2, 0), updated_ms = $3 "
				  "WHERE id = $1";
	gint64 person = 0;
	return apply_find_person(a, address, &person, error) &&
	       db_run(a->db, error, sql, "iii", a->case_id, person, a->with->now_ms);
}

static gboolean
set_flag(Apply *a, const char *sql, const char *value, GError **error)
{
	return db_run(a->db, error, sql, "iii", a->case_id, (gint64)(*value != '\0'),
		      a->with->now_ms);
}

static gboolean
set_rating(Apply *a, const char *value, GError **error)
{
	static const char sql[] = "UPDATE cases SET rating = $2, updated_ms = $3 WHERE id = $1";
	return db_run(a->db, error, sql, "iii", a->case_id, g_ascii_strtoll(value, NULL, 10),
		      a->with->now_ms);
}

#define SET_SQL(column) "UPDATE cases SET " column " = $2, updated_ms = $3 WHERE id = $1"

static gboolean
apply_set(Apply *a, const Change *change, GError **error)
{
	static const struct {
		const char *attribute;
		const char *sql;
	} table[] = {
		{"status", SET_SQL("status")},         {"priority", SET_SQL("priority")},
		{"severity", SET_SQL("severity")},     {"type", SET_SQL("type")},
		{"title", SET_SQL("title")},           {"eta", SET_SQL("eta")},
		{"emergency", SET_SQL("emergency")},   {"team", SET_SQL("team")},
		{"escalation", SET_SQL("escalation")},
	};
	if (!strcmp(change->name, "change_request"))
		return set_flag(a, SET_SQL("is_change_request"), change->value, error);
	if (!strcmp(change->name, "hides_staff"))
		return set_flag(a, SET_SQL("hides_staff"), change->value, error);
	if (!strcmp(change->name, "assignee"))
		return set_assignee(a, change->value, error);
	if (!strcmp(change->name, "rating"))
		return set_rating(a, change->value, error);
	for (guint i = 0; i < G_N_ELEMENTS(table); i++)
		if (!strcmp(table[i].attribute, change->name))
			return db_run(a->db, error, table[i].sql, "iti", a->case_id, change->value,
				      a->with->now_ms);
	g_assert_not_reached();
}

static gboolean
add_attachments(Apply *a, gint64 entry, GError **error)
{
	static const char sql[] =
		"INSERT INTO attachment (entry, n, name, type, size_bytes, is_inline, sha256, "
		"message, part, is_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
	const Applying *with = a->with;
	if (!with->clues || !with->hashes)
		return TRUE;
	const GPtrArray *attachments = with->clues->mail->attachments;
	for (guint i = 0; i < attachments->len; i++) {
		const Attachment *at = attachments->pdata[i];
		if (!db_run(a->db, error, sql, "iittiibiii", entry, (gint64)i + 1, at->name,
			    at->type, at->size_bytes, (gint64)at->is_inline, with->hashes->pdata[i],
			    with->message, (gint64)at->part, (gint64)at->is_key))
			return FALSE;
	}
	return TRUE;
}

static gboolean
apply_add_entry(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO entry (case_id, seq, at_ms, kind, author, author_name, author_role, "
		"is_proven, text, full_text, message, message_id, proof, is_sealed, masked) "
		"VALUES ($1, (SELECT "
		"coalesce(max(seq), 0) + 1 FROM entry WHERE case_id = $1), $2, $3, $4, $5, $6, $7, "
		"$8, $9, nullif($10, 0), $11, $12, $13, $14)";
	static const char touch_sql[] = "UPDATE cases SET updated_ms = $2 WHERE id = $1";
	const Entry *e = change->entry;
	if (!db_run(a->db, error, sql, "iittttittittii", a->case_id, a->with->now_ms, e->kind,
		    e->author, e->author_name, e->author_role, (gint64)e->is_proven, e->text,
		    e->full_text, e->has_message ? a->with->message : 0, e->message_id, e->proof,
		    (gint64)e->is_sealed, (gint64)e->masked))
		return FALSE;
	gint64 entry = db_last_key(a->db);
	return db_run(a->db, error, touch_sql, "ii", a->case_id, a->with->now_ms) &&
	       (!e->has_message || add_attachments(a, entry, error));
}

static void
outbox_part_destroy(gpointer part)
{
	outbox_part_free(part);
}

static GPtrArray *
outbox_parts(Db *db, const Notice *notice, const Frame *frame, GError **error)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(outbox_part_destroy);
	for (guint i = 0; i < notice->parts->len; i++) {
		const DraftPart *from = notice->parts->pdata[i];
		guint8 sha256[SHA256_BYTES];
		if (!apply_find_part_hash(db, from, sha256, error))
			return NULL;
		g_ptr_array_add(parts, outbox_part_new(frame->part_heads->pdata[i], from->message,
						       from->part, sha256));
	}
	return g_steal_pointer(&parts);
}

static gboolean
queue_notice(Store *store, gint64 case_id, const Notice *notice, const Applying *with,
	     GError **error)
{
	char token[ACCEPT_ID_LENGTH + 1];
	if (*notice->endpoint)
		return apply_event(store, case_id, notice, with, error);
	apply_make_token(with, token);
	g_autoptr(Rendered) made =
		notice_render(notice, with->site, with->templates, token, with->now_ms);
	g_autoptr(GPtrArray) parts = outbox_parts(store_db(store), notice, made->frame, error);
	if (!parts)
		return FALSE;
	const OutboxRow row = {
		.token = token,
		.case_id = notice->is_apart ? 0 : case_id,
		.returns = notice->event == EVENT_RETURNED ? with->delivery : 0,
		.kind = unconst(subject_kind_name(notice->subject)),
		.subject = made->subject,
		.sender = made->envelope_sender,
		.recipient = notice->to_address,
		.message_id = made->message_id,
		.head = made->frame->head,
		.tail = made->frame->tail,
		.parts = parts,
		.created_ms = with->now_ms,
		.due_ms = with->now_ms,
	};
	return outbox_add(store, &row, NULL, error);
}

static gboolean
put_off_notice(Apply *a, const Notice *notice, GError **error)
{
	g_autoptr(Js) js = notice_to_js(notice);
	g_autofree char *text = js_line(js);
	return fanout_add(a->store, a->case_id, text, error);
}

static gboolean
apply_notice(Apply *a, const Change *change, GError **error)
{
	if (++a->notices > LIMIT_NOTICES_AT_ONCE)
		return put_off_notice(a, change->notice, error);
	return queue_notice(a->store, a->case_id, change->notice, a->with, error);
}

static gboolean
apply_count_receipt(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "INSERT INTO receipt (address, sent_ms, is_proven, kind) "
				  "VALUES (lower($1), $2, $3, $4)";
	return db_run(a->db, error, sql, "tiit", change->address, a->with->now_ms,
		      (gint64)change->flag, change->name);
}

static gboolean
apply_told(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "INSERT INTO told (what, at_ms) VALUES ($1, $2) "
				  "ON CONFLICT (what) DO UPDATE SET at_ms = excluded.at_ms";
	return db_run(a->db, error, sql, "ti", change->value, a->with->now_ms);
}

static gboolean
apply_end(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"UPDATE delivery SET outcome = $2, why = $3, desk = $4, case_id = nullif($5, 0), "
		"message_key = CASE $6 WHEN 0 THEN NULL ELSE $6 END, fingerprint = $7, "
		"ended_ms = $8, in_hand = 0 WHERE id = $1";
	const Clues *clues = a->with->clues;
	return db_run(a->db, error, sql, "itttiiii", a->with->delivery, ending_name(change->ending),
		      change->value, a->with->desk, a->case_id, clues ? clues->message_key : 0,
		      clues ? clues->fingerprint : 0, a->with->now_ms);
}

static gboolean
apply_change(Apply *a, const Change *change, GError **error)
{
	static gboolean (*const table[])(Apply *, const Change *, GError **) = {
		[CHANGE_ADD_PERSON] = apply_add_person,
		[CHANGE_NAME_PERSON] = apply_name_person,
		[CHANGE_OPEN_CASE] = apply_open_case,
		[CHANGE_ADD_PARTICIPANT] = apply_add_participant,
		[CHANGE_PARTICIPANT] = apply_participant,
		[CHANGE_REMOVE_PARTICIPANT] = apply_remove_participant,
		[CHANGE_ADD_ORGANISATION] = apply_add_organisation,
		[CHANGE_REMOVE_ORGANISATION] = apply_remove_organisation,
		[CHANGE_SET] = apply_set,
		[CHANGE_PARTNER] = apply_partner,
		[CHANGE_PARTNER_ANSWERED] = apply_partner_answered,
		[CHANGE_EXTERNAL] = apply_external,
		[CHANGE_FIELD] = apply_field,
		[CHANGE_FIELD_NEED] = apply_field_need,
		[CHANGE_TAG] = apply_tag,
		[CHANGE_UNTAG] = apply_untag,
		[CHANGE_TURN_TO] = apply_turn_to,
		[CHANGE_TICKET] = apply_ticket,
		[CHANGE_DROP_TICKET] = apply_drop_ticket,
		[CHANGE_COPY_ENTRY] = apply_copy_entry,
		[CHANGE_MERGE] = apply_merge,
		[CHANGE_UNMERGE] = apply_unmerge,
		[CHANGE_LINK] = apply_link,
		[CHANGE_UNLINK] = apply_unlink,
		[CHANGE_ADD_ENTRY] = apply_add_entry,
		[CHANGE_REDACT] = apply_redact,
		[CHANGE_ERASE] = apply_erase,
		[CHANGE_NOTICE] = apply_notice,
		[CHANGE_COUNT_RECEIPT] = apply_count_receipt,
		[CHANGE_TOLD] = apply_told,
		[CHANGE_JOIN] = apply_join,
		[CHANGE_INVITED] = apply_invited,
		[CHANGE_WELCOMED] = apply_welcomed,
		[CHANGE_USE_SIGNATURE] = apply_use_signature,
		[CHANGE_HOLD] = apply_hold,
		[CHANGE_HELD_TOLD] = apply_held_told,
		[CHANGE_RELEASE] = apply_release,
		[CHANGE_DROP] = apply_drop,
		[CHANGE_ADD_ADDRESS] = apply_add_address,
		[CHANGE_END] = apply_end,
	};
	return table[change->kind](a, change, error);
}

static void
note_touched(Apply *a, gint64 case_id)
{
	for (guint i = 0; i < a->touched->len; i++)
		if (g_array_index(a->touched, gint64, i) == case_id)
			return;
	if (case_id)
		g_array_append_val(a->touched, case_id);
}

/* What doesn't change a case moves none of its clocks. */
static gboolean
changes_case(const Change *change)
{
	static const ChangeKind others[] = {CHANGE_NOTICE,    CHANGE_COUNT_RECEIPT, CHANGE_TOLD,
					    CHANGE_HELD_TOLD, CHANGE_TURN_TO,       CHANGE_END};
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		if (change->kind == others[i])
			return FALSE;
	return TRUE;
}

static gboolean
apply_and_touch(Apply *a, const Change *change, GError **error)
{
	if (!apply_change(a, change, error))
		return FALSE;
	if (changes_case(change))
		note_touched(a, a->case_id);
	if (change->kind == CHANGE_MERGE || change->kind == CHANGE_UNMERGE)
		note_touched(a, change->number);
	return TRUE;
}

static gboolean
derive_clocks(const Apply *a, GError **error)
{
	for (guint i = 0; i < a->touched->len; i++)
		if (!clocks_derive(a->store, g_array_index(a->touched, gint64, i), a->with->site,
				   a->with->now_ms, error))
			return FALSE;
	return TRUE;
}

gboolean
plan_apply(Store *store, const Plan *plan, const Applying *with, guint *notices_out, GError **error)
{
	g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(gint64));
	Apply a = {.touched = touched,
		   .store = store,
		   .db = store_db(store),
		   .with = with,
		   .case_id = plan->case_id,
		   .own = plan->case_id};
	for (guint i = 0; i < plan->changes->len; i++)
		if (!apply_and_touch(&a, plan->changes->pdata[i], error))
			return FALSE;
	if (!derive_clocks(&a, error))
		return FALSE;
	if (notices_out)
		*notices_out = a.notices;
	return TRUE;
}

/* What of it a message could be made: a row for the queue and for staff to hear of. */
static gboolean
set_aside(Store *store, const FanoutRow *from, const Notice *notice, const char *why,
	  const Applying *with, GError **error)
{
	char token[ACCEPT_ID_LENGTH + 1];
	apply_make_token(with, token);
	g_autofree char *words = g_strdup_printf("no message could be made of it: %s", why);
	g_autoptr(Rendered) made =
		notice ? notice_render(notice, with->site, with->templates, token, with->now_ms)
		       : NULL;
	g_autoptr(GBytes) json = g_bytes_new(from->notice, strlen(from->notice));
	char *unknown = unconst("unknown"), *nothing = unconst("");
	const OutboxRow row = {
		.token = token,
		.case_id = from->case_id,
		.kind = unconst(OUTBOX_UNMADE),
		.subject = made ? made->subject : unknown,
		.sender = nothing,
		.recipient = notice ? notice->to_address : unknown,
		.message_id = nothing,
		.head = json,
		.created_ms = with->now_ms,
	};
	gint64 id = 0;
	return outbox_add(store, &row, &id, error) &&
	       outbox_mark_failed(store, id, with->now_ms, words, error);
}

static gboolean
fanout_send(Store *store, const FanoutRow *row, const Applying *with, gboolean *aside_out,
	    GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!store_savepoint(store, error))
		return FALSE;
	g_autoptr(Js) js = js_read(row->notice, &failure);
	g_autoptr(Notice) notice = js ? notice_from_js(js, &failure) : NULL;
	*aside_out = !notice || !queue_notice(store, row->case_id, notice, with, &failure);
	return store_end_step(store, failure, error) &&
	       (!*aside_out || set_aside(store, row, notice, failure->message, with, error)) &&
	       fanout_remove(store, row->id, error);
}

static gboolean
fanout_send_some(Store *store, guint limit, const Applying *with, FanoutStep *step, GError **error)
{
	for (step->more = TRUE; step->more && limit > 0; limit--) {
		GError *failure = NULL;
		gboolean aside = FALSE;
		g_autoptr(FanoutRow) row = fanout_first(store, &failure);
		step->more = row != NULL;
		if (row && fanout_send(store, row, with, &aside, &failure))
			step->set_aside += aside ? 1 : 0;
		if (failure) {
			g_propagate_error(error, failure);
			return FALSE;
		}
	}
	return TRUE;
}

gboolean
fanout_step(Store *store, guint limit, const Applying *with, FanoutStep *step_out, GError **error)
{
	FanoutStep step = {0};
	if (!store_begin(store, error))
		return FALSE;
	if (!fanout_send_some(store, limit, with, &step, error)) {
		store_rollback(store);
		return FALSE;
	}
	*step_out = step;
	return store_commit(store, error);
}
