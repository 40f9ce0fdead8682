# One message becomes a case of its own: by the notice that is answered, by its number, and undone.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"
sam='Sam Staff <sam@staff.test>'
anna='Anna <anna@customer.test>'
cm person add tina@staff.test name='Tina Staff' role=staff desk=support >/dev/null

said()
{
	says_to "${1:-sam@staff.test}"
}
of() { cm case show --json "$1" | json "$2"; }

# about ADDRESS: the next mail goes to this participant's ID of SUP-1
about() { TO=support+$(id_of SUP-1 "$1")@example.org; }
# answered ADDRESS: the Message-ID of the last notice to it
answered() { stored "SELECT message_id FROM outbox WHERE recipient = '$1' ORDER BY id DESC LIMIT 1"; }

NOW=2026-11-22T05:00:00Z
post "$anna" Printer "$proven"
NOW=2026-11-22T05:01:00Z
cat >"$T/letter" <<END
From: $anna
To: support+$(id_of SUP-1 anna@customer.test)@example.org
Subject: Re: Printer
Message-ID: <scan@customer.test>
$proven
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

The scanner hums, by the way.
Since today.
--x
Content-Type: image/png; name=hum.png
Content-Disposition: attachment; filename=hum.png

hum
--x--
END
mails_from=$anna hand_in "$T/letter" "support+$(id_of SUP-1 anna@customer.test)@example.org"
notice=$(answered sam@staff.test)
NOW=2026-11-22T05:02:00Z
about anna@customer.test
BODY='And hello.'
post "$anna" 'Re: Printer' "$proven"

NOW=2026-11-22T05:03:00Z
about sam@staff.test
BODY='#split'
post "$sam" 'Re: Printer' "$proven" "In-Reply-To: <$notice>"
is 'the message whose notice is answered' "$(of SUP-2 'd["title"] + ": " + d["entries"][0]["text"]')" \
	'The scanner hums, by the way.: The scanner hums, by the way.
Since today.'
is 'its author is told, and the other staff' "$(told)" \
	'receipt anna@customer.test, transcript sam@staff.test, comment tina@staff.test'
like 'the words are hers' "$(said anna@customer.test)" '^You wrote:'
unlike 'not of who split it off' "$(said anna@customer.test)" 'Sam Staff wrote'
like 'to the staff, too' "$(said tina@staff.test)" '^Anna wrote:'
like 'with who did it' "$(said tina@staff.test)" '^Sam Staff has made a case of this message'
unlike 'as proven as they were' "$(said tina@staff.test)" 'not be verified|not proven'
is 'and is the reporter' "$(of SUP-2 'd["reporter"] + " " + d["customer"] + " " + d["status"]')" \
	'anna@customer.test Anna New'
is 'its file came along' "$(of SUP-2 '[a["name"] for a in d["entries"][0]["attachments"]]')" '["hum.png"]'
is 'linked' "$(of SUP-1 '[l["number"] + l["kind"] for l in d["links"]]') $(of SUP-2 '[l["number"] for l in d["links"]]')" \
	'["SUP-2split"] ["SUP-1"]'
is 'the entry stays and says so' "$(of SUP-1 '[[e["text"][:11], e["split_into"]] for e in d["entries"] if e["split_into"]]')" \
	'[["The scanner", "SUP-2"]]'
is 'in both histories' "$(of SUP-1 '[e["text"] for e in d["entries"] if e["kind"] == "split"]')$(of SUP-2 '[e["text"] for e in d["entries"] if e["kind"] == "split"]')" \
	'["Entry 2 became case SUP-2"]["Was entry 2 of SUP-1"]'
like 'Sam is told how to undo it' "$(said)" 'To undo it: "#merge SUP-2 SUP-1"'
TO=support+$(id_of SUP-2 anna@customer.test)@example.org
post "$anna" 'Re: Scanner'
is 'her answer goes there' "$(ended)" 'entry SUP-2'

# refused LIKE BODY [FIELD...]
refused()
{
	refused_like=$1 BODY=$2
	shift 2
	about sam@staff.test
	post "$sam" 'Re: Printer' "$proven" "$@"
	like "refused: $refused_like" "$(said)" "$refused_like"
}
refused 'entry 2 became SUP-2 already' '#split 2'
refused 'SUP-1 has no entry 99' '#split 99'
refused 'say which message' '#split'
refused "entry 4 is no message of anybody's" '#split 4'
is 'nothing was opened' "$(stored 'SELECT count(*) FROM cases')" 2
about sam@staff.test
BODY='We answer here.

#split 3 A greeting'
post "$sam" 'Re: Printer' "$proven"
is 'by its number, with a title' "$(of SUP-3 'd["title"] + ": " + d["entries"][0]["text"]')" \
	'A greeting: And hello.'
is 'the comment stays where it was written' \
	"$(of SUP-1 '[e["text"] for e in d["entries"] if e["kind"] == "comment"][-1]')" 'We answer here.'
refused 'customer.s, so a case of it' '#split 5'
ok 'undone by a merge' cm case merge SUP-3 SUP-1
is 'goes on in the old one' "$(of SUP-3 'd["merged_into"]')" SUP-1
ok 'on the command line' cm case split SUP-1 1 The first --as sam@staff.test
is 'is the next number' "$(of SUP-4 'd["title"] + " " + d["reporter"]')" 'The first anna@customer.test'
says 1 'entry 1 became SUP-4 already' case split SUP-1 1
# Of a name that nothing proves no customer is made.
BODY='It is warm.'
post 'The King <king@palace.test>' Weather
number=$(ended | sed 's/^case //')
TO=support+$(id_of "$number" sam@staff.test)@example.org
BODY='#split 1 Heat'
post "$sam" 'Re: Weather' "$proven"
like 'an unproven writer is one' "$(said tina@staff.test)" 'address could not be verified'
like 'who is told so' "$(said king@palace.test)" '^We have received this in your name:'
is 'but an address' "$(of SUP-6 'd["customer"] + " " + d["title"]')" 'king@palace.test Heat'
about anna@customer.test
BODY='#split 3'
post "$anna" 'Re: Printer' "$proven"
is 'a customer splits nothing' "$(stored 'SELECT count(*) FROM cases')" 6
is 'every mail is accounted for' "$(cm audit >/dev/null 2>&1; echo $?)" 0
done_testing
