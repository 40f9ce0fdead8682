/*
 * Our own messages: read back by our reader and by GMime alone, and what a mail rule
 * sees of them in the raw.
 */
#include "mail/compose.h"
#include "mail/mail.h"

#include <gmime/gmime.h>
#include <string.h>

static const char *const subjects[] = {
	"Case Receipt - Case ID: SUP-1 - Customer: ACME - Status: New. CM0123456789ABCDEFGH",
	"Case Receipt - Case ID: SUP-1 - Customer: Jörg Müller & Söhne - Status: In Arbeit. "
	"CM0123456789ABCDEFGH",
	"Change Request Receipt - Case ID: SUPPORT-1234567 - Customer: "
	"株式会社株式会社株式会社株式会"
	"社株式会社株式会社株式会社株式会社株式会社株式会社 - Status: Gelöst. CM0123456789ABCDEFGH",
	"Case Comment Notification - Case ID: SUP-1 - Customer: 😀 emoji 👩‍👩‍👧 x - "
	"Status: "
	"New "
	"CM0123456789ABCDEFGH",
	"Emergency Declared - Case ID: SUP-1 - Customer: =?utf-8?q?x?= CM0123456789ABCDEFGH",
	"Case ETA Update - Case ID: SUP-1 - Customer: a  b ä  ö - ETA: 2026-11-22 10:00 UTC. "
	"CM0123456789ABCDEFGH",
	"Case Receipt - Case ID: SUP-1 - Customer: Ж - Status: Новый. CM0123456789ABCDEFGH",
	"plain",
	"ä",
	"=?",
	"a ?= b =?x?y?z?= c",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	"aaaaaaa b",
};

static GBytes *
frame_bytes(const Frame *frame, const char *part)
{
	GByteArray *all = g_byte_array_new();
	gsize length = 0;
	const guint8 *bytes = g_bytes_get_data(frame->head, &length);
	g_byte_array_append(all, bytes, (guint)length);
	for (guint i = 0; i < frame->part_heads->len; i++) {
		PartEncoder encoder = {0};
		bytes = g_bytes_get_data(g_ptr_array_index(frame->part_heads, i), &length);
		g_byte_array_append(all, bytes, (guint)length);
		part_encode(&encoder, part, strlen(part) / 3, FALSE, all);
		part_encode(&encoder, part + strlen(part) / 3, strlen(part) - strlen(part) / 3,
			    TRUE, all);
	}
	bytes = g_bytes_get_data(frame->tail, &length);
	g_byte_array_append(all, bytes, (guint)length);
	return g_byte_array_free_to_bytes(all);
}

static Draft
sample(const char *subject)
{
	return (Draft){.from_name = "Anna Smith via Support, Ltd.",
		       .from_address = "support@example.org",
		       .to_name = "Jörg \"J\" Müller",
		       .to_address = "joerg@example.com",
		       .subject = subject,
		       .message_id = "abc@example.org",
		       .date_ms = 1700000000000,
		       .in_reply_to = "one@example.com",
		       .text = "Hello",
		       .boundary_seed = "0123456789abcdef"};
}

static char *
raw_text(GBytes *raw)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(raw, &length);
	return g_strndup(bytes, length);
}

static char *
gmime_subject(GBytes *raw)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(raw, &length);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	char *subject = g_strdup(g_mime_message_get_subject(message));
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return subject;
}

static void
test_subject(gconstpointer data)
{
	const char *subject = data;
	Draft draft = sample(subject);
	g_autoptr(Frame) frame = compose_frame(&draft);
	g_autoptr(GBytes) bytes = frame_bytes(frame, "");
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(bytes, tables);
	g_autofree char *by_gmime = gmime_subject(bytes);
	g_autofree char *raw = raw_text(bytes);
	g_assert_cmpstr(mail->subject, ==, subject);
	g_assert_cmpstr(by_gmime, ==, subject);
	/* What a rule on the raw header matches, on one line. */
	const char *customer = strstr(subject, " - Customer:");
	if (customer) {
		g_autofree char *fixed = g_strdup_printf("\r\nSubject: %.*s",
							 (int)(customer - subject + 12), subject);
		g_assert_nonnull(strstr(raw, fixed));
		g_assert_nonnull(strstr(raw, strrchr(subject, ' ')));
	}
	g_auto(GStrv) lines = g_strsplit(raw, "\r\n", -1);
	for (gsize i = 0; lines[i]; i++)
		g_assert_cmpuint(strlen(lines[i]), <=, strstr(lines[i], "=?") ? 78 : 120);
}

