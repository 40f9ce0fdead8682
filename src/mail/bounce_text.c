/*
 * Delivery reports written for people.  Who failed: the addresses that stand where reports
 * name the recipient, from the plainest place to the vaguest.
 */
#include "mail/bounce_parts.h"

#include <string.h>

#define ADDRESSES_MAX 50

/* Where an address was found; lower is surer. */
typedef enum Place {
	PLACE_FIELD,   /* X-Failed-Recipients, Final-Recipient: */
	PLACE_LABEL,   /* a line of [recipient] */
	PLACE_LINE,    /* begins a line of its own */
	PLACE_COMMAND, /* RCPT TO:<...> */
	PLACE_WORDS,   /* in a line that explains */
	PLACE_ANYWHERE,
} Place;

typedef struct Found {
	char *address;
	Place place;
	gboolean labels; /* a colon stands behind it: what comes is about it */
} Found;

static void
found_clear(gpointer data)
{
	g_free(((Found *)data)->address);
}

static void
add_found(GArray *found, char *address, Place place, gboolean labels)
{
	Found entry = {.address = address, .place = place, .labels = labels};

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
	if (begins(line, "Final-Recipient:") || begins(line, "Original-Recipient:"))
		return PLACE_FIELD;
	g_string_truncate(reader->folded, 0);
	phrase_fold(line, length, reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	if (phrase_scan_value(reader->scan, PHRASE_RECIPIENT))
		return PLACE_LABEL;
	if (strstr(reader->folded->str, "rcpt to:"))
		return PLACE_COMMAND;
	if (phrase_scan_value(reader->scan, PHRASE_BOUNCE_TEXT) ||
	    phrase_scan_value(reader->scan, PHRASE_REASON) ||
	    phrase_scan_value(reader->scan, PHRASE_HINT))
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

/* The next address of a list: behind a comma or the like. NULL if the list ends. */
static char *
next_of_list(const char *at, const char **end_out)
{
	const char *start = at + strspn(at, ">)]'\" \t");
	gsize separator = strspn(start, ",; \t<(['\"");
	char *address;

	if (memchr(start, ',', separator) == NULL && memchr(start, ';', separator) == NULL)
		return NULL;
	start += separator;
	address = bounce_next_address(start, end_out);
	if (address && strncmp(start, address, strlen(address)) == 0)
		return address;
	g_free(address);
	return NULL;
}

static void
add_list(GArray *found, char *address, Place place, const char *end)
{
	while (address) {
		const char *behind = end + strspn(end, ">)]'\"");

		add_found(found, address, place, *behind == ':');
		address = next_of_list(end, &end);
	}
}

/* "User not local; please try <a@b>": the words before an address say that it is another. */
static gboolean
is_instead(Reader *reader, const char *line, const char *address, const char *end)
{
	gsize before = (gsize)(end - line) - strlen(address);

	while (before > 0 && strchr(" <(['\"", line[before - 1]))
		before--;
	g_string_truncate(reader->folded, 0);
	phrase_fold(line, before, reader->folded);
	phrase_scan_line(reader->scan, reader->folded->str, reader->folded->len);
	return phrase_scan_value(reader->scan, PHRASE_INSTEAD) != NULL;
}

static gboolean
is_among(const GPtrArray *mailboxes, const char *address)
{
	for (guint i = 0; i < mailboxes->len; i++) {
		const Mailbox *mailbox = mailboxes->pdata[i];

		if (g_ascii_strcasecmp(mailbox->address, address) == 0)
			return TRUE;
	}
	return FALSE;
}

/* The first address of the line that isn't who gets the report: "from <us> to <a@b>". */
static char *
first_address(const Reader *reader, const char *line, const char **end_out)
{
	char *address = bounce_next_address(line, end_out), *next;
	const char *end = *end_out;

	while (address && is_among(reader->mail->to, address) &&
	       (next = bounce_next_address(end, &end)) != NULL) {
		g_free(address);
		address = next;
		*end_out = end;
	}
	return address;
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
		add_list(found, address, PLACE_LINE, end);
		return;
	}
	address = first_address(reader, line, &end);
	if (address == NULL)
		return;
	place = is_own_field(line) ? PLACE_ANYWHERE : place_of_line(reader, line, length);
	if (place == PLACE_COMMAND) {
		const char *command = find_command(line);

		g_free(address);
		address = command ? bounce_next_address(command, &end) : NULL;
	}
	if (address && is_instead(reader, line, address, end))
		g_clear_pointer(&address, g_free);
	add_list(found, address, place, end);
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
			add_found(found, address, PLACE_FIELD, FALSE);
	}
}

