/*
 * What is a question about the state of a case, and what says more than that.
 */
#include "desk/phrase.h"
#include "desk/question.h"
#include "words_for_tests.h"

static Words *words;
static Site *site;

static void
site_init(void)
{
	words = words_for_tests();
	site = site_new();
	site->words = words;
	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	g_ptr_array_add(site->desks, desk_new("sales", "sales@example.org"));
}

/* The number it asks for, "" for none; NULL: it is no question. (transfer full) */
static char *
asked(const char *text, const char *subject)
{
	g_autoptr(Question) question =
		question_find(text, subject, "Anna Smith", "a.jones@customer.test", site);
	if (!question)
		return NULL;
	return question->number ? case_number_text(question->number) : g_strdup("");
}

static const struct {
	const char *text;
	const char *number;
} questions[] = {
	{"Hi, what is the status of SUP-1494? Thanks, Anna", "SUP-1494"},
	{"What is the status of SUP-1494?", "SUP-1494"},
	{"what's the current status of my ticket SUP-1494", "SUP-1494"},
	{"Wie ist der Stand bei SUP-1494?", "SUP-1494"},
	{"any news on SUP-1494?", "SUP-1494"},
	{"Any news?", ""},
	{"Any news? Thanks, Bob", ""},
	{"Dear Sam,\n\nany update on this?\n\nKind regards\nAnna Smith", ""},
	{"Hi there,\ncould you please tell me what the status of case sup-7 is?\n\nThank you very "
	 "much in advance,\nAnna",
	 "SUP-7"},
	{"SUP-7: any news?", "SUP-7"},
	{"What is the status of SAL-3?", "SAL-3"},
	{"Hello, how is SUP-7 going? Have a nice day!", "SUP-7"},
	{"Good morning Mr Brown, do you have any news yet?", ""},
	{"Hi what is the status of SUP-7? thx a.jones", "SUP-7"},
	{"  *What is the status of SUP-7?*  \xf0\x9f\x99\x82 ", "SUP-7"},
	{"Any news on SUP-7? What is the status of SUP-7?", "SUP-7"},
	{"\xef\xbc\xb3\xef\xbc\xb5\xef\xbc\xb0\xef\xbc\x8d\xef\xbc\x97 status\xef\xbc\x9f",
	 "SUP-7"},
	{"I would like to know the status of our request SUP-7.", "SUP-7"},
	{"Sehr geehrte Frau M\u00fcller,\n\nk\u00f6nnen Sie mir bitte sagen, wie der aktuelle "
	 "Stand "
	 "zu SUP-7 ist?\n\nMit freundlichen Gr\u00fc\u00dfen\nAnna Smith",
	 "SUP-7"},
	{"Hallo, gibt es schon etwas Neues zu meinem Ticket SUP-7? Danke!", "SUP-7"},
	{"Wie steht es mit SUP-7?", "SUP-7"},
	{"Bonjour,\no\u00f9 en est le dossier SUP-7 ? Merci d\u2019avance", "SUP-7"},
	{"Quel est l'\u00e9tat de SUP-7, s'il vous pla\u00eet ?", "SUP-7"},
	{"Y a-t-il du nouveau ?", ""},
	{"Hola, \u00bfcu\u00e1l es el estado de SUP-7? Gracias", "SUP-7"},
	{"\u00bfHay alguna novedad sobre mi caso?", ""},
	{"Buongiorno, qual \u00e8 lo stato di SUP-7? Grazie mille", "SUP-7"},
	{"Ol\u00e1, qual \u00e9 o status do chamado SUP-7? Obrigada", "SUP-7"},
	{"Wat is de status van SUP-7?", "SUP-7"},
	{"Dzie\u0144 dobry, jaki jest status sprawy SUP-7? Dzi\u0119kuj\u0119", "SUP-7"},
	{"Hej, vad \u00e4r status p\u00e5 SUP-7? Tack!", "SUP-7"},
	{"Jak\u00fd je stav SUP-7?", "SUP-7"},
	{"\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435! "
	 "\u041a\u0430\u043a\u043e\u0432 \u0441\u0442\u0430\u0442\u0443\u0441 "
	 "\u0437\u0430\u044f\u0432\u043a\u0438 SUP-7? \u0421\u043f\u0430\u0441\u0438\u0431\u043e",
	 "SUP-7"},
	{"SUP-7 durumu nedir?", "SUP-7"},
	{"\u304a\u4e16\u8a71\u306b\u306a\u3063\u3066\u304a\u308a\u307e\u3059\u3002\n"
	 "SUP-7\u306e\u72b6\u6cc1\u306f\u3044\u304b\u304c\u3067\u3057\u3087\u3046\u304b\uff1f\n"
	 "\u3088\u308d\u3057\u304f\u304a\u9858\u3044\u3044\u305f\u3057\u307e\u3059\u3002",
	 "SUP-7"},
	{"SUP-"
	 "7\u306e\u4ef6\u3001\u305d\u306e\u5f8c\u3044\u304b\u304c\u3067\u3057\u3087\u3046\u304b",
	 "SUP-7"},
	{"\u60a8\u597d\uff0c\u8bf7\u95eeSUP-7\u76ee\u524d\u7684\u72b6\u6001\u662f\u4ec0\u4e48\uff1f"
	 "\u8c22\u8c22",
	 "SUP-7"},
};

