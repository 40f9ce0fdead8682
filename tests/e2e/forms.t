# Types of case and their forms: asked for, filled in, asked back, completed, waived, refused.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

user_folder "$DESK" "$DESK/types"
desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" { address = \"sales@example.org\" prefix = \"SAL\" }
	types = \"types\"
	"
cat >"$DESK/types/16-quote.conf" <<-END
	type "quote" {
		title = "Request a quote"
		desk = "sales"
		field "Budget" { kind = number }
		field "Currency" { required_if = "Budget" }
	}
END
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'
cm person add anna@customer.test name=Anna >/dev/null
cm person add gus@agency.test name=Gus role=agency >/dev/null
is 'the configuration is right' "$(cm check --offline)" "$DESK_CONF: no faults"

# field NUMBER NAME: its value
field()
{
	cm case show --json "$1" | json "d['fields'].get('$2', 'none')"
}

# status NUMBER
status()
{
	cm case show --json "$1" | json 'd["status"]'
}

# A form is asked for.
TO=support+bug@example.org BODY=' '
post "$anna" '' "$proven"
is 'an empty mail opens nothing' "$(ended); $(told)" \
	'answered it asks something and belongs to no case; form anna@customer.test'
notice_to anna@customer.test
like 'has its own subject' "$(tr -d '\n' <"$T/notice")" 'Subject: Form - Report a bug'
like 'answers go to the type' "$(cat "$T/notice")" '^Reply-To: support\+bug@example.org'
is 'its subject is the site'\''s own' "$(tr -d '\n' <"$T/notice" | grep -c 'Subject: Form - Report a bug')" 1
like 'lists the fields' "$(words)" 'Type: bug.*Subject:.*Share with:.*Impact:.*1 Nobody can work / 2'
"$TEST_LIB/mailtool" text "$T/notice" >"$T/form"
is 'it holds no command' "$(grep -c '^[#!]' "$T/form")" 0
TO=support+bug@example.org BODY='-- 
Anna
+1 555 0100'
post "$anna" 'Report a bug' "$proven"
is 'nor does one with a signature alone' "$(ended)" \
	'answered it asks something and belongs to no case'
BODY='#form bug'
post eve@evil.test 'Printer on fire'
is 'a stranger gets it too' "$(ended); $(told)" \
	'answered it asks something and belongs to no case; form eve@evil.test'
notice_to eve@evil.test
like 'blank' "$(words)" 'Type: bug.*Subject:'
unlike 'without a word of the writer' "$(cat "$T/notice")$(words)" 'on fire'
BODY='#formular fehler'
post "$anna" 'x' "$proven"
notice_to anna@customer.test
like 'in another language, too' "$(words)" 'Type: bug'
BODY='#form'
post "$anna" 'x' "$proven"
notice_to anna@customer.test
like 'without a type it says which there are' "$(words)" 'Production issue - support\+production@example.org'
BODY='#form'
post 'Sam Staff <sam@staff.test>' 'x' "$proven"
notice_to sam@staff.test
like 'staff gets those that it may open for others, too' "$(words)" 'Request a new support user - support\+user@example.org'
TO=support+bug@example.org BODY=' '
post "$anna" '' "$proven" 'Auto-Submitted: auto-replied'
is 'a robot gets none' "$(told)" 'held sam@staff.test'

# A form that comes back.
filled()
{
	sed 's/^Subject:.*/Subject: Export loses lines/; s/^Project:.*/Project: Shop 2/
		s/^Impact:.*/Impact: 3/; s/^Detailed description:.*/Detailed description: The last line is missing./
		s/^Test environment:.*/Test environment: 7.4.1/' "$T/form"
}
TO=support+bug@example.org BODY=$(filled)
post "$anna" 'Re: Form - Report a bug' "$proven"
is 'opens a case' "$(ended); $(told)" 'case SUP-1; receipt anna@customer.test, comment sam@staff.test'
is 'of the type' "$(cm case show --json SUP-1 | json 'd["type"], d["title"], d["status"]')" \
	'["bug", "Export loses lines", "New"]'
is 'with its values' "$(field SUP-1 Impact); $(field SUP-1 Project)" "There is a way around it; Shop 2"
notice_to sam@staff.test
like 'staff sees that all is there' "$(words)" 'Form: 5 of 5 required fields'
like 'and what it says, without our words' "$(words)" \
	'In the form \(5 of 5 required fields\): Subject: Export loses lines Project: Shop 2 Impact: There is a way around it Detailed description: The last line is missing\. Test environment: 7\.4\.1'
