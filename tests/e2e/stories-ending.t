#!/bin/sh
# Stories of how cases end, to the rating; see tests/stories/README.md.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/stories.sh"
play_stories reopening silence stranger
