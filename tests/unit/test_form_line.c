/*
 * Lines of forms.
 */
#include "desk/form_line.h"

#include <glib.h>

static const struct {
	const char *name;
	const char *text;
	const char *value; /* NULL: none */
} rows[] = {
	{"alone", "Additional contact: bob@x.test", "bob@x.test"},
	{"among others", "Impact: high\nADDITIONAL CONTACT : bob@x.test\n\nHello", "bob@x.test"},
	{"blank lines before it", "\n \nImpact: high\n\nAdditional contact: bob@x.test",
	 "bob@x.test"},
	{"a greeting first", "Dear all,\n\nAdditional-contact: Bob", "Bob"},
	{"commands among it", "#type bug\nAdditional contact: Bob", "Bob"},
	{"a full-width colon", "Additional contact\uff1aBob", "Bob"},
	{"empty", "Additional contact:\nImpact: high", NULL},
	{"below text", "Hello there\nAdditional contact: Bob", NULL},
	{"a greeting later", "Impact: high\nHello,\nAdditional contact: Bob", NULL},
	{"another key", "Contact: Bob", NULL},
	{"a key within a line", "see Additional contact: Bob", NULL},
	{"nothing", "", NULL},
};

static void
test_value(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *value = form_line_first_value(rows[i].text, "Additional contact");
		g_test_message("%s", rows[i].name);
		g_assert_cmpstr(value, ==, rows[i].value);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/form-line/first value", test_value);
	return g_test_run();
}
