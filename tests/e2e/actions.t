# What can be done by an empty mail: actions by address, ratings, and the links that offer them.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

# state NUMBER: status, rating and how many entries say something
state()
{
	cm case show --json "$1" | json '"%s %s %d" % (d["status"], d["rating"],
		len([e for e in d["entries"] if e["kind"] in ("mail", "comment", "note", "auto")]))'
}

# act DESCRIPTION ACTION WANTED FROM [FIELD...]: an empty mail to the action of Anna's SUP-1
act()
{
	act_what=$1 act_wanted=$3
	TO=support+$one.$2@example.org BODY=${BODY:- }
	shift 3
	act_from=$1
	shift
	post "$act_from" '' "$@"
	is "$act_what" "$(ended); $(told); $(state SUP-1)" "$act_wanted"
}

post "$anna" Printer
one=$(id_of SUP-1 anna@customer.test)
his=$(id_of SUP-1 sam@staff.test)
notice_to anna@customer.test
like 'the receipt offers done' "$(words)" "if it is solved: support\\+$one.done@example.org"
like 'as a link' "$("$TEST_LIB/mailtool" html "$T/notice" | tr -d '\n')" \
	"href=\"mailto:support%2B$one.done@example.org\\?subject=SUP-1%3A%20done\""
unlike 'and no rating yet' "$(words)" 'How did we do'

act 'an empty mail completes it' done "answered SUP-1; receipt anna@customer.test, comment sam@staff.test; Done None 1" "$anna"
notice_to anna@customer.test
like 'the receipt asks for a rating' "$(words)" "\\* 5 \\(very good\\): support\\+$one.r5@example.org"
like 'and offers to reopen' "$(words)" "if it is not solved: support\\+$one.reopen@example.org"
unlike 'nothing in it is a command' "$(words)" '(^| )[#!][a-z]'
receipt=$(sed -n 's/^Message-I[dD]: <\(.*\)>/\1/p' "$T/notice")
act 'once more: nothing new' DONE "answered SUP-1; nobody; Done None 1" "$anna"
act 'a rating' r5 "answered SUP-1; nobody; Done 5 1" "$anna"
act 'a bad one is told to staff' R1 "answered SUP-1; comment sam@staff.test; Done 1 1" "$anna"
notice_to sam@staff.test
like 'with what it was before' "$(words)" 'Rating: 1 \(before: 5\)'
BODY='Sorry, I meant well.'
act 'with words, which open nothing' r4 "entry SUP-1; comment sam@staff.test; Done 4 2" "$anna"
BODY=3
post "$anna" "Re: $one" "In-Reply-To: <$receipt>"
is 'a digit answers the receipt' "$(ended); $(told); $(state SUP-1)" \
	'answered SUP-1; nobody; Done 3 2'
BODY='5 - great work'
post "$anna" "Re: $one" "In-Reply-To: <$receipt>"
is 'with a remark' "$(ended); $(told); $(state SUP-1)" 'entry SUP-1; comment sam@staff.test; Done 5 3'
is 'which is kept' "$(cm case show --json SUP-1 | json '[e["text"] for e in d["entries"] if e["kind"] == "comment"][-1]')" 'great work'
BODY='4

Viele Grüße
Anna'
post "$anna" "Re: $one" "In-Reply-To: <$receipt>"
is 'with a greeting' "$(ended); $(told); $(state SUP-1)" 'answered SUP-1; nobody; Done 4 3'
# In the words of the request, and in stars.
for rating in 'Very good! 5' 'schlecht 1' '★★★★☆ 4' '***** 5' 'хорошо 4'; do
	BODY=${rating% *}
	post "$anna" "Re: $one" "In-Reply-To: <$receipt>"
	is "$rating" "$(ended); $(state SUP-1)" "answered SUP-1; Done ${rating##* } 3"
done
BODY='> How did we do?
> Reply with a number alone'
act 'a quote alone is no comment' r5 "answered SUP-1; nobody; Done 5 3" "$anna"
NOW=2026-12-07T05:00:00Z
act 'after 14 days it stands' r2 \
	"answered SUP-1; transcript anna@customer.test; Done 5 3" "$anna" "$proven"
notice_to anna@customer.test
like 'and the writer hears why' "$(words)" 'changed for 14 days'
act 'reopened, which staff has to know' reopen \
	'answered SUP-1; receipt anna@customer.test, comment sam@staff.test; Reopen 5 3' "$anna"
