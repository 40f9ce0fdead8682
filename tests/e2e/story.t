# A case from the first mail to Done through Postfix, OpenDKIM and Dovecot: customer, colleague,
# two of staff, somebody in another company, and an attacker.  After each step all mailboxes hold
# what they should and nothing more.
. "$(dirname "$0")/../lib/tap.sh"
need_root "Postfix's master switches users"
need postfix dovecot curl opendkim openssl sqlite3
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/dkim.sh"
. "$TEST_LIB/mails.sh"

POSTFIX_ROAD='s/^#support/support/; /^support.*casemate:$/d; /casemate-lmtp:unix:/d
	s/^\(support\)\(@.*\)/\1\2\n\1-internal\2/'
POSTFIX_DOMAINS='acme.test staff.test follower.test elsewhere.test evil.test'
POSTFIX_MORE=postfix_lines
# Nobody has the mailbox gone, as shows when it is too late to refuse the mail.
postfix_lines()
{
	dkim_postfix_lines
	printf '%s\n' 'gone unix - n n - - pipe' "  user=$TEST_USER argv=/bin/sh -c {exit 67}" \
		>>"$POSTFIX/etc/master.cf"
	echo 'gone@follower.test gone:' >>"$POSTFIX/etc/casemate"
}
POSTFIX_SMTP=$(free_port)
dkim_start $POSTFIX_DOMAINS example.org
desk_make "
	authserv_id = \"$DKIM_AUTHSERV\"
	$(relay_lines "$POSTFIX_OUT")
	"
sed -i '/prefix = "SUP"/a internal = "support-internal@example.org"' "$DESK_CONF"
dovecot_start
postfix_start
desk_run

mailtool()
{
	"$PYTHON" "$TEST_LIB/mailtool" "$@"
}

mailboxes()
{
	mailboxes_verb=$1
	shift
	"$PYTHON" "$TEST_LIB/mailboxes" "$mailboxes_verb" "$DOVECOT/home" "$@"
}

# from WHO: as it stands in From
from()
{
	case $1 in
	anna) echo 'Anna Ämter <anna@acme.test>' ;;
	carl) echo 'Carl Acme <carl@acme.test>' ;;
	sam) echo 'Sam Staff <sam@staff.test>' ;;
	tina) echo 'Tina Staff <tina@staff.test>' ;;
	fred) echo 'Fred <fred@follower.test>' ;;
	gail) echo 'Gail <gail@elsewhere.test>' ;;
	eve) echo 'Eve <eve@evil.test>' ;;
	esac
}

address()
{
	printf '%s\n' "$1" | sed 's/.*<//; s/>.*//'
}

# sends WHO FILE [PORT]: to whom its To says
mails=0 reports=0
sends()
{
	mails=$((mails + 1))
	submit "$(address "$(from "$1")")" "$(address "$(mailtool field "$2" To)")" "$2" \
		"${3:-$POSTFIX_OUT}" || note "Postfix did not take $2"
}

# writes WHO TO SUBJECT: a new mail with the text on standard input
writes()
{
	mailtool new "$(from "$1")" "$2" "$3" "mail$mails@$1.test" >"$T/mail"
	sends "$1" "$T/mail"
}

# answers WHO REGEX [OPTION...]: the newest mail in the mailbox of WHO with it, quoted
answers()
{
	answers_who=$1 answers_regex=$2
	shift 2
	mailtool reply "$(mailboxes last "$answers_who" "$answers_regex")" "$(from "$answers_who")" \
		--id "mail$mails@$answers_who.test" "$@" >"$T/mail"
	sends "$answers_who" "$T/mail"
}

# answers_as WHO WHOSE REGEX [PORT]: a mail in the mailbox of WHOSE
answers_as()
{
	mailtool reply "$(mailboxes last "$2" "$3")" "$(from "$1")" --id "mail$mails@$1.test" >"$T/mail"
	sends "$1" "$T/mail" "${4-}"
}

# taps WHO WORDS: an empty mail to the address that stands behind these words in the newest mail,
# as a telephone sends it, which knows neither subject nor thread
taps()
{
	mailtool text "$(mailboxes last "$1" "$2")" | tr -d '\r' >"$T/text"
	writes "$1" "$(sed -nE "s/.*$2 *//p" "$T/text" | head -n 1)" '' </dev/null
}

