/*
 * Keeping the roles alive.  The supervisor parses nothing and opens no store: what is
 * this simple does not die.
 */
#include "work/supervisor.h"

#include "base/error.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHORT_LIFE_MS  1000
#define FIRST_PAUSE_MS 100
#define LAST_PAUSE_MS  10000
#define END_WITHIN_MS  20000

typedef struct Child {
	const Role *role;
	pid_t pid; /* 0: not running */
	gint64 started_ms;
	gint64 start_at_ms; /* not before */
	gint64 pause_ms;
	LastDeath last_death;
} Child;

typedef struct Supervisor {
	const SupervisorOptions *options;
	Child *children;
	sigset_t signals;
	gboolean ending;
	gint64 kill_at_ms;
} Supervisor;

LastDeath
death_of(int wait_status)
{
	static const int faults[] = {SIGSEGV, SIGABRT, SIGBUS,  SIGILL,
				     SIGFPE,  SIGTRAP, SIGALRM, SIGSYS};
	if (!WIFSIGNALED(wait_status))
		return DEATH_NONE;
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
		if (WTERMSIG(wait_status) == faults[i])
			return DEATH_FAULT;
	return DEATH_NONE;
}

char *
death_words(int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return g_strdup_printf("signal %d", WTERMSIG(wait_status));
	return g_strdup_printf("status %d", WEXITSTATUS(wait_status));
}

static gint64
monotonic_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

static char **
child_arguments(const Supervisor *s, const Child *child)
{
	GPtrArray *argv = g_ptr_array_new();
	const char *const fixed[] = {"casemate", "-c", s->options->config_path, "role",
				     child->role->name};
	for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
		g_ptr_array_add(argv, g_strdup(fixed[i]));
	for (guint i = 0; child->role->arguments[i]; i++)
		g_ptr_array_add(argv, g_strdup(child->role->arguments[i]));
	if (child->last_death == DEATH_FAULT)
		g_ptr_array_add(argv, g_strdup("--after-fault"));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

/* Between fork and exec: only what is safe there. */
static void
child_exec(const Supervisor *s, const Child *child, char **argv, pid_t supervisor)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != supervisor)
		_exit(0);
	for (guint i = 0; i < child->role->n_fds; i++)
		fcntl(child->role->fds[i], F_SETFD, 0);
	execv(s->options->program, argv);
	_exit(127);
}

static void
child_start(Supervisor *s, Child *child)
{
	g_auto(GStrv) argv = child_arguments(s, child);
	pid_t supervisor = getpid();
	pid_t pid = fork();
	if (pid == 0)
		child_exec(s, child, argv, supervisor);
	child->started_ms = monotonic_ms();
	if (pid < 0) {
		log_error("cannot start role=%s: %s", child->role->name, g_strerror(errno));
		child->start_at_ms = child->started_ms + LAST_PAUSE_MS;
		return;
	}
	child->pid = pid;
	log_info("started role=%s pid=%d", child->role->name, (int)pid);
}

static void
child_ended(Supervisor *s, Child *child, int wait_status)
{
	gint64 now = monotonic_ms();
	gboolean short_life = now - child->started_ms < SHORT_LIFE_MS;
	child->pid = 0;
	child->last_death = death_of(wait_status);
	child->pause_ms =
		short_life ? CLAMP(child->pause_ms * 2, FIRST_PAUSE_MS, LAST_PAUSE_MS) : 0;
	child->start_at_ms = now + child->pause_ms;
	if (s->ending)
		return;
	g_autofree char *how = death_words(wait_status);
	log_warn("ended role=%s by \"%s\"; it is started again in %" G_GINT64_FORMAT " ms",
		 child->role->name, how, child->pause_ms);
}

static void
reap(Supervisor *s)
{
	int status;
	for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
		for (guint i = 0; i < s->options->n_roles; i++)
			if (s->children[i].pid == pid)
				child_ended(s, &s->children[i], status);
}

static void
signal_children(const Supervisor *s, int signal_number)
{
	for (guint i = 0; i < s->options->n_roles; i++)
		if (s->children[i].pid > 0)
			kill(s->children[i].pid, signal_number);
}

static void
begin_end(Supervisor *s)
{
	if (s->ending)
		return;
	log_info("ending");
	s->ending = TRUE;
	s->kill_at_ms = monotonic_ms() + END_WITHIN_MS;
	signal_children(s, SIGTERM);
}

static gboolean
any_alive(const Supervisor *s)
{
	for (guint i = 0; i < s->options->n_roles; i++)
		if (s->children[i].pid > 0)
			return TRUE;
	return FALSE;
}

/* Children that can't read their settings would leave nobody at work: tried by one that has
 * nothing else to do, and says on its own what is wrong. */
static gboolean
can_reload(const Supervisor *s)
{
	const char *argv[] = {s->options->program,   "-c", s->options->config_path, "role",
			      SUPERVISOR_TRIAL_ROLE, NULL};
	g_autoptr(GError) error = NULL;
	int status = 0;
	g_auto(GStrv) copy = g_strdupv(unconst(argv));
	if (g_spawn_sync(NULL, copy, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
			 &error) &&
	    g_spawn_check_wait_status(status, &error))
		return TRUE;
	log_error("not reloading: the settings can't be used why=\"%s\"", error->message);
	return FALSE;
}

static void
reload(const Supervisor *s)
{
	if (s->ending || !can_reload(s))
		return;
	log_info("reloading: all roles start again");
	signal_children(s, SIGTERM);
}

/* Starts who may start; the milliseconds until the next one may. */
static gint64
start_due(Supervisor *s)
{
	gint64 now = monotonic_ms();
	gint64 wait = 1000;
	for (guint i = 0; i < s->options->n_roles; i++) {
		Child *child = &s->children[i];
		if (child->pid > 0)
			continue;
		if (child->start_at_ms <= now)
			child_start(s, child);
		else
			wait = MIN(wait, child->start_at_ms - now);
	}
	return wait;
}

static void
take_signal(Supervisor *s, gint64 wait_ms)
{
	const struct timespec timeout = {wait_ms / 1000, wait_ms % 1000 * 1000000};
	switch (sigtimedwait(&s->signals, NULL, &timeout)) {
	case SIGTERM:
	case SIGINT:
		begin_end(s);
		break;
	case SIGHUP:
		reload(s);
		break;
	default:
		break; /* SIGCHLD, or the time is up */
	}
	reap(s);
}

gboolean
supervisor_run(const SupervisorOptions *options, GError **error)
{
	g_autofree Child *children = g_new0(Child, options->n_roles);
	Supervisor s = {.options = options, .children = children};
	for (guint i = 0; i < options->n_roles; i++)
		children[i].role = &options->roles[i];
	sigemptyset(&s.signals);
	static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		sigaddset(&s.signals, numbers[i]);
	if (sigprocmask(SIG_BLOCK, &s.signals, NULL) < 0)
		return error_temp(error, "cannot block signals: %s", g_strerror(errno));
	log_set_role("run");
	while (!s.ending || any_alive(&s)) {
		gint64 wait_ms = s.ending ? 200 : start_due(&s);
		take_signal(&s, wait_ms);
		if (s.ending && monotonic_ms() > s.kill_at_ms)
			signal_children(&s, SIGKILL);
	}
	return TRUE;
}
