/*
 * The bytes of an outbox row as they go over the wire.  An attachment is decoded from the
 * received message, held to its hash and encoded anew, so no try differs from another.
 */
#include "base/error.h"
#include "mail/compose.h"
#include "store/accept.h"
#include "store/outbox.h"
#include "store/raw.h"

#include <string.h>

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

/* The received message whose parts are being relayed, taken apart once for all of them. */
typedef struct Opened {
	gint64 message; /* 0: none yet */
	Raw *raw;       /* NULL: it was erased */
	PartSource *parts;
} Opened;

static void
opened_close(Opened *opened)
{
	g_clear_pointer(&opened->parts, part_source_free);
	g_clear_pointer(&opened->raw, raw_free);
	opened->message = 0;
}

static gboolean
opened_turn_to(Opened *opened, Store *store, gint64 message, GError **error)
{
	GError *failure = NULL;
	if (opened->message == message)
		return TRUE;
	opened_close(opened);
	opened->raw = raw_open(store, message, &failure);
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	opened->message = message;
	if (opened->raw)
		opened->parts = raw_open_parts(opened->raw);
	return TRUE;
}

static gboolean
write_part(Opened *opened, const OutboxPart *part, PartSink sink, gpointer user_data,
	   GError **error)
{
	g_autoptr(GByteArray) lines = g_byte_array_new();
	g_autoptr(Sha256) hash = sha256_new();
	Relay relay = {.lines = lines, .hash = hash, .sink = sink, .user_data = user_data};
	gboolean decoded = FALSE;
	if (opened->parts && part->part == PART_WHOLE)
		decoded = raw_write(opened->raw, on_decoded, &relay, NULL);
	else if (opened->parts)
		decoded = part_source_decode(opened->parts, part->part, on_decoded, &relay);
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

static gboolean
write_parts(Store *store, const OutboxRow *row, PartSink sink, gpointer user_data, GError **error)
{
	Opened opened = {0};
	gboolean written = TRUE;
	for (guint n = 0; written && row->parts && n < row->parts->len; n++) {
		const OutboxPart *part = row->parts->pdata[n];
		written = opened_turn_to(&opened, store, part->message, error) &&
			  write_bytes(part->head, sink, user_data, error) &&
			  write_part(&opened, part, sink, user_data, error);
	}
	opened_close(&opened);
	return written;
}

gboolean
outbox_write(Store *store, const OutboxRow *row, PartSink sink, gpointer user_data, GError **error)
{
	if (!row->head)
		return error_perm(
			error,
			"the message held a text that was removed for good; its bytes are gone");
	return write_bytes(row->head, sink, user_data, error) &&
	       write_parts(store, row, sink, user_data, error) &&
	       write_bytes(row->tail, sink, user_data, error);
}
