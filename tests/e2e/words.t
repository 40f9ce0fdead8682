# Whatever words a command is given: what is wrong is said in one sentence, without a word of SQL,
# and nothing is changed.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "$(maildir_lines "$T/out")"
sed -i 's/desk "support"/desk "Support"/' "$DESK_CONF"
post anna@customer.test Printer
is 'a case' "$(ended)" 'case SUP-1'
many()
{
	printf "${2:-x}%.0s" $(seq "$1")
}

# Names of people and what belongs to them.
says 1 '"" can.t be the name of an organisation: it is empty' org add ''
says 1 '"" can.t be the name of a partner: it is empty' partner add ' '
says 1 '"x*…" can.t be the name of an organisation: it has 201 characters, and 200 are the most' \
	org add "$(many 201)"
ok 'an organisation' cm org add Acme domains=@Acme.test,acme.test,
is 'a domain given twice is there once' "$(cm org list --json | json 'd[0]["domains"]')" acme.test
ok 'and one more' cm org add ' The  Others ' domains=others.test sharing=on tier=gold language=pt-BR
is 'blanks are folded' "$(cm org list --json | json 'd[1]["name"]')" 'The Others'
says 1 '"@" is no mail domain; .*' org set Acme domains=@,,
says 1 '",," names nothing; .*' org set Acme domains=,,
says 1 '"x y.test" is no mail domain; .*' org set Acme 'domains=x y.test'
says 1 '"me@acme.test" is no mail domain; .*' org set Acme domains=me@acme.test
says 1 'the domain others.test belongs to the organisation "The Others"; .*' \
	org set Acme domains=acme.test,others.test
says 1 'the domain others.test belongs to .*' org add More domains=OTHERS.test
says 1 'there is an organisation "Acme" already' org add Acme
says 1 'there is an organisation "Acme" already' org set 'The Others' name=Acme
says 1 '"" can.t be the name of an organisation: it is empty' org set Acme name=
says 1 '"name" is set twice; .*' org set Acme name=A name=B
says 1 'sharing is "on" or "off", not "maybe"' org set Acme sharing=maybe
says 1 '"d_e" can.t be a language; .*' org set Acme language=d_e
says 1 '"x*…" can.t be a tier: .*' org set Acme tier="$(many 41)"
is 'none of it was done' "$(cm org list --json | json '[(o["name"], o["domains"], o["tier"]) for o in d]')" \
	'[["Acme", "acme.test", ""], ["The Others", "others.test", "gold"]]'
ok 'a list is cleared' cm org set Acme domains=
is 'and empty' "$(cm org list --json | json 'd[0]["domains"]')" ''

says 1 '"x*" is no mail address; .*' person add "$(many 250)@x.test"
says 1 '"a@b c.test" is no mail address; .*' person add 'a@b c.test'
says 1 '"x*…" can.t be a person.s name: .*' person add a@b.test name="$(many 201)"
says 1 '"Mars" is no role; .*' person add a@b.test role=Mars
says 1 '"Europe Berlin" is no time zone; .*' person add a@b.test 'zone=Europe Berlin'
says 1 'there is no organisation "Frob"' person add a@b.test org=Frob
says 1 'there is no desk "frob" .*' person add a@b.test desk=support,frob
says 1 'there is a person with the address SAM@staff.test already' person set anna@customer.test \
	alias=SAM@staff.test
is 'nobody came of it' "$(stored 'SELECT count(*) FROM person')" 2
ok 'two aliases at once' cm person set sam@staff.test alias=s@staff.test alias=lee@staff.test
ok 'a desk by any spelling, twice' cm person set sam@staff.test desk=support,SUPPORT
is 'is kept as the configuration spells it' "$(cm person list --json |
	json '[p["desk"] for p in d if p["role"] == "staff"]')" '["Support"]'
post bea@customer.test Scanner
like 'so its staff is told' "$(told)" 'comment sam@staff.test'

