/*
 * What the programs that read mails for a bench share: reading the same files again and again for
 * a while, and one line of figures.
 */
#ifndef CM_TESTS_BENCH_READING_H
#define CM_TESTS_BENCH_READING_H

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef enum { READ_TEXT, READ_NO_TEXT, READ_BEYOND } ReadOutcome;

/* Reads one mail from its start; the descriptor stays the caller's. */
typedef ReadOutcome (*ReadOne)(int fd);

typedef struct Reading {
	guint64 mails, bytes, texts, beyond;
} Reading;

static void
read_file(Reading *reading, const char *path, ReadOne read_one)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &status) != 0)
		g_error("%s can't be read", path);
	ReadOutcome outcome = read_one(fd);
	close(fd);
	reading->mails++;
	reading->bytes += (guint64)status.st_size;
	reading->texts += outcome == READ_TEXT;
	reading->beyond += outcome == READ_BEYOND;
}

/* What else runs on the machine costs wall-clock time only. */
static gint64
processor_time_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (gint64)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* PROGRAM SECONDS FILE...: all files once, unless SECONDS is 0 not measured, then again and again
 * for so long a processor time; prints what it came to. */
static int
reading_main(int argc, char **argv, ReadOne read_one)
{
	if (argc < 3)
		g_error("usage: %s SECONDS FILE...", argv[0]);
	gint64 wanted_us = (gint64)(g_ascii_strtod(argv[1], NULL) * 1e6);
	Reading reading = {0};

	for (int i = 2; wanted_us > 0 && i < argc; i++)
		read_file(&reading, argv[i], read_one);
	reading = (Reading){0};
	gint64 start_us = processor_time_us(), took_us = 0;
	do {
		for (int i = 2; i < argc; i++)
			read_file(&reading, argv[i], read_one);
		took_us = processor_time_us() - start_us;
	} while (took_us < wanted_us);

	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	printf("mails=%" G_GUINT64_FORMAT " us=%.2f mails_s=%.0f mb_s=%.2f peak_kb=%ld "
	       "texts=%" G_GUINT64_FORMAT " beyond=%" G_GUINT64_FORMAT "\n",
	       reading.mails, (double)took_us / (double)reading.mails,
	       (double)reading.mails * 1e6 / (double)took_us,
	       (double)reading.bytes / (double)took_us, usage.ru_maxrss, reading.texts,
	       reading.beyond);
	return 0;
}

#endif
