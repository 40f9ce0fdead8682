# What a command finds around it: odd times, odd configurations, stores that aren't there, aren't
# ours or can't be written, and a spool that the configuration has left behind.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "$(maildir_lines "$T/out")"
letter anna@customer.test Printer
chmod 644 "$T/letter"

# Times mean the same to all commands.
for time in '' x now 2026 2026-11-22 2026-13-01T00:00:00Z 2026-02-30T00:00:00Z 2026-11-22T25:00:00Z \
	1969-12-31T23:59:59Z 0001-01-01T00:00:00Z 2026-11-22T05:00:00Zx 2026-11-22T05:00:00+01:00x \
	2026-11-22T05:00:00+1 "$(printf 'a\377')"; do
	says 1 '".*" is not a time; write it like 2026-11-22T05:00:00Z' --now "$time" queue list
	cm_from "$T/letter" --now "$time" deliver support@example.org 2>/dev/null
	is "deliver: \"$time\" neither" "$?" 75
done
is 'nothing came of it' "$(find "$DESK/store/spool" -type f)" ''
for time in 2026-11-22T05:00:00Z 2026-11-22T06:00:00+01:00 2026-11-22T05:00:00.999Z 2026-11-22T05:00:00; do
	cm_from "$T/letter" --now "$time" deliver support@example.org
	ok "$time is one" cm --now "$time" work
	is 'the same to both' "$(stored 'SELECT max(accepted_ms) / 1000, count(*) FROM message')" \
		"1795323600|$((count += 1))"
done

# Configurations.
cp "$DESK_CONF" "$T/conf"
says 1 '.*/desk: can.t be read: Is a directory' -c "$DESK" case list
says 1 '.*/none: can.t be read: No such file or directory' -c "$DESK/none" run
like 'an unreadable one' "$(chmod 0 "$DESK_CONF"; cm check 2>&1)" \
	'^/.*/casemate.conf: can.t be read: Permission denied$'
said=$(cm_from "$T/letter" deliver support@example.org 2>&1)
is 'deliver reads none of it' "$? $said" '0 '
chmod 644 "$DESK_CONF"
(printf '\357\273\277'; sed 's/$/\r/' "$T/conf") >"$T/windows"
cat "$T/windows" >"$DESK_CONF"
is 'one of Windows' "$(cm check --offline | sed 's/.*: //')" 'no faults'
cat "$T/conf" >"$DESK_CONF"
handle

# stored_in FOLDER: the desk with its store there
stored_in()
{
	sed "s|^\([[:space:]]*\)store = .*|\1store = \"$1\"|" "$T/conf" >"$DESK_CONF"
}
: >"$T/file"
user_folder "$DESK/foreign" "$DESK/junk"
as_user sqlite3 "$DESK/foreign/casemate.db" 'CREATE TABLE theirs (x)'
head -c 5000 /dev/urandom | as_user tee "$DESK/junk/casemate.db" >/dev/null
as_user chmod 700 "$DESK/foreign" "$DESK/junk"
as_user chmod 600 "$DESK/foreign/casemate.db" "$DESK/junk/casemate.db"
stored_in "$T/file"
says 1 'there is no store in .*' case list
says 1 'cannot make the folder .*: Not a directory' init
is 'check: a file' "$(cm check --offline)" "$T/file: it is no folder, and no store can be there"
stored_in "$DESK/none"
for command in 'case list' run work send audit 'org add X' 'lmtp --listen 127.0.0.1:1'; do
	says 1 'there is no store in .*; "casemate init" makes one' $command
done
stored_in "$DESK/foreign"
says 1 '.*/foreign/casemate.db is a database, but not of casemate; .*' case list
says 1 '.*/foreign/casemate.db is a database, but not of casemate; .*' init
is 'it is as it was' "$(as_user sqlite3 "$DESK/foreign/casemate.db" '.tables')" theirs
like 'check: no store' "$(cm check --offline)" '/foreign is no store yet: '
stored_in "$DESK/junk"
says 1 '.*/junk/casemate.db is damaged .*: bring back a backup' run

# A spool that the configuration has left behind with mail in it.
stored_in "$DESK/store"
ok 'the settings of deliver' cm init
# No worker is started while one holds the lock.
exec 9>>"$DESK/store/worker.lock"
flock 9
cm_from "$T/letter" --now "$NOW" deliver -f anna@customer.test support@example.org
exec 9>&-
stored_in "$DESK/new"
left="mail waits in $DESK/store/spool, where \"casemate deliver\" left it .*; move it to $DESK/new/spool first"
says 1 "$left" init
like 'check says so' "$(cm check --offline)" "^$left\$"
says 1 "$left" run
as_user mv "$DESK/store/spool/"* "$DESK/new/spool/"
ok 'moved, all is well' cm init
handle
is 'and it is a case' "$(cm case list --json | json '[c["title"] for c in d]')" '["Printer"]'

# deliver says what is wrong with its spool.
as_user mv "$DESK/new/spool" "$DESK/new/away"
said=$(cm_from "$T/letter" --now "$NOW" deliver support@example.org 2>&1)
is 'no spool' "$? $said" "75 4.3.0 cannot store the message now, please try again: $DESK/new/spool: \
No such file or directory"
as_user mv "$DESK/new/away" "$DESK/new/spool"

[ "$(id -u)" = 0 ] || done_testing
said=$("$CASEMATE" -c "$DESK_CONF" case set SUP-1 status=Done 2>&1)
like 'root keeps off the store of another' "$? $said" \
	"^1 casemate: $DESK/new is not root.s .*; run casemate as the user that owns the store\$"
is 'but may check it' "$("$CASEMATE" -c "$DESK_CONF" check --offline | sed 's/.*: //')" 'no faults'
mount --bind "$DESK/new" "$DESK/new" 2>/dev/null || done_testing
at_exit "umount -l '$DESK/new'"
mount -o remount,bind,ro "$DESK/new" 2>/dev/null || done_testing
for command in 'case set SUP-1 status=Done' work run 'org add X'; do
	said=$(cm $command 2>&1)
	like "read-only: $command" "$? $said" '^(1|75) casemate: .*[Rr]ead-?only'
done
said=$(cm_from "$T/letter" deliver support@example.org 2>&1)
like 'read-only: deliver' "$? $said" '^75 4\.3\.0 .*/new/spool: Read-only file system$'
like 'read-only: check' "$(cm check --offline 2>&1)" '/new: Read-only file system'
done_testing
