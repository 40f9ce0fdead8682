# After a case is closed: thanks that open nothing, answers that do, late ones that become cases of
# their own, and the request for a rating, once more and no oftener; what the report makes of it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>'

status()
{
	cm case show --json "$1" | json 'd["status"]'
}

at()
{
	NOW=$(date -u -d "2026-11-22 + $1 days" +%Y-%m-%d)T${2:-05:00:00}Z
}

# closed TITLE: a case that is done on the day; sets $case and $one
closed()
{
	post "$anna" "$1" "$proven"
	case=$(stored "SELECT 'SUP-' || max(number) FROM cases")
	one=$(id_of "$case" anna@customer.test)
	cm --now "$NOW" case set "$case" status=Done
}

# says TEXT: Anna answers the case
answers()
{
	BODY=$1
	shift
	post "$anna" "Re: $one" "$@"
}

closed 'Stripes'
answers 'Thanks a lot, it works now!

Kind regards
Anna'
is 'thanks are kept and wake nobody' "$(ended); $(told); $(status "$case")" "entry $case; nobody; Done"
is 'as a comment' "$(cm case show --json "$case" | json 'd["entries"][-1]["kind"]')" comment
answers 'Danke, aber die Streifen sind wieder da.'
is 'thanks with more open it' "$(ended); $(told); $(status "$case")" \
	"entry $case; receipt anna@customer.test, comment sam@staff.test; Reopen"
answers 'Thank you.'
is 'in an open case they are told' "$(told)" 'comment sam@staff.test'
cm --now "$NOW" case set "$case" status=Done

BODY='Very good'
post "$anna" "Re: $one" "$proven"
is 'praise that answers no request opens nothing' "$(ended); $(told); $(status "$case")" \
	"entry $case; comment sam@staff.test; Done"
BODY='1 (sehr gut)'
post "$anna" "Re: $one" "$proven" "In-Reply-To: <$(stored "SELECT message_id FROM outbox WHERE recipient = 'anna@customer.test' ORDER BY id DESC LIMIT 1")>"
is 'a digit and a word that differ rate nothing, and open nothing' \
	"$(ended); $(status "$case"); $(cm case show --json "$case" | json 'd["rating"]')" \
	"entry $case; Done; null"

# For 30 days an answer opens it again; then it is a case of its own.
at 30
answers 'Stripes again.'
is 'the last day' "$(ended); $(status "$case")" "entry $case; Reopen"
cm --now "$NOW" case set "$case" status=Done
at 61
answers 'Thank you!'
is 'thanks stay thanks' "$(ended); $(told)" "entry $case; nobody"
answers 'Now they are green.' "$proven"
is 'later it is another one' "$(ended); $(told); $(status "$case")" \
	'case SUP-2; receipt anna@customer.test, comment sam@staff.test; Done'
is 'by the old title, linked' "$(cm case show --json SUP-2 | json \
	'd["title"] + " " + d["links"][0]["number"]')" 'Stripes SUP-1'
is 'in both' "$(cm case show --json SUP-1 | json 'd["links"][0]["number"]')" SUP-2
is 'with what is new' "$(cm case show --json SUP-2 | json 'd["entries"][0]["text"]')" 'Now they are green.'
like 'the receipt says so' "$(words_to anna@customer.test)" \
	'Your mail answers case SUP-1, which has been closed for more than 30 days. So it has become a new case'
like 'staff reads it, too' "$(words_to sam@staff.test)" 'It answers case SUP-1, which has been closed'
answers 'Still.'
like 'without proof the same' "$(ended)" '^case SUP-3'
unlike 'but nothing of it' "$(words_to anna@customer.test)" 'Still|Stripes'
answers 'Out of office' 'Auto-Submitted: auto-replied'
is 'a robot opens nothing' "$(ended)" 'entry machine mail'
TO=support+$one.reopen@example.org BODY=' '
post "$anna" ''
is 'who says reopen means it' "$(ended); $(status "$case")" "answered $case; Reopen"

# The rating: with the receipt, and once more after seven days.
at 100
closed 'Rated'
like 'the receipt asks in words' "$(words_to anna@customer.test)" \
	"\\* 5 \\(very good\\): .*\\* 4 \\(good\\): .*\\* 3 \\(fair\\): .*\\* 2 \\(poor\\): .*\\* 1 \\(bad\\): support\\+$one.r1@"
rated=$case rated_id=$one
closed 'Not rated'
at 106 23:59:00
tick
is 'nothing for seven days' "$(told)" nobody
BODY='Quick and kind.' TO=support+$rated_id.r4@example.org
post "$anna" ''
like 'a rating with a comment' "$(ended)" "^entry $rated"
is 'which staff sees' "$(cm case show --json "$rated" | json 'd["rating"], d["entries"][-2]["text"]')" \
	'[4, "Quick and kind."]'
BODY='#share ben@customer.test' TO=support+$rated_id@example.org
post "$anna" '' "$proven"
BODY='Worse than I thought.' TO=support+$rated_id.r2@example.org
post "$anna" '' "$proven"
like 'who follows gets the words' "$(says_to ben@customer.test)" 'Worse than I thought'
unlike 'but no rating' "$(says_to ben@customer.test)" 'Rating'
BODY=' ' TO=support+$rated_id.r4@example.org
post "$anna" '' "$proven"
at 107
tick
is 'who has not rated is asked once more' "$(told)" 'reminder anna@customer.test'
like 'with a place to answer' "$(words_to anna@customer.test)" "How did we do\\?.*support\\+$one.r5@"
like 'about that case' "$(grep -i '^X-Case-ID' "$T/notice")" "$case"
BODY=5
post "$anna" "Re: Reminder - $case. $one" "In-Reply-To: <$(stored "SELECT message_id FROM outbox ORDER BY id DESC LIMIT 1")>"
is 'a digit answers it' "$(ended); $(cm case show --json "$case" | json 'd["rating"]')" "answered $case; 5"
BODY=2
post "$anna" "Re: Reminder - $case. $one" "In-Reply-To: <$(stored "SELECT message_id FROM outbox WHERE kind = 'reminder' ORDER BY id DESC LIMIT 1")>"
is 'the last one counts' "$(cm case show --json "$case" | json 'd["rating"]')" 2
at 300
tick
is 'nobody is asked a third time' "$(told)" nobody
at 310
closed 'Long ago'
at 400
tick
is 'nor long afterwards' "$(told)" nobody

# The report.
is 'by month' "$(cm report rating | tr -s ' ')" "$(cat <<'TABLE'
month asked rated mean 5 4 3 2 1
2027-03 2 2 3.00 0 1 0 1 0
2027-09 1 0 0 0 0 0 0
all 3 2 3.00 0 1 0 1 0
TABLE
)"
is 'by desk, since' "$(cm report rating --json --by desk --since 2027-09-01 | json \
	'[(g["desk"], g["asked"], g["rated"]) for g in d]')" '[["support", 1, 0], ["all", 1, 0]]'
is 'until' "$(cm report rating --json --until 2027-03-02 | json 'd[-1]["asked"]')" 0
says 2 '--by takes month, desk, type, assignee or customer, not "moon"' report rating --by moon
says 2 '"soon" is not a time; .*' report rating --since soon
ok 'every mail is accounted for' cm audit
done_testing
