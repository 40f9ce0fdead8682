/*
 * The lookups behind a plan: a handful of indexed reads under the write lock.
 */
#include "store/gathering.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/notice.h"
#include "store/accept.h"

#include <string.h>

static const char organisation_by_domain_sql[] =
	"SELECT 0, o.id, o.sharing, '', '', 'customer', o.name, coalesce((SELECT l.language FROM "
	"organisation_language l WHERE l.organisation = o.id AND l.n = 0), ''), o.tier, o.zone "
	"FROM "
	"organisation_domain d JOIN organisation o ON o.id = d.organisation WHERE d.domain = $1";

static void
gather_organisation(Gathering *g, const Clues *clues)
{
	if (g->failure || clues->is_free_mail)
		return;
	const char *domain = address_domain(clues->address);
	g_autoptr(Query) query = db_query(g->db, organisation_by_domain_sql, "t", domain);
	if (query_next(query, &g->failure))
		g->facts->organisation_by_domain = person_from_row(query);
}

static void
gather_customer(Gathering *g, const Clues *clues)
{
	if (g->failure || !*clues->customer || clues->is_customer_free_mail)
		return;
	const char *domain = address_domain(clues->customer);
	g_autoptr(Query) query = db_query(g->db, organisation_by_domain_sql, "t", domain);
	if (query_next(query, &g->failure))
		g->facts->customer_by_domain = person_from_row(query);
}

static const char staff_sql[] =
	"SELECT p.id, coalesce(p.organisation, 0), 0, p.name, "
	"(SELECT a.address FROM address a WHERE a.person = p.id ORDER BY a.is_main DESC, a.address "
	"LIMIT 1), p.role, '', " LANGUAGE_COLUMN ", '', " ZONE_COLUMN
	", d.desk, coalesce((SELECT '|' || "
	"group_concat(lower(t.team), '|') || '|' FROM person_team t WHERE t.person = p.id), ''), "
	"d.is_lead, d.sees_raw, coalesce(d.duty, 0) FROM person_desk d JOIN person p ON p.id = "
	"d.person LEFT JOIN organisation o ON o.id = p.organisation ORDER BY d.desk, p.id";

static void
gather_staff(Gathering *g)
{
	g_autoptr(Query) query = db_query(g->db, staff_sql, "");
	while (!g->failure && query_next(query, &g->failure)) {
		PersonFact *person = person_from_row(query);
		text_put(&person->desk, query_text(query, 10));
		text_put(&person->teams, query_text(query, 11));
		person->is_lead = query_int(query, 12) != 0;
		person->sees_raw = query_int(query, 13) != 0;
		person->duty = query_int(query, 14);
		g_ptr_array_add(g->facts->staff, person);
	}
}

static const char person_of_sql[] = "SELECT person FROM address WHERE address = $1";

/* Whose address the rules name; 0: nobody's. */
static gint64
gather_assignee(Gathering *g, const RuleHits *hits)
{
	gint64 person = 0;
	if (g->failure || !hits->assignee)
		return 0;
	g_autofree char *lower = g_utf8_strdown(hits->assignee, -1);
	return db_get_int(g->db, 0, &person, &g->failure, person_of_sql, "t", lower) ? person : 0;
}

/* One look-up by primary key for each; robots' mail is told to nobody. */
static void
gather_visible(Gathering *g, const Clues *clues)
{
	if (clues->is_machine)
		return;
	for (guint i = 0; i < clues->visible->len && i < LIMIT_VISIBLE_LOOKUPS; i++) {
		const char *address = clues->visible->pdata[i];
		gint64 person = 0;
		if (g->failure ||
		    !db_get_int(g->db, 0, &person, &g->failure, person_of_sql, "t", address))
			return;
		if (person)
			g_array_append_val(g->facts->visible, person);
	}
}

static void
gather_by_text(Gathering *g, Way way, const char *sql, const char *key, const char *shown)
{
	gint64 case_id = 0;
	if (!g->failure && db_get_int(g->db, 0, &case_id, &g->failure, sql, "t", key))
		gather_candidate(g, way, shown, case_id);
}

