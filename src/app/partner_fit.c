/*
 * Checks what is set of a partner's endpoint before it stands in the store.
 */
#include "app/partner_fit.h"

#include "app/config.h"
#include "base/error.h"
#include "wire/webhook.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static char *
fit_url(const App *app, const char *value, GError **error)
{
	if (strcmp(value, "none") != 0 && !webhook_url_check(value, &app->config->webhooks, error))
		return NULL;
	return g_strdup(value);
}

/* A credential is there for the service alone. */
static char *
fit_secret_file(const App *app G_GNUC_UNUSED, const char *value, GError **error)
{
	g_autofree char *path = webhook_secret_is_credential(value)
					? g_strdup(value)
					: g_canonicalize_filename(value, NULL);
	if (webhook_secret_is_credential(value))
		return g_steal_pointer(&path);
	if (!secret_file_check(path, error))
		return NULL;
	g_autoptr(GError) why = NULL;
	g_autoptr(WebhookKeys) keys = webhook_secret_read(path, &why);
	if (keys)
		return g_steal_pointer(&path);
	error_perm(error, "%s", why->message);
	return NULL;
}

static char *
fit_ca_file(const App *app G_GNUC_UNUSED, const char *value, GError **error)
{
	g_autofree char *path = g_canonicalize_filename(value, NULL);
	if (!strcmp(value, "none"))
		return g_strdup(value);
	if (access(path, R_OK) == 0)
		return g_steal_pointer(&path);
	error_perm(error, "\"%s\": %s", path, g_strerror(errno));
	return NULL;
}

char **
partner_fit(const App *app, const char *const *sets, GError **error)
{
	static const struct {
		const char *name;
		char *(*fit)(const App *app, const char *value, GError **error);
	} table[] = {{"url", fit_url}, {"secret-file", fit_secret_file}, {"ca-file", fit_ca_file}};
	g_auto(GStrv) made = g_strdupv(unconst(sets));
	for (guint i = 0; made[i]; i += 2)
		for (guint k = 0; k < G_N_ELEMENTS(table); k++) {
			if (strcmp(made[i], table[k].name) != 0)
				continue;
			char *value = table[k].fit(app, made[i + 1], error);
			if (!value)
				return NULL;
			g_free(made[i + 1]);
			made[i + 1] = value;
		}
	return g_steal_pointer(&made);
}
