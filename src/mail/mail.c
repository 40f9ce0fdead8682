/*
 * A message put together: fields from the source, text and attachments from the body,
 * then what the readers of replies, robots and delivery reports make of them.
 */
#include "mail/mail.h"

#include "base/limits.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/auto.h"
#include "mail/body.h"
#include "mail/bounce.h"
#include "mail/date.h"
#include "mail/forward.h"
#include "mail/gm.h"
#include "mail/header.h"
#include "mail/line_ends.h"
#include "mail/reply.h"
#include "mail/reply_page.h"
#include "mail/source_private.h"

#include <string.h>

static const struct {
	MailFault fault;
	const char *name;
} fault_names[] = {
	{FAULT_NO_FROM, "no-from"},
	{FAULT_SEVERAL_FROM, "several-from"},
	{FAULT_NO_DATE, "no-date"},
	{FAULT_BAD_DATE, "bad-date"},
	{FAULT_NO_MESSAGE_ID, "no-message-id"},
	{FAULT_SEVERAL_MESSAGE_ID, "several-message-id"},
	{FAULT_SEVERAL_SUBJECT, "several-subject"},
	{FAULT_BARE_LINE_END, "bare-line-end"},
	{FAULT_NUL, "nul"},
	{FAULT_RAW_8BIT_HEADER, "raw-8bit-header"},
	{FAULT_BAD_ENCODED_WORD, "bad-encoded-word"},
	{FAULT_CHARSET, "charset"},
	{FAULT_NO_END_BOUNDARY, "no-end-boundary"},
	{FAULT_BAD_STRUCTURE, "bad-structure"},
	{FAULT_BAD_TRANSFER_ENCODING, "bad-transfer-encoding"},
	{FAULT_TEXT_CUT, "text-cut"},
	{FAULT_NO_BODY_SEPARATOR, "no-body-separator"},
	{FAULT_MBOX_FROM, "mbox-from"},
};

static const char *const kind_names[] = {
	[AUTO_NONE] = "none",       [AUTO_REPLY] = "auto-reply", [AUTO_BOUNCE] = "bounce",
	[AUTO_DELAYED] = "delayed", [AUTO_LIST] = "list",        [AUTO_REPORT] = "report",
	[AUTO_LOOP] = "loop",
};

static void
header_field_free(gpointer data)
{
	HeaderField *field = data;
	g_free(field->name);
	g_free(field->value);
	g_free(field);
}

static GPtrArray *
mailbox_array(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
}

static Mail *
mail_new(void)
{
	Mail *mail = g_new0(Mail, 1);
	mail->headers = g_ptr_array_new_with_free_func(header_field_free);
	mail->from = mailbox_array();
	mail->sender = mailbox_array();
	mail->reply_to = mailbox_array();
	mail->to = mailbox_array();
	mail->cc = mailbox_array();
	mail->date_ms = -1;
	mail->auto_why = g_strdup("");
	mail->bounce.recipients = g_ptr_array_new_with_free_func(g_free);
	mail->bounce.status = g_ptr_array_new_with_free_func(g_free);
	mail->bounce.reasons = g_ptr_array_new_with_free_func(g_free);
	return mail;
}

static void
bounce_clear(Bounce *bounce)
{
	g_ptr_array_unref(bounce->recipients);
	g_ptr_array_unref(bounce->status);
	g_ptr_array_unref(bounce->reasons);
	g_free(bounce->original_message_id);
	g_free(bounce->diagnostic);
}

void
mail_free(Mail *mail)
{
	if (!mail)
		return;
	GPtrArray *const lists[] = {mail->headers, mail->from, mail->sender,     mail->reply_to,
				    mail->to,      mail->cc,   mail->references, mail->attachments};
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		g_clear_pointer(&(GPtrArray *){lists[i]}, g_ptr_array_unref);
	char *const texts[] = {mail->subject,
			       mail->message_id,
			       mail->in_reply_to,
			       mail->language,
			       mail->text,
			       mail->reply,
			       mail->reply_with_signature,
			       mail->own,
			       mail->own_with_signature,
			       mail->auto_why};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	bounce_clear(&mail->bounce);
	forward_free(mail->forward);
	g_free(mail);
}

