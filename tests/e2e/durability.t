#!/bin/sh
# Whatever is acknowledged was on disk before, file and folder: strace watches the gateway take mail
# by LMTP, small and big, one after the other and several at once, and `casemate deliver` with a
# gateway and without.
. "$(dirname "$0")/../lib/tap.sh"
need strace
strace -o /dev/null true 2>/dev/null || skip_all 'strace may not trace here'
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

desk_make "$(maildir_lines "$T/out")"
user_folder "$T/trace"
# LeakSanitizer can't work under strace.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
TRACED="$AS_USER strace -f -yy -s 6000 -e trace=%desc,%file,%network,%process"

synced_first()
{
	"$PYTHON" "$TEST_LIB/synced-first" --folder "$DESK/store" --before "$T/before" "$@"
}

# mail MARKER LINES: a mail with the word MARKER in its first lines
mail()
{
	printf 'From: anna@customer.test\nTo: support@example.org\nMessage-ID: <%s@customer.test>\n' "$1"
	printf 'Subject: %s\n\nHello.\n' "$1"
	yes 'It prints nothing, whatever I do, and I have done much.' | head -n "$2"
}

send()
{
	"$PYTHON" "$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$@"
}

for n in 1 2 3 4 5 6 7 8; do mail "MARKSMALL$n" 20 >"$T/small$n"; done
mail MARKBIG1 4000 >"$T/big1"
mail MARKBIG2 20000 >"$T/big2"

find "$DESK" >"$T/before"
$TRACED -o "$T/trace/run" "$CASEMATE" -c "$DESK_CONF" run >"$DESK/log" 2>&1 &
tracer=$!
wait_for 60 listens "$DESK_LMTP" || bail_out "the gateway does not listen: $(cat "$DESK/log")"
DESK_PID=$(tr -d ' ' <"/proc/$tracer/task/$tracer/children")
at_exit desk_stop

ok 'small mails are taken, one after the other' send "$T/small1" "$T/small2"
ok 'big ones as well' send "$T/big1" "$T/big2"
clients=
for n in 3 4 5 6; do
	send "$T/small$n" >"$T/answer$n" 2>&1 &
	clients="$clients $!"
done
for pid in $clients; do wait "$pid" || fail "a client was refused"; done
$TRACED -o "$T/trace/client" "$CASEMATE" -c "$DESK_CONF" deliver -f anna@customer.test \
	support@example.org <"$T/small7" >"$T/said" 2>&1
is 'deliver hands its mail to the gateway' "$? $(cat "$T/said")" '0 '
desk_stop
wait $tracer

ok 'each mail was on disk before its 250' synced_first --ack lmtp "$T/trace/run" \
	MARKSMALL1 MARKSMALL2 MARKSMALL3 MARKSMALL4 MARKSMALL5 MARKSMALL6 MARKSMALL7 \
	MARKBIG1 MARKBIG2
like 'deliver left 0 only after it had read a 250' \
	"$(grep -E '^[0-9]+ +(read|recvfrom|exit_group)\(' "$T/trace/client" | tail -n 2 |
		tr '\n' ' ')" '250 2\.0\.0 .* exit_group\(0\)'

find "$DESK" >"$T/before"
# Nobody may start a worker: strace would wait for its end.
flock "$(sed -n 's/^lock=//p' "$DESK_CONF.deliver")" \
	$TRACED -o "$T/trace/spool" "$CASEMATE" -c "$DESK_CONF" deliver -f anna@customer.test \
	support@example.org <"$T/small8" >"$T/said" 2>&1
is 'deliver takes mail without a gateway' "$? $(cat "$T/said")" '0 '
ok 'and it was in the spool before it left 0' synced_first --ack exit "$T/trace/spool" MARKSMALL8

# A clock that jumps, here a pretended one, takes no big mail away from under who is about to
# acknowledge it.
$AS_USER "$CASEMATE" -c "$DESK_CONF" lmtp --listen "127.0.0.1:$DESK_LMTP" >>"$DESK/log" 2>&1 &
acceptor=$!
at_exit "stop_process $acceptor"
wait_for 20 listens "$DESK_LMTP" || bail_out "nobody listens: $(cat "$DESK/log")"
"$TEST_LIB/hold" "$DESK_LMTP" 1 "$T/big1" "$T/held" >"$T/hold" 2>&1 &
holder=$!
ok 'a big mail is nearly in' wait_for 20 test -e "$T/held"
cm --now 2045-01-01T00:00:00Z work 2>"$T/work.log"
is 'the worker does not sweep it away' "$(grep 'sweep removed' "$T/work.log")" ''
rm "$T/held"
wait $holder
is 'it is acknowledged' "$? $(cat "$T/hold")" '0 '
stop_process $acceptor
like 'and its bytes are there' "$(cm check --offline)" 'no faults'

# The checker itself can say no.
sed '/ fsync(\| fdatasync(/d' "$T/trace/spool" >"$T/trace/unsynced"
like 'without the syncs the same trace fails' \
	"$(synced_first --ack exit "$T/trace/unsynced" MARKSMALL8)" 'MARKSMALL8: .* not synced'
sed '/ fsync(\| fdatasync(/d' "$T/trace/run" >"$T/trace/unsynced"
like 'and so does that of the gateway' \
	"$(synced_first --ack lmtp "$T/trace/unsynced" MARKBIG1 MARKSMALL1)" 'MARKSMALL1: .* not synced'

# told LINE...: what it says of a gateway (process 7, connections served by thread 8) that did this
told()
{
	"$PYTHON" - "$@" <<-'PY' >"$T/told"
		import sys
		calls = {
		    "clone": "7 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 8",
		    "read": '8 recvfrom(5<TCP:[a->b]>, "MARK", 4, 0, NULL, NULL) = 4',
		    "write": '7 pwrite64(3</store/x.db-wal>, "MARK", 4, 0) = 4',
		    "sync": "7 fdatasync(3</store/x.db-wal>) = 0",
		    "say": '8 sendto(5<TCP:[a->b]>, "250 2.0.0 x", 9, 0, NULL, 0) = 9',
		}
		# NAME: the whole call; NAME( and NAME) its two ends, as other threads come between
		for name in sys.argv[1:]:
		    call = calls[name.rstrip("()")]
		    head, tail = call[:call.rindex(")")], call[call.rindex(")"):]
		    what = head.split()[1].split("(")[0]
		    print(head + " <unfinished ...>" if name.endswith("(") else
		          "%s <... %s resumed>%s" % (call[0], what, tail) if name.endswith(")") else call)
	PY
	"$PYTHON" "$TEST_LIB/synced-first" --folder /store --ack lmtp "$T/told" MARK
}
is 'a plain trace' "$(told clone read write sync say)" 'MARK: on disk before line 5: x.db-wal'
is 'a page that was synced is written again for another mail' \
	"$(told clone read write sync write say)" 'MARK: on disk before line 6: x.db-wal'
is 'a thread is at work before its maker knows of it' \
	"$(told 'clone(' read write 'clone)' sync say)" 'MARK: on disk before line 6: x.db-wal'
is 'a sync does not cover what was written while it ran' \
	"$(told clone read 'sync(' write 'sync)' say)" 'MARK: /store/x.db-wal not synced'
is 'and 250 must not begin before its end' \
	"$(told clone read write 'sync(' 'say(' 'sync)' 'say)')" 'MARK: /store/x.db-wal not synced'
done_testing
