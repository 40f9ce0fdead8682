# `casemate parse`: a line of JSON for each mail, from files, pipes and standard input, with the
# site's own tables, whatever is wrong with one of the files.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

mail()
{
	printf 'From: Anna <anna@customer.test>\nSubject: %s\n%s\nHello.\n' "$1" "${2-}"
}

# of FIELD: of each line on standard input
of()
{
	"$PYTHON" -c 'import json, sys
for line in sys.stdin:
	print(eval(sys.argv[1], {"d": json.loads(line)}))' "$1"
}

user_folder "$DESK" "$DESK/tables"
mail one >"$T/1.eml"
mail two >"$T/2.eml"
mail three 'X-Sent-By: night watchman
' >"$T/3.eml"
is 'a line for each' "$(cm parse --json "$T/1.eml" "$T/2.eml" | of 'd["file"], d["subject"]')" \
	"('$T/1.eml', 'one')
('$T/2.eml', 'two')"
is 'standard input, a file' "$(cm parse --json - <"$T/1.eml" | of 'd["subject"]')" one
# What comes through a pipe is copied to a file without a name.
TMPDIR=$DESK
export TMPDIR
is 'standard input, a pipe' "$(mail piped | cm parse --json - | of 'd["subject"]')" piped
mkfifo "$T/fifo"
mail 'through a fifo' >"$T/fifo" &
is 'a named pipe' "$(cm parse --json "$T/fifo" | of 'd["subject"]')" 'through a fifo'

said=$(cm parse --json "$T/1.eml" "$DESK" "$T/gone" "$T/2.eml" 2>"$T/errors")
is 'status if one of them cannot be read' $? 1
is 'the others are' "$(echo "$said" | of 'd["subject"]')" "$(printf 'one\ntwo')"
is 'and each fault is named' "$(cat "$T/errors")" "\
casemate: cannot read $DESK: it is a folder; name the mails in it
casemate: cannot read $T/gone: No such file or directory"
cm parse --json "$T/1.eml" "$T/2.eml" >/dev/full 2>"$T/errors"
is 'a full disk is not taken for success' $? 1
is 'and said once, for all mails' "$(cat "$T/errors")" \
	"casemate: cannot write the result of $T/1.eml: No space left on device"

cat >"$DESK/tables/robots-site.table" <<-END
	[header]
	x-sent-by: night watchman => auto-reply
END
desk_make "$(maildir_lines "$T/out")
	rules = \"tables\""
is "a table of the site's own" "$(cm parse --json "$T/3.eml" | of 'd["auto"]["kind"]')" auto-reply
is 'without a configuration the shipped ones serve' \
	"$("$CASEMATE" -c "$T/none.conf" parse --json "$T/3.eml" | of 'd["auto"]["kind"]')" none
done_testing
