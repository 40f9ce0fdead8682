# A desk of the test's own below $DESK: configuration, store, people, and the gateway on it.
# Needs tap.sh and servers.sh before it.
#
#	desk_make "$(relay_lines 2525)"; desk_run
#	cm case list; cm case list --json | json 'len(d)'
#
# The desk is support@example.org, prefix SUP, with sam@staff.test as its staff.  Caps on receipts
# are lifted; a test that is about them says so in its own lines.

DESK=$T/desk
DESK_CONF=$DESK/casemate.conf
CASEMATE=${CASEMATE:-$CASEMATE_BUILD/casemate}
export CASEMATE

# What runs as another user must be able to read it: a build below somebody's home is copied.
desk_program()
{
	[ -x "$CASEMATE_BUILD/casemate" ] || bail_out "there is no $CASEMATE_BUILD/casemate"
	if as_user test -r "$CASEMATE_TREE/schema/sqlite" -a -x "$CASEMATE"; then return; fi
	mkdir -p "$T/opt/bin" "$T/opt/libexec/casemate" "$T/opt/share/casemate"
	cp "$CASEMATE_BUILD/casemate" "$T/opt/bin"
	cp "$CASEMATE_BUILD/casemate-gateway" "$T/opt/libexec/casemate"
	cp -r "$CASEMATE_TREE/schema" "$CASEMATE_TREE/filters" "$CASEMATE_TREE/mailtemplates" \
		"$T/opt/share/casemate"
	chmod -R a+rX "$T/opt"
	CASEMATE=$T/opt/bin/casemate
}
desk_program

# desk_make [LINES]: an empty desk that listens for LMTP on $DESK_LMTP; LINES are added to its
# configuration
desk_make()
{
	: "${DESK_LMTP:=$(free_port)}"
	user_folder "$DESK" "$DESK/store"
	chmod 700 "$DESK/store"
	cat >"$DESK_CONF" <<-CONF
		store = "$DESK/store"
		host_name = "mail.example.org"
		desk "support" {
			title = "Example Support"
			address = "support@example.org"
			prefix = "SUP"
			weekly_report = ${DESK_WEEKLY:-no}
		}
		lmtp {
			listen = "127.0.0.1:$DESK_LMTP"
		}
		limits {
			receipts_per_hour = 1000000
			receipts_per_day = 1000000
			unproven_receipts_per_hour = 1000000
		}
		${1-}
	CONF
	cm init >/dev/null || bail_out "casemate init failed"
	cm person add sam@staff.test name="Sam Staff" role=staff desk=support >/dev/null ||
		bail_out "casemate person add failed"
}

# relay_lines PORT, maildir_lines FOLDER: configuration for sending
relay_lines()
{
	echo "send { relay \"main\" { host = \"127.0.0.1\" port = $1 tls = \"none\" } }"
}

maildir_lines()
{
	echo "send { via = \"maildir\" maildir = \"$1\" }"
}

# cm ARGUMENT...: casemate on this desk
cm()
{
	as_user "$CASEMATE" -c "$DESK_CONF" "$@"
}

# cm_from FILE ARGUMENT...: the same, with FILE as its standard input
cm_from()
{
	desk_input=$1
	shift
	cm "$@" <"$desk_input"
}

# stored [QUERY]: asks the store, or gives it the statements on standard input; waits for its turn
stored()
{
	as_user sqlite3 -cmd '.timeout 30000' "$DESK/store/casemate.db" "$@"
}

# desk_run: the gateway, in the background; its process is $DESK_PID, its log $DESK/log
desk_run()
{
	$AS_USER "$CASEMATE" -c "$DESK_CONF" run >>"$DESK/log" 2>&1 &
	DESK_PID=$!
	at_exit desk_stop
	wait_for 20 listens "$DESK_LMTP" || bail_out "the gateway does not listen: $(cat "$DESK/log")"
	for desk_role in acceptor worker sender; do
		wait_for 20 desk_child "$desk_role" >"$T/desk-child" || bail_out "no $desk_role runs"
	done
}

desk_stop()
{
	[ -n "${DESK_PID-}" ] || return 0
	stop_process "$DESK_PID" 20 || note "the gateway had to be killed"
	wait "$DESK_PID" 2>/dev/null
	DESK_PID=
}

# desk_child ROLE: the process of the gateway's child.  The kernel's own list of children leaves
# some out while another one ends.
desk_child()
{
	for desk_try in $(pgrep -P "$DESK_PID"); do
		tr '\0' ' ' <"/proc/$desk_try/cmdline" | grep -q " role $1 " && echo "$desk_try" &&
			return
	done
	return 1
}

# json EXPRESSION: of the JSON on standard input, d in Python
json()
{
	"$PYTHON" -c 'import json, sys
d = json.load(sys.stdin)
x = eval(sys.argv[1])
print(x if isinstance(x, str) else json.dumps(x))' "$1"
}

# case_is NUMBER EXPRESSION VALUE: what `case show --json` says of a case
case_is()
{
	[ "$(cm case show --json "$1" | json "$2")" = "$3" ]
}

# cases_are COUNT
cases_are()
{
	[ "$(cm case list --json | json 'len(d)')" = "$1" ]
}

# says STATUS REGEX ARGUMENT...: what wrong use is answered with, on standard error
says()
{
	says_status=$1 says_regex=$2
	shift 2
	said=$(cm "$@" 2>&1 >/dev/null)
	status=$?
	said=$(printf '%s\n' "$said" | grep -v '^usage: \|^  ')
	if [ $status = "$says_status" ] && printf '%s\n' "$said" | grep -Eqx -e "casemate: $says_regex" &&
		[ "$(printf '%s\n' "$said" | wc -l)" = 1 ]; then
		pass "casemate $*"
	else
		fail "casemate $*" "status $status, said: $said"
	fi
}
