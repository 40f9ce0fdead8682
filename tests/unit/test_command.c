/*
 * Which lines of a text are commands, and what remains of it.
 */
#include "desk/command.h"
#include "desk/doing.h"
#include "desk/verbs.h"
#include "words_for_tests.h"

static const struct {
	const char *name;
	const char *text;
	const char *found; /* verb=value, ...; a stray in brackets */
	const char *rest;
} cases[] = {
	{"none", "Hello\nworld", "", "Hello\nworld"},
	{"first block", "#done\n\nThanks", "done=", "Thanks"},
	{"last block", "Thanks\n\n#eta tomorrow\n#mine\n", "eta=tomorrow mine=", "Thanks"},
	{"both", "#mine\nThanks\n#done", "mine= done=", "Thanks"},
	{"nothing else", "\n#mine\n\n#done\n", "mine= done=", ""},
	{"next to text", "#done\nThanks", "done=", "Thanks"},
	{"in the middle",
	 "It is as follows, and has been so for many years:\n#define X\nWhich is what "
	 "everybody says of it, here and there.",
	 "(define=X)",
	 "It is as follows, and has been so for many years:\n#define X\nWhich is what "
	 "everybody says of it, here and there."},
	{"exclamation mark", "!done", "done=", ""},
	{"a stop", "#done.\n#eta tomorrow.", "done= eta=tomorrow", ""},
	{"a colon", "#eta: tomorrow", "eta=tomorrow", ""},
	{"full width", "＃ｄｏｎｅ", "done=", ""},
	{"no-break and zero width", "\u00a0\u200b#eta\u00a0 fri\ufeff", "eta=fri", ""},
	{"capitals", "#DONE", "done=", ""},
	{"another language", "#erledigt", "erledigt=", ""},
	{"below a greeting", "Hi Anna,\n\n#eta fri\n\nWe clean it.", "eta=fri",
	 "Hi Anna,\n\n\nWe clean it."},
	{"above a farewell", "We clean it.\n\n#eta fri\n\nBest regards\nSam", "eta=fri",
	 "We clean it.\n\n\nBest regards\nSam"},
	{"too far from the end",
	 "We clean the drum of the printer today, as promised.\n\n#eta fri\n\na\nb\nc\nd",
	 "(eta=fri)",
	 "We clean the drum of the printer today, as promised.\n\n#eta fri\n\na\nb\nc\nd"},
	{"within a paragraph", "Hi,\n\n#eta fri\nwe clean it.", "eta=fri", "Hi,\n\nwe clean it."},
	{"next to a greeting", "Hi,\n#eta fri\nwe clean it.", "eta=fri", "Hi,\nwe clean it."},
	{"between greeting and farewell", "Hallo,\n#erledigt\nViele Gr\u00fc\u00dfe\nCarla",
	 "erledigt=", "Hallo,\nViele Gr\u00fc\u00dfe\nCarla"},
	{"between sentences",
	 "The drum has to be cleaned, which takes until tomorrow.\n#eta fri\n"
	 "We call you when it is done, and then you can print.",
	 "(eta=fri)",
	 "The drum has to be cleaned, which takes until tomorrow.\n#eta fri\n"
	 "We call you when it is done, and then you can print."},
	{"wrapped",
	 "#share anna.maria.smith@customer-company.example, bea.b@other.example,\n"
	 "dora@x.example\n\nHello",
	 "share=anna.maria.smith@customer-company.example, bea.b@other.example, dora@x.example",
	 "Hello"},
	{"wrapped at the end",
	 "Hello\n\n#share anna.maria.smith@customer-company.example, bea.b@other.example,\n"
	 "dora@x.example",
	 "share=anna.maria.smith@customer-company.example, bea.b@other.example, dora@x.example",
	 "Hello"},
	{"not wrapped", "#done\nThank you very much", "done=", "Thank you very much"},
	/* A command above a sign-off of several lines. */
	{"name and company", "Please add Bob.\n\n#share bob@x.test\nIda\nAgency Ltd",
	 "share=bob@x.test", "Please add Bob.\n\nIda\nAgency Ltd"},
	{"the same apart", "Please add Bob.\n\n#share bob@x.test\n\nIda\nAgency Ltd",
	 "share=bob@x.test", "Please add Bob.\n\n\nIda\nAgency Ltd"},
	{"below a sentence", "Please add Bob.\n#share bob@x.test\nIda\nAgency Ltd",
	 "share=bob@x.test", "Please add Bob.\nIda\nAgency Ltd"},
	{"and nothing else", "#share bob@x.test\nIda\nAgency Ltd", "share=bob@x.test",
	 "Ida\nAgency Ltd"},
	{"a long address above a name",
	 "Please add Bob.\n\n#share bob.the.builder.of.houses@agency.of.the.north.example\nIda\n"
	 "Agency Ltd",
	 "share=bob.the.builder.of.houses@agency.of.the.north.example",
	 "Please add Bob.\n\nIda\nAgency Ltd"},
	{"a farewell of four lines",
	 "Please add Bob to it, he takes over from me today.\n\n#share bob@x.test\nKind regards,\n"
	 "Ida Smith\nHead of Sales\nAgency Ltd",
	 "share=bob@x.test",
	 "Please add Bob to it, he takes over from me today.\n\nKind regards,\nIda Smith\n"
	 "Head of Sales\nAgency Ltd"},
	{"a farewell in two pieces",
	 "Please add Bob to it, he takes over from me today.\n\n#share bob@x.test\nThanks\nIda\n\n"
	 "Agency Ltd",
	 "share=bob@x.test",
	 "Please add Bob to it, he takes over from me today.\n\nThanks\nIda\n\nAgency Ltd"},
	{"two commands above it",
	 "Please add Bob to it, he takes over from me today.\n\n#share bob@x.test\n#done\n\n"
	 "Best,\n\nIda Smith\nAgency Ltd\nBerlin",
	 "share=bob@x.test done=",
	 "Please add Bob to it, he takes over from me today.\n\n\nBest,\n\nIda Smith\nAgency Ltd\n"
	 "Berlin"},
	{"sentences aren't one",
	 "I have typed into the mail all that you told me:\n#done\nBut nothing happened\n"
	 "and nobody wrote.\nWhat now?\nIda\nAgency Ltd",
	 "(done=)",
	 "I have typed into the mail all that you told me:\n#done\nBut nothing happened\n"
	 "and nobody wrote.\nWhat now?\nIda\nAgency Ltd"},
	{"nor is what is quoted",
	 "So it stood in your mail, and it did not help me at all:\n\n> #done\n> Sam\n\nIda\n"
	 "Agency Ltd",
	 "",
	 "So it stood in your mail, and it did not help me at all:\n\n> #done\n> Sam\n\nIda\n"
	 "Agency Ltd"},
	{"a rule below a long note",
	 "#note The customer rang, is very angry and wants an answer now\n"
	 "---------- Forwarded message ---------\nFrom: Bert <bert@x.test>",
	 "note=The customer rang, is very angry and wants an answer now",
	 "---------- Forwarded message ---------\nFrom: Bert <bert@x.test>"},
	{"a number", "#1 is broken", "", "#1 is broken"},
	{"a heading", "# Heading", "", "# Heading"},
	{"a script", "#!/bin/sh", "", "#!/bin/sh"},
	{"a name with a stop", "#example.org is down", "", "#example.org is down"},
	{"two marks", "##done", "", "##done"},
	{"quoted", "> #done", "", "> #done"},
	{"a list", "- #mine\n* #eta fri\n\nHello", "mine= eta=fri", "Hello"},
	{"a list's other bullets", "\u2022 #mine\n\u2013 #eta fri\n\nHello", "mine= eta=fri",
	 "Hello"},
	{"a dot", "\u00b7 #eta fri\n* \u00b7 #mine\n\nHello", "eta=fri mine=", "Hello"},
	{"disarmed", "\u00b7\u00a0#eta fri\n\nHello", "", "\u00b7\u00a0#eta fri\n\nHello"},
	{"a list below a text",
	 "Write one of these:\n\nThis is a rather long line of text, or not?\n\n* "
	 "#done\n* #reopen",
	 "",
	 "Write one of these:\n\nThis is a rather long line of text, or not?\n\n* #done\n* "
	 "#reopen"},
	{"a list of other things", "- #1\n- #example.org", "", "- #1\n- #example.org"},
};

