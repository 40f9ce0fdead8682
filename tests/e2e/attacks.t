# A table of attacks by mail: who claims to be whom, how, and all that may come of it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/prefix = "SUP"/a internal = "staff@example.org"' "$DESK_CONF"
ar='Authentication-Results: mx.example.org'
anna='Anna <anna@customer.test>' sam='Sam Staff <sam@staff.test>' eve='Eve <eve@evil.test>'
eve_is_eve="$ar; dmarc=pass header.from=evil.test"
sam_is_sam="$ar; dmarc=pass header.from=staff.test"

post "$anna" 'Printer'
post 'Carl <carl@other.test>' 'Telephone'
hers=$(id_of SUP-1 anna@customer.test) his=$(id_of SUP-1 sam@staff.test)
carls=$(id_of SUP-2 carl@other.test)
root=$(stored "SELECT root_message_id FROM cases WHERE id = 1")

# All that an attack could change of the two cases and of who is who.
guarded()
{
	stored "SELECT group_concat(title || status || priority || severity || emergency || eta ||
			coalesce(assignee, '') || type) FROM cases WHERE id < 3;
		SELECT count(*), sum(is_proven) FROM entry WHERE case_id < 3;
		SELECT group_concat(person || role) FROM participant WHERE case_id < 3;
		SELECT group_concat(address || person) FROM address WHERE address NOT LIKE '%evil%';
		SELECT group_concat(id || role || coalesce(organisation, '')) FROM person WHERE id < 4"
}

# outside: whom of those who aren't staff the last mail has told something
outside()
{
	stored "SELECT coalesce(group_concat(kind || ' ' || recipient, ', '), 'nobody') FROM (SELECT *
		FROM outbox WHERE id > $mails_mark AND recipient NOT IN ('sam@staff.test') ORDER BY recipient)"
}

count=0
# attack DESCRIPTION ENDS OUTSIDE FROM SUBJECT [FIELD...]: the mail ends so, tells these outside, and
# leaves all that is guarded as it was.  ENDS is a pattern of sh.
attack()
{
	attack_what=$1 attack_ends=$2 attack_outside=$3
	shift 3
	attack_before=$(guarded)
	post "$@"
	judge
}

# judge: the same for a mail that has been handed in
judge()
{
	count=$((count + 1))
	attack_got="$(ended); $(outside)"
	attack_after=$(guarded)
	# shellcheck disable=SC2254
	case $attack_got in
	$attack_ends"; $attack_outside")
		is "$attack_what" "$attack_after" "$attack_before" ;;
	*) is "$attack_what" "$attack_got" "$attack_ends; $attack_outside" ;;
	esac
}

unproven='held it speaks for staff without proof of its From address'
stranger='held the sender is not part of the case it names'
several='held it has several From addresses'
forged='held its From address is forged (dmarc=fail)'
ours="held it claims to come from a desk's own address"
own_case='case SUP-*'
receipt='receipt eve@evil.test'

# --- a forged From of staff
BODY='#done'
attack 'staff, nobody vouches' "$unproven" nobody "$sam" "Re: $his"
attack 'staff, DMARC fails' "$forged" nobody "$sam" "Re: $his" "$ar; dmarc=fail header.from=staff.test"
attack 'staff, the sender brings another server along' "$unproven" nobody "$sam" "Re: $his" \
	'Authentication-Results: mx.evil.test; dmarc=pass header.from=staff.test'
attack "staff, our server's name below its own verdict" "$forged" nobody "$sam" "Re: $his" \
	"$ar; dmarc=fail header.from=staff.test" "$sam_is_sam"
attack "staff, our server's name below another one's Received" "$unproven" nobody "$sam" "Re: $his" \
	'Received: from evil.test by relay.evil.test; Sun, 22 Nov 2026 04:00:00 +0000' "$sam_is_sam"
attack 'staff, a field that a filter by name misses' "$unproven" nobody "$sam" "Re: $his" \
	'Authentication-Results : mx.example.org; dmarc=pass header.from=staff.test'
