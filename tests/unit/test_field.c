/*
 * Values that people write into fields.
 */
#include "desk/field.h"

#include <string.h>

/* 2026-11-22 12:00 UTC. */
#define NOW_MS (G_GINT64_CONSTANT(1795348800) * 1000)

typedef struct Row {
	FieldKind kind;
	const char *raw;
	const char *value; /* NULL: it doesn't fit */
	const char *fault; /* what the sentence holds then */
} Row;

/* A field of each kind as the rows below mean it. (transfer full) */
static Field *
make_field(FieldKind kind)
{
	static const char *const names[] = {"Integration", "ServicePoint", "Console", "Fulfilment",
					    "API",         "UX",           "Other",   NULL};
	Field *field = field_new("Issue type", kind);
	for (const char *const *name = names; kind == FIELD_CHOICE && *name; name++)
		field_add_choice(field, *name);
	if (kind == FIELD_CHOICE) {
		const Choice *last = field->choices->pdata[6];
		g_ptr_array_add(last->spellings, g_strdup("Sonstiges"));
	}
	if (kind == FIELD_DATE_TIME)
		field_add_choice(field, "Still going on");
	return field;
}

static const Row rows[] = {
	{FIELD_TEXT, "  two\twords ", "two words", NULL},
	{FIELD_TEXT, "*bold*", "bold", NULL},
	{FIELD_TEXT, "a * b", "a * b", NULL},
	{FIELD_LONG_TEXT, "\n one\n\n two \n", "one\n\n two", NULL},

	{FIELD_CHOICE, "Integration", "Integration", NULL},
	{FIELD_CHOICE, "INTEGRATION.", "Integration", NULL},
	{FIELD_CHOICE, "service point", "ServicePoint", NULL},
	{FIELD_CHOICE, "serv", "ServicePoint", NULL},
	{FIELD_CHOICE, "3", "Console", NULL},
	{FIELD_CHOICE, "3.", "Console", NULL},
	{FIELD_CHOICE, "no. 3", "Console", NULL},
	{FIELD_CHOICE, "3) Console", "Console", NULL},
	{FIELD_CHOICE, "3 Console", "Console", NULL},
	{FIELD_CHOICE, "8", NULL, "Choose one of: Integration, ServicePoint"},
	{FIELD_CHOICE, "Integration (our own)", "Integration", NULL},
	{FIELD_CHOICE, "Integraton", "Integration", NULL},
	{FIELD_CHOICE, "Consoel", "Console", NULL},
	{FIELD_CHOICE, "sonstiges", "Other", NULL},
	{FIELD_CHOICE, "*API*", "API", NULL},
	{FIELD_CHOICE, "Integration, Console", NULL, "Choose only one of"},
	{FIELD_CHOICE, "not Integration", NULL, "Choose one of"},
	{FIELD_CHOICE, "Fulfillmant", NULL, "Did you mean Fulfilment?"},
	{FIELD_CHOICE, "Integration / ServicePoint / *Console* / API", "Console", NULL},
	{FIELD_CHOICE, "Integration / Console x / API", "Console", NULL},
	{FIELD_CHOICE, "[ ] Integration\n[x] Console\n[ ] API", "Console", NULL},
	{FIELD_CHOICE, "[x] Integration [ ] Console [ ] API", "Integration", NULL},
	{FIELD_CHOICE, "[ ] Integration [X] Console [ ] API", "Console", NULL},
	{FIELD_CHOICE, "Integration [ ]  Console [x]  API [ ]", "Console", NULL},
	{FIELD_CHOICE, "( ) Integration\n(x) Console", "Console", NULL},
	{FIELD_CHOICE, "☐ Integration ☒ Console ☐ API", "Console", NULL},
	{FIELD_CHOICE, "Integration\nConsole <-- this one\nAPI", "Console", NULL},
	{FIELD_CHOICE, "Integration\n-> Console\nAPI", "Console", NULL},
	{FIELD_CHOICE, "- Integration\n- Console ✓\n- API", "Console", NULL},
	{FIELD_CHOICE, "[x] Integration [x] Console", NULL, "Choose only one"},
	{FIELD_CHOICE, "whatever", NULL, "Choose one of"},

	{FIELD_LIST, "4711, 4712;4711", "4711, 4712", NULL},
	{FIELD_LIST, "- 4711\n- 4712", "4711, 4712", NULL},
	{FIELD_LIST, "4711 4712 and 4713", "4711, 4712, 4713", NULL},
	{FIELD_LIST, "Main shop, Second shop", "Main shop, Second shop", NULL},
	{FIELD_LIST, ",;", NULL, "at least one"},

	{FIELD_DATE_TIME, "2026-11-20 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026-11-20T10:00Z", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026-11-20T10:00:30.123+01:00", "2026-11-20 09:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026-11-20 10:00 UTC", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026-11-20 10:00 (UTC)", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026-11-20 10:00 UTC+2", "2026-11-20 08:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026/11/20 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "20.11.2026 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "02.03.2026, 9.30 Uhr", "2026-03-02 09:30 UTC", NULL},
	{FIELD_DATE_TIME, "20. 11. 2026 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "20.11.26 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "11/20/2026 3:05 PM", "2026-11-20 15:05 UTC", NULL},
	{FIELD_DATE_TIME, "20/11/2026 15h05", "2026-11-20 15:05 UTC", NULL},
	{FIELD_DATE_TIME, "20-11-2026 15:05", "2026-11-20 15:05 UTC", NULL},
	{FIELD_DATE_TIME, "03/03/2026 15:05", "2026-03-03 15:05 UTC", NULL},
	{FIELD_DATE_TIME, "03/04/2026 15:05", NULL, "two ways"},
	{FIELD_DATE_TIME, "03-04-2026", NULL, "two ways"},
	{FIELD_DATE_TIME, "20/11/26", NULL, "two ways"},
	{FIELD_DATE_TIME, "20 November 2026, 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "20. November 2026 um 15 Uhr", "2026-11-20 15:00 UTC", NULL},
	{FIELD_DATE_TIME, "am 20.11.2026 um 12:30", "2026-11-20 12:30 UTC", NULL},
	{FIELD_DATE_TIME, "Fri, Nov 20th, 2026 3pm CET", "2026-11-20 14:00 UTC", NULL},
	{FIELD_DATE_TIME, "le 20 novembre 2026 à 10h", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "20 de noviembre de 2026, 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "20 ноября 2026 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026年11月20日 10時30分", "2026-11-20 10:30 UTC", NULL},
	{FIELD_DATE_TIME, "2026年11月20日 10:30", "2026-11-20 10:30 UTC", NULL},
	{FIELD_DATE_TIME, "20261120 1030", "2026-11-20 10:30 UTC", NULL},
	{FIELD_DATE_TIME, "10:00 2026-11-20", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "2026-11-20", "2026-11-20", NULL},
	{FIELD_DATE_TIME, "since 2026-11-20, approx. 10:00", "2026-11-20 10:00 UTC", NULL},
	{FIELD_DATE_TIME, "today 9:30", "2026-11-22 09:30 UTC", NULL},
	{FIELD_DATE_TIME, "yesterday 3pm", "2026-11-21 15:00 UTC", NULL},
	{FIELD_DATE_TIME, "now", "2026-11-22 12:00 UTC", NULL},
	{FIELD_DATE_TIME, "still going on", "Still going on", NULL},
	{FIELD_DATE_TIME, "2026-11-20 10:00 IST", NULL, "in UTC"},
	{FIELD_DATE_TIME, "2026-11-20 10:00 local time", NULL, "in UTC"},
	{FIELD_DATE_TIME, "2026-11-20 10:00-11:00", NULL, "one time only"},
	{FIELD_DATE_TIME, "2026-11-20 10:00 - 11:00", NULL, "one time only"},
	{FIELD_DATE_TIME, "2026-11-20 10:00 to 2026-11-21 10:00", NULL, "2026-11-20 10:00"},
	{FIELD_DATE_TIME, "2026-02-30 10:00", NULL, "Write a date"},
	{FIELD_DATE_TIME, "20 November", NULL, "with its year"},
	{FIELD_DATE_TIME, "10:00", NULL, "Write a date"},
	{FIELD_DATE_TIME, "2026-11-20 25:00", NULL, "Write a date"},
	{FIELD_DATE_TIME, "in the morning", NULL, "Write a date"},

	{FIELD_NUMBER, "150", "150", NULL},
	{FIELD_NUMBER, "about 150 orders", "150", NULL},
	{FIELD_NUMBER, "~ 150", "150", NULL},
	{FIELD_NUMBER, "1,500", "1500", NULL},
	{FIELD_NUMBER, "1 500", "1500", NULL},
	{FIELD_NUMBER, "1,500,000", "1500000", NULL},
	{FIELD_NUMBER, "1.5", "1.5", NULL},
	{FIELD_NUMBER, "0.125", "0.125", NULL},
	{FIELD_NUMBER, "none", "0", NULL},
	{FIELD_NUMBER, "-3", "-3", NULL},
	{FIELD_NUMBER, "1.500", NULL, "two ways"},
	{FIELD_NUMBER, "150 to 200", NULL, "one number"},
	{FIELD_NUMBER, "150-200", NULL, "one number"},
	{FIELD_NUMBER, "many", NULL, "one number"},
	{FIELD_NUMBER, "more than 150", NULL, "one number"},

	{FIELD_EMAIL, "Bob <Bob@Example.org>", "bob@example.org", NULL},
	{FIELD_EMAIL, "bob@example.org<mailto:bob@example.org>", "bob@example.org", NULL},
	{FIELD_EMAIL, "a@x.example; b@x.example", "a@x.example, b@x.example", NULL},
	{FIELD_EMAIL, "a@x.example\nb@x.example", "a@x.example, b@x.example", NULL},
	{FIELD_EMAIL, "Bob", NULL, "e-mail address"},

	{FIELD_ATTACHMENT, "see  log.zip", "see log.zip", NULL},
};

static void
test_check(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Row *row = &rows[i];
		g_autoptr(Field) field = make_field(row->kind);
		g_autoptr(GError) error = NULL;
		g_test_message("\"%s\"", row->raw);
		g_autofree char *value = field_check(field, row->raw, NOW_MS, &error);
		g_assert_cmpstr(value, ==, row->value);
		g_assert_true((error != NULL) == (row->value == NULL));
		if (error && !strstr(error->message, row->fault))
			g_error("\"%s\" says: %s", row->raw, error->message);
		if (!value)
			continue;
		/* What is canonical stays what it is. */
		g_autofree char *again = field_check(field, value, NOW_MS, NULL);
		g_assert_cmpstr(again, ==, value);
	}
}

static void
test_pattern(void)
{
	g_autoptr(Field) field = field_new("IDs", FIELD_LIST);
	g_autoptr(GError) error = NULL;
	g_assert_false(field_set_pattern(field, "(", &error));
	g_clear_error(&error);
	g_assert_true(field_set_pattern(field, "[a-z]+-\\d+", &error));
	g_free(field->example);
	field->example = g_strdup("ACME-1, ACME-2");
	g_autofree char *good = field_check(field, "ACME-7 and acme-8", 0, &error);
	g_assert_cmpstr(good, ==, "ACME-7, acme-8");
	g_autofree char *bad = field_check(field, "ACME-7, secret", 0, &error);
	g_assert_null(bad);
	g_assert_cmpstr(error->message, ==,
			"Item 2 does not fit; part them by commas, for example ACME-1, ACME-2.");
}

static void
test_nothing(void)
{
	static const struct {
		FieldKind kind;
		gboolean is_required;
		const char *raw;
		gboolean is_nothing;
	} nothings[] = {
		{FIELD_TEXT, FALSE, "", TRUE},
		{FIELD_TEXT, TRUE, " - ", TRUE},
		{FIELD_TEXT, TRUE, "____", TRUE},
		{FIELD_TEXT, TRUE, "N/A", TRUE},
		{FIELD_TEXT, TRUE, "n.a.", TRUE},
		{FIELD_TEXT, TRUE, "???", TRUE},
		{FIELD_TEXT, FALSE, "None", TRUE},
		{FIELD_TEXT, TRUE, "None", FALSE},
		{FIELD_TEXT, FALSE, "0", FALSE},
		{FIELD_NUMBER, FALSE, "none", FALSE},
		{FIELD_LIST, TRUE, "none", TRUE},
		{FIELD_CHOICE, TRUE,
		 "Integration / ServicePoint / Console / Fulfilment / API / UX / Other", TRUE},
		{FIELD_CHOICE, TRUE,
		 "[ ] 1 Integration\n[ ] 2 ServicePoint\n[ ] Console\n[ ] Fulfilment\n[ ] API\n[ ] "
		 "UX\n[ ] Other",
		 TRUE},
		{FIELD_CHOICE, TRUE, "Integration / Console", FALSE},
		{FIELD_CHOICE, TRUE, "Integration", FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(nothings); i++) {
		g_autoptr(Field) field = make_field(nothings[i].kind);
		field->is_required = nothings[i].is_required;
		g_test_message("\"%s\"", nothings[i].raw);
		g_assert_cmpint(field_says_nothing(field, nothings[i].raw), ==,
				nothings[i].is_nothing);
	}
}

static void
test_due(void)
{
	g_autoptr(Field) field = field_new("Project", FIELD_TEXT);
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	g_assert_false(field_is_due(field, values));
	field->is_required = TRUE;
	g_assert_true(field_is_due(field, values));
	g_free(field->needs_field);
	field->needs_field = g_strdup("Issue type");
	g_assert_false(field_is_due(field, values));
	g_hash_table_insert(values, (char *)"Issue type", (char *)"API");
	g_assert_true(field_is_due(field, values));
	g_free(field->needs_value);
	field->needs_value = g_strdup("Console");
	g_assert_false(field_is_due(field, values));
	g_hash_table_insert(values, (char *)"Issue type", (char *)"console");
	g_assert_true(field_is_due(field, values));
}

static void
test_names(void)
{
	g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
	Field *field = make_field(FIELD_CHOICE);
	g_ptr_array_add(field->labels, g_strdup("Art des Problems"));
	g_ptr_array_add(fields, field);
	g_assert_true(field_find(fields, "issue-type") == field);
	g_assert_true(field_find(fields, "ART DES PROBLEMS") == field);
	g_assert_null(field_find(fields, "Issue"));
	for (guint i = 0; i < FIELD_KINDS; i++) {
		FieldKind kind;
		g_assert_true(field_kind_find(field_kind_name((FieldKind)i), &kind));
		g_assert_cmpint(kind, ==, i);
	}
}

/* A site's file may leave them out; "check" tells it. */
static void
test_no_choices(void)
{
	g_autoptr(Field) field = field_new("A", FIELD_CHOICE);
	g_autoptr(GError) error = NULL;
	g_autofree char *value = field_check(field, "blue", 0, &error);
	g_assert_null(value);
	g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/field/check", test_check);
	g_test_add_func("/field/pattern", test_pattern);
	g_test_add_func("/field/nothing", test_nothing);
	g_test_add_func("/field/due", test_due);
	g_test_add_func("/field/names", test_names);
	g_test_add_func("/field/no-choices", test_no_choices);
	return g_test_run();
}
