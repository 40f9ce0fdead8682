#!/bin/sh
# Mail through Postfix's pipe(8), with the lines of contrib/postfix: a customer's mail opens a case,
# notices reach the mailboxes, her answers join, staff's answer threads.
. "$(dirname "$0")/../lib/tap.sh"
need_root "Postfix's master switches users"
need postfix dovecot curl
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/story.sh"

POSTFIX_SMTP=$(free_port)
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
ok 'without a gateway, mail is taken as well' \
	submit bert@customer.test support@example.org "$T/away"
ok 'and a worker in the background opens the case' wait_for 20 cases_are 2
is 'Postfix has nothing to keep' "$(postfix_queue)" ''

chmod 000 "$DESK/store"
submit bert@customer.test support@example.org "$T/away"
ok 'when the store is out of reach, Postfix keeps the mail' \
	wait_for 20 sh -c "/usr/sbin/postqueue -c '$POSTFIX/etc' -j | grep -q bert@"
chmod 700 "$DESK/store"
ok 'and hands it over again when all is well' wait_for 20 sh -c \
	"! /usr/sbin/postqueue -c '$POSTFIX/etc' -j | grep -q ."
ok 'no mail was bounced' sh -c "! grep -q status=bounced '$POSTFIX/log'"
done_testing
