#!/bin/sh
# Partners who work by mail: what a hand-over tells them and what it never does, their answers,
# their own numbers for a case, and those who claim to be one.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
forged='Authentication-Results: mx.example.org; dmarc=fail'
anna='Anna <anna@customer.test>'
sam='Sam Staff <sam@staff.test>'
vic='Vic Vendor <vic@vendor.test>'
olga='Olga <olga@other.test>'

# about NUMBER ADDRESS: addresses the next mail to this participant's ID
about()
{
	TO=support+$(id_of "$1" "$2")@example.org
}

# staff_says TEXT [NUMBER]: sam answers in the case
staff_says()
{
	BODY=$1
	about "${2:-SUP-1}" sam@staff.test
	post "$sam" 'Re: Printer' "$proven"
}

# partner_says TEXT [NUMBER]: vic answers
partner_says()
{
	BODY=$1
	about "${2:-SUP-1}" vic@vendor.test
	post "$vic" 'Re: Printer' "$proven"
}

people()
{
	cm case show --json "${1:-SUP-1}" |
		json '" ".join(p["role"] + ":" + p["address"].split("@")[0] for p in d["participants"])'
}

# partners: who had the case, and who answered
partners()
{
	cm case show --json "${1:-SUP-1}" | json '" ".join(p["partner"] + ("!" if p["answered"] else "")
		+ ("" if p["ended"] else "*") for p in d["partners"])'
}

cm person add vic@vendor.test name='Vic Vendor' role=partner >/dev/null
cm person add olga@other.test name=Olga role=partner >/dev/null
ok 'a partner' cm partner add Vendor address=vic@vendor.test
ok 'another' cm partner add 'Other Ltd' address=olga@other.test
ok 'one that sleeps' cm partner add Sleepy address=vic@vendor.test active=off
ok 'one without an address' cm partner add Mute
ok 'one who is of the house' cm partner add House address=sam@staff.test

MID=anna-root@pc7.customer.test
letter "$anna" Printer "$proven" 'MIME-Version: 1.0' \
	'Content-Type: multipart/mixed; boundary=bb'
sed -i '/^$/,$d' "$T/letter"
cat >>"$T/letter" <<-'MAIL'

	--bb
	Content-Type: text/plain

	The printer is purple.
	--bb
	Content-Type: text/plain; name=log.txt
	Content-Disposition: attachment; filename=log.txt

	drum error 1042
	--bb--
MAIL
hand_in
# The address as a name: nobody has told us another one.
cm case reply SUP-1 'Which drum is it?' --as sam@staff.test
cm case note SUP-1 'She never cleans it, codeword swordfish.' --as sam@staff.test
BODY='A colleague of mine has written before.'
about SUP-1 anna@customer.test
post "$anna" 'Re: Printer' "$proven"
about SUP-1 anna@customer.test
BODY='#share fred@customer.test'
post "$anna" 'Re: Printer' "$proven"

# Refused.
staff_says '#partner Vender'
is 'a wrong name comes back' "$(ended | cut -d' ' -f1)" returned
like 'with the nearest' "$(says_to sam@staff.test)" 'Vendor'
staff_says 'She is a pest, please take her.

#partner Acme'
is 'with text, too' "$(ended | cut -d' ' -f1) $(told)" 'returned returned sam@staff.test'
like 'which may be kept' "$(says_to sam@staff.test)" 'then its text is kept as a note, which only staff gets'
staff_says "#send $(stored 'SELECT max(id) FROM held')"
is 'the customer never gets it' "$(told)" 'transcript sam@staff.test'
is 'it is a note' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["kind"] + "|" + d["entries"][-1]["text"]')" \
	'note|She is a pest, please take her.'
staff_says 'She is still a pest.

