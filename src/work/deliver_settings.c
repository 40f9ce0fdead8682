/*
 * Writes down what `casemate deliver` needs to know, so that a process per mail costs
 * no reading of the configuration.
 */
#include "work/deliver_settings.h"

#include "base/error.h"
#include "base/limits.h"

#include <string.h>

/* The same as in app/front_settings.c, which reads the file. */
#define DEFAULT_CONFIG   "/etc/casemate/casemate.conf"
#define DEFAULT_SETTINGS "/var/lib/casemate/deliver.conf"
#define SETTINGS_SUFFIX  ".deliver"
enum { SETTINGS_MAX_BYTES = 64 * 1024 - 1 };

char *
deliver_settings_path(const char *config)
{
	if (!strcmp(config, DEFAULT_CONFIG))
		return g_strdup(DEFAULT_SETTINGS);
	return g_strconcat(config, SETTINGS_SUFFIX, NULL);
}

static gboolean
line_add(GString *text, const char *key, const char *value, GError **error)
{
	if (strchr(value, '\n'))
		return error_perm(error, "%s for deliver holds a line feed", key);
	g_string_append_printf(text, "%s=%s\n", key, value);
	return TRUE;
}

static gboolean
refuse_add(GString *text, const char *const *refuse, GError **error)
{
	for (guint i = 0; refuse && refuse[i]; i++) {
		if (i == LIMIT_REFUSED_SENDERS)
			return error_perm(error, "more than %d refused senders",
					  LIMIT_REFUSED_SENDERS);
		if (!line_add(text, "refuse", refuse[i], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
settings_format(GString *text, const DeliverSettings *settings, GError **error)
{
	g_autofree char *max_size = g_strdup_printf("%" G_GINT64_FORMAT, settings->max_size_bytes);
	const struct {
		const char *key;
		const char *value;
	} lines[] = {
		{"socket", settings->socket}, {"spool", settings->spool},
		{"lock", settings->lock},     {"gateway", settings->gateway},
		{"config", settings->config}, {"max_size", max_size},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		if (!line_add(text, lines[i].key, lines[i].value, error))
			return FALSE;
	if (!refuse_add(text, settings->refuse, error))
		return FALSE;
	g_string_append(text, "end\n");
	return text->len <= SETTINGS_MAX_BYTES ||
	       error_perm(error, "the settings for deliver are larger than %d bytes",
			  SETTINGS_MAX_BYTES);
}

char *
deliver_settings_spool(const char *path)
{
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (g_str_has_prefix(lines[i], "spool="))
			return g_strdup(lines[i] + strlen("spool="));
	return NULL;
}

gboolean
deliver_settings_write(const char *path, const DeliverSettings *settings, GError **error)
{
	g_autoptr(GString) text = g_string_new("# Written by casemate for \"casemate deliver\".\n");
	g_autofree char *before = NULL;
	if (!settings_format(text, settings, error))
		return FALSE;
	if (g_file_get_contents(path, &before, NULL, NULL) && !strcmp(before, text->str))
		return TRUE;
	/* Root's check may write what the gateway's user shall read. */
	return g_file_set_contents_full(
		path, text->str, (gssize)text->len,
		G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}
