#!/bin/sh
# The worker that `casemate deliver` starts and nobody watches over: it ends by itself, whatever
# becomes of its store, and writes to no other.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

desk_make "$(maildir_lines "$T/out")"
printf 'From: anna@customer.test\nTo: support@example.org\nSubject: Printer\n\nHello.\n' >"$T/mail"

# worker_start SECONDS: one that lingers, at work already; its process is $worker
worker_start()
{
	$AS_USER "$CASEMATE" -c "$DESK_CONF" work --linger "$1" >"$T/work.log" 2>&1 &
	worker=$!
	at_exit "stop_process $worker"
	wait_for 20 worker_has_lock || bail_out "no worker: $(cat "$T/work.log")"
}

worker_has_lock()
{
	[ -e "$DESK/store/worker.lock" ] && ! flock -n "$DESK/store/worker.lock" true
}

# worker_ends DESCRIPTION STATUS: by itself, and leaves that status
worker_ends()
{
	if wait_for 20 process_is_gone "$worker"; then
		wait "$worker"
		is "$1" $? "$2"
	else
		fail "$1" 'it goes on'
	fi
}

worker_start 1
worker_ends 'with nothing to do it ends' 0

worker_start 3
mv "$DESK/store/spool" "$T/spool"
worker_ends 'in trouble that lasts it ends' 75
like 'having tried again' "$(cat "$T/work.log")" 'cannot open .*spool: .*; trying again'

worker_start 60
ok 'trouble again' wait_for 20 grep -q 'trying again' "$T/work.log"
mv "$T/spool" "$DESK/store/spool"
cm_from "$T/mail" deliver -f anna@customer.test support@example.org
ok 'trouble that passes does not end it' wait_for 20 cases_are 1
ok 'it still lingers' kill -0 "$worker"
stop_process "$worker" 20

# A gateway has a worker of its own, which knows what the configuration says now.
worker_start 60
desk_run
worker_ends 'for a gateway it ends' 0
is 'whose worker waits for that' "$(grep -c 'ended role=worker' "$DESK/log")" 0
cm_from "$T/mail" deliver -f anna@customer.test support@example.org
ok 'and works' wait_for 20 worker_has_lock
desk_stop

# What is due is done though one lingers, and at the time that is asked for.
cm --now 2090-01-01T05:00:00Z case set SUP-1 status='Feedback waiting' >/dev/null
worker_start 60
ok 'tick beside one that lingers' cm --now 2090-01-20T05:00:00Z tick
worker_ends 'which makes room for it' 0
is 'does what is due' "$(stored "SELECT count(*) FROM entry WHERE kind = 'silence-notice'")" 1
desk_run
says 1 'a gateway is running on the store .*, and for it the time is not that of --now; stop it first' \
	--now 2090-02-20T05:00:00Z tick
ok 'without another time' cm tick
desk_stop

# A backup takes the store's place: what comes now is not for the store of before. In pretended
# time deliver starts no other worker.
worker_start 60
mv "$DESK/store" "$T/aside"
cm init >/dev/null
for n in 1 2 3; do
	cm_from "$T/mail" --now 2026-11-22T05:00:00Z deliver -f anna@customer.test \
		support@example.org || fail "deliver left $?"
done
worker_ends 'the worker of a store that was replaced ends' 75
is 'and leaves the mail alone' "$(find "$DESK/store/spool" -type f | wc -l)" 3
cm --now 2026-11-22T05:00:00Z work >"$T/work.log" 2>&1
ok 'it is for the new store' cases_are 1
done_testing