#partnr Vendor'
like 'misspelt' "$(says_to sam@staff.test)" 'did you mean .*#partner NAME'
staff_says "#send $(stored 'SELECT max(id) FROM held')"
unlike 'the customer gets it neither' "$(told)" anna
for row in 'Sleepy=Sleepy is not active as a partner' 'Mute=Mute has no address' \
	'House=sam@staff.test, who speaks for House, is on the staff' \
	'none=the case is with no partner'; do
	staff_says "#partner ${row%%=*}"
	like "refused: ${row%%=*}" "$(says_to sam@staff.test)" "${row#*=}"
done
about SUP-1 anna@customer.test
BODY='#partner Vendor'
post "$anna" 'Re: Printer' "$proven"
is "a customer's is text" "$(people)" 'reporter:anna staff:sam follower:fred'

# The hand-over.
staff_says 'Our vendor will look at it.

#partner vendor'
is 'the partner hears of the case, and the customer not what is said to it' "$(told)" \
	'transcript sam@staff.test, handed vic@vendor.test'
like 'which its writer reads' "$(says_to sam@staff.test)" \
	'Your words went to Vendor and to the staff, not to the customer; to tell the customer'
is 'it is kept from the customer' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["kind"]')" note
is 'it takes part' "$(people)" 'reporter:anna staff:sam follower:fred partner:vic'
is 'and has the case' "$(partners)" 'Vendor*'
said=$(says_to vic@vendor.test)
mail=$(cat "$T/notice")
like 'a subject with its own ID' "$mail" \
	"^Subject: Handed to you - SUP-1, Printer\. $(id_of SUP-1 vic@vendor.test)"
like 'answers go there' "$mail" "^Reply-To: <?support\+$(id_of SUP-1 vic@vendor.test)@example\.org"
like 'the opening' "$said" '^The printer is purple\.'
like 'what staff answered' "$said" '^Which drum is it\?'
like 'under the name of the desk' "$said" 'Example Support$'
unlike 'not of who wrote it' "$(printf '%s\n' "$said" | grep -B1 'Which drum')" 'Sam'
like 'what was said along with it' "$said" '^Our vendor will look at it\.'
like 'and the files' "$mail" 'filename="?log\.txt'
like 'in full' "$mail" 'ZHJ1bSBlcnJvciAxMDQy|drum error 1042'
unlike 'no notes' "$mail" 'swordfish'
unlike 'nobody else'"'"'s address' "$mail" 'anna@|fred@|sam@'
unlike 'nor where they write from' "$mail" 'pc7'
unlike 'nor who works on it' "$mail" 'Handled by'
unlike 'nor the IDs of others' "$mail" \
	"$(id_of SUP-1 anna@customer.test)|$(id_of SUP-1 sam@staff.test)"
like 'staff reads of it in the history' "$(cm case history SUP-1)" 'partner .*Handed over to Vendor'
is 'and in lists' "$(cm case list --json --partner vendor | json '[c["number"] for c in d]')" '["SUP-1"]'
is 'which know who has none' "$(cm case list --json --partner none | json 'len(d)')" 0
staff_says '#partner Vendor'
like 'again: it has it' "$(says_to sam@staff.test)" 'The case is with Vendor already'
is 'and is told nothing' "$(told)" 'transcript sam@staff.test'
staff_says 'The drum is the one of 1998, by the way.

#partner Vendor'
is 'words beside it go there, too' "$(told)" 'transcript sam@staff.test, comment vic@vendor.test'
like 'whole' "$(says_to vic@vendor.test)" '^The drum is the one of 1998'
unlike 'and are no note there' "$(says_to vic@vendor.test)" '\[note\]|only staff'
partner_says 'The drum is the one of 1998, by the way.'
is 'which its system sends back: told to nobody' "$(told)" nobody

# What follows is told it as well, but notes, questions and who takes part.
about SUP-1 anna@customer.test
BODY='It is green now.'
post "$anna" 'Re: Printer' "$proven"
is 'what the customer writes' "$(told)" \
	'comment fred@customer.test, comment sam@staff.test, comment vic@vendor.test'