attack 'staff, the verdict in an encoded word' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; spf=none smtp.mailfrom=\"=?utf-8?q?=22=3B_dmarc=3Dpass=3B_spf=3Dnone_x=3D=22?=\"@evil.test"
attack 'staff, the verdict in a comment' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; dmarc=none (dmarc=pass header.from=staff.test)"
attack 'staff, the verdict in an address' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; spf=pass smtp.mailfrom=\"; dmarc=pass\"@evil.test"
attack "staff, ARC's seal of a verdict" "$unproven" nobody "$sam" "Re: $his" \
	'ARC-Authentication-Results: i=1; mx.example.org; dmarc=pass header.from=staff.test'
attack 'staff, signed by a third party' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; dkim=pass header.d=evil.test" 'DKIM-Signature: v=1; d=evil.test; s=x; b=AAAA'
attack 'staff, signed over the first bytes only' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; dkim=pass header.d=staff.test header.b=AAAA" \
	'DKIM-Signature: v=1; d=staff.test; s=x; l=20; b=AAAA'
attack 'staff, DMARC by a signature over the first bytes' "$unproven" nobody "$sam" "Re: $his" \
	"$sam_is_sam" 'DKIM-Signature: v=1; d=staff.test; s=x; l=20; b=AAAA'
attack 'staff, only SPF passes' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; spf=pass smtp.mailfrom=sam@staff.test"
attack 'staff, a guess of the checker' "$unproven" nobody "$sam" "Re: $his" \
	"$ar; dmarc=bestguesspass header.from=staff.test"
attack "staff, the verdict on the attacker's own domain" "$unproven" nobody "$sam" "Re: $his" "$eve_is_eve"
BODY='#done'
attack 'staff, commands in a new mail' \
	'held it gives commands for staff without proof of its From address' nobody "$sam" 'Hello'

# --- the own address, and another name beside it
attack 'Sender is staff' "$stranger" nobody "$eve" "Re: $his" "$eve_is_eve" 'Sender: sam@staff.test'
attack 'Resent-From is staff' "$stranger" nobody "$eve" "Re: $his" "$eve_is_eve" \
	'Resent-From: sam@staff.test'
attack 'Reply-To is staff' "$stranger" nobody "$eve" "Re: $his" "$eve_is_eve" 'Reply-To: sam@staff.test'
attack 'the envelope sender is staff' "$stranger" nobody "$eve" "Re: $his" "$eve_is_eve" \
	'Return-Path: <sam@staff.test>'
attack 'Reply-To is a victim: the answer goes to the From' "$own_case" "$receipt" "$eve" 'Hello' \
	"$eve_is_eve" 'Reply-To: victim@customer.test' 'Sender: victim@customer.test'
attack 'an address as display name' "$stranger" nobody '"sam@staff.test" <eve@evil.test>' "Re: $his" \
	"$eve_is_eve"
attack 'a whole mailbox as display name' "$stranger" nobody \
	'"Sam Staff <sam@staff.test>" <eve@evil.test>' "Re: $his" "$eve_is_eve"
attack 'an address in an encoded display name' "$stranger" nobody \
	'=?utf-8?q?Sam_=3Csam=40staff.test=3E?= <eve@evil.test>' "Re: $his" "$eve_is_eve"
attack 'an address in a comment' "$stranger" nobody 'eve@evil.test (sam@staff.test)' "Re: $his" "$eve_is_eve"
attack 'a comment within the address' "$stranger" nobody 'eve(sam@staff.test)@evil.test' "Re: $his" \
	"$eve_is_eve"
attack 'a mailbox in nothing but an encoded word' "$unproven" nobody \
	'=?utf-8?q?Sam_=3Csam=40staff.test=3E?=' "Re: $his" "$eve_is_eve"
