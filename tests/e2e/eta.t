# ETAs by --now and tick: each is an event for calendars that moves with it and goes with it, and
# who works on the case is warned on the working day before and on the day, each once, over
# weekends, holidays, deaths and jumps of the clock.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

cat >"$T/holidays.ics" <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Holidays//EN
BEGIN:VEVENT
UID:holiday-1@example.org
DTSTART;VALUE=DATE:20261218
SUMMARY:Bridge
END:VEVENT
END:VCALENDAR
ICS
chmod 644 "$T/holidays.ics"
desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	level \"Gold\" {
		tier = \"Gold\"
		hours = \"Mon-Fri 09:00-17:00\"
		zone = \"Europe/Berlin\"
		holidays = \"$T/holidays.ics\"
		severity \"High\" { first_answer = \"4 h\" }
	}
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>' carl='Carl <carl@plain.test>'
cm org add 'Customer GmbH' tier=Gold >/dev/null
cm person add anna@customer.test name=Anna org='Customer GmbH' >/dev/null
cm person add lena@staff.test name='Lena Lead' role=staff desk=support lead=support >/dev/null

# set_ ATTRIBUTE=VALUE...
set_()
{
	silently
	cm --now "$NOW" case set "$case" "$@" >/dev/null || note "case set: exit status $?"
}

# opened FROM TITLE TIME: sets $case
opened()
{
	NOW=$3
	post "$1" "$2" "$proven"
	case=$(stored "SELECT 'SUP-' || max(number) FROM cases")
	set_ assignee=sam@staff.test
}

# due: of what was told, the warnings
due()
{
	told | tr ',' '\n' | sed -n 's/^ *\(due .*\)/\1/p' | paste -sd ' '
}

# event ADDRESS [LINE...]: of the last notice to it the calendar: how many, method of the part, and
# these lines of it
event()
{
	notice_to "$1"
	shift
	"$PYTHON" - "$T/notice" "$@" <<'PY'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
parts = [p for p in mail.walk() if p.get_content_type() == 'text/calendar']
lines = []
for part in parts:
    text = part.get_content()
    assert text.count('\r\n') == text.count('\n') or '\r' not in text
    lines = text.replace('\r\n ', '').replace('\n ', '').splitlines()
wanted = sys.argv[2:]
print(len(parts), *[p.get_param('method') for p in parts],
      *[l for l in lines if l.replace(';', ':').split(':')[0] in wanted])
PY
}

# The event: a day, a time, none, and another.
opened "$anna" 'Paper, 3; "A4"' 2026-12-10T10:00:00Z
set_ eta=2026-12-15
is 'who is told' "$(told)" 'eta anna@customer.test'
is 'a day' "$(event anna@customer.test METHOD UID SEQUENCE DTSTART DTEND STATUS)" \
	"1 PUBLISH METHOD:PUBLISH DTSTART;VALUE=DATE:20261215 DTEND;VALUE=DATE:20261216 UID:$case.eta@example.org SEQUENCE:0 STATUS:CONFIRMED"
is 'what it says' "$(event anna@customer.test SUMMARY ORGANIZER TRANSP DTSTAMP)" \
	'1 PUBLISH DTSTAMP:20261210T100000Z SUMMARY:SUP-1: Paper\, 3\; "A4" ORGANIZER:mailto:support@example.org TRANSP:TRANSPARENT'
like 'by its own subject' "$(tr -d '\r\n' <"$T/notice")" \
	'Subject: Case ETA Update - Case ID: SUP-1 - Customer: Customer GmbH - ETA: 2026-12-15\. '
set_ 'eta=2026-12-15 23:50 UTC'
is 'a time' "$(event anna@customer.test UID SEQUENCE DTSTART DTEND STATUS)" \
	"1 PUBLISH DTSTART:20261215T235000Z DTEND:20261216T000500Z UID:$case.eta@example.org SEQUENCE:1 STATUS:CONFIRMED"
set_ 'eta=2026-12-15 23:50 UTC'
is 'the same again is no change' "$(told)" nobody
set_ eta=none
is 'none' "$(event anna@customer.test METHOD UID SEQUENCE DTSTART DTEND STATUS)" \
	"1 CANCEL METHOD:CANCEL DTSTART:20261215T235000Z DTEND:20261216T000500Z UID:$case.eta@example.org SEQUENCE:2 STATUS:CANCELLED"