unlike 'without the address' "$(says_to vic@vendor.test)" 'anna@'
staff_says '#note
The vendor knows nothing of swordfish.'
unlike 'no notes' "$(told)" vic@vendor.test
staff_says 'And Bob has to know.

#share bob@customer.test
#priority high'
said=$(says_to vic@vendor.test)
like 'what changed' "$said" 'Priority: High'
unlike 'but not who came' "$said" 'bob@'

# Answers.
NOW=2026-11-22T07:13:00Z
partner_says 'Ticket: VND-1182

Please shake the drum.'
is 'the partner answers' "$(ended)" 'entry SUP-1'
is 'everybody else is told' "$(told)" 'comment anna@customer.test, comment bob@customer.test, comment fred@customer.test, comment sam@staff.test'
said=$(says_to anna@customer.test)
like 'by the name of the partner' "$said" '^Vendor wrote:'
unlike 'not of the person' "$(cat "$T/notice")" 'Vic|vic@'
unlike 'nor of its number' "$said" 'VND'
like 'the writer of the mail too' "$(cat "$T/notice")" '^From: Vendor via Example Support'
like 'staff sees both' "$(says_to sam@staff.test)" 'With: Vendor'
like 'and the number' "$(says_to sam@staff.test)" 'Vendor: VND-1182'
is 'it is on the case' "$(cm case show --json SUP-1 | json 'd["external"]')" \
	'[{"partner": "Vendor", "id": "VND-1182"}]'
is 'and found by it' "$(cm case list --json --external vnd-1182 | json '[c["number"] for c in d]')" \
	'["SUP-1"]'
is 'no other is' "$(cm case list --json --external vnd-118 | json 'len(d)')" 0
like 'how long it took' "$(cm case history SUP-1)" 'Vendor answered after 2 h 13 min'
is 'it has answered' "$(partners)" 'Vendor!*'
like 'its role in the history' "$(cm case history SUP-1)" 'comment .*\(partner: '

partner_says '#status solved'
is 'a report is for staff alone' "$(told)" 'comment sam@staff.test, transcript vic@vendor.test'
like 'who reads it' "$(says_to sam@staff.test)" 'Vendor says: solved'
is 'and sets nothing' "$(cm case show --json SUP-1 | json 'd["status"]')" New
partner_says '#done'
like 'as does #done' "$(says_to sam@staff.test)" 'Vendor says: solved'
partner_says '#status wonderful'
like 'others are explained' "$(says_to vic@vendor.test)" 'working, waiting, solved'
is 'and told to nobody' "$(told)" 'transcript vic@vendor.test'
partner_says 'We have a look.

#status wonderful
#statsu solved
#assign me'
is 'a line that fails is no text' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	'We have a look.'
unlike 'nor is it told the customer' "$(says_to anna@customer.test)" 'wonderful|statsu|assign'
like 'but its writer' "$(says_to vic@vendor.test)" '“#statsu solved”: .*no command'
partner_says 'We have looked.

#4711 is our part'
like 'other lines are text' "$(says_to anna@customer.test)" '^.?#4711 is our part'
partner_says '#people
#history
#info
#share eve@evil.test
#assign me
#priority urgent
#partner none
@Sam look'
is 'what is not theirs does nothing' "$(people)" \
	'reporter:anna staff:sam follower:fred partner:vic follower:bob'
unlike 'and answers nothing else' "$(told)" 'list|history|overview'
like 'but that' "$(says_to vic@vendor.test)" '“#share eve@evil.test”: the command.*#share is not yours to give'
unlike 'customers read none of it' "$(says_to anna@customer.test)" 'eve@evil|partner none'
BODY='#list'
post "$vic" Cases "$proven"
is 'a partner may have cases of its own' "$(ended)" 'case SUP-2'
unlike 'nor are lists' "$(told)" 'list '
partner_says '#external SUP-2'
like 'a number of ours is none of theirs' "$(says_to vic@vendor.test)" 'a number of ours'
partner_says '#external [INC0042]'
is 'it may change' "$(cm case show --json SUP-1 | json 'd["external"][0]["id"]')" INC0042

