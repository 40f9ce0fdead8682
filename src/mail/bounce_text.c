/*
 * Delivery reports written for people.  Whether it is one: a mail system's sender
 * together with its subject or words.  Who failed: the addresses that stand where
 * reports name the recipient, from the plainest place to the vaguest.
 */
#include "mail/bounce_parts.h"

#include <string.h>

#define NOTICE_MAX_BYTES (32 * 1024)
#define ADDRESSES_MAX    50
#define PARAGRAPH_LINES  12

/* Where an address was found; lower is surer. */
typedef enum Place {
	PLACE_FIELD,   /* X-Failed-Recipients, Final-Recipient: */
	PLACE_LABEL,   /* a line of [recipient] */
	PLACE_LINE,    /* begins a line of its own */
	PLACE_COMMAND, /* RCPT TO:<...> */
	PLACE_WORDS,   /* in a line that explains */
	PLACE_ANYWHERE,
	PLACES,
} Place;

typedef struct Found {
	char *address;
	Place place;
	const char *at; /* its line in the notice; NULL if from a header field */
} Found;

/* Whether the line begins the returned message. */
static gboolean
is_returned_line(Reader *reader, const char *line, gsize length)
{
	/* Indented header fields are quoted within the notice. */
	if (length == 0 || length > 300 || (line[0] == ' ' && line[strspn(line, " ")] != '-'))
		return FALSE;
	g_string_truncate(reader->folded, 0);
	phrase_fold(line, length, reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	return phrase_scan_value(reader->scan, PHRASE_RETURNED) != NULL;
}

char *
bounce_notice_of(Reader *reader)
{
	const char *text = reader->mail->text;
	gsize at = 0;

	while (at < NOTICE_MAX_BYTES && text[at]) {
		gsize length = strcspn(text + at, "\n");

		if (is_returned_line(reader, text + at, MIN(length, 301)))
			break;
		at += length + (text[at + length] == '\n');
	}
	/* A report that begins with what looks returned: it is all there is. */
	if (strspn(text, " \n\r\t") >= at)
		at = MIN(strlen(text), NOTICE_MAX_BYTES);
	return g_strndup(text, at);
}

static void
found_clear(gpointer data)
{
	g_free(((Found *)data)->address);
}

static void
add_found(GArray *found, char *address, Place place, const char *at)
{
	Found entry = {.address = address, .place = place, .at = at};

	if (found->len >= ADDRESSES_MAX) {
		g_free(address);
		return;
	}
	g_array_append_val(found, entry);
}

static gboolean
begins(const char *line, const char *name)
{
	return g_ascii_strncasecmp(line, name, strlen(name)) == 0;
}

/* An address at the line's start, after bullets and brackets. */
static char *
leading_address(const char *line, const char **end_out)
{
	const char *start = line + strspn(line, " \t*->:<('\"");
	const char *bracket = start;
	char *address = bounce_next_address(bracket, end_out);
	gsize length = address ? strlen(address) : 0;

	/* "(expanded from <a@b>): ..." on two lines is not who failed. */
	if (address && strncmp(*end_out, ">):", 3) == 0)
		length = 0;
	if (length > 0 && strncmp(start, address, length) == 0)
		return address;
	/* A quoted local part: its quote was skipped above. */
	if (length > 0 && start > line && strncmp(start - 1, address, length) == 0)
		return address;
	g_free(address);
	return NULL;
}

static Place
place_of_line(Reader *reader, const char *line, gsize length)
{
	g_autofree char *copy = g_strndup(line, length);

	if (begins(line, "Final-Recipient:") || begins(line, "Original-Recipient:"))
		return PLACE_FIELD;
	g_string_truncate(reader->folded, 0);
	phrase_fold(copy, length, reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	if (phrase_scan_value(reader->scan, PHRASE_RECIPIENT))
		return PLACE_LABEL;
	if (strstr(reader->folded->str, "rcpt to:"))
		return PLACE_COMMAND;
	if (phrase_scan_value(reader->scan, PHRASE_BOUNCE_TEXT) ||
	    phrase_scan_value(reader->scan, PHRASE_REASON))
		return PLACE_WORDS;
	return PLACE_ANYWHERE;
}

static gboolean
is_own_field(const char *line)
{
	line += strspn(line, " \t");
	return begins(line, "To:") || begins(line, "From:") || begins(line, "Cc:") ||
	       begins(line, "Reply-To:") || begins(line, "Sender:") || begins(line, "Subject:") ||
	       begins(line, "Message-ID:") || begins(line, "X-Postfix-Sender:");
}

/* "RCPT TO:" in any case. NULL if the line has none. */
static const char *
find_command(const char *line)
{
	for (; *line && *line != '\n'; line++) {
		if (begins(line, "RCPT TO:"))
			return line;
	}
	return NULL;
}

static void
search_line(Reader *reader, GArray *found, const char *line, gsize length)
{
	const char *end;
	char *address;
	Place place;

	if (length == 0 || length > 2000 || memchr(line, '@', length) == NULL)
		return;
	address = leading_address(line, &end);
	if (address) {
		add_found(found, address, PLACE_LINE, line);
		return;
	}
	address = bounce_next_address(line, &end);
	if (address == NULL)
		return;
	place = is_own_field(line) ? PLACE_ANYWHERE : place_of_line(reader, line, length);
	if (place == PLACE_COMMAND) {
		const char *command = find_command(line);

		g_free(address);
		address = command ? bounce_next_address(command, &end) : NULL;
	}
	if (address)
		add_found(found, address, place, line);
}

static void
search_notice(Reader *reader, GArray *found, const char *notice)
{
	while (*notice) {
		gsize length = strcspn(notice, "\n");

		search_line(reader, found, notice, length);
		notice += length + (notice[length] == '\n');
	}
}

static void
search_header(const Mail *mail, GArray *found)
{
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];
		const char *at = field->value;
		char *address;

		if (g_ascii_strcasecmp(field->name, "X-Failed-Recipients") != 0)
			continue;
		while ((address = bounce_next_address(at, &at)) != NULL)
			add_found(found, address, PLACE_FIELD, NULL);
	}
}

