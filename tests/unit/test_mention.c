/*
 * Which words of a text are mentions, and whom they fit.
 */
#include "desk/mention.h"

static const struct {
	const char *name;
	const char *text;
	const char *found; /* with "|" between */
} rows[] = {
	{"none", "Hello", ""},
	{"a name", "Hello @anna", "anna"},
	{"at the beginning", "@anna please look", "anna please look"},
	{"three words at most", "@Anna Maria Smith has it", "Anna Maria Smith"},
	{"stops end it", "@anna. @bob, @cora: @dora! (@emil)", "anna|bob|cora|dora|emil"},
	{"an address", "see @Anna.Smith@Example.org.", "anna.smith@example.org"},
	{"an address in running text", "write to bob@x.org or mailto:bob@x.org", ""},
	{"each once", "@anna @anna", "anna"},
	{"a possessive", "@anna's idea and @bob’s", "anna|bob"},
	{"a line of its own", "Hello\n@anna\nplease", "anna"},
	{"quoted", "> @anna\n| @bob\n >@cora", ""},
	{"indented code", "    @Override\n\t@media", ""},
	{"in a fence", "```\n@anna\n```\n@bob", "bob"},
	{"in a fence without end", "~~~\n@anna", ""},
	{"in backticks", "use `@anna` or @bob", "bob"},
	{"a sign alone", "5 @ 3, @, @@anna", ""},
	{"a price", "10@5", ""},
	{"another script", "@王伟 请看", "王伟 请看"},
	{"bold", "**@anna**", "anna"},
	{"a hyphen behind it", "@anna- and", "anna"},
};

static void
test_find(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) found = mentions_find(rows[i].text);
		g_ptr_array_add(found, NULL);
		g_autofree char *joined = g_strjoinv("|", (char **)found->pdata);
		g_test_message("%s", rows[i].name);
		g_assert_cmpstr(joined, ==, rows[i].found);
	}
}

static void
test_bound(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < 1000; i++)
		g_string_append_printf(text, "@p%u,", i);
	g_autoptr(GPtrArray) found = mentions_find(text->str);
	g_assert_cmpuint(found->len, ==, 20);
}

static void
test_fits(void)
{
	static const struct {
		const char *mention;
		const char *name;
		const char *address;
		MentionFit fit;
	} fits[] = {
		{"anna", "Anna", "a@x.test", FITS_NAME},
		{"ANNA has it", "Anna", "a@x.test", FITS_NAME},
		{"anna", "Anna Smith", "a@x.test", FITS_BEGINNING},
		{"Anna Smith has", "Anna Smith", "a@x.test", FITS_LONG_NAME},
		{"annasmith", "Anna Smith", "a@x.test", FITS_NAME},
		{"anna.smith", "Anna Smith", "a@x.test", FITS_NAME},
		{"Anna Maria Smith", "Anna-Maria Smith", "a@x.test", FITS_LONGER_NAME},
		{"bea", "", "bea@x.test", FITS_BEGINNING},
		{"be", "", "bea@x.test", FITS_NOT},
		{"a", "Anna", "b@x.test", FITS_NOT},
		{"smith", "Anna Smith", "a@x.test", FITS_NOT},
		{"a@x.test", "Anna", "A@x.test", FITS_ADDRESS},
		{"a@y.test", "Anna", "a@x.test", FITS_NOT},
	};
	for (guint i = 0; i < G_N_ELEMENTS(fits); i++) {
		const PersonFact person = {.name = (char *)fits[i].name,
					   .address = (char *)fits[i].address};
		g_test_message("%s: %s", fits[i].mention, fits[i].name);
		g_assert_cmpint(mention_fits(fits[i].mention, &person), ==, fits[i].fit);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mention/find", test_find);
	g_test_add_func("/mention/bound", test_bound);
	g_test_add_func("/mention/fits", test_fits);
	return g_test_run();
}
