/*
 * What the carriers share: reading a letter, checking an address, letting go of
 * settings and results.
 */
#include "wire/send.h"

#include <errno.h>
#include <unistd.h>

/* A path of RFC 5321 4.5.3.1.3 without its brackets. */
#define ADDRESS_BYTES_MAX 254

void
send_result_clear(SendResult *result)
{
	g_clear_pointer(&result->answer, g_free);
}

gssize
letter_read(const Letter *letter, gint64 offset, char *buffer, gsize size)
{
	gsize left = (gsize)MAX(letter->size_bytes - offset, 0);
	gsize want = MIN(size, left);
	if (letter->bytes) {
		const char *data = g_bytes_get_data(letter->bytes, NULL);
		if (want > 0)
			memcpy(buffer, data + offset, want);
		return (gssize)want;
	}
	gssize got;
	do
		got = pread(letter->fd, buffer, want, offset);
	while (got < 0 && errno == EINTR);
	return got == 0 && want > 0 ? -1 : got; /* shorter than it was: never a whole message */
}

gboolean
send_write_all(int fd, const char *bytes, gsize length)
{
	while (length > 0) {
		gssize written = write(fd, bytes, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return FALSE;
		bytes += written;
		length -= (gsize)written;
	}
	return TRUE;
}

gboolean
address_is_sendable(const char *address)
{
	if (!*address || *address == '-' || strlen(address) > ADDRESS_BYTES_MAX)
		return FALSE;
	for (const char *c = address; *c; c++)
		if (g_ascii_iscntrl(*c) || *c == '<' || *c == '>')
			return FALSE;
	return g_utf8_validate(address, -1, NULL);
}

void
send_relay_free(SendRelay *relay)
{
	if (!relay)
		return;
	g_free(relay->host);
	g_free(relay->ca_file);
	g_free(relay->helo);
	g_free(relay->user);
	g_free(relay->password_file);
	g_free(relay->token_file);
	g_free(relay->token_command);
	g_strfreev(relay->sender_domains);
	g_free(relay);
}

guint
send_relay_port(const SendRelay *relay)
{
	if (relay->port)
		return relay->port;
	return relay->tls == RELAY_TLS_IMPLICIT ? 465 : 25;
}

char *
send_relay_name(const SendRelay *relay)
{
	return g_strdup_printf("%s:%u", relay->host, send_relay_port(relay));
}

void
send_options_clear(SendOptions *options)
{
	g_clear_pointer(&options->relays, g_ptr_array_unref);
	g_clear_pointer(&options->sendmail_path, g_free);
	g_clear_pointer(&options->maildir, g_free);
}
