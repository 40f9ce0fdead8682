# Two casemates that write to each other fall silent, whatever is left of their headers.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

# desk_at LETTER: this desk becomes that of LETTER.test
desk_at()
{
	DESK=$T/$run/$1
	DESK_CONF=$DESK/casemate.conf
}

desk_pair()
{
	run=$1
	for side in a b; do
		desk_at $side
		mkdir -p "$DESK"
		desk_make "$(maildir_lines "$DESK/out")
			authserv_id = \"mx.$side.test\""
		sed -i -e "s/example\.org/$side.test/" -e '/receipts_per/d' \
			-e 's/^limits {/&\nopenings_per_hour = 4/' "$DESK_CONF"
	done
}

# outgoing: sends what is due, and names what goes to the other desk
outgoing()
{
	cm --now "$NOW" send >>"$DESK/log" 2>&1
	find "$DESK/out" -type f -path "*/new/*" 2>/dev/null | xargs -r grep -lE '^To: .*support@[ab]\.test'
}

# vouched SIDE: the field by which its mail server says whose a mail is, if $proves is set
vouched()
{
	[ -z "${proves-}" ] || echo "Authentication-Results: mx.$1.test; dmarc=pass"
}

# looped EDIT: a first mail in the name of b.test to a.test, and the relay in between, which makes
# EDIT (of sed) of each mail; $passed is the number of mails that went between the two
looped()
{
	passed=0 here=a there=b
	desk_at a
	letter support@b.test 'Hello'
	{ vouched a && cat "$T/letter"; } >"$T/relayed"
	hand_in "$T/relayed" support@a.test
	while [ $passed -lt 30 ]; do
		desk_at $here
		files=$(outgoing)
		[ -n "$files" ] || break
		desk_at $there
		mails_from=support@$here.test
		for file in $files; do
			passed=$((passed + 1))
			vouched $there >"$T/relayed"
			sed -E -e ':fold' -e '1,/^\r?$/{N;s/\r?\n[ \t]+/ /;tfold' -e 'P;D}' "$file" |
				sed -E -e "1,/^\r?\$/{/^(Return-Path|Delivered-To|X-Original-To):/d;$1
				}" >>"$T/relayed"
			rm "$file"
			TO=support@$there.test
			hand_in "$T/relayed"
		done
		swap=$here here=$there there=$swap
	done
	last_there=$(ended)
}
TO=support@a.test
desk_pair 1
TO=support@a.test
looped ''
is 'with all headers: one receipt' "$passed" 1
is 'which is known as a robot' "$last_there" 'held a robot wrote it, and it belongs to no case'

desk_pair 2
TO=support@a.test
looped '/^(X-|Auto-|List-|Precedence)/Id'
is 'without the marks of robots, References end it' "$passed" 2

desk_pair 3
TO=support@a.test
stripped='/^(X-|Auto-|List-|Precedence|References|In-Reply-To|Thread-)/Id'
looped "$stripped"
is 'without any of them: six mails' "$passed" 6
for side in a b; do
	desk_at $side
	is "each has sent three receipts ($side)" \
		"$(stored "SELECT count(*) FROM outbox WHERE kind = 'receipt'")" 3
	ok "every mail is accounted for ($side)" cm audit
done
desk_at a
is 'and one has told its staff' "$(stored "SELECT count(*) FROM outbox WHERE kind = 'alarm'")" 1

desk_pair 4
TO=support@a.test
looped "$stripped;s/^Subject: /&Re: /"
ok 'with Re: before each subject: at most six' test "$passed" -le 6
ok 'but several' test "$passed" -gt 1

desk_pair 5
TO=support@a.test
looped "$stripped;s/^Message-ID:.*/X: y/I;s/^Reply-To:.*/X: y/I;s/^Subject: .*/Subject: hello/"
ok 'without Message-ID and with another subject: at most six' test "$passed" -le 6
ok 'but several' test "$passed" -gt 1

# Each side is proven to the other, so each opening is told, as many as a person might open.
desk_pair 6
TO=support@a.test
proves=yes
looped "$stripped;s/^Subject: .*/Subject: hello/"
is 'with proof: eight mails' "$passed" 8
for side in a b; do
	desk_at $side
	ok "every mail is accounted for ($side)" cm audit
done
desk_at a
is 'and one has told its staff' "$(stored "SELECT count(*) FROM outbox WHERE kind = 'alarm'")" 1
done_testing
