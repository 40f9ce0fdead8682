/*
 * A partner that takes events by HTTP, for tests: partner PORT FOLDER
 *
 * Each request is written to FOLDER/N (1, 2, ...): its header fields, an empty line, its body.
 * How it is answered stands in FOLDER/plan, a line for each request to come; without one, 204.
 *
 *	500              that status
 *	429 7            with Retry-After
 *	302 URL          with Location
 *	slow 3           204 after so many seconds
 *	cut              200, and less of a body than announced
 *	shut             no answer at all: the connection is closed
 */
#include <errno.h>
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BODY_MAX (1024 * 1024)
#define LINE_MAX_BYTES 512

typedef struct Request {
	char *body;
	size_t length;
} Request;

static const char *folder;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static unsigned requests;

/* Takes the first line from the plan; "" if there is none. */
static void
take_line(char line_out[LINE_MAX_BYTES])
{
	char path[LINE_MAX_BYTES];
	char rest[64 * 1024];
	line_out[0] = '\0';
	snprintf(path, sizeof(path), "%s/plan", folder);
	FILE *plan = fopen(path, "r+");
	if (!plan)
		return;
	if (fgets(line_out, LINE_MAX_BYTES, plan)) {
		size_t length = fread(rest, 1, sizeof(rest), plan);
		rewind(plan);
		if (ftruncate(fileno(plan), 0) != 0 || fwrite(rest, 1, length, plan) != length)
			perror(path);
		line_out[strcspn(line_out, "\n")] = '\0';
	}
	fclose(plan);
}

static enum MHD_Result
write_field(void *file, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	fprintf(file, "%s: %s\n", name, value ? value : "");
	return MHD_YES;
}

/* Whole before it has its name, so that who waits for it reads all of it. */
static void
keep(struct MHD_Connection *connection, const char *url, const Request *request, unsigned number)
{
	char draft[LINE_MAX_BYTES], path[LINE_MAX_BYTES];
	snprintf(draft, sizeof(draft), "%s/.%u", folder, number);
	snprintf(path, sizeof(path), "%s/%u", folder, number);
	FILE *file = fopen(draft, "w");
	if (!file) {
		perror(draft);
		return;
	}
	fprintf(file, "POST %s\n", url);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, write_field, file);
	fprintf(file, "\n");
	fwrite(request->body, 1, request->length, file);
	fclose(file);
	rename(draft, path);
}

static ssize_t
cut_short(void *data, uint64_t position, char *buffer, size_t room)
{
	(void)data;
	if (position > 0 || room < 5)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	memcpy(buffer, "half ", 5);
	return 5;
}

static enum MHD_Result
answer(struct MHD_Connection *connection, const char *plan)
{
	static char words[] = "as planned\n";
	char rest[LINE_MAX_BYTES] = "";
	unsigned status = 204;
	struct MHD_Response *response;
	if (!strcmp(plan, "shut"))
		return MHD_NO;
	if (!strcmp(plan, "cut")) {
		response = MHD_create_response_from_callback(1000, 64, cut_short, NULL, NULL);
		status = 200;
	} else {
		sscanf(plan, "%u %511s", &status, rest);
		response = status == 204 ? MHD_create_response_from_buffer(0, words, MHD_RESPMEM_PERSISTENT)
					 : MHD_create_response_from_buffer(strlen(words), words,
									   MHD_RESPMEM_PERSISTENT);
	}
	if (*rest)
		MHD_add_response_header(response, status / 100 == 3 ? "Location" : "Retry-After",
					rest);
	enum MHD_Result done = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return done;
}

static enum MHD_Result
take_more(Request *request, const char *bytes, size_t *length)
{
	if (request->length + *length > BODY_MAX)
		return MHD_NO;
	memcpy(request->body + request->length, bytes, *length);
	request->length += *length;
	*length = 0;
	return MHD_YES;
}

static enum MHD_Result
on_request(void *data, struct MHD_Connection *connection, const char *url, const char *method,
	   const char *version, const char *bytes, size_t *length, void **state)
{
	char plan[LINE_MAX_BYTES];
	Request *request = *state;
	int seconds = 0;
	(void)data;
	(void)method;
	(void)version;
	if (!request) {
		*state = request = calloc(1, sizeof(*request));
		request->body = malloc(BODY_MAX);
		return MHD_YES;
	}
	if (*length > 0)
		return take_more(request, bytes, length);
	pthread_mutex_lock(&one_at_a_time);
	take_line(plan);
	keep(connection, url, request, ++requests);
	pthread_mutex_unlock(&one_at_a_time);
	if (sscanf(plan, "slow %d", &seconds) == 1)
		sleep((unsigned)seconds);
	return answer(connection, plan);
}

static void
on_end(void *data, struct MHD_Connection *connection, void **state,
       enum MHD_RequestTerminationCode why)
{
	Request *request = *state;
	(void)data;
	(void)connection;
	(void)why;
	if (request)
		free(request->body);
	free(request);
}

int
main(int argc, char **argv)
{
	sigset_t signals;
	int signal = 0;
	if (argc != 3) {
		fprintf(stderr, "usage: partner PORT FOLDER\n");
		return 2;
	}
	folder = argv[2];
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	struct sockaddr_in here = {.sin_family = AF_INET,
				   .sin_port = htons((uint16_t)atoi(argv[1])),
				   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct MHD_Daemon *daemon = MHD_start_daemon(
		MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0, NULL, NULL,
		on_request, NULL, MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_NOTIFY_COMPLETED, on_end,
		NULL, MHD_OPTION_END);
	if (!daemon) {
		fprintf(stderr, "partner: cannot listen on %s\n", argv[1]);
		return 1;
	}
	sigwait(&signals, &signal);
	MHD_stop_daemon(daemon);
	return 0;
}
