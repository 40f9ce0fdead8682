# What waits is decided about by mail: #release and #drop, the addresses in the digest, #send; and
# nobody outside can tell by it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" {
		address = \"sales@example.org\"
	}
	"
cm person add sally@staff.test name=Sally role=staff desk=sales
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>' eve=eve@evil.test

last()
{
	stored 'SELECT max(id) FROM held'
}

# fate [NUMBER]: what became of a held mail
fate()
{
	stored "SELECT coalesce(h.decision, 'waits') || ' ' || d.outcome || ' ' || h.decided_by FROM held h
		JOIN delivery d ON d.id = h.delivery WHERE h.id = ${1:-$(last)}"
}

# said: the words that the last transcript tells
said()
{
	cm queue show "$(stored "SELECT max(id) FROM outbox WHERE kind IN ('transcript', 'returned')")" >"$T/notice"
	"$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' '
}

# digest: the last one goes to $T/notice
digest()
{
	cm queue show "$(stored "SELECT max(id) FROM outbox WHERE kind = 'held'")" >"$T/notice"
}

# answers ADDRESS TEXT [FIELD...]: to the last digest
answers()
{
	answers_id=$(tr -d '\r' <"$T/digest" | sed -n 's/^Message-ID: //p')
	BODY=$2 answers_from=$1
	shift 2
	post "$answers_from" 'Re: Held mail' "In-Reply-To: $answers_id" "$@"
}

post "$anna" Printer
one=$(id_of SUP-1 anna@customer.test)
for i in 1 2 3 4; do post $eve "Re: $one"; done
is 'four are held' "$(cm held list --json | json 'len(d)')" 4
digest; cp "$T/notice" "$T/digest"

# By number.
NOW=2026-11-22T07:00:00Z
BODY='#release 1'
post "$sam" 'one of them' "$proven"
is 'released by mail' "$(fate 1)" 'released entry sam@staff.test'
like 'and said' "$(said)" 'Held mail 1 from eve@evil.test is let through\.'
is 'the mail with the command has ended' "$(ended)" 'answered it asks something and belongs to no case'
BODY='#release 1'
post "$sam" 'once more' "$proven"
like 'a second time nothing' "$(said)" 'Held mail 1 was released already by sam@staff.test'
BODY='#drop 2 99'
post "$sam" 'a wrong one' "$proven"
like 'a wrong number is returned' "$(said)" 'there is no held mail "99" at your desk'
is 'and nothing is done' "$(fate 2)" 'waits held '
BODY='#drop 2'
post sally@staff.test 'not hers' "$proven"
like "another desk's staff finds none" "$(said)" 'there is no held mail "2" at your desk'
BODY='#release all'
post "$sam" 'all of what?' "$proven"
like 'all, of no digest' "$(said)" '"all" means those of a digest'
BODY='#drop 2'
post "$sam" 'on a case: SUP-1' "$proven"
is 'in a mail about a case' "$(fate 2) $(ended)" 'dropped held sam@staff.test answered SUP-1'

# All of a digest: what has come since is not in it.
NOW=2026-11-22T09:00:00Z
post $eve "Re: $one"
answers "$sam" '#release all' "$proven"
is 'those of the digest' "$(fate 3), $(fate 4)" \
	'released entry sam@staff.test, released entry sam@staff.test'
is 'and no other' "$(fate)" 'waits held '
digest; cp "$T/notice" "$T/digest"
answers "$sam" '#drop all' "$proven"
is 'then the others' "$(fate)" 'dropped held sam@staff.test'
answers "$sam" '#drop all' "$proven"
like 'until nothing is left' "$(said)" 'Nothing of that digest waits any more'