unlike 'the form itself is left out' "$(words)" 'choose one|end of the form'
notice_to anna@customer.test
like 'the customer sees how it was understood' "$(words)" \
	'This is what we understood from your form: Subject: Export loses lines .*Impact: There is a way'
unlike 'the customer is asked for nothing' "$(words)" 'To go on'
unlike 'nor offered types' "$(words)" 'support\+production@'

# What is missing is asked back.
TO=support+bug@example.org BODY='Project: Shop 3
Impact: quite bad

The import stops at night, each night, and nobody knows why that may be.'
post "$anna" 'Import stops' "$proven"
is 'the case is there' "$(ended); $(status SUP-2)" 'case SUP-2; Information needed'
two=$(id_of SUP-2 anna@customer.test)
like 'what was said is not asked again' "$(field SUP-2 Subject); $(field SUP-2 'Detailed description' | tr '\n' ' ' | sed 's/ $//')" \
	'^Import stops; .*The import stops at night, each night, and nobody knows why that may be\.$'
notice_to anna@customer.test
like 'it asks for the rest' "$(words)" 'we need to know more: 1\. Impact \(.*\) 2\. Test environment Please'
like 'with the form filled in' "$(words)" 'Project: Shop 3'
"$TEST_LIB/mailtool" text "$T/notice" >"$T/asked"
notice_to sam@staff.test
like 'staff sees how complete it is' "$(words)" 'Form: 3 of 5 required fields'
like 'what is missing, and what is wrong' "$(words)" \
	'3 of 5 required fields; missing: Impact, Test environment\): Project: Shop 3 Impact: quite bad \(Choose one'
like 'and the rest of the text' "$(words)" 'Anna wrote: .*The import stops at night, each night, and nobody'
BODY=$(sed 's/^/> /' "$T/asked")
post "$anna" "Re: $two" "$proven"
is 'the form as it was says nothing' "$(status SUP-2); $(field SUP-2 Impact); $(field SUP-2 Project)" \
	'Information needed; none; Shop 3'
BODY=$(cat "$T/asked")
post "$anna" "Re: $two" "$proven"
is 'nor without marks' "$(status SUP-2); $(field SUP-2 Impact)" 'Information needed; none'
BODY='Impact: cosmetic'
post "$anna" "Re: $two" "$proven"
is 'part of it' "$(status SUP-2); $(told)" \
	'Information needed; receipt anna@customer.test, comment sam@staff.test'
notice_to anna@customer.test
like 'asks for the last one' "$(words)" 'one thing more: 1\. Test environment Please'
like 'in the status that it had' "$(words)" 'The status of case SUP-2 is still “Information needed”\.'
BODY=$(sed 's/^/> /; s/^> Test environment:.*/> Test environment: 7.5/' "$T/asked")
post "$anna" "Re: $two" "$proven"
is 'all of it' "$(status SUP-2); $(field SUP-2 'Test environment'); $(field SUP-2 Impact)" \
	'Work in progress; 7.5; Cosmetic'
notice_to sam@staff.test
like 'staff gets the answers alone' "$(words)" 'fields\): Test environment: 7\.5 What has changed'
unlike 'once' "$(words)" 'wrote:|> Test'
BODY='Project: Shop 9'
post "$anna" "Re: $two" "$proven"
is 'then such a line is text' "$(field SUP-2 Project)" 'Shop 3'

# Staff asks, and does without.
his=$(id_of SUP-2 sam@staff.test)
BODY='On which system?

#ask operating system, server tipe'
post "$sam" "Re: $his" "$proven"
is 'an unknown field' "$(ended)" 'returned a line of its commands is wrong'
notice_to sam@staff.test
like 'is answered with the nearest' "$(words)" 'Server type'
BODY='On which system?

#ask operating system, server type'
post "$sam" "Re: $his" "$proven"
is 'asks' "$(status SUP-2); $(told)" \
	'Information needed; receipt anna@customer.test, transcript sam@staff.test'
notice_to anna@customer.test
like 'for these' "$(words)" '1\. Operating system 2\. Server type Please'
like 'in his words' "$(words)" 'On which system'
BODY='Operating system: Debian 11
Server type: n/a'
post "$anna" "Re: $two" "$proven"
notice_to sam@staff.test
like 'is read to staff' "$(words)" 'Operating system: Debian 11 Server type: n/a'
is 'the complete answer' "$(status SUP-2); $(field SUP-2 'Operating system')" \
	'Work in progress; Debian 11'
