# What a mail shows to whom: times in the reader's zone, names of staff, whether anybody vouches for
# a sender, the end of an emergency, and the past of cases that were merged.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>'
bob='Bob <bob@customer.test>'
fred='Fred <fred@follower.test>'
sam='Sam Staff <sam@staff.test>'

# write WHO TEXT [NUMBER [FIELD]]: a mail on this case, by the writer's own ID
write()
{
	write_address=$(printf '%s\n' "$1" | sed 's/.*<//; s/>.*//')
	TO=support+$(id_of "${3:-SUP-1}" "$write_address")@example.org BODY=$2
	post "$1" 'Re: Printer' "${4-$proven}"
}

# said ADDRESS: subject and text of the last mail to it
said()
{
	notice_to "$1"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m["subject"]); print(m.get_body(("plain",)).get_content().replace(" \n", " "))' "$T/notice"
}

cm org add 'Customer Ltd' domains=customer.test sharing=yes zone=America/New_York
cm person add anna@customer.test name=Anna zone=Europe/Berlin
says 1 '"Mars/Phobos" is no time zone; write it as the IANA names it, like Europe/Berlin' \
	org set 'Customer Ltd' zone=Mars/Phobos
post "$anna" Printer "$proven"
write "$sam" '#share bob@customer.test, fred@follower.test'

# The ETA, in each reader's zone; the subject stays as it is.
write "$sam" '#eta 2026-12-01 14:00 UTC
#mine'
said=$(said anna@customer.test)
like 'the subject has UTC' "$said" '^Case ETA Update .* - ETA: 2026-12-01 14:00 UTC\. CM'
like 'the text has her zone' "$said" 'to be done with case SUP-1 by Tuesday, 2026-12-01 15:00 CET\.'
like 'the change' "$said" '^\* ETA: Tuesday, 2026-12-01 15:00 CET'
like 'the case' "$said" '^Expected: Tuesday, 2026-12-01 15:00 CET$'
like 'of the organisation' "$(said bob@customer.test)" '^Expected: Tuesday, 2026-12-01 09:00 EST$'
like 'of nobody' "$(said fred@follower.test)" '^Expected: Tuesday, 2026-12-01 14:00 UTC$'
write "$anna" '#info'
said=$(said anna@customer.test)
like 'how it stands' "$said" 'expected to be done by Tuesday, 2026-12-01 15:00 CET'
like 'what happened' "$said" '^ETA: none -> Tuesday, 2026-12-01 15:00 CET$'
like 'and when' "$said" '^\* 2026-11-22 06:00 CET, Anna$'
write "$bob" '#info'
write "$bob" '#list'
like 'a list' "$(said bob@customer.test)" 'expected Tuesday, 2026-12-01 09:00 EST'
write "$sam" '#eta 2026-12-02'
like 'a day is one everywhere' "$(said bob@customer.test)" '^Expected: Wednesday, 2026-12-02$'

is 'its setter reads once which day it is' "$(said sam@staff.test | grep -c 'Wednesday, 2026-12-02')" 1
write "$sam" '#eta 2.12.'
like 'and that it was set' "$(said sam@staff.test)" 'ETA is Wednesday, 2026-12-02 already'
for words in 'next friday 10:00' 'nächsten Freitag' 'viernes próximo' 'vendredi prochain' \
	'следующая пятница' 来週の金曜日; do
	write "$sam" "#eta $words"
	like "$words: which one?" "$(said sam@staff.test)" \
		'can be read in two ways; write 2026-11-27 or 2026-12-04$'
done
write "$sam" '#eta 金曜日 10:00'
like 'without, it is the coming one' "$(said sam@staff.test)" 'ETA: Friday, 2026-11-27 1[01]:00'

# Who of the staff it was.
like 'the assignee has a name' "$(said anna@customer.test)" '^Handled by: Sam Staff$'
write "$sam" 'We look into it.

#reply-as desk'
like 'until the desk stands for all' "$(said sam@staff.test)" "read the desk's name instead"
unlike 'in the text' "$(said anna@customer.test)" 'Sam'
write "$sam" 'And we go on.

#status work'
unlike 'from then on' "$(said anna@customer.test)" 'Sam'
write "$sam" '#assign none'
write "$sam" 'A word.

#mine'
unlike 'in what has changed' "$(said anna@customer.test)" 'Sam|Assignee'
for words in '#info' '#history' '#people' '#list all' '#follow'; do
	write "$bob" "$words"
	unlike "in the answer to $words" "$(said bob@customer.test)" 'Sam'
