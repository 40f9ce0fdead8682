/*
 * Writing forms, and what holds of every form that is read. How people fill them in stands in
 * test_form_variants.c.
 */
#include "desk/command.h"
#include "desk/form.h"

#include "form_samples.h"

static GHashTable *
values_new(void)
{
	return g_hash_table_new(g_str_hash, g_str_equal);
}

static void
put(GHashTable *values, const char *name, const char *value)
{
	g_hash_table_insert(values, (char *)name, (char *)value);
}

static void
test_write(void)
{
	g_autoptr(GPtrArray) all = sample_fields();
	g_autoptr(GPtrArray) fields = g_ptr_array_new();
	g_autoptr(GHashTable) values = values_new();
	for (guint i = 1; i < 4; i++)
		g_ptr_array_add(fields, all->pdata[i]);
	Field *end = all->pdata[3];
	end->is_required = TRUE;
	g_free(end->needs_field);
	end->needs_field = g_strdup("Issue type");
	g_free(end->needs_value);
	end->needs_value = g_strdup("API");
	put(values, "Issue type", "API");
	g_autoptr(GPtrArray) items = form_items(fields, values, NULL, NULL);
	g_autofree char *text = form_write(items, "incident", NULL);
	g_assert_cmpstr(text, ==,
			"Type: incident\n"
			"\n"
			"Issue type: API\n"
			"(required; choose one)\n"
			"(1 Integration / 2 ServicePoint / 3 Console / 4 Fulfilment / 5 API)\n"
			"(6 UX / 7 Other)\n"
			"\n"
			"Start (UTC):\n"
			"(required; date and time in UTC)\n"
			"(for example: 2026-11-20 10:00)\n"
			"\n"
			"End (UTC):\n"
			"(required if Issue type is API; date and time in UTC)\n"
			"(Still going on / Not known)\n"
			"\n"
			"(end of the form)\n");
}

static void
test_language(void)
{
	static const FormWords german = {
		.required = "nötig",
		.only_if = "falls %s angegeben ist",
		.only_if_is = "falls %s gleich %s",
		.choose = "eins auswählen",
		.list = "mehrere durch Kommas getrennt",
		.date = "Datum und Zeit in UTC",
		.example = "zum Beispiel",
		.end = "Ende des Formulars",
		.type = "Art",
	};
	g_autoptr(GPtrArray) all = sample_fields();
	g_autoptr(GPtrArray) fields = g_ptr_array_new();
	g_autoptr(GHashTable) labels = values_new();
	g_ptr_array_add(fields, all->pdata[0]);
	put(labels, "Account or retailer IDs", "Kontonummern");
	g_autoptr(GPtrArray) items = form_items(fields, NULL, labels, &german);
	g_autofree char *text = form_write(items, "vorfall", &german);
	g_assert_cmpstr(text, ==,
			"Art: vorfall\n\nKontonummern:\n"
			"(nötig; mehrere durch Kommas getrennt)\n(zum Beispiel: 4711, 4712)\n\n"
			"(Ende des Formulars)\n");
}

/* Long texts that look like anything come back as what they are. */
static void
test_long_values(void)
{
	static const char *const texts[] = {
		"One line",
		"One line\nand another",
		"#done\nSummary: mine\n(in parentheses)\n> quoted\n- item: x",
		"Run:\n#!/bin/sh\nIssue type: API",
		"\uff03done\n!done",
	};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) fields = sample_fields();
		g_autoptr(GHashTable) values = values_new();
		put(values, "Description", texts[i]);
		put(values, "Other information", texts[i]);
		g_autoptr(GPtrArray) items = form_items(fields, values, NULL, NULL);
		g_autofree char *text = form_write(items, "incident", NULL);
		g_autoptr(GPtrArray) commands = commands_find(text);
		FormAsked asked = {.values = values};
		g_autoptr(FormReading) reading = form_read(text, text, fields, &asked);
		g_autoptr(FormReading) old = form_read(text, "", fields, &asked);
		g_test_message("%s", text);
		g_assert_cmpuint(commands->len, ==, 0);
		g_assert_cmpuint(reading->values->len, ==, 0);
		g_assert_cmpuint(old->values->len, ==, 0);
		g_assert_cmpstr(reading->rest, ==, "");
	}
}

static void
test_type(void)
{
	static const struct {
		const char *text, *reply, *type;
	} types[] = {
		{"Type: bug", "Type: bug", "bug"},
		{"Hello\n*Type:* bug report\n", "Hello\n*Type:* bug report\n", "bug report"},
		{"See below\n> Type: bug", "See below", "bug"},
		{"Type: bug\n> Type: incident", "Type: bug", "bug"},
		{"Typ\uff1abug", "Typ\uff1abug", "bug"},
		{"The type: bug", "The type: bug", NULL},
		{"Type:", "Type:", NULL},
		{"#type: bug", "#type: bug", NULL},
		{"", "", NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *type = form_type(types[i].text, types[i].reply);
		g_test_message("%s", types[i].text);
		g_assert_cmpstr(type, ==, types[i].type);
	}
}

/* Each line of the reply is marked, so that no command is seen in a field. */
static void
test_lines(void)
{
	static const char text[] =
		"#share a@x.example\n\nSummary: it broke\nStart: 1/2/2026\n\nBye";
	static const guint8 expected[] = {0, 0, 1, 1, 0, 0};
	g_autoptr(GPtrArray) fields = sample_fields();
	g_autoptr(FormReading) reading = form_read(text, text, fields, NULL);
	g_assert_cmpmem(reading->lines->data, reading->lines->len, expected, sizeof expected);
	g_assert_cmpstr(reading->rest, ==, "#share a@x.example\n\nBye");
}

/* Our example counts as no answer, and whoever wrote it is told; what we wrote isn't an answer. */
static void
test_examples(void)
{
	static const char text[] = "Summary: Orders are not routed to the shop\n"
				   "Issue type: UX\n"
				   "Share with:\n(for example: anna@example.org)\n"
				   "Orders impacted: 150\n"
				   "\n"
				   "> Summary: (for example: Orders are not routed to the shop)\n"
				   "> Account or retailer IDs: 4711, 4712\n";
	g_autoptr(GPtrArray) fields = sample_fields();
	g_autoptr(FormReading) reading = form_read(text, text, fields, NULL);
	g_assert_cmpuint(reading->values->len, ==, 2);
	g_assert_nonnull(form_reading_find(reading, field_find(fields, "Orders impacted")));
	g_assert_cmpuint(reading->examples->len, ==, 2);
	g_assert_true(reading->examples->pdata[0] == field_find(fields, "Account or retailer IDs"));
	g_assert_true(reading->examples->pdata[1] == field_find(fields, "Summary"));
	/* Another answer counts, wherever it stands. */
	static const char both[] = "Summary: Orders are not routed to the shop\n"
				   "Summary: They go to the wrong shop\n";
	g_autoptr(FormReading) second = form_read(both, both, fields, NULL);
	g_assert_cmpuint(second->examples->len, ==, 0);
	g_assert_cmpuint(second->values->len, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/form/write", test_write);
	g_test_add_func("/form/language", test_language);
	g_test_add_func("/form/long values", test_long_values);
	g_test_add_func("/form/type", test_type);
	g_test_add_func("/form/lines", test_lines);
	g_test_add_func("/form/examples", test_examples);
	return g_test_run();
}