BODY='#ask operating system'
post "$sam" "Re: $his" "$proven"
BODY='#waive all'
post "$sam" "Re: $his" "$proven"
is 'waived' "$(status SUP-2)" 'Work in progress'

# Who forgets is reminded of what is missing.
BODY='#ask operating system'
post "$sam" "Re: $his" "$proven"
now=$NOW NOW=2026-11-30T05:00:00Z
silently
cm --now "$NOW" tick >>"$DESK/log" 2>&1
like 'one reminder' "$(told)" 'reminder anna@customer.test'
notice_to anna@customer.test
like 'names the field' "$(words)" 'one thing more: 1\. Operating system Please'
like 'with a line to write on' "$("$TEST_LIB/mailtool" text "$T/notice")" '^Operating system:'
unlike 'and holds nothing else' "$(words)" 'Shop 3|Debian 11'
BODY=$("$TEST_LIB/mailtool" text "$T/notice" | sed 's/^/> /; s/^> Operating system:/& Debian 12/')
post "$anna" "Re: $two" "$proven"
is 'which can be filled in' "$(status SUP-2); $(field SUP-2 'Operating system')" \
	'Work in progress; Debian 12'

# The last one alone, with a farewell and a name.
BODY='#ask operating system'
post "$sam" "Re: $his" "$proven"
BODY='Debian 12.7

Kind regards
Anna'
post "$anna" "Re: $two" "$proven"
is 'a polite answer counts without its farewell' \
	"$(status SUP-2); $(field SUP-2 'Operating system')" 'Work in progress; Debian 12.7'
BODY='#ask operating system'
post "$sam" "Re: $his" "$proven"
BODY='Hello Sam,

Debian 13

Anna'
post "$anna" "Re: $two" "$proven"
is 'nor does the name alone belong to it' \
	"$(status SUP-2); $(field SUP-2 'Operating system')" 'Work in progress; Debian 13'

# A word that is none of what is missing leaves the reminder where it was.
BODY='#ask operating system'
post "$sam" "Re: $his" "$proven"
NOW=2026-12-01T05:00:00Z BODY='It is the one in the cellar.

Which of its systems do you mean?'
post "$anna" "Re: $two" "$proven"
is 'what answers nothing is a comment, and answered' "$(status SUP-2); $(told)" \
	'Information needed; receipt anna@customer.test, comment sam@staff.test'
notice_to anna@customer.test
like 'with what is missing' "$(words)" 'one thing more: 1\. Operating system Please'
BODY='The one beside the boiler.

Can Sam find out?'
post "$anna" "Re: $two" "$proven"
is 'once for each question' "$(status SUP-2); $(told)" 'Information needed; comment sam@staff.test'
NOW=2026-12-08T05:00:00Z
silently
cm --now "$NOW" tick >>"$DESK/log" 2>&1
is 'and a reminder follows it' "$(told)" 'reminder anna@customer.test'
BODY='#waive all'
post "$sam" "Re: $his" "$proven"
NOW=$now

# Without proof nothing of it goes back.
TO=support+emergency@example.org BODY='Risk: Revenue
Phone: +1 555 0199'
post bob@other.test 'No orders at all'
is 'an emergency without proof' "$(ended); $(status SUP-3)" 'case SUP-3; Information needed'
notice_to sam@staff.test
like 'staff sees what it says' "$(words)" 'missing: Impact\): Risk: Revenue Phone: \+1 555 0199'
notice_to bob@other.test
like 'is asked for what is missing' "$(words)" 'one thing more: 1\. Impact Please.*Impact:'
unlike 'by a blank form' "$(cat "$T/notice")$(words)" '0199|Revenue$|No orders at all'
is 'and is no emergency yet' "$(cm case show --json SUP-3 | json 'd["emergency"]')" null
three=$(id_of SUP-3 bob@other.test)
BODY='Impact: no orders since noon
Phone: +1 555 0000'
post bob@other.test "Re: $three"
notice_to bob@other.test
unlike 'whose receipt says nothing of it' "$(cat "$T/notice")$(words)" 'since noon|555 0000|understood'
is 'the answer completes it' "$(status SUP-3); $(field SUP-3 Impact); $(field SUP-3 Phone)" \
	'Work in progress; no orders since noon; +1 555 0199'

