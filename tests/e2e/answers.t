# What is asked by mail: how a case stands, its history.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/prefix = "SUP"/a internal = "staff@example.org"' "$DESK_CONF"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

# answered DESCRIPTION KIND ADDRESS: the last mail was answered by this alone; reads the answer
answered()
{
	is "$1" "$(ended); $(told)" "answered SUP-1; $2 $3"
	notice_to "$3"
}

BODY='It prints in purple.'
post "$anna" 'Purple printer' "$proven"
one=$(id_of SUP-1 anna@customer.test)
his=$(id_of SUP-1 sam@staff.test)
TO=staff+$his@example.org BODY='She never plugs it in.'
post "$sam" 'Re: x' "$proven"
BODY='Is it plugged in?

#eta 2026-12-01'
post "$sam" "Re: $his" "$proven"

# How it stands.
TO=support+$one.info@example.org BODY=' '
post "$anna" '' "$proven"
answered 'an empty mail' overview anna@customer.test
like 'has a subject of its own' "$(tr -d '\n' <"$T/notice")" 'Subject: Overview - SUP-1, Purple printer'
like 'says how it stands' "$(words)" 'in the status “New” and expected to be done by Tuesday, 2026-12-01'
like 'and what happened' "$(words)" 'It prints in purple.*ETA: none -> Tuesday, 2026-12-01'
unlike 'but no note' "$(words)" 'plugs it in'
like 'a reply joins the case' "$(cat "$T/notice")" "^Reply-To: support\\+$one@example.org"
BODY='Does it?'
post "$anna" 'Re: Overview' "In-Reply-To: <$(sed -n 's/^Message-I[dD]: <\(.*\)>.*/\1/p' "$T/notice")>"
is 'by its thread alone, too' "$(ended)" 'entry SUP-1'
BODY='#info'
post "$anna" "Re: $one"
answered 'without proof' overview anna@customer.test
like 'status and ETA are told' "$(words)" 'in the status “New” and expected to be done by Tuesday, 2026-12-01'
unlike 'and nothing that anybody wrote' "$(cat "$T/notice")$(words)" 'purple|Purple|plug'
BODY='#info'
post "$anna" "Re: $one" 'Auto-Submitted: auto-replied'
is 'a robot is answered nothing' "$(told)" nobody
BODY='#info

It still prints in purple.'
post "$anna" "Re: $one" "$proven"
is 'words beside it are a comment' "$(ended); $(told)" \
	'entry SUP-1; overview anna@customer.test, comment sam@staff.test'
BODY='#info'
post eve@evil.test "Re: $one" "$proven"
is 'a stranger is held' "$(ended); $(told)" \
	'held the sender is not part of the case it names; held sam@staff.test'

# The history.
BODY='#history'
post "$anna" "Re: $one" "$proven"
answered 'the history' history anna@customer.test
like 'holds all' "$(words)" 'Anna \* ?It prints|It prints in purple.*Is it plugged in.*Does it\?.*still prints'
like 'the desk stands for staff' "$(words)" 'UTC, Example Support Is it plugged in'
unlike 'no note' "$(cat "$T/notice")$(words)" 'plugs'
unlike 'and no command' "$(words)" '(^| )[#!][a-z]'
BODY='#history'
post "$anna" "Re: $one"
like 'without proof there is none' "$(ended); $(told)" \
	'^entry SUP-1; transcript anna@customer.test, comment sam@staff.test'
notice_to anna@customer.test
unlike 'nor a word of it' "$(cat "$T/notice")$(words)" 'history|purple'
BODY='#history'
post "$sam" "Re: $his" "$proven"
answered "staff's" history sam@staff.test
like 'holds notes' "$(words)" 'Sam Staff \(a note, for staff alone\) She never plugs it in'
like 'so an answer is a note' "$(cat "$T/notice")" "^Reply-To: staff\\+$his@example.org"
BODY='Good.'
TO=staff+$his@example.org
post "$sam" 'Re: History' "$proven"
is 'it is' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["kind"]')" note
BODY='#info