static void
test_find(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) found = commands_find(cases[i].text);
		g_autoptr(GString) shown = g_string_new(NULL);
		for (guint k = 0; k < found->len; k++) {
			const Command *command = found->pdata[k];
			g_string_append_printf(shown, command->is_stray ? "%s(%s=%s)" : "%s%s=%s",
					       k ? " " : "", command->word, command->value);
		}
		g_test_message("%s", cases[i].name);
		g_assert_cmpstr(shown->str, ==, cases[i].found);
		g_autofree char *rest = commands_remove(cases[i].text, found);
		g_assert_cmpstr(rest, ==, cases[i].rest);
	}
}

static void
test_some_removed(void)
{
	const char *text = "#done\n#frob it\n\nThanks";
	g_autoptr(GPtrArray) found = commands_find(text);
	static const char *const undone[] = {"", NULL};
	g_autofree char *rest = commands_replace(text, found, undone);
	g_assert_cmpstr(rest, ==, "#frob it\n\nThanks");
	static const char *const said[] = {"", "it"};
	g_autofree char *other = commands_replace(text, found, said);
	g_assert_cmpstr(other, ==, "it\n\nThanks");
}

/* The text is kept, unless there is nothing of the writer's in it. */
static void
test_action(void)
{
	const char *text = "Thanks\nAnna";
	for (gboolean covers = FALSE; covers <= TRUE; covers++) {
		g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(command_destroy);
		g_ptr_array_add(found, command_of_action("R5", covers));
		const Command *command = found->pdata[0];
		g_assert_cmpstr(command->word, ==, "rate");
		g_assert_cmpstr(command->value, ==, "5");
		g_autofree char *rest = commands_remove(text, found);
		g_assert_cmpstr(rest, ==, covers ? "" : text);
	}
	g_assert_null(command_of_action("frob", FALSE));
	g_assert_null(command_of_action("", TRUE));
}

