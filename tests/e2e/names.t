# What people write of themselves goes through notices without doing harm; and an answer to a
# stranger holds nothing that the stranger wrote.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	"

# faults STATUS-LINE-KIND: what is wrong with the header of $T/notice, as mail programs and rules
# read it
cat >"$T/faults" <<'END'
import email, email.policy, email.utils, re, sys, unicodedata
raw = open(sys.argv[1], "rb").read()
head = raw.replace(b"\r\n", b"\n").split(b"\n\n")[0].decode("ascii")
mail = email.message_from_bytes(raw, policy=email.policy.default)
names = [k.lower() for k in mail.keys()]
for once in "from to subject message-id date reply-to list-id x-case-id x-case-event".split():
    if names.count(once) != 1:
        print(once, "stands", names.count(once), "times")
for never in ("bcc", "cc", "x-evil", "sender"):
    if never in names:
        print(never, "stands there")
subject = str(mail["Subject"])
shape = (r"Case Receipt - Case ID: SUP-\d+ - Customer: (.*) - Status: New\. CM[0-9A-Z]{18}"
         if sys.argv[2] == "receipt" else
         r"Case Comment Notification - Case ID: SUP-\d+ - Customer: (.*) - Status: New CM[0-9A-Z]{18}")
found = re.fullmatch(shape, subject)
if not found:
    print("subject:", subject)
else:
    name = found.group(1)
    if len(name) > 40 or " - " in name or "=?" in name or "Status:" in name or not name.strip():
        print("name:", name)
    if any(unicodedata.category(c) in ("Cc", "Cf") and c != "\u200d" for c in name):
        print("control characters:", ascii(name))
if len(subject) >= 160:
    print("subject of", len(subject))
raw_subject = re.search(r"(?ms)^Subject: (.*?)\n(?![ \t])", head + "\n").group(1)
if not re.match(r"Case (Receipt|Comment Notification) - Case ID: SUP-\d+ - Customer:", raw_subject):
    print("prefix not in clear:", raw_subject)
if not re.search(r"\bCM[0-9A-Z]{18}$", raw_subject):
    print("ID not in clear:", raw_subject)
if [a for _, a in email.utils.getaddresses([mail["From"]])] != ["support@example.org"]:
    print("From:", mail["From"])
if len(email.utils.getaddresses([mail["To"]])) != 1:
    print("To:", mail["To"])
for line in head.split("\n"):
    if len(line) > 998:
        print("a line of", len(line))
END

# harmless DESCRIPTION NAME-AS-IT-STANDS-IN-FROM
count=0
harmless()
{
	count=$((count + 1))
	post "$2 <person$count@customer.test>" 'Hello' "$proven"
	is "$1: opens a case" "$(ended)" "case SUP-$count"
	notice_to "person$count@customer.test"
	is "$1: its receipt" "$("$PYTHON" "$T/faults" "$T/notice" receipt)" ''
	notice_to sam@staff.test
	is "$1: the word to staff" "$("$PYTHON" "$T/faults" "$T/notice" comment)" ''
}

