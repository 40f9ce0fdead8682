#!/bin/sh
# `check` names every fault of every kind in one run, with file and line; a site's broken template
# is reported and the shipped one serves; the samples in contrib/ have no fault.
. "$(dirname "$0")/../lib/tap.sh"

casemate=$CASEMATE_BUILD/casemate
cd "$T" || exit 1
mkdir site site/templates site/templates/en site/rules

# check ARGUMENT...: what it says, with the folders cut out, and its exit status
check()
{
	"$casemate" -c site/casemate.conf check "$@" >out 2>&1
	echo "status $?" >>out
	sed -e "s|$T/site/||g" -e "s|$CASEMATE_TREE/||g" out
}

cat >site/casemate.conf <<-'EOF'
	store = "store"
	templates = "templates"
	rules = "rules"
	desk support { address = "support@example.org" }
	send { via = maildir maildir = out }
EOF
is 'a desk without a store' "$(check)" 'store: there is no store: "casemate init" makes it
status 1'
ok 'init makes it' "$casemate" -c site/casemate.conf init
rm -f site/casemate.conf.deliver
is 'a sound desk' "$(check)" 'casemate.conf: no faults
status 0'
ok 'what deliver reads is written' grep -q '^end$' site/casemate.conf.deliver
is 'for programs' "$(check --json)" '{"faults":[]}
status 0'
touch site/rules/50-own.conf.bak site/rules/50-own.conf~ site/rules/README site/rules/.hidden
endings='.conf or .table or .words or .secrets or .list'
is 'what nothing reads is named, and is no fault' "$(check)" \
	"rules/50-own.conf.bak: ignored: its name doesn't end in $endings
rules/50-own.conf~: ignored: its name doesn't end in $endings
casemate.conf: no faults
status 0"
like 'for programs, too' "$(check --json)" '"ignored":\["[^"]*bak: ignored'
rm site/rules/*.bak site/rules/*~

# One of everything.
port=$(free_port)
cat >site/casemate.conf <<-EOF
	store = "store"
	templates = "templates"
	rules = "rules"
	desk support { address = "support" prefix = "sup" }
	send {
	  via = smtp
	  relay near { host = "127.0.0.1" port = $port tls = none
	    user = "u" password_file = "password" }
	}
	limit { message_size = "1 MB" }
EOF
printf 'secret\n' >site/password
chmod 644 site/password
chmod 711 site/store
printf 'Hello,\n{{#items}}\nnever closed\n' >site/templates/en/opened.txt
printf 'rule "a" {\n\tsubject = "["\n\thold = "x"\n}\n' >site/rules/50-own.conf
printf '# ours\n[headers]\n' >site/rules/robots-own.table
printf '[reason]\nno => rejected\n' >site/rules/bounces-own.table
printf '[sent-from]\nfrom \0 nowhere\n' >site/rules/replies-own.table
check >all
like 'a bad address' "$(cat all)" '^casemate.conf:4: "support" is no mail address'
like 'a bad prefix' "$(cat all)" '^casemate.conf:4: the prefix of case numbers'
like 'a secret that others can read' "$(cat all)" '^casemate.conf:8: "password" holds a secret'
like 'an unknown word' "$(cat all)" '^casemate.conf:10: unknown word "limit" here: did you mean "limits"'
like 'a broken template' "$(cat all)" '^templates/en/opened.txt:4: '
like 'a broken rule' "$(cat all)" "^rules/50-own.conf:2: pattern '\\['"
like 'a table that is no text' "$(cat all)" '^(.*/)?rules/replies-own.table: it has a NUL byte'
like 'a broken pattern table' "$(cat all)" '^rules/robots-own.table:2: '
like 'a value in one that nobody knows' "$(cat all)" \
	'^rules/bounces-own.table:2: "rejected" is no value for \[reason\]'
like 'a store open to all' "$(cat all)" '^store: everybody may look into it'
like 'a relay that is not there' "$(cat all)" '^casemate.conf:7: relay 127.0.0.1 can.t be used now'
is 'that is all' "$(wc -l <all)" 12
like 'the status tells' "$(tail -n 1 all)" '^status 1$'
unlike 'offline no relay is tried' "$(check --offline)" 'relay'

# The shipped template serves while the site's is broken.
cat >site/casemate.conf <<-'EOF'
	store = "store"
	templates = "templates"
	desk support { address = "support@example.org" }
	send { via = maildir maildir = out }
EOF
chmod 700 site/store
like 'the template alone is left' "$(check)" '^templates/en/opened.txt:4: '

