# casemate lmtp: what a mail server sees and what is in the store afterwards.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

desk_make "
	$(maildir_lines "$T/out")
	"
sed -i -e '/lmtp {/a connections = 4' -e '/limits {/a message_size = "1 MB"' \
	-e '/limits {/a refused_senders = { "*@spam.example" }' \
	-e '/lmtp {/a command_timeout = "2 s"' -e '/lmtp {/a data_timeout = "2 s"' "$DESK_CONF"

# server_run [WORD...]: casemate lmtp, behind these words
server_run()
{
	$AS_USER "$@" "$CASEMATE" -c "$DESK_CONF" lmtp --listen "$where" >>"$T/log" 2>&1 &
	server=$!
}

server_stop()
{
	[ -z "${server-}" ] || stop_process "$server" 20 || note 'the server had to be killed'
	server=
}
at_exit server_stop

talk()
{
	"$TEST_LIB/talk" "$@"
}

# codes: the replies on standard input as one line of codes
codes()
{
	grep -v '^...-' | sed -E 's/^([0-9]{3} [0-9]\.[0-9]\.[0-9]|[0-9]{3}).*/\1/' | tr '\n' ',' | sed 's/,$//'
}

envelope='LHLO me
MAIL FROM:<anna@customer.test>
RCPT TO:<support@example.org>'

where=127.0.0.1:$DESK_LMTP
server_run
ok 'listens' wait_for 10 listens "$DESK_LMTP"

is 'takes a mail' "$(talk "$DESK_LMTP" <<END | codes
$envelope
DATA
Subject: one

hello
..dot
.
QUIT
END
)" '220,250,250 2.1.0,250 2.1.5,354,250 2.0.0,221 2.0.0'
is 'as it was sent' "$(stored 'SELECT raw FROM message' | tr '\r' '#')" 'Subject: one#
#
hello#
.dot#'
is 'with its envelope' "$(stored 'SELECT sender, recipient, road, outcome IS NULL FROM message
	JOIN delivery ON message = message.id')" 'anna@customer.test|support@example.org|lmtp|1'

is 'answers for each recipient, of any case and with extension' "$(talk "$DESK_LMTP" <<'END' | codes
LHLO me
MAIL FROM:<> BODY=8BITMIME
RCPT TO:<Support+x@EXAMPLE.org>
RCPT TO:<nobody@example.org>
RCPT TO:<"support"@example.org>
DATA
two
.
END
)" '220,250,250 2.1.0,250 2.1.5,550 5.1.1,250 2.1.5,354,250 2.0.0,250 2.0.0'
is 'and makes a delivery of each' "$(stored 'SELECT count(*) FROM delivery')" 3
is 'refuses a sender by rule' "$(printf 'LHLO me\nMAIL FROM:<x@SPAM.example>\n' |
	talk "$DESK_LMTP" | codes)" '220,250,550 5.7.1'
is 'refuses an announced size' "$(printf 'LHLO me\nMAIL FROM:<> SIZE=1048577\n' |
	talk "$DESK_LMTP" | codes)" '220,250,552 5.3.4'

# Big ones: a file of their own, and too big ones none.
head -c 700000 /dev/urandom | base64 | sed 's/$/\r/' >"$T/big"
is 'takes a big mail' "$( (printf '%s\nDATA\n@%s\n.\n' "$envelope" "$T/big") | talk "$DESK_LMTP" | codes)" \
	'220,250,250 2.1.0,250 2.1.5,354,250 2.0.0'
