# Signed mail proves its sender by the own key alone, all of the text under it, fresh, and once.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"
need gpg openssl

# The signatures are made now, so the desk's time is the machine's.
NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)
desk_make "$(maildir_lines "$T/out")"
sam='Sam Staff <sam@staff.test>' keys=$DESK/store/keyring secret=$T/secret
user_folder "$keys" "$secret"
chmod 700 "$keys" "$secret"

# gpg_as FOLDER ARGUMENT...
gpg_as()
{
	gpg_home=$1
	shift
	as_user env HOME="$T" GNUPGHOME="$gpg_home" gpg --batch --quiet --no-tty --passphrase '' \
		--pinentry-mode loopback "$@" 2>>"$T/gpg-log"
}
stop_agents()
{
	for folder in "$secret" "$keys"; do
		as_user env HOME="$T" GNUPGHOME="$folder" gpgconf --kill all 2>/dev/null
	done
}
at_exit stop_agents

# make_key NAME ADDRESS [OPTION...]: prints the fingerprint
make_key()
{
	key_name=$1 key_address=$2
	shift 2
	gpg_as "$secret" "$@" --quick-generate-key "$key_name <$key_address>" ed25519 sign 0 ||
		note "no key for $key_name: $(cat "$T/gpg-log")"
	gpg_as "$secret" --with-colons --list-keys "=$key_name <$key_address>" |
		sed -n 's/^fpr:*\([0-9A-F]*\):.*/\1/p' | tail -n 1
}
own=$(make_key Sam sam@staff.test)
other=$(make_key Eve eve@evil.test)
unknown=$(make_key Nobody sam@staff.test)
old=$(make_key Old sam@staff.test)
revoked=$(make_key Gone sam@staff.test)
gpg_as "$secret" --export "$own" "$other" "$old" "$revoked" >"$T/public"
gpg_as "$keys" --import "$T/public"
ok 'keys are made' [ -s "$keys/pubring.kbx" ]

# words TEXT: what is signed, into $T/part, with the line ends it is signed with
words()
{
	printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$1" >"$T/part"
}

# signed FROM SUBJECT KEY [GPG-OPTION...]: the mail around $T/part into $T/letter
signed()
{
	signed_from=$1 signed_subject=$2 signed_key=$3
	shift 3
	gpg_as "$secret" "$@" --local-user "$signed_key" --armor --detach-sign -o - \
		<"$T/part" >"$T/asc" || note "not signed: $(tail -n 3 "$T/gpg-log")"
	wrap "$signed_from" "$signed_subject"
}

# wrap FROM SUBJECT: the same with the last signature
wrap()
{
	BODY=$(echo '--b'; tr -d '\r' <"$T/part"; printf '%s\n' '' '--b' \
		'Content-Type: application/pgp-signature' '' "$(cat "$T/asc")" '' '--b--')
	letter "$1" "$2" 'MIME-Version: 1.0' 'Content-Type: multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha512; boundary=b'
	dated
}
dated()
{
	sed -i "s/^Date: .*/Date: ${DATE:-$(date -u -R)}/" "$T/letter"
	DATE=
}

post anna@customer.test 'Printer'
one=$(id_of SUP-1 sam@staff.test)

# --- nothing is proven before the key is listed
words 'Have you tried turning it off?'
signed "$sam" "Re: $one" "$own"
cp "$T/letter" "$T/first"
like 'an own key that is not listed' "$(cm --now "$NOW" explain "$T/letter")" \
	"its signature proves nothing: its key isn't one of the From's"
ok 'it is listed' cm person set sam@staff.test key="$(echo "$own" | sed 's/..../& /g')"
says 1 '.*has 40 or 64 hexadecimal digits' person set sam@staff.test key=ABCD

# --- proven
is 'explain says by what' "$(cm --now "$NOW" explain "$T/letter" | sed -n 's/^because: proof of From: //p')" \
	"signed with key $own"
hand_in
is 'an answer by staff' "$(ended), $(told)" 'entry SUP-1, comment anna@customer.test'
is 'its text is the signed one' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	'Have you tried turning it off?'
like 'the history says on which proof' "$(cm case history SUP-1)" "staff: signed with key $own"
like 'the signature is relayed to nobody' "$(notice_to anna@customer.test; cat "$T/notice")" 'turning'
unlike 'nor named' "$(cat "$T/notice")" 'signature'

