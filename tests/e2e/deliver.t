# casemate deliver: exit statuses, the one line it says, and that no mail is lost on the way.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

desk_make "$(maildir_lines "$T/out")"
sed -i -e '/limits {/a message_size = "1 MB"' -e '/limits {/a refused_senders = { "*@spam.example" }' \
	"$DESK_CONF"
rm -f "$DESK_CONF.deliver"
printf 'From: anna@customer.test\nSubject: lone line feeds\n\na\rb\n.\n\nlast, without an end' >"$T/mail"
chmod 644 "$T/mail"

# deliver FILE ARGUMENT...: with the environment that Postfix gives, nearly none; $status and $said
deliver()
{
	deliver_input=$1
	shift
	said=$($AS_USER env -i "$CASEMATE" -c "$DESK_CONF" deliver "$@" <"$deliver_input" 2>&1)
	status=$?
}

# delivers DESCRIPTION STATUS REGEX FILE ARGUMENT...
delivers()
{
	delivers_what=$1 delivers_status=$2 delivers_like=$3
	shift 3
	deliver "$@"
	if [ "$status" = "$delivers_status" ] && [ "$(printf '%s' "$said" | wc -l)" = 0 ] &&
		printf '%s\n' "$said" | grep -Eq -e "$delivers_like"; then
		pass "$delivers_what"
	else
		fail "$delivers_what" "status $status, said: $said"
	fi
}

nothing='^$'
later='^4\.3\.[015] '

delivers 'without settings: later' 75 "$later" "$T/mail" support@example.org
ok 'the settings are written' cm init
[ -e "$DESK_CONF.deliver" ] || cm check >/dev/null 2>&1
settings=$DESK_CONF.deliver

# No gateway: the spool.  In pretended time no worker starts by itself.
before='--now 2026-11-22T05:00:00Z'
spooled() { find "$DESK/store/spool" -type f | wc -l; }
said=$($AS_USER env -i "$CASEMATE" -c "$DESK_CONF" $before deliver -f anna@customer.test \
	support@example.org nobody@example.org <"$T/mail" 2>&1)
is 'without a gateway' "$? $said" '0 '
is 'it is in the spool' "$(spooled)" 1
spool_file=$(find "$DESK/store/spool" -type f)
is 'with its envelope, unchanged' "$(cat "$spool_file")" "casemate-spool 1
sender anna@customer.test
recipient support@example.org
recipient nobody@example.org

$(cat "$T/mail")"
cp "$spool_file" "$T/again"
chmod 644 "$T/again"
cm $before work >"$T/work.log" 2>&1
is 'the worker takes it' "$(spooled) $(stored 'SELECT count(*) FROM message')" '0 1'
is 'byte for byte' "$(stored 'SELECT hex(raw) FROM message')" \
	"$("$PYTHON" -c 'import sys; print(open(sys.argv[1], "rb").read().hex().upper())' "$T/mail")"
is 'from when it came' "$(stored 'SELECT accepted_ms FROM message')" 1795323600000
is 'holding what nobody is known for' "$(stored "SELECT group_concat(outcome) FROM
	(SELECT outcome FROM delivery ORDER BY recipient DESC)")" 'case,held'
as_user cp "$T/again" "$spool_file"
cm $before work >>"$T/work.log" 2>&1
is 'and the same file adds nothing' "$(spooled) $(stored 'SELECT count(*) FROM message')" '0 1'

# What is refused, and what is later.
head -c 600000 /dev/urandom | base64 >"$T/large"
head -c 600000 /dev/zero >"$T/zeros"
cat "$T/large" "$T/zeros" >"$T/too-large"
: >"$T/empty"
chmod 644 "$T/large" "$T/too-large" "$T/empty"
refusals()
{
	delivers "$1: too large" 65 '^5\.3\.4 ' "$T/too-large" support@example.org
	delivers "$1: refused sender" 77 '^5\.7\.1 ' "$T/mail" -f X@spam.example support@example.org
	delivers "$1: no recipient" 75 "$later" "$T/mail" -f anna@customer.test
	delivers "$1: a recipient of nothing" 75 "$later" "$T/mail" ''
	delivers "$1: unknown option" 75 "$later" "$T/mail" -x support@example.org
	delivers "$1: line feed in an address" 75 "$later" "$T/mail" 'a
recipient b@example.org'
	said=$($AS_USER "$CASEMATE" -c "$DESK_CONF" deliver support@example.org <&- 2>&1)
	is "$1: no standard input" "$?" 75
	$AS_USER "$CASEMATE" -c "$DESK_CONF" deliver support@example.org <"$T" 2>/dev/null
	is "$1: standard input fails" "$?" 75
}
refusals 'no gateway'
is 'nothing of it was kept' "$(find "$DESK/store/spool" -type f)" ''