# By address.
NOW=2026-11-22T11:00:00Z
post $eve "Re: $one"
digest
TO=$("$TEST_LIB/mailtool" text "$T/notice" | sed -n 's/^ *Release: //p')
release=$TO
like 'the digest has an address' "$release" '^support\+h[0-9A-Z]{18}\.release@example\.org$'
BODY='> quoted
-- 
Sam'
post "$sam" 'release 6' "$proven"
is 'a mail to it releases' "$(fate)" 'released entry sam@staff.test'
post $eve "Re: $one"
drop=support+h$(stored 'SELECT token FROM held ORDER BY id DESC LIMIT 1').drop@example.org
TO=$drop
post "$sam" '' "$proven"
is 'or drops' "$(fate)" 'dropped held sam@staff.test'

# Nobody outside.
post $eve "Re: $one"
held=$(last) token=$(stored 'SELECT token FROM held ORDER BY id DESC LIMIT 1')
# outside FROM SUBJECT BODY TO [FIELD...]: what an outsider gets, without what differs by itself
outside()
{
	outside_from=$1 outside_subject=$2
	BODY=$3 TO=$4
	shift 4
	post "$outside_from" "$outside_subject" "$@"
	cm queue show "$(stored "SELECT max(id) FROM outbox WHERE kind = 'receipt'")" |
		sed -z 's/=\r\{0,1\}\n//g' |
		sed -E 's/CM[0-9A-Z]{18}|SUP-[0-9]+|release [0-9]+|[0-9A-Z]{26}|mail[0-9]+@|=_[0-9a-f]+|--[0-9a-f_.=-]+/X/g' |
		sed 's/boundary=.*//; s/^-*X.*//' >"$T/outside"
	cksum <"$T/outside"
}
for from in eve@evil.test "$anna"; do
	plain=$(outside "$from" Hello 'Let me in.' support@example.org "$proven")
	is "$from: by the token" "$(outside "$from" Hello 'Let me in.' "support+h$token.release@example.org" "$proven")" "$plain"
	is "$from: by no token" "$(outside "$from" Hello 'Let me in.' support+h041061050R3GG28AQF.release@example.org "$proven")" "$plain"
	is "$from: by number" "$(outside "$from" Hello "#release $held" support@example.org "$proven")" \
		"$(outside "$from" Hello "#release $(echo "$held" | tr 0-8 9)" support@example.org "$proven")"
done
is 'and nothing happens' "$(fate "$held")" 'waits held '
TO=support+h$token.release@example.org
post "$sam" x 'Authentication-Results: mx.example.org; dmarc=fail'
is 'nor for a forger' "$(fate "$held")" 'waits held '

# Staff without proof is asked.
TO=support+h$token.release@example.org
post "$sam" x
is 'staff without proof: asked' "$(told | tr , '\n' | grep -c confirm) $(fate "$held")" '1 waits held '
cm queue show "$(stored "SELECT max(id) FROM outbox WHERE kind = 'confirm'")" >"$T/notice"
TO=$(tr -d "\r" <"$T/notice" | sed -n "s/^Reply-To: //p")
BODY=yes
post "$sam" x
is 'and then it is done' "$(fate "$held")" 'released entry sam@staff.test'

# A colleague's word for staff: the commands are carried out.
NOW=2026-11-22T11:30:00Z
for i in 1 2 3; do post "$sam" "Re: $one"; done
BODY='#priority High'
post "$sam" "Re: $one"
is 'too many questions: held' "$(cm held list --json | json 'd[-1]["kind"]')" held
held=$(last) BODY="#release $held"
post "$sam" 'mine' "$proven"
is 'released' "$(fate "$held")" 'released answered sam@staff.test'
is 'and done' "$(cm case show --json SUP-1 | json 'd["priority"]')" High
cm --now "$NOW" case set SUP-1 priority=Normal

# A reply from where a notice was forwarded to.
NOW=2026-11-22T13:00:00Z
people()
{
	cm case show --json SUP-1 | json '" ".join(p["address"] + "=" + p["role"] for p in d["participants"])'
}
BODY="   --
 $(printf '\033[31m')<b>From</b> my other mailbox: https://evil.test/ with $one and $(printf 'on and %.0s' $(seq 40))