/* The charset that raw 8-bit header fields are most likely in: the text's. */
static const char *
header_charset(const Source *source)
{
	GMimeObject *object = source->root;
	for (int depth = 0; GMIME_IS_MULTIPART(object) && depth < LIMIT_DEPTH; depth++) {
		if (g_mime_multipart_get_count(GMIME_MULTIPART(object)) == 0)
			return NULL;
		object = g_mime_multipart_get_part(GMIME_MULTIPART(object), 0);
	}
	return g_mime_object_get_content_type_parameter(object, "charset");
}

/* Where the mailboxes of a field go; NULL for fields that hold none. */
static GPtrArray *
mailboxes_of(const Mail *mail, const RawField *field)
{
	const struct {
		const char *name;
		GPtrArray *list;
	} lists[] = {{"from", mail->from},
		     {"sender", mail->sender},
		     {"reply-to", mail->reply_to},
		     {"to", mail->to},
		     {"cc", mail->cc}};
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		if (strlen(lists[i].name) == field->name_length &&
		    g_ascii_strncasecmp(lists[i].name, field->name, field->name_length) == 0)
			return lists[i].list;
	return NULL;
}

/* Their grammar has no encoded words, so there is nothing to decode, and what a sender brought
 * into them as one shall not turn into their signs. */
static gboolean
is_written_by_machines(const char *name)
{
	static const char *const names[] = {"Authentication-Results", "DKIM-Signature", "Received"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (!g_ascii_strcasecmp(name, names[i]))
			return TRUE;
	return FALSE;
}

/* Blanks in front of the colon (RFC 5322 4.5) are passed over; but who removes forged fields from
 * mail that comes in may look for the plain name alone. */
static char *
field_name(const RawField *raw)
{
	static const char strict[] = "Authentication-Results";
	gsize length = raw->name_length;
	if (length == strlen(strict) && !g_ascii_strncasecmp(raw->name, strict, length))
		length = (gsize)(raw->value - 1 - raw->name);
	return text_make_valid(raw->name, length);
}

static void
read_fields(Mail *mail, const Source *source)
{
	const char *charset = header_charset(source);
	for (guint i = 0; i < source->head->fields->len; i++) {
		const RawField *raw = &g_array_index(source->head->fields, RawField, i);
		HeaderField *field = g_new(HeaderField, 1);
		field->name = field_name(raw);
		field->value = is_written_by_machines(field->name)
				       ? header_plain(raw->value, raw->value_length)
				       : header_decode(raw->value, raw->value_length, charset,
						       &mail->faults);
		g_ptr_array_add(mail->headers, field);
		GPtrArray *list = mailboxes_of(mail, raw);
		if (list)
			address_add(list, raw->value, raw->value_length, charset, &mail->faults);
		if (list == mail->from && address_is_ambiguous(raw->value, raw->value_length))
			mail->faults |= FAULT_SEVERAL_FROM;
	}
}

static guint
count_fields(const Mail *mail, const char *name)
{
	guint count = 0;
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = g_ptr_array_index(mail->headers, i);
		count += g_ascii_strcasecmp(field->name, name) == 0;
	}
	return count;
}

static void
read_date(Mail *mail)
{
	const char *value = mail_header(mail, "Date");
	if (!value || !*value) {
		mail->faults |= FAULT_NO_DATE;
		return;
	}
	mail->date_ms = date_read_ms(value);
	if (mail->date_ms < 0)
		mail->faults |= FAULT_BAD_DATE;
}

/* The first ID in a field; NULL if there is none. (transfer full) */
static char *
first_id(const Mail *mail, const char *name)
{
	const char *value = mail_header(mail, name);
	g_autoptr(GPtrArray) ids = header_ids(value ? value : "", 1);
	return ids->len > 0 ? g_strdup(g_ptr_array_index(ids, 0)) : NULL;
}

static void
read_ids(Mail *mail)
{
	mail->message_id = first_id(mail, "Message-ID");
	const char *value = mail_header(mail, "Message-ID");
	/* IDs without "@" and "<>" are against the RFC, but answers will refer to them. */
	if (!mail->message_id && value && *value && !strpbrk(value, " \t<>"))
		mail->message_id = g_strdup(value);
	mail->in_reply_to = first_id(mail, "In-Reply-To");
	const char *references = mail_header(mail, "References");
	mail->references = header_ids(references ? references : "", LIMIT_REFERENCES);
	if (!mail->message_id)
		mail->faults |= FAULT_NO_MESSAGE_ID;
	if (count_fields(mail, "Message-ID") > 1)
		mail->faults |= FAULT_SEVERAL_MESSAGE_ID;
}

