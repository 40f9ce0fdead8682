/*
 * Lanes: each thread owns one carrier, takes jobs from its lane and gives them back to the
 * sender, which alone talks to the store.  Threads rather than one event loop, because
 * libcurl blocks while it waits for the reply to a message's end.
 */
#include "work/lane.h"

#include "work/webhook_pool.h"

#include <unistd.h>

/* Idle connections are given up, before the relay gets tired of them. */
#define REST_AFTER_S   30
#define DOWN_FIRST_S   5
#define DOWN_LONGEST_S 300
#define COMMAND_WIDTH  2

/* What a thread is started with. */
typedef struct Hand {
	Lane *lane;
	Carrier *carrier;
} Hand;

static void
job_do(Carrier *carrier, Job *job, const JobReturn *back)
{
	gint64 began_us = g_get_monotonic_time();
	guint64 one = 1;
	carrier->send(carrier, &job->letter, &job->result);
	job->took_ms = (g_get_monotonic_time() - began_us) / 1000;
	g_async_queue_push(back->jobs, job);
	while (write(back->event_fd, &one, sizeof(one)) < 0)
		; /* interrupted: the counter can't overflow */
}

/* A job without a letter's token ends the thread. */
static gpointer
hand_work(gpointer data)
{
	g_autofree Hand *hand = data;
	GAsyncQueue *waiting = hand->lane->waiting;
	for (;;) {
		Job *job = g_async_queue_timeout_pop(waiting, REST_AFTER_S * G_USEC_PER_SEC);
		if (!job) {
			hand->carrier->rest(hand->carrier);
			job = g_async_queue_pop(waiting);
		}
		if (!job->letter.token) {
			g_free(job);
			return NULL;
		}
		job_do(hand->carrier, job, hand->lane->back);
	}
}

static void
carrier_destroy(gpointer data)
{
	Carrier *carrier = data;
	carrier->free(carrier);
}

Lane *
lane_new(char *name, guint width, GAsyncQueue *waiting)
{
	Lane *lane = g_new0(Lane, 1);
	lane->name = name;
	lane->width = width;
	lane->waiting = waiting;
	lane->carriers = g_ptr_array_new_with_free_func(carrier_destroy);
	lane->threads = g_ptr_array_new();
	return lane;
}

/* With threads of its own. */
static Lane *
mail_lane_new(char *name, const SendRelay *relay, guint width, const JobReturn *back)
{
	Lane *lane = lane_new(name, width, g_async_queue_new());
	lane->relay = relay;
	lane->back = back;
	return lane;
}

static void
lane_staff(Lane *lane, Carrier *carrier)
{
	Hand *hand = g_new(Hand, 1);
	*hand = (Hand){lane, carrier};
	g_ptr_array_add(lane->carriers, carrier);
	g_ptr_array_add(lane->threads, g_thread_new("send", hand_work, hand));
}

static Lane *
relay_lane_new(const SendRelay *relay, const JobReturn *back, const gint *stop)
{
	guint width = relay->connections ? relay->connections : RELAY_CONNECTIONS_DEFAULT;
	Lane *lane = mail_lane_new(send_relay_name(relay), relay, width, back);
	for (guint i = 0; i < width; i++)
		lane_staff(lane, smtp_carrier_new(relay, stop));
	return lane;
}

static Lane *
sendmail_lane_new(const SendOptions *options, const JobReturn *back, const gint *stop)
{
	Lane *lane = mail_lane_new(g_strdup("sendmail"), NULL, COMMAND_WIDTH, back);
	for (guint i = 0; i < lane->width; i++)
		lane_staff(lane, sendmail_carrier_new(options->sendmail_path, stop));
	return lane;
}

void
lane_free(Lane *lane)
{
	if (!lane)
		return;
	for (guint i = 0; i < lane->threads->len; i++)
		g_async_queue_push(lane->waiting, g_new0(Job, 1));
	for (guint i = 0; i < lane->threads->len; i++)
		g_thread_join(lane->threads->pdata[i]);
	g_ptr_array_unref(lane->threads);
	g_ptr_array_unref(lane->carriers);
	g_async_queue_unref(lane->waiting);
	webhook_endpoint_clear(&lane->endpoint);
	g_free(lane->name);
	g_free(lane);
}

static void
lane_destroy(gpointer lane)
{
	lane_free(lane);
}

GPtrArray *
lanes_new(const SendOptions *options, const JobReturn *back, const gint *stop)
{
	GPtrArray *lanes = g_ptr_array_new_with_free_func(lane_destroy);
	if (options->via == SEND_VIA_SENDMAIL)
		g_ptr_array_add(lanes, sendmail_lane_new(options, back, stop));
	if (options->via == SEND_VIA_MAILDIR) {
		Lane *lane = mail_lane_new(g_strdup("maildir"), NULL, 1, back);
		lane_staff(lane, maildir_carrier_new(options->maildir));
		g_ptr_array_add(lanes, lane);
	}
	if (options->via == SEND_VIA_SMTP)
		for (guint i = 0; options->relays && i < options->relays->len; i++)
			g_ptr_array_add(lanes,
					relay_lane_new(options->relays->pdata[i], back, stop));
	return lanes;
}

void
lane_put(Lane *lane, Job *job)
{
	g_async_queue_push(lane->waiting, job);
	if (lane->pool)
		webhook_pool_wake(lane->pool);
}

static gboolean
lane_is_for_domain(const Lane *lane, const char *domain)
{
	char **domains = lane->relay ? lane->relay->sender_domains : NULL;
	for (; domain && domains && *domains; domains++)
		if (g_ascii_strcasecmp(*domains, domain) == 0)
			return TRUE;
	return FALSE;
}

static gboolean
lane_is_for_any(const Lane *lane)
{
	return !lane->relay || !lane->relay->sender_domains || !*lane->relay->sender_domains;
}

Lane *
lane_for_sender(const GPtrArray *lanes, const char *sender, gint64 now_us, gboolean *none_out)
{
	const char *at = strrchr(sender, '@');
	gboolean own = FALSE;
	*none_out = TRUE;
	for (guint i = 0; i < lanes->len; i++)
		own = own || lane_is_for_domain(lanes->pdata[i], at ? at + 1 : NULL);
	for (guint i = 0; i < lanes->len; i++) {
		Lane *lane = lanes->pdata[i];
		if (own ? !lane_is_for_domain(lane, at + 1) : !lane_is_for_any(lane))
			continue;
		*none_out = FALSE;
		if (lane->down_until_us <= now_us)
			return lane;
	}
	return NULL;
}

guint
lane_mark_down(Lane *lane, gint64 now_us)
{
	guint wait_s = DOWN_LONGEST_S;
	if (lane->failures < 10)
		wait_s = MIN((guint)DOWN_FIRST_S << lane->failures, DOWN_LONGEST_S);
	lane->failures++;
	lane->down_until_us = now_us + wait_s * G_USEC_PER_SEC;
	return wait_s;
}

void
lane_mark_up(Lane *lane)
{
	lane->failures = 0;
	lane->down_until_us = 0;
}
