# One event, one notice per person: who is told what, under which subject, and what it holds.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

user_folder "$DESK" "$DESK/rules"
cat >"$DESK/rules/50-change.conf" <<-END
	rule "changes" {
		subject = '^please change'
		type = "change"
	}
END
desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	rules = \"rules\"
	desk \"sales\" {
		title = \"Example Sales\"
		address = \"sales@example.org\"
		internal = \"sales-staff@example.org\"
		prefix = \"SAL\"
	}
	"
cm check --offline >"$T/check" || bail_out "the desk is broken: $(cat "$T/check")"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'
cm person add tina@staff.test name=Tina role=staff desk=support

# joins NUMBER ROLE ADDRESS...: makes people part of a case
joins()
{
	joins_case="(SELECT id FROM cases WHERE prefix || '-' || number = '$1')" joins_role=$2
	shift 2
	for joins_who; do
		cm person add "$joins_who"
		stored "INSERT INTO participant (case_id, person, role, tracking_id, added_ms)
			SELECT $joins_case, person, '$joins_role', 'CM' || printf('%018d', person), 0
			FROM address WHERE address = '$joins_who'"
	done
}

# tells DESCRIPTION WANTED COMMAND...: whom a command to the case of the desk tells
tells()
{
	tells_what=$1 tells_wanted=$2
	shift 2
	silently
	cm --now "$NOW" case "$@" >"$T/said" 2>&1 || note "case $*: $(cat "$T/said")"
	is "$tells_what" "$(told)" "$tells_wanted"
}

# mails DESCRIPTION WANTED FROM SUBJECT [FIELD...]: whom a mail tells
mails()
{
	mails_what=$1 mails_wanted=$2
	shift 2
	post "$@"
	is "$mails_what" "$(told)" "$mails_wanted"
}

# all KIND: that kind to all customers
all()
{
	echo "$1 anna@customer.test, $1 cora@customer.test, $1 fred@customer.test"
}
staff='comment sam@staff.test, comment tina@staff.test'

# subject_to ADDRESS: of the last notice to it, IDs replaced
subject_to()
{
	stored "SELECT subject FROM outbox WHERE recipient = '$1' ORDER BY id DESC LIMIT 1" |
		sed -E 's/CM[0-9A-Z]{18}$/ID/'
}
about='Case ID: SUP-1 - Customer: anna@customer.test'

mails 'opening: the reporter and staff' "receipt anna@customer.test, $staff" "$anna" Printer
is 'Case Receipt' "$(subject_to anna@customer.test)" "Case Receipt - $about - Status: New. ID"
is 'Case Comment Notification' "$(subject_to sam@staff.test)" \
	"Case Comment Notification - $about - Status: New ID"
joins SUP-1 contact cora@customer.test
joins SUP-1 follower fred@customer.test
one=$(id_of SUP-1 anna@customer.test) his=$(id_of SUP-1 sam@staff.test)

tells 'status' "$(all receipt)" set SUP-1 status='Information needed'
is 'its subject' "$(subject_to fred@customer.test)" \
	"Case Receipt - $about - Status: Information needed. ID"
tells 'the same status again' nobody set SUP-1 status='information NEEDED'
tells 'ETA' "$(all eta)" set SUP-1 eta=2026-12-01
is 'Case ETA Update' "$(subject_to anna@customer.test)" "Case ETA Update - $about - ETA: 2026-12-01. ID"
tells 'the same ETA' nobody set SUP-1 eta=2026-12-01
tells 'another' "$(all eta)" set SUP-1 eta='2026-12-01 14:30'
is 'with a time' "$(subject_to anna@customer.test)" \
	"Case ETA Update - $about - ETA: 2026-12-01 14:30 UTC. ID"
tells 'ETA removed' "$(all eta)" set SUP-1 eta=none
is 'said so' "$(subject_to anna@customer.test)" "Case ETA Update - $about - ETA: none. ID"
urgent='emergency sam@staff.test, emergency tina@staff.test'
tells 'emergency' "$(all emergency), $urgent" set SUP-1 emergency=declared
is 'Emergency' "$(subject_to anna@customer.test)" "Emergency Declared - $about ID"
tells 'its status' "$(all emergency), $urgent" set SUP-1 emergency=Resolved
is 'in the subject' "$(subject_to tina@staff.test)" "Emergency Resolved - $about ID"
tells 'priority' "$(all comment)" set SUP-1 priority=High
is 'its subject' "$(subject_to anna@customer.test)" \
	"Case Comment Notification - $about - Status: Information needed ID"