static void
test_verbs(void)
{
	g_assert_cmpstr(verb_find("Assign")->name, ==, "assignee");
	g_assert_null(verb_find("frob"));
	g_assert_cmpstr(verb_nearest("statsu", FOR_STAFF)->name, ==, "status");
	g_assert_null(verb_nearest("statsu", FOR_REPORTER));
	g_assert_cmpstr(verb_nearest("asign", FOR_STAFF)->name, ==, "assignee");
	g_assert_null(verb_nearest("xyzzy", FOR_ALL));
	for (const Verb *verb = verbs_all(); verb->name; verb++) {
		g_assert_true(verb_find(verb->name) == verb);
		g_assert_true(g_str_has_prefix(verb->usage, "#"));
		g_assert_cmpuint(verb->use & FOR_ALL, !=, 0);
		g_assert_nonnull(doing_act(verb));
	}
}

static const char *const faulty[][2] = {
	{"[verbs]\nfertig => frob\n", "w:2: there is no verb \"frob\""},
	{"\n\nfertig => done\n", "w:3: it stands before the first section"},
	{"[verbs]\nfertig\n", "w:2: an entry looks like \"erledigt => done\""},
	{"[frob]\n",
	 "w:1: [frob] is no section; they are [verbs], [statuses], [values], [help], [status "
	 "questions], [courtesies], [closings], [thanks], [solved], [confirmations], [no answers], "
	 "[doubts], [absences], [firms], [stars] and [ratings]"},
	{"[ratings]\nvery good => 6\n", "w:2: a rating is a number from 1 to 5, not \"6\""},
	{"[verbs]\n => done\n", "w:2: an entry looks like \"erledigt => done\""},
	{"[verbs]\n\xff => done\n", "w: it is not in UTF-8"},
};

