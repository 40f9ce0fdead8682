# In Feedback waiting: what says clearly that it is solved closes the case, thanks leave it as it is,
# and all else is staff's to read.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

user_folder "$T/rules"
cat >"$T/rules/answers.conf" <<'RULES'
rule "Paper" {
	text = 'paper jam'
	answer = "Open the flap, and pull."
}
RULES
chmod 644 "$T/rules/answers.conf"
desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	rules = \"$T/rules\"
	"
anna='Anna <anna@customer.test>' bea='Bea <bea@customer.test>'

status()
{
	cm case show --json "$1" | json 'd["status"]'
}

at()
{
	NOW=$(date -u -d "2026-11-22 + $1 days" +%Y-%m-%d)T${2:-05:00:00}Z
}

# awaited STATUS: the case is in it
awaited()
{
	cm --now "$NOW" case set SUP-1 status="$1"
}

# answers TEXT [FIELD...]: Anna answers
answers()
{
	BODY=$1
	shift
	post "$anna" "Re: $one" "$@"
}

post "$anna" 'Printer' "$proven"
one=$(id_of SUP-1 anna@customer.test)
BODY='#share bea@customer.test'
post "$anna" "Re: $one" "$proven"
two=$(id_of SUP-1 bea@customer.test)

awaited 'Feedback waiting'
answers 'It works now, thanks!

Kind regards
Anna' "$proven"
is 'it works: the case is closed' "$(ended); $(status SUP-1)" 'entry SUP-1; Done'
is 'which all are told as of #done' "$(told)" \
	'receipt anna@customer.test, receipt bea@customer.test, comment sam@staff.test'
like 'by a receipt that asks for a rating' "$(words_to anna@customer.test)" "support\\+$one.r5@"
like 'staff reads the words' "$(words_to sam@staff.test)" 'It works now, thanks!'
is 'they are a comment' "$(cm case show --json SUP-1 | json \
	'[(e["kind"], e["author"]["role"]) for e in d["entries"][-2:]]')" \
	'[["comment", "reporter"], ["status", "reporter"]]'
awaited 'Feedback waiting'
answers 'Hat geklappt, danke. Der Fall kann geschlossen werden.' "$proven"
is 'in other languages, too' "$(status SUP-1)" Done
awaited 'Feedback waiting'
answers 'SUP-1 can be closed, thanks.' "$proven"
is 'by its number' "$(status SUP-1)" Done
awaited 'Feedback waiting'
answers 'SUP-2 can be closed, thanks.' "$proven"
is 'not by that of another' "$(status SUP-1)" 'Work in progress'

# Who says so, and how.
awaited 'Feedback waiting'
answers 'It works now, thanks!'
is 'nothing is closed without proof' "$(ended); $(status SUP-1)" 'entry SUP-1; Work in progress'
awaited 'Feedback waiting'
BODY='It works now, thanks!'
post "$bea" "Re: $two" "$proven"
is 'nor by others' "$(status SUP-1)" 'Work in progress'
awaited 'Feedback waiting'
answers 'It works now.' "$proven" 'Auto-Submitted: auto-replied'
is 'nor by robots' "$(status SUP-1)" 'Feedback waiting'
answers '> Can you print now?
It works.
> Can you scan now?
No.' "$proven"
is 'nor line by line' "$(status SUP-1)" 'Work in progress'
awaited 'Feedback waiting'
answers 'It works.

On Sun, 22 Nov 2026 at 05:00, Example Support <support@example.org> wrote:
> Please tell us whether it does not print.' "$proven"
is 'what is quoted below counts for nothing' "$(status SUP-1)" Done
outlook='From: Example Support <support@example.org>
Sent: Sunday, November 22, 2026 4:00 PM
To: Anna <anna@customer.test>
Subject: Case Receipt - Case ID: SUP-1

Fixed? The status is now Feedback waiting.'
for rule in ________________________________ '-----Original Message-----'; do
	awaited 'Feedback waiting'
	answers "It works now, thanks!

$rule
$outlook" "$proven"
	is "as Outlook quotes it, too: $rule" "$(status SUP-1)" Done
done
awaited 'Feedback waiting'
BODY="It works now, thanks!

-----Original Message-----
$outlook"
post "$anna" "Fwd: $one" "$proven"
is 'what is forwarded says more' "$(status SUP-1)" 'Work in progress'
awaited 'Feedback waiting'
answers 'It works now, thanks!

Best regards
Anna
Customer Clinic' "$proven"
is 'above the name of a firm' "$(status SUP-1)" Done
awaited 'Feedback waiting'
answers 'It works now, thanks!

Anna
The customer scanner is broken' "$proven"
is 'but not above what may be news' "$(status SUP-1)" 'Work in progress'
for text in 'It works on Monday, not on Tuesday' 'Does it work?' 'It works, but slowly' 'Nothing works' \
	'Thanks, and now the other printer' 'funktioniert nicht' 'geht nicht, danke' 'не работает' \
	'Merci, mais ça ne marche pas' 'Gracias, pero no funciona' '動きません'; do
	awaited 'Feedback waiting'
	answers "$text" "$proven"
	is "$text" "$(status SUP-1)" 'Work in progress'
done
awaited 'Work in progress'
answers 'It works now, thanks!' "$proven"
is 'whoever is not asked is read by somebody' "$(status SUP-1)" 'Work in progress'

# Thanks alone: the days of silence begin anew.
at 0
awaited 'Feedback waiting'
at 5
answers 'Thanks!' "$proven"
is 'thanks alone change nothing' "$(ended); $(status SUP-1); $(told)" \
	'entry SUP-1; Feedback waiting; comment bea@customer.test, comment sam@staff.test'
