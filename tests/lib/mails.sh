# Mails handed to a desk one by one in pretended time, without a gateway, and what became of
# them.  Needs tap.sh, servers.sh and desk.sh before it.
#
#	desk_make "$(maildir_lines "$T/out")"
#	post 'anna@customer.test' 'Printer' 'X-Priority: 1'
#	is 'opens a case' "$(ended)" 'case SUP-1'
#	is 'and tells who has to know' "$(told)" 'receipt anna@customer.test'
#
# NOW is the pretended time.  Of the next mail, BODY is the text, TO the recipient (else the
# desk), ENVELOPE the envelope sender (else From; <> for null) and MID the Message-ID without <>
# (else one of its own); each goes back to what it was afterwards.  $proven is the field of a mail
# whose From is proven, where mx.example.org is the authserv_id.

NOW=2026-11-22T05:00:00Z
proven='Authentication-Results: mx.example.org; dmarc=pass'
mails_count=0 mails_mark=0

# letter FROM SUBJECT [FIELD...]: writes the mail to $T/letter
letter()
{
	mails_count=$((mails_count + 1))
	mails_from=$1
	LAST=${MID:-mail$mails_count@customer.test}
	{
		printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s>\n' "$1" \
			"${TO:-support@example.org}" "$2" "$LAST"
		echo 'Date: Sun, 22 Nov 2026 04:59:00 +0000'
		shift 2
		[ $# = 0 ] || printf '%s\n' "$@"
		printf '\n%s\n' "${BODY:-Hello, this is mail $mails_count.}"
	} >"$T/letter"
}

# hand_in [FILE [RECIPIENT...]]: delivers the last letter and has it handled
hand_in()
{
	mails_file=${1:-$T/letter}
	[ $# = 0 ] || shift
	[ $# != 0 ] || set -- "${TO:-support@example.org}"
	mails_sender=$(printf '%s\n' "$mails_from" | sed 's/.*<//; s/>.*//')
	mails_mark=$(stored 'SELECT coalesce(max(id), 0) FROM outbox')
	mails_last=$(stored 'SELECT coalesce(max(id), 0) FROM delivery')
	chmod 644 "$mails_file"
	cm_from "$mails_file" --now "$NOW" deliver -f "${ENVELOPE:-$mails_sender}" "$@" ||
		note "deliver: exit status $?"
	handle
	TO= BODY= ENVELOPE= MID=
}

handle()
{
	cm --now "$NOW" work >>"$DESK/log" 2>&1 || note "work: exit status $?"
}

# tick [TIME]: time alone goes by; what it made is told by told
tick()
{
	NOW=${1:-$NOW}
	silently
	cm --now "$NOW" tick >>"$DESK/log" 2>&1 || note "tick: exit status $?"
}

# post FROM SUBJECT [FIELD...]
post()
{
	letter "$@"
	hand_in
}

# ended: what became of the last mail, by recipient: the outcome and its reason
ended()
{
	stored "SELECT group_concat(outcome || ' ' || why, ', ') FROM
		(SELECT * FROM delivery WHERE id > $mails_last ORDER BY id)"
}

# told: which notices the last mail made, in the order of their recipients
told()
{
	stored "SELECT coalesce(group_concat(kind || ' ' || recipient, ', '), 'nobody') FROM
		(SELECT * FROM outbox WHERE id > $mails_mark ORDER BY recipient, kind)"
}

# silently: makes what comes next start from here for told
silently()
{
	mails_mark=$(stored 'SELECT coalesce(max(id), 0) FROM outbox')
}

# id_of NUMBER ADDRESS: this participant's tracking ID of the case
id_of()
{
	stored "SELECT t.tracking_id FROM participant t JOIN cases c ON c.id = t.case_id JOIN address a
		ON a.person = t.person WHERE c.prefix || '-' || c.number = '$1' AND a.address = '$2'"
}

# token_to ADDRESS: of the last notice to it
token_to()
{
	stored "SELECT token FROM outbox WHERE recipient = '$1' ORDER BY id DESC LIMIT 1"
}

# notice_to ADDRESS: the last notice to it as it goes out, into $T/notice
notice_to()
{
	cm queue show "$(stored "SELECT max(id) FROM outbox WHERE recipient = '$1'")" >"$T/notice"
}

# says_to ADDRESS: the text of the last notice to it, plain
says_to()
{
	notice_to "$1"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m.get_body(("plain",)).get_content().replace(" \n", " "))' "$T/notice"
}

# words: the text of $T/notice in one line; words_to ADDRESS: of the last notice to it
words()
{
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}

words_to()
{
	notice_to "$1"
	words
}
