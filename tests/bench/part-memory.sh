# Memory: of all processes at rest, of the acceptor per connection in the middle of big messages,
# and the worker's peak.

# pss_kb PID...: what the processes really take, shared pages shared out
pss_kb()
{
	for pid; do cat "/proc/$pid/smaps_rollup"; done | awk '/^Pss:/ { s += $2 } END { print s }'
}

# status_kb FIELD PID
status_kb()
{
	sed -n "s/^$1:[ \t]*\([0-9]*\) kB/\1/p" "/proc/$2/status"
}

memory_round()
{
	desk_fresh
	desk_run
	"$T/lmtp-load" "$DESK_LMTP" "$(mails_made 100 5000)"/* >/dev/null || bail_out 'refused'
	worker_gets_through 100
	value 'memory of the gateway at rest (PSS)' casemate MB "$(($(pss_kb "$DESK_PID" \
		$(cat "/proc/$DESK_PID/task/$DESK_PID/children")) / 1024))"
	acceptor=$(desk_child acceptor)
	before_kb=$(status_kb VmRSS "$acceptor")
	"$TEST_LIB/hold" "$DESK_LMTP" 16 "$memory_mails"/000000 "$T/held" >"$T/hold" 2>&1 &
	holder=$!
	wait_for 60 test -e "$T/held" || bail_out "the clients got stuck: $(cat "$T/hold")"
	value 'acceptor per connection, 25 MB under way' casemate KB \
		$((($(status_kb VmRSS "$acceptor") - before_kb) / 16))
	rm "$T/held"
	wait $holder || bail_out "a held mail was refused: $(cat "$T/hold")"
	"$T/lmtp-load" "$DESK_LMTP" "$memory_mails"/* >/dev/null || bail_out 'refused'
	wait_for 120 desk_has_waiting 0 || bail_out 'the worker does not get through'
	value 'peak of the worker, 25 MB mails' casemate MB \
		$(($(status_kb VmHWM "$(desk_child worker)") / 1024))
	desk_stop
}

part_memory()
{
	memory_mails=$T/mails/memory
	"$BENCH/make-mails" "$memory_mails" 2 25500000
	"$BENCH/make-mails" "$memory_mails" 1 25500000 100
	"$BENCH/make-odd-mails" "$memory_mails" 22500000
	for round in $(seq "$ROUNDS"); do memory_round; done
	want 'memory of the gateway at rest (PSS)' casemate - '<=' 60
	want 'acceptor per connection, 25 MB under way' casemate - '<=' 1024
	want 'peak of the worker, 25 MB mails' casemate - '<=' 64
}