static void
test_words(void)
{
	g_autoptr(Words) words = words_new();
	g_assert_true(words_add(words, "w",
				"# comment\n[verbs]\nerledigt, Fertig => done\n[values]\n"
				"morgen => tomorrow\nkeine => none\n[help]\nHilfe\n",
				NULL));
	g_assert_cmpstr(words_verb(words, "ERLEDIGT"), ==, "done");
	g_assert_cmpstr(words_verb(words, "fertig"), ==, "done");
	g_assert_cmpstr(words_verb(words, "done"), ==, "done");
	g_assert_cmpstr(words_verb(NULL, "assign"), ==, "assignee");
	g_assert_null(words_verb(NULL, "fertig"));
	g_autofree char *english = words_in_english(words, "Morgen 14:00");
	g_assert_cmpstr(english, ==, "tomorrow 14:00");
	g_assert_true(words_mean(words, "keine", "none"));
	g_assert_true(words_mean(NULL, "None", "none"));
	g_assert_false(words_mean(NULL, "keine", "none"));
	g_assert_true(words_ask_help(words, "hilfe!"));
	g_assert_true(words_ask_help(NULL, "HELP"));
	g_assert_false(words_ask_help(words, "Hilfe, es brennt"));
	for (guint i = 0; i < G_N_ELEMENTS(faulty); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_false(words_add(words, "w", faulty[i][0], &error));
		g_assert_cmpstr(error->message, ==, faulty[i][1]);
	}
}

/* Verbs of several words, and what they leave of the value. */
static void
test_joined(void)
{
	static const struct {
		const char *line, *word, *value, *text;
	} rows[] = {
		{"#wieder \u00f6ffnen", "wieder\u00f6ffnen", "", ""},
		{"#Wieder \u00d6ffnen.", "wieder\u00f6ffnen", "", ""},
		{"#nicht mehr folgen", "nichtmehrfolgen", "", ""},
		{"#in Sachen: Der Drucker.", "insachen", "Der Drucker", "Der Drucker."},
		{"#wieder kaputt", "wieder", "kaputt", "kaputt"},
		{"#done \u00f6ffnen", "done", "\u00f6ffnen", "\u00f6ffnen"},
		{"#wieder", "wieder", "", ""},
	};
	g_autoptr(Words) words = words_new();
	g_assert_true(words_add(words, "w",
				"[verbs]\nwieder\u00f6ffnen => reopen\nnicht mehr folgen => "
				"unfollow\nin Sachen => title\n",
				NULL));
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) found = commands_find(rows[i].line);
		commands_join_verbs(found, words);
		const Command *command = found->pdata[0];
		g_test_message("%s", rows[i].line);
		g_assert_cmpstr(command->word, ==, rows[i].word);
		g_assert_cmpstr(command->value, ==, rows[i].value);
		g_assert_cmpstr(command->text, ==, rows[i].text);
	}
}

/* A site's own names go before what a word means. */
static void
test_values(void)
{
	static const struct {
		const char *value, *found;
	} rows[] = {
		{"Hoch", "High"},   {"high", "High"}, {"in Arbeit", "Work in progress"},
		{"Offen", "Offen"}, {"neu", NULL},    {"gel\u00f6st", "Resolved"},
		{"Work in", NULL},  {"", NULL},
	};
	static const char *const list[] = {"High", "Work in progress", "Offen", "High sea",
					   "Resolved"};
	g_autoptr(Words) words = words_new();
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_assert_true(
		words_add(words, "w",
			  "[values]\nhoch => High\noffen => High\ninArbeit => Work in "
			  "progress\nneu => New\ngel\u00f6st => Done\ngel\u00f6st => Resolved\n",
			  NULL));
	for (guint i = 0; i < G_N_ELEMENTS(list); i++)
		g_ptr_array_add(names, (char *)list[i]);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].value);
		g_assert_cmpstr(words_find(words, names, rows[i].value), ==, rows[i].found);
	}
	g_assert_cmpstr(words_choose(words, names, "Work in", "status", NULL), ==,
			"Work in progress");
	g_assert_null(words_find(NULL, names, "hoch"));
}

