#!/bin/sh
# The mail rules of contrib/: Pigeonhole, procmail and maildrop sort real notices of all five kinds
# into five folders, whatever the customer is called.
. "$(dirname "$0")/../lib/tap.sh"
need dovecot procmail maildrop
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

OUT=$T/out
RULES=$CASEMATE_TREE/contrib
FOLDERS='Case-Receipts Change-Requests Case-ETAs Emergencies Case-Comments'
desk_make "$(maildir_lines "$OUT")
	type \"change\" { title = \"Change request\" change_request = yes }"
user_folder "$OUT"

mailtool()
{
	"$PYTHON" "$TEST_LIB/mailtool" "$@"
}

# customer NUMBER NAME: a customer of that name opens a case, and all five notices come of it
customer()
{
	cm person add "c$1@customer.test" >/dev/null || bail_out 'person add failed'
	# Whatever the name: the command line would refuse some of them.
	stored "UPDATE person SET name = '$2' WHERE id =
		(SELECT person FROM address WHERE address = 'c$1@customer.test')" ||
		bail_out 'no name was set'
	mailtool new "c$1@customer.test" support@example.org 'It broke' "c$1@customer.test" \
		>"$T/mail" <<-TEXT
		Please mend it.
	TEXT
	cm_from "$T/mail" deliver -f "c$1@customer.test" support+change@example.org ||
		bail_out 'deliver failed'
	wait_for 20 cases_are "$1" || bail_out "no case for $2"
	echo 'We are on it.' >"$T/words"
	cm_from "$T/words" case reply "SUP-$1" >/dev/null || bail_out 'case reply failed'
	for change in eta=2030-01-02 status=Pending emergency=Declared; do
		cm case set "SUP-$1" $change >/dev/null || bail_out "case set $change failed"
	done
}

desk_run
long=$(printf 'Langname%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25)
customer 1 'Müller & Söhne Gebäudereinigung Überlingen'
customer 2 'Rocket 🚀 Emoji 🧑‍🚀 Works'
customer 3 "$long"
customer 4 'Evil - Status: Done'
customer 5 '=?utf-8?q?x?= Ltd'
customer 6 'Emergency Case Receipt - Case ID: 7 - Customer: x'
customer 7 "$(printf 'two\r\nlines')"
customer 8 "$(printf 'right\342\200\256to left')"
desk_stop
cm send >"$T/sent" 2>&1
is 'all notices are out' "$(cm queue list --json | json 'len(d)')" 0

# Those of the customers: staff's notices have the same subjects.
mkdir -p "$T/notices"
n=0
for file in $(mailtool fields To "$OUT"/new/* | grep 'c[0-9]@customer\.test>*$' | cut -f 1); do
	n=$((n + 1))
	tr -d '\r' <"$file" >"$T/notices/$n"
done
EXPECTED=$(mailtool fields X-Case-Event "$T"/notices/* | cut -f 2 | sort | uniq -c)
note "$EXPECTED"
for kind in receipt change eta emergency comment; do
	like "there are notices of kind $kind for everybody" "$EXPECTED" "8 $kind$"
done
is 'every subject is within its bounds' "$(mailtool fields Subject "$T"/notices/* | cut -f 2 |
	awk 'length($0) > 160')" ''

# sorted WHAT FOLDER-PREFIX: each kind lies in its own folder, and nothing elsewhere
folder_of()
{
	case $1 in
	receipt) echo Case-Receipts ;;
	change) echo Change-Requests ;;
	eta) echo Case-ETAs ;;
	emergency) echo Emergencies ;;
	comment) echo Case-Comments ;;
	esac
}

is_sorted()
{
	for kind in receipt change eta emergency comment; do
		folder=$2/.$(folder_of $kind)
		is "$1: $(folder_of $kind) has the notices of kind $kind" \
			"$(cat "$folder"/new/* "$folder"/cur/* 2>/dev/null | tr -d '\r' |
				sed -n 's/^X-Case-Event: //p' | sort | uniq -c | tr -s ' ')" " 8 $kind"
	done
	is "$1: none stays in the inbox but what is no notice" \
		"$(cat "$2"/new/* 2>/dev/null | tr -d '\r' | grep '^Subject:')" \
		'Subject: Re: Case Receipt - Case ID: SUP-1 - Customer: x - Status: New. CM1'
}

mailtool new sam@staff.test anna@customer.test \
	'Re: Case Receipt - Case ID: SUP-1 - Customer: x - Status: New. CM1' re@staff.test \
	>"$T/notices/re" <<-TEXT
	This is no notice.
TEXT

box=$T/procmail
mkdir -p "$box/new" "$box/cur" "$box/tmp"
for file in "$T"/notices/*; do
	procmail -m "CASEMATE_MAILDIR=$box" "DEFAULT=$box/" "$RULES/procmail/casemate.rc" <"$file" ||
		fail "procmail takes $file"
done
is_sorted procmail "$box"

box=$T/maildrop
mkdir -p "$box/new" "$box/cur" "$box/tmp"
cat >"$T/mailfilter" <<-RC
	DEFAULT="$box"
	CASEMATE_MAILDIR="$box"
	include "$RULES/maildrop/casemate.mailfilter"
RC
chmod 600 "$T/mailfilter"
for file in "$T"/notices/*; do
	HOME=$T maildrop "$T/mailfilter" <"$file" || fail "maildrop takes $file"
done
is_sorted maildrop "$box"

dovecot_start
user_folder "$DOVECOT/home/anna"
cp "$RULES/sieve/casemate.sieve" "$DOVECOT/home/anna/.sieve"
ok 'Dovecot takes them all' mailtool lmtp "$DOVECOT_LMTP" anna@customer.test "$T"/notices/*
is_sorted Sieve "$DOVECOT/home/anna/Maildir"

ok 'the filters for Gmail are well-formed' "$PYTHON" -c '
import sys, xml.etree.ElementTree as tree
entries = tree.parse(sys.argv[1]).findall("{http://www.w3.org/2005/Atom}entry")
labels = {p.get("value") for e in entries for p in e if p.get("name") == "label"}
sys.exit(labels != set(sys.argv[2:]))' "$RULES/gmail/casemate-filters.xml" $FOLDERS
done_testing
