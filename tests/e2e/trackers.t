#!/bin/sh
# Tickets that a case has in other trackers: who sets them, who sees them, how they are found.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	tracker \"jira\" {
	  pattern = \"(ABC|WEB)-[0-9]+\"
	  url = \"https://jira.example.org/browse/\$0\"
	}
	tracker \"github\" {
	  pattern = \"gh#([0-9]+)\"
	  url = \"https://github.example/product/issues/\$1\"
	  internal = yes
	}
	tracker \"late\" { pattern = \"[a-z]+#77\" }
	"
anna='Anna <anna@customer.test>'
sam='Sam Staff <sam@staff.test>'
vic='Vic Vendor <vic@vendor.test>'

# command TEXT [NUMBER]: a mail of Sam's on this case
command()
{
	TO=support+$(id_of "${2:-SUP-1}" sam@staff.test)@example.org BODY=$1
	post "$sam" 'Re: case' "$proven"
}

# customer TEXT: one of Anna's
customer()
{
	TO=support+$(id_of SUP-1 anna@customer.test)@example.org BODY=$1
	post "$anna" 'Re: Printer' "$proven"
}

# said [ADDRESS] [KIND]: what the last notice to somebody says, plain or html
said()
{
	notice_to "${1:-sam@staff.test}"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m.get_body((sys.argv[2],)).get_content().replace(" \n", " "))' "$T/notice" "${2:-plain}"
}

tickets()
{
	cm case show --json "${1:-SUP-1}" | json '", ".join(t["key"] + " " + (t["status"] or "-")
		for t in d["tickets"])'
}
texts() { cm case show --json "$1" | json '"; ".join(e["text"] for e in d["entries"] if e["kind"] == "'"$2"'")'; }
found() { cm case list --json "$@" | json '" ".join(c["number"] for c in d)'; }

post "$anna" Printer "$proven"
post 'bob@other.test' Scanner

command '#link ABC-123 in progress'
is 'a ticket with its status' "$(tickets)" 'ABC-123 in progress'
is 'told to nobody but who set it' "$(told)" 'transcript sam@staff.test'
like 'who is told it' "$(said)" '^\* Ticket: ABC-123: in progress'
is 'in the history' "$(texts SUP-1 ticket)" 'Ticket ABC-123: in progress'
like 'in the show of the case' "$(cm case show SUP-1)" \
	'^Tickets +ABC-123 \(jira\): in progress  https://jira.example.org/browse/ABC-123$'
is 'for programs' "$(cm case show --json SUP-1 | json 'd["tickets"]')" \
	'[{"tracker": "jira", "key": "ABC-123", "status": "in progress", "url": "https://jira.example.org/browse/ABC-123"}]'
command 'We look into it.

#link ABC-123: in review, gh#9 open'
is 'another status, and one more' "$(tickets)" 'ABC-123 in review, gh#9 open'
like 'the customer reads it in the summary' "$(said anna@customer.test)" \
	'^Ticket: ABC-123 \(in review\) https://jira.example.org/browse/ABC-123$'
like 'with a link' "$(said anna@customer.test html)" 'href="https://jira.example.org/browse/ABC-123"'
like 'and as what has changed' "$(said anna@customer.test)" \
	'Ticket: ABC-123: in review \(before: ABC-123: in progress\)'
unlike 'but nothing of an internal tracker' "$(said anna@customer.test plain; said anna@customer.test html)" \
	'gh#9|github'
customer '#info'
like 'also when asking' "$(said anna@customer.test)" '^Ticket: ABC-123 \(in review\)'
unlike 'of that one nothing' "$(said anna@customer.test)" 'gh#9'
command '#info'
like 'staff reads both' "$(said)" '^Ticket: gh#9 \(open\) https://github.example/product/issues/9$'
command '#link SUP-2 WEB-1'
is 'a case of ours is a link, a key a ticket' \
	"$(tickets) | $(cm case show --json SUP-1 | json 'd["links"][0]["number"]')" \
	'ABC-123 in review, WEB-1 -, gh#9 open | SUP-2'
command '#link ABC-123'
is 'without a status it stays' "$(tickets)" 'ABC-123 in review, WEB-1 -, gh#9 open'
command '#link WEB-1 done, ABC-123 none'
is 'none empties it' "$(tickets)" 'ABC-123 -, WEB-1 done, gh#9 open'
command '#link -WEB-1, -ABC-123, ABC-7 waiting for ABC-8'
is 'taken away' "$(tickets)" 'ABC-7 waiting for ABC-8, gh#9 open'
like 'which the history says' "$(texts SUP-1 ticket)" 'Ticket removed: WEB-1: done; Ticket removed: ABC-123;'
command '#unlink gh#9'
is 'by the other verb' "$(tickets)" 'ABC-7 waiting for ABC-8'
command '#link -ABC-99'
like 'not what is not there' "$(said)" 'the case has no ticket ABC-99'
command '#link gh#77'
like 'nor what two trackers may have' "$(said)" 'gh#77 may be a ticket of github and of late'
command '#link ABC-9 fine, XYZ-5'
like 'nor what none has' "$(said)" '"XYZ-5" is neither a case number, which looks like SUP-12, nor'
is 'and then nothing is done' "$(tickets)" 'ABC-7 waiting for ABC-8'
command '#link SUP-99'
like 'a case has to be there' "$(said)" 'there is no case "SUP-99"'
command "#link ABC-9 $(printf '%050d' 0)"
like 'a status is short' "$(said)" 'the status of a ticket is at most 40 characters'

customer 'It is like ABC-500.

#link ABC-500 open'
is 'a customer has none to set' "$(tickets)" 'ABC-7 waiting for ABC-8'
is 'found by key' "$(found --external abc-7)" SUP-1
is 'among what a search found' "$(found --search waiting --external ABC-7)" SUP-1
is 'and by words' "$(found --search ABC-7)" SUP-1
is 'no more once it is gone' "$(found --external WEB-1)" ''
ok 'by the command line' cm case link SUP-2 ABC-7 on hold
is 'in that case' "$(tickets SUP-2)" 'ABC-7 on hold'
is 'both are found' "$(found --external ABC-7)" 'SUP-2 SUP-1'

cm person add vic@vendor.test name='Vic Vendor' role=partner >/dev/null
cm partner add Vendor address=vic@vendor.test >/dev/null
command '#partner Vendor'
unlike 'a partner hears of none' "$(said vic@vendor.test; said vic@vendor.test html)" 'ABC-7'

# A text that is removed takes along what it had set.
command '#link WEB-66 xyzzy-secret'
seq=$(cm case show --json SUP-1 | json '[e["seq"] for e in d["entries"] if e["kind"] == "ticket"][-1]')
like 'removed with the text' "$(cm case redact SUP-1 "$seq")" 'It had given the tickets: WEB-66\.'
is 'for good' "$(tickets)" 'ABC-7 waiting for ABC-8'

# Without its tracker nobody knows who may see a ticket.
sed -i '/tracker "jira"/,/}/d' "$DESK_CONF"
customer '#info'
unlike 'of a tracker that is no more customers hear nothing' "$(said anna@customer.test)" 'ABC-7'
command '#link ABC-7 done'
like 'nor is it set' "$(said)" 'ABC-7 is a ticket of jira, which the configuration has no more'
command '#link -ABC-7'
is 'but it can be taken away' "$(tickets)" ''
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
