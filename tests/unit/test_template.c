/*
 * Mustache: own cases of each kind, the public specification where it is at hand, and
 * the set of templates.
 */
#include "desk/date_said.h"
#include "desk/mustache.h"
#include "desk/template.h"

#include <glib.h>

#define SPEC "../shared/mustache-spec"

typedef struct Case {
	const char *template;
	const char *data;
	const char *expected;
	const char *partial; /* the one named "p" */
} Case;

static char *
render(const char *template, const Js *data, const Js *partials)
{
	g_autoptr(Templates) templates = templates_new();
	g_autoptr(GError) error = NULL;
	g_assert_true(templates_add(templates, "en/t.html", template, &error));
	g_assert_no_error(error);
	static const char *const names[] = {"p",     "text",  "partial", "node",
					    "outer", "inner", "include"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *text = js_get_text(partials, names[i]);
		g_autofree char *name = g_strdup_printf("en/%s.html", names[i]);
		g_assert_true(!text || templates_add(templates, name, text, &error));
	}
	return templates_render(templates, "en", "t.html", data);
}

static const Case variables[] = {
	{"", "{}", "", NULL},
	{"plain } { text {", "{}", "plain } { text {", NULL},
	{"{{a}}{{b}}", "{\"a\": 1, \"b\": \"x\"}", "1x", NULL},
	{"{{a}}|{{{a}}}|{{&a}}|{{& a }}", "{\"a\": \"<'&\\\">\"}",
	 "&lt;&#39;&amp;&quot;&gt;|<'&\">|<'&\">|<'&\">", NULL},
	{"{{a}} {{b}} {{c}} {{d}}.", "{\"a\": null, \"b\": [1], \"c\": {\"x\": 1}}", "   .", NULL},
	{"{{a}}", "{\"a\": \"{{b}}\", \"b\": 1}", "{{b}}", NULL},
	{"{{a.b.c}} {{a.x.c}} {{a.b}}", "{\"a\": {\"b\": {\"c\": 3}}}", "3  ", NULL},
	{"{{#s}}{{a.b}}{{/s}}", "{\"s\": {\"a\": {}}, \"a\": {\"b\": 1}}", "", NULL},
	{"{{.}}", "\"all\"", "all", NULL},
	{"{{a}}", "{\"a\": -0.5}", "-0.5", NULL},
	{"{{a}} {{b}}", "{\"a\": 1.1, \"b\": 1234567890123}", "1.1 1234567890123", NULL},
	{"{{ü}}", "{\"ü\": \"größer\"}", "größer", NULL},
	{"  {{a}}\n", "{\"a\": 1}", "  1\n", NULL},
	{"{{! no }}a{{!\n\nno\n}}b", "{}", "ab", NULL},
	{"a\n  {{! alone }}  \nb", "{}", "a\nb", NULL},
	{"a\n  {{! alone }}", "{}", "a\n", NULL},
};

static const Case sections[] = {
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": true}", "x", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": false}", "y", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": null}", "y", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{}", "y", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": []}", "y", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": {}}", "x", NULL},
	/* Ours: the specification does not say. */
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": \"\"}", "y", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": 0}", "y", NULL},
	{"{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\": 0.25}", "x", NULL},
	{"{{#a}}<{{.}}>{{/a}}", "{\"a\": \"0\"}", "<0>", NULL},
	{"{{#a}}<{{.}}>{{/a}}", "{\"a\": [1, \"&\", [2]]}", "<1><&amp;><>", NULL},
	{"{{#a}}[{{#.}}{{.}}{{/.}}]{{/a}}", "{\"a\": [[1, 2], [], [3]]}", "[12][][3]", NULL},
	{"{{#a}}{{b}}{{c}} {{/a}}", "{\"a\": [{\"b\": 1}, {\"b\": 2, \"c\": 3}], \"c\": 9}",
	 "19 23 ", NULL},
	{"{{#a}}{{#b}}{{x}}{{y}}{{/b}}{{/a}}", "{\"a\": {\"x\": 1, \"b\": {\"y\": 2}}, \"x\": 7}",
	 "12", NULL},
	{"{{#a}}{{x}}{{/a}}", "{\"a\": {\"x\": null}, \"x\": 1}", "", NULL},
	{"{{#a.b}}x{{/a.b}}{{^a.c}}y{{/a.c}}", "{\"a\": {\"b\": 1}}", "xy", NULL},
	{"{{# a }}x{{/ a}}", "{\"a\": 1}", "x", NULL},
	{"{{#a}}{{#a}}{{#a}}x{{/a}}{{/a}}{{/a}}", "{\"a\": true}", "x", NULL},
	{"1\n{{#a}}\n2\n{{/a}}\n3\n", "{\"a\": true}", "1\n2\n3\n", NULL},
	{"1\r\n\t{{#a}} \r\n2\r\n{{/a}}\r\n3", "{\"a\": [0, 0]}", "1\r\n2\r\n2\r\n3", NULL},
	{"{{#a}}{{/a}}\nx", "{\"a\": true}", "\nx", NULL},
	{" {{#a}}x{{/a}} \n", "{\"a\": true}", " x \n", NULL},
	{"{{#a}}\n{{^b}}\nx\n{{/b}}\n{{/a}}", "{\"a\": true}", "x\n", NULL},
};

