# The pretended life of many cases ends in the same state in one go, cut into steps, with every step
# twice, and with every process killed somewhere.
# YEAR_CASES (20) and YEAR_DAYS (45) say how many and how long, YEAR_MODES (go is always one) how it
# is cut, all of them side by side; "make year" takes 2,000 cases and 365 days.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

cases=${YEAR_CASES:-20} days=${YEAR_DAYS:-45}

# settle: who is there besides Sam, from the beginning
settle()
{
	while read -r what; do
		eval "cm --now 2026-11-22T12:00:00Z $what" || return 1
	done <<-END
		org add 'Gold Ltd' domains=gold.test tier=Enterprise
		org add 'Silver Ltd' domains=silver.test tier=Professional
		person add dora@gold.test name='Dora Gold'
		person add dora@silver.test name='Dora Silver'
		person add tina@staff.test name='Tina Staff' role=staff desk=support duty=support:1
		person add vera@staff.test name='Vera Staff' role=staff desk=support lead=support
	END
}

# at_desk MODE: each has a desk of its own
at_desk()
{
	DESK=$T/desk-$1 DESK_CONF=$T/desk-$1/casemate.conf DESK_LMTP= DESK_WEEKLY=yes
}

# live MODE: in the background; the state at its end goes to $T/MODE
live()
{
	at_desk "$1"
	desk_make "
		$(maildir_lines "$DESK/out")
		authserv_id = \"mx.example.org\"
		emergency_tiers = { \"Enterprise\" }
		tracker \"jira\" { pattern = \"ABC-[0-9]+\" }
		"
	settle >/dev/null || bail_out 'nobody is there'
	$AS_USER "$PYTHON" "$TEST_LIB/life" "$CASEMATE" "$DESK_CONF" "$DESK/store" "$DESK/out" "$cases" \
		"$days" "$1" 27 >"$T/$1" 2>"$T/$1.took" &
	eval "life_$1=$!"
	at_exit "kill $! 2>/dev/null"
}

# lived MODE
lived()
{
	at_desk "$1"
	eval "wait \$life_$1"
	is "$1: the life is lived" $? 0
	note "$1: $(tail -1 "$T/$1.took")"
	ok "$1: every mail is accounted for" cm --now 2027-12-31T00:00:00Z audit
	ok "$1: the store is sound" cm check --offline
	is "$1: every notice has gone out" "$(stored 'SELECT count(*) FROM outbox WHERE state <> 1')" 0
}

modes=${YEAR_MODES-cut kill}
for mode in go $modes; do live $mode; done
lived go
# Worth nothing if nothing happens.
for what in silence-notice reminder rating-reminder escalation first-answer-soon first-answer-late \
	next-update-soon next-update-late resolution-soon resolution-late eta-eve eta-day event-eve \
	event-day eta released ticket emergency; do
	ok "there was a $what" grep -q "\\[\"$what\", \"" "$T/go"
done
ok 'cases were closed by silence' grep -q '"status", "", "Status: Feedback waiting -> Done"' "$T/go"
ok 'forms were asked back and filled in' grep -q '"Test environment", "7.4.1"' "$T/go"
ok 'ratings were given' grep -Eq '"(Done|Reopen)", [145], ' "$T/go"
ok 'a mention came to an end' grep -Eq '"follower", [0-9]+, "dora@' "$T/go"
ok 'leads got reports' grep -q '"site", "weekly", "vera@staff.test"' "$T/go"
unlike 'nothing was held' "$(grep '^\["ended"' "$T/go")" 'held|quarantined|waits'
is 'every case is there' "$(grep -c '^\[\["Case ' "$T/go")" "$cases"
for mode in $modes; do
	lived $mode
	is "$mode: the end is the same" "$(diff "$T/go" "$T/$mode" | cut -c 1-1000 | head -4)" ''
done
done_testing
