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