static const Case delimiters[] = {
	{"{{=<% %>=}}<%a%> {{a}}", "{\"a\": 1}", "1 {{a}}", NULL},
	{"{{= | | =}}|a| |={{ }}=|{{a}}", "{\"a\": 1}", "1 1", NULL},
	{"{{=[ ]=}}[#a]x[/a][{a}]", "{\"a\": \"<\"}", "x<", NULL},
	{"a\n {{=@ @=}} \nb", "{}", "a\nb", NULL},
	{"{{=@ @=}}@>p@ @a@", "{\"a\": 1}", "1@a@ 1", "{{a}}@a@"},
};

static const Case partials[] = {
	{"[{{>p}}]", "{\"a\": 1}", "[1]", "{{a}}"},
	{"[{{> none }}]", "{}", "[]", NULL},
	{"x\n  {{>p}}\ny\n", "{\"a\": \"1\\n2\"}", "x\n  a\n  1\n2\n  b\ny\n", "a\n{{{a}}}\nb\n"},
	{"  {{>p}}", "{}", "  a\n  b", "a\nb"},
	{"  {{>p}}|\n", "{}", "  a\nb|\n", "a\nb"},
	{" {{>p}}\n", "{\"a\": [1, 2]}", " -1\n -2\n .\n", "{{#a}}\n-{{.}}\n{{/a}}\n.\n"},
	{" {{>p}}\n", "{\"a\": true}", " x y\n", "{{#a}}x{{/a}} y\n"},
	{"{{>p}}", "{\"v\": 1, \"n\": [{\"v\": 2, \"n\": []}, {\"v\": 3, \"n\": []}]}", "1(2()3())",
	 "{{v}}({{#n}}{{>p}}{{/n}})"},
	{" {{>p}}", "{\"v\": 1, \"n\": {\"v\": 2, \"n\": false}}", " 1\n  2\n",
	 "{{v}}\n{{#n}}\n {{>p}}\n{{/n}}\n"},
};

static const struct {
	const char *name;
	const Case *cases;
	guint n;
} own_cases[] = {
	{"/template/variables", variables, G_N_ELEMENTS(variables)},
	{"/template/sections", sections, G_N_ELEMENTS(sections)},
	{"/template/delimiters", delimiters, G_N_ELEMENTS(delimiters)},
	{"/template/partials", partials, G_N_ELEMENTS(partials)},
};

static void
test_own(gconstpointer data)
{
	guint which = GPOINTER_TO_UINT(data);
	for (guint i = 0; i < own_cases[which].n; i++) {
		const Case *row = &own_cases[which].cases[i];
		g_autoptr(Js) context = js_read(row->data, NULL);
		g_autoptr(Js) set = js_object();
		g_assert_nonnull(context);
		js_set_text(set, "p", row->partial);
		g_autofree char *rendered = render(row->template, context, set);
		g_test_message("row %u", i);
		g_assert_cmpstr(rendered, ==, row->expected);
	}
}

