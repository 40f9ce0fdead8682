# Proof and doubt: whose mail counts, what is held with no effect, and what staff decides about it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" {
		address = \"sales@example.org\"
		internal = \"sales-staff@example.org\"
	}
	"
sed -i '/prefix = "SUP"/a internal = "staff@example.org"' "$DESK_CONF"
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>'

# becomes DESCRIPTION WANTED FROM SUBJECT [FIELD...]: how it ends and who is told
becomes()
{
	becomes_what=$1 becomes_wanted=$2
	shift 2
	post "$@"
	is "$becomes_what" "$(ended), $(told)" "$becomes_wanted"
}

# is_held DESCRIPTION WHY FROM SUBJECT [FIELD...]: with no effect at all
is_held()
{
	held_what=$1 held_why=$2
	shift 2
	held_before=$(traces)
	post "$@"
	is "$held_what: held" "$(ended)" "held $held_why"
	is "$held_what: without a trace" "$(traces)" "$held_before"
}

# All that a plan can change but what is held and what staff is told of it.
traces()
{
	stored "SELECT (SELECT count(*) FROM cases), (SELECT group_concat(status) FROM cases),
		(SELECT count(*) FROM entry), (SELECT count(*) FROM outbox WHERE kind NOT IN ('held', 'confirm')),
		(SELECT count(*) FROM fanout), (SELECT count(*) FROM person),
		(SELECT count(*) FROM participant), (SELECT count(*) FROM receipt),
		(SELECT group_concat(last) FROM counter)"
}

becomes 'a case' 'case SUP-1, receipt anna@customer.test, comment sam@staff.test' "$anna" Printer
becomes 'another' 'case SUP-2, receipt anna@customer.test, comment sam@staff.test' "$anna" Scanner
one=$(id_of SUP-1 anna@customer.test) two=$(id_of SUP-2 anna@customer.test)
his=$(id_of SUP-1 sam@staff.test)

# Doubt about the sender.
forged='its From address is forged (dmarc=fail)'
is_held 'dmarc=fail' "$forged" "$anna" "Re: $one" 'Authentication-Results: mx.example.org; dmarc=fail'
is_held 'dmarc=fail, a new case' "$forged" "$anna" new \
	'Authentication-Results: mx.example.org; spf=pass; dkim=pass header.d=evil.test; dmarc=fail'
several='it has several From addresses'
is_held 'two From addresses' "$several" 'anna@customer.test, eve@evil.test' "Re: $one"
is_held 'two From fields' "$several" "$anna" "Re: $one" 'From: eve@evil.test'
is_held 'no From address' 'it has no From address that can be read' '' "Re: $one"
is_held 'From nobody' 'it has no From address that can be read' 'Anna' "Re: $one"
is_held "the desk's own address" "it claims to come from a desk's own address" \
	support@example.org "Re: $one"
is_held 'with an extension' "it claims to come from a desk's own address" \
	"support+$one@example.org" 'new'
becomes 'dmarc=none is no verdict' 'entry SUP-1, comment sam@staff.test' "$anna" "Re: $one" \
	'Authentication-Results: mx.example.org; dmarc=none'
becomes "another server's verdict neither" 'entry SUP-1, comment sam@staff.test' "$anna" "Re: $one" \
	'Authentication-Results: mx.evil.test; dmarc=fail'
is 'it is marked unproven' "$(cm case show --json SUP-1 |
	json 'd["entries"][-1]["author"]["proven"]')" false
becomes 'with proof' 'entry SUP-1, comment sam@staff.test' "$anna" "Re: $one" \
	'Authentication-Results: mx.example.org; dkim=pass header.d=customer.test'
is 'it is marked proven' "$(cm case show --json SUP-1 |
	json 'd["entries"][-1]["author"]["proven"]')" true

# Staff.
unproven='it speaks for staff without proof of its From address'
is_held 'staff without proof' "$unproven" "$sam" "Re: $his"
is_held "staff with the customer's ID" "$unproven" "$sam" "Re: $one"
is_held 'staff, proof not aligned' "$unproven" "$sam" "Re: $his" \
	'Authentication-Results: mx.example.org; dkim=pass header.d=evil.test'
