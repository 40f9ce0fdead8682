# A message that makes the worker die twice is put into quarantine with a stub case; the others of
# its batch and those after it go through, and nothing is lost.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	"
export CASEMATE_TEST_POISON=arsenic
ulimit -c 0

# spool FROM SUBJECT: accepted, not yet handled
spool()
{
	letter "$@"
	chmod 644 "$T/letter"
	cm_from "$T/letter" --now "$NOW" deliver -f "$1" support@example.org
}

# A batch of eight with two poisoned ones, and `work` alone.
silently
mails_last=0
for i in 1 2 3 4 5 6 7 8; do
	case $i in
	3) spool eve@evil.test 'an arsenic letter' && cp "$T/letter" "$T/poison" ;;
	6) spool eve@evil.test 'more arsenic' ;;
	*) spool "anna$i@customer.test" "letter $i" ;;
	esac
done
cm --now "$NOW" work >"$T/work" 2>&1
is 'the batch is handled by one call' $? 0
is 'five deaths: once together, twice each alone' "$(grep -c died "$T/work")" 5
is 'nothing waits' "$(stored 'SELECT count(*) FROM delivery WHERE outcome IS NULL')" 0
is 'each ends as it should' "$(stored "SELECT group_concat(outcome) FROM
	(SELECT outcome FROM delivery ORDER BY outcome)")" \
	case,case,case,case,case,case,quarantined,quarantined
is 'the others were not suspected for long' "$(stored "SELECT max(tries) FROM delivery
	WHERE outcome = 'case'")" 1
is 'each of the others was answered once' "$(stored "SELECT count(*), count(DISTINCT recipient)
	FROM outbox WHERE kind = 'receipt'")" '6|6'
is 'nothing was sent to who poisoned it' "$(stored "SELECT count(*) FROM outbox
	WHERE recipient LIKE '%evil%'")" 0
stub=$(stored "SELECT 'SUP-' || c.number FROM delivery d JOIN cases c ON c.id = d.case_id
	JOIN message m ON m.id = d.message WHERE CAST(m.raw AS TEXT) LIKE '%an arsenic%'")
like 'there is a stub case' "$(cm case show --json "$stub" |
	json 'd["title"] + ": " + d["entries"][0]["text"]')" \
	'^Quarantined mail: A message from eve@evil.test could not be read'
is 'of nobody' "$(cm case show --json "$stub" | json 'd["reporter"]')" null
quarantined()
{
	stored "SELECT group_concat(recipient || ': ' || subject) FROM outbox WHERE kind = 'quarantined'" |
		sed 's/SUP-[0-9]*/SUP-n/g'
}
first="sam@staff.test: Quarantined mail - SUP-n, from eve@evil.test"
is 'staff is told of the first' "$(quarantined)" "$first"
cm --now 2026-11-22T05:59:59Z work 2>>"$DESK/log"
is 'and not again within the hour' "$(quarantined)" "$first"
cm --now 2026-11-22T06:00:00Z work 2>>"$DESK/log"
is 'then that there are more' "$(quarantined)" \
	"$first,sam@staff.test: Quarantined mail - More messages could not be read"
cm --now 2026-11-22T07:00:00Z work 2>>"$DESK/log"
is 'once' "$(quarantined | tr , '\n' | grep -c More)" 1
notice_to sam@staff.test
like 'and where they are' "$(cat "$T/notice")" 'casemate case list'
cm case show "$stub" --raw 1 >"$T/raw"
ok 'the message is kept byte for byte' cmp "$T/poison" "$T/raw"
ok 'every mail is accounted for' cm audit
is 'in the audit too' "$(cm audit --json | json 'd["days"][0]["quarantined"]')" 2

# The same in the running gateway: the mail after it does not wait.
desk_run
letter eve@evil.test 'arsenic again'
cp "$T/letter" "$T/poison.1"
for i in 2 3 4; do
	letter "bea$i@customer.test" "letter $i"
	cp "$T/letter" "$T/letter.$i"
done
ok 'the gateway takes them' "$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org \
	"$T/poison.1" "$T/letter.2" "$T/letter.3" "$T/letter.4"
all_ended()
{
	[ "$(stored 'SELECT count(*) FROM delivery WHERE outcome IS NULL')" = 0 ]
}
ok 'all have ended' wait_for 30 all_ended
is 'each as it should' "$(stored "SELECT group_concat(outcome) FROM
	(SELECT outcome FROM delivery WHERE id > 8 ORDER BY id)")" quarantined,case,case,case
ok 'the gateway runs on' kill -0 "$DESK_PID"
like 'and says what happened' "$(cat "$DESK/log")" 'worker.*(ABRT|abort|signal 6)'

# A death from outside says nothing about the mail.  The worker sleeps while the mail comes, and
# the store says that it is being tried: then it is killed.
worker=$(desk_child worker)
kill -STOP "$worker"
letter anna@customer.test innocent
"$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$T/letter" >/dev/null
stored 'UPDATE delivery SET in_hand = 2, tries = 1 WHERE outcome IS NULL'
kill -KILL "$worker"
ok 'the next worker has it' wait_for 20 all_ended
is 'and counts its own try alone' \
	"$(stored 'SELECT outcome, tries FROM delivery ORDER BY id DESC LIMIT 1')" 'case|1'
desk_stop
ok 'every mail is accounted for' cm audit
done_testing