/* The ID of somebody who is no part of the case any more still names it: the mail is held. */
static const char by_tracking_id_sql[] =
	"SELECT case_id FROM participant WHERE tracking_id = $1 UNION ALL "
	"SELECT case_id FROM former_participant WHERE tracking_id = $1 LIMIT 1";
static const char by_token_sql[] = "SELECT case_id FROM outbox WHERE token = $1";
static const char by_message_key_sql[] =
	"SELECT case_id FROM delivery WHERE message_key = $1 AND case_id IS NOT NULL ORDER BY id "
	"LIMIT 1";
static const char by_root_sql[] =
	"SELECT id FROM cases WHERE root_message_id = $1 AND root_message_id <> '' ORDER BY id "
	"LIMIT 1";
static const char by_number_sql[] = "SELECT id FROM cases WHERE prefix = $1 AND number = $2";

static void
gather_ids(Gathering *g, Way way, const GPtrArray *ids)
{
	for (guint i = 0; i < ids->len; i++)
		gather_by_text(g, way, by_tracking_id_sql, ids->pdata[i], ids->pdata[i]);
}

static void
gather_references(Gathering *g, const Clues *clues)
{
	if (*clues->notice_token)
		gather_by_text(g, WAY_SENT, by_token_sql, clues->notice_token, clues->notice_token);
	for (guint i = 0; i < clues->references->len; i++) {
		const char *id = clues->references->pdata[i];
		g_autofree char *token = token_of_message_id(id);
		if (token)
			gather_by_text(g, WAY_SENT, by_token_sql, token, id);
	}
	for (guint i = 0; i < clues->references->len && !g->failure; i++) {
		const char *id = clues->references->pdata[i];
		gint64 case_id = 0;
		if (db_get_int(g->db, 0, &case_id, &g->failure, by_message_key_sql, "i",
			       message_id_key(id)) &&
		    (case_id || db_get_int(g->db, 0, &case_id, &g->failure, by_root_sql, "t", id)))
			gather_candidate(g, WAY_RECEIVED, id, case_id);
	}
}

static void
gather_number(Gathering *g, Way way, const CaseNumber *number)
{
	g_autofree char *written = case_number_text(number);
	gint64 case_id = 0;
	if (!g->failure && db_get_int(g->db, 0, &case_id, &g->failure, by_number_sql, "ti",
				      number->prefix, number->number))
		gather_candidate(g, way, written, case_id);
}

static void
gather_numbers(Gathering *g, const Clues *clues)
{
	for (guint i = 0; i < clues->case_numbers->len; i++)
		gather_number(g, WAY_NUMBER, clues->case_numbers->pdata[i]);
	if (clues->asked)
		gather_number(g, WAY_ASKED, clues->asked);
}

/* Whoever sends many mails under one Message-ID shall not make each one dearer than the last. */
#define SEEN_LOOKED_AT "1000"

static const char seen_sql[] =
	"SELECT id, desk, coalesce(case_id, 0), recipient FROM delivery WHERE message_key = $1 AND "
	"fingerprint = $2 AND id <> $3 ORDER BY id LIMIT " SEEN_LOOKED_AT;
static const char same_id_sql[] = "SELECT id FROM (SELECT id, desk FROM delivery WHERE message_key "
				  "= $1 AND fingerprint <> $2 "
				  "AND id <> $3 LIMIT " SEEN_LOOKED_AT ") WHERE desk = $4 LIMIT 1";

static void
note_seen(Gathering *g, const Clues *clues, Query *query)
{
	Facts *facts = g->facts;
	gint64 case_id = gather_survivor(g, query_int(query, 2));
	if (case_id)
		g_array_append_val(facts->seen_on_cases, case_id);
	if (g_strcmp0(query_text(query, 1), clues->desk->name) != 0)
		return;
	if (!facts->duplicate_of)
		facts->duplicate_of = query_int(query, 0);
	if (!g_ascii_strcasecmp(query_text(query, 3), clues->recipient))
		facts->is_repeated = TRUE;
}