second line"
post home@private.test "Re: $one"
digest
is 'the digest shows how it begins' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ' |
	sed -n 's/.*It begins, in words of an unproven stranger: “\([^”]*\)”.*/\1/p')" \
	'[31m‹b›From‹/b› my other mailbox: https[:]//evil.test/ with and on and on and on and on and on and on and on and on and…'
unlike 'and has nothing else of it' "$(cat "$T/notice")" "https://evil|second line|$one"
like 'the digest says whose ID it bears' "$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')" \
	'about SUP-1, with the tracking ID of anna@customer.test'
BODY="#release $(last) alias"
post "$sam" 'that is her' "$proven"
like 'a second address' "$(said)" "from home@private.test is let through; from now on its sender's address belongs to anna@customer.test"
is 'is her own' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["author"]["role"]')" reporter
is 'and nobody new' "$(people)" 'anna@customer.test=reporter sam@staff.test=staff'
post home@private.test "Re: $one"
like 'from then on it counts' "$(ended)" '^entry SUP-1'
post fred@else.test "Re: $one"
BODY="#release $(last) follow"
post "$sam" 'let him' "$proven"
is 'a follower' "$(people)" \
	'anna@customer.test=reporter sam@staff.test=staff fred@else.test=follower'
is 'with an ID of his own' "$(test "$(id_of SUP-1 fred@else.test)" != "$one" && echo yes)" yes
post $eve nothing 'Authentication-Results: mx.example.org; dmarc=fail'
BODY="#release $(last) alias"
post "$sam" 'of whom?' "$proven"
like 'an alias of nobody' "$(said)" "bears nobody's tracking ID, .*what can be is .*release [0-9]+\" "
like 'the command line refuses the same' "$(cm held release "$(last)" --follow 2>&1)" 'names no case that its sender could follow'
post greta@else.test "Re: $one"
ok 'and lets follow' cm --now "$NOW" held release "$(last)" --follow
like 'her too' "$(people)" ' greta@else.test=follower$'

# What is refused says what works instead.
post "$eve" 'My own case' "$proven"
post "$eve" "Re: $one" "$proven"
held=$(last)
BODY="#release $held alias"
post "$sam" 'is that her?' "$proven"
like 'a stranger with a case of the own is no alias' "$(said)" \
	"eve@evil.test is known as somebody's address already, .*that of anna@customer.test; what can be is .*release $held follow\""
BODY="#release $held follow"
post "$sam" 'then let her' "$proven"
is 'that can be' "$(fate "$held")" 'released entry sam@staff.test'
TO=support+$(id_of SUP-1 sam@staff.test)@example.org BODY='#remove eve@evil.test'
post "$sam" 'Re: x' "$proven"

# The digest says what is known of whose words it repeats.
NOW=2026-11-22T13:30:00Z
cm person add kay@known.test name=Kay >/dev/null
for one_more in 'new@known.test' 'kay@known.test'; do
	BODY="I am $one_more, proven"
	post "$one_more" "Re: $one" "$proven"
	BODY="I am $one_more, I say"
	post "$one_more" "Re: $one"
done
cm --now 2026-11-22T14:30:00Z tick >>"$DESK/log" 2>&1
digest
digest_text=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
like 'a proven one that is new' "$digest_text" 'in words of a proven sender who is new here: .I am new@known.test, proven'
like 'one that is neither' "$digest_text" 'in words of an unproven stranger: .I am new@known.test, I say'
like 'a proven one that is known' "$digest_text" 'in words of a proven sender who is known here: .I am kay@known.test, proven'
like 'a known one without proof' "$digest_text" \
	'in words of somebody who uses a known address without proof: .I am kay@known.test, I say'

# A returned mail.
NOW=2026-11-22T15:00:00Z
his=$(id_of SUP-1 sam@staff.test)
BODY='The drum is on its way.