TO=support+$(id_of "$case" sam@staff.test)@example.org BODY='We are nearly there.

#eta 2026-12-14
#share fred@customer.test'
post "$sam" 'Re: Paper' "$proven"
is 'and again, by mail' "$(event anna@customer.test DTSTART UID SEQUENCE)" \
	"1 PUBLISH DTSTART;VALUE=DATE:20261214 UID:$case.eta@example.org SEQUENCE:3"
is 'not with what staff gets' "$(event sam@staff.test UID)" 0
set_ status='Work in progress'
is 'nor with what else is told' "$(event anna@customer.test UID)" 0
set_ status=Pending eta='2026-12-21'
is 'with a receipt, where that goes first' "$(told | sed 's/, .*//') $(event anna@customer.test SEQUENCE)" \
	'receipt anna@customer.test 1 PUBLISH SEQUENCE:4'
is 'all on the side of the customer have it' "$(event fred@customer.test UID SEQUENCE)" \
	"1 PUBLISH UID:$case.eta@example.org SEQUENCE:4"

# 2026-12-21 is a Monday; the Friday before is a holiday: Thursday at nine in Berlin.
tick 2026-12-17T07:59:00Z
is 'nothing before' "$(due)" ''
tick 2026-12-17T08:00:00Z
is 'who works on it is warned on the working day before' "$(due)" 'due sam@staff.test'
notice_to sam@staff.test
like 'by a subject of its own' "$(tr -d '\n' <"$T/notice")" 'Subject: Due soon - SUP-1, Paper'
words=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
like 'which says what and when' "$words" 'The ETA in case SUP-1 is due: Monday, 2026-12-21\.'
unlike 'and nothing of a level' "$words" 'service level'
tick 2026-12-17T08:00:01Z
is 'once' "$(due)" ''
tick 2026-12-20T12:00:00Z
is 'nor on the weekend' "$(due)" ''
tick 2026-12-21T07:59:00Z
is 'nor in the night' "$(due)" ''
tick 2026-12-21T08:00:00Z
is 'on the day' "$(due)" 'due sam@staff.test'
silently
for n in 1 2 3 4 5 6; do
	cm --now "$NOW" tick >>"$DESK/log" 2>&1 &
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
done
tick 2026-12-21T09:00:00Z
is 'once' "$(due)" ''
tick 2026-12-16T00:00:00Z
is 'also if the clock goes back' "$(due)" ''
tick 2026-12-22T09:00:00Z
is 'and forth' "$(due)" ''
is 'a passed one is late' "$(cm --now "$NOW" case list --late --json | json '[c["number"] for c in d]')" '["SUP-1"]'

# Another date is another promise, unless it is set on the very day.
set_ eta=2026-12-29
tick 2026-12-28T08:00:00Z
is 'a new date warns anew' "$(due)" 'due sam@staff.test'
NOW=2026-12-29T10:00:00Z
set_ 'eta=2026-12-29 17:00 UTC'
tick 2026-12-29T12:00:00Z
is 'whoever sets it on the day is not warned of it' "$(due)" ''
set_ eta=2027-01-05
set_ eta=none
tick 2027-01-05T12:00:00Z
is 'none, no warning' "$(due)" ''
set_ eta=2027-01-12
set_ status=Done
tick 2027-01-12T12:00:00Z
is 'nor of a closed case' "$(due)" ''

# Without a level: office hours in UTC. Nobody works on it: all hear of it.
NOW=2027-02-01T10:00:00Z
post "$carl" 'Toner' "$proven"
case=$(stored "SELECT 'SUP-' || max(number) FROM cases")
set_ eta=2027-02-08
tick 2027-02-05T08:59:00Z
is 'nothing before nine' "$(due)" ''
tick 2027-02-05T09:00:00Z
is 'nobody works on it: all of the desk' "$(due)" 'due lena@staff.test due sam@staff.test'
set_ assignee=lena@staff.test
tick 2027-02-08T09:00:00Z
is 'then who does' "$(due)" 'due lena@staff.test'
# A stop over both: one warning, and none long after.
set_ eta=2027-02-15
tick 2027-02-15T15:00:00Z
is 'of two that were missed the last' "$(due)" 'due lena@staff.test'
set_ eta=2027-03-01
tick 2027-04-01T15:00:00Z
is 'none of what is long over' "$(due)" ''
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
