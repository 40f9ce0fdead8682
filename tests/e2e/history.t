#!/bin/sh
# `case history`: who did what, when, by which mail, on which proof.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
PROVEN='Authentication-Results: mx.example.org; dmarc=pass'

MID=first@customer.test
post 'Anna <anna@customer.test>' Printer "$PROVEN"
ID=$(stored "SELECT tracking_id FROM participant WHERE case_id = 1 AND role = 'reporter'")
NOW=2026-11-22T06:00:00Z
MID=second@staff.test
BODY='We clean it.

#eta 2026-12-01
#mine'
post 'Sam Staff <sam@staff.test>' "Re: $ID" "$PROVEN"
NOW=2026-11-22T07:00:00Z
MID=third@customer.test
BODY='#done'
post 'Anna <anna@customer.test>' "Re: $ID"
cm --now 2026-11-22T08:00:00Z case set SUP-1 priority=High --as sam@staff.test

history=$(cm case history SUP-1)
note "$history"
says() { like "$1" "$history" "^$2\$"; }
says 'an opening' '2026-11-22T05:00:00Z  mail +anna@customer\.test \(reporter: dmarc=pass\): Hello.* <first@customer\.test>'
says 'an attribute' '2026-11-22T06:00:00Z  eta +sam@staff\.test \(staff: dmarc=pass\): ETA: none -> 2026-12-01 <second@staff\.test>'
says 'who works on it' '2026-11-22T06:00:00Z  assignee +sam@staff\.test \(staff: dmarc=pass\): .*sam@staff.test <second@staff\.test>'
says 'an answer' '2026-11-22T06:00:00Z  comment +sam@staff\.test \(staff: dmarc=pass\): We clean it\. <second@staff\.test>'
says 'without proof' '2026-11-22T07:00:00Z  status +anna@customer\.test \(reporter, unproven: our mail server says nothing about it\): Status: .* -> Done <third@customer\.test>'
says 'on the command line' '2026-11-22T08:00:00Z  priority +sam@staff\.test \(staff\): Priority: Normal -> High'
is 'in JSON as well' "$(cm case history --json SUP-1 | json 'd["entries"][1]["author"]["proof"]')" dmarc=pass
done_testing