# Its number in a subject, without anything of ours.
BODY='The drum is on its way.'
post "$vic" '[INC0042] Printer' "$proven"
is 'its number finds the case' "$(ended)" 'entry SUP-1'
BODY='The drum is on its way again.'
post "$vic" 'inc0042: Printer'
is 'without proof: held' "$(ended)" \
	'held it speaks for a partner without proof of its From address'
BODY='I am the vendor, really.'
post "$vic" '[INC0042] Printer' "$forged"
is 'forged: held' "$(ended | cut -d' ' -f1)" held
count=$(cm case list --json | json 'len(d)')
BODY='Mine too.'
post "$anna" '[INC0042] Fax' "$proven"
is 'to others it is a word' "$(ended)" "case SUP-$((count + 1))"
fax=SUP-$((count + 1))
BODY='And mine?'
post "$olga" '[INC0042] Fax' "$proven"
is 'to another partner too' "$(ended | cut -d' ' -f1)" case

# One partner's case is not the other's.
staff_says '#partner Other' "$fax"
is 'another case, another partner' "$(partners "$fax")" 'Other Ltd*'
TO=support+$(id_of "$fax" olga@other.test)@example.org
BODY='Let me see the fax.'
post "$vic" Fax "$proven"
is "another one's ID: held" "$(ended)" 'held the sender is not part of the case it names'
TO=support+$(id_of SUP-1 anna@customer.test)@example.org
BODY='I have found this ID.'
post "$olga" Fax "$proven"
is 'and that of a customer' "$(ended)" 'held the sender is not part of the case it names'
is 'nobody is told' "$(told)" nobody
BODY='#external INC0042'
about "$fax" olga@other.test
post "$olga" Fax "$proven"
BODY='Whose is it?'
post "$olga" '[INC0042] Fax' "$proven"
is 'the same number at another partner: the own case' "$(ended)" "entry $fax"
BODY='I have it.'
post "$vic" '[INC0042] Printer' "$proven"
is 'and here' "$(ended)" 'entry SUP-1'

# Loops.
BODY='I am out of office until Monday, and thank you for the printer.'
about SUP-1 vic@vendor.test
post "$vic" 'Automatic reply: Printer' "$proven" 'Auto-Submitted: auto-replied'
is 'a robot is stored' "$(ended)" 'entry machine mail'
is 'and told to nobody' "$(told)" nobody
staff_says 'The customer asks when the drum will come, in the end.'
like 'the partner is told' "$(told)" 'comment vic@vendor.test'
partner_says 'The customer asks
when the drum will come,  in the end.'
is 'its system sends that back: stored' "$(ended)" 'entry machine mail'
is 'and told to nobody' "$(told)" nobody
partner_says 'The customer asks when the drum will come, in the end. On Monday.'
like 'with a word more it is an answer' "$(told)" 'comment anna@customer.test'

# Merging would show it another case.
staff_says "#merge $fax"
like 'no merge meanwhile' "$(says_to sam@staff.test)" 'SUP-1 is with Vendor; take it back first'

# Handed on, and taken back.
old=$(id_of SUP-1 vic@vendor.test)
staff_says 'They are too slow.

#partner Other Ltd'
is 'each is told its own' "$(told)" \
	'handed olga@other.test, transcript sam@staff.test, taken-back vic@vendor.test'
