#!/bin/sh
# A text is removed for good: afterwards no file of the store holds it, whoever had copied it where.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"
need sqlite3

desk_make "
	$(maildir_lines "$DESK/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" { title = \"Sales\" address = \"sales@example.org\" prefix = \"SAL\" }
	"
sam='Sam Staff <sam@staff.test>'
anna='Anna <anna@customer.test>'
cm person add tina@staff.test name='Tina Staff' role=staff desk=support,sales >/dev/null

of() { cm case show --json "$1" | json "$2"; }
about() { TO=support+$(id_of "${2:-SUP-1}" "$1")@example.org; }
answered() { stored "SELECT message_id FROM outbox WHERE recipient = '$1' AND kind <> 'transcript' ORDER BY id DESC LIMIT 1"; }
at() { NOW=2026-11-22T05:$1:00Z; }
# said [ROW]: what a notice says, else the last one to Sam
said()
{
	[ $# = 0 ] && notice_to sam@staff.test || cm queue show "$1" >"$T/notice"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(" ".join(m.get_body(("plain",)).get_content().split()))' "$T/notice"
}
# stored_in WORD: which files of the store hold it, in any of them, log and free pages included
stored_in()
{
	(cd "$DESK/store" && grep -rlaF -e "$1" . | sort | tr '\n' ' ')
}
# entry NUMBER SEQ: its text
entry() { of "$1" "[e[\"text\"] for e in d[\"entries\"] if e[\"seq\"] == $2][0]"; }
redact_mark='text removed by Sam Staff on 2026-11-22'

at 00
post "$anna" Printer "$proven"
at 01
file64=$(printf 'the attachment says fileSecret77 twice' | base64)
cat >"$T/letter" <<END
From: $anna
To: support+$(id_of SUP-1 anna@customer.test)@example.org
Subject: Re: Printer
Message-ID: <login@customer.test>
$proven
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

Please log in as anna.
My codeword is xyzzyhunter2 as before.
--x
Content-Type: application/octet-stream; name=login.txt
Content-Disposition: attachment; filename=login.txt
Content-Transfer-Encoding: base64

$file64
--x--
END
cp "$T/letter" "$T/login"
mails_from=$anna hand_in "$T/login" "support+$(id_of SUP-1 anna@customer.test)@example.org"
notice=$(answered sam@staff.test)
cm --now $NOW send >>"$DESK/log" 2>&1
like 'the store has it' "$(stored_in xyzzyhunter2)" casemate.db
like 'and the attachment' "$(stored_in "$file64")" casemate.db
like 'it is found' "$(cm case list --search xyzzyhunter2)" SUP-1

# What does not count.
at 02
about anna@customer.test
BODY='#redact 2'
post "$anna" 'Re: Printer' "$proven"
is 'a customer removes nothing' "$(entry SUP-1 2)" 'Please log in as anna.
My codeword is xyzzyhunter2 as before.'
at 03
about sam@staff.test
BODY='#redact 2'
post "$sam" 'Re: Printer'
like 'staff without proof neither' "$(ended)" '^held'
stored "UPDATE held SET decision = 'dropped'" >/dev/null
at 04
about sam@staff.test
BODY='#redact 99'
post "$sam" 'Re: Printer' "$proven"
like 'there is no such entry' "$(said)" 'SUP-1 has no entry 99'
about sam@staff.test
BODY='#redact everything'
post "$sam" 'Re: Printer' "$proven"
like 'a word is no number' "$(said)" 'by the number of its entry alone'
about sam@staff.test
BODY='#redact'
post "$sam" 'Re: Printer' "$proven"
like 'nothing is answered' "$(said)" 'say which text'

# Staff answers with a quote below, in which a colleague is told the password once more.
at 05
about tina@staff.test
BODY="I'll try.

> My codeword is xyzzyhunter2 as before."
post 'Tina Staff <tina@staff.test>' 'Re: Printer' "$proven"
tinas=$(of SUP-1 'd["entries"][-1]["seq"]')
at 06
about sam@staff.test
BODY='This has to go.

#redatc

> Please log in as anna.
> My codeword is xyzzyhunter2 as before.'
post "$sam" 'Re: Printer' "$proven"
like 'a wrong verb comes back' "$(ended)" '^returned'
at 07
about sam@staff.test
BODY='#redact
#share eve@elsewhere.test
#history

Anna, please choose another one.

> Please log in as anna.
> My codeword is xyzzyhunter2 as before.'
post "$sam" 'Re: Printer' "$proven" "In-Reply-To: <$notice>"
is 'the text is gone' "$(entry SUP-1 2)" "$redact_mark"
is 'with its attachments' "$(of SUP-1 'd["entries"][1]["attachments"]')" '[]'
is 'and it says so' "$(of SUP-1 'd["entries"][1]["redacted"]')" true
is 'the title is not its own' "$(of SUP-1 'd["title"]')" Printer
like 'the comment stays' "$(cm case show SUP-1)" 'choose another'
is 'the history knows who, by which mail, on which proof' \
	"$(of SUP-1 '[[e["text"], e["author"]["address"], e["message_id"], e["author"]["proven"]] for e in d["entries"] if e["kind"] == "redact"]')" \
	"[[\"Text removed for good: entry 2 of SUP-1\", \"sam@staff.test\", \"$LAST\", true]]"
transcript=$(stored "SELECT max(id) FROM outbox WHERE kind = 'transcript'")
said=$(said "$transcript")
like 'Sam is told what went' "$said" 'attachments 1, raw messages 3 .*held or returned mails 1'
like 'whose mail went' "$said" 'it was from: sam@staff.test'
like 'who has it by mail' "$said" 'It went to: .*tina@staff.test'
like 'where it still stands' "$said" "still stand in: entry $tinas"
for id in $(stored "SELECT id FROM outbox WHERE id > $mails_mark"); do
	cm queue show "$id"
done >"$T/new"
unlike 'no notice of that mail says it' "$(cat "$T/new")" xyzzyhunter2
like 'the history mail has the mark' "$(cat "$T/new")" 'text removed by Sam Staff'
like 'as whom it is shared with has' "$(stored "SELECT count(*) FROM outbox WHERE recipient = 'eve@elsewhere.test'")" 1
says 1 'the message of entry 2 of case SUP-1 was removed for good; "case show" says by whom' \
	case show SUP-1 --raw 2
like 'the quote in the later entry is left' "$(stored_in xyzzyhunter2)" casemate.db
is 'but the attachment is nowhere' "$(stored_in "$file64")" ''
is 'nothing is found but the quote' "$(stored "SELECT count(*) FROM entry WHERE text || coalesce(full_text, '') LIKE '%xyzzy%'")" 1

ok 'the later one on the command line' cm --now $NOW case redact SUP-1 "$tinas" --as sam@staff.test
is 'is gone as well' "$(entry SUP-1 "$tinas")" "$redact_mark"
is 'no file of the store holds it' "$(stored_in xyzzyhunter2)" ''
is 'the log is empty' "$(stat -c %s "$DESK/store/casemate.db-wal" 2>/dev/null || echo 0)" 0
handle
unlike 'it is found no more' "$(cm case list --search xyzzyhunter2)" SUP-1
like 'other words still are' "$(cm case list --search Printer)" SUP-1
says 1 "entry 2 says already: $redact_mark" case redact SUP-1 2
says 1 'SUP-1 has no entry 99' case redact SUP-1 99
says 1 'say which text by the number of its entry alone: #redact 4' case redact SUP-1 two
says 2 'case redact needs a case and the number of an entry' case redact SUP-1
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0

# The same message once more: by the same road, and to another desk.
at 10
mails_from=$anna hand_in "$T/login" "support+$(id_of SUP-1 anna@customer.test)@example.org"
like 'a second copy is a duplicate' "$(ended)" '^duplicate a copy of a message whose text was removed'
is 'and told to nobody' "$(told)" nobody
mails_from=$anna hand_in "$T/login" sales@example.org
like 'to another desk, too' "$(ended)" '^duplicate'
is 'and brings nothing back' "$(stored_in xyzzyhunter2)" ''
is 'accounted for as well' "$(cm audit >/dev/null 2>&1; echo $?)" 0

# One mail to two desks, unsent notices, a big message, and a case of its own split off.
at 20
{
	cat <<-END
	From: $anna
	To: support@example.org, sales@example.org
	Subject: Card plughcard
	Message-ID: <card@customer.test>
	$proven
	MIME-Version: 1.0
	Content-Type: multipart/mixed; boundary=x

	--x
	Content-Type: text/plain

	The number is 4111222233334444.
	--x
	Content-Type: application/octet-stream; name=scan.bin
	Content-Disposition: attachment; filename=scan.bin
	Content-Transfer-Encoding: base64

	END
	head -c 600000 /dev/zero | base64
	echo '--x--'
} >"$T/card"
mails_from=$anna hand_in "$T/card" support@example.org sales@example.org
is 'two cases have it' "$(ended)" 'case SUP-2, case SAL-1'
ok 'it is a file' test -n "$(ls "$DESK/store/big")"
like 'and in the store' "$(stored_in 4111222233334444)" big/
at 21
cm --now $NOW case set SUP-2 status=Done >/dev/null
out=$(cm --now $NOW case redact SUP-2 1 --as sam@staff.test)
like 'both entries go' "$out" 'entry 1 of SUP-2, entry 1 of SAL-1'
like 'whoever is spared is named' "$out" 'not sent any more to: .*anna@customer.test'
like 'both titles go' "$out" 'gave the title to: SUP-2, SAL-1'
is 'in the other case as well' "$(entry SAL-1 1) $(of SAL-1 'd["title"]')" "$redact_mark (text removed)"
is 'with a line in its history' "$(of SAL-1 'd["entries"][-1]["text"]')" \
	'Text removed for good: entry 1 of SUP-2, entry 1 of SAL-1'
is 'the file is gone' "$(ls "$DESK/store/big")" ''
is 'no file holds the number' "$(stored_in 4111222233334444)" ''
is 'nor the subject' "$(stored_in plughcard)" ''
is 'nothing that holds it is sent' "$(stored "SELECT count(*) FROM outbox WHERE state = 0 AND head IS NULL")" 0
row=$(stored "SELECT min(id) FROM outbox WHERE state = 3 AND head IS NULL")
says 1 "message $row can't be sent any more: $redact_mark" queue retry "$row"
ok 'the store is sound' cm check
cm --now $NOW send >>"$DESK/log" 2>&1
ok 'what goes out says nothing of it' sh -c "! grep -rqaF -e 4111222233334444 -e plughcard '$DESK/out'"
at 22
about sam@staff.test SUP-2
BODY='#title The card'
post "$sam" 'Re: x' "$proven"
is 'another title' "$(of SUP-2 'd["title"]')" 'The card'

# Its notice answered once the case was merged; and by a mail with files, which is kept.
at 30
BODY='Once more: xyzzyagain3 it is.'
post "$anna" 'Third' "$proven"
notice=$(answered sam@staff.test)
at 31
cm --now $NOW case tag SUP-3 xyzzytag13 --as sam@staff.test >/dev/null
cm --now $NOW case merge SUP-3 SUP-1 >/dev/null
at 32
cat >"$T/letter" <<END
From: $sam
To: support+$(id_of SUP-1 sam@staff.test)@example.org
Subject: Re: Third
Message-ID: <files@staff.test>
In-Reply-To: <$notice>
$proven
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

#redact

Please do as the picture shows.

> Once more: xyzzyagain3 it is.
--x
Content-Type: image/png; name=how.png
Content-Disposition: attachment; filename=how.png

how
--x--
END
mails_from=$sam hand_in "$T/letter" "support+$(id_of SUP-1 sam@staff.test)@example.org"
is 'a merged case loses it, too' "$(entry SUP-3 1)" "$redact_mark"
like 'the history of the other one says so' "$(of SUP-1 'd["entries"][-2]["text"] + d["entries"][-1]["text"]')" \
	'Text removed for good: entry 1 of SUP-3'
transcript=$(stored "SELECT max(id) FROM outbox WHERE kind = 'transcript'")
like 'the mail with files is kept' "$(said "$transcript")" 'quotes it and is kept whole'
own=$(of SUP-1 '[e["seq"] for e in d["entries"] if e["attachments"]][-1]')
is 'without the quote in its entry' "$(of SUP-1 "[e[\"full_text\"] for e in d[\"entries\"] if e[\"seq\"] == $own]")" '[null]'
like 'its raw form has it' "$(stored_in xyzzyagain3)" casemate.db
cm --now $NOW case redact SUP-1 "$own" >/dev/null
is 'until its entry goes' "$(stored_in xyzzyagain3)" ''
tag_seq=$(of SUP-3 '[e["seq"] for e in d["entries"] if e["kind"] == "tag"][0]')
cm --now $NOW case redact SUP-3 "$tag_seq" >/dev/null
is 'nor has a merged case its tag' "$(of SUP-3 'd["tags"]')$(stored_in xyzzytag13)" '[]'
is 'the title was changed before: it stays' "$(of SUP-2 'd["title"]')" 'The card'
is 'nothing is left to be done' "$(stored 'SELECT count(*) FROM erasure')" 0
# Held mail that repeats it, and an answer to something else.
at 40
BODY='It is xyzzyfour4 from now on.'
post "$anna" 'Fourth' "$proven"
TO=support+$(id_of SUP-4 anna@customer.test)@example.org
BODY='> It is xyzzyfour4 from now on.
No.'
at 41
post 'Eve <eve@elsewhere.test>' 'Re: Fourth' "$proven"
held=$(stored 'SELECT max(id) FROM held')
cm --now $NOW case set SUP-4 status=Done >/dev/null
notice=$(answered anna@customer.test)
at 42
about sam@staff.test SUP-4
BODY='#redact'
post "$sam" 'Re: Fourth' "$proven" "In-Reply-To: <$notice>"
like 'a notice of something else is no message' "$(said)" 'say which text'
about sam@staff.test SUP-4
as_user touch "$DESK/store/casemate.db.before-step-2"
BODY='#title Fourth case
#redact 1'
post "$sam" 'Re: Fourth' "$proven"
like 'held mail is named' "$(said)" "still stand in: held mail $held"
like 'and so is an old backup' "$(said)" 'may stand in backups.*casemate.db.before-step-2'
is 'a title in the same mail' "$(of SUP-4 'd["title"]')" 'Fourth case'
cm --now $NOW held release "$held" >/dev/null
at 43
eves=$(of SUP-4 '[e["seq"] for e in d["entries"] if e["author"]["address"] == "eve@elsewhere.test"][0]')
cm --now $NOW case redact SUP-4 "$eves" >/dev/null
is 'released and removed, it is nowhere' "$(stored_in xyzzyfour4)" ''

# What was filled in stands in fields of the case as well.
at 44
TO=support+bug@example.org
BODY='Error details: the key xyzzyfive5five is refused
Operating system: Debian'
post "$anna" 'Fifth' "$proven"
is 'a form is filled in' "$(of SUP-5 'd["fields"].get("Error details")')" 'the key xyzzyfive5five is refused'
about sam@staff.test SUP-5
BODY='#redact 1'
at 45
post "$sam" 'Re: Fifth' "$proven"
is 'its values go with it' "$(of SUP-5 'd["fields"].get("Error details")')" null
like 'and staff hears which' "$(said)" 'these fields, which are empty now: .*Error details'
is 'so it is nowhere' "$(stored_in xyzzyfive5five)" ''
# A partner's number stands with the case, and no more in the text that gave it.
at 46
cm person add vic@vendor.test name='Vic Vendor' role=partner >/dev/null
cm partner add Vendor address=vic@vendor.test >/dev/null
cm --now $NOW case set SUP-4 partner=Vendor >/dev/null
vic_says()
{
	about vic@vendor.test SUP-4
	BODY=$1
	post 'Vic Vendor <vic@vendor.test>' 'Re: Fourth case' "$proven"
}
vic_says 'Ticket: xyzzysix6six

We look into it.'
is 'a partner gives a number' "$(of SUP-4 '[x["id"] for x in d["external"]]')" '["xyzzysix6six"]'
vics=$(of SUP-4 'd["entries"][-1]["seq"]')
at 47
about sam@staff.test SUP-4
BODY="#redact $vics"
post "$sam" 'Re: Fourth case' "$proven"
is 'it goes with its mail' "$(of SUP-4 'd["external"]')" '[]'
like 'and staff hears of it' "$(said)" 'the number of the case at: Vendor\.'
is 'from everywhere' "$(stored_in xyzzysix6six)" ''
vic_says '#external xyzzyseven7'
vics=$(of SUP-4 '[e["seq"] for e in d["entries"] if e["kind"] == "external"][-1]')
at 48
vic_says '#external INC-7'
vic_says 'It is done.'
done_seq=$(of SUP-4 'd["entries"][-1]["seq"]')
cm --now $NOW case redact SUP-4 "$vics" >/dev/null
is 'so does one that a command gave' "$(stored_in xyzzyseven7)" ''
cm --now $NOW case redact SUP-4 "$done_seq" >/dev/null
is 'but none that another mail gave' "$(of SUP-4 '[x["id"] for x in d["external"]]')" '["INC-7"]'
vics=$(of SUP-4 '[e["seq"] for e in d["entries"] if e["kind"] == "external"][-1]')
cm --now $NOW case redact SUP-4 "$vics" >/dev/null
is 'it goes with the note of it' "$(of SUP-4 'd["external"]')" '[]'
# In the mail that tells of a note each of its lines has a mark.
at 49
about sam@staff.test SUP-4
BODY='#note
The till is in
the old red box.'
post "$sam" 'Re: Fourth case' "$proven"
note_seq=$(of SUP-4 '[e["seq"] for e in d["entries"] if e["kind"] == "note"][-1]')
like 'a note is not sent once it is removed' "$(cm --now $NOW case redact SUP-4 "$note_seq")" \
	'not sent any more to: .*tina@staff.test'

# Of a message split off goes the title that it gave, not one in other words.
at 50
about anna@customer.test SUP-2
BODY='xyzzysplit5 it is, and only you know.
Anna'
post "$anna" 'Re: x' "$proven"
about anna@customer.test SUP-2
BODY='The key is xyzzysplit6.'
post "$anna" 'Re: x' "$proven"
at 51
first=$(of SUP-2 '[e["seq"] for e in d["entries"] if "split5" in e["text"]][0]')
second=$(of SUP-2 '[e["seq"] for e in d["entries"] if "split6" in e["text"]][0]')
# split_off ENTRY TITLE: the number of the case that it makes
split_off()
{
	cm --now $NOW case split SUP-2 "$1" "$2" --as sam@staff.test >/dev/null
	of SUP-2 "[e['split_into'] for e in d['entries'] if e['seq'] == $1][0]"
}
own=$(split_off "$first" '') other=$(split_off "$second" "Anna's question")
is 'they are named so' "$(of "$own" 'd["title"]'), $(of "$other" 'd["title"]')" \
	"xyzzysplit5 it is, and only you know., Anna's question"
out=$(cm --now $NOW case redact SUP-2 "$first" --as sam@staff.test)
like 'the title of its words' "$out" "gave the title to: $own"
out=$(cm --now $NOW case redact SUP-2 "$second" --as sam@staff.test)
unlike 'no title in other words' "$out" 'title'
is 'which stays' "$(of "$own" 'd["title"]'), $(of "$other" 'd["title"]')" \
	"(text removed), Anna's question"
is 'no file of the store holds either' "$(stored_in xyzzysplit)" ''

# What the history notes of a title and of a tag stands with the case, and the marks of removals are
# no words of anybody.
at 54
about sam@staff.test SUP-2
BODY='#title The xyzzyeight8 card
#tag xyzzynine9

It is on its way.'
post "$sam" 'Re: Card' "$proven"
title_seq=$(of SUP-2 '[e["seq"] for e in d["entries"] if e["kind"] == "title"][-1]')
tag_seq=$(of SUP-2 '[e["seq"] for e in d["entries"] if e["kind"] == "tag"][-1]')
last=$(of SUP-2 'd["entries"][-1]["seq"]')
at 55
out=$(cm --now $NOW case redact SUP-2 "$title_seq")
like 'a title goes with the note of it' "$out" 'gave the title to: SUP-2'
like 'the mail that set it is named' "$out" "still stand in: entry $last\."
is 'it has none' "$(of SUP-2 'd["title"]')" '(text removed)'
gone=$(cm --now $NOW case redact SUP-2 "$tag_seq")
like 'a tag goes with the note of it' "$gone" 'had set these tags, which are gone: xyzzynine9\.'
like 'and nobody takes it for a mail' "$gone" 'Removed for good: entry [0-9]+ of SUP-2\. No mail went'
is 'it has none either' "$(of SUP-2 'd["tags"]')" '[]'
unlike 'other marks are not its words' "$(cm --now $NOW case redact SUP-2 "$last")" 'still stand'
is 'and they are nowhere' "$(stored_in xyzzyeight8)$(stored_in xyzzynine9)" ''
at 56
about sam@staff.test SUP-2
BODY='#title xyzzyten10'
post "$sam" 'Re: Card' "$proven"
about sam@staff.test SUP-2
BODY='#title Another card'
post "$sam" 'Re: Card' "$proven"
title_seq=$(of SUP-2 '[e["seq"] for e in d["entries"] if e["kind"] == "title"][-2]')
at 57
cm --now $NOW case redact SUP-2 "$title_seq" >/dev/null
is 'a title that was set anew stays' "$(of SUP-2 'd["title"]')" 'Another card'
is 'what says what it was does not' "$(stored_in xyzzyten10)" ''
cm --now $NOW case set SUP-2 title='A third card' >/dev/null
third=$(of SUP-2 'd["entries"][-1]["seq"]')
cm --now $NOW case set SUP-2 title='A fourth card' >/dev/null
fourth=$(of SUP-2 'd["entries"][-1]["seq"]')
cm --now $NOW case redact SUP-2 "$fourth" --as tina@staff.test >/dev/null
cm --now $NOW case redact SUP-2 "$third" --as sam@staff.test >/dev/null
is 'whoever removed it first is named' "$(entry SUP-2 "$third"), $(entry SUP-2 "$fourth")" \
	"$redact_mark, text removed by Tina Staff on 2026-11-22"
# What was masked is in no entry, but in the message of whoever quotes it.
at 58
BODY='I can no longer log in, and tried all that your page says about it.
password: xyzzyeleven11'
post "$anna" 'Sixth' "$proven"
sixth=$(ended | sed 's/.* //')
about anna@customer.test "$sixth"
BODY='It works again.
> password: xyzzyeleven11'
post "$anna" 'Re: Sixth' "$proven"
about anna@customer.test "$sixth"
BODY='My other password: notTheSame12'
post "$anna" 'Re: Sixth' "$proven"
at 59
like 'a message that quotes it is named, no other' "$(cm --now $NOW case redact "$sixth" 1)" \
	'still stand in: entry 2\.'
cm --now $NOW case redact "$sixth" 2 >/dev/null
is 'without both it is nowhere' "$(stored_in xyzzyeleven11)" ''
is 'every mail is accounted for in the end' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
