/*
 * The shipped forms in every language: all of their words are there, they come back unchanged as no
 * answer, and filled in as the same values as in English.
 */
#include "app/typefile.h"
#include "desk/command.h"
#include "desk/form.h"
#include "desk/form_tongue.h"
#include "desk/plan_build.h"
#include "notice_samples.h"

#include <string.h>

static const char *const languages[] = {"de", "es", "fr", "ja", "ru"};

/* The types that ship, which know the languages. */
static Site *
site_of_types(const Templates *templates)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autofree char *shipped = g_build_filename(tree ? tree : ".", "filters", "types", NULL);
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	const TypeFolders folders = {.shipped = shipped};
	Site *site = sample_site();
	typefiles_read(&folders, site, faults);
	g_assert_cmpuint(faults->len, ==, 0);
	for (guint i = 0; i < site->types->len; i++)
		form_learn(site->types->pdata[i], templates);
	return site;
}

static Js *
form_of(const CaseType *type, const Templates *templates, const char *language, guint role)
{
	g_autoptr(Js) english = plan_form(type, type->fields, NULL, role);
	Js *form = form_in_language(english, type->fields, templates, language);
	g_assert_nonnull(form);
	return form;
}

static void
check_word(const Templates *templates, const char *language, const char *group, const char *english)
{
	if (*english && templates_call(templates, language, group, english) == english)
		g_error("%s: nothing says what \"%s\" (%s) is called", language, english, group);
}

/* Versions, numbers and addresses are the same everywhere. */
static gboolean
has_word(const char *example)
{
	g_auto(GStrv) parts = g_strsplit_set(example, " ,", -1);
	for (guint i = 0; parts[i]; i++)
		if (strlen(parts[i]) > 1 &&
		    strspn(parts[i], "abcdefghijklmnopqrstuvwxyz") == strlen(parts[i]))
			return TRUE;
	return FALSE;
}

static void
test_words(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = site_of_types(templates);
	for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
		for (guint i = 0; i < site->types->len; i++) {
			const CaseType *type = site->types->pdata[i];
			check_word(templates, languages[l], "type", type->title);
			check_word(templates, languages[l], "purpose", type->description);
			check_word(templates, languages[l], "duration", type->duration);
			for (guint k = 0; k < type->fields->len; k++) {
				const Field *field = type->fields->pdata[k];
				check_word(templates, languages[l], "field", field->name);
				check_word(templates, languages[l], "hint", field->help);
				if (has_word(field->example))
					check_word(templates, languages[l], "example",
						   field->example);
				for (guint c = 0; c < field->choices->len; c++)
					check_word(templates, languages[l], "choice",
						   ((Choice *)field->choices->pdata[c])->name);
			}
		}
}

static char *
with_marks(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *joined = g_strjoinv("\n> ", lines);
	return g_strconcat("> ", joined, NULL);
}

static void
check_no_values(const char *text, const char *reply, const CaseType *type, const char *language)
{
	g_autoptr(FormReading) read = form_read(text, reply, type->fields, NULL);
	if (read->values->len > 0) {
		const FormValue *value = read->values->pdata[0];
		g_error("%s, %s: \"%s\" is taken for an answer to \"%s\" in\n%s", language,
			type->name, value->raw, value->field->name, text);
	}
}

static void
check_unchanged(const CaseType *type, const Templates *templates, const char *language, guint role)
{
	g_autoptr(Js) form = form_of(type, templates, language, role);
	const char *text = js_get_text(form, "text");
	g_autofree char *marked = with_marks(text);
	g_autofree char *answered = g_strconcat("Danke\n\n", marked, NULL);
	g_autoptr(GPtrArray) commands = commands_find(text);
	g_autofree char *named = form_type(text, text);
	g_assert_cmpuint(commands->len, ==, 0);
	g_assert_cmpstr(named, ==, type->name);
	check_no_values(text, text, type, language);
	check_no_values(marked, "", type, language);
	check_no_values(answered, "Danke", type, language);
}

static void
test_unchanged(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = site_of_types(templates);
	for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
		for (guint i = 0; i < site->types->len; i++) {
			check_unchanged(site->types->pdata[i], templates, languages[l], 0);
			check_unchanged(site->types->pdata[i], templates, languages[l],
					ROLE_AGENCY);
		}
}

