/*
 * LMTP load: CONNECTIONS threads share a list of message files, one transaction each, and
 * wait for the reply to the final dot.  Prints one line of key=value figures.
 *
 *   lmtp-load [-c CONNECTIONS] [-f SENDER] [-r RECIPIENT] [-l LATENCIES] PORT|SOCKET FILE...
 *
 * -l writes each message's time in milliseconds into a file, in no order.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 256 };

/* A message as it goes over the wire, with CRLF, dots stuffed and the final dot. */
typedef struct {
	char *bytes;
	size_t length;
} Message;

static const char *address = "24";
static const char *sender = "anna@customer.test";
static const char *recipient = "support@example.org";
static Message *messages;
static double *took_ms;
static int n_messages;
static atomic_int next_message;
static atomic_int n_failed;

static double
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
die(const char *what)
{
	fprintf(stderr, "lmtp-load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int
connect_unix(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "%s", address);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		die(address);
	return fd;
}

static int
connect_tcp(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)strtol(address, NULL, 10)),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int on = 1;
	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		die(address);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void
put(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);
		if (n <= 0)
			die("write");
		bytes += n;
		length -= (size_t)n;
	}
}

/* Whether the reply was 2yz or 3yz. */
static int
reply_is_good(FILE *from)
{
	char line[1024];
	do
		if (!fgets(line, sizeof line, from))
			die("connection lost");
	while (line[3] == '-');
	if (line[0] == '2' || line[0] == '3')
		return 1;
	if (n_failed == 0)
		fprintf(stderr, "lmtp-load: %s", line);
	return 0;
}

static int
send_message(int fd, FILE *from, const Message *message)
{
	char line[512];
	int length = snprintf(line, sizeof line, "MAIL FROM:<%s>\r\n", sender);
	put(fd, line, (size_t)length);
	if (!reply_is_good(from))
		return 0;
	length = snprintf(line, sizeof line, "RCPT TO:<%s>\r\n", recipient);
	put(fd, line, (size_t)length);
	if (!reply_is_good(from))
		return 0;
	put(fd, "DATA\r\n", 6);
	if (!reply_is_good(from))
		return 0;
	put(fd, message->bytes, message->length);
	return reply_is_good(from);
}

static void *
client(void *nothing)
{
	int fd = strchr(address, '/') ? connect_unix() : connect_tcp();
	FILE *from = fdopen(dup(fd), "r");
	if (!reply_is_good(from))
		die("no greeting");
	put(fd, "LHLO bench\r\n", 12);
	reply_is_good(from);
	for (int i; (i = next_message++) < n_messages;) {
		double start_ms = now_ms();
		if (!send_message(fd, from, &messages[i])) {
			n_failed++;
			put(fd, "RSET\r\n", 6);
			reply_is_good(from);
		}
		took_ms[i] = now_ms() - start_ms;
	}
	put(fd, "QUIT\r\n", 6);
	reply_is_good(from);
	fclose(from);
	close(fd);
	return nothing;
}

static Message
load(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &status) < 0)
		die(path);
	size_t size = (size_t)status.st_size;
	const char *raw = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (raw == MAP_FAILED)
		die(path);
	close(fd);
	Message message = {.bytes = malloc(2 * size + 8)};
	char *out = message.bytes;
	char before = '\n';
	for (size_t i = 0; i < size; i++) {
		if (raw[i] == '.' && before == '\n')
			*out++ = '.';
		if (raw[i] == '\n' && before != '\r')
			*out++ = '\r';
		*out++ = before = raw[i];
	}
	munmap((void *)(uintptr_t)raw, size);
	memcpy(out, before == '\n' ? ".\r\n" : "\r\n.\r\n", before == '\n' ? 3 : 5);
	message.length = (size_t)(out - message.bytes) + (before == '\n' ? 3 : 5);
	message.bytes = realloc(message.bytes, message.length);
	return message;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x > y) - (x < y);
}

static void
write_latencies(const char *path)
{
	FILE *to = fopen(path, "w");
	if (!to)
		die(path);
	for (int i = 0; i < n_messages; i++)
		fprintf(to, "%.3f\n", took_ms[i]);
	fclose(to);
}

int
main(int argc, char **argv)
{
	int n_connections = 1;
	const char *latencies = NULL;
	for (int o; (o = getopt(argc, argv, "c:f:l:r:")) != -1;) {
		if (o == 'c')
			n_connections = (int)strtol(optarg, NULL, 10);
		else if (o == 'f')
			sender = optarg;
		else if (o == 'l')
			latencies = optarg;
		else if (o == 'r')
			recipient = optarg;
		else
			return 2;
	}
	if (argc - optind < 2 || n_connections < 1 || n_connections > CONNECTIONS_MAX)
		return 2;
	address = argv[optind++];
	n_messages = argc - optind;
	messages = calloc((size_t)n_messages, sizeof *messages);
	took_ms = calloc((size_t)n_messages, sizeof *took_ms);
	for (int i = 0; i < n_messages; i++)
		messages[i] = load(argv[optind + i]);

	pthread_t threads[CONNECTIONS_MAX];
	double start_ms = now_ms();
	for (int i = 0; i < n_connections; i++)
		pthread_create(&threads[i], NULL, client, NULL);
	for (int i = 0; i < n_connections; i++)
		pthread_join(threads[i], NULL);
	double wall_s = (now_ms() - start_ms) / 1e3;

	qsort(took_ms, (size_t)n_messages, sizeof *took_ms, compare);
	if (latencies)
		write_latencies(latencies);
	printf("mails=%d failed=%d wall_s=%.4f rate=%.1f p50_ms=%.3f p999_ms=%.3f max_ms=%.3f\n",
	       n_messages, (int)n_failed, wall_s, n_messages / wall_s, took_ms[n_messages / 2],
	       took_ms[(int)((double)n_messages * 0.999)], took_ms[n_messages - 1]);
	return n_failed > 0;
}
