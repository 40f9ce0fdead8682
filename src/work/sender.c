/*
 * The last step of the path: outbox rows become mail.  A turn of the loop settles in one
 * transaction what became of messages and marks the next ones as tried; only when that
 * is on disk are these handed to their lanes.  So a death at any point leaves rows that
 * fall due again by themselves.
 */
#include "work/sender.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "store/endpoints.h"
#include "work/endpoint_lanes.h"
#include "work/parcel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define MINUTE_MS    ((gint64)60 * 1000)
#define HOUR_MS      (60 * MINUTE_MS)
#define GIVE_UP_MS   (5 * 24 * HOUR_MS)
#define PUT_OFF_MS   (15 * MINUTE_MS)
#define POLL_MS      1000
#define STOP_WAIT_US (10 * G_USEC_PER_SEC)
#define EXIT_TEMP    75
/* Rows looked at to find some for a lane that has room, where there are several. */
#define LOOK_ROWS 200
/* However long an endpoint asks to be left alone. */
#define AGAIN_MS_MAX (24 * HOUR_MS)
/* An event has its answer, or has failed, long before. */
#define EVENT_PUT_OFF_MS (5 * MINUTE_MS)
/* A relay that can't be reached has seen nothing of the message: then never wait longer. */
#define DOWN_RETRY_MS (15 * MINUTE_MS)

typedef struct Sender {
	Store *store;
	const SenderOptions *options;
	gint64 fixed_now_ms; /* of sender_once(); 0: ask the clock */
	GPtrArray *lanes;    /* of mail */
	EndpointLanes *endpoints;
	JobReturn back;
	GHashTable *under_way; /* row numbers */
	GPtrArray *ended;      /* Parcel*, not settled yet */
	guint sent;
	guint put_off; /* rows, in this turn: there may be others behind them */
	gint stop;     /* the carriers' sign to let go */
} Sender;

gint64
sender_retry_ms(gint64 id, gint64 tries)
{
	static const gint64 steps_min[] = {1, 5, 15, 30, 60, 120, 240};
	gint64 step = CLAMP(tries - 1, 0, (gint64)G_N_ELEMENTS(steps_min) - 1);
	gint64 wait_ms = steps_min[step] * MINUTE_MS;
	/* What failed together shall not come back together: -100 to 100 thousandths. */
	guint32 mixed = (guint32)(id * 31 + tries) * 2654435761u;
	gint64 thousandths = (gint64)((guint64)mixed * 201 >> 32) - 100;
	return wait_ms + wait_ms * thousandths / 1000;
}

static gint64
now_ms(const Sender *sender)
{
	return sender->fixed_now_ms ? sender->fixed_now_ms : clock_now_ms();
}

static gint64
put_off_ms(const Sender *sender)
{
	return sender->options->put_off_ms ? sender->options->put_off_ms : PUT_OFF_MS;
}

static void
parcel_destroy(gpointer parcel)
{
	parcel_free(parcel);
}

/* --- what became of messages --- */

static const char *
outcome_name(SendOutcome outcome)
{
	static const char *const names[] = {
		[SEND_SENT] = "sent",       [SEND_TEMP] = "later", [SEND_PERM] = "failed",
		[SEND_UNKNOWN] = "unknown", [SEND_DOWN] = "down",  [SEND_STOPPED] = "stopped"};
	return names[outcome];
}

/* One line per mail out. */
static void
log_end(const Parcel *parcel)
{
	const OutboxRow *row = parcel->row;
	g_autofree char *to = log_safe(row ? row->recipient : NULL);
	g_autofree char *why = log_safe(parcel->job.result.answer);
	log_info("mail=%s row=%" G_GINT64_FORMAT " case=%" G_GINT64_FORMAT " kind=%s to=%s via=%s "
		 "try=%" G_GINT64_FORMAT " ms=%" G_GINT64_FORMAT " why=%s",
		 outcome_name(parcel->job.result.outcome), parcel->id, row ? row->case_id : 0,
		 row ? row->kind : "-", to, parcel->lane->name, row ? row->tries : 0,
		 parcel->job.took_ms, why);
}

