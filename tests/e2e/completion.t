#!/bin/sh
# The shell completion in contrib/ offers exactly the commands that --help names, and after each of
# them the words that the command takes.
tree=${CASEMATE_TREE:-$(cd "$(dirname "$0")/../.." && pwd)}
casemate=${CASEMATE:-$tree/build/casemate}
if [ ! -x "${casemate%/*}/casemate-gateway" ]; then
	echo '1..0 # SKIP casemate is not built'
	exit 0
fi
cd "$tree" || exit 1

# offers WORD...: what is offered for the last word of that command line, one per line.
offers()
{
	bash -c '. contrib/bash-completion/casemate
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_casemate 2>/dev/null
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

count=0
is()
{
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf 'got: %s\nexpected: %s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

is 'the commands of --help' "$(offers casemate '' | grep -v '^-' | sort | tr '\n' ' ')" \
	"$("$casemate" --help | sed -n 's/^  \([a-z]*\)  *.*/\1/p' | sort | tr '\n' ' ')"
is 'a command begun' "$(offers casemate -c x.conf cas)" case
is 'a verb' "$(offers casemate case s | tr '\n' ' ')" 'show set '
is 'what can be set' "$(offers casemate case set SUP-1 st)" status=
is 'a person'\''s role' "$(offers casemate person add a@b.example role= | tr '\n' ' ')" \
	'role=customer role=staff '
is 'a file to explain' "$(offers casemate explain READ)" README.md
echo "1..$count"
