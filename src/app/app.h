/*
 * The command line's common ground: where the settings are, what has been read of them,
 * and the table of commands.
 */
#ifndef CM_APP_APP_H
#define CM_APP_APP_H

#include "app/config.h"
#include "app/datafiles.h"
#include "store/store.h"
#include "work/handle.h"

#include <glib.h>

/** One run of the program. Everything below `config_path` is read when first needed. */
typedef struct App {
	const char *config_path; /**< -c FILE, else /etc/casemate/casemate.conf */
	gboolean json;           /**< --json */
	char *home;              /**< the folder with the data files */
	Config *config;
	Templates *templates;
	RuleSet *rules;
	MailTables *tables;
	Knowledge know; /**< what the path needs of all that, borrowed from here */
	Store *store;
} App;

/** A command: `argv[0]` is its name, options of the program are gone. The exit status. */
typedef int (*CommandRun)(App *app, int argc, char **argv);

typedef struct Command {
	const char *name;
	const char *arguments; /**< as shown in help: "list|show NUMBER" */
	const char *summary;   /**< one line */
	CommandRun run;
	gboolean is_hidden; /**< for ourselves: not in help */
	const char *verbs;  /**< how each of its verbs is used, whole lines; NULL: it has none */
} Command;

/** Tells app_usage() which commands there are: up to one without name. (transfer none) */
void app_use_commands(const Command *table);

/** Each reads what it is named after; FALSE says why. */
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_home(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_config(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_knowledge(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_store(App *app, GError **error);
/** The schema steps of the store's engine. Needs the home. (transfer full) */
char *app_schema_dir(const App *app);
/** The program's own path, for running it anew. (transfer full) */
char *app_program_path(void);
void app_clear(App *app);

/** Prints "casemate: SENTENCE" to standard error and frees it; 75 if trying again helps, else
 *  1. */
int app_fail(GError *error);
/** The same for a wrong call; shows how the command is used. 2. */
int app_usage(const char *command, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** A PartSink that writes to the FILE given as user data. */
gboolean app_write_piece(const char *bytes, gsize length, gpointer file);

/** Prints a line of JSON, or indented for a terminal. */
void app_print_js(const Js *js);

int cmd_init(App *app, int argc, char **argv);
int cmd_check(App *app, int argc, char **argv);
int cmd_run(App *app, int argc, char **argv);
int cmd_role(App *app, int argc, char **argv);
int cmd_work(App *app, int argc, char **argv);
int cmd_send(App *app, int argc, char **argv);
int cmd_tick(App *app, int argc, char **argv);
int cmd_lmtp(App *app, int argc, char **argv);
int cmd_audit(App *app, int argc, char **argv);
int cmd_parse(App *app, int argc, char **argv);
int cmd_explain(App *app, int argc, char **argv);
int cmd_case(App *app, int argc, char **argv);
int cmd_queue(App *app, int argc, char **argv);
int cmd_held(App *app, int argc, char **argv);
int cmd_org(App *app, int argc, char **argv);
int cmd_person(App *app, int argc, char **argv);
int cmd_partner(App *app, int argc, char **argv);

#endif
