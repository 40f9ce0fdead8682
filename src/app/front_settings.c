/*
 * Reads the small file that spares `deliver` the configuration: key=value lines, the
 * last one "end", so that half a file is none.
 */
#include "app/front.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

/* The same paths as in work/deliver_settings.c, which writes the file. */
#define DEFAULT_CONFIG   "/etc/casemate/casemate.conf"
#define DEFAULT_SETTINGS "/var/lib/casemate/deliver.conf"
#define SETTINGS_SUFFIX  ".deliver"

enum { SETTINGS_MAX_BYTES = 64 * 1024 };

static bool
settings_path(const char *config, char *path_out, size_t size)
{
	if (!config)
		config = getenv("CASEMATE_CONFIG");
	bool is_default = !config || !*config || !strcmp(config, DEFAULT_CONFIG);
	int length = is_default ? snprintf(path_out, size, "%s", DEFAULT_SETTINGS)
				: snprintf(path_out, size, "%s%s", config, SETTINGS_SUFFIX);
	return length > 0 && (size_t)length < size;
}

/* The file as a string; NULL with errno. */
static char *
file_read(const char *path)
{
	static char text[SETTINGS_MAX_BYTES];
	size_t length = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	ssize_t n;
	while ((n = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
		length += (size_t)n;
	int why = errno;
	close(fd);
	errno = why;
	text[length] = '\0';
	return n < 0 ? NULL : text;
}

static void
line_read(FrontSettings *settings, const char *key, const char *value)
{
	const struct {
		const char *key;
		const char **value;
	} texts[] = {
		{"socket", &settings->socket}, {"spool", &settings->spool},
		{"lock", &settings->lock},     {"gateway", &settings->gateway},
		{"config", &settings->config},
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!strcmp(texts[i].key, key))
			*texts[i].value = value;
	if (!strcmp(key, "max_size"))
		settings->max_size_bytes = strtoll(value, NULL, 10);
	if (!strcmp(key, "refuse") && settings->n_refuse < LIMIT_REFUSED_SENDERS)
		settings->refuse[settings->n_refuse++] = value;
}

/* True if the last line is "end". */
static bool
text_read(FrontSettings *settings, char *text)
{
	while (*text) {
		char *end = strchr(text, '\n');
		if (!end)
			return false;
		*end = '\0';
		if (!strcmp(text, "end"))
			return !end[1];
		char *equals = strchr(text, '=');
		if (equals) {
			*equals = '\0';
			line_read(settings, text, equals + 1);
		}
		text = end + 1;
	}
	return false;
}

bool
front_settings_read(const char *config, FrontSettings *settings_out)
{
	char path[PATH_MAX];
	*settings_out = (FrontSettings){0};
	if (!settings_path(config, path, sizeof(path))) {
		errno = ENAMETOOLONG;
		return false;
	}
	char *text = file_read(path);
	if (!text)
		return false;
	const FrontSettings *s = settings_out;
	errno = EINVAL;
	return text_read(settings_out, text) && s->socket && s->spool && s->lock && s->gateway &&
	       s->config && s->max_size_bytes > 0;
}
