/*
 * What is no words of its own where an answer is waited for: a mere yes, a signature, that nobody
 * knows.
 */
#include "desk/question.h"
#include "words_for_tests.h"

static Site *site;

/* Of "Did you write this mail?", asked of Anna Smith. */
static const char *const yes[] = {
	"Yes.",
	"ok",
	"Okay, thanks",
	"#confirm",
	"Hi,\n\nyes, that was me.\n\nBest regards\nAnna Smith",
	"Yes, I wrote it.",
	"Ja, das war ich.\n\nViele Gr\u00fc\u00dfe\nAnna",
	"Ja, die Mail ist von mir",
	"Best\u00e4tigt",
	"Oui, c'est bien moi.",
	"Oui, je l'ai \u00e9crit",
	"S\u00ed, fui yo",
	"\u0414\u0430, \u044d\u0442\u043e \u044f",
	"\u306f\u3044\u3002",
};

static const char *const no_yes[] = {
	"",
	"Anna Smith",
	"Kind regards\nAnna Smith",
	"No",
	"No, I didn't write that.",
	"Yes?",
	"Yes, but not the second one.",
	"Thanks.",
	"Thank you for your mail.\n\nBest regards\nAnna Smith",
	"I am on vacation until 30 November. In urgent cases write to robin@desk.example.\n\nAnna",
	"Ich bin bis zum 30.11. nicht im B\u00fcro und lese keine Mails.\n\nAnna Smith",
	"OK, I am out of the office until Monday.",
	"Das war ich nicht",
	"Ja, aber das war ich nicht.",
	"Non, ce n'est pas moi",
	"No fui yo",
	"\u041d\u0435\u0442, \u044d\u0442\u043e \u043d\u0435 \u044f",
	"\u3044\u3044\u3048",
	"> yes",
	"#done",
};

static gboolean
is_yes(const char *text)
{
	g_test_message("%s", text);
	return text_is_yes(text, "Anna Smith", "a.jones@customer.test", site);
}

static const char *const signatures[] = {
	"",
	"Anna Smith",
	"Kind regards",
	"Mit freundlichen Gr\u00fc\u00dfen\nAnna Smith",
	"Mit freundlichen Gr\u00fc\u00dfen, Anna Smith",
	"Best regards,\n\nAnna\n-- \nAnna Smith\nHead of Support\nNordwind GmbH\nTel. +49 40 "
	"123456\n"
	"a.jones@customer.test",
	"-- \nAnna Smith\nAm Markt 3, 20095 Hamburg",
	"Sent from my iPhone",
	"Von meinem iPhone gesendet",
	"Cordialement,\nAnna",
	"Un saludo\nAnna Smith",
	"\u0421 \u0443\u0432\u0430\u0436\u0435\u043d\u0438\u0435\u043c\nAnna",
};

/* Who knows what wrote these. */
static const char *const no_signatures[] = {
	"Yes",
	"Thanks.",
	"Hello,\n\nAnna",
	"Thank you for your mail.\n\nBest regards\nAnna Smith",
	"-- \nI am out of the office until 30 November.\nAnna Smith",
	"Anna Smith\n-- \nIch bin bis zum 30.11. nicht im B\u00fcro und lese keine Mails.",
	"Anna Smith\n\nAbwesend bis 30.11.",
	"Anna Smith\nUrlaub 12.11. - 30.11.",
	"Anna Smith\nOut of Office\nTel. 12345",
	"Anna Smith\n11\u670830\u65e5\u307e\u3067\u4e0d\u5728",
	"Nordwind GmbH\nTel. 040 123456",
	"Bob Brown\nAnna Smith",
	"Best regards\nBob Brown",
	"> Anna Smith",
};

static gboolean
is_signature(const char *text)
{
	g_test_message("%s", text);
	return text_is_signature(text, "Anna Smith", "a.jones@customer.test", site);
}

static void
test_signatures(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(signatures); i++)
		g_assert_true(is_signature(signatures[i]));
	for (guint i = 0; i < G_N_ELEMENTS(no_signatures); i++)
		g_assert_false(is_signature(no_signatures[i]));
}