tells 'the same again' nobody set SUP-1 priority=High
tells 'severity' "$(all comment)" set SUP-1 severity=High
tells 'title and type alone' nobody set SUP-1 title='The printer' type=bug
tells 'reply' "$(all comment), $staff" reply SUP-1 'Is it on?'
is 'its subject' "$(subject_to anna@customer.test)" \
	"Case Comment Notification - $about - Status: Information needed ID"
tells 'reply by somebody' "$(all comment), comment tina@staff.test" \
	reply SUP-1 'Is it on?' --as sam@staff.test
tells 'note' "$staff" note SUP-1 'It is not on.'
tells 'note by somebody' 'comment sam@staff.test' note SUP-1 'secretword' --as tina@staff.test

# Several things at once: the first of the order, and the others in its body.
tells 'everything' "$(all emergency), $urgent" \
	set SUP-1 status=New eta=2026-12-02 emergency=Declared priority=Low
notice_to anna@customer.test
for what in 'Status: .*New' 'ETA: .*2026-12-02' 'Priority: .*Low'; do
	like "and the others in its body: $what" "$("$TEST_LIB/mailtool" text "$T/notice")" "$what"
done
tells 'a status that ends the emergency' "$(all emergency), $urgent" set SUP-1 eta=none status=Done
like 'the reporter reads how to open it again' "$(words_to anna@customer.test)" \
	'your reply opens the case again'
like 'and rates' "$(words_to anna@customer.test)" 'How did we do'
like 'others that they can.t' "$(words_to fred@customer.test)" \
	'only the person who opened the case can open it again'
tells 'ETA and priority' "$(all eta)" set SUP-1 eta=2026-12-03 priority=High

# By mail.
mails 'a follower does not reopen' "comment anna@customer.test, comment cora@customer.test, $staff" \
	fred@customer.test "Re: $one"
is 'it stays done' "$(cm case show --json SUP-1 | json 'd["status"]')" Done
like 'staff reads that it does' "$(words_to sam@staff.test)" \
	'The case is closed \(.Done.\) and stays so: only a message of the person who opened it'
TO=support+$one.r5@example.org BODY='Very kind.' post anna@customer.test "Re: x" "$proven"
like 'not above her very words' "$(words_to sam@staff.test)" \
	'The case is closed \(.Done.\) and stays so\. .*wrote: Very kind'
mails 'a comment on a done case reopens it' "$(all receipt), $staff" "$anna" "Re: $one"
is 'it is open' "$(cm case show --json SUP-1 | json 'd["status"]')" Reopen
mails 'a comment' "comment cora@customer.test, comment fred@customer.test, $staff" "$anna" "Re: $one"
mails 'by a follower' "comment anna@customer.test, comment cora@customer.test, $staff" \
	fred@customer.test "Re: $one"
mails 'to people who have it already' 'comment cora@customer.test, comment tina@staff.test' \
	"$anna" "Re: $one" 'Cc: Fred <FRED@customer.test>, sam@staff.test'
mails 'a public answer of staff' "$(all comment), comment tina@staff.test" "$sam" "Re: $his" "$proven"
cm --now "$NOW" case set SUP-1 status=Done
mails 'staff does not reopen' "$(all comment), comment tina@staff.test" "$sam" "Re: $his" "$proven"
is 'it is done' "$(cm case show --json SUP-1 | json 'd["status"]')" Done
mails 'a reopening is news, even to who has the mail' "$(all receipt), $staff" \
	"$anna" "Re: $one" 'Cc: fred@customer.test'
tells 'an assignee' 'comment tina@staff.test' set SUP-1 assignee=tina@staff.test
mails 'is told alone' 'comment cora@customer.test, comment fred@customer.test, comment tina@staff.test' \
	"$anna" "Re: $one"
