# Notes are for staff alone: by command, by the internal address, and never as a quote in an
# answer to the customer, whatever the mail program makes of it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/prefix = "SUP"/a internal = "inside@example.org"' "$DESK_CONF"
cm person add tina@staff.test name='Tina Staff' role=staff desk=support >/dev/null
anna='Anna <anna@customer.test>'
sam='Sam Staff <sam@staff.test>'
tina='Tina Staff <tina@staff.test>'

# about ADDRESS: the next mail goes to this participant's ID of the case
about()
{
	TO=support+$(id_of SUP-1 "$1")@example.org
}

# kinds: the entries of the case, in order
kinds()
{
	cm case show --json SUP-1 | json '" ".join(e["kind"] for e in d["entries"])'
}

# leaks: how many mails to others than staff hold what only notes say
leaks()
{
	for leak_id in $(stored "SELECT id FROM outbox WHERE recipient NOT LIKE '%@staff.test'"); do
		cm queue show "$leak_id" | "$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print("leak" if any("cellar" in p.get_content() for p in m.walk()
	if p.get_content_maintype() == "text") else "none")'
	done | grep -c leak
}

BODY='The printer prints in purple since Monday morning.'
post "$anna" Printer "$proven"
about anna@customer.test
BODY='#share bob@follower.test'
post "$anna" 'Re: Printer' "$proven"

# By command.
about sam@staff.test
BODY='#note

She never cleans the drum, and then she complains about it.
Do not tell her that we have three drums in the cellar.'
post "$sam" 'Re: Printer' "$proven"
is 'a note by command' "$(told)" 'comment tina@staff.test'
is 'is a note' "$(kinds | sed 's/.* //')" note
notice_to tina@staff.test
cp "$T/notice" "$T/note"
like 'each of its lines is marked' "$(cat "$T/note")" '^\[note\] She never cleans'
like 'an answer stays inside' "$(cat "$T/note")" \
	"^Reply-To: <?inside\+$(id_of SUP-1 tina@staff.test)@example\.org"
about sam@staff.test
BODY='#note three of them in the cellar, and a very long line that the mail program wraps as it
sees fit.

And more.'
post "$sam" 'Re: Printer' "$proven"
is 'text behind it' "$(told)" 'comment tina@staff.test'
is 'and all the rest belongs to it' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	'three of them in the cellar, and a very long line that the mail program wraps as it
sees fit.

And more.'
about sam@staff.test
BODY='The first cellar.

#note And the second one.'
post "$sam" 'Re: Printer' "$proven"
is 'it stands where it was written' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	'The first cellar.

And the second one.'
about sam@staff.test
BODY='#note
#status Work in progress

This is for us: the cellar again.'
post "$sam" 'Re: Printer' "$proven"
is 'with another command' "$(told)" "receipt anna@customer.test, receipt bob@follower.test, \
transcript sam@staff.test, comment tina@staff.test"
TO=inside@example.org
BODY='#note'
post "$sam" 'A new case' "$proven"
is 'no case begins with one' "$(ended | cut -d' ' -f1)" returned

# By the internal address.
TO=inside+$(id_of SUP-1 tina@staff.test)@example.org
BODY='In which cellar?'
post "$tina" 'Re: Printer' "$proven"
is 'an answer to a note is a note' "$(told)" 'comment sam@staff.test'
letter "$sam" "Re: $(id_of SUP-1 sam@staff.test)" "$proven" 'Cc: inside@example.org'
hand_in "$T/letter" support@example.org inside@example.org
is 'to both addresses: a note, once' "$(kinds | sed 's/.* //') $(told)" \
	'note transcript sam@staff.test, comment tina@staff.test'
notice_to sam@staff.test
like 'which its writer is told' "$(cat "$T/notice")" 'is kept as a note'

# Staff that follows gets notes, customers who follow don't.
about sam@staff.test
BODY='#assign tina@staff.test
#follow'
post "$sam" 'Re: Printer' "$proven"
TO=inside+$(id_of SUP-1 tina@staff.test)@example.org
BODY='The cellar is locked.'
post "$tina" 'Re: Printer' "$proven"
is 'a note by the assignee' "$(told)" 'comment sam@staff.test'
about anna@customer.test
BODY='It is still slow.'
post "$anna" 'Re: Printer' "$proven"
is 'a comment of the customer' "$(told)" \
	'comment bob@follower.test, comment sam@staff.test, comment tina@staff.test'
like 'no stray note' "$(cat "$T/note")" '^\[note\]'

