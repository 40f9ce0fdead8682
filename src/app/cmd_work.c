/*
 * `work`, `send` and `tick`: each does what is due and ends, for cron and for tests.
 */
#include "app/options.h"
#include "app/roles.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "work/role.h"
#include "work/supervisor.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Deaths in a row by mail in hand; each one brings a message nearer to quarantine. */
#define DEATHS_AT_MOST 1000
#define LINGER_MAX_S   86400

/* The worker parses hostile bytes, so even here a child does the work. */
static int
work_in_child(const WorkerOptions *options)
{
	pid_t pid = fork();
	if (pid == 0) {
		g_autoptr(GError) failure = NULL;
		/* Who ends `work` ends the worker. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		log_set_role("worker");
		if (worker_run(options, &failure))
			_exit(0);
		log_error("%s", failure->message);
		_exit(g_error_matches(failure, CM_ERROR, CM_ERROR_TEMP) ? 75 : 1);
	}
	int status = 0;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 ? status : 75 << 8;
}

static int
work_until_done(WorkerOptions *options)
{
	for (int deaths = 0; deaths < DEATHS_AT_MOST; deaths++) {
		int status = work_in_child(options);
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		g_autofree char *how = death_words(status);
		log_warn("the worker died by %s", how);
		if (death_of(status) != DEATH_FAULT)
			return 75;
		options->last_death = DEATH_FAULT;
	}
	return 75;
}

static int
work(App *app, gint64 linger_s)
{
	GError *error = NULL;
	if (!app_need_knowledge(app, &error) || !app_need_store(app, &error))
		return app_fail(error);
	g_clear_pointer(&app->store, store_close); /* a handle must not cross the fork */
	g_autofree char *schema = app_schema_dir(app);
	WorkerOptions options;
	role_worker_options(app, schema, &options);
	options.linger_ms = linger_s * 1000;
	return work_until_done(&options);
}

int
cmd_work(App *app, int argc, char **argv)
{
	GError *error = NULL;
	const char *linger = NULL;
	gint64 linger_s = 0;
	const Option known[] = {{"--linger", &linger, NULL}, {NULL, NULL, NULL}};
	if (!options_take(app, known, 1, &argc, argv, &error))
		return app_wrong(app, error);
	if (linger && !text_to_int(linger, 0, LINGER_MAX_S, &linger_s))
		return app_usage(app, "--linger takes 0 to %d seconds, not \"%s\"", LINGER_MAX_S,
				 linger);
	return work(app, linger_s);
}

/* A gateway does what is due by the time that it is. */
static gboolean
check_time(const App *app, GError **error)
{
	const char *dir = app->config->store_dir;
	if (!clock_is_pretended() || !role_is_taken(dir, RUN_LOCK))
		return TRUE;
	return error_perm(
		error,
		"a gateway is running on the store %s, and for it the time is not that of "
		"--now; stop it first",
		dir);
}

int
cmd_tick(App *app, int argc, char **argv)
{
	GError *error = NULL;
	if (!options_take(app, NULL, 1, &argc, argv, &error))
		return app_wrong(app, error);
	if (!app_need_knowledge(app, &error) || !check_time(app, &error))
		return app_fail(error);
	return work(app, 0);
}

int
cmd_send(App *app, int argc, char **argv)
{
	GError *error = NULL;
	if (!options_take(app, NULL, 1, &argc, argv, &error))
		return app_wrong(app, error);
	if (!app_need_store(app, &error))
		return app_fail(error);
	SenderOptions options;
	guint sent = 0;
	log_set_role("sender");
	role_sender_options(app, NULL, &options);
	if (!sender_once(app->store, &options, clock_now_ms(), &sent, &error))
		return app_fail(error);
	printf("%u sent\n", sent);
	return 0;
}
