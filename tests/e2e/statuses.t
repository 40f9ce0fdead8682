# Where a case can go: moves that are refused and how that is told, verbs of statuses in other
# languages, and what a site's own statuses change.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

status()
{
	cm case show --json "$1" | json 'd["status"]'
}

# answer: what the last mail was answered, in one line
answer()
{
	notice_to sam@staff.test
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}

post "$anna" 'Printer' "$proven"
one=$(id_of SUP-1 anna@customer.test) his=$(id_of SUP-1 sam@staff.test)

# order TEXT: by staff in a mail
order()
{
	BODY=$1
	post "$sam" "Re: $his" "$proven"
}

order '#wip'
is 'a verb of its own sets a status' "$(ended); $(status SUP-1)" 'answered SUP-1; Work in progress'
order '#rückfrage'
is 'so does a word of another language' "$(status SUP-1)" 'Information needed'
order '#in arbeit'
is 'two words, too' "$(status SUP-1)" 'Work in progress'
order '#status en cours'
is 'and as a value' "$(status SUP-1)" 'Work in progress'
BODY='#in arbeit'
post "$anna" "Re: $one" "$proven"
like 'of a customer it is text' "$(ended)" '^entry'

order '#status info needed'
is 'word by word its beginning' "$(status SUP-1)" 'Information needed'
order '#status work prog'
is 'of each' "$(status SUP-1)" 'Work in progress'
order '#status work needed'
like 'of all of them' "$(ended)" '^returned'
# The shipped table: Done is left by few ways.
order '#done'
order '#new'
like 'a refused move returns the mail' "$(ended)" '^returned'
is 'and does nothing' "$(status SUP-1)" Done
like 'the answer says what can follow' "$(answer)" \
	'"New" can.t follow "Done" here; what can is: Reopen, Work in progress, Feedback waiting, Closed'
says 1 '"Pending" can.t follow "Done" here; .*' case set SUP-1 status=Pending
order '#released 2.4.1'
is 'an allowed one is done' "$(status SUP-1)" 'Feedback waiting'

# The customer says that it isn't solved, before the case is closed.
TO=support+$one.reopen@example.org BODY=' '
post "$anna" ''
is 'in Feedback waiting it sets Reopen' "$(ended); $(status SUP-1)" 'answered SUP-1; Reopen'
BODY='#reopen'
post "$anna" "Re: $one" "$proven"
is 'in Reopen nothing' "$(status SUP-1)" Reopen
like 'staff was told' "$(stored "SELECT group_concat(subject) FROM outbox WHERE
	recipient = 'sam@staff.test'")" 'Case Comment Notification - .* - Status: Reopen'

# A site's own: the customer's word that it is solved is bound by no table.
cat >>"$DESK_CONF" <<'CONF'
status "Open" { moves = { "Waiting" } }
status "Waiting" { moves = { "Open", "Closed" } verb = "wait" }
status "Closed" { final = yes moves = { "Open" } }
CONF
ok 'check has nothing against it' cm check --offline
post "$anna" 'Scanner' "$proven"
two=$(id_of SUP-2 anna@customer.test)
says 1 '"Closed" can.t follow "Open" here; what can is: Waiting' case set SUP-2 status=Closed
BODY='#done'
post "$anna" "Re: $two" "$proven"
is 'the customer closes it' "$(status SUP-2)" Closed
says 1 '"Waiting" can.t follow "Closed" here; what can is: Open' case set SUP-2 status=wait
sed -i 's/verb = "wait"/& waits_for = customer answer_status = "Closed"/' "$DESK_CONF"
cm --now "$NOW" case set SUP-2 status=Open emergency=Declared
cm --now "$NOW" case set SUP-2 status=wait
BODY='That was it.'
post "$anna" "Re: $two" "$proven"
is 'an answer that closes it ends its emergency' \
	"$(cm case show --json SUP-2 | json 'd["status"], d["emergency"]')" '["Closed", "Resolved"]'
sed -i 's/status "Waiting" { moves = { "Open", "Closed" }/status "Waiting" { moves = { "Open" }/' \
	"$DESK_CONF"
like 'check names a circle' "$(cm check --offline)" \
	'casemate.conf:[0-9]+: the moves from "Open" lead in a circle and to no final status'
like 'and its line' "$(cm check --offline | sed -n 's/.*conf:\([0-9]*\): the moves from "Waiting".*/\1/p')" \
	"^$(grep -n 'status "Waiting"' "$DESK_CONF" | cut -d: -f1)\$"
done_testing
