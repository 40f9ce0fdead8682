# Mail of staff that its writer gets back with a sentence that says why, and what may go out after
# all: nobody else is told anything.
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
post "$anna" Printer "$proven"
post "$anna" Scanner "$proven"
his=$(id_of SUP-1 sam@staff.test)

# write TEXT: what Sam answers to SUP-1
write()
{
	TO=support+$his@example.org BODY=$1
	post "$sam" 'Re: Printer' "$proven"
}

# said ADDRESS: the text of the last mail to it
said()
{
	notice_to "$1"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(" ".join(m.get_body(("plain",)).get_content().split()))' "$T/notice"
}

# answer TEXT: Sam to the mail $return_id, which is of the case SUP-$about
answer()
{
	TO=support+$(id_of "SUP-$about" sam@staff.test)@example.org BODY=$1
	post "$sam" 'Re: Returned mail' "$proven" "In-Reply-To: $return_id" \
		"References: $return_refers $return_id"
}

# keep_return: the last mail to Sam is the one to answer; it follows what its thread had before
keep_return()
{
	notice_to sam@staff.test
	return_id=$(tr -d '\r' <"$T/notice" | sed -n 's/^Message-I[Dd]: *//p')
	return_refers=${1:-}
}

# answer_return TEXT: to the last mail that Sam got
answer_return()
{
	keep_return
	answer "$1"
}

entries()
{
	cm case show --json SUP-1 | json '[e["text"] for e in d["entries"]][1:]'
}

# Nothing is no answer, in whatever form a mail program sends it.
quote='On Sun, 22 Nov 2026 at 06:00, Anna via Example Support <support@example.org> wrote:
> New case from Anna
>
> Hello, this is mail 1.'
block='________________________________
From: Anna via Example Support <support@example.org>
Sent: Sunday, November 22, 2026 6:00 AM
To: Sam Staff <sam@staff.test>
Subject: Case Comment Notification

Hello, this is mail 1.'
n=0
for text in ' ' '-- 
Sam Staff
Example Support' "$quote" "

$quote" "$block" "Sent from my iPhone

$quote" "-- 
Sam

$block"; do
	n=$((n + 1))
	write "$text"
	is "empty $n" "$(ended) | $(told)" \
		'returned it holds no text, no command and no attachment | returned sam@staff.test'
done
like 'its writer is told why' "$(said sam@staff.test)" 'There is no text of yours above or between'
like 'and how to go on' "$(said sam@staff.test)" 'just reply to this mail with your text\. Case SUP-1'
unlike 'there is nothing to send' "$(said sam@staff.test)" '#send'
is 'nothing has been added' "$(entries)" '[]'
write "> Hello, this is mail 1.
So am I."
is 'an answer below a quote is one' "$(told)" 'comment anna@customer.test'
TO=support+$his@example.org BODY="---------- Forwarded message ---------
From: Vera <vera@maker.test>
Date: Sun, Nov 22, 2026 at 10:00 AM
Subject: Drums
To: <sam@staff.test>

They are out of stock."
post "$sam" 'Fwd: Drums' "$proven"
is 'so is what is forwarded' "$(told)" 'comment anna@customer.test'
TO=support+$his@example.org BODY='--x
Content-Type: text/plain

--x
Content-Type: application/pdf; name=drum.pdf
Content-Disposition: attachment; filename=drum.pdf

%PDF
--x--'
post "$sam" 'Re: Printer' "$proven" 'MIME-Version: 1.0' 'Content-Type: multipart/mixed; boundary=x'
is 'and a file alone' "$(ended) | $(told)" 'entry SUP-1 | comment anna@customer.test'
TO=support+$his.done@example.org BODY=' '
post "$sam" x "$proven"
is "an action's address needs no text" "$(cm case show --json SUP-1 | json 'd["status"]')" Done
cm --now "$NOW" case set SUP-1 status=Reopen
TO=support+$(id_of SUP-1 anna@customer.test)@example.org BODY=' '
post "$anna" 'Re: Printer' "$proven"
like "a customer's is taken as before" "$(ended)" '^entry'

