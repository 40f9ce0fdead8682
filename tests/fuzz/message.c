/*
 * Any bytes as a message, as `casemate parse` reads it: within the limits, valid, the same from a
 * file as from memory, and the same again when its parts are decoded one by one.
 */
#include "desk/trackid.h"
#include "fuzz.h"
#include "mail/mail_json.h"
#include "mail/scan.h"

#include <sys/mman.h>
#include <unistd.h>

static gboolean
count(G_GNUC_UNUSED const char *bytes, gsize length, gpointer user_data)
{
	*(gint64 *)user_data += (gint64)length;
	return TRUE;
}

static gboolean
gather(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

static void
check_header(const Mail *mail)
{
	g_assert_cmpuint(mail->headers->len, <=, LIMIT_HEADER_FIELDS);
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];

		fuzz_check_text(field->name);
		fuzz_check_field(field->value);
	}
	fuzz_check_field(mail->subject);
	fuzz_check_mailboxes(mail->from);
	fuzz_check_mailboxes(mail->sender);
	fuzz_check_mailboxes(mail->reply_to);
	fuzz_check_mailboxes(mail->to);
	fuzz_check_mailboxes(mail->cc);
	g_assert_cmpint(mail->date_ms, >=, -1);
	g_assert_cmpuint(mail->references->len, <=, LIMIT_REFERENCES);
	for (guint i = 0; i < mail->references->len; i++)
		fuzz_check_field(mail->references->pdata[i]);
}

static void
check_attachments(const Mail *mail, GBytes *raw)
{
	g_autoptr(PartSource) parts = part_source_open_bytes(raw);

	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *attachment = mail->attachments->pdata[i];
		gint64 size_bytes = 0;

		fuzz_check_field(attachment->name);
		g_assert_null(strpbrk(attachment->name, "/\\"));
		fuzz_check_field(attachment->type);
		g_assert_true(part_source_decode(parts, attachment->part, count, &size_bytes));
		g_assert_cmpint(size_bytes, ==, attachment->size_bytes);
	}
	g_assert_false(part_source_decode(parts, LIMIT_PARTS + 1, count, &(gint64){0}));
}

static void
check_mail(const Mail *mail, GBytes *raw)
{
	check_header(mail);
	fuzz_check_text(mail->text);
	g_assert_cmpuint(strlen(mail->text), <=, LIMIT_TEXT_BYTES);
	g_assert_null(strchr(mail->text, '\r'));
	fuzz_check_reply(mail->text, mail->reply, mail->reply_with_signature);
	fuzz_check_auto(mail);
	fuzz_check_bounce(&mail->bounce);
	check_attachments(mail, raw);
}

/* What `parse --json` prints. (transfer full) */
static char *
printed(const Mail *mail)
{
	g_autoptr(GPtrArray) ids = track_id_find_all(mail->subject);
	g_autoptr(Js) js = mail_to_js(mail, "fuzz", ids, NULL);
	char *line = js_line(js);
	g_autoptr(Js) again = js_read(line, NULL);

	g_assert_nonnull(again);
	g_assert_null(strchr(line, '\n'));
	return line;
}

static void
check_read(GBytes *raw, int fd)
{
	g_autoptr(Mail) mail = mail_read_bytes(raw, fuzz_tables());
	g_autoptr(Mail) from_file = mail_read_fd(fd, fuzz_tables());
	g_autofree char *line = printed(mail);
	g_autofree char *line_from_file = printed(from_file);

	g_assert_cmpstr(line, ==, line_from_file);
	check_mail(mail, raw);
}

static void
check_stable(GBytes *raw, int fd)
{
	g_autoptr(GString) stable = g_string_new(NULL);
	g_autoptr(GString) from_file = g_string_new(NULL);

	mail_stable_bytes(raw, gather, stable);
	mail_stable_bytes_fd(fd, gather, from_file);
	g_assert_true(g_string_equal(stable, from_file));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	g_assert_cmpint(write(fd, data, size), ==, size);
	g_autoptr(GBytes) raw = g_bytes_new(data, size);
	g_autofree char *beyond = scan_bytes(raw);
	g_autofree char *beyond_from_file = scan_fd(fd);

	g_assert_cmpstr(beyond, ==, beyond_from_file);
	check_stable(raw, fd);
	if (!beyond)
		check_read(raw, fd);
	close(fd);
	return 0;
}
