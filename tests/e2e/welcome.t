# The welcome mail: who becomes a member of an organisation is told once how to work with the desk.
# And who follows each new case of one, and what somebody of an agency may.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" {
		title = \"Example Sales\"
		address = \"sales@example.org\"
	}
	"

# makes DESCRIPTION WANTED ARGUMENT...: who is told when this is done on the command line
makes()
{
	makes_what=$1 makes_wanted=$2
	shift 2
	silently
	cm --now "$NOW" "$@" || note "exit status $?"
	is "$makes_what" "$(told)" "$makes_wanted"
}

# read_by ADDRESS: the text of the last notice to it, plain
read_by()
{
	notice_to "$1"
	"$TEST_LIB/mailtool" text "$T/notice"
}

# listed ADDRESS: titles in the last list to it
listed()
{
	read_by "$1" | grep -oE 'A case of Acme|Her own|We build their shop|One more' | sort -r -u |
		paste -sd,
}

# On the command line.
makes 'an organisation' nobody org add Acme domains=acme.test sharing=on
makes 'a new member' 'welcome anna@acme.test' person add anna@acme.test name=Anna
notice_to anna@acme.test
tr -d "\r" <"$T/notice" >"$T/lines"
words=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
is 'has a subject of its own' "$(grep ^Subject: "$T/lines")" 'Subject: Welcome - Example Support'
is 'answers go to the desk' "$(grep ^Reply-To: "$T/lines")" 'Reply-To: support@example.org'
is 'a robot wrote it' "$(grep ^Auto-Submitted: "$T/lines")" 'Auto-Submitted: auto-generated'
like 'it greets' "$words" 'Hello Anna,'
like 'names the organisation' "$words" 'You are with Acme, and Example Support works for you'
like 'and the addresses' "$words" 'support@example.org .Example Support. .* sales@example.org .Example Sales.'
like 'that colleagues share' "$words" 'Your colleagues at Acme may see and use your cases'
like 'the commands' "$words" '#done – it is solved'
like 'a few, and the last of them lists all' "$words" \
	'#info – .* #list – .* #form TYPE – .* #share .* #invite .* #emergency – .* #done – .* #help – '
unlike 'no more' "$words" '#history|#people|#contact'
unlike 'those of customers' "$words" '#assign|#eta'
for subject in 'Case Receipt - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - Status: {STATUS}. {TRACKING ID}' \
	'Change Request Receipt - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - Status: {STATUS}. {TRACKING ID}' \
	'Case ETA Update - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - ETA: {ETA}. {TRACKING ID}' \
	'Emergency {STATUS} - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} {TRACKING ID}' \
	'Case Comment Notification - Case ID: {CASE NUMBER} - Customer: {CUSTOMER NAME} - Status: {STATUS} {TRACKING ID}'; do
	case $words in
	*"* $subject "*) pass "the subject $subject" ;;
	*) fail "the subject $subject" "$words" ;;
	esac
done
is 'itself it gives no command' "$("$CASEMATE" parse --json "$T/notice" | json 'd["commands"]')" '[]'
makes 'once' nobody person set anna@acme.test org=Acme --welcome
makes 'who is nobody'\''s gets none' nobody person add eve@other.test
makes 'until made a member' 'welcome eve@other.test' person set eve@other.test org=Acme
makes 'staff gets none' nobody person add tina@acme.test role=staff org=Acme
makes 'somebody of an agency' 'welcome max@agency.test' person add max@agency.test role=agency org=Acme
notice_to max@agency.test
words=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
like 'reads it for agencies' "$words" 'You work for Acme, .* You see the cases you open and those you are made part of'
unlike 'not of sharing' "$words" 'colleagues'
makes 'who knows already' nobody person add bea@acme.test --no-welcome
makes 'another change is no reason' nobody person set bea@acme.test name=Bea
makes 'but being asked to' 'welcome bea@acme.test' person set bea@acme.test --welcome
says 2 'it is either --welcome or --no-welcome' person set bea@acme.test --welcome --no-welcome
says 2 'there is no option --welcome here.*' partner set x address=bea@acme.test --welcome
is 'what fails tells nobody' "$(silently; cm person add y@acme.test zone=Mars 2>&1; told)" \
	'casemate: "Mars" is no time zone; write it as the IANA names it, like Europe/Berlin
nobody'

# By mail.
post uma@acme.test 'Without proof'
is 'without proof nobody is welcomed' "$(told)" 'comment sam@staff.test, receipt uma@acme.test'
post uma@acme.test 'With proof' "$proven"
is 'with the first proof' "$(told)" 'comment sam@staff.test, receipt uma@acme.test, welcome uma@acme.test'
post uma@acme.test 'Again' "$proven"
is 'and not again' "$(told)" 'comment sam@staff.test, receipt uma@acme.test'
post newt@acme.test 'First' "$proven"
is 'who joins by domain' "$(told)" 'receipt newt@acme.test, welcome newt@acme.test, comment sam@staff.test'
post newt@acme.test 'Robot' "$proven" 'Auto-Submitted: auto-replied'
is 'a robot not' "$(told)" 'held sam@staff.test'
post gary@gmail.com 'Hello' "$proven"
is 'a stranger not' "$(told)" 'receipt gary@gmail.com, comment sam@staff.test'
makes 'his domain' nobody org add Nice domains=nice.test
post nina@nice.test 'No proof'
makes 'never' nobody org set Nice --no-welcome
post nina@nice.test 'Proof' "$proven"
is 'is never' "$(told)" 'receipt nina@nice.test, comment sam@staff.test'
for i in $(seq 120); do echo "INSERT INTO person (id, organisation, created_ms, welcomed_ms) SELECT
	1000 + $i, id, 0, 0 FROM organisation WHERE name = 'Nice';
	INSERT INTO address (address, person) VALUES ('p$i@nice.test', 1000 + $i);"; done >"$T/many"
