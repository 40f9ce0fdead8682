#!/bin/sh
# Notices speak the language of who reads them: a person's own, else the organisation's first one,
# else the desk's; subjects are the same for all.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"hilfe\" {
		title = \"Beispiel Hilfe\"
		address = \"hilfe@example.org\"
		language = \"fr\"
	}
	"


# reads ADDRESS: the text of the last notice to it
reads()
{
	notice_to "$1"
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}

silently
cm --now "$NOW" org add Acme domains=acme.test languages=de,ru
cm --now "$NOW" person add anna@acme.test name=Anna org=Acme
cm --now "$NOW" person add jiro@acme.test name=Jiro org=Acme language=ja-JP
like "the organisation's first language" "$(reads anna@acme.test)" 'Guten Tag Anna, Sie gehören zu Acme'
like "the person's own" "$(reads jiro@acme.test)" 'Jiro 様 お客様は Acme に所属しています'

post 'Anna <anna@acme.test>' 'Drucker' "$proven"
words=$(reads anna@acme.test)
like 'a receipt' "$words" 'Sie wird unter der Fallnummer SUP-1 geführt'
like 'names of statuses' "$words" 'Status: Neu Kunde: Acme'
like 'why it came' "$words" 'Sie erhalten diese Mail, weil Sie diesen Fall eröffnet haben'
unlike 'and nothing English' "$words" ' (the|you|your) '
like 'the subject is as ever' "$(grep '^Subject: ' "$T/notice")" 'Case Receipt - Case ID: SUP-1'
post 'New <new@acme.test>' 'Printer' "$proven"
like 'a new sender of the domain' "$(reads new@acme.test)" 'Guten Tag New, Sie gehören zu Acme'
TO=hilfe@example.org post 'eve@other.test' 'Imprimante'
like "else the desk's" "$(reads eve@other.test)" 'enregistré sous le numéro de dossier HIL-1'
post 'max@other.test' 'Printer'
like 'else English' "$(reads max@other.test)" 'Your mail has become case SUP-3'

# Of strangers, that of what they write; what is too short or in another language is none.
spanish='Hola, nuestra impresora de la segunda planta no imprime desde esta mañana. ¿Podrían echarle un vistazo, por favor?'
BODY=$spanish post 'Eva <eva@spain.test>' 'Impresora'
like 'the language of the first mail' "$(reads eva@spain.test)" 'Gracias por escribir'
silently
cm --now "$NOW" case set "$(stored "SELECT prefix || '-' || number FROM cases ORDER BY id DESC LIMIT 1")" \
	status='work in progress'
like 'and of the case from then on' "$(reads eva@spain.test)" 'El estado del caso'
like 'not for staff' "$(reads sam@staff.test)" 'has been opened|There is'

# The case of what is split off has the language of that, if it is sure, else of its author's latest.
spains=$(stored "SELECT prefix || '-' || number FROM cases ORDER BY id DESC LIMIT 1")
# split_off TEXT: Eva writes it, and Sam makes a case of it
split_off()
{
	TO=support+$(id_of "$spains" eva@spain.test)@example.org BODY=$1
	post 'Eva <eva@spain.test>' 'Re: Impresora'
	TO=support+$(id_of "$spains" sam@staff.test)@example.org
	BODY="#split $(stored "SELECT max(seq) FROM entry WHERE kind = 'comment'") Otra"
	post 'Sam <sam@staff.test>' 'Re: Impresora' "$proven"
}
split_off 'Guten Tag, außerdem bleibt seit gestern der Bildschirm im Besprechungszimmer dunkel. Können Sie bitte danach sehen?'
like 'what is split off is its first mail' "$(reads eva@spain.test)" 'Guten Tag.*hat .* eröffnet'
split_off 'Ok.'
like 'a word says nothing' "$(reads eva@spain.test)" 'Guten Tag'
ok 'by the command line, too' cm case split "$spains" 1 La primera
like 'in the language of the entry' "$(reads eva@spain.test)" 'Hola'
TO=hilfe@example.org BODY='お世話になっております。今朝から二階のプリンターで印刷ができません。ご確認をお願いいたします。' \
	post 'Taro <taro@japan.test>' 'Printer'
like 'Japanese' "$(reads taro@japan.test)" 'ケース HIL-[0-9]+ として受け付けました'
TO=hilfe@example.org BODY='Hallo, onze printer op de tweede verdieping print sinds vanochtend niet meer. Kunt u er naar kijken?' \
	post 'Jan <jan@dutch.test>' 'Printer'
like "Dutch is none: the desk's" "$(reads jan@dutch.test)" 'enregistré sous le numéro'
TO=hilfe@example.org BODY='Добрий день, наш принтер на другому поверсі з ранку не друкує. Подивіться, будь ласка, що з ним.' \
	post 'Oksana <oksana@ukraine.test>' 'Printer'
