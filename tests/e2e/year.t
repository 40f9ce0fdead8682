# The pretended life of many cases ends in the same state in one go, cut into steps, with every step
# twice, and with every process killed somewhere.
# YEAR_CASES (20) and YEAR_DAYS (45) say how many and how long, YEAR_MODES (go is always one) how it
# is cut; "make year" takes 2,000 cases and 365 days.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

cases=${YEAR_CASES:-20} days=${YEAR_DAYS:-45}

# live MODE: a desk of its own; the state at its end is in $T/MODE
live()
{
	DESK=$T/desk-$1 DESK_CONF=$T/desk-$1/casemate.conf DESK_LMTP=
	desk_make "
		$(maildir_lines "$T/desk-$1/out")
		authserv_id = \"mx.example.org\"
		"
	$AS_USER "$PYTHON" "$TEST_LIB/life" "$CASEMATE" "$DESK_CONF" "$DESK/store" "$cases" "$days" "$1" 27 \
		>"$T/$1" 2>"$T/$1.took"
	ok "$1: the life is lived" test $? = 0
	note "$1: $(tail -1 "$T/$1.took")"
	ok "$1: every mail is accounted for" cm --now 2027-12-31T00:00:00Z audit
	is "$1: nothing failed" "$(stored \
		"SELECT count(*) FROM outbox WHERE state = 2")" 0
}

live go
# Worth nothing if nothing happens.
for what in silence-notice reminder rating-reminder; do
	ok "there was a $what" grep -q "\\[\"$what\", \"\"" "$T/go"
done
ok 'cases were closed by silence' grep -q '"status", "", "Status: Feedback waiting -> Done"' "$T/go"
is 'every case is there' "$(grep -c '^\[\["Case ' "$T/go")" "$cases"
for mode in ${YEAR_MODES-cut kill}; do
	live $mode
	ok "$mode: the end is the same" diff "$T/go" "$T/$mode"
done
done_testing