# What would be passed over without a word.
printf 'Hello {{>greetings}} {{>ours}}\n' >site/templates/en/status.txt
echo 'We.' >site/templates/en/ours.txt
echo 'Hello' >site/templates/en/openned.txt
echo 'Hello' >site/templates/oppened.txt
echo 'Hello {{>t.none}}' >site/templates/opened.txt
printf '# ours\nhello = Hallo\n\nopened = {{#x}}\n' >site/templates/nl.words
check | sort >all
like 'a piece that is not there' "$(cat all)" \
	'^templates/en/status.txt: there is no piece "greetings" for '
like 'a name nothing uses' "$(cat all)" '^templates/en/openned.txt: nothing uses a template of this'
like 'such a name beside the languages' "$(cat all)" '^templates/oppened.txt: nothing uses a templ'
like 'a word that is not there' "$(cat all)" '^templates/opened.txt: there is no word "none" for '
like 'a broken word' "$(cat all)" '^templates/nl.words:4: the word "opened": the text ends within '
like 'words that are missing' "$(cat all)" '^templates/nl.words: it lacks words .*: add "about", "act.* and more'
is 'but no piece of the own' "$(wc -l <all)" 8
rm site/templates/en/openned.txt site/templates/en/status.txt site/templates/opp*
rm site/templates/opened.txt site/templates/nl.words

rm -rf site/rules
printf 'From: Anna <anna@customer.example>\nTo: support@example.org\nSubject: Hi\nMessage-ID: <1@c>\n\nHelp\n' >mail
"$casemate" -c site/casemate.conf deliver -f anna@customer.example support@example.org <mail
"$casemate" -c site/casemate.conf work 2>/dev/null
"$casemate" -c site/casemate.conf send 2>/dev/null
like 'its receipt has the words that ship' "$(cat site/out/new/* 2>/dev/null)" 'Case ID: SUP-1'
unlike 'and none of the broken one' "$(cat site/out/new/* 2>/dev/null)" 'never closed'
rm -rf site/templates/en

# What the settings name is to be said in the languages of the desks.
cp site/casemate.conf site/spoken.conf
sed -i 's/desk .*{/& language = "de"/' site/spoken.conf
cat >>site/spoken.conf <<-'CONF'
	type "parcel" { title = "Parcel" field "Shelf" { } field "Colour" { kind = choice choices = { "Red" } } }
CONF
spoken()
{
	"$casemate" -c site/spoken.conf check --offline 2>&1 | sed 's/.*site.//'
}
like 'names that a language lacks' "$(spoken)" '^templates/de.words: it has no word for "Parcel", "Shelf", "Colour", "Red", which the desk "support" shows: add a line "type.parcel = \.\.\." for each, and one '
mkdir -p site/templates
printf 'type.parcel = %s\nfield.shelf = %s\nfield.colour = %s\nchoice.red = %s\n' \
	Parcel Shelf Colour Red >site/templates/en.words
printf 'type.parcel = %s\nfield.shelf = %s\nfield.colour = %s\nchoice.red = %s\n' \
	Paket Fach Farbe Rot >site/templates/de.words
is 'and has then, while languages of no desk may lack them' "$(spoken)" \
	'spoken.conf: no faults'
rm site/templates/??.words
sed -i 's/language = "de"/language = "xx"/' site/spoken.conf
like 'a language that nobody speaks' "$(spoken)" \
	'^spoken.conf:3: the desk "support" has the language "xx", of which there are no words: add xx.words '

# A store of the future is left alone.
$PYTHON - site/store/casemate.db <<-'EOF'
	import sqlite3, sys
	db = sqlite3.connect(sys.argv[1])
	db.execute("PRAGMA user_version = 999")
EOF
like 'a newer store' "$(check)" 'was written by a newer casemate \(schema step 999'

# The sample, as it stands and with all its comments taken away.
mkdir sample sample/templates sample/rules sample/types sample/keyring
sed 's|^store = .*|store = "store"|' "$CASEMATE_TREE/contrib/casemate.conf" >sample/casemate.conf
touch sample/relay.password
chmod 600 sample/relay.password
"$casemate" -c sample/casemate.conf init >/dev/null
ok 'the sample' "$casemate" -c sample/casemate.conf check --offline
sed -i -e 's/^#\([a-z}\t]\)/\1/' -e 's|"/var/lib/casemate/|"store/|' sample/casemate.conf
ok 'the sample with everything in it' "$casemate" -c sample/casemate.conf check --offline
done_testing