like 'Ukrainian is no Russian' "$(reads oksana@ukraine.test)" 'enregistré sous le numéro'
BODY=$spanish post 'Anna <anna@acme.test>' 'Impresora' "$proven"
like 'a known language goes first' "$(reads anna@acme.test)" 'Guten Tag Anna'

# Of whom staff forwards a mail, that of what is forwarded; what staff says above it is in no
# matter which.
# forwards ADDRESS TEXT
forwards()
{
	BODY="#for

Bonjour, cette dame a aussi appelé ce matin, merci de vous en occuper tout de suite.

---------- Forwarded message ---------
From: Carla <$1>
Date: Mon, Nov 16, 2026 at 9:00 AM
Subject: Printer
To: Sam Staff <sam@staff.test>

$2"
	post 'Sam Staff <sam@staff.test>' 'Fwd: Printer' "$proven"
}
forwards carla@spain.test "$spanish"
like 'of the forwarded text' "$(reads carla@spain.test)" 'Sam Staff ha abierto el caso'
forwards carl@other.test 'No funciona.

On Mon, Nov 16, 2026 at 8:00 AM Sam Staff wrote:
> Hello Carl, can you please tell us whether the printer of the second floor works again today?
> We have exchanged the cable that was broken.'
like 'not of what that quotes' "$(reads carl@other.test)" 'has opened case'
forwards carlos@acme.test "$spanish"
like 'an organisation goes first' "$(reads carlos@acme.test)" 'hat bei Example Support den Fall SUP-[0-9]+ eröffnet'
forwards jiro@acme.test "$spanish"
like 'and a person' "$(reads jiro@acme.test)" 'Sam Staff .*ケース'
BODY="#for cora@spain.test

Bonjour, cette dame a appelé ce matin, merci de vous en occuper tout de suite." \
	post 'Sam Staff <sam@staff.test>' 'Imprimante' "$proven"
like 'who forwards nothing says nothing of it' "$(reads cora@spain.test)" 'has opened case'

# Where a mail says too little, that of what the sender wrote before.
TO=support+bug@example.org BODY=' ' post 'Eva <eva@spain.test>' 'Formulario'
like 'a form' "$(reads eva@spain.test)" 'Impacto: \(obligatorio'
BODY='#help' post 'Eva <eva@spain.test>' 'x'
like 'help' "$(reads eva@spain.test)" 'Escriba a support@example.org'
BODY='Otra vez.' post 'Eva <eva@spain.test>' 'Impresora'
like 'a case' "$(reads eva@spain.test)" 'Gracias por escribir'
BODY='Good morning, the printer on the second floor has stopped printing again, and nobody here knows why.' \
	post 'Eva <eva@spain.test>' 'Printer'
like 'unless the mail says it' "$(reads eva@spain.test)" 'Thank you for writing'
BODY='#help' post 'Eva <eva@spain.test>' 'x'
like 'which then goes first' "$(reads eva@spain.test)" 'Write to support@example.org in your own words'
TO=hilfe@example.org BODY='#help' post 'nobody@other.test' 'x'
like "else the desk's" "$(reads nobody@other.test)" 'Écrivez à hilfe@example.org'

# What C says of commands, in the customer's language.
silently
SUBJECT="Re: $(id_of SUP-1 anna@acme.test)" BODY='#done today
#priority whatever
#share nobody
Danke' post 'Anna <anna@acme.test>' "Re: $(id_of SUP-1 anna@acme.test)" "$proven"
words=$(reads anna@acme.test)
like 'a command without value' "$words" '#done nimmt keinen Wert'
like 'a value that is none' "$words" '„whatever“ gibt es hier nicht \(Priorität\); möglich sind: '
like 'a name' "$words" 'der Name „nobody“ ist hier nicht bekannt'
like 'in brackets' "$words" '\(niemand wurde hinzugefügt\)'
silently
BODY='#priority hoch' post 'Anna <anna@acme.test>' "Re: $(id_of SUP-1 anna@acme.test)" "$proven"
words=$(reads anna@acme.test)
like 'what is asked of staff' "$words" 'Ihr Wunsch ist weitergegeben: Priorität Hoch'
silently
cm --now "$NOW" case set SUP-1 status='work in progress'
BODY='#history' post 'Anna <anna@acme.test>' "Re: $(id_of SUP-1 anna@acme.test)" "$proven"
like 'what has changed' "$(reads anna@acme.test)" 'Status: Neu → In Arbeit'

silently
BODY='#eta heute 18:00
#tag x' post 'Anna <anna@acme.test>' "Re: $(id_of SUP-1 anna@acme.test)" "$proven"
like 'commands of others, one by one' "$(reads anna@acme.test)" \
	'„#eta heute 18:00“ ist ein Befehl nur für Mitarbeiter\. „#tag x“ ist ein Befehl nur für Mitarbeiter\. Ihre Worte sind so angekommen'
