# Reading mail: casemate beside GMime alone and Python's email package, in turn.
#
# What is read: tests/mail, and mails of 5 KB and of 1 MB; or the mails below the folder CORPUS.
# Each side reads for READ_SECONDS (1) of processor time per round, after reading all of it once.

# read_by SIDE: one line of figures on what lies in read_mails
read_by()
{
	case $1 in
	python) "$BENCH/read-python" "$READ_SECONDS" "$read_mails"/* ;;
	*) "$CASEMATE_BUILD/bench/read-$1" "$READ_SECONDS" "$read_mails"/* ;;
	esac
}

read_side()
{
	line=$(read_by "$1") || bail_out "$1 can't read the mails: $line"
	[ "$(figure texts "$line")" -gt 0 ] || bail_out "$1 finds no text in the mails: $line"
	value "$read_name, time" "$1" us/mail "$(figure us "$line")"
	value "$read_name, mails" "$1" mails/s "$(figure mails_s "$line")"
	value "$read_name, bytes" "$1" MB/s "$(figure mb_s "$line")"
	value "$read_name, peak memory" "$1" MB "$(($(figure peak_kb "$line") / 1024))"
}

# read_set NAME FOLDER: all sides in each round, another one first each time
read_set()
{
	read_name=$1
	read_mails=$2
	set -- casemate gmime python
	for round in $(seq "$ROUNDS"); do
		for side; do read_side "$side"; done
		first=$1
		shift
		set -- "$@" "$first"
	done
}

# read_linked FOLDER: a folder of links to the mails below that one, which may have any names
read_linked()
{
	mkdir -p "$T/linked"
	find "$(cd "$1" && pwd)" -type f -name '*.eml' | sort >"$T/linked.list"
	[ -s "$T/linked.list" ] || bail_out "there is no mail (*.eml) below $1"
	number=0
	while IFS= read -r mail; do
		number=$((number + 1))
		ln -s "$mail" "$T/linked/$number"
	done <"$T/linked.list"
}

# read_wants NAME RATIO: beside GMime, which does a part of the work only
read_wants()
{
	want "$1, time" casemate gmime '<=' "$2"
	want "$1, time" casemate python '<=' 1.0
	want "$1, peak memory" casemate - '<=' 64
}

part_read()
{
	READ_SECONDS=${READ_SECONDS:-1}
	if [ -n "${CORPUS-}" ]; then
		read_linked "$CORPUS"
		read_set 'reading: mails of CORPUS' "$T/linked"
		read_wants 'reading: mails of CORPUS' 2.5
		return
	fi
	read_linked "$CASEMATE_TREE/tests/mail"
	read_set 'reading: small mails' "$T/linked"
	read_wants 'reading: small mails' 2.5
	read_set 'reading: mails of 5 KB' "$(mails_made 20 5000)"
	read_wants 'reading: mails of 5 KB' 2.5
	# Of attachments the size is found as well, which takes decoding them.
	read_set 'reading: mails of 1 MB' "$(mails_made 20 1000000)"
	read_wants 'reading: mails of 1 MB' 4
}