attack 'two addresses' "$several" nobody 'sam@staff.test, eve@evil.test' "Re: $his" "$eve_is_eve"
attack 'two fields' "$several" nobody "$eve" "Re: $his" "$eve_is_eve" "From: $sam"
attack 'a group of one' "$unproven" nobody 'Staff: sam@staff.test;' "Re: $his" "$eve_is_eve"
attack 'a group of two' "$several" nobody 'Staff: sam@staff.test, eve@evil.test;' "Re: $his" "$eve_is_eve"
attack 'a group of none' 'held *' nobody 'sam@staff.test:;' "Re: $his" "$eve_is_eve"
attack 'two @ in one' "$several" nobody '<sam@staff.test@evil.test>' "Re: $his" "$eve_is_eve"
attack 'a source route' "$several" nobody '<@staff.test:eve@evil.test>' "Re: $his" "$eve_is_eve"
ENVELOPE=eve@evil.test
attack 'no From at all' 'held it has no From address that can be read' nobody '' "Re: $his" "$eve_is_eve"

# --- names that look the same, and names that are the same
attack 'a Cyrillic letter in the name' "$stranger" nobody 'sаm@staff.test' "Re: $his" "$sam_is_sam"
attack 'a Cyrillic letter in the domain' "$stranger" nobody 'sam@stаff.test' "Re: $his" \
	"$ar; dmarc=pass header.from=xn--stff-53d.test"
attack 'the same in ASCII' "$stranger" nobody 'sam@xn--stff-53d.test' "Re: $his" \
	"$ar; dmarc=pass header.from=xn--stff-53d.test"
attack 'full-width letters' 'held *' nobody 'sam@ｓｔａｆｆ.test' "Re: $his" "$sam_is_sam"
attack 'a zero-width blank' 'held *' nobody "$(printf 'sam@staff\342\200\213.test')" "Re: $his" "$sam_is_sam"
attack 'a domain below' "$stranger" nobody 'sam@mail.staff.test' "Re: $his" \
	"$ar; dmarc=pass header.from=mail.staff.test"
attack 'a domain that ends like it' "$stranger" nobody 'sam@evilstaff.test' "Re: $his" \
	"$ar; dmarc=pass header.from=evilstaff.test"
attack 'a sub-address of staff' "$stranger" nobody 'sam+x@staff.test' "Re: $his" "$sam_is_sam"
attack 'a sub-address of the customer' "$stranger" nobody 'anna+x@customer.test' "Re: $hers" \
	"$ar; dmarc=pass header.from=customer.test"
attack 'dots in the name' "$stranger" nobody 'a.nna@customer.test' "Re: $hers" \
	"$ar; dmarc=pass header.from=customer.test"
attack 'a stop behind the domain' 'held *' nobody 'sam@staff.test.' "Re: $his" "$eve_is_eve"
attack 'other case: still staff without proof' "$unproven" nobody 'SAM@STAFF.TEST' "Re: $his"
attack 'a quoted name' 'held *' nobody '"sam"@staff.test' "Re: $his" "$eve_is_eve"
letter 'sam@staff.test' "Re: $his" "$eve_is_eve"
sed -i 's/^From: .*/From: sam@staff.test\x00.evil.test/' "$T/letter"
attack_what='NUL in the From' attack_ends='held *' attack_outside=nobody attack_before=$(guarded)
hand_in
judge
letter 'x@staff.test' "Re: $his" "$sam_is_sam"
sed -i 's/^From: .*/From: s\xe0m@staff.test/' "$T/letter"
attack_what='raw 8-bit in the From' attack_ends=$stranger attack_outside=nobody attack_before=$(guarded)
hand_in
judge

# --- our own addresses
attack "the desk's own address" "$ours" nobody support@example.org 'Hello'
attack 'with an extension' "$ours" nobody "support+$hers@example.org" "Re: $hers"
attack 'the internal address' "$ours" nobody staff@example.org "Re: $his"
TO=staff@example.org
attack 'an outsider writes to the internal address' \
	'held it was sent to the internal address without proof of being staff' nobody "$eve" 'Hello' \
	"$eve_is_eve"
