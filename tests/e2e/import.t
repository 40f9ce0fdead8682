# Tables of organisations and persons: what is right of them is taken, the rest is named by its line.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "$(maildir_lines "$T/out")"
list()
{
	cm "$1" list --json | json "sorted([o[k] for k in '$2'.split(',')] for o in d)"
}
# imports DESCRIPTION STATUS SUMMARY ARGUMENT...: standard error goes to $T/said
imports()
{
	imports_what=$1 imports_status=$2 imports_summary=$3
	shift 3
	chmod 644 "$T"/*.csv
	out=$(cm --now "$NOW" "$@" 2>"$T/said")
	is "$imports_what" "$? $out" "$imports_status $imports_summary"
}

printf '\357\273\277Name;Domains;Languages;Tier;Sharing\r\nAcme;acme.test,acme.example;de,en;gold;on\r\n"Öl & ""Gas""";oil.test;;;\r\n' >"$T/orgs.csv"
imports 'a table of organisations' 0 '2 added, 0 set, 0 wrong' org import "$T/orgs.csv"
is 'is there' "$(list org name,domains,languages,tier,sharing)" \
	'[["Acme", "acme.example, acme.test", "de, en", "gold", "on"], ["\u00d6l & \"Gas\"", "oil.test", "", "", "off"]]'
is 'without a word in a pipe' "$(cat "$T/said")" ''
imports 'once more' 0 '0 added, 2 set, 0 wrong' org import "$T/orgs.csv"
is 'changes nothing' "$(list org name,domains,tier | cut -c1-50)" '[["Acme", "acme.example, acme.test", "gold"], ["\u'

cat >"$T/people.csv" <<'END'
address,name,role,org,language,zone,teams,desk,duty,alias
anna@acme.test,Anna Smith,,,,Europe/Berlin,,,,"a@acme.test,as@acme.test"

bea@oil.test,,customer,Acme,pt-br
broken@acme.test,x,captain
not an address,y
fred@gmx.de,Fred,customer,Nowhere
"zoe@acme.test","Zoe ""Z""",agency,Acme
mars@acme.test,Mars,,,,Mars/Base
many@acme.test,a,b,c,d,e,f,g,h,i,j
tina@staff.test,Tina,staff,,,,"Day, Night",support,support
tom@staff.test,Tom,staff,,,,,support,support
,nobody
support@example.org,Desk
open@acme.test,"never closed
last@acme.test,Last
END
imports 'a table of persons' 1 '6 added, 0 set, 8 wrong' person import "$T/people.csv"
is 'each wrong line is named, with what is wrong' "$(sed "s|$T/||" "$T/said")" \
'casemate: people.csv:5: "captain" is no role; it is customer, agency, staff or partner
casemate: people.csv:6: "not an address" is no mail address; write it as name@domain
casemate: people.csv:7: there is no organisation "Nowhere"
casemate: people.csv:9: "Mars/Base" is no time zone; write it as the IANA names it, like Europe/Berlin
casemate: people.csv:10: it has 11 values, and there are 10 columns
casemate: people.csv:13: "" is no mail address; write it as name@domain
casemate: people.csv:14: support@example.org is an address of desk support, and nobody'\''s own
casemate: people.csv:15: a quotation mark is never closed'
is 'the others are there' "$(list person address,name,role,org | tr -d '\\')" \
	'[["anna@acme.test, a@acme.test, as@acme.test", "Anna Smith", "customer", "Acme"], ["bea@oil.test", "", "customer", "Acme"], ["last@acme.test", "Last", "customer", "Acme"], ["sam@staff.test", "Sam Staff", "staff", ""], ["tina@staff.test", "Tina", "staff", ""], ["tom@staff.test", "Tom", "staff", ""], ["zoe@acme.test", "Zoe "Z"", "agency", "Acme"]]'
is 'nothing is left of the wrong ones' "$(stored 'SELECT count(*), (SELECT count(*) FROM address) FROM person')" '7|9'
before=$(cm person list --json)
imports 'once more' 1 '0 added, 6 set, 8 wrong' person import "$T/people.csv"
is 'changes nothing' "$(cm person list --json)" "$before"
is 'nobody was sent a mail' "$(stored 'SELECT count(*) FROM outbox')" 0
ok 'who joins otherwise' cm person add late@acme.test --no-welcome
imports 'welcome, if it is asked for' 1 '0 added, 6 set, 8 wrong' person import --welcome "$T/people.csv"
is 'to each member' "$(told)" 'welcome anna@acme.test, welcome bea@oil.test, welcome last@acme.test, welcome zoe@acme.test'
imports 'and once more' 1 '0 added, 6 set, 8 wrong' person import --welcome "$T/people.csv"
is 'to nobody twice' "$(stored 'SELECT count(*) FROM outbox')" 4

cm_from "$T/orgs.csv" org import - >"$T/out.txt"
is 'from standard input' "$(cat "$T/out.txt")" '0 added, 2 set, 0 wrong'
# What is wrong with the table as a whole.
wrong_table()
{
	printf "$1" >"$T/bad.csv"
	chmod 644 "$T/bad.csv"
	says 1 "$T/bad.csv$2" person import "$T/bad.csv"
}
wrong_table '' ': it is empty'
wrong_table 'name,role\nx,staff\n' ': the first line names the columns, and one of them has to be "address"'
wrong_table 'address,colour\nx@x.test,red\n' ': a person has no "colour"; what can be set is: .*'
wrong_table 'address,name,Name\n' ': the column "name" is there twice'
wrong_table 'a\0b\n' ':1: it holds a NUL'
says 1 "cannot open $T/none.csv: No such file or directory" person import "$T/none.csv"
says 75 "$DESK/store: cannot read it: Is a directory" person import "$DESK/store"
says 2 'person import needs a file, or - for standard input' person import
says 2 'there is no option --welcome here.*' org import --welcome x.csv
printf 'address,name\nx@acme.test,"a\nb"\ny@acme.test,a\033[2Jb\n' >"$T/odd.csv"
imports 'no value has two lines or commands for a terminal' 1 '0 added, 0 set, 2 wrong' person import "$T/odd.csv"

# Many, in steps that others can get in between.
{
	echo address,name,org
	for i in $(seq 10000); do echo "p$i@oil.test,Person $i,Acme"; done
} >"$T/many.csv"
imports 'ten thousand' 0 '10000 added, 0 set, 0 wrong' person import "$T/many.csv"
is 'are there' "$(stored "SELECT count(*) FROM person p JOIN organisation o ON o.id = p.organisation
	WHERE o.name = 'Acme'")" 10005
is 'and nobody is written to' "$(stored 'SELECT count(*) FROM outbox')" 4
ok 'the store is sound' cm check --offline
done_testing