It hums, too.'
post "$anna" "Re: $one" "$proven"
notice_to anna@customer.test
like 'what is said beside the question is part of the answer' "$(words)" 'It hums, too\.'
is 'once' "$(words | grep -o 'It hums' | wc -l)" 1
# Lists.
BODY='#list'
post "$anna" 'My cases' "$proven"
is 'a list is no case' "$(ended); $(told)" \
	'answered it asks something and belongs to no case; list anna@customer.test'
notice_to anna@customer.test
like 'has its subject' "$(cat "$T/notice")" '^Subject: List of cases - Example Support'
like 'names case, status, ETA, change' "$(words)" \
	'SUP-1: Purple printer New, expected Tuesday, 2026-12-01, last change 2026-11-22'
is 'belongs to none' "$(stored "SELECT count(*) FROM outbox WHERE kind = 'list' AND case_id IS NOT NULL")" 0
list=$(sed -n 's/^Message-I[dD]: <\(.*\)>.*/\1/p' "$T/notice" | tr -d '\r')
BODY='And the scanner?'
post "$anna" 'Re: List of cases' "$proven" "In-Reply-To: <$list>"
is 'an answer to it opens none' "$(ended)" 'held it answers a list of cases and names none'
BODY='And the scanner?'
post "$anna" 'Re: List of cases, SUP-1' "$proven" "In-Reply-To: <$list>"
is 'but joins the one it names' "$(ended)" 'entry SUP-1'
BODY='#list'
post "$anna" 'My cases'
is 'without proof there is none' "$(ended); $(told)" \
	'answered its commands need a case, and it names none; help anna@customer.test'
post "$anna" 'My cases' "$proven"
is 'another one' "$(ended)" 'case SUP-2'
cm case set SUP-2 status=Done
# listed VALUE FROM: the numbers that a list answers
listed()
{
	# In a subshell, where the count of mails goes no further.
	BODY="#list $1" MID=list$(stored 'SELECT count(*) FROM delivery')@customer.test
	post "$2" 'x' "$proven"
	notice_to "$(printf '%s\n' "$2" | sed 's/.*<//; s/>//')"
	words | grep -o 'SUP-[0-9]*:' | tr -d '\n:' | sed 's/SUP-/ /g; s/^ //'
}
is 'open ones' "$(listed '' "$anna")" 1
is 'all' "$(listed all "$anna")" '2 1'
is 'of a status' "$(listed done "$anna")" 2
is 'none is late' "$(listed late "$anna")" ''
is 'in German, open ones' "$(listed offene "$anna")" 1
is 'a status in Russian' "$(listed закрыто "$anna")" 2
BODY='#meine Fälle alle'
post "$anna" 'Fälle' "$proven"
like 'a verb of two words' "$(notice_to anna@customer.test; words)" 'SUP-2: .*SUP-1: '
NOW=2026-12-01T22:00:00Z
is 'on the day of the ETA neither' "$(listed late "$anna")" ''
NOW=2026-12-02T05:00:00Z
is 'later it is' "$(listed late "$anna"), $(listed überfällig "$anna")" '1, 1'
is 'a stranger has none' "$(listed all 'Eve <eve@customer.test>')" ''
post 'Eve <eve@customer.test>' Paper "$proven"
BODY='#list unassigned'
post "$anna" "Re: $one" "$proven"
like 'unassigned is for staff' "$(told)" 'transcript anna@customer.test'
is 'who have it' "$(listed unassigned "$sam")" '3 1'
is 'nobody has assigned anything' "$(listed mine "$sam")" ''
cm case set SUP-1 assignee=sam@staff.test
is 'but then' "$(listed '' "$sam"), $(listed unassigned "$sam")" '1, 3'
BODY='#list frob'
post "$sam" x "$proven"
like 'a wrong word is returned' "$(ended)" '^returned'
# Several questions in one mail.
BODY='#list mine
#list unassigned
#list mine'
post "$sam" x "$proven"
is 'two lists are one mail' "$(told)" 'list sam@staff.test'
notice_to sam@staff.test
like 'each with its own cases' "$(words)" \
	'asked for \(mine\): \* SUP-1: .*asked for \(unassigned\): \* SUP-3: '
