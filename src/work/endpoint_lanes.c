/*
 * One lane for each partner, by what its row says.
 */
#include "work/endpoint_lanes.h"

#include "store/endpoints.h"
#include "work/webhook_pool.h"

/* Events to one partner at a time, of different cases: it may be slow without being behind. */
#define ENDPOINT_WIDTH 4

struct EndpointLanes {
	const WebhookLimits *limits;
	const JobReturn *back;
	WebhookPool *pool; /* NULL: nobody has needed it yet */
	GHashTable *lanes; /* partner: Lane* */
};

static void
lane_destroy(gpointer lane)
{
	lane_free(lane);
}

EndpointLanes *
endpoint_lanes_new(const WebhookLimits *limits, const JobReturn *back)
{
	EndpointLanes *lanes = g_new0(EndpointLanes, 1);
	lanes->limits = limits;
	lanes->back = back;
	lanes->lanes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, lane_destroy);
	return lanes;
}

void
endpoint_lanes_free(EndpointLanes *lanes)
{
	if (!lanes)
		return;
	webhook_pool_free(lanes->pool);
	g_hash_table_unref(lanes->lanes);
	g_free(lanes);
}

static Lane *
make_lane(EndpointLanes *lanes, const char *partner, const WebhookEndpoint *endpoint)
{
	if (!lanes->pool)
		lanes->pool = webhook_pool_new(lanes->limits, lanes->back);
	Lane *lane = lane_new(g_strdup(partner), ENDPOINT_WIDTH,
			      g_async_queue_ref(webhook_pool_queue(lanes->pool)));
	lane->pool = lanes->pool;
	lane->endpoint = (WebhookEndpoint){.url = g_strdup(endpoint->url),
					   .secret_file = g_strdup(endpoint->secret_file),
					   .ca_file = g_strdup(endpoint->ca_file),
					   .connect_timeout_s = endpoint->connect_timeout_s,
					   .answer_timeout_s = endpoint->answer_timeout_s};
	return lane;
}

static gboolean
is_to(const Lane *lane, const WebhookEndpoint *endpoint)
{
	const WebhookEndpoint *now = &lane->endpoint;
	return !g_strcmp0(now->url, endpoint->url) &&
	       !g_strcmp0(now->secret_file, endpoint->secret_file) &&
	       !g_strcmp0(now->ca_file, endpoint->ca_file) &&
	       now->connect_timeout_s == endpoint->connect_timeout_s &&
	       now->answer_timeout_s == endpoint->answer_timeout_s;
}

Lane *
endpoint_lanes_get(EndpointLanes *lanes, Store *store, const char *partner, GError **error)
{
	Lane *lane = g_hash_table_lookup(lanes->lanes, partner);
	g_autoptr(Endpoint) row = endpoint_get(store, partner, error);
	if (!row)
		return NULL;
	const WebhookEndpoint endpoint = {.url = row->url,
					  .secret_file = row->secret_file,
					  .ca_file = *row->ca_file ? row->ca_file : NULL,
					  .connect_timeout_s = row->connect_timeout_s,
					  .answer_timeout_s = row->answer_timeout_s};
	if (lane && is_to(lane, &endpoint))
		return lane;
	if (lane && lane->busy > 0)
		return NULL;
	lane = make_lane(lanes, partner, &endpoint);
	g_hash_table_replace(lanes->lanes, g_strdup(partner), lane);
	return lane;
}

gint64
event_retry_ms(gint64 id, gint64 tries)
{
	static const gint64 steps_s[] = {5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400};
	gint64 wait_ms = steps_s[CLAMP(tries, 1, (gint64)G_N_ELEMENTS(steps_s)) - 1] * 1000;
	/* What failed together shall not come back together. */
	guint32 mixed = (guint32)(id * 31 + tries) * 2654435761u;
	return wait_ms + wait_ms * (gint64)((guint64)mixed * 101 >> 32) / 1000;
}