notice_to sam@staff.test
like 'it is no message' "$(words)" 'There is news in case SUP-1 .*Status: Reopen \(before: Done\)'
act 'no rating of an open case' r3 \
	'answered SUP-1; transcript anna@customer.test; Reopen 5 3' "$anna"
BODY=3
post "$anna" "Re: $one" "In-Reply-To: <$receipt>"
is 'a digit is a comment there' "$(ended); $(told); $(state SUP-1)" \
	'entry SUP-1; comment sam@staff.test; Reopen 5 4'
BODY='It works again, thank you!'
act 'done with words' done \
	'entry SUP-1; receipt anna@customer.test, comment sam@staff.test; Done 5 5' "$anna"
act 'closed once more, rated once more' r4 'answered SUP-1; nobody; Done 4 5' "$anna"
BODY=2
post "$anna" "Re: $one"
is 'a digit that answers nothing of ours is a comment' "$(ended); $(told); $(state SUP-1)" \
	'entry SUP-1; receipt anna@customer.test, comment sam@staff.test; Reopen 4 6'

# Who may not.
before=$(state SUP-1)
act 'an absent colleague does nothing' done "entry machine mail; nobody; Reopen 4 7" "$anna" \
	'Auto-Submitted: auto-replied'
act 'nor a stranger' done 'held the sender is not part of the case it names; held sam@staff.test; Reopen 4 7' \
	eve@evil.test
act 'nor a forger' done 'held its From address is forged (dmarc=fail); nobody; Reopen 4 7' "$anna" \
	'Authentication-Results: mx.example.org; dmarc=fail'
act 'an unknown action is none' frob 'answered SUP-1; overview anna@customer.test; Reopen 4 7' "$anna"
BODY='Hello there.'
act 'and words are words' frob 'entry SUP-1; comment sam@staff.test; Reopen 4 8' "$anna"
act 'a rating that is none' r9 'answered SUP-1; transcript anna@customer.test; Reopen 4 8' "$anna" "$proven"
notice_to anna@customer.test
like 'is told what is one' "$(words)" 'a rating is a number from 1 \(bad\) to 5 \(very good\)'
BODY='#share fred@other.test'
post "$anna" "Re: $one" "$proven"
fred=$(id_of SUP-1 fred@other.test)
notice_to fred@other.test
like 'a follower is offered to stop' "$(words)" "no more mail about this case: support\\+$fred.stop@example.org"
unlike 'and nothing else' "$(words)" "$fred.(done|reopen)"
cm person set fred@other.test language=de
TO=support+$fred.done@example.org BODY=' '
post fred@other.test '' "$proven"
is 'a follower completes nothing' "$(ended); $(told); $(state SUP-1)" \
	'answered SUP-1; transcript fred@other.test; Reopen 4 8'
like 'and is told so in one language' "$(words_to fred@other.test)" \
	'\* die Aktion \.done: der Befehl.#done steht Ihnen nicht zu'
TO=support+$fred.stop@example.org BODY=' '
post fred@other.test ''
like 'but stops' "$(ended)" '^answered SUP-1'
is 'and is gone' "$(id_of SUP-1 fred@other.test)" ''
TO=support+$his.done@example.org BODY=' '
post "$sam" '' "$proven"
is 'staff completes it' "$(ended); $(state SUP-1)" 'answered SUP-1; Done 4 8'

# A mail server without address extensions.
sed -i '1i address_extensions = no' "$DESK_CONF"
post "$anna" Scanner
two=$(id_of SUP-2 anna@customer.test)
notice_to anna@customer.test
like 'the link holds subject and command' "$("$TEST_LIB/mailtool" html "$T/notice" | tr -d '\n')" \
	"href=\"mailto:support@example.org\\?subject=SUP-2%20$two(&amp;|&)body=%23done\""
like 'the text, too' "$(words)" "with the subject “SUP-2 $two”: \\* “#done” if it is solved"
is 'answers go to the bare address' "$(tr -d '\r' <"$T/notice" | grep -i '^Reply-To')" 'Reply-To: support@example.org'
is 'so does what bounces' "$(stored 'SELECT DISTINCT sender FROM outbox WHERE case_id = 2')" support@example.org
BODY='#done'
post "$anna" "SUP-2 $two"
is 'it works' "$(ended); $(state SUP-2)" 'answered SUP-2; Done None 1'
ok 'every mail is accounted for' cm audit
done_testing