# --- and not proven
# proves_nothing DESCRIPTION WHY: the last letter
proves_nothing()
{
	is "$1" "$(cm --now "$NOW" explain "$T/letter" | sed -n 's/^because: proof of From: //p')" \
		"nobody is asked to vouch (no authserv-id); its signature proves nothing: $2"
}

words 'Again.'
signed "$sam" "Re: $one" "$own"
sed 's/Again\./Against./' "$T/letter" >"$T/changed" && mv "$T/changed" "$T/letter"
proves_nothing 'a text that was changed' "it doesn't fit the text"

words '#done'
signed "$sam" "Re: $one" "$other"
proves_nothing "somebody else's key" "its key isn't one of the From's"
signed "$sam" "Re: $one" "$unknown"
proves_nothing 'a key that nobody knows' "its key isn't known"
cp "$T/letter" "$T/unknown"

# The bounds of 48 hours, on both sides of the machine's time.
signed "$sam" "Re: $one" "$own"
DATE='Sun, 22 Nov 2015 04:59:00 +0000'
dated
proves_nothing 'an old Date' "the mail's Date is more than 48 hours from now"
sed -i '/^Date:/d' "$T/letter"
proves_nothing 'no Date' "the mail's Date is more than 48 hours from now"
signed "$sam" "Re: $one" "$own"
later=$(date -u -d '+49 hours' +%Y-%m-%dT%H:%M:%SZ)
is 'an old signature' "$(cm --now "$later" explain "$T/letter" | sed -n 's/^because: proof of From: //p')" \
	"nobody is asked to vouch (no authserv-id); its signature proves nothing: it was made more than 48 hours from now"
soon=$(date -u -d '+47 hours' +%Y-%m-%dT%H:%M:%SZ)
like 'one of two days' "$(cm --now "$soon" explain "$T/letter")" "proof of From: signed with key"
sed -i '/^Message-ID:/d' "$T/letter"
proves_nothing 'no Message-ID' 'the mail has no Message-ID to know it again by'

# Once: the words of the first are taken for another case.
post anna@customer.test 'Telephone'
two=$(id_of SUP-2 sam@staff.test)
sed "s/^Subject: .*/Subject: Re: $two/; s/^Message-ID: .*/Message-ID: <other@evil.test>/" \
	"$T/first" >"$T/letter"
proves_nothing 'a signature used again for another case' 'it has been used before'
mails_from=$sam
hand_in
unlike 'it does nothing' "$(ended)" entry
sed "s/^Subject: .*/Subject: Re: $two/" "$T/first" >"$T/letter"
proves_nothing 'and under its own Message-ID' 'it has been used before'
sed "s/^Subject: .*/Subject: Re: $two/; s/^Message-ID: .*/Message-ID: <more@evil.test>/
	s/^-----BEGIN PGP SIGNATURE-----/&\\
Comment: written anew/" "$T/first" >"$T/letter"
proves_nothing 'and written in another way' 'it has been used before'
# Sent on as it came, to the address of another case; also before it came here itself.
hand_in "$T/first" "support+$two@example.org"
like 'sent on as it came' "$(ended)" '^duplicate '
words '#done'
signed "$sam" "Re: $one" "$own"
is 'before it came here' "$(cm --now "$NOW" explain -r "support+$two@example.org" "$T/letter" |
	sed -n 's/^because: proof of From: .*; //p')" \
	"its signature proves nothing: it came to an address of a case that the mail doesn't name"
sed "s/^To: .*/To: support+$one@example.org, SUPPORT+$two@example.org/" "$T/letter" >"$T/both"
like 'one that names the case' "$(cm --now "$NOW" explain -r "support+$two@example.org" "$T/both")" \
	'proof of From: signed with key'
printf 'Subject: Re: %s\r\n' "$one" >"$T/with-subject"
cat "$T/part" >>"$T/with-subject" && mv "$T/with-subject" "$T/part"
signed "$sam" "Re: $one" "$own"
like 'with its Subject' "$(cm --now "$NOW" explain "$T/letter")" 'proof of From: signed with key'
sed "1,/^$/s/^Subject: .*/Subject: Re: $two/" "$T/letter" >"$T/other" &&
	mv "$T/other" "$T/letter"