tells 'of notes too' 'comment tina@staff.test' note SUP-1 'x' --as sam@staff.test
is 'no note ever reached a customer' "$(stored "SELECT count(*) FROM outbox WHERE recipient LIKE
	'%customer.test' AND CAST(head AS TEXT) || CAST(tail AS TEXT) LIKE '%secretword%'")" 0

# What of a mail is left out is counted, and kept.
BODY="Yes, thank you!

On Mon, 23 Nov 2026 at 09:41, Sam Staff wrote:
> Is it on?

-- 
Anna
Brightwater Clinic"
whole=$BODY
mails 'an answer above a quote' \
	'comment cora@customer.test, comment fred@customer.test, comment tina@staff.test' \
	"$anna" "Re: $one"
like 'says how many lines are not in it' "$(words_to tina@staff.test)" \
	'Yes, thank you! \(5 lines of the mail are left out here'
unlike 'but to nobody else of the customer.s side' "$(words_to fred@customer.test)" 'left out'
last='d["entries"][-1]'
is 'the entry has what is new' "$(cm case show --json SUP-1 | json "$last[\"text\"]")" 'Yes, thank you!'
is 'and all of it' "$(cm case show --json SUP-1 | json "$last[\"full_text\"]")" "$whole"
mails 'an answer with nothing cut' \
	'comment cora@customer.test, comment fred@customer.test, comment tina@staff.test' \
	"$anna" "Re: $one"
unlike 'says nothing of it' "$(words_to tina@staff.test)" 'left out'
is 'and needs no second text' "$(cm case history --json SUP-1 | json "$last[\"full_text\"]")" null

# From another address of the same person.
cm person set anna@customer.test alias=anna@home.test
cm person set cora@customer.test alias=cora@home.test
mails 'a comment from another address' \
	'comment cora@customer.test, comment fred@customer.test, comment tina@staff.test' \
	anna@home.test "Re: $one"
mails 'a comment to another address of theirs' \
	'comment fred@customer.test, comment tina@staff.test' "$anna" "Re: $one" \
	'Cc: Cora <CORA@home.test>'
BODY=aliasword
mails 'a new case from there' "receipt anna@home.test, $staff" anna@home.test 'From home'
is 'whose receipt says nothing of it' "$(stored "SELECT count(*) FROM outbox WHERE recipient LIKE
	'anna%' AND CAST(head AS TEXT) || CAST(tail AS TEXT) LIKE '%aliasword%'")" 0
is 'and is counted' "$(stored "SELECT count(*) FROM receipt WHERE address = 'anna@home.test'")" 1

# Change requests.
mails 'a change request' "change anna@customer.test, $staff" "$anna" 'Please change my name'
is 'Change Request Receipt' "$(subject_to anna@customer.test)" \
	'Change Request Receipt - Case ID: SUP-3 - Customer: anna@customer.test - Status: Information needed. ID'
tells 'its status goes as a case' 'receipt anna@customer.test' set SUP-3 status=Pending

# Staff who reports, and a desk without staff.
mails 'staff reports: a receipt, no comment' 'receipt sam@staff.test, comment tina@staff.test' \
	"$sam" Coffee "$proven"
TO=sales@example.org
mails 'no staff: the internal address' 'receipt anna@customer.test, comment sales-staff@example.org' \
	"$anna" Buying
tells 'again' 'comment anna@customer.test, comment sales-staff@example.org' reply SAL-1 'Sold.'

# More than fit into one transaction.
post "$anna" Many
joins SUP-5 follower $(seq -f 'many%g@customer.test' 60)
silently
cm --now "$NOW" case reply SUP-5 'To all of you.'
is 'fifty at once' "$(stored "SELECT count(*) FROM outbox WHERE id > $mails_mark")" 50
handle
is 'the others in the next step, each one once' "$(stored "SELECT count(*), count(DISTINCT recipient)
	FROM outbox WHERE id > $mails_mark AND kind = 'comment'")" '63|63'
is 'nothing is left over' "$(stored 'SELECT count(*) FROM fanout')" 0
ok 'every mail is accounted for' cm audit
done_testing