/* Addresses to ask and addresses of who gets the report are nobody's failure. */
static gboolean
is_bystander(const Mail *mail, const Found *found)
{
	static const char *const roles[] = {"postmaster@", "mailer-daemon@", "abuse@",
					    "support@",    "helpdesk@",      "noc@",
					    "hostmaster@"};

	if (found->place == PLACE_FIELD)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++) {
		if (begins(found->address, roles[i]) && found->place != PLACE_COMMAND &&
		    !(found->place == PLACE_LINE && found->labels))
			return TRUE;
	}
	return is_among(mail->to, found->address) || is_among(mail->from, found->address);
}

/* Whether delivery goes on. */
static gboolean
says_delayed(Reader *reader)
{
	return bounce_has_phrase(reader, reader->notice, PHRASE_DELAY_TEXT) &&
	       !bounce_has_phrase(reader, reader->notice, PHRASE_FINAL_TEXT);
}

static gboolean
has_at(const GArray *found, const char *address, Place place)
{
	for (guint i = 0; i < found->len; i++) {
		const Found *entry = &g_array_index(found, Found, i);

		if (entry->place == place && g_ascii_strcasecmp(entry->address, address) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Who has a line of its own may be labelled in another one besides: then the lines are the
 * list. */
static Place
place_of_list(const GArray *found, Place place)
{
	for (guint i = 0; i < found->len && place == PLACE_LABEL; i++) {
		const Found *entry = &g_array_index(found, Found, i);

		if (entry->place == PLACE_LABEL && !has_at(found, entry->address, PLACE_LINE))
			return PLACE_LABEL;
	}
	return place == PLACE_LABEL ? PLACE_LINE : place;
}

static gboolean
add_place(Reader *reader, const GArray *found, Place place, gboolean delayed, gboolean bystanders)
{
	gboolean any = FALSE;

	for (guint i = 0; i < found->len; i++) {
		const Found *entry = &g_array_index(found, Found, i);

		if (entry->place != place || (!bystanders && is_bystander(reader->mail, entry)))
			continue;
		bounce_add(reader,
			   (Verdict){.address = g_strdup(entry->address), .delayed = delayed});
		any = TRUE;
	}
	return any;
}

/* Adds the addresses of the surest place that has any. */
static gboolean
add_best(Reader *reader, GArray *found, gboolean delayed, gboolean bystanders)
{
	Place last = reader->is_sure ? PLACE_ANYWHERE : PLACE_WORDS;

	for (Place place = PLACE_FIELD; place <= last; place++) {
		if (add_place(reader, found, place_of_list(found, place), delayed, bystanders))
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
			add_found(found, address, PLACE_ANYWHERE, FALSE);
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

gboolean
bounce_read_text(Reader *reader)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
	gboolean delayed = says_delayed(reader);

	if (bounce_read_json(reader) || bounce_read_fields(reader, reader->mail->text))
		return TRUE;
	g_array_set_clear_func(found, found_clear);
	reader->mail->bounce.delayed = delayed;
	search_header(reader->mail, found);
	search_notice(reader, found, reader->notice);
	search_returned(reader, found);
	if (add_best(reader, found, delayed, FALSE))
		return TRUE;
	search_notice(reader, found, reader->mail->text + strlen(reader->notice));
	return add_best(reader, found, delayed, FALSE) || add_best(reader, found, delayed, TRUE);
}