static void
gather_duplicates(Gathering *g, const Clues *clues)
{
	Facts *facts = g->facts;
	gint64 key = clues->message_key, fingerprint = clues->fingerprint;
	if (g->failure || g->input->release || g->input->as_unseen)
		return;
	g_autoptr(Query) query =
		db_query(g->db, seen_sql, "iii", key, fingerprint, g->input->delivery);
	/* Once it is known as repeated, nothing else about it matters. */
	while (!facts->is_repeated && query_next(query, &g->failure))
		note_seen(g, clues, query);
	gint64 other = 0;
	if (!g->failure && db_get_int(g->db, 0, &other, &g->failure, same_id_sql, "iiit", key,
				      fingerprint, g->input->delivery, clues->desk->name))
		facts->same_id_as = other;
}

#define HOUR_MS (3600 * 1000)
#define DAY_MS  (24 * HOUR_MS)

/* When staff has been told of this; 0: not within a day. */
static gint64
gather_told_ms(Gathering *g, const char *what)
{
	static const char sql[] = "SELECT at_ms FROM told WHERE what = $1";
	gint64 at_ms = 0;
	if (g->failure || !db_get_int(g->db, 0, &at_ms, &g->failure, sql, "t", what))
		return 0;
	return at_ms > g->facts->now_ms - DAY_MS ? at_ms : 0;
}

static gboolean
gather_told(Gathering *g, const char *what)
{
	return gather_told_ms(g, what) != 0;
}

static void
gather_waiting(Gathering *g, WaitingKind kind, const Desk *desk)
{
	WaitingFact *waiting = &g->facts->waiting[kind];
	g_autofree char *told_key = waiting_told_key(kind, desk->name, FALSE);
	g_autofree char *more_key = waiting_told_key(kind, desk->name, TRUE);
	waiting->told_ms = gather_told_ms(g, told_key);
	waiting->more_ms = gather_told_ms(g, more_key);
}

static const char notice_sql[] =
	"SELECT o.id, coalesce(o.case_id, 0), o.recipient, o.subject, coalesce((SELECT p.role = "
	"'staff' FROM address a JOIN person p ON p.id = a.person WHERE a.address = "
	"lower(o.recipient)), 0) FROM outbox o WHERE o.id = $1";

static void
gather_notice(Gathering *g, gint64 outbox)
{
	g_autoptr(Query) query = db_query(g->db, notice_sql, "i", outbox);
	if (g->failure || !query_next(query, &g->failure))
		return;
	NoticeFact *notice = g_new0(NoticeFact, 1);
	notice->outbox = query_int(query, 0);
	notice->recipient = g_strdup(query_text(query, 2));
	notice->subject = g_strdup(query_text(query, 3));
	notice->to_staff = query_int(query, 4) != 0;
	notice->of = gather_case(g, gather_survivor(g, query_int(query, 1)));
	g_autofree char *told_key = report_told_key(notice->outbox);
	notice->is_told = gather_told(g, told_key);
	g->facts->notice = notice;
}

/* A report finds its notice by the envelope token, else by the Message-ID it returns. */
static void
gather_reported(Gathering *g, const Clues *clues)
{
	static const char sql[] = "SELECT id FROM outbox WHERE token = $1";
	const char *original = clues->mail->bounce.original_message_id;
	g_autofree char *quoted = original ? token_of_message_id(original) : NULL;
	const char *token = *clues->notice_token ? clues->notice_token : quoted;
	gint64 outbox = 0;
	gboolean is_report = clues->mail->bounce.is_bounce || *clues->notice_token;
	if (!token || !is_report || g->failure)
		return;
	if (db_get_int(g->db, 0, &outbox, &g->failure, sql, "t", token) && outbox)
		gather_notice(g, outbox);
}

static const char receipts_sql[] =
	"SELECT kind, count(CASE WHEN sent_ms > $4 THEN 1 END), count(*) FROM receipt "
	"WHERE address = $1 AND is_proven = $2 AND sent_ms > $3 GROUP BY kind";

