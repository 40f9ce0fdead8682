#!/bin/sh
# The same story as postfix-pipe.t, with Postfix speaking LMTP to the running gateway.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/story.sh"

POSTFIX_ROAD='s/^#support/support/; /^support.*casemate:$/d; /casemate-lmtp:unix:/d'
story

desk_stop
bert_writes 'while the gateway is down, Postfix takes the mail'
ok 'and keeps it' wait_for 20 grep -q 'to=<support@.*status=deferred' "$POSTFIX/log"
desk_run
ok 'it arrives when the gateway is back' wait_for 20 cases_are 2
ok 'no mail was bounced' nothing_bounced
done_testing
