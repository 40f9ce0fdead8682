/*
 * The plan: for each thing that can happen to a case, who is told what, one notice per
 * person; what a refused wish says; and that the same facts make the same plan.
 */
#include "base/error.h"
#include "desk/plan.h"
#include "desk/site.h"
#include "site_for_tests.h"
#include "tables_for_tests.h"

#include <string.h>

#define NOW_MS ((gint64)1795323600000) /* 2026-11-22T05:00:00Z */

static Site *site;
static MailTables *tables;

static void
site_init(void)
{
	site = site_for_tests();
	Desk *desk = desk_new("support", "support@example.org");
	desk->internal = (g_free(desk->internal), g_strdup("staff@example.org"));
	g_ptr_array_add(site->desks, desk);
}

static PersonFact *
person(gint64 id, const char *address, const char *role, const char *desk)
{
	PersonFact *p = person_fact_new();
	p->id = id;
	p->address = (g_free(p->address), g_strdup(address));
	p->role = (g_free(p->role), g_strdup(role));
	p->desk = (g_free(p->desk), g_strdup(desk));
	return p;
}

/* A case of Anna's with a contact and a follower; Sam and Tina are the staff. */
static CaseFact *
sample_case(const char *status)
{
	static const char *const people[][2] = {{"anna@x.test", "reporter"},
						{"cora@x.test", "contact"},
						{"fred@x.test", "follower"},
						{"sam@s.test", "staff"}};
	CaseFact *c = case_fact_new();
	c->id = 7;
	c->number = g_strdup("SUP-7");
	c->desk = g_strdup("support");
	c->title = g_strdup("Printer");
	c->type = g_strdup("problem");
	c->status = g_strdup(status);
	c->priority = g_strdup("Normal");
	c->customer = g_strdup("Anna");
	char **empty[] = {&c->severity,      &c->emergency,        &c->eta,
			  &c->assignee_name, &c->assignee_address, &c->root_message_id};
	for (guint i = 0; i < G_N_ELEMENTS(empty); i++)
		*empty[i] = g_strdup("");
	for (guint i = 0; i < G_N_ELEMENTS(people); i++)
		g_ptr_array_add(c->participants,
				participant_fact_new(i + 1, "", people[i][0], people[i][1],
						     "CM041061050R3GG28AQF"));
	return c;
}

static Facts *
sample_facts(const char *status)
{
	Facts *facts = facts_new();
	facts->now_ms = NOW_MS;
	facts->next_number = 8;
	g_ptr_array_add(facts->staff, person(4, "sam@s.test", "staff", "support"));
	g_ptr_array_add(facts->staff, person(5, "tina@s.test", "staff", "support"));
	g_ptr_array_add(facts->cases, sample_case(status));
	g_byte_array_set_size(facts->chance, 4 * TRACK_ID_RANDOM_BYTES);
	memset(facts->chance->data, 1, facts->chance->len);
	return facts;
}

/* "eta anna, eta cora": kind and local part of each notice, in order of the plan. */
static char *
told(const Plan *plan)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < plan->changes->len; i++) {
		const Change *change = plan->changes->pdata[i];
		if (change->kind != CHANGE_NOTICE)
			continue;
		const char *address = change->notice->to_address;
		g_string_append_printf(text, "%s%s %.*s", text->len ? ", " : "",
				       subject_kind_name(change->notice->subject),
				       (int)strcspn(address, "@"), address);
	}
	return g_string_free(text, FALSE);
}

#define ALL(kind)   kind " anna, " kind " cora, " kind " fred"
#define STAFF(kind) ", " kind " sam, " kind " tina"

