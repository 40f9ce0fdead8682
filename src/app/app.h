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

/** Exit statuses of all commands but `deliver`. */
enum { EXIT_PERM = 1, EXIT_USAGE = 2, EXIT_TEMP = 75 };

typedef struct Subcommand Subcommand;
typedef struct Action Action;

/** One run of the program. Everything from `home` on is read when first needed. */
typedef struct App {
	const char *config_path;   /**< -c FILE, else /etc/casemate/casemate.conf */
	const Subcommand *command; /**< what is run; NULL: not known yet */
	const Action *action;      /**< of that command; NULL: it has none */
	gboolean json;             /**< --json */
	char *home;                /**< the folder with the data files */
	Config *config;
	Templates *templates;
	RuleSet *rules;
	MailTables *tables;
	Words *words;
	Secrets *secrets;
	LanguageGuess *languages;
	Knowledge know; /**< what the path needs of all that, borrowed from here */
	Store *store;
} App;

/** Does a command: `argv[0]` is its name, `argv[1]` its action if it has actions; options of the
 *  program are gone. The exit status. */
typedef int (*CommandRun)(App *app, int argc, char **argv);

/** Of commands and actions. */
enum {
	KNOWS_JSON = 1, /**< prints JSON with --json */
	TAKES_TEXT = 2, /**< its words may be of any length and have several lines */
	IS_HIDDEN = 4,  /**< for ourselves: not in help */
};

/** What a command with actions can do. Tables end with a NULL name. */
struct Action {
	const char *name;
	const char *usage; /**< whole lines: how it is used, and what it does */
	CommandRun run;
	gboolean (*run_on_row)(App *app, gint64 id, GError **error); /**< in its place, for what
									  takes a number alone */
	guint flags;
};

struct Subcommand {
	const char *name;
	const char *arguments; /**< as shown in help; NULL if it has actions */
	const char *summary;   /**< one line */
	CommandRun run;        /**< NULL if it has actions */
	guint flags;
	const Action *actions; /**< NULL: none; else the first is meant where none is named */
};

/** All their names, "list, show, drop" with ", " between them. (transfer full) */
char *actions_names(const Action *actions, const char *between);
/** NULL if there is none of this name. (transfer none) */
const Action *actions_find(const Action *actions, const char *name);

/** Each reads what it is named after; FALSE says why. Knowledge is what handling mail takes:
 *  rules, pattern tables and templates. */
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_home(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_config(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_templates(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_secrets(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_knowledge(App *app, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean app_need_store(App *app, GError **error);
/** FALSE with the first of the faults (char*), and how many more there are, if there are any. */
G_GNUC_WARN_UNUSED_RESULT gboolean app_no_faults(const GPtrArray *faults, GError **error);
/** The schema steps of the store's engine. Needs the home. (transfer full) */
char *app_schema_dir(const App *app);
/** The program's own path, for running it anew. (transfer full) */
char *app_program_path(void);
void app_clear(App *app);

/** Prints "casemate: SENTENCE" to standard error and frees it; 75 if trying again helps, else
 *  1. */
int app_fail(GError *error);
/** The same for a wrong call; shows how the command is used. 2. */
int app_usage(const App *app, const char *format, ...) G_GNUC_PRINTF(2, 3);
int app_wrong(const App *app, GError *error);

/** A PartSink that writes to the FILE given as user data. */
gboolean app_write_piece(const char *bytes, gsize length, gpointer file);

/** Prints a line of JSON, or indented for a terminal. */
void app_print_js(const Js *js);
/** Ends a command that lists: prints the members `columns` of each object as a table, or with
 *  --json all of them; where `list` is NULL, the error. The exit status. */
int app_print_list(const App *app, const Js *list, const char *const *columns, GError *error);

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

extern const Action case_actions[];
extern const Action queue_actions[];
extern const Action report_actions[];
extern const Action held_actions[];
extern const Action org_actions[];
extern const Action person_actions[];
extern const Action partner_actions[];

#endif
