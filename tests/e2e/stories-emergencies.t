#!/bin/sh
# Stories of emergencies, to the rating; see tests/stories/README.md.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/stories.sh"
play_stories 'emergency-*'
