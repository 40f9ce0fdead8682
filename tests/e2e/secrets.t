#!/bin/sh
# Secrets in mails: no notice, list, search, log or column has them, but the raw message alone.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"
need sqlite3

user_folder "$T/rules"
desk_make "
	$(maildir_lines "$DESK/out")
	authserv_id = \"mx.example.org\"
	rules = \"$T/rules\"
	"
printf '[tokens]\nACME- => [0-9]{8}\n' >"$T/rules/acme.secrets"
ok 'a site has tokens of its own' cm check
forged='Authentication-Results: mx.example.org; dmarc=fail'
anna='Anna <anna@customer.test>'
bob='Bob <bob@customer.test>'
sam='Sam Staff <sam@staff.test>'
tina='Tina Staff <tina@staff.test>'
cm person add tina@staff.test name='Tina Staff' role=staff desk=support raw=support >/dev/null
cm person add vic@vendor.test name='Vic Vendor' role=partner >/dev/null
cm partner add Vendor address=vic@vendor.test >/dev/null

key=MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
file_key=b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz
token=AKIA''IOSFODNN7EXAMPLE
# What must not be anywhere, one a line.
cat >"$T/secrets" <<-LIST
	SubjPw77x
	OpenPw66w
	4111 1111 1111 1111
	4111111111111111
	$token
	$key
	$file_key
	CommPw88y
	QuotedPw11
	NotePw99z
	TitlePw33
	FormPw55v
	CliNotePw22
	CliSayPw44
	HeldPw12u
	BobPw34t
	FwdPw78x
	SaidPw90q
	AbovePw78x
	ACME-12345678
	wordPw56s
	CellPw61k
	PairPw62k
	TagPw63k
	ArgPw64k
	LaterPw65k
	BackPw66k
	PlanPw67k
LIST

about() { TO=support+$(id_of "${2:-SUP-1}" "$1")@example.org; }
# line_to ADDRESS: the text of the last notice to it, in one line
line_to()
{
	says_to "$1" | tr -s '\n ' ' '
}
# files_to ADDRESS: what is attached to it
files_to()
{
	notice_to "$1"
	"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(" ".join(str(a.get_filename()) for a in m.iter_attachments()))' "$T/notice"
}
entry() { cm case show --json "${2:-SUP-1}" | json "d[\"entries\"][$1][\"text\"]"; }
SENTENCE='ask us for a safe way'

# The opening, with all of it.
MID=first@customer.test
letter "$anna" 'Login fails, password: SubjPw77x' "$proven" 'MIME-Version: 1.0' \
	'Content-Type: multipart/mixed; boundary=bb'
sed -i '/^$/,$d' "$T/letter"
cat >>"$T/letter" <<-MAIL

	--bb
	Content-Type: text/plain; charset=utf-8

	Hello, I can't log in.
	User: anna
	Password: OpenPw66w
	My card is 4111 1111
	1111 1111, the token $token, order no. 4111111111111112.
	Our own is ACME-12345678.
	-----BEGIN PRIVATE KEY-----
	$key
	$key
	-----END PRIVATE KEY-----
	Regards, Anna

	On 20 November 2026 Otto <otto@customer.test> wrote:
	> passwort: QuotedPw11
	--bb
	Content-Type: text/plain; name=log.txt
	Content-Disposition: attachment; filename=log.txt

	drum error 1042
	--bb
	Content-Type: application/octet-stream; name=id_ed25519
	Content-Disposition: attachment; filename=id_ed25519

	-----BEGIN OPENSSH PRIVATE KEY-----
	$file_key
	-----END OPENSSH PRIVATE KEY-----
	--bb--
MAIL
hand_in
is 'a case' "$(ended)" 'case SUP-1'
is 'its title' "$(cm case show --json SUP-1 | json 'd["title"]')" \
	'Login fails, password: [password removed]'
is 'its text' "$(entry 0)" "Hello, I can't log in.
User: anna
Password: [password removed]
My card is [card number ending 1111 removed], the token [access token removed], order no. 4111111111111112.
Our own is [access token removed].
[private key removed]
Regards, Anna

On 20 November 2026 Otto <otto@customer.test> wrote:
> passwort: [password removed]"
like 'case show says how to see it' "$(cm case show SUP-1)" 'secrets masked: 7; --raw 1 gives'
said=$(line_to anna@customer.test)
like 'the writer reads how to share one' "$said" "$SENTENCE"
is 'in one sentence' "$(line_to anna@customer.test | grep -o "$SENTENCE" | wc -l)" 1
said=$(line_to sam@staff.test)
like 'staff reads the rest' "$said" 'Password: \[password removed\]'
like 'and how to get it' "$said" 'answering this mail with “#history raw”'
like 'that the key stays here' "$said" 'id_ed25519 \([0-9]* bytes, not attached\) A private key is not sent on'
unlike 'as nothing is too large' "$said" 'too large'
is 'other files go along' "$(files_to sam@staff.test)" log.txt
unlike 'customers are not told how to get it' "$(line_to anna@customer.test)" 'history raw'