unlike 'none twice' "$(words)" 'SUP-1:.*SUP-1:|SUP-3:.*SUP-3:'
list=$(sed -n 's/^Message-I[dD]: <\(.*\)>.*/\1/p' "$T/notice" | tr -d '\r')
BODY='And the scanner?'
post "$sam" 'Re: List of cases' "$proven" "In-Reply-To: <$list>"
is 'an answer to both comes back' "$(ended); $(told)" \
	'returned it answers a list of cases and names none; returned sam@staff.test'
notice_to sam@staff.test
like 'with what to do' "$(words)" 'answers a list of cases.* with the number in the subject'
BODY='#list mine
#list open
#list late
#list all
#list new
#list done'
post "$sam" x "$proven"
like 'more than five are too many' "$(ended)" '^returned'
BODY='#info
#list
#history
#people
#help'
post "$anna" "Re: $one" "$proven"
is 'short answers are one mail, the history its own' "$(told)" \
	'history anna@customer.test, transcript anna@customer.test'
cm queue show "$(stored "SELECT max(id) FROM outbox WHERE kind = 'transcript'")" >"$T/notice"
said=$(words)
like 'who takes part' "$said" 'Of the staff: Sam Staff'
like 'how it stands' "$said" 'Case SUP-1 is in the status “New” .*What happened last:'
like 'the list' "$said" 'These are the cases you asked for: \* SUP-1'
like 'the help' "$said" '#reopen – '
unlike 'the status is said once' "$said" 'has the status'
unlike 'no command of ours' "$("$TEST_LIB/mailtool" text "$T/notice")" '^[#!]'
like 'a reply joins the case' "$(cat "$T/notice")" "^Reply-To: support\\+$one@example.org"
BODY='#help
#info'
post "$anna" "Re: $one"
is 'without proof they are one, too' "$(told)" 'transcript anna@customer.test'
unlike 'and tell no more than alone' "$(notice_to anna@customer.test; cat "$T/notice"; words)" 'purple|Purple'

# An empty list says of what there is none.
# none VALUE FROM: what the list of that value says
none()
{
	listed "$1" "$2" >/dev/null
	notice_to "$(printf '%s\n' "$2" | sed 's/.*<//; s/>//')"
	words | sed 's/ This mail belongs.*//; s/.*, //'
}
cm case set SUP-3 assignee=sam@staff.test
is 'unassigned' "$(none unassigned "$sam")" 'No cases are unassigned.'
cm case set SUP-3 assignee=none
is 'a status' "$(none pending "$sam")" 'No case has the status “Pending”.'
for language in de:ohne es:asignar fr:responsable ja:ありません ru:исполнителя; do
	cm person set sam@staff.test language="${language%%:*}"
	cm case set SUP-3 assignee=sam@staff.test
	listed unassigned "$sam" >/dev/null
	notice_to sam@staff.test
	like "in words: $language" "$(words)" "${language##*:}"
	unlike 'all of them filled in' "$(words)" '[{][{]|is_unassigned'
	cm case set SUP-3 assignee=none
done
cm person set sam@staff.test language=en

cm org add 'Customer Ltd' domains=customer.test
cm person add carl@customer.test name=Carl org='Customer Ltd'
cm person set anna@customer.test org='Customer Ltd'
post "$anna" 'Shared' "$proven"
number=$(stored 'SELECT max(number) FROM cases')
is "a colleague's where nothing is shared" "$(listed '' 'Carl <carl@customer.test>')" ''
cm org set 'Customer Ltd' sharing=yes
is 'where it is' "$(listed '' 'Carl <carl@customer.test>')" "$number"
is 'but not as his own' "$(listed mine 'Carl <carl@customer.test>')" ''
stored "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1149)
	INSERT INTO cases (prefix, number, desk, title, type, status, customer, assignee, opened_ms, updated_ms)
	SELECT 'SUP', i, 'support', 'Many', 'problem', 'New', 'x',
	(SELECT person FROM address WHERE address = 'sam@staff.test'), 1, i FROM n"
is 'a long list ends at 100' "$(listed mine "$sam" | wc -w)" 100
like 'and says how many more' "$(words)" 'There are more: 51\. This'
stored "WITH RECURSIVE n (i) AS (SELECT 2000 UNION ALL SELECT i + 1 FROM n WHERE i < 2600)
	INSERT INTO cases (prefix, number, desk, title, type, status, customer, assignee, opened_ms, updated_ms)
	SELECT 'SUP', i, 'support', 'Many', 'problem', 'Done', 'x',
	(SELECT person FROM address WHERE address = 'sam@staff.test'), 1, i + 2000000000000 FROM n"
