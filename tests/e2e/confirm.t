# Staff without proof: the mail does nothing until its writer confirms it at the address on record.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/prefix = "SUP"/a internal = "staff@example.org"' "$DESK_CONF"
cm person add tina@staff.test name=Tina role=staff desk=support
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'
unproven='it speaks for staff without proof of its From address'

# asked: the token that the last question to Sam holds
asked()
{
	cm queue show "$(stored "SELECT max(id) FROM outbox WHERE kind = 'confirm'")" >"$T/notice"
	sed -n 's/^Reply-To:.*+confirm\.\([0-9A-Z]*\)@.*/\1/p' "$T/notice"
}

state()
{
	cm case show --json SUP-1 | json '"%s %d" % (d["status"], len(d["entries"]))'
}

post "$anna" Printer
his=$(id_of SUP-1 sam@staff.test)

# The question.
BODY='Secret words of mine.

#status Done'
post "$sam" "Re: $his Hidden title"
is 'staff without proof: held, and the writer is asked' "$(ended), $(told)" \
	"held $unproven, confirm sam@staff.test"
is 'nothing has been done' "$(state)" 'New 1'
is 'it is listed' "$(cm held list --json | json 'd[0]["kind"]')" unconfirmed
token=$(asked)
like 'the subject holds the word' "$(tr -d '\n' <"$T/notice")" "Subject: Please confirm - mail of .*confirm +$token"
words=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
like 'it says when' "$words" 'Sunday, 2026-11-22 05:00 UTC, about SUP-1'
unlike 'and nothing that the mail said' "$words$(cat "$T/notice")" 'Secret|Hidden|Done'
unlike 'and no tracking ID' "$(cat "$T/notice")" 'CM[0-9A-Z]{18}'
unlike 'nothing in it is a command' "$words" '(^| )[#!][a-z]'

# Who may not.
BODY=yes TO=support+confirm.$token@example.org
post "$sam" 'Automatic reply: x' 'Auto-Submitted: auto-replied'
is 'a robot confirms nothing' "$(state)" 'New 1'
TO=support+confirm.$token@example.org
post eve@evil.test 'x'
is "a stranger's is held" "$(ended)" 'held it answers a question that was asked of somebody else'
is 'and answered with nothing' "$(told | tr , '\n' | grep evil)" ''
post eve@evil.test "Re: Please confirm - mail of today, confirm $token"
like 'by the subject as well' "$(ended)" '^held it answers a question'
TO=support+confirm.041061050R3GG28AQF@example.org
post eve@evil.test 'x'
is 'any other word is mail' "$(ended)" 'case SUP-2'
TO=support+confirm.$token@example.org BODY='#done'
post 'Tina <tina@staff.test>' 'x' 'Authentication-Results: mx.example.org; dmarc=pass'
is 'a proven colleague is told that it is not hers' "$(ended), $(told)" \
	'answered it answers a question that was asked of somebody else, transcript tina@staff.test'
notice_to tina@staff.test
like 'in one sentence' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')" \
	'Only the colleague who was asked can confirm that mail, so your answer has done nothing\.'
TO=support+confirm.$token@example.org
post 'Tina <tina@staff.test>' 'x'
like 'without proof it is held' "$(ended)" '^held it answers a question'
BODY=yes TO=support+confirm.$token@example.org
post "$sam" 'x' 'Authentication-Results: mx.example.org; dmarc=fail'
like 'nor does a forger' "$(ended)" '^held its From address is forged'
is 'still nothing' "$(state)" 'New 1'

# What may be an absence note, proven or not, is held and answered with nothing; so is a no.
says_more='more than a yes, which doesn.t confirm held mail 1$'
held_words()
{
	TO=support+confirm.$token@example.org
	post "$sam" "Re: Please confirm - mail of today, confirm $token" ${2+"$2"}
	like "$1 confirms nothing" "$(ended)" "^held it answers \"Please confirm\" with $says_more"
	is "$1: nothing is done, nobody is told" "$(state), $(told)" 'New 1, nobody'
}
BODY='Ich bin bis zum 30.11. nicht im Büro und lese keine Mails. In dringenden Fällen: robin@staff.test.

Sam Staff'
held_words 'a German absence note'
BODY='I am on vacation until 30 November. In urgent cases write to robin@staff.test.

Sam'
held_words 'an English one, proven' 'Authentication-Results: mx.example.org; dmarc=pass'
BODY="Thank you for your mail.

Best regards,
Sam Staff"
held_words 'nor does an acknowledgement'
BODY='Sam Staff
-- 
Ich bin bis zum 30.11. nicht im Büro und lese keine Mails.'
held_words 'an absence note below the rule of a signature'
BODY='-- 
Out of office until 30 November
Sam Staff'
held_words 'one that is all of the mail'
BODY="No, I didn't write that."
held_words 'a no'
BODY="Yes? I don't think so."
held_words 'a doubt'

