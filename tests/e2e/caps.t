# Receipts are capped, three per address and hour and ten per day, and 200 per hour to senders
# without proof; over the cap everything else happens, and staff is told once.  Proof, cases that it
# opens and answers to commands are counted apart.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/receipts_per/d; s/^limits {/&\nopenings_per_hour = 5\nanswers_per_hour = 4/' "$DESK_CONF"
anna=anna@customer.test
receipt="receipt $anna" staff='comment sam@staff.test'

# says DESCRIPTION WANTED FROM [FIELD...]: who is told of a new case
says()
{
	says_what=$1 says_wanted=$2
	shift 2
	says_from=$1
	shift
	post "$says_from" new "$@"
	is "$says_what" "$(ended | sed 's/ SUP-.*//'), $(told)" "case, $says_wanted"
}

for i in 1 2 3; do says "receipt $i within an hour" "$receipt, $staff" "$anna"; done
says 'the fourth is left out, and staff is told' "alarm sam@staff.test, $staff" "$anna"
says 'and told once' "$staff" "$anna"
says 'with proof they are counted apart' "$receipt, $staff" "$anna" "$proven"
says 'letters neither' "$staff" ANNA@Customer.Test
says 'others have their own cap' "receipt bea@customer.test, $staff" bea@customer.test
cm queue show "$(stored "SELECT id FROM outbox WHERE kind = 'alarm'")" >"$T/alarm"
like 'the alarm names the address' "$(cat "$T/alarm")" 'anna@customer\.test'
like 'under a subject of its own' "$(grep ^Subject "$T/alarm")" '^Subject: Desk alarm - '
post "$anna" "$(id_of SUP-1 "$anna")"
is 'a comment is no matter of caps' "$(ended), $(told)" "entry SUP-1, $staff"
cm --now "$NOW" case set SUP-1 status=Done
post "$anna" "$(id_of SUP-1 "$anna")"
is 'a reopening counts as well' "$(ended), $(told)" "entry SUP-1, $staff"
is 'it has happened, though' "$(cm case show --json SUP-1 | json 'd["status"]')" Reopen

NOW=2026-11-22T06:00:01Z
for i in 4 5 6; do says "receipt $i, in the next hour" "$receipt, $staff" "$anna"; done
says 'not more; staff has been told today' "$staff" "$anna"
NOW=2026-11-22T07:00:02Z
for i in 7 8 9; do says "receipt $i" "$receipt, $staff" "$anna"; done
NOW=2026-11-22T08:00:03Z
says 'receipt 10' "$receipt, $staff" "$anna"
says 'ten on a day' "$staff" "$anna"
NOW=2026-11-23T05:00:01Z
says 'the next day it goes on' "$receipt, $staff" "$anna"
NOW=2026-11-23T05:00:02Z
says 'the oldest ones count no longer' "$receipt, $staff" "$anna"

# A staff address without proof may be anybody's invention.
NOW=2026-11-25T05:00:00Z
for i in 1 2 3; do
	post sam@staff.test "as Sam $i"
	is "unproven staff, receipt $i" "$(told)" 'receipt sam@staff.test'
done
post sam@staff.test 'as Sam 4'
is 'unproven staff is capped' "$(told)" 'alarm sam@staff.test'

# All senders without proof together.
NOW=2026-11-26T05:00:00Z
stored "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
	INSERT INTO receipt (address, sent_ms, is_proven) SELECT 'x' || i || '@evil.test', $(date -d "$NOW" +%s)000, 0 FROM n"
says '200 in all' "receipt carl@customer.test, $staff" carl@customer.test
says 'and no more' "alarm sam@staff.test, $staff" dora@customer.test
says 'staff is told once of all of them' "$staff" emil@customer.test
says 'those with proof go on' "receipt fritz@customer.test, $staff" fritz@customer.test "$proven"

# Who is proven is told of each case, until no person opens so many.
NOW=2026-11-27T05:00:00Z
for i in 1 2 3 4; do says "proven receipt $i" "$receipt, $staff" "$anna" "$proven"; done
# changed VERB: what Anna is sent for it, beside what staff is
changed()
{
	TO=support+$(id_of SUP-1 "$anna")@example.org BODY="#$1"
	post "$anna" 'Re: new' "$proven"
	change=$(told | sed 's/, comment sam@staff.test$//')
}
cm --now "$NOW" case set SUP-1 status=New
for verb in done reopen done; do
	changed $verb
	is "#$verb is told" "$change" "$receipt"
done
changed reopen
is 'the fourth change is not, and staff hears of it' "$change" 'alarm sam@staff.test'
for i in 1 2 3 4; do
	changed info
	is "answer $i" "$change" "overview $anna"
done
changed info
is 'nor the fifth answer; staff knows' "$change" nobody
says 'a new case is told all the same' "$receipt, $staff" "$anna" "$proven"
says 'the sixth is not' "$staff" "$anna" "$proven"
says 'mail without proof never had to do with it' "$receipt, $staff" "$anna"
for i in 2 3; do
	BODY='#help'
	post "$anna" '?'
done
BODY='#help'
post "$anna" '?'
is 'of answers there are as many' "$(told)" "help $anna"
BODY='#help'
post "$anna" '?'
is 'and no more, which staff is told once more' "$(told)" 'alarm sam@staff.test'
ok 'every mail is accounted for' cm audit
done_testing