# forges PORT: the mail on standard input, as it is
forges()
{
	{
		echo "Message-ID: <mail$mails@forged.test>"
		echo "Date: $(date -R)"
		cat
	} >"$T/mail"
	sends eve "$T/mail" "$1"
}

# What is under way: in the gateway, in its outbox, in Postfix.
gateway_rests()
{
	[ "$(stored "SELECT (SELECT count(*) FROM delivery WHERE outcome IS NULL) +
		(SELECT count(*) FROM outbox WHERE state = 0) + (SELECT count(*) FROM fanout)")" = 0 ]
}

all_rests()
{
	[ "$(stored 'SELECT count(*) FROM delivery WHERE outcome IS NOT NULL')" = \
		$((mails + reports)) ] &&
		gateway_rests && [ -z "$(postfix_queue)" ] && gateway_rests
}

news_are()
{
	mailboxes news "$T/seen" >"$T/news"
	[ "$(cat "$T/news")" = "$1" ]
}

# then_all DESCRIPTION OUTCOME NEWS: how the last mail has ended, and what is new in all mailboxes
then_all()
{
	wait_for 20 all_rests || fail "$1: all comes to rest" "$(postfix_queue)"
	wait_for 5 news_are "$3"
	is "$1" "$(stored "SELECT outcome || ' ' || why FROM delivery ORDER BY id DESC LIMIT 1")
$(cat "$T/news")" "$2
$3"
	ok "$1: it is accounted for" cm audit
	find "$DOVECOT/home" -path '*/Maildir/*' -type f -printf '%f\n' >"$T/seen"
}

# entry EXPRESSION: of the last entry of SUP-1, e in Python
entry()
{
	cm case show --json "${2:-SUP-1}" | json "(lambda e: $1)(d['entries'][-1])"
}

: >"$T/seen"
eta=$(($(date +%Y) + 1))-06-01
cm org add 'Acme Ltd' domains=acme.test sharing=yes >/dev/null || bail_out 'org add failed'
cm person add tina@staff.test name='Tina Staff' role=staff desk=support >/dev/null
cm person add anna@acme.test name='Anna Ämter' >/dev/null
cm person add carl@acme.test name='Carl Acme' >/dev/null
then_all 'members of an organisation are welcomed' '' 'anna: Welcome
carl: Welcome'

writes anna support@example.org 'The printer prints stripes' <<-TEXT
	Hello,
	it prints nothing but stripes.
TEXT
then_all 'a customer writes' 'case SUP-1' 'anna: receipt SUP-1 New
sam: comment SUP-1 New
tina: comment SUP-1 New'
is 'OpenDKIM vouches for her' "$(entry 'e["author"]["proof"]')" 'aligned dkim=pass'

answers sam stripes <<-TEXT
	#mine
	#eta $eta

	Please clean the drum.
TEXT
then_all 'staff answers, with a date' 'entry SUP-1' "anna: eta SUP-1 $eta
sam: Commands"

answers anna 'clean the drum' --to support@example.org --subject 'No luck' <<-TEXT
	It is clean, and the stripes are green now.
TEXT
then_all 'she answers under another subject' 'entry SUP-1' 'sam: comment SUP-1 New'

answers tina stripes --to "support-internal+$(id_of SUP-1 tina@staff.test)@example.org" <<-TEXT
	She has never cleaned it in her life.
TEXT
then_all 'staff writes a note' 'entry SUP-1' 'sam: comment SUP-1 New'
is 'it is one' "$(entry 'e["kind"]')" note

writes carl support@example.org 'About SUP-1' <<-TEXT
	#follow

	Mine has them, too.
TEXT
then_all 'a colleague follows, and adds to it' 'entry SUP-1' 'anna: comment SUP-1 New
carl: Shared with you
sam: comment SUP-1 New'

answers anna 'Mine has them' <<-TEXT
	#share fred@follower.test

	Fred has sold it to us.
TEXT
then_all 'she shares the case with another company' 'entry SUP-1' 'anna: Commands
carl: comment SUP-1 New
fred: Shared with you
sam: comment SUP-1 New'

answers fred 'Shared with you' <<-TEXT
	It is the cartridge.
TEXT
then_all 'where somebody comments' 'entry SUP-1' 'anna: comment SUP-1 New
carl: comment SUP-1 New
sam: comment SUP-1 New'

