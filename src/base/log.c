/*
 * The log.  A line is built whole and written with one call, so that lines of
 * several processes on one descriptor never mix.
 */
#include "base/log.h"

#include <unistd.h>

static const char *log_role = "casemate";
static LogLevel log_level = LOG_LEVEL_INFO;

void
log_set_role(const char *role)
{
	log_role = role;
}

void
log_set_level(LogLevel level)
{
	log_level = level;
}

static void
log_line(LogLevel level, const char *format, va_list args)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};
	if (level > log_level)
		return;
	g_autoptr(GString) line = g_string_new(NULL);
	g_string_append_printf(line, "casemate[%s] %s: ", log_role, names[level]);
	g_string_append_vprintf(line, format, args);
	g_string_append_c(line, '\n');
	if (write(STDERR_FILENO, line->str, line->len) < 0)
		return; /* nowhere left to complain */
}

void
log_error(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	log_line(LOG_LEVEL_ERROR, format, args);
	va_end(args);
}

void
log_warn(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	log_line(LOG_LEVEL_WARN, format, args);
	va_end(args);
}

void
log_info(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	log_line(LOG_LEVEL_INFO, format, args);
	va_end(args);
}

void
log_debug(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	log_line(LOG_LEVEL_DEBUG, format, args);
	va_end(args);
}
