# What people ask in their own words: how a case stands, with a number or in its thread; and a
# question that belongs to no case.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna Smith <anna@customer.test>' fred='Fred <fred@other.test>' sam='Sam Staff <sam@staff.test>'

# last EXPRESSION: of the last entry of SUP-1
last()
{
	cm case show --json SUP-1 | json "d[\"entries\"][-1]$1"
}

BODY='It prints in purple.'
post "$anna" 'Purple printer' "$proven"
one=$(id_of SUP-1 anna@customer.test)
BODY='We look at it.

#share fred@other.test
#eta 2026-12-01'
post "$sam" "Re: $(id_of SUP-1 sam@staff.test)" "$proven"
freds=$(id_of SUP-1 fred@other.test)

# A participant.
BODY='Hi, what is the status of SUP-1? Thanks, Anna'
post "$anna" 'A question' "$proven" 'Reply-To: eve@evil.test'
is 'a question is answered, and staff gets it; nobody else does' "$(ended); $(told)" \
	'entry SUP-1; overview anna@customer.test, comment sam@staff.test'
notice_to anna@customer.test
like 'says how the case stands' "$(words)" 'in the status “New” and expected to be done by Tuesday, 2026-12-01'
like 'what happened' "$(words)" 'It prints in purple'
like 'and where the question is' "$(words)" 'automatic answer\. Your question is kept in the case'
is 'the history has it as it was written' "$(last '["kind"], d["entries"][-1]["text"]')" \
	'["comment", "Hi, what is the status of SUP-1? Thanks, Anna"]'
notice_to sam@staff.test
like 'and so has staff' "$(words)" 'what is the status of SUP-1'
BODY=' '
post "$anna" 'Wie ist der Stand bei SUP-1?' "$proven"
is 'the subject may be the question' "$(ended); $(told)" \
	'entry SUP-1; overview anna@customer.test, comment sam@staff.test'
is 'which is kept' "$(last '["text"]')" 'Wie ist der Stand bei SUP-1?'
BODY='Any news? It is green now.'
post "$anna" "Re: $one" "$proven"
is 'whoever says more comments, as ever' "$(ended); $(told)" \
	'entry SUP-1; comment fred@other.test, comment sam@staff.test'
BODY='Any news?'
post "$anna" "Re: $one"
is 'without proof, by the own ID' "$(told)" 'overview anna@customer.test, comment sam@staff.test'
notice_to anna@customer.test
like 'status and ETA are told' "$(words)" 'in the status “New” and expected to be done by Tuesday, 2026-12-01'
unlike 'and nothing that anybody wrote' "$(cat "$T/notice")$(words)" 'purple|Purple|green'
cap=$(stored "SELECT count(*) FROM receipt WHERE address = 'anna@customer.test'")
is 'answers count as receipts' "$cap" 4

# A follower, with Anna in copy, and from another address of his.
NOW=2026-11-22T08:00:00Z
cm person set fred@other.test alias=fred@home.test
BODY='Any news on SUP-1?'
post "$fred" 'Printer' "$proven" "Cc: $anna"
is 'a follower asks' "$(ended); $(told)" 'entry SUP-1; overview fred@other.test, comment sam@staff.test'
like 'and is answered by himself alone' "$(notice_to fred@other.test; cat "$T/notice")" '^Subject: Overview - SUP-1'
BODY='Any news on SUP-1?'
post 'Fred <fred@home.test>' 'Printer' "$proven"
is 'at the address on record' "$(told)" 'overview fred@other.test, comment sam@staff.test'

# Others.
BODY='What is the status of SUP-1?'
post 'Eve <eve@evil.test>' 'A question' "$proven"
is 'a stranger opens a case' "$(ended); $(told)" \
	'case SUP-2; receipt eve@evil.test, comment sam@staff.test'
notice_to eve@evil.test
unlike 'and learns nothing' "$(cat "$T/notice")$(words)" 'SUP-1\>|purple|Purple|2026-12-01'
# alike NAME: the last receipt but for names, numbers and IDs
alike()
{
	words | sed -E "s/(SUP-|CM)[0-9A-Z]*/x/g; s/$1/NAME/g"
}
receipt=$(alike Eve)
BODY='What is the status of SUP-99?'
post 'Ida <ida@evil.test>' 'A question' "$proven"
notice_to ida@evil.test
is 'nor whether there is such a number' "$(alike Ida)" "$receipt"
BODY='What is the status of SUP-1?'
post "$anna" 'A question' 'Authentication-Results: mx.example.org; dmarc=fail'
is 'a forged question is held' "$(ended); $(told)" \
	'held its From address is forged (dmarc=fail); held sam@staff.test'