/* Each of these says something that must reach a person as it is. */
static const char *const others[] = {
	"",
	"Thanks, Anna",
	"SUP-7",
	"Hi, SUP-7",
	"What is the status of SUP-7? It still prints in purple.",
	"It prints in purple. Any news?",
	"Any news? Call me at 555 0100.",
	"What is the status of SUP-7 and SUP-8?",
	"What is the status of XYZ-7?",
	"What is the status of my order?",
	"Please update the status of SUP-7.",
	"Please set the status of SUP-7 to Done.",
	"The status of SUP-7 is wrong.",
	"What is the status of SUP-7? I want to cancel it.",
	"Hello STILL BROKEN, any news?",
	"Hello still broken, any news?",
	"Hi, any news? URGENT",
	"Any news? Thanks, it works now",
	"There is no news on SUP-7.",
	"We have news on SUP-7.",
	"An update on SUP-7:",
	"Wie ist der Stand bei SUP-7? Der Drucker brennt.",
	"Wie ist der Stand der Technik?",
	"Bitte setzen Sie den Stand bei SUP-7 auf erledigt.",
	"Puede decirme",
	"Quel est",
	"https://example.org/any-news",
	"> any news?",
	"any news? 7",
};

static const struct {
	const char *text;
	gboolean is_thanks;
} thanks[] = {
	{"Thank you!", TRUE},
	{"thanks", TRUE},
	{"Thanks a lot for your quick help!\n\nKind regards\nAnna Smith", TRUE},
	{"Hi Sam,\n\nperfect, thanks! \xf0\x9f\x91\x8d\n\nBest, Anna", TRUE},
	{"Thanks, it works now.", TRUE},
	{"Great, many thanks for your support. Have a nice weekend!", TRUE},
	{"Ok, thank you very much. You can close this ticket.", TRUE},
	{"Hallo zusammen, vielen Dank f\xc3\xbcr die schnelle Hilfe! Viele Gr\xc3\xbc\xc3\x9f"
	 "e, Anna",
	 TRUE},
	{"Super, danke, funktioniert wieder. MfG Anna Smith", TRUE},
	{"Bonjour, merci beaucoup pour votre aide.", TRUE},
	{"Muchas gracias por su ayuda", TRUE},
	{"Grazie mille!", TRUE},
	{"Bedankt voor de hulp", TRUE},
	{"Thanks, but it still fails.", FALSE},
	{"Thanks, it still fails", FALSE},
	{"Thank you, however the stripes are back", FALSE},
	{"Thanks. Can you also look at the scanner?", FALSE},
	{"Thanks?", FALSE},
	{"Thanks for nothing", FALSE},
	{"Works not", FALSE},
	{"It works now, but only sometimes", FALSE},
	{"Danke, aber es geht immer noch nicht", FALSE},
	{"Merci, mais cela ne marche pas", FALSE},
	{"Best regards, Anna", FALSE},
	{"Thanks, SUP-8 is still open", FALSE},
	{"", FALSE},
	{"\xf0\x9f\x91\x8e", FALSE},
};

/* Whoever thanks and says nothing else wants nothing more. */
static void
test_thanks(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(thanks); i++) {
		g_test_message("%s", thanks[i].text);
		g_assert_cmpint(
			text_is_thanks(thanks[i].text, "Anna Smith", "a.jones@customer.test", site),
			==, thanks[i].is_thanks);
	}
}