silently
BODY='#eta heute 18:00' post 'Anna <anna@acme.test>' "Re: $(id_of SUP-1 anna@acme.test)"
like 'without proof, too' "$(reads anna@acme.test)" 'Eine Zeile Ihrer Mail sieht wie ein Befehl aus\. .* Ihre Worte'
silently
BODY='#erledgt' post 'Anna <anna@acme.test>' "Re: $(id_of SUP-1 anna@acme.test)" "$proven"
like 'a slip of a command' "$(reads anna@acme.test)" 'Falls Sie „#done“ meinten'

# A form to fill in, and what is read from it.
silently
BODY='#form emergency' post 'Anna <anna@acme.test>' 'Formular' "$proven"
words=$(reads anna@acme.test)
like 'a form' "$words" 'Risiko: \(Pflichtangabe; bitte eines auswählen; was in Gefahr ist\) \(1 Umsatz / 2 Sicherheit'
like 'what it is for' "$words" 'Umsatz, Sicherheit oder ein Go-live ist gerade in Gefahr'
silently
TO=support+emergency@example.org BODY='Risiko: Umsatz
Auswirkung:
(Pflichtangabe)
Beginn: gestern irgendwann' post 'Anna <anna@acme.test>' 'Notfall' "$proven"
words=$(reads anna@acme.test)
like 'what is missing' "$words" '1\. Auswirkung 2\. Beginn \(Bitte ein Datum mit Jahr und die Uhrzeit in UTC angeben'
like 'what was understood' "$words" 'Risiko: Umsatz \(Pflichtangabe'
unlike 'and nothing English' "$words" ' (the|you|your|required|Impact) '

# And what was understood, however it was filled in: for each reader in the own language.
silently
cm --now "$NOW" person set sam@staff.test language=ja
TO=support+emergency@example.org BODY='Risk: Revenue
Impact: All is down.
No order comes in.
Beginn: irgendwann' post 'Anna <anna@acme.test>' 'Notfall' "$proven"
like 'for staff' "$(reads sam@staff.test)" \
	'不足： 開始\)： リスク: 売上 影響: All is down\. No order comes in\. 開始: irgendwann \(年を含む日付'
TO=support+emergency@example.org BODY='Risk: Revenue
Impact: All is down.' post 'Anna <anna@acme.test>' 'Notfall' "$proven"
words=$(reads anna@acme.test)
like 'for the writer' "$words" 'Das haben wir Ihrem Formular entnommen: Risiko: Umsatz Auswirkung: All is down'
unlike 'who has said what is at risk' "$words" 'was gefährdet ist'
silently

# What is wrong with the commands of staff.
cm --now "$NOW" person set sam@staff.test language=de
# refused LINES LIKE
refused()
{
	BODY=$1 post 'Sam <sam@staff.test>' "Re: $(id_of SUP-1 sam@staff.test)" "$proven"
	like "to staff: $1" "$(reads sam@staff.test)" "$2"
}
refused '#send' 'in den letzten 7 Tagen kam keine Mail von Ihnen zurück'
refused '#merge SUP-1' 'SUP-1 kann nicht in sich selbst weitergehen'
refused 'Ein Satz.

#assign niemand' '„niemand“ arbeitet nicht für'
BODY='#send' post 'Sam <sam@staff.test>' "Re: $(id_of SUP-1 sam@staff.test)" "$proven"
like 'with its date' "$(reads sam@staff.test)" 'Der Text Ihrer Mail vom Sonntag, 22\. November 2026'
unlike 'and nothing English' "$(reads sam@staff.test)" ' (the|your|mail of) '
silently
cm --now "$NOW" person set sam@staff.test language=en

# A type by its title in any language.
# typed LINE: the type of the case that a form with this line opens
typed()
{
	BODY=$1 post 'Anna <anna@acme.test>' 'Bericht' "$proven"
	cm case show --json "$(ended | sed 's/.* //')" | json 'd["type"]'
}
for line in 'Typ: Fehler melden' 'Type: Fehler melden' 'Art: fehler-melden' '種類：不具合の報告'; do
	is "$line" "$(typed "$line
Auswirkung: alles steht")" bug
done
is 'an emergency' "$(typed 'Typ: Notfall
Risiko: Umsatz
Auswirkung: alles steht')" emergency
BODY='#form Fehler melden' post 'Anna <anna@acme.test>' 'Formular' "$proven"
like 'a form' "$(reads anna@acme.test)" 'Auswirkung: \('
BODY='#form serverinst' post 'Anna <anna@acme.test>' 'Formular' "$proven"
unlike 'by the beginning of a title' "$(reads anna@acme.test)" 'gibt es hier nicht'
done_testing
