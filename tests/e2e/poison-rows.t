#!/bin/sh
# A row of the store that can never be dealt with is set aside where staff sees it; the other rows
# and the mail go on.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "$(maildir_lines "$T/out")
authserv_id = \"mx.example.org\""
anna='Anna <anna@customer.test>'
post "$anna" Printer
for n in $(seq 60); do
	cm person add "f$n@customer.test"
	stored "INSERT INTO participant (case_id, person, role, tracking_id, added_ms)
		SELECT 1, person, 'follower', 'CM' || printf('%018d', person), 0
		FROM address WHERE address = 'f$n@customer.test'"
done

# goes_on DESCRIPTION: a new mail becomes a case
goes_on()
{
	post "$anna" 'And another thing'
	like "$1" "$(ended)" '^case SUP-'
}

# row EXPRESSION: of the queue
queued()
{
	cm queue list --json | json "$1"
}

# --- notices that no message can be made of, among others
silently
cm --now "$NOW" case reply SUP-1 'To all of you.'
waiting=$(stored 'SELECT count(*) FROM fanout')
stored "UPDATE fanout SET notice = '{\"half\"' WHERE id = (SELECT min(id) FROM fanout)"
stored "UPDATE fanout SET notice = json_set(notice, '$.parts', json('[{\"message\": 99, \"part\": 1}]'))
	WHERE id = (SELECT min(id) + 1 FROM fanout)"
lost=$(stored "SELECT json_extract(notice, '$.to_address') FROM fanout
	WHERE id = (SELECT min(id) + 1 FROM fanout)")
handle
is 'all others are made' "$(stored "SELECT count(*) FROM outbox
	WHERE id > $mails_mark + 50 AND kind = 'comment'")" $((waiting - 2))
is 'none waits' "$(stored 'SELECT count(*) FROM fanout')" 0
like 'the log says where to look' "$(cat "$DESK/log")" 'error: notices=2 .*queue list'
is 'they stand in the queue' "$(queued '[r["recipient"] for r in d if r["kind"] == "unmade"]')" \
	"[\"unknown\", \"$lost\"]"
like 'with the reason' "$(queued '[r["last_error"] for r in d if r["recipient"] == "'"$lost"'"][0]')" \
	'no message could be made of it: an attachment'
like 'the case shows it' "$(cm case show --json SUP-1 |
	json '[e["text"] for e in d["entries"] if e["kind"] == "bounce"][1]')" \
	"The notice \"Case Comment Notification - .*\" to $lost could not be delivered: no message"
is 'and staff is told' "$(stored "SELECT count(*) FROM outbox WHERE kind = 'undelivered'")" 2
row=$(stored "SELECT id FROM outbox WHERE kind = 'unmade' AND recipient = '$lost'")
is 'what there is of it can be looked at' "$(cm queue show "$row" | json 'd["to_address"]')" "$lost"
goes_on 'mail goes on'
cm --now "$NOW" queue retry "$row"
is 'it can be tried again' "$(stored 'SELECT json_extract(notice, "$.to_address") FROM fanout')" "$lost"
stored "UPDATE fanout SET notice = json_set(notice, '$.parts', json('[]'))"
handle
is 'and goes out once nothing is in its way' "$(stored "SELECT kind FROM outbox
	WHERE recipient = '$lost' ORDER BY id DESC LIMIT 1")" comment
cm queue retry "$(stored "SELECT id FROM outbox WHERE kind = 'unmade'")"
handle
is 'else it is set aside again' "$(queued '[r["recipient"] for r in d if r["kind"] == "unmade"]')" \
	'["unknown"]'

# --- failures that staff can't be told of
cm --now "$NOW" case reply SUP-2 'To you.'
stored "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.case_id = 1 AND NEW.kind = 'bounce'
	BEGIN SELECT RAISE(ABORT, 'refused'); END;
	UPDATE outbox SET state = 2, last_error = 'gone' WHERE id IN
	((SELECT max(id) FROM outbox WHERE case_id = 1), (SELECT max(id) FROM outbox WHERE case_id = 2))"
goes_on 'one failure that nobody can be told of stops no mail'
like 'the log names it' "$(cat "$DESK/log")" 'error: row=.*staff can.t be told: '
is 'the queue keeps it' "$(queued 'sum("told: " in str(r["last_error"]) for r in d)')" 1
is 'the other one is on its case' "$(cm case show --json SUP-2 |
	json 'sum(e["kind"] == "bounce" for e in d["entries"])')" 1
: >"$DESK/log"
goes_on 'and again'
unlike 'it is said once' "$(cat "$DESK/log")" 'error: '

# --- a desk that can't be told of held mail
forged='Authentication-Results: mx.example.org; dmarc=fail'
post "$anna" 'Forged' "$forged"
post "$anna" 'Forged again' "$forged"
stored "CREATE TRIGGER untold BEFORE INSERT ON outbox WHEN NEW.kind = 'held'
	BEGIN SELECT RAISE(ABORT, 'refused'); END"
NOW=2026-11-22T07:00:00Z
goes_on 'held mail that nobody can be told of stops none'
like 'the log says so' "$(cat "$DESK/log")" 'error: desk=support can.t be told'

# --- a message whose file is gone
stored "INSERT INTO message (accept_id, accepted_ms, road, sender, size_bytes, sha256, is_big)
	VALUES ('01M80W1FZR041061050R3GG28A', 0, 'lmtp', 'bob@customer.test', 1, x'00', 1);
	INSERT INTO delivery (message, recipient) VALUES (last_insert_rowid(), 'support@example.org')"
post "$anna" 'And one more thing'
like 'a message without its file stops none' "$(stored "SELECT group_concat(outcome || ': ' || why)
	FROM (SELECT * FROM delivery ORDER BY id DESC LIMIT 2)")" \
	'^case: .*quarantined: its file .*28A is missing$'
done_testing
