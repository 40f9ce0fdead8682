# The whole path: accepted, parsed, case opened, two notices in the outbox; and what a client waits.

whole_casemate()
{
	desk_fresh
	desk_start
	start_ms=$(date +%s%3N)
	line=$("$T/lmtp-load" -c 16 "$DESK_LMTP" "$whole_mails"/*) ||
		bail_out "casemate refused mail: $line"
	worker_gets_through "$whole_count"
	took_ms=$(($(date +%s%3N) - start_ms))
	value 'whole path, 16 connections' casemate mails/s $((whole_count * 1000 / took_ms))
	value 'longest wait of a client' casemate ms "$(figure max_ms "$line")"
	value '99.9th percentile of waits' casemate ms "$(figure p999_ms "$line")"
	is_full=$(desk_sql 'SELECT
		(SELECT count(*) FROM outbox) >= 2 * (SELECT count(*) FROM cases)
		AND (SELECT count(*) FROM cases) = '"$whole_count")
	[ "$is_full" = 1 ] || bail_out 'not every mail has its case and its two notices'
	desk_end
	must_be_same "$whole_mails" store "$DESK/store"
}

whole_dovecot()
{
	dovecot_fresh
	line=$("$T/lmtp-load" -c 16 -r box@example.org "$DOVECOT_LMTP" "$whole_mails"/*) ||
		bail_out "Dovecot refused mail: $line"
	value 'whole path, 16 connections' dovecot mails/s "$(figure rate "$line")"
	value 'longest wait of a client' dovecot ms "$(figure max_ms "$line")"
	value '99.9th percentile of waits' dovecot ms "$(figure p999_ms "$line")"
	must_be_same "$whole_mails" maildir "$DOVECOT_BOX"
}

# After a burst: until the last of its words can be found.
search_has()
{
	cm case list --search "$1" --json | json 'len(d)' | grep -qx "$2"
}

search_catches_up()
{
	burst=$(mails_made 10000 5000)
	desk_fresh
	desk_start
	"$T/lmtp-load" -c 16 "$DESK_LMTP" "$burst"/* >/dev/null || bail_out 'a mail was refused'
	start_ms=$(date +%s%3N)
	worker_gets_through 10000
	done_ms=$(date +%s%3N)
	wait_for 600 search_has 'Device 9999' 1 || bail_out 'the search does not catch up'
	value 'burst of 10,000: worked off after' casemate s \
		"$(((done_ms - start_ms) / 1000))"
	value 'burst of 10,000: found by search after' casemate s \
		"$((($(date +%s%3N) - start_ms) / 1000))"
	desk_end
}

part_whole()
{
	whole_count=$((MAILS * 2))
	whole_mails=$(mails_made $whole_count 5000)
	dovecot_start
	for round in $(seq "$ROUNDS"); do in_turn "$round" whole_casemate whole_dovecot; done
	dovecot_stop
	search_catches_up
	want 'whole path, 16 connections' casemate dovecot '>=' 0.6
	want '99.9th percentile of waits' casemate dovecot '<=' 1.0
	want 'longest wait of a client' casemate dovecot '<=' 1.0
}
