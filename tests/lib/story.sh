# The story of a case, through real mail servers: told by postfix-pipe.t and postfix-lmtp.t, which
# differ in how Postfix hands mail to casemate.  Anna is a customer, Sam is staff.  Needs tap.sh
# before it.
need_root "Postfix's master switches users"
need postfix dovecot curl
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

mailtool()
{
	"$PYTHON" "$TEST_LIB/mailtool" "$@"
}

field()
{
	mailtool field "$1" "$2"
}

story_opening()
{
	mailtool new 'Anna Ämter <anna@customer.test>' support@example.org 'Drucker geht nicht' \
		first@customer.test >"$T/first" <<-TEXT
		Hello,
		it prints nothing but stripes.
	TEXT
	ok 'a customer hands in her first mail' \
		submit anna@customer.test support@example.org "$T/first"
	ok 'it opens a case' wait_for 20 cases_are 1
	ok 'the case has her text' case_is SUP-1 '"stripes" in d["entries"][0]["text"]' true

	receipt=$(mail_wait anna '^Subject: Case Receipt')
	like 'the receipt has the subject of the contract' "$(field "$receipt" Subject)" \
		'^Case Receipt - Case ID: SUP-1 - Customer: Anna Ämter - Status: New\. CM[0-9A-Z]{18}$'
	like 'prefix and tracking ID stand in clear in the raw header' \
		"$(mailtool raw-field "$receipt" Subject | tr -d '\n')" \
		'^Case Receipt - Case ID: SUP-1 - Customer: .*CM[0-9A-Z]{18}$'
	is 'it answers her mail' "$(field "$receipt" In-Reply-To)" '<first@customer.test>'
	is 'and says that it is automatic' "$(field "$receipt" Auto-Submitted)" auto-replied
	like 'its envelope sender has a token for bounces' "$(field "$receipt" Return-Path)" \
		'^<support\+b\.[A-Za-z0-9]+@example\.org>$'
	id=$(field "$receipt" Subject | sed 's/.* //')
	like 'Reply-To has her tracking ID' "$(field "$receipt" Reply-To)" "support\\+$id@example.org"

	told=$(mail_wait sam '^Subject: Case Comment Notification')
	like 'staff is told' "$(mailtool text "$told")" 'prints nothing but stripes'
	like 'with an ID of his own' "$(field "$told" Subject)" 'CM[0-9A-Z]{18}$'
	unlike 'which is not hers' "$(field "$told" Subject)" "$id"
}

story_reply()
{
	mailtool reply "$receipt" 'Anna Ämter <anna@customer.test>' --id second@customer.test \
		>"$T/second" <<-TEXT
		The stripes are green.
	TEXT
	ok 'she answers the receipt' submit anna@customer.test \
		"$(field "$T/second" To | sed 's/.*<//; s/>.*//')" "$T/second"
	ok 'her answer joins the case' wait_for 20 case_is SUP-1 \
		'any(e["message_id"].strip("<>") == "second@customer.test" for e in d["entries"])' true
	is 'and the quoted receipt is cut' "$(cm case show --json SUP-1 | json \
		'[e["text"].strip() for e in d["entries"] if "second@" in e["message_id"]][0]')" \
		'The stripes are green.'
	ok 'staff is told' mail_wait sam '^The stripes are green'

	mailtool reply "$receipt" 'anna@customer.test' --to support@example.org \
		--subject 'something else' --id third@customer.test >"$T/third" <<-TEXT
		And now they are blue.
	TEXT
	ok 'she answers with another subject, to the plain address' \
		submit anna@customer.test support@example.org "$T/third"
	ok 'References bring it to the case' wait_for 20 case_is SUP-1 \
		'any("third@" in e["message_id"] for e in d["entries"])' true
	is 'no second case was opened' "$(cm case list --json | json 'len(d)')" 1
}

story_answer()
{
	echo 'Please clean the drum.' >"$T/words"
	ok 'staff replies on the command line' cm_from "$T/words" case reply SUP-1
	answer=$(mail_wait anna '^Please clean the drum')
	like 'the answer reaches her as a comment notification' "$(field "$answer" Subject)" \
		'^Case Comment Notification - Case ID: SUP-1 - Customer: Anna Ämter - Status: .* CM[0-9A-Z]{18}$'
	like 'it threads under her own first mail' "$(field "$answer" References)" \
		'^<first@customer\.test>'
	like 'it is from the desk' "$(field "$answer" From)" 'support@example\.org'
	is 'as said by a human, it is not automatic' "$(field "$answer" Auto-Submitted)" ''
}

# bert_writes DESCRIPTION: he hands Postfix a mail
bert_writes()
{
	[ -e "$T/away" ] ||
		mailtool new bert@customer.test support@example.org 'While you were away' \
			away@customer.test >"$T/away" <<-TEXT
			Nobody is at home.
		TEXT
	ok "$1" submit bert@customer.test support@example.org "$T/away"
}

nothing_bounced()
{
	! grep -q status=bounced "$POSTFIX/log"
}

# story: with servers and a gateway of its own, which go on afterwards
story()
{
	POSTFIX_SMTP=$(free_port)
	desk_make "$(relay_lines "$POSTFIX_SMTP")"
	dovecot_start
	postfix_start
	desk_run
	cm person add anna@customer.test name='Anna Ämter' >/dev/null || bail_out 'person add failed'
	story_opening
	story_reply
	story_answer
	ok 'every mail accepted is accounted for' cm audit
	is 'nothing waits in Postfix' "$(postfix_queue)" ''
	is 'nothing waits in the outbox' "$(cm queue list --json | json 'len(d)')" 0
}
