# Cost per mail in a store of 1,000 cases and in one of FILL: processor time of acceptor and worker,
# and the wall time until all is worked off.

# cpu_ms PID: processor time it has used, with all its threads
cpu_ms()
{
	read -r cpu_line <"/proc/$1/stat"
	set -- ${cpu_line##*) }
	echo $((($12 + $13) * 1000 / $(getconf CLK_TCK)))
}

growth_round()
{
	growth_mails=$(mails_made "$MAILS" 5000 $((round * MAILS)))
	desk_run
	halted=$(desk_child sender) && kill -STOP "$halted"
	worker=$(desk_child worker) acceptor=$(desk_child acceptor)
	before=$(desk_ended)
	before_ms=$(($(cpu_ms "$worker") + $(cpu_ms "$acceptor")))
	start_ms=$(date +%s%3N)
	"$T/lmtp-load" -c 4 "$DESK_LMTP" "$growth_mails"/* >"$T/load" ||
		bail_out "casemate refused mail: $(cat "$T/load")"
	wait_for 300 desk_has_waiting 0 || bail_out 'the worker does not get through'
	value 'wall time per mail' "$1" us $((($(date +%s%3N) - start_ms) * 1000 / MAILS))
	value 'processor time per mail' "$1" us \
		$((($(cpu_ms "$worker") + $(cpu_ms "$acceptor") - before_ms) * 1000 / MAILS))
	[ "$(desk_ended)" = $((before + MAILS)) ] || bail_out 'mails are missing'
	kill -CONT "$halted"
	desk_stop
}

# By the newest key: counting a million rows would disturb what we measure.
desk_ended()
{
	sqlite3 -readonly "$DESK/store/casemate.db" 'SELECT max(id) FROM delivery'
}

desk_has_waiting()
{
	[ "$(sqlite3 -readonly "$DESK/store/casemate.db" \
		'SELECT count(*) FROM delivery WHERE outcome IS NULL')" = "$1" ]
}

# growth_desk NAME CASES: its own folder, configuration and port
growth_desk()
{
	DESK=$T/$1 DESK_CONF=$T/$1/casemate.conf
	[ ! -e "$DESK_CONF" ] || return 0
	desk_make "$(relay_lines 9)"
	as_user "$BENCH/fill-store" "$DESK/store" "$2" || bail_out 'the store could not be filled'
}

growth_small()
{
	growth_desk small 1000
	growth_round '1000'
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