at 11
tick
is 'and are an answer' "$(told)" nobody
at 16
tick
is 'from which on it is counted' "$(told)" 'reminder anna@customer.test, reminder bea@customer.test'
answers 'Thank you.' "$proven"
at 19
tick
is 'also behind the notice' "$(told); $(status SUP-1)" 'nobody; Feedback waiting'
at 27
tick
at 30
tick
is 'and it ends as ever' "$(status SUP-1)" Done
# A question of staff in words is answered by words.
at 40
BODY='Lamp'
post "$anna" 'Lamp' "$proven"
one=$(id_of SUP-2 anna@customer.test)
BODY='Which colour is it?

#needinfo'
post 'Sam Staff <sam@staff.test>' "Re: $(id_of SUP-2 sam@staff.test)" "$proven"
is 'staff asks' "$(status SUP-2)" 'Information needed'
answers 'Thanks!' "$proven"
is 'thanks are no answer' "$(status SUP-2)" 'Information needed'
answers '#info' "$proven"
is 'nor is a question' "$(status SUP-2)" 'Information needed'
answers 'Red.'
is 'any word is one, proven or not' "$(status SUP-2); $(told)" \
	'Work in progress; receipt anna@customer.test, comment sam@staff.test'
TO=support+bug@example.org BODY='Impact: cosmetic'
post "$anna" 'Stripes' "$proven"
one=$(id_of SUP-3 anna@customer.test)
is 'a form that lacks something' "$(status SUP-3)" 'Information needed'
answers 'They are still there.' "$proven"
is 'still does' "$(status SUP-3)" 'Information needed'

# jam [TEXT]: Anna asks what a rule answers at once; sets jam, its number, and one
jam()
{
	TO=support+question@example.org BODY=${1:-What do I do about a paper jam?}
	post "$anna" 'Jam' "$proven"
	jam=$(ended | sed 's/.* //')
	one=$(id_of "$jam" anna@customer.test)
}

# What the receipt has answered is closed by the same words, until somebody of the staff has it.
for text in 'That solved it, thank you!' 'It works now' 'Danke, es funktioniert wieder!' \
	'Danke, das hat geholfen' 'Thanks, that helped!' 'Merci, ça m’a aidé.' 'Gracias, eso me ayudó.' \
	'役に立ちました。' 'Спасибо, помогло!'; do
	jam
	like 'a receipt answers' "$(words_to anna@customer.test)" 'Open the flap.*stays open until you tell us'
	answers "$text" "$proven"
	is "$text" "$(ended); $(status "$jam")" "entry $jam; Done"
done
jam
answers 'It works now'
is 'not without proof' "$(status "$jam")" New
answers 'Does it help?' "$proven"
is 'nor what asks' "$(status "$jam")" New
answers 'It works now, but slowly' "$proven"
is 'nor what says more' "$(status "$jam")" New
answers 'Thanks!' "$proven"
is 'nor thanks' "$(status "$jam")" New
BODY='Which printer is it?'
post 'Sam Staff <sam@staff.test>' "Re: $(id_of "$jam" sam@staff.test)" "$proven"
answers 'It works now' "$proven"
is 'nor once staff has answered' "$(status "$jam")" New
jam
cm --now "$NOW" case set "$jam" status='Work in progress'
answers 'It works now' "$proven"
is 'nor once staff is at it' "$(status "$jam")" 'Work in progress'
jam 'What do I do about a lamp?'
answers 'It works now' "$proven"
is 'nor where nothing was answered' "$(status "$jam")" New

# A site may have one status for both: fields that are missing, and whether it is solved. While some
# are missing, that is what the customer is asked.
cat >>"$DESK_CONF" <<'CONF'
status "Open" { verb = "open" }
status "Your turn" { waits_for = customer answer_status = "Open" silence_days = 14 verb = "turn" }
status "Done" { final = yes verb = "done" }
asking_status = "Your turn"
working_status = "Open"
CONF
# lacking: Anna's form lacks something; sets $both, its number, and one
lacking()
{
	TO=support+emergency@example.org BODY='Risk: revenue'
	post "$anna" 'Till' "$proven"
	both=$(ended | sed 's/.* //')
	one=$(id_of "$both" anna@customer.test)
}
at 0
lacking
like 'the form is asked for' "$(words_to anna@customer.test)" 'one thing more: 1\. Impact'
unlike 'and not whether it helps' "$(words_to anna@customer.test)" "if it is not solved"
answers 'It works now, thanks!' "$proven"
is 'such a word closes nothing, and is no answer' \
	"$(status "$both"); $(cm case show --json "$both" | json 'd["fields"]')" \
	'Your turn; {"Risk": "Revenue"}'
lacking
answers 'Thank you!' "$proven"
at 11
tick
words=$(words_to anna@customer.test)
like 'thanks answer nothing: silence is told, with the form' "$words" \
	"We wait for your word on case $both\\. If we hear nothing, its status is .Done. .*1\\. Impact .*Impact:"
unlike 'which is blank' "$words" 'Revenue|is it solved'
at 14
tick
is 'then it is closed' "$(status "$both")" Done
lacking
answers 'Impact: no orders' "$proven"
cm --now "$NOW" case set "$both" status='Your turn'
like 'once nothing is missing' "$(words_to anna@customer.test)" 'if it is not solved'
answers 'It works now, thanks!' "$proven"
is 'the word closes' "$(status "$both")" Done
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
