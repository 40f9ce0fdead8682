# What time brings about, by --now and tick: reminders, the notice of silence and the closing by
# it, each once, however the time is cut, after a long stop, and beside a changed configuration.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

status()
{
	cm case show --json "$1" | json 'd["status"]'
}

# at DAY [TIME]: of the test's own calendar, day 0 is the one on which all cases begin
at()
{
	NOW=$(date -u -d "2026-11-22 + $1 days" +%Y-%m-%d)T${2:-05:00:00}Z
}

# opened TITLE STATUS: a case that Anna opens and staff sets on day 0; sets $case
opened()
{
	at 0
	post "$anna" "$1" "$proven"
	case=$(stored "SELECT 'SUP-' || max(number) FROM cases")
	cm --now "$NOW" case set "$case" status="$2"
	silently
}

# Feedback waiting: a notice three days before, then Done.
opened 'Quiet' 'Feedback waiting'
at 10 23:59:59
tick
is 'nothing happens for long' "$(told), $(status "$case")" 'nobody, Feedback waiting'
at 11
tick
is 'then those with the customer are told' "$(told), $(status "$case")" \
	'reminder anna@customer.test, Feedback waiting'
like 'of the day' "$(words_to anna@customer.test)" \
	'its status is “Done” from 2026-12-06 on. Any answer from you stops that'
like 'with both ways to say it' "$(words_to anna@customer.test)" \
	'if it is solved: support\+CM[0-9A-Z]{18}\.done@.*if it is not solved: .*\.reopen@'
like 'by a subject with the ID' "$(tr -d '\n' <"$T/notice")" 'Subject: Reminder - SUP-1, Quiet. CM[0-9A-Z]{18}'
tick
is 'once' "$(told)" nobody
at 13 23:00:00
tick
is 'the case stays' "$(told), $(status "$case")" 'nobody, Feedback waiting'
at 14
tick
is 'until the day has come' "$(told), $(status "$case")" \
	'receipt anna@customer.test, comment sam@staff.test, Done'
like 'which says why' "$(words_to anna@customer.test)" 'We have heard nothing for 14 days'
unlike 'and no more than that' "$(words_to anna@customer.test)" 'The solution has closed'
like 'and asks for a rating' "$(words_to anna@customer.test)" 'How did we do'
notice_to sam@staff.test
unlike 'nobody has closed it' "$("$TEST_LIB/mailtool" text "$T/notice")" casemate
tick
is 'and that was that' "$(told)" nobody
like 'the history has it' "$(cm case history SUP-1)" 'Told that without an answer it is Done from 2026-12-06 on'

# A robot's mail is no answer, nor is a note; a person's is.
opened 'Robots' 'Feedback waiting'
one=$(id_of "$case" anna@customer.test)
at 13
tick
is 'the notice' "$(told)" 'reminder anna@customer.test'
post "$anna" "Re: $one" 'Auto-Submitted: auto-replied'
cm --now "$NOW" case note "$case" 'They are away.' >/dev/null
at 15 23:00:00
tick
is 'late notice, so it waits' "$(told)" nobody
at 16
tick
is 'a robot stopped nothing' "$(status "$case")" Done
opened 'A person' 'Feedback waiting'
one=$(id_of "$case" anna@customer.test)
at 12
tick
BODY='It still prints stripes.'
post "$anna" "Re: $one" "$proven"
is 'an answer is passed on' "$(ended), $(told)" \
	"entry $case, receipt anna@customer.test, comment sam@staff.test"
is 'and sets Work in progress' "$(status "$case")" 'Work in progress'
at 99
tick
is 'the clock has stopped' "$(told), $(status "$case")" 'nobody, Work in progress'
cm --now "$NOW" case set "$case" status='Feedback waiting'
at 109
tick
is 'it starts anew' "$(told)" nobody
at 110
tick
is 'with a notice of its own' "$(told)" 'reminder anna@customer.test'
TO=support+$one.reopen@example.org BODY='No.'
post "$anna" ''
is 'a reopening sets Reopen, words or not' "$(status "$case")" Reopen
cm --now "$NOW" case set "$case" status='Feedback waiting'
BODY='#status Pending'
post "$sam" "Re: $(id_of "$case" sam@staff.test)" "$proven"
at 400
tick
is 'staff stops it by another status' "$(told), $(status "$case")" 'nobody, Pending'