static void
test_faults(void)
{
	static const struct {
		const char *template;
		const char *message;
	} rows[] = {
		{"a\nb {{c", "template en/x.txt: line 2: this tag is not closed by }}"},
		{"{{{c}}", "template en/x.txt: line 1: this tag is not closed by }}}"},
		{"{{=<% %>}}", "template en/x.txt: line 1: this tag is not closed by =}}"},
		{"{{= x =}}", "template en/x.txt: line 1: these are not two delimiters: x"},
		{"{{==}}", "template en/x.txt: line 1: these are not two delimiters: "},
		{"{{= a b c =}}", "template en/x.txt: line 1: these are not two delimiters: a b c"},
		{"\n\n{{ }}", "template en/x.txt: line 3: this tag has no name"},
		{"{{#}}", "template en/x.txt: line 1: this tag has no name"},
		{"{{a b}}", "template en/x.txt: line 1: a name cannot hold blanks: a b"},
		{"{{#a}}\n\nx", "template en/x.txt: line 3: the text ends within the section a"},
		{"{{#a}}{{#b}}{{/a}}{{/b}}",
		 "template en/x.txt: line 1: the section to close here is b"},
		{"x\n{{/a}}",
		 "template en/x.txt: line 2: no section is open here to be closed by a"},
		{"\xff", "template en/x.txt: this is not UTF-8"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Templates) templates = templates_new();
		g_autoptr(Js) context = js_object();
		g_autoptr(GError) error = NULL;
		g_assert_true(templates_add(templates, "en/x.txt", "as before", NULL));
		g_assert_false(templates_add(templates, "en/x.txt", rows[i].template, &error));
		g_assert_cmpstr(error->message, ==, rows[i].message);
		g_autofree char *rendered = templates_render(templates, "en", "x.txt", context);
		g_assert_cmpstr(rendered, ==, "as before");
	}
}

