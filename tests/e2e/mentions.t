# Mentions: who is told, for how long, and what nobody learns by them.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sed -i '/prefix = "SUP"/a internal = "inside@example.org"' "$DESK_CONF"
cm person add tina@staff.test name='Tina Staff' role=staff desk=support >/dev/null
cm org add 'Acme Ltd' domains=acme.test >/dev/null
cm org add 'Other Ltd' domains=other.test >/dev/null
for one in 'cleo@acme.test Cleo Acme' 'dora@acme.test Dora Acme' 'dan@acme.test Dan One' \
	'dana@acme.test Dan Two' 'olga@other.test Olga Other'; do
	cm person add "${one%% *}" name="${one#* }" >/dev/null
done
cm --now 2026-11-01T00:00:00Z org list >/dev/null
stored "UPDATE person SET welcomed_ms = 1"
cleo=cleo@acme.test
sam='Sam Staff <sam@staff.test>'

# about ADDRESS [ADDRESS]: the next mail goes to this participant's ID of the case
about()
{
	TO=support+$(id_of SUP-1 "$1")@example.org
}

people()
{
	cm case show --json SUP-1 |
		json '" ".join(p["role"] + ":" + p["address"].split("@")[0] for p in d["participants"])'
}

answer_to()
{
	notice_to "$1"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m.get_body(("plain",)).get_content().replace(" \n", " "))' "$T/notice"
}

BODY='The printer is purple.'
post $cleo Printer "$proven"
about $cleo
BODY='@dora knows more. Write to olga@other.test for the bill.'
post $cleo 'Re: Printer' "$proven"
is 'a colleague is told' "$(told | sed 's/, comment tina.*//')" \
	'shared dora@acme.test, comment sam@staff.test'
is 'and follows' "$(people)" 'reporter:cleo staff:sam staff:tina follower:dora'
like 'is told why' "$(answer_to dora@acme.test)" 'Cleo Acme has mentioned you in case SUP-1'
about $cleo
BODY='@olga, @olga@other.test, @nobody and @dan, do you know?'
post $cleo 'Re: Printer' "$proven"
is 'others are not' "$(people)" 'reporter:cleo staff:sam staff:tina follower:dora'
said=$(answer_to $cleo)
like 'who exists elsewhere' "$said" '@olga is nobody who can be mentioned here'
like 'the same by address' "$said" '@olga@other.test is nobody who can be mentioned here'
like 'and who does not exist' "$said" '@nobody is nobody who can be mentioned here'
like 'one of two' "$said" '@dan may be several persons'
about $cleo
BODY='@Dan Two it is.'
post $cleo 'Re: Printer'
is 'without proof: nobody' "$(people)" 'reporter:cleo staff:sam staff:tina follower:dora'
unlike 'and no word of it' "$(told)" transcript
about $cleo
BODY='@Dan Two it is.'
post $cleo 'Re: Printer' "$proven"
is 'by the whole name' "$(people)" 'reporter:cleo staff:sam staff:tina follower:dora follower:dana'

# Staff.
about sam@staff.test
BODY='#mine'
post "$sam" 'Re: Printer' "$proven"
about $cleo
BODY='@tina staff, please.'
post $cleo 'Re: Printer' "$proven"
is 'staff that does not work on it is told' "$(told)" \
	'comment dana@acme.test, comment dora@acme.test, comment sam@staff.test, comment tina@staff.test'
TO=inside+$(id_of SUP-1 sam@staff.test)@example.org
BODY='@tina and @cleo: what do you think?'
post "$sam" 'Re: Printer' "$proven"
is 'in a note only staff' "$(told)" 'transcript sam@staff.test, comment tina@staff.test'
like 'others are not told' "$(answer_to sam@staff.test)" '@cleo is nobody who can be mentioned here'

about sam@staff.test
BODY='@xaver should know.'
post "$sam" 'Re: Printer' "$proven"
like 'staff is told who can be' "$(answer_to sam@staff.test)" 'Choose one of: .*Tina Staff'
cm person add marc.petit@partner.test role=agency >/dev/null
about sam@staff.test
BODY='#share marc.petit@partner.test'
post "$sam" 'Re: Printer' "$proven"
about sam@staff.test
BODY='@Marc, please look.'
post "$sam" 'Re: Printer' "$proven"
like 'who follows is told anyway' "$(told)" 'comment marc.petit@partner.test'
unlike 'and nothing is wrong' "$(told)" 'transcript sam'

# A guest brings nobody along.
about $cleo
BODY='#share olga@other.test'
post $cleo 'Re: Printer' "$proven"
cm person add otto@other.test name='Otto Other' >/dev/null
stored "UPDATE person SET welcomed_ms = 1"
about olga@other.test
BODY='@otto should know.'
post olga@other.test 'Re: Printer' "$proven"
like 'of another organisation' "$(answer_to olga@other.test)" '@otto is nobody who can be mentioned'

