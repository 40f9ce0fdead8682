# Who takes part in a case: sharing and following, organisations that follow, being removed, and
# what each of them is told and may do.
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
bob=bob@follower.test
cm org add 'Acme Ltd' domains=acme.test >/dev/null
cm person add cleo@acme.test name='Cleo Acme' >/dev/null
cm person add dora@acme.test name='Dora Acme' >/dev/null

# people: who takes part, and as what
people()
{
	cm case show --json "${1:-SUP-1}" |
		json '" ".join(p["role"] + ":" + p["address"].split("@")[0] for p in d["participants"])'
}

# about NUMBER ADDRESS: addresses the next mail to this participant's ID
about()
{
	TO=support+$(id_of "$1" "$2")@example.org
}

BODY='The printer is purple.'
post "$anna" Printer "$proven"
MID=note1@staff.test about SUP-1 sam@staff.test
BODY='A drum is on its way.'
post "$sam" 'Re: Printer' "$proven"
cm case note SUP-1 'She never cleans it.'

# Sharing.
about SUP-1 anna@customer.test
BODY="#share $bob

Bob has to know too."
post "$anna" 'Re: Printer' "$proven"
is 'the reporter shares' "$(told)" \
	"transcript anna@customer.test, shared $bob, comment sam@staff.test"
like 'and hears that it is done' "$(says_to anna@customer.test)" "^\* Shared with: $bob\$"
is 'and there is a follower' "$(people)" 'reporter:anna staff:sam follower:bob'
said=$(says_to $bob)
like 'who shared it' "$said" '^Anna has shared case SUP-1 with you\.'
like 'the new words' "$said" '^Bob has to know too\.'
like 'the opening' "$said" '^The printer is purple\.'
like 'what staff answered' "$said" '^A drum is on its way\.'
unlike 'no notes' "$said" 'cleans'
like 'an ID of his own' "$(cat "$T/notice")" "^Reply-To: <?support\+$(id_of SUP-1 $bob)@example\.org"
like 'its subject' "$(cat "$T/notice")" '^Subject: Shared with you - SUP-1, Printer'
unlike 'no fixed subject of a case' "$(cat "$T/notice")" '^Subject: Case '
about SUP-1 anna@customer.test
BODY="#share $bob"
post "$anna" 'Re: Printer' "$proven"
is 'again: nobody else hears of it' "$(told)" 'transcript anna@customer.test'
like 'but the writer' "$(says_to anna@customer.test)" "^\* $bob follows the case already\.\$"
about SUP-1 anna@customer.test
BODY="Hello.

#share zoe@follower.test"
post "$anna" 'Re: Printer'
is 'without proof it is only text' "$(people)" 'reporter:anna staff:sam follower:bob'
about SUP-1 anna@customer.test
BODY='#share support@example.org
#share nobody at all'
post "$anna" 'Re: Printer' "$proven"
said=$(says_to anna@customer.test)
like "not with the desk" "$said" 'support@example.org is an address of the desk itself'
like 'nor with a name that nobody has' "$said" '"nobody at all" is no name that is known to you'
about SUP-1 anna@customer.test
BODY='#share Cleo Acme'
post "$anna" 'Re: Printer' "$proven"
like 'nor by the name of somebody elsewhere' "$(says_to anna@customer.test)" \
	'"Cleo Acme" is no name that is known to you'
about SUP-1 anna@customer.test
BODY='#share Sam Staff, -bob@follower.test'
post "$anna" 'Re: Printer' "$proven"
is 'staff by name; less one' "$(people)" 'reporter:anna follower:sam'
like 'both are confirmed' "$(says_to anna@customer.test | tr '\n' ' ')" \
	"\* Shared with: sam@staff.test \* Removed: $bob"
about SUP-1 anna@customer.test
BODY="#share $(seq -s, -f 'p%g@many.test' 21)"
post "$anna" 'Re: Printer' "$proven"
like 'a cap for one mail' "$(says_to anna@customer.test)" 'one mail can add 20 persons at most'
is 'adds nobody' "$(people)" 'reporter:anna follower:sam'

# A follower who was removed is an outsider.
old=$(stored "SELECT tracking_id FROM former_participant")
TO=support+$old@example.org
post "$bob" 'Re: Printer' "$proven"
is 'mail of who was removed is held' "$(ended)" \
	'held the sender is not part of the case it names'
TO=support+$old@example.org
post "$anna" 'Re: Printer'
is 'the old ID still names the case' "$(ended)" 'entry SUP-1'
is 'and nobody tells bob' "$(told)" 'comment sam@staff.test'
about SUP-1 anna@customer.test
BODY="#share $bob"
post "$anna" 'Re: Printer' "$proven"
is 'the reporter adds him again' "$(people)" 'reporter:anna follower:sam follower:bob'
[ "$(id_of SUP-1 $bob)" != "$old" ]
is 'with another ID' $? 0

