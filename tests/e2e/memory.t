#!/bin/sh
# Mails that want memory of the worker, one after the other: it needs no more than for the worst of
# them alone, and has given all of it back when it is through.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
need sqlite3

! ldd "$CASEMATE_BUILD/casemate-gateway" | grep -q 'lib[a-z]*san' || skip_all 'sanitizers take memory'

# worker_mb FIELD: of /proc
worker_mb()
{
	awk -v field="$1:" '$1 == field { print int($2 / 1024) }' "/proc/$worker/status"
}

all_ended()
{
	[ "$(sqlite3 -readonly "$DESK/store/casemate.db" \
		"SELECT count(*) FROM delivery WHERE outcome IS NOT NULL")" = $sent ]
}

at_rest()
{
	[ "$(worker_mb VmRSS)" -lt 36 ]
}

desk_make "$(maildir_lines "$T/out")"
desk_run
worker=$(desk_child worker)
sent=0
for shape in cells cr-alone nested-messages marked-lines lists links; do
	"$CASEMATE_TREE/tests/bench/make-hostile" "$T/mail" "$shape" 12000000
	cm_from "$T/mail" deliver -f h@customer.test support@example.org || bail_out "$shape refused"
	sent=$((sent + 1))
done
wait_for 60 all_ended || bail_out 'the worker does not get through'
ok 'the worst of them takes less than 64 MB' [ "$(worker_mb VmHWM)" -lt 64 ]
# It gives back when the batch has been applied, which is when the last mail has ended for us.
ok 'and nothing of it is kept' wait_for 5 at_rest
note "peak $(worker_mb VmHWM) MB, at rest $(worker_mb VmRSS) MB"

# What waits behind the mail keeps parse alive to be measured.
{
	printf 'From: h@customer.test\nSubject: short lines\n\n'
	yes a | head -c 12000000
} | tr '\n' '\r' >"$T/mail"
mkfifo "$T/fifo"
"$CASEMATE" parse --json "$T/mail" "$T/fifo" >"$T/read" 2>&1 &
worker=$!
has_read()
{
	[ "$(wc -l <"$T/read")" = 1 ]
}
wait_for 30 has_read || bail_out 'parse does not get through'
ok 'nor does parse take more' [ "$(worker_mb VmHWM)" -lt 64 ]
echo >"$T/fifo"
wait "$worker"
done_testing