like 'the words go to the new one' "$(says_to olga@other.test)" '^They are too slow'
is 'the former one is gone' "$(people)" 'reporter:anna staff:sam follower:fred follower:bob partner:olga'
is 'its part is on record' "$(partners)" 'Vendor! Other Ltd*'
said=$(says_to vic@vendor.test)
like 'it is told why' "$said" 'is no longer with you'
like 'why it has come' "$said" 'because this case was with you'
unlike 'and nothing else' "$(cat "$T/notice")" "purple|drum|slow|$old"
like 'the next one reads what the first has said' "$(says_to olga@other.test)" 'Please shake the drum'
unlike 'by its name alone' "$(cat "$T/notice")" 'vic@|Vic'
unlike "and not its number" "$(cat "$T/notice")" 'INC0042'
TO=support+$old@example.org
BODY='One more thing.'
post "$vic" 'Re: Printer' "$proven"
is 'a former partner: held' "$(ended)" 'held the sender is not part of the case it names'
BODY='Yet another.'
post "$vic" '[INC0042] Printer' "$proven"
is 'by its own number too' "$(ended)" 'held the sender is not part of the case it names'
about SUP-1 anna@customer.test
BODY='Is it over?'
post "$anna" 'Re: Printer' "$proven"
unlike 'it hears nothing more' "$(told)" vic@vendor.test
ok 'back by the command line' cm case set SUP-1 partner=none
is 'nobody has it' "$(partners)" 'Vendor! Other Ltd'
ok 'and out again' cm case set SUP-1 partner=Vendor external=VND-9
is 'with a new ID' "$([ "$(id_of SUP-1 vic@vendor.test)" != "$old" ]; echo $?)" 0
like 'and all there is' "$(says_to vic@vendor.test)" 'The printer is purple'
says 1 '1 cases are with Vendor; take them back first, by partner=none' partner remove Vendor
says 1 '.*no number of a partner.*' case set SUP-1 external=nonumber
staff_says 'We do it ourselves.

#partner none'
is 'words beside taking it back go to nobody outside' "$(told)" \
	'transcript sam@staff.test, taken-back vic@vendor.test'
like 'which is said' "$(says_to sam@staff.test)" 'nothing goes to the customer'
ok 'and out once more' cm case set SUP-1 partner=Vendor
staff_says '#note She has not paid.
#partner Other Ltd'
is 'a note beside it is a note' "$(told)" \
	'handed olga@other.test, transcript sam@staff.test, taken-back vic@vendor.test'
unlike 'for the partner too' "$(says_to olga@other.test)" 'not paid'
like 'which is said' "$(says_to sam@staff.test)" 'Other Ltd gets the case without them'
cm case set SUP-1 partner=Vendor
staff_says '#partner none
#partner Other Ltd'
is 'twice in a mail: returned' "$(ended | cut -d' ' -f1)" returned
is 'and nothing is done' "$(partners | sed 's/.* //')" 'Vendor*'

# Mentions: it gets what is written anyway, but no notes.
staff_says '@vendor and @vic, what do you say?'
like 'is told' "$(told)" 'comment vic@vendor.test'
like 'and that is said' "$(says_to sam@staff.test)" '@vendor needs no mention: the case is with Vendor, who gets your message anyway'
staff_says '#note @vendor is slow.'
unlike 'is not told of a note' "$(told)" vic
like 'and that is said' "$(says_to sam@staff.test)" '@vendor gets no notes'
about SUP-1 anna@customer.test
BODY='@Vendor and @vic, what do you say?'
post "$anna" 'Re: Printer' "$proven"
like 'to the customer, too' "$(says_to anna@customer.test)" '@Vendor needs no mention'
like 'who knows its name alone' "$(says_to anna@customer.test)" '@vic is nobody who can be mentioned'

# A status is told it, a closing too.
staff_says '#status Work in progress'
like 'a new status' "$(told)" 'receipt vic@vendor.test'
unlike 'with no word of who works on it' "$(says_to vic@vendor.test)" 'Handled by|Sam'

# A customer who follows can't be made a partner unawares.
ok 'a partner who follows' cm partner add Fred address=fred@customer.test
staff_says '#partner Fred'
like 'takes part already' "$(says_to sam@staff.test)" 'takes part in this case as its follower'
done_testing
