# People: organisations, persons and what staff is at desks, as the command line keeps them.
. "$(dirname "$0")/../lib/tap.sh"
. "$TEST_LIB/servers.sh"
. "$TEST_LIB/desk.sh"
. "$TEST_LIB/mails.sh"

mkdir -p "$DESK/rules"
desk_make "
	rules = \"rules\"
	$(maildir_lines "$T/out")
	authserv_id = \"mx.example.org\"
	desk \"sales\" {
		address = \"sales@example.org\"
	}
	"

# person ADDRESS KEY, org NAME KEY: what the list says
person()
{
	cm person list --json | json "[p['$2'] for p in d if '$1' in p['address']][0]"
}
org()
{
	cm org list --json | json "[o['$2'] for o in d if o['name'] == '$1'][0]"
}

# Organisations.
ok 'an organisation' cm org add Acme domains=acme.test,acme.example languages=DE,pt-br,de tier=gold sharing=on
is 'its languages, spelt as languages are' "$(org Acme languages)" 'de, pt-BR'
ok 'another order' cm org set Acme languages=pt-BR,de
is 'is kept' "$(org Acme languages)" 'pt-BR, de'
says 1 '"d_e" can.t be a language; .*' org set Acme languages=de,d_e
says 1 'an organisation has no "colour"; what can be set is: domains, languages, .*' org set Acme colour=red

# Who belongs to it by the domain.
post early@late.test 'Before its domain is anybody'\''s'
cm person add agent@late.test role=agency
cm person add partner@late.test role=partner
is 'nobody yet' "$(org Acme members)" 0
ok 'a domain that has people' cm org set Acme domains=acme.test,late.test
is 'makes customers members' "$(person early@late.test org)" Acme
is 'and nobody else' "$(person agent@late.test org), $(person partner@late.test org)" ', '
is 'the domain left out is gone' "$(org Acme domains)" 'acme.test, late.test'
ok 'who is taken out' cm person set early@late.test org=none
ok 'and the same domains once more' cm org set Acme domains=late.test,acme.test
is 'stays out' "$(person early@late.test org)" ''
ok 'a person of a domain' cm person add bea@acme.test
is 'is a member' "$(person bea@acme.test org)" Acme
ok 'one that shall not' cm person add solo@acme.test org=none
is 'is not' "$(person solo@acme.test org)" ''
ok 'staff with such an address' cm person add ken@acme.test role=staff
is 'neither' "$(person ken@acme.test org)" ''
ok 'without the domain' cm org set Acme domains=acme.test
is 'its members stay' "$(org Acme members)" 1

# Free mail.
for domain in gmail.com GMX.de @qq.com mail.ru; do
	says 1 "at ${domain#@} anybody may have an address, so .*" org set Acme "domains=acme.test,$domain"
done
says 1 'at web.de anybody .*' org add Webbers domains=web.de
is 'nothing came of it' "$(org Acme domains), $(cm org list --json | json 'len(d)')" 'acme.test, 1'
ok 'a provider that only this site knows' cm org set Acme domains=acme.test,town.test
post first@town.test 'Before' "$proven"
is 'makes members' "$(person first@town.test org)" Acme
printf '# Ours\n\nTown.test   # the town\n' >"$DESK/rules/free-mail.list"
says 1 'at town.test anybody .*' org set Acme domains=acme.test,town.test
post second@town.test 'After' "$proven"
is 'until it is on the list' "$(person second@town.test org)" ''
is 'nor is the case its' "$(cm case show --json SUP-3 | json 'd["customer"]')" second@town.test
cm person add third@town.test
is 'nor who is added' "$(person third@town.test org)" ''
printf 'not a domain\n' >>"$DESK/rules/free-mail.list"
is 'a fault of the list has its line' "$(cm check --offline | sed "s|$DESK/||")" \
	'rules/free-mail.list:4: "not a domain" is no mail domain; write one a line, like gmail.com'
