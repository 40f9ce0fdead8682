# Service levels by --now and tick: warnings and alarms, each once, over weekends, holidays and
# jumps of the clock; the time stands still while the customer has the word; lists of what is late.
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
DTSTART;VALUE=DATE:20261130
SUMMARY:Saint Andrew
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
		warning = \"1 h\"
		severity \"High\" { first_answer = \"4 h\"; next_update = \"8 h\"; resolution = \"16 h\" }
		priority \"Urgent\" { first_answer = \"30 min\" }
	}
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'
cm org add 'Customer GmbH' tier=Gold >/dev/null
cm person add anna@customer.test name=Anna org='Customer GmbH' >/dev/null
cm person add lena@staff.test name='Lena Lead' role=staff desk=support lead=support >/dev/null

# set ATTRIBUTE=VALUE...
set_()
{
	cm --now "$NOW" case set "$case" "$@" >/dev/null || note "case set: exit status $?"
}

# opened TITLE TIME: sets $case
opened()
{
	NOW=$2
	post "$anna" "$1" "$proven"
	case=$(stored "SELECT 'SUP-' || max(number) FROM cases")
}

late()
{
	cm --now "$NOW" case list --late --json | json '" ".join(c["number"] for c in d) or "none"'
}

# Friday 2026-11-27, 15:00 in Berlin: two hours are left; Monday is a holiday.
opened 'Printer' 2026-11-27T14:00:00Z
set_ severity=High assignee=sam@staff.test
is 'due on Tuesday at eleven' "$(cm case show "$case" --json | json 'd["due"] + " " + d["due_for"]')" \
	'2026-12-01T10:00:00Z first answer'
tick 2026-12-01T08:59:00Z
is 'nothing happens before' "$(told)" nobody
tick 2026-12-01T09:00:00Z
is 'who works on it is warned' "$(told)" 'due sam@staff.test'
notice_to sam@staff.test
like 'of what and when' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')" \
	'The first answer in case SUP-1 is due: Tuesday, 2026-12-01 11:00 CET. Promised by service level Gold, for High'
like 'by a subject of its own' "$(tr -d '\n' <"$T/notice")" 'Subject: Due soon - SUP-1, Printer. CM[0-9A-Z]{18}'
tick 2026-12-01T09:30:00Z
is 'once' "$(told), $(late)" 'nobody, none'
tick 2026-12-01T10:00:00Z
is 'the lead is told that it is late' "$(told)" 'late lena@staff.test'
is 'and so is the list' "$(late)" SUP-1
tick 2026-12-01T10:00:01Z
is 'once' "$(told)" nobody
tick 2026-11-27T14:00:00Z
is 'not again if the clock goes back' "$(told)" nobody
tick 2026-12-01T10:30:00Z
is 'and forth' "$(told)" nobody
BODY='#list late'
post "$sam" 'list' "$proven"
notice_to sam@staff.test
like 'staff sees it in the list' "$("$TEST_LIB/mailtool" text "$T/notice")" 'SUP-1: Printer'
BODY='#list late'
post "$anna" 'list' "$proven"
notice_to anna@customer.test
unlike 'the customer does not' "$("$TEST_LIB/mailtool" text "$T/notice")" SUP-1
BODY='#info'
post "$sam" "Re: $(id_of "$case" sam@staff.test)" "$proven"
notice_to sam@staff.test
like '#info says so to staff' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')" \
	'Late: the first answer was due Tuesday, 2026-12-01 11:00 CET'
BODY='#info'
post "$anna" "Re: $(id_of "$case" anna@customer.test)" "$proven"
notice_to anna@customer.test
unlike 'to nobody else' "$("$TEST_LIB/mailtool" text "$T/notice")" 'Late|due'

# An answer ends that; then there has to be news.
echo 'We look at it.' | cm --now "$NOW" case reply "$case" >/dev/null
is 'an answer' "$(late)" none
set_ status='Information needed'
tick 2026-12-20T10:00:00Z
is 'the time stands still' "$(told | grep -c 'due\|late'), $(late)" '0, none'
NOW=2026-12-21T09:00:00Z
BODY='It is the blue one.'
post "$anna" "Re: $(id_of "$case" anna@customer.test)" "$proven"
tick 2026-12-22T08:00:00Z
is 'and goes on with the customer' "$(told)" 'due sam@staff.test'
tick 2026-12-22T09:00:00Z
is 'until there is news' "$(told)" 'late lena@staff.test'
echo 'The blue one it is.' | cm --now "$NOW" case reply "$case" >/dev/null
tick 2026-12-22T10:00:00Z
is 'which it is then' "$(told)" nobody
set_ status=Done
tick 2027-02-01T12:00:00Z
is 'nothing of what is closed' "$(told | grep -c 'due\|late'), $(late)" '0, none'

