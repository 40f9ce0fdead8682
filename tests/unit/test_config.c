/*
 * casemate.conf: what settings come out as, and that all faults are named at once,
 * each with its line.
 */
#include "app/config.h"

#include "base/limits.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static char *
write_file(const char *name, const char *text, int mode)
{
	char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_assert_cmpint(g_chmod(path, mode), ==, 0);
	return path;
}

/* The faults of a file, a line each, with the folder's name cut out. */
static char *
faults_of(const char *text, Config **config_out)
{
	g_autofree char *path = write_file("c", text, 0644);
	g_autofree char *prefix = g_strdup_printf("%s/", folder);
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) pieces = NULL;
	g_autofree char *joined = NULL;

	*config_out = config_read(path, ".", faults);
	g_ptr_array_add(faults, NULL);
	joined = g_strjoinv("\n", (char **)faults->pdata);
	pieces = g_strsplit(joined, prefix, -1);
	return g_strjoinv("", pieces);
}

#define BASE "store = s\nsend { via = maildir maildir = out }\n"
#define DESK "desk \"support\" { address = \"support@example.org\" }\n"

static const struct {
	const char *text;
	const char *faults;
} cases[] = {
	{BASE DESK, ""},
	{"\xef\xbb\xbf" BASE "\r\n" DESK, ""},
	{"", "c: it isn't said where cases are kept: add store = \"/var/lib/casemate\"\n"
	     "c: there is no desk: add desk \"support\" { address = \"support@YOUR.DOMAIN\" }\n"
	     "c: it isn't said how mail goes out: add send { ... }"},
	/* words */
	{BASE DESK "stroe = x\nlmtp {\n\tlisten = \"[::1]:24\"\n\ttiemout = 3 }\n"
		   "clouds \"big\" {\n\ta = b\n}\nlogging = { a, b }\n",
	 "c:4: unknown word \"stroe\" here: did you mean \"store\"?\n"
	 "c:7: unknown word \"tiemout\" in \"lmtp\": remove it; known are listen, connections, "
	 "command_timeout, data_timeout, bytes_per_second\n"
	 "c:8: unknown word \"clouds\" here: remove it; known are store, templates, keyring, "
	 "rules, types, "
	 "host_name, log_level, authserv_id, separator, address_extensions, own_lists, priorities, "
	 "severities, "
	 "emergency_statuses, resolved_emergency, working_emergency, withdrawn_emergency, "
	 "emergency_tiers, escalation, reopen_status, released_status, asking_status, "
	 "working_status, desk, status, type, level, tracker, lmtp, deliver, "
	 "limits, send, webhooks, "
	 "worker\n"
	 "c:11: unknown word \"logging\" here: remove it; known are store, templates, keyring, "
	 "rules, types, "
	 "host_name, log_level, authserv_id, separator, address_extensions, own_lists, priorities, "
	 "severities, "
	 "emergency_statuses, resolved_emergency, working_emergency, withdrawn_emergency, "
	 "emergency_tiers, escalation, reopen_status, released_status, asking_status, "
	 "working_status, desk, status, type, level, tracker, lmtp, deliver, "
	 "limits, send, webhooks, "
	 "worker"},
	{BASE DESK "# a comment\n/* and\n another */ stroe = x # { \" '\n",
	 "c:6: unknown word \"stroe\" here: did you mean \"store\"?"},
	{BASE DESK "priorities = { \"A\", # the first\n\t\"B\" }\nstore = t\n",
	 "c:6: \"store\" is set in line 1 already: remove one of them"},
	{BASE DESK "log_level = loud\nlimits { message_size = \"1 TB\"\n"
		   "receipts_per_hour = -1\nreceipts_per_day = 5x }\n",
	 "c:4: \"log_level\" can't be \"loud\": write one of \"error\", \"warn\", \"info\", "
	 "\"debug\"\n"
	 "c:5: \"message_size\" can't be \"1 TB\": write 64 KB to 1 GB\n"
	 "c:6: \"receipts_per_hour\" can't be \"-1\": write 0 to 1000000\n"
	 "c:7: \"receipts_per_day\" can't be \"5x\": write 0 to 1000000"},
	/* syntax */
	{BASE DESK "log_level \"info\"\n",
	 "c:4: missing equal sign after option 'log_level': mend this and check again, for "
	 "nothing after it could be read"},
	{BASE DESK "limits {\n\treceipts_per_day = 3\n",
	 "c:4: never closed: add the missing brace"},
	{BASE DESK "}\n", "c:4: unexpected closing brace: mend this and check again, for nothing "
			  "after it could be read"},
	{BASE DESK "host_name = \"\xe4\"\n", "c:4: not UTF-8: save the file as UTF-8"},
	/* desks */
	{BASE "desk \"a\" { address = \"a@x.org\" }\n"
	      "desk \"b\" {\n\taddress = \"A@x.org\"\n\tprefix = \"A\"\n"
	      "\tdefault_type = \"nonsense\"\n\tinternal = \"nonsense\" }\n"
	      "desk \"A\" { }\n"
	      "desk \"c\" { address = \"c@x.org\" internal = \"c@x.org\" prefix = \"c-\" }\n",
	 "c:5: desk \"a\" has the address \"A@x.org\" already: give this one its own\n"
	 "c:6: desks \"a\" and \"b\" both number their cases \"A-1\", ...: set another prefix "
	 "for one\n"
	 "c:7: there is no type \"nonsense\": take one of the types, or add it\n"
	 "c:8: \"nonsense\" is no mail address: write it as name@domain\n"
	 "c:9: desk \"A\" has no address: add address = \"support@YOUR.DOMAIN\"\n"
	 "c:9: desks \"a\" and \"A\" both number their cases \"A-1\", ...: set another prefix "
	 "for one\n"
	 "c:9: desks \"b\" and \"A\" both number their cases \"A-1\", ...: set another prefix "
	 "for one\n"
	 "c:9: desk \"A\" stands in line 3 already: remove or rename one\n"
	 "c:10: the prefix of case numbers can't be \"c-\": write a capital letter, then "
	 "capital letters and digits, at most 10 in all\n"
	 "c:10: the address of the staff alone is the one customers use: take another, or leave "
	 "\"internal\" out"},
	/* statuses and types */
	{BASE DESK "status \"Done\" { final = yes }\nstatus \"Open\" { waits_for = \"godot\" }\n"
		   "status \"open!\" { }\n"
		   "type \"bug\" { first_status = \"New\" }\n"
		   "type \"Bug 2\" { priority = \"soon\" }\ntype \"done\" { }\n",
	 "c:4: a new case gets the first status, and \"Done\" is final: put another one first\n"
	 "c:5: \"waits_for\" can't be \"godot\": write one of \"staff\", \"customer\", "
	 "\"development\", \"platform\", \"nobody\"\n"
	 "c:6: status \"open!\" stands in line 5 already: remove or rename one\n"
	 "c:7: there is no status \"New\": take one of the statuses, or add it\n"
	 "c:8: type \"Bug 2\" can't be part of an address: write small letters, digits and "
	 "hyphens, at most 30 in all; the words for people are its title\n"
	 "c:8: there is no priority \"soon\": take one of \"priorities\", or add it\n"
	 "c:9: the address extension \"done\" is an action on a case: take another name for "
	 "this type"},
	{BASE DESK "reopen_status = \"Again\"\nseparator = \"++\"\nauthserv_id = \"a b\"\n"
		   "severities = { \"A\", \"a.\" }\npriorities = { }\n",
	 "c:4: there is no status \"Again\": take one of the statuses, or add it\n"
	 "c:5: \"separator\" can't be \"++\": write one of \"+\", \"-\", \"_\", \"=\"\n"
	 "c:6: \"a b\" is no domain name: write the one that begins the Authentication-Results "
	 "of your own mail server, like mail.example.org\n"
	 "c:7: \"severities\" names \"a.\" twice: remove one"},
	{BASE DESK "authserv_id = 7\n",
	 "c:4: \"7\" is no domain name: write the one that begins the Authentication-Results of "
	 "your own mail server, like mail.example.org"},
	{BASE DESK "own_lists = { \"a.example\", \"support@a.example\", \"support\" }\n",
	 "c:4: \"support@a.example\" in own_lists is no identifier of a mailing list: write what "
	 "stands between < and > in List-Id, like support.example.org\n"
	 "c:4: \"support\" in own_lists is no identifier of a mailing list: write what stands "
	 "between < and > in List-Id, like support.example.org"},
	/* what stands in subject lines and header fields */
	{BASE "desk \"a,b\" {\n\taddress = \"a b@x.org\"\n\ttitle = \"=?utf-8?q?x?=\"\n"
	      "\tsignature = \"a\x1b[31mb\"\n\tinternal = \"a@x_y.org\" }\n"
	      "status \"a - Customer: b\" { }\nstatus \"=?utf-8?q?Done?=\" { }\n"
	      "status \"a\\nb\" { meaning = \"one\\ntwo\" }\nstatus \" Done\" { }\n"
	      "status \"0123456789012345678901234567890123456789x\" { }\n"
	      "status \"a\xe2\x80\xae\" { }\nstatus \"Closed - Later\" { }\n"
	      "type \"bug\" { title = \"\" }\n"
	      "priorities = { \"High\", \"\", \"a  b\" }\nseverities = { \"None\" }\n"
	      "emergency_statuses = { \"Declared - Case ID: SUP-1\" }\n"
	      "host_name = \"a_b\"\nauthserv_id = \"a\\x01\"\ntemplates = \"a\\nb\"\n",
	 "c:3: the name of a desk has no comma, for commands take lists of them: remove it\n"
	 "c:4: \"a b@x.org\" is no mail address: write it as name@domain\n"
	 "c:5: \"title\" can't be \"=?utf-8?q?x?=\": it holds \"=?\", which mail programs decode\n"
	 "c:6: \"signature\" can't be \"a\x1b[31mb\": it holds a control character (U+001B)\n"
	 "c:7: \"a@x_y.org\" is no mail address: write it as name@domain\n"
	 "c:8: the name of this status can't be \"a - Customer: b\": it reads like two fields of a "
	 "subject line, \" - ...:\"\n"
	 "c:9: the name of this status can't be \"=?utf-8?q?Done?=\": it holds \"=?\", which mail "
	 "programs decode\n"
	 "c:10: the name of this status can't be \"a b\": it holds a control character (U+000A)\n"
	 "c:11: the name of this status can't be \" Done\": it holds an invisible character, "
	 "blanks "
	 "in a row or at an end\n"
	 "c:12: the name of this status can't be \"012345678901234567890123456789012345678…\": it "
	 "has "
	 "41 characters, and 40 are the most\n"
	 "c:13: the name of this status can't be \"a\xe2\x80\xae\": it holds an invisible "
	 "character, "
	 "blanks in a row or at an end\n"
	 "c:14: no status is final, so no case could be closed: add \"final = yes\" to one\n"
	 "c:15: \"title\" can't be \"\": it is empty\n"
	 "c:16: a name of \"priorities\" can't be \"\": it is empty\n"
	 "c:16: a name of \"priorities\" can't be \"a b\": it holds an invisible character, "
	 "blanks "
	 "in a row or at an end\n"
	 "c:17: \"none\" says that a case has no severity: give this one another name\n"
	 "c:18: a name of \"emergency_statuses\" can't be \"Declared - Case ID: SUP-1\": it reads "
	 "like two fields of a subject line, \" - ...:\"\n"
	 "c:19: \"a_b\" is no host name: write it like mail.example.org\n"
	 "c:20: \"authserv_id\" can't be \"a\x01\": it holds a control character (U+0001)\n"
	 "c:21: \"templates\" can't be \"a b\": it holds a control character (U+000A)"},
	/* line ends of Windows */
	{"\xef\xbb\xbfstore = s\r\nsend { via = maildir maildir = out }\r\n"
	 "desk \"a\" { address = \"a@x.org\"\r\nsignature = \"Yours,\r\nus\" }\r\nfrob = 1\r\n",
	 "c:6: unknown word \"frob\" here: remove it; known are store, templates, keyring, rules, "
	 "types, "
	 "host_name, log_level, authserv_id, separator, address_extensions, own_lists, priorities, "
	 "severities, "
	 "emergency_statuses, resolved_emergency, working_emergency, withdrawn_emergency, "
	 "emergency_tiers, escalation, reopen_status, released_status, asking_status, "
	 "working_status, desk, status, type, level, tracker, lmtp, deliver, "
	 "limits, send, webhooks, "
	 "worker"},
	{BASE DESK "escalation {\n\tlead = \"1 min\"\n\tduty = 0\n\tboss = 1\n\tall = \"8 d\"\n}\n"
		   "working_emergency = x\n",
	 "c:6: \"duty\" stands behind \"lead\", but an emergency goes from duty to lead to all and "
	 "never back: write it before\n"
	 "c:6: \"duty\" can't be \"0\": write 1 min to 7 d\n"
	 "c:7: unknown word \"boss\" in \"escalation\": remove it; known are duty, lead, all\n"
	 "c:8: \"all\" can't be \"8 d\": write 1 min to 7 d\n"
	 "c:10: there is no emergency status \"x\": take one of emergency_statuses, or add it"},
	{BASE DESK "escalation {\nlead = \"1 min\"\nall = \"2 min\"\nlead = \"3 min\"\n}\n",
	 "c:7: \"lead\" stands behind \"all\", but an emergency goes from duty to lead to all and "
	 "never back: write it before\n"
	 "c:7: \"lead\" is set in line 5 already: remove one of them"},
	{BASE DESK "escalation {\n}\n",
	 "c:4: the escalation has no step, and nobody would take an emergency: add duty, lead or "
	 "all, each with the time that it waits"},
	{BASE "desk \"support\" { address = \"a@b.c\" default_type = \"bgu\" }\n"
	      "reopen_status = \"done\"\n",
	 "c:3: there is no type \"bgu\": take one of the types, or add it\n"
	 "c:4: a case would be closed again at once, for \"Done\" is final: take another status"},
	/* where cases go: unknown names, dead ends, circles, silence */
	{BASE DESK "status \"A\" { moves = { \"B\", \"X\" } answer_status = \"Y\" }\n"
		   "status \"B\" {\n\tsilence_status = \"Z\"\n\tsilence_days = 3\n}\n"
		   "status \"C\" { final = yes }\n",
	 "c:4: there is no status \"Y\": take one of the statuses, or add it\n"
	 "c:4: there is no status \"X\": take one of the statuses, or add it\n"
	 "c:6: there is no status \"Z\": take one of the statuses, or add it"},
	{BASE DESK "status \"A\" { moves = { \"B\", \"C\" } }\n"
		   "status \"B\" { moves = \"B\" }\n"
		   "status \"C\" {\n\tmoves = \"D\" }\n"
		   "status \"D\" { moves = \"C\" }\n"
		   "status \"E\" { moves = \"F\" }\n"
		   "status \"F\" { final = yes moves = \"A\" }\n",
	 "c:4: the moves from \"A\" lead in a circle and to no final status: add one that leads "
	 "out\n"
	 "c:5: a case could never leave \"B\", which isn't final: add a status to its moves\n"
	 "c:7: the moves from \"C\" lead in a circle and to no final status: add one that leads "
	 "out\n"
	 "c:8: the moves from \"D\" lead in a circle and to no final status: add one that leads "
	 "out"},
	{BASE DESK
	 "status \"A\" { silence_days = 3 silence_status = \"B\" }\n"
	 "status \"B\" { silence_days = 3 silence_status = \"A\" notice_days = 3 }\n"
	 "status \"C\" { silence_days = 1 silence_status = \"C\" answer_status = \"C\" }\n"
	 "status \"D\" { silence_days = 9 moves = \"A\" verb = \"go\" }\n"
	 "status \"E\" { final = yes silence_days = 2 verb = \"Go\" }\n"
	 "status \"F\" { silence_status = \"E\" asks_rating = yes }\n",
	 "c:4: silence leads \"A\" back to itself: let it lead to a final status\n"
	 "c:5: the notice comes notice_days before silence_days (3) are over: set fewer than "
	 "these\n"
	 "c:5: silence leads \"B\" back to itself: let it lead to a final status\n"
	 "c:6: an answer would change nothing: take another status, or leave answer_status out\n"
	 "c:6: silence leads \"C\" back to itself: let it lead to a final status\n"
	 "c:7: silence_status leads to \"E\", but the moves of \"D\" don't: add it there, or take "
	 "another\n"
	 "c:8: \"E\" is final, and nobody is expected to answer: leave silence_days out\n"
	 "c:8: \"#Go\" sets \"D\" already: take another verb\n"
	 "c:9: \"F\" is not final, and nobody rates what goes on: set asks_rating with a final "
	 "status\n"
	 "c:9: nothing says how long the silence lasts: add silence_days = 14"},
	{BASE DESK "status \"A\" { silence_days = 3 }\nstatus \"B\" { moves = \"A\" }\n",
	 "c:4: nothing says what the silence leads to, for no status is final: add silence_status\n"
	 "c:5: no status is final, so no case could be closed: add \"final = yes\" to one"},
	{BASE DESK "status \"New\" { verb = \"new\" }\n"
		   "status \"On hold\" { waits_for = customer verb = \"hold\" }\n"
		   "status \"Done\" { final = yes verb = \"onhold\" }\n"
		   "working_status = \"On hold\"\n",
	 "c:6: \"#onhold\" would set \"Done\", and \"On hold\" is called so: take another verb\n"
	 "c:7: a form that is complete leads to \"working_status\", and in \"On hold\" the "
	 "customer is "
	 "waited for: take a status in which staff goes on"},
	{BASE DESK "status \"A\" { }\nstatus \"B\" { final = yes }\n"
		   "asking_status = A\nworking_status = A\n",
	 "c:7: a form that is complete leads to \"working_status\", and in \"A\" the customer is "
	 "waited for: take a status in which staff goes on"},
	/* trackers of others */
	{BASE DESK "tracker \"jira\" { pattern = \"(ABC|WEB)-[0-9]+\"\n"
		   "url = \"https://jira.example.org/browse/$0\" }\n"
		   "tracker \"gh\" { pattern = \"gh#([0-9]+)\" internal = yes\n"
		   "url = \"https://github.com/example/product/issues/$1\" }\n"
		   "tracker \"bare\" { pattern = \"T[0-9]+\" }\n",
	 ""},
	{BASE DESK "tracker \"a\" { pattern = \"(A-[0-9]+\" }\n"
		   "tracker \"b\" { url = \"https://b.example/$0\" }\n"
		   "tracker \"c\" { pattern = \"C-[0-9]+\" url = \"https://c.example/\" }\n"
		   "tracker \"d\" { pattern = \"D-[0-9]+\" url = \"https://d.example/$1\" }\n"
		   "tracker \"e\" { pattern = \"E-[0-9]+\" url = \"javascript:$0\" }\n"
		   "tracker \"f\" { pattern = \"[A-Z]+-[0-9]+\" internal = maybe }\n"
		   "tracker \"F\" { pattern = \"XY-[0-9]+\" }\n",
	 "c:4: pattern '(A-[0-9]+' at character 10: missing closing parenthesis\n"
	 "c:5: nothing says what keys of \"b\" look like: add pattern = \"ABC-[0-9]+\"\n"
	 "c:6: \"url\" can't be \"https://c.example/\": it is the same page for each ticket: write "
	 "$0 where the key stands\n"
	 "c:7: \"url\" can't be \"https://d.example/$1\": there is no group for $1 in the pattern: "
	 "write $0 for the whole key, or add parentheses\n"
	 "c:8: \"url\" can't be \"javascript:$0\": it is no address of a page: write it like "
	 "\"https://tracker.example.org/browse/$0\"\n"
	 "c:9: \"internal\" can't be \"maybe\": write one of \"yes\", \"no\"\n"
	 "c:9: \"SUP-1\" would be a ticket of \"f\", and it is a case of desk \"support\": name "
	 "with what keys begin, like \"(ABC|WEB)-[0-9]+\"\n"
	 "c:9: \"C-1\" would be a ticket of \"c\" and of \"f\": let their patterns differ\n"
	 "c:9: \"D-1\" would be a ticket of \"d\" and of \"f\": let their patterns differ\n"
	 "c:9: \"E-1\" would be a ticket of \"e\" and of \"f\": let their patterns differ\n"
	 "c:10: \"XY-1\" would be a ticket of \"f\" and of \"F\": let their patterns differ\n"
	 "c:10: tracker \"F\" stands in line 9 already: remove or rename one"},
	/* the ways in */
	{BASE DESK "lmtp { listen = { \"127.0.0.1:2424\", \"24\", \"h:99999\", \"run/l\" } }\n"
		   "templates = nowhere\n"
		   "limits { refused_senders = { \"*@bad.example\", \"worse\" } }\n",
	 "c:4: can't listen on \"24\": write ADDRESS:PORT (\"127.0.0.1:2424\", "
	 "\"[::1]:2424\") or the path of a socket\n"
	 "c:4: can't listen on \"h:99999\": write ADDRESS:PORT (\"127.0.0.1:2424\", "
	 "\"[::1]:2424\") or the path of a socket\n"
	 "c:5: there is no folder \"nowhere\": make it, or leave \"templates\" out\n"
	 "c:6: \"worse\" is no sender: write \"name@domain\", or \"*@domain\" for all of a "
	 "domain"},
	/* the ways out */
	{"store = s\nsend { via = smtp }\n" DESK,
	 "c:2: there is no relay to send through: add relay \"main\" { host = \"...\" }"},
	{"store = s\nsend { via = maildir }\n" DESK, "c:2: which folder? Add maildir = \"PATH\""},
	{"store = s\nsend { via = sendmail sendmail = nothing }\n" DESK,
	 "c:2: \"nothing\": No such file or directory: set \"sendmail\" to the program"},
	{"store = s\nsend {\n\trelay \"a\" {\n\t\tport = 70000\n\t\ttls = maybe\n\t}\n"
	 "\trelay \"b\" { host = \"b.example\"\n\t\tuser = \"u\"\n"
	 "\t\tpassword_file = \"open\"\n\t\ttls = none }\n"
	 "\trelay \"c\" { host = \"c.example:25\" auth = xoauth2 }\n"
	 "\trelay \"d\" { host = \"d\" password_file = \"closed\" ca_file = \"no\" }\n"
	 "}\n" DESK,
	 "c:3: relay \"a\" has no host: add host = \"smtp.YOUR.PROVIDER\"\n"
	 "c:4: \"port\" can't be \"70000\": write 1 to 65535\n"
	 "c:5: \"tls\" can't be \"maybe\": write one of \"starttls\", \"optional\", "
	 "\"implicit\", \"none\"\n"
	 "c:9: \"open\" holds a secret and others may read or change it: chmod 640 or 600\n"
	 "c:10: the password would cross the network in clear: set tls to \"starttls\" or "
	 "\"implicit\"\n"
	 "c:11: \"c.example:25\" is no host name: write the name alone, the port as \"port\"\n"
	 "c:11: \"auth\" needs to know who we are: add \"user\"\n"
	 "c:11: XOAUTH2 needs a token: add \"token_file\" or \"token_command\"\n"
	 "c:12: there is a secret and nobody to use it: add \"user\"\n"
	 "c:12: \"no\": No such file or directory: mend \"ca_file\""},
	{"store = s\nsend {\n\trelay \"a\" { host = \"::1\" helo = \"a b\" }\n"
	 "\trelay \"b\" { host = \"[::1]\" helo = \"[10.0.0.1]\" }\n"
	 "\trelay \"c\" { host = \"c_d\" sender_domains = { \"@x.org\", \"a@x.org\" } }\n"
	 "}\n" DESK,
	 "c:3: \"a b\" is no host name: write it like mail.example.org\n"
	 "c:5: \"a@x.org\" is no mail domain: write it like example.org\n"
	 "c:5: \"c_d\" is no host name: write the name alone, the port as \"port\""},
};

