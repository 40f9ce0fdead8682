#!/bin/sh
# Partners whose programs take events: what they are told and by whom that is signed, and what
# becomes of events that an endpoint doesn't take.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	webhooks { allow_http = yes }
	"
secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
port=$(free_port)
mkdir "$T/acme"
$AS_USER tee "$DESK/acme.secret" >/dev/null <<END
$secret
END
chmod 600 "$DESK/acme.secret"
start_partner()
{
	"$CASEMATE_BUILD/peers/partner" "$port" "$T/acme" &
	peer=$!
	wait_for 10 listens "$port" || bail_out "the partner does not listen"
}
at_exit 'kill $peer'
start_partner

# events: how many have come
events()
{
	ls "$T/acme" | grep -c '^[0-9]'
}

# event N EXPRESSION: a value of one's body
event()
{
	sed '1,/^$/d' "$T/acme/$1" | json "$2"
}

# field N NAME: of its header
field()
{
	sed -n "/^\$/q; s/^$2: //p" "$T/acme/$1"
}

# is_signed N: by the secret that both have
is_signed()
{
	sed '1,/^$/d' "$T/acme/$1" | "$PYTHON" -c '
import base64, hashlib, hmac, sys
secret, id, time, signature = sys.argv[1:]
mac = hmac.new(base64.b64decode(secret[6:]), f"{id}.{time}.".encode() + sys.stdin.buffer.read(), hashlib.sha256)
sys.exit(signature != "v1," + base64.b64encode(mac.digest()).decode())' \
		"$secret" "$(field "$1" webhook-id)" "$(field "$1" webhook-timestamp)" \
		"$(field "$1" webhook-signature)"
}

# at TIME: sends what is due then
at()
{
	NOW=$1
	cm --now "$NOW" send >>"$DESK/log" 2>&1 || note "send: exit status $?"
}

# plan LINE...: how the next ones are answered
plan()
{
	printf '%s\n' "$@" >"$T/acme/plan"
}

# queued: what waits in the queue for partners, and what failed
queued()
{
	stored "SELECT coalesce(group_concat(state || ':' || tries || ' ' || last_error, ', '), 'nothing')
		FROM outbox WHERE partner <> '' AND state <> 1"
}

staff_says()
{
	BODY=$1 TO=support+$(id_of "${2:-SUP-1}" sam@staff.test)@example.org
	post 'Sam Staff <sam@staff.test>' 'Re: Printer' "$proven"
}

# What a partner's endpoint may be.
cm person add tickets@acme.test name='Acme Tickets' role=partner >/dev/null
hook=http://127.0.0.1:$port/hook
says 1 '"http://acme.test/": an endpoint is reached by https, not by http' \
	partner add Acme address=tickets@acme.test url=http://acme.test/ secret-file="$DESK/acme.secret"
says 1 'a partner with url=URL needs secret-file=PATH too' \
	partner add Acme address=tickets@acme.test url="$hook"
says 1 'a partner with url=URL needs address=ADDRESS too' \
	partner add Acme url="$hook" secret-file="$DESK/acme.secret"
says 1 '.*/nowhere.*No such file or directory' partner add Acme secret-file="$T/nowhere"
says 1 '.*: line 1: the secret has 5 bytes; 24 to 64 are wanted' partner add Acme secret-file="$(
	$AS_USER tee "$DESK/short.secret" <<-END >/dev/null
		whsec_c2hvcnQ=
	END
	chmod 600 "$DESK/short.secret"
	echo "$DESK/short.secret")"
chmod 644 "$DESK/short.secret"
says 1 '.*holds a secret and others may read or change it.*' \
	partner add Acme secret-file="$DESK/short.secret"
says 1 'there is no event "STORE"; there are: GENERAL_SUPPORT_TICKET_EVENT, .*' \
	partner add Acme events=STORE
says 1 'a time-out is 1 to 120 seconds, not "0"' partner add Acme answer-timeout=0
ok 'a partner with an endpoint' cm partner add Acme address=tickets@acme.test url="$hook" \
	secret-file="$DESK/acme.secret" answer-timeout=2

# A hand-over, and what it tells.
BODY='The printer is purple.
password: Sesam-0pen!'
post 'Anna <anna@customer.test>' Printer "$proven"
staff_says '#note Her last warning was in May.'
staff_says '#partner Acme
Please have a look.'
is 'no mail goes to it' "$(told | grep -c acme.test)" 0
at "$NOW"
is 'the hand-over comes as an event' "$(events) $(event 1 'd["type"]')" \
	'1 GENERAL_SUPPORT_TICKET_EVENT'
ok 'signed' is_signed 1
is 'with the number and the ID that is its own' "$(event 1 'd["data"]["case"]["number"]') $(
	event 1 'd["data"]["case"]["tracking_id"]')" "SUP-1 $(id_of SUP-1 tickets@acme.test)"
is 'and the words for it' "$(event 1 'd["data"]["text"]')" 'Please have a look.'
is 'and what was said, without what is secret' "$(event 1 '[e["text"] for e in d["data"]["history"]]' |
	sed 's/password: [^"]*/password: .../')" '["The printer is purple.\npassword: ..."]'
ok 'no secret goes out' sh -c "! grep -r Sesam '$T/acme'"
ok 'no note goes out' sh -c "! grep -r 'last warning' '$T/acme'"
ok 'nor who it is of the staff' sh -c "! grep -r 'staff.test' '$T/acme'"
at 2026-11-22T06:00:00Z
is 'once' "$(events)" 1

