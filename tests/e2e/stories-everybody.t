#!/bin/sh
# Stories of who gets what, and of a whole form; see tests/stories/README.md.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/stories.sh"
play_stories everybody form-whole
