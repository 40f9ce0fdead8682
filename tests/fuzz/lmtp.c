/*
 * LMTP: command lines and messages of any bytes, the latter in two pieces, which must
 * make no difference.
 */
#include "wire/lmtp_command.h"
#include "wire/lmtp_data.h"

#include <stdint.h>

static void
take(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
}

static void
check_data(const char *bytes, gsize length, gsize cut)
{
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) pieces = g_string_new(NULL);
	LmtpData one = DATA_LINE_START, two = DATA_LINE_START;
	gsize used = lmtp_data_decode(&one, bytes, length, take, whole);
	gsize first = lmtp_data_decode(&two, bytes, cut, take, pieces);
	if (two != DATA_END)
		first += lmtp_data_decode(&two, bytes + cut, length - cut, take, pieces);
	g_assert(one == two && used == first && g_string_equal(whole, pieces));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *arguments;
	LmtpMail mail = {0};
	gint64 size_bytes;
	gboolean is_last;
	g_autofree char *address = NULL;
	g_autofree char *line = g_strndup((const char *)data, size);
	(void)lmtp_verb_parse(line, &arguments);
	(void)lmtp_mail_parse(arguments, &mail);
	lmtp_mail_clear(&mail);
	(void)lmtp_rcpt_parse(arguments, TRUE, &address);
	(void)!lmtp_bdat_parse(arguments, &size_bytes, &is_last);
	if (size > 0)
		check_data((const char *)data + 1, size - 1, data[0] % size);
	return 0;
}
