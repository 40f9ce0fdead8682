/*
 * Collects a message from a connection or from the spool.  However large it is, no
 * more than LIMIT_INLINE_MESSAGE_BYTES of it are in memory.
 */
#include "work/incoming.h"

#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* The disk starts on this much while the rest still comes in; the sync at the end is short. */
enum { WRITE_BEHIND_BYTES = 1024 * 1024 };

struct Incoming {
	const char *store_dir;
	char accept_id[ACCEPT_ID_LENGTH + 1];
	gint64 now_ms;
	gint64 size_bytes;
	Sha256 *sha256;
	GByteArray *small; /* NULL: it is big, or complete */
	GBytes *raw;       /* small and complete */
	int big_fd;        /* -1: none; open to the end, as its lock keeps the sweep away */
	gboolean owns_file;
	gint64 pushed_bytes;
};

Incoming *
incoming_new(const char *store_dir, const char *accept_id, gint64 now_ms)
{
	Incoming *incoming = g_new0(Incoming, 1);
	incoming->store_dir = store_dir;
	incoming->now_ms = now_ms;
	incoming->sha256 = sha256_new();
	incoming->small = g_byte_array_new();
	incoming->big_fd = -1;
	if (accept_id) {
		g_strlcpy(incoming->accept_id, accept_id, sizeof(incoming->accept_id));
		return incoming;
	}
	guint8 random[10];
	random_fill(random, sizeof(random));
	accept_id_make(now_ms, random, incoming->accept_id);
	return incoming;
}

void
incoming_free(Incoming *incoming)
{
	if (!incoming)
		return;
	if (incoming->owns_file) {
		g_autofree char *path =
			g_build_filename(incoming->store_dir, "big", incoming->accept_id, NULL);
		unlink(path);
	}
	if (incoming->big_fd >= 0)
		close(incoming->big_fd);
	g_clear_pointer(&incoming->small, g_byte_array_unref);
	g_clear_pointer(&incoming->raw, g_bytes_unref);
	sha256_free(incoming->sha256);
	g_free(incoming);
}

static gboolean
file_write(Incoming *incoming, const void *bytes, gsize length, GError **error)
{
	const char *at = bytes;
	while (length) {
		ssize_t n = write(incoming->big_fd, at, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return error_temp(error, "store: cannot write a big message: %s",
					  g_strerror(n < 0 ? errno : ENOSPC));
		at += n;
		length -= (gsize)n;
	}
	return TRUE;
}

static void
file_push(Incoming *incoming)
{
	gint64 behind = incoming->size_bytes - incoming->pushed_bytes;
	if (behind < WRITE_BEHIND_BYTES)
		return;
	/* Only a hint: the sync at the end is what counts. */
	(void)sync_file_range(incoming->big_fd, incoming->pushed_bytes, behind,
			      SYNC_FILE_RANGE_WRITE);
	incoming->pushed_bytes += behind;
}

/* It has outgrown memory: what there is goes to the file first. */
static gboolean
file_begin(Incoming *incoming, GError **error)
{
	incoming->big_fd = big_file_create(incoming->store_dir, incoming->accept_id, error);
	if (incoming->big_fd < 0)
		return FALSE;
	incoming->owns_file = TRUE;
	g_autoptr(GByteArray) small = g_steal_pointer(&incoming->small);
	return file_write(incoming, small->data, small->len, error);
}

gboolean
incoming_add(Incoming *incoming, const void *bytes, gsize length, GError **error)
{
	sha256_add(incoming->sha256, bytes, length);
	incoming->size_bytes += (gint64)length;
	if (incoming->small && incoming->size_bytes <= LIMIT_INLINE_MESSAGE_BYTES) {
		g_byte_array_append(incoming->small, bytes, (guint)length);
		return TRUE;
	}
	if (incoming->small && !file_begin(incoming, error))
		return FALSE;
	if (!file_write(incoming, bytes, length, error))
		return FALSE;
	file_push(incoming);
	return TRUE;
}

gboolean
incoming_complete(Incoming *incoming, Arrival *arrival, GError **error)
{
	if (incoming->big_fd >= 0) {
		if (!big_file_sync(incoming->store_dir, incoming->big_fd, error))
			return FALSE;
	} else {
		incoming->raw = g_byte_array_free_to_bytes(g_steal_pointer(&incoming->small));
	}
	memcpy(arrival->accept_id, incoming->accept_id, sizeof(arrival->accept_id));
	arrival->accepted_ms = incoming->now_ms;
	arrival->size_bytes = incoming->size_bytes;
	sha256_end(incoming->sha256, arrival->sha256);
	arrival->raw = incoming->raw;
	return TRUE;
}

void
incoming_keep_file(Incoming *incoming)
{
	incoming->owns_file = FALSE;
}