proves_nothing 'under another Subject' 'it was made under another Subject'

# Expired and revoked.
signed "$sam" "Re: $one" "$own" --default-sig-expire "$(date -u -d '+2 seconds' +%Y%m%dT%H%M%S)"
cp "$T/letter" "$T/short"
ok 'all keys of a person' cm person set sam@staff.test key="$own,$old,$revoked"
signed "$sam" "Re: $one" "$old"
cp "$T/letter" "$T/old"
like 'a second key' "$(cm --now "$NOW" explain "$T/letter")" "proof of From: signed with key $old"
signed "$sam" "Re: $one" "$revoked"
cp "$T/letter" "$T/revoked"
gpg_as "$secret" --quick-set-expire "$old" "$(date -u -d '+2 seconds' +%Y%m%dT%H%M%S)"
sed 's/^:---/---/' "$secret/openpgp-revocs.d/$revoked.rev" >"$T/rev"
chmod 644 "$T/rev"
gpg_as "$secret" --import "$T/rev"
gpg_as "$secret" --export "$own" "$old" "$revoked" >"$T/public"
gpg_as "$keys" --import "$T/public"
cp "$T/revoked" "$T/letter"
proves_nothing 'a key that was revoked' 'its key was revoked'
# expired FILE: whether what is said of it is that
expired()
{
	cm --now "$NOW" explain "$1" | grep -q 'proves nothing: .* expired$'
}
ok 'a key that has expired' wait_for 10 expired "$T/old"
ok 'a signature that has expired' wait_for 10 expired "$T/short"

# Partly signed, wrapped, in the text.
words 'Signed.'
signed "$sam" "Re: $one" "$own"
sed 's/^--b--$/--b\n\nNot signed.\n--b--/' "$T/letter" >"$T/more" && mv "$T/more" "$T/letter"
proves_nothing 'a third part' "it doesn't consist of a text and its signature"
signed "$sam" "Re: $one" "$own"
sed 's/^--b--$/--b--\n--b\n\nNot signed.\n--b--/' "$T/letter" >"$T/more" && mv "$T/more" "$T/letter"
proves_nothing 'a part behind the last one' "it doesn't consist of a text and its signature"
BODY=$(printf '%s\n' '--o' '' '#done' '--o' 'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b' '';
	sed '1,/^$/d' "$T/letter"; printf '%s\n' '--o--')
letter "$sam" "Re: $one" 'Content-Type: multipart/mixed; boundary=o'
dated
proves_nothing 'a signed part among others' 'it covers only a part of the mail'
BODY=$(printf '#done' | gpg_as "$secret" --local-user "$own" --clear-sign)
letter "$sam" "Re: $one"
dated
proves_nothing 'signed text without MIME' 'it stands within the text'
words 'Signed.'
printf 'no signature\n' >"$T/asc"
wrap "$sam" "Re: $one"
proves_nothing 'no signature in its place' "it can't be read"
words 'Signed.'
signed "$sam" "Re: $one" "$own"
sed -i 's|application/pgp-signature$|text/plain|' "$T/letter"
proves_nothing 'no signature there' 'the part behind the text is no signature'
signed "$sam" "Re: $one" "$own"
sed -i '2,$s/^From: .*/&\nFrom: eve@evil.test/; 1s/^From: .*/&\nFrom: eve@evil.test/' "$T/letter"
proves_nothing 'two From' 'there are several From addresses'
cp "$T/asc" "$T/asc-1"
gpg_as "$secret" --local-user "$own" --local-user "$other" --armor --detach-sign -o - <"$T/part" >"$T/asc"
wrap "$sam" "Re: $one"
proves_nothing 'two signatures' 'there are several'

# --- staff is told of a customer's, too
cp "$T/unknown" "$T/letter"
sed -i 's/^From: .*/From: anna@customer.test/' "$T/letter"
sed -i "s/^Subject: .*/Subject: $(id_of SUP-1 anna@customer.test)/" "$T/letter"
mails_from=anna@customer.test
hand_in
is 'a comment without proof' "$(ended)" 'entry SUP-1'
notice_to sam@staff.test
like 'staff reads what is wrong with it' "$(tr '\n' ' ' <"$T/notice")" "its key isn.*t known"