static void
test_yes(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(yes); i++)
		g_assert_true(is_yes(yes[i]));
	for (guint i = 0; i < G_N_ELEMENTS(no_yes); i++)
		g_assert_false(is_yes(no_yes[i]));
}

/* What stands where an answer would. */
static const char *const no_answers[] = {
	"I don't know.",
	"Sorry, I do not know that, please ask Kai.",
	"Hello,\n\nno idea, unfortunately we don\u2019t know.\n\nBest regards\nAnna",
	"unknown",
	"Not sure",
	"See attachment.",
	"please see below",
	"as described above",
	"siehe unten",
	"Siehe Anhang",
	"s. Anlage",
	"Das wei\u00df ich leider nicht.",
	"Hallo,\ndas wissen wir leider auch nicht.\n\nViele Gr\u00fc\u00dfe\nAnna Smith",
	"wei\u00df nicht",
	"wei\u00df nicht genau",
	"Keine Ahnung!",
	"unbekannt",
	"Ist mir leider nicht bekannt",
	"steht unten",
	"Je ne sais pas",
	"voir ci-dessous",
	"cf. pi\u00e8ce jointe",
	"No lo s\u00e9",
	"ver archivo adjunto",
	"\u0421\u043c. \u0432\u043e \u0432\u043b\u043e\u0436\u0435\u043d\u0438\u0438",
	"\u041d\u0435 \u0437\u043d\u0430\u044e",
	"\u041d\u0435\u0438\u0437\u0432\u0435\u0441\u0442\u043d\u043e",
	"\u308f\u304b\u308a\u307e\u305b\u3093",
	"\u4e0d\u660e\u3067\u3059",
	"\u6dfb\u4ed8\u3092\u3054\u89a7\u304f\u3060\u3055\u3044",
	"\u4e0d\u77e5\u9053",
	"Weet ik niet",
	"zie bijlage",
	"non lo so",
};

static const char *const answers[] = {
	"",
	"Anna",
	"Thanks",
	"7.4.2",
	"Version 7.4.2",
	"7.4.2, see attachment",
	"Not sure, 7.4.2 perhaps",
	"unknown host",
	"The unknown soldier",
	"See below: 7.4.2",
	"Siehe unten, Version 7.4.2",
	"Error: unknown user",
	"Unten links",
	"Idea",
	"Sorry",
	"Leider",
	"I know it: 7",
	"It does not work.",
	"No",
	"None",
};

/* Of these the first words alone are no answer. */
static const char *const vain[] = {
	"Das wei\u00df ich leider nicht, da m\u00fcssen Sie Kai fragen.",
	"Sorry, I do not know that. Call Kai.",
	"Siehe unten\nVersion 7.4.2",
};

static void
test_no_answers(void)
{
	static const char name[] = "Anna Smith", address[] = "a.jones@customer.test";
	for (guint i = 0; i < G_N_ELEMENTS(no_answers); i++) {
		g_test_message("%s", no_answers[i]);
		g_assert_true(text_is_no_answer(no_answers[i], name, address, site));
		g_assert_true(text_begins_with_no_answer(no_answers[i], name, address, site));
	}
	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_test_message("%s", answers[i]);
		g_assert_false(text_is_no_answer(answers[i], name, address, site));
	}
	for (guint i = 0; i < G_N_ELEMENTS(vain); i++) {
		g_test_message("%s", vain[i]);
		g_assert_false(text_is_no_answer(vain[i], name, address, site));
		g_assert_true(text_begins_with_no_answer(vain[i], name, address, site));
	}
	g_assert_false(text_begins_with_no_answer("7.4.2, see attachment", name, address, site));
}

int
main(int argc, char **argv)
{
	g_autoptr(Words) words = words_for_tests();
	g_test_init(&argc, &argv, NULL);
	site = site_new();
	site->words = words;
	g_test_add_func("/reply-words/yes", test_yes);
	g_test_add_func("/reply-words/signatures", test_signatures);
	g_test_add_func("/reply-words/no-answers", test_no_answers);
	int failed = g_test_run();
	site_free(site);
	return failed;
}