# What happens later.
BODY='It is green now.' TO=support+$(id_of SUP-1 anna@customer.test)@example.org
post 'Anna <anna@customer.test>' 'Re: Printer' "$proven"
staff_says '#status pending
#eta 2026-12-01'
staff_says 'We wait for the paper.'
at "$NOW"
is 'comes, in its order' "$(for n in 2 3 4; do event $n 'd["type"] + " " + str(d["data"]["text"])'; done)" \
	'SUPPORT_TICKET_COMMENT_EVENT It is green now.
SUPPORT_TICKET_STATUS_EVENT None
SUPPORT_TICKET_COMMENT_EVENT We wait for the paper.'
is 'with all that changed' "$(event 3 '[(c["label"], c["to"]) for c in d["data"]["changes"]]')" \
	'[["ETA", "Tuesday, 2026-12-01"], ["Status", "Pending"]]'

# What the endpoint doesn't take is tried again, the same bytes under the same ID, and keeps those
# behind it waiting, but no other case's.
BODY='The lamp is dark.'
post 'Bea <bea@customer.test>' Lamp "$proven"
staff_says '#partner Acme' SUP-2
at "$NOW"
is 'another case' "$(event 5 'd["data"]["case"]["number"]')" SUP-2
plan 500
staff_says 'First.'
at 2026-11-22T07:00:00Z
staff_says 'Second.'
staff_says 'Elsewhere.' SUP-2
at 2026-11-22T07:00:04Z
is 'one waits, and those behind it' "$(queued)" '0:1 500 as planned, 0:0 '
is 'of its case alone' "$(events) $(event 7 'd["data"]["text"]')" '7 Elsewhere.'
at 2026-11-22T07:00:06Z
at 2026-11-22T07:00:06Z
is 'then they go' "$(event 8 'd["data"]["text"]') $(event 9 'd["data"]["text"]')" 'First. Second.'
is 'under the same ID' "$(field 6 webhook-id)" "$(field 8 webhook-id)"
is 'with the same bytes' "$(sed '1,/^$/d' "$T/acme/6" | sha256sum)" \
	"$(sed '1,/^$/d' "$T/acme/8" | sha256sum)"
ok 'signed for its own time' is_signed 8
ok 'which is another' test "$(field 6 webhook-timestamp)" -lt "$(field 8 webhook-timestamp)"

# Every way of not taking one.
plan '429 600' "302 http://127.0.0.1:$port/elsewhere" cut shut 'slow 4'
staff_says 'Third.'
at 2026-11-22T08:00:00Z
is 'asked to wait' "$(queued)" '0:1 429 as planned'
at 2026-11-22T08:09:00Z
is 'it is waited' "$(events)" 10
at 2026-11-22T08:11:00Z
is 'a redirect is not followed' "$(queued)" '0:2 302 as planned (redirects are not followed)'
at 2026-11-22T09:00:00Z
like 'an answer that breaks off' "$(queued)" '0:3 .*'
at 2026-11-22T10:00:00Z
like 'no answer' "$(queued)" '0:4 .*'
at 2026-11-22T15:00:00Z
like 'one that is too slow' "$(queued)" '0:5 .*timed out.*'
at 2026-11-22T23:00:00Z
is 'at last it is taken' "$(queued) $(events) $(event 15 'd["data"]["text"]')" 'nothing 15 Third.'
is 'always by the same ID' "$(for n in 10 11 12 13 14 15; do field $n webhook-id; done | uniq | wc -l)" 1

# Who wants no more is left alone, and its case goes on by mail.
plan 410
staff_says 'Fourth.'
at 2026-11-23T08:00:00Z
like 'a last word' "$(queued)" '2:1 410 as planned: Acme wants no events any more, .*'
is 'it is switched off' "$(cm partner list --json | json 'd[0]["off"] != ""')" true
tick
like 'staff hears of it' "$(told)" '.*sam@staff.test.*'
staff_says 'Fifth.'
like 'mail goes to it now' "$(told)" '.*tickets@acme.test.*'
ok 'it can be switched on again' cm partner set Acme url="$hook"
cm queue retry "$(stored "SELECT id FROM outbox WHERE state = 2")" >/dev/null
at 2026-11-23T08:01:00Z
is 'and what it refused is sent' "$(queued) $(event 17 'd["data"]["text"]')" 'nothing Fourth.'

# Subscribed to less, and taken back.
ok 'a choice of events' cm partner set Acme \
	events=general_support_ticket_event,SUPPORT_TICKET_TAKEN_BACK_EVENT
staff_says 'Sixth.'
is 'what it did not ask for is not sent' "$(queued)" nothing
staff_says '#partner none'
at "$NOW"
is 'but the end is' "$(event 18 'd["type"] + " " + str(len(d["data"]["case"]["title"]))')" \
	'SUPPORT_TICKET_TAKEN_BACK_EVENT 7'
says 1 '.*Acme.*' partner remove Acme

# A name that leads into the house.
$AS_USER sed -i 's/allow_http = yes/allow_http = no/' "$DESK_CONF"
ok 'an endpoint elsewhere' cm partner set Acme events=all url="https://127.0.0.1:$port/"
staff_says 'Seventh.' SUP-2
at 2026-11-23T09:00:00Z
is 'is not gone to' "$(queued)" \
	'0:1 it leads to 127.0.0.1, which is no address of the open internet'
ok 'and no endpoint at all' cm partner set Acme url=none
at 2026-11-23T10:00:00Z
is 'ends what waits' "$(queued)" '2:1 Acme has no endpoint any more'
tick
like 'which staff hears of' "$(told)" 'sam@staff.test'
ok 'every mail is accounted for' cm audit
done_testing