/* Addresses of the mail system and of who gets the report are nobody's failure. */
static gboolean
is_bystander(const Mail *mail, const char *address)
{
	static const char *const roles[] = {"postmaster@", "mailer-daemon@", "abuse@",
					    "support@",    "helpdesk@",      "noc@",
					    "hostmaster@"};

	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++) {
		if (begins(address, roles[i]))
			return TRUE;
	}
	for (guint i = 0; i < mail->to->len; i++) {
		const Mailbox *mailbox = mail->to->pdata[i];

		if (g_ascii_strcasecmp(mailbox->address, address) == 0)
			return TRUE;
	}
	for (guint i = 0; i < mail->from->len; i++) {
		const Mailbox *mailbox = mail->from->pdata[i];

		if (g_ascii_strcasecmp(mailbox->address, address) == 0)
			return TRUE;
	}
	return FALSE;
}

/* The lines that explain an address: its own and those below up to an empty one. */
static char *
explanation_at(const char *line)
{
	gsize at = 0;

	for (int lines = 0; line[at] && lines < PARAGRAPH_LINES; lines++) {
		gsize length = strcspn(line + at, "\n");

		if (lines > 0 && (length == 0 || line[at] == '<'))
			break;
		at += length + (line[at + length] == '\n');
	}
	return g_strndup(line, at);
}