# Staff asks again: the customer has all the time from then.
opened 'Asked again' 'Feedback waiting'
at 9
echo 'And now?' | cm --now "$NOW" case reply "$case" >/dev/null
at 19
tick
is 'a word of staff starts it anew' "$(told)" nobody
at 20
tick
is 'and it comes' "$(told)" 'reminder anna@customer.test'
cm --now "$NOW" case set "$case" status=Done

# Information needed: one reminder.
opened 'Which printer' 'Information needed'
at 7
tick
is 'a reminder' "$(told), $(status "$case")" 'reminder anna@customer.test, Information needed'
like 'says what is wanted' "$(words_to anna@customer.test)" 'We need more information from you'
at 300
tick
is 'no second one' "$(told)" nobody
cm --now "$NOW" case reply "$case" 'Which one is it?' >/dev/null 2>&1 ||
	echo 'Which one is it?' | cm --now "$NOW" case reply "$case" >/dev/null
at 307
tick
is 'but for the next question' "$(told)" 'reminder anna@customer.test'
cm --now "$NOW" case set "$case" status=Done

# Escalated is no end, and nothing happens to it by itself.
opened 'A bug' 'Closed - Escalated to engineering'
unlike 'no rating is asked for' "$(words_to anna@customer.test)" 'How did we do'
at 999
tick
is 'it stays for ever' "$(told), $(status "$case")" 'nobody, Closed - Escalated to engineering'

# A long stop: nothing is closed that nobody was told of, and nothing comes twice.
opened 'Stopped' 'Feedback waiting'
at 200
tick
is 'the notice comes late' "$(told), $(status "$case")" 'reminder anna@customer.test, Feedback waiting'
like 'and names a day as far off' "$(words_to anna@customer.test)" 'from 2027-06-13 on'
tick
at 202 23:00:00
tick
is 'the closing keeps its distance' "$(told), $(status "$case")" 'nobody, Feedback waiting'
at 203
tick
is 'and then is done' "$(status "$case")" Done

# Mail that waits goes before: it was written before the time was over.
opened 'Overlap' 'Feedback waiting'
one=$(id_of "$case" anna@customer.test)
at 11
tick
at 14
BODY='Just in time.' letter "$anna" "Re: $one" "$proven"
chmod 644 "$T/letter"
cm_from "$T/letter" --now "$NOW" deliver -f anna@customer.test support@example.org
tick
is 'an answer that waits stops the clock' "$(status "$case")" 'Work in progress'
cm --now "$NOW" case set "$case" status=Done

# The configuration changes: all clocks are derived again, at the next start.
opened 'Configured' 'Pending'
is 'no clock' "$(stored 'SELECT count(*) FROM clock WHERE case_id = (SELECT max(id) FROM cases)')" 0
sed 's/^\(status "Pending" {\)/\1 silence_days = 2 notice_days = 1/' \
	"$CASEMATE_TREE/filters/statuses/sample.conf" >>"$DESK_CONF"
ok 'check knows no fault' cm check --offline
at 0 06:00:00
tick
is 'a clock' "$(stored 'SELECT group_concat(kind) FROM clock WHERE case_id = (SELECT max(id) FROM cases)')" \
	silence-notice
at 1
tick
is 'that is due' "$(told)" 'reminder anna@customer.test'
at 2
tick
is 'and closes' "$(status "$case")" Done

# A clock that can't be acted on keeps nobody else from theirs; one that is wrong is put right.
opened 'Broken' 'Feedback waiting'
stored "UPDATE cases SET desk = 'gone' WHERE prefix || '-' || number = '$case'"
opened 'Whole' 'Feedback waiting'
stored "INSERT INTO clock (case_id, kind, due_ms) SELECT max(id), 'frob', 1 FROM cases"
stored "INSERT INTO clock (case_id, kind, due_ms) SELECT max(id), 'silence', 1 FROM cases"
at 10
tick
at 11
tick
is 'the whole one goes on' "$(told), $(status "$case")" 'reminder anna@customer.test, Feedback waiting'
ok 'every mail is accounted for' cm audit
done_testing