BODY='What is the status of SUP-1?'
post 'Eve <eve@evil.test>' "Re: $one" "$proven"
is "and one by somebody's ID" "$(ended); $(told)" 'held the sender is not part of the case it names; nobody'
BODY='What is the status of SUP-1?'
post "$anna" "Re: $freds"
like "without proof somebody else's ID is answered nothing" "$(ended); $(told)" \
	'^entry SUP-1; comment fred@other.test, comment sam@staff.test$'
BODY='Any news on SUP-1?'
post "$anna" 'Automatic reply' "$proven" 'Auto-Submitted: auto-replied'
unlike 'a robot is answered nothing' "$(told)" 'anna'
BODY='Any news?'
post "$sam" "Re: $(id_of SUP-1 sam@staff.test)" "$proven"
is 'staff asks the customer' "$(told)" 'comment anna@customer.test, comment fred@other.test'

# A question opens nothing again.
cm case set SUP-1 status=Done
BODY='Any news on SUP-1?'
post "$anna" 'A question' "$proven"
is 'a closed case stays closed' "$(cm case show --json SUP-1 | json 'd["status"]'); $(told)" \
	'Done; overview anna@customer.test, comment sam@staff.test'
notice_to anna@customer.test
like 'and the answer says how to open it' "$(words)" 'your reply opens the case again'
# Merged cases answer to their old numbers.
post "$anna" 'Scanner' "$proven"
last=$(ended | sed 's/case //')
cm case set "$last" status='Work in progress'
BODY="#merge SUP-1 $last"
post "$sam" 'x' "$proven"
BODY='Any news on SUP-1?'
post "$anna" 'A question' "$proven"
is 'by the old number' "$(ended)" "entry $last"
like 'it is that of now' "$(notice_to anna@customer.test; cat "$T/notice")" "^Subject: Overview - $last"

# A question that belongs to no case opens one; the receipt names the sender's open ones.
NOW=2026-11-23T05:00:00Z
cm --now "$NOW" case set "$last" title='#done Printer'
BODY='The drum is worn.'
post "$anna" 'Drum' "$proven"
unlike 'a report is no question' "$(notice_to anna@customer.test; words)" 'cases of yours|SUP-1\>'
drum=$(ended | sed 's/case //')
post "$anna" 'Closed one' "$proven"
cm case set "$(ended | sed 's/case //')" status=Done
NOW=2026-11-23T08:00:00Z
cm --now "$NOW" case note "$drum" 'Quite worn.'
BODY='When will my printer be repaired?'
post "$anna" 'A question' "$proven"
is 'a question opens a case' "$(ended | sed 's/[0-9]*$//'); $(told)" \
	'case SUP-; receipt anna@customer.test, comment sam@staff.test'
opened=$(ended | sed 's/case //')
notice_to anna@customer.test
like 'whose receipt names the others, the last changed first' "$(words)" \
	"These cases of yours are open: \\* $drum: Drum \\(New\\) \\* $last: .{0,4}#done Printer \\(Work in progress\\) To answer"
unlike 'but no closed one, nor itself' "$(words)" "Closed one|\\* $opened"
BODY='When will my printer be repaired?'
post "$anna" 'A question'
unlike 'without proof it names none' "$(notice_to anna@customer.test; words)" 'of yours|Drum'
BODY='When will my printer be repaired?'
post "$sam" 'A question' "$proven"
unlike 'nor to staff' "$(notice_to sam@staff.test; words)" 'of yours|Drum'
BODY='When will my printer be repaired?'
post "$fred" 'A question' "$proven"
notice_to fred@other.test
like 'a follower is named what he follows' "$(words)" "of yours are open: \\* $last: "
unlike 'and nothing else' "$(words)" 'Drum'
NOW=2026-11-24T05:00:00Z
post "$fred" 'Re: my old case' "$proven"
like 'an answer to nothing is a question, too' "$(notice_to fred@other.test; words)" 'of yours are open'
BODY="Does it work?

#for $anna"
post "$sam" 'A question' "$proven"
unlike 'what staff forwards names none' "$(notice_to anna@customer.test; words)" 'of yours'
stored "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1010)
	INSERT INTO cases (prefix, number, desk, title, type, status, customer, opened_ms, updated_ms)
	SELECT 'SUP', i, 'support', 'Many', 'problem', 'New', 'x', 1, i FROM n;
	INSERT INTO participant (case_id, person, role, tracking_id, added_ms) SELECT id,
	(SELECT person FROM address WHERE address = 'ida@evil.test'), 'contact', 'x' || id, 1 FROM cases
	WHERE title = 'Many'"
BODY='Does it work?'
post 'Ida <ida@evil.test>' 'A question' "$proven"
notice_to ida@evil.test
is 'of many it names ten' "$(words | grep -o '\* SUP-[0-9]*:' | wc -l)" 10
like 'and how many more' "$(words)" '\* and 2 more'
ok 'every mail is accounted for' cm audit
done_testing
