/*
 * Pipe load, as an MTA does it: one process per message, the message on its standard input,
 * PARALLEL at once.  Prints one line of key=value figures; rss_kb is the largest of a child.
 *
 *   pipe-load [-p PARALLEL] FILE... -- COMMAND ARGUMENT...
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
start(const char *path, char **command)
{
	pid_t child = vfork();
	if (child < 0) {
		perror("pipe-load: vfork");
		exit(1);
	}
	if (child > 0)
		return;
	int message = open(path, O_RDONLY);
	int nothing = open("/dev/null", O_WRONLY);
	if (message < 0 || nothing < 0 || dup2(message, 0) < 0 || dup2(nothing, 1) < 0)
		_exit(126);
	close(message);
	close(nothing);
	execv(command[0], command);
	_exit(127);
}

int
main(int argc, char **argv)
{
	int parallel = 1;
	for (int o; (o = getopt(argc, argv, "+p:")) != -1;) {
		if (o != 'p')
			return 2;
		parallel = (int)strtol(optarg, NULL, 10);
	}
	char **files = argv + optind;
	int n_files = 0;
	while (files[n_files] && strcmp(files[n_files], "--") != 0)
		n_files++;
	if (parallel < 1 || n_files == 0 || !files[n_files] || !files[n_files + 1])
		return 2;
	char **command = files + n_files + 1;

	int n_started = 0;
	int n_done = 0;
	int n_failed = 0;
	long rss_kb = 0;
	double start_ms = now_ms();
	while (n_done < n_files) {
		while (n_started < n_files && n_started - n_done < parallel)
			start(files[n_started++], command);
		int status;
		struct rusage usage;
		if (wait4(-1, &status, 0, &usage) < 0) {
			perror("pipe-load: wait4");
			return 1;
		}
		n_done++;
		n_failed += status != 0;
		if (usage.ru_maxrss > rss_kb)
			rss_kb = usage.ru_maxrss;
	}
	double wall_ms = now_ms() - start_ms;
	printf("mails=%d failed=%d wall_s=%.4f ms_each=%.3f rss_kb=%ld\n", n_files, n_failed,
	       wall_ms / 1e3, wall_ms / n_files, rss_kb);
	return n_failed > 0;
}