static void
note_lane(const Parcel *parcel)
{
	gint64 now_us = g_get_monotonic_time();
	if (parcel->job.result.outcome == SEND_STOPPED)
		return;
	if (parcel->job.result.outcome != SEND_DOWN) {
		lane_mark_up(parcel->lane);
		return;
	}
	if (parcel->lane->down_until_us > now_us)
		return; /* its neighbour has said so */
	g_autofree char *why = log_safe(parcel->job.result.answer);
	guint wait_s = lane_mark_down(parcel->lane, now_us);
	log_warn("relay=%s down_s=%u why=%s", parcel->lane->name, wait_s, why);
}

static gboolean
is_event(const Parcel *parcel)
{
	return parcel->lane->endpoint.url != NULL;
}

/* After what it is given up; NULL: it isn't. */
static const char *
is_given_up(const Sender *sender, const Parcel *parcel)
{
	SendOutcome outcome = parcel->job.result.outcome;
	const OutboxRow *row = parcel->row;
	if (!row || (outcome != SEND_TEMP && outcome != SEND_UNKNOWN && outcome != SEND_DOWN))
		return NULL;
	if (is_event(parcel))
		return row->tries >= EVENT_TRIES ? "10 tries" : NULL;
	return now_ms(sender) - row->created_ms >= GIVE_UP_MS ? "5 days" : NULL;
}

/* What the queue and staff are told. (transfer full) */
static char *
end_words(const Parcel *parcel, const char *given_up, const char *answer)
{
	if (parcel->job.result.is_gone)
		return g_strdup_printf("%s: %s wants no events any more, so none are posted until "
				       "\"casemate partner set\" sets its url again",
				       answer, parcel->lane->name);
	return g_strconcat(given_up ? "given up after " : "", given_up ? given_up : "",
			   given_up ? ": " : "", answer, NULL);
}

/* Takes back a parcel: all that isn't repeated should the store refuse to note it. */
static void
take_back(Sender *sender, Parcel *parcel)
{
	SendResult *result = &parcel->job.result;
	g_autofree char *answer = g_steal_pointer(&result->answer);
	g_autofree char *valid = text_make_valid(answer, strlen(answer));
	const char *given_up = is_given_up(sender, parcel);
	g_autofree char *text = end_words(parcel, given_up, valid);
	result->answer = header_safe(text);
	parcel->lane->busy--;
	note_lane(parcel);
	if (given_up)
		result->outcome = SEND_PERM;
	log_end(parcel);
	g_ptr_array_add(sender->ended, parcel);
}

static gboolean
settle_later(Sender *sender, const Parcel *parcel, GError **error)
{
	gint64 wait_ms = sender_retry_ms(parcel->id, parcel->row ? parcel->row->tries : 1);
	if (parcel->job.result.outcome == SEND_UNKNOWN)
		wait_ms = MAX(wait_ms, put_off_ms(sender));
	if (parcel->job.result.outcome == SEND_DOWN)
		wait_ms = MIN(wait_ms, DOWN_RETRY_MS);
	return outbox_mark_later(sender->store, parcel->id, now_ms(sender) + wait_ms,
				 parcel->job.result.answer, error);
}

static gboolean
settle_event_later(Sender *sender, const Parcel *parcel, GError **error)
{
	const SendResult *result = &parcel->job.result;
	gint64 asked_ms = MIN(result->again_s, AGAIN_MS_MAX / 1000) * 1000;
	gint64 wait_ms = event_retry_ms(parcel->id, parcel->row ? parcel->row->tries : 1);
	return outbox_mark_later(sender->store, parcel->id, now_ms(sender) + MAX(wait_ms, asked_ms),
				 result->answer, error);
}

/* The same row may go to the endpoint that comes after this one. */
static gboolean
settle_failed(Sender *sender, const Parcel *parcel, GError **error)
{
	const SendResult *result = &parcel->job.result;
	if (result->is_gone &&
	    !endpoint_switch_off(sender->store, parcel->lane->name, result->answer, error))
		return FALSE;
	return outbox_mark_failed(sender->store, parcel->id, now_ms(sender), result->answer, error);
}