static void
gather_receipts(Gathering *g, const Clues *clues)
{
	static const char unproven[] =
		"SELECT count(*) FROM receipt WHERE is_proven = 0 AND sent_ms > $1";
	Facts *f = g->facts;
	const gboolean is_proven = f->proof == PROOF_PASS;
	if (g->failure || !db_get_int(g->db, 0, &f->receipts_unproven_hour, &g->failure, unproven,
				      "i", f->now_ms - HOUR_MS))
		return;
	g_autoptr(Query) query =
		db_query(g->db, receipts_sql, "tiii", clues->address, (gint64)is_proven,
			 f->now_ms - DAY_MS, f->now_ms - HOUR_MS);
	while (query_next(query, &g->failure))
		f->receipts[receipt_kind_from_name(query_text(query, 0))] =
			(ReceiptCount){query_int(query, 1), query_int(query, 2)};
	g_autofree char *mine_key = cap_told_key(clues->address, is_proven);
	g_autofree char *all_key = cap_told_key("", FALSE);
	f->cap_is_told = gather_told(g, mine_key);
	f->unproven_cap_is_told = gather_told(g, all_key);
}

static void
gather_next_number(Gathering *g, const char *prefix)
{
	static const char sql[] = "SELECT last FROM counter WHERE name = $1";
	gint64 last = 0;
	if (!g->failure && db_get_int(g->db, 0, &last, &g->failure, sql, "t", prefix))
		g->facts->next_number = last + 1;
}

/* A tracking ID for the reporter, for a partner, for each of the staff, for the internal address,
 * and for whom else a mail may name; and a token should it be held. */
static void
gather_chance(Gathering *g)
{
	guint others = LIMIT_NAMED + LIMIT_MENTIONS + LIMIT_STANDING_FOLLOWERS;
	guint n = TRACK_ID_RANDOM_BYTES * (g->facts->staff->len + 4 + others);
	g_byte_array_set_size(g->facts->chance, n);
	if (g->input->without_chance)
		memset(g->facts->chance->data, 0, n);
	else
		random_fill(g->facts->chance->data, n);
}

static void
gathering_init(Gathering *g, Store *store, const FactsInput *input)
{
	*g = (Gathering){.store = store, .db = store_db(store), .input = input};
	g->facts = facts_new();
	g->facts->now_ms = input->now_ms;
	g->facts->message = input->message;
	g->facts->proof = input->proof;
	g->facts->release = input->release;
	g->facts->is_released = release_is_staffs(input->release);
	text_put(&g->facts->proof_why, input->proof_why);
	text_put(&g->facts->mail_language, input->language);
	text_put(&g->facts->forward_language, input->language_forwarded);
	gather_staff(g);
	gather_chance(g);
}

static Facts *
gathering_end(Gathering *g, GError **error)
{
	if (!g->failure)
		return g->facts;
	g_propagate_prefixed_error(error, g->failure, "gathering facts: ");
	facts_free(g->facts);
	return NULL;
}

/* A colleague's word that it is his; against what DMARC says nobody's word counts. */
static void
trust_released_staff(Facts *facts)
{
	const PersonFact *sender = facts->sender;
	if (!facts->is_released || facts->proof != PROOF_NONE || !sender ||
	    strcmp(sender->role, "staff") != 0)
		return;
	facts->proof = PROOF_PASS;
	text_put(&facts->proof_why, "released by staff");
}

/* A colleague's first mail comes from the organisation's. */
static void
take_zone(Facts *facts)
{
	const PersonFact *sender = facts->sender ? facts->sender : facts->organisation_by_domain;
	if (!sender || !sender->zone)
		return;
	g_time_zone_unref(facts->zone);
	facts->zone = g_time_zone_ref(sender->zone);
}

