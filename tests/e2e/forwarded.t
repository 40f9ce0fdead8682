# Staff forwards a customer's mail to the desk with #for: whose case it is, who is told, what is kept.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sam='Sam Staff <sam@staff.test>'
cm org add 'Acme Ltd' domains=acme.test >/dev/null
cm person add tina@staff.test name='Tina Staff' role=staff desk=support >/dev/null

# of NUMBER EXPRESSION: of the case
of() { cm case show --json "$1" | json "$2"; }
first='d["entries"][0]'

BODY='#for

She called as well.

---------- Forwarded message ---------
From: Anna Smith <anna@acme.test>
Date: Mon, Nov 16, 2026 at 9:00 AM
Subject: Re: Printer is purple
To: Sam Staff <sam@staff.test>

Dear Sam,

the printer is purple.

Anna'
post "$sam" 'Fwd: Printer is purple' "$proven"
is 'opens a case' "$(ended)" 'case SUP-1'
is 'of the customer, told to her and the other staff' "$(told)" \
	'receipt anna@acme.test, transcript sam@staff.test, comment tina@staff.test'
is 'it is hers' "$(of SUP-1 'd["reporter"] + ", " + d["customer"] + ", " + d["title"]')" \
	'anna@acme.test, Acme Ltd, Printer is purple'
is 'the first entry is her text' "$(of SUP-1 "$first[\"text\"]")" 'Dear Sam,

the printer is purple.

Anna'
is 'by her, unproven' "$(of SUP-1 "'%s %s %s' % ($first['kind'], $first['author']['address'],
	$first['author']['proven'])")" 'mail anna@acme.test False'
is 'what stood above is a note' "$(of SUP-1 '[e["author"]["address"] + ": " + e["text"]
	for e in d["entries"] if e["kind"] == "note"]')" '["sam@staff.test: She called as well."]'
unlike 'which she never sees' "$(says_to anna@acme.test)" 'called'
like 'her words are hers' "$(says_to anna@acme.test)" '^We have received this in your name:'
like 'and Sam opened the case' "$(says_to anna@acme.test)" '^Sam Staff has opened case SUP-1'
unlike 'of her words he is not the writer' "$(says_to anna@acme.test)" 'wrote'
like 'to the staff, too' "$(says_to tina@staff.test)" '^Anna Smith wrote:'
like 'who hears that nothing proves it' "$(says_to tina@staff.test)" 'address could not be verified'
like 'and by whom it came' "$(says_to tina@staff.test)" '^Sam Staff has made a case of this message'
like 'with what he said to them' "$(says_to tina@staff.test)" '^\[note\] She called as well'
like 'in her name for mail programs, too' "$(cat "$T/notice")" '^From: Anna Smith via Example Support'
is 'Sam is told' "$(says_to sam@staff.test | grep -c 'SUP-1 is a case of anna@acme.test')" 1
TO=support+$(id_of SUP-1 anna@acme.test)@example.org
post anna@acme.test 'Re: receipt'
is 'her answer comes home' "$(ended)" 'entry SUP-1'

# In other forms and languages.
# takes FORM TEXT: the case is Bert's, and its text his
takes()
{
	BODY=$2
	post "$sam" "Fwd: $1" "$proven"
	takes_number=$(ended | sed 's/^case //')
	is "$1" "$(of "$takes_number" "d['reporter'] + ': ' + $first['text'] + ' (' + d['title'] + ')'")" \
		"${3-bert@one.test: It burns. (Fire)}"
}
takes Outlook '#for

________________________________
From: Bert One <bert@one.test>
Sent: Monday, November 16, 2026 9:00 AM
To: Sam Staff
Cc: Zoe
Subject: Fire

It burns.'
is 'its rule is no note' "$(of "$takes_number" '[e["text"] for e in d["entries"] if e["kind"] == "note"]')" '[]'
takes 'Outlook, German' '#for
-----Ursprüngliche Nachricht-----
Von: Bert One [mailto:bert@one.test]
Gesendet: Montag, 16. November 2026 09:00
An: Sam Staff
Betreff: AW: Fire

It burns.'
takes 'Apple Mail' '#for

Begin forwarded message:

> From: Bert One <bert@one.test>
> Subject: Fire
> Date: 16 November 2026 at 09:00:00 CET
> To: Sam <sam@staff.test>
>
> It burns.'
takes Thunderbird '#for

-------- Forwarded Message --------
Subject: 	Fire
Date: 	Mon, 16 Nov 2026 09:00:00 +0100
From: 	Bert One <bert@one.test>
To: 	Sam <sam@staff.test>

