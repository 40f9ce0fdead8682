/*
 * The bytes of an outbox row as they go over the wire.  An attachment is decoded from the
 * received message, held to its hash and encoded anew, so no try differs from another.
 */
#include "base/error.h"
#include "mail/compose.h"
#include "store/accept.h"
#include "store/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* On the way from a received part to the sink. */
typedef struct Relay {
	PartEncoder encoder;
	GByteArray *lines; /* encoded, of one piece */
	Sha256 *hash;      /* of the decoded bytes */
	PartSink sink;
	gpointer user_data;
	gboolean stopped; /* by the sink */
} Relay;

static gboolean
relay_piece(Relay *relay, const char *bytes, gsize length, gboolean last)
{
	g_byte_array_set_size(relay->lines, 0);
	part_encode(&relay->encoder, bytes, length, last, relay->lines);
	if (relay->lines->len > 0 &&
	    !relay->sink((const char *)relay->lines->data, relay->lines->len, relay->user_data))
		relay->stopped = TRUE;
	return !relay->stopped;
}

static gboolean
on_decoded(const char *bytes, gsize length, gpointer user_data)
{
	Relay *relay = user_data;
	sha256_add(relay->hash, bytes, length);
	return relay_piece(relay, bytes, length, FALSE);
}

static gboolean
decode_big(Store *store, const char *accept_id, guint part, Relay *relay, gboolean *decoded_out,
	   GError **error)
{
	g_autofree char *path = store_big_path(store, accept_id);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT) {
		*decoded_out = FALSE;
		return TRUE;
	}
	if (fd < 0)
		return error_temp(error, "store: cannot read %s: %s", path, g_strerror(errno));
	*decoded_out = part_decode_fd(fd, part, on_decoded, relay);
	close(fd);
	return TRUE;
}

/* `decoded_out`: whether message and part are still there. */
static gboolean
decode_part(Store *store, const OutboxPart *part, Relay *relay, gboolean *decoded_out,
	    GError **error)
{
	static const char sql[] = "SELECT accept_id, is_big, raw FROM message WHERE id = $1";
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", part->message);
	GError *failure = NULL;
	gboolean there = query_next(query, &failure);
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	*decoded_out = FALSE;
	if (!there)
		return TRUE;
	if (query_int(query, 1) != 0)
		return decode_big(store, query_text(query, 0), part->part, relay, decoded_out,
				  error);
	g_autoptr(GBytes) raw = query_bytes(query, 2);
	*decoded_out = raw && part_decode_bytes(raw, part->part, on_decoded, relay);
	return TRUE;
}

static gboolean
write_part(Store *store, const OutboxPart *part, PartSink sink, gpointer user_data, GError **error)
{
	g_autoptr(GByteArray) lines = g_byte_array_new();
	g_autoptr(Sha256) hash = sha256_new();
	Relay relay = {.lines = lines, .hash = hash, .sink = sink, .user_data = user_data};
	gboolean decoded = FALSE;
	if (!decode_part(store, part, &relay, &decoded, error))
		return FALSE;
	if (decoded)
		decoded = relay_piece(&relay, NULL, 0, TRUE);
	if (relay.stopped)
		return error_temp(error, "the message could not be written whole");
	guint8 digest[SHA256_BYTES];
	sha256_end(hash, digest);
	if (!decoded || memcmp(digest, part->sha256, sizeof(digest)) != 0)
		return error_perm(error,
				  "an attachment, part %u of received message %" G_GINT64_FORMAT
				  ", is gone or no longer what it was",
				  part->part, part->message);
	return TRUE;
}

static gboolean
write_bytes(GBytes *bytes, PartSink sink, gpointer user_data, GError **error)
{
	gsize length = 0;
	const char *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;
	if (length == 0 || sink(data, length, user_data))
		return TRUE;
	return error_temp(error, "the message could not be written whole");
}

gboolean
outbox_write(Store *store, const OutboxRow *row, PartSink sink, gpointer user_data, GError **error)
{
	if (!row->head)
		return error_perm(error, "the message's bytes have been erased");
	if (!write_bytes(row->head, sink, user_data, error))
		return FALSE;
	for (guint n = 0; row->parts && n < row->parts->len; n++) {
		const OutboxPart *part = row->parts->pdata[n];
		if (!write_bytes(part->head, sink, user_data, error) ||
		    !write_part(store, part, sink, user_data, error))
			return FALSE;
	}
	return write_bytes(row->tail, sink, user_data, error);
}
