/*
 * Robots and people: by header, and by subject in many languages.
 */
#include "mail/auto.h"

#include "tables_for_tests.h"

static MailTables *tables;

static HeaderField *
field_new(const char *name, const char *value)
{
	HeaderField *field = g_new0(HeaderField, 1);

	field->name = g_strdup(name);
	field->value = g_strdup(value);
	return field;
}

static void
field_free(gpointer data)
{
	HeaderField *field = data;

	g_free(field->name);
	g_free(field->value);
	g_free(field);
}

/* "Name: value" lines and a text as a mail, perhaps one that answers another one. */
static AutoKind
judge_text(const char *headers, const char *subject, const char *text, gboolean answer)
{
	Mail mail = {.subject = g_strdup(subject), .text = g_strdup(text)};
	g_auto(GStrv) lines = g_strsplit(headers, "\n", -1);
	char in_reply_to[] = "a@b";

	mail.headers = g_ptr_array_new_with_free_func(field_free);
	mail.attachments = g_ptr_array_new();
	mail.references = g_ptr_array_new();
	mail.reply_to = g_ptr_array_new();
	mail.in_reply_to = answer ? in_reply_to : NULL;
	for (char **line = lines; *line; line++) {
		char *colon = strchr(*line, ':');

		if (colon == NULL)
			continue;
		*colon = '\0';
		g_ptr_array_add(mail.headers, field_new(*line, g_strchug(colon + 1)));
		if (strcmp(*line, "Reply-To") == 0)
			g_ptr_array_add(mail.reply_to, NULL);
	}
	auto_judge(&mail, tables);
	g_test_message("%s | %s -> %d (%s)", headers, subject, (int)mail.auto_kind, mail.auto_why);
	g_assert_true(g_utf8_validate(mail.auto_why, -1, NULL));
	g_assert_cmpint(mail.auto_kind == AUTO_NONE, ==, mail.auto_why[0] == '\0');
	g_ptr_array_unref(mail.headers);
	g_ptr_array_unref(mail.attachments);
	g_ptr_array_unref(mail.references);
	g_ptr_array_unref(mail.reply_to);
	g_free(mail.subject);
	g_free(mail.text);
	g_free(mail.auto_why);
	return mail.auto_kind;
}

static AutoKind
judge(const char *headers, const char *subject, gboolean answer)
{
	return judge_text(headers, subject, NULL, answer);
}

