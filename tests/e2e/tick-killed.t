#!/bin/sh
# One look at the time with every kind of clock due, killed at any sync or write of the store, is
# finished by the next one: everybody has been told exactly once, whatever the death cut in two.
. "$(dirname "$0")/../lib/tap.sh"
need sqlite3 strace
strace -o /dev/null true 2>/dev/null || skip_all 'strace may not trace here'
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"
# LeakSanitizer can't work under strace.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

DESK_WEEKLY=yes
desk_make "
	$(maildir_lines "$DESK/out")
	authserv_id = \"mx.example.org\"
	emergency_tiers = { \"Gold\" }
	level \"Gold\" {
		tier = \"Gold\"
		hours = \"Mon-Fri 09:00-17:00\"
		warning = \"1 h\"
		severity \"High\" { first_answer = \"4 h\" }
		severity \"Medium\" { next_update = \"8 h\" }
		severity \"Low\" { resolution = \"16 h\" }
	}
	"
anna='Anna <anna@customer.test>' gold='Gerd <gerd@gold.test>'
store=$DESK/store
{
	cm org add 'Gold Ltd' domains=gold.test tier=Gold
	cm person add vera@staff.test name=Vera role=staff desk=support
	cm person set vera@staff.test lead=support
} >/dev/null

# opened TIME FROM TITLE [ATTRIBUTE=VALUE...]
opened()
{
	NOW=2026-$1:00Z
	post "$2" "$3" "$proven"
	shift 3
	case=$(stored "SELECT 'SUP-' || max(number) FROM cases")
	[ $# = 0 ] || cm --now "$NOW" case set "$case" "$@" || note "case set: $?"
}

# answered: by the command line
answered()
{
	echo 'We look at it.' | cm --now "$NOW" case reply "$case" >/dev/null
}

# Each for its clock, which is due by Monday, the 14th, 10:30; the last one on Friday.
opened 11-30T09:00 "$anna" silence status='Feedback waiting'
opened 12-03T10:00 "$anna" silence-notice status='Feedback waiting'
opened 12-07T10:00 "$anna" reminder status='Information needed'
opened 12-07T10:00 "$anna" rating-reminder status=Done
opened 12-10T10:00 "$gold" resolution-late severity=Low
opened 12-10T11:00 "$gold" resolution-soon severity=Low
opened 12-11T10:00 "$gold" next-update-late severity=Medium
answered
opened 12-11T11:00 "$gold" next-update-soon severity=Medium
answered
opened 12-11T11:00 "$anna" eta-day eta=2026-12-14
opened 12-11T11:00 "$anna" eta-eve eta=2026-12-15
for day in 14 15; do
	TO=support+golive@example.org BODY="Project: Shop
Start: 2026-12-$day 08:00
Contact: anna@customer.test"
	opened 12-11T11:00 "$anna" event
done
opened 12-11T14:00 "$gold" first-answer-late severity=High
opened 12-11T15:00 "$gold" first-answer-soon severity=High
NOW=2026-12-12T10:00:00Z
tick
opened 12-12T10:20 "$gold" escalation emergency=Declared
cp -a "$store" "$T/before"
last=$(stored 'SELECT max(id) FROM outbox')

# outcome: what has happened, and who was told; of a store that is sound
outcome()
{
	stored "SELECT number, status, kind, author, text FROM cases c JOIN entry e ON e.case_id = c.id
			ORDER BY number, seq;
		SELECT coalesce(case_id, 0), kind, recipient, count(*) FROM outbox WHERE id > $last
			GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
		SELECT coalesce(case_id, 0), kind FROM clock ORDER BY 1, 2;
		PRAGMA quick_check"
}

as_before()
{
	rm -rf "$store"
	cp -a "$T/before" "$store"
}

tick 2026-12-14T10:30:00Z
outcome >"$T/wanted"
for kind in escalation silence-notice silence reminder rating-reminder first-answer-soon \
	first-answer-late next-update-soon next-update-late resolution-soon resolution-late \
	eta-eve eta-day event-eve event-day; do
	case $kind in silence) what='status||Status: Feedback waiting -> Done' ;; *) what="$kind||" ;; esac
	ok "it was time for: $kind" grep -qF "|$what" "$T/wanted"
done
ok 'and for the report of the week' grep -qx '0|weekly|vera@staff.test|1' "$T/wanted"
is 'nobody was told of anything twice' \
	"$(sed -n 's/^[0-9]*|\([a-z]*\)|[^|]*@[^|]*|\([0-9]*\)$/\2/p' "$T/wanted" | sort -u)" 1
tick 2026-12-14T10:30:00Z
outcome >"$T/again"
ok 'that was all' diff "$T/wanted" "$T/again"

# killed_at CALLS STEP: at every STEPth of these system calls, until one run gets through; then
# time is looked at again, some minutes later
killed_at()
{
	n=1 status=137 deaths=0 wrong=0
	while [ $status != 0 ] && [ $n -lt 5000 ]; do
		as_before
		$AS_USER strace -f -o /dev/null -e "trace=$1" -e "inject=$1:signal=KILL:when=$n" \
			"$CASEMATE" -c "$DESK_CONF" --now 2026-12-14T10:30:00Z tick >>"$DESK/log" 2>&1
		status=$?
		[ $status = 0 ] || deaths=$((deaths + 1))
		tick 2026-12-14T10:34:00Z
		outcome >"$T/got"
		if ! cmp -s "$T/wanted" "$T/got"; then
			wrong=$((wrong + 1))
			note "killed at $1, $n: $(diff "$T/wanted" "$T/got" | head -5)"
		fi
		n=$((n + $2))
	done
	note "$1: killed $deaths times"
	is "everybody is told once: $1" "$wrong wrong" '0 wrong'
	ok "it was killed at all: $1" test $deaths -gt 3
}
# CRASH_STEP=1 tries each write; there are hundreds.
killed_at fsync,fdatasync 1
killed_at pwrite64 "${CRASH_STEP:-23}"
done_testing