rm "$DESK/rules/free-mail.list"

# Persons.
ok 'all of a person' cm person add dan@dan.test 'name=Dan Dee' role=agency org=Acme language=pt-br \
	zone=America/Argentina/Buenos_Aires 'teams=Night, Day' alias=d@dan.test,dd@dan.test
is 'is there' "$(cm person list --json | json '[[p[k] for k in ("address", "name", "role", "org",
	"language", "zone", "teams")] for p in d if p["name"] == "Dan Dee"][0]')" \
	'["dan@dan.test, d@dan.test, dd@dan.test", "Dan Dee", "agency", "Acme", "pt-BR", "America/Argentina/Buenos_Aires", "Day, Night"]'
for zone in Europe/Atlantis Europe +02:00 PST8 ../../../etc/passwd /etc/localtime europe//berlin leapseconds; do
	says 1 "\"[^\"]+\" is no time zone; write it as the IANA names it, like Europe/Berlin" \
		person set dan@dan.test "zone=$zone"
done
ok 'UTC' cm person set dan@dan.test zone=UTC
ok 'none again' cm person set dan@dan.test zone=
says 1 'dan@dan.test is this person.s main address; .*' person set dan@dan.test alias=-dan@dan.test
says 1 'sam@staff.test is none of this person.s addresses' person set dan@dan.test alias=-sam@staff.test
ok 'one address less, one more' cm person set D@dan.test alias=-dd@dan.test alias=d3@dan.test
ok 'another main one' cm person set d@dan.test address=new@dan.test
is 'and the one before stays theirs' "$(person new@dan.test address)" \
	'new@dan.test, d3@dan.test, d@dan.test, dan@dan.test'
says 1 'there is a person with the address sam@staff.test already' person set d@dan.test \
	address=sam@staff.test
says 1 'support@example.org is an address of desk support, .*' person set d@dan.test \
	address=support@example.org

# Staff at desks.
ok 'staff' cm person add tina@staff.test role=staff desk=support,sales lead=sales raw=sales,support duty=support
is 'leads' "$(person tina@staff.test lead)" sales
is 'sees raw messages' "$(person tina@staff.test raw)" 'sales, support'
is 'is on duty' "$(person tina@staff.test duty)" support:1
ok 'the next one' cm person set sam@staff.test duty=Support
is 'comes behind' "$(person sam@staff.test duty)" support:2
ok 'or in a place of their own' cm person set sam@staff.test duty=support:7
ok 'one desk less' cm person set tina@staff.test desk=support
is 'leaves the rest' "$(person tina@staff.test desk), $(person tina@staff.test raw), $(person \
	tina@staff.test duty)" 'support, support, support:1'
says 1 'this person doesn.t work for desk sales; .*' person set tina@staff.test lead=sales
says 1 'there is no desk "moon" in the configuration' person set tina@staff.test duty=moon:1
says 1 '"support:0" is no place in a duty roster; .*' person set tina@staff.test duty=support:0
says 1 'only staff works for a desk; .*' person add uwe@acme.test desk=support
says 1 'only staff works for a desk; .*' person set tina@staff.test role=customer
ok 'without desks' cm person set tina@staff.test role=partner desk=
is 'nobody is anything there' "$(stored "SELECT count(*) FROM person_desk d JOIN address a ON
	a.person = d.person WHERE a.address = 'tina@staff.test'")" 0

# Standing followers.
says 1 'nobody here has the address eve@evil.test' org set Acme followers=bea@acme.test,eve@evil.test
ok 'who follows' cm org set Acme followers=bea@acme.test,sam@staff.test
is 'is listed' "$(org Acme followers)" 'bea@acme.test, sam@staff.test'
ok 'nobody any more' cm org set Acme followers=
is 'is an empty list' "$(org Acme followers)" ''
ok 'the store is sound' cm check --offline
ok 'every mail is accounted for' cm audit
done_testing