static const struct {
	const char *headers;
	AutoKind expected;
} headers[] = {
	{"", AUTO_NONE},
	{"Auto-Submitted: no", AUTO_NONE},
	{"Auto-Submitted: (really) No; x=y", AUTO_NONE},
	{"Auto-Submitted: auto-replied", AUTO_REPLY},
	{"auto-submitted: Auto-Replied (vacation)", AUTO_REPLY},
	{"Auto-Submitted: auto-replied; owner-email=\"x@example.org\"", AUTO_REPLY},
	{"Auto-Submitted: auto-generated", AUTO_REPORT},
	{"Auto-Submitted: auto-notified", AUTO_REPORT},
	{"X-Auto-Response-Suppress: All", AUTO_NONE},
	{"X-Auto-Response-Suppress: DR, OOF, AutoReply", AUTO_NONE},
	{"X-Autoreply: yes", AUTO_REPLY},
	{"X-Autoreply: no", AUTO_NONE},
	{"X-Autorespond: Re: x", AUTO_REPLY},
	{"X-Mail-Autoreply: vacation", AUTO_REPLY},
	{"X-FC-MachineGenerated: true", AUTO_REPLY},
	{"Precedence: bulk", AUTO_LIST},
	{"Precedence: bulk\nX-Autoreply: yes", AUTO_REPLY},
	{"Precedence: auto_reply", AUTO_REPLY},
	{"Precedence: first-class", AUTO_NONE},
	{"Precedence: normal", AUTO_NONE},
	{"List-Id: Friends <friends.example.org>", AUTO_LIST},
	{"List-Unsubscribe: <mailto:x@y>\nPrecedence: list", AUTO_LIST},
	{"List-Id: Support <support.example.org>", AUTO_LIST},
	/* support.desk.example is a list of the site's own. */
	{"List-Id: <support.desk.example>", AUTO_NONE},
	{"List-ID: \"Support, all of it\" <Support.Desk.Example>\nPrecedence: list\n"
	 "Mailing-list: list support@desk.example\nList-Post: <mailto:support@desk.example>\n"
	 "List-Unsubscribe: <mailto:x@y>\nX-BeenThere: support@desk.example\n"
	 "X-Mailman-Version: 2.1\nSender: support-bounces@desk.example",
	 AUTO_NONE},
	{"List-Id: support.desk.example\nList-Post: <x>", AUTO_NONE},
	{"List-Id: Not <support.desk.example> but <friends.example.org>", AUTO_LIST},
	{"List-Id: <support.desk.example>\nList-Id: <friends.example.org>", AUTO_LIST},
	{"List-Id: <support.desk.example.org>", AUTO_LIST},
	{"List-Id: <support.desk.example>\nAuto-Submitted: auto-replied", AUTO_REPLY},
	{"List-Id: <support.desk.example>\nX-Autoreply: yes", AUTO_REPLY},
	{"List-Id: <support.desk.example>\nPrecedence: bulk", AUTO_LIST},
	{"List-Id: <support.desk.example>\nX-Campaign: spring", AUTO_LIST},
	{"List-Id: <support.desk.example>\nX-Case-ID: SUP-1", AUTO_LOOP},
	{"Precedence: list\nSender: support-bounces@desk.example", AUTO_LIST},
	{"X-Loop: x", AUTO_NONE},
	{"X-Loop: x\nX-MC-User: y", AUTO_LIST},
	{"X-Amazon-Auto-Reply: true", AUTO_REPLY},
	{"From: Mailer Daemon Fan <fan@example.org>", AUTO_NONE},
	{"From: Mailer Daemon <postmaster@example.org>", AUTO_REPORT},
	{"Return-Path: <>", AUTO_REPORT},
	{"Return-Path: <anna@example.org>", AUTO_NONE},
	{"X-Case-ID: SUP-1", AUTO_LOOP},
	{"X-Case-Event: opened\nAuto-Submitted: auto-replied", AUTO_LOOP},
	{"Content-Type: multipart/report; report-type=disposition-notification", AUTO_REPORT},
	{"Content-Type: multipart/alternative; boundary=x", AUTO_NONE},
	{"X-Mailer: Microsoft Outlook 16.0\nX-Priority: 3\nX-MS-Has-Attach: yes", AUTO_NONE},
	{"X-Spam-Status: No, score=-1\nX-Virus-Scanned: yes\nReceived: by auto", AUTO_NONE},
	{"Importance: high\nSensitivity: Private\nThread-Topic: Automatic reply", AUTO_NONE},
};

static void
test_headers(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
		g_assert_cmpint(judge(headers[i].headers, "Order 7", TRUE), ==,
				headers[i].expected);
}

/* How Exchange, Outlook, Gmail, Zimbra, Notes and others begin it, by language. */
static const char *const robot_prefixes[] = {
	"Automatic reply: ",
	"Auto-Reply: ",
	"AUTOREPLY: ",
	"Autoreply: Re: ",
	"Out of Office: ",
	"Out of Office AutoReply: ",
	"Auto: Re: ",
	"Vacation reply: ",
	"[EXTERNAL] Automatic reply: ",
	"Automatische Antwort: ",
	"Abwesenheitsnotiz: ",
	"Automatische Antwort auf ",
	"Réponse automatique : ",
	"Réponse automatique\u00a0: ",
	"Absence du bureau : ",
	"Respuesta automática: ",
	"Fuera de la oficina: ",
	"Resposta automática: ",
	"Risposta automatica: ",
	"Automatisch antwoord: ",
	"Afwezigheidsbericht: ",
	"Automatisk svar: ",
	"Autosvar: ",
	"Automatiskt svar: ",
	"Automaattinen vastaus: ",
	"Automaatvastus: ",
	"Automātiskā atbilde: ",
	"Automatinis atsakymas: ",
	"Odpowiedź automatyczna: ",
	"Automatická odpověď: ",
	"Automatická odpoveď: ",
	"Samodejni odgovor: ",
	"Automatski odgovor: ",
	"Automatikus válasz: ",
	"Răspuns automat: ",
	"Автоматичен отговор: ",
	"Автоматический ответ: ",
	"Автоответ: ",
	"Автоматична відповідь: ",
	"Αυτόματη απάντηση: ",
	"Otomatik yanıt: ",
	"Otomatik Yanıt: ",
	"מענה אוטומטי: ",
	"رد تلقائي: ",
	"پاسخ خودکار: ",
	"自动回复: ",
	"自动回复：",
	"自動回覆: ",
	"自動応答: ",
	"【自動返信】",
	"자동 회신: ",
	"Trả lời tự động: ",
	"ตอบกลับอัตโนมัติ: ",
	"Balasan otomatis: ",
	"Resposta automàtica: ",
	"Sjálfvirkt svar: ",
};

