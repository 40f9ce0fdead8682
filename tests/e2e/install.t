# `make install` to a folder that a package is made of: everything has its place and works from
# there, what names the program names the installed one, and `make uninstall` leaves nothing.
. "$(dirname "$0")/../lib/tap.sh"

PREFIX=/opt/desk
ROOT=$T/root
mkdir -p "$T/build"
cp "$CASEMATE_BUILD/casemate" "$CASEMATE_BUILD/casemate-gateway" "$T/build"

# make_goal GOAL: with what is built, whatever else make is doing
make_goal()
{
	(umask 077 && MAKEFLAGS= make -s -C "$CASEMATE_TREE" -o all O="$T/build" DESTDIR="$ROOT" \
		PREFIX=$PREFIX "$1" 2>&1)
}

is 'make install' "$(make_goal install)" ''
is 'others may read all of it' "$(find "$ROOT$PREFIX" ! -perm -o=r -o -type d ! -perm -o=x)" ''
cd "$ROOT$PREFIX" || bail_out 'there is nothing'
is 'programs' "$(find . -type f -perm -o=x | sort | tr '\n' ' ')" \
	'./bin/casemate ./libexec/casemate/casemate-gateway '
for page in "$CASEMATE_TREE"/man/*; do
	page=${page##*/}
	ok "$page" test -s "share/man/man${page##*.}/$page"
done
ok 'completion' test -s share/bash-completion/completions/casemate
ok 'the data' diff -r "$CASEMATE_TREE/filters" share/casemate/filters
like 'systemd starts what is installed' "$(cat lib/systemd/system/casemate.service)" \
	"^ExecStart=$PREFIX/bin/casemate "
like 'so does Postfix' "$(cat share/doc/casemate/contrib/postfix/master.cf)" \
	"argv=$PREFIX/bin/casemate "
is 'no other place is named' "$(grep -rl /usr/local/bin/casemate .)" ''

cd "$T" || exit 1
sed 's|^store = .*|store = "store"|' "$ROOT$PREFIX/share/doc/casemate/casemate.conf" >casemate.conf
ok 'the program finds its data' "$ROOT$PREFIX/bin/casemate" -c casemate.conf init
ok 'and the sample is right' "$ROOT$PREFIX/bin/casemate" -c casemate.conf check --offline

is 'make uninstall' "$(make_goal uninstall)" ''
is 'leaves no file' "$(find "$ROOT" ! -type d)" ''
done_testing
