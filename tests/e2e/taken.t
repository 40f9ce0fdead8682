# A case changes hands, or goes on in another one: which colleagues hear of it, once each.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>'
for name in Tina Ugo Vera; do
	cm person add "$name@staff.test" name="$name Staff" role=staff desk=support >/dev/null
done

said()
{
	says_to "$1@staff.test"
}
# mail NUMBER WHO TEXT: one of the staff in this case
mail()
{
	TO=support+$(id_of "$1" "$2@staff.test")@example.org BODY=$3
	post "$2@staff.test" 'Re: case' "$proven"
}
# others: who was told besides its writer
others() { told | sed 's/, transcript [a-z@.]*//; s/transcript [a-z@.]*, //; s/transcript [a-z@.]*/nobody/'; }

for subject in Printer Scanner Screen; do
	BODY='Hello.'
	post "$anna" "$subject" "$proven"
done

mail SUP-1 tina '#mine'
is 'a case that nobody has is taken silently' "$(others)" nobody
mail SUP-1 sam '#mine'
is 'who had it hears that it is taken' "$(others)" 'comment tina@staff.test'
like 'by whom' "$(said tina)" '^\* Assignee: Sam Staff \(before: Tina Staff\)'
like 'whose word it is' "$(said tina)" '^News from Sam Staff'
mail SUP-1 sam '#mine'
is 'once' "$(others)" nobody
mail SUP-1 vera '#assign ugo@staff.test'
is 'so do who sees it given away and who gets it' "$(others)" \
	'comment sam@staff.test, comment ugo@staff.test'
mail SUP-1 ugo '#assign none'
is 'who gives it back knows' "$(others)" nobody
mail SUP-1 sam '#mine'
mail SUP-1 tina '#mine

I answer this one.'
is 'one notice, with what is said' "$(others)" 'comment anna@customer.test, comment sam@staff.test'
like 'and what has changed' "$(said sam)" 'Assignee: Tina Staff \(before: Sam Staff\)'
mail SUP-1 sam '#note
Between us.
#mine'
is 'a note as well' "$(others)" 'comment tina@staff.test'
TO=support+$(id_of SUP-1 vera@staff.test)@example.org BODY='I take it.
#mine'
post vera@staff.test 'Re: case' "$proven" 'Cc: sam@staff.test'
is 'who has the mail already needs no other' "$(others)" 'comment anna@customer.test'
cm --now "$NOW" case set SUP-1 assignee=tina@staff.test
is 'on the command line, too' "$(stored "SELECT group_concat(recipient, ' ') FROM
	(SELECT recipient FROM outbox ORDER BY id DESC LIMIT 2)")" 'tina@staff.test vera@staff.test'
mail SUP-1 vera '#mine'
ok 'one leaves the staff' cm person set vera@staff.test role=customer desk=
mail SUP-1 sam '#mine'
is 'who has left the staff hears of nothing' "$(others)" nobody
cm person set vera@staff.test role=staff desk=support >/dev/null

# SUP-1 is Sam's, SUP-2 becomes Ugo's; Vera follows both, Tina the second.
cm --now "$NOW" case set SUP-2 assignee=ugo@staff.test
mail SUP-1 vera '#follow'
mail SUP-2 vera '#follow'
mail SUP-2 tina '#follow'
BODY='#merge SUP-1 SUP-2'
post sam@staff.test merge "$proven"
is 'of a merge those of both cases hear' "$(others)" \
	'comment anna@customer.test, comment tina@staff.test, comment ugo@staff.test, comment vera@staff.test'
like 'that it goes on' "$(said tina)" '^What was case SUP-1 for you goes on as case SUP-2'
like 'under their number' "$(said ugo)" '^Case: SUP-2'
TO=$(sed -n 's/^Reply-To: //p' "$T/notice" | tr -d '\r') BODY='Fine.'
post ugo@staff.test 'Re: merge' "$proven"
is 'to which an answer goes' "$(ended)" 'entry SUP-2'
cm person add wim@staff.test name='Wim Staff' role=staff desk=support >/dev/null
cm --now "$NOW" case set SUP-2 assignee=wim@staff.test
BODY='Both are one.

#merge SUP-2'
TO=support+$(id_of SUP-3 sam@staff.test)@example.org
post sam@staff.test 'Re: Screen' "$proven"
is 'with what is said, once each' "$(told | tr ',' '\n' | sort | uniq -d)" ''
like 'who has come to it lately' "$(told)" 'comment wim@staff.test'
like 'reads where it comes from' "$(said wim)" '^Case SUP-3 goes on here from now on, in case SUP-2'
TO=$(sed -n 's/^Reply-To: //p' "$T/notice" | tr -d '\r') BODY='I see.'
post wim@staff.test 'Re: merge' "$proven"
is 'and answers there' "$(ended)" 'entry SUP-2'
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
