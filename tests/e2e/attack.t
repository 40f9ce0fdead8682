# A hostile outsider, and staff in a hurry: nothing foreign goes out under our name, nothing is done
# twice, and a slip of the pen stops no gateway.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/prefix = "SUP"/a internal = "staff@example.org"' "$DESK_CONF"
victim=victim@customer.test sam='Sam Staff <sam@staff.test>'
his_own='Authentication-Results: mx.example.org; dmarc=pass header.from=staff.test'

# --- what an unproven sender wrote comes back to nobody
post "$victim" 'Mine'
post "Win at http://evil.test <$victim>" 'Win again at http://evil.test'
is 'a second case in the same name' "$(ended), $(told)" \
	"case SUP-2, comment sam@staff.test, receipt $victim"
notice_to "$victim"
unlike 'its receipt holds none of the words' "$(cat "$T/notice")" 'evil\.test'
post "Vic Timm <$victim>" 'Truly mine' 'Authentication-Results: mx.example.org; dmarc=pass'
notice_to "$victim"
like 'a proven name does stand there' "$(cat "$T/notice")" "^To: Vic Timm <$victim>"

# --- an answer of our mail server about somebody else
one=$(id_of SUP-1 sam@staff.test)
post "$sam" "Re: $one" 'Authentication-Results: mx.example.org; dmarc=pass header.from=evil.test'
is 'a pass for another domain proves nothing' "$(ended), $(told)" \
	'held it speaks for staff without proof of its From address, confirm sam@staff.test'
post "$sam" "Re: $one" "$his_own"
is 'a pass for his own does' "$(ended), $(told)" "entry SUP-1, comment $victim"

# --- addresses that nothing can be sent to
long=$(printf '%0300d' 0)
ENVELOPE=eve@evil.test
post "$long@evil-with-a-long-name.test" 'Hello'
is 'an endless address is none' "$(ended), $(told)" \
	'held it has no From address that can be read, held sam@staff.test'
# to_nobody DESCRIPTION: releases the last held mail; only staff may be told
to_nobody()
{
	silently
	ok "$1: released" cm --now "$NOW" held release "$(stored 'SELECT max(id) FROM held')"
	is "$1: staff alone is told" "$(told)" 'comment sam@staff.test'
	is "$1: has no reporter" "$(stored "SELECT count(*) FROM participant WHERE role = 'reporter'
		AND case_id = (SELECT max(id) FROM cases)")" 0
}
to_nobody 'an endless address'
ENVELOPE=eve@evil.test
post '' 'From nowhere'
to_nobody 'no address'
ENVELOPE=eve@evil.test
post 'support@example.org' 'From ourselves'
to_nobody "the desk's own address"
is 'all of these can be shown' "$(cm case list --json | json 'len(d)')" 6
is 'without a reporter, too' "$(cm case show --json SUP-6 | json 'd["reporter"]')" null
like "a desk's own address is no person" "$(cm person add staff@example.org role=staff 2>&1)" \
	'^casemate: staff@example.org is an address of desk support'
like 'nor an alias of one' "$(cm person set sam@staff.test alias=support+x@example.org 2>&1)" \
	'^casemate: support\+x@example.org is an address of desk support'

# --- whoever got a notice can send reports on it without end
# report: a delivery report on the victim's last notice
report()
{
	MID=report$1@evil.test ENVELOPE='<>' TO=$(stored "SELECT sender FROM outbox
		WHERE recipient = '$victim' ORDER BY id DESC LIMIT 1")
	post 'MAILER-DAEMON@evil.test' 'Undelivered Mail' 'Auto-Submitted: auto-replied' \
		'Content-Type: multipart/report; report-type=delivery-status; boundary=b'
}
BODY="--b

It failed.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.evil.test

Final-Recipient: rfc822; $victim
Action: failed
Status: 5.1.1

--b--"
failed=$BODY
report 1
is 'of a bounce staff is told' "$(ended), $(told)" "bounce $victim, undelivered sam@staff.test"
BODY=$failed
report 2
is 'of the next one about the same notice not' "$(ended), $(told)" "bounce $victim, nobody"

# --- two of the staff decide at the same moment
both=0 neither=0
for round in 1 2 3 4 5 6 7 8; do
	post 'eve@evil.test' "Re: $one"
	held=$(stored 'SELECT max(id) FROM held')
	cm held release "$held" 2>/dev/null &
	first=$!
	cm held drop "$held" 2>/dev/null &
	second=$!
	done=0
	wait $first && done=$((done + 1))
	wait $second && done=$((done + 1))
	[ $done -lt 2 ] || both=$((both + 1))
	[ $done -gt 0 ] || neither=$((neither + 1))
done
is 'a held mail is decided about once' "$both both, $neither neither" '0 both, 0 neither'

# --- a text that is too long is refused whole
yes 'A very long answer.' | head -c 1100000 >"$T/long"
before=$(stored 'SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM outbox)')
like 'an answer of more than a megabyte' "$(cm_from "$T/long" case reply SUP-1 2>&1)" \
	'^casemate: the text is longer than 1048576 bytes; nothing was done'
is 'nothing of it is sent' "$(stored 'SELECT (SELECT count(*) FROM entry),
	(SELECT count(*) FROM outbox)')" "$before"
head -c 1048000 "$T/long" >"$T/fits"
ok 'a little less goes' cm_from "$T/fits" case reply SUP-1

# --- a fault in the configuration of a running gateway
desk_run
worker=$(desk_child worker)
echo 'bogus = 1' >>"$DESK_CONF"
kill -HUP "$DESK_PID"
ok 'HUP with a fault: it is said' wait_for 10 grep -q 'not reloading' "$DESK/log"
like 'with file and line' "$(cat "$DESK/log")" 'casemate\.conf:[0-9]+: unknown word "bogus"'
sed -i '/^bogus/d' "$DESK_CONF"
# The kernel's list of children may lack some while one of them ends.
same()
{
	[ "$(desk_child worker)" = "$worker" ]
}
ok 'and the gateway goes on' wait_for 20 same
kill -HUP "$DESK_PID"
anew()
{
	now=$(desk_child worker) && [ "$now" != "$worker" ]
}
ok 'HUP without one: all start again' wait_for 20 anew
letter "$victim" 'After all that'
ok 'mail is taken' cm_from "$T/letter" deliver -f "$victim" support@example.org
ok 'and handled' wait_for 20 cases_are 7
desk_stop
ok 'every mail is accounted for' cm audit
is 'the store is whole' "$(stored 'PRAGMA integrity_check')" ok
done_testing