It burns.'
takes 'French' '#for

De : Bert One <bert@one.test>
Envoyé : lundi 16 novembre 2026 09:00
À : Sam
Objet : TR : Fire

It burns.'
takes 'another address than its From' '#for carla@two.test

---------- Forwarded message ---------
From: Bert One <bert@one.test>
Date: Mon, Nov 16, 2026 at 9:00 AM
Subject: Fire
To: Sam Staff <sam@staff.test>

It burns.' 'carla@two.test: It burns. (Fire)'
takes 'nothing forwarded, an address' '#for carla@two.test

She rang: it burns.' 'carla@two.test: She rang: it burns. (nothing forwarded, an address)'
like 'then the words are his' "$(says_to carla@two.test)" '^Sam Staff wrote:'

# As an attachment, with its Message-ID.
cat >"$T/letter" <<END
From: Sam Staff <sam@staff.test>
To: support@example.org
Subject: Fwd: Smoke
Message-ID: <fwd1@staff.test>
Date: Mon, 16 Nov 2026 10:00:00 +0000
$proven
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

#for

Please hurry.
--x
Content-Type: message/rfc822

From: Dora <dora@three.test>
To: sam@staff.test
Subject: Smoke
Message-ID: <smoke@three.test>
Date: Mon, 16 Nov 2026 09:00:00 +0000

It smokes.
--x--
END
mails_from=$sam hand_in
number=$(ended | sed 's/^case //')
is 'attached' "$(of "$number" "d['reporter'] + ': ' + $first['text'].strip() + ' (' + d['title'] + ')'")" \
	'dora@three.test: It smokes. (Smoke)'
is 'with its own Message-ID' "$(of "$number" "$first['message_id']")" smoke@three.test
post dora@three.test 'Re: Smoke' 'In-Reply-To: <smoke@three.test>' 'References: <smoke@three.test>'
is 'a later reply-all finds it' "$(ended)" "entry $number"
unlike 'no files go back to her' "$(notice_to dora@three.test; cat "$T/notice")" 'rfc822'

# Who follows each new case of the customer's organisation follows this one; of the forwarder's
# nobody does.
cm org add 'Staff Ltd' domains=staff.test
cm person add boss@staff.example name=Boss
cm org set 'Staff Ltd' followers=boss@staff.example
cm person add lead@six.example name=Lead
cm org set 'Acme Ltd' followers=lead@six.example
BODY='#for gerd@acme.test

It burns.'
post "$sam" 'Fwd: Fire' "$proven"
is 'those who always follow are told' "$(told)" 'receipt gerd@acme.test, receipt lead@six.example, transcript sam@staff.test, comment tina@staff.test'
# hands_in LINES: Gerd's mail, with a word to colleagues
hands_in()
{
	BODY="$1

Ask him nothing.

---------- Forwarded message ---------
From: Gerd <gerd@acme.test>
Date: Mon, Nov 16, 2026 at 9:00 AM
Subject: Flood
To: Sam Staff <sam@staff.test>

It leaks."
	post "$sam" 'Fwd: Flood' "$proven"
}
cm person add uwe@acme.test name=Uwe >/dev/null
hands_in '#for uwe'
is 'a name is no address' "$(ended)" "returned it forwards a customer's mail, and its #for is wrong"
like 'but may be whose address it is' "$(says_to sam@staff.test)" '"uwe" is no address .*write the customer.s:.*uwe@acme.test'
hands_in '#for somebody'
like 'else an example stands' "$(says_to sam@staff.test)" 'anna@example.com'
hands_in '#for'
like 'they read who wrote' "$(says_to lead@six.example)" '^gerd@acme.test wrote:'
like 'that nothing proves it' "$(says_to lead@six.example)" '^The sender.s address could not be verified'
like 'who opened the case' "$(says_to lead@six.example)" '^Sam Staff has opened case'
unlike 'and no note' "$(says_to lead@six.example)" 'nothing\.|note'
unlike 'nor does he' "$(says_to gerd@acme.test)" 'nothing\.|note'
hands_in '#for
#reply-as desk'
unlike 'nor who of the staff it was' "$(says_to lead@six.example; cat "$T/notice")" 'Sam'
like 'the words stay his' "$(says_to lead@six.example)" '^gerd@acme.test wrote:'
like 'colleagues read it' "$(says_to tina@staff.test)" '^Sam Staff adds, for staff alone:'
hands_in '#for
#emergency'
like 'of an emergency, too, they read whose words it is' "$(says_to tina@staff.test)" '^gerd@acme.test wrote:'
like 'and that nothing proves it' "$(says_to tina@staff.test)" 'address could not be verified'
like 'with the note' "$(says_to tina@staff.test)" '^\[note\] Ask him nothing'
unlike 'which stays theirs' "$(says_to lead@six.example)$(says_to gerd@acme.test)" 'nothing\.|note'
TO=support+$(id_of "$(ended | sed 's/^case //')" tina@staff.test)@example.org
BODY='Ask him nothing, Sam says.

