/*
 * `run`: the supervisor with the gateway's sockets and pipes, and `role`: one of its
 * children.
 */
#include "app/options.h"
#include "app/roles.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "wire/listen.h"
#include "work/auditor.h"
#include "work/role.h"
#include "work/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>

/* What the supervisor holds, so that a dead child loses no connection and no wake-up. */
typedef struct Gateway {
	GArray *listening; /* of int */
	int to_worker[2];
	int to_sender[2];
} Gateway;

static gboolean
open_pipe(int fds[2], GError **error)
{
	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) == 0)
		return TRUE;
	return error_temp(error, "cannot make a pipe: %s", g_strerror(errno));
}

static gboolean
listen_on(Gateway *gateway, const char *where, GError **error)
{
	int fd = listen_open(where, error);
	if (fd < 0)
		return FALSE;
	g_array_append_val(gateway->listening, fd);
	return TRUE;
}

/* The sockets of systemd come first; what the configuration names is added. */
static gboolean
gateway_open(Gateway *gateway, const Config *config, GError **error)
{
	gateway->listening = listen_inherited();
	for (guint i = 0; i < config->lmtp_listen->len; i++)
		if (!listen_on(gateway, config->lmtp_listen->pdata[i], error))
			return FALSE;
	return listen_on(gateway, config->deliver_socket, error) &&
	       open_pipe(gateway->to_worker, error) && open_pipe(gateway->to_sender, error);
}

static char *
fd_text(int fd)
{
	return g_strdup_printf("%d", fd);
}

static gboolean
supervise(App *app, const Gateway *gateway, GError **error)
{
	const int *listening = (const int *)(gconstpointer)gateway->listening->data;
	guint n_listening = gateway->listening->len;
	g_autofree int *acceptor_fds = g_new(int, n_listening + 1);
	g_autoptr(GPtrArray) acceptor_args = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(acceptor_args, g_strdup("--wake"));
	g_ptr_array_add(acceptor_args, fd_text(gateway->to_worker[1]));
	for (guint i = 0; i < n_listening; i++) {
		acceptor_fds[i] = listening[i];
		g_ptr_array_add(acceptor_args, g_strdup("--listening"));
		g_ptr_array_add(acceptor_args, fd_text(listening[i]));
	}
	g_ptr_array_add(acceptor_args, NULL);
	acceptor_fds[n_listening] = gateway->to_worker[1];
	g_autofree char *worker_in = fd_text(gateway->to_worker[0]);
	g_autofree char *worker_out = fd_text(gateway->to_sender[1]);
	g_autofree char *sender_in = fd_text(gateway->to_sender[0]);
	const char *worker_args[] = {"--waits", worker_in, "--wake", worker_out, NULL};
	const char *sender_args[] = {"--waits", sender_in, NULL};
	const char *auditor_args[] = {NULL};
	const int worker_fds[] = {gateway->to_worker[0], gateway->to_sender[1]};
	const int sender_fds[] = {gateway->to_sender[0]};
	const Role roles[] = {
		{"acceptor", (const char *const *)(gconstpointer)acceptor_args->pdata, acceptor_fds,
		 n_listening + 1},
		{"worker", worker_args, worker_fds, G_N_ELEMENTS(worker_fds)},
		{"sender", sender_args, sender_fds, G_N_ELEMENTS(sender_fds)},
		{"auditor", auditor_args, NULL, 0},
	};
	g_autofree char *program = app_program_path();
	const SupervisorOptions options = {program, app->config_path, roles, G_N_ELEMENTS(roles)};
	return supervisor_run(&options, error);
}

/* Opens the store once before the children do, so that a schema step happens alone and its
 * refusal is said at once. */
static gboolean
try_store(App *app, GError **error)
{
	if (!app_need_store(app, error))
		return FALSE;
	g_clear_pointer(&app->store, store_close);
	return TRUE;
}

int
cmd_run(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Gateway gateway = {0};
	if (!options_take(app, NULL, 1, &argc, argv, &error))
		return app_wrong(app, error);
	if (!app_need_knowledge(app, &error) || !try_store(app, &error))
		return app_fail(error);
	int lock = role_lock(app->config->store_dir, RUN_LOCK, &error);
	if (lock == ROLE_TAKEN)
		error_perm(&error, "a gateway is running on the store %s already",
			   app->config->store_dir);
	if (lock < 0 || !role_check_old_spool(app, &error) ||
	    !role_write_deliver_settings(app, &error) ||
	    !gateway_open(&gateway, app->config, &error) || !supervise(app, &gateway, &error))
		return app_fail(error);
	return 0;
}

/* The descriptors and flags a child was given. */
typedef struct RoleArguments {
	GArray *listening;
	int waits;
	int wake;
	gboolean after_fault;
} RoleArguments;

