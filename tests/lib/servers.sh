# A Postfix and a Dovecot of the test's own: folders below $T, high ports of 127.0.0.1, nothing of
# /etc.  Needs tap.sh before it, and root: Postfix's master switches users itself.
#
#	postfix_start; dovecot_start; submit anna@customer.test support@example.org FILE
#	file=$(mail_wait anna '^Subject: Case Receipt')
#
# example.org is the desk's domain: Postfix takes it by the very lines of contrib/postfix.
# customer.test and staff.test, or those of $POSTFIX_DOMAINS, are delivered to Dovecot's mailboxes;
# everything else is refused.
# In a mailbox's home, .sieve is its Sieve script; mail lies in Maildir/.

# What neither Postfix's pipe(8) nor Dovecot may do as root is done as this user.
TEST_USER=nobody
[ "$(id -u)" = 0 ] || TEST_USER=$(id -un)
TEST_GROUP=$(id -gn "$TEST_USER")
POSTFIX=$T/postfix DOVECOT=$T/dovecot
chmod 711 "$T"

# The words before a command that run it as this user: $AS_USER COMMAND & has the right $!.
AS_USER=
[ "$(id -u)" != 0 ] || AS_USER="setpriv --reuid=$TEST_USER --regid=$TEST_GROUP --clear-groups --"

as_user()
{
	$AS_USER "$@"
}
as_user test -x "$T" || bail_out "$TEST_USER does not get at $T; choose another TMPDIR"

user_folder()
{
	mkdir -p "$@"
	[ "$(id -u)" != 0 ] || chown "$TEST_USER:$TEST_GROUP" "$@"
}

# user_copy FILE...: copies them to $T, where that user can read them; the source tree may lie in
# somebody's closed home
user_copy()
{
	cp -r "$@" "$T"
	for copied in "$@"; do chmod -R a+rX "$T/${copied##*/}"; done
}

# dovecot_start: LMTP on $DOVECOT_LMTP, IMAP on $DOVECOT_IMAP; any user, password "secret"
dovecot_start()
{
	DOVECOT_LMTP=$(free_port) DOVECOT_IMAP=$(free_port)
	user_folder "$DOVECOT" "$DOVECOT/run" "$DOVECOT/state" "$DOVECOT/home"
	cat >"$DOVECOT/dovecot.conf" <<-CONF
		protocols = imap lmtp
		listen = 127.0.0.1
		base_dir = $DOVECOT/run
		state_dir = $DOVECOT/state
		log_path = $DOVECOT/log
		default_internal_user = $TEST_USER
		default_internal_group = $TEST_GROUP
		default_login_user = $TEST_USER
		mail_uid = $TEST_USER
		mail_gid = $TEST_GROUP
		first_valid_uid = 1
		first_valid_gid = 1
		mail_home = $DOVECOT/home/%n
		mail_location = maildir:~/Maildir
		recipient_delimiter = +
		ssl = no
		disable_plaintext_auth = no
		passdb {
		  driver = static
		  args = password=secret
		}
		userdb {
		  driver = static
		  args = uid=$TEST_USER gid=$TEST_GROUP home=$DOVECOT/home/%n allow_all_users=yes
		}
		namespace inbox {
		  inbox = yes
		}
		protocol lmtp {
		  mail_plugins = sieve
		}
		plugin {
		  sieve = file:~/sieve;active=~/.sieve
		}
		service anvil {
		  chroot =
		}
		service stats {
		  chroot =
		}
		service imap-login {
		  chroot =
		  inet_listener imap {
		    port = $DOVECOT_IMAP
		  }
		  inet_listener imaps {
		    port = 0
		  }
		}
		service lmtp {
		  inet_listener lmtp {
		    address = 127.0.0.1
		    port = $DOVECOT_LMTP
		  }
		}
	CONF
	as_user /usr/sbin/dovecot -c "$DOVECOT/dovecot.conf" || bail_out "dovecot does not start"
	at_exit dovecot_stop
	wait_for 10 listens "$DOVECOT_LMTP" && wait_for 10 listens "$DOVECOT_IMAP" ||
		bail_out "dovecot does not listen: $(cat "$DOVECOT/log")"
}

dovecot_stop()
{
	[ ! -s "$DOVECOT/run/master.pid" ] || stop_process "$(cat "$DOVECOT/run/master.pid")"
}

# The desk's side of Postfix: what contrib/postfix tells people to write, on this test's paths.
postfix_desk_lines()
{
	sed -e "s|/etc/postfix/casemate|$POSTFIX/etc/casemate|" \
		"$CASEMATE_TREE/contrib/postfix/main.cf" >>"$POSTFIX/etc/main.cf"
	sed -e "s|user=casemate|user=$TEST_USER|" -e "s|/usr/local/bin/casemate|$CASEMATE -c $DESK_CONF|" \
		"$CASEMATE_TREE/contrib/postfix/master.cf" >>"$POSTFIX/etc/master.cf"
	sed -e "s|127.0.0.1:2424|127.0.0.1:${DESK_LMTP-2424}|" ${POSTFIX_ROAD:+-e "$POSTFIX_ROAD"} \
		"$CASEMATE_TREE/contrib/postfix/transport" >"$POSTFIX/etc/casemate"
}

