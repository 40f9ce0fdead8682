#!/bin/sh
# A removal that is killed at any write, sync or unlink is either undone or finished by the next
# worker: never half of it.  Readers in the way only put off its rest.
. "$(dirname "$0")/../lib/tap.sh"
need sqlite3 strace
strace -o /dev/null true 2>/dev/null || skip_all 'strace may not trace here'
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"
# LeakSanitizer can't work under strace.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

desk_make "
	$(maildir_lines "$DESK/out")
	authserv_id = \"mx.example.org\"
	"
store=$DESK/store
letter 'Anna <anna@customer.test>' Printer "$proven"
{
	sed '/^$/q' "$T/letter"
	echo 'My codeword is xyzzyhunter2 as before.'
	yes 'It prints nothing, whatever I do, and I have done much.' | head -n 5000
} >"$T/big"
hand_in "$T/big"
is 'a big message' "$(ls "$store/big" | wc -l)" 1
cp -a "$store" "$T/before"

# as_before: the store as it was
as_before()
{
	rm -rf "$store"
	cp -a "$T/before" "$store"
}
entry_text() { cm case show --json SUP-1 | json 'd["entries"][0]["text"][:12]'; }
holds_it() { grep -rqaF xyzzyhunter2 "$store"; }

# outcome: which of the two it is, once a worker has been there
outcome()
{
	handle
	[ "$(stored 'SELECT count(*) FROM erasure')" = 0 ] || echo 'something is left to be done'
	cm audit >/dev/null 2>&1 || echo 'a mail is missing'
	cm check --offline >/dev/null 2>&1 || echo 'the store is broken'
	case $(entry_text),$(holds_it && echo held) in
	'My codeword ,held') [ "$(ls "$store/big")" ] && echo undone ;;
	'text removed,') [ -z "$(ls "$store/big")" ] && echo done ;;
	*) echo halves ;;
	esac
}

# killed_at CALLS STEP: at every STEPth of these system calls, until one run gets through
killed_at()
{
	n=1 status=137
	while [ $status != 0 ] && [ $n -lt 2000 ]; do
		as_before
		$AS_USER strace -f -o /dev/null -e "trace=$1" -e "inject=$1:signal=KILL:when=$n" \
			"$CASEMATE" -c "$DESK_CONF" --now "$NOW" case redact SUP-1 1 >"$T/said" 2>&1
		status=$?
		outcome
		n=$((n + $2))
	done >"$T/outcomes.$1"
	is "once done, it stays so: $1" "$(uniq "$T/outcomes.$1" | tr '\n' ' ')" 'undone done '
}
# The index alone takes hundreds of writes; CRASH_STEP=1 tries each of them.
killed_at fsync,fdatasync,unlink,ftruncate 1
killed_at pwrite64 "${CRASH_STEP:-47}"
cat "$T"/outcomes.* >"$T/outcomes"
note "killed $(wc -l <"$T/outcomes") times: $(sort "$T/outcomes" | uniq -c | tr '\n' ' ')"
ok 'it was killed early enough' grep -qx undone "$T/outcomes"
is 'never half of it' "$(sort -u "$T/outcomes" | tr '\n' ' ')" 'done undone '

# Somebody reads an older state of the store: the log can't be emptied as long as that lasts.
as_before
mkfifo "$T/questions"
as_user sqlite3 "$store/casemate.db" <"$T/questions" >"$T/answers" &
reader=$!
exec 9>"$T/questions"
echo 'BEGIN; SELECT count(*) FROM entry;' >&9
ok 'a reader is there' wait_for 10 test -s "$T/answers"
cm --now "$NOW" case redact SUP-1 1 >"$T/said"
is 'is done all the same' "$?" 0
like 'and says what waits' "$(cat "$T/said")" 'a worker clears it'
is 'the text is gone' "$(entry_text)" 'text removed'
echo 'COMMIT;' >&9
exec 9>&-
wait $reader
is 'the rest is done by a worker' "$(outcome)" done
done_testing
