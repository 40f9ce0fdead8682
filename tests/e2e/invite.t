# #invite: a colleague of the same domain becomes a member at once, anybody else once staff agrees.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna=anna@acme.test sam=sam@staff.test
cm org add 'Acme "Ltd"' domains=acme.test
cm org add Other domains=other.test
cm person add $anna --no-welcome
cm person add out@other.test --no-welcome
cm person add max@agency.test role=agency 'org=Acme "Ltd"' --no-welcome
post $anna Printer "$proven"
id=$(id_of SUP-1 $anna)

# invites DESCRIPTION WANTED FROM LINE [FIELD...]: in a mail about the case; who is told
invites()
{
	BODY=$4 TO=${TO:-support+$id@example.org}
	post "$3" 'Re: Printer' $5
	is "$1" "$(ended), $(told)" "$2"
}
member()
{
	stored "SELECT coalesce(o.name, 'nobody') FROM address a JOIN person p ON p.id = a.person LEFT
		JOIN organisation o ON o.id = p.organisation WHERE a.address = '$1'"
}
# answer: what the inviter reads
answer()
{
	notice_to $anna
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}
proven='Authentication-Results:mx.example.org;dmarc=pass'

invites 'the same domain' "answered SUP-1, transcript $anna, welcome bea@acme.test" $anna '#invite Bea@acme.test' $proven
is 'makes a member' "$(member bea@acme.test)" 'Acme "Ltd"'
like 'which the inviter is told' "$(answer)" 'bea@acme.test belongs to Acme "Ltd" now'
like 'and the history tells' "$(cm case history SUP-1)" 'Invited: bea@acme.test, to Acme "Ltd"'
invites 'once more' "answered SUP-1, transcript $anna" $anna '#invite bea@acme.test' $proven
like 'is told' "$(answer)" 'bea@acme.test belongs to Acme "Ltd" already'
post early@else.test 'Known before'
invites 'another domain' "answered SUP-1, transcript $anna, invitation $sam" $anna '#invite early@else.test' $proven
is 'makes nothing' "$(member early@else.test)" nobody
like 'the inviter is told who decides' "$(answer)" 'early@else.test: the staff of Example Support decides'
notice_to $sam
words=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
like 'staff is told who asks' "$words" 'anna@acme.test asks that we work with one more person: early@else.test for Acme "Ltd"'
like 'and what to do' "$words" "casemate person add 'early@else.test' org='Acme \"Ltd\"'"
invites 'again within a day' "answered SUP-1, transcript $anna" $anna '#invite early@else.test' $proven
invites 'a free mail provider' "answered SUP-1, transcript $anna, invitation $sam" $anna '#invite bea@gmail.com' $proven
invites 'somebody of another customer' "answered SUP-1, transcript $anna, invitation $sam" $anna '#invite out@other.test' $proven
like 'which the inviter is not told' "$(answer)" 'out@other.test: the staff of Example Support decides'
invites 'staff of the desk' "answered SUP-1, transcript $anna, invitation $sam" $anna "#invite $sam" $proven
invites 'without a comment between' "entry SUP-1, transcript $anna, welcome cy@acme.test, comment $sam" $anna \
	"$(printf '#invite cy@acme.test\n\nHe can tell you more.')" $proven
is 'two at once, one of them twice' "$(BODY='#invite d1@acme.test, d2@acme.test, d1@acme.test'
	TO=support+$id@example.org; post $anna x "$proven"; told)" \
	"transcript $anna, welcome d1@acme.test, welcome d2@acme.test"

# Who can't.
invites 'without proof it is text' "entry SUP-1, transcript $anna, comment $sam" $anna '#invite e1@acme.test'
is 'and makes nobody' "$(member e1@acme.test)" ''
cm org set 'Acme "Ltd"' followers=max@agency.test
post $anna 'For the agency' "$proven"
id=$(id_of "$(ended | sed 's/case //')" max@agency.test)
BODY='#invite e2@acme.test' TO=support+$id@example.org
post max@agency.test x "$proven"
notice_to max@agency.test
like 'is told whom to ask' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')" \
	'you work for Acme "Ltd"; ask somebody who belongs to it'
is 'and makes nobody' "$(member e2@acme.test)" ''
id=$(id_of SUP-1 $anna)
TO=support@example.org BODY='#invite friend@strange.test'
post stranger@strange.test 'Hello' "$proven"
is 'a stranger is told how to write' "$(ended | cut -d' ' -f1), $(told)" 'answered, help stranger@strange.test'
is 'and invites nobody' "$(member friend@strange.test)" ''
for address in 'nobody' 'support@example.org' "'a b'@acme.test"; do
	BODY="#invite $address" TO=support+$id@example.org
	post $anna x "$proven"
	like "#invite $address" "$(answer)" 'could not be (carried out|done)'
done

# Without a case.
TO=support@example.org BODY='#invite fred@acme.test'
post $anna 'A colleague' "$proven"
is 'no case is needed' "$(ended | cut -d' ' -f1), $(told)" "answered, transcript $anna, welcome fred@acme.test"

# At most ten a day.
NOW=2026-11-24T05:00:00Z
BODY='#invite g1@acme.test, g2@acme.test, g3@acme.test, g4@acme.test, g5@acme.test, g6@acme.test, g7@acme.test, g8@acme.test, g9@acme.test'
TO=support+$id@example.org
post $anna x "$proven"
is 'nine' "$(told | tr ',' '\n' | grep -c welcome)" 9
BODY='#invite h1@acme.test, h2@acme.test' TO=support+$id@example.org
post $anna x "$proven"
is 'two more are one too many' "$(told | grep -c welcome)" 0
like 'which is said' "$(answer)" '10 persons a day are the most that you can invite'
NOW=2026-11-25T05:00:01Z BODY='#invite h1@acme.test' TO=support+$id@example.org
post $anna x "$proven"
is 'the next day' "$(member h1@acme.test)" 'Acme "Ltd"'

# Staff.
id=$(id_of SUP-1 $sam)
BODY='#invite early@else.test, bea@gmail.com' TO=support+$id@example.org
post "$sam" x "$proven"
is 'staff agrees' "$(told), $(member early@else.test), $(member bea@gmail.com)" \
	"welcome bea@gmail.com, welcome early@else.test, transcript $sam, Acme \"Ltd\", Acme \"Ltd\""
BODY='#invite out@other.test' TO=support+$id@example.org
post "$sam" x "$proven"
is 'not to whom another customer has' "$(ended | cut -d' ' -f1), $(member out@other.test)" 'returned, Other'
BODY='#invite new@acme.test' TO=support@example.org
post "$sam" x "$proven"
is 'nor without a case' "$(ended | cut -d' ' -f1)" returned
ok 'every mail is accounted for' cm audit
done_testing
