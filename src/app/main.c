/*
 * casemate: the command line.  The small front that mail servers call (front.c) does
 * `deliver` itself and runs this for everything else.
 */
#include "app/app.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_CONFIG "/etc/casemate/casemate.conf"

static const char case_verbs[] =
	"  case list [--status STATUS] [--customer NAME] [--assignee ADDRESS|none] [--desk DESK]\n"
	"            [--older DAYS] [--search WORDS] [--json]\n"
	"  case show NUMBER [--json | --raw ENTRY]\n"
	"  case history NUMBER [--json]\n"
	"  case set NUMBER KEY=VALUE... [--as ADDRESS]\n"
	"            title, type, priority, severity, assignee, eta, emergency, status\n"
	"  case reply NUMBER [TEXT...] [--as ADDRESS]    to everybody; TEXT or standard input\n"
	"  case note NUMBER [TEXT...] [--as ADDRESS]     to staff alone\n";

static const char queue_verbs[] =
	"  queue list [--all] [--json]    what waits or has failed; --all: what was sent, too\n"
	"  queue show ID [--json]         the message itself; --json: what is known of it\n"
	"  queue retry ID                 send it as soon as possible\n"
	"  queue drop ID                  never send it\n";

static const char held_verbs[] = "  held list [--json]    what is held, and why\n"
				 "  held show ID          the mail as it came\n"
				 "  held release ID       handle it as if there were no doubt\n"
				 "  held drop ID          leave it at that; it stays stored\n";

static const char org_verbs[] =
	"  org add|set NAME [KEY=VALUE...]    name, domains=A,B, tier, sharing=on|off, language\n"
	"  org list [--json]\n"
	"  org remove NAME\n";

static const char person_verbs[] =
	"  person add|set ADDRESS [KEY=VALUE...]\n"
	"            name, role=customer|agency|staff|partner, org=NAME|none, desk=A,B, alias,\n"
	"            language, zone\n"
	"  person list [--json]\n"
	"  person remove ADDRESS\n";

static const char partner_verbs[] = "  partner add|set NAME [address=ADDRESS]\n"
				    "  partner list [--json]\n"
				    "  partner remove NAME\n";

static const Command commands[] = {
	{"init", "", "make the store that the configuration names", cmd_init, FALSE, NULL},
	{"check", "[--offline]",
	 "report all faults of configuration, templates, rules, store and relays", cmd_check, FALSE,
	 NULL},
	{"run", "", "run the gateway in the foreground", cmd_run, FALSE, NULL},
	{"work", "[--linger SECONDS]", "handle the mail that waits, then end", cmd_work, FALSE,
	 NULL},
	{"send", "", "send what is due, then end", cmd_send, FALSE, NULL},
	{"tick", "", "do what timers make due, then end", cmd_tick, FALSE, NULL},
	{"deliver", "[-f SENDER] RECIPIENT...", "take one mail on standard input", NULL, FALSE,
	 NULL},
	{"lmtp", "--listen ADDRESS:PORT|PATH", "take mail by LMTP", cmd_lmtp, FALSE, NULL},
	{"audit", "[--json]", "prove that every mail accepted ended as exactly one thing",
	 cmd_audit, FALSE, NULL},
	{"parse", "--json FILE...", "print how mails are read, storing nothing", cmd_parse, FALSE,
	 NULL},
	{"explain", "[-f SENDER] [-r RECIPIENT] [--rules PATH] FILE|FOLDER...",
	 "tell what a mail would do, changing nothing", cmd_explain, FALSE, NULL},
	{"case", "list|show|history|set|note|reply ...", "look at cases and work on them", cmd_case,
	 FALSE, case_verbs},
	{"queue", "list|show|retry|drop ...", "look at outgoing mail", cmd_queue, FALSE,
	 queue_verbs},
	{"held", "list|show|release|drop ...", "decide about held mail", cmd_held, FALSE,
	 held_verbs},
	{"org", "add|set|list|remove ...", "keep organisations", cmd_org, FALSE, org_verbs},
	{"person", "add|set|list|remove ...", "keep persons", cmd_person, FALSE, person_verbs},
	{"partner", "add|set|list|remove ...", "keep support partners", cmd_partner, FALSE,
	 partner_verbs},
	{"role", "NAME ...", "one process of `run`", cmd_role, TRUE, NULL},
	{NULL, NULL, NULL, NULL, FALSE, NULL},
};

static void
print_help(void)
{
	puts("usage: casemate [-c FILE] [--now RFC3339] COMMAND [ARGUMENT...]\n");
	for (const Command *c = commands; c->name; c++)
		if (!c->is_hidden)
			printf("  %-9s %s\n", c->name, c->summary);
	puts("\n\"casemate COMMAND --help\" shows how a command is used; casemate(1) has it all.");
}

static int
print_command_help(const Command *command)
{
	const char *blank = *command->arguments ? " " : "";
	printf("usage: casemate %s%s%s\n%s\n%s", command->name, blank, command->arguments,
	       command->summary, command->verbs ? command->verbs : "");
	return 0;
}

static const Command *
find_command(const char *name)
{
	for (const Command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static gboolean
wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc && i <= 2; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return TRUE;
	return FALSE;
}

/* --json may stand anywhere; everything after "--" is the command's own. */
static void
take_json(App *app, int *argc, char **argv)
{
	int kept = 0;
	for (int i = 0; i < *argc; i++) {
		if (!strcmp(argv[i], "--")) {
			while (i < *argc)
				argv[kept++] = argv[i++];
			break;
		}
		if (!strcmp(argv[i], "--json"))
			app->json = TRUE;
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;
	*argc = kept;
}

static int
run_command(App *app, int argc, char **argv)
{
	const Command *command = find_command(argv[0]);
	if (!command)
		return app_usage(NULL, "there is no command \"%s\"; \"casemate --help\" lists them",
				 argv[0]);
	if (wants_help(argc, argv))
		return print_command_help(command);
	if (!command->run)
		return app_usage(argv[0], "%s is done by the small program \"casemate\"", argv[0]);
	take_json(app, &argc, argv);
	return command->run(app, argc, argv);
}

/* The program's own options stand before the command. 0: go on; else the status + 1. */
static int
take_options(App *app, int argc, char **argv, int *at)
{
	for (; *at < argc && argv[*at][0] == '-'; (*at)++) {
		const char *option = argv[*at];
		if (!strcmp(option, "--help") || !strcmp(option, "-h")) {
			print_help();
			return 1;
		}
		if (!strcmp(option, "--version")) {
			puts("casemate " CM_VERSION);
			return 1;
		}
		if (strcmp(option, "-c") != 0 && strcmp(option, "--now") != 0)
			return app_usage(NULL, "there is no option %s", option) + 1;
		const char *value = *at + 1 < argc ? argv[++*at] : NULL;
		GError *error = NULL;
		gint64 now_ms;
		if (!value)
			return app_usage(NULL, "the option %s needs a value", option) + 1;
		if (!strcmp(option, "-c"))
			app->config_path = value;
		else if (time_from_rfc3339(value, &now_ms, &error))
			clock_pretend(now_ms);
		else
			return app_fail(error) + 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	App app = {.config_path = DEFAULT_CONFIG};
	int at = 1;
	app_use_commands(commands);
	int stop = take_options(&app, argc, argv, &at);
	if (stop)
		return stop - 1;
	if (at >= argc) {
		print_help();
		return 2;
	}
	int status = run_command(&app, argc - at, argv + at);
	app_clear(&app);
	return status;
}