stored <"$T/many"
silently
ok 'all of an organisation at once' cm --now "$NOW" org set Nice name=Nicer --welcome
is 'are told, each once' "$(stored "SELECT count(*), count(DISTINCT recipient) FROM outbox
	WHERE id > $mails_mark AND kind = 'welcome'")" '121|121'

# Who follows each new case.
makes 'standing followers' nobody org set Acme followers=eve@other.test,tina@acme.test,anna@acme.test
post bea@acme.test 'A case of Acme' "$proven"
is 'get the receipt' "$(told)" 'receipt anna@acme.test, receipt bea@acme.test, receipt eve@other.test, comment sam@staff.test, receipt tina@acme.test'
number=$(ended | sed 's/case //')
is 'are its followers' "$(cm case show --json "$number" |
	json 'sorted(p["address"] for p in d["participants"] if p["role"] == "follower")')" \
	'["anna@acme.test", "eve@other.test", "tina@acme.test"]'
post anna@acme.test 'Her own' "$proven"
is 'nobody is told twice' "$(told)" 'receipt anna@acme.test, receipt eve@other.test, comment sam@staff.test, receipt tina@acme.test'
post nina@nice.test 'Of somebody else' "$proven"
is 'not of other customers' "$(told)" 'receipt nina@nice.test, comment sam@staff.test'
silently
cm --now "$NOW" case set "$number" eta=2026-12-24
is 'they are told of all that happens' "$(told)" 'eta anna@acme.test, eta bea@acme.test, eta eve@other.test, eta tina@acme.test'

# Agencies.
post max@agency.test 'We build their shop' "$proven"
is 'an agency opens a case of its customer' "$(cm case show --json "$(ended | sed 's/case //')" |
	json 'd["customer"]')" Acme
post max@agency.test "Re: $(id_of "$number" bea@acme.test)" "$proven"
is 'and uses no other one' "$(ended)" 'held the sender is not part of the case it names'
post newt@acme.test "Re: $(id_of "$number" bea@acme.test)" "$proven"
is 'as a colleague does' "$(ended)" "entry $number"
cm org set Acme followers=max@agency.test
post bea@acme.test 'One more' "$proven"
number=$(ended | sed 's/case //')
BODY='#done'
post max@agency.test "Re: $(id_of "$number" max@agency.test)" "$proven"
is 'made part of one he comments' "$(ended), $(cm case show --json "$number" | json 'd["status"]')" \
	"entry $number, New"
# They see nothing else of the customer either: no list, no question, no name.
cm org set Acme followers=
BODY='#list all'
post max@agency.test Cases "$proven"
is 'a list of the cases he takes part in' "$(listed max@agency.test)" "We build their shop,One more"
post bea@acme.test 'A secret of Acme' "$proven"
BODY='When will the shop be ready?'
post max@agency.test 'A question' "$proven"
like 'nor are others named to him' "$(read_by max@agency.test)" 'We build their shop'
unlike 'by the answer to a question' "$(read_by max@agency.test)" 'A secret of Acme|A case of Acme|Her own'
BODY='#people'
post max@agency.test "Re: $(id_of "$number" max@agency.test)" "$proven"
like 'who takes part is named' "$(read_by max@agency.test)" 'bea@acme.test'
unlike 'but no one else of the customer' "$(read_by max@agency.test)" 'anna@|newt@'
BODY='@newt and @bea, look.'
post max@agency.test "Re: $(id_of "$number" max@agency.test)" "$proven"
like 'nobody is brought in' "$(read_by max@agency.test)" '@newt is nobody who can be mentioned'
unlike 'whom he works with he may mention' "$(read_by max@agency.test)" '@bea is nobody'
BODY='#list all'
post newt@acme.test Cases "$proven"
like 'a colleague has them all' "$(listed newt@acme.test)" 'A case of Acme'

# The welcome mail belongs to no case, whichever has brought it about.
post eve@acme.test 'Her first' "$proven"
like 'a colleague who writes for the first time' "$(told)" 'welcome eve@acme.test'
before=$(ended)
BODY='Thank you. By the way, my keyboard is broken.'
post eve@acme.test 'Re: Welcome' "$proven" \
	"In-Reply-To: <$(stored "SELECT message_id FROM outbox WHERE kind = 'welcome' ORDER BY id DESC LIMIT 1")>"
like 'what she answers to it is a case of its own' "$(ended)" '^case SUP-'
unlike 'not a part of the one that she has' "$(ended)" "^$before\$"
ok 'every mail is accounted for' cm audit
done_testing