# encoded TEXT: as an encoded word
encoded()
{
	printf '=?utf-8?B?%s?=' "$(printf '%b' "$1" | base64 -w0)"
}
harmless umlauts "$(encoded 'Änne Müßig')"
harmless emoji "$(encoded '🖨️ Drücker 👩‍🔧')"
harmless '200 characters' "\"$(printf 'long name %.0s' $(seq 20))\""
harmless '200 without blanks' "$(printf 'x%.0s' $(seq 200))"
harmless '200 wide ones' "$(encoded "$(printf '漢字%.0s' $(seq 15))") $(encoded "$(printf '漢字%.0s' $(seq 15))")"
harmless 'a field of ours' '"Anna - Status: Done"'
harmless 'an end of ours' '"Anna - Status: Done. CM0000000000000000ZZ"'
harmless 'an encoded word within' '"=?utf-8?q?x?="'
harmless 'one made by decoding' "$(encoded '=?utf-8?q?Bcc=3A?=')"
harmless 'CR LF' "$(encoded 'Anna\r\nBcc: evil@evil.test\r\nX-Evil: yes')"
harmless 'LF and an end of header' "$(encoded 'Anna\n\n<script>alert(1)</script>')"
harmless 'bidi' "$(encoded 'Anna \0342\0200\0256tset.live\0342\0200\0254')"
harmless 'zero width' "$(encoded 'An\0342\0200\0213na \0357\0273\0277')"
harmless 'NUL' "$(encoded 'An\0000na')"
harmless 'another address' '"Sam Staff <sam@staff.test>"'
harmless 'quotes and a list' '"x\" <evil@evil.test>, \"y"'
harmless 'only what is taken out' "$(encoded '\0342\0200\0256\0342\0200\0254')"
harmless 'Latin-1 without a label' "$(printf 'J\351r\364me')"
harmless 'template marks' '"{{tracking_id}} {{{text}}} {{>case}}"'
harmless 'HTML' '"<b onmouseover=x>Anna</b>"'
is 'HTML is escaped' "$(cm queue show "$(stored "SELECT max(id) FROM outbox WHERE
	recipient = 'sam@staff.test'")" | "$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(m.get_body(("html",)).get_content().count("<b onmouse"))')" 0

# A stranger's words don't come back, to whomever the From address belongs.
BODY='Visit http://evil.test/pills today'
post 'CheapPills <victim@victim.test>' 'BUYPILLS now' 'Reply-To: evil@evil.test' \
	'Comments: pills' 'Thread-Topic: pills' 'In-Reply-To: <x@pills.test>' 'Organization: pills' \
	"$(printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=pillsboundary\n
--pillsboundary\n\nsee pills\n--pillsboundary
Content-Disposition: attachment; filename=pills.exe\n\npills\n--pillsboundary--')"
is 'a stranger gets a receipt' "$(told | sed 's/.*receipt/receipt/')" 'receipt victim@victim.test'
notice_to victim@victim.test
"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
for name, value in m.items():
    print(name, value, sep=": ")
for part in m.walk():
    if not part.is_multipart():
        print(part.get_content())' <"$T/notice" >"$T/read"
is 'without a word of his' "$(grep -in 'pills\|evil' "$T/read" "$T/notice")" ''
like 'with the case number' "$(cat "$T/read")" '^Subject: Case Receipt - Case ID: SUP-[0-9]+ - Customer: victim@victim.test'
post "$(printf 'CheapPills <victim@victim.test>')" "$(id_of "SUP-$((count + 1))" victim@victim.test)"
cm --now "$NOW" case set "SUP-$((count + 1))" status=Done
BODY='more pills'
post 'CheapPills <victim@victim.test>' "pills $(id_of "SUP-$((count + 1))" victim@victim.test)"
like 'he reopens a case' "$(told)" 'receipt victim@victim.test'
notice_to victim@victim.test
is 'without a word of his' "$(grep -in 'pills\|evil' "$T/notice")" ''
notice_to sam@staff.test
like 'staff reads it all' "$(cat "$T/notice")" 'more pills'
# Who is known by the address alone gets the name that a proven mail says, once.
# called ADDRESS: the name on record
called()
{
	stored "SELECT p.name FROM person p JOIN address a ON a.person = p.id WHERE a.address = '$1'"
}
# writes FROM SUBJECT [FIELD...]: to the ID that Zoe has in the case
writes()
{
	TO=support+$(id_of "$shared" zoe@elsewhere.test)@example.org BODY='I see.'
	post "$@"
}
post 'Anna <anna@customer.test>' Roof "$proven"
shared=$(ended | sed 's/^case //')
TO=support+$(id_of "$shared" sam@staff.test)@example.org
BODY='#share zoe@elsewhere.test'
post 'Sam Staff <sam@staff.test>' 'Re: Roof' "$proven"
is 'shared with an address' "$(called zoe@elsewhere.test)" ''
writes 'The Boss <zoe@elsewhere.test>' 'Re: Roof'
is 'an unproven mail is taken' "$(ended)" "entry $shared"
is 'but not its name' "$(called zoe@elsewhere.test)" ''
writes 'The Robot <zoe@elsewhere.test>' 'Away: Roof' "$proven" 'Auto-Submitted: auto-replied'
is 'nor that of a robot' "$(called zoe@elsewhere.test)" ''
TO=support+$(id_of SUP-1 sam@staff.test)@example.org
post 'The Stranger <zoe@elsewhere.test>' 'Re: Printer' "$proven"
like 'a case of others is none of hers' "$(ended)" '^held'
is 'and gives her no name' "$(called zoe@elsewhere.test)" ''
writes '"anna@customer.test" <zoe@elsewhere.test>' 'Re: Roof' "$proven"
is 'nor does an address' "$(called zoe@elsewhere.test)" ''
writes 'Zoe Zoll <zoe@elsewhere.test>' 'Re: Roof' "$proven"
is 'her proven mail does' "$(called zoe@elsewhere.test)" 'Zoe Zoll'
like 'by which she is found' "$(cm person list)" 'Zoe Zoll'
writes 'Zora Other <zoe@elsewhere.test>' 'Re: Roof' "$proven"
is 'and no other one changes it' "$(called zoe@elsewhere.test)" 'Zoe Zoll'
TO=support+$(id_of "$shared" sam@staff.test)@example.org
BODY='It is dry, @zoezoll.'
post 'Sam Staff <sam@staff.test>' 'Re: Roof' "$proven"
notice_to zoe@elsewhere.test
like 'she is greeted by it' "$(cat "$T/notice")" '^Hello Zoe Zoll,'
cm person add new@staff.test role=staff desk=support >/dev/null
TO=support+$(id_of "$shared" sam@staff.test)@example.org
BODY='Thank you.'
post 'The Chief <new@staff.test>' 'Re: Roof' "$proven"
is "staff's are not set by mail" "$(called new@staff.test)" ''
ok 'every mail is accounted for' cm audit
done_testing
