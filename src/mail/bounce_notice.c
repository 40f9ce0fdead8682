/*
 * The notice of a delivery report: the text above the returned message, and which of its
 * lines are about which recipient.
 */
#include "mail/bounce_parts.h"

#include <string.h>

#define NOTICE_MAX_BYTES (32 * 1024)

/* Whom a line is about, if not the verdict of that number. */
enum { NOBODY = -1, SEVERAL = -2 };

typedef struct NoticeLine {
	const char *start;
	gsize length; /* with its line end */
	gboolean blank;
	gint about;  /* whom it names */
	gint within; /* whom the lines above name */
} NoticeLine;

struct NoticeMap {
	GArray *lines; /* NoticeLine */
};

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

/* Fields of a header (RFC 5322); those at the front hardly stand in a notice's own words. */
static const char *const header_names[] = {
	"message-id:", "received:",       "mime-version:", "return-path:", "content-type:",
	"x-mailer:",   "dkim-signature:", "from:",         "to:",          "subject:",
	"date:",       "reply-to:",       "cc:",
};
#define TELLING_NAMES 7

/* The number of the field's name; -1 if the line is none of them. */
static gint
header_name_of(const char *line)
{
	for (gsize i = 0; i < G_N_ELEMENTS(header_names); i++) {
		if (g_ascii_strncasecmp(line, header_names[i], strlen(header_names[i])) == 0)
			return (gint)i;
	}
	return -1;
}

/* Whether a header begins here, though nothing announces it: three fields in a row or more,
 * one of which tells. */
static gboolean
is_header_block(const char *line)
{
	guint fields = 0, telling = 0;

	for (gint name = header_name_of(line); *line && *line != '\n' && *line != '\r';) {
		fields += name >= 0;
		telling += name >= 0 && name < TELLING_NAMES;
		if (fields >= 3 && telling > 0)
			return TRUE;
		line += strcspn(line, "\n");
		line += *line == '\n';
		name = header_name_of(line);
		if (name < 0 && *line != ' ' && *line != '\t' &&
		    g_ascii_strncasecmp(line, "x-", 2) != 0)
			return FALSE;
	}
	return FALSE;
}

/* Lines above a header that make it the returned one's: it may stand at the notice's top. */
#define LINES_ABOVE 3

char *
bounce_notice_of(Reader *reader)
{
	const char *text = reader->mail->text;
	guint lines = 0;
	gsize at = 0;

	while (at < NOTICE_MAX_BYTES && text[at]) {
		gsize length = strcspn(text + at, "\n");

		if (is_returned_line(reader, text + at, MIN(length, 301)))
			break;
		if (lines >= LINES_ABOVE && header_name_of(text + at) >= 0 &&
		    is_header_block(text + at))
			break;
		lines += length > 1;
		at += length + (text[at + length] == '\n');
	}
	/* A report that begins with what looks returned: it is all there is. */
	if (strspn(text, " \n\r\t") >= at)
		at = MIN(strlen(text), NOTICE_MAX_BYTES);
	return g_strndup(text, at);
}

/* The verdict whose address stands in the line. */
static gint
named_in(const char *line, gsize length, GHashTable *numbers)
{
	const char *at = line, *end;
	gint found = NOBODY;
	char *address;

	if (memchr(line, '@', length) == NULL)
		return NOBODY;
	while ((address = bounce_next_address(at, &end)) != NULL) {
		g_autofree char *lower = g_ascii_strdown(address, -1);
		gpointer number = NULL;

		g_free(address);
		at = end;
		if (!g_hash_table_lookup_extended(numbers, lower, NULL, &number))
			continue;
		if (found != NOBODY && found != GPOINTER_TO_INT(number))
			return SEVERAL;
		found = GPOINTER_TO_INT(number);
	}
	return found;
}

static GHashTable *
number_addresses(const GPtrArray *verdicts)
{
	GHashTable *numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < verdicts->len; i++) {
		const Verdict *verdict = verdicts->pdata[i];

		g_hash_table_insert(numbers, g_ascii_strdown(verdict->address, -1),
				    GUINT_TO_POINTER(i));
	}
	return numbers;
}

NoticeMap *
notice_map_new(const Reader *reader)
{
	g_autoptr(GHashTable) numbers = number_addresses(reader->verdicts);
	NoticeMap *map = g_new0(NoticeMap, 1);
	gint within = NOBODY;

	map->lines = g_array_new(FALSE, FALSE, sizeof(NoticeLine));
	for (const char *at = reader->notice; *at;) {
		gsize length = strcspn(at, "\n");
		NoticeLine line = {.start = at, .length = length + (at[length] == '\n')};

		line.blank = strspn(at, " \t\r\n") >= line.length;
		line.about = named_in(at, length, numbers);
		if (line.about != NOBODY)
			within = line.about;
		line.within = within;
		g_array_append_val(map->lines, line);
		at += line.length;
	}
	return map;
}

void
notice_map_free(NoticeMap *map)
{
	if (map == NULL)
		return;
	g_array_unref(map->lines);
	g_free(map);
}

char *
notice_map_words(const NoticeMap *map, guint number, Nearness nearness)
{
	GString *out = g_string_new(NULL);
	gboolean on = FALSE;

	for (guint i = 0; i < map->lines->len; i++) {
		const NoticeLine *line = &g_array_index(map->lines, NoticeLine, i);
		gboolean own = line->within == (gint)number || line->within == SEVERAL;

		if (nearness == NEAR)
			on = own && !line->blank && (on || line->about != NOBODY);
		else
			on = own || (nearness == REST && line->within == NOBODY);
		if (on)
			g_string_append_len(out, line->start, (gssize)line->length);
	}
	return g_string_free(out, FALSE);
}
