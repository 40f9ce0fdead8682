# What staff marks a case by: tags and links, a change request, a release, the desk's name.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" { address = \"sales@example.org\" prefix = \"SAL\" }
	"
anna='Anna <anna@customer.test>'
sam='Sam Staff <sam@staff.test>'

# command TEXT [NUMBER]: a mail of Sam's on this case
command()
{
	TO=support+$(id_of "${2:-SUP-1}" sam@staff.test)@example.org BODY=$1
	post "$sam" 'Re: case' "$proven"
}

# said: what the last notice to Sam says
said()
{
	says_to "${1:-sam@staff.test}"
}

tags() { cm case show --json "${1:-SUP-1}" | json '", ".join(d["tags"])'; }
links() { cm case show --json "$1" | json '", ".join(l["number"] + " " + l["kind"] for l in d["links"])'; }
texts() { cm case show --json "$1" | json '"; ".join(e["text"] for e in d["entries"] if e["kind"] == "'"$2"'")'; }

post "$anna" Printer "$proven"
post 'bob@other.test' Scanner
TO=sales@example.org
post 'bob@other.test' Prices

command '#tag printer, Very Loud, printer'
is 'tags' "$(tags)" 'Very Loud, printer'
is 'told to nobody but who set them' "$(told)" 'transcript sam@staff.test'
like 'who is told them' "$(said)" '^\* Tag: Very Loud'
is 'each in the history' "$(texts SUP-1 tag)" 'Tag: printer; Tag: Very Loud'
command '#tag PRINTER, -veryloud'
is 'without regard to case' "$(tags)" printer
command '#tag red, -green'
is 'a bad one' "$(ended)" 'returned a line of its commands is wrong'
like 'is named' "$(said)" 'the case has no tag "green"; it has: printer'
is 'and nothing is done' "$(tags)" printer
command '#untag printer'
is 'untag' "$(tags)" ''
command '#tag ,'
like 'none at all' "$(said)" 'nothing is named'
command '#tag one'
like 'in the show of the case' "$(cm case show SUP-1)" '^Tags +one$'

command '#link sup-2 SAL-1'
is 'links' "$(links SUP-1)" 'SUP-2 related, SAL-1 related'
is 'at both ends' "$(links SUP-2), $(links SAL-1)" 'SUP-1 related, SUP-1 related'
is 'in both histories' "$(texts SUP-1 link) | $(texts SUP-2 link)" \
	'Linked with SUP-2; Linked with SAL-1 | Linked with SUP-1'
is 'customers hear nothing of it' "$(told)" 'transcript sam@staff.test'
like 'in the show of the case' "$(cm case show SUP-1)" '^Links +SUP-2 \(related\) Scanner: New$'
command '#link -SUP-2'
is 'removed' "$(links SUP-1) | $(links SUP-2)" 'SAL-1 related | '
command '#link SUP-1'
like 'not with itself' "$(said)" 'SUP-1 is this very case'
command '#link SUP-99'
like 'nor with none' "$(said)" 'there is no case "SUP-99"; a case number looks like SUP-12'
command '#unlink SUP-2'
like 'nor ended twice' "$(said)" 'there is no link with SUP-2'
TO=support+$(id_of SUP-1 anna@customer.test)@example.org
BODY='#tag mine'
post "$anna" 'Re: Printer' "$proven"
is 'a customer has no tags to give' "$(tags)" one

command '#change'
is 'a change request' "$(cm case show --json SUP-1 | json 'd["type"] + " " + str(d["change_request"])')" \
	'change True'
cm case set SUP-1 type=problem
is 'and none again by its type' \
	"$(cm case show --json SUP-1 | json 'd["type"] + " " + str(d["change_request"])')" 'problem False'

command '#released 2.4.1'
is 'a release' "$(cm case show --json SUP-1 | json 'd["status"]')" 'Feedback waiting'
is 'is told as a status' "$(told)" 'receipt anna@customer.test, transcript sam@staff.test'
like 'with the version' "$(said anna@customer.test)" '^\* Released in: 2\.4\.1$'
is 'and is in the history' "$(texts SUP-1 released)" 'Released in 2.4.1'
command '#released 2.4.2'
is 'the next one is told too' "$(told)" 'receipt anna@customer.test, transcript sam@staff.test'

command 'We look into it.

#reply-as desk'
notice_to anna@customer.test
like "the desk's name" "$(grep '^From: ' "$T/notice")" '^From: "?Example Support"? <'
unlike 'and not the writer' "$(said anna@customer.test)" 'Sam'
is 'the history knows' "$(cm case show --json SUP-1 | json '[e["author"]["name"] for e in d["entries"]
	if e["kind"] == "comment"][-1]')" 'Sam Staff'
command 'We look into it.

#reply-as Santa Claus'
like 'no other name' "$(said)" 'is no name to answer under; choose one of: desk, me'
# What is so already is said, and what can't be is explained.
command '#tag café'
command '#tag café'
like 'a tag that it has' "$(said)" '^\* The case has the tag café already\.$'
BODY='Another one.'
post "$anna" Another "$proven"
other=$(ended | sed 's/.* //')
command "#link $other"
command "#link $other"
like 'a link that it has' "$(said)" "^\\* The case is linked with $other already\\.\$"
command '#link ABC-12'
said=$(said | tr '\n' ' ')
like 'a key where no tracker is configured' "$said" '"ABC-12" is no case number, which looks like SUP-12, and no tracker is configured here'
like 'and how a case is linked' "$said" 'a case is linked by its number:.*link.*SUP-12'
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