[note] Ask him nothing.'
post 'Tina Staff <tina@staff.test>' 'Re: Flood' "$proven"
is 'a note that comes back goes to nobody' "$(told)" 'returned tina@staff.test'
cm org set 'Acme Ltd' followers=
# A colleague's notice of a note, attached: the customer would get its words.
cat >"$T/letter" <<END
From: Sam Staff <sam@staff.test>
To: support@example.org
Subject: Fwd: Printer
Message-ID: <fwd2@staff.test>
Date: Mon, 16 Nov 2026 10:00:00 +0000
$proven
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

#for dora@three.test
--x
Content-Type: message/rfc822

From: Dora <dora@three.test>
To: sam@staff.test
Subject: Printer
Message-ID: <smoke2@three.test>
Date: Mon, 16 Nov 2026 09:00:00 +0000

You wrote:

[note] She never cleans it.
--x--
END
mails_from=$sam hand_in
is "a note within it isn't told" "$(told)" 'returned sam@staff.test'
like 'and which words it is about' "$(says_to sam@staff.test)" 'She never cleans it'

# What is refused opens nothing.
refused()
{
	refused_what=$1 refused_like=$2 BODY=$3
	post "$sam" 'Fwd: x' "$proven"
	like "$refused_what" "$(says_to sam@staff.test)" "$refused_like"
	is "$refused_what: nothing opened" "$(stored 'SELECT count(*) FROM cases')" "$cases"
}
cases=$(stored 'SELECT count(*) FROM cases')
refused 'no address' "whose mail it is can't be read from it" '#for

It burns.'
refused 'no address either' '"anna" is no address' '#for anna'
refused 'a colleague' "tina@staff.test is a colleague's address" '#for tina@staff.test

It burns.'
refused 'the desk' 'support@example.org is an address of the desk' '#for support@example.org

It burns.'
# sent: what Sam gets who answers the last return with #send
sent()
{
	BODY='#send'
	post "$sam" 'Re: Returned mail' "$proven" "In-Reply-To: <$(stored \
		"SELECT message_id FROM outbox WHERE recipient = 'sam@staff.test' ORDER BY id DESC LIMIT 1")>"
	is "$1: it opens no case of the forwarder's" "$(told), $(stored 'SELECT count(*) FROM cases')" \
		"returned sam@staff.test, $cases"
	like "$1: what to do is said" "$(words_to sam@staff.test)" \
		'nothing says whose; forward that one to the desk once more, with the address:.*#for anna@example.com'
}
refused 'below a text' "whose mail it is can't be read" 'Please take this over.

#for

Von: Petra Lang
Gesendet: Montag, 23. November 2026 09:01
An: Sam Lee
Betreff: Tastatur

Guten Tag, meine Tastatur klemmt.

Petra Lang'
like 'it has to be forwarded once more' "$(words_to sam@staff.test)" \
	'forward the customer.s mail to us once more, with “#for” and the customer.s address'
unlike 'it is not to be sent' "$(words_to sam@staff.test)" '#send|Its number'
sent 'below a text'
refused 'mistyped' 'did you mean.*#for ADDRESS' '#fro gerd@acme.test

It burns.'
sent 'mistyped'
refused 'of a colleague' "is a colleague's address" '#for tina@staff.test

It burns.'
sent 'of a colleague'
TO=support+$(id_of SUP-1 tina@staff.test)@example.org
BODY='#for zoe@five.test'
post 'Tina Staff <tina@staff.test>' 'Re: Printer' "$proven"
like 'a case has its reporter' "$(says_to tina@staff.test)" 'the mail belongs to SUP-1, which has its reporter'
BODY='#for zoe@five.test

It burns.'
post 'bert@one.test' 'Fwd: x' "$proven"
is 'a customer speaks for himself' "$(of "$(ended | sed 's/^case //')" 'd["reporter"]')" bert@one.test
BODY='#for zoe@five.test

It burns.'
post "$sam" 'Fwd: x'
unlike 'nor staff without proof' "$(told)" zoe
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