/* Another relay may take it at once; the try at this one then doesn't count. */
static gboolean
settle_down(Sender *sender, const Parcel *parcel, GError **error)
{
	gboolean none = FALSE;
	if (lane_for_sender(sender->lanes, parcel->row->sender, g_get_monotonic_time(), &none))
		return outbox_mark_untried(sender->store, parcel->id, now_ms(sender), error);
	return settle_later(sender, parcel, error);
}

static gboolean
settle(Sender *sender, const Parcel *parcel, GError **error)
{
	switch (parcel->job.result.outcome) {
	case SEND_SENT:
		return outbox_mark_sent(sender->store, parcel->id, now_ms(sender), parcel->sha256,
					error);
	case SEND_PERM:
		return settle_failed(sender, parcel, error);
	case SEND_TEMP:
	case SEND_UNKNOWN:
		return is_event(parcel) ? settle_event_later(sender, parcel, error)
					: settle_later(sender, parcel, error);
	case SEND_DOWN:
		return is_event(parcel) ? settle_event_later(sender, parcel, error)
					: settle_down(sender, parcel, error);
	case SEND_STOPPED:
		return outbox_mark_untried(sender->store, parcel->id, now_ms(sender), error);
	}
	g_assert_not_reached();
}

/* After the commit. */
static void
forget_ended(Sender *sender)
{
	for (guint i = 0; i < sender->ended->len; i++) {
		Parcel *parcel = sender->ended->pdata[i];
		sender->sent += parcel->job.result.outcome == SEND_SENT;
		g_hash_table_remove(sender->under_way, &parcel->id);
	}
	g_ptr_array_set_size(sender->ended, 0);
}

/* --- what goes next --- */

static gboolean
no_lane(Sender *sender, const OutboxRow *row, gboolean none, GError **error)
{
	gint64 due_ms = now_ms(sender) + MINUTE_MS;
	sender->put_off++;
	if (!none) /* out of the way of those for other relays */
		return outbox_put_off(sender->store, row->id, due_ms, error);
	g_autofree char *sender_safe = header_safe(row->sender);
	g_autofree char *why = g_strdup_printf("no relay is set up for mail from %s", sender_safe);
	log_warn("mail=later row=%" G_GINT64_FORMAT " why=\"no relay is set up for its sender\"",
		 row->id);
	return outbox_mark_later(sender->store, row->id, due_ms, why, error);
}

/* Marks what there is room for as tried, and adds its parcel to `next`. */
static gboolean
choose_row(Sender *sender, const OutboxRow *row, GPtrArray *next, GError **error)
{
	gboolean none = FALSE;
	if (g_hash_table_contains(sender->under_way, &row->id))
		return TRUE; /* made due by hand meanwhile */
	Lane *lane = lane_for_sender(sender->lanes, row->sender, g_get_monotonic_time(), &none);
	if (!lane)
		return no_lane(sender, row, none, error);
	if (lane->busy >= lane->width)
		return TRUE;
	if (!outbox_mark_tried(sender->store, row->id, now_ms(sender) + put_off_ms(sender), error))
		return FALSE;
	lane->busy++;
	g_ptr_array_add(next, parcel_new(row->id, lane));
	return TRUE;
}

/* How many rows are worth looking at now; 0 if no lane has room. */
static guint
rows_to_look_at(const Sender *sender)
{
	guint room = 0;
	gint64 now_us = g_get_monotonic_time();
	for (guint i = 0; i < sender->lanes->len; i++) {
		const Lane *lane = sender->lanes->pdata[i];
		if (lane->down_until_us <= now_us)
			room += lane->width - lane->busy;
	}
	if (room == 0)
		return 0;
	return sender->lanes->len > 1 ? LOOK_ROWS : room + g_hash_table_size(sender->under_way);
}