static void
test_faults(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Config) config = NULL;
		g_autofree char *faults = faults_of(cases[i].text, &config);

		g_test_message("%s", cases[i].text);
		g_assert_nonnull(config);
		g_assert_cmpstr(faults, ==, cases[i].faults);
	}
}

static const char full[] =
	"store = \"data/store\"\nhost_name = \"desk.example.org\"\nlog_level = debug\n"
	"authserv_id = \"mx.example.org\"\nseparator = \"-\"\n"
	"priorities = { \"P2\", \"P1\" }\nreopen_status = \"open\"\n"
	"desk \"support\" {\n\taddress = \"support@example.org\"\n\ttitle = \"Example Support\"\n"
	"\tinternal = \"support.staff@example.org\"\n\tprefix = \"ES1\"\n"
	"\tdefault_type = \"Request\"\n\tsignature = \"Yours,\nthe \\\"desk\\\"\"\n}\n"
	"desk \"lab\" { address = \"lab@example.org\" }\n"
	"status \"Open\" { meaning = \"We are on it.\" }\n"
	"status \"Waiting\" { waits_for = customer }\n"
	"status \"Closed\" { final = yes }\n"
	"type \"request\" { title = \"Ask\"; priority = \"p1\"; change_request = yes first_status "
	"= waiting }\n"
	"lmtp { listen = \"127.0.0.1:2424\"\nlisten = \"./lmtp\"\n connections = 7\n"
	"command_timeout = \"2 min\" data_timeout = 30 bytes_per_second = \"1 KB\" }\n"
	"deliver { socket = \"sock\" }\n"
	"limits { message_size = \"50 MB\" receipts_per_hour = 0 answers_per_day = 7\n"
	"refused_senders = { \"*@BAD.example\" } }\n"
	"send { via = smtp\nrelay \"one\" { host = \"smtp.example.org\" port = 587\n"
	"user = \"u\" password_file = \"closed\" sender_domains = \"@example.org\"\n"
	"answer_timeout = \"1 h\" connections = 4 }\n"
	"relay \"two\" { host = \"::1\" tls = none } }\n"
	"worker { memory = \"1 GB\" nice = 0 }\n";

