#!/bin/sh
# Rules from file to store: they sort, hold and discard mail; `explain` says which one decided and
# what a changed file would change.
. "$(dirname "$0")/../lib/tap.sh"

cd "$T" || exit 1
mkdir rules mails
cat >casemate.conf <<-'EOF'
	store = "store"
	rules = "rules"
	desk support { address = "support@example.org" }
	desk billing { address = "billing@example.org" prefix = "BIL" }
	send { via = maildir maildir = out }
EOF
cat >rules/50-own.conf <<-'EOF'
	rule "Printers" {
		subject = '\bprinters?\b'
		type = "production"
		priority = "High"
		assignee = "eve@example.org"
		tag = { "hardware", "printer" }
	}
	rule "Invoices" {
		attachment = '^invoice.*\.pdf$'
		desk = "billing"
		stop = yes
	}
	rule "Newsletters" {
		header "List-Unsubscribe" { }
		discard = "newsletter"
	}
EOF

cat >rules/60-replies.conf <<-'EOF'
	rule "Urgent after all" {
		on = reply
		text = 'urgent'
		priority = "Urgent"
		type = "question"
		assignee = "carl@example.org"
		tag = "pressing"
	}
EOF

casemate()
{
	"$CASEMATE_BUILD/casemate" -c casemate.conf "$@"
}

# mail NAME SUBJECT [HEADER-LINE]: makes mails/NAME
mail()
{
	printf 'From: Anna <anna@customer.example>\nTo: support@example.org\nSubject: %s\n%sMessage-ID: <%s@customer.example>\n\nHelp\n' \
		"$2" "${3:+$3
}" "$1" >"mails/$1"
}

# The worker that the first delivery starts takes the later ones as well.
deliver()
{
	casemate deliver -f anna@customer.example support@example.org <"mails/$1"
}

all_done()
{
	casemate audit --json | grep -q '"accepted":4,"waiting":0'
}

mail 1 'The Printer is gone'
mail 2 'Hello' 'X-Spam-Flag: YES'
mail 3 'News' 'List-Unsubscribe: <mailto:a@b.example>'
cat >mails/4 <<-'EOF'
	From: Anna <anna@customer.example>
	To: support@example.org
	Subject: Your money
	Message-ID: <4@customer.example>
	MIME-Version: 1.0
	Content-Type: multipart/mixed; boundary=b

	--b

	See there.
	--b
	Content-Type: application/pdf
	Content-Disposition: attachment; filename="Invoice 12.pdf"

	%PDF
	--b--
EOF

ok 'a store' casemate init
ok 'a colleague' casemate person add eve@example.org name=Eve role=staff desk=support
ok 'another' casemate person add carl@example.org name=Carl role=staff desk=support
is 'no faults' "$(casemate check)" "$T/casemate.conf: no faults"

# Whom a rule names must be on the staff.
sed 's/"eve@/"bob@/' rules/50-own.conf >rules/60-bob.conf
sed -i 's/rule "/rule "Bob: /; s/hold = /&/; /"Bob: Printers"/,/}/s/priority/desk = "billing"\n\tpriority/' rules/60-bob.conf
where=$T/rules/60-bob.conf:$(grep -n bob@ rules/60-bob.conf | cut -d: -f1)
bob='bob@example.org is not on the staff of'
is 'a stranger for assignee' "$(casemate check)" "$where: $bob desk billing: take somebody who is, $(
	)or \"casemate person add bob@example.org role=staff desk=billing\""
casemate person add bob@example.org name=Bob role=staff desk=support
like 'staff of another desk' "$(casemate check)" "^$where: $bob desk billing: "
sed -i '/desk = "billing"/d' rules/60-bob.conf
is 'staff of some desk' "$(casemate check)" "$T/casemate.conf: no faults"
casemate person set bob@example.org alias=robert@example.org
sed -i 's/"bob@/"Robert@/' rules/60-bob.conf
is 'by a second address' "$(casemate check)" "$T/casemate.conf: no faults"
like 'which assigns as well' "$(casemate explain mails/1)" '^set assignee to bob@example.org'
casemate person remove bob@example.org
like 'gone' "$(casemate check)" \
	"^$T/rules/60-bob.conf:[0-9]+: Robert@example.org is not on the staff of any desk: "
rm rules/60-bob.conf
explained=$(casemate explain mails/1)
like 'explain names the rule and why' "$explained" \
	"^because: rule Printers \\($T/rules/50-own.conf:1\\): subject has \"Printer\"$"
like 'and what follows' "$explained" 'type production, status Information needed, priority High'
is 'and does nothing' "$(casemate case list --json)" '[]'

for name in 1 2 3 4; do
	ok "mail $name is taken" deliver $name
done
ok 'all are handled' wait_for 20 all_done
explained=$(casemate explain mails/1)
like 'explain knows what is here already' "$explained" '^end as duplicate'
like 'and still says which rule' "$explained" '^because: rule Printers'
shown=$(casemate case show --json SUP-1)
like 'sorted: type' "$shown" '"type":"production"'
like 'sorted: priority' "$shown" '"priority":"High"'
like 'sorted: assignee' "$shown" '"assignee":"eve@example.org"'
like 'held by a shipped rule' "$(casemate held list)" 'marked it as spam'
like 'another desk' "$(casemate case list)" 'BIL-1'
is 'nothing else became a case' "$(casemate case list | grep -Ec '(SUP|BIL)-')" 2
like 'the discarded one is accounted for' "$(casemate audit --json)" '"dropped":1[,}]'

# A reply, by a rule for replies alone.
id=$(casemate case show --json SUP-1 | grep -o 'CM[0-9A-Z]*' | head -n 1)
mail 5 "Re: it $id"
sed -i 's/^Help$/Now it is urgent/' mails/5
ok 'a reply is taken' deliver 5
all_done()
{
	casemate audit --json | grep -q '"entry":1,'
}
ok 'and handled' wait_for 20 all_done
shown=$(casemate case show --json SUP-1)
like 'a rule changes the priority' "$shown" '"priority":"Urgent"'
like 'the type' "$shown" '"type":"question"'
like 'and the assignee' "$shown" '"assignee":"carl@example.org"'
like 'the history says who did it' "$(casemate case history SUP-1)" \
	'casemate .*Priority: High -> Urgent'
sed -i 's/tag = .*/desk = "billing"/' rules/60-replies.conf
like 'a reply to another desk is a fault' "$(casemate check)" \
	'60-replies.conf:7: a reply stays at the desk of its case'
rm rules/60-replies.conf mails/5

# A changed file, before it goes live.
mkdir new
sed 's/"High"/"Low"/; 1i # all lines move' rules/50-own.conf >new/50-own.conf
compared=$(casemate explain --rules new/50-own.conf mails)
like 'what would be no more' "$compared" '^  - open case .* priority High'
like 'what would be instead' "$compared" '^  \+ open case .* priority Low'
like 'for one mail alone' "$compared" '^1 of 4 mails would be handled otherwise'
printf '# nothing is held\n' >new/10-spam.conf
like 'a folder stands in place of the site'\''s' "$(casemate explain --rules new mails)" \
	'^2 of 4 mails would be handled otherwise'
printf 'rule "x" { subject = "(" tag = "t" }\n' >new/50-own.conf
printf 'rule "y" { tag = "t" }\n' >>new/50-own.conf
broken=$(casemate explain --rules new/50-own.conf mails 2>&1)
like 'a broken file is refused' "$broken" "^casemate: new/50-own.conf:1: pattern '\\('"
like 'with all its faults' "$broken" '^casemate: new/50-own.conf:2: rule "y" has no condition'
done_testing