/* Thanks with good wishes; and with more. */
static const struct {
	const char *text;
	gboolean is_thanks;
} wishes[] = {
	{"Mille mercis ! Bonne journée", TRUE},
	{"Merci infiniment !", TRUE},
	{"Un grand merci à vous, bon week-end !", TRUE},
	{"Merci mille fois. Très bonne soirée à tous", TRUE},
	{"Je vous remercie beaucoup. Bonne fin de journée", TRUE},
	{"Merci, excellente semaine à vous aussi", TRUE},
	{"Grand merci, à bientôt", TRUE},
	{"Merci beaucoup, je vous souhaite une belle journée", TRUE},
	{"Thanks, have a nice day!", TRUE},
	{"Many thanks, have a great weekend ahead", TRUE},
	{"Thank you so much! Wishing you a lovely day.", TRUE},
	{"Thanks once again. Enjoy your weekend!", TRUE},
	{"A thousand thanks, take care", TRUE},
	{"Thanks, have a good one", TRUE},
	{"We really appreciate your help. Have a great rest of your day!", TRUE},
	{"Big thanks, all the best", TRUE},
	{"Danke, schönen Tag noch!", TRUE},
	{"Vielen Dank und schönes Wochenende", TRUE},
	{"Tausend Dank! Ein schönes Wochenende", TRUE},
	{"Vielen lieben Dank. Einen schönen Abend noch", TRUE},
	{"Danke vielmals, schönen Feierabend", TRUE},
	{"Wir bedanken uns herzlich. Wünsche euch noch einen schönen Tag", TRUE},
	{"Danke für alles, bis bald", TRUE},
	{"Ganz herzlichen Dank, ich wünsche Ihnen eine schöne Woche", TRUE},
	{"Muchas gracias, que tenga buen día", TRUE},
	{"¡Mil gracias! Buen fin de semana", TRUE},
	{"Muchísimas gracias, que tengan un buen día", TRUE},
	{"Se lo agradezco mucho. Hasta luego", TRUE},
	{"Gracias por todo, buena tarde", TRUE},
	{"Infinitas gracias. Feliz fin de semana", TRUE},
	{"Gracias, igualmente", TRUE},
	{"Спасибо, хорошего дня!", TRUE},
	{"Спасибо огромное! Хороших выходных", TRUE},
	{"Большое спасибо, всего хорошего", TRUE},
	{"Ещё раз спасибо, приятного вечера", TRUE},
	{"Очень благодарна. Удачного дня!", TRUE},
	{"ありがとうございました。良い一日を。", TRUE},
	{"助かりました。よい週末をお過ごしください。", TRUE},
	{"感謝いたします。失礼いたします。", TRUE},
	{"どうもありがとう。良い午後を", TRUE},
	{"とても助かりました。今後ともよろしくお願いいたします。", TRUE},
	{"Bonne journée pour vous, pas pour moi", FALSE},
	{"Mille mercis, mais la porte reste bloquée", FALSE},
	{"Merci, la machine est encore en panne. Bonne journée", FALSE},
	{"Merci de rappeler demain. Bonne journée", FALSE},
	{"Have a nice day, it fails again", FALSE},
	{"Thanks, have a look at the scanner. Have a nice weekend", FALSE},
	{"Thanks for nothing, have a nice day", FALSE},
	{"Thanks. It broke on the weekend", FALSE},
	{"Enjoy your day, we cannot work", FALSE},
	{"Danke, schönen Tag noch, der Fehler ist wieder da", FALSE},
	{"Danke. Am Wochenende ging es nicht", FALSE},
	{"Schönes Wochenende, und bitte den Drucker reparieren", FALSE},
	{"Danke für nichts, schönen Tag noch", FALSE},
	{"Tausend Dank, aber es geht nicht. Schönes Wochenende", FALSE},
	{"Gracias, que tenga buen día, pero falla", FALSE},
	{"Mil gracias. La impresora falla otra vez", FALSE},
	{"Buen fin de semana sin impresora", FALSE},
	{"Спасибо, но хорошего дня не будет", FALSE},
	{"Хорошего дня, принтер сломался", FALSE},
	{"Спасибо, всё сломалось снова", FALSE},
	{"ありがとうございます。まだ動きません。良い一日を。", FALSE},
	{"良い一日をと言いたいですが動きません", FALSE},
};