# postfix_start: SMTP on $POSTFIX_SMTP, chosen here if not before.  POSTFIX_ROAD is a sed command
# over the shipped transport table, to choose another road than pipe; POSTFIX_MORE is a command that
# adds to main.cf and master.cf in $POSTFIX/etc.
postfix_start()
{
	: "${POSTFIX_SMTP:=$(free_port)}"
	mkdir -p "$POSTFIX/etc" "$POSTFIX/queue" "$POSTFIX/data"
	chown postfix "$POSTFIX/data"
	cat >"$POSTFIX/etc/main.cf" <<-CONF
		compatibility_level = 3.6
		queue_directory = $POSTFIX/queue
		data_directory = $POSTFIX/data
		daemon_directory = /usr/lib/postfix/sbin
		command_directory = /usr/sbin
		mail_owner = postfix
		setgid_group = postdrop
		maillog_file = $POSTFIX/log
		maillog_file_prefixes = $POSTFIX
		myhostname = mail.example.org
		mydomain = example.org
		mydestination = example.org
		alias_maps =
		alias_database =
		inet_interfaces = 127.0.0.1
		inet_protocols = ipv4
		mynetworks = 127.0.0.0/8
		smtp_dns_support_level = disabled
		relay_domains =
		virtual_mailbox_domains = ${POSTFIX_DOMAINS-customer.test staff.test}
		virtual_mailbox_maps = static:all
		virtual_transport = lmtp:inet:127.0.0.1:${DOVECOT_LMTP:-24}
		default_transport = error:this test has no way outside
		biff = no
		minimal_backoff_time = 1s
		maximal_backoff_time = 2s
		queue_run_delay = 1s
		transport_retry_time = 1s
		smtpd_relay_restrictions = permit_mynetworks, reject
	CONF
	cat >"$POSTFIX/etc/master.cf" <<-CONF
		127.0.0.1:$POSTFIX_SMTP inet n - n - - smtpd
		cleanup   unix n - n - 0 cleanup
		qmgr      unix n - n 1 1 qmgr
		rewrite   unix - - n - - trivial-rewrite
		bounce    unix - - n - 0 bounce
		defer     unix - - n - 0 bounce
		trace     unix - - n - 0 bounce
		proxymap  unix - - n - - proxymap
		smtp      unix - - n - - smtp
		showq     unix n - n - - showq
		error     unix - - n - - error
		retry     unix - - n - - error
		lmtp      unix - - n - - lmtp
		local     unix - n n - - local
		anvil     unix - - n - 1 anvil
		scache    unix - - n - 1 scache
		postlog   unix-dgram n - n - 1 postlogd
	CONF
	postfix_desk_lines
	${POSTFIX_MORE-}
	at_exit postfix_stop
	/usr/sbin/postfix -c "$POSTFIX/etc" start >"$POSTFIX/start" 2>&1 ||
		bail_out "postfix does not start: $(cat "$POSTFIX/start" "$POSTFIX/log")"
	wait_for 10 listens "$POSTFIX_SMTP" || bail_out "postfix does not listen"
}

postfix_stop()
{
	postfix_pid=$(tr -d ' ' <"$POSTFIX/queue/pid/master.pid") || return 0
	# To the whole group: its children outlive the master for a while.
	kill -TERM -"$postfix_pid" 2>/dev/null
	stop_process "$postfix_pid"
}

# postfix_queue: what waits, a line of JSON each
postfix_queue()
{
	/usr/sbin/postqueue -c "$POSTFIX/etc" -j
}

# submit SENDER RECIPIENT FILE [PORT]: hands a mail to Postfix as a client's server would
submit()
{
	curl -sS --url "smtp://127.0.0.1:${4:-$POSTFIX_SMTP}/client.customer.test" --mail-from "$1" \
		--mail-rcpt "$2" --upload-file "$3"
}

# mail_files USER [FOLDER]: the mails of a mailbox or of one of its folders
mail_files()
{
	find "$DOVECOT/home/$1/Maildir${2:+/.$2}/new" "$DOVECOT/home/$1/Maildir${2:+/.$2}/cur" \
		-type f 2>/dev/null | sort
}

# mail_find USER REGEX: the newest mail in the inbox with such a line
mail_find()
{
	mail_files "$1" | tr '\n' '\0' | xargs -0 -r grep -lE -e "$2" | tail -n 1 | grep .
}

# mail_wait USER REGEX: waits for it, at most 20 s, and prints its file
mail_wait()
{
	wait_for 20 mail_find "$1" "$2" || {
		note "no mail for $1 matches $2" >&2
		return 1
	}
	mail_find "$1" "$2"
}
