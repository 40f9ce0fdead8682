# The two sides of a bench, and how figures are written down.

# value NAME SIDE UNIT NUMBER; want NAME SIDE PEER RELATION BOUND
value()
{
	printf 'value\t%s\t%s\t%s\t%s\n' "$@" >>"$RESULTS"
}

want()
{
	printf 'want\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$RESULTS"
}

# figure NAME LINE: the value of NAME=VALUE in a line of a load tool
figure()
{
	echo "$2" | tr ' ' '\n' | sed -n "s/^$1=//p"
}

# in_turn ROUND COMMAND-A COMMAND-B: both, the other one first in every other round
in_turn()
{
	if [ $(($1 % 2)) = 0 ]; then "$2" && "$3"; else "$3" && "$2"; fi
}

# mails_made COUNT BYTES [FIRST]: the folder of such mails, made once
mails_made()
{
	bench_mails=$T/mails/$1-$2-${3:-0}
	[ -d "$bench_mails" ] || "$BENCH/make-mails" "$bench_mails" "$@"
	chmod -R a+rX "$T/mails"
	echo "$bench_mails"
}

# must_be_same FOLDER KIND WHERE [AFTER]
must_be_same()
{
	"$BENCH/same" "$@" || bail_out "round $round: what was sent is not what is there"
}

# A fresh desk with one member of staff; the sender has a relay that nobody answers on, and stands
# still while we measure: what is asked is how fast notices get into the outbox.
desk_fresh()
{
	desk_stop
	rm -rf "$DESK"
	desk_make "$(relay_lines 9)"
}

desk_start()
{
	desk_run
	bench_sender=$(desk_child sender) || bail_out 'there is no sender'
	# Not while it holds the store's write lock.
	flock "$DESK/store/turn.lock" flock "$DESK/store/write.lock" kill -STOP "$bench_sender"
}

# Ends the gateway, the halted sender as well.
desk_end()
{
	[ -z "${bench_sender-}" ] || kill -CONT "$bench_sender" 2>/dev/null
	bench_sender=
	desk_stop
}

# desk_has_waiting COUNT: so many mails have not ended yet
desk_has_waiting()
{
	[ "$(desk_sql 'SELECT count(*) FROM delivery WHERE outcome IS NULL')" = "$1" ]
}

# desk_sql STATEMENT: asks the store
desk_sql()
{
	sqlite3 -readonly "$DESK/store/casemate.db" "$1"
}

# worker_gets_through COUNT: waits until so many mails have ended, as long as it goes on
worker_gets_through()
{
	bench_done=-1
	until [ "$bench_done" -ge "$1" ]; do
		bench_before=$bench_done
		bench_done=$(desk_sql 'SELECT count(*) FROM delivery WHERE outcome IS NOT NULL') ||
			bench_done=0
		[ "$bench_done" = "$bench_before" ] ||
			bench_until_ms=$(($(tap_now_ms) + 60000))
		[ "$(tap_now_ms)" -lt "$bench_until_ms" ] ||
			bail_out "the worker stands still: $bench_done of $1 mails have ended," \
				"$(find "$DESK/store/spool" -type f | wc -l) are in the spool"
		sleep 0.05
	done
}

# An empty Maildir for maildrop, and for Dovecot's user "box".
maildrop_fresh()
{
	MAILDROP_BOX=$T/maildrop
	rm -rf "$MAILDROP_BOX"
	user_folder "$MAILDROP_BOX" "$MAILDROP_BOX/new" "$MAILDROP_BOX/cur" "$MAILDROP_BOX/tmp"
	echo "to \"$MAILDROP_BOX\"" >"$T/mailfilter"
	chmod 600 "$T/mailfilter"
	[ "$(id -u)" != 0 ] || chown "$TEST_USER" "$T/mailfilter"
}

dovecot_fresh()
{
	DOVECOT_BOX=$DOVECOT/home/box/Maildir
	rm -rf "$DOVECOT/home/box"
}
