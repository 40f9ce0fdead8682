# Cases from the command line: mail kept byte for byte, attachments, search, filters, lists of
# people, the schema of the store; and what commands say when they are used wrongly.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
mails_from=anna@customer.test

# Byte for byte, whatever the bytes.
kept()
{
	hand_in "$2"
	kept_case=$(stored "SELECT prefix || '-' || number FROM cases ORDER BY id DESC LIMIT 1")
	cm case show "$kept_case" --raw 1 >"$T/raw"
	ok "$1: kept byte for byte" cmp "$2" "$T/raw"
}
head='From: anna@customer.test\nSubject: bytes\nMessage-ID: <b%s@x.test>\n\n'
printf "$head"'text\n' 1 >"$T/m1"
printf "$head"'no end of line' 2 >"$T/m2"
printf "$head"'a\r\nb\nc\rd\n.\n..\n \t\n\n\n' 3 >"$T/m3"
printf "$head"'\000\001\377\376 \303\050\n' 4 >"$T/m4"
printf 'From anna Mon Jan  1 00:00:00 2026\n'"$head"'>From me\nFrom me\n' 5 >"$T/m5"
printf "$head" 6 | sed 's/$/\r/' >"$T/m6"
kept 'plain' "$T/m1"
kept 'without an end' "$T/m2"
kept 'odd line ends and dots' "$T/m3"
kept 'NUL and bytes that are no text' "$T/m4"
kept 'an mbox line' "$T/m5"
kept 'CR LF and nothing else' "$T/m6"

# A big one with attachments, one of which comes again in a small one.
"$PYTHON" - "$T" <<'END'
import email.message, hashlib, random, sys
chance = random.Random(1)
big, small = chance.randbytes(3800000), b"small\r\nfile\0" * 100
for name, files in (("m7", [("big.bin", big), ("Prüfung.txt", small)]), ("m8", [("again.bin", small)])):
    m = email.message.EmailMessage()
    m["From"], m["To"], m["Subject"] = "anna@customer.test", "support@example.org", name
    m["Message-ID"] = "<%s@x.test>" % name
    m.set_content("see the files\n")
    for file, data in files:
        m.add_attachment(data, maintype="application", subtype="octet-stream", filename=file)
    open(sys.argv[1] + "/" + name, "wb").write(m.as_bytes())
for name, data in (("big", big), ("small", small)):
    open(sys.argv[1] + "/sha." + name, "w").write("%d %s" % (len(data), hashlib.sha256(data).hexdigest()))
END
ok 'it has 5 MB' test "$(stat -c %s "$T/m7")" -gt 5000000
kept 'big' "$T/m7"
files='", ".join("%s %d %s" % (a["name"], a["size"], a["sha256"]) for a in d["entries"][0]["attachments"])'
is 'names, sizes and hashes' "$(cm case show --json "$kept_case" | json "$files")" \
	"big.bin $(cat "$T/sha.big"), Prüfung.txt $(cat "$T/sha.small")"
is 'its bytes lie in a file' "$(ls "$DESK/store/big" | wc -l)" 1
kept 'small' "$T/m8"
is 'the same content has the same hash' "$(cm case show --json "$kept_case" | json "$files")" \
	"again.bin $(cat "$T/sha.small")"
is 'and is nowhere but in the messages' "$(du -sk "$DESK/store" | awk '{ print ($1 < 8000) }')" 1
cm case reply SUP-1 'Hello.'
is 'what is no message has no bytes' "$(cm case show SUP-1 --raw 2 2>&1)" \
	'casemate: entry 2 of case SUP-1 has no message'
is 'nor what is not there' "$(cm case show SUP-1 --raw 99 2>&1)" \
	'casemate: case SUP-1 has no entry 99'

# Search and filters.
BODY='The quick brown fox jumps over straße and Größe.'
post bea@other.test 'Animals' "$proven"
BODY='A lazy dog; "quoted" AND NOT words*'
post carl@other.test 'More animals'
cm person set sam@staff.test name='Sam Staff'
cm --now "$NOW" case set SUP-10 status=Done
cm --now "$NOW" case set SUP-9 assignee=sam@staff.test
cm --now 2026-11-12T00:00:00Z case set SUP-1 priority=High
handle