static void
test_wishes(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(wishes); i++) {
		gboolean is =
			text_is_thanks(wishes[i].text, "Anna Smith", "a.jones@customer.test", site);
		g_test_message("%s", wishes[i].text);
		g_assert_cmpint(is, ==, wishes[i].is_thanks);
	}
}

/* Closes a case whose solution is out. */
static const char *const solved[] = {
	"It works now, thanks!",
	"It works, thanks",
	"It works.",
	"Works!",
	"Works fine now.",
	"Thanks, that solved it!",
	"That solved it, thank you very much.",
	"That fixed the problem. Many thanks for your help!",
	"Yes, it works.",
	"Yes, it works again. Thanks a lot!\n\nKind regards\nAnna Smith",
	"Hi Sam,\n\nit is working now, thanks.\n\nBest, Anna",
	"Great, everything works again.",
	"Perfect, all working now. Thank you!",
	"Solved, thanks.",
	"The problem is solved.",
	"Problem solved. Thanks, Anna",
	"Issue resolved, thank you.",
	"It works, you can close the case.",
	"You can close it.",
	"Please close the ticket. Thanks!",
	"The case can be closed now.",
	"SUP-7 can be closed, thanks.",
	"I can confirm that it works. Best regards, Anna Smith",
	"The update did the trick!",
	"It has been fixed, thanks for the quick help.",
	"It works like a charm \xf0\x9f\x91\x8d",
	"Hat geklappt, danke. Der Fall kann geschlossen werden",
	"Hat geklappt, danke.",
	"Es funktioniert jetzt wieder. Vielen Dank!",
	"Funktioniert, danke!",
	"Funktioniert wieder einwandfrei. Danke f\xc3\xbcr die schnelle Hilfe!\n\nViele "
	"Gr\xc3\xbc\xc3\x9f\x65\nAnna",
	"Ja, jetzt geht es wieder, vielen Dank",
	"L\xc3\xa4uft wieder, danke.",
	"Das Problem ist behoben.",
	"Der Fall hat sich erledigt. Danke!",
	"Problem gel\xc3\xb6st, danke",
	"Sie k\xc3\xb6nnen das Ticket schlie\xc3\x9f\x65n.",
	"Guten Tag Herr M\xc3\xbcller,\n\nalles klappt jetzt. Besten Dank.\n\nMfG Anna Smith",
	"Ya funciona, muchas gracias.",
	"S\xc3\xad, ya funciona correctamente. Gracias por su ayuda.",
	"Problema resuelto, gracias",
	"El problema est\xc3\xa1 solucionado. Saludos, Anna",
	"Pueden cerrar el caso. \xc2\xa1Gracias!",
	"Se ha solucionado el problema.",
	"\xc3\x87\x61 fonctionne, merci !",
	"Oui, \xc3\xa7\x61 marche maintenant, merci beaucoup.",
	"Le probl\xc3\xa8me est r\xc3\xa9solu. Cordialement, Anna",
	"Bonjour,\ntout fonctionne \xc3\xa0 nouveau.\nVous pouvez fermer le ticket.",
	"Cela a r\xc3\xa9solu le probl\xc3\xa8me, merci.",
	"Ora funziona, grazie mille!",
	"Het werkt weer, bedankt.",
	"Dzia\xc5\x82\x61, dzi\xc4\x99kuj\xc4\x99!",
	"Det fungerar nu, tack!",
	"\u0412\u0441\u0451 \u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442, "
	"\u0441\u043f\u0430\u0441\u0438\u0431\u043e!",
	"\u0417\u0430\u0440\u0430\u0431\u043e\u0442\u0430\u043b\u043e, "
	"\u0441\u043f\u0430\u0441\u0438\u0431\u043e",
	"\u041f\u0440\u043e\u0431\u043b\u0435\u043c\u0430 \u0440\u0435\u0448\u0435\u043d\u0430. "
	"\u041c\u043e\u0436\u043d\u043e \u0437\u0430\u043a\u0440\u044b\u0432\u0430\u0442\u044c.",
	"\u89e3\u6c7a\u3057\u307e\u3057\u305f\u3002\u3042\u308a\u304c\u3068\u3046\u3054\u3056\u3044"
	"\u307e\u3057\u305f\u3002",
	"\u7121\u4e8b\u306b\u52d5\u4f5c\u3057\u307e\u3057\u305f\u3002",
	"\u304a\u4e16\u8a71\u306b\u306a\u3063\u3066\u304a\u308a\u307e\u3059\u3002\n\u554f\u984c"
	"\u306a\u304f\u52d5\u3044\u3066\u3044\u307e\u3059\u3002\n\u3088\u308d\u3057\u304f\u304a"
	"\u9858\u3044\u3044\u305f\u3057\u307e\u3059\u3002",
	"\u672c\u4ef6\u306f\u30af\u30ed\u30fc\u30ba\u3057\u3066\u304f\u3060\u3055\u3044\u3002",
	"Thanks, that helped.",
	"Great, your answer really helped us a lot!",
	"Danke, das hat geholfen",
	"Vielen Dank, Ihre Antwort hat mir sehr weitergeholfen. Viele Grüße, Anna",
	"Merci, ça m’a bien aidé !",
	"Gracias, eso me ayudó mucho.",
	"Спасибо, помогло",
	"Спасибо, ваш ответ помог!",
	"ありがとうございます。とても役に立ちました。",
};

