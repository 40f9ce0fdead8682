# `casemate explain` over the mails of tests/mail: NAME.plan holds what NAME.eml would do at a desk
# that has two cases of Anna's, and who may prove it.  Nothing is changed by it.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	own_lists = { \"support-group.example.org\" }
	desk \"sales\" {
		title = \"Example Sales\"
		address = \"sales@example.org\"
		prefix = \"SAL\"
	}
	"
sed -i '/prefix = "SUP"/a internal = "staff@example.org"' "$DESK_CONF"
cm org add 'Other Ltd' domains=other.test sharing=yes
cm person add carl@other.test name='Carl Colleague'

# What is random gets the values that stand in the mails.
MID=first@customer.test
post 'Anna <anna@customer.test>' Printer
MID=second@customer.test
post 'Anna <anna@customer.test>' Scanner
cm --now "$NOW" case set SUP-2 status=Done
post bea@other.test 'Of the company' 'Authentication-Results: mx.example.org; dmarc=pass'
stored "UPDATE participant SET tracking_id = 'CM041061050R3GG28AQF' WHERE case_id = 1 AND role = 'reporter';
	UPDATE participant SET tracking_id = 'CMVTPVXVR0889KFJQYQS' WHERE case_id = 2 AND role = 'reporter';
	UPDATE outbox SET token = '01KAMXJ0000000000000000001' WHERE case_id = 1 AND kind = 'receipt'"
cp "$DESK/store/casemate.db" "$T/before.db" && stored .dump >"$T/before"

user_copy "$CASEMATE_TREE/tests/mail"
for mail in "$T"/mail/*.eml; do
	name=${mail%.eml}
	said=$(cm_from /dev/null --now "$NOW" explain "$mail" 2>&1 | sed 's|(/[^ ]*/filters/|(filters/|')
	is "${name##*/}" "$said" "$(cat "$name.plan" 2>/dev/null)"
done
stored .dump >"$T/after"
ok 'nothing has changed' cmp "$T/before" "$T/after"

# A whole folder, and what other rules would change.
user_folder "$T/rules"
cat >"$T/rules/50-change.conf" <<-END
	rule "strangers wait" {
		subject = 'Coffee'
		hold = "we have no coffee"
	}
END
is 'a folder' "$(cm --now "$NOW" explain "$T/mail" 2>&1 | grep -c '\.eml:$')" \
	"$(ls "$T"/mail/*.eml | wc -l)"
said=$(cm --now "$NOW" explain --rules "$T/rules" "$T/mail/new-stranger.eml" 2>&1)
like 'other rules: what would go' "$said" '^  - open case SUP-4'
like 'what would come' "$said" '^  \+ hold for staff: we have no coffee'
like 'and how many' "$said" '^1 of 1 mails would be handled otherwise\.$'
mkdir "$T/none"
chmod 755 "$T/none"
is 'a folder without mail' "$(cm explain "$T/none" 2>&1)" "casemate: there is no mail in $T/none"
done_testing
