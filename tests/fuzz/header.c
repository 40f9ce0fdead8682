/*
 * A charset's name on the first line, then any bytes as a header field: as text, as a list of
 * mailboxes, of Message-IDs, as a date, and as a subject with tracking IDs.
 */
#include "mail/header.h"
#include "desk/clues.h"
#include "desk/trackid.h"
#include "fuzz.h"
#include "mail/address.h"
#include "mail/date.h"

static void
check_ids(const char *value)
{
	g_autoptr(GPtrArray) ids = header_ids(value, LIMIT_REFERENCES);

	g_assert_cmpuint(ids->len, <=, LIMIT_REFERENCES);
	for (guint i = 0; i < ids->len; i++) {
		const char *id = ids->pdata[i];

		g_assert_true(*id && !strpbrk(id, " \t\r\n<>"));
	}
}

static void
check_subject(const char *subject)
{
	g_autoptr(GPtrArray) ids = track_id_find_all(subject);

	g_assert_cmpuint(ids->len, <=, LIMIT_TRACKING_IDS);
	for (guint i = 0; i < ids->len; i++) {
		char id[TRACK_ID_LENGTH + 1];

		g_assert_true(track_id_read(ids->pdata[i], id));
		g_assert_cmpstr(id, ==, ids->pdata[i]);
		g_assert_false(g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL) &&
			       i > 0 && strcmp(ids->pdata[i - 1], id) == 0);
	}
	g_assert_true(g_str_has_suffix(subject, subject_strip_prefixes(subject)));
}

static void
check_mailboxes(const char *raw, gsize length, const char *charset)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
	guint faults = 0;

	address_add(list, raw, length, charset, &faults);
	fuzz_check_mailboxes(list);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	gsize skip = end ? (gsize)(end - data) + 1 : 0;
	g_autofree char *charset = g_strndup((const char *)data, skip ? skip - 1 : 0);
	g_autofree char *raw = g_memdup2(data + skip, size - skip);
	guint faults = 0, faults_again = 0;
	g_autofree char *value = header_decode(raw, size - skip, charset, &faults);
	g_autofree char *again = header_decode(raw, size - skip, charset, &faults_again);
	g_autofree char *prepared = header_prepare(raw, size - skip, charset, NULL);

	fuzz_check_field(value);
	fuzz_check_field(prepared);
	g_assert_cmpstr(value, ==, again);
	g_assert_cmphex(faults, ==, faults_again);
	g_assert_cmpint(date_read_ms(value), >=, -1);
	check_ids(value);
	check_subject(value);
	check_mailboxes(raw, size - skip, charset);
	return 0;
}
