/*
 * More than a thousand answers: every attribution, header block and device line of
 * reply_variants.h in every position people use.
 */
#include "mail/reply.h"

#include "reply_variants.h"
#include "tables_for_tests.h"

static MailTables *tables;

static const char *const answers[] = {
	"Yes, please go ahead.\n\nOne more thing: the door is open.",
	"Das ist meine Antwort, bitte prüfen.\nZweite Zeile.",
	"谢谢，已经好了。",
	"Ok",
};

#define QUOTE "> Hello,\n>\n> did it work?\n>\n> Anna"

/* Compares without empty lines: how many stay where something was cut does not matter. */
static char *
without_empty_lines(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **line = lines; *line; line++) {
		if (**line)
			g_string_append_printf(out, "%s\n", *line);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Puts the pieces together and expects `expected` as the reply. */
static void
expect(const char *who, char *text, const char *expected)
{
	g_autofree char *owned = text, *got = NULL, *wanted = without_empty_lines(expected);
	ReplySplit split = {0};

	reply_split(owned, "", NULL, tables, &split);
	got = without_empty_lines(split.reply);
	if (strcmp(got, wanted) != 0)
		g_test_message("%s:\n%s", who, owned);
	g_assert_cmpstr(got, ==, wanted);
	reply_split_clear(&split);
}

static void
test_attributions(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(attributions); i++) {
		const char *who = attributions[i].who, *above = attributions[i].text;
		g_autofree char *between =
			g_strconcat(above, "\n> one?\n\nyes\n\n> two?\n\nno", NULL);

		for (gsize k = 0; k < G_N_ELEMENTS(answers); k++) {
			const char *own = answers[k];

			expect(who, g_strconcat(own, "\n\n", above, "\n\n" QUOTE, NULL), own);
			expect(who, g_strconcat(own, "\n", above, "\n" QUOTE, NULL), own);
			expect(who, g_strconcat(above, "\n" QUOTE "\n\n", own, NULL), own);
			expect(who,
			       g_strconcat(own, "\n\n", above, "\n\nHello,\n\ndid it work?", NULL),
			       own);
		}
		expect(who, g_strdup(between), between);
	}
}

static void
test_blocks(void)
{
	static const struct {
		const char *before;  /* the block */
		const char *label;   /* around each label */
		const char *between; /* two lines */
	} styles[] = {
		{"", "%s: ", "\n"},
		{"", "*%s:* ", "\n"},
		{"", "%s：", "\n"},
		{"________________________________\n", "%s: ", "\n"},
		{"-----Original Message-----\n", "%s: ", "\n"},
		{"", "**%s:** ", "\n\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(field_labels); i++) {
		const char *const labels[] = {field_labels[i].from, field_labels[i].sent,
					      field_labels[i].to, field_labels[i].subject};
		static const char *const values[] = {"Anna Smith <anna@example.org>",
						     "Monday, January 5, 2026 10:15",
						     "bob@example.org", "Question"};

		for (gsize k = 0; k < G_N_ELEMENTS(styles); k++) {
			g_autoptr(GString) text = g_string_new(answers[k % 4]);

			g_string_append_printf(text, "\n\n%s", styles[k].before);
			for (gsize n = 0; n < 4; n++) {
				g_auto(GStrv) around = g_strsplit(styles[k].label, "%s", 2);

				g_string_append_printf(text, "%s%s%s%s%s", around[0], labels[n],
						       around[1], values[n], styles[k].between);
			}
			g_string_append(text, "\nHello,\n\ndid it work?");
			expect(field_labels[i].language, g_strdup(text->str), answers[k % 4]);
		}
	}
}

static void
test_devices(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(device_lines); i++) {
		const char *line = device_lines[i];

		for (gsize k = 0; k < G_N_ELEMENTS(answers); k++) {
			const char *own = answers[k];

			expect(line, g_strconcat(own, "\n\n", line, NULL), own);
			expect(line,
			       g_strconcat(own, "\n\n", line, "\n\n", attributions[i % 40].text,
					   "\n" QUOTE, NULL),
			       own);
			expect(line, g_strconcat(own, "\n\n-- \n", line, "\nAnna", NULL), own);
		}
	}
}

static void
test_own_endings(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(own_endings); i++) {
		g_autofree char *own =
			g_strconcat("Hello,\n\nabout the parcel:\n\n", own_endings[i], NULL);

		expect("own ending", g_strdup(own), own);
		expect("own ending",
		       g_strconcat(own, "\n\n", attributions[i % 40].text, "\n" QUOTE, NULL), own);
	}
}

/* Time must grow with the text, not with its square: a hang fails by the runner's limit. */
static void
test_hostile_shapes(void)
{
	static const char *const lines[] = {
		"> quote\ntext\n",
		"From: a@b\n",
		"On 5 Jan 2026 10:00 a@b wrote:\nx\n",
		"--\n",
		"Thanks,\n",
		"\n",
		":\n",
		"wrote:\n",
		"On\n",
		"-----Original Message-----\n",
		"_____\n",
		"a@b 2026 10:00\n",
		"This e-mail is confidential\n\n",
		"Sent from my x\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autoptr(GString) text = g_string_new("Hi\n");
		ReplySplit split = {0};

		while (text->len < 1024 * 1024)
			g_string_append(text, lines[i]);
		reply_split(text->str, "", NULL, tables, &split);
		g_assert_cmpuint(strlen(split.reply), >, 0);
		reply_split_clear(&split);
	}
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_func("/reply-variants/attributions", test_attributions);
	g_test_add_func("/reply-variants/blocks", test_blocks);
	g_test_add_func("/reply-variants/devices", test_devices);
	g_test_add_func("/reply-variants/own-endings", test_own_endings);
	g_test_add_func("/reply-variants/hostile-shapes", test_hostile_shapes);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