is_held 'staff, a word in a comment' "$unproven" "$sam" "Re: $his" \
	'Authentication-Results: mx.example.org (dmarc=pass); dmarc=none reason="dmarc=pass"'
BODY='Is it plugged in?'
becomes 'staff with proof' 'entry SUP-1, comment anna@customer.test' "$sam" "Re: $his" "$proven"
notice_to anna@customer.test
like 'the customer reads it' "$(cat "$T/notice")" '^Is it plugged in'
like 'from the desk' "$(cat "$T/notice")" '^From: .*Sam Staff via .*<support@example.org>'
cm person add tina@staff.test name=Tina role=staff desk=support
TO=staff+$his@example.org BODY='She never plugs it in.'
becomes 'staff to the internal address' 'entry SUP-1, comment tina@staff.test' "$sam" 'Re: x' "$proven"
is 'writes a note' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["kind"]')" note
is 'which no customer was sent' "$(stored "SELECT count(*) FROM outbox WHERE recipient LIKE
	'%customer.test' AND (CAST(head AS TEXT) || CAST(tail AS TEXT)) LIKE '%plugs it%'")" 0
internal='it was sent to the internal address'
TO=staff+$one@example.org
is_held 'a customer to the internal address' "$internal by somebody who is not staff" \
	"$anna" 'x' "$proven"
TO=staff@example.org
is_held 'a stranger' "$internal without proof of being staff" eve@evil.test 'x' "$proven"
TO=staff@example.org
is_held 'staff without proof' "$internal without proof of being staff" "$sam" 'x'
TO=staff@example.org
becomes 'staff with proof opens a case' 'case SUP-3, receipt sam@staff.test, comment tina@staff.test' \
	"$sam" 'Coffee' "$proven"

# Colleagues: proven, of the same organisation, where it shares.
cm org add 'Customer Ltd' domains=customer.test
becomes 'a case of an organisation' \
	'case SUP-4, receipt bea@customer.test, welcome bea@customer.test, comment sam@staff.test, comment tina@staff.test' \
	bea@customer.test 'Shared' "$proven"
her=$(id_of SUP-4 bea@customer.test)
part='the sender is not part of the case it names'
cm person add carl@customer.test name=Carl
is_held 'a colleague where nothing is shared' "$part" carl@customer.test "Re: $her" "$proven"
cm org set 'Customer Ltd' sharing=yes
is_held 'a colleague without proof' "$part" carl@customer.test "Re: $her"
becomes 'a colleague with proof' \
	'entry SUP-4, comment bea@customer.test, comment sam@staff.test, comment tina@staff.test' \
	carl@customer.test "Re: $her" "$proven"
is 'is named so' "$(cm case show --json SUP-4 | json 'd["entries"][-1]["author"]["role"]')" colleague
is_held 'somebody of elsewhere' "$part" eve@evil.test "Re: $her" "$proven"

# What staff sees and decides.
last()
{
	stored 'SELECT max(id) FROM held'
}
like 'staff sees it' "$(cm held list --json | json 'd[-1]["from"] + ": " + d[-1]["reason"]')" \
	"^eve@evil.test: $part"
cm held show "$(last)" >"$T/shown"
ok 'byte for byte' cmp "$T/letter" "$T/shown"
# decided DESCRIPTION WANTED: releases the last held mail
decided()
{
	silently
	ok "$1: released" cm --now "$NOW" held release "$(last)"
	is "$1: then" "$(ended), $(told)" "$2"
}
decided "somebody else's" \
	'entry SUP-4, comment bea@customer.test, comment sam@staff.test, comment tina@staff.test'
is 'he is not made a part of it' "$(cm case show --json SUP-4 |
	json '[p["address"] for p in d["participants"] if "evil" in p["address"]]')" '[]'
is 'nor a colleague' "$(cm case show --json SUP-4 | json 'd["entries"][-1]["author"]["role"]')" stranger
like 'released once' "$(cm held release "$(last)" 2>&1)" '^casemate: there is no held mail [0-9]+$'
is_held 'two cases' 'it names two cases of this sender' "$anna" "Re: $one $two"
decided 'two cases' 'entry SUP-2, comment sam@staff.test, comment tina@staff.test'
is_held 'forged' "$forged" "$anna" new 'Authentication-Results: mx.example.org; dmarc=fail'
decided 'forged' \
	'case SUP-5, receipt anna@customer.test, comment sam@staff.test, comment tina@staff.test'