# A comment, which by itself is answered with nothing.
NOW=2026-11-22T05:10:00Z
about anna@customer.test
BODY='It is the other one.
password: CommPw88y
#share carl@customer.test'
post "$anna" 'Re: Login' "$proven"
like 'commands are found all the same' "$(told)" 'shared carl@customer.test'
about anna@customer.test
BODY='It is this one, password: CommPw88y'
post "$anna" 'Re: Login' "$proven"
is 'a comment' "$(entry -1)" 'It is this one, password: [password removed]'
is 'its writer is told' "$(told)" \
	'masked anna@customer.test, comment carl@customer.test, comment sam@staff.test, comment tina@staff.test'
said=$(line_to anna@customer.test)
like 'how to share one' "$said" "$SENTENCE"
like 'under a subject of its own' "$(cat "$T/notice")" '^Subject: Secret masked - SUP-1, Login'
about anna@customer.test
BODY='The password is wrong, it says, but my password is SaidPw90q.'
post "$anna" 'Re: Login' "$proven"
is 'in a sentence' "$(entry -1)" 'The password is wrong, it says, but my password is [password removed].'
about anna@customer.test
BODY='The order is 302-1234567-1234567, and how do I reset the password: by mail?'
post "$anna" 'Re: Login' "$proven"
is 'ordinary mail is answered by nobody' "$(told)" \
	'comment carl@customer.test, comment sam@staff.test, comment tina@staff.test'

# As tables and programs have it; a page without any text beside it.
letter "$anna" 'Re: Login' "$proven" 'MIME-Version: 1.0' 'Content-Type: text/html'
about anna@customer.test
sed -i '/^$/,$d' "$T/letter"
cat >>"$T/letter" <<-MAIL

	<table><tr><th>User</th><th>Password</th></tr><tr><td>anna</td><td>CellPw61k</td></tr></table>
	<p>user/pw: anna/PairPw62k</p>
	<p>&lt;db:password type="text"&gt;TagPw63k&lt;/db:password&gt;</p>
	<p>mysql -u anna -p'ArgPw64k' shop</p>
MAIL
hand_in
is 'four ways to write one' "$(entry -1)" 'User  Password
anna  [password removed]

user/pw: anna/[password removed]

<db:password type="text">[password removed]</db:password>

mysql -u anna -p'"'[password removed]'"' shop'

# Whose address nobody vouches for gets the sentence, and nothing of his own.
BODY='My password: BobPw34t, the printer is purple.'
post "$bob" 'Printer is purple'
is 'an unproven one opens' "$(ended)" 'case SUP-2'
said=$(line_to bob@customer.test)
like 'and is told' "$said" "$SENTENCE"
unlike 'without his words' "$said" 'purple'
about bob@customer.test SUP-2
BODY='password: BobPw34t'
post "$bob" 'Re: Printer'
is 'a comment of his' "$(told)" \
	'masked bob@customer.test, comment sam@staff.test, comment tina@staff.test'
unlike 'too' "$(line_to bob@customer.test)" 'purple'

# Staff, in notes as well.
NOW=2026-11-22T05:20:00Z
about sam@staff.test
BODY='#note the password: NotePw99z
#title Login of anna, password: TitlePw33'
post "$sam" 'Re: Login' "$proven"
is 'a note' "$(entry -1)" 'the password: [password removed]'
like 'a title' "$(cm case show SUP-1)" 'Login of anna, password: \[password removed\]'
like 'its writer is told' "$(line_to sam@staff.test)" "$SENTENCE"
like 'so is who reads it' "$(line_to tina@staff.test)" 'answering this mail with'
cm --now $NOW case note SUP-1 'password: CliNotePw22' --as sam@staff.test >/dev/null
cm --now $NOW case reply SUP-1 'password: CliSayPw44' --as sam@staff.test >/dev/null
is 'on the command line' "$(entry -1)" 'password: [password removed]'

# What a form asks for.
TO=support+bug@example.org
BODY='Summary: It crashes
Detailed description: Log in as anna, password: FormPw55v, and wait.
Impact: high'
post "$anna" 'It crashes' "$proven"
like 'a form' "$(ended)" '^case SUP-3'
like 'its field' "$(cm case show --json SUP-3 | json 'str(d["fields"])')" 'password removed'