ok 'a partner' cm partner add Vendor address=lee@staff.test
says 1 'sam@staff.test speaks for a partner; .*' person remove sam@staff.test
says 1 'anna@customer.test takes part in 1 cases .*' person remove anna@customer.test
ok 'staff to go' cm person add tom@staff.test role=staff desk=support
ok 'has a case' cm case set SUP-1 assignee=tom@staff.test
stored "DELETE FROM participant WHERE person = (SELECT person FROM address WHERE address = 'tom@staff.test')"
says 1 'tom@staff.test takes part in 1 cases .*' person remove tom@staff.test

# What a case is given.
says 1 'a title can.t be empty' case set SUP-1 'title= '
says 1 'the title has 201 characters; 200 are the most' case set SUP-1 title="$(many 201)"
ok 'as long as may be' cm case set SUP-1 title="$(many 200 ä)"
says 1 '"status" is set twice; .*' case set SUP-1 status=New status=Done
says 1 'the text holds a control character .U.001B.; nothing was done' \
	case note SUP-1 "$(printf 'a\033[2Jb')"
# spoken STATUS REGEX: what is said of a reply on standard input
spoken()
{
	said=$(cm_from "$T/text" case reply SUP-1 2>&1)
	like "$2" "$? $said" "^$1 $2\$"
}
printf 'Hello\nM\374ller\n' >"$T/text"
spoken 1 'casemate: the text is not UTF-8 in line 2; nothing was done'
printf 'Hello\0' >"$T/text"
spoken 1 'casemate: the text holds a NUL in line 1; nothing was done'
printf '\r\n \n' >"$T/text"
spoken 1 'casemate: there is no text; .*'
printf 'Hello,\r\n\r\nall\twell?\r\n' >"$T/text"
spoken 0 ''
is 'lines of Windows are lines' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	"$(printf 'Hello,\n\nall\twell?')"

# Every verb with every kind of bad word.  What is said is one line of plain words, and a usage.
cat >"$T/storm" <<'END'
import re, subprocess, sys
# Of the calls so many in a hundred, each verb and each word among them.
share, casemate = int(sys.argv[1]), sys.argv[2:]
calls = 0
verbs = {
    "case": "list show history set note reply",
    "queue": "list show retry drop", "held": "list show release drop",
    "org": "list add set remove", "person": "list add set remove",
    "partner": "list add set remove",
}
bad = ["", " ", "-1", "0", "1", "9" * 30, "x" * 5000, "a\nb", "a\x1b[31mb", b"a\xffb", "'; DROP TABLE x --",
       "SUP-1", "SUP-" + "9" * 30, "SUP-0", "=", "=x", "name=", "name=x", "status=", "--", "--json",
       "--as", "--frob", "-f", "\u202e", "%s%n", "*", "domains=@", "alias=x", "desk=,", "NULL", "{}"]
sql = re.compile(r"UNIQUE|NULL constraint|CHECK|FOREIGN|constraint|INSERT|SELECT|UPDATE |DELETE|sqlite"
                 r"|assert|report it|\bSQL\b")
for command, names in verbs.items():
    for verb in names.split() + [""]:
        first = {"case": "SUP-1", "queue": "1", "held": "1"}.get(command, "a@b.test")
        # Behind a case's number any word is a text.
        second = [] if verb in ("note", "reply", "") else [[first, w] for w in bad]
        for words in [[]] + [[w] for w in bad] + second:
            calls += 1
            if calls * share % 100 >= share:
                continue
            call = casemate + [command] + ([verb] if verb else []) + words
            run = subprocess.run(call, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
            said = run.stderr.decode(errors="strict").split("\n")
            wrong = run.returncode not in (0, 1, 2) or sql.search(said[0])
            if run.returncode and not (said[0].startswith("casemate: ") and len(said[0]) > 20):
                wrong = True
            if any(l and not l.startswith(("usage: ", "  ")) for l in said[1:]):
                wrong = True
            if wrong or any(ord(c) < 32 for l in said for c in l):
                print(call[3:], run.returncode, said)
END
is 'a storm of words' "$(as_user "$PYTHON" "$T/storm" "$TEST_SCALE" "$CASEMATE" -c "$DESK_CONF" 2>&1)" ''
ok 'the store is sound' cm check --offline
ok 'every mail is accounted for' cm audit
done_testing
