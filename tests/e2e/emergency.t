# Emergencies: who may declare one, whom it comes to step by step until somebody takes it, and what
# becomes of one that is none. By --now and tick.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

desk_make "
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	emergency_tiers = { \"Gold\" }
	"
anna='Anna <anna@customer.test>' carl='Carl <carl@plain.test>'
sam='Sam Staff <sam@staff.test>' vera='Vera <vera@staff.test>'
cm org add 'Customer Ltd' domains=customer.test tier=Gold
# Who has been welcomed gets no more of that.
post "$anna" 'Hello' "$proven"
cm person add tina@staff.test name=Tina role=staff desk=support
cm person add vera@staff.test name=Vera role=staff desk=support
cm person set tina@staff.test duty=support:1
cm person set vera@staff.test lead=support

# at TIME [DAY]: of the test's own calendar
at()
{
	NOW=$(date -u -d "2026-11-22 + ${2:-0} days" +%Y-%m-%d)T$1:00Z
}

emergency()
{
	cm case show --json "$1" | json 'str(d["emergency"])'
}

# of NUMBER: emergency, assignee
how()
{
	cm case show --json "$1" | json '"%s, %s" % (d["emergency"], d["assignee"])'
}

# write FROM NUMBER TEXT: a reply by the own ID
write()
{
	TO=support+$(id_of "$2" "$(echo "$1" | sed 's/.*<//; s/>.*//')")@example.org BODY=$3
	post "$1" 'Re: Fire' "$proven"
}

# Declared at once by who may, with the form still to be filled in; then the chain to its end.
at 05:00
TO=support+emergency@example.org BODY='Nothing goes any more.'
post "$anna" 'Fire' "$proven"
is 'declared by address' "$(ended); $(how SUP-2)" 'case SUP-2; Declared, None'
is 'who is on duty is told' "$(told)" 'receipt anna@customer.test, comment sam@staff.test, emergency tina@staff.test, comment vera@staff.test'
words=$(words_to anna@customer.test)
like 'she reads what comes next' "$words" 'It is an emergency: whoever is on duty has been told'
like 'and is asked for the rest' "$words" '1\. Risk 2\. Impact'
at 05:14
tick
is 'nothing before its time' "$(told)" nobody
at 05:15
tick
is 'then the lead' "$(told)" 'escalation vera@staff.test'
notice_to vera@staff.test
like 'by an alarm' "$(sed -n 's/^Subject: //p' "$T/notice")" \
	'^Desk alarm - Nobody has taken the emergency SUP-2, '
like 'which says how to take it' "$(words_to vera@staff.test)" \
	'told to Tina\. To take it, .* within 15 minutes, others are told'
tick
is 'once' "$(told)" nobody
at 05:30
tick
is 'then everybody else' "$(told)" 'escalation sam@staff.test'
at 05:59
tick
is 'who have longer' "$(told)" nobody
at 06:00
tick
is 'then all again' "$(told)" \
	'escalation sam@staff.test, escalation tina@staff.test, escalation vera@staff.test'
at 06:59
tick
is 'after twice as long' "$(told)" nobody
at 07:00 7
tick
is 'once after a week' "$(told | sed 's/reminder [^,]*, //')" \
	'escalation sam@staff.test, escalation tina@staff.test, escalation vera@staff.test'
tick
is 'whatever was left out' "$(told)" nobody
at 06:00
tick
is 'nor when the time jumps back' "$(told)" nobody
at 07:05 7
write "$vera" SUP-2 'I come.'
is 'a public answer takes it' "$(how SUP-2)" 'Work in progress, vera@staff.test'
is 'which all are told once' "$(told)" 'emergency anna@customer.test, emergency sam@staff.test, emergency tina@staff.test, transcript vera@staff.test'
at 07:00 20
tick
is 'and it is over' "$(told | sed 's/reminder .*/nobody/')" nobody
history=$(cm case history SUP-2)
like 'the history: who was told first' "$history" 'Told of the emergency: Tina'
like 'next' "$history" 'Nobody has taken the emergency\. Told: Vera'
like 'and again' "$history" 'Told again: Sam Staff, Tina, Vera'
write "$vera" SUP-2 '#emergency confirmed'
at 07:00 21
tick
is 'going back begins nothing' "$(told)" nobody

# Taken after the first step: two at once, each for itself.
at 05:00 30
BODY='All is down.

#emergency'
post "$anna" 'Fire' "$proven"
BODY='This too.

#emergency'
post "$anna" 'Water' "$proven"
is 'by command' "$(how SUP-3); $(how SUP-4)" 'Declared, None; Declared, None'
at 05:05 30
write 'Tina <tina@staff.test>' SUP-3 '#note Looks bad.'
is 'a note takes nothing' "$(how SUP-3)" 'Declared, None'
write 'Tina <tina@staff.test>' SUP-3 '#mine'
is 'she who was told takes it' "$(how SUP-3)" 'Work in progress, tina@staff.test'
is 'those who were not hear nothing of it' "$(told)" 'emergency anna@customer.test, transcript tina@staff.test'
at 05:15 30
tick
is 'the other goes on' "$(told)" 'escalation vera@staff.test'
at 05:20 30
TO=support+$(id_of SUP-4 vera@staff.test)@example.org BODY='I am away.'
post "$vera" 'Out of office' "$proven" 'Auto-Submitted: auto-replied'
is 'a robot takes nothing' "$(how SUP-4)" 'Declared, None'
write "$vera" SUP-4 '#assign sam@staff.test'
is 'nor does one who gives it away keep it' "$(how SUP-4)" 'Work in progress, sam@staff.test'
is 'after the second step' "$(told)" 'emergency anna@customer.test, emergency sam@staff.test, emergency tina@staff.test, transcript vera@staff.test'
at 05:00 31
tick
is 'neither goes on' "$(told)" nobody

# A contract without it asks; staff confirms.
at 06:00 31
BODY='Please hurry.

#emergency'
post "$carl" 'Smoke' "$proven"
is 'another one asks' "$(how SUP-5)" 'None, None'
like 'and reads what comes next' "$(words_to carl@plain.test)" 'asked for it to be an emergency.*decides about it.*say in a reply what is at risk'
at 06:14 31
tick
is 'all of the desk have heard, and have their time' "$(told)" nobody
at 06:15 31
tick
is 'then who is on duty is alarmed' "$(told)" 'escalation tina@staff.test'
like 'and reads what to do' "$(words_to tina@staff.test)" \
	'The customer asks for case SUP-5 to be an emergency, and nobody has decided .*“#emergency confirmed” makes it one'
tick
is 'once' "$(told)" nobody
at 06:30 31
tick
is 'then the lead' "$(told)" 'escalation vera@staff.test'
is 'it is none yet' "$(how SUP-5)" 'None, None'
at 06:40 31
write "$sam" SUP-5 '#emergency Confirmed'
is 'staff confirms, and all who were told hear it' "$(how SUP-5); $(told)" \
	'Confirmed, None; emergency carl@plain.test, transcript sam@staff.test, emergency tina@staff.test, emergency vera@staff.test'
at 06:55 31
tick
is 'and it goes its way' "$(told)" 'escalation vera@staff.test'
write "$vera" SUP-5 '#emergency work in progress'
is 'until that is said' "$(how SUP-5)" 'Work in progress, vera@staff.test'

# An answer ends the alarms of a request; nobody is woken by who isn't proven.
at 08:00 31
TO=support+emergency@example.org BODY='The lamp is out.'
post "$carl" 'Lamp' "$proven"
at 08:15 31
tick
is 'a mail to the address alone alarms' "$(told)" 'escalation tina@staff.test'
write 'Tina <tina@staff.test>' SUP-6 'Is it plugged in?'
at 08:00 33
tick
is 'until one answers' "$(told | grep -o 'escalation [^,]*'), $(how SUP-6)" ', None, None'
at 08:00 34
TO=support+emergency@example.org BODY='All burns.'
post 'Eve <eve@evil.test>' 'Burning'
like 'without proof the desk is told' "$(ended); $(told)" '^case SUP-7; .*comment tina@staff.test'
at 09:00 35
tick
unlike 'and nobody alarmed' "$(told)" escalation
write "$sam" SUP-7 '#emergency confirmed'
like 'unless staff makes it one' "$(how SUP-7); $(told)" '^Confirmed, None; .*emergency tina@staff.test'
write "$sam" SUP-7 '#done'
like 'which is over with the case' "$(how SUP-7); $(told)" \
	'^Resolved, None; emergency eve@evil.test, transcript sam@staff.test, .*emergency tina@staff.test'
notice_to eve@evil.test
TO=support+$(id_of SUP-7 eve@evil.test)@example.org BODY=4
post 'Eve <eve@evil.test>' 'Re: Emergency Resolved' "$proven" \
	"In-Reply-To: <$(sed -n 's/^Message-I[dD]: <\(.*\)>/\1/p' "$T/notice" | tr -d '\r')>"
is 'the answer to that word rates it' "$(cm case show --json SUP-7 | json 'd["status"], d["rating"]')" \
	'["Done", 4]'

# None at all.
at 09:00 36
TO=support+emergency@example.org BODY='My mouse squeaks.'
post "$carl" 'Mouse' "$proven"
is 'asked for by type' "$(how SUP-8); $(cm case show --json SUP-8 | json 'd["priority"]')" 'None, None; Urgent'
write "$sam" SUP-8 '#emergency none'
is 'and refused' "$(cm case show --json SUP-8 |
	json '[d["emergency"], d["type"], d["priority"], d["status"]]')" \
	'["Withdrawn", "problem", "Normal", "Work in progress"]'