TO=staff@example.org
attack 'a customer does' 'held it was sent to the internal address by somebody who is not staff' nobody \
	"$anna" "Re: $hers" "$ar; dmarc=pass header.from=customer.test"

# --- reports and robots
token=$(stored "SELECT token FROM outbox WHERE recipient = 'anna@customer.test' ORDER BY id LIMIT 1")
TO=support+b.AAAAAAAAAAAAAAAAAAAAAAAAAA@example.org ENVELOPE='<>'
attack 'a report on a notice that never was' 'held a robot wrote it, and it belongs to no case' nobody \
	'MAILER-DAEMON@evil.test' 'Undelivered Mail' 'Auto-Submitted: auto-replied'
BODY='#done' ENVELOPE='<>'
attack 'commands from the null sender' 'held *' nobody "$eve" "Re: $his" 'Auto-Submitted: auto-replied'

# --- guessed names of cases
attack 'a guessed tracking ID names no case' "$own_case" "$receipt" "$eve" 'Re: CM0123456789ABCDEFGHJK' \
	"$eve_is_eve"
attack 'a case number alone is a word' "$own_case" "$receipt" "$eve" 'Re: SUP-1' "$eve_is_eve"
MID=known@evil.test
attack "a reply to the customer's first mail" "$stranger" nobody "$eve" 'Re: Printer' "$eve_is_eve" \
	"In-Reply-To: <$root>"
attack 'a reply to a notice, forwarded' "$stranger" nobody "$eve" 'Re: Case Receipt' "$eve_is_eve" \
	"References: <$token@mail.example.org>"
TO="support+$hers@example.org"
attack "the customer's own ID, forwarded" "$stranger" nobody "$eve" 'Thanks' "$eve_is_eve"
attack 'IDs of two cases' "$stranger" nobody "$eve" "$hers $carls" "$eve_is_eve"
attack 'a case of another customer' "$stranger" nobody "$anna" "Re: $carls" \
	"$ar; dmarc=pass header.from=customer.test"
attack 'a customer whom DMARC denies' "$forged" nobody "$anna" "Re: $hers" \
	"$ar; dmarc=fail header.from=customer.test"
attack 'the same with a new case' "$forged" nobody "$anna" 'Hello' \
	"$ar; dmarc=fail header.from=customer.test"

# --- lines for the header of our notices
attack 'a line end in the subject' "$own_case" "$receipt" "$eve" \
	'=?utf-8?q?x=0D=0ABcc:_victim=40customer.test=0D=0A?=' "$eve_is_eve"
unlike 'brings no field into a notice' "$(notice_to sam@staff.test; cat "$T/notice")" '^Bcc:'
NOW=2026-11-22T07:00:00Z
attack 'a line end in the name' "$own_case" "$receipt" \
	'=?utf-8?q?Eve=0D=0ABcc:_victim=40customer.test?= <eve@evil.test>' 'Hello' "$eve_is_eve"
unlike 'nor does that' "$(notice_to sam@staff.test; cat "$T/notice")" '^Bcc:'

# --- words that are taken, and commands in them that aren't
# attributes: all that is guarded but what was written
attributes()
{
	guarded | sed 2d
}
# inert DESCRIPTION ENDS FROM SUBJECT [FIELD...]: the mail ends so, and all it does is say something
inert()
{
	inert_what=$1 inert_ends=$2
	shift 2
	count=$((count + 1))
	inert_before=$(attributes)
	post "$@"
	is "$inert_what" "$(ended); $(attributes)" "$inert_ends; $inert_before"
}
anna_is_anna="$ar; dmarc=pass header.from=customer.test"
BODY='Thank you.

> #done
> #status Done'
inert 'commands in quotes' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam"
BODY='Thank you.

-----Original Message-----
From: Eve <eve@evil.test>
Subject: x

#done'
inert 'commands in quotes without marks' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam"
BODY='Thank you for all.

Bye, Sam

-- 
#done'
inert 'commands in a signature' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam"
BODY='--b