# Two cases.
BODY='Which one?'
post "$sam" 'Re: SUP-1 and SUP-2' "$proven"
is 'two numbers' "$(ended) | $(told)" 'returned it names several cases: SUP-1, SUP-2 | returned sam@staff.test'
like 'both are named' "$(said sam@staff.test)" 'It names several cases: SUP-1, SUP-2\.'
like 'and what to do is' "$(said sam@staff.test)" 'one of these numbers in the subject, or reply'
notice_to sam@staff.test
like 'it is known by its subject' "$(cat "$T/notice")" '^Subject: Returned mail - SUP-1 and SUP-2'
post "$sam" "Re: $his $(id_of SUP-2 sam@staff.test)" "$proven"
like 'two tracking IDs' "$(ended)" '^returned it names several cases: SUP-1, SUP-2$'
post "$sam" "Re: $his $(id_of SUP-2 sam@staff.test)" "$proven" 'Auto-Submitted: auto-replied'
is 'a robot is told nothing' "$(ended) | $(told)" 'held it names two cases of this sender | nobody'
post "$sam" "Re: $his $(id_of SUP-2 sam@staff.test)"
is 'nobody vouches for it: asked first' "$(told)" 'confirm sam@staff.test'
TO=support+confirm.$(stored "SELECT token FROM held ORDER BY id DESC LIMIT 1")@example.org
BODY=yes
post "$sam" Re "$proven"
is 'then returned as well' "$(told)" 'returned sam@staff.test'
post "$anna" 'Re: SUP-1 and SUP-2' "$proven"
is "a customer's is held" "$(ended)" 'held it names two cases of this sender'

# Command lines reach no customer.
write 'The drum is on its way.

#status done
#rate 5'
like 'whose a verb is' "$(said sam@staff.test)" '“#rate 5”: it is for the customer who opened the case'
is 'nobody else is told' "$(told)" 'returned sam@staff.test'
write '#send'
like 'what becomes of it is said' "$(said sam@staff.test)" 'The text of your mail of .* is sent, without'
unlike 'the customer sees none of it' "$(said anna@customer.test)" 'rate|status done'
is 'nothing was carried out' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"] + "|" + d["status"]')" \
	'The drum is on its way.|Reopen'
write 'Look for

#1 of the manual
#wipp'
like 'what is nearly a command is one' "$(said sam@staff.test)" '“#wipp”: there is no command #wipp \(did you mean “#wip”\?\)'
write '#send'
is 'what is nothing like one is text' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	'Look for

#1 of the manual'
write '#frobnicate the drum'
like 'said beforehand' "$(said sam@staff.test)" '#frobnicate \(with .#send. it goes out as text\)'
write '#asign sam'
answer_return '#send'
like 'of commands alone nothing is left to send' "$(said sam@staff.test)" \
	'“#send”: the mail that you answer has nothing that could be sent'
answer_return '#send'
like 'nor of that one' "$(said sam@staff.test)" '“#send”: the mail that you answer has nothing'

# A command that changes nothing is answered, if it is all that the mail says.
unchanged()
{
	write "$1"
	like "$1 changes nothing, and says so" "$(said sam@staff.test)" "$2"
	is "$1 tells nobody else" "$(told)" 'transcript sam@staff.test'
}
write '#take'
is '#take is #mine' "$(cm case show --json SUP-1 | json 'd["assignee"]')" sam@staff.test
unchanged '#mine' 'Assignee is sam@staff\.test already\.'
unchanged '#assign sam' 'Assignee is sam@staff\.test already\.'
unchanged '#status reopen' 'Status is Reopen already\.'
unchanged '#priority normal' 'Priority is Normal already\.'
unchanged '#severity none' 'Severity is none already\.'
unchanged '#eta none' 'ETA is none already\.'
unchanged '#title Printer' 'Title is Printer already\.'
write '#assign none'
unchanged '#assign none' 'Assignee is none already\.'
write 'I have a look.

#priority normal'
unlike 'beside an answer it needs no word' "$(told)" transcript

# What a status means is said by the fact.
write '#wip'
like 'nobody works on it yet' "$(said anna@customer.test)" 'We take care of your case\.'
write '#mine
#new'
like 'now somebody does' "$(said anna@customer.test)" 'received your case and given it to a specialist\.'
write '#wip'
like 'at work' "$(said anna@customer.test)" 'A specialist is working on your case\.'
# Without text there is nothing that could be sent.
write '#frobnicat 1
#tag x'
like 'a word that is none may be text' "$(said sam@staff.test)" 'answer with “#send” alone'
write '#statsu Done'
said=$(said sam@staff.test)
like 'a slip is a command' "$said" 'did you mean'
unlike 'so there is nothing to send' "$said" '#send'
write 'All is well.

#statsu Done'
like 'but with a text there is' "$(said sam@staff.test)" 'answer with “#send” alone'

# Whom a case is given to.
cm person add lena@staff.test name='Lena Staff' role=staff desk=support
write '#assign lena'
is 'is told, without a word beside it' "$(told)" 'comment lena@staff.test, transcript sam@staff.test'
like 'that it is' "$(said lena@staff.test)" '\* Assignee: Lena Staff'
write '#assign sam'
is 'who takes it needs no telling, who had it does' "$(told)" 'comment lena@staff.test, transcript sam@staff.test'

