# Cost per mail in a store of 1,000 cases and in one of FILL: processor time of acceptor and worker,
# and the wall time until all is worked off.

# cpu_ms PID: processor time it has used, with all its threads
cpu_ms()
{
	read -r cpu_line <"/proc/$1/stat"
	set -- ${cpu_line##*) }
	echo $(((${12} + ${13}) * 1000 / $(getconf CLK_TCK)))
}

growth_cpu_ms()
{
	echo $(($(cpu_ms "$worker") + $(cpu_ms "$acceptor")))
}

growth_is_indexed()
{
	[ "$(sqlite3 -readonly "$DESK/store/search.db" 'SELECT entry FROM position')" = \
		"$(desk_sql 'SELECT max(id) FROM entry')" ]
}

# The daily audit of a large store takes seconds and is not what a mail costs.
growth_is_audited()
{
	grep -q '^casemate\[auditor\].* faults=0' "$DESK/log"
}

# growth_round SIDE
growth_round()
{
	growth_mails=$(mails_made "$MAILS" 5000 $((round * MAILS)))
	rm -f "$DESK/log"
	desk_start
	wait_for 300 growth_is_audited || bail_out 'the audit does not end, or finds faults'
	worker=$(desk_child worker) acceptor=$(desk_child acceptor)
	newest=$(desk_sql 'SELECT max(id) FROM message')
	before_ms=$(growth_cpu_ms)
	start_ms=$(date +%s%3N)
	"$T/lmtp-load" -c 4 "$DESK_LMTP" "$growth_mails"/* >"$T/load" ||
		bail_out "casemate refused mail: $(cat "$T/load")"
	wait_for 300 desk_has_waiting 0 || bail_out 'the worker does not get through'
	done_ms=$(growth_cpu_ms)
	value 'wall time per mail' "$1" us $((($(date +%s%3N) - start_ms) * 1000 / MAILS))
	value 'processor time per mail' "$1" us $(((done_ms - before_ms) * 1000 / MAILS))
	wait_for 300 growth_is_indexed || bail_out 'the search does not catch up'
	value 'indexing, processor time per mail' "$1" us \
		$((($(growth_cpu_ms) - done_ms) * 1000 / MAILS))
	desk_end
	must_be_same "$growth_mails" store "$DESK/store" "$newest"
}

# growth_desk NAME CASES: its own folder, configuration and store.  What was there before we measure
# counts as indexed.
growth_desk()
{
	DESK=$T/$1 DESK_CONF=$T/$1/casemate.conf
	[ ! -e "$DESK_CONF" ] || return 0
	desk_make "$(relay_lines 9)"
	as_user "$BENCH/fill-store" "$DESK/store" "$2" || bail_out 'the store could not be filled'
	desk_run
	wait_for 20 sqlite3 -readonly "$DESK/store/search.db" 'SELECT entry FROM position'
	desk_stop
	as_user sqlite3 "$DESK/store/search.db" "ATTACH '$DESK/store/casemate.db' AS store" \
		'UPDATE position SET entry = (SELECT max(id) FROM store.entry)'
}

growth_small()
{
	growth_desk small 1000
	growth_round 1000
}

growth_large()
{
	growth_desk large "$FILL"
	growth_round "$FILL"
}

part_growth()
{
	growth_desk small 1000
	growth_desk large "$FILL"
	for round in $(seq "$ROUNDS"); do in_turn "$round" growth_small growth_large; done
	want 'processor time per mail' "$FILL" 1000 '<=' 1.25
	want 'wall time per mail' "$FILL" 1000 '<=' 1.25
	DESK=$T/desk DESK_CONF=$T/desk/casemate.conf
	rm -rf "$T/large" "$T/small"
}