static void
test_set(void)
{
	g_autoptr(Templates) templates = templates_new();
	g_autoptr(Js) context = js_object();
	js_set_text(context, "a", "<&>");
	g_assert_true(templates_add(templates, "en/x.txt", "text {{a}} {{>p}}", NULL));
	g_assert_true(templates_add(templates, "en/x.html", "html {{a}} {{>p}}", NULL));
	g_assert_true(templates_add(templates, "en/p.txt", "en.txt", NULL));
	g_assert_true(templates_add(templates, "en/p.html", "en.html", NULL));
	g_assert_true(templates_add(templates, "de/p.html", "de.html {{a}}", NULL));
	static const struct {
		const char *language;
		const char *name;
		const char *expected;
	} rows[] = {
		{"en", "x.txt", "text <&> en.txt"},
		{"en", "x.html", "html &lt;&amp;&gt; en.html"},
		{"de", "x.html", "html &lt;&amp;&gt; de.html &lt;&amp;&gt;"},
		{"de", "x.txt", "text <&> en.txt"},
		{"", "x.txt", "text <&> en.txt"},
		{"en", "none.txt", NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *rendered =
			templates_render(templates, rows[i].language, rows[i].name, context);
		g_assert_cmpstr(rendered, ==, rows[i].expected);
	}
	g_assert_true(templates_add(templates, "en/x.txt", "a new one", NULL));
	g_autofree char *replaced = templates_render(templates, "en", "x.txt", context);
	g_assert_cmpstr(replaced, ==, "a new one");
}

/* Structures are the same in all languages, and the words in them aren't. */
static void
test_words(void)
{
	g_autoptr(Templates) templates = templates_new();
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Js) context = js_object();
	js_set_text(context, "who", "<Anna>");
	templates_add_words(templates, "en",
			    "# greetings\n\nx.hello = Hello, {{>who}} & all\nx.bye=Bye\n"
			    "status.new = New\nstatus.done = Done\n",
			    faults);
	templates_add_words(templates, "de", "x.hello = Hallo {{>who}} \"&\" alle\n", faults);
	templates_add_words(templates, "de", "status.new = Neu\r\n", faults);
	g_assert_cmpuint(faults->len, ==, 0);
	g_assert_true(templates_add(templates, "x.txt", "{{>t.x.hello}}\n  {{>t.x.bye}}\n.", NULL));
	g_assert_true(templates_add(templates, "x.html", "<p>{{>t.x.hello}}</p>", NULL));
	g_assert_true(templates_add(templates, "who.txt", "{{who}}", NULL));
	g_assert_true(templates_add(templates, "who.html", "<b>{{who}}</b>", NULL));
	g_assert_true(templates_add(templates, "ja/x.txt", "own", NULL));
	g_assert_true(templates_add(templates, "en/y.txt", "not yet common", NULL));
	static const struct {
		const char *language;
		const char *name;
		const char *expected;
	} rows[] = {
		{"en", "x.txt", "Hello, <Anna> & all\n  Bye\n."},
		{"en", "x.html", "<p>Hello, <b>&lt;Anna&gt;</b> &amp; all</p>"},
		{"de", "x.txt", "Hallo <Anna> \"&\" alle\n  Bye\n."},
		{"de-AT", "x.html", "<p>Hallo <b>&lt;Anna&gt;</b> &quot;&amp;&quot; alle</p>"},
		{"ja", "x.txt", "own"},
		{"ja-JP", "x.txt", "own"},
		{"ja", "x.html", "<p>Hello, <b>&lt;Anna&gt;</b> &amp; all</p>"},
		{"", "x.html", "<p>Hello, <b>&lt;Anna&gt;</b> &amp; all</p>"},
		{"de", "y.txt", "not yet common"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *rendered =
			templates_render(templates, rows[i].language, rows[i].name, context);
		g_assert_cmpstr(rendered, ==, rows[i].expected);
	}
	g_assert_true(templates_speaks(templates, "de"));
	g_assert_true(templates_speaks(templates, "de-AT"));
	g_assert_false(templates_speaks(templates, "d"));
	g_assert_false(templates_speaks(templates, "ja"));
	g_assert_false(templates_speaks(templates, ""));
	g_assert_cmpstr(templates_call(templates, "de", "status", "New"), ==, "Neu");
	g_assert_cmpstr(templates_call(templates, "de-AT", "status", "New"), ==, "Neu");
	g_assert_cmpstr(templates_call(templates, "de", "priority", "New"), ==, "New");
	g_assert_cmpstr(templates_call(templates, "de", "status", "Done"), ==, "Done");
	g_assert_cmpstr(templates_call(templates, "en", "status", "Odd"), ==, "Odd");
	/* A site says it in its own way. */
	templates_add_words(templates, "en", "status.new = Just in", faults);
	g_assert_cmpstr(templates_call(templates, "en", "status", "New"), ==, "Just in");
	g_assert_cmpstr(templates_call(templates, "de", "status", "New"), ==, "Neu");
}

static void
join_word(const char *word, gpointer data)
{
	g_string_append_printf(data, "%s;", word);
}

static void
test_word_faults(void)
{
	static const struct {
		const char *line;
		const char *message;
	} rows[] = {
		{"no sense", "line 2: \"no sense\" is no name of a word: write a line like "
			     "\"opened.thanks = Thank you.\""},
		{"A.b = c", "line 2: \"A.b\" is no name of a word: write a line like "
			    "\"opened.thanks = Thank you.\""},
		{" = c", "line 2: \"\" is no name of a word: write a line like "
			 "\"opened.thanks = Thank you.\""},
		{"a.b =  ", "line 2: the word \"a.b\" says nothing: write the sentence behind the "
			    "\"=\", or remove the line"},
		{"a.b = {{c", "line 2: the word \"a.b\": this tag is not closed by }}"},
		{"a.b = {{{c}}}",
		 "line 2: the word \"a.b\": a sentence cannot hold a raw value: c"},
		{"a.b = {{&c}}", "line 2: the word \"a.b\": a sentence cannot hold a raw value: c"},
		{"a.b = {{#c}}", "line 2: the word \"a.b\": the text ends within the section c"},
		{"a.b = \xff", "line 2: this is not UTF-8: save the file as that"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Templates) templates = templates_new();
		g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
		g_autofree char *text = g_strconcat("a.a = 1\n", rows[i].line, "\na.c = 2", NULL);
		templates_add_words(templates, "en", "a.b = before", faults);
		templates_add_words(templates, "en", text, faults);
		templates_add_words(templates, "de", "a.a = 1", faults);
		g_assert_cmpuint(faults->len, ==, 1);
		g_assert_cmpstr(faults->pdata[0], ==, rows[i].message);
		g_autoptr(GString) missing = g_string_new(NULL);
		templates_each_missing(templates, "de-AT", join_word, missing);
		g_assert_cmpstr(missing->str, ==, "a.b;a.c;");
		g_assert_true(templates_add(templates, "x.txt", "{{>t.a.b}}", NULL));
		g_autoptr(Js) context = js_object();
		g_autofree char *rendered = templates_render(templates, "en", "x.txt", context);
		g_assert_cmpstr(rendered, ==, "before\n");
	}
}

/* A template that would never end, or would fill the memory, ends. */
static void
test_limits(void)
{
	static const struct {
		const char *template;
		const char *partial;
	} rows[] = {
		{"{{>p}}", "{{>p}}"},
		{"{{>p}}", "{{>p}}{{>p}}{{>p}}"},
		{"{{>p}}", "{{#a}}{{>p}}{{/a}}"},
		{"{{#n}}{{#n}}{{#n}}{{#n}}{{#n}}{{#n}}{{#n}}x{{/n}}{{/n}}{{/n}}{{/n}}{{/n}}{{/"
		 "n}}{{/n}}",
		 ""},
		{"{{#n}}{{#n}}{{#n}}{{long}}{{/n}}{{/n}}{{/n}}", ""},
	};
	g_autoptr(Js) context = js_read("{\"a\": true, \"n\": [0,1,2,3,4,5,6,7,8,9]}", NULL);
	g_autofree char *filler = g_strnfill(100000, 'x');
	js_set_text(context, "long", filler);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Js) set = js_object();
		js_set_text(set, "p", rows[i].partial);
		g_assert_null(render(rows[i].template, context, set));
	}
	g_autoptr(GString) deep = g_string_new(NULL);
	for (guint i = 0; i < 60; i++)
		g_string_append(deep, "{{#a}}");
	g_assert_null(mustache_parse(deep->str, FALSE, NULL));
}