is 'which he is told' "$(told)" \
	'emergency carl@plain.test, transcript sam@staff.test, emergency tina@staff.test, emergency vera@staff.test'
like 'in a friendly way' "$(words_to carl@plain.test)" 'as any other case .*revenue, security or a go-live'
BODY='#emergency'
post "$anna" 'Fire again' "$proven"
at 09:15 36
tick
write "$sam" SUP-9 '#emergency withdrawn'
is 'all who were told hear of it' "$(how SUP-9); $(told)" 'Withdrawn, None; emergency anna@customer.test, transcript sam@staff.test, emergency tina@staff.test, emergency vera@staff.test'
unlike 'staff without the friendly words' "$(words_to vera@staff.test)" 'go-live'
BODY='Nothing special.'
post "$anna" 'Plain' "$proven"
write "$sam" SUP-10 '#emergency none'
like 'of a plain case nothing' "$(how SUP-10); $(words_to sam@staff.test)" '^None, None; .*The case is no emergency'

# Killed between, and with the case.
at 10:00 36
BODY='#emergency'
post "$anna" 'Fire once more' "$proven"
at 10:15 36
silently
for n in 1 2 3 4 5 6 7 8; do
	cm --now "$NOW" tick >>"$DESK/log" 2>&1 &
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
done
cm --now "$NOW" tick >>"$DESK/log" 2>&1
is 'a death repeats nothing' "$(told)" 'escalation vera@staff.test'
write "$anna" SUP-11 '#done'
is 'a completed case alarms nobody' "$(told)" 'receipt anna@customer.test, comment sam@staff.test, emergency tina@staff.test, emergency vera@staff.test'
at 10:00 37
tick
is 'any more' "$(told), $(emergency SUP-11)" 'nobody, Resolved'

