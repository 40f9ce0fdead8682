# What robots write is stored where it belongs, and nothing follows from it; reports on our own
# notices are shown on their cases.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	"
anna='Anna <anna@customer.test>'
state()
{
	stored "SELECT c.status || ', ' || count(e.id) || ' entries, last ' || (SELECT kind || ' of ' ||
		author_role FROM entry WHERE case_id = c.id ORDER BY seq DESC LIMIT 1) FROM cases c
		JOIN entry e ON e.case_id = c.id WHERE c.number = 1"
}

post "$anna" Printer
one=$(id_of SUP-1 anna@customer.test) token=$(token_to anna@customer.test)
receipt=$(stored "SELECT message_id FROM outbox WHERE kind = 'receipt'")
cm --now "$NOW" case set SUP-1 status=Done
is 'the case is done' "$(state)" 'Done, 2 entries, last status of staff'

# robot DESCRIPTION [FIELD...]: an answer with her ID
entries=2
robot()
{
	robot_what=$1
	shift
	post "$anna" "Re: Printer $one" "$@"
	entries=$((entries + 1))
	is "$robot_what: stored" "$(ended)" 'entry machine mail'
	is "$robot_what: nothing follows" "$(told), $(state)" \
		"nobody, Done, $entries entries, last auto of machine"
}
ENVELOPE='<>'
robot 'null sender'
robot 'Auto-Submitted' 'Auto-Submitted: auto-replied'
robot 'Auto-Submitted with parameters' 'auto-submitted: Auto-Generated (x); owner-email="a@b.test"'
robot 'Precedence bulk' 'Precedence: bulk'
robot 'Precedence junk' 'Precedence: Junk'
robot 'a list' 'List-Id: <users.lists.test>'
robot 'List-Unsubscribe and bulk' 'List-Unsubscribe: <mailto:x@lists.test>' 'Precedence: list'
robot 'X-Autoreply' 'X-Autoreply: yes'
robot 'our own loop header' 'X-Case-ID: SUP-1'
robot 'a read receipt' \
	'Content-Type: multipart/report; report-type=disposition-notification; boundary=x'
BODY='I am away until Monday.'
robot 'out of office' 'Auto-Submitted: auto-replied' "In-Reply-To: <$receipt>" \
	'X-Auto-Response-Suppress: All'

# To the envelope sender of the receipt, as RFC 3834 says.
TO=support+b.$token@example.org ENVELOPE='<>' BODY='I am away until Monday.'
robot 'out of office to the envelope sender' 'Auto-Submitted: auto-replied' \
	'X-Auto-Response-Suppress: All'

post "$anna" 'Newsletter' 'List-Id: <news.customer.test>' 'Precedence: bulk'
is 'of no case: held' "$(ended)" 'held a robot wrote it, and it belongs to no case'
is 'and not answered, but shown to staff' "$(told)" 'held sam@staff.test'
is 'no case was opened' "$(stored 'SELECT count(*) FROM cases')" 1
post eve@evil.test "Re: $one" 'Auto-Submitted: auto-replied'
is 'of a stranger with her ID: held' "$(ended)" 'held the sender is not part of the case it names'

# dsn ACTION STATUS MESSAGE-ID: a report in $T/letter, returning the header of that message
dsn()
{
	letter 'Mail Delivery System <MAILER-DAEMON@mx.customer.test>' 'Undelivered Mail' \
		'Auto-Submitted: auto-replied' 'MIME-Version: 1.0' \
		'Content-Type: multipart/report; report-type=delivery-status; boundary="=b"'
	cat >>"$T/letter" <<-END

		--=b

		I'm sorry to have to inform you that your message was not delivered.

		--=b
		Content-Type: message/delivery-status

		Reporting-MTA: dns; mx.customer.test

		Final-Recipient: rfc822; anna@customer.test
		Action: $1
		Status: $2
		Diagnostic-Code: smtp; 550 $2 no such user here

		--=b
		Content-Type: text/rfc822-headers

		From: Support <support@example.org>
		To: anna@customer.test
		Subject: Case Receipt
		Message-ID: <$3>

		--=b--
	END
}

# Staff is told of a notice once a day: each way below is tried as the first of its day.
another_day()
{
	stored 'DELETE FROM told'
	handle # what was held meanwhile is told of first
}

# reported DESCRIPTION TOLD
reported()
{
	hand_in
	entries=$((entries + 1))
	is "$1" "$(ended), $(told), $(state)" \
		"bounce anna@customer.test, $2, Done, $entries entries, last bounce of machine"
}
TO=support+b.$token@example.org ENVELOPE='<>'
dsn failed 5.1.1 unknown@elsewhere.test
reported 'a report to the envelope token' 'undelivered sam@staff.test'
another_day
TO=SUPPORT+B.$(echo "$token" | tr A-Z a-z)@example.org ENVELOPE='<>'
dsn failed 5.1.1 unknown@elsewhere.test
is 'which names case and person' \
	"$(stored "SELECT subject FROM outbox WHERE kind = 'undelivered' ORDER BY id DESC LIMIT 1")" \
	'Undelivered notice - SUP-1, to anna@customer.test'
reported 'the token in other letters' 'undelivered sam@staff.test'
ENVELOPE='<>'
dsn failed 5.1.1 "$receipt"
reported 'a second one on the same day' nobody
another_day
ENVELOPE='<>'
dsn failed 5.1.1 "$receipt"
reported 'a report that quotes our Message-ID' 'undelivered sam@staff.test'
ENVELOPE='<>'
dsn delayed 4.4.1 "$receipt"
reported 'a delay troubles nobody' nobody
like 'what it says is on the case' "$(cm case show --json SUP-1 |
	json '[e["text"] for e in d["entries"] if e["kind"] == "bounce"][0]')" \
	'^The notice "Case Receipt .* to anna@customer.test could not be delivered.*no such user here'
another_day
TO=support+b.$token@example.org ENVELOPE='<>' BODY='no such user'
letter MAILER-DAEMON@mx.customer.test 'failure notice' 'Content-Type: text/plain'
reported 'whatever a mail server says to the token' 'undelivered sam@staff.test'

ENVELOPE='<>'
dsn failed 5.1.1 "$(echo "$receipt" | tr 0-9 7777777777)"
hand_in
is 'a report on nothing of ours: held' "$(ended), $(told)" \
	'held a robot wrote it, and it belongs to no case, held sam@staff.test'

# A notice to staff that bounces makes no other to staff.
ENVELOPE='<>'
dsn failed 5.1.1 "$(stored "SELECT message_id FROM outbox WHERE recipient = 'sam@staff.test' AND
	kind = 'comment' LIMIT 1")"
hand_in
entries=$((entries + 1))
is 'a bounced notice to staff tells nobody' "$(ended), $(told), $(state)" \
	"bounce sam@staff.test, nobody, Done, $entries entries, last bounce of machine"

# People.
post "$anna" "Re: $one" 'Auto-Submitted: no' 'X-Auto-Response-Suppress: All'
is 'a person is no robot' "$(ended), $(told)" \
	'entry SUP-1, receipt anna@customer.test, comment sam@staff.test'
TO=support+b.$token@example.org BODY='To whom do I write?'
post "$anna" 'Re: Printer'
is 'a person who answers the envelope sender' "$(ended), $(told)" \
	'entry SUP-1, comment sam@staff.test'
ok 'every mail is accounted for' cm audit
done_testing
