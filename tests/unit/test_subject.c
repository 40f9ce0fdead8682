/*
 * The subject contract, byte for byte, and names that try to break it.
 */
#include "base/limits.h"
#include "desk/subject.h"

#include <glib.h>

#define ID "CM0123456789ABCDEFGH"

static const SubjectFields usual = {
	.case_number = "SUP-1494",
	.customer = "Example GmbH",
	.status = "Open",
	.eta = "2026-12-01",
	.tracking_id = ID,
	.what = "SUP-1494, from anna@example.org: Re: printer",
};

static const struct {
	SubjectKind kind;
	const char *expected;
} golden[] = {
	{SUBJECT_CASE_RECEIPT,
	 "Case Receipt - Case ID: SUP-1494 - Customer: Example GmbH - Status: Open. " ID},
	{SUBJECT_CHANGE_REQUEST_RECEIPT,
	 "Change Request Receipt - Case ID: SUP-1494 - Customer: Example GmbH - Status: Open. " ID},
	{SUBJECT_ETA_UPDATE,
	 "Case ETA Update - Case ID: SUP-1494 - Customer: Example GmbH - ETA: 2026-12-01. " ID},
	{SUBJECT_EMERGENCY, "Emergency Open - Case ID: SUP-1494 - Customer: Example GmbH " ID},
	{SUBJECT_COMMENT, "Case Comment Notification - Case ID: SUP-1494 - Customer: Example GmbH"
			  " - Status: Open " ID},
	{SUBJECT_INVITATION, "Invitation - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_WEEKLY, "Weekly report - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_HELD, "Held mail - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_QUARANTINED, "Quarantined mail - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_UNDELIVERED, "Undelivered notice - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_SHARED, "Shared with you - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_HANDED, "Handed to you - SUP-1494, from anna@example.org: Re: printer. " ID},
	{SUBJECT_TAKEN_BACK, "Taken back - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_WELCOME, "Welcome - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_REMINDER, "Reminder - SUP-1494, from anna@example.org: Re: printer. " ID},
	{SUBJECT_DUE, "Due soon - SUP-1494, from anna@example.org: Re: printer. " ID},
	{SUBJECT_LATE, "Late - SUP-1494, from anna@example.org: Re: printer. " ID},
	{SUBJECT_TRANSCRIPT, "Commands - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_CONFIRM, "Please confirm - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_RETURNED, "Returned mail - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_OVERVIEW, "Overview - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_LIST, "List of cases - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_HISTORY, "History - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_FORM, "Form - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_MASKED, "Secret masked - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_REFUSED, "Not opened - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_HELP, "Help - SUP-1494, from anna@example.org: Re: printer"},
	{SUBJECT_ESCALATION, "Desk alarm - Nobody has taken the emergency SUP-1494, from "
			     "anna@example.org: Re: printer. " ID},
	{SUBJECT_ALARM, "Desk alarm - SUP-1494, from anna@example.org: Re: printer"},
};

static void
test_golden(void)
{
	g_assert_cmpuint(G_N_ELEMENTS(golden), ==, SUBJECT_KINDS);
	for (guint i = 0; i < G_N_ELEMENTS(golden); i++) {
		g_autofree char *subject = subject_format(golden[i].kind, &usual);
		g_assert_cmpstr(subject, ==, golden[i].expected);
	}
}

/* A status is the site's own word: it stands as configured. */
static void
test_status(void)
{
	SubjectFields fields = usual;
	fields.status = "Closed - Escalated to engineering";
	g_autofree char *subject = subject_format(SUBJECT_CASE_RECEIPT, &fields);
	g_assert_cmpstr(subject, ==,
			"Case Receipt - Case ID: SUP-1494 - Customer: Example GmbH - Status: Closed"
			" - Escalated to engineering. " ID);
}

static void
test_eta(void)
{
	static const struct {
		const char *eta;
		const char *stands;
	} rows[] = {
		{"2026-12-01 14:00 UTC", " - ETA: 2026-12-01 14:00 UTC. " ID},
		{"", " - ETA: none. " ID},
		{NULL, " - ETA: none. " ID},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		SubjectFields fields = usual;
		fields.eta = rows[i].eta;
		g_autofree char *subject = subject_format(SUBJECT_ETA_UPDATE, &fields);
		g_assert_true(g_str_has_suffix(subject, rows[i].stands));
	}
}

#define TEN "0123456789"

static const struct {
	const char *name;
	const char *expected;
} names[] = {
	{"Example GmbH", "Example GmbH"},
	{"Müller & Söhne", "Müller & Söhne"},
	{"Łódź Ελλάδα 東京", "Łódź Ελλάδα 東京"},
	{"Party 🎉 Ltd", "Party 🎉 Ltd"},
	{"Jean-Luc", "Jean-Luc"},
	{"Acme - Status: Done", "Acme – Status, Done"},
	{" - Status: Done", "– Status, Done"},
	{"Acme - - Sub -", "Acme – – Sub –"},
	{"-", "–"},
	{"Acme -\t- x", "Acme – – x"},
	{"Acme \xc2\xa0- x", "Acme – x"},
	{"Acme \xe2\x80\x8b- Status: Done", "Acme – Status, Done"},
	{"Acme -\xe2\x80\x8b Status\xe2\x80\x8b: Done", "Acme – Status, Done"},
	{"Acme\r\nBcc: all@example.org", "Acme Bcc, all@example.org"},
	{"Acme\r\n\r\nbody", "Acme body"},
	{"a\x01"
	 "b\x7f"
	 "c",
	 "a b c"},
	{"\xe2\x80\xaegnihtyna\xe2\x80\xac", "gnihtyna"},
	{"\xe2\x81\xa6x\xe2\x81\xa9", "x"},
	{"=?utf-8?q?x?=", "= ?utf-8?q?x?="},
	{"=\xe2\x80\x8b?utf-8?q?x?=", "= ?utf-8?q?x?="},
	{"=\r?utf-8", "= ?utf-8"},
	{"", "unknown"},
	{NULL, "unknown"},
	{" \r\n\xe2\x80\xae ", "unknown"},
	{TEN TEN TEN TEN, TEN TEN TEN TEN},
	{TEN TEN TEN TEN "x", TEN TEN TEN "012345678…"},
	{TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN,
	 TEN TEN TEN "012345678…"},
};

static void
test_names(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *name = subject_customer(names[i].name);
		g_assert_cmpstr(name, ==, names[i].expected);
		g_assert_cmpint(g_utf8_strlen(name, -1), <=, LIMIT_SUBJECT_NAME_CHARS);
	}
}

