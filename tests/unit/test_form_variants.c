/*
 * Forms as they come back: in every combination of language and mail program (form_styles.h), and
 * the hand-written oddities of tests/variants/filled.forms.
 */
#include "desk/form.h"
#include "desk/site.h"
#include "mail/mail.h"

#include "form_samples.h"
#include "form_styles.h"
#include "tables_for_tests.h"
#include "variants.h"
#include "words_for_tests.h"

static MailTables *tables;
static Site *site;

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
	FormAsked asked = {.fields = asked_fields,
			   .values = sent,
			   .now_ms = NOW_MS,
			   .name = "Anna",
			   .address = "anna@example.org",
			   .site = site};
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

/* What stands in the fields of form_samples.h; {date} and {two-ways} are the language's. */
typedef struct Filling {
	const char *name;
	const char *raw;
	const char *value; /* NULL: none */
	gboolean is_wrong;
} Filling;

static const Filling complete[] = {
	{"Account or retailer IDs", "4715, 4716", "4715, 4716", FALSE},
	{"Issue type", "console", "Console", FALSE},
	{"Start (UTC)", "{date}", "2026-11-20 10:15 UTC", FALSE},
	{"End (UTC)", "2026-11-21 08:00 UTC", "2026-11-21 08:00 UTC", FALSE},
	{"Summary", "Orders of the shop are lost", "Orders of the shop are lost", FALSE},
	{"Description", "Since the update: nothing.{line}Browser: any.",
	 "Since the update: nothing.\nBrowser: any.", FALSE},
	{"Order impact severity", "2", "Some orders", FALSE},
	{"Orders impacted", "120", "120", FALSE},
	{"Share with", "bob@shop.example", "bob@shop.example", FALSE},
	{"Other information", "No.", "No.", FALSE},
};

static const Filling partial[] = {
	{"Account or retailer IDs", "4715", "4715", FALSE},
	{"Issue type", "Integration, API", NULL, TRUE},
	{"Start (UTC)", "{two-ways}", NULL, TRUE},
	{"End (UTC)", "", NULL, FALSE},
	{"Summary", "", NULL, FALSE},
	{"Description", "All of it.", "All of it.", FALSE},
	{"Order impact severity", "", NULL, FALSE},
	{"Orders impacted", "many", NULL, TRUE},
	{"Share with", "", NULL, FALSE},
	{"Other information", "", NULL, FALSE},
};

static const char *
label_in(const Field *field, guint language)
{
	return language > 0 ? field->labels->pdata[language - 1] : field->name;
}

static void
fill(GString *text, const char *gap, const char *with)
{
	g_string_replace(text, gap, with, 0);
}

static char *
hints_of(const FormItem *item, const char *format)
{
	g_autoptr(GString) hints = g_string_new(NULL);

	for (guint i = 0; *format && i < item->hints->len; i++) {
		g_auto(GStrv) around = g_strsplit(format, "%s", 2);

		g_string_append_printf(hints, "%s%s%s", around[0], (char *)item->hints->pdata[i],
				       around[1]);
	}
	return g_strdup(hints->str);
}

static void
add_item(GString *body, const FormItem *item, const Filling *filling, const struct FormStyle *style,
	 guint language)
{
	g_autofree char *hints = hints_of(item, style->hint);
	g_autoptr(GString) value = g_string_new(filling->raw);
	g_autoptr(GString) text = g_string_new(style->item);

	fill(value, "{date}", languages[language].date);
	fill(value, "{two-ways}", languages[language].two_ways);
	fill(value, "{line}", style->line);
	/* Nobody makes a line of their own for nothing. */
	if (!value->len)
		fill(text, "\n{value}\n", "\n");
	if (!value->len)
		fill(text, "{hints}{value}\n", "{hints}");
	fill(text, "{label}", label_in(item->field, language));
	fill(text, "{colon}", languages[language].colon);
	fill(text, "{hints}", hints);
	fill(text, "{value}", value->str);
	g_string_append(body, text->str);
}