# Nobody on duty and no lead: straight to all. Steps that are left out.
cm person set tina@staff.test duty=
cm person set vera@staff.test lead=
at 05:00 40
BODY='#emergency'
post "$anna" 'No roster' "$proven"
is 'all at once' "$(told | sed 's/reminder [^,]*, //')" 'receipt anna@customer.test, emergency sam@staff.test, emergency tina@staff.test, emergency vera@staff.test'
at 05:30 40
tick
is 'and again after their time' "$(told)" \
	'escalation sam@staff.test, escalation tina@staff.test, escalation vera@staff.test'
sed -i '1i escalation { lead = "5 min" all = "30 min" }' "$DESK_CONF"
at 05:31 40
tick
is 'a new configuration counts' "$(told)" nobody
# Who confirms one that is asked for, and answers, has taken it.
status()
{
	cm case show --json "$1" | json 'd["status"]'
}
at 06:00 41
write "$sam" SUP-12 '#done'
BODY='Please hurry.

#emergency: no orders'
post "$carl" 'Shop' "$proven"
asked=$(ended | sed 's/case //')
words=$(words_to sam@staff.test)
like 'staff reads how to decide' "$words" \
	'for staff to decide: .*“#emergency confirmed” to make it one or “#emergency none” to make it a plain case'
cm person set tina@staff.test language=fr
write "$carl" "$asked" 'Still waiting.'
like 'until it has, in its language' "$(words_to tina@staff.test)" 'c’est à l’équipe de décider : .*« #emergency confirmed » en fait'
write "$vera" "$asked" '#emergency confirm

I look at the shop now.'
is 'confirming with an answer takes it' "$(how "$asked"); $(told)" \
	'Work in progress, vera@staff.test; emergency carl@plain.test, emergency sam@staff.test, emergency tina@staff.test, transcript vera@staff.test'