# What staff forwards for a customer: that one sent the secret, and is told; so is who forwarded it.
# forwards ABOVE FORWARDED
forwards()
{
	BODY="#for carla@two.test
$1

---------- Forwarded message ---------
From: Carla <carla@two.test>
Date: Sun, Nov 22, 2026 at 4:00 AM
Subject: Printer
To: Sam Staff <sam@staff.test>

$2"
	post "$sam" 'Fwd: Printer' "$proven"
}
forwards 'Please look at it.' 'It is purple. Passwort: FwdPw78x'
like 'a customer whose mail was forwarded reads of it' "$(says_to carla@two.test)" \
	"passed to us in your name held what looks like a password.*$SENTENCE"
said=$(says_to sam@staff.test)
like 'and who forwarded it' "$said" 'What you forwarded holds .* The customer is told so by the receipt'
unlike 'as nobody who sent one' "$said" "$SENTENCE"
forwards 'The password: AbovePw78x' 'It is green.'
unlike 'a secret above is not the customer'"'"'s' "$(says_to carla@two.test)" 'password'
like 'but that of who wrote it' "$(says_to sam@staff.test)" "$SENTENCE"

# In names of files, those in the text among them.
letter "$anna" 'Cards' "$proven" 'MIME-Version: 1.0' 'Content-Type: multipart/mixed; boundary=bb'
sed -i '/^$/,$d' "$T/letter"
cat >>"$T/letter" <<-MAIL

	--bb
	Content-Type: text/plain; charset=utf-8

	Hello, see 4111111111111111.txt and file 4111111111111111-scan.pdf
	--bb
	Content-Type: text/plain
	Content-Disposition: attachment; filename="card 4111 1111 1111 1111.txt"

	one
	--bb
	Content-Type: text/plain
	Content-Disposition: attachment; filename="4111111111111111.txt"

	two
	--bb--
MAIL
hand_in
like 'numbers in names of files are masked' "$(line_to sam@staff.test)" \
	'see \[card number ending 1111 removed\].txt and file \[card number ending 1111 removed\]-scan.pdf'
is 'and in those of files that go along' "$(files_to sam@staff.test)" \
	'card [card number ending 1111 removed].txt [card number ending 1111 removed].txt'
files=$(ended | sed 's/.* //')
{
	cm case show "$files"
	cm case show --json "$files"
	cm case history "$files"
} >"$T/files"

# What an answer quotes of a mail that is older than the masking, what comes back to its writer, and
# what explain would do.
about sam@staff.test
BODY='Please try it again.

> Password: LaterPw65k'
post "$sam" 'Re: Login' "$proven"
unlike 'a quote goes out masked' "$(line_to anna@customer.test)" 'LaterPw65k'
is 'and stays so with its entry' "$(cm case show --json SUP-1 | json 'str(d["entries"][-1]["full_text"])' |
	grep -o 'Password: .*')" 'Password: [password removed]'
about sam@staff.test
BODY='#titel it
#titlee password: BackPw66k'
post "$sam" 'Re: password: BackPw66k' "$proven"
like 'a wrong command comes back' "$(ended)" '^returned'
like 'masked' "$(line_to sam@staff.test)" '#titlee password: \[password removed\]'
about anna@customer.test
BODY='#title password: PlanPw67k
client_secret=PlanPw67k'
letter "$anna" 'user/pw: anna/PlanPw67k' "$proven"
cm explain "$T/letter" >>"$T/files"
like 'explain prints none' "$(cat "$T/files")" '^because: secrets masked in its words: 3'
TO= BODY=

# Held mail.
TO=support+$(id_of SUP-1 anna@customer.test)@example.org
BODY='password: HeldPw12u'
post "Anna <anna@customer.test>" 'password: HeldPw12u' "$forged"
like 'a forged one is held' "$(ended)" '^held'
like 'and listed so' "$(cm held list)" 'password removed'

# The partner.
NOW=2026-11-22T05:30:00Z
about sam@staff.test
BODY='Please look at it.

#partner vendor'
post "$sam" 'Re: Login' "$proven"
like 'a hand-over' "$(told)" 'handed vic@vendor.test'
said=$(line_to vic@vendor.test)
like 'tells what was said' "$said" 'My card is \[card number ending 1111 removed\]'
is 'and sends no key' "$(files_to vic@vendor.test)" log.txt
about vic@vendor.test
BODY='We use password: wordPw56s now.'
post 'Vic Vendor <vic@vendor.test>' 'Re: Login' "$proven"
like 'what it says is masked' "$(entry -1)" 'We use password: \[password removed\]'

