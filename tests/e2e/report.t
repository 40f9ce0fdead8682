# The page of figures, and the report of the week by mail: to the leads, once a week, of one desk.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

DESK_WEEKLY=yes
desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" {
		address = \"sales@example.org\"
		weekly_report = no
	}
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'
cm person add lea@staff.test name=Lea role=staff desk=support lead=support
cm person add sally@staff.test name=Sally role=staff desk=sales

# weekly: recipients and titles of the reports so far
weekly()
{
	stored "SELECT recipient || ' ' || subject FROM outbox WHERE kind = 'weekly' ORDER BY id"
}

tick 2026-11-15T12:00:00Z
tick 2026-11-16T07:00:00Z
is 'of a week without anything there is no report' "$(weekly)" ''

NOW=2026-11-17T09:00:00Z
post "$anna" 'Printer <on> fire & more' "$proven"
post 'Carl <carl@else.test>' 'Scanner'
TO=sales@example.org
post "$anna" 'An offer'
NOW=2026-11-17T11:00:00Z
cm --now "$NOW" case reply SUP-1 'We come.' --as sam@staff.test
NOW=2026-11-19T09:00:00Z
cm --now "$NOW" case set SUP-1 status=Done
cm --now "$NOW" case set SUP-2 eta=2026-11-20

# --- the page
cm --now 2026-11-22T12:00:00Z report --since 2026-11-16 --desk support --output "$DESK/page.html"
is 'the page is written' $? 0
page=$(tr "\n" " " <"$DESK/page.html")
like 'it is a page' "$page" '^<!DOCTYPE html>.*</html> $'
unlike 'that loads nothing' "$page" '(src|href|url|@import)[=( ]'
like 'with what was opened' "$page" '<dt>opened</dt><dd>2</dd>'
like 'and closed' "$page" '<dt>closed</dt><dd>1</dd>'
like 'the time to the first answer' "$page" '<dd>2 h</dd>'
like 'what is late' "$page" 'SUP-2.*Scanner.*2026-11-20'
unlike 'nothing of another desk' "$page" SAL-
# counted SINCE: closed and open ones
counted()
{
	cm --now 2026-11-22T12:00:00Z report --since "$1" --desk support | tr "\n" " " |
		grep -Eo '<dt>(opened|closed|open now)</dt><dd>[0-9]+' | sed 's/<[^>]*>/ /g' | tr -s ' \n' ' '
}
is 'what was opened before, and closed then' "$(counted 2026-11-18)" ' opened 0 closed 1 open now 1 '
is 'or long before' "$(counted 2026-11-20)" ' opened 0 closed 0 open now 1 '
is 'without a file it goes to a pipe' "$(cm --now 2026-11-22T12:00:00Z report --since 2026-11-16 --desk support | tr "\n" " ")" "$page"
like 'of all desks' "$(cm --now 2026-11-22T12:00:00Z report)" '<dt>opened</dt><dd>3</dd>'
cm org add 'Smith & <Sons>' domains=smith.test
NOW=2026-11-21T09:00:00Z
post 'Mal <mal@smith.test>' '<script>alert(1)</script>'
cm --now "$NOW" case set SUP-3 eta=2026-11-21
unlike 'what people write is no markup' "$(cm --now 2026-11-22T12:00:00Z report)" '<script>|<Sons>'
like 'an unknown desk' "$(cm report --desk x 2>&1)" 'there is no desk "x"'
like 'the wrong way round' "$(cm report --since 2026-11-10 --until 2026-11-01 2>&1)" '--since has to be before --until'
like 'no day' "$(cm report --since soon 2>&1)" 'soon'
like 'no such folder' "$(cm report --output "$T/none/page" 2>&1)" 'none/page'
like 'a terminal' "$(as_user script -qec "$CASEMATE -c $DESK_CONF report" /dev/null </dev/null 2>&1)" 'send it to a file'

# --- by mail
tick 2026-11-23T06:59:59Z
is 'before its time nothing is sent' "$(weekly)" ''
tick 2026-11-23T07:00:00Z
is 'the lead gets the week' "$(weekly)" \
	'lea@staff.test Weekly report - Example Support, 2026-11-16 to 2026-11-22'
cm queue show "$(stored "SELECT id FROM outbox WHERE kind = 'weekly'")" >"$T/notice"
text=$("$TEST_LIB/mailtool" text "$T/notice" | tr "\n" " ")
like 'with the figures' "$text" '3 opened.*1 closed.*2 open now.*2 late now.*2 h to the first answer'
like 'of any number' "$text" '0 held \(mail\) 0 in quarantine \(mail\)'
like 'and what is late' "$text" 'SUP-2  2026-11-20'
unlike 'nothing of another desk' "$text" 'offer'
tick 2026-11-23T07:00:00Z
tick 2026-11-24T12:00:00Z
is 'once' "$(weekly | wc -l)" 1
tick 2026-11-30T08:00:00Z
is 'the next week again' "$(weekly | wc -l)" 2
tick 2026-12-23T08:00:00Z
is 'after a long stop the last week alone' "$(weekly | tail -n +3)" \
	'lea@staff.test Weekly report - Example Support, 2026-12-14 to 2026-12-20'

# Nobody leads: all of the staff.
cm person set lea@staff.test lead=
tick 2026-12-28T07:00:00Z
is 'without a lead the staff gets it' "$(weekly | tail -n +4 | cut -d ' ' -f 1 | sort | tr '\n' ' ')" \
	"$(stored "SELECT a.address FROM address a JOIN person_desk d ON d.person = a.person WHERE d.desk = 'support' AND a.is_main ORDER BY 1" | tr '\n' ' ')"
ok 'every mail is accounted for' cm --now 2026-12-28T07:00:00Z audit
done_testing
