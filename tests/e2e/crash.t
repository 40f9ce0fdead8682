#!/bin/sh
# Mails flow in by LMTP while acceptor, worker and sender are killed at random.  Afterwards every
# accepted mail is exactly one case or entry, every notice was sent, and no hand was needed.
# CRASH_MAILS says how many mails (1000, times TEST_SCALE).
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

count=${CRASH_MAILS:-$((1000 * TEST_SCALE / 100))}
seed=${CRASH_SEED:-$$}
SINK=$T/sink
sink_port=$(free_port)
desk_make "$(relay_lines "$sink_port")"

"$PYTHON" "$TEST_LIB/sink" --folder "$SINK" --port "$sink_port" --later 0.02 --silent 0.02 \
	--seed "$seed" &
at_exit "stop_process $!"
ok 'the sink is there' wait_for 10 test -e "$SINK/ready"
desk_run

# The supervisor waits longer and longer before it restarts a child that keeps dying: a score of
# deaths is what it stands without keeping us waiting.
note "$count mails, seed $seed"
"$PYTHON" "$TEST_LIB/storm" --port "$DESK_LMTP" --run "$DESK_PID" --log "$T/storm" \
	--count "$count" --kill-every $((count / 20 + 1)) --seed "$seed" >"$T/kills" 2>&1
is 'every mail is taken in the end' $? 0
note "$(cat "$T/kills")"
is 'the three children that stay were killed' \
	"$(grep -Ec '^killed .*: (acceptor|sender|worker)$' "$T/kills")" 3
ok 'the supervisor lives' kill -0 "$DESK_PID"

# waiting STATEMENT: how many rows still wait
waiting()
{
	[ "$(as_user sqlite3 -readonly "$DESK/store/casemate.db" "$1")" = 0 ]
}
ok 'the worker gets through by itself' \
	wait_for 60 waiting 'SELECT count(*) FROM delivery WHERE outcome IS NULL'

# What was in the sender's hand when it died, or got no answer, is due again in minutes and hours:
# they pass at once.
ok 'the sender goes on by itself' wait_for 60 waiting \
	"SELECT count(*) FROM outbox WHERE state = 0 AND due_ms <= 1000 * strftime('%s', 'now')"
desk_stop
for hours in 1 2 4 8 16 32; do
	! waiting 'SELECT count(*) FROM outbox WHERE state = 0' || break
	cm --now "$(date -u -d "+$hours hours" +%Y-%m-%dT%H:%M:%SZ)" send >>"$DESK/log" 2>&1
done

check()
{
	"$PYTHON" "$TEST_LIB/storm-check" "$1" "$T/storm" "$DESK/store" "$SINK"
}
ok 'each mail has ended as one case or one entry' check ends
ok 'the store has every mail byte for byte' check bytes
ok 'there is one case for each opening' check cases
ok 'each mail is one entry, in the right case' check replies
ok 'every notice has reached the sink' check notices
ok 'copies are the same, byte for byte' check copies
ok 'the store is sound' check integrity
ok 'casemate says so, too' cm audit
ok 'and checks itself clean' cm check
note "$(sqlite3 -readonly "$DESK/store/casemate.db" \
	'SELECT outcome, count(*) FROM delivery GROUP BY 1')"
is 'a message comes out of the command line as it went in' \
	"$(cm case show SUP-1 --raw 1 | sha256sum | cut -d ' ' -f 1)" \
	"$(sqlite3 -readonly "$DESK/store/casemate.db" \
		'SELECT lower(hex(m.sha256)) FROM message m, entry e, cases c
		WHERE e.message = m.id AND e.seq = 1 AND e.case_id = c.id AND c.number = 1')"
ok 'the log speaks of no error but the deaths' sh -c \
	"! grep -i 'level=error\\|^error' '$DESK/log' | grep -v 'killed\\|signal\\|died'"
done_testing
