#!/bin/sh
# The same story as postfix-pipe.t, with Postfix speaking LMTP to the running gateway.
. "$(dirname "$0")/../lib/tap.sh"
need_root "Postfix's master switches users"
need postfix dovecot curl
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/story.sh"

POSTFIX_SMTP=$(free_port)
POSTFIX_ROAD='s/^#support/support/; /^support.*casemate:$/d; /casemate-lmtp:unix:/d'
desk_make "$(relay_lines "$POSTFIX_SMTP")"
dovecot_start
postfix_start
desk_run
story

desk_stop
mailtool new bert@customer.test support@example.org 'While you were away' away@customer.test \
	>"$T/away" <<-TEXT
	Nobody is at home.
TEXT
ok 'while the gateway is down, Postfix takes the mail' \
	submit bert@customer.test support@example.org "$T/away"
ok 'and keeps it' wait_for 20 sh -c "grep -q 'to=<support@.*status=deferred' '$POSTFIX/log'"
desk_run
ok 'it arrives when the gateway is back' wait_for 20 cases_are 2
ok 'no mail was bounced' sh -c "! grep -q status=bounced '$POSTFIX/log'"
done_testing