letter "$anna" 'To whom?'
hand_in "$T/letter" nobody@example.org
is 'for nobody here' "$(ended), $(told)" 'held its recipient is no address of a desk, nobody'
said=$(cm held release "$(last)" 2>&1)
is 'can be released to nobody' "$? $said" \
	'1 casemate: it would be held again: its recipient is no address of a desk'
held=$(last)
ok 'and is dropped' cm held drop "$held"
is 'once' "$(cm held drop "$held" 2>&1)" "casemate: there is no held mail $held"
is 'it is gone from the list' "$(cm held list --json | json "[h for h in d if h['id'] == $held]")" '[]'
like 'an odd number' "$(cm held release x 2>&1 | head -n 1)" '^casemate: held release needs the number'

# What staff is told by mail: once an hour how many wait, and nobody else anything.
is 'of all that staff was told once' "$(stored "SELECT group_concat(recipient) FROM outbox
	WHERE kind = 'held'")" sam@staff.test
# at TIME: what is done then, without new mail
at()
{
	NOW=$1
	silently
	handle
}
waiting=$(cm held list --json | json 'len([h for h in d if h["kind"] == "held"])')
at 2026-11-22T05:59:59Z
is 'before the hour is over' "$(told)" nobody
at 2026-11-22T06:00:00Z
is 'after it of what came meanwhile' "$(told)" 'held sam@staff.test, held tina@staff.test'
notice_to sam@staff.test
like 'how many wait' "$(grep ^Subject "$T/notice")" "^Subject: Held mail - $waiting mails wait for a decision"
is 'each is listed' "$("$TEST_LIB/mailtool" text "$T/notice" | grep -c 'Held because:')" "$waiting"
at 2026-11-22T08:00:00Z
is 'nothing new, no word' "$(told)" nobody
is_held 'a single one' "$part" eve@evil.test "Re: $her" "$proven"
is 'of which staff is told at once' "$(told)" 'held sam@staff.test, held tina@staff.test'
notice_to tina@staff.test
words=$("$TEST_LIB/mailtool" text "$T/notice" | tr -s '\n ' ' ')
like 'by its number, which is no place in the list' "$words" "Held mail $(cm held list --json | json 'd[-1]["id"]'): Re: from"
like 'with its sender' "$words" 'Re: from eve@evil.test Sunday, 2026-11-22 08:00 UTC, about SUP-4'
like 'and the reason' "$words" "08:00 UTC, about SUP-4, with the tracking ID of bea@customer.test Held because: $part"
unlike 'and no tracking ID' "$(cat "$T/notice")" 'CM[0-9A-Z]{18}'
for i in 1 2 3; do post eve@evil.test "Re: $her" "$proven"; done
is 'of a flood not' "$(told)" nobody
for held in $(cm held list --json | json '" ".join(str(h["id"]) for h in d)'); do
	cm --now "$NOW" held drop "$held"
done
at 2026-11-22T09:00:00Z
is 'nor of what has been decided' "$(told)" nobody
NOW=2026-11-22T10:00:00Z TO=sales@example.org
post eve@evil.test 'Re: x' 'Authentication-Results: mx.example.org; dmarc=fail'
is 'at a desk without staff its internal address' "$(told)" 'held sales-staff@example.org'
NOW=2026-11-22T11:00:00Z TO=$(stored "SELECT sender FROM outbox ORDER BY id DESC LIMIT 1")
ENVELOPE='<>' BODY='sam@staff.test: this mailbox does not exist. Your message was not delivered.'
post MAILER-DAEMON@mx.staff.test 'failure notice' 'Auto-Submitted: auto-generated'
is 'a bounce of that is held, too' "$(ended)" 'held a report on a notice that belongs to no case'
is 'without a word' "$(told)" nobody
at 2026-11-22T12:00:00Z
is 'then or later' "$(told)" nobody
is 'nobody else is told' "$(stored "SELECT count(*) FROM outbox WHERE kind = 'held' AND
	recipient NOT IN ('sam@staff.test', 'tina@staff.test', 'sales-staff@example.org')")" 0
ok 'every mail is accounted for' cm audit
done_testing
