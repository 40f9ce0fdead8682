/*
 * casemate: the command line.  The small front that mail servers call (front.c) does
 * `deliver` itself and runs this for everything else.
 */
#include "app/app.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_CONFIG "/etc/casemate/casemate.conf"

static const Command commands[] = {
	{"init", "", "make the store that the configuration names", cmd_init, FALSE},
	{"check", "[--offline]",
	 "report all faults of configuration, templates, rules, store and relays", cmd_check,
	 FALSE},
	{"run", "", "run the gateway in the foreground", cmd_run, FALSE},
	{"work", "[--linger SECONDS]", "handle the mail that waits, then end", cmd_work, FALSE},
	{"send", "", "send what is due, then end", cmd_send, FALSE},
	{"tick", "", "do what timers make due, then end", cmd_tick, FALSE},
	{"deliver", "[-f SENDER] RECIPIENT...", "take one mail on standard input", NULL, FALSE},
	{"lmtp", "--listen ADDRESS:PORT|PATH", "take mail by LMTP", cmd_lmtp, FALSE},
	{"audit", "[--json]", "prove that every mail accepted ended as exactly one thing",
	 cmd_audit, FALSE},
	{"parse", "--json FILE...", "print how mails are read, storing nothing", cmd_parse, FALSE},
	{"explain", "[-f SENDER] [-r RECIPIENT] [--rules DIR] FILE|FOLDER...",
	 "tell what a mail would do, changing nothing", cmd_explain, FALSE},
	{"case", "list|show|history|set|note|reply ...", "look at cases and work on them", cmd_case,
	 FALSE},
	{"queue", "list|show|retry|drop ...", "look at outgoing mail", cmd_queue, FALSE},
	{"held", "list|show|release|drop ...", "decide about held mail", cmd_held, FALSE},
	{"org", "add|set|list|remove ...", "keep organisations", cmd_org, FALSE},
	{"person", "add|set|list|remove ...", "keep persons", cmd_person, FALSE},
	{"partner", "add|set|list|remove ...", "keep support partners", cmd_partner, FALSE},
	{"role", "NAME ...", "one process of `run`", cmd_role, TRUE},
	{NULL, NULL, NULL, NULL, FALSE},
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
	printf("usage: casemate %s %s\n%s\n", command->name, command->arguments, command->summary);
	return 0;
}

static const Command *
find_command(const char *name)
{
	for (const Command *c = commands; c->name; c++)
		if (!strcmp(c->name, name) && c->run)
			return c;
	return NULL;
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
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return print_command_help(command);
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
		const char *value = *at + 1 < argc ? argv[++*at] : NULL;
		GError *error = NULL;
		gint64 now_ms;
		if (!value)
			return app_usage(NULL, "the option %s needs a value", option) + 1;
		if (!strcmp(option, "-c"))
			app->config_path = value;
		else if (strcmp(option, "--now") != 0)
			return app_usage(NULL, "there is no option %s", option) + 1;
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
