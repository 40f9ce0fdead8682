# Where a mail is filed: by ID in the address, ID in the subject, what it answers, what it
# answers of others, case number; and what is held.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	log_level = \"debug\"
	"
anna='Anna <anna@customer.test>'

# filed DESCRIPTION WANTED FROM SUBJECT [FIELD...]
filed()
{
	filed_what=$1 filed_wanted=$2
	shift 2
	post "$@"
	is "$filed_what" "$(ended)" "$filed_wanted"
}

MID=first@customer.test
filed 'a stranger opens a case' 'case SUP-1' "$anna" 'Printer' 'Cc: carl@customer.test'
filed 'and another one' 'case SUP-2' "$anna" 'Scanner'
filed 'somebody else too' 'case SUP-3' eve@evil.test 'Hello'
one=$(id_of SUP-1 anna@customer.test) two=$(id_of SUP-2 anna@customer.test)
eve=$(id_of SUP-3 eve@evil.test)
sent=$(token_to anna@customer.test)
lower=$(echo "$one" | tr A-Z a-z)
damaged=$(echo "$one" | sed 's/0$/*/; s/[^*]$/0/; s/\*$/1/')
receipt1=$(stored "SELECT message_id FROM outbox WHERE kind = 'receipt' ORDER BY id LIMIT 1")

# The five ways.
TO=support+$one@example.org
filed 'ID in the address' 'entry SUP-1' "$anna" 'nothing in here'
TO=SUPPORT+$lower@EXAMPLE.org
filed 'in lower case' 'entry SUP-1' "$anna" 'nothing in here'
filed 'ID in the subject' 'entry SUP-1' "$anna" "$one"
filed 'References to what we sent' 'entry SUP-1' "$anna" 'other' \
	"References: <x@y.test> <$receipt1>"
filed 'In-Reply-To what we sent' 'entry SUP-1' "$anna" 'other' "In-Reply-To: <$receipt1>"
filed 'reply-all to her own first mail' 'entry SUP-1' "$anna" 'other' \
	'References: <first@customer.test>'
filed 'by somebody who is no part of it' \
	'held the sender is not part of the case it names' carl@customer.test 'Re: Printer' \
	'References: <first@customer.test>'
filed 'a case number, with proof' 'entry SUP-1' "$anna" 'About SUP-1' "$proven"
filed 'in lower case' 'entry SUP-1' "$anna" 'about (sup-1), please' "$proven"
filed 'without proof' 'case SUP-4' "$anna" 'About SUP-1'
filed 'proof by another server' 'case SUP-5' "$anna" 'About SUP-1' \
	'Authentication-Results: mx.evil.test; dmarc=pass'
filed 'proof below another verdict' 'case SUP-6' "$anna" 'About SUP-1' \
	'Authentication-Results: mx.example.org; dmarc=none' "$proven"
filed 'with proof, of a stranger' 'case SUP-7' zoe@customer.test 'About SUP-1' "$proven"
filed 'as a part of a word' 'case SUP-8' "$anna" 'XSUP-1 and SUP-1X and SUP-01234567890123' "$proven"

# The order of the ways.
TO=support+$two@example.org
filed 'the address goes before the subject' 'entry SUP-2' "$anna" "Re: $one"
filed 'the subject before References' 'entry SUP-2' "$anna" "Re: $two" "In-Reply-To: <$receipt1>"
filed 'what we sent before what we received' 'entry SUP-2' "$anna" 'Re: x' \
	"References: <first@customer.test> <$(stored "SELECT message_id FROM outbox
		WHERE kind = 'receipt' ORDER BY id LIMIT 1 OFFSET 1")>"
filed 'References before the number' 'entry SUP-1' "$anna" 'SUP-2' "$proven" \
	'References: <first@customer.test>'
TO=support+$damaged@example.org
filed 'a damaged ID in the address is none' 'entry SUP-2' "$anna" "Re: $two"
filed 'a damaged one in the subject too' 'entry SUP-1' "$anna" "Re: $damaged" \
	"In-Reply-To: <$receipt1>"
filed 'and leads to a new case' 'case SUP-9' "$anna" "Re: $damaged"
filed 'an ID of no case' 'case SUP-10' "$anna" 'Re: CMZZZZZZZZZZZZZZZZAA'
BODY="Please see $one, SUP-1."
filed 'an ID in the text alone' 'case SUP-11' "$anna" 'body' "$proven"

# Subjects as they come.
for prefix in 'Re: ' 'RE : ' 'AW: ' 'Sv: ' 'Odp: ' 'VS: ' 'Antw: ' 'YNT: ' 'Re[2]: ' 'Fwd: Re: ' \
	'回复：' '答复: ' 'ΑΠ: ' 'Отв: ' 'R: ' 'השב: ' '[EXT] Re: ' 'no prefix at all '; do
	filed "prefix \"$prefix\"" 'entry SUP-1' "$anna" "${prefix}Case Receipt - Case ID: SUP-1 - $one"
done
filed 'beside letters without blanks' 'entry SUP-1' "$anna" "回复$one的问题"
filed 'folded' 'entry SUP-1' "$anna" "Re: Case Receipt - Case ID: SUP-1 -
 Customer: Anna
	$lower"
b64=$(printf 'Réponse: %s' "$one" | base64 -w0)
filed 'RFC 2047, base64' 'entry SUP-1' "$anna" "=?utf-8?B?$b64?="
filed 'RFC 2047, quoted' 'entry SUP-1' "$anna" "=?iso-8859-1?Q?R=E9p=3A_$one?="
filed 'RFC 2047, split within the ID' 'entry SUP-1' "$anna" \
	"=?utf-8?Q?R=C3=A9p=3A_$(echo "$one" | cut -c1-9)?=
 =?utf-8?Q?$(echo "$one" | cut -c10-)?="
filed 'several prefixes around it' 'entry SUP-1' "$anna" "Re: [ticket] $one (was: printer)"

# Several IDs, and those of others.
filed 'IDs of two of her cases' 'held it names two cases of this sender' "$anna" "Re: $one $two"
filed 'her own ID twice' 'entry SUP-1' "$anna" "Re: $one $one"
filed "one of hers after somebody else's" 'entry SUP-1' "$anna" "Re: $eve $one"
filed 'and before it' 'entry SUP-1' "$anna" "Re: $one $eve"
filed 'and a damaged one' 'entry SUP-1' "$anna" "Re: $one $damaged"
before=$(stored 'SELECT count(*) FROM entry')
not_part='held the sender is not part of the case it names'
filed 'the ID of another person' "$not_part" eve@evil.test "Re: $one" 'Cc: anna@customer.test'
is 'nothing is sent for it' "$(told)" nobody
TO=support+$one@example.org
filed 'in the address' "$not_part" eve@evil.test 'hello'
is 'nothing is sent for it' "$(told)" nobody
filed 'by what it answers' "$not_part" eve@evil.test 'hello' "In-Reply-To: <$receipt1>"
filed 'with Sender and Reply-To of hers' "$not_part" eve@evil.test "$one" \
	'Reply-To: anna@customer.test' 'Sender: anna@customer.test'
filed 'with a display name of hers' "$not_part" '"anna@customer.test" <eve@evil.test>' "$one"
is 'nothing has changed by them' "$(stored 'SELECT count(*) FROM entry')" "$before"
like 'the log says why, if it shall' "$(cat "$DESK/log")" 'debug: delivery=[0-9]+ because='
ok 'every mail is accounted for' cm audit
done_testing
