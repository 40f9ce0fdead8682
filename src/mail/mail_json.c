/*
 * The shape of `parse --json`. Scripts rely on it: members are added, never renamed.
 */
#include "mail/mail_json.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

static Js *
texts_to_js(const GPtrArray *texts)
{
	Js *array = js_array();
	for (guint i = 0; texts && i < texts->len; i++)
		js_add_text(array, g_ptr_array_index(texts, i));
	return array;
}

static Js *
mailbox_to_js(const Mailbox *mailbox)
{
	Js *object = js_object();
	js_set_text(object, "name", mailbox ? mailbox->name : "");
	js_set_text(object, "address", mailbox ? mailbox->address : "");
	return object;
}

static Js *
mailboxes_to_js(const GPtrArray *mailboxes)
{
	Js *array = js_array();
	for (guint i = 0; i < mailboxes->len; i++)
		js_add(array, mailbox_to_js(g_ptr_array_index(mailboxes, i)));
	return array;
}

static Js *
attachments_to_js(const GPtrArray *attachments)
{
	Js *array = js_array();
	for (guint i = 0; i < attachments->len; i++) {
		const Attachment *attachment = g_ptr_array_index(attachments, i);
		Js *object = js_object();
		js_set_text(object, "name", attachment->name);
		js_set_text(object, "type", attachment->type);
		js_set_int(object, "size", attachment->size_bytes);
		js_set_bool(object, "inline", attachment->is_inline);
		js_add(array, object);
	}
	return array;
}

static Js *
auto_to_js(const Mail *mail)
{
	Js *object = js_object();
	js_set_bool(object, "is_auto", mail->auto_kind != AUTO_NONE);
	js_set_text(object, "kind", auto_kind_name(mail->auto_kind));
	js_set_text(object, "why", mail->auto_why);
	return object;
}

static Js *
bounce_to_js(const Bounce *bounce)
{
	Js *object = js_object();
	js_set_bool(object, "is_bounce", bounce->is_bounce);
	js_set(object, "recipients", texts_to_js(bounce->recipients));
	js_set(object, "status", texts_to_js(bounce->status));
	js_set_bool(object, "hard", bounce->hard);
	js_set(object, "reason", texts_to_js(bounce->reasons));
	js_set_bool(object, "delayed", bounce->delayed);
	js_set_text(object, "original_message_id", bounce->original_message_id);
	return object;
}

static Js *
commands_to_js(const Js *commands)
{
	Js *array = js_array();
	for (gsize i = 0; commands && i < js_size(commands); i++) {
		Js *object = js_object();
		const Js *command = js_at(commands, i);
		js_set_text(object, "verb", js_get_text(command, "verb"));
		js_set_text(object, "value", js_get_text(command, "value"));
		js_add(array, object);
	}
	return array;
}

static Js *
faults_to_js(guint faults)
{
	Js *array = js_array();
	g_autofree const char **names = mail_fault_names(faults);
	for (gsize i = 0; names[i]; i++)
		js_add_text(array, names[i]);
	return array;
}

static void
set_date(Js *object, gint64 date_ms)
{
	g_autofree char *date = date_ms >= 0 ? time_to_rfc3339(date_ms) : NULL;
	js_set_text(object, "date", date);
}

Js *
mail_to_js(const Mail *mail, const char *file, const GPtrArray *tracking_ids, const Js *commands)
{
	Js *object = js_object();
	/* A file's name is bytes. */
	g_autofree char *name = text_make_valid(file, strlen(file));
	js_set_text(object, "file", name);
	js_set_text(object, "subject", mail->subject);
	js_set(object, "from", mailbox_to_js(mail_from(mail)));
	js_set(object, "to", mailboxes_to_js(mail->to));
	js_set(object, "cc", mailboxes_to_js(mail->cc));
	set_date(object, mail->date_ms);
	js_set_text(object, "message_id", mail->message_id);
	js_set_text(object, "in_reply_to", mail->in_reply_to);
	js_set(object, "references", texts_to_js(mail->references));
	js_set(object, "tracking_ids", texts_to_js(tracking_ids));
	js_set_text(object, "language", mail->language);
	js_set_text(object, "text", mail->text);
	js_set_text(object, "reply", mail->reply);
	js_set_text(object, "reply_with_signature", mail->reply_with_signature);
	js_set(object, "commands", commands_to_js(commands));
	js_set(object, "attachments", attachments_to_js(mail->attachments));
	js_set(object, "auto", auto_to_js(mail));
	js_set(object, "bounce", bounce_to_js(&mail->bounce));
	js_set(object, "faults", faults_to_js(mail->faults));
	return object;
}