static gboolean
take_role_arguments(int argc, char **argv, RoleArguments *out)
{
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--after-fault")) {
			out->after_fault = TRUE;
			continue;
		}
		gint64 number;
		if (i + 1 >= argc || !text_to_int(argv[i + 1], 0, G_MAXINT, &number))
			return FALSE;
		int fd = (int)number;
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		if (!strcmp(argv[i], "--listening"))
			g_array_append_val(out->listening, fd);
		else if (!strcmp(argv[i], "--waits"))
			out->waits = fd;
		else if (!strcmp(argv[i], "--wake"))
			out->wake = fd;
		else
			return FALSE;
		i++;
	}
	return TRUE;
}

static gboolean
play_acceptor(App *app, const char *schema, const RoleArguments *given, GError **error)
{
	AcceptorOptions options;
	/* Again, for `run` may have started it anew because the settings changed. */
	if (!role_write_deliver_settings(app, error))
		return FALSE;
	role_acceptor_options(app, schema, &options);
	options.listen_fds = (const int *)(gconstpointer)given->listening->data;
	options.n_listen_fds = given->listening->len;
	options.wake_fd = given->wake;
	return acceptor_run(&options, error);
}

static gboolean
play_worker(App *app, const char *schema, const RoleArguments *given, GError **error)
{
	WorkerOptions options;
	if (!app_need_knowledge(app, error))
		return FALSE;
	role_worker_options(app, schema, &options);
	options.wake_fd = given->waits;
	options.wake_sender_fd = given->wake;
	options.last_death = given->after_fault ? DEATH_FAULT : DEATH_NONE;
	/* The acceptor's clients wait, the worker's mail does not mind: whatever class this
	 * program was started in, the worker is a background job. */
	const struct sched_param none = {0};
	sched_setscheduler(0, SCHED_BATCH, &none);
	setpriority(PRIO_PROCESS, 0, (int)app->config->worker_nice);
	return worker_run(&options, error);
}

static gboolean
play_sender(App *app, const char *schema, const RoleArguments *given, GError **error)
{
	SenderOptions options;
	role_sender_options(app, schema, &options);
	options.wake_fd = given->waits;
	if (sender_run(&options) == 0)
		return TRUE;
	return error_temp(error, "the sender could not work");
}

static gboolean
play_auditor(App *app, const char *schema, const RoleArguments *given, GError **error)
{
	(void)schema;
	(void)given;
	(void)error;
	auditor_run(app->config->store_dir);
}

static gboolean
try_settings(App *app, const char *schema, const RoleArguments *given, GError **error)
{
	(void)schema;
	(void)given;
	return app_need_knowledge(app, error) && role_check_old_spool(app, error);
}

int
cmd_role(App *app, int argc, char **argv)
{
	static const struct {
		const char *name;
		gboolean (*play)(App *, const char *, const RoleArguments *, GError **);
	} roles[] = {{"acceptor", play_acceptor},
		     {"worker", play_worker},
		     {"sender", play_sender},
		     {"auditor", play_auditor},
		     {SUPERVISOR_TRIAL_ROLE, try_settings}};
	g_autoptr(GArray) listening = g_array_new(FALSE, FALSE, sizeof(int));
	RoleArguments given = {.listening = listening, .waits = -1, .wake = -1};
	GError *error = NULL;
	if (argc < 2 || !take_role_arguments(argc, argv, &given))
		return app_usage(app, "role is for casemate itself; \"casemate run\" starts it");
	if (!app_need_config(app, &error))
		return app_fail(error);
	g_autofree char *schema = app_schema_dir(app);
	for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
		if (strcmp(roles[i].name, argv[1]) != 0)
			continue;
		log_set_role(roles[i].name);
		return roles[i].play(app, schema, &given, &error) ? 0 : app_fail(error);
	}
	return app_usage(app, "there is no role \"%s\"", argv[1]);
}

int
cmd_lmtp(App *app, int argc, char **argv)
{
	GError *error = NULL;
	const char *where = NULL;
	const Option known[] = {{"--listen", &where, NULL}, {NULL, NULL, NULL}};
	if (!options_take(app, known, 1, &argc, argv, &error))
		return app_wrong(app, error);
	if (!where)
		return app_usage(app, "say where to listen, as ADDRESS:PORT or as a path");
	if (!app_need_config(app, &error) || !app_need_store(app, &error))
		return app_fail(error);
	g_clear_pointer(&app->store, store_close);
	g_autoptr(GArray) listening = listen_inherited();
	int fd = listening->len ? -1 : listen_open(where, &error);
	if (error)
		return app_fail(error);
	if (fd >= 0)
		g_array_append_val(listening, fd);
	log_set_role("lmtp");
	g_autofree char *schema = app_schema_dir(app);
	AcceptorOptions options;
	role_acceptor_options(app, schema, &options);
	options.listen_fds = (const int *)(gconstpointer)listening->data;
	options.n_listen_fds = listening->len;
	options.checkpoints = TRUE;
	return acceptor_run(&options, &error) ? 0 : app_fail(error);
}
