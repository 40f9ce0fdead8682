/*
 * casemate: the command line.  The small front that mail servers call (front.c) does
 * `deliver` itself and runs this for everything else.
 */
#include "app/actions.h"
#include "app/options.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_CONFIG "/etc/casemate/casemate.conf"

static int cmd_help(App *app, int argc, char **argv);
static int cmd_deliver(App *app, int argc, char **argv);

static const Subcommand commands[] = {
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
	{"case", NULL, "look at cases and work on them", NULL, 0, case_actions},
	{"queue", NULL, "look at outgoing mail", NULL, 0, queue_actions},
	{"held", NULL, "decide about held mail", NULL, 0, held_actions},
	{"report", NULL, "figures over many cases", NULL, 0, report_actions},
	{"org", NULL, "keep organisations", NULL, 0, org_actions},
	{"person", NULL, "keep persons", NULL, 0, person_actions},
	{"partner", NULL, "keep support partners", NULL, 0, partner_actions},
	{"help", "[COMMAND [VERB]]", "how a command is used", cmd_help, 0, NULL},
	{"role", "NAME ...", "one process of `run`", cmd_role, IS_HIDDEN, NULL},
	{NULL, NULL, NULL, NULL, 0, NULL},
};

static const Subcommand *
find_command(const char *name)
{
	for (const Subcommand *c = commands; c->name; c++)
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
	for (const Subcommand *c = commands; c->name; c++)
		if (!(c->flags & IS_HIDDEN))
			printf("  %-9s %s\n", c->name, c->summary);
	puts("\n\"casemate help COMMAND\" shows how a command is used; casemate(1) has it all.");
}

static void
print_actions(const Subcommand *command)
{
	g_autofree char *names = actions_names(command->actions, "|");
	printf("usage: casemate %s %s ...\n%s\n", command->name, names, command->summary);
	for (const Action *action = command->actions; action->name; action++)
		fputs(action->usage, stdout);
}

/* All commands, one of them, or one action of it, as far as they are named. */
static int
print_help(App *app, const char *name, const char *action_name)
{
	const Subcommand *command = name ? find_command(name) : NULL;
	if (name && !command)
		return no_such_command(app, name);
	const Action *action = command && command->actions && action_name
				       ? actions_find(command->actions, action_name)
				       : NULL;
	if (action)
		printf("usage: casemate %s", action->usage + strspn(action->usage, " "));
	else if (command && command->actions)
		print_actions(command);
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
	return app->command->actions ? actions_run(app, argc, argv)
				     : app->command->run(app, argc, argv);
}

/* The program's own options. */
typedef struct OwnOptions {
	const char *config;
	const char *now;
	gboolean help;
	gboolean version;
} OwnOptions;

/* Obeys them; FALSE, and the exit status, if that was all. */
static gboolean
use_options(App *app, const OwnOptions *given, gboolean has_command, int *status_out)
{
	GError *error = NULL;
	gint64 now_ms = 0;
	*status_out = 0;
	if (given->version) {
		puts("casemate " CM_VERSION);
		return FALSE;
	}
	if (given->help || !has_command) {
		print_commands();
		*status_out = given->help ? 0 : EXIT_USAGE;
		return FALSE;
	}
	if (given->config)
		app->config_path = given->config;
	if (!given->now)
		return TRUE;
	if (!time_from_rfc3339(given->now, &now_ms, &error)) {
		*status_out = app_fail(error);
		return FALSE;
	}
	clock_pretend(now_ms);
	return TRUE;
}

int
main(int argc, char **argv)
{
	App app = {.config_path = DEFAULT_CONFIG};
	OwnOptions given = {0};
	const Option known[] = {
		{"-c", &given.config, NULL},         {"--now", &given.now, NULL},
		{"--help", NULL, &given.help},       {"-h", NULL, &given.help},
		{"--version", NULL, &given.version}, {NULL, NULL, NULL},
	};
	GError *error = NULL;
	int at = 1, status;
	if (!options_take_leading(known, argc, argv, &at, &error))
		return app_wrong(&app, error);
	if (use_options(&app, &given, at < argc, &status))
		status = run_command(&app, argc - at, argv + at);
	app_clear(&app);
	return status;
}
