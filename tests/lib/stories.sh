# Stories of tests/stories, from the first mail to the rating.  Needs tap.sh before it.
#
#	play_stories 'emergency-*' ratings
#
# STORIES_WRITE=--write sets what the stories expect to what came; read the difference.
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"

STORIES=$CASEMATE_TREE/tests/stories

# play_stories PATTERN...: on a desk with the people of tests/stories/cast and everything else as it is
# shipped; it is the whole test
play_stories()
{
	desk_make "
		$(maildir_lines "$DESK/out")
		authserv_id = \"mx.example.org\"
		emergency_tiers = { \"Enterprise\" }
		tracker \"jira\" { pattern = \"ABC-[0-9]+\" url = \"https://jira.example.org/browse/\$0\" }
		"
	sed '/^#/d; /^$/d' "$STORIES/cast" >"$T/cast"
	while read -r stories_line; do
		eval "cm --now 2026-11-20T09:00:00Z $stories_line" >/dev/null || bail_out "$stories_line"
	done <"$T/cast"
	cm --now 2026-11-20T09:00:00Z send >/dev/null 2>&1
	rm -rf "$DESK/out"
	user_copy "$STORIES" "$TEST_LIB/play"
	[ "$(id -u)" != 0 ] || chown -R "$TEST_USER:$TEST_GROUP" "$T/stories"
	cd "$T/stories" || bail_out 'no stories'
	# The names are patterns.
	$AS_USER "$PYTHON" "$T/play" ${STORIES_WRITE-} "$CASEMATE" "$DESK" $*
	stories_status=$?
	[ -z "${STORIES_WRITE-}" ] || cp --parents */story "$STORIES"
	exit $stories_status
}