# #send is about the very return that it answers, or whose number it says, and sends nothing twice.
clear_returned()
{
	stored "UPDATE held SET decision = 'dropped', decided_ms = 1 WHERE kind = 'returned' AND
		decision IS NULL"
}
open_returned()
{
	stored "SELECT count(*) FROM held WHERE kind = 'returned' AND decision IS NULL"
}
about=1
clear_returned
write 'Anna, please send the log.

#stauts needinfo'
keep_return
one=$return_id number=$(stored 'SELECT max(id) FROM held')
like 'its number is said' "$(said sam@staff.test)" "Its number is $number\\."
TO=support+$(id_of SUP-2 sam@staff.test)@example.org BODY='The new one costs 500 EUR.

#stauts needinfo'
post "$sam" 'Re: Scanner' "$proven"
keep_return
two=$return_id second=$(stored 'SELECT max(id) FROM held')
return_id=$one
answer '#send'
like 'the answered one is sent' "$(told)" 'comment anna@customer.test'
like 'and no other' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" 'send the log'
answer '#send'
is 'the second word sends nothing' "$(told)" 'returned sam@staff.test'
like 'and says so' "$(said sam@staff.test)" '“#send”: your mail of .* was sent already'
is 'nothing of the other case' "$(cm case show --json SUP-2 | json 'len(d["entries"])')" 1
write '#send'
like 'unasked it goes into no other case' "$(said sam@staff.test)" "which one\\?.* number: $second \\(SUP-2\\)"
write "#send $number"
like 'nor twice by its number' "$(said sam@staff.test)" 'was sent already'
write "#send $second"
like 'that number is its own' "$(said sam@staff.test)" 'The text of your mail of .* in SUP-2 is sent'
is 'in its own case' "$(cm case show --json SUP-2 | json 'd["entries"][-1]["text"]')" 'The new one costs 500 EUR.'

# What can't be sent sends nothing older in its place.
write 'An older one.

#stauts needinfo'
keep_return
one=$return_id
write '#asign sam'
keep_return "$one"
answer '#send'
is 'an older one stays' "$(told) $(open_returned)" 'returned sam@staff.test 1'
like 'it is said why' "$(said sam@staff.test)" 'the mail that you answer has nothing that could be sent'

# Put right, it is given up.
clear_returned
write 'Oil it twice.

#fedback'
keep_return
one=$return_id
answer 'Oil it twice.

#fedbak'
keep_return "$one"
is 'wrong once more: both wait' "$(open_returned)" 2
answer '#wip'
is 'a command alone puts no text right' "$(open_returned)" 2
answer 'Oil it twice.

#feedback'
is 'carried out' "$(ended) $(open_returned)" 'entry SUP-1 0'
is 'no longer held' "$(cm held list --json | json '[h["kind"] for h in d if h["kind"] == "returned"]')" '[]'
answer '#send'
is 'its old words are sent no more' "$(told)" 'returned sam@staff.test'
like 'and that is said' "$(said sam@staff.test)" '“#send”: your mail of .* was put right by a later one of yours'
return_id=$one
answer '#send'
like 'of the first one, too' "$(said sam@staff.test)" 'was put right by a later one'
BODY='A new one for Anna.

#asign sam'
post "$sam" 'Toner' "$proven"
keep_return
BODY='A new one for Anna.

#assign sam'
post "$sam" 'Re: Returned mail - Toner' "$proven" "In-Reply-To: $return_id"
is 'that of a new case' "$(ended | cut -d' ' -f1) $(open_returned)" 'case 0'
BODY='#asign sam

New toner for the floor.'
post "$sam" 'More toner' "$proven"
keep_return
BODY='#send'
post "$sam" 'Re: Returned mail - More toner' "$proven" "In-Reply-To: $return_id"
is 'a new case has none of the lines' \
	"$(cm case show --json SUP-4 | json 'd["reporter"] + ": " + d["entries"][0]["text"]')" \
	'sam@staff.test: New toner for the floor.'
write 'Some words.

#fedback'
keep_return
answer 'Some more.

#send'
like 'words beside it give nothing up' "$(said sam@staff.test)" 'The text of your mail of .* is sent'
is 'both are there' "$(cm case show --json SUP-1 | json 'sorted(e["text"] for e in d["entries"][-2:])')" \
	'["Some more.", "Some words."]'
# One act is one mail to the customer.
write 'The oil is there.

#fedback'
keep_return
answer '#send
#feedback'
is 'beside another command nothing is sent' "$(told) $(open_returned)" 'returned sam@staff.test 1'
like 'it is said what to do' "$(said sam@staff.test)" \
	'“#send”: it sends the text as it is, .* reply with your text and these lines instead'
answer '#send
#info'
like 'beside a question it is' "$(told)" 'comment anna@customer.test'
is 'once' "$(open_returned)" 0
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