# Who may.
TO=support+change@example.org BODY='What is needed: new environment
Details: one for load tests'
post 'Gus <gus@agency.test>' 'Environment' "$proven"
is 'a value for customers alone' "$(ended); $(told)" \
	'answered "New environment" is for customers alone; refused gus@agency.test'
notice_to gus@agency.test
like 'says who may' "$(words)" 'the choice “New environment” is for customers alone'
like 'and gives the text back' "$(words)" 'one for load tests'
TO=support+user@example.org BODY='-- 
Gus'
post 'Gus <gus@agency.test>' 'User' "$proven"
is 'nor an empty mail to it' "$(ended); $(told)" \
	'answered type user is for customers alone; refused gus@agency.test'
notice_to gus@agency.test
like 'with the subject of it' "$(cat "$T/notice")" '^Subject: Not opened - Request a new support user'
TO=support+user@example.org BODY='Name: Carl'
post gus@agency.test 'User'
is 'a type for customers alone' "$(ended); $(told)" \
	'answered type user is for customers alone; refused gus@agency.test'
notice_to gus@agency.test
unlike 'without proof the text is not sent' "$(cat "$T/notice")$(words)" 'Carl'
TO=support+change@example.org BODY='What is needed: new environment
Details: one for load tests'
post "$anna" 'Environment' "$proven"
is 'a customer may' "$(ended); $(status SUP-4)" 'case SUP-4; New'
notice_to anna@customer.test
like 'is told how long it takes' "$(words)" 'take 3 to 5 working days'
is 'the audit is right' "$(cm audit >/dev/null 2>&1; echo $?)" 0

# Which type.
BODY='The lamp is broken.'
post "$anna" 'Lamp' "$proven"
notice_to anna@customer.test
like 'a plain mail is told of the addresses' "$(words)" 'Report a bug - support\+bug@example.org'
like 'of another desk, too' "$(words)" 'Request a quote - sales\+quote@example.org'
is 'and is of the default type' "$(cm case show --json SUP-5 | json 'd["type"]') $(status SUP-5)" 'problem New'
TO=support+quote@example.org BODY='Budget: 12000'
post "$anna" 'How much?' "$proven"
is 'a type takes its desk along' "$(ended)" 'case SAL-1'
notice_to anna@customer.test
like 'what follows from a value is asked for' "$(words)" 'one thing more: 1\. Currency Please'
BODY='Currency: n/a'
post "$anna" "Re: $(id_of SAL-1 anna@customer.test)" "$proven"
notice_to anna@customer.test
like 'and why it still is' "$(words)" '1\. Currency \(This has to be filled in\. If it isn.t known, say so again'
BODY='Currency: ?'
post "$anna" "Re: $(id_of SAL-1 anna@customer.test)" "$proven"
is 'who says so twice is believed' "$(status SAL-1)" 'Work in progress'
TO=sales+quote@example.org BODY='Budget: n/a'
post "$anna" 'How much?' "$proven"
is 'from no value nothing follows' "$(ended); $(status SAL-2)" 'case SAL-2; New'
BODY='Type: Sandbox issue
Environment: sandbox-3
Description: Each call is answered by 502.'
post "$anna" 'Sandbox' "$proven"
is 'a line of the form says it' "$(cm case show --json SUP-6 | json 'd["type"], d["status"]')" '["sandbox", "New"]'

# Client styles: HTML alone with bold labels, values on the next line, marks of a phone.
TO=support+bug@example.org BODY='<div>Hello,</div><div><b>Subject:</b> Slow export</div>
<div><b>Project:</b>&nbsp;Shop 5</div><div><b>Impact</b>: <span>There is a way around it</span></div>
<div><b>Detailed description:</b><br>It takes<br>an hour</div><div><b>Test environment:</b> 7.6</div>'
post "$anna" 'Slow' "$proven" 'MIME-Version: 1.0' 'Content-Type: text/html; charset=utf-8'
is 'HTML' "$(cm case show --json SUP-7 | json 'd["status"], d["fields"]["Project"], d["fields"]["Detailed description"]')" \
	'["New", "Shop 5", "It takes\nan hour"]'
TO=support+bug@example.org BODY='* Subject:
Printer
- Project:
Shop 6
• IMPACT
Some can’t work
- Detailed description: no paper
- test environment：7.7