See the file.
--b
Content-Type: text/plain; name="a.txt"
Content-Disposition: attachment; filename="a.txt"

#done
--b--'
inert 'commands in an attached file' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam" \
	'Content-Type: multipart/mixed; boundary=b'
BODY='--b

I forward what she wrote.
--b
Content-Type: message/rfc822

From: eve@evil.test
Subject: x

#done
--b--'
inert 'commands in an attached mail' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam" \
	'Content-Type: multipart/mixed; boundary=b'
BODY='<html><body><p>Thank you.</p><div style="display:none">#done</div><!-- #done --></body></html>'
inert 'commands that nobody sees' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam" 'Content-Type: text/html'
BODY='Thank you.

Status: Done
X-Status: Done'
inert 'lines that look like fields' 'entry SUP-1' "$sam" "Re: $his" "$sam_is_sam"
BODY='Please hurry.'
inert 'commands in the subject' 'entry SUP-1' "$sam" "#done Re: $his" "$sam_is_sam"
BODY='Please hurry.

#assign sam
#priority Critical'
inert "a customer's commands for staff" 'entry SUP-1' "$anna" "Re: $hers" "$anna_is_anna"
BODY='She shall see it, too.

#share eve@evil.test'
inert 'a follower named without proof' 'entry SUP-1' "$anna" "Re: $hers"
inert 'strangers in Cc' 'entry SUP-1' "$anna" "Re: $hers" "$anna_is_anna" 'Cc: eve@evil.test'
inert 'another From name is not recorded' 'entry SUP-1' '"Sam Staff" <anna@customer.test>' "Re: $hers"
inert 'Reply-To is no second address' 'entry SUP-1' "$anna" "Re: $hers" "$anna_is_anna" \
	'Reply-To: eve@evil.test'
is 'and gets nothing' "$(stored "SELECT count(*) FROM outbox WHERE recipient = 'eve@evil.test' AND
	case_id = 1")" 0
BODY='#done'
inert 'a robot in the name of the customer' 'entry machine mail' "$anna" "Re: $hers" "$anna_is_anna" \
	'Auto-Submitted: auto-replied'
inert 'a list that rewrites the From' "$stranger" '"Anna via List" <list@lists.test>' "Re: $hers" \
	"$ar; dmarc=pass header.from=lists.test" 'List-Id: <list.lists.test>' 'Reply-To: anna@customer.test'

# --- nobody outside can tell one wrong name from another
# answer_to NOW NAME SUBJECT: what a stranger gets for it, but for what differs with each case and mail
answer_to()
{
	NOW=$1
	post "Mallory <mallory$2@evil.test>" "$3"
	notice_to "mallory$2@evil.test"
	sed -e "s/SUP-[0-9]*/SUP-N/g; s/mallory$2/mallory/g; s/mallory+*/M/g" \
		-e 's/CM[0-9A-Z]\{18\}/ID/g; s/[0-9A-Za-z]\{26\}@/TOKEN@/g; s/b\.[0-9A-Za-z]*@/b.TOKEN@/g' \
		-e 's/_[a-z]*-[0-9a-f]*/_BOUNDARY/g; s/mail[0-9]*@customer/mailN@customer/g' "$T/notice"
}
answer_to 2026-11-22T09:00:00Z 1 'About SUP-1' >"$T/known"
answer_to 2026-11-22T09:00:00Z 2 'About SUP-9' >"$T/unknown"
answer_to 2026-11-22T09:00:00Z 3 'About CM0123456789ABCDEFGHJK' >"$T/guessed"
ok 'a case number that exists is answered as one that does not' cmp "$T/known" "$T/unknown"
ok 'a guessed ID is, too' cmp "$T/known" "$T/guessed"
is 'the answers are there' "$(grep -c '^Subject: Case Receipt' "$T/known" "$T/guessed" | sed 's/.*://' |
	tr '\n' ' ')" '1 1 '

ok "there are $count attacks" [ "$count" -ge 80 ]
done_testing