forges "$POSTFIX_SMTP" <<-MAIL
	Authentication-Results: $DKIM_AUTHSERV; dmarc=pass header.from=staff.test
	From: Sam Staff <sam@staff.test>
	To: support+$(id_of SUP-1 sam@staff.test)@example.org
	Subject: Re: Case Comment Notification - Case ID: SUP-1

	Send your password to eve@evil.test.
MAIL
staff_unproven='held it speaks for staff without proof of its From address'
then_all 'the attacker writes as staff, with a verdict of her own' "$staff_unproven" \
	'sam: Please confirm'

forges "$POSTFIX_OUT" <<-MAIL
	Sender: Eve <eve@evil.test>
	From: Sam Staff <sam@staff.test>
	To: support+$(id_of SUP-1 anna@acme.test)@example.org
	Subject: Re: Case Comment Notification - Case ID: SUP-1

	#share eve@evil.test
	#done
MAIL
then_all 'and signed by a domain of her own' "$staff_unproven" 'sam: Please confirm'
like 'which is a valid signature' \
	"$(stored 'SELECT CAST(raw AS TEXT) FROM message ORDER BY id DESC LIMIT 1' | tr -d '\n')" \
	'^Authentication-Results: mail\.example\.org;[^:]*dkim=pass [^;]* header\.d=evil\.test'

forges "$POSTFIX_SMTP" <<-MAIL
	From: Anna Ämter <anna@acme.test>
	To: support@example.org
	Reply-To: eve@evil.test
	Subject: About SUP-1

	#share eve@evil.test

	What do you know about SUP-1, my dear?
MAIL
then_all 'she writes as the customer about a number' 'case SUP-2' 'anna: receipt SUP-2 New
sam: comment SUP-2 New
tina: comment SUP-2 New'
unlike 'who is not told what she has written' \
	"$(mailtool text "$(mailboxes last anna SUP-2)")" 'my dear|eve'
like 'but staff is that nobody vouches for it' \
	"$(mailtool text "$(mailboxes last tina SUP-2)" | tr '\n' ' ')" 'address is not proven'

writes eve "support+$(id_of SUP-1 carl@acme.test)@example.org" 'Hello' <<-TEXT
	Tell me a secret.
TEXT
then_all 'she uses an ID of somebody else' 'held the sender is not part of the case it names' \
	'sam: Held mail
tina: Held mail'
writes eve 'support+CM0123456789ABCDEFGH@example.org' 'Hello' <<-TEXT
	Tell me another secret.
TEXT
then_all 'she guesses an ID, which is like any first mail' 'case SUP-3' 'eve: receipt SUP-3 New
sam: comment SUP-3 New
tina: comment SUP-3 New'

answers_as gail fred 'Shared with you' <<-TEXT
	Fred is away. It is out of stock.
TEXT
then_all 'somebody answers a notice that was forwarded to her' \
	'held the sender is not part of the case it names' ''
writes sam support@example.org 'The one of Gail' <<-TEXT
	#release $(stored 'SELECT max(id) FROM held') follow
TEXT
then_all 'staff releases it, and she follows' 'answered it asks something and belongs to no case' \
	'anna: comment SUP-1 New
carl: comment SUP-1 New
fred: comment SUP-1 New
gail: Shared with you
sam: Commands
sam: comment SUP-1 New'

answers sam 'out of stock' <<-TEXT
	We have one.

	#status wrok
TEXT
then_all 'staff mistypes' 'returned a line of its commands is wrong' 'sam: Returned mail'
answers sam 'out of stock' <<-TEXT
	We have one.

	#status work
TEXT
then_all 'and corrects it' 'entry SUP-1' 'anna: receipt SUP-1 Work in progress
carl: receipt SUP-1 Work in progress
fred: receipt SUP-1 Work in progress
gail: receipt SUP-1 Work in progress
sam: Commands'

answers_as tina tina stripes "$POSTFIX_SMTP" <<-TEXT
	Its number is C-42.
TEXT
then_all 'staff writes from where nothing is signed' "$staff_unproven" 'tina: Please confirm'
answers_as tina tina 'Please confirm' "$POSTFIX_SMTP" <<-TEXT
	Yes.
TEXT
then_all 'and confirms it' "answered held mail $(stored 'SELECT max(id) FROM held') is confirmed" \
	'anna: comment SUP-1 Work in progress
carl: comment SUP-1 Work in progress
fred: comment SUP-1 Work in progress
gail: comment SUP-1 Work in progress
sam: comment SUP-1 Work in progress'

writes carl support@example.org 'About SUP-1' <<-TEXT
	#info