/* Thanks, and no more. */
static const char *const only_thanks[] = {
	"Thank you!",
	"Thanks, Anna",
	"Thanks a lot for your help!",
	"Great, thanks.",
	"Perfect!",
	"Ok",
	"Danke!",
	"Super, vielen Dank f\xc3\xbcr die schnelle Antwort.\n\nMfG\nAnna Smith",
	"Passt, danke",
	"Erledigt",
	"Alles klar, danke",
	"Muchas gracias",
	"Merci beaucoup !",
	"\xc3\x87\x61 marche, merci",
	"\u0421\u043f\u0430\u0441\u0438\u0431\u043e!",
	"\u3042\u308a\u304c\u3068\u3046\u3054\u3056\u3044\u307e\u3057\u305f\u3002",
	("\u3054\u5bfe\u5fdc\u3044\u305f\u3060\u304d\u3001\u3042\u308a\u304c\u3068\u3046\u3054"
	 "\u3056"
	 "\u3044\u307e\u3057\u305f\u3002"),
	"\u52a9\u304b\u308a\u307e\u3057\u305f\u3002",
};

/* Somebody has to read these. */
static const char *const no_thanks[] = {
	"It works on Monday, not on Tuesday",
	"Thanks, that helped a bit",
	"That helped, but it prints one page only",
	"Das hat nicht geholfen",
	"Did that help?",
	"ça ne m’a pas aidé",
	"Does it work?",
	"It works?",
	"It works, but slowly",
	"It works now, but only sometimes",
	"Thanks, and now the other printer",
	"Nothing works",
	"Hi Nothing\nworks",
	"Hello,\n\nThanks. Nothing\nworks.",
	"It works not",
	"It works. Not",
	"It does not work",
	"It never works",
	"It works on one printer",
	"It works with Firefox",
	"It works as described in the manual",
	"It works so far",
	"It works now. One more thing: the scanner is slow",
	"It worked yesterday",
	"It almost works",
	"I think it works",
	"It should work",
	"It should be solved",
	"If it works you can close it",
	"Please close the other case",
	"Please don't close the case",
	"Please do not close the case yet",
	"The case can't be closed",
	"The case can be closed tomorrow",
	"Not solved",
	"It is not solved",
	"It is unsolved",
	"Still not solved, thanks",
	"Half solved",
	"Thanks, still broken",
	"Thanks for nothing",
	"Working on it",
	"Yes",
	"Yes, please",
	"No",
	"No, thanks",
	"Thanks, I will test it tomorrow",
	"Thanks. When?",
	"Wonderful, the fix broke everything",
	"5",
	"funktioniert nicht",
	"geht nicht, danke",
	"Danke, geht aber nicht",
	"Hallo zusammen, Nichts\nfunktioniert.",
	"Es geht",
	"Es geht immer noch nicht",
	"Funktioniert nur manchmal",
	"Hat nicht geklappt",
	"Hat fast geklappt",
	"Nicht gel\xc3\xb6st",
	"Der Fall kann nicht geschlossen werden",
	"Kann der Fall geschlossen werden?",
	"Der Fall kann noch nicht geschlossen werden",
	"Danke, jetzt geht der andere Drucker nicht mehr",
	"no funciona",
	"Gracias, pero no funciona",
	"No est\xc3\xa1 resuelto",
	"Todav\xc3\xad\x61 no funciona",
	"Funciona a veces",
	"\xc3\xa7\x61 ne marche pas",
	"\xc3\x87\x61 fonctionne presque",
	"Merci, mais \xc3\xa7\x61 ne fonctionne toujours pas",
	"Le probl\xc3\xa8me n'est pas r\xc3\xa9solu",
	"Non funziona",
	"Werkt niet",
	"Nie dzia\xc5\x82\x61",
	"Det fungerar inte",
	"\u043d\u0435 \u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442",
	"\u0421\u043f\u0430\u0441\u0438\u0431\u043e, \u043d\u043e \u043d\u0435 "
	"\u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442",
	"\u0412\u0441\u0451 \u0440\u0430\u0432\u043d\u043e \u043d\u0435 "
	"\u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442",
	"\u041f\u043e\u0447\u0442\u0438 \u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442",
	"\u041f\u0440\u043e\u0431\u043b\u0435\u043c\u0430 \u043d\u0435 "
	"\u0440\u0435\u0448\u0435\u043d\u0430",
	"\u52d5\u304d\u307e\u305b\u3093",
	"\u89e3\u6c7a\u3057\u3066\u3044\u307e\u305b\u3093",
	"\u52d5\u304d\u307e\u3057\u305f\u304c\u3001\u9045\u3044\u3067\u3059",
	"\u307e\u3060\u89e3\u6c7a\u3057\u307e\u305b\u3093",
	"> it works\nno",
};

