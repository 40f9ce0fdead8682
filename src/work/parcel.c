/*
 * Putting a message together for its lane, whole before anything is sent: so its size and
 * hash are known, and no store is needed while a slow relay takes it.
 */
#include "work/parcel.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

Parcel *
parcel_new(gint64 id, Lane *lane)
{
	Parcel *parcel = g_new0(Parcel, 1);
	parcel->id = id;
	parcel->lane = lane;
	parcel->job.letter.fd = -1;
	return parcel;
}

void
parcel_free(Parcel *parcel)
{
	if (!parcel)
		return;
	if (parcel->job.letter.fd >= 0)
		close(parcel->job.letter.fd);
	g_clear_pointer(&parcel->job.letter.bytes, g_bytes_unref);
	g_clear_pointer(&parcel->bytes, g_byte_array_unref);
	g_clear_pointer(&parcel->hash, sha256_free);
	send_result_clear(&parcel->job.result);
	outbox_row_free(parcel->row);
	g_free(parcel);
}

static gboolean
on_bytes(const char *bytes, gsize length, gpointer user_data)
{
	Parcel *parcel = user_data;
	sha256_add(parcel->hash, bytes, length);
	parcel->job.letter.size_bytes += (gint64)length;
	if (!parcel->bytes)
		return send_write_all(parcel->job.letter.fd, bytes, length);
	g_byte_array_append(parcel->bytes, (const guint8 *)bytes, (guint)length);
	return TRUE;
}

static gboolean
parcel_open(Parcel *parcel, Store *store, GError **error)
{
	parcel->hash = sha256_new();
	if (parcel->row->parts->len == 0) {
		parcel->bytes = g_byte_array_new();
		return TRUE;
	}
	g_autofree char *path = g_build_filename(store_dir(store), "outgoing-XXXXXX", NULL);
	parcel->job.letter.fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
	if (parcel->job.letter.fd < 0)
		return error_temp(error, "cannot create %s: %s", path, g_strerror(errno));
	unlink(path);
	return TRUE;
}

static gboolean
parcel_read(Parcel *parcel, Store *store, GError **error)
{
	GError *failure = NULL;
	parcel->row = outbox_get(store, parcel->id, &failure);
	if (parcel->row)
		return TRUE;
	if (!failure)
		return error_perm(error, "the message is no longer in the outbox");
	g_propagate_error(error, failure);
	return FALSE;
}

gboolean
parcel_fill(Parcel *parcel, Store *store, GError **error)
{
	if (!parcel_read(parcel, store, error) || !parcel_open(parcel, store, error) ||
	    !outbox_write(store, parcel->row, on_bytes, parcel, error))
		return FALSE;
	sha256_end(parcel->hash, parcel->sha256);
	Letter *letter = &parcel->job.letter;
	letter->token = parcel->row->token;
	letter->sender = parcel->row->sender;
	letter->recipient = parcel->row->recipient;
	if (parcel->bytes)
		letter->bytes = g_byte_array_free_to_bytes(g_steal_pointer(&parcel->bytes));
	parcel->job.post.endpoint = &parcel->lane->endpoint;
	parcel->job.post.id = parcel->row->message_id;
	parcel->job.post.body = letter->bytes;
	return TRUE;
}
