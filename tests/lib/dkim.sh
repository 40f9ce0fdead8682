# Two Postfix listeners and two OpenDKIM between people and the desk, as on the real road: the
# outgoing server of all the honest ($POSTFIX_OUT) signs by the sender's domain and hands on to the
# incoming one ($POSTFIX_SMTP), which checks and writes Authentication-Results, after it has taken
# away what came along under that name, by the line of contrib/postfix.  The keys are in no DNS but
# in OpenDKIM's TestDNSData.  Who cheats talks to the incoming one, or signs with a key of its own.
# Needs servers.sh before it.
#
#	dkim_start customer.test staff.test
#	POSTFIX_MORE=dkim_postfix_lines; postfix_start
#	submit anna@customer.test support@example.org FILE "$POSTFIX_OUT"

DKIM=$T/dkim
# What the desk's configuration names as authserv_id.
DKIM_AUTHSERV=mail.example.org

# dkim_start DOMAIN...: each with a key of its own
dkim_start()
{
	POSTFIX_OUT=$(free_port) DKIM_SIGN=$(free_port) DKIM_VERIFY=$(free_port)
	user_folder "$DKIM"
	for dkim_domain; do dkim_key "$dkim_domain"; done
	chmod 644 "$DKIM/dns" "$DKIM/keys" "$DKIM/senders"
	[ "$(id -u)" != 0 ] || chown "$TEST_USER:$TEST_GROUP" "$DKIM"/*.key
	# Sender before From: a service for many signs in its own name what it sends for others.
	dkim_filter sign "$DKIM_SIGN" "Mode s
		KeyTable file:$DKIM/keys
		SigningTable file:$DKIM/senders
		SenderHeaders Sender,From"
	dkim_filter verify "$DKIM_VERIFY" "Mode v
		AuthservID $DKIM_AUTHSERV
		AlwaysAddARHeader yes
		TestDNSData file:$DKIM/dns"
}

# dkim_key DOMAIN: the private one in a file, the public one in the DNS of this test
dkim_key()
{
	openssl genrsa -out "$DKIM/$1.key" 1024 2>/dev/null || bail_out "openssl makes no key"
	printf '%s %s:main:%s\n' "$1" "$1" "$DKIM/$1.key" >>"$DKIM/keys"
	printf '%s %s\n' "$1" "$1" >>"$DKIM/senders"
	dkim_public=$(openssl rsa -in "$DKIM/$1.key" -pubout 2>/dev/null | grep -v -e '---' | tr -d '\n')
	printf 'main._domainkey.%s v=DKIM1; k=rsa; p=%s\n' "$1" "$dkim_public" >>"$DKIM/dns"
}

# dkim_filter NAME PORT LINES: an OpenDKIM with them; its log is $DKIM/NAME.log
dkim_filter()
{
	printf '%s\n' "$3" | sed 's/^[[:blank:]]*//' >"$DKIM/$1.conf"
	cat >>"$DKIM/$1.conf" <<-CONF
		Socket inet:$2@127.0.0.1
		Background no
		Syslog no
		Canonicalization relaxed/simple
		InternalHosts 127.0.0.1
		RequireSafeKeys no
	CONF
	chmod 644 "$DKIM/$1.conf"
	$AS_USER /usr/sbin/opendkim -f -x "$DKIM/$1.conf" >"$DKIM/$1.log" 2>&1 &
	at_exit "stop_process $!"
	wait_for 10 listens "$2" || bail_out "opendkim does not listen: $(cat "$DKIM/$1.log")"
}

# dkim_postfix_lines: for POSTFIX_MORE
dkim_postfix_lines()
{
	echo '/^Authentication-Results[[:space:]]*:/ IGNORE' >"$POSTFIX/etc/strip_authres"
	cat >>"$POSTFIX/etc/main.cf" <<-CONF
		header_checks = regexp:$POSTFIX/etc/strip_authres
		smtpd_milters = inet:127.0.0.1:$DKIM_VERIFY
		milter_default_action = tempfail
	CONF
	# The host names differ, else Postfix takes its other half for a loop.
	cat >>"$POSTFIX/etc/master.cf" <<-CONF
		127.0.0.1:$POSTFIX_OUT inet n - n - - smtpd
		  -o myhostname=out.example.net
		  -o smtpd_milters=inet:127.0.0.1:$DKIM_SIGN
		  -o content_filter=out:[127.0.0.1]:$POSTFIX_SMTP
		out unix - - n - - smtp
		  -o myhostname=out.example.net
	CONF
}
