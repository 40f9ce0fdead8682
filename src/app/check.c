/*
 * Checks beyond the configuration file itself.  Each goes on after a fault, so that
 * one run names them all.
 */
#include "app/check.h"

#include "app/datafiles.h"
#include "app/datafolder.h"
#include "base/error.h"
#include "store/people.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A relay that takes longer than this is as good as down for somebody who waits. */
#define RELAY_CHECK_S 15

static void G_GNUC_PRINTF(2, 3) add_fault(GPtrArray *faults, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(faults, g_strdup_vprintf(format, args));
	va_end(args);
}

RuleSet *
check_data(const char *home, const Config *config, GPtrArray *faults)
{
	g_autoptr(MailTables) tables = datafiles_tables(home, config, faults);

	g_autoptr(Words) words = datafiles_words(home, config, faults);

	g_autoptr(Secrets) secrets = datafiles_secrets(home, config, faults);

	(void)tables;
	(void)words;
	(void)secrets;
	datafiles_free_mail(home, config, faults);
	check_templates(home, config, faults);
	return datafiles_rules(home, config, faults);
}

static void
add_ignored(GPtrArray *list, const char *folder, const char *const *endings)
{
	g_autoptr(GPtrArray) names = folder ? data_folder_ignored(folder, endings) : NULL;
	g_autofree char *known = g_strjoinv(" or ", (char **)unconst(endings));

	for (guint i = 0; names && i < names->len; i++)
		g_ptr_array_add(list, g_strdup_printf("%s/%s: ignored: its name doesn't end in %s",
						      folder, (char *)names->pdata[i], known));
}

GPtrArray *
check_ignored(const Config *config)
{
	static const char *const rules[] = {".conf", ".table", ".words", ".secrets", ".list", NULL};
	static const char *const types[] = {".conf", NULL};
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	add_ignored(list, config->rules_dir, rules);
	if (g_strcmp0(config->types_dir, config->rules_dir) != 0)
		add_ignored(list, config->types_dir, types);
	return list;
}

/* Mail is nobody else's business. A file that isn't there is no fault here. */
static void
check_mode(const char *path, GPtrArray *faults)
{
	struct stat status;

	if (stat(path, &status) != 0) {
		if (errno != ENOENT)
			add_fault(faults, "%s: %s", path, g_strerror(errno));
		return;
	}
	if (status.st_mode & S_IRWXO)
		add_fault(faults, "%s: everybody may look into it (mode %03o): chmod o-rwx %s",
			  path, (guint)status.st_mode & 0777, path);
	if (access(path, R_OK | W_OK) != 0)
		add_fault(faults, "%s: %s: let the user that runs casemate own it", path,
			  g_strerror(errno));
}

static void
check_modes(const Config *config, GPtrArray *faults)
{
	static const char *const inside[] = {"casemate.db", "big"};

	check_mode(config->store_dir, faults);
	for (gsize i = 0; i < G_N_ELEMENTS(inside); i++) {
		g_autofree char *path = g_build_filename(config->store_dir, inside[i], NULL);

		check_mode(path, faults);
	}
	check_mode(config->deliver_spool, faults);
}

/* FALSE: nothing more can be read from it. */
static gboolean
check_contents(Store *store, const char *home, GPtrArray *faults)
{
	g_autofree char *schema = datafiles_schema_dir(home);
	g_autoptr(GError) error = NULL;
	g_autofree char *wrong = NULL;
	g_auto(GStrv) lines = NULL;

	if (!store_check_schema(store, schema, &error)) {
		add_fault(faults, "%s", error->message);
		return FALSE;
	}
	wrong = store_check(store);
	lines = g_strsplit(wrong ? wrong : "", "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line)
			add_fault(faults, "%s: %s", store_dir(store), *line);
	return wrong == NULL;
}

typedef struct StaffCheck {
	Store *store;
	GPtrArray *faults;
} StaffCheck;

/* A rule can't be refused for this when it is read, for people come and go. */
static void
check_assignee(const char *assignee, const char *desk, const char *where, gpointer data)
{
	const StaffCheck *check = data;
	g_autoptr(GError) error = NULL;
	gboolean is_staff = FALSE;

	if (!person_is_staff(check->store, assignee, desk, &is_staff, &error))
		add_fault(check->faults, "%s", error->message);
	else if (!is_staff)
		add_fault(check->faults,
			  "%s: %s is not on the staff of %s%s: take somebody who is, or "
			  "\"casemate person add %s role=staff desk=%s\"",
			  where, assignee, desk ? "desk " : "any desk", desk ? desk : "", assignee,
			  desk ? desk : "NAME");
}

void
check_store(const char *home, const Config *config, const RuleSet *rules, GPtrArray *faults)
{
	g_autoptr(Store) store = NULL;
	g_autoptr(GError) error = NULL;

	if (*config->store_dir == '\0')
		return;
	if (access(config->store_dir, R_OK | W_OK | X_OK) != 0) {
		int why = errno;
		gboolean is_folder = g_file_test(config->store_dir, G_FILE_TEST_IS_DIR);
		add_fault(faults, "%s: %s", config->store_dir,
			  why == ENOENT   ? "there is no store: \"casemate init\" makes it"
			  : !is_folder    ? "it is no folder, and no store can be there"
			  : why == EACCES ? "permission denied: run casemate as the user "
					    "that owns the store"
					  : g_strerror(why));
		return;
	}
	check_modes(config, faults);
	store = store_open_read_only(config->store_dir, &error);
	if (store == NULL)
		add_fault(faults, "%s", error->message);
	else if (check_contents(store, home, faults))
		rule_set_each_assignee(rules, check_assignee,
				       &(StaffCheck){.store = store, .faults = faults});
}

/* The nearest folder above that is there must let us make the rest. */
static void
check_can_make(const char *path, GPtrArray *faults)
{
	g_autofree char *at = g_strdup(path);

	while (!g_file_test(at, G_FILE_TEST_EXISTS)) {
		char *above = g_path_get_dirname(at);

		g_free(at);
		at = above;
	}
	if (access(at, W_OK | X_OK) != 0)
		add_fault(faults, "%s: can't be written, for %s: %s", path, at, g_strerror(errno));
}

static void
check_relays(const Config *config, GPtrArray *faults)
{
	for (guint i = 0; i < config->send.relays->len; i++) {
		const SendRelay *relay = g_ptr_array_index(config->send.relays, i);
		const char *place = g_ptr_array_index(config->relay_places, i);
		g_autoptr(GError) error = NULL;

		if (relay->host && !smtp_relay_check(relay, RELAY_CHECK_S, &error))
			add_fault(faults, "%s: relay %s can't be used now: %s", place, relay->host,
				  error->message);
	}
}

void
check_ways_out(const Config *config, GPtrArray *faults)
{
	if (config->send.via == SEND_VIA_SMTP)
		check_relays(config, faults);
	else if (config->send.via == SEND_VIA_MAILDIR && config->send.maildir)
		check_can_make(config->send.maildir, faults);
}