static void
test_spec(gconstpointer data)
{
	g_autofree char *path = g_strdup_printf(SPEC "/%s.json", (const char *)data);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		g_test_skip(path);
		return;
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(Js) spec = js_read(text, &error);
	g_assert_no_error(error);
	const Js *tests = js_get(spec, "tests");
	g_assert_cmpuint(js_size(tests), >, 10);
	for (gsize i = 0; i < js_size(tests); i++) {
		const Js *test = js_at(tests, i);
		g_autofree char *rendered = render(js_get_text(test, "template"),
						   js_get(test, "data"), js_get(test, "partials"));
		g_test_message("%s", js_get_text(test, "name"));
		g_assert_cmpstr(rendered, ==, js_get_text(test, "expected"));
	}
}

/* Sentences of C, in the words of a language. */
static void
test_said(void)
{
	static const char english[] =
		"status.new = New\nstatus.done = Done\nand = and\nlabel.priority = Priority\n"
		"say.no-value = #{{command}} takes no value\n"
		"say.none = \"{{value}}\" is none; choose one of: {{status}}\n"
		"say.nearest = \"{{value}}\" is none, did you mean {{status2}}? Choose one of: "
		"{{status}}\n"
		"say.nobody = {{reason}} (nobody was added)\n"
		"say.changed = {{label}}: {{any}} -> {{any2}}\n"
		"say.left = You have left.\n";
	static const char german[] =
		"status.new = Neu\nstatus.done = Erledigt\nand = und\nlabel.priority = Priorität\n"
		"say.no-value = #{{command}} nimmt keinen Wert\n"
		"say.none = Möglich sind {{status}}; „{{value}}“ gibt es nicht\n"
		"say.nearest = „{{value}}“ gibt es nicht. {{status2}}? Möglich sind: {{status}}\n"
		"say.nobody = {{reason}} (niemand kam hinzu)\n"
		"say.changed = {{label}}: {{any}} → {{any2}}\n"
		"say.left = Sie sind nicht mehr dabei.\n";
	static const char *const cases[][2] = {
		{"#done takes no value", "#done nimmt keinen Wert"},
		{"\"x\" is none; choose one of: New, Done, Parked",
		 "Möglich sind Neu, Erledigt, Parked; „x“ gibt es nicht"},
		{"\"x\" is none; choose one of: New and Done",
		 "Möglich sind Neu und Erledigt; „x“ gibt es nicht"},
		{"\"don\" is none, did you mean Done? Choose one of: New, Done",
		 "„don“ gibt es nicht. Erledigt? Möglich sind: Neu, Erledigt"},
		{"#done takes no value (nobody was added)",
		 "#done nimmt keinen Wert (niemand kam hinzu)"},
		{"Something else (nobody was added)", "Something else (niemand kam hinzu)"},
		{"Priority: New -> none", "Priorität: Neu → none"},
		{"You have left.", "Sie sind nicht mehr dabei."},
		/* What is only like it stays. */
		{"You have left. Bye", "You have left. Bye"},
		{"# takes no value", "# takes no value"},
		{"#done takes no value.", "#done takes no value."},
		{"{{reason}}", "{{reason}}"},
		{"", ""},
	};
	g_autoptr(Templates) templates = templates_new();
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	templates_add_words(templates, "en", english, faults);
	templates_add_words(templates, "de", german, faults);
	g_assert_cmpuint(faults->len, ==, 0);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *own = templates_say(templates, "de-AT", cases[i][0]);
		g_autofree char *same = templates_say(templates, "en", cases[i][0]);
		g_autofree char *other = templates_say(templates, "fi", cases[i][0]);
		g_assert_cmpstr(own, ==, cases[i][1]);
		g_assert_cmpstr(same, ==, cases[i][0]);
		g_assert_cmpstr(other, ==, cases[i][0]);
	}
}