Facts *
facts_for_mail(Store *store, const Clues *clues, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	gather_erased(&g, clues);
	if (!clues->desk || g.failure)
		return gathering_end(&g, error);
	g.facts->sender = person_by_address(store, clues->address, &g.failure);
	trust_released_staff(g.facts);
	gather_language(&g, g.facts->sender, &g.facts->mail_language);
	gather_organisation(&g, clues);
	take_zone(g.facts);
	gather_customer(&g, clues);
	gather_visible(&g, clues);
	g.facts->assignee_if_new = gather_assignee(&g, clues->if_new);
	g.facts->assignee_if_reply = gather_assignee(&g, clues->if_reply);
	gather_duplicates(&g, clues);
	gather_signature(&g, clues);
	gather_standing(&g, clues);
	gather_ids(&g, WAY_ADDRESS, clues->address_ids);
	gather_ids(&g, WAY_SUBJECT, clues->subject_ids);
	gather_references(&g, clues);
	gather_external(&g, clues);
	gather_numbers(&g, clues);
	gather_commands(&g, clues);
	gather_splits(&g, clues);
	gather_redactions(&g, clues);
	gather_invitations(&g, clues);
	gather_mentions(&g, clues);
	gather_following(&g, clues);
	if (clues->hands_over)
		gather_handing_over(&g);
	gather_answers(&g, clues);
	gather_list(&g, clues);
	gather_others(&g, clues);
	gather_list_answered(&g, clues);
	gather_notes(&g, clues);
	for (guint i = 0; i < g.facts->cases->len; i++)
		gather_lasts(&g, g.facts->cases->pdata[i]);
	gather_for_partner(&g);
	gather_reported(&g, clues);
	gather_confirmation(&g, clues);
	gather_held(&g, clues);
	gather_receipts(&g, clues);
	gather_next_number(&g, clues->opening_desk->prefix);
	return gathering_end(&g, error);
}

Facts *
facts_for_case(Store *store, const char *prefix, gint64 number, const FactsInput *input,
	       GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	gint64 id = 0;
	if (!g.failure &&
	    db_get_int(g.db, 0, &id, &g.failure, by_number_sql, "ti", prefix, number) && id)
		gather_case(&g, id);
	for (guint i = 0; input->named_cases && i < input->named_cases->len; i++)
		gather_named_case(&g, input->named_cases->pdata[i]);
	if (input->split)
		gather_message(&g, input->split);
	if (input->redact)
		gather_redaction(&g, input->redact);
	if (input->hands_over)
		gather_handing_over(&g);
	for (guint i = 0; i < g.facts->cases->len; i++)
		gather_lasts(&g, g.facts->cases->pdata[i]);
	if (!g.failure && g.facts->cases->len == 0) {
		facts_free(g.facts);
		return NULL;
	}
	return gathering_end(&g, error);
}

Facts *
facts_for_clock(Store *store, gint64 case_id, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	gather_case(&g, case_id);
	if (!g.failure && g.facts->cases->len == 0) {
		facts_free(g.facts);
		return NULL;
	}
	if (!g.failure)
		gather_lasts(&g, g.facts->cases->pdata[0]);
	return gathering_end(&g, error);
}

Facts *
facts_for_stub(Store *store, const Desk *desk, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	gather_waiting(&g, WAITING_QUARANTINED, desk);
	gather_next_number(&g, desk->prefix);
	return gathering_end(&g, error);
}

Facts *
facts_for_waiting(Store *store, const Desk *desk, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	for (WaitingKind kind = 0; kind < WAITING_KINDS; kind++)
		gather_waiting(&g, kind, desk);
	gather_digest(&g, desk);
	return gathering_end(&g, error);
}

Facts *
facts_for_person(Store *store, const char *address, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	if (!g.failure)
		g.facts->sender = person_by_address(store, address, &g.failure);
	return gathering_end(&g, error);
}

Facts *
facts_for_notice(Store *store, gint64 outbox, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	gather_notice(&g, outbox);
	return gathering_end(&g, error);
}

Facts *
facts_for_held(Store *store, gint64 number, const FactsInput *input, GError **error)
{
	Gathering g;
	gathering_init(&g, store, input);
	gather_undecided(&g, number);
	if (!g.failure && g.facts->held_named->len == 0) {
		facts_free(g.facts);
		return NULL;
	}
	return gathering_end(&g, error);
}
