/*
 * A mail that may hold a form: nothing is invented, nothing is lost, and the form that is written
 * of what was read says nothing new when it comes back.
 */
#include "desk/form.h"
#include "desk/command.h"
#include "form_samples.h"
#include "fuzz.h"

static guint
count_lines(const char *text)
{
	guint count = *text ? 1 : 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

/* What was read fits, or a sentence says why it doesn't. */
static void
check_values(const FormReading *reading, GHashTable *values)
{
	for (guint i = 0; i < reading->values->len; i++) {
		const FormValue *value = reading->values->pdata[i];

		fuzz_check_text(value->raw);
		g_assert_true((value->value == NULL) == (value->fault != NULL));
		if (value->fault)
			fuzz_check_field(value->fault);
		if (!value->value)
			continue;
		fuzz_check_text(value->value);
		if (*value->value)
			g_hash_table_insert(values, value->field->name, value->value);
	}
}

static void
check_written(const GPtrArray *fields, GHashTable *values)
{
	g_autoptr(GPtrArray) items = form_items(fields, values, NULL, NULL);
	g_autofree char *text = form_write(items, "incident", NULL);
	g_autoptr(GPtrArray) commands = commands_find(text);
	FormAsked asked = {.values = values, .now_ms = NOW_MS};
	g_autoptr(FormReading) again = form_read(text, text, fields, &asked);
	g_autoptr(FormReading) quoted = form_read(text, "", fields, &asked);

	g_assert_cmpuint(commands->len, ==, 0);
	g_assert_cmpuint(again->values->len, ==, 0);
	g_assert_cmpuint(quoted->values->len, ==, 0);
	g_assert_cmpstr(again->rest, ==, "");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *input = text_make_valid((const char *)data, size);
	text_unify_line_ends(input);
	char *below = input;
	const char *reply = fuzz_piece(&below, "\n%%\n");
	g_autofree char *text = g_strconcat(reply, "\n", below ? below : "", NULL);
	g_autoptr(GPtrArray) fields = sample_fields();
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	FormAsked asked = {.fields = size % 2 ? fields : NULL, .now_ms = NOW_MS};
	g_autoptr(FormReading) reading = form_read(text, reply, fields, &asked);
	g_autofree char *type = form_type(text, reply);

	if (type)
		fuzz_check_field(type);
	fuzz_check_text(reading->rest);
	fuzz_check_lines(reading->rest, reply);
	g_assert_cmpuint(reading->lines->len, ==, count_lines(reply));
	check_values(reading, values);
	check_written(fields, values);
	return 0;
}
