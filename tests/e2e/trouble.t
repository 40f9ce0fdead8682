#!/bin/sh
# Disk full, store locked, relay down: nothing is lost, what is wrong is said clearly, and casemate
# goes on by itself.
. "$(dirname "$0")/../lib/tap.sh"
need_root 'to mount a small disk'
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

disk=$T/desk/store
SINK=$T/sink
sink_port=$(free_port)
mkdir -p "$disk"
mount -t tmpfs -o size=24m,mode=700,uid="$(id -u "$TEST_USER")" tmpfs "$disk" 2>/dev/null ||
	skip_all 'may not mount a tmpfs here'
at_exit "umount -l '$disk'"
desk_make "$(relay_lines "$sink_port")"
"$PYTHON" "$TEST_LIB/sink" --folder "$SINK" --port "$sink_port" &
at_exit "stop_process $!"
wait_for 10 test -e "$SINK/ready" || bail_out 'the sink does not start'

# mail NUMBER [LINES]
mail()
{
	printf 'From: c%s@customer.test\nTo: support@example.org\nMessage-ID: <t%s@customer.test>\n' \
		"$1" "$1"
	printf 'Subject: Trouble %s\n\nHello.\n' "$1"
	yes 'It prints nothing, whatever I do, and I have done much.' | head -n "${2:-5}"
}

send()
{
	"$PYTHON" "$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$@" 2>&1
}

deliver()
{
	cm_from "$1" deliver -f anna@customer.test support@example.org 2>&1
}

sunk()
{
	[ -e "$SINK/log" ] && [ "$(wc -l <"$SINK/log")" = "$1" ]
}

desk_run
mail 1 >"$T/m1"
is 'all is well' "$(send "$T/m1" | cut -c 1-3)" 250
ok 'notices go out' wait_for 20 sunk 2

# --- disk full
# Whatever room is left: other files take it, to the last page.
cat /dev/zero >"$disk/ballast" 2>/dev/null
# The log has room for some mails yet.
n=100 said=250
while [ "${said%% *}" = 250 ] && [ $n -lt 300 ]; do
	n=$((n + 1))
	mail $n 1000 >"$T/m2"
	said=$(send "$T/m2")
done
taken=$((n - 101))
note "$taken mails fitted"
like 'disk full: a mail is put off, and the reply says why' "$said" '^452 .*(full|space)'
mail 3 4000 >"$T/m3"
like 'a big one, too' "$(send "$T/m3")" '^452 '
said=$(deliver "$T/m2")
is 'deliver leaves 75' $? 75
like 'and one polite line' "$said" '^[^ ].*(full|space)'
is 'one line' "$(echo "$said" | wc -l)" 1
ok 'the gateway lives' kill -0 "$DESK_PID"
like 'its log says that the disk is full' "$(cat "$DESK/log")" '[Ff]ull|No space'
rm "$disk/ballast"
is 'with room again, mail is taken' "$(send "$T/m2" "$T/m3" | cut -c 1-3 | tr '\n' ' ')" '250 250 '
ok 'all of it becomes cases' wait_for 20 cases_are $((taken + 3))
ok 'and notices' wait_for 20 sunk $((2 * (taken + 3)))

# --- store locked by somebody else
as_user sqlite3 "$disk/casemate.db" >"$T/locker" 2>&1 <<-SQL &
	BEGIN EXCLUSIVE;
	.shell touch $disk/locked; while [ -e $disk/locked ]; do sleep 0.05; done
	ROLLBACK;
SQL
locker=$!
ok 'somebody locks the database' wait_for 10 test -e "$disk/locked"
mail 4 >"$T/m4"
mail 5 >"$T/m5"
send "$T/m4" >"$T/answer4" &
client=$!
ok 'one waits for the lock, or is put off: the gateway is alive either way' \
	wait_for 5 kill -0 "$DESK_PID"
rm "$disk/locked"
wait $locker
wait $client
like 'the mail was taken, or put off with a temporary reply' "$(cat "$T/answer4")" '^(250|451) '
case $(cat "$T/answer4") in 250*) ;; *) send "$T/m4" >/dev/null ;; esac
ok 'it becomes a case by itself' wait_for 20 cases_are $((taken + 4))

# --- the write lock held by another command
flock "$disk/write.lock" sh -c "touch '$disk/held'
	while [ -e '$disk/held' ]; do sleep 0.05; done" &
locker=$!
ok 'somebody holds the write lock' wait_for 10 test -e "$disk/held"
send "$T/m5" >"$T/answer5" &
client=$!
ok 'the client waits' kill -0 $client
is 'readers do not' "$(cm case list --json | json 'len(d)')" $((taken + 4))
rm "$disk/held"
wait $client
like 'the mail is taken when it is free' "$(cat "$T/answer5")" '^250 '
ok 'and becomes a case' wait_for 20 cases_are $((taken + 5))
ok 'its notices go out' wait_for 20 sunk $((2 * (taken + 5)))

# --- relay down for an hour
touch "$SINK/down"
mail 6 >"$T/m6"
is 'relay down: mail is still taken' "$(send "$T/m6" | cut -c 1-3)" 250
ok 'its case is opened' wait_for 20 cases_are $((taken + 6))
waits()
{
	[ "$(cm queue list --json | json 'len([r for r in d if r["tries"] > 0])')" = 2 ]
}
ok 'two notices wait after a first try' wait_for 20 waits
desk_stop
at()
{
	date -u -d "+$1 minutes" +%Y-%m-%dT%H:%M:%SZ
}
for minute in 2 5 10 20 30 40 50 60; do cm --now "$(at $minute)" send; done >"$T/sent" 2>&1
like 'the queue says what is wrong' "$(cm queue list)" '421|down'
is 'they still wait after an hour' "$(cm queue list --json | json 'len(d)')" 2
rm "$SINK/down"
for minute in 90 120 150 180; do cm --now "$(at $minute)" send; done >>"$T/sent" 2>&1
ok 'when the relay is back they go out' sunk $((2 * (taken + 6)))
is 'the queue is empty' "$(cm queue list --json | json 'len(d)')" 0
is 'nothing was sent twice' "$("$PYTHON" -c 'import json, sys
ids = [json.loads(l)["message_id"] for l in open(sys.argv[1])]
print(len(ids) - len(set(ids)))' "$SINK/log")" 0
ok 'every mail is accounted for' cm audit
done_testing
