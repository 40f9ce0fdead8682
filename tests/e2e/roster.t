# What is known of staff and organisations is used: duty rosters, leads, teams, contracts.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'
for name in tina uwe vera; do
	cm person add $name@staff.test role=staff desk=support
done
cm org add 'Customer Ltd' domains=customer.test languages=de tier=Gold
# text_to ADDRESS: of the last notice to it, in one line
text_to()
{
	notice_to "$1"
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}
like 'a contract is listed' "$(cm org list)" 'Gold'

# --- an emergency: all staff, the lead, who is on duty
post "$anna" Printer
staff='comment sam@staff.test, comment tina@staff.test, comment uwe@staff.test, comment vera@staff.test'
like 'all staff hear of a case' "$(told)" "$staff"
like 'with the contract' "$(text_to tina@staff.test)" 'Customer: Customer Ltd \(contract: Gold\)'
unlike 'which is nothing for the customer' "$(text_to anna@customer.test)" 'Gold|contract'
silently
cm --now "$NOW" case set SUP-1 emergency=Declared
is 'an emergency: all of them' "$(told | sed 's/[^,]*anna[^,]*, //')" \
	'emergency sam@staff.test, emergency tina@staff.test, emergency uwe@staff.test, emergency vera@staff.test'
cm person set vera@staff.test lead=support
silently
cm --now "$NOW" case set SUP-1 emergency=Confirmed
is 'the lead' "$(told)" 'emergency anna@customer.test, emergency vera@staff.test'
cm person set tina@staff.test duty=support:2
cm person set uwe@staff.test duty=support:3
silently
cm --now "$NOW" case set SUP-1 emergency=Declared
is 'who is first in the roster' "$(told)" 'emergency anna@customer.test, emergency tina@staff.test'
sed -i '/prefix = "SUP"/a duty_days = 7' "$DESK_CONF"
NOW=2026-11-22T23:59:00Z
silently
cm --now "$NOW" case set SUP-1 emergency=Confirmed
before=$(told)
NOW=2026-11-23T00:01:00Z
silently
cm --now "$NOW" case set SUP-1 emergency=Declared
is 'by turns, from Monday on' "$before; $(told)" \
	'emergency anna@customer.test, emergency uwe@staff.test; emergency anna@customer.test, emergency tina@staff.test'
cm --now "$NOW" case set SUP-1 assignee=sam@staff.test
silently
cm --now "$NOW" case set SUP-1 emergency=Confirmed
is 'and who works on it' "$(told)" \
	'emergency anna@customer.test, emergency sam@staff.test, emergency tina@staff.test'
post "$sam" 'Fire' "$proven"
BODY='It burns.

#emergency'
post 'Tina <tina@staff.test>' 'Fire' "$proven"
like 'others hear of a new case all the same' "$(told)" 'comment sam@staff.test, .*comment uwe@staff.test, comment vera@staff.test'

# --- teams
cm person set uwe@staff.test teams=Platform,Print
cm person set vera@staff.test teams=platform
post "$anna" Network
number=$(stored "SELECT prefix || '-' || max(number) FROM cases")
his=$(id_of "$number" sam@staff.test)
BODY='#assign Platform'
post "$sam" "Re: $his" "$proven"
is 'a team is told that a case is its own' "$(told)" \
	'transcript sam@staff.test, comment uwe@staff.test, comment vera@staff.test'
