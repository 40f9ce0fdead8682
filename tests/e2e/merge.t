# Cases that become one, and two again: where mail goes, who takes part, who is told.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>'
sam='Sam Staff <sam@staff.test>'

# command TEXT [NUMBER]: a mail of Sam's on this case
command()
{
	TO=support+$(id_of "${2:-SUP-1}" sam@staff.test)@example.org BODY=$1
	post "$sam" 'Re: case' "$proven"
}

said()
{
	says_to "${1:-sam@staff.test}"
}

# people NUMBER, texts NUMBER KIND, goes_on NUMBER
people()
{
	cm case show --json "$1" |
		json '" ".join(sorted(p["role"] + ":" + p["address"].split("@")[0] for p in d["participants"]))'
}
texts() { cm case show --json "$1" | json '"; ".join(e["text"] for e in d["entries"] if e["kind"] == "'"$2"'")'; }
goes_on() { cm case show --json "$1" | json 'd["merged_into"]'; }
audit_is_good() { is "$1" "$(cm audit >/dev/null 2>&1; echo $?)" 0; }

post "$anna" Printer "$proven"
post "$anna" 'Printer again' "$proven"
post 'eve@evil.test' Scanner "$proven"
command '#share fred@follower.test' SUP-1
command '#share fred@follower.test, gina@follower.test' SUP-2
two=$(id_of SUP-2 anna@customer.test) gina=$(id_of SUP-2 gina@follower.test)
cm case set SUP-2 assignee=sam@staff.test
cm case set SUP-1 status=work
before="$(people SUP-1) | $(people SUP-2)"
stored "SELECT * FROM participant ORDER BY id" >"$T/before"

# What is refused does nothing.
command '#merge SUP-2' SUP-2
like 'not into itself' "$(said)" "SUP-2 can't go on in itself"
command '#merge SUP-9' SUP-2
like 'nor into none' "$(said)" 'there is no case "SUP-9"'
command '#merge SUP-3' SUP-2
like 'another customer' "$(said)" 'SUP-2 is a case of Anna, SUP-3 of eve@evil.test, and each would'
like 'can be meant' "$(said)" '#merge SUP-2 SUP-3 yes'
is 'nothing is done' "$(goes_on SUP-2)" null
TO=support+$two@example.org
BODY='#merge SUP-1'
post "$anna" 'Re: Printer' "$proven"
is 'a customer merges nothing' "$(goes_on SUP-2)" null

# Merged.
command 'One case is enough.

#merge SUP-1' SUP-2
is 'goes on' "$(goes_on SUP-2)" SUP-1
is 'one notice for each of its people' "$(told)" \
	'comment anna@customer.test, comment fred@follower.test, comment gina@follower.test, transcript sam@staff.test'
said_first=$(said)
like 'who did it is told which survives' "$said_first" 'SUP-2 goes on in SUP-1: both numbers lead there'
said=$(said anna@customer.test)
like 'and how that one stands' "$said_first" 'Case SUP-1, “Printer”, has the status “Work in progress”'
like 'the others what it is now' "$said" 'What was case SUP-2 for you goes on as case SUP-1'
like 'with the words' "$said" '^One case is enough\.$'
like 'under the number' "$(grep -A1 '^Subject' "$T/notice")" 'Case ID: SUP-1 '
like 'and its own ID there' "$(grep -i '^Reply-To' "$T/notice")" "$(id_of SUP-1 anna@customer.test)"
is 'everybody takes part' "$(people SUP-1)" \
	'follower:fred follower:gina reporter:anna staff:sam'
is 'also as the old case names them' "$(people SUP-2)" \
	'follower:fred follower:gina reporter:anna staff:sam'
is 'both histories say so' "$(texts SUP-1 merge) | $(texts SUP-2 merge)" \
	'SUP-2 goes on here | Goes on in SUP-1'
like 'the old case says it' "$(cm case show SUP-2)" '^Goes on in +SUP-1$'
like 'the other one too' "$(cm case show SUP-1)" '^Merged +SUP-2$'
like 'and has the history' "$(cm case history SUP-1)" '^SUP-2, which goes on in SUP-1:'
is 'one line in the list' "$(cm case list --json | json '",".join(sorted(c["number"] for c in d))')" \
	SUP-1,SUP-3
TO=support+$two@example.org
post "$anna" 'Re: Printer again'
is 'the old ID leads on' "$(ended)" 'entry SUP-1'
is 'and everybody is told once' "$(told)" \
	'comment fred@follower.test, comment gina@follower.test, comment sam@staff.test'
post "$anna" 'About SUP-2' "$proven"
is 'the old number too' "$(ended)" 'entry SUP-1'
TO=support+$gina@example.org
post gina@follower.test 'Re: Printer again'
is 'and the ID of who came along' "$(ended)" 'entry SUP-1'
post "$anna" "Re: $two $(id_of SUP-1 anna@customer.test)"
is 'both IDs are one case' "$(ended)" 'entry SUP-1'
TO=support+$two@example.org
post eve@evil.test 'hello'
is 'an outsider is one still' "$(ended)" 'held the sender is not part of the case it names'
says 1 'SUP-2 goes on in SUP-1' case set SUP-2 status=Done
says 1 'SUP-2 goes on in SUP-1' case merge SUP-2 SUP-3
audit_is_good 'every mail is accounted for'

