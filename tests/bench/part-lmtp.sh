# LMTP: how fast mail is accepted, the worker running beside it, and Dovecot's LMTP storing it.

# lmtp_into PORT: sends the mails of the round
lmtp_into()
{
	"$T/lmtp-load" -c "$lmtp_connections" "$1" "$lmtp_mails"/*
}

lmtp_casemate()
{
	desk_fresh
	desk_start
	line=$(lmtp_into "$DESK_LMTP") || bail_out "casemate refused mail: $line"
	value "$lmtp_name" casemate mails/s "$(figure rate "$line")"
	worker_gets_through "$lmtp_count"
	desk_end
	must_be_same "$lmtp_mails" store "$DESK/store"
}

lmtp_dovecot()
{
	dovecot_fresh
	line=$("$T/lmtp-load" -c "$lmtp_connections" -r box@example.org "$DOVECOT_LMTP" \
		"$lmtp_mails"/*) || bail_out "Dovecot refused mail: $line"
	value "$lmtp_name" dovecot mails/s "$(figure rate "$line")"
	must_be_same "$lmtp_mails" maildir "$DOVECOT_BOX"
}

# lmtp_compare CONNECTIONS COUNT BYTES SIZE-IN-WORDS
lmtp_compare()
{
	lmtp_connections=$1 lmtp_count=$2
	lmtp_name="LMTP accept, $1 connections, $4"
	lmtp_mails=$(mails_made "$2" "$3")
	in_turn "$round" lmtp_casemate lmtp_dovecot
}

part_lmtp()
{
	dovecot_start
	for round in $(seq "$ROUNDS"); do
		lmtp_compare 1 $((MAILS / 2)) 5000 '5 KB'
		lmtp_compare 16 $((MAILS * 2)) 5000 '5 KB'
		lmtp_compare 1 20 5000000 '5 MB'
		lmtp_compare 4 40 5000000 '5 MB'
	done
	dovecot_stop
	want 'LMTP accept, 1 connections, 5 KB' casemate dovecot '>=' 2
	want 'LMTP accept, 16 connections, 5 KB' casemate dovecot '>=' 3
	want 'LMTP accept, 1 connections, 5 MB' casemate dovecot '>=' 1
	want 'LMTP accept, 4 connections, 5 MB' casemate dovecot '>=' 1
}