static gboolean
is_thanks(const char *text)
{
	return text_is_thanks(text, "Anna Smith", "a.jones@customer.test", site);
}

static gboolean
is_solved(const char *text)
{
	CaseNumber *number = NULL;
	gboolean is = text_is_solved(text, "Anna Smith", "a.jones@customer.test", site, &number);
	case_number_free(number);
	g_test_message("%s", text);
	return is;
}

static void
test_solved(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(solved); i++) {
		g_assert_true(is_solved(solved[i]));
		g_assert_true(is_thanks(solved[i]));
	}
	for (guint i = 0; i < G_N_ELEMENTS(only_thanks); i++) {
		g_assert_false(is_solved(only_thanks[i]));
		g_assert_true(is_thanks(only_thanks[i]));
	}
	for (guint i = 0; i < G_N_ELEMENTS(no_thanks); i++) {
		g_assert_false(is_solved(no_thanks[i]));
		g_assert_cmpint(is_thanks(no_thanks[i]), ==, FALSE);
	}
}

/* Below the name of Uwe Koch <uwe@nordwind.example>. */
static const struct {
	const char *text;
	const char *above;
} firms[] = {
	{"Danke!\n\nUwe Koch\nNordwind GmbH", "Danke!\n\nUwe Koch"},
	{"Danke!\n\nUwe\nNordwind", "Danke!\n\nUwe"},
	{"Danke!\n\nUwe Koch\nEinkauf\n\nNordwind Handel und Service\nAm Markt 3\nTel. 040 1234567",
	 "Danke!\n\nUwe Koch"},
	{"Hi\nKoch, Uwe\nHarbour Ltd.", "Hi\nKoch, Uwe"},
	{"Danke!\nUwe Koch", NULL},
	{"Danke!\nNordwind GmbH", NULL},
	{"Danke!\nUwe\nScanner Fehler 12", NULL},
	{"Danke!\nUwe\nNordwind printer fails", NULL},
	{"Danke!\nUwe\nAber Nordwind GmbH", NULL},
	{"Danke!\nUwe\nNordwind GmbH?", NULL},
	{"Danke!\nUwe\nNordwind GmbH\nder Drucker steht wieder", NULL},
	{"Danke!\nUwe\nA\nB\nC\nD\nE\nNordwind GmbH", NULL},
	{"", NULL},
};

