#!/bin/sh
# Another store takes the place of the one that the running gateway has open, as when a backup is
# brought back: all of it turns to the new one by itself, and the old one gets nothing more.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

user_folder "$T/out"
desk_make "$(maildir_lines "$T/out")"
desk_run
send()
{
	printf 'From: %s@customer.test\nTo: support@example.org\nMessage-ID: <%s@customer.test>\n' \
		"$1" "$1" >"$T/mail"
	printf 'Subject: Printer\n\nHello.\n' >>"$T/mail"
	"$PYTHON" "$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$T/mail" |
		grep -q '^250'
}
sent_to()
{
	grep -lr "^To:.*$1@customer.test" "$T/out/new"
}

ok 'a mail is taken' send anna
ok 'and answered' wait_for 20 sent_to anna
mv "$DESK/store" "$T/aside"
cm init >/dev/null
ok 'the next one is taken' wait_for 20 send bert
ok 'it is a case of the new store' wait_for 20 cases_are 1
ok 'and answered from there' wait_for 20 sent_to bert
ok 'which is sound' cm check --offline
desk_stop
mv "$DESK/store" "$T/new"
mv "$T/aside" "$DESK/store"
ok 'the old one has what it had' cases_are 1
is 'of Anna' "$(cm case show --json SUP-1 | json 'd["reporter"]')" anna@customer.test
ok 'and is sound as well' cm check --offline
done_testing