/* Dates in the order and with the names of a language. */
static void
test_dates(void)
{
	static const char *const cases[][3] = {
		{"de", "Tuesday, 2026-12-01 14:00 CET",
		 "Dienstag, 1. Dezember 2026, 14:00 Uhr MEZ"},
		{"de", "Tuesday, 2026-12-01", "Dienstag, 1. Dezember 2026"},
		{"de", "2026-12-01 09:05 UTC", "01.12.2026, 09:05 Uhr UTC"},
		{"de", "ETA: none -> Sunday, 2026-03-29", "ETA: none -> Sonntag, 29. März 2026"},
		{"fr", "Tuesday, 2026-12-01 14:00 CET", "mardi 1er décembre 2026 à 14:00 CET"},
		{"fr", "Wednesday, 2026-12-02", "mercredi 2 décembre 2026"},
		{"es", "Wednesday, 2026-12-02 14:00 CET",
		 "miércoles, 2 de diciembre de 2026, 14:00 CET"},
		{"ja", "Wednesday, 2026-12-02", "2026年12月2日（水曜日）"},
		{"ja", "2026-12-02 14:00 UTC", "2026/12/02 14:00 UTC"},
		{"ru", "Friday, 2026-05-01 14:00 MSK", "1 мая 2026 г. (пятница), 14:00 МСК"},
		{"en", "Tuesday, 2026-12-01 14:00 CET", "Tuesday, 2026-12-01 14:00 CET"},
		{"fi", "2026-12-01 14:00 +0530", "2026-12-01 14:00 +0530"},
		/* What is none. */
		{"de", "2026-02-30, 2026-12-012, x2026-12-01, Nobody, none", NULL},
		{"de", "", NULL},
	};
	g_autoptr(Templates) templates = templates_new();
	static const char *const languages[] = {"en", "de", "es", "fr", "ja", "ru"};
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *path = g_strdup_printf("mailtemplates/%s.words", languages[i]);
		g_autofree char *text = NULL;
		g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
		templates_add_words(templates, languages[i], text, faults);
	}
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *expected = cases[i][2] ? cases[i][2] : cases[i][1];
		g_autofree char *own = date_said(templates, cases[i][0], cases[i][1]);
		g_assert_cmpstr(own, ==, expected);
	}
}

int
main(int argc, char **argv)
{
	static const char *const specs[] = {"interpolation", "sections", "inverted",
					    "partials",      "comments", "delimiters"};
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(own_cases); i++)
		g_test_add_data_func(own_cases[i].name, GUINT_TO_POINTER(i), test_own);
	g_test_add_func("/template/faults", test_faults);
	g_test_add_func("/template/set", test_set);
	g_test_add_func("/template/words", test_words);
	g_test_add_func("/template/word-faults", test_word_faults);
	g_test_add_func("/template/said", test_said);
	g_test_add_func("/template/dates", test_dates);
	g_test_add_func("/template/limits", test_limits);
	for (guint i = 0; i < G_N_ELEMENTS(specs); i++) {
		g_autofree char *name = g_strdup_printf("/template/spec/%s", specs[i]);
		g_test_add_data_func(name, specs[i], test_spec);
	}
	return g_test_run();
}