/* How often a text stands in another. */
static guint
count(const char *text, const char *what)
{
	guint n = 0;
	for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

/* Whatever the name: the parts are where a rule expects them, and only there. */
static void
test_no_imitation(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		SubjectFields fields = usual;
		fields.customer = names[i].name;
		for (int kind = 0; kind <= SUBJECT_COMMENT; kind++) {
			g_autofree char *subject = subject_format((SubjectKind)kind, &fields);
			g_assert_true(g_str_has_suffix(subject, " " ID));
			g_assert_cmpuint(count(subject, " - "), ==,
					 kind == SUBJECT_EMERGENCY ? 2 : 3);
			g_assert_cmpuint(count(subject, "Customer: "), ==, 1);
			g_assert_cmpuint(count(subject, ": "), ==,
					 kind == SUBJECT_EMERGENCY ? 2 : 3);
			g_assert_null(strstr(subject, "=?"));
			g_assert_null(strpbrk(subject, "\r\n"));
		}
	}
}

static void
test_length(void)
{
	static const struct {
		const char *customer;
		const char *status;
		const char *stands; /* within the line */
	} rows[] = {
		/* A long status is whole as long as the name can give way. */
		{TEN TEN TEN TEN, "Waiting for a spare part from the maker",
		 "Customer: " TEN TEN "0123… - Status"},
		{TEN TEN TEN TEN, "Waiting for a spare part from the maker",
		 "Status: Waiting for a spare part from the maker. " ID},
		{TEN TEN TEN TEN,
		 TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN,
		 "Customer: 0123456789"
		 "0… - Status: 0"},
		{TEN TEN TEN TEN,
		 TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN, "…. " ID},
		{"Ü🎉ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜ", "Wartet auf den Kunden und mehr",
		 ID},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		SubjectFields fields = usual;
		fields.customer = rows[i].customer;
		fields.status = rows[i].status;
		fields.case_number = "SUPPORT-1234567";
		g_autofree char *subject = subject_format(SUBJECT_CHANGE_REQUEST_RECEIPT, &fields);
		g_test_message("%s", subject);
		g_assert_cmpint(g_utf8_strlen(subject, -1), <, LIMIT_SUBJECT_CHARS);
		g_assert_nonnull(strstr(subject, rows[i].stands));
		g_assert_true(g_str_has_suffix(subject, ". " ID));
	}
	SubjectFields fields = usual;
	fields.what = TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN;
	g_autofree char *held = subject_format(SUBJECT_HELD, &fields);
	g_assert_cmpint(g_utf8_strlen(held, -1), ==, LIMIT_SUBJECT_CHARS - 1);
}