static void
check_site(const Site *site)
{
	const Desk *support = g_ptr_array_index(site->desks, 0);
	const Desk *lab = g_ptr_array_index(site->desks, 1);
	const CaseType *request = g_ptr_array_index(site->types, 0);

	g_assert_cmpuint(site->desks->len, ==, 2);
	g_assert_cmpstr(support->name, ==, "support");
	g_assert_cmpstr(support->title, ==, "Example Support");
	g_assert_cmpstr(support->internal, ==, "support.staff@example.org");
	g_assert_cmpstr(support->prefix, ==, "ES1");
	g_assert_cmpstr(support->signature, ==, "Yours,\nthe \"desk\"");
	g_assert_cmpstr(lab->default_type, ==, "request");
	g_assert_cmpstr(lab->prefix, ==, "LAB");
	g_assert_cmpuint(site->statuses->len, ==, 3);
	g_assert_cmpint(site_status(site, "waiting")->waits_for, ==, WAITS_FOR_CUSTOMER);
	g_assert_cmpint(site_status(site, "closed")->waits_for, ==, WAITS_FOR_NOBODY);
	g_assert_true(site_status(site, "closed")->is_final);
	g_assert_cmpuint(site->types->len, ==, 1);
	g_assert_true(request->is_change_request);
	g_assert_cmpstr(request->title, ==, "Ask");
	/* Names stand as the site spells them, however they were written. */
	g_assert_cmpstr(request->priority, ==, "P1");
	g_assert_cmpstr(request->first_status, ==, "Waiting");
	g_assert_cmpstr(support->default_type, ==, "request");
	g_assert_cmpstr(site->reopen_status, ==, "Open");
	g_assert_cmpint(site->separator, ==, '-');
	g_assert_cmpint(site->receipts_per_hour, ==, 0);
	g_assert_cmpint(site->receipts_per_day, ==, 10);
	g_assert_cmpint(site->openings_per_hour, ==, 20);
	g_assert_cmpint(site->answers_per_day, ==, 7);
	g_assert_cmpuint(site->priorities->len, ==, 2);
}

