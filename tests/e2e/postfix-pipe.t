#!/bin/sh
# Mail through Postfix's pipe(8), with the lines of contrib/postfix: a customer's mail opens a case,
# notices reach the mailboxes, her answers join, staff's answer threads.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/story.sh"

story

desk_stop
bert_writes 'without a gateway, mail is taken as well'
ok 'and a worker in the background opens the case' wait_for 20 cases_are 2
is 'Postfix has nothing to keep' "$(postfix_queue)" ''

keeps_it()
{
	postfix_queue | grep -q bert@
}
keeps_nothing()
{
	[ -z "$(postfix_queue)" ]
}
chmod 000 "$DESK/store"
bert_writes 'when the store is out of reach, Postfix takes the mail'
ok 'and keeps it' wait_for 20 keeps_it
chmod 700 "$DESK/store"
ok 'and hands it over again when all is well' wait_for 20 keeps_nothing
ok 'no mail was bounced' nothing_bounced
done_testing