# A chain, by the command line; and back.
command '#merge SUP-1 SUP-3 yes'
is 'of two customers' "$(goes_on SUP-1), $(goes_on SUP-2)" 'SUP-3, SUP-1'
is 'both remain what they were' "$(people SUP-3)" \
	'follower:fred follower:gina reporter:anna reporter:eve staff:sam'
TO=support+$two@example.org
post "$anna" 'Re: Printer again' "$proven"
is 'the whole way' "$(ended)" 'entry SUP-3'
says 1 "SUP-3 can't go on in itself" case merge SUP-3 SUP-2
TO= BODY='#unmerge SUP-1'
post "$sam" 'Undo it' "$proven"
is 'a command alone, in a mail of its own' "$(ended)" \
	'answered it asks something and belongs to no case'
is 'is by itself again' "$(goes_on SUP-1), $(goes_on SUP-2)" 'null, SUP-1'
is 'with its people' "$(people SUP-3) | $(people SUP-1)" \
	'reporter:eve staff:sam | follower:fred follower:gina reporter:anna staff:sam'
is 'who are told' "$(told)" \
	'comment anna@customer.test, comment fred@follower.test, comment gina@follower.test, transcript sam@staff.test'
like 'of the right number' "$(said anna@customer.test)" \
	'^Case SUP-1, “Printer”, goes on by itself again, no longer as part of case SUP-3'
like 'and so is who did it' "$(said)" 'SUP-1 goes on by itself again, no longer in SUP-3'
ok 'and the other one' cm case unmerge SUP-2 --as sam@staff.test
is 'has its own too' "$(people SUP-1) | $(people SUP-2)" "$before"
stored "SELECT * FROM participant ORDER BY id" >"$T/after"
ok 'all is as it was' cmp "$T/before" "$T/after"
TO=support+$two@example.org
post "$anna" 'Re: Printer again'
is 'mail goes to its own case' "$(ended)" 'entry SUP-2'
says 1 'SUP-2 was not merged into another case' case unmerge SUP-2
ok 'by the command line' cm case merge SUP-2 SUP-1
is 'it is merged' "$(goes_on SUP-2)" SUP-1
cm case unmerge SUP-2
BODY='#merge SUP-1 SUP-2'
post "$sam" 'Merge' "$proven"
is 'two numbers in a mail of its own' "$(ended), $(goes_on SUP-1)" \
	'answered it asks something and belongs to no case, SUP-2'
BODY='#merge SUP-1'
post "$sam" 'Merge' "$proven"
like 'one number there' "$(said)" 'name both cases'
is 'opens nothing' "$(stored 'SELECT count(*) FROM cases')" 3
BODY='#unmerge SUP-1'
post 'sam@staff.test' 'Undo it'
is 'without proof nothing is done' "$(goes_on SUP-1)" SUP-2

# Who worked on the case that was merged.
cm case unmerge SUP-1
cm person add tina@staff.test name='Tina Staff' role=staff desk=support
cm case set SUP-1 assignee=tina@staff.test
BODY='#merge SUP-1 SUP-2'
post "$sam" 'Merge' "$proven"
like 'is told' "$(told)" 'comment tina@staff.test'
like 'also that the other one is somebody else'\''s' "$(said tina@staff.test)" '^Handled by: Sam Staff'
cm case unmerge SUP-1
cm case set SUP-2 assignee=none
BODY='#merge SUP-1 SUP-2'
post "$sam" 'Merge' "$proven"
like 'or nobody'\''s' "$(said tina@staff.test)" '^Nobody is assigned to it now'
BODY='#merge SUP-1 SUP-2'
post "$sam" 'Merge' "$proven"
said=$(said | tr '\n' ' ')
like 'a second time it is done already' "$said" 'SUP-1 was merged into SUP-2 already; there is nothing left to do'
like 'which can be undone' "$said" '"#unmerge SUP-1" undoes it'
BODY='#merge SUP-1 SUP-3'
post "$sam" 'Merge' "$proven"
like 'and into a third what is to be written is said' "$(said | tr '\n' ' ')" \
	'SUP-1 was merged into SUP-2 already; to let that one go on in SUP-3, too:.*merge.*SUP-2.*SUP-3'
cm case unmerge SUP-1
cm case set SUP-1 assignee=none
BODY='#merge SUP-1 SUP-2'
post "$sam" 'Merge' "$proven"
is 'of a case that nobody has the others of the staff are told' "$(told)" \
	'comment anna@customer.test, comment fred@follower.test, transcript sam@staff.test, comment tina@staff.test'
audit_is_good 'every mail is accounted for in the end'
done_testing
