# TAP for tests in sh, and what every one of them needs: a folder, ports, waiting with a bound.
#
#	. "$(dirname "$0")/../lib/tap.sh"
#	is 'two and two' "$((2 + 2))" 4
#	done_testing
#
# A description comes first, then what is looked at.  $T is an empty folder of this test's own,
# removed at its end; at_exit COMMAND runs COMMAND before that, the last one first.

CASEMATE_TREE=${CASEMATE_TREE:-$(cd "$(dirname "$0")/../.." && pwd)}
CASEMATE_BUILD=${CASEMATE_BUILD:-$CASEMATE_TREE/build}
TEST_LIB=$CASEMATE_TREE/tests/lib
TEST_SCALE=${TEST_SCALE:-100}
PYTHON=/usr/bin/python3
T=$(mktemp -d "${TMPDIR:-/tmp}/t.XXXXXX") || exit 1
export CASEMATE_TREE CASEMATE_BUILD T LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1
export PYTHONUNBUFFERED=1
umask 022

tap_count=0 tap_failed=0 tap_cleanup=

at_exit()
{
	tap_cleanup="$1
$tap_cleanup"
}

tap_end()
{
	tap_status=$?
	trap - EXIT
	eval "$tap_cleanup"
	tap_release_ports
	rm -rf "$T"
	exit $tap_status
}
trap tap_end EXIT
trap 'exit 1' INT TERM HUP

note()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

# pass DESCRIPTION, fail DESCRIPTION [WHY]
pass()
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

fail()
{
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
	[ -z "${2-}" ] || note "$2"
}

# ok DESCRIPTION COMMAND...: the command succeeds; what it says is shown if it doesn't.
ok()
{
	tap_what=$1
	shift
	if tap_out=$("$@" 2>&1); then pass "$tap_what"; else fail "$tap_what" "$* said: $tap_out"; fi
}

# is DESCRIPTION GOT WANTED
is()
{
	if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "got:    $2
wanted: $3"; fi
}

# like DESCRIPTION GOT REGEX, unlike DESCRIPTION GOT REGEX (extended regular expressions)
like()
{
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then pass "$1"; else fail "$1" "got:    $2
wanted: /$3/"; fi
}

unlike()
{
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then fail "$1" "got:    $2
wanted none of: /$3/"; else pass "$1"; fi
}

done_testing()
{
	echo "1..$tap_count"
	[ $tap_failed = 0 ]
	exit
}

skip_all()
{
	echo "1..0 # SKIP $*"
	exit 0
}

bail_out()
{
	echo "Bail out!  $*"
	exit 1
}

# wait_for SECONDS COMMAND...: until the command succeeds; fails when the time is over.
wait_for()
{
	tap_until=$(($(tap_now_ms) + $1 * 1000))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(tap_now_ms)" -lt $tap_until ] || return 1
		sleep 0.05
	done
}

tap_now_ms()
{
	read -r tap_up tap_rest </proc/uptime
	echo "${tap_up%.*}${tap_up#*.}0"
}

# Ports are claimed by files, so that tests side by side never choose the same one.  Each user has
# a folder of the own: what root left could not be written by others.
tap_ports=/tmp/casemate-test-ports.$(id -u)
TEST_PORTS=${TEST_PORTS:-24000-25999}

tap_port_is_used()
{
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ":$(printf %04X "$1") "
}

# tap_port_is_claimed PORT: by a test that still runs
tap_port_is_claimed()
{
	read -r tap_owner 2>/dev/null <"$tap_ports/$1" && kill -0 "$tap_owner" 2>/dev/null
}

# free_port: prints a port of 127.0.0.1 that is this test's until it ends
free_port()
{
	mkdir -p "$tap_ports"
	(
		flock 8
		first=${TEST_PORTS%-*} last=${TEST_PORTS#*-}
		port=$((first + $$ % (last - first + 1)))
		for try in $(seq $((last - first + 1))); do
			if ! tap_port_is_claimed $port && ! tap_port_is_used $port; then
				echo $$ >"$tap_ports/$port"
				echo $port
				exit 0
			fi
			port=$((port < last ? port + 1 : first))
		done
		echo "no free port in $TEST_PORTS" >&2
		exit 1
	) 8>"$tap_ports/lock"
}

tap_release_ports()
{
	for tap_claim in "$tap_ports"/[0-9]*; do
		read -r tap_owner 2>/dev/null <"$tap_claim" || continue
		[ "$tap_owner" != $$ ] || rm -f "$tap_claim"
	done
}

# listens PORT: somebody listens on 127.0.0.1:PORT
listens()
{
	grep -q "^ *[0-9]*: 0100007F:$(printf %04X "$1") [0-9A-F:]* 0A" /proc/net/tcp
}

# stop_process PID [SECONDS]: TERM, and KILL when it does not end in time (then it fails)
stop_process()
{
	kill "$1" 2>/dev/null || return 0
	wait_for "${2:-10}" process_is_gone "$1" && return 0
	kill -KILL "$1" 2>/dev/null
	return 1
}

# A zombie of ours is gone as well: nobody but us has to see it off.
process_is_gone()
{
	! kill -0 "$1" 2>/dev/null || grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null
}

# need COMMAND...: skips the whole test where one is missing
need()
{
	for tap_need; do
		PATH=$PATH:/usr/sbin:/sbin command -v "$tap_need" >/dev/null ||
			skip_all "$tap_need is not installed"
	done
}

need_root()
{
	[ "$(id -u)" = 0 ] || skip_all "needs root: $*"
}