write "$carl" "$asked" 'Thank you, that is quick, but please hurry.'
unlike 'then nothing has to be decided' "$(words_to vera@staff.test)" 'for staff to decide'
BODY='#emergency'
post "$carl" 'Ship' "$proven"
other=$(ended | sed 's/case //')
write "$vera" "$other" '#emergency confirmed'
is 'without an answer nobody has it' "$(how "$other")" 'Confirmed, None'
BODY='Slow.'
post "$carl" 'Shed' "$proven"
other=$(ended | sed 's/case //')
write "$vera" "$other" '#emergency

Our crew comes.'
is 'who declares one looks for somebody' "$(how "$other")" 'Declared, None'

# What a complete form says isn't asked again.
TO=support+emergency@example.org BODY='Risk: Revenue
Impact: No orders since 14:30 in all stores'
post "$carl" 'Orders' "$proven"
words=$(words_to carl@plain.test)
like 'what a form asks for' "$words" 'asked for it to be an emergency.*understood from your form: Risk: Revenue'
unlike 'and says' "$words" 'what is at risk|fill in'

# The form of one that is over asks for nothing any more; what staff has asked stays asked.
# formed: one whose form isn't complete; sets $form
formed()
{
	TO=support+emergency@example.org BODY='Risk: Revenue'
	post "$anna" 'Form' "$proven"
	form=$(ended | sed 's/case //')
}
at 07:00 41
formed
write "$vera" "$form" '#mine'
is 'the form goes on asking' "$(how "$form"); $(status "$form")" 'Work in progress, vera@staff.test; Information needed'
write "$vera" "$form" '#emergency resolved'
is 'resolved, it asks no more' "$(how "$form"); $(status "$form")" 'Resolved, vera@staff.test; Work in progress'
formed
write "$vera" "$form" '#emergency none'
is 'nor withdrawn' "$(how "$form"); $(status "$form")" 'Withdrawn, None; Work in progress'
formed
cm --now "$NOW" case set "$form" emergency=resolved
is 'nor by the command line' "$(how "$form"); $(status "$form")" 'Resolved, None; Work in progress'
formed
write "$vera" "$form" '#ask impact'
write "$vera" "$form" '#emergency resolved'
is 'what staff asks for stays' "$(how "$form"); $(status "$form")" 'Resolved, None; Information needed'
formed
write "$vera" "$form" '#wip'
write "$vera" "$form" 'Which shop is it?

#needinfo'
write "$vera" "$form" '#emergency resolved'
is 'so does a question in words' "$(status "$form")" 'Information needed'
write "$anna" "$form" 'The big one.'
is 'until it is answered' "$(status "$form")" 'Work in progress'

# Each state in each language, in notices, receipts, requests and answers.
for pair in 'de:Gemeldet:Bestätigt:In Arbeit:Behoben:Zurückgezogen' 'es:Declarada:Confirmada:En curso:Resuelta:Retirada' \
	'fr:Déclarée:Confirmée:En cours:Résolue:Retirée' 'ja:申告済み:確認済み:対応中:解決済み:取り下げ' \
	'ru:Объявлена:Подтверждена:В работе:Устранена:Отозвана'; do
	IFS=: read -r tongue declared confirmed working resolved withdrawn <<-PAIR
		$pair
	PAIR
	dora="Dora <dora@$tongue.test>"
	cm person add "dora@$tongue.test" name=Dora language="$tongue" >/dev/null
	BODY='Please.

#emergency: the till'
	post "$dora" 'Till' "$proven"
	till=$(ended | sed 's/case //')
	words=$(words_to "dora@$tongue.test")
	like "$tongue: asked for with the case" "$words" "$declared: the till"
	write "$dora" "$till" '#emergency: the other till'
	words=$words$(words_to "dora@$tongue.test")
	like "$tongue: in a case" "$words" "$declared: the other till"
	write "$dora" "$till" '#emergency'
	words=$words$(words_to "dora@$tongue.test")
	for state in declared confirmed 'work in progress' resolved withdrawn; do
		write "$sam" "$till" "#emergency $state"
		eval "own=\$${state%% *}"
		[ "$state" != 'work in progress' ] || own=$working
		now=$(words_to "dora@$tongue.test")
		like "$tongue: $state" "$now" "$own"
		words="$words $now"
		write "$dora" "$till" '#info'
		words="$words $(words_to "dora@$tongue.test")"
	done
	unlike "$tongue: nothing in English" "$words" 'Declared|Confirmed|Work in progress|Resolved|Withdrawn'
done
ok 'every mail is accounted for' cm --now "$NOW" audit
done_testing