static gboolean
choose(Sender *sender, guint look, GPtrArray *next, GError **error)
{
	g_autoptr(GPtrArray) rows = outbox_due(sender->store, now_ms(sender), look, error);
	if (!rows)
		return FALSE;
	for (guint i = 0; i < rows->len; i++)
		if (!choose_row(sender, rows->pdata[i], next, error))
			return FALSE;
	return TRUE;
}

/* Who was told by its program and is no longer: staff has to know what that one doesn't. */
static gboolean
fail_events_for(Sender *sender, const char *partner, GError **error)
{
	gint64 now = now_ms(sender);
	g_autoptr(GPtrArray) rows =
		outbox_due_events(sender->store, partner, now, LOOK_ROWS, error);
	g_autofree char *why = g_strdup_printf("%s has no endpoint any more", partner);
	for (guint i = 0; rows && i < rows->len; i++)
		if (!outbox_mark_failed(sender->store, ((OutboxRow *)rows->pdata[i])->id, now, why,
					error))
			return FALSE;
	return rows != NULL;
}

/* Those for an endpoint that is switched off wait. */
static gboolean
leave_events_for(Sender *sender, const char *partner, GError **error)
{
	gboolean known = FALSE;
	return endpoint_is_known(sender->store, partner, &known, error) &&
	       (known || fail_events_for(sender, partner, error));
}

static gboolean
choose_events_for(Sender *sender, const char *partner, GPtrArray *next, GError **error)
{
	GError *failure = NULL;
	gint64 now = now_ms(sender);
	Lane *lane = endpoint_lanes_get(sender->endpoints, sender->store, partner, &failure);
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (!lane)
		return leave_events_for(sender, partner, error);
	if (lane->busy >= lane->width || lane->down_until_us > g_get_monotonic_time())
		return TRUE;
	g_autoptr(GPtrArray) rows =
		outbox_due_events(sender->store, partner, now, lane->width, error);
	for (guint i = 0; rows && i < rows->len && lane->busy < lane->width; i++) {
		const OutboxRow *row = rows->pdata[i];
		if (g_hash_table_contains(sender->under_way, &row->id))
			continue;
		if (!outbox_mark_tried(sender->store, row->id, now + EVENT_PUT_OFF_MS, error))
			return FALSE;
		lane->busy++;
		g_ptr_array_add(next, parcel_new(row->id, lane));
	}
	return rows != NULL;
}

static gboolean
choose_events(Sender *sender, const GPtrArray *partners, GPtrArray *next, GError **error)
{
	for (guint i = 0; i < partners->len; i++)
		if (!choose_events_for(sender, partners->pdata[i], next, error))
			return FALSE;
	return TRUE;
}

/* Both in one transaction. */
static gboolean
settle_and_choose(Sender *sender, guint look, const GPtrArray *partners, GPtrArray *next,
		  GError **error)
{
	if (!store_begin(sender->store, error))
		return FALSE;
	gboolean done = TRUE;
	for (guint i = 0; done && i < sender->ended->len; i++)
		done = settle(sender, sender->ended->pdata[i], error);
	if (done && look > 0)
		done = choose(sender, look, next, error);
	if (done)
		done = choose_events(sender, partners, next, error);
	if (done && store_commit(sender->store, error))
		return TRUE;
	store_rollback(sender->store);
	for (guint i = 0; i < next->len; i++)
		((Parcel *)next->pdata[i])->lane->busy--;
	return FALSE;
}

/* The row is marked as tried, on disk: off it goes. */
static void
dispatch(Sender *sender, Parcel *parcel)
{
	g_autoptr(GError) error = NULL;
	g_hash_table_add(sender->under_way, &parcel->id);
	parcel->job.post.now_s = now_ms(sender) / 1000;
	if (parcel_fill(parcel, sender->store, &error)) {
		lane_put(parcel->lane, &parcel->job);
		return;
	}
	gboolean perm = g_error_matches(error, CM_ERROR, CM_ERROR_PERM);
	parcel->job.result.outcome = perm ? SEND_PERM : SEND_TEMP;
	parcel->job.result.answer = g_strdup(error->message);
	take_back(sender, parcel);
}

/* --- the loop --- */