# --- S/MIME
# make_cert NAME DAYS: key and certificate of sam@staff.test; prints its SHA-256
make_cert()
{
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$T/$1.key" -out "$T/$1.crt" -days "$2" \
		-subj "/CN=$1/emailAddress=sam@staff.test" 2>/dev/null
	openssl x509 -in "$T/$1.crt" -noout -fingerprint -sha256 | sed 's/.*=//'
}
# smime CERT SUBJECT [OPTION...]: $T/part as an S/MIME message
smime()
{
	smime_cert=$1 smime_subject=$2
	shift 2
	openssl cms -sign -binary -in "$T/part" -signer "$T/$smime_cert.crt" \
		-inkey "$T/$smime_cert.key" "$@" 2>/dev/null | tr -d '\r' >"$T/cms"
	letter "$sam" "$smime_subject"
	{
		sed '/^$/,$d' "$T/letter"
		cat "$T/cms"
	} >"$T/letter-2" && mv "$T/letter-2" "$T/letter"
	dated
}
cert=$(make_cert sam 3650)
make_cert eve 3650 >"$T/eve"
words 'Signed by certificate.'
smime sam "Re: $one"
proves_nothing 'a certificate that is not listed' "its key isn't one of the From's"
ok 'it is listed beside the other' cm person set sam@staff.test key="$own,$cert"
like 'S/MIME beside the text' "$(cm --now "$NOW" explain "$T/letter")" 'proof of From: signed with key'
hand_in
is 'is an answer by staff' "$(ended), $(told)" 'entry SUP-1, comment anna@customer.test'
is 'its text' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
	'Signed by certificate.'
sed 's/by certificate/by nobody/' "$T/letter" >"$T/changed" && mv "$T/changed" "$T/letter"
proves_nothing 'changed' "it doesn't fit the text"
smime eve "Re: $one"
proves_nothing "somebody else's certificate" "its key isn't one of the From's"
smime sam "Re: $one" -nocerts
proves_nothing 'without its certificate' "its key isn't known"
words 'Signed and wrapped.'
smime sam "Re: $one" -nodetach
like 'S/MIME around the text' "$(cm --now "$NOW" explain "$T/letter")" 'proof of From: signed with key'
hand_in
is 'is one, too' "$(ended), $(told)" 'entry SUP-1, comment anna@customer.test'
is 'its text' "$(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" 'Signed and wrapped.'
smime sam "Re: $one" -nodetach -signer "$T/eve.crt" -inkey "$T/eve.key"
proves_nothing 'two certificates' 'there are several'
cat >"$T/ca.conf" <<CONF
[ca]
default_ca = own
[own]
database = $T/ca.index
new_certs_dir = $T
serial = $T/ca.serial
default_md = sha256
policy = any
[any]
commonName = supplied
CONF
: >"$T/ca.index"
echo 01 >"$T/ca.serial"
openssl req -new -newkey rsa:2048 -nodes -keyout "$T/ended.key" -out "$T/ended.csr" -subj /CN=ended \
	2>/dev/null
openssl ca -batch -selfsign -config "$T/ca.conf" -keyfile "$T/ended.key" -in "$T/ended.csr" \
	-out "$T/ended.crt" -startdate 20200101000000Z -enddate 20200201000000Z 2>/dev/null
cert=$(openssl x509 -in "$T/ended.crt" -noout -fingerprint -sha1 | sed 's/.*=//')
ok 'the short fingerprint of a certificate' cm person set sam@staff.test key="$own,$cert"
smime ended "Re: $one"
proves_nothing 'a certificate that has expired' 'its key has expired'