static void
test_header(void)
{
	Draft draft = sample("s\r\nBcc: x");
	const char *extra[] = {"Auto-Submitted", "auto-replied", "Thread-Topic", "ä\nb", NULL};
	g_autoptr(GPtrArray) references = g_ptr_array_new();
	g_ptr_array_add(references, (gpointer) "root@example.com");
	g_ptr_array_add(references, (gpointer) "x>\r\nBcc: <y");
	draft.extra = extra;
	draft.references = references;
	draft.reply_to = "support+CM1@example.org";
	g_autoptr(Frame) frame = compose_frame(&draft);
	g_autoptr(Frame) again = compose_frame(&draft);
	g_assert_true(g_bytes_equal(frame->head, again->head));
	g_autoptr(GBytes) bytes = frame_bytes(frame, "");
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(bytes, tables);
	g_assert_cmphex(mail->faults, ==, 0);
	g_assert_cmpstr(mail->subject, ==, "s  Bcc: x");
	g_assert_cmpstr(mail_from(mail)->name, ==, draft.from_name);
	g_assert_cmpstr(mail_from(mail)->address, ==, draft.from_address);
	const Mailbox *to = g_ptr_array_index(mail->to, 0);
	g_assert_cmpstr(to->name, ==, draft.to_name);
	g_assert_cmpstr(to->address, ==, draft.to_address);
	g_assert_cmpint(mail->date_ms, ==, draft.date_ms);
	g_assert_cmpstr(mail->message_id, ==, draft.message_id);
	g_assert_cmpstr(mail->in_reply_to, ==, draft.in_reply_to);
	g_assert_cmpuint(mail->references->len, ==, 2);
	g_assert_cmpstr(mail_header(mail, "Thread-Topic"), ==, "ä b");
	g_assert_cmpstr(mail_header(mail, "Reply-To"), ==, draft.reply_to);
	g_assert_null(mail_header(mail, "Bcc"));
}

static const char *const texts[] = {
	"short",
	"From here on\n.\n\n> quoted line\n-- \nsignature",
	"A paragraph that is so long that it has to be broken somewhere, and once more after that, "
	"because one line break is not enough to be sure that it works as it should.\n\nÄnd "
	"another",
	"日本語の長い文章です。日本語の長い文章です。日本語の長い文章です。日本語の長い文章です。日"
	"本語の長い文章です。\n"
	"二行目",
	"https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b c",
	"  indented\n\ttab\n=20=3D",
	"",
};

static void
test_text(gconstpointer data)
{
	const char *text = data;
	Draft draft = sample("s");
	draft.text = text;
	for (int way = 0; way < 4; way++) {
		draft.html = way & 1 ? "<p>Hällo</p>" : NULL;
		draft.calendar =
			way & 2 ? "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n" : NULL;
		g_autoptr(Frame) frame = compose_frame(&draft);
		g_autoptr(GBytes) bytes = frame_bytes(frame, "");
		g_autoptr(MailTables) tables = mail_tables_new();
		g_autoptr(Mail) mail = mail_read_bytes(bytes, tables);
		if (*text || !draft.html)
			g_assert_cmpstr(mail->text, ==, text);
		g_assert_cmpuint(mail->attachments->len, ==, way & 2 ? 1 : 0);
		g_assert_cmphex(mail->faults, ==, 0);
	}
}

static gboolean
gather(const char *bytes, gsize length, gpointer user_data)
{
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

static void
test_parts(void)
{
	static const char *const names[][2] = {
		{"report.pdf", "application/pdf"},
		{"a \"b\"\\c.txt", "text/plain"},
		{"Übersicht über alles, was man in einem Namen so unterbringen kann 日本語.xlsx",
		 "x"},
		{"mail.eml", "message/rfc822"},
	};
	GString *content = g_string_new(NULL);
	for (int i = 0; i < 300; i++)
		g_string_append_printf(content, "%d\n", i);
	Draft draft = sample("s");
	g_autoptr(GPtrArray) parts =
		g_ptr_array_new_with_free_func((GDestroyNotify)draft_part_free);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		DraftPart *part = g_new0(DraftPart, 1);
		part->name = g_strdup(names[i][0]);
		part->type = g_strdup(names[i][1]);
		g_ptr_array_add(parts, part);
	}
	draft.parts = parts;
	draft.html = "<p>x</p>";
	g_autoptr(Frame) frame = compose_frame(&draft);
	g_autoptr(GBytes) bytes = frame_bytes(frame, content->str);
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(Mail) mail = mail_read_bytes(bytes, tables);
	g_assert_cmphex(mail->faults, ==, 0);
	g_assert_cmpstr(mail->text, ==, "Hello");
	g_assert_cmpuint(mail->attachments->len, ==, G_N_ELEMENTS(names));
	g_autoptr(PartSource) source = part_source_open_bytes(bytes);
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *attachment = g_ptr_array_index(mail->attachments, i);
		g_autoptr(GString) back = g_string_new(NULL);
		const char *slash = strrchr(names[i][0], '\\');
		g_assert_cmpstr(attachment->name, ==, slash ? slash + 1 : names[i][0]);
		g_assert_cmpint(attachment->size_bytes, ==, content->len);
		g_assert_true(part_source_decode(source, attachment->part, gather, back));
		g_assert_true(g_string_equal(back, content));
	}
	g_string_free(content, TRUE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *path = g_strdup_printf("/compose/subject/%d", (int)i);
		g_test_add_data_func(path, subjects[i], test_subject);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *path = g_strdup_printf("/compose/text/%d", (int)i);
		g_test_add_data_func(path, texts[i], test_text);
	}
	g_test_add_func("/compose/header", test_header);
	g_test_add_func("/compose/parts", test_parts);
	return g_test_run();
}
