# casemate send: a relay that is down for an hour, one that refuses, and one that takes the mail.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

port=$(free_port)
desk_make "$(relay_lines "$port")"

# later MINUTES: that many from now, for --now
later()
{
	date -u -d "+$1 minutes" +%FT%TZ
}


sink_start()
{
	mkfifo "$T/leash"
	"$CASEMATE_TREE/tests/peers/smtp-sink" "$T/sink" --port "$port" <"$T/leash" >"$T/port" &
	sink=$!
	exec 9>"$T/leash"
	at_exit sink_stop
	wait_for 10 test -s "$T/port"
}

sink_stop()
{
	[ -z "${sink-}" ] || stop_process "$sink" 5
	sink=
}

cat >"$T/mail" <<'END'
From: Anna <anna@customer.test>
To: support@example.org
Subject: The printer is on fire
Message-ID: <one@customer.test>
Date: Mon, 23 Nov 2026 08:00:00 +0000

Please help.
END

cm_from "$T/mail" deliver -f anna@customer.test support@example.org
ok 'the mail is taken' [ $? = 0 ]
cm work >>"$T/log" 2>&1
rows=$(stored 'SELECT COUNT(*) FROM outbox')
ok 'notices are queued' [ "$rows" -ge 2 ]

# Nobody answers on the relay's port.
for minutes in 1 16 31 46 61; do
	cm --now "$(later "$minutes")" send >>"$T/log" 2>&1 || note "send failed after $minutes"
done
is 'with the relay down all wait' "$(stored 'SELECT COUNT(*) FROM outbox WHERE state = 0')" "$rows"
ok 'and the queue says why' [ "$(stored \
	"SELECT COUNT(*) FROM outbox WHERE last_error LIKE '%connect%'")" -ge 1 ]
ok 'and so does the log' grep -q "relay=127.0.0.1:$port down" "$T/log"

# queue EXPRESSION: of the list with everything in it
queue()
{
	cm queue list --all --json | json "$1"
}
is 'the list says when they are tried again' "$(queue 'all(r["due"] and not r["sent"] for r in d)')" true
like 'and from whom they come' "$(queue 'd[0]["sender"]')" '^support\+b\..*@example.org$'

sink_start
cm --now "$(later 80)" send >>"$T/log" 2>&1
is 'once it is back all go' "$(stored 'SELECT COUNT(*) FROM outbox WHERE state = 1')" "$rows"
is 'and are due no more' "$(queue 'any(r["due"] or not r["sent"] for r in d)')" false
is 'each once' "$(grep -c '"event": "message"' "$T/sink/log")" "$rows"
ok 'to the customer too' grep -q '"recipient": "anna@customer.test"' "$T/sink/log"
is 'what was sent is what the store says' \
	"$(stored 'SELECT lower(hex(sent_sha256)) FROM outbox' | sort)" \
	"$(sha256sum "$T"/sink/*.eml | cut -d' ' -f1 | sort)"
cm --now "$(later 9000)" send >>"$T/log" 2>&1
is 'and never again' "$(grep -c '"event": "message"' "$T/sink/log")" "$rows"
done_testing
