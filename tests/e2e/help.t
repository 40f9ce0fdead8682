#!/bin/sh
# The help mail: short, and only what its reader may do.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
PROVEN='Authentication-Results: mx.example.org; dmarc=pass'

# help FROM: asks for it by an empty mail; its plain text, wrapped as on a screen, is $T/help
help()
{
	BODY=' '
	post "$1" Help "$PROVEN"
	is "$1 is answered" "$(told)" "help $1"
	notice_to "$1"
	"$PYTHON" -c 'import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(mail.get_body(("plain",)).get_content())' "$T/notice" >"$T/help"
	lines=$(sed '/^$/d' "$T/help" | wc -l)
	note "$lines lines"
	ok 'in at most 40 lines' [ "$lines" -le 40 ]
}

# speaker LANGUAGE SOLVED: a customer of that language is told what #done does by SOLVED
speaker()
{
	silently
	cm --now "$NOW" person add "$1@customer.test" name="Anna $1" language="$1"
	help "$1@customer.test"
	like "what commands do, in $1" "$(tr -s '\n ' ' ' <"$T/help")" "#done – $2"
}

post 'Anna <anna@customer.test>' Printer "$PROVEN"
help anna@customer.test
like 'a customer may complete a case' "$(cat "$T/help")" '#done'
unlike 'but set no status' "$(cat "$T/help")" '#status'
unlike 'nothing in it is for staff' "$(tr -s '\n ' ' ' <"$T/help")" 'of staff|unassigned|raw'
help sam@staff.test
like 'staff may set one' "$(cat "$T/help")" '#status STATUS'
like 'of these' "$(cat "$T/help")" 'Status: New, Information needed'
help stranger@elsewhere.test
unlike 'a stranger completes nothing' "$(cat "$T/help")" '#done'
speaker de 'das Problem ist gelöst'
speaker es 'está resuelto'
speaker fr 'c’est résolu'
speaker ja '解決した'
speaker ru 'вопрос решён'
PROVEN='X-Mailer: none'
help unknown@elsewhere.test
like 'without proof its subject is as ever' "$(grep '^Subject' "$T/notice")" '^Subject: Help - Example Support'
BODY='#help
#info'
post anna@customer.test Help
notice_to anna@customer.test
like 'and so is that of a list with it' "$(grep '^Subject' "$T/notice")" '^Subject: List of cases - Example Support'
done_testing