static const char *const person_subjects[] = {
	"Automatic door broken",
	"Re: out of office hours",
	"Automatic reply does not work",
	"Out of office hours support?",
	"Re: Automatic reply: Case Receipt",
	"AW: Abwesenheitsnotiz: Rechnung",
	"Fwd: Out of Office: x",
	"SV: Automatisk svar: x",
	"Abwesenheit des Kuriers gestern",
	"Abwesenheit nächste Woche",
	"Antwort auf Ihre Frage",
	"Antwoord op uw vraag",
	"Automatische deur kapot",
	"Auto kaputt",
	"Automatik defekt",
	"Réponse à votre question",
	"Absence de facture",
	"Respuesta a su pregunta",
	"Risposta alla vostra domanda",
	"Resposta ao seu pedido",
	"Svar på spørgsmål",
	"Ofis dışında kargo teslimi",
	"Odpowiedź na pytanie",
	"Odpověď na dotaz",
	"Ответ на вопрос",
	"Автоматические ворота сломаны",
	"Відповідь на питання",
	"自動ドアの故障",
	"自动门坏了",
	"자동문 고장",
	"Vacation request",
	"On vacation next week",
	"Accepted: your offer",
	"Declined: payment",
	"Abgelehnt: meine Zahlung",
	"Holiday opening hours",
	"Delivery failed",
	"Undelivered parcel",
	"Out of stock: item 7",
	"Vacaciones en agosto",
	"Automated tests fail",
	"Auto-renewal: please cancel",
	"Autoresponder setup question",
	"Read: the manual is wrong",
	"List of orders",
	"Spam?",
	"Your message of yesterday",
};

static void
test_robot_subjects(void)
{
	static const char *const subjects[] = {"Case Receipt - Case ID: 1042", "x",
					       "Re: Bestellung"};

	for (gsize i = 0; i < G_N_ELEMENTS(robot_prefixes); i++) {
		for (gsize k = 0; k < G_N_ELEMENTS(subjects); k++) {
			g_autofree char *subject =
				g_strconcat(robot_prefixes[i], subjects[k], NULL);

			g_assert_cmpint(judge("", subject, TRUE), ==, AUTO_REPLY);
			g_assert_cmpint(judge("Precedence: bulk", subject, TRUE), ==, AUTO_REPLY);
			g_assert_cmpint(judge("Auto-Submitted: no", subject, TRUE), ==, AUTO_NONE);
		}
	}
}

static void
test_person_subjects(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(person_subjects); i++) {
		g_assert_cmpint(judge("", person_subjects[i], TRUE), ==, AUTO_NONE);
		g_assert_cmpint(
			judge("X-Auto-Response-Suppress: DR, OOF", person_subjects[i], FALSE), ==,
			AUTO_NONE);
	}
	/* Of oneself: a person may write so, a robot answers. */
	g_assert_cmpint(judge("", "Out of office: when are you open?", FALSE), ==, AUTO_NONE);
	g_assert_cmpint(judge("", "Accepted: Meeting", TRUE), ==, AUTO_NONE);
	g_assert_cmpint(
		judge("Content-Type: text/calendar; method=REPLY", "Accepted: Meeting", TRUE), ==,
		AUTO_REPLY);
}

/* Programs for customer relations, and some mailers, offer to unsubscribe from what a person
 * writes. */