static void
take_back_all(Sender *sender)
{
	guint64 count = 0;
	if (read(sender->back.event_fd, &count, sizeof(count)) < 0 && errno != EAGAIN)
		log_error("why=\"eventfd: %s\"", g_strerror(errno));
	for (Job *job; (job = g_async_queue_try_pop(sender->back.jobs));)
		take_back(sender, (Parcel *)job);
}

/* Nothing to wait for: the next turn has work. */
static gboolean
has_more(const Sender *sender)
{
	return sender->ended->len > 0 || sender->put_off > 0;
}

/* One turn. `busy_out`: whether there is to be another. */
static gboolean
turn(Sender *sender, gboolean closing, gboolean *busy_out, GError **error)
{
	gint64 due_ms = -1;
	sender->put_off = 0;
	take_back_all(sender);
	guint look = closing ? 0 : rows_to_look_at(sender);
	if (look > 0 && !outbox_next_due(sender->store, &due_ms, error))
		return FALSE;
	if (due_ms < 0 || due_ms > now_ms(sender))
		look = 0;
	g_autoptr(GPtrArray) partners =
		closing ? g_ptr_array_new()
			: outbox_due_partners(sender->store, now_ms(sender), error);
	if (!partners)
		return FALSE;
	if (look > 0 || partners->len > 0 || sender->ended->len > 0) {
		g_autoptr(GPtrArray) next = g_ptr_array_new();
		if (!settle_and_choose(sender, look, partners, next, error)) {
			g_ptr_array_set_free_func(next, parcel_destroy);
			return FALSE;
		}
		forget_ended(sender);
		for (guint i = 0; i < next->len; i++)
			dispatch(sender, next->pdata[i]);
	}
	*busy_out = g_hash_table_size(sender->under_way) > 0 || has_more(sender);
	return TRUE;
}

static void
sender_close(Sender *sender)
{
	g_atomic_int_set(&sender->stop, 1);
	g_clear_pointer(&sender->lanes, g_ptr_array_unref); /* waits for the threads */
	g_clear_pointer(&sender->endpoints, endpoint_lanes_free);
	g_clear_pointer(&sender->ended, g_ptr_array_unref);
	g_clear_pointer(&sender->under_way, g_hash_table_unref);
	for (Job *job; (job = g_async_queue_try_pop(sender->back.jobs));)
		parcel_free((Parcel *)job);
	g_clear_pointer(&sender->back.jobs, g_async_queue_unref);
	close(sender->back.event_fd);
}

static void
sender_open(Sender *sender)
{
	signal(SIGPIPE, SIG_IGN);
	sender->back.jobs = g_async_queue_new();
	sender->back.event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sender->ended = g_ptr_array_new_with_free_func(parcel_destroy);
	sender->under_way = g_hash_table_new(g_int64_hash, g_int64_equal);
	sender->lanes = lanes_new(sender->options->send, &sender->back, &sender->stop);
	sender->endpoints = endpoint_lanes_new(&sender->options->webhooks, &sender->back);
}

