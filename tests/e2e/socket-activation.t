#!/bin/sh
# The gateway takes a listening socket from systemd, as contrib/systemd/casemate-lmtp.socket has it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

inherited=$(free_port)
desk_make "$(maildir_lines "$T/out")"
user_copy "$TEST_LIB/listen-for"
$AS_USER "$PYTHON" "$T/listen-for" "$inherited" "$CASEMATE" -c "$DESK_CONF" run \
	>"$DESK/log" 2>&1 &
DESK_PID=$!
at_exit desk_stop
wait_for 20 listens "$DESK_LMTP" || bail_out "the gateway does not listen: $(cat "$DESK/log")"

printf 'From: anna@customer.test\nMessage-ID: <a@customer.test>\nSubject: one\n\nHello.\n' >"$T/one"
sed 's/one/two/; s/a@cust/b@cust/' "$T/one" >"$T/two"
like 'mail is taken on the socket of systemd' "$("$PYTHON" "$TEST_LIB/mailtool" lmtp "$inherited" \
	support@example.org "$T/one" 2>&1)" '^250 '
like 'and on that of the configuration' "$("$PYTHON" "$TEST_LIB/mailtool" lmtp "$DESK_LMTP" \
	support@example.org "$T/two" 2>&1)" '^250 '
ok 'both become cases' wait_for 20 cases_are 2
is 'the variables are not handed on' "$(tr '\0' '\n' <"/proc/$(desk_child worker)/environ" |
	grep LISTEN_)" ''
done_testing
