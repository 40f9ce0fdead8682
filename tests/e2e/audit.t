# casemate audit: every message accepted has ended as exactly one thing, by desk and day; what
# differs is named.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

user_folder "$DESK" "$DESK/rules"
cat >"$DESK/rules/50-spam.conf" <<-END
	rule "pills" {
		subject = 'pills'
		discard = "spam"
	}
END
desk_make "
	$(maildir_lines "$T/out")
	rules = \"rules\"
	desk \"sales\" {
		address = \"sales@example.org\"
		prefix = \"SAL\"
	}
	"

# One of each ending there is, over two days and desks.
post anna@customer.test one
one=$(id_of SUP-1 anna@customer.test)
cp "$T/letter" "$T/first"
post anna@customer.test "Re: $one"
hand_in "$T/first"
post eve@evil.test "Re: $one"
post eve@evil.test 'cheap pills'
TO=support+b.$(token_to anna@customer.test)@example.org ENVELOPE='<>'
post MAILER-DAEMON@mx.test 'Undelivered'
TO=sales@example.org
post anna@customer.test two
NOW=2026-11-23T05:00:00Z
post anna@customer.test 'arsenic'
export CASEMATE_TEST_POISON=poisonous
post anna@customer.test 'poisonous'
unset CASEMATE_TEST_POISON

audit()
{
	cm --now "$NOW" audit --json | json "$1"
}
day='{e: n for e, n in d["days"][%s].items() if n}'
is 'the first day at one desk' "$(audit "$(printf "$day" '[x["desk"] for x in d["days"]].index("sales")')")" \
	'{"day": "2026-11-22", "desk": "sales", "accepted": 1, "case": 1}'
is 'and at the other' "$(audit "$(printf "$day" '[x["desk"] for x in d["days"]].index("support")')")" \
	"$(printf '{"day": "2026-11-22", "desk": "support", "accepted": 6, "case": 1, "entry": 1, %s}' \
		'"bounce": 1, "held": 1, "dropped": 1, "duplicate": 1')"
is 'the second day' "$(audit "$(printf "$day" -1)")" \
	'{"day": "2026-11-23", "desk": "support", "accepted": 2, "case": 1, "quarantined": 1}'
is 'no faults' "$(audit 'd["faults"]')" '[]'
is 'all that was accepted' "$(audit 'sum(x["accepted"] for x in d["days"])')" \
	"$(stored 'SELECT count(*) FROM delivery')"
said=$(cm --now "$NOW" audit)
is 'and status 0' $? 0
like 'in words' "$said" '^All mail is accounted for\.$'
like 'in a table' "$said" '^2026-11-22 +support +6 +0 +1 +1 +1 +1'

# fault DESCRIPTION QUERY WHAT: breaks the store in a copy, and looks whether the audit names it
cp -r "$DESK/store" "$T/store"
fault()
{
	stored "PRAGMA foreign_keys = OFF; $2" || note 'the query failed'
	wanted=$(stored "SELECT accept_id FROM message WHERE id = $4" 2>/dev/null)
	said=$(cm --now "$NOW" audit 2>&1)
	is "$1: status" $? 1
	like "$1: named" "$said" "^FAULT: message $wanted \(delivery [0-9]+\) $3"
	like "$1: and said" "$said" '^Not all mail is accounted for\.$'
	rm -r "$DESK/store"
	cp -rp "$T/store" "$DESK/store"
	[ "$(id -u)" != 0 ] || chown -R "$TEST_USER:$TEST_GROUP" "$DESK/store"
}
fault 'an entry is gone' 'DELETE FROM entry WHERE message = 2' 'ended on a case, but no case has it' 2
fault 'an entry of another case' \
	'UPDATE entry SET case_id = 2, seq = 99 WHERE message = 2' 'ended on a case, but no case has it' 2
fault 'a bounce without a case' "UPDATE delivery SET case_id = NULL WHERE outcome = 'bounce'" \
	'ended on a case, but no case has it' 6
fault 'held mail is gone' 'DELETE FROM held' 'ended as held, but is not among the held mail' 4
fault 'ended twice' "UPDATE delivery SET outcome = 'dropped' WHERE outcome = 'held'" \
	'is among the held mail, but ended otherwise too' 4
fault 'nobody got it' 'DELETE FROM delivery WHERE message = 5' 'was accepted for nobody' 5
fault 'it never ended' "UPDATE delivery SET outcome = NULL, in_hand = 1 WHERE message = 5;
	UPDATE message SET accepted_ms = accepted_ms - 7200000 WHERE id = 5" \
	'waits for longer than an hour' 5
fault 'on a case, and dropped' "UPDATE delivery SET outcome = 'dropped' WHERE message = 2" \
	'is on a case although it ended elsewhere' 2
fault 'no stub' "UPDATE delivery SET case_id = NULL WHERE outcome = 'quarantined'" \
	'is in quarantine without a stub case' 9
fault 'no stub entry' "DELETE FROM entry WHERE message = 9" 'is in quarantine without a stub case' 9
fault 'a duplicate of nothing' "UPDATE delivery SET fingerprint = 1 WHERE outcome = 'duplicate'" \
	'ended as a duplicate, but there is no other' 3
fault 'on a case twice' "INSERT INTO entry (case_id, seq, at_ms, kind, author, author_role, text,
	message) SELECT case_id, 99, at_ms, kind, author, author_role, text, message FROM entry
	WHERE message = 2" 'is on its case more than once' 2

# What waits for less than an hour is no fault; nor what has been released, or dropped by staff.
stored "UPDATE delivery SET outcome = NULL, in_hand = 0, case_id = NULL WHERE message = 5"
stored "UPDATE message SET accepted_ms = $(date -d "$NOW" +%s)000 WHERE id = 5"
ok 'mail that waits' cm --now "$NOW" audit
is 'is counted as that' "$(audit 'd["days"][-1]["waiting"] + d["days"][-2]["waiting"]')" 1
handle
ok 'released mail' cm --now "$NOW" held release 1
is 'has ended otherwise' "$(audit 'sum(x["held"] for x in d["days"])')" 0
ok 'and is no fault' cm --now "$NOW" audit
is 'arguments are refused' "$(cm audit x 2>&1 >/dev/null | head -n 1)" \
	'casemate: "x" is a word too many'

# The gateway looks by itself.
stored 'PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE message = 2'
desk_run
audited()
{
	grep -q 'audit accept=.*ended on a case' "$DESK/log"
}
ok 'the gateway audits, and says what it found' wait_for 20 audited
done_testing