# A jump over both: the alarm alone. By the priority, as there is no severity.
opened 'Smoke' 2026-12-02T10:00:00Z
set_ priority=Urgent
tick 2026-12-03T09:00:00Z
is 'a jump leaves the alarm' "$(told)" 'late lena@staff.test'
is 'one entry says so' "$(stored "SELECT count(*) FROM entry WHERE kind LIKE 'first-answer-%'")" 3
tick 2026-12-03T09:00:00Z
is 'once' "$(told)" nobody
set_ status=Done

# A case of a team: its own lead is told, not the desk's other one.
cm person add tom@staff.test name='Tom Team' role=staff desk=support lead=support >/dev/null
cm person set tom@staff.test teams=Print
opened 'Toner' 2026-12-02T10:00:00Z
set_ priority=Urgent assignee=print
tick 2026-12-02T10:30:00Z
is "the lead of the case's team is told" "$(told)" 'late tom@staff.test'
set_ status=Done
opened 'Toner' 2026-12-02T12:00:00Z
set_ priority=Urgent
tick 2026-12-02T12:30:00Z
is 'of a case without one all leads' "$(told)" 'late lena@staff.test, late tom@staff.test'
set_ status=Done
cm person set tom@staff.test lead= teams=

# Who gets a contract later, has its level from then on.
cm org set 'Customer GmbH' tier= >/dev/null
opened 'Later' 2026-12-07T10:00:00Z
set_ severity=High
is 'no contract, nothing due' "$(cm case show "$case" --json | json 'd["due"]')" null
cm org set 'Customer GmbH' tier=gold >/dev/null
tick 2026-12-07T10:30:00Z
is 'a contract' "$(cm case show "$case" --json | json 'd["due"]')" 2026-12-07T14:00:00Z
tick 2026-12-24T10:30:00Z
is 'what is late for long is no news' "$(told), $(late)" "nobody, $case"

opened 'Gone' 2026-12-28T10:00:00Z
set_ severity=High
is 'something is promised' "$(cm case show "$case" --json | json 'd["due"]')" 2026-12-28T14:00:00Z
cm org remove 'Customer GmbH' >/dev/null
tick 2026-12-28T10:30:00Z
is 'nothing is once the customer is gone' "$(cm case show "$case" --json | json 'd["due"]')" null
tick 2026-12-28T14:00:00Z
is 'nor late' "$(told | grep -c 'due\|late'), $(late)" '0, none'

# The configuration.
wrong()
{
	{ cat "$DESK_CONF"; printf '%s\n' "$1"; } >"$T/wrong.conf"
	chmod 644 "$T/wrong.conf"
	as_user "$CASEMATE" -c "$T/wrong.conf" check 2>&1 | sed -n 's/.*wrong\.conf:[0-9]*: //p' | head -1
}
like 'hours' "$(wrong 'level "A" { tier = "A"; hours = "9-17"; severity "High" { first_answer = "1 h" } }')" \
	'"9-17" are no hours'
like 'none' "$(wrong 'level "A" { tier = "A"; severity "High" { first_answer = "1 h" } }')" 'nothing says when'
like 'a zone' "$(wrong 'level "A" { tier = "A"; hours = "always"; zone = "Berlin"; severity "High" { first_answer = "1 h" } }')" \
	'"Berlin" is no time zone'
like 'holidays' "$(wrong 'level "A" { tier = "A"; hours = "always"; holidays = "none.ics"; severity "High" { first_answer = "1 h" } }')" \
	'name a calendar that is there'
like 'a severity' "$(wrong 'level "A" { tier = "A"; hours = "always"; severity "Huge" { first_answer = "1 h" } }')" \
	'there is no severity "Huge"'
like 'days' "$(wrong 'level "A" { tier = "A"; hours = "always"; severity "High" { first_answer = "1 d" } }')" \
	'can.t be "1 d": write 1 min to 2000 h'
like 'the order' "$(wrong 'level "A" { tier = "A"; hours = "always"; severity "High" { first_answer = "2 h"; resolution = "1 h" } }')" \
	'the first answer is due behind the resolution'
like 'two of a tier' "$(wrong 'level "A" { tier = "Gold"; hours = "always"; severity "High" { first_answer = "2 h" } }')" \
	'level "Gold" is for this tier already'
done_testing