static void
test_wishes(void)
{
	static const struct {
		const char *actor;
		const char *comment;
		const char *note;
		const char *sets[7];
		const char *told;
	} rows[] = {
		{"", NULL, NULL, {NULL}, ""},
		{"", NULL, NULL, {"status", "New"}, ""},
		{"", NULL, NULL, {"status", "done"}, ALL("receipt")},
		{"", NULL, NULL, {"priority", "High"}, ALL("comment")},
		{"sam@s.test", NULL, NULL, {"severity", "High"}, ALL("comment")},
		{"", NULL, NULL, {"title", "Another"}, ""},
		{"", NULL, "Hello", {"priority", "High"}, ALL("comment") STAFF("comment")},
		{"", NULL, NULL, {"eta", "2026-12-01"}, ALL("eta")},
		{"", NULL, NULL, {"eta", "none"}, ""},
		{"", NULL, NULL, {"emergency", "declared"}, ALL("emergency") STAFF("emergency")},
		{"", "Hello", NULL, {NULL}, ALL("comment") STAFF("comment")},
		{"sam@s.test", "Hello", NULL, {NULL}, ALL("comment") ", comment tina"},
		{"SAM@S.test", "Hello", NULL, {NULL}, ALL("comment") ", comment tina"},
		{"", NULL, "Hello", {NULL}, "comment sam, comment tina"},
		{"sam@s.test", NULL, "Hello", {NULL}, "comment tina"},
		{"", NULL, NULL, {"eta", "2026-12-01", "status", "Done"}, ALL("receipt")},
		{"",
		 NULL,
		 NULL,
		 {"eta", "2026-12-01", "emergency", "Declared", "status", "Done"},
		 ALL("emergency") STAFF("emergency")},
		{"", "Hello", NULL, {"status", "Done"}, ALL("receipt") STAFF("comment")},
		{"", "Hello", NULL, {"eta", "2026-12-01"}, ALL("eta") STAFF("comment")},
		/* What is for staff alone stays so whatever else happens. */
		{"", NULL, "Hello", {"status", "Done"}, ALL("receipt") STAFF("comment")},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Wish wish = {.actor = rows[i].actor,
				   .actor_name = "",
				   .comment = rows[i].comment,
				   .note = rows[i].note,
				   .sets = rows[i].sets};
		g_autoptr(Facts) facts = sample_facts("New");
		g_autoptr(GError) error = NULL;
		g_autoptr(Plan) plan = plan_for_wish(&wish, facts, site, &error);
		g_assert_no_error(error);
		g_autofree char *got = told(plan);
		g_assert_cmpstr(got, ==, rows[i].told);
	}
}

/* No notice to a customer has the text of a note, whichever kind it is; staff learns that it is
 * one. */
static void
test_note_text(void)
{
	static const char *const sets[] = {"status", "Done", "eta", "2026-12-01", NULL};
	const Wish wish = {.actor = "", .actor_name = "", .note = "for staff alone", .sets = sets};
	g_autoptr(Facts) facts = sample_facts("New");
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_for_wish(&wish, facts, site, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < plan->changes->len; i++) {
		const Change *change = plan->changes->pdata[i];
		if (change->kind != CHANGE_NOTICE)
			continue;
		gboolean staff = !strcmp(change->notice->to_role, "staff");
		g_assert_cmpstr(change->notice->text, ==, staff ? "for staff alone" : "");
		g_assert_cmpint(change->notice->is_note, ==, staff);
	}
}

