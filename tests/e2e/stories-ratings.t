#!/bin/sh
# Stories of ratings, and of thanks after the end; see tests/stories/README.md.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/stories.sh"
play_stories ratings thanks
