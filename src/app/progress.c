/*
 * A line on the terminal that is written over.
 */
#include "app/progress.h"

#include <stdio.h>
#include <unistd.h>

#define SHOW_EVERY_US (200 * 1000)

struct Progress {
	char *what;
	gsize total;
	gint64 began_us;
	gint64 shown_us;
	gboolean speaks;
};

Progress *
progress_new(const char *what, gsize total)
{
	Progress *progress = g_new0(Progress, 1);
	progress->what = g_strdup(what);
	progress->total = total;
	progress->began_us = g_get_monotonic_time();
	progress->shown_us = progress->began_us;
	progress->speaks = isatty(STDERR_FILENO);
	return progress;
}

void
progress_show(Progress *progress, gsize done)
{
	gint64 now_us = g_get_monotonic_time();
	if (!progress->speaks || now_us - progress->shown_us < SHOW_EVERY_US)
		return;
	progress->shown_us = now_us;
	double rate = (double)done * 1e6 / (double)(now_us - progress->began_us);
	fprintf(stderr, "\r\033[K%" G_GSIZE_FORMAT " %s, %.0f/s", done, progress->what, rate);
	if (progress->total && rate > 0)
		fprintf(stderr, ", %.0f %%, %.0f s left",
			100.0 * (double)done / (double)progress->total,
			(double)(progress->total - done) / rate);
}

void
progress_free(Progress *progress)
{
	if (!progress)
		return;
	if (progress->speaks && progress->shown_us != progress->began_us)
		fputs("\r\033[K", stderr);
	g_free(progress->what);
	g_free(progress);
}