# Following no more.
about SUP-1 $bob
BODY='#stop'
post $bob 'Re: Printer'
is 'a follower leaves, without proof too' "$(people)" 'reporter:anna follower:sam'
like 'and is told so' "$(says_to $bob)" 'You get no more mail about this case\.'
about SUP-1 anna@customer.test
BODY='#unfollow'
post "$anna" 'Re: Printer' "$proven"
like "the reporter can't" "$(says_to anna@customer.test)" 'you opened this case, so you stay part'
about SUP-1 sam@staff.test
BODY='#unfollow'
post "$sam" 'Re: Printer' "$proven"
is 'staff keeps its ID' "$(people)" 'reporter:anna staff:sam'
about SUP-1 sam@staff.test
BODY='#remove anna@customer.test'
post "$sam" 'Re: Printer' "$proven"
is 'nobody removes the reporter' "$(ended | cut -d' ' -f1)" returned
like 'and hears why' "$(says_to sam@staff.test)" 'opened this case and stays part of it'

# Organisations.
about SUP-1 sam@staff.test
BODY="Please look.
#share Acme Ltd, $bob"
post "$sam" 'Re: Printer' "$proven"
is "another customer's organisation: asked first" "$(told)" 'returned sam@staff.test'
like 'with both names, and how to go on' "$(says_to sam@staff.test)" \
	"“#share Acme Ltd, $bob”: this is a case of Anna, and everybody of Acme Ltd could read it; if that is right:.*#share Acme Ltd, $bob yes"
is 'it is not shared' "$(cm case show --json SUP-1 | json 'd["organisations"]')" '[]'
about SUP-1 sam@staff.test
BODY="#share Acme Ltd, $bob yes"
post "$sam" 'Re: Printer' "$proven"
is 'an organisation follows and gets no mail' "$(told)" "shared $bob, transcript sam@staff.test"
is 'it is shown' "$(cm case show --json SUP-1 | json 'd["organisations"]')" \
	'[{"name": "Acme Ltd"}]'
post cleo@acme.test 'About SUP-1'
is 'its persons need proof' "$(ended)" 'case SUP-2'
BODY='#follow'
post cleo@acme.test 'About SUP-1' "$proven"
is 'and may follow' "$(told)" 'shared cleo@acme.test'
like 'which tells the story' "$(says_to cleo@acme.test)" 'The printer is purple\.'
is 'as followers of their own' "$(people)" 'reporter:anna staff:sam follower:bob follower:cleo'
about SUP-1 cleo@acme.test
BODY='#remove bob@follower.test'
post cleo@acme.test 'Re: Printer' "$proven"
like "who can't remove others" "$(says_to cleo@acme.test)" 'only the reporter and the desk may'
about SUP-1 cleo@acme.test
BODY='#remove Acme Ltd'
post cleo@acme.test 'Re: Printer' "$proven"
is 'but the own organisation' "$(cm case show --json SUP-1 | json 'd["organisations"]')" '[]'
about SUP-1 cleo@acme.test
BODY='#remove me'
post cleo@acme.test 'Re: Printer' "$proven"
like 'a warning before access is lost' "$(says_to cleo@acme.test)" \
	'you would lose access to this case yourself; .* write.#remove me yes'
is 'nothing is done' "$(people)" 'reporter:anna staff:sam follower:bob follower:cleo'
about SUP-1 cleo@acme.test
BODY='#remove me yes'
post cleo@acme.test 'Re: Printer' "$proven"
is 'until it is said again' "$(people)" 'reporter:anna staff:sam follower:bob'
like 'the last word' "$(says_to cleo@acme.test)" 'You have left this case'
post dora@acme.test 'About SUP-1' "$proven"
is 'the others have lost it too' "$(ended)" 'case SUP-3'

# With a receipt that holds it no second mail is sent.
about SUP-1 anna@customer.test
BODY='#share zoe@follower.test
#done'
post "$anna" 'Re: Printer' "$proven"
is 'a receipt confirms it as well' "$(told | tr , '\n' | grep anna)" 'receipt anna@customer.test'
like 'by name' "$(says_to anna@customer.test)" '^\* Shared with: zoe@follower\.test$'
about SUP-1 anna@customer.test
BODY='#remove zoe@follower.test
#reopen'
post "$anna" 'Re: Printer' "$proven"
like 'so does the next one' "$(says_to anna@customer.test)" '^\* Removed: zoe@follower\.test$'