is 'closed ones, though they changed later, cut off nothing' "$(listed mine "$sam" | wc -w)" 100
like 'nor count' "$(words)" 'There are more: 51\. This'
is 'of many that are asked for' "$(listed Done "$sam" | cut -d' ' -f1-3)" '2600 2599 2598'
like 'it says that they are not all' "$(words)" 'at least 400\..*too many cases'
# Nothing but questions opens no case, whatever is polite around them.
ida='Ida Agency <ida@agency.test>'
BODY='Please help.'
post "$ida" 'Ida opens one' "$proven"
own=$(ended | sed 's/case //')
for words in '#people' '#info' '#history'; do
	BODY=$words
	post "$ida" question "$proven"
	is "$words without a case opens none" "$(ended); $(told)" \
		'answered it asks something and belongs to no case; list ida@agency.test'
	notice_to ida@agency.test
	like 'it says what it needs, and which there are' "$(words)" \
		"“$words” needs the number of a case\\..* Your open cases: \\* $own: Ida opens one"
done
BODY='#info'
post "$ida" question
is 'without proof' "$(told)" 'list ida@agency.test'
notice_to ida@agency.test
unlike 'no case is named' "$(words)" "$own|no open cases"
for words in '#help

Ida Agency
Agency Ltd' 'Hello,

#list

Thank you
Ida' '#list mine late'; do
	BODY=$words
	post "$ida" question "$proven"
	like 'courtesies are no text' "$(ended)" '^answered'
done
# Nor does what only a case that is there can have; who has none here is told how to write to us.
max='Max <max@strange.test>'
for words in '#info' '#list' '#status' '#wip' 'Hello,

#history

Thanks
Max' '#info
#status work in progress' '#done'; do
	for proof in "$proven" 'X-None: 1'; do
		BODY=$words
		post "$max" Hello "$proof"
		is "$(echo $words) of a stranger opens none" "$(ended); $(told)" \
			'answered its commands need a case, and it names none; help max@strange.test'
	done
done
notice_to max@strange.test
like 'he is told how to write to us' "$(words)" \
	'holds a command alone and belongs to no case.* Write to support@example.org in your own words'
unlike 'nothing of his is in it' "$(cat "$T/notice")" '#done'
is 'nobody knows him' "$(stored "SELECT count(*) FROM address WHERE address = 'max@strange.test'")" 0
for words in '#status of my new printer' '#info
The printer is broken.' '#emergency' '#share bob@other.test'; do
	BODY=$words
	post 'Moritz <moritz@strange.test>' Hello 'X-None: 1'
	like "$(echo $words) opens one" "$(ended)" '^case'
done
for words in '#done' '#wip' '#rate 5'; do
	BODY=$words
	post "$ida" thanks "$proven"
	is "$words of a customer" "$(ended); $(told)" \
		'answered its commands need a case, and it names none; list ida@agency.test'
done
BODY='#done'
post "$ida" thanks "$proven"
notice_to ida@agency.test
like 'who reads which there are' "$(words)" "“#done” needs the number of a case\\..* \\* $own: Ida opens one"
BODY='#wip'
post "$sam" 'what I do' "$proven"
is "staff's is returned" "$(ended); $(told)" \
	'returned a line of its commands is wrong; returned sam@staff.test'

BODY='#help

Ida Agency
the printer is broken'
post "$ida" question "$proven"
like 'but what goes on is' "$(ended)" '^case'
BODY='Help me.

#list'
post 'New <new@plain.test>' 'First of all' "$proven"
new=$(ended | sed 's/case //')
notice_to new@plain.test
like 'a list has the case that its own mail opens' "$(for id in $(stored "SELECT id FROM outbox WHERE id > $mails_mark AND recipient = 'new@plain.test'"); do
	cm queue show "$id" >"$T/notice"
	words
done)" "\\* $new: First of all"

ok 'every mail is accounted for' cm audit
done_testing