static char *
subject_of(const Mail *mail)
{
	const char *subject = mail_header(mail, "Subject");
	gsize length = subject ? strlen(subject) : 0;
	if (length > LIMIT_READ_SUBJECT_BYTES) {
		length = LIMIT_READ_SUBJECT_BYTES;
		while (((guchar)subject[length] & 0xc0) == 0x80)
			length--;
	}
	return g_strndup(subject ? subject : "", length);
}

static void
read_header(Mail *mail, const Source *source)
{
	read_fields(mail, source);
	mail->subject = subject_of(mail);
	if (count_fields(mail, "Subject") > 1)
		mail->faults |= FAULT_SEVERAL_SUBJECT;
	const Mailbox *from = mail_from(mail);
	if (!from || !strchr(from->address, '@'))
		mail->faults |= FAULT_NO_FROM;
	if (mail->from->len > 1 || count_fields(mail, "From") > 1)
		mail->faults |= FAULT_SEVERAL_FROM;
	mail->is_header_mended = source->head->is_mended;
	read_date(mail);
	read_ids(mail);
	const char *language = mail_header(mail, "Content-Language");
	if (language && g_ascii_isalpha(*language))
		mail->language = g_strndup(language, strcspn(language, ",; \t("));
}

static void
read_reply(Mail *mail, const Body *body, const MailTables *tables)
{
	ReplySplit split = {0};
	reply_split(mail->text, mail->subject, body->marks, tables, &split);
	g_autofree char *page = reply_page_is_wanted(&split) ? body_page(body) : NULL;
	if (page)
		reply_page_refine(&split, mail->text, page, mail->subject, tables);
	mail->reply = split.reply;
	mail->reply_with_signature = split.reply_with_signature;
	mail->own = split.own;
	mail->own_with_signature = split.own_with_signature;
	mail->lines_cut = split.lines_cut;
	mail->says_nothing = split.says_nothing;
	mail->is_forward = split.is_forward;
	mail->is_signature = split.is_signature;
}

/* The whole message once more, but most are small and stand in memory with their header. */
static void
check_line_ends(Mail *mail, const Head *head)
{
	LineEnds ends = {0};
	char piece[16 * 1024];
	line_ends_feed(&ends, (const char *)head->bytes->data, head->bytes->len);
	g_mime_stream_seek(head->stream, head->bytes->len, GMIME_STREAM_SEEK_SET);
	ssize_t got = head->is_whole ? 0 : 1;
	while (got > 0 && !line_ends_differ(&ends)) {
		got = g_mime_stream_read(head->stream, piece, sizeof piece);
		line_ends_feed(&ends, piece, (gsize)MAX(got, 0));
	}
	if (line_ends_differ(&ends))
		mail->faults |= FAULT_BARE_LINE_END;
}

static Mail *
mail_read(GMimeStream *stream, const MailTables *tables)
{
	g_autoptr(Source) source = source_open(stream);
	g_autoptr(Body) body = body_read(source);
	Mail *mail = mail_new();
	read_header(mail, source);
	check_line_ends(mail, source->head);
	mail->text = g_steal_pointer(&body->text);
	mail->attachments = g_ptr_array_ref(body->attachments);
	mail->faults |= source->faults | body->faults;
	auto_judge(mail, tables);
	bounce_read(mail, &body->report, tables);
	read_reply(mail, body, tables);
	return mail;
}

Mail *
mail_read_fd(int fd, const MailTables *tables)
{
	return mail_read(gm_stream_fd(fd), tables);
}

Mail *
mail_read_bytes(GBytes *raw, const MailTables *tables)
{
	return mail_read(gm_stream_bytes(raw), tables);
}

const Mailbox *
mail_from(const Mail *mail)
{
	return mail->from->len > 0 ? g_ptr_array_index(mail->from, 0) : NULL;
}

const char *
mail_header(const Mail *mail, const char *name)
{
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = g_ptr_array_index(mail->headers, i);
		if (g_ascii_strcasecmp(field->name, name) == 0)
			return field->value;
	}
	return NULL;
}

const char *
auto_kind_name(AutoKind kind)
{
	return (gsize)kind < G_N_ELEMENTS(kind_names) ? kind_names[kind] : "none";
}

const char **
mail_fault_names(guint faults)
{
	const char **names = g_new0(const char *, G_N_ELEMENTS(fault_names) + 1);
	gsize used = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(fault_names); i++)
		if (faults & (guint)fault_names[i].fault)
			names[used++] = fault_names[i].name;
	return names;
}
