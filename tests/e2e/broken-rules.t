# With a broken rule file no mail is handled, for what a missing rule lets out can't be taken back:
# it is accepted all the same, waits, and is handled once the file is mended.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

user_folder "$DESK" "$DESK/rules"
desk_make "
	$(maildir_lines "$T/out")
	rules = \"rules\"
	"
rules=$DESK/rules/50-own.conf

# mend, break_rules, break_table: the site's files
mend()
{
	rm -f "$DESK/rules/robots-own.table"
	printf "rule 'casino' {\n\tsubject = 'casino'\n\tdiscard = 'unwanted'\n}\n" >"$rules"
	chmod 644 "$rules"
}
break_rules()
{
	mend
	sed -i '2s/casino/[/' "$rules"
}
break_table()
{
	mend
	printf '[headers]\n=\n' >"$DESK/rules/robots-own.table"
	chmod 644 "$DESK/rules/robots-own.table"
}
fault="$rules:2: pattern '\\[': .*"
table_fault="$DESK/rules/robots-own.table:1: .*"

# mail NUMBER: a mail that the rule discards
mail()
{
	mails_from=eve@evil.test
	MID=casino$1@evil.test
	letter eve@evil.test "The casino, number $1"
	MID=
	chmod 644 "$T/letter"
}
dropped_are()
{
	[ "$(stored "SELECT count(*) FROM delivery WHERE outcome = 'dropped'")" = "$1" ]
}
handled()
{
	stored 'SELECT count(*) FROM delivery WHERE outcome IS NOT NULL'
}

mend
post anna@customer.test Printer
break_rules
says 1 "$fault" run
says 1 "$fault" work
says 1 "$fault" tick
says 1 "$fault" explain "$T/letter"
ok 'what handles no mail goes on' cm case set SUP-1 status=Done
ok 'nor does the list mind' cm held list

# Without a gateway.
mail 1
ok 'deliver takes a mail' cm_from "$T/letter" --now "$NOW" deliver -f eve@evil.test support@example.org
says 1 "$fault" --now "$NOW" work
is 'it stays in the spool' "$(find "$DESK/store/spool" -type f | wc -l) $(handled)" '1 1'
break_table
says 1 "$table_fault" --now "$NOW" work
says 1 "$table_fault" run
mend
handle
ok 'mended, the rule hits' dropped_are 1

# With one: it goes on with the rules it has.
desk_run
# It has read the rules when it holds its lock.
worker_runs() { ! flock -n "$DESK/store/worker.lock" true; }
ok 'the worker runs' wait_for 60 worker_runs
break_rules
kill -HUP "$DESK_PID"
ok 'HUP with a broken rule: it is said' wait_for 10 grep -q 'not reloading' "$DESK/log"
like 'with file and line' "$(cat "$DESK/log")" "$fault"
lmtp()
{
	"$PYTHON" "$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$T/letter" 2>&1 | cut -c 1-3
}
mail 2
is 'mail is taken' "$(lmtp)" 250
ok 'and the old rule hits' wait_for 20 dropped_are 2

# A worker that starts anew has no old rules: mail waits.
kill -TERM "$(desk_child worker)"
said_twice()
{
	[ "$(grep -c "^casemate: $rules:2:" "$DESK/log")" -ge "$1" ]
}
ok 'a new worker refuses to start' wait_for 20 said_twice 2
before=$(handled)
mail 3
is 'mail is taken all the same' "$(lmtp)" 250
ok 'the worker is tried again' wait_for 30 said_twice 4
is 'and the mail waits' "$(handled)" "$before"
mend
ok 'mended, the rule hits, and nobody had to ask' wait_for 30 dropped_are 3
is 'nothing went out to anybody' "$(stored "SELECT count(*) FROM outbox WHERE recipient LIKE '%evil%'")" 0
ok 'every mail is accounted for' cm audit
done_testing
