#!/bin/sh
# Stories of the shipped types, from the first mail to the rating; see tests/stories/README.md.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/stories.sh"
play_stories 'type-[s-z]*'
