# What the writer of a mail is answered: what was done with it, what wasn't, and what comes next.
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
PROOF=$proven

# write WHO TEXT: a mail on SUP-1, proven by $PROOF, by the writer's own ID
write()
{
	write_address=$(printf '%s\n' "$1" | sed 's/.*<//; s/>.*//')
	TO=support+$(id_of SUP-1 "$write_address")@example.org BODY=$2
	post "$1" 'Re: Printer' ${PROOF:+"$PROOF"}
}

post "$anna" Printer "$proven"

# One bad address keeps the others from being added, and the answer says so.
write "$anna" '#share fred@follower.test, nobody, gina@follower.test'
said=$(says_to anna@customer.test)
like 'what is wrong' "$said" '"nobody" is no name that is known to you here'
like 'and what follows' "$said" '\(nobody was added\)$'
is 'as it is' "$(cm case show --json SUP-1 | json 'len(d["participants"])')" 2
write "$sam" '#share fred@follower.test, nobody'
like 'of staff too' "$(says_to sam@staff.test)" '\(nobody was added\)'
write "$anna" '#remove fred@follower.test'
like 'or removed' "$(says_to anna@customer.test)" '\(nobody was removed\)'
write "$anna" '#people
#share nobody'
said=$(says_to anna@customer.test)
like 'what was done stands beside what was not' "$said" '^The rest of it:$'
like 'line by line' "$said" 'Of the staff: Sam Staff'

# What a customer asks staff for.
write "$anna" '#priority urgent
#emergency'
is 'is answered' "$(told)" 'transcript anna@customer.test, comment sam@staff.test'
said=$(says_to anna@customer.test)
like 'who decides' "$said" '^\* Staff has been asked: Priority Urgent\. They decide about it and write to you'
like 'until when what stays' "$said" 'until then it stays Normal\.$'
like 'both' "$said" '^\* Staff has been asked: Emergency Declared\.'
unlike 'nothing is said to have changed' "$said" 'What has changed'
like 'staff is asked' "$(says_to sam@staff.test)" '^\* Priority asked for: Urgent \(before: Normal\)$'
write "$anna" '#priority normal'
like 'what is so already' "$(says_to anna@customer.test)" 'The priority is Normal already'
BODY='#emergency

All printers burn.'
post "$anna" Fire "$proven"
is 'who opens a case with it gets the receipt alone' "$(told)" \
	'receipt anna@customer.test, comment sam@staff.test'
like 'which says so' "$(says_to anna@customer.test)" \
	'^\* Emergency asked for: Declared – staff has been asked and decides about it$'
write "$anna" '#emergency please come at once'
like 'words of her own are passed on' "$(says_to sam@staff.test)" \
	'^\* Emergency asked for: Declared: please come at once$'
is 'and nothing is set' "$(cm case show --json SUP-1 | json 'd["emergency"]')" null
write "$anna" '#contact none'
like 'nothing to end is said, too' "$(says_to anna@customer.test)" 'There is no additional contact'

# Nobody is told by a wrong mention.
write "$sam" 'Can you have a look, @bob?'
said=$(says_to sam@staff.test)
like 'is not done' "$said" 'Something that it asks for could not be done'
like 'and why' "$said" '^\* @bob is nobody who can be mentioned here'
unlike 'done is said of nothing' "$said" '^Done'
unlike 'staff needs its commands' "$said" 'You need no commands'

# An answer that belongs to no case speaks of none.
for words in '#help' '#list' '#list late'; do
	BODY=$words
	post "$anna" Question "$proven"
	like "why there is an answer to $words" "$(says_to anna@customer.test)" \
		'^You get this mail because you wrote to us\.'
done
write "$anna" '#list'
like 'also of who takes part in a case' "$(says_to anna@customer.test)" 'because you wrote to us\.'
write "$anna" '#info'
like 'an answer about a case speaks of it' "$(says_to anna@customer.test)" 'because you opened this case\.'

