/*
 * The log: one event, one line, key=value, on standard error (journald and every
 * supervisor take it from there).  Only work/ and app/ log.
 */
#ifndef CM_BASE_LOG_H
#define CM_BASE_LOG_H

#include <glib.h>

typedef enum { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG } LogLevel;

/** The role that stands in front of each line ("worker"); (transfer none), static. */
void log_set_role(const char *role);

/** Lines above this level are not written; INFO unless told. */
void log_set_level(LogLevel level);

/** error: someone must act. */
void log_error(const char *format, ...) G_GNUC_PRINTF(1, 2);
/** warn: we went on, and how. */
void log_warn(const char *format, ...) G_GNUC_PRINTF(1, 2);
/** info: one line per mail in, mail out, timer. */
void log_info(const char *format, ...) G_GNUC_PRINTF(1, 2);
/** debug: how a mail was decided about. */
void log_debug(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