static gboolean
says_delayed(Reader *reader)
{
	g_string_truncate(reader->folded, 0);
	phrase_fold(reader->notice, MIN(strlen(reader->notice), 12000), reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	return phrase_scan_value(reader->scan, PHRASE_DELAY_TEXT) != NULL &&
	       strstr(reader->folded->str, "permanent error") == NULL &&
	       strstr(reader->folded->str, "failed permanently") == NULL &&
	       strstr(reader->folded->str, "given up") == NULL;
}

static void
add_recipient(Reader *reader, const Found *found, gboolean delayed)
{
	g_autofree char *own = found->at ? explanation_at(found->at) : NULL;
	g_autofree char *status = own ? bounce_status_in(own) : NULL;
	Verdict verdict = {.address = found->address, .delayed = delayed, .permanent = !delayed};

	if (own && !bounce_reason_of_words(reader, own, NULL))
		g_clear_pointer(&own, g_free);
	if (status == NULL)
		status = bounce_status_in(reader->notice);
	verdict.status = status;
	verdict.diagnostic = own ? own : reader->notice;
	bounce_add(reader, &verdict);
}

/* Adds the addresses of the surest place that has any. */
static gboolean
add_best(Reader *reader, GArray *found, gboolean delayed, gboolean bystanders)
{
	for (int place = 0; place < PLACES; place++) {
		gboolean any = FALSE;

		for (guint i = 0; i < found->len; i++) {
			const Found *entry = &g_array_index(found, Found, i);

			if (entry->place != (Place)place)
				continue;
			if (place > PLACE_FIELD && !bystanders &&
			    is_bystander(reader->mail, entry->address))
				continue;
			add_recipient(reader, entry, delayed);
			any = TRUE;
		}
		if (any)
			return TRUE;
	}
	return FALSE;
}

/* To: in the header of a returned message. */
static void
search_to(GArray *found, const char *line)
{
	while (*line && *line != '\n' && *line != '\r') {
		gsize length = strcspn(line, "\n");
		const char *end;
		char *address = begins(line, "To:") ? bounce_next_address(line, &end) : NULL;

		if (address)
			add_found(found, address, PLACE_ANYWHERE, NULL);
		line += length + (line[length] == '\n');
	}
}

/* The returned message, when the report names nobody. */
static void
search_returned(Reader *reader, GArray *found)
{
	const char *rest = reader->mail->text + strlen(reader->notice);

	for (guint i = 0; i < reader->parts->returned->len; i++)
		search_to(found, reader->parts->returned->pdata[i]);
	/* Below the line that announces it, and an empty one. */
	for (int lines = 0; *rest && lines < 4; lines++) {
		rest += strcspn(rest, "\n");
		rest += *rest == '\n';
		search_to(found, rest);
	}
}

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
scan_whole(Reader *reader, const char *text, PhraseKind kind)
{
	if (text == NULL)
		return FALSE;
	g_string_truncate(reader->folded, 0);
	phrase_fold(text, strnlen(text, 500), reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	return phrase_scan_value(reader->scan, kind) != NULL;
}

static gboolean
has_words(Reader *reader, PhraseKind kind)
{
	g_string_truncate(reader->folded, 0);
	phrase_fold(reader->notice, MIN(strlen(reader->notice), 12000), reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	return phrase_scan_value(reader->scan, kind) != NULL;
}

/*
 * A person may write a mail system's subject, quote its words or be called
 * postmaster; not two of it in a mail that answers nothing.
 */
static gboolean
looks_like_report(Reader *reader)
{
	const Mail *mail = reader->mail;
	const char *return_path = field_value(mail, "Return-Path");
	gboolean sender = scan_whole(reader, field_value(mail, "From"), PHRASE_BOUNCE_SENDER) ||
			  scan_whole(reader, return_path, PHRASE_BOUNCE_SENDER);
	gboolean subject = scan_whole(reader, mail->subject, PHRASE_BOUNCE_SUBJECT);
	gboolean words = has_words(reader, PHRASE_BOUNCE_TEXT);

	if (field_value(mail, "X-Failed-Recipients")) {
		reader->why = g_strdup("X-Failed-Recipients");
		return TRUE;
	}
	if (sender && (subject || words)) {
		reader->why = g_strdup(subject ? "a mail system's sender and subject"
					       : "a mail system's sender and words");
		return TRUE;
	}
	if (subject && words && mail->in_reply_to == NULL && mail->references->len == 0) {
		reader->why = g_strdup("a mail system's subject and words");
		return TRUE;
	}
	return FALSE;
}

gboolean
bounce_read_text(Reader *reader)
{
	g_autoptr(GArray) found = NULL;
	gboolean delayed;

	if (!looks_like_report(reader))
		return FALSE;
	if (bounce_read_fields(reader, reader->mail->text))
		return TRUE;
	delayed = says_delayed(reader);
	found = g_array_new(FALSE, FALSE, sizeof(Found));
	g_array_set_clear_func(found, found_clear);
	search_header(reader->mail, found);
	search_notice(reader, found, reader->notice);
	search_returned(reader, found);
	if (add_best(reader, found, delayed, FALSE))
		return TRUE;
	search_notice(reader, found, reader->mail->text + strlen(reader->notice));
	if (add_best(reader, found, delayed, FALSE))
		return TRUE;
	if (add_best(reader, found, delayed, TRUE))
		return TRUE;
	reader->mail->bounce.is_bounce = TRUE;
	reader->mail->bounce.delayed = delayed;
	return TRUE;
}