# The history, and the message as it came.
NOW=2026-11-22T05:40:00Z
about anna@customer.test
BODY='#history'
post "$anna" 'Re: Login' "$proven"
like 'the history' "$(line_to anna@customer.test)" 'Password: \[password removed\]'
about sam@staff.test
BODY='#history raw 1'
post "$sam" 'Re: Login' "$proven"
like 'not everybody gets the message' "$(line_to sam@staff.test)" 'who may see them'
cm --now $NOW send >>"$DESK/log" 2>&1
cm --now $NOW case list >"$T/list"
cm --now $NOW case list --json >>"$T/list"
cm case show SUP-1 >>"$T/list"
cm case show --json SUP-1 >>"$T/list"
cm case history SUP-1 >>"$T/list"
cm held list --json >>"$T/list"
cm queue list >>"$T/list"
cm --now $NOW tick >>"$DESK/log" 2>&1
cm --now 2026-11-22T09:00:00Z tick >>"$DESK/log" 2>&1

# found: where any of the secrets is: printed, logged, mailed, in a column but that of raw messages
cat >"$T/found" <<'PY'
import email, email.policy, glob, os, sqlite3, sys
secrets = [s.strip().encode() for s in open(sys.argv[1])]
store, out = sys.argv[2], sys.argv[3]
def look(where, data):
    for s in secrets:
        if s in data:
            print(where, s.decode())
db = sqlite3.connect(os.path.join(store, "casemate.db"))
for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
    names = [c[1] for c in db.execute(f"PRAGMA table_info({table})")]
    for row in db.execute(f"SELECT * FROM {table}"):
        for name, value in zip(names, row):
            if (table, name) == ("message", "raw") or value is None:
                continue
            look(f"{table}.{name}", value if isinstance(value, bytes) else str(value).encode())
mails = 0
for path in glob.glob(out + "/*/*"):
    if not os.path.isfile(path):
        continue
    mails += 1
    m = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
    for name, value in m.items():
        look(path + " " + name, str(value).encode())
    for part in m.walk():
        if part.get_content_maintype() not in ("multipart", "message"):
            look(path, part.get_payload(decode=True))
            look(path, str(part.get_filename()).encode())
for path in sys.argv[4:]:
    look(path, open(path, "rb").read())
if mails < 20:
    print("only", mails, "mails")
PY
found() { as_user "$PYTHON" "$T/found" "$T/secrets" "$DESK/store" "$DESK/out" "$T/list" "$T/files" "$DESK/log" "$DESK/store/search.db"; }
chmod -R a+rX "$T/found" "$T/secrets" "$T/list" "$T/files"
echo crashes >>"$T/secrets"
like 'words are found' "$(found)" '^entry.text crashes$'
sed -i '$d' "$T/secrets"
is 'no secret is anywhere else' "$(found)" ''
is 'the raw messages have them' "$(stored "SELECT count(*) FROM message WHERE
	instr(raw, CAST('OpenPw66w' AS BLOB)) AND instr(raw, CAST('$key' AS BLOB))")" 1
is 'no search finds one' "$(cm case list --json --search OpenPw66w | json d)" '[]'
like 'but the words around it' "$(cm case list --search '"card number ending 1111"')" SUP-1

# Who has the right gets the message as it came.
NOW=2026-11-22T09:10:00Z
about tina@staff.test
BODY='#history raw 1'
post "$tina" 'Re: Login' "$proven"
notice_to tina@staff.test
"$PYTHON" -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for a in m.iter_attachments():
    print(a.get_payload(decode=True).decode())' "$T/notice" >"$T/raw"
like 'with the right the message comes' "$(cat "$T/raw")" 'Password: OpenPw66w'
like 'the key too' "$(cat "$T/raw")" "$file_key"
like 'and on the command line' "$(cm case show SUP-1 --raw 1)" 'Password: OpenPw66w'

# What is wrong in a site's file is told with its line.
printf '[tokens]\nACME- => [0-9\n' >"$T/rules/acme.secrets"
like 'a broken pattern' "$(cm check 2>&1)" 'rules/acme.secrets:2: .*mend it, or remove it'
printf '[passwords]\ncodeword => long\n' >"$T/rules/acme.secrets"
like 'a wrong word' "$(cm check 2>&1)" 'acme.secrets:2: "long" can.t stand behind'
printf '[options]\nacme => -pKEY\n' >"$T/rules/acme.secrets"
like 'a wrong option' "$(cm check 2>&1)" 'acme.secrets:2: "-pKEY" is no option with a value'
printf 'x\n' >"$T/rules/acme.secrets"
like 'no section' "$(cm check 2>&1)" 'acme.secrets:1: it stands before the first section'
letter "$anna" 'Waits' "$proven"
cm_from "$T/letter" --now $NOW deliver -f anna@customer.test support@example.org
cm --now $NOW work >"$T/refused" 2>&1
like 'with it no mail is handled' "$(cat "$T/refused")" 'acme.secrets:1'
rm "$T/rules/acme.secrets"
handle
like 'but later' "$(cm case list)" 'Waits'
ok 'audit finds nothing missing' cm --now $NOW audit
done_testing