/* Two flags of one value would be one. */
static void
test_flags(void)
{
	static const guint flags[] = {FOR_STAFF,  FOR_REPORTER, FOR_OTHERS,   FOR_ANYBODY,
				      UNPROVEN,   WITHOUT_CASE, IS_ATTRIBUTE, TELLS_CASE,
				      SETTLES,    ASKS_RECORD,  TAKES_TEXT,   NOT_AGENCY,
				      FOR_PARTNER};
	guint seen = 0;
	for (guint i = 0; i < G_N_ELEMENTS(flags); i++) {
		g_assert_cmpuint(seen & flags[i], ==, 0);
		seen |= flags[i];
	}
}

/* The manual page has each verb as the table has it. */
static void
test_manual(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autofree char *path = g_build_filename(tree ? tree : ".", "man", "casemate.7", NULL);
	g_autofree char *page = NULL;
	g_assert_true(g_file_get_contents(path, &page, NULL, NULL));
	for (const Verb *verb = verbs_all(); verb->name; verb++) {
		g_autofree char *entry =
			g_strdup_printf("\n.It Li \"%s\"\n%s\n", verb->usage, verb->help);
		if (!strstr(page, entry))
			g_error("man/casemate.7, COMMANDS IN MAIL, lacks:%s", entry);
	}
}

/* What customers may write has a word of its own in each language that ships. */
static void
test_languages(void)
{
	static const char verbs[] = "help form info list history priority share follow contact "
				    "remove people unfollow invite emergency done reopen rate";
	static const char *const rows[] = {
		"hilfe formular stand liste verlauf priorität teilen folgen kontakt entfernen "
		"personen abbestellen einladen notfall abgeschlossen wiederöffnen bewerten",
		"ayuda formulario información lista historial prioridad compartir seguir contacto "
		"eliminar personas dejardeseguir invitar emergencia cerrado reabrir calificar",
		"aide formulaire état liste historique priorité partager suivre contact supprimer "
		"personnes arrêter inviter urgence clôturer rouvrir évaluer",
		"ヘルプ フォーム 情報 一覧 履歴 優先度 共有 フォロー 連絡先 削除 参加者 配信停止 "
		"招待 緊急 解決済み 再開 評価",
		"помощь форма информация список история приоритет поделиться следить контакт "
		"удалить участники отписаться пригласить авария закрыть переоткрыть оценить",
	};
	g_autoptr(Words) words = words_for_tests();
	g_auto(GStrv) names = g_strsplit(verbs, " ", -1);
	for (const Verb *verb = verbs_all(); verb->name; verb++)
		if (verb->use & FOR_CUSTOMERS)
			g_assert_true(g_strv_contains((const char *const *)names, verb->name));
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) own = g_strsplit(rows[i], " ", -1);
		g_assert_cmpuint(g_strv_length(own), ==, g_strv_length(names));
		for (guint k = 0; own[k]; k++)
			g_assert_cmpstr(words_verb(words, own[k]), ==, names[k]);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/command/find", test_find);
	g_test_add_func("/command/some-removed", test_some_removed);
	g_test_add_func("/command/action", test_action);
	g_test_add_func("/command/verbs", test_verbs);
	g_test_add_func("/command/words", test_words);
	g_test_add_func("/command/joined", test_joined);
	g_test_add_func("/command/values", test_values);
	g_test_add_func("/command/flags", test_flags);
	g_test_add_func("/command/manual", test_manual);
	g_test_add_func("/command/languages", test_languages);
	return g_test_run();
}
