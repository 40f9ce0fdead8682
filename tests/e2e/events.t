#!/bin/sh
# Planned events: what customers announce by the dates of their forms makes a calendar, and staff is
# reminded on the working day before and on the day, each once, also when the dates change.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

# announced TIME BEGIN END: opens a case of a go-live
announced()
{
	NOW=$1
	TO=support+golive@example.org BODY="Project: Shop France
Start: $2
End: $3
Contact: lead@customer.test"
	post "$anna" 'We go live' "$proven"
}

# moved TIME BEGIN: staff asks for the dates again, the customer writes others
moved()
{
	NOW=$1
	TO=support+$(id_of SUP-1 sam@staff.test)@example.org BODY='#ask Start'
	post "$sam" 'Re: We go live' "$proven"
	TO=support+$(id_of SUP-1 anna@customer.test)@example.org BODY="Start: $2"
	post "$anna" 'Re: We go live' "$proven"
}

# fill TEXT: answers what the last case asks for; shown: its status, begin and end
fill()
{
	last=$(ended | sed 's/.* //')
	TO=support+$(id_of "$last" anna@customer.test)@example.org BODY=$1
	post "$anna" 'Re: We go live' "$proven"
}
shown()
{
	cm case show --json "$(ended | sed 's/.* //')" |
		json '"%s %s %s" % (d["status"], d["fields"].get("Start"), d["fields"].get("End"))'
}

# due: of what was told, the reminders
due() { told | tr ',' '\n' | sed -n 's/^ *\(due .*\)/\1/p' | paste -sd ' '; }

# said: what the last notice to Sam says
said()
{
	says_to sam@staff.test
}

calendar() { cm --now "$NOW" report calendar "$@"; }
events() { calendar --json "$@" | json '" | ".join(e["number"] + " " + e["begin"] + " to " + str(e["end"]) for e in d)'; }

# Tuesday; the go-live is on Monday.
announced 2026-12-01T10:00:00Z '2026-12-07 06:00' '2026-12-07 12:00'
is 'in the calendar' "$(events)" 'SUP-1 2026-12-07 06:00 UTC to 2026-12-07 12:00 UTC'
like 'for people' "$(calendar)" '^2026-12-07 06:00 UTC +2026-12-07 12:00 UTC +SUP-1 +golive +'
calendar --ics | tr -d '\r' >"$T/calendar"
for line in METHOD:PUBLISH DTSTART:20261207T060000Z DTEND:20261207T120000Z \
	UID:SUP-1.event@example.org DTSTAMP:20261201T100000Z TRANSP:TRANSPARENT; do
	ok "for calendars: $line" grep -qx "$line" "$T/calendar"
done
like 'what it is' "$(cat "$T/calendar")" '^SUMMARY:SUP-1: '
is 'not after it' "$(events --since 2026-12-08)" ''
is 'nor before it' "$(events --until 2026-12-07)" ''
is 'but from its day on' "$(events --since 2026-12-07 --until 2026-12-08)" \
	'SUP-1 2026-12-07 06:00 UTC to 2026-12-07 12:00 UTC'

tick 2026-12-04T08:59:00Z
is 'not before work begins' "$(due)" ''
tick 2026-12-04T09:00:00Z
is 'told on the working day before' "$(due)" 'due sam@staff.test'
like 'when it is' "$(said)" 'The event that case SUP-1 announces begins Monday, 2026-12-07 06:00 UTC, and lasts until Monday, 2026-12-07 12:00 UTC\.'
tick 2026-12-04T12:00:00Z
is 'once' "$(due)" ''
moved 2026-12-04T13:00:00Z '2026-12-09 20:00'
is 'another date' "$(events)" 'SUP-1 2026-12-09 20:00 UTC to None'
tick 2026-12-07T09:30:00Z
is 'is not told on the old day' "$(due)" ''
tick 2026-12-08T09:00:00Z
is 'but on the day before the new one' "$(due)" 'due sam@staff.test'
tick 2026-12-09T09:00:00Z
is 'and on the day' "$(due)" 'due sam@staff.test'
like 'saying so' "$(said)" 'begins today: Wednesday, 2026-12-09 20:00 UTC\.'
tick 2026-12-09T09:00:01Z
is 'once, too' "$(due)" ''
moved 2026-12-09T10:00:00Z '2026-12-09 22:00'
is 'a change on the day is told at once' "$(due)" 'due sam@staff.test'
tick 2026-12-09T10:01:00Z
is 'and not again' "$(due)" ''
is 'each in the history' "$(cm case show --json SUP-1 | json '", ".join(e["kind"] + " " + e["text"][17:]
	for e in d["entries"] if e["kind"].startswith("event-"))')" \
	'event-eve 2026-12-07 06:00 UTC, event-eve 2026-12-09 20:00 UTC, event-day 2026-12-09 20:00 UTC, event-day 2026-12-09 22:00 UTC'