Sent from my phone'
post "$anna" 'Printer' "$proven"
is 'values below, bullets' "$(cm case show --json SUP-8 | json 'd["title"], d["fields"]["Project"], d["fields"].get("Impact"), d["status"]')" \
	"[\"Printer\", \"Shop 6\", \"Some can't work\", \"New\"]"
TO=support+bug@example.org BODY='Betreff: Drucker
Projekt: Laden 7
Auswirkung: 4
Ausführliche Beschreibung: kein Papier
Testumgebung: 7.8'
post "$anna" 'Drucker' "$proven"
is 'another language' "$(cm case show --json SUP-9 | json 'd["title"], d["fields"]["Impact"], d["status"]')" \
	'["Drucker", "Cosmetic", "New"]'

# A command in a form is none.
TO=support+bug@example.org BODY="Subject: x
Project: y
Impact: cosmetic
Test environment: 1
Share with: bea@customer.test
Detailed description: first
#priority urgent
last"
post "$anna" 'x' "$proven"
is 'what stands in a field' "$(field SUP-10 'Detailed description' | tr '\n' ' ')" 'first #priority urgent last '
is 'shares by the rules of sharing' "$(cm case show --json SUP-10 | json '[p["address"] for p in d["participants"] if p["role"] == "follower"]')" \
	'["bea@customer.test"]'
his=$(id_of SUP-10 sam@staff.test)
BODY='#ask share with'
post "$sam" "Re: $his" "$proven"
BODY='Share with: carl@customer.test
Project: z'
post bea@customer.test "Re: $(id_of SUP-10 bea@customer.test)" "$proven"
is 'but only if it is its reporter who says so' "$(cm case show --json SUP-10 | json '[p["address"] for p in d["participants"] if p["role"] == "follower"]')" \
	'["bea@customer.test"]'
is 'who alone corrects what is there' "$(field SUP-10 Project)" y

# A question may answer itself.
TO=support+question@example.org BODY='Where can I see my cases?'
post "$anna" 'Cases' "$proven"
is 'a question is open all the same' "$(ended); $(status SUP-11)" 'case SUP-11; New'
notice_to anna@customer.test
like 'its receipt answers it' "$(words)" 'Perhaps this helps at once: A mail to us with the line.*list of your cases.*stays open until you tell us'
like 'and the link that says so is there' "$(words)" 'if it is solved: support\+[A-Z0-9]*\.done@'
like 'the history has the answer' "$(cm case show --json SUP-11 | json '[e["text"] for e in d["entries"] if e["kind"] == "answer"]')" 'list of your cases'
BODY='Where can I see my cases?'
post "$anna" 'Cases again' "$proven"
notice_to anna@customer.test
unlike 'another type is not' "$(words)" 'Perhaps this helps'

# Our own example is no answer, and that is said.
TO=support+bug@example.org BODY='Subject: Slow
Project: Web shop 2, checkout
Impact: 4
Detailed description: It takes an hour.
Operating system: Debian 12.7 with kernel 6.1.0-26
Test environment: 7.4.1'
post "$anna" 'Slow' "$proven"
slow=$(ended | sed 's/case //')
notice_to anna@customer.test
like 'an example is no answer' "$(words)" \
	'one thing more: 1\. Project \(The answer is the example from the form; write your own\.\) Please'
BODY='Project: Web shop 2, checkout'
post "$anna" "Re: $(id_of "$slow" anna@customer.test)" "$proven"
notice_to anna@customer.test
like 'as often as it is given' "$(words)" '1\. Project \(The answer is the example'
BODY='Project: Web shop 3'
post "$anna" "Re: $(id_of "$slow" anna@customer.test)" "$proven"
is 'another one is' "$(status "$slow"); $(field "$slow" Project)" 'Work in progress; Web shop 3'
is 'in a field that may stay empty nothing is asked' "$(field "$slow" 'Operating system')" none

# Nobody knows, or it is said elsewhere: asked once more, and then the case does without.
TO=support+bug@example.org BODY='Subject: Unknown host
Project: Shop 4
Impact: I am not sure
Share with: n/a
Detailed description: see below
Operating system: siehe unten
Test environment: unknown'
post "$anna" 'Hosts' "$proven"
vain=$(ended | sed 's/case //')
is 'no answer is no value but in a long text' \
	"$(for name in Subject Impact 'Share with' 'Operating system' 'Test environment' \
		'Detailed description'; do field "$vain" "$name"; done | tr '\n' ';')" \
	'Unknown host;none;none;none;none;see below;'