ok 'and keeps it in a file, unchanged' cmp "$T/big" "$DESK/store/big"/*
cat "$T/big" "$T/big" >"$T/bigger"
is 'refuses a bigger one and goes on' \
	"$( (printf '%s\nDATA\n@%s\n.\nNOOP\n' "$envelope" "$T/bigger") | talk "$DESK_LMTP" | codes)" \
	'220,250,250 2.1.0,250 2.1.5,354,552 5.3.4,250 2.0.0'
is 'leaving nothing behind' "$(ls "$DESK/store/big" | wc -l)" 1
is 'forgets what is broken off' \
	"$( (printf '%s\nDATA\n@%s\n' "$envelope" "$T/big") | talk "$DESK_LMTP" | codes)" \
	'220,250,250 2.1.0,250 2.1.5,354'
is 'wholly' "$(ls "$DESK/store/big" | wc -l)" 1

# A lone LF is no end of line, and an LF . LF no end of mail.
printf 'a\n.\nMAIL FROM:<evil@customer.test>\r\n.\r\n' >"$T/smuggle"
before=$(stored 'SELECT count(*) FROM message')
is 'one mail stays one' \
	"$(printf '%s\nDATA\n@%s\n' "$envelope" "$T/smuggle" | talk "$DESK_LMTP" | codes)" \
	'220,250,250 2.1.0,250 2.1.5,354,250 2.0.0'
is 'in the store too' "$(stored 'SELECT count(*) FROM message')" $((before + 1))
is 'slow clients are told so' "$(printf 'LHLO me\n' | talk --keep "$DESK_LMTP" | codes)" \
	'220,250,421 4.4.2'

# The limit: four talk, the fifth is sent away.  They are hung up on after a while, so each try
# brings one more.
full()
{
	(talk --keep "$DESK_LMTP" </dev/null >"$T/held" &)
	printf 'QUIT\n' | talk "$DESK_LMTP" | grep -q '^421 4.7.0'
}
ok 'there is a limit of connections' wait_for 10 full
ok 'and room again' wait_for 10 sh -c "printf 'QUIT\n' | '$TEST_LIB/talk' $DESK_LMTP | grep -q '^221'"

# A store in trouble: a mail is told to come back, and the server goes on by itself.
mv "$DESK/store/big" "$DESK/store/away"
is 'says 451 when it cannot store' \
	"$( (printf '%s\nDATA\n@%s\n.\n' "$envelope" "$T/big") | talk "$DESK_LMTP" | codes)" \
	'220,250,250 2.1.0,250 2.1.5,354,451 4.3.0'
mv "$DESK/store/away" "$DESK/store/big"
is 'and takes it afterwards' \
	"$( (printf '%s\nDATA\n@%s\n.\n' "$envelope" "$T/big") | talk "$DESK_LMTP" | codes)" \
	'220,250,250 2.1.0,250 2.1.5,354,250 2.0.0'

# SIGTERM: who is idle hears 421, and the server ends by itself.
talk --keep "$DESK_LMTP" </dev/null >"$T/idle" &
idle=$!
wait_for 5 grep -q 220 "$T/idle" || :
kill -TERM "$server"
wait "$server"
is 'ends well' $? 0
wait "$idle"
like 'after telling those who wait' "$(cat "$T/idle")" '421 4\.3\.2'
server=

# Synced before it is acknowledged.
where=127.0.0.1:$DESK_LMTP
find "$DESK/store" >"$T/before"
server_run strace -f -yy -s 6000 -o "$DESK/trace" -e trace=%file,%desc,%network,%process,fsync
printf 'Subject: small\n\nsmallmark\n' >"$T/small.eml"
(printf 'Subject: big\n\nbigmark\n' && cat "$T/big") >"$T/big.eml"
wait_for 20 listens "$DESK_LMTP" || bail_out "nobody listens under strace: $(cat "$T/log")"
is 'both are accepted' "$("$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$T/small.eml" \
	"$T/big.eml" | grep -c 250)" 2
# strace passes no signal on, and ends with its child.
kill "$(cat "/proc/$server/task/$server/children")"
wait "$server"
server=
ok 'after they were synced' "$TEST_LIB/synced-first" --folder "$DESK/store" --before "$T/before" \
	--ack lmtp "$DESK/trace" smallmark bigmark

# A Unix socket, an abandoned one in its place.
where=$DESK/lmtp.sock
as_user "$PYTHON" -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$where"
server_run
is 'speaks on a Unix socket' "$(wait_for 10 "$TEST_LIB/talk" "$where" </dev/null
	printf 'QUIT\n' | talk "$where" | codes)" '220,221 2.0.0'
server_stop

# systemd hands over the socket; the address on the command line gives way.
where=127.0.0.1:1
$AS_USER "$PYTHON" -c 'import os, socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen()
if s.fileno() != 3:
    os.dup2(s.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])' "$DESK_LMTP" "$CASEMATE" -c "$DESK_CONF" lmtp --listen "$where" \
	>>"$T/log" 2>&1 &
server=$!
wait_for 10 listens "$DESK_LMTP"
is 'takes the socket from systemd' "$(printf 'QUIT\n' | talk "$DESK_LMTP" | codes)" '220,221 2.0.0'
server_stop
done_testing