#statsu Done
#priority High'
post "$sam" "Re: $his" "$proven"
like 'a wrong command' "$(ended)" '^returned'
returned=$(last)
is 'is kept for its writer' "$(cm held list --json | json '[h["kind"] for h in d if h["id"] == '"$returned"']')" '["returned"]'
like 'who is told how to send it' "$(said)" 'answer with .#send. alone, within 7 days'
BODY="#release $returned"
post "$sam" "Re: x" "$proven"
like 'it is not for release' "$(said)" 'there is no held mail'
BODY='The paper, too.

#statsu Done'
post "$sam" "Re: $his" "$proven"
BODY='#send'
post "$sam" 'Returned mail' "$proven"
like 'which one of several?' "$(said)" 'which one\? Answer the mail that told you of it, or write .#send. with its number: [0-9]+ \(SUP-1\), [0-9]+ \(SUP-1\)'
BODY="#send $returned"
post "$sam" 'Re: Returned mail' "$proven"
is 'sent' "$(fate "$returned")" 'released entry sam@staff.test'
is 'without its commands' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"] + "|" + d["priority"]')" \
	'The drum is on its way.|Normal'
notice_to anna@customer.test
unlike 'the customer gets no line that is a command' "$("$TEST_LIB/mailtool" text "$T/notice")" '[#!](statsu|priority)'
BODY="#send $returned"
post "$sam" 'Re: Returned mail' "$proven"
like 'once' "$(said)" 'your mail of .* was sent already'
BODY='It comes.

#eta Doomsday' MID=doomsday@staff.test
post "$sam" "Re: $his" "$proven"
returned=$(last) BODY='#send'
post "$sam" 'Re: Returned mail' "$proven" 'In-Reply-To: <any@example.org>' \
	'References: <doomsday@staff.test> <any@example.org>'
is 'the answered one' "$(fate "$returned")" 'released entry sam@staff.test'
BODY='It comes.

#eta Doomsday'
post "$sam" "Re: $his" "$proven"
returned=$(last)
notice_to sam@staff.test
return_id=$(sed -n 's/^Message-I[Dd]: *//p' "$T/notice")
BODY='It never comes.

#eta Never'
post "$sam" "Re: $his" "$proven"
later=$(last) BODY='#send' TO=support+$his@example.org
post "$sam" 'Re: Returned mail' "$proven"
like 'two of one case: which?' "$(said)" 'which one\?'
BODY='#send'
post "$sam" 'Re: Returned mail' "$proven" "In-Reply-To: $return_id"
is "by the return's Message-ID alone" "$(fate "$returned")" 'released entry sam@staff.test'
is 'and no other' "$(fate "$later")" 'waits returned '
BODY='#send'
post "$sam" 'Re: Returned mail' "$proven" "In-Reply-To: $return_id"
like 'once' "$(said)" 'your mail of .* was sent already'
TO=support+$his@example.org BODY='#drop 1000'
post "$sam" 'Re: x' "$proven"
stored "UPDATE held SET decision = 'dropped', decided_ms = 1 WHERE kind = 'returned' AND
	decision IS NULL AND id <> $later AND case_id IS NOT NULL"
TO=support+$his@example.org BODY='#send'
post "$sam" 'Re: Returned mail' "$proven"
is 'the only one of the case' "$(fate "$later")" 'released entry sam@staff.test'
BODY='#note
She never pays.
#statsu Done'
post "$sam" "Re: $his" "$proven"
BODY="#send $(last)"
post "$sam" 'Re: Returned mail' "$proven"
is 'what was to be a note stays one' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["kind"]')" note
BODY='It comes.

#eta Doomsday'
post "$sam" "Re: $his" "$proven"
returned=$(last) NOW=2026-11-29T15:00:01Z
BODY="#send $returned"
post "$sam" 'Re: Returned mail' "$proven"
like 'within a week' "$(said)" 'was returned more than 7 days ago and is given up'
is 'then it is given up' "$(fate "$returned")" 'dropped returned '

