# To whom staff gives a case: by address, name or first name, and what is said of a name that
# isn't one person's.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
for one in 'robin@staff.test Robin Hall' 'rm@staff.test Robin Moss' 'ute@staff.test Ute Ullmann'; do
	cm person add "${one%% *}" name="${one#* }" role=staff desk=support >/dev/null
done
post 'Anna <anna@customer.test>' Printer "$proven"
his=$(id_of SUP-1 sam@staff.test)

# assigned VALUE: to whom SUP-1 is assigned after Sam has said so
assigned()
{
	TO=support+$his@example.org BODY="Please have a look.

#assign $1"
	post 'Sam Staff <sam@staff.test>' 'Re: Printer' "$proven"
	cm case show --json SUP-1 | json 'd["assignee"]'
}

said()
{
	notice_to sam@staff.test
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(" ".join(m.get_body(("plain",)).get_content().split()))' "$T/notice"
}

is 'by the first name' "$(assigned ute)" ute@staff.test
is 'by the whole name' "$(assigned 'robin hall')" robin@staff.test
is 'by a mention' "$(assigned @Ute)" ute@staff.test
is 'by a first name of two: nobody' "$(assigned robin)" ute@staff.test
like 'both are listed' "$(said)" \
	'"robin" can mean several: Robin Hall \(robin@staff\.test\), Robin Moss \(rm@staff\.test\); write the address'
is 'by what stands before the @' "$(assigned rm)" rm@staff.test
is 'by the address' "$(assigned robin@staff.test)" robin@staff.test
is 'the surname must fit' "$(assigned 'Ute Meier')" robin@staff.test
like 'all are listed' "$(said)" \
	'"Ute Meier" is not on the staff of desk support; choose one of: .*Ute Ullmann \(ute@staff\.test\).*, none'
is 'one letter is no name' "$(assigned u)" robin@staff.test
ok 'the command line takes the same' cm case set SUP-1 assignee=ute
is 'names' "$(cm case show --json SUP-1 | json 'd["assignee"]')" ute@staff.test
done_testing