notice_to anna@customer.test
like 'what is required is asked for' "$(words)" \
	'1\. Impact \(This has to be filled in\. If it isn.t known, .*\) 2\. Test environment \(This has to'
notice_to sam@staff.test
like 'staff reads what was written, and what of it is none' "$(words)" \
	'Impact: I am not sure \(This has .*Operating system: siehe unten Test environment: unknown \(This'
unlike 'once' "$(words)" 'not sure.*not sure|unknown .*unknown'
BODY='#share bea@customer.test'
post "$anna" "Re: $(id_of "$vain" anna@customer.test)" "$proven"
BODY='No idea.'
post bea@customer.test "Re: $(id_of "$vain" bea@customer.test)" "$proven"
is 'who was not asked answers nothing by it' "$(status "$vain"); $(told)" \
	'Information needed; comment anna@customer.test, comment sam@staff.test'
BODY='Das weiß ich leider nicht, da müssen Sie Kai fragen.

Viele Grüße
Anna'
post "$anna" "Re: $(id_of "$vain" anna@customer.test)" "$proven"
is 'a second time it is believed, and the case goes on' \
	"$(status "$vain"); $(field "$vain" 'Test environment')" 'Work in progress; none'
notice_to sam@staff.test
like 'staff reads why' "$(words)" 'Test environment: Das weiß ich .* \(It isn.t known, and is not asked for any more\.\)'
like 'the history has it' "$(cm case show --json "$vain" | json '[e["text"] for e in d["entries"]]')" \
	"'Not known: Impact', 'Not known: Test environment'|\"Not known: Impact\", \"Not known: Test environment\""
BODY='#ask operating system'
post "$sam" "Re: $(id_of "$vain" sam@staff.test)" "$proven"
BODY='See attachment.'
post "$anna" "Re: $(id_of "$vain" anna@customer.test)" "$proven"
is 'what staff alone asks for is answered by it' "$(status "$vain"); $(field "$vain" 'Operating system')" \
	'Work in progress; none'
BODY='#ask test environment'
post "$sam" "Re: $(id_of "$vain" sam@staff.test)" "$proven"
BODY='Version 7.4.2, see attachment'
post "$anna" "Re: $(id_of "$vain" anna@customer.test)" "$proven"
is 'an answer that points elsewhere besides is one' "$(field "$vain" 'Test environment')" \
	'Version 7.4.2, see attachment'

# A text within the form comes back as it was written, and what is polite is no part of it.
TO=support+bug@example.org BODY='Hello team,

Project: Shop 4
Detailed description: It stops.
What to do: open list, then: close
it at 10:00.

Kind regards
Anna'
post "$anna" 'Lists' "$proven"
lists=$(ended | sed 's/case //')
is 'a farewell ends the last text' "$(field "$lists" 'Detailed description' | tr '\n' '/')" \
	'It stops./What to do: open list, then: close/it at 10:00./'