# The additional contact.
about SUP-1 anna@customer.test
BODY='#contact carl@elsewhere.test'
post "$anna" 'Re: Printer' "$proven"
is 'a contact is told' "$(told)" 'transcript anna@customer.test, shared carl@elsewhere.test'
like 'and so is the reporter' "$(says_to anna@customer.test)" \
	'^\* Additional contact: carl@elsewhere\.test$'
silently
cm --now "$NOW" case set SUP-1 eta=2026-12-01
is 'and gets what the reporter gets' "$(told)" \
	"eta anna@customer.test, eta $bob, eta carl@elsewhere.test"
about SUP-1 anna@customer.test
BODY='#contact keiner'
post "$anna" 'Re: Printer' "$proven"
is 'no more' "$(people)" 'reporter:anna staff:sam follower:bob'
BODY='Impact: high
Additional contact: carl@elsewhere.test

The scanner is broken.'
post "$anna" Scanner "$proven"
is 'named in the opening' "$(told)" \
	'receipt anna@customer.test, receipt carl@elsewhere.test, comment sam@staff.test'
is 'a contact from the beginning' "$(people "$(ended | sed 's/.* //')")" \
	'reporter:anna contact:carl staff:sam'
BODY='Additional contact: carl@elsewhere.test'
post eve@evil.test Scanner
is 'but for a proven address' "$(told)" 'receipt eve@evil.test, comment sam@staff.test'
about SUP-1 anna@customer.test
BODY='Additional contact: zoe@elsewhere.test'
post "$anna" 'Re: Printer' "$proven"
is 'only text in an answer' "$(people)" 'reporter:anna staff:sam follower:bob'

# An address that is nearly one of the case's; "yes" in six languages.
about SUP-1 anna@customer.test
BODY='#share dave@custmer.test'
post "$anna" 'Re: Printer' "$proven"
is 'a slip adds nobody' "$(people)" 'reporter:anna staff:sam follower:bob'
like 'and is pointed out' "$(says_to anna@customer.test | tr '\n' ' ')" \
	'did you mean dave@customer\.test\? If dave@custmer\.test is right, write.*share.*dave@custmer\.test.*yes'
about SUP-1 anna@customer.test
BODY='#contact dave@cusotmer.test'
post "$anna" 'Re: Printer' "$proven"
like 'of a contact, too' "$(says_to anna@customer.test | tr '\n' ' ')" 'did you mean dave@customer\.test'
about SUP-1 anna@customer.test
BODY='#share dave@acm.test'
post "$anna" 'Re: Printer' "$proven"
is 'domains that she can not know are no hint' "$(people)" 'reporter:anna staff:sam follower:bob follower:dave'
about SUP-1 anna@customer.test
BODY='#share -dave@acm.test'
post "$anna" 'Re: Printer' "$proven"
for yes in yes ja sí oui はい да; do
	about SUP-1 anna@customer.test
	BODY="#share dave@custmer.test $yes"
	post "$anna" 'Re: Printer' "$proven"
	is "meant so: $yes" "$(people)" 'reporter:anna staff:sam follower:bob follower:dave'
	about SUP-1 anna@customer.test
	BODY='#share -dave@custmer.test'
	post "$anna" 'Re: Printer' "$proven"
done

# Who belongs to another customer gets a case by staff's word of its own.
about SUP-1 sam@staff.test
BODY='#share cleo@acme.test'
post "$sam" 'Re: Printer' "$proven"
like 'one of another customer' "$(says_to sam@staff.test | tr '\n' ' ')" \
	'this is a case of Anna, and cleo@acme\.test of Acme Ltd could read it; if that is right:.*share.*cleo@acme\.test.*yes'
about SUP-1 sam@staff.test
BODY='#share new@acme.test'
post "$sam" 'Re: Printer' "$proven"
like 'by the domain, too' "$(says_to sam@staff.test | tr '\n' ' ')" 'new@acme\.test of acme\.test could read it'
is 'nobody is added' "$(people)" 'reporter:anna staff:sam follower:bob'
about SUP-1 sam@staff.test
BODY='#share cleo@acme.test oui'
post "$sam" 'Re: Printer' "$proven"
is 'but so' "$(people)" 'reporter:anna staff:sam follower:bob follower:cleo'
about SUP-1 sam@staff.test
BODY='#share -cleo@acme.test'
post "$sam" 'Re: Printer' "$proven"
like 'the history knows all' "$(cm case history SUP-1)" \
	'share +anna@customer.test \(reporter: dmarc=pass\): Shared with bob@follower.test'
ok 'every mail is accounted for' cm audit
done_testing