static void
test_firm(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(firms); i++) {
		g_autofree char *above =
			text_above_firm(firms[i].text, "Uwe Koch", "uwe@nordwind.example", site);
		g_assert_cmpstr(above, ==, firms[i].above ? firms[i].above : firms[i].text);
	}
}

static void
test_text(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(questions); i++) {
		g_autofree char *number = asked(questions[i].text, "Printer");
		g_test_message("%s", questions[i].text);
		g_assert_cmpstr(number, ==, questions[i].number);
	}
	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *number = asked(others[i], "Printer");
		g_test_message("%s", others[i]);
		g_assert_cmpstr(number, ==, NULL);
	}
	g_autofree char *lines = g_strnfill(300, '\n');
	g_autofree char *many = g_strjoin(lines, "Any news?", "Any news?", "Any news?", NULL);
	g_autofree char *number = asked(many, "");
	g_assert_null(number);
}

/* A text that says nothing leaves the word to the subject. */
static void
test_subject(void)
{
	static const struct {
		const char *text, *subject, *number;
	} rows[] = {
		{"", "What is the status of SUP-7?", "SUP-7"},
		{"Thanks,\nAnna", "Any news on SUP-7?", "SUP-7"},
		{"It burns.", "Any news on SUP-7?", NULL},
		{"", "Status of the printer", NULL},
		{"Any news on SUP-7?", "It burns", "SUP-7"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *number = asked(rows[i].text, rows[i].subject);
		g_test_message("%s / %s", rows[i].subject, rows[i].text);
		g_assert_cmpstr(number, ==, rows[i].number);
	}
	site->words = NULL;
	g_autofree char *without = asked("Any news?", "");
	g_assert_null(without);
	site->words = words;
}

static const char *const faulty[][2] = {
	{"[status questions]\n(a|b\n", "w:2: a bracket isn't closed"},
	{"[status questions]\na|b)\n", "w:2: a bracket isn't opened"},
	{"[status questions]\na (|b)\n", "w:2: an alternative is empty"},
	{"[status questions]\n[a] [b|c]\n", "w:2: all of it can be left out"},
	{"[courtesies]\nhi THING\n", "w:2: no phrase above is called THING"},
	{"[courtesies]\nTHING = THING a\n", "w:2: no phrase above is called THING"},
	{"[courtesies]\nthing = a\n", "w:2: \"thing\" can't be the name of a phrase"},
	{"[courtesies]\nTHING = a\nTHING = THING b\n",
	 "w:3: \"THING\" can't be the name of a phrase: it is one already"},
	{"[courtesies]\n((((((((((((((((((((((a))))))))))))))))))))))\n",
	 "w:2: there are more than 20 brackets within another"},
};

static void
test_faulty(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(faulty); i++) {
		g_autoptr(Words) bad = words_new();
		g_autoptr(GError) error = NULL;
		g_assert_false(words_add(bad, "w", faulty[i][0], &error));
		g_assert_cmpstr(error->message, ==, faulty[i][1]);
	}
}

static void
test_asks(void)
{
	static const struct {
		const char *text;
		gboolean asks;
	} rows[] = {
		{"When will it work?", TRUE},
		{"It doesn't work.", FALSE},
		{"\u3044\u3064\uff1f", TRUE},
		{"\u0645\u062a\u0649\u061f", TRUE},
		{"", FALSE},
		{"See https://example.org/page?x=1", FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(text_asks(rows[i].text), ==, rows[i].asks);
}

/* It stands in the answer, in a line of its own. */
static void
test_line(void)
{
	g_autoptr(Question) question = question_find("\x15 What is the\nstatus of SUP-7?\x7f", "",
						     "Anna Smith", "a.jones@customer.test", site);
	g_assert_nonnull(question);
	g_assert_cmpstr(question->line, ==, "What is the status of SUP-7?");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	site_init();
	g_test_add_func("/question/thanks", test_thanks);
	g_test_add_func("/question/wishes", test_wishes);
	g_test_add_func("/question/solved", test_solved);
	g_test_add_func("/question/firm", test_firm);
	g_test_add_func("/question/text", test_text);
	g_test_add_func("/question/subject", test_subject);
	g_test_add_func("/question/faulty", test_faulty);
	g_test_add_func("/question/asks", test_asks);
	g_test_add_func("/question/line", test_line);
	int failed = g_test_run();
	site_free(site);
	words_free(words);
	return failed;
}