is 'nothing to the customer' "$(told | grep -c anna)" 0

# A case that is closed, and one that comes on the day.
announced 2026-12-10T10:00:00Z 2026-12-17 2026-12-18
is 'whole days' "$(calendar --ics | tr -d '\r' | grep -E '^DT(START|END)' | paste -sd ' ')" \
	'DTSTART;VALUE=DATE:20261217 DTEND;VALUE=DATE:20261219'
cm --now 2026-12-10T11:00:00Z case set SUP-2 status=Done
tick 2026-12-17T10:00:00Z
is 'no word of what is closed' "$(due)" ''
announced 2026-12-17T11:00:00Z '2026-12-17 15:00' '2026-12-17 18:00'
tick 2026-12-17T11:01:00Z
is 'nor of what staff has just heard' "$(due)" ''
# The gateway was down: too late for the eve, not for the day.
announced 2026-12-17T12:00:00Z 2026-12-22 2026-12-23
tick 2026-12-23T10:00:00Z
is 'late, while it lasts' "$(due)" 'due sam@staff.test'
announced 2026-12-23T12:00:00Z 2026-12-29 2026-12-29
tick 2027-01-05T10:00:00Z
is 'and never once it is over' "$(due)" ''
# What can't be is asked for again.
announced 2026-11-22T05:00:00Z '2026-12-07 06:00' '2026-12-07 05:00'
like 'an end before the beginning' "$(says_to anna@customer.test | tr '\n' ' ')" \
	'1\. End \(It would end before it begins; write when it will end\.\)'
is 'which isn.t taken' "$(shown)" 'Information needed 2026-12-07 06:00 UTC None'
fill 'End: 2026-12-06'
is 'nor in the answer' "$(shown)" 'Information needed 2026-12-07 06:00 UTC None'
fill 'End: 2026-12-07'
is 'until it fits' "$(shown)" 'Work in progress 2026-12-07 06:00 UTC 2026-12-07'
announced 2026-11-22T05:00:00Z '2025-12-07 06:00' ''
like 'a beginning that is over' "$(says_to anna@customer.test | tr '\n' ' ')" \
	'1\. Start \(This date is over; write when it will begin\.\)'
fill 'Start: 2026-12-07
End: 2026-12-06'
is 'of two dates the end is asked for' "$(shown)" 'Information needed 2026-12-07 None'
fill '2026-12-08'
is 'by its value alone' "$(shown)" 'Work in progress 2026-12-07 2026-12-08'
TO=support+$(id_of "$(ended | sed 's/.* //')" sam@staff.test)@example.org BODY='#ask Start'
post "$sam" 'Re: We go live' "$proven"
fill 'Start: 2026-12-10'
like 'a beginning behind the known end asks for another one' "$(says_to anna@customer.test | tr '\n' ' ')" \
	'1\. End \(It would end before it begins; write when it will end\.\)'
fill 'End: 2026-12-11'
is 'which fits' "$(shown)" 'Work in progress 2026-12-10 2026-12-11'
announced 2026-11-22T05:00:00Z '2026-11-21 18:00' ''
is 'what has just begun' "$(cm case show --json "$(ended | sed 's/.* //')" | json 'd["status"]')" New

# A field says no more when it begins: what was to come is derived anew, and so when it says so again.
announced 2027-02-01T10:00:00Z 2027-02-11 2027-02-12
coming()
{
	tick
	stored "SELECT coalesce(group_concat(kind, ' '), 'nothing') FROM (SELECT kind FROM clock WHERE
		kind LIKE 'event-%' ORDER BY kind)"
}
is 'there is something to come' "$(coming)" 'event-day event-eve'
user_folder "$DESK/types"
sed 's/effect = \(begin\|end\)//' "$CASEMATE_TREE/filters/types/20-golive.conf" >"$DESK/types/20-golive.conf"
chmod 644 "$DESK/types/20-golive.conf"
sed -i '1i types = "types"' "$DESK_CONF"
is 'another type of case' "$(coming)" nothing
rm "$DESK/types/20-golive.conf"
is 'and the one before' "$(coming)" 'event-day event-eve'
like 'no JSON of a calendar' "$(calendar --ics --json 2>&1)" 'which is no JSON'
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