static char *
page_of(const GPtrArray *items)
{
	g_autoptr(GString) page = g_string_new("<p>Type: incident</p>");

	for (guint i = 0; i < items->len; i++) {
		const FormItem *item = items->pdata[i];
		g_autofree char *hints = hints_of(item, "<br>%s");

		g_string_append_printf(page, "<p><b>%s:</b> %s</p>", item->label, hints);
	}
	g_string_append(page, "<p>(end of the form)</p><p>Example Support</p>");
	return g_strdup(page->str);
}

/* The mail of one program, one language and one way to fill the form in. (transfer full) */
static char *
body_in(const struct FormStyle *style, guint language, const Filling *fillings,
	const GPtrArray *fields)
{
	const struct FormLanguage *words = &languages[language];
	g_autoptr(GPtrArray) items = form_items(fields, NULL, NULL, NULL);
	g_autofree char *ours = form_write(items, "incident", NULL);
	g_autofree char *quote = with_marks(ours, "> ");
	g_autofree char *page = page_of(items);
	g_autofree char *wrote =
		style->is_page ? g_markup_escape_text(words->wrote, -1) : g_strdup(words->wrote);
	g_autoptr(GString) body = g_string_new(style->head);

	for (guint i = 0; i < items->len; i++)
		add_item(body, items->pdata[i], &fillings[i], style, language);
	g_string_append(body, style->tail);
	fill(body, "{form}", ours);
	fill(body, "{quote}", quote);
	fill(body, "{page}", page);
	fill(body, "{hello}", words->hello);
	fill(body, "{wrote}", wrote);
	fill(body, "{from}", words->from);
	fill(body, "{sent}", words->sent);
	fill(body, "{to}", words->to);
	fill(body, "{subject}", words->subject);
	fill(body, "{device}", words->device);
	return g_strdup(body->str);
}

static void
check_filling(const char *name, const Mail *mail, const Filling *fillings, const GPtrArray *fields)
{
	FormAsked asked = {.now_ms = NOW_MS};
	g_autoptr(FormReading) reading = form_read(mail->text, mail->reply, fields, &asked);

	for (guint i = 0; i < fields->len; i++) {
		const FormValue *value = form_reading_find(reading, fields->pdata[i]);
		const Filling *filling = &fillings[i];
		gboolean is_wrong = value && value->fault;
		g_autoptr(GString) read = g_string_new(value ? value->value : NULL);

		/* Some programs put an empty line between any two. */
		g_string_replace(read, "\n\n", "\n", 0);
		if (strcmp(read->str, filling->value ? filling->value : "") != 0 ||
		    is_wrong != filling->is_wrong)
			complain(name, mail, reading, filling->name);
	}
}

/* Every program in every language, filled in well and badly. */
static void
test_styles(void)
{
	static const Filling *const fillings[] = {complete, partial};
	g_autoptr(GPtrArray) fields = sample_fields();
	guint count = 0;

	for (guint s = 0; s < G_N_ELEMENTS(styles); s++)
		for (guint k = 0; k < G_N_ELEMENTS(languages); k++)
			for (guint f = 0; f < G_N_ELEMENTS(fillings); f++, count++) {
				g_autofree char *name = g_strdup_printf(
					"%s, %s, %s", styles[s].name, languages[k].name,
					f == 0 ? "complete" : "partial");
				g_autofree char *body = body_in(&styles[s], k, fillings[f], fields);
				g_autoptr(Mail) mail = mail_with(body, styles[s].is_page);

				check_filling(name, mail, fillings[f], fields);
			}
	g_assert_cmpuint(count, >=, 120);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autoptr(Words) words = words_for_tests();
	tables = tables_for_tests();
	site = site_new();
	site->words = words;
	g_test_add_func("/form/filled", test_filled);
	g_test_add_func("/form/styles", test_styles);

	int status = g_test_run();
	site->words = NULL;
	site_free(site);
	mail_tables_free(tables);
	return status;
}
