/*
 * build/casemate: `deliver` is done here, everything else by the gateway, which this
 * program becomes.  Loading the gateway's libraries takes longer than a delivery.
 */
#include "app/front.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

/* Postfix retries after 75 and bounces after nearly everything else. */
enum { EXIT_LATER = 75 };

/* The command line as far as it concerns us. */
typedef struct Words {
	FrontDeliver deliver;
	char *sender; /* as it was given */
	bool is_deliver;
	bool is_help;
	const char *fault; /* in words; NULL: none */
} Words;

/* "2026-11-22T05:00:00Z", also with a fraction or an offset; -1 if it is none. */
static int64_t
time_parse(const char *text)
{
	struct tm when = {0};
	int hours = 0, minutes = 0, length = 0;
	char sign = '+';
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &when);
	if (!rest)
		return -1;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	bool is_utc = !*rest || !strcmp(rest, "Z");
	if (!is_utc && (sscanf(rest, "%c%2d:%2d%n", &sign, &hours, &minutes, &length) != 3 ||
			rest[length] || !strchr("+-", sign)))
		return -1;
	int64_t offset_s = (hours * 60 + minutes) * 60;
	int day = when.tm_mday;
	int64_t time_s = timegm(&when);
	/* The thirtieth of February has become a day of March. */
	if (when.tm_mday != day)
		return -1;
	return (time_s - (sign == '-' ? -offset_s : offset_s)) * 1000;
}

/*
 * The value of an option: within the word ("-fX", "--config=X") or the next word, which
 * is then passed over. NULL if the word is another option.
 */
static char *
option_value(const char *name, char **argv, int *i)
{
	char *word = argv[*i];
	size_t length = strlen(name);
	if (strncmp(word, name, length))
		return NULL;
	if (!word[length])
		return argv[*i + 1] ? argv[++*i] : NULL;
	if (name[1] == '-')
		return word[length] == '=' ? word + length + 1 : NULL;
	return word + length;
}

static void
option_read(Words *words, char **argv, int *i)
{
	char *value;
	if ((value = option_value("-c", argv, i)) || (value = option_value("--config", argv, i))) {
		words->deliver.config = value;
	} else if ((value = option_value("--now", argv, i))) {
		words->deliver.pretend_ms = time_parse(value);
		if (words->deliver.pretend_ms < 0)
			words->fault = "--now wants a time like 2026-11-22T05:00:00Z";
	} else if (words->is_deliver && (value = option_value("-f", argv, i))) {
		words->sender = value;
	} else if (!strcmp(argv[*i], "--help") || !strcmp(argv[*i], "-h")) {
		words->is_help = true;
	} else {
		words->fault = "usage: casemate deliver [-f SENDER] RECIPIENT...";
	}
}

/* Stops at the first word that is no option of ours, and that is the command. */
static int
words_read(Words *words, char **argv)
{
	int i = 1;
	for (; argv[i]; i++) {
		bool ends = !strcmp(argv[i], "--");
		if (ends && words->is_deliver)
			return i + 1;
		if (argv[i][0] == '-' && argv[i][1]) {
			option_read(words, argv, &i);
		} else if (words->is_deliver) {
			return i;
		} else {
			words->is_deliver = !strcmp(argv[i], "deliver");
			if (!words->is_deliver)
				return i;
		}
	}
	return i;
}

/* "<>" and "<a@b>" as well as "" and "a@b". */
static const char *
sender_bare(char *sender)
{
	size_t length = strlen(sender);
	if (length < 2 || sender[0] != '<' || sender[length - 1] != '>')
		return sender;
	sender[length - 1] = '\0';
	return sender + 1;
}

/* Beside us in the source tree, in libexec once installed. */
static void
gateway_execute(char **argv)
{
	static const char *const places[] = {"%.*s/casemate-gateway",
					     "%.*s/../libexec/casemate/casemate-gateway"};
	char own[PATH_MAX], path[PATH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", own, sizeof(own));
	while (length > 0 && own[length - 1] != '/')
		length--;
	for (size_t i = 0; length > 0 && i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), places[i], (int)length - 1, own);
		execv(path, argv);
	}
	fprintf(stderr, "4.3.5 casemate: cannot start casemate-gateway: %s\n", strerror(errno));
}

int
main(int argc, char **argv)
{
	char nobody[] = "";
	Words words = {.deliver = {.pretend_ms = -1}, .sender = nobody};
	int first = words_read(&words, argv);
	if (!words.is_deliver || words.is_help) {
		gateway_execute(argv);
		return EXIT_LATER;
	}
	if (!words.fault && first >= argc)
		words.fault = "usage: casemate deliver [-f SENDER] RECIPIENT...";
	if (words.fault) {
		fprintf(stderr, "4.3.5 casemate: %s\n", words.fault);
		return EXIT_LATER;
	}
	words.deliver.envelope = (FrontEnvelope){.sender = sender_bare(words.sender),
						 .recipients = argv + first,
						 .n_recipients = argc - first};
	return front_deliver(&words.deliver);
}