static void
test_refused(void)
{
	static const char *const rows[][3] = {
		{"status", "Frob", "\"Frob\" is no status here; choose one of: New, *"},
		{"priority", "x", "\"x\" is no priority here; choose one of: *"},
		{"type", "x", "\"x\" is no type here; choose one of: *"},
		{"emergency", "x", "\"x\" is no emergency here; choose one of: Declared, *"},
		{"assignee", "x@y", "\"x@y\" is not on the staff of desk support; *none"},
		{"title", " \t", "a title can't be empty"},
		{"eta", "2026-11-21", "2026-11-21 lies in the past; *"},
		{"eta", "yesterday", "\"yesterday\" is no date; *"},
		{"eta", "2026-02-30", "\"2026-02-30\" is no date; *"},
		{"eta", "2026-12-01 25:00", "\"2026-12-01 25:00\" is no date; *"},
		{"frob", "1", "a case has no \"frob\"; what can be set is: title, *"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const char *const sets[] = {"status", "Done", rows[i][0], rows[i][1], NULL};
		const Wish wish = {.actor = "", .actor_name = "", .sets = i ? sets : sets + 2};
		g_autoptr(Facts) facts = sample_facts("New");
		g_autoptr(GError) error = NULL;
		g_assert_null(plan_for_wish(&wish, facts, site, &error));
		if (!g_pattern_match_simple(rows[i][2], error->message))
			g_error("row %u: %s", i, error->message);
		const CaseFact *c = facts->cases->pdata[0];
		g_assert_cmpstr(c->status, ==, "New");
	}
}

static Plan *
plan_of(const char *from, const char *head, const Facts *facts)
{
	g_autofree char *text = g_strdup_printf("From: %s\n%s\n\nHello.\n", from, head);
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	g_autoptr(Clues) clues = clues_find(mail, site, NULL, from, "support@example.org", 1, NULL);
	Plan *plan = plan_for_mail(clues, facts, site);
	const Change *end = plan->changes->pdata[plan->changes->len - 1];
	g_assert_cmpint(end->kind, ==, CHANGE_END);
	return plan;
}

static char *
explained(const char *head, const Facts *facts)
{
	g_autoptr(Plan) plan = plan_of("anna@x.test", head, facts);
	return plan_explain(plan);
}

/* As if the subject of the next mail named the case. */
static void
name_case(Facts *facts)
{
	Candidate *candidate = g_new0(Candidate, 1);
	*candidate = (Candidate){WAY_SUBJECT, g_strdup("CMX"), facts->cases->pdata[0]};
	g_ptr_array_add(facts->candidates, candidate);
}

/* Who has the mail already isn't sent it again, whichever of the own addresses it went to. */
static void
test_visible(void)
{
	static const gint64 cora = 2, sam = 4;
	g_autoptr(Facts) facts = sample_facts("New");
	name_case(facts);
	g_autoptr(Plan) all = plan_of("anna@x.test", "Cc: c@home.test", facts);
	g_autofree char *before = told(all);
	g_assert_cmpstr(before, ==, "comment cora, comment fred, comment sam, comment tina");
	g_array_append_val(facts->visible, cora);
	g_array_append_val(facts->visible, sam);
	g_autoptr(Plan) others = plan_of("anna@x.test", "Cc: c@home.test, s@home.test", facts);
	g_autofree char *after = told(others);
	g_assert_cmpstr(after, ==, "comment fred, comment tina");
}

/* Only the reporter's word opens a case again, staff's as well if one of them reported it; what
 * others say is taken. */
static void
test_reopening(void)
{
	static const struct {
		const char *from;
		const char *head;
		gint64 person; /* of the sender; 0: unknown */
		const char *role;
		Proof proof;
		gboolean reopens;
		gboolean is_entry;
	} rows[] = {
		{"anna@x.test", "To: x", 1, "customer", PROOF_NONE, TRUE, TRUE},
		{"anna@home.test", "To: x", 1, "customer", PROOF_NONE, TRUE, TRUE},
		{"anna@x.test", "To: x", 1, "staff", PROOF_PASS, TRUE, TRUE},
		{"anna@x.test", "Auto-Submitted: auto-replied", 1, "customer", PROOF_PASS, FALSE,
		 TRUE},
		{"cora@x.test", "To: x", 2, "customer", PROOF_PASS, FALSE, TRUE},
		{"fred@x.test", "To: x", 3, "customer", PROOF_PASS, FALSE, TRUE},
		{"paul@p.test", "To: x", 6, "partner", PROOF_PASS, FALSE, TRUE},
		{"carl@x.test", "To: x", 9, "customer", PROOF_PASS, FALSE, TRUE}, /* colleague */
		{"sam@s.test", "To: x", 4, "staff", PROOF_PASS, FALSE, TRUE},
		{"tina@s.test", "To: x", 5, "staff", PROOF_PASS, FALSE, TRUE},
		{"eve@evil.test", "To: x", 0, "", PROOF_PASS, FALSE, FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Facts) facts = sample_facts("Done");
		CaseFact *c = facts->cases->pdata[0];
		g_ptr_array_add(c->participants,
				participant_fact_new(6, "", "paul@p.test", "partner",
						     "CM041061050R3GG28AQF"));
		c->organisation = 1;
		name_case(facts);
		facts->proof = rows[i].proof;
		if (rows[i].person) {
			facts->sender = person(rows[i].person, rows[i].from, rows[i].role, "");
			facts->sender->organisation = rows[i].person == 9;
			facts->sender->organisation_shares = TRUE;
		}
		g_autoptr(Plan) plan = plan_of(rows[i].from, rows[i].head, facts);
		g_autofree char *text = plan_explain(plan);
		const Change *end = plan->changes->pdata[plan->changes->len - 1];
		g_test_message("%s", text);
		g_assert_cmpint(end->ending, ==, rows[i].is_entry ? ENDING_ENTRY : ENDING_HELD);
		g_assert_cmpint(strstr(text, "set status to Reopen") != NULL, ==, rows[i].reopens);
		gboolean is_told = strstr(text, "(comment) to staff") != NULL;
		gboolean is_person = rows[i].is_entry && !strchr(rows[i].head, '-');
		g_assert_cmpint(is_told, ==, is_person);
		gboolean explained_so = strstr(text, "only a word of its reporter") != NULL;
		g_assert_cmpint(explained_so, ==, is_person && !rows[i].reopens);
	}
}

/* Pure: twice the same, and the facts are as before. */
static void
test_same_plan(void)
{
	g_autoptr(Facts) facts = sample_facts("Done");
	name_case(facts);
	g_autofree char *first = explained("Subject: Re: x", facts);
	g_autofree char *second = explained("Subject: Re: x", facts);
	g_assert_cmpstr(first, ==, second);
	g_assert_nonnull(strstr(first, "set status to Reopen"));
	const CaseFact *c = facts->cases->pdata[0];
	g_assert_cmpstr(c->status, ==, "Done");
	g_assert_cmpint(c->participants->len, ==, 4);
}

static void
test_quarantine(void)
{
	g_autoptr(Facts) facts = sample_facts("New");
	g_autoptr(Plan) plan = plan_for_quarantine(site->desks->pdata[0], facts, site,
						   "eve@evil.test", "it is too deep");
	g_autofree char *got = told(plan);
	g_assert_cmpstr(got, ==, "quarantined sam, quarantined tina");
	const Change *end = plan->changes->pdata[plan->changes->len - 1];
	g_assert_cmpint(end->ending, ==, ENDING_QUARANTINED);
	g_assert_cmpstr(plan->case_number, ==, "SUP-8");
}

#define HOUR_MS ((gint64)3600 * 1000)

/* What the plan remembers of having told staff; "" if nothing. */
static const char *
remembered(const Plan *plan)
{
	for (guint i = 0; i < plan->changes->len; i++) {
		const Change *change = plan->changes->pdata[i];
		if (change->kind == CHANGE_TOLD)
			return change->value;
	}
	return "";
}

/* Staff gets a digest of what is held after a pause, sooner if it is urgent; of what is in
 * quarantine a word an hour. */
static void
test_waiting(void)
{
	static const struct {
		gint64 told_ms; /* of held mail */
		gboolean news;
		gboolean urgent;
		WaitingFact quarantined;
		const char *told;
	} rows[] = {
		{0, FALSE, FALSE, {0, 0}, ""},
		{0, TRUE, FALSE, {0, 0}, "held sam, held tina"},
		{-1, TRUE, FALSE, {0, 0}, ""},
		{1 - HOUR_MS, TRUE, FALSE, {0, 0}, ""},
		{-HOUR_MS, TRUE, FALSE, {0, 0}, "held sam, held tina"},
		{-HOUR_MS, FALSE, FALSE, {0, 0}, ""},
		{-1, TRUE, TRUE, {0, 0}, ""},
		{1 - HOUR_MS / 12, TRUE, TRUE, {0, 0}, ""},
		{-HOUR_MS / 12, TRUE, TRUE, {0, 0}, "held sam, held tina"},
		{0, FALSE, FALSE, {-1, -2}, ""},
		{0, FALSE, FALSE, {-HOUR_MS, -HOUR_MS - 1}, ""},
		{0, FALSE, FALSE, {-HOUR_MS, -HOUR_MS}, "quarantined sam, quarantined tina"},
		{-1, TRUE, FALSE, {-HOUR_MS, -1}, "quarantined sam, quarantined tina"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Facts) facts = sample_facts("New");
		WaitingFact *held = &facts->waiting[WAITING_HELD];
		WaitingFact *quarantined = &facts->waiting[WAITING_QUARANTINED];
		const WaitingFact *from = &rows[i].quarantined;
		held->told_ms = rows[i].told_ms ? NOW_MS + rows[i].told_ms : 0;
		quarantined->told_ms = from->told_ms ? NOW_MS + from->told_ms : 0;
		quarantined->more_ms = from->more_ms ? NOW_MS + from->more_ms : 0;
		facts->held_news = rows[i].news;
		facts->held_urgent_news = rows[i].urgent;
		facts->held_count = 1;
		g_ptr_array_add(facts->held, held_fact_new());
		g_autoptr(Plan) plan = plan_for_waiting(site->desks->pdata[0], facts, site);
		g_autofree char *got = told(plan);
		g_assert_cmpstr(got, ==, rows[i].told);
		g_assert_true(!*got == !*remembered(plan));
	}
}

static void
test_digest(void)
{
	static const struct {
		gint64 count;
		gboolean urgent;
		const char *title;
		gint64 left_out;
	} rows[] = {
		{1, FALSE, "1 mail waits for a decision", 0},
		{2, FALSE, "2 mails wait for a decision", 1},
		{2, TRUE, "emergency: 2 mails wait for a decision", 1},
		{1000, FALSE, "1000 mails or more wait for a decision", 999},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Facts) facts = sample_facts("New");
		HeldFact *held = held_fact_new();
		held->number = 17;
		held->held_ms = NOW_MS;
		g_free(held->token);
		held->token = g_strdup("041061050R3GG28AQF");
		g_ptr_array_add(facts->held, held);
		facts->held_news = TRUE;
		facts->held_urgent_news = rows[i].urgent;
		facts->held_count = rows[i].count;
		g_autoptr(Plan) plan = plan_for_waiting(site->desks->pdata[0], facts, site);
		const Change *change = plan->changes->pdata[0];
		g_assert_cmpint(change->kind, ==, CHANGE_NOTICE);
		const Js *data = change->notice->data;
		const Js *mail = js_at(js_get(data, "mails"), 0);
		g_assert_cmpstr(change->notice->title, ==, rows[i].title);
		g_assert_cmpint(js_get_int(data, "left_out", -1), ==, rows[i].left_out);
		g_assert_cmpint(js_get_int(mail, "number", 0), ==, 17);
		g_assert_cmpstr(js_get_text(mail, "release"), ==,
				"support+h041061050R3GG28AQF.release@example.org");
		g_assert_cmpstr(js_get_text(mail, "drop_link"), ==,
				"mailto:support%2Bh041061050R3GG28AQF.drop@example.org?subject="
				"drop%2017");
	}
}