# listed WANTED ARGUMENT...: case numbers
listed()
{
	listed_wanted=$1
	shift
	is "case list $*" "$(cm --now "$NOW" case list --json "$@" |
		json '" ".join(sorted((c["number"] for c in d), key=lambda n: int(n[4:])))')" "$listed_wanted"
}
listed 'SUP-9' --search fox
listed 'SUP-9' --search 'FOX quick'
listed 'SUP-9' --search 'jum'
listed 'SUP-9' --search 'größe'
listed 'SUP-9 SUP-10' --search animals
listed '' --search 'fox dog'
listed 'SUP-10' --search 'quoted" AND NOT words*'
listed '' --search 'nosuchword'
listed 'SUP-10' --search animals --status done
listed 'SUP-10' --status Done
listed 'SUP-9' --customer bea@other.test
listed 'SUP-9' --customer BEA@other.test --search fox
listed '' --customer bea@other.test --search dog
listed 'SUP-9' --assignee sam@staff.test
listed 'SUP-9' --search animals --assignee sam@staff.test
listed 'SUP-10' --search animals --assignee none
listed 'SUP-1 SUP-2 SUP-3 SUP-4 SUP-5 SUP-6 SUP-7 SUP-8 SUP-10' --assignee none
listed 'SUP-1' --older 5
listed '' --older 20
listed 'SUP-1 SUP-2 SUP-3 SUP-4 SUP-5 SUP-6 SUP-7 SUP-8 SUP-9 SUP-10' --desk support
like 'a table for people' "$(cm case list --status Done)" '^SUP-10 +Done .*More animals'
like 'a case for people' "$(cm case show SUP-9)" 'The quick brown fox'
like 'its history' "$(cm case history SUP-9)" 'assignee'
cm case show --json SUP-9 >"$T/json"
is 'JSON as documented' "$(json '[k for k in """number title type status priority severity emergency
	change_request customer reporter assignee eta rating opened updated participants fields external
	entries""".split() if k not in d]' <"$T/json")" '[]'
like 'times are RFC 3339' "$(json 'd["opened"]' <"$T/json")" '^2026-11-22T05:00:00(\.000)?Z$'
is 'nothing is null' "$(json '[d["severity"], d["emergency"], d["eta"], d["rating"]]' <"$T/json")" \
	'[null, null, null, null]'

# Everything has help, and wrong use is one sentence that names what is wrong.
for command in init check run work send tick deliver lmtp audit parse explain case queue held org \
	person partner help; do
	said=$(cm $command --help 2>&1)
	is "$command --help" "$? $(printf '%s\n' "$said" | head -n 1 | cut -d' ' -f1-3)" \
		"0 usage: casemate $command"
done
like 'help lists them' "$(cm --help)" '^  explain +[a-z]'

says 2 'there is no command "frobnicate".*' frobnicate
says 2 'there is no option --frob before a command' --frob x case list
says 2 'the option -c needs a value' -c
is 'the time within the word' "$(cm --now=2026-11-22T05:00:00Z case list --older 0 2>&1)" \
	"$(cm --now 2026-11-22T05:00:00Z case list --older 0)"
is 'the last -c counts' "$(cm -c "$T/none" -c "$DESK_CONF" case list 2>&1)" "$(cm case list)"
says 1 '.*2026.*' --now 2026-13-01 case list
says 2 'there is no "case frob"; there are: list, show, history, set, note, reply, merge, unmerge, split, redact, tag, link' case frob
says 2 '"SUP-2" is a word too many' case show SUP-1 SUP-2
says 2 'case show needs the number of a case' case show --json
says 2 '--raw gives a mail as it came, which is no JSON' case show SUP-1 --json --raw 1
says 2 'there is no option --raw here' case history SUP-1 --raw 1
says 2 'there is no option --json here.*' case note SUP-1 x --json
says 2 'there is no option --lost before a command' --lost
says 2 '"x" is a word too many' queue list x
says 2 'there is no option --al here; did you mean --all\?' queue list --al
says 2 'there is no "held frob"; there are: list, show, release, drop' held frob 1
says 2 '"x" is a word too many' org list x
says 2 '"x" is a word too many' person remove sam@staff.test x
says 2 'say what to set, as KEY=VALUE' person set sam@staff.test
says 2 'there is no option --frob here' partner add --frob
says 2 '"x" is a word too many' init x
says 2 'there is no option --json here' send --json
says 2 '--linger takes 0 to 86400 seconds, not "x"' work --linger x
says 2 'there is no option -x here' explain -x /dev/null
says 2 'there is no command "frob"; "casemate help" lists them' help frob
says 1 '"12" is no case number; one looks like SUP-12' case show 12
says 1 'there is no case SUP-999' case show SUP-999
says 1 'there is no case SUP-999' case set SUP-999 status=Done
says 1 '"Frob" is no status here; choose one of: New, .*' case set SUP-1 status=Frob
says 1 '"frob" is no priority here; choose one of: .*' case set SUP-1 priority=frob
says 1 'a case has no "frob"; what can be set is: title, .*status' case set SUP-1 frob=1
says 1 '.*"status".*' case set SUP-1 status
says 1 '"yesterday" is no date; .*' case set SUP-1 eta=yesterday
says 1 '"2026-02-30" is no date; .*' case set SUP-1 eta=2026-02-30
says 1 '2001-01-01 lies in the past; .*' case set SUP-1 eta=2001-01-01
says 1 '"x@y.test" is not on the staff of desk support; choose one of: Sam Staff \(sam@staff.test\), none' \
	case set SUP-1 assignee=x@y.test
says 1 '"bea@other.test" is not on the staff; .*' case note SUP-1 x --as bea@other.test
says 2 'the option --as needs a value' case reply SUP-1 x --as
says 2 'there is no option --sa here; put -- before a text that has such a word' case reply SUP-1 x --sa bea@other.test
says 2 'the option --as is given twice' case set SUP-1 --as a@b.test --as a@b.test status=New
says 1 'there is no text; .*' case reply SUP-1 ''
says 1 '"frob" is no status here.*' case list --status frob
says 2 'there is no option --frob here' case list --frob x
says 2 'the option --search needs a value' case list --search
says 1 '--search needs a word to search for' case list --search ' '
says 1 'there is no desk "frob" in the configuration' case list --desk frob
says 1 '"frob" is no number of days' case list --older frob
says 2 'the option --status is given twice' case list --status New --status=Done
says 1 '".*" is not UTF-8; give it in UTF-8' case list --customer "$(printf 'M\374ller')"
says 1 '".*" holds a control character .*U.001B.*' person set sam@staff.test name="$(printf 'a\033[31mb')"
says 1 '".*" holds a control character or a line.s end .U.000A.; .*' case show "$(printf 'SUP-1\nx')"
says 1 '"name=x*\.\.\." has 5005 bytes; .*' person set sam@staff.test name="$(printf '%05000d' 0 | tr 0 x)"
says 1 'nobody here has the address x@y.test' person set x@y.test name=X
says 1 'there is a person with the address sam@staff.test already' person add sam@staff.test
says 1 '"frob" is no mail address; .*' person add frob
says 1 'a person has no "frob"; what can be set is: .*' person set sam@staff.test frob=1
says 1 'there is no organisation "Frob"' org set Frob tier=1
says 1 'there is no partner "Frob"' partner remove Frob
says 1 'there is no message 999 in the queue' queue show 999
says 1 '.*999.*' queue drop 999
says 2 'queue show needs the number .*' queue show x
says 1 'there is no held mail 999' held show 999
says 1 '.*/nonexistent.*' explain /nonexistent
says 1 '.*/nonexistent.*' parse --json /nonexistent
says 1 '/nonexistent.*' -c /nonexistent case list
# Options may stand anywhere; behind -- nothing is one.
is '--as before the text' "$(cm case note --as sam@staff.test SUP-1 behind it 2>&1
	cm case show --json SUP-1 | json 'd["entries"][-1]["text"] + " by " + d["entries"][-1]["author"]["address"]')" \
	'behind it by sam@staff.test'
is 'a text like an option' "$(cm case note SUP-1 -- --as it stands 2>&1
	cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" '--as it stands'
is 'an option with =' "$(cm case list --status=Done --json | json '[c["number"] for c in d]')" \
	"$(cm case list --json --status Done | json '[c["number"] for c in d]')"
is 'a command without its verb lists' "$(cm case --json)" "$(cm case list --json)"
is 'help, the other way' "$(cm help case)" "$(cm case --help)"
is 'help on a verb' "$(cm help case set)" "$(cm case set SUP-1 status=Done --help)"
like 'is about that verb' "$(cm help case set)" '^usage: casemate case set NUMBER'
before=$(stored 'SELECT count(*), max(id) FROM entry')
cm case set SUP-1 status=Done priority=frob >/dev/null 2>&1
is 'wrong in one thing, nothing is done' "$(stored 'SELECT count(*), max(id) FROM entry')" "$before"

# The schema: a step more is made after a backup, one that fails changes nothing, and who knows
# fewer steps keeps off.
mkdir -p "$T/newer/bin" "$T/newer/libexec/casemate" "$T/newer/share/casemate"
cp "$CASEMATE_BUILD/casemate" "$T/newer/bin"
cp "$CASEMATE_BUILD/casemate-gateway" "$T/newer/libexec/casemate"
cp -r "$CASEMATE_TREE/schema" "$CASEMATE_TREE/filters" "$CASEMATE_TREE/mailtemplates" \
	"$T/newer/share/casemate"
chmod -R a+rX "$T/newer"
known=$(ls "$CASEMATE_TREE/schema/sqlite" | sort | tail -n 1 | sed 's/^0*//; s/-.*//')
step=$T/newer/share/casemate/schema/sqlite/$(printf '%03d' $((known + 1)))-test.sql
newer()
{
	as_user "$T/newer/bin/casemate" -c "$DESK_CONF" "$@"
}
as_user cp "$DESK/store/casemate.db" "$T/unchanged.db" 2>/dev/null || :
echo 'CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE cases (id INTEGER);' >"$step"
like 'a step that fails says which' "$(newer case list 2>&1)" "^casemate: schema step .*-test.sql: "
is 'and changes nothing' "$(stored "SELECT count(*) FROM sqlite_master WHERE name = 'extra'") $(
	stored 'PRAGMA user_version')" "0 $known"
ok 'the old one goes on' cm case list
echo 'CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;' >"$step"
ok 'a step more' newer case list
is 'is made' "$(stored "SELECT count(*) FROM sqlite_master WHERE name = 'extra'") $(
	stored 'PRAGMA user_version')" "1 $((known + 1))"
backup=$DESK/store/casemate.db.before-step-$((known + 1))
is 'after a backup' "$(as_user sqlite3 "$backup" 'PRAGMA user_version; PRAGMA integrity_check;
	SELECT count(*) FROM cases' | tr '\n' ' ')" "$known ok 10 "
is 'nobody else can read any of it' "$(find "$DESK/store" -maxdepth 1 -type f -perm /077)" ''
says 1 "the store in $DESK/store was written by a newer casemate .*nothing was changed" case list
is 'even work' "$(cm work >/dev/null 2>&1; echo $?)" 1
ok 'the newer one goes on' newer audit

# Nobody may look in but the user that runs the desk.
as_user chmod 0 "$DESK/store"
says 75 "$DESK/store: Permission denied; run casemate as the user that owns the store" case list
is 'check says it once' "$(cm check --offline 2>&1)" \
	"$DESK/store: permission denied: run casemate as the user that owns the store"
as_user chmod 700 "$DESK/store"
done_testing