static void
check_send(const SendOptions *send)
{
	const SendRelay *one = g_ptr_array_index(send->relays, 0);
	const SendRelay *two = g_ptr_array_index(send->relays, 1);

	g_assert_cmpint(send->via, ==, SEND_VIA_SMTP);
	g_assert_cmpuint(one->port, ==, 587);
	g_assert_cmpint(one->tls, ==, RELAY_TLS_REQUIRED);
	g_assert_cmpint(one->auth, ==, RELAY_AUTH_ANY);
	g_assert_cmpuint(one->answer_timeout_s, ==, 3600);
	g_assert_cmpuint(one->connections, ==, 4);
	g_assert_cmpstr(one->sender_domains[0], ==, "example.org");
	g_assert_true(g_str_has_suffix(one->password_file, "/closed"));
	g_assert_true(g_path_is_absolute(one->password_file));
	g_assert_cmpint(two->tls, ==, RELAY_TLS_NEVER);
	g_assert_cmpint(two->auth, ==, RELAY_AUTH_NONE);
}

static void
test_values(void)
{
	g_autoptr(Config) config = NULL;
	g_autofree char *faults = faults_of(full, &config);
	g_autofree char *store = g_build_filename(folder, "data/store", NULL);
	g_autofree char *listen = g_build_filename(folder, "lmtp", NULL);
	g_autofree char *socket = g_build_filename(folder, "sock", NULL);
	g_autofree char *spool = g_build_filename(store, "spool", NULL);

	g_assert_cmpstr(faults, ==, "");
	check_site(config->site);
	check_send(&config->send);
	g_assert_cmpstr(config->store_dir, ==, store);
	g_assert_cmpstr(config->host_name, ==, "desk.example.org");
	g_assert_cmpint(config->log_level, ==, LOG_LEVEL_DEBUG);
	g_assert_cmpuint(config->lmtp_listen->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(config->lmtp_listen, 1), ==, listen);
	g_assert_cmpint(config->lmtp_connections, ==, 7);
	g_assert_cmpint(config->lmtp_command_timeout_s, ==, 120);
	g_assert_cmpint(config->lmtp_data_timeout_s, ==, 30);
	g_assert_cmpint(config->lmtp_bytes_per_s, ==, 1024);
	g_assert_cmpstr(config->deliver_socket, ==, socket);
	g_assert_cmpstr(config->deliver_spool, ==, spool);
	g_assert_cmpint(config->max_message_bytes, ==, 50 * 1024 * 1024);
	g_assert_cmpint(config->worker_nice, ==, 0);
	g_assert_true(config_refuses_sender(config, "Anna@bad.EXAMPLE"));
	g_assert_false(config_refuses_sender(config, "anna@good.example"));
	g_assert_false(config_refuses_sender(config, ""));
}

