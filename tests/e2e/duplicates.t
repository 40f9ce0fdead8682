# The same mail twice, by whichever road, is stored and answered once; other content under the
# same Message-ID is handled and flagged.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	desk \"sales\" {
		title = \"Example Sales\"
		address = \"sales@example.org\"
		prefix = \"SAL\"
	}
	"
anna='Anna <anna@customer.test>'
same='duplicate the same message as delivery 1'

# again DESCRIPTION [RECIPIENT...]: what standard input makes of the first mail, handed in
again()
{
	again_what=$1
	shift
	cat >"$T/again"
	hand_in "$T/again" "$@"
	is "$again_what" "$(ended), $(told)" "$same, nobody"
}

letter "$anna" Printer 'Received: from a by b; Sun, 22 Nov 2026 04:59:00 +0000'
cp "$T/letter" "$T/first"
hand_in
is 'the first' "$(ended), $(told)" \
	'case SUP-1, receipt anna@customer.test, comment sam@staff.test'
again 'the same bytes' <"$T/first"
again 'CR LF for LF' <<END
$(sed 's/$/\r/' "$T/first")
END
again 'other trace fields' <<END
Return-Path: <anna@customer.test>
Delivered-To: support@example.org
X-Original-To: support@example.org
Received: from c by d
	for <support@example.org>; Sun, 22 Nov 2026 05:00:00 +0000
Received: from a by b; Sun, 22 Nov 2026 05:00:00 +0000
Authentication-Results: mx.example.org; dmarc=pass
$(sed 1,1b "$T/first" | grep -v ^Received)
END
again 'with another extension' support+x@example.org <"$T/first"
again 'to the same desk in other letters' SUPPORT@EXAMPLE.ORG <"$T/first"

# By LMTP, which ends lines with CR LF and may carry the dot.
desk_run
"$TEST_LIB/mailtool" lmtp "$DESK_LMTP" support@example.org "$T/first" >"$T/said"
mails_last=$(stored 'SELECT max(id) - 1 FROM delivery')
by_lmtp()
{
	[ "$same" = "$(stored "SELECT outcome || ' ' || why FROM delivery ORDER BY id DESC LIMIT 1")" ]
}
ok 'by LMTP' wait_for 20 by_lmtp
desk_stop

hand_in "$T/first" sales@example.org
is 'another desk has a case of its own' "$(ended), $(told)" 'case SAL-1, receipt anna@customer.test'

letter "$anna" 'to both' 'Cc: support+x@example.org'
hand_in "$T/letter" support@example.org support+x@example.org
like 'two recipients of one desk' "$(ended)" '^case SUP-2, duplicate the same message as delivery'
is 'one receipt' "$(told)" 'receipt anna@customer.test, comment sam@staff.test'
letter "$anna" 'to all'
hand_in "$T/letter" support@example.org sales@example.org
is 'two desks' "$(ended)" 'case SUP-3, case SAL-2'
letter "$anna" "Re: $(id_of SUP-3 anna@customer.test)"
hand_in "$T/letter" support@example.org sales@example.org
is 'two desks, but one case' "$(ended), $(told)" \
	'entry SUP-3, duplicate its case has it by another desk, comment sam@staff.test'

# One mail about two cases, by their addresses: each gets it, and each once.
mine=support+$(id_of SUP-1 anna@customer.test)@example.org
other=support+$(id_of SUP-3 anna@customer.test)@example.org
letter "$anna" 'about both'
hand_in "$T/letter" "$mine" "$other"
is 'IDs of two cases' "$(ended), $(told)" \
	'entry SUP-1, entry SUP-3, comment sam@staff.test, comment sam@staff.test'
both=$(stored 'SELECT max(id) - 1 FROM delivery')
hand_in "$T/letter" "$other" "$mine"
is 'once more' "$(ended), $(told)" "duplicate the same message as delivery $both, $(
	)duplicate the same message as delivery $both, nobody"
hand_in "$T/letter" "$(echo "$mine" | sed s/@/.done@/)" support@example.org
is 'the case by another extension, the desk' "$(ended), $(told)" \
	"duplicate the same message as delivery $both, duplicate the same message as delivery $both, nobody"
hand_in "$T/letter" "$(echo "$mine" | sed s/support/sales/)"
is 'the case by the other desk' "$(ended), $(told)" \
	'duplicate its case has it by another desk, nobody'
letter "$anna" 'to the desk, too'
hand_in "$T/letter" support@example.org "$mine"
is 'a new case, and the one that the address names' "$(ended)" 'case SUP-4, entry SUP-1'
letter eve@evil.test "somebody else's"
hand_in "$T/letter" "$mine" "$other"
is 'a case of others' "$(ended), $(told)" "held the sender is not part of the case it names, $(
	)duplicate the same message as delivery $(stored 'SELECT max(id) - 1 FROM delivery'), $(
	)held sam@staff.test"

# The same Message-ID, and something else in it.
MID=mail1@customer.test BODY='quite another text'
post "$anna" Printer
is 'the same Message-ID with other content is handled' "$(ended), $(told)" \
	'case SUP-5, receipt anna@customer.test, comment sam@staff.test'
is 'and flagged' "$(cm case show --json SUP-5 | json '" ".join(d["tags"])')" 'same-message-id'
is 'which the first is not' "$(cm case show --json SUP-1 | json '" ".join(d["tags"])')" ''
hand_in "$T/letter"
like 'that one twice is a duplicate too' "$(ended)" '^duplicate the same message as delivery'
MID=mail1@customer.test BODY='a third text'
post "$anna" "Re: $(id_of SUP-2 anna@customer.test)"
is 'on a case' "$(ended), $(cm case show --json SUP-2 | json '" ".join(d["tags"])')" \
	'entry SUP-2, same-message-id'

# Without a Message-ID the content alone decides.
letter "$anna" 'no ID'
sed -i '/^Message-ID/d' "$T/letter"
hand_in
is 'no Message-ID' "$(ended)" 'case SUP-6'
again_id=$(stored 'SELECT max(id) FROM delivery')
hand_in "$T/letter"
is 'no Message-ID, again' "$(ended)" "duplicate the same message as delivery $again_id"
sed -i 's/Hello/Hallo/' "$T/letter"
hand_in "$T/letter"
is 'no Message-ID, other content' "$(ended)" 'case SUP-7'
is 'and no flag' "$(cm case show --json SUP-7 | json '" ".join(d["tags"])')" ''

is 'each message is stored once per acceptance' "$(stored 'SELECT count(*) FROM entry WHERE
	kind IN ("mail", "comment")')" "$(stored 'SELECT count(*) FROM delivery WHERE
	outcome IN ("case", "entry")')"
ok 'every mail is accounted for' cm audit
done_testing
