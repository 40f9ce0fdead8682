/*
 * `init`: makes the store that the configuration names.
 */
#include "app/options.h"
#include "app/roles.h"
#include "base/error.h"

#include <glib/gstdio.h>
#include <stdio.h>

int
cmd_init(App *app, int argc, char **argv)
{
	GError *error = NULL;
	if (!options_take(app, NULL, 1, &argc, argv, &error))
		return app_wrong(app, error);
	if (!app_need_config(app, &error))
		return app_fail(error);
	g_autofree char *schema = app_schema_dir(app);
	if (!store_create(app->config->store_dir, schema, &error))
		return app_fail(error);
	if (g_mkdir_with_parents(app->config->deliver_spool, 0700) < 0) {
		error_perm(&error, "cannot make the spool folder %s", app->config->deliver_spool);
		return app_fail(error);
	}
	if (!role_check_old_spool(app, &error) || !role_write_deliver_settings(app, &error))
		return app_fail(error);
	printf("The store is in %s.\n", app->config->store_dir);
	return 0;
}
