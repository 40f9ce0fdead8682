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
is 'an option with its value inside' "$(offers casemate --now=2026-11-22T05:00:00Z case se)" set
is 'an option without a value' "$(offers casemate queue --all ret)" retry
is 'what can be set' "$(offers casemate case set SUP-1 st)" status=
is 'a person'\''s role' "$(offers casemate person add a@b.example role= | tr '\n' ' ')" \
	'role=customer role=staff role=agency role=partner '
# What a verb's own help names stands among the words offered after it.
missing=
for option in $("$casemate" case --help | grep -oE -- '--[a-z]+' | sort -u); do
	case " $(for verb in list show history set reply; do
		offers casemate case $verb SUP-1 - -- 2>/dev/null
		offers casemate case $verb --
	done | tr '\n' ' ') " in
	*" $option "*) ;;
	*) missing="$missing $option" ;;
	esac
done
is 'every option of case' "$missing" ''
is 'what explain takes' "$(offers casemate explain - | tr '\n' ' ')" '-f -r --rules '
is 'a file to explain' "$(offers casemate explain READ)" README.md
echo "1..$count"
