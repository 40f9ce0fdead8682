# Priority and severity: staff sets them by the table of the contract's level, the customer is told
# by a comment what they mean, and may ask to have it looked at again, with a reason.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>' carl='Carl <carl@plain.test>' sam='Sam Staff <sam@staff.test>'
cm org add 'Customer GmbH' tier=Enterprise domains=customer.test >/dev/null
cm person add anna@customer.test name=Anna org='Customer GmbH' >/dev/null

# write FROM NUMBER TEXT: a reply by the own ID
write()
{
	TO=support+$(id_of "$2" "$(echo "$1" | sed 's/.*<//; s/>.*//')")@example.org BODY=$3
	post "$1" "Re: $2" "$proven"
}

priority()
{
	cm case show --json "$1" | json 'd["priority"] + ", " + str(d["severity"])'
}

post "$anna" 'Printer' "$proven"

# Staff classifies: told by a comment, with what it means by the contract.
write "$sam" SUP-1 '#severity high'
is 'the customer is told' "$(told)" 'comment anna@customer.test, transcript sam@staff.test'
words=$(words_to anna@customer.test)
like 'as a comment' "$(tr -d '\r\n' <"$T/notice")" \
	'Subject: Case Comment Notification - Case ID: SUP-1 - Customer: Customer GmbH - Status: New CM[0-9A-Z]{18}Message'
like 'what it means' "$words" \
	"\\* Severity: High – An important part of production doesn't work; a way around it costs much\\."
like 'and what to do if it is wrong' "$words" 'just reply and tell us why'
unlike 'not what the contract promises' "$words" 'Enterprise|business hours'
like 'which staff is told' "$(words_to sam@staff.test)" \
	'Service level Enterprise promises for High: answer within 2 business hours, then news every 10 business hours, solved within 20 business hours\.'
write "$sam" SUP-1 '#priority urgent'
like 'the priority, too' "$(told); $(words_to anna@customer.test)" \
	'^comment anna@customer.test, transcript sam@staff.test; .*\* Priority: Urgent \(before: Normal\) – We work on it at once, before everything else\.'
write "$sam" SUP-1 '#priority urgent'
is 'the same again is news to nobody else' "$(told)" 'transcript sam@staff.test'
write "$sam" SUP-1 'We look at it.

#severity medium'
is 'with a comment it is one mail' "$(told)" 'comment anna@customer.test, transcript sam@staff.test'
like 'that has both' "$(words_to anna@customer.test)" \
	'We look at it\. .*\* Severity: Medium \(before: High\) – Something doesn'
write "$sam" SUP-1 '#severity none
#status Pending'
like 'and with a status' "$(told); $(words_to anna@customer.test)" \
	'^receipt anna@customer.test, .*\* Severity: removed \(before: Medium\)'
write "$sam" SUP-1 '#severity huge'
like 'what there is not is returned' "$(words_to sam@staff.test)" \
	'"huge" is no severity here; choose one of: Low, Medium, High, Critical'

# In the customer's language.
cm person set anna@customer.test language=de >/dev/null
write "$sam" SUP-1 '#severity critical'
like 'in German' "$(words_to anna@customer.test)" \
	'Die Produktion steht still, oder Daten gehen verloren, und es gibt keinen Ausweg\.'
write "$sam" SUP-1 '#priority low'
like 'the priority, too' "$(words_to anna@customer.test)" 'Wir bearbeiten es, wenn Zeit ist'
write "$sam" SUP-1 '#priority urgent'
cm person set anna@customer.test language= >/dev/null

# Another tier has other promises, and who has none is told the name alone.
cm org set 'Customer GmbH' tier=Professional >/dev/null
write "$sam" SUP-1 '#severity high'
like 'another tier' "$(words_to sam@staff.test)" \
	'Service level Professional promises for High: answer within 8 business hours'
post "$carl" 'Mouse' "$proven"
write "$sam" SUP-2 '#severity high'
like 'no contract: the name' "$(words_to carl@plain.test)" '\* Severity: High What|\* Severity: High If'
unlike 'and no promise' "$(words_to sam@staff.test)" 'promises'

# The customer asks, with a reason.
silently
before=$(priority SUP-1)
write "$anna" SUP-1 '#priority low: it was but the cable'
is 'a request' "$(told)" 'transcript anna@customer.test, comment sam@staff.test'
is 'changes nothing' "$(priority SUP-1)" "$before"
like 'staff reads why' "$(words_to sam@staff.test)" \
	'\* Priority asked for: Low: it was but the cable \(before: Urgent\)'
like 'she reads that staff decides' "$(words_to anna@customer.test)" \
	'Staff has been asked: Priority Low: it was but the cable\. They decide about it'
unlike 'and is asked for nothing more' "$(words_to anna@customer.test)" 'know why'
like 'the history has it' "$(cm case history SUP-1)" 'Priority asked for: Low: it was but the cable'
write "$anna" SUP-1 '#priority low'
like 'without a reason she is asked for it' "$(words_to anna@customer.test)" 'It helps to know why'
write "$anna" SUP-1 'It was but the cable.

#priority low'
unlike 'but not beside a text' "$(words_to anna@customer.test)" 'know why'
like 'which staff reads with it' "$(words_to sam@staff.test)" 'It was but the cable\. .*asked for: Low'
write "$sam" SUP-1 '#priority low'
like 'staff grants it' "$(told), $(priority SUP-1)" '^comment anna@customer.test, .*Low, High$'
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