# A message without a byte is a mail, too: to put it off would bring it back for days.
said=$($AS_USER env -i "$CASEMATE" -c "$DESK_CONF" $before deliver -f anna@customer.test \
	support@example.org <"$T/empty" 2>&1)
is 'an empty message' "$? $said" '0 '
cm $before work >>"$T/work.log" 2>&1
is 'is held for staff' "$(stored 'SELECT outcome, why FROM delivery ORDER BY id DESC LIMIT 1')" \
	'held|it has no From address that can be read'

# A worker starts by itself, and doesn't keep the mail server waiting.
deliver "$T/mail" -f '<>' -- support@example.org
is 'a bounce' "$status $said" '0 '
ok 'is taken by a worker' wait_for 20 sh -c "[ \"\$(ls '$DESK/store/spool' | wc -l)\" = 0 ]"
linger=$(pgrep -f -- "-c $DESK_CONF work --linger" | head -n 1)
ok 'that goes on for a while' kill -0 "$linger"
is 'its output is not ours' "$(readlink "/proc/$linger/fd/1")" /dev/null
stop_process "$linger" 20

# The same with a gateway.
desk_run
before_count=$(stored 'SELECT count(*) FROM message')
delivers 'with a gateway' 0 "$nothing" "$T/mail" -f anna@customer.test support+x@example.org
delivers 'a large one' 0 "$nothing" "$T/large" -f '' Support@example.org
is 'both are in the store, none in the spool' "$(spooled) $(stored 'SELECT count(*) FROM message')" \
	"0 $((before_count + 2))"
ok 'the large one unchanged' sh -c "cmp '$T/large' '$DESK/store/big/'*"
delivers 'an empty one' 0 "$nothing" "$T/empty" -f anna@customer.test support@example.org
printf '%s\n' 'LHLO x' 'MAIL FROM:<>' 'RCPT TO:<support@example.org>' DATA . QUIT |
	"$TEST_LIB/talk" "$DESK_LMTP" >"$T/talked"