# What looks like a command of the writer's and is none.
hint='^(\* )?If you meant “#done” as a command: it is one if it stands on a line of its own'
for words in 'Please #close this one.' '# done' 'It prints, as I have seen with my own eyes today.
#done
So all is well, and I thank you all for that, most of all for cleaning the drum.'; do
	write "$anna" "$words"
	like "answered: $words" "$(says_to anna@customer.test)" "$hint"
	is 'and kept' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" "$words"
done
for words in 'We are the #1 in town, see #example.org and /#done/.' '# History of a printer' \
	'It stopped #status Done'; do
	write "$anna" "$words"
	is "no hint: $words" "$(told)" 'comment sam@staff.test'
done

# A slip of a verb, of those that she may give.
for slip in '#doen done' '#clsoe done' '#erledgt done' '#shrae_bob@follower.test share' \
	'#résloved done'; do
	words=$(printf '%s\n' "${slip% *}" | tr _ ' ')
	write "$anna" "It prints.

$words"
	like "a slip: $words" "$(says_to anna@customer.test)" \
		"^(\* )?If you meant “#${slip#* }”: it is mistyped, so nothing was done\."
	like 'which is kept' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" "$words\$"
done
for words in '#123' '#printer' '# Doen' 'It is #doen now.' '#doen by us' '#asign'; do
	write "$anna" "$words"
	is "no slip: $words" "$(told)" 'comment sam@staff.test'
done

# Of a mail that is nothing else nobody hears but its writer: neither of a slip, nor of a value that
# can't be, nor of another case's number.
count() { stored 'SELECT count(*) || "/" || (SELECT count(*) FROM entry WHERE kind IN ("mail", "comment")) FROM cases'; }
PROOF=$proven
cm org add 'Customer Ltd' domains=customer.test sharing=on >/dev/null
post 'Kai <kai@customer.test>' Toner "$proven"
kais=$(ended | sed 's/^case //')
write "$anna" 'We are a firm now.'
before=$(count)
# alone WHO TEXT LIKE: is answered so
alone()
{
	write "$1" "$2"
	is "alone: $2" "$(told); $(ended)" "transcript $write_address; answered SUP-1"
	like "which says so" "$(says_to "$write_address")" "$3"
	unlike 'nothing has arrived' "$(says_to "$write_address")" 'as they are'
}
kai='Kai <kai@customer.test>'
alone "$anna" '#doen' '^(\* )?If you meant “#done”: it is mistyped, so nothing was done\.$'
alone "$anna" '#hsitory 12' 'If you meant “#history”: it is mistyped'
alone "$anna" "#history $kais" 'can.t stand here; there are "#history" alone'
alone "$anna" "Hello,

#info $kais

Best regards
Anna" '#info takes no value'
alone "$anna" '#rate 9' 'a rating is a number from 1'
TO= BODY='#hsitory SUP-1'
post "$kai" "Re: $kais and more" "$proven"
is 'a colleague, too' "$(told)" 'transcript kai@customer.test'
BODY='#doen'
post "$kai" "Re: SUP-1" "$proven"
is 'of what is not his to give' "$(told)" 'transcript kai@customer.test'
for who in "$anna" 'Eve <eve@other.test>'; do
	BODY='#doen'
	post "$who" Printer "$proven"
	is "it opens no case of $who" "$(ended)" 'answered it asks something and belongs to no case'
	like 'it is said what may be meant' "$(words_to "$(echo "$who" | sed 's/.*<//; s/>//')")" \
		'If you meant “#done”: it is mistyped, so nothing was done\.'
done
BODY='#hlep'
post 'Eve <eve@other.test>' Hello
like 'nor without proof' "$(told); $(words_to eve@other.test)" \
	'^transcript eve@other.test; .*If you meant “#help”: it is mistyped, so nothing was done\.'
is 'no case, no entry' "$(count)" "$before"
write "$anna" '#doen

It prints again.'
is 'with a word more it is a comment' "$(told)" 'transcript anna@customer.test, comment sam@staff.test'
BODY='#Drucker'
post "$anna" Printer "$proven"
like 'a heading is none' "$(ended)" '^case'
write "$sam" '#info needed'
like 'staff is led to the status' "$(says_to sam@staff.test)" \
	'“#info needed”: the command.*#info takes no value \(did you mean “#needinfo”\?\)'