# Who can be mentioned.
about $cleo
BODY='#people'
post $cleo 'Re: Printer' "$proven"
is 'a list for who asks' "$(told)" "transcript $cleo"
said=$(answer_to $cleo)
like 'the staff' "$said" 'Of the staff: Sam Staff \(sam@staff.test\), Tina Staff'
like 'the colleagues' "$said" 'Of the organisation: .*Dan One \(dan@acme.test\)'
unlike 'nobody else' "$said" 'Otto'
about olga@other.test
BODY='#people'
post olga@other.test 'Re: Printer' "$proven"
unlike 'for a guest no organisation' "$(answer_to olga@other.test)" 'Of the organisation'

# It ends.
NOW=2026-12-05T00:00:00Z
about $cleo
BODY='Still purple.'
post $cleo 'Re: Printer' "$proven"
like 'within 14 days' "$(told)" 'comment dora@acme.test'
about dora@acme.test
BODY='#follow'
post dora@acme.test 'Re: Printer' "$proven"
NOW=2026-12-07T00:00:00Z
about $cleo
BODY='Still purple, still.'
post $cleo 'Re: Printer' "$proven"
is 'after 14 days only who follows for good' "$(told)" \
	'comment dora@acme.test, comment marc.petit@partner.test, comment olga@other.test, comment sam@staff.test'
about dana@acme.test
BODY='I have found the drum.'
post dana@acme.test 'Re: Printer' "$proven"
is 'the ID goes on working' "$(ended)" 'entry SUP-1'

# Staff stays staff, whoever mentions it.
TO=support@example.org
BODY='@Sam Staff today, please! The scanner is purple.'
post $cleo Scanner "$proven"
is 'staff that is mentioned in a new case hears of it as staff' "$(told)" \
	"receipt $cleo, comment sam@staff.test, comment tina@staff.test"
TO=support+$(id_of SUP-2 sam@staff.test)@example.org
BODY='#mine'
post "$sam" 'Re: Scanner' "$proven"
TO=support+$(id_of SUP-2 $cleo)@example.org
BODY='Any news?'
post $cleo 'Re: Scanner' "$proven"
like 'and of a question' "$(told)" 'comment sam@staff.test'
TO=support+$(id_of SUP-2 $cleo)@example.org
BODY='#remove sam@staff.test'
post $cleo 'Re: Scanner' "$proven"
like 'no customer removes it' "$(answer_to $cleo)" "works on this case and can't be removed"
TO=support+$(id_of SUP-2 $cleo)@example.org
BODY='#people'
post $cleo 'Re: Scanner' "$proven"
like 'nor is it a follower to anybody' "$(answer_to $cleo)" 'Sam Staff \(sam@staff.test\), staff'

# Several of one name.
cm person add tom@staff.test name='Tina Other' role=staff desk=support >/dev/null
TO=support+$(id_of SUP-2 sam@staff.test)@example.org
BODY='@tina and @tona, please.'
post "$sam" 'Re: Scanner' "$proven"
said=$(answer_to sam@staff.test)
like 'staff reads who of several it could be' "$said" \
	'@tina may be several .*: Tina Staff \(tina@staff\.test\), Tina Other \(tom@staff\.test\)\.'
like 'and who was perhaps meant' "$said" '@tona is nobody .* Did you mean Tina Staff \(tina@staff\.test\)\?'
TO=support+$(id_of SUP-2 $cleo)@example.org
BODY='@tina, please.'
post $cleo 'Re: Scanner' "$proven"
unlike 'a customer reads no other names' "$(answer_to $cleo)" 'Tina Other'

# Nobody is told of the own doing, nor twice of anything: staff that a mention made a follower, too.
once()
{
	is "$1: nobody twice" "$(stored "SELECT coalesce(group_concat(recipient || ' ' || n, ', '), '') FROM
		(SELECT recipient, count(*) AS n FROM outbox WHERE id > $mails_mark GROUP BY recipient HAVING n > 1)")" ''
}
cm person add tom@staff.test name='Tom Other' role=staff desk=support >/dev/null 2>&1
TO=support@example.org
BODY='The fax is purple.'
post $cleo Fax "$proven"
TO=support+$(id_of SUP-3 sam@staff.test)@example.org
BODY='#mine
@tina@staff.test, please.'
post "$sam" 'Re: Fax' "$proven"
once 'mentioned'
for line in '#status wip' '#priority high' '#eta 2026-12-10' '#emergency' '#assign me' '#assign sam' \
	'#title Purple' '#status done' '#reopen' '#tag x' '#note hm' '#share dan@acme.test' 'A word.'; do
	TO=support+$(id_of SUP-3 tina@staff.test)@example.org
	BODY=$line
	post 'Tina Staff <tina@staff.test>' 'Re: Fax' "$proven"
	once "$line of a mentioned colleague"
	unlike "$line: which that one is told by the transcript" "$(told | tr , '\n' | grep -v transcript)" tina@
done
# The same of staff with a case of the own.
TO=support@example.org
BODY='My own printer.

#priority high'
post "$sam" Mine "$proven"
once 'an own case'
for line in '#status wip' '#priority low' '#status done' 'Still.' '#eta 2026-12-10'; do
	TO=support+$(id_of SUP-4 sam@staff.test)@example.org
	BODY=$line
	post "$sam" 'Re: Mine' "$proven"
	once "$line of staff in the own case"
done
ok 'every mail is accounted for' cm audit
done_testing
