#!/bin/sh
# The stories of tests/stories leave nothing out of the shipped catalogues: every type, status, short
# verb, emergency status, rating and subject occurs in one, and every story is played.
. "$(dirname "$0")/../lib/tap.sh"

cd "$CASEMATE_TREE/tests/stories" || bail_out 'no stories'
filters=$CASEMATE_TREE/filters

# named FILE WORD: what is named by lines "WORD "NAME" {" of a sample
named()
{
	sed -n "s/^ *$2 \"\(.*\)\" {\$/\1/p" "$1"
}

# in_story WHAT REGEX: a story has a line of it
in_story()
{
	ok "$1" grep -Eq -e "$2" ./*/story
}

for file in "$filters"/types/*.conf; do
	type=$(named "$file" type)
	in_story "the type $type" "^    SUP-[0-9]+: .*\\btype $type(,|\$)"
done
named "$filters/statuses/sample.conf" status >"$T/statuses"
while read -r status; do
	in_story "the status $status" "^    SUP-[0-9]+: $status(,|\$)"
	in_story "of which the customer hears" "gets Case Receipt - .* - Status: $status\\. ID"
done <"$T/statuses"
for verb in $(sed -n 's/^\tverb = "\(.*\)"$/\1/p' "$filters/statuses/sample.conf"); do
	ok "the verb #$verb" grep -rqx --include='*.eml' "#$verb" .
done
for status in Declared Confirmed 'Work in progress' Resolved Withdrawn; do
	in_story "an emergency that is $status" "gets Emergency $status - Case ID: "
done
for level in $(named "$filters/levels/sample.conf" level); do
	ok "the level $level" grep -q "tier=$level" cast
done
for rating in 1 2 3 4 5; do
	in_story "the rating $rating" "^    SUP-[0-9]+: .*rating $rating\$"
	ok "by address" grep -rq --include='*.eml' "\\.r$rating@example\\.org" .
done
for subject in 'Case Receipt' 'Change Request Receipt' 'Case ETA Update' 'Emergency Declared' \
	'Case Comment Notification' Form Reminder 'Due soon' Late 'Desk alarm' Commands 'Not opened' \
	'Returned mail' Overview; do
	in_story "the subject $subject" "gets $subject - "
done
for language in de es fr ja ru; do
	ok "a customer who speaks $language" grep -q "languages=$language" cast
done

# All are played, and each goes on until somebody rates.
sed -n 's/^play_stories //p' "$CASEMATE_TREE"/tests/e2e/stories-*.t | tr -d "'" >"$T/played"
for pattern in $(cat "$T/played"); do echo "$pattern"; done | sort >"$T/names"
is 'every story is played once' "$(paste -sd ' ' "$T/names")" "$(echo */ | tr -d /)"
is 'each to the rating' "$(grep -EL '^    SUP-[0-9]+: .*rating [1-5]$' ./*/story)" ''
done_testing