# Commands of others are answered, and stay text.
write "$anna" '#assign sam

It prints again, thank you all.'
like "staff's command is answered" "$(says_to anna@customer.test)" \
	'^\* “#assign sam” is a command for staff alone\. Your words have arrived as they are\.$'
like 'and the words reach staff' "$(says_to sam@staff.test)" '^·.*#assign sam$'
is 'they are kept' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" '#assign sam

It prints again, thank you all.'
write "$anna" '#wip
#tag x
#follow'
like 'each of several' "$(says_to anna@customer.test | tr '\n' ' ')" \
	'“#wip” is a command for staff alone;.*#info tells you how the case stands\. “#tag x” is a command for staff alone\. “#follow” is a'
write "$anna" '#help
#eta tomorrow'
is 'one that she may give is done besides' "$(told)" 'transcript anna@customer.test, comment sam@staff.test'
like 'in the same mail' "$(says_to anna@customer.test)" '^\* #info – how the case stands'
PROOF=
write "$anna" '#share bob@follower.test'
like 'its status is a sentence without the title' "$(says_to anna@customer.test)" '^Case SUP-1 has the status'
like 'without proof' "$(says_to anna@customer.test)" '^\* A line of your mail looks like a command\.'
unlike 'nothing of it goes back' "$(cat "$T/notice")$(says_to anna@customer.test)" 'share|bob@'
PROOF=$proven
for words in '#1 problem of us all' '#hashtag' '#mine is bigger' '#foo bar' \
	'I said #assign sam.' '> #assign sam'; do
	write "$anna" "$words"
	unlike "nothing is said of: $words" "$(told)" 'transcript'
done
BODY='#assign sam

The door is stuck.'
post "$anna" Door "$proven"
is 'with a receipt there is no second mail' "$(told)" 'receipt anna@customer.test, comment sam@staff.test'
like 'it says so' "$(says_to anna@customer.test)" '^“#assign sam” is a command for staff alone\.'

# Commands are no part of the text of a case that they open with.
BODY='#help
The door squeaks.

#priority high
Kind regards
Anna

On Monday Bob wrote:
> #help
> #priority high'
post "$anna" Squeak "$proven"
number=$(ended | sed 's/.* //')
is 'what was written is the text' "$(cm case show --json "$number" | json 'd["entries"][0]["text"]')" \
	'The door squeaks.

Kind regards
Anna

On Monday Bob wrote:
> #help
> #priority high'
unlike 'that staff gets, too' "$(says_to sam@staff.test)" '^·.*#(help|prio)'
like 'and both are done' "$(told)" '^help anna@customer.test, receipt anna@customer.test'
BODY='#assign sam
It is stuck.'
post "$anna" Stuck "$proven"
like "what isn't hers stays text" "$(says_to sam@staff.test)" '^·.*#assign sam$'

BODY='Everything is broken. #emergency, please!'
post "$anna" Fire "$proven"
is 'who opens a case gets the receipt alone' "$(told)" 'receipt anna@customer.test, comment sam@staff.test'
like 'with the hint' "$(says_to anna@customer.test)" '^If you meant “#emergency” as a command'

# What is no verb but can mean only one thing, and what people try.
write "$anna" '#dringend'
like 'a priority alone is asked for' "$(says_to anna@customer.test)" '^\* Staff has been asked: Priority Urgent\.'
for words in '#wie ist der Stand?' '#what is the status' '#any news' '#quel est le statut'; do
	write "$anna" "$words"
	is "asked as a command: $words" "$(told)" 'overview anna@customer.test'
done
write "$anna" '#dringend, sagt der Chef'
unlike 'in a sentence it is text' "$(told)" transcript
write "$sam" '#undo'
is 'undo is not done' "$(told)" 'returned sam@staff.test'
like 'but what may be meant is shown' "$(says_to sam@staff.test)" '#unmerge NUMBER'
done_testing
