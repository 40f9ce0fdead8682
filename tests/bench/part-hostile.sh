# Mails that want to cost their reader more than others of their size: at 1, 5 and 25 MB, each read
# by a process of its own.  Time shall grow with the size, and memory not at all; what is beyond the
# limits shall cost next to nothing.

HOSTILE_MB='1 5 25'

# hostile_read SHAPE MB: one line of figures; a mail over 2 GB or 2 minutes is a fault
hostile_read()
{
	"$BENCH/make-hostile" "$T/hostile.eml" "$1" "$2"000000
	line=$(ulimit -v 2000000; timeout 120 "$CASEMATE_BUILD/bench/read-casemate" 0 \
		"$T/hostile.eml") || bail_out "$1, $2 MB: reading it failed ($?)"
}

hostile_shape()
{
	times=
	for mb in $HOSTILE_MB; do
		hostile_read "$1" "$mb"
		peak_kb=$(figure peak_kb "$line")
		time_us=$(figure us "$line")
		times="$times ${time_us%.*}"
	done
	outcome=read
	[ "$(figure beyond "$line")" = 0 ] || outcome='beyond the limits'
	echo "$1 $times $peak_kb $outcome" | awk '{
		name = $1; small = $2; middle = $3; large = $4; kb = $5
		$1 = $2 = $3 = $4 = $5 = ""
		printf "%-22s %8.1f %8.1f %8.1f ms %5d MB %s\n", name, small / 1000,
			middle / 1000, large / 1000, kb / 1024, $0
	}'
	echo "$1 $times $peak_kb $outcome" >>"$T/hostile.all"
}

# hostile_worst NAME UNIT AWK-EXPRESSION AWK-CONDITION: over all shapes; $2 to $4 are the times
hostile_worst()
{
	worst=$(awk "$4 { n = $3; if (n > most) { most = n; name = \$1 } }
		END { print name, most }" "$T/hostile.all")
	echo "$1: ${worst% *}"
	value "hostile: $1" casemate "$2" "${worst#* }"
}

part_hostile()
{
	: >"$T/hostile.all"
	echo "time of $HOSTILE_MB MB, peak memory of the last"
	for shape in $("$BENCH/make-hostile"); do hostile_shape "$shape"; done
	# Below a few ms it is the start of the process and of its memory that is measured.
	hostile_worst 'growth from 5 to 25 MB' times '($4 + 5000) / ($3 + 5000)' '1'
	hostile_worst 'growth from 1 to 5 MB' times '($3 + 5000) / ($2 + 5000)' '1'
	hostile_worst 'slowest of 25 MB' ms '$4 / 1000' '1'
	hostile_worst 'slowest beyond the limits' ms '$4 / 1000' '/beyond/'
	hostile_worst 'peak memory' MB '$5 / 1024' '1'
	want 'hostile: growth from 5 to 25 MB' casemate - '<=' 6
	want 'hostile: growth from 1 to 5 MB' casemate - '<=' 6
	want 'hostile: slowest beyond the limits' casemate - '<=' 25
	want 'hostile: peak memory' casemate - '<=' 64
}