/* Held as long as the descriptor is open; -1: another sender has it, or an error is set. */
static int
lock_take(const char *store_dir, GError **error)
{
	g_autofree char *path = g_build_filename(store_dir, "sender.lock", NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		error_temp(error, "cannot open %s: %s", path, g_strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (errno != EWOULDBLOCK)
		error_temp(error, "cannot lock %s: %s", path, g_strerror(errno));
	close(fd);
	return -1;
}

static gboolean
send_due(Sender *sender, GError **error)
{
	gboolean busy = TRUE;
	while (turn(sender, FALSE, &busy, error)) {
		if (!busy)
			return TRUE;
		struct pollfd done = {.fd = sender->back.event_fd, .events = POLLIN};
		if (!has_more(sender))
			poll(&done, 1, POLL_MS);
	}
	return FALSE;
}

gboolean
sender_once(Store *store, const SenderOptions *options, gint64 now, guint *sent_out, GError **error)
{
	GError *failure = NULL;
	int lock = lock_take(store_dir(store), &failure);
	if (lock < 0 && !failure)
		return error_temp(error, "another sender is at work on %s", store_dir(store));
	if (lock < 0) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	Sender sender = {.store = store, .options = options, .fixed_now_ms = now};
	sender_open(&sender);
	gboolean done = send_due(&sender, error);
	sender_close(&sender);
	close(lock);
	if (done && sent_out)
		*sent_out = sender.sent;
	return done;
}

/* What sender_run() waits for. */
typedef struct Signs {
	int signal_fd;
	int wake_fd;
} Signs;

/* Takes what is there, so that it isn't reported again; FALSE if the other end is closed. */
static gboolean
drain(int fd)
{
	char bytes[512];
	gssize got = read(fd, bytes, sizeof(bytes));
	return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Until something happens, at most POLL_MS. TRUE: we are told to end. */
static gboolean
wait_for_sign(const Sender *sender, Signs *signs)
{
	struct pollfd fds[] = {
		{.fd = signs->signal_fd, .events = POLLIN},
		{.fd = sender->back.event_fd, .events = POLLIN},
		{.fd = signs->wake_fd, .events = POLLIN},
	};
	if (poll(fds, G_N_ELEMENTS(fds), has_more(sender) ? 0 : POLL_MS) <= 0)
		return FALSE;
	if (fds[2].revents && !drain(signs->wake_fd))
		signs->wake_fd = -1;
	return fds[0].revents != 0;
}

/* A store that fails now may work in a second: nothing of what ended is lost by waiting. */
static gboolean
turn_or_log(Sender *sender, gboolean closing)
{
	gboolean busy = TRUE;
	g_autoptr(GError) error = NULL;
	if (turn(sender, closing, &busy, &error))
		return busy;
	g_autofree char *why = log_safe(error->message);
	log_error("why=%s", why);
	g_usleep(POLL_MS * 1000);
	return TRUE;
}

static void
finish(Sender *sender)
{
	gint64 patience_us = g_get_monotonic_time() + STOP_WAIT_US;
	gint64 end_us = patience_us + STOP_WAIT_US;
	while (turn_or_log(sender, TRUE) && g_get_monotonic_time() < end_us) {
		struct pollfd done = {.fd = sender->back.event_fd, .events = POLLIN};
		if (!has_more(sender))
			poll(&done, 1, POLL_MS);
		if (g_get_monotonic_time() > patience_us)
			g_atomic_int_set(&sender->stop, 1);
	}
}

static int
block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* TRUE: told to end before the lock was free. */
static gboolean
wait_for_lock(const char *dir, int signal_fd, int *lock_out)
{
	for (gboolean told = FALSE;;) {
		g_autoptr(GError) error = NULL;
		struct pollfd sign = {.fd = signal_fd, .events = POLLIN};
		*lock_out = lock_take(dir, &error);
		if (*lock_out >= 0)
			return FALSE;
		if (!told)
			log_warn("why=\"%s\"",
				 error ? error->message : "waiting for another sender");
		told = TRUE;
		if (poll(&sign, 1, POLL_MS) > 0)
			return TRUE;
	}
}

int
sender_run(const SenderOptions *options)
{
	g_autoptr(GError) error = NULL;
	int lock = -1;
	Signs signs = {.signal_fd = block_signals(), .wake_fd = options->wake_fd};
	if (wait_for_lock(options->store_dir, signs.signal_fd, &lock))
		return 0;
	g_autoptr(Store) store = store_open(options->store_dir, options->schema_dir, &error);
	if (!store) {
		log_error("why=\"%s\"", error->message);
		return EXIT_TEMP;
	}
	Sender sender = {.store = store, .options = options};
	sender_open(&sender);
	gboolean in_place = TRUE;
	do {
		turn_or_log(&sender, FALSE);
		in_place = store_is_in_place(store, NULL);
	} while (in_place && !wait_for_sign(&sender, &signs));
	if (in_place)
		finish(&sender);
	sender_close(&sender);
	close(lock);
	close(signs.signal_fd);
	return in_place ? 0 : EXIT_TEMP;
}