like 'as LMTP takes it' "$(cat "$T/talked")" '^250 2\.0\.0 '
empty_ends()
{
	[ "$(stored 'SELECT count(*) FROM message m JOIN delivery d ON d.message = m.id
		WHERE m.size_bytes = 0 AND d.outcome IS NOT NULL')" = "$1" ]
}
ok 'all come to an end' wait_for 20 empty_ends 3
is 'of which none is a case' "$(stored "SELECT count(*) FROM message m JOIN delivery d ON
	d.message = m.id WHERE m.size_bytes = 0 AND d.outcome = 'case'")" 0
delivers 'unknown recipient' 69 '^5\.1\.1 ' "$T/mail" nobody@example.org
delivers 'unknown recipient of a large one' 69 '^5\.1\.1 ' "$T/large" nobody@example.org
delivers 'one of two unknown' 69 '^5\.1\.1 ' "$T/mail" nobody@example.org support@example.org
refusals 'gateway'
delivers 'UTF-8 in the envelope' 0 "$nothing" "$T/mail" -f 'größe@customer.test' support@example.org
is 'arrives' "$(stored "SELECT count(*) FROM message WHERE sender = 'größe@customer.test'")" 1

# Many at once, half of them large.
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	(
		printf 'Subject: %s\n\n' "$i"
		[ $((i % 2)) = 0 ] || cat "$T/large"
	) >"$T/many.$i"
	chmod 644 "$T/many.$i"
	cm_from "$T/many.$i" deliver support@example.org 2>"$T/many.said.$i" &
	many="${many-} $!"
done
many_bad=0
for i in $many; do wait "$i" || many_bad=$((many_bad + 1)); done
is 'many at once' "$many_bad" 0

# The gateway dies within the hand-over: later, and nothing half is kept.
desk_stop
broken()
{
	rm -f "$T/ready" # else that of the last one is taken for this one's
	as_user "$PYTHON" -c 'import socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen()
print("ready", flush=True)
c, _ = s.accept()
c.recv(int(sys.argv[2]))
c.sendall(sys.argv[3].encode().decode("unicode_escape").encode())' "$socket.x" "$1" "$2" >"$T/ready" &
	broken_pid=$!
	wait_for 5 test -s "$T/ready"
	rm -f "$socket"
	mv "$socket.x" "$socket"
	delivers "$3" 75 "$later" "$T/mail" support@example.org
	wait "$broken_pid"
	rm -f "$socket"
}
socket=$(sed -n 's/^socket=//p' "$settings")
broken 1 '' 'the gateway hangs up'
broken 100000 '220 x\r\n250 x\r\n250 2.1.0 x\r\n250 2.1.5 x\r\n' 'the gateway dies before the end'
broken 100000 '220 x\r\n250 x\r\n250 2.1.0 x\r\n250 2.1.5 x\r\n250 2.0' 'within its last reply'
broken 100000 '421 4.7.0 too many\r\n' 'the gateway is full'
like 'which is told' "$said" 'try again: the gateway says 421 4\.7\.0 too many$'
broken 100000 '220 x\r\n250 x\r\n501 5.1.7 bad\r\n503 x\r\n503 x\r\n' 'a sender it cannot read'
like 'which is told, too' "$said" 'try again: the gateway says 501 5\.1\.7 bad$'
broken 100000 '220 x\r\n250 x\r\n250 2.1.0 x\r\n250 2.1.5 x\r\n452 4.3.1 x\r\n' 'its disk is full'
is 'and the spool stays empty' "$(spooled)" 0

# Broken settings.
cp "$settings" "$T/settings"
sed -i '/^end$/d' "$settings"
delivers 'half a settings file' 75 "$later" "$T/mail" support@example.org
sed '/^spool=/d' "$T/settings" >"$settings"
delivers 'a setting is missing' 75 "$later" "$T/mail" support@example.org
sed 's|^spool=.*|spool=/nonexistent|' "$T/settings" >"$settings"
delivers 'the spool is missing' 75 "$later" "$T/mail" support@example.org
cp "$T/settings" "$settings"

# On disk before status 0, killed or failed at any call: the mail is whole in the spool or the
# mail server keeps it.
find "$DESK/store" >"$T/before"
$AS_USER strace -f -yy -s 6000 -o "$DESK/trace" -e trace=%file,%desc,%network,%process,fsync \
	"$CASEMATE" -c "$DESK_CONF" $before deliver support@example.org <"$T/mail"
ok 'synced before status 0' "$TEST_LIB/synced-first" --folder "$DESK/store" --before "$T/before" \
	--ack exit "$DESK/trace" 'lone line feeds'
rm -f "$DESK/store/spool/"*

# faulty CALL FAULT: every such call of a delivery in turn; prints what went wrong
faulty()
{
	for n in $(seq "$(grep -c "^[0-9]* *$1(" "$DESK/trace")"); do
		said=$($AS_USER strace -f -o /dev/null -e "trace=$1" -e "inject=$1:$2:when=$n" \
			"$CASEMATE" -c "$DESK_CONF" $before deliver support@example.org <"$T/mail" 2>&1)
		status=$?
		whole=$(grep -l '^last, without an end$' "$DESK/store/spool/"* 2>/dev/null | wc -l)
		case $status/$whole/$(spooled)/$2 in
		0/1/*/*) ;;
		75/0/0/*) ;;
		137/[01]/*/signal=KILL) ;;
		*) echo "$1 number $n, $2: status $status, $whole whole in the spool: $said" ;;
		esac
		find "$DESK/store/spool" -type f -delete
	done
}
# Under ASan the front is no longer static, and the loader's own calls would fail first.
[ -z "${ASAN_OPTIONS-}" ] || done_testing
for call in read write openat fsync renameat close socket connect getrandom; do
	for fault in signal=KILL error=ENOSPC error=EIO error=ENOMEM; do
		is "$call, $fault" "$(faulty $call $fault 2>/dev/null)" ''
	done
done
done_testing
