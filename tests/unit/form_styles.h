/*
 * Forms in every combination of language and mail program: what each program makes of a form that
 * is filled in; test_form_variants.c crosses them.
 */
#ifndef CM_TESTS_FORM_STYLES_H
#define CM_TESTS_FORM_STYLES_H

#include <glib.h>

/** A language, as its people and programs write. The labels are those of form_samples.h. */
static const struct FormLanguage {
	const char *name;
	const char *colon;
	const char *date;     /* 2026-11-20 10:15 UTC */
	const char *two_ways; /* a date nobody can be sure of */
	const char *wrote;    /* above a quote */
	const char *from, *sent, *to, *subject;
	const char *hello;
	const char *device;
} languages[] = {
	{"English", ":", "Nov 20, 2026 10:15 AM", "04/05/2026 10:15",
	 "On Mon, Nov 23, 2026 at 10:15 AM Example Support <support@example.org> wrote:", "From",
	 "Sent", "To", "Subject", "Hello,", "Sent from my iPhone"},
	{"German", ":", "20.11.2026 um 10:15 Uhr", "04/05/2026 10:15",
	 "Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Example Support <support@example.org>:", "Von",
	 "Gesendet", "An", "Betreff", "Guten Tag,", "Von meinem iPhone gesendet"},
	{"Spanish", ":", "20 de noviembre de 2026, 10:15", "4/5/2026 10:15",
	 "El lun, 23 nov 2026 a las 10:15, Example Support (<support@example.org>) escribió:", "De",
	 "Enviado el", "Para", "Asunto", "Hola,", "Enviado desde mi iPhone"},
	{"French", "\u00a0:", "20 novembre 2026 à 10h15", "04/05/2026 à 10h15",
	 "Le lun. 23 nov. 2026 à 10:15, Example Support <support@example.org> a écrit :", "De",
	 "Envoyé", "À", "Objet", "Bonjour,", "Envoyé de mon iPhone"},
	{"Japanese", "\uff1a", "2026年11月20日 10:15", "04/05/2026 10:15",
	 "2026年11月23日(月) 10:15 Example Support <support@example.org>:", "差出人", "送信日時",
	 "宛先", "件名", "お世話になっております。", "iPhoneから送信"},
	{"Russian", ":", "20 ноября 2026 10:15", "04/05/2026 10:15",
	 "пн, 23 нояб. 2026 г. в 10:15, Example Support <support@example.org>:", "От", "Отправлено",
	 "Кому", "Тема", "Добрый день,", "Отправлено с iPhone"},
};

/**
 * A mail program. In `item`: {label} {colon} {value}, {hints} of the form; it comes once for each
 * field. `line` stands between the lines of a value, `hint` is a line of hints with %s. In `head`
 * and `tail`: {hello}, {wrote}, {from}, {sent}, {to}, {subject}, {device} of the language, and our
 * empty form as {form}, with marks as {quote}, as a page as {page}.
 */
static const struct FormStyle {
	const char *name;
	gboolean is_page;
	const char *head, *item, *line, *hint, *tail;
} styles[] = {
	{"plain", FALSE, "{hello}\n\n", "{label}{colon} {value}\n", "\n", "",
	 "\n-- \nAnna\nShop Ltd.\n"},
	{"Outlook desktop", FALSE, "", "{label}{colon} {value}\n\n", "\n\n", "",
	 "\n{from}: Example Support <support@example.org>\n{sent}: Monday, November 23, 2026 "
	 "10:15\n"
	 "{to}: Anna <anna@shop.example>\n{subject}: Form\n\n{form}"},
	{"Outlook desktop, within our form", FALSE,
	 "{hello}\n\n-----Original Message-----\n{from}: Example Support <support@example.org>\n"
	 "{sent}: Monday, November 23, 2026 10:15\n{to}: Anna\n{subject}: Form\n\nType: "
	 "incident\n\n",
	 "{label}{colon} {value}\n{hints}\n", "\n", "%s\n",
	 "(end of the form)\n\nExample Support\n"},
	{"Outlook web", TRUE, "<div class=\"elementToProof\">{hello}</div><div><br></div>",
	 "<div class=\"elementToProof\"><b>{label}{colon}</b> {value}</div>", "<br>", "",
	 "<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>{from}:</b> Example "
	 "Support"
	 "<br><b>{sent}:</b> Monday<br><b>{subject}:</b> Form</div><div>{page}</div>"},
	{"Gmail web", FALSE, "", "*{label}{colon}* {value}\n", "\n", "", "\n{wrote}\n\n{quote}\n"},
	{"Gmail app, within the quote", TRUE,
	 "<div dir=\"auto\">{hello}</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">"
	 "{wrote}<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">",
	 "<p><b>{label}{colon}</b> {value}<br>{hints}</p>", "<br>", "%s<br>",
	 "<p>(end of the form)</p><p>Example Support</p></blockquote></div>"},
	{"Apple Mail, within the quote", TRUE,
	 "<div>{hello}</div><div><br><blockquote type=\"cite\"><div>{wrote}</div><br>",
	 "<div><b>{label}{colon}</b>&nbsp;{value}</div><div>{hints}</div><div><br></div>",
	 "</div><div>", "%s</div><div>", "<div>(end of the form)</div></blockquote></div>"},
	{"Apple Mail, below the hints", FALSE, "Type: incident\n\n",
	 "{label}{colon}\n{hints}{value}\n\n", "\n", "%s\n", "(end of the form)\n"},
	{"iOS", FALSE, "", "{label}{colon}\n{value}\n", "\n", "",
	 "\n{device}\n\n> {wrote}\n> \n{quote}\n"},
	{"Thunderbird, between the lines", FALSE, "{wrote}\n",
	 "> {label}{colon}\n{hints}{value}\n>\n", "\n", "> %s\n", "> (end of the form)\n"},
	{"Thunderbird, in the lines", FALSE, "{hello}\n\n{wrote}\n",
	 "> {label}{colon} {value}\n{hints}>\n", "\n> ", "> %s\n",
	 "> (end of the form)\n>\n> Example Support\n"},
	{"a quote of a quote", FALSE, "{hello}\n\n{wrote}\n> {hello}\n>\n",
	 "> > {label}{colon} {value}\n{hints}> >\n", "\n> > ", "> > %s\n",
	 "> > (end of the form)\n"},
	{"Yahoo", TRUE, "<div class=\"yahoo-style-wrap\">", "<div>- {label}{colon} {value}</div>",
	 "</div><div>", "",
	 "</div><div><br></div><div id=\"ydp1yahoo_quoted_1\" "
	 "class=\"ydp1yahoo_quoted\"><div>{wrote}"
	 "</div><div><br></div><div>{page}</div></div>"},
	{"a table", TRUE, "<p>{hello}</p><table>",
	 "<tr><td><strong>{label}</strong></td><td>{value}</td></tr>", "<br>", "", "</table>"},
	{"a list", TRUE, "<p>{hello}</p><ul>", "<li>{label}{colon} <i>{value}</i></li>", "<br>", "",
	 "</ul>"},
};

#endif