/* What robots say to a word to staff must not lead to the next one. */
static void
test_waiting_echo(void)
{
	static const struct {
		const char *from;
		const char *head;
		gboolean is_staff;
		gboolean about_our_word;
		HeldKind kind;
		gboolean is_quiet;
	} rows[] = {
		{"eve@evil.test", "Precedence: bulk", FALSE, FALSE, HELD_DOUBTFUL, FALSE},
		{"sam@s.test", "Auto-Submitted: auto-replied", TRUE, FALSE, HELD_DOUBTFUL, TRUE},
		{"sam@s.test", "To: support@example.org", TRUE, FALSE, HELD_UNCONFIRMED, FALSE},
		{"support@example.org", "Auto-Submitted: auto-generated", FALSE, FALSE,
		 HELD_DOUBTFUL, TRUE},
		{"mailer-daemon@x.test", "Auto-Submitted: auto-replied", FALSE, TRUE, HELD_DOUBTFUL,
		 TRUE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		NoticeFact notice = {.recipient = unconst("sam@s.test"),
				     .subject = unconst("Held mail - 1 mail waits")};
		g_autoptr(Facts) facts = sample_facts("New");
		if (rows[i].is_staff)
			facts->sender = person(4, rows[i].from, "staff", "");
		if (rows[i].is_staff && !strstr(rows[i].head, "Auto"))
			name_case(facts);
		facts->notice = rows[i].about_our_word ? &notice : NULL;
		g_autoptr(Plan) plan = plan_of(rows[i].from, rows[i].head, facts);
		facts->notice = NULL;
		const Change *end = plan->changes->pdata[plan->changes->len - 1];
		const Change *first = plan->changes->pdata[0];
		g_assert_cmpint(end->ending, ==, ENDING_HELD);
		g_assert_cmpint(first->kind, ==, CHANGE_HOLD);
		g_assert_cmpint(first->hold->kind, ==, rows[i].kind);
		g_assert_cmpint(first->hold->is_quiet, ==, rows[i].is_quiet);
	}
}

/* A notice that could not be delivered is told to staff, unless it was staff's. */
static void
test_failure(void)
{
	g_autoptr(Facts) facts = sample_facts("New");
	NoticeFact notice = {.recipient = unconst("anna@x.test"),
			     .subject = unconst("Case Receipt"),
			     .of = facts->cases->pdata[0]};
	g_autoptr(Plan) plan = plan_for_failure(&notice, facts, site, "550 no such user");
	g_autofree char *got = told(plan);
	g_assert_cmpstr(got, ==, "undelivered sam, undelivered tina");
	notice.to_staff = TRUE;
	g_autoptr(Plan) quiet = plan_for_failure(&notice, facts, site, "550 no such user");
	g_autofree char *nobody = told(quiet);
	g_assert_cmpstr(nobody, ==, "");
	g_assert_cmpint(quiet->changes->len, ==, 1);
	notice.to_staff = FALSE;
	notice.recipient = unconst("staff@example.org");
	g_autoptr(Plan) internal = plan_for_failure(&notice, facts, site, "550 no such user");
	g_autofree char *no_one = told(internal);
	g_assert_cmpstr(no_one, ==, "");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	site_init();
	g_test_add_func("/plan/wishes", test_wishes);
	g_test_add_func("/plan/note-text", test_note_text);
	g_test_add_func("/plan/refused", test_refused);
	g_test_add_func("/plan/visible", test_visible);
	g_test_add_func("/plan/reopening", test_reopening);
	g_test_add_func("/plan/same-plan", test_same_plan);
	g_test_add_func("/plan/quarantine", test_quarantine);
	g_test_add_func("/plan/waiting", test_waiting);
	g_test_add_func("/plan/digest", test_digest);
	g_test_add_func("/plan/waiting-echo", test_waiting_echo);
	g_test_add_func("/plan/failure", test_failure);
	int status = g_test_run();
	site_free(site);
	mail_tables_free(tables);
	return status;
}