# --- encrypted to the desk's key
gpg_as "$keys" --quick-generate-key 'Desk <support@example.org>' rsa2048 encr 0
gpg_as "$keys" --export 'support@example.org' >"$T/desk-key"
chmod 644 "$T/desk-key"
gpg_as "$secret" --import "$T/desk-key"
# sealed FROM SUBJECT [GPG-OPTION...]: $T/part, encrypted
sealed()
{
	sealed_from=$1 sealed_subject=$2
	shift 2
	gpg_as "$secret" --trust-model always --recipient support@example.org "$@" --armor --encrypt \
		-o - <"$T/part" >"$T/asc" || note "not encrypted: $(tail -n 3 "$T/gpg-log")"
	BODY=$(printf '%s\n' '--b' 'Content-Type: application/pgp-encrypted' '' 'Version: 1' '' '--b' \
		'Content-Type: application/octet-stream' '' "$(cat "$T/asc")" '' '--b--')
	letter "$sealed_from" "$sealed_subject" 'MIME-Version: 1.0' \
		'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b'
	dated
}
words 'My password is swordfish.'
sealed anna@customer.test "Re: $(id_of SUP-1 anna@customer.test)"
hand_in
like 'a customer may encrypt' "$(ended), $(told)" '^entry SUP-1, .*comment sam@staff.test'
like 'the case has the text' "$(cm case show SUP-1)" 'My password is swordfish\.'
notice_to sam@staff.test
unlike 'no mail has it' "$(cat "$T/notice")" 'swordfish'
like 'but says so' "$(tr '\n' ' ' <"$T/notice")" 'came encrypted'
is 'nor has any file of it' "$(stored "SELECT count(*) FROM outbox WHERE instr(CAST(head AS TEXT) ||
	CAST(tail AS TEXT), 'swordfish')")" 0
cm person set sam@staff.test key="$own"
words '#share fred@partner.test'
signed "$sam" "Re: $one" "$own"
hand_in
like 'who comes to follow' "$(told)" 'fred@partner.test'
unlike 'gets the rest of the history' "$(notice_to fred@partner.test; cat "$T/notice")" 'swordfish'
words '#title Password'
sealed "$sam" "Re: $one" --sign --local-user "$own"
like 'a signature under the cover' "$(cm --now "$NOW" explain "$T/letter")" "signed with key $own"
hand_in
is 'commands under it' "$(cm case show --json SUP-1 | json 'd["title"]')" Password
sealed "$sam" "Re: $one"
is 'without a signature nothing is proven' \
	"$(cm --now "$NOW" explain "$T/letter" | sed -n 's/^because: proof of From: //p')" \
	'nobody is asked to vouch (no authserv-id)'
sed 's/^\(....\)../\1xx/' "$T/letter" >"$T/broken"
ok 'what is broken is kept' cm --now "$NOW" explain "$T/broken"
gpg_as "$keys" --yes --delete-secret-keys "$(gpg_as "$keys" --with-colons --list-keys support@example.org |
	sed -n 's/^fpr:*\([0-9A-F]*\):.*/\1/p' | head -n 1)"
words 'My password is hammerhead.'
sealed anna@customer.test "Re: $(id_of SUP-1 anna@customer.test)"
hand_in
like 'without the key it is a comment all the same' "$(ended), $(told)" \
	'^entry SUP-1, .*comment sam@staff.test'
unlike 'that nobody reads' "$(cm case show SUP-1)" hammerhead

like 'and staff is told so' "$(notice_to sam@staff.test; tr '\n' ' ' <"$T/notice")" \
	'came encrypted and can.*t be read'