# Answers that quote a note.
for style in $("$TEST_LIB/quoter" --styles); do
	silently
	entries=$(stored 'SELECT count(*) FROM entry')
	mails_from="$tina"
	echo "We are on our way with a new one ($style)." |
		"$TEST_LIB/quoter" "$T/note" "$style" "$tina" "support@example.org" >"$T/letter"
	about tina@staff.test
	hand_in "$T/letter" "support+$(id_of SUP-1 tina@staff.test)@example.org"
	case $(ended | cut -d' ' -f1) in
	entry) is "$style: the answer without the note" "$(kinds | sed 's/.* //') $(told | tr -d '\n')" \
		'comment comment anna@customer.test, comment bob@follower.test, comment sam@staff.test' ;;
	returned) is "$style: returned" "$(told) $(($(stored 'SELECT count(*) FROM entry') - entries))" \
		'returned tina@staff.test 0' ;;
	*) fail "$style" "$(ended)" ;;
	esac
	is "$style: no leak" "$(leaks)" 0
done
is 'some are sent without the note' "$(stored "SELECT count(*) > 3 FROM delivery d JOIN message m
	ON m.id = d.message WHERE d.outcome = 'entry' AND m.sender = 'tina@staff.test'")" 1
is 'some are returned' "$(stored "SELECT count(*) > 3 FROM delivery WHERE outcome = 'returned'")" 1
notice_to tina@staff.test
like 'and say why' "$(cat "$T/notice")" 'internal note'
about tina@staff.test
BODY='Dear Anna, we have found out now why the printer is so slow.
#note the cellar!
It stands where it is damp, and the paper does not like that at all.'
post "$tina" 'Re: Printer' "$proven"
is 'a command that stands wrong' "$(told)" 'returned tina@staff.test'
about tina@staff.test
BODY='It prints in purple since Monday morning, you say.'
post "$tina" 'Re: Printer' "$proven"
is "the customer's own words are no secret" "$(told)" \
	'comment anna@customer.test, comment bob@follower.test, comment sam@staff.test'

# Honest words that a note has too: their writer sees them, and sends them all the same.
about sam@staff.test
BODY='#note
The new drum arrives on Monday before noon, by van.'
post "$sam" 'Re: Printer' "$proven"
about sam@staff.test
BODY='The new drum arrives on Monday before noon.

#priority high'
post "$sam" 'Re: Printer' "$proven"
returned=$(stored 'SELECT max(id) FROM held')
is 'returned first' "$(told)" 'returned sam@staff.test'
notice_to sam@staff.test
like 'with the way out' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')" \
	'answer this mail with “#send” alone, within 7 days: then your mail goes out, these words included'
return_id=$(sed -n 's/^Message-I[Dd]: *//p' "$T/notice")
about sam@staff.test
BODY='#send'
post "$sam" 'Re: Printer' "$proven"
is 'not by chance: it has to be named' "$(ended | cut -d' ' -f1) $(told)" 'returned returned sam@staff.test'
BODY='#send'
post "$sam" 'Re: Returned mail' "$proven" "In-Reply-To: $return_id"
like 'then everybody gets it' "$(told)" 'comment anna@customer.test, comment bob@follower.test'
is 'as it stood, its commands carried out' "$(cm case show --json SUP-1 |
	json 'd["entries"][-1]["text"] + "|" + d["priority"]')" 'The new drum arrives on Monday before noon.|High'
is 'once' "$(stored "SELECT decision FROM held WHERE id = $returned")" released
# Returned for a command, and its text for the note: each is said, and each is let go.
about sam@staff.test
BODY='#note
Her old drum goes back to the maker on Friday.'
post "$sam" 'Re: Printer' "$proven"
about sam@staff.test
BODY='Her old drum goes back to the maker, yes.

#priorty low'
post "$sam" 'Re: Printer' "$proven"
BODY="#send $(stored 'SELECT max(id) FROM held')"
post "$sam" 'Re: Returned mail' "$proven"
is 'without the command it is returned for the note' "$(told)" \
	'returned sam@staff.test, transcript sam@staff.test'
BODY="#send $(stored "SELECT max(id) FROM held WHERE decision IS NULL")"
post "$sam" 'Re: Returned mail' "$proven"
like 'then it goes out' "$(told)" 'comment anna@customer.test'
is 'as text' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"] + "|" + d["priority"]')" \
	'Her old drum goes back to the maker, yes.|High'

# Who comes later.
about anna@customer.test
BODY='#share carl@late.test'
post "$anna" 'Re: Printer' "$proven"
is 'and the history of who comes late holds no note' "$(told) $(leaks)" \
	'transcript anna@customer.test, shared carl@late.test 0'
ok 'every mail is accounted for' cm audit
done_testing