/* People's rules tell the five by their beginnings; nothing else may begin like them. */
static void
test_beginnings(void)
{
	static const char *const reserved[] = {"Case ", "Change Request ", "Emergency "};
	for (int kind = SUBJECT_COMMENT + 1; kind < SUBJECT_KINDS; kind++) {
		g_autofree char *subject = subject_format((SubjectKind)kind, &usual);
		for (guint i = 0; i < G_N_ELEMENTS(reserved); i++)
			g_assert_false(g_str_has_prefix(subject, reserved[i]));
	}
	g_assert_cmpstr(subject_kind_name(SUBJECT_CASE_RECEIPT), ==, "receipt");
	g_assert_cmpstr(subject_kind_name(SUBJECT_CHANGE_REQUEST_RECEIPT), ==, "change");
	g_assert_cmpstr(subject_kind_name(SUBJECT_ETA_UPDATE), ==, "eta");
	g_assert_cmpstr(subject_kind_name(SUBJECT_EMERGENCY), ==, "emergency");
	g_assert_cmpstr(subject_kind_name(SUBJECT_COMMENT), ==, "comment");
}

/* As people's mail rules have them. */
static void
test_patterns(void)
{
	static const char *const lines[] = {
		"Case Receipt - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - Status: "
		"{STATUS}. {TRACKING ID}",
		"Change Request Receipt - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - "
		"Status: {STATUS}. {TRACKING ID}",
		"Case ETA Update - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - ETA: "
		"{ETA}. {TRACKING ID}",
		"Emergency {STATUS} - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} "
		"{TRACKING ID}",
		"Case Comment Notification - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - "
		"Status: {STATUS} {TRACKING ID}",
	};
	for (SubjectKind kind = SUBJECT_CASE_RECEIPT; kind <= SUBJECT_COMMENT; kind++) {
		g_autofree char *pattern = subject_pattern(kind);
		g_assert_cmpstr(pattern, ==, lines[kind]);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/subject/patterns", test_patterns);
	g_test_add_func("/subject/golden", test_golden);
	g_test_add_func("/subject/status", test_status);
	g_test_add_func("/subject/eta", test_eta);
	g_test_add_func("/subject/names", test_names);
	g_test_add_func("/subject/no-imitation", test_no_imitation);
	g_test_add_func("/subject/length", test_length);
	g_test_add_func("/subject/beginnings", test_beginnings);
	return g_test_run();
}