done
write "$sam" '#share gina@follower.test'
said=$(said gina@follower.test)
unlike 'to who comes later' "$said" 'Sam'
like 'who reads what was said' "$said" '^And we go on\.$'
like 'by the desk' "$said" ', Example Support$'
like 'staff reads the name' "$(cm case history SUP-1)" 'comment +sam@staff'
write "$sam" 'It is me again.

#reply-as me'
like 'until that is ended' "$(said anna@customer.test)" '^Sam Staff wrote:$'

# What nobody vouches for.
warning='^The sender’s address could not be verified\.$'
write "$anna" 'My own words.' SUP-1 'X-Nobody: vouches'
like 'is said to who reads it' "$(said bob@customer.test)" "$warning"
like 'in HTML too' "$(cat "$T/notice")" 'could not be verif'
write "$anna" 'My proven words.'
unlike 'and not of what is proven' "$(said bob@customer.test)" 'verified'
write "$sam" 'The words of staff.'
unlike 'nor of staff' "$(said bob@customer.test)" 'verified'
write "$bob" '#history'
like 'the history says it' "$(said bob@customer.test)" \
	', Anna \(the sender’s address could not be verified\)$'
write "$sam" '#history'
like 'and numbers the entries for staff' "$(said sam@staff.test)" '^\* No\. 1, 2026-11-22 05:00 UTC, Anna'

# The end of an emergency.
write "$sam" '#emergency'
write "$sam" '#status Done'
is 'a completed case is none' "$(cm case show --json SUP-1 | json 'd["emergency"] + ", " + d["status"]')" \
	'Resolved, Done'
is 'by one mail for each' "$(told)" "emergency anna@customer.test, emergency bob@customer.test, \
emergency fred@follower.test, emergency gina@follower.test, transcript sam@staff.test"
said=$(said anna@customer.test)
like 'which says both' "$said" '^\* Emergency: Resolved \(before: Declared\)$'
like 'also the status' "$said" '^\* Status: Done \(before: Work in progress\)$'
like 'and asks how it went' "$said" '^How did we do\?'
LETTER_TOKEN=$(token_to anna@customer.test)
TO=support+$(id_of SUP-1 anna@customer.test)@example.org BODY=4
post "$anna" 'Re: Printer' "$proven" "In-Reply-To: <$LETTER_TOKEN@example.org>"
is 'a digit answers that' "$(cm case show --json SUP-1 | json 'd["rating"]')" 4
write "$sam" '#emergency withdrawn'
write "$anna" 'It burns again.'
write "$sam" '#status Done'
is 'one that is over stays what it is' "$(cm case show --json SUP-1 | json 'd["emergency"]')" Withdrawn

# The past of a case that was merged, told in the other one.
post "$anna" 'Scanner' "$proven"
write "$sam" '#note Between us.' SUP-2
write "$anna" 'Nobody vouches for this.' SUP-2 'X-Nobody: vouches'
post "$fred" 'Coffee' "$proven"
write "$sam" '#merge SUP-1' SUP-2
write "$sam" '#merge SUP-3 yes' SUP-1
post "$anna" 'About SUP-3' "$proven"
write "$anna" '#history' SUP-3
said=$(said anna@customer.test)
is 'is in order' "$(printf '%s\n' "$said" | sed -nE 's/^Hello, this is (mail [0-9]*)\.$/\1/p' |
	sort -V -c 2>&1)" ''
like 'with the number of its case' "$said" '^\* SUP-1, 2026-11-22 06:00 CET, Anna$'
like 'of each' "$said" '^\* SUP-2, 2026-11-22 06:00 CET, Anna$'
like 'but of its own' "$said" '^\* 2026-11-22 06:00 CET, Fred$'
unlike 'and no note' "$said" 'Between us'
unlike 'nor what may be forged' "$said" 'Nobody vouches for this'
like 'which it says' "$said" '^\(This text is left out here, as nobody vouches for its sender\.\)$'
write "$fred" '#history' SUP-3
like 'for the other customer, too' "$(said fred@follower.test)" '^\* SUP-2, 2026-11-22 05:00 UTC, Anna$'
write "$sam" '#history' SUP-3
like 'staff reads the note' "$(said sam@staff.test)" '^\* SUP-2, No\. [0-9]+, .*Sam Staff \(a note'
cm case unmerge SUP-2
write "$anna" '#history' SUP-2
unlike 'apart again, it has its own alone' "$(said anna@customer.test)" 'SUP-1,|Fred'
post 'eve@evil.test' '#history' "$proven"
unlike 'nobody else gets any' "$(told)" 'history'
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