# An emergency does not wait for the pause.
cm --now "$NOW" case set SUP-1 emergency=Declared
silently
post $eve 'nothing much' 'Authentication-Results: mx.example.org; dmarc=fail'
NOW=2026-11-29T15:06:00Z
post $eve 'nothing much' 'Authentication-Results: mx.example.org; dmarc=fail'
is 'an ordinary one waits' "$(told)" nobody
post $eve "Re: $one"
is 'one about an emergency does not' "$(told)" 'held sam@staff.test'
notice_to sam@staff.test
like 'it says so' "$(cat "$T/notice")" '^Subject: Held mail - emergency: '
NOW=2026-11-29T15:07:00Z
post $eve "Re: $one"
is 'but a flood of them does' "$(told)" nobody
# What staff says to a digest is no case of its own; who is let follow reads what has been said.
NOW=2026-11-30T09:00:00Z
BODY='Bonjour, le scanner est en panne depuis ce matin et nous ne pouvons plus travailler.'
post 'Luc <luc@client.test>' 'Le scanner' "$proven"
french=$(ended | sed 's/case //')
BODY='Hello, I work with Luc, and the scanner is down for me as well since this morning.'
post ann@other.test "Re: $(id_of "$french" luc@client.test)" "$proven"
NOW=2026-11-30T11:00:00Z
tick
digest; cp "$T/notice" "$T/digest"
waits=$(last)
answers "$sam" "Who is that? I think it is ok.

#release $(last) follow" "$proven"
is 'words to a digest open nothing' "$(ended); $(stored "SELECT group_concat(DISTINCT recipient) FROM outbox WHERE id > $mails_mark AND kind IN ('receipt', 'transcript')")" \
	'answered it asks something and belongs to no case; sam@staff.test'
like 'the writer reads that' "$(said)" 'is let through.*Your words beside the commands went to nobody'
answers "$sam" 'Who are these people?' "$proven"
is 'nor does what decides nothing' "$(ended); $(told)" \
	'returned it answers a digest of held mail and decides nothing; returned sam@staff.test'
like 'it is said what to do' "$(said)" 'Reply to the digest again with .#release. and the number'
answers "$sam" 'I will be back on Monday.' "$proven" 'Auto-Submitted: auto-replied'
unlike 'a robot is told nothing' "$(told)" 'returned'
answers "$sam" 'Thanks.

#done' "$proven"
like 'nor a command about a case' "$(ended); $(said)" '^returned .*“#done”: this command needs a case'
cm person set sam@staff.test language=de >/dev/null
answers "$sam" "Wer ist das?

#drop $waits" "$proven"
like 'in the language of the writer' "$(said)" 'Ihre Worte neben den Befehlen gingen an niemanden'
cm person set sam@staff.test language=en >/dev/null
shared=$(says_to ann@other.test | tr -s '\n ' ' ')
like 'who is let follow reads the story' "$shared" 'le scanner est en panne'
like 'in the own language' "$shared" 'You get this mail'

# What a stranger says is let through as it is; what he asks shows him nothing.
NOW=2026-11-29T07:00:00Z
post "$anna" 'Delivery' "$proven"
case=$(ended | sed 's/case //')
id=$(id_of "$case" anna@customer.test)
yves=yves@spy.test

# lets TEXT [RECIPIENT] [OPTION]: the mail of a stranger is held and let through
lets()
{
	BODY=$1 TO=${2:-support+$id@example.org}
	post $yves 'Re: Delivery' "$proven"
	silently
	cm --now "$NOW" held release "$(last)" ${3-} >/dev/null
	handle
}

for text in 'Here is the bill.

#history' '#people' '#info' '#list' 'Here it is.

#follow' '#share eve@evil.test' '#histroy' 'How does the case stand?' \
	'What is the status of this case?'; do
	lets "$text"
	unlike "a stranger is told nothing: $text" "$(told)" 'nobody|spy'
done
lets '' "support+$id.info@example.org"
unlike 'nor by an address' "$(told)" 'nobody|spy'
unlike 'nor does he take part' "$(cm case show --json "$case")" 'spy\.test", "role"'
lets '#info' "support+$id@example.org" --follow
like 'who may follow may ask' "$(told)" "overview $yves"
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
