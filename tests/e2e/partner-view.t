# What a partner gets of a case that has everything in it: the whole mail, word for word, so that
# nobody adds to it without looking.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	tracker \"jira\" {
		pattern = \"ABC-[0-9]+\"
	}
	"
anna='Anna Smith <anna@customer.test>'
sam='Sam Staff <sam@staff.test>'
cm person add vic@vendor.test name='Vic Vendor' role=partner >/dev/null
cm partner add Vendor address=vic@vendor.test >/dev/null
cm person add tina@staff.test name='Tina Staff' role=staff desk=support >/dev/null
cm org add 'Customer Ltd' domains=customer.test tier=gold >/dev/null
cm person add anna@customer.test name='Anna Smith' >/dev/null

# view NUMBER: what the partner was sent, the fields that people see and the text
view()
{
	notice_to vic@vendor.test
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for name in ("From", "To", "Cc", "Subject", "X-Case-ID", "X-Case-Status"):
    if m[name]:
        print(name + ": " + str(m[name]).replace(sys.argv[2], "{ID}"))
print("Files: " + ", ".join(str(a.get_filename()) for a in m.iter_attachments()))
print(m.get_body(("plain",)).get_content().replace(" \n", " ").replace("\u2060", ""))' "$T/notice" "$(id_of "$1" vic@vendor.test)"
}

about() { TO=support+$(id_of "$1" "$2")@example.org; }

# Staff hands in what a customer wrote, with a secret in it, and says what it thinks.
BODY='#for
She is a pest.

---------- Forwarded message ---------
From: Anna Smith <anna@customer.test>
Date: Sun, Nov 22, 2026 at 4:00 AM
Subject: Printer
To: Sam Staff <sam@staff.test>

The printer is purple.
password: OpenPw66w'
post "$sam" 'Fwd: Printer' "$proven"
is 'a case with all that there can be' "$(ended)" 'case SUP-1'
about SUP-1 sam@staff.test
BODY='#note The codeword is swordfish.
#tag vip
#severity high
#mine
@tina'
post "$sam" 'Re: Printer' "$proven"
about SUP-1 sam@staff.test
BODY='Which drum is it?

#link ABC-12 in progress
#eta 2026-12-01'
post "$sam" 'Re: Printer' "$proven"
about SUP-1 anna@customer.test
BODY='The black one. How does my case stand?
#share fred@other.test'
post "$anna" 'Re: Printer' "$proven"
about SUP-1 sam@staff.test
BODY='Please send us a drum for her, the code of the door is swordfish.

#partner Vendor'
post "$sam" 'Re: Printer' "$proven"
is 'what is a secret of the house goes to no partner' "$(told)" \
	'transcript sam@staff.test, comment tina@staff.test, handed vic@vendor.test'
cat >"$T/wanted" <<'VIEW'
From: Sam Staff via Example Support <support@example.org>
To: Vendor <vic@vendor.test>
Subject: Handed to you - SUP-1, Printer. {ID}
X-Case-ID: SUP-1
X-Case-Status: New
Files: 
Hello Vendor,

Example Support asks for your help with case SUP-1: it is with you now.  From here on you get what is said in it by mail.

About: Printer

Sam Staff wrote:

Please send us a drum for her, the code of the door is swordfish.

What has happened so far:

* 2026-11-22 05:00 UTC, Anna Smith (the sender’s address could not be verified)
The printer is purple.
password: [password removed]

* 2026-11-22 05:00 UTC, Example Support
ETA: none -> Tuesday, 2026-12-01

* 2026-11-22 05:00 UTC, Example Support
Which drum is it?

* 2026-11-22 05:00 UTC, Anna Smith
The black one. How does my case stand?

To answer, just reply to this mail. Example Support and the customer get your reply under your name, Vendor. Please leave the subject as it is: the code at its end shows us where your mail belongs.

If you have a number of your own for this, begin your reply with a line like this one, and from then on that number in a subject is enough:
| Ticket: VND-1182

A line of its own says to Example Support alone how far you are:
| #status working
| #status waiting
| #status solved

Case: SUP-1
Subject: Printer
Status: New
Expected: Tuesday, 2026-12-01
Customer: Customer Ltd
Type: Report a problem or incident
Priority: Normal

You get this mail because this case has been passed to you. Sent by Example Support, support@example.org.
VIEW
view SUP-1 >"$T/view"
is 'the hand-over, all of it' "$(cat "$T/view")" "$(cat "$T/wanted")"
unlike 'nor in what mail programs show besides' "$(cat "$T/notice")" \
	'OpenPw66w|pest|codeword|vip|ABC-12|gold|tina|Tina|fred|anna@|sam@|High'

# The same of what is split off.
about SUP-1 sam@staff.test
BODY='#split 1 The purple one'
post "$sam" 'Re: Printer' "$proven"
like 'a message of hers is a case, too' "$(told)" 'receipt anna@customer.test'
about SUP-2 sam@staff.test
BODY='#partner Vendor'
post "$sam" 'Re: The purple one' "$proven"
cat >"$T/wanted" <<'VIEW'
From: Example Support <support@example.org>
To: Vendor <vic@vendor.test>
Subject: Handed to you - SUP-2, The purple one. {ID}
X-Case-ID: SUP-2
X-Case-Status: New
Files: 
Hello Vendor,

Example Support asks for your help with case SUP-2: it is with you now.  From here on you get what is said in it by mail.

About: The purple one

What has happened so far:

* 2026-11-22 05:00 UTC, Anna Smith (the sender’s address could not be verified)
The printer is purple.
password: [password removed]

To answer, just reply to this mail. Example Support and the customer get your reply under your name, Vendor. Please leave the subject as it is: the code at its end shows us where your mail belongs.

If you have a number of your own for this, begin your reply with a line like this one, and from then on that number in a subject is enough:
| Ticket: VND-1182

A line of its own says to Example Support alone how far you are:
| #status working
| #status waiting
| #status solved

Case: SUP-2
Subject: The purple one
Status: New
Customer: Customer Ltd
Type: Report a problem or incident
Priority: Normal

You get this mail because this case has been passed to you. Sent by Example Support, support@example.org.
VIEW
view SUP-2 >"$T/view"
is 'the hand-over of that' "$(cat "$T/view")" "$(cat "$T/wanted")"
ok 'every mail is accounted for' cm audit
done_testing