# The answer, above what it answers.
BODY='Yes, I wrote it.

Sam Staff

On Sunday, 22 November 2026, Support wrote:
> Did you write this mail?
> If you wrote it: answer this mail and leave its subject as it is.'
TO=support+confirm.$token@example.org
post "$sam" 'x'
like 'the answer confirms' "$(ended)" '^answered held mail 1 is confirmed'
is 'and what was held is done' "$(state)" 'Done 3'
is 'it is proven' "$(cm case show --json SUP-1 | json 'd["entries"][1]["author"]["proven"]')" true
is 'the customer has it' "$(told)" 'receipt anna@customer.test, transcript sam@staff.test, comment tina@staff.test'
is 'the delivery has ended as an entry' "$(stored "SELECT d.outcome || ' ' || h.decision || ' ' || h.released_as
	FROM held h JOIN delivery d ON d.id = h.delivery WHERE h.id = 1")" 'entry released confirmed'
BODY=OK TO=support+confirm.$token@example.org
post "$sam" 'x'
is 'once' "$(ended), $(told)" 'answered what it confirms has been decided about already, nobody'
is 'and no more' "$(state)" 'Done 3'

# By the subject alone.
BODY='#reopen'
post "$sam" "Re: $his"
token=$(asked)
BODY=yes
post "$sam" "Re: Please confirm - mail of today, confirm $token"
like 'the subject alone confirms' "$(ended)" '^answered held mail'
is 'and it is done' "$(cm case show --json SUP-1 | json 'd["status"]')" Reopen

# A wrong command is found when it is confirmed, by an empty answer.
BODY='#status Nonsense'
post "$sam" "Re: $his"
token=$(asked)
BODY=' ' TO=support+confirm.$token@example.org
post "$sam" 'x'
like 'what is wrong in it is answered then' "$(told)" 'returned sam@staff.test'

# Nor does a farewell say anything, or a signature that is one.
for answer in 'Mit freundlichen Grüßen
Sam Staff' '-- 
Sam Staff
Head of Support
Tel. +49 40 123456' 'Von meinem iPhone gesendet' '
On Sun, Nov 22, 2026 at 6:00 AM Example Support <support@example.org> wrote:

> Did you write this mail?
>
> If you wrote it: answer this mail.' '
From: Example Support <support@example.org>
Sent: Sunday, 22 November 2026 05:00
To: Sam Staff <sam@staff.test>
Subject: Please confirm

Did you write this mail? If you wrote it: answer this mail.'; do
	BODY='A note'
	post "$sam" "Re: $his"
	token=$(asked)
	BODY=$answer TO=support+confirm.$token@example.org
	post "$sam" 'x'
	like 'an empty answer confirms with whatever stands around it' "$(ended)" \
		'^answered held mail .* is confirmed'
done

# The cap: three questions an hour that aren't answered.
for i in 1 2 3; do post "$sam" "Re: $his"; done
like 'three times' "$(told)" '^confirm sam@staff.test'
post "$sam" "Re: $his"
is 'the fourth within an hour is only held' "$(told | tr , '\n' | grep -c confirm)" 0
is 'for colleagues' "$(cm held list --json | json 'd[-1]["kind"]')" held

# The time is limited.
NOW=2026-11-22T07:00:00Z
post "$sam" "Re: $his"
like 'an hour later there is a question again' "$(told)" '^confirm sam@staff.test'
token=$(asked) entries=$(state)
NOW=2026-11-23T07:00:00Z BODY=ok TO=support+confirm.$token@example.org
post "$sam" 'x'
is 'after a day it is too late' "$(ended)" 'answered it confirms a held mail too late'
is 'which is answered, and colleagues hear of it' "$(told)" \
	'held sam@staff.test, transcript sam@staff.test, held tina@staff.test'
like 'and of what confirmed nothing, with the reason' "$(words_to tina@staff.test)" \
	'it answers "Please confirm" with more than a yes, [^“]* held mail 1 It begins, [^“]*“No, I didn.t write that'
is 'and nothing is done' "$(state)" "$entries"
ok 'colleagues may still decide' cm --now "$NOW" held release "$(stored 'SELECT max(id) FROM held')"

# Where it belongs to no case.
NOW=2026-11-23T09:00:00Z TO=staff@example.org
post "$sam" 'To colleagues'
is 'to the internal address' "$(told)" 'confirm sam@staff.test'
TO=support+confirm.$(asked)@example.org BODY='#confirm'
post "$sam" 'x'
like 'opens a case once it is confirmed' "$(stored "SELECT outcome || ' ' || why FROM delivery d
	JOIN held h ON h.delivery = d.id ORDER BY h.id DESC LIMIT 1")" '^case SUP-'
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