static void
test_mass(void)
{
	g_assert_cmpint(judge("List-Unsubscribe: <mailto:x@y>", "Order 7", FALSE), ==, AUTO_NONE);
	g_assert_cmpint(judge("List-Unsubscribe: <mailto:x@y>\nList-Unsubscribe-Post: "
			      "List-Unsubscribe=One-Click",
			      "News", FALSE),
			==, AUTO_LIST);
	g_assert_cmpint(judge("List-Unsubscribe: <mailto:x@y>", "Order 7", TRUE), ==, AUTO_NONE);
}

/* Mail without a field that tells; what the text says decides. */
static const struct {
	const char *headers, *subject, *text;
	AutoKind expected;
} texts[] = {
	{"", "Read: Order 7",
	 "Your message\n\n  To: Anna\n\nwas read on Monday, 6 May 2024 10:00.\n", AUTO_REPLY},
	{"", "Gelesen: Order 7", "Ihre Nachricht\n\nwurde gelesen am Montag, 6. Mai 2024 10:00.\n",
	 AUTO_REPLY},
	{"", "Read: the manual says something else", "It was read on Monday by my colleague.\n",
	 AUTO_NONE},
	{"", "RE: Read: Order 7", "So what?\n\nwas read on Monday, 6 May 2024 10:00.\n", AUTO_NONE},
	{"List-Unsubscribe: <https://x.test/u>", "Sale", "Half price.\n\nSe désabonner\n",
	 AUTO_LIST},
	{"List-Unsubscribe: <https://x.test/u>", "Sale", "Half price.\n\n配信停止はこちら\n",
	 AUTO_LIST},
	{"List-Unsubscribe: <https://x.test/u>", "Printer", "It jams.\n", AUTO_NONE},
	{"", "Out of office", "I will be back on Monday.\n", AUTO_REPLY},
	{"", "Absence du bureau : Case", "Bonjour,\n\nje suis absent jusqu'au 12.\n", AUTO_REPLY},
	{"", "不在: Case", "1月12日まで不在にしております。\n", AUTO_REPLY},
	{"", "Absent du bureau ?", "Votre collègue ne répond pas.\n", AUTO_NONE},
	{"", "Ticket received: Order 7", "Hello,\n\nthis is an automated response.\n", AUTO_REPLY},
	{"", "Ticket received: but no answer", "Hello,\n\nwhen do you answer?\n", AUTO_NONE},
	{"", "Ticket received: but no answer",
	 "When do you answer?\n> This is an automated response.\n", AUTO_NONE},
	{"", "Please confirm your message of Monday", "You wrote of two dates. Which is it?\n",
	 AUTO_NONE},
	{"", "Please confirm your message to Robin",
	 "Hello,\nyour message is being held until you confirm it.\n", AUTO_REPLY},
	{"", "Order 7",
	 "\nThis message was created automatically by mail delivery software (TMDA).\n",
	 AUTO_REPLY},
	{"", "Order 7",
	 "I got this:\nThis message was created automatically by mail delivery software (TMDA).\n",
	 AUTO_NONE},
	{"From: Shop <noreply@shop.example>", "Order 7",
	 "It is on its way. Do not reply to this mail.\n", AUTO_REPORT},
	{"From: Shop <noreply@shop.example>", "Order 7", "From the copier on the second floor.\n",
	 AUTO_NONE},
	{"From: Shop <noreply@shop.example>\nReply-To: anna@example.org", "Order 7",
	 "Where is it? Please do not reply to this address alone.\n", AUTO_NONE},
	{"Auto-Submitted: no", "Read: Order 7", "was read on Monday\n", AUTO_NONE},
};

static void
test_texts(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		g_assert_cmpint(
			judge_text(texts[i].headers, texts[i].subject, texts[i].text, FALSE), ==,
			texts[i].expected);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	mail_tables_add_own_list(tables, "Support.desk.example");
	g_test_add_func("/auto/headers", test_headers);
	g_test_add_func("/auto/robot-subjects", test_robot_subjects);
	g_test_add_func("/auto/person-subjects", test_person_subjects);
	g_test_add_func("/auto/mass", test_mass);
	g_test_add_func("/auto/texts", test_texts);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