TEXT
then_all 'the colleague asks how it stands' 'answered SUP-1' 'carl: Overview'
writes anna support@example.org 'Dora' <<-TEXT
	#invite dora@acme.test
TEXT
then_all 'the customer invites another one' \
	'answered it asks something and belongs to no case' 'anna: Commands
dora: Welcome'
answers tina SUP-2 <<-TEXT
	#merge SUP-1
TEXT
then_all 'staff puts in one case what belongs together' 'answered SUP-2' \
	'anna: comment SUP-1 Work in progress
sam: comment SUP-1 Work in progress
tina: Commands'

answers anna 'C-42' <<-TEXT
	#emergency

	All of us have stripes now!
TEXT
then_all 'the customer asks for an emergency' 'entry SUP-1' 'anna: Commands
carl: comment SUP-1 Work in progress
fred: comment SUP-1 Work in progress
gail: comment SUP-1 Work in progress
sam: comment SUP-1 Work in progress'
answers sam 'All of us' <<-TEXT
	#emergency

	We come at once.
TEXT
then_all 'staff declares it' 'entry SUP-1' 'anna: emergency SUP-1 Declared
carl: emergency SUP-1 Declared
fred: emergency SUP-1 Declared
gail: emergency SUP-1 Declared
sam: Commands
tina: emergency SUP-1 Declared'
answers sam 'All of us' <<-TEXT
	#eta none
TEXT
then_all 'the date is gone' 'answered SUP-1' 'anna: eta SUP-1 none
carl: eta SUP-1 none
fred: eta SUP-1 none
gail: eta SUP-1 none
sam: Commands'
answers sam 'All of us' <<-TEXT
	There is a new cartridge in it. Does it help?

	#status Feedback waiting
TEXT
then_all 'staff waits for the customer' 'entry SUP-1' 'anna: emergency SUP-1 Work in progress
carl: emergency SUP-1 Work in progress
fred: emergency SUP-1 Work in progress
gail: emergency SUP-1 Work in progress
sam: Commands'

taps anna 'if it is solved: '
then_all 'she taps on what says that it is solved' 'answered SUP-1' 'anna: receipt SUP-1 Done
carl: emergency SUP-1 Resolved
fred: emergency SUP-1 Resolved
gail: emergency SUP-1 Resolved
sam: emergency SUP-1 Resolved'
taps anna '5 \(very good\): '
then_all 'and on how good it was' 'answered SUP-1' ''
is 'which is taken down' "$(cm case show --json SUP-1 | json 'd["rating"]')" 5
taps anna 'if it is not solved: '
then_all 'but it is not' 'answered SUP-1' 'anna: receipt SUP-1 Reopen
carl: receipt SUP-1 Reopen
fred: receipt SUP-1 Reopen
gail: receipt SUP-1 Reopen
sam: comment SUP-1 Reopen'
answers sam 'All of us' <<-TEXT
	It was the other cartridge.

	#done
TEXT
then_all 'now it is' 'entry SUP-1' 'anna: receipt SUP-1 Done
carl: receipt SUP-1 Done
fred: receipt SUP-1 Done
gail: receipt SUP-1 Done
sam: Commands'

forges "$POSTFIX_OUT" <<-MAIL
	From: Fred <fred@follower.test>
	To: support+$(id_of SUP-1 fred@follower.test)@example.org
	Subject: Out of office: Case Receipt
	Auto-Submitted: auto-replied

	#reopen
	I am on holiday.
MAIL
then_all "a follower's machine answers" 'entry machine mail' ''

answers anna 'other cartridge' <<-TEXT
	#contact gone@follower.test
TEXT
reports=1
then_all 'a notice cannot be delivered' 'bounce gone@follower.test' 'anna: Commands
sam: Undelivered notice
tina: Undelivered notice'
is 'which the case shows' "$(entry 'e["kind"]')" bounce

answers anna 'other cartridge' <<-TEXT
	#history
TEXT
then_all 'she asks for all that was said' 'answered SUP-1' 'anna: History'

# In the end.
mailboxes ids >"$T/ids"
is 'each has one ID of each case' "$(cut -d' ' -f1,2 "$T/ids" | sort | uniq -d)" ''
is 'and nobody that of another' "$(cut -d' ' -f3 "$T/ids" | sort | uniq -d)" ''
for who in anna carl dora fred gail eve; do
	mailboxes text $who >"$T/text"
	unlike "$who has read no note" "$(cat "$T/text")" 'never cleaned'
	unlike 'nor an address of staff' "$(cat "$T/text")" '@staff\.test'
	unlike 'nor what was forged' "$(cat "$T/text")" 'your password|my dear|secret'
