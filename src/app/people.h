/*
 * What `org`, `person` and `partner` have in common: three kinds, and what only the
 * configuration tells of their values.
 */
#ifndef CM_APP_PEOPLE_H
#define CM_APP_PEOPLE_H

#include "app/options.h"

typedef gboolean (*PeopleChange)(App *app, const char *name, const char *const *sets,
				 GError **error);

typedef struct Kind {
	const char *command;
	const char *what; /**< what the name is */
	const char *key;  /**< what it is called as a column */
	PeopleChange add;
	PeopleChange set;
	gboolean (*check_names)(const char *const *sets, GError **error);
	gboolean (*find)(Store *store, const char *name, gint64 *id_out, GError **error);
	gboolean (*remove)(Store *store, const char *name, GError **error);
	Js *(*list)(Store *store, GError **error);
	const char *const *columns;
} Kind;

/** That of the command. (transfer none) */
const Kind *people_kind(const App *app);

/** What is asked about the welcome mail. */
typedef enum Welcome {
	WELCOME_BY_DEFAULT,
	WELCOME_NOW,
	WELCOME_NEVER,
} Welcome;

/** Sees to it for an organisation's members or a person, within the transaction in which the
 *  values were set; `more_out` if there are members left for the next one. */
G_GNUC_WARN_UNUSED_RESULT gboolean people_welcome(App *app, const Kind *kind, const char *name,
						  Welcome welcome, gboolean is_new_member,
						  gboolean *more_out, GError **error);

/** Takes the words of an action about one of a kind; FALSE, and the exit status, if they are
 *  wrong. `known` is nullable. */
gboolean people_take_words(App *app, const Option *known, int max_words, int *argc, char **argv,
			   int *status_out);

/** Takes the options about it along with the words, where the command knows them. FALSE, and the
 *  exit status, if they are wrong. */
gboolean people_take_welcome(App *app, int max_words, int *argc, char **argv, Welcome *welcome_out,
			     int *status_out);

/** The action `import`. */
int people_import(App *app, int argc, char **argv);

/** Whether the name and values (name, value, ..., NULL) go with the configuration: desks there
 *  are, spelt as it has them; addresses that are no desk's; domains that are a company's own. */
G_GNUC_WARN_UNUSED_RESULT gboolean people_fit(const App *app, const char *name, char **sets,
					      GError **error);

#endif