like 'in words' "$(text_to uwe@staff.test)" 'Team: platform'
is 'it is the team'"'s" "$(cm case show --json "$number" | json '[d["team"], d["assignee"]]')" '["platform", null]'
post "$anna" "Re: $(id_of "$number" anna@customer.test)"
is 'which hears what comes next, nobody else' "$(told)" 'comment uwe@staff.test, comment vera@staff.test'
unlike 'the customer sees no team' "$(text_to anna@customer.test)" 'latform'
BODY='#list team'
post 'Vera <vera@staff.test>' 'list' "$proven"
like "the own team's cases" "$(text_to vera@staff.test)" "$number"
BODY='#list team print'
post "$sam" 'list' "$proven"
unlike "another team's" "$(text_to sam@staff.test)" "$number"
BODY='#list team Platform'
post "$sam" 'list' "$proven"
like 'by its name' "$(text_to sam@staff.test)" "$number"
BODY='#list team'
post "$anna" 'list' "$proven"
unlike 'not for customers' "$(text_to anna@customer.test)" "$number.*Network"
BODY='#assign Plumbers'
post "$sam" "Re: $his" "$proven"
like 'no such team' "$(text_to sam@staff.test)" '"Plumbers" is not on the staff of desk support'
ok 'the command line assigns it, too' cm --now "$NOW" case set "$number" assignee=print
is 'so' "$(cm case show --json "$number" | json 'd["team"]')" print
ok 'and takes it away' cm --now "$NOW" case set "$number" assignee=none
is 'so' "$(cm case show --json "$number" | json '[d["team"], d["assignee"]]')" '[null, null]'
# --- messages as they came
BODY='Line one.'
post "$anna" "Re: $(id_of SUP-1 anna@customer.test)" 'X-Odd: raw field'
cp "$T/letter" "$T/came"
seq=$(stored "SELECT max(seq) FROM entry WHERE case_id = 1")
his=$(id_of SUP-1 sam@staff.test)
BODY="#history raw $seq"
post "$sam" "Re: $his" "$proven"
like 'who may not is told so' "$(text_to sam@staff.test)" \
	'messages as they came are for those of the staff of desk support who may see them'
cm person set sam@staff.test raw=support
BODY="#history raw $seq"
post "$sam" "Re: $his" "$proven"
is 'who may gets the history' "$(told)" 'history sam@staff.test'
notice_to sam@staff.test
like 'with the message' "$(cat "$T/notice")" 'filename="?message-'"$seq"'\.eml'
tr -d '\r' <"$T/notice" | awk '/^Content-Disposition: attachment/ {on = 1} on && /^$/ {body = 1; next}
	body && /^--/ {exit} body' | base64 -d >"$T/raw"
is 'as it came' "$(cksum <"$T/raw")" "$(cksum <"$T/came")"
token=$(token_to sam@staff.test)
BODY='#history raw 4711'
post "$sam" "Re: $his" "$proven"
like 'no such message' "$(text_to sam@staff.test)" 'there is no such message in this case'
BODY='#history nonsense'
post "$sam" "Re: $his" "$proven"
like 'nor such a word' "$(text_to sam@staff.test)" '"nonsense" can.t stand here'
BODY="#history raw $seq"
post "$sam" "Re: $his"
unlike 'without proof nothing goes out' "$(told)" history
BODY="#history raw $seq"
post "$anna" "Re: $(id_of SUP-1 anna@customer.test)" "$proven"
unlike "it isn't for customers" "$(notice_to anna@customer.test; cat "$T/notice")" 'message-'

# --- rules ask for the contract
user_folder "$T/rules"
echo 'rule "Gold first" { tier = "^gold$" language = "^de" priority = "Urgent" }' >"$T/rules/1.conf"
chmod 644 "$T/rules/1.conf"
sed -i "1i rules = \"$T/rules\"" "$DESK_CONF"
post 'new@customer.test' 'By its domain'
is 'a rule for a contract' "$(stored 'SELECT priority FROM cases ORDER BY id DESC LIMIT 1')" Urgent
post 'someone@else.test' 'Without one'
is 'hits nobody else' "$(stored 'SELECT priority FROM cases ORDER BY id DESC LIMIT 1')" Normal
cm org set 'Customer Ltd' tier=Silver
post 'new@customer.test' 'By its domain'
is 'nor under another one' "$(stored 'SELECT priority FROM cases ORDER BY id DESC LIMIT 1')" Normal
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
