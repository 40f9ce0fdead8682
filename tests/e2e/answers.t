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
proven='Authentication-Results: mx.example.org; dmarc=pass'
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

# words: the last notice's text in one line
words()
{
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}

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
like 'says how it stands' "$(words)" 'in the status “New” and expected to be done by 2026-12-01'
like 'and what happened' "$(words)" 'It prints in purple.*ETA: none -> 2026-12-01'
unlike 'but no note' "$(words)" 'plugs it in'
like 'a reply joins the case' "$(cat "$T/notice")" "^Reply-To: support\\+$one@example.org"
BODY='Does it?'
post "$anna" 'Re: Overview' "In-Reply-To: <$(sed -n 's/^Message-I[dD]: <\(.*\)>.*/\1/p' "$T/notice")>"
is 'by its thread alone, too' "$(ended)" 'entry SUP-1'
BODY='#info'
post "$anna" "Re: $one"
answered 'without proof' overview anna@customer.test
like 'status and ETA are told' "$(words)" 'in the status “New” and expected to be done by 2026-12-01'
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
like 'without proof there is none' "$(ended); $(told)" '^entry SUP-1; comment sam@staff.test'
BODY='#history'
post "$sam" "Re: $his" "$proven"
answered "staff's" history sam@staff.test
like 'holds notes' "$(words)" 'Sam Staff \(a note, for staff alone\) She never plugs it in'
like 'so an answer is a note' "$(cat "$T/notice")" "^Reply-To: staff\\+$his@example.org"
BODY='Good.'
TO=staff+$his@example.org
post "$sam" 'Re: History' "$proven"
is 'it is' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["kind"]')" note
ok 'every mail is accounted for' cm audit
done_testing