# --- S/MIME to a certificate of the desk
# make_desk_cert NAME
make_desk_cert()
{
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$T/$1.key" -out "$T/$1.crt" -days 30 \
		-subj "/CN=$1/emailAddress=support@example.org" 2>/dev/null
}
make_desk_cert desk
make_desk_cert gone
# The child may read nothing else there.
echo garbage >"$keys/0.pem"
make_desk_cert other
cat "$T/other.crt" "$T/other.key" >"$keys/1-other.pem"
cat "$T/desk.key" "$T/desk.crt" >"$keys/2-desk.pem"
[ -z "$AS_USER" ] || chown --reference="$keys" "$keys"/*.pem
# enveloped CERT FROM SUBJECT [OPTION...]: $T/part, encrypted; or the file of INNER
enveloped()
{
	enveloped_cert=$1 enveloped_from=$2 enveloped_subject=$3
	shift 3
	openssl cms -encrypt -binary -in "${INNER:-$T/part}" "$@" "$T/$enveloped_cert.crt" 2>>"$T/openssl-log" |
		tr -d '\r' >"$T/cms"
	INNER=
	letter "$enveloped_from" "$enveloped_subject"
	{
		sed '/^$/,$d' "$T/letter"
		cat "$T/cms"
	} >"$T/letter-2" && mv "$T/letter-2" "$T/letter"
	dated
}
her_subject="Re: $(id_of SUP-1 anna@customer.test)"
n=0
for option in -aes128 -aes256 -des3 -aes-256-gcm; do
	n=$((n + 1))
	words "My secret is pike$n."
	enveloped desk anna@customer.test "$her_subject" $option
	hand_in
	is "S/MIME with $option" "$(ended), $(cm case show --json SUP-1 | json 'd["entries"][-1]["text"]')" \
		"entry SUP-1, My secret is pike$n."
done
notice_to sam@staff.test
unlike 'no mail has it' "$(cat "$T/notice")" 'pike'
like 'but says so' "$(tr '\n' ' ' <"$T/notice")" 'came encrypted, so its text'
words '#title Postbox'
smime sam "Re: $one"
sed -n '/^MIME-Version/,$p' "$T/letter" >"$T/inner"
INNER=$T/inner
enveloped desk "$sam" "Re: $one"
cm person set sam@staff.test key="$own,$(openssl x509 -in "$T/sam.crt" -noout -fingerprint -sha256 | sed 's/.*=//')"
like 'a signature under the cover' "$(cm --now "$NOW" explain "$T/letter")" 'proof of From: signed with key'
cp "$T/letter" "$T/sealed-once"
hand_in
is 'commands under it' "$(cm case show --json SUP-1 | json 'd["title"]')" Postbox
INNER=$T/inner
enveloped desk "$sam" "Re: $one"
like 'once, under whatever cover' "$(cm --now "$NOW" explain "$T/letter")" 'it has been used before'
words '#title Nothing'
enveloped desk "$sam" "Re: $one"
is 'without a signature nothing is proven' \
	"$(cm --now "$NOW" explain "$T/letter" | sed -n 's/^because: proof of From: //p')" \
	'nobody is asked to vouch (no authserv-id)'
words 'My secret is shark.'
enveloped gone anna@customer.test "$her_subject"
like 'to another key' "$(cm --now "$NOW" explain "$T/letter")" 'because: it came encrypted, and no key of the desk opens it'
hand_in
like 'it is kept' "$(ended), $(told)" '^entry SUP-1, .*comment sam@staff.test'
like 'and staff is told so' "$(notice_to sam@staff.test; tr '\n' ' ' <"$T/notice")" \
	'came encrypted and can.*t be read'
enveloped desk anna@customer.test "$her_subject" -aes-256-gcm
base64 -d "$T/cms" >"$T/der" 2>/dev/null || sed '1,/^$/d' "$T/cms" | base64 -d >"$T/der"
"$PYTHON" - "$T/der" <<'PY'
import sys
b = bytearray(open(sys.argv[1], 'rb').read())
b[-30] ^= 1
open(sys.argv[1], 'wb').write(b)
PY
{
	sed '/^$/,$d' "$T/letter"
	echo
	base64 "$T/der"
} >"$T/letter-2" && mv "$T/letter-2" "$T/letter"
hand_in
like 'a damaged one, too' "$(ended); $(notice_to sam@staff.test; tr '\n' ' ' <"$T/notice")" \
	'^entry SUP-1; .*came encrypted and can.*t be read'
enveloped gone anna@customer.test 'Encrypted to nobody'
hand_in
like 'a new case of it' "$(ended)" '^case SUP-'

# --- GnuPG hangs: the worker doesn't
mkfifo "$keys/gpg.conf"
chmod 666 "$keys/gpg.conf"
words 'Hanging.'
signed "$sam" "Re: $one" "$own"
proves_nothing 'GnuPG that never ends' 'it could not be checked'
hanging()
{
	pgrep -f "homedir $keys.*--verify"
}
is 'nothing of it is left' "$(hanging)" ''
rm "$keys/gpg.conf"

# --- without a keyring
rm -r "$keys"
proves_nothing 'without a keyring' "its key isn't known"
ok 'every mail is accounted for' cm audit
done_testing
