/*
 * What the fuzz targets share: the shipped tables, a mail made of lines, and what must
 * hold of every mail and every reply that was read.
 */
#ifndef CM_TESTS_FUZZ_FUZZ_H
#define CM_TESTS_FUZZ_FUZZ_H

#include "base/limits.h"
#include "base/text.h"
#include "mail/mail.h"
#include "tables_for_tests.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The shipped tables, read once. */
static inline const MailTables *
fuzz_tables(void)
{
	static MailTables *tables;

	if (!tables)
		tables = tables_for_tests();
	return tables;
}

static inline void
fuzz_check_text(const char *text)
{
	g_assert_nonnull(text);
	g_assert_true(g_utf8_validate(text, -1, NULL));
}

/* Of one line, trimmed, without control characters: as header_decode() promises. */
static inline void
fuzz_check_field(const char *text)
{
	fuzz_check_text(text);
	for (const char *p = text; *p; p++)
		g_assert_false((guchar)*p < ' ' || *p == 0x7f);
	g_assert_false(*text == ' ' || g_str_has_suffix(text, " "));
}

/* Cuts the next piece that ends in `separator` (taken off), or all that is left, off
 * `*rest`; NULL when nothing is. */
static inline char *
fuzz_piece(char **rest, const char *separator)
{
	char *piece = *rest;
	char *end = piece ? strstr(piece, separator) : NULL;

	*rest = end ? end + strlen(separator) : NULL;
	if (end)
		*end = '\0';
	return piece;
}

static inline void
fuzz_add_field(Mail *mail, const char *line)
{
	const char *colon = strchr(line, ':');

	if (!colon)
		return;
	HeaderField *field = g_new(HeaderField, 1);
	field->name = g_strndup(line, (gsize)(colon - line));
	field->value = g_strstrip(g_strdup(colon + 1));
	g_ptr_array_add(mail->headers, field);
}

/* A mail of "Name: value" lines and, below an empty line, its text; read without MIME, so that a
 * target sees much of what it is about. (transfer full) */
static inline Mail *
fuzz_mail(const char *lines)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autofree char *copy = g_strdup(lines);
	char *text = copy;
	char *head = fuzz_piece(&text, "\n\n");
	Mail *mail = mail_read_bytes(nothing, fuzz_tables());

	while (head)
		fuzz_add_field(mail, fuzz_piece(&head, "\n"));
	g_free(mail->text);
	mail->text = g_strdup(text ? text : "");
	const char *subject = mail_header(mail, "Subject");
	g_free(mail->subject);
	mail->subject = g_strdup(subject ? subject : "");
	mail->in_reply_to = g_strdup(mail_header(mail, "In-Reply-To"));
	const char *from = mail_header(mail, "From");
	if (from) {
		g_ptr_array_unref(mail->from);
		mail->from = mailbox_list_read(from);
	}
	return mail;
}

static inline gboolean
fuzz_is_line_of(const char *line, gsize length, const char *text, gsize size)
{
	/* What stands before "On ..., Anna wrote:" in the same line is kept of it. */
	gboolean cut = length < size && length > 0 && line[length - 1] == ' ';

	size -= size > 0 && text[size - 1] == '\r';
	return (length == size || (cut && length < size)) && memcmp(line, text, length) == 0;
}

/* Whether `part` is made of lines of `whole`, in their order. */
static inline void
fuzz_check_lines(const char *part, const char *whole)
{
	while (*part) {
		gsize length = strcspn(part, "\n"), size = strcspn(whole, "\n");

		if (fuzz_is_line_of(part, length, whole, size))
			part += length + (part[length] == '\n');
		else
			g_assert_true(whole[size] == '\n');
		whole += size + (whole[size] == '\n');
	}
}

/* Nothing invented, and something left of what was something. */
static inline void
fuzz_check_reply(const char *text, const char *reply, const char *reply_with_signature)
{
	gboolean has_letter = FALSE;

	for (const char *p = text; *p; p++)
		has_letter = has_letter || g_ascii_isgraph(*p);
	fuzz_check_text(reply);
	fuzz_check_text(reply_with_signature);
	fuzz_check_lines(reply_with_signature, text);
	fuzz_check_lines(reply, text);
	g_assert_cmpuint(strlen(reply), <=, strlen(reply_with_signature));
	g_assert_true(*reply || !has_letter);
}

static inline void
fuzz_check_bounce(const Bounce *bounce)
{
	static const char *const reasons[] = {
		"no-such-user", "mailbox-full", "no-such-host", "too-large",
		"refused",      "temporary",    "other",        NULL};

	g_assert_cmpuint(bounce->status->len, ==, bounce->recipients->len);
	g_assert_cmpuint(bounce->reasons->len, ==, bounce->recipients->len);
	for (guint i = 0; i < bounce->recipients->len; i++) {
		const char *status = bounce->status->pdata[i];

		fuzz_check_text(bounce->recipients->pdata[i]);
		g_assert_true(*status == '4' || *status == '5');
		g_assert_true(g_strv_contains(reasons, bounce->reasons->pdata[i]));
	}
	g_assert_true(bounce->is_bounce || (!bounce->recipients->len && !bounce->hard));
	if (bounce->original_message_id)
		fuzz_check_text(bounce->original_message_id);
	if (bounce->diagnostic) {
		fuzz_check_text(bounce->diagnostic);
		g_assert_cmpuint(strlen(bounce->diagnostic), <=, 500);
	}
}

static inline void
fuzz_check_auto(const Mail *mail)
{
	fuzz_check_text(mail->auto_why);
	g_assert_true((mail->auto_kind == AUTO_NONE) == (*mail->auto_why == '\0'));
}

static inline void
fuzz_check_mailboxes(const GPtrArray *mailboxes)
{
	for (guint i = 0; i < mailboxes->len; i++) {
		const Mailbox *mailbox = mailboxes->pdata[i];

		fuzz_check_field(mailbox->name);
		fuzz_check_field(mailbox->address);
		g_assert_true(*mailbox->address != '\0');
	}
}

#endif