/* More refused senders than `deliver` looks at would not be refused by it. */
static void
test_many_refused(void)
{
	for (guint count = 200; count <= 201; count++) {
		g_autoptr(GString) text =
			g_string_new(BASE DESK "limits { refused_senders = { \"*@a\"");
		g_autoptr(Config) config = NULL;
		g_autofree char *faults = NULL;

		for (guint i = 1; i < count; i++)
			g_string_append_printf(text, ", \"%u@a\"", i);
		g_string_append(text, " } }\n");
		faults = faults_of(text->str, &config);
		g_assert_cmpint(
			g_str_has_prefix(faults, "c:4: \"refused_senders\" has 201 entries"), ==,
			count > 200);
		g_assert_cmpint(*faults == '\0', ==, count <= 200);
	}
}

/* Only a faultless file is loaded; a missing one has one fault. */
static void
test_load(void)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *good = write_file("good", BASE DESK, 0644);
	g_autofree char *bad = write_file("bad", BASE, 0644);
	g_autofree char *missing = g_build_filename(folder, "missing", NULL);
	g_autoptr(Config) config = NULL;

	g_assert_false(config_load(missing, ".", &config, faults));
	g_assert_cmpuint(faults->len, ==, 1);
	g_assert_true(g_str_has_prefix(g_ptr_array_index(faults, 0), missing));
	g_assert_false(config_load(bad, ".", &config, faults));
	g_assert_cmpuint(faults->len, ==, 2);
	g_assert_null(config);
	g_assert_true(config_load(good, ".", &config, faults));
	g_assert_cmpuint(faults->len, ==, 2);
	g_assert_cmpint(config->max_message_bytes, ==, LIMIT_MESSAGE_BYTES);
	g_assert_cmpuint(config->site->types->len, ==, 18);
	g_assert_cmpstr(((Desk *)g_ptr_array_index(config->site->desks, 0))->default_type, ==,
			"problem");
}

static void
remove_folder(void)
{
	static const char *const names[] = {"c", "open", "closed", "good", "bad"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);

		g_unlink(path);
	}
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_free(folder);
}

int
main(int argc, char **argv)
{
	int result;

	g_test_init(&argc, &argv, NULL);
	folder = g_dir_make_tmp("test-config-XXXXXX", NULL);
	g_assert_nonnull(folder);
	g_free(write_file("open", "secret\n", 0644));
	g_free(write_file("closed", "secret\n", 0640));
	g_test_add_func("/config/faults", test_faults);
	g_test_add_func("/config/values", test_values);
	g_test_add_func("/config/many-refused", test_many_refused);
	g_test_add_func("/config/load", test_load);
	result = g_test_run();
	remove_folder();
	return result;
}