/* What somebody writes into a field, and what it means. */
static const char *
answer_to(const Field *field, const Templates *templates, const char *language,
	  const char **value_out)
{
	static const char *const answers[][2] = {
		[FIELD_TEXT] = {"Etwas 7", "Etwas 7"},
		[FIELD_LONG_TEXT] = {"Etwas Langes", "Etwas Langes"},
		[FIELD_LIST] = {"4711, 4712", "4711, 4712"},
		[FIELD_DATE_TIME] = {"2026-11-20 10:00", "2026-11-20 10:00 UTC"},
		[FIELD_NUMBER] = {"321", "321"},
		[FIELD_EMAIL] = {"zoe@example.net", "zoe@example.net"},
		[FIELD_ATTACHMENT] = {"bild.png", "bild.png"},
	};
	if (field->kind == FIELD_CHOICE) {
		const Choice *last = field->choices->pdata[field->choices->len - 1];
		*value_out = last->name;
		return templates_call(templates, language, "choice", last->name);
	}
	static const char *const patterned[] = {"app9.example.com", "America/Lima", "4711"};
	for (guint i = 0; field->pattern && i < G_N_ELEMENTS(patterned); i++) {
		g_autofree char *fits = field_check(field, patterned[i], 0, NULL);
		*value_out = patterned[i];
		if (fits)
			return patterned[i];
	}
	*value_out = answers[field->kind][1];
	return answers[field->kind][0];
}

/* Every line that ends in a colon is a label; they stand in the order of the fields. */
static char *
filled_in(const char *text, const CaseType *type, const Templates *templates, const char *language)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint field = 0;
	for (guint i = 0; lines[i]; i++) {
		const char *value = NULL;
		if (!g_str_has_suffix(lines[i], ":"))
			continue;
		const char *answer =
			answer_to(type->fields->pdata[field++], templates, language, &value);
		char *line = g_strdup_printf("%s %s", lines[i], answer);
		g_free(lines[i]);
		lines[i] = line;
	}
	g_assert_cmpuint(field, ==, type->fields->len);
	return g_strjoinv("\n", lines);
}

static void
check_filled_in(const CaseType *type, const Templates *templates, const char *language)
{
	g_autoptr(Js) form = form_of(type, templates, language, 0);
	g_autofree char *text = filled_in(js_get_text(form, "text"), type, templates, language);
	g_autoptr(FormReading) read = form_read(text, text, type->fields, NULL);
	for (guint i = 0; i < type->fields->len; i++) {
		const Field *field = type->fields->pdata[i];
		const FormValue *value = form_reading_find(read, field);
		const char *expected = NULL;
		(void)answer_to(field, templates, language, &expected);
		if (!value || g_strcmp0(value->value, expected) != 0)
			g_error("%s, %s: \"%s\" is read as \"%s\" (%s), not as \"%s\", in\n%s",
				language, type->name, field->name, value ? value->value : NULL,
				value ? value->fault : NULL, expected, text);
	}
}

static void
test_filled_in(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = site_of_types(templates);
	for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
		for (guint i = 0; i < site->types->len; i++)
			check_filled_in(site->types->pdata[i], templates, languages[l]);
}

/* Nobody's answer. */
static void
test_example(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = site_of_types(templates);
	const CaseType *type = site_type(site, "bug");
	const char *text = "Projekt: Webshop 2, Kasse\nBetreff: Export";
	g_autoptr(FormReading) read = form_read(text, text, type->fields, NULL);
	g_assert_cmpuint(read->values->len, ==, 1);
	g_assert_cmpuint(read->examples->len, ==, 1);
	g_assert_cmpstr(((Field *)read->examples->pdata[0])->name, ==, "Project");
}

/* What is filled in already, and what is missing. */
static void
test_values(void)
{
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = site_of_types(templates);
	const CaseType *type = site_type(site, "emergency");
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(values, (char *)"Risk", (char *)"Revenue");
	g_hash_table_insert(values, (char *)"Impact", (char *)"First\nsecond");
	g_autoptr(Js) english = plan_form(type, type->fields, values, 0);
	g_autoptr(Js) form = form_in_language(english, type->fields, templates, "de");
	const char *text = js_get_text(form, "text");
	g_test_message("%s", text);
	g_assert_nonnull(strstr(text, "Typ: emergency\n"));
	g_assert_nonnull(strstr(text, "Risiko: Umsatz\n(Pflichtangabe; bitte eines auswählen; "));
	g_assert_nonnull(strstr(text, "Auswirkung: First\nsecond\n"));
	g_assert_nonnull(strstr(text, "(Ende des Formulars)"));
	g_assert_null(form_in_language(english, type->fields, templates, "en"));
	g_assert_null(form_in_language(english, type->fields, templates, "fi"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/form-tongue/words", test_words);
	g_test_add_func("/form-tongue/unchanged", test_unchanged);
	g_test_add_func("/form-tongue/filled in", test_filled_in);
	g_test_add_func("/form-tongue/example", test_example);
	g_test_add_func("/form-tongue/values", test_values);
	return g_test_run();
}
