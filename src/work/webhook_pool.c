/*
 * One thread is enough for all endpoints, for libcurl waits for all of them at once.
 */
#include "work/webhook_pool.h"

#include <unistd.h>

/* Only a wake-up that never came is found by it. */
#define WAIT_MS 1000

struct WebhookPool {
	Poster *poster;
	GAsyncQueue *waiting; /* Job* */
	const JobReturn *back;
	GThread *thread;
	gint ends;
};

static void
give_back(const WebhookPool *pool, WebhookPost *post)
{
	guint64 one = 1;
	Job *job = (Job *)(gpointer)((char *)post - G_STRUCT_OFFSET(Job, post));
	job->result = post->result;
	post->result = (SendResult){0};
	job->took_ms = g_get_monotonic_time() / 1000 - job->took_ms;
	g_async_queue_push(pool->back->jobs, job);
	while (write(pool->back->event_fd, &one, sizeof(one)) < 0)
		; /* interrupted: the counter can't overflow */
}

static gpointer
pool_work(gpointer data)
{
	WebhookPool *pool = data;
	while (!g_atomic_int_get(&pool->ends)) {
		for (Job *job; (job = g_async_queue_try_pop(pool->waiting));) {
			job->took_ms = g_get_monotonic_time() / 1000;
			poster_start(pool->poster, &job->post);
		}
		for (WebhookPost *post; (post = poster_next(pool->poster));)
			give_back(pool, post);
		poster_wait(pool->poster, WAIT_MS);
	}
	return NULL;
}

WebhookPool *
webhook_pool_new(const WebhookLimits *limits, const JobReturn *back)
{
	WebhookPool *pool = g_new0(WebhookPool, 1);
	pool->poster = poster_new(limits);
	pool->waiting = g_async_queue_new();
	pool->back = back;
	pool->thread = g_thread_new("webhooks", pool_work, pool);
	return pool;
}

void
webhook_pool_free(WebhookPool *pool)
{
	if (!pool)
		return;
	g_atomic_int_set(&pool->ends, 1);
	poster_wake(pool->poster);
	g_thread_join(pool->thread);
	for (Job *job; (job = g_async_queue_try_pop(pool->waiting));)
		poster_start(pool->poster, &job->post);
	poster_stop(pool->poster);
	for (WebhookPost *post; (post = poster_next(pool->poster));)
		give_back(pool, post);
	poster_free(pool->poster);
	g_async_queue_unref(pool->waiting);
	g_free(pool);
}

GAsyncQueue *
webhook_pool_queue(WebhookPool *pool)
{
	return pool->waiting;
}

void
webhook_pool_wake(WebhookPool *pool)
{
	poster_wake(pool->poster);
}