notice_to anna@customer.test
like 'a text keeps its colons' "$(words)" 'It stops\. What to do꞉ open list, then꞉ close it at 10:00\.'
BODY=$("$TEST_LIB/mailtool" text "$T/notice" | sed 's/^/> /; s/^> Impact:.*/> Impact: cosmetic/
	s/It stops/It always stops/')
post "$anna" "Re: $(id_of "$lists" anna@customer.test)" "$proven"
like 'which are colons again' "$(field "$lists" 'Detailed description' | tr '\n' ' ')" \
	'(It stops|It always stops)\. What to do: open list, then: close it at 10:00'
TO=support+bug@example.org BODY='Hi,

Steps: open list, close list; it stops each time, whoever tries it.

Thanks and best regards
Anna'
post "$anna" 'Lists' "$proven"
lists=$(ended | sed 's/case //')
is 'nor is a greeting part of the rest' "$(field "$lists" 'Detailed description')" \
	'Steps: open list, close list; it stops each time, whoever tries it.'
notice_to anna@customer.test
like 'whose colon comes back' "$(words)" 'Steps꞉ open list, close list'

# A form that names its subject late, with a value that doesn't fit.
TO=support+bug@example.org BODY='Project: Shop 5
Impact: somewhat

The print button stays grey since Monday, whoever tries it.'
post "$anna" 'Report a bug' "$proven"
grey=$(ended | sed 's/case //')
is 'what does not fit is in its field alone' "$(field "$grey" 'Detailed description')" \
	'The print button stays grey since Monday, whoever tries it.'
notice_to anna@customer.test
like 'which is asked for once more' "$(words)" 'Impact \(Choose one of'
unlike 'who fills in a form means no old case' "$(words)" 'If you mean a case'
BODY='Subject: Print button is grey'
post "$anna" "Re: $(id_of "$grey" anna@customer.test)" "$proven"
is 'the case is called as its field says' \
	"$(cm case show --json "$grey" | json 'd["title"]')" 'Print button is grey'
BODY='Subject: Something else'
post "$anna" "Re: $(id_of "$grey" anna@customer.test)" "$proven"
is 'but only where it had no name' \
	"$(cm case show --json "$grey" | json 'd["title"]')" 'Print button is grey'

# A list that is none names those of customers alone.
BODY='#list stuck'
post "$anna" "Re: $(id_of "$grey" anna@customer.test)" "$proven"
notice_to anna@customer.test
like 'a list that is none' "$(words)" 'mine, late, open, all'
unlike 'names none of staff' "$(words)" 'unassigned'

# Where the mail server knows no extensions.
sed -i '1i address_extensions = no' "$DESK_CONF"
BODY='The door is stuck.'
post "$anna" 'Door' "$proven"
notice_to anna@customer.test
like 'the receipt says it in words' "$(words)" 'Report a bug - “.*#form bug”'
BODY='#form sandbox'
post "$anna" 'x' "$proven"
notice_to anna@customer.test
like 'answers go to the desk' "$(cat "$T/notice")" '^Reply-To: support@example.org'
BODY='> Environment: sandbox-4
> Description: It is slow.'
post "$anna" 'Re: Form - Sandbox issue' "$proven"
is 'the subject says which form it is' \
	"$(cm case show --json "$(ended | sed 's/case //')" | json 'd["type"], d["title"]')" '["sandbox", "Sandbox issue"]'

# What somebody may not choose is not offered.
TO=support+change@example.org BODY=' '
post 'Gus <gus@agency.test>' 'Environment' "$proven"
notice_to gus@agency.test
form=$("$TEST_LIB/mailtool" text "$T/notice")
like 'a form offers no such value, with the numbers of all' "$(words)" \
	'\(1 Change of an environment / 2 Firewall or network\) \(3 Access to an environment / 4 End of access / 5 Other\)'
unlike 'of none' "$form" 'New environment|monitoring'
TO=support+change@example.org BODY=$(printf '%s\n' "$form" | sed 's/^/> /')
post 'Gus <gus@agency.test>' 'Re: Form - Infrastructure change request and access management' "$proven"
gus=$(ended | sed 's/case //')
is 'sent back as it is it says nothing' "$(field "$gus" 'What is needed')" none
notice_to gus@agency.test
unlike 'nor does what asks for the rest' "$(words)" 'New environment|monitoring'
TO=support+$(id_of "$gus" gus@agency.test)@example.org BODY="What is needed: environment
$(printf '%s\n' "$form")"
post 'Gus <gus@agency.test>' 'Environment' "$proven"
notice_to gus@agency.test
like 'what is wrong names those that are open' "$(words)" \
	'What is needed \([^)]*Change of an environment, .*Other'
unlike 'alone' "$(words)" 'New environment|monitoring'
cm --now "$NOW" person set gus@agency.test language=de
TO=support+change@example.org BODY=' '
post 'Gus <gus@agency.test>' 'Environment' "$proven"
notice_to gus@agency.test
unlike 'in another language' "$(words)" 'Neue Umgebung|Monitoring|Überwachung'
cm --now "$NOW" person set gus@agency.test language=en
TO=support+change@example.org BODY=' '
post 'Bob <bob@other.test>' 'Environment' "$proven"
notice_to bob@other.test
like 'others are offered all' "$(words)" '6 New environment / 7 Access to environment monitoring'

# What is wrong with a type is said with its line.
cat >"$DESK/types/90-own.conf" <<-END
	type "own" {
		priority = "soon"
		field "A" { kind = choice choices = { "x" } }
		field "B" { required_if = "A = y" }
	}
END
like 'check names file and line' "$(cm check --offline)" 'types/90-own.conf:2: there is no priority "soon"'
like 'and what is never asked' "$(cm check --offline)" 'types/90-own.conf:4: "B" would never be asked for'
done_testing
