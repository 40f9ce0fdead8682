/*
 * casemate: the command line.  The small front that mail servers call (front.c) does
 * `deliver` itself and runs this for everything else.
 */
#include "app/app.h"

#include "app/verbs.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_CONFIG "/etc/casemate/casemate.conf"

static int cmd_help(App *app, int argc, char **argv);
static int cmd_deliver(App *app, int argc, char **argv);

static const Command commands[] = {
	{"init", "", "make the store that the configuration names", cmd_init, 0, NULL},
	{"check", "[--offline] [--json]",
	 "report all faults of configuration, templates, rules, store and relays", cmd_check,
	 KNOWS_JSON, NULL},
	{"run", "", "run the gateway in the foreground", cmd_run, 0, NULL},
	{"work", "[--linger SECONDS]", "handle the mail that waits, then end", cmd_work, 0, NULL},
	{"send", "", "send what is due, then end", cmd_send, 0, NULL},
	{"tick", "", "do what timers make due, then end", cmd_tick, 0, NULL},
	{"deliver", "[-f SENDER] RECIPIENT...", "take one mail on standard input", cmd_deliver, 0,
	 NULL},
	{"lmtp", "--listen ADDRESS:PORT|PATH", "take mail by LMTP", cmd_lmtp, 0, NULL},
	{"audit", "[--json]", "prove that every mail accepted ended as exactly one thing",
	 cmd_audit, KNOWS_JSON, NULL},
	{"parse", "[--json] FILE...", "print how mails are read, storing nothing", cmd_parse,
	 KNOWS_JSON, NULL},
	{"explain", "[-f SENDER] [-r RECIPIENT] [--rules PATH] FILE|FOLDER...",
	 "tell what a mail would do, changing nothing", cmd_explain, 0, NULL},
	{"case", NULL, "look at cases and work on them", NULL, 0, case_verbs},
	{"queue", NULL, "look at outgoing mail", NULL, 0, queue_verbs},
	{"held", NULL, "decide about held mail", NULL, 0, held_verbs},
	{"org", NULL, "keep organisations", NULL, 0, org_verbs},
	{"person", NULL, "keep persons", NULL, 0, person_verbs},
	{"partner", NULL, "keep support partners", NULL, 0, partner_verbs},
	{"help", "[COMMAND [VERB]]", "how a command is used", cmd_help, 0, NULL},
	{"role", "NAME ...", "one process of `run`", cmd_role, IS_HIDDEN, NULL},
	{NULL, NULL, NULL, NULL, 0, NULL},
};

static const Command *
find_command(const char *name)
{
	for (const Command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static int
no_such_command(const App *app, const char *name)
{
	return app_usage(app, "there is no command \"%s\"; \"casemate help\" lists them", name);
}

static void
print_commands(void)
{
	puts("usage: casemate [-c FILE] [--now RFC3339] COMMAND [ARGUMENT...]\n");
	for (const Command *c = commands; c->name; c++)
		if (!(c->flags & IS_HIDDEN))
			printf("  %-9s %s\n", c->name, c->summary);
	puts("\n\"casemate help COMMAND\" shows how a command is used; casemate(1) has it all.");
}

static void
print_verbs(const Command *command)
{
	g_autofree char *names = verbs_names(command->verbs, "|");
	printf("usage: casemate %s %s ...\n%s\n", command->name, names, command->summary);
	for (const Verb *verb = command->verbs; verb->name; verb++)
		fputs(verb->usage, stdout);
}

/* All commands, one of them, or one verb of it, as far as they are named. */
static int
print_help(App *app, const char *name, const char *verb_name)
{
	const Command *command = name ? find_command(name) : NULL;
	if (name && !command)
		return no_such_command(app, name);
	const Verb *verb = command && command->verbs && verb_name
				   ? verbs_find(command->verbs, verb_name)
				   : NULL;
	if (verb)
		printf("usage: casemate %s", verb->usage + strspn(verb->usage, " "));
	else if (command && command->verbs)
		print_verbs(command);
	else if (command)
		printf("usage: casemate %s%s%s\n%s\n", command->name,
		       *command->arguments ? " " : "", command->arguments, command->summary);
	else
		print_commands();
	return 0;
}

static int
cmd_help(App *app, int argc, char **argv)
{
	return print_help(app, argc > 1 ? argv[1] : NULL, argc > 2 ? argv[2] : NULL);
}

static int
cmd_deliver(App *app, int argc, char **argv)
{
	(void)argc;
	return app_usage(app, "%s is done by the small program \"casemate\"", argv[0]);
}

static gboolean
wants_help(char **argv)
{
	for (; *argv && strcmp(*argv, "--") != 0; argv++)
		if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h"))
			return TRUE;
	return FALSE;
}

static int
run_command(App *app, int argc, char **argv)
{
	if (wants_help(argv))
		return print_help(app, argv[0], argc > 1 ? argv[1] : NULL);
	app->command = find_command(argv[0]);
	if (!app->command)
		return no_such_command(app, argv[0]);
	return app->command->verbs ? verbs_run(app, argc, argv)
				   : app->command->run(app, argc, argv);
}

/* The program's own options stand before the command. 0: go on; else the status + 1. */
static int
take_options(App *app, int argc, char **argv, int *at)
{
	for (; *at < argc && argv[*at][0] == '-'; (*at)++) {
		const char *option = argv[*at];
		if (!strcmp(option, "--help") || !strcmp(option, "-h")) {
			print_commands();
			return 1;
		}
		if (!strcmp(option, "--version")) {
			puts("casemate " CM_VERSION);
			return 1;
		}
		if (strcmp(option, "-c") != 0 && strcmp(option, "--now") != 0)
			return app_usage(app, "there is no option %s before a command", option) + 1;
		const char *value = *at + 1 < argc ? argv[++*at] : NULL;
		GError *error = NULL;
		gint64 now_ms;
		if (!value)
			return app_usage(app, "the option %s needs a value", option) + 1;
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
	int stop = take_options(&app, argc, argv, &at);
	if (stop)
		return stop - 1;
	if (at >= argc) {
		print_commands();
		return 2;
	}
	int status = run_command(&app, argc - at, argv + at);
	app_clear(&app);
	return status;
}
