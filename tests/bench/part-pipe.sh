# One process per mail, as Postfix's pipe(8) starts it: `casemate deliver` and maildrop.

# pipe_round PARALLEL: both, with so many at once
pipe_casemate()
{
	desk_fresh
	desk_start
	line=$(as_user "$T/pipe-load" -p "$pipe_parallel" "$pipe_mails"/* -- "$CASEMATE" \
		-c "$DESK_CONF" deliver -f anna@customer.test support@example.org) ||
		bail_out "deliver failed: $line"
	value "pipe, $pipe_parallel at once" casemate ms "$(figure ms_each "$line")"
	value 'pipe, memory of the client' casemate KB "$(figure rss_kb "$line")"
	worker_gets_through "$pipe_count"
	desk_end
	must_be_same "$pipe_mails" store "$DESK/store"
}

pipe_maildrop()
{
	maildrop_fresh
	line=$(as_user "$T/pipe-load" -p "$pipe_parallel" "$pipe_mails"/* -- /usr/bin/maildrop \
		"$T/mailfilter") || bail_out "maildrop failed: $line"
	value "pipe, $pipe_parallel at once" maildrop ms "$(figure ms_each "$line")"
	must_be_same "$pipe_mails" maildir "$MAILDROP_BOX"
}

part_pipe()
{
	pipe_count=$((MAILS / 4))
	pipe_mails=$(mails_made $pipe_count 5000)
	for round in $(seq "$ROUNDS"); do
		for pipe_parallel in 1 8; do in_turn "$round" pipe_casemate pipe_maildrop; done
	done
	want 'pipe, 1 at once' casemate maildrop '<=' 1.0
	want 'pipe, 8 at once' casemate maildrop '<=' 0.8
	want 'pipe, memory of the client' casemate - '<=' 2048
}

# Without a gateway: into the spool, and a worker in the background.
spool_casemate()
{
	desk_fresh
	line=$(as_user "$T/pipe-load" "$pipe_mails"/* -- "$CASEMATE" -c "$DESK_CONF" \
		deliver -f anna@customer.test support@example.org) ||
		bail_out "deliver failed: $line"
	value 'pipe without a gateway' casemate ms "$(figure ms_each "$line")"
	worker_gets_through "$pipe_count"
	must_be_same "$pipe_mails" store "$DESK/store"
}

spool_maildrop()
{
	maildrop_fresh
	line=$(as_user "$T/pipe-load" "$pipe_mails"/* -- /usr/bin/maildrop "$T/mailfilter") ||
		bail_out "maildrop failed: $line"
	value 'pipe without a gateway' maildrop ms "$(figure ms_each "$line")"
	must_be_same "$pipe_mails" maildir "$MAILDROP_BOX"
}

part_spool()
{
	pipe_count=$((MAILS / 4))
	pipe_mails=$(mails_made $pipe_count 5000)
	for round in $(seq "$ROUNDS"); do in_turn "$round" spool_casemate spool_maildrop; done
	want 'pipe without a gateway' casemate maildrop '<=' 1.5
}
