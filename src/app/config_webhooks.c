/*
 * The block "webhooks" of casemate.conf: what partners' endpoints may be.
 */
#include "app/config_parts.h"

#include "wire/nets.h"

const ConfWord webhooks_words[] = {
	{"nets", CONF_LIST, NULL},
	{"allow_http", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};

static void
read_nets(const ConfFile *file, const ConfBlock *block, GArray *nets)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	conf_get_list(block, "nets", list);
	for (guint i = 0; i < list->len; i++) {
		g_autoptr(GError) error = NULL;
		Net net;
		if (net_read(list->pdata[i], &net, &error))
			g_array_append_val(nets, net);
		else
			conf_fault(file, conf_line(block, "nets"), "%s", error->message);
	}
}

void
config_read_webhooks(const ConfFile *file, Config *config)
{
	static const char *const loopback[] = {"127.0.0.0/8", "::1"};
	const ConfBlock *block = conf_block(file, file->root, "webhooks");
	config->webhooks.nets = config->webhook_nets;
	if (!block)
		return;
	read_nets(file, block, config->webhook_nets);
	conf_get_bool(file, block, "allow_http", &config->webhooks.allows_http);
	for (guint i = 0; config->webhooks.allows_http && i < G_N_ELEMENTS(loopback); i++) {
		Net net;
		if (net_read(loopback[i], &net, NULL))
			g_array_append_val(config->webhook_nets, net);
	}
}
