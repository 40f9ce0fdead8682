/*
 * Whether a mail is a delivery report that was written for people: by who sent it, its
 * subject and its words.  A person may write a mail system's subject, quote its words or be
 * called postmaster; not two of it.  A mail from a person's address is a report only if it is
 * nothing else from its first words to the message that comes back.
 */
#include "mail/bounce_parts.h"

#include <string.h>

/* Who sent the mail. */
typedef enum Sender {
	SENDER_OTHER,
	SENDER_MACHINE, /* may be a program that also sends reports */
	SENDER_NULL,    /* no address to answer to: all robots do so */
	SENDER_SYSTEM,  /* a mail system by its name */
} Sender;

/* The first field of that name; NULL if there is none. */
static const char *
field_value(const Mail *mail, const char *name)
{
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];

		if (g_ascii_strcasecmp(field->name, name) == 0)
			return field->value;
	}
	return NULL;
}

static gboolean
is_empty_path(const char *path)
{
	return path && strspn(path, " \t<>") == strlen(path);
}

static Sender
sender_of(Reader *reader)
{
	const char *from = field_value(reader->mail, "From");
	const char *path = field_value(reader->mail, "Return-Path");

	if (bounce_has_phrase(reader, from, PHRASE_BOUNCE_SENDER))
		return SENDER_SYSTEM;
	if (path && !is_empty_path(path) && bounce_has_phrase(reader, path, PHRASE_BOUNCE_SENDER))
		return SENDER_SYSTEM;
	if (is_empty_path(path) || from == NULL || is_empty_path(from))
		return SENDER_NULL;
	return bounce_has_phrase(reader, from, PHRASE_BOUNCE_MACHINE) ? SENDER_MACHINE
								      : SENDER_OTHER;
}

/* Gateways put tags before the subject: "[EXTERNAL] Undeliverable: ...", "***SPAM*** ...". */
static const char *
skip_tags(const char *subject)
{
	for (int tags = 0; tags < 3; tags++) {
		const char *end = *subject == '[' ? strchr(subject, ']') : NULL;

		if (end == NULL || end - subject > 40)
			break;
		subject = end + 1 + strspn(end + 1, " ");
	}
	return subject + strspn(subject, "*");
}

static gboolean
has_subject(Reader *reader)
{
	const char *subject = reader->mail->subject, *bare = skip_tags(subject);

	return bounce_has_phrase(reader, subject, PHRASE_BOUNCE_SUBJECT) ||
	       (bare != subject && bounce_has_phrase(reader, bare, PHRASE_BOUNCE_SUBJECT));
}

static gboolean
returns_something(const Reader *reader)
{
	return reader->parts->returned->len > 0 ||
	       strlen(reader->notice) < strlen(reader->mail->text);
}

/* Robots that answer for people come from nobody, too: more than words is needed. */
static const char *
words_of_nobody(const Reader *reader)
{
	g_autofree char *status = bounce_status_in(reader->notice);

	if (returns_something(reader))
		return "no sender, and a mail that comes back";
	return status ? "no sender, and a status" : NULL;
}

/* What people's programs add, and what answers have. */
static gboolean
has_mark_of_person(const Mail *mail)
{
	static const char *const names[] = {"In-Reply-To",  "References",   "User-Agent",
					    "Thread-Index", "Thread-Topic", "X-Mailer"};
	const Mailbox *from = mail->from->len == 1 ? mail->from->pdata[0] : NULL;

	if (from == NULL ||
	    (from->name && *from->name && g_ascii_strcasecmp(from->name, from->address) != 0))
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (field_value(mail, names[i]))
			return TRUE;
	}
	return FALSE;
}

/* Whoever sends a report on has something to say first: this one begins with the words of a
 * mail system, names a reply and ends in what comes back. */
static gboolean
is_report_throughout(Reader *reader)
{
	g_autofree char *first = NULL;
	const char *start;

	if (has_mark_of_person(reader->mail))
		return FALSE;
	reader->notice = bounce_notice_of(reader);
	if (!returns_something(reader) || !bounce_class_in(reader->notice))
		return FALSE;
	start = reader->notice + strspn(reader->notice, " \t\n");
	first = g_strndup(start, strcspn(start, "\n"));
	return bounce_has_phrase(reader, first, PHRASE_BOUNCE_TEXT);
}

/* The notice is looked for as late as possible: most mails are from people. */
static const char *
text_that_proves(Reader *reader)
{
	Sender sender = sender_of(reader);
	gboolean subject = has_subject(reader), words;

	if ((sender == SENDER_OTHER || sender == SENDER_MACHINE) && !subject)
		return NULL;
	if (sender == SENDER_OTHER) {
		reader->is_sure = FALSE;
		return is_report_throughout(reader)
			       ? "a mail system's subject, and words throughout"
			       : NULL;
	}
	reader->notice = bounce_notice_of(reader);
	words = bounce_has_phrase(reader, reader->notice, PHRASE_BOUNCE_TEXT);
	/* A subject alone may be a person's; then somebody must be named. */
	reader->is_sure = subject && sender != SENDER_MACHINE &&
			  (words || returns_something(reader) || bounce_class_in(reader->notice));
	if (sender == SENDER_SYSTEM && subject)
		return "a mail system's sender and subject";
	if (sender == SENDER_NULL && subject)
		return "no sender and a mail system's subject";
	if (!words)
		return NULL;
	if (sender == SENDER_NULL)
		return words_of_nobody(reader);
	return subject ? "a mail system's subject and words" : "a mail system's sender and words";
}

gboolean
bounce_may_report(Reader *reader)
{
	return reader->parts->is_report ||
	       (reader->parts->delivery_status->len > 0 && sender_of(reader) != SENDER_OTHER);
}

gboolean
bounce_has_signs(Reader *reader)
{
	const char *why = NULL;

	reader->is_sure = TRUE;
	if (field_value(reader->mail, "X-Failed-Recipients"))
		why = "X-Failed-Recipients";
	else if (reader->parts->is_report &&
		 (reader->parts->report_type == NULL ||
		  strcmp(reader->parts->report_type, "delivery-status") == 0))
		why = "Content-Type: multipart/report";
	else
		why = text_that_proves(reader);
	reader->why = g_strdup(why);
	return why != NULL;
}
