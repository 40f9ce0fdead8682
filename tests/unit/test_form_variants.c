/*
 * Forms as they come back: hand-written oddities of tests/variants/filled.forms.
 */
#include "desk/form.h"
#include "mail/mail.h"

#include "form_samples.h"
#include "tables_for_tests.h"
#include "variants.h"

static MailTables *tables;

/* Whether the option names no field. */
static gboolean
is_about_form(const char *option)
{
	static const char *const names[] = {"wrong", "asked", "sent", "rest", "html", NULL};

	return g_strv_contains(names, option);
}

static char *
unescaped(const char *text)
{
	g_autoptr(GString) out = g_string_new(text);

	g_string_replace(out, "\\n", "\n", 0);
	return g_strdup(out->str);
}

/* Field*, named in an option; NULL without it. */
static GPtrArray *
named_fields(const Form *form, const char *option, const GPtrArray *fields)
{
	const char *value = form_option(form, option);
	GPtrArray *found = value ? g_ptr_array_new() : NULL;
	g_auto(GStrv) names = g_strsplit(value ? value : "", ", ", -1);

	for (char **name = names; *name; name++) {
		const Field *field = field_find(fields, *name);

		if (!field)
			g_error("%s: no field is called \"%s\"", form->name, *name);
		g_ptr_array_add(found, (Field *)field);
	}
	return found;
}

static GHashTable *
sent_values(const Form *form)
{
	const char *option = form_option(form, "sent");
	GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_auto(GStrv) pairs = g_strsplit(option ? option : "", " | ", -1);

	for (char **pair = pairs; *pair; pair++) {
		g_auto(GStrv) sides = g_strsplit(*pair, "=", 2);

		if (sides[0] && sides[1])
			g_hash_table_insert(values, g_strdup(sides[0]), unescaped(sides[1]));
	}
	return values;
}

static char *
with_marks(const char *text, const char *mark)
{
	g_autofree char *between = g_strconcat("\n", mark, NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *joined = g_strjoinv(between, lines);

	return g_strconcat(mark, joined, NULL);
}

/* The body of the form with our own form in its gaps. */
static char *
body_of(const Form *form, const GPtrArray *fields, GHashTable *sent)
{
	g_autoptr(GPtrArray) asked = named_fields(form, "asked", fields);
	g_autoptr(GPtrArray) items = form_items(asked ? asked : fields, sent, NULL, NULL);
	g_autofree char *ours = form_write(items, "incident", NULL);
	g_autofree char *quote = with_marks(ours, "> ");
	g_autofree char *quote2 = with_marks(ours, "> > ");
	g_autoptr(GString) body = g_string_new(form->text->str);

	g_string_replace(body, "{form}", ours, 0);
	g_string_replace(body, "{quote}", quote, 0);
	g_string_replace(body, "{quote2}", quote2, 0);
	return g_strdup(body->str);
}

static Mail *
mail_with(const char *body, gboolean is_page)
{
	g_autofree char *message = g_strdup_printf(
		"From: Anna <anna@shop.example>\nSubject: Form\nMIME-Version: 1.0\n"
		"Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s",
		is_page ? "html" : "plain", body);
	g_autoptr(GBytes) raw = g_bytes_new(message, strlen(message));

	return mail_read_bytes(raw, tables);
}

static void
complain(const char *name, const Mail *mail, const FormReading *reading, const char *what)
{
	GString *found = g_string_new(NULL);

	for (guint i = 0; i < reading->values->len; i++) {
		const FormValue *value = reading->values->pdata[i];

		g_string_append_printf(found, "\n  %s: \"%s\" %s", value->field->name,
				       value->value ? value->value : "(none)",
				       value->fault ? value->fault : "");
	}
	g_test_message("%s: %s; found:%s\n  rest: \"%s\"\n--- text\n%s\n--- reply\n%s", name, what,
		       found->str, reading->rest, mail->text, mail->reply);
	g_string_free(found, TRUE);
	g_test_fail();
}

/* Whether the field was read as the form says. */
static gboolean
is_right(const Form *form, const FormReading *reading, const Field *field, const GPtrArray *wrong)
{
	g_autofree char *empty = g_strconcat(field->name, ":", NULL);
	const char *option = form_option(form, empty) ? "" : form_option(form, field->name);
	const FormValue *value = form_reading_find(reading, field);
	g_autofree char *wanted = option ? unescaped(option) : NULL;

	if (wrong && g_ptr_array_find((GPtrArray *)wrong, field, NULL))
		return value && value->fault && !value->value;
	return value ? !value->fault && g_strcmp0(value->value, wanted) == 0 : !wanted;
}

static void
check_options(const Form *form, const GPtrArray *fields)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, form->options);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		if (!is_about_form(name) && !field_find(fields, name))
			g_error("%s: no option or field is called \"%s\"", form->name,
				(char *)name);
	}
}

static void
check_form(const Form *form)
{
	g_autoptr(GPtrArray) fields = sample_fields();
	g_autoptr(GPtrArray) asked_fields = named_fields(form, "asked", fields);
	g_autoptr(GPtrArray) wrong = named_fields(form, "wrong", fields);
	g_autoptr(GHashTable) sent = sent_values(form);
	g_autofree char *body = body_of(form, fields, sent);
	g_autoptr(Mail) mail = mail_with(body, form_option(form, "html") != NULL);
	FormAsked asked = {.fields = asked_fields, .values = sent, .now_ms = NOW_MS};
	g_autoptr(FormReading) reading = form_read(mail->text, mail->reply, fields, &asked);
	const char *rest = form_option(form, "rest");
	g_autofree char *wanted = unescaped(rest ? rest : "");

	check_options(form, fields);
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];

		if (!is_right(form, reading, field, wrong))
			complain(form->name, mail, reading, field->name);
	}
	if (strcmp(reading->rest, wanted) != 0)
		complain(form->name, mail, reading, "the rest");
}

static void
test_filled(void)
{
	g_autoptr(GPtrArray) forms = forms_read("filled.forms");

	g_assert_cmpuint(forms->len, >=, 80);
	for (guint i = 0; i < forms->len; i++)
		check_form(forms->pdata[i]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_func("/form/filled", test_filled);

	int status = g_test_run();
	mail_tables_free(tables);
	return status;
}