done
is 'who was in it' "$(cm case show --json SUP-1 |
	json '" ".join(p["role"] + ":" + p["address"].split("@")[0] for p in d["participants"])')" \
	'reporter:anna staff:sam staff:tina follower:carl follower:fred follower:gail contact:gone'
cat >"$T/history" <<-LIST
	mail      anna@acme.test (reporter: aligned dkim=pass): Hello,
	assignee  sam@staff.test (staff: aligned dkim=pass): Assignee: none -> sam@staff.test
	eta       sam@staff.test (staff: aligned dkim=pass): ETA: none -> $eta
	comment   sam@staff.test (staff: aligned dkim=pass): Please clean the drum.
	comment   anna@acme.test (reporter: aligned dkim=pass): It is clean, and the stripes are green now.
	note      tina@staff.test (staff: aligned dkim=pass): She has never cleaned it in her life.
	follow    carl@acme.test (follower: aligned dkim=pass): Follows the case
	comment   carl@acme.test (colleague: aligned dkim=pass): Mine has them, too.
	share     anna@acme.test (reporter: aligned dkim=pass): Shared with fred@follower.test
	comment   anna@acme.test (reporter: aligned dkim=pass): Fred has sold it to us.
	comment   fred@follower.test (follower: aligned dkim=pass): It is the cartridge.
	comment   gail@elsewhere.test (stranger: aligned dkim=pass): Fred is away. It is out of stock.
	comment   sam@staff.test (staff: aligned dkim=pass): We have one.
	status    sam@staff.test (staff: aligned dkim=pass): Status: New -> Work in progress
	comment   tina@staff.test (staff: confirmed by mail): Its number is C-42.
	merge     tina@staff.test (staff: aligned dkim=pass): SUP-2 goes on here
	request   anna@acme.test (reporter: aligned dkim=pass): Emergency asked for: Declared
	comment   anna@acme.test (reporter: aligned dkim=pass): All of us have stripes now!
	escalation casemate (casemate): An emergency is asked for: staff has to decide
	emergency sam@staff.test (staff: aligned dkim=pass): Emergency: none -> Declared
	comment   sam@staff.test (staff: aligned dkim=pass): We come at once.
	escalation casemate (casemate): Told of the emergency: Sam Staff
	eta       sam@staff.test (staff: aligned dkim=pass): ETA: $eta -> none
	comment   sam@staff.test (staff: aligned dkim=pass): There is a new cartridge in it. Does it help?
	status    sam@staff.test (staff: aligned dkim=pass): Status: Work in progress -> Feedback waiting
	emergency sam@staff.test (staff: aligned dkim=pass): Emergency: Declared -> Work in progress
	status    anna@acme.test (reporter: aligned dkim=pass): Status: Feedback waiting -> Done
	emergency anna@acme.test (reporter: aligned dkim=pass): Emergency: Work in progress -> Resolved
	rating    anna@acme.test (reporter: aligned dkim=pass): Rating: none -> 5
	status    anna@acme.test (reporter: aligned dkim=pass): Status: Done -> Reopen
	comment   sam@staff.test (staff: aligned dkim=pass): It was the other cartridge.
	status    sam@staff.test (staff: aligned dkim=pass): Status: Reopen -> Done
	auto      fred@follower.test (machine: aligned dkim=pass): #reopen
	contact   anna@acme.test (reporter: aligned dkim=pass): Additional contact: gone@follower.test
	bounce    mailer-daemon@mail.example.org (machine, unproven: our mail server says nothing about it)

	which goes on in SUP-1:
	mail      anna@acme.test (reporter, unproven: our mail server found no proof): #share eve@evil.test
	merge     tina@staff.test (staff: aligned dkim=pass): Goes on in SUP-1
LIST
is 'and how it went' "$(cm case history SUP-1 |
	sed 's/^[^ ]* *//; s/ <[^>]*>$//; s/: The notice .*//')" "$(cat "$T/history")"
is 'nobody else got mail' "$(find "$DOVECOT/home" -mindepth 1 -maxdepth 1 -printf '%f\n' |
	sort | tr '\n' ' ')" 'anna carl dora eve fred gail sam tina '
done_testing
