/*
 * The tables of phrases and their index.  An entry with wildcards is found by four
 * bytes of its longest literal piece, so that scanning a line costs one look-up
 * per byte, however many entries there are; the few candidates are then compared
 * in full, each once per line.
 */
#include "mail/tables.h"

#include "base/error.h"
#include "mail/phrases.h"

#include <string.h>

#define GRAM_BYTES        4
#define FILTER_BITS       16
#define LINE_MAX_BYTES    16000
#define GAP_MAX_BYTES     60
#define PATTERN_MAX_BYTES 400

/* A literal stretch of a pattern, between wildcards. */
typedef struct Piece {
	guint16 at, length;
} Piece;

typedef struct Entry {
	PhraseKind kind;
	const char *pattern; /* folded */
	const char *value;
	guint first_piece, pieces; /* of Index.pieces */
	gboolean from_start;       /* the first piece stands at the line's start */
	gboolean to_end;
	Piece near;     /* the piece with the four bytes by which the entry is found */
	guint16 before; /* its bytes before those four */
	guint next;     /* another entry with the same key, as its number + 1; 0 ends */
} Entry;

/* Lists of entries are numbers + 1 of their first, which leads to the others. */
typedef struct Index {
	GArray *entries;   /* Entry, in the order of the files */
	GArray *pieces;    /* Piece */
	GHashTable *exact; /* pattern without wildcard -> list */
	GHashTable *grams; /* four bytes -> list */
	guint short_ones;  /* list of those whose pieces are all shorter than that */
	guint short_starts[G_MAXUINT8 + 1]; /* of these, the ones from the start: by their byte */
	guint32 *gram_filter;               /* bit set of hashed grams, to skip most look-ups */
	guint32 *exact_filter;              /* of hashed beginnings and lengths, likewise */
	guint8 *gram_counts;                /* entries by hashed gram */
} Index;

struct MailTables {
	Index indexes[PHRASE_FAMILIES];
	GStringChunk *strings;
	GHashTable *own_lists; /* char*, lower case */
};

struct PhraseScan {
	const Index *index;
	guint *tested; /* per entry: the line it was compared with last; NULL until one is */
	guint line;
	gint first[PHRASE_KINDS]; /* lowest entry that matched, -1 if none */
};

/* How the entries of a section are compared with a line. */
typedef enum { MODE_EXACT, MODE_WHOLE, MODE_PART } Mode;

/* What may stand behind "=>". */
typedef struct Values {
	const char *words;    /* as people read them */
	gboolean is_optional; /* nothing may stand there, too */
	gboolean may_be_soft; /* "soft" may follow */
} Values;

static const Values opener = {.words = "opener, own", .is_optional = TRUE};
static const Values separators = {.words = "above, fields", .is_optional = TRUE};
static const Values contacts = {.words = "company", .is_optional = TRUE};
static const Values labels = {.words = "from, date, to, subject, other"};
static const Values robots = {.words = "auto-reply, report, list, loop, none, mass, hint, nobody"};
static const Values robot_subjects = {
	.words = "auto-reply, report, list, loop, none, calendar, maybe, told, away, start"};
static const Values robot_texts = {.words = "auto-reply, report, sign, mass, away"};
static const Values reasons = {.words = "no-such-user, mailbox-full, no-such-host, too-large, "
					"refused, temporary, other",
			       .may_be_soft = TRUE};

static const struct {
	const char *section;
	PhraseFamily family;
	Mode mode;
	const Values *values; /* NULL: none */
} kinds[PHRASE_KINDS] = {
	[PHRASE_WROTE] = {"wrote", PHRASE_REPLIES, MODE_WHOLE, &opener},
	[PHRASE_ORIGINAL] = {"original", PHRASE_REPLIES, MODE_EXACT, &separators},
	[PHRASE_LABEL] = {"label", PHRASE_REPLIES, MODE_EXACT, &labels},
	[PHRASE_SENT_FROM] = {"sent-from", PHRASE_REPLIES, MODE_WHOLE, NULL},
	[PHRASE_SENT] = {"sent", PHRASE_REPLIES, MODE_WHOLE, NULL},
	[PHRASE_DEVICE] = {"device", PHRASE_REPLIES, MODE_PART, NULL},
	[PHRASE_SIGN_OFF] = {"sign-off", PHRASE_REPLIES, MODE_EXACT, NULL},
	[PHRASE_DISCLAIMER] = {"disclaimer", PHRASE_REPLIES, MODE_PART, NULL},
	[PHRASE_HEADING] = {"heading", PHRASE_REPLIES, MODE_EXACT, NULL},
	[PHRASE_CONTACT] = {"contact", PHRASE_REPLIES, MODE_WHOLE, &contacts},
	[PHRASE_FOOTER] = {"footer", PHRASE_REPLIES, MODE_PART, NULL},
	[PHRASE_BETWEEN] = {"between", PHRASE_REPLIES, MODE_PART, NULL},
	[PHRASE_POINTER] = {"pointer", PHRASE_REPLIES, MODE_EXACT, NULL},
	[PHRASE_FORWARD] = {"forward", PHRASE_REPLIES, MODE_EXACT, NULL},
	[PHRASE_ROBOT_HEADER] = {"header", PHRASE_ROBOTS, MODE_WHOLE, &robots},
	[PHRASE_ROBOT_SUBJECT] = {"subject", PHRASE_ROBOTS, MODE_WHOLE, &robot_subjects},
	[PHRASE_ROBOT_TEXT] = {"text", PHRASE_ROBOTS, MODE_WHOLE, &robot_texts},
	[PHRASE_OWN_LIST] = {"own-list", PHRASE_ROBOTS, MODE_WHOLE, NULL},
	[PHRASE_BOUNCE_SENDER] = {"sender", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_BOUNCE_MACHINE] = {"machine", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_BOUNCE_SUBJECT] = {"subject", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_BOUNCE_TEXT] = {"text", PHRASE_BOUNCES, MODE_PART, NULL},
	[PHRASE_DELAY_TEXT] = {"delayed", PHRASE_BOUNCES, MODE_PART, NULL},
	[PHRASE_FINAL_TEXT] = {"final", PHRASE_BOUNCES, MODE_PART, NULL},
	[PHRASE_RETURNED] = {"returned", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_RECIPIENT] = {"recipient", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_INSTEAD] = {"instead", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_STATUS] = {"status", PHRASE_BOUNCES, MODE_EXACT, &reasons},
	[PHRASE_PROVIDER] = {"provider", PHRASE_BOUNCES, MODE_PART, &reasons},
	[PHRASE_REASON] = {"reason", PHRASE_BOUNCES, MODE_PART, &reasons},
	[PHRASE_HINT] = {"hint", PHRASE_BOUNCES, MODE_PART, &reasons},
	[PHRASE_GUESS] = {"guess", PHRASE_BOUNCES, MODE_PART, &reasons},
	[PHRASE_ABOUT] = {"about", PHRASE_BOUNCES, MODE_WHOLE, &reasons},
	[PHRASE_AFTER_DATA] = {"after-data", PHRASE_BOUNCES, MODE_PART, NULL},
};

static const char *const file_names[PHRASE_FAMILIES] = {
	[PHRASE_REPLIES] = "replies",
	[PHRASE_ROBOTS] = "robots",
	[PHRASE_BOUNCES] = "bounces",
};

static Entry *
entry_at(const Index *index, guint number)
{
	return &g_array_index(index->entries, Entry, number);
}

static const Piece *
pieces_of(const Index *index, const Entry *entry)
{
	return &g_array_index(index->pieces, Piece, entry->first_piece);
}

static void
pieces_add(Index *index, const char *pattern)
{
	for (const char *at = pattern; *at;) {
		gsize length = strcspn(at, "*");
		Piece piece = {(guint16)(at - pattern), (guint16)length};

		if (length > 0)
			g_array_append_val(index->pieces, piece);
		at += length + (at[length] == '*');
	}
}

static void
entry_add(Index *index, PhraseKind kind, const char *pattern, const char *value)
{
	gboolean part = kinds[kind].mode == MODE_PART;
	Entry entry = {.kind = kind, .pattern = pattern, .value = value};

	entry.first_piece = index->pieces->len;
	pieces_add(index, pattern);
	entry.pieces = index->pieces->len - entry.first_piece;
	entry.from_start = !part && pattern[0] != '*';
	entry.to_end = !part && !g_str_has_suffix(pattern, "*");
	g_array_append_val(index->entries, entry);
}

static guint32
gram_at(const char *text)
{
	guint32 gram;

	memcpy(&gram, text, sizeof gram);
	return gram;
}

static guint32
gram_hash(guint32 gram)
{
	return (gram * 2654435761u) >> (32 - FILTER_BITS);
}

/* What all texts equal to this one have in common, hashed. */
static guint32
exact_hash(const char *text, gsize length)
{
	guint32 gram = 0;

	if (length >= GRAM_BYTES)
		gram = gram_at(text);
	else if (length > 0)
		memcpy(&gram, text, length);
	return gram_hash(gram + (guint32)length);
}

static gboolean
filter_has(const guint32 *filter, guint32 hash)
{
	return (filter[hash / 32] & (1u << (hash % 32))) != 0;
}

static void
filter_add(guint32 *filter, guint32 hash)
{
	filter[hash / 32] |= 1u << (hash % 32);
}

/* The four bytes by which an entry is found: those shared with fewest others. */
static gboolean
choose_gram(const Index *index, Entry *entry)
{
	const Piece *pieces = pieces_of(index, entry);
	guint fewest = G_MAXUINT;

	for (guint i = 0; i < entry->pieces; i++) {
		const char *piece = entry->pattern + pieces[i].at;

		for (gsize at = 0; at + GRAM_BYTES <= pieces[i].length; at++) {
			guint others = index->gram_counts[gram_hash(gram_at(piece + at))];

			if (others < fewest) {
				fewest = others;
				entry->near = pieces[i];
				entry->before = (guint16)at;
			}
		}
	}
	return fewest != G_MAXUINT;
}

/* Puts the entry of that number before the list of the key. */
static void
list_add(GHashTable *table, gpointer key, Entry *entry, guint number)
{
	entry->next = GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
	g_hash_table_insert(table, key, GUINT_TO_POINTER(number + 1));
}

static void
index_entry(Index *index, guint number)
{
	Entry *entry = entry_at(index, number);

	if (kinds[entry->kind].mode == MODE_EXACT ||
	    (entry->from_start && entry->to_end && entry->pieces == 1)) {
		list_add(index->exact, unconst(entry->pattern), entry, number);
		filter_add(index->exact_filter, exact_hash(entry->pattern, strlen(entry->pattern)));
	} else if (choose_gram(index, entry)) {
		guint32 gram = gram_at(entry->pattern + entry->near.at + entry->before);
		guint32 hash = gram_hash(gram);

		list_add(index->grams, GUINT_TO_POINTER(gram), entry, number);
		filter_add(index->gram_filter, hash);
		if (index->gram_counts[hash] < G_MAXUINT8)
			index->gram_counts[hash]++;
	} else {
		guint *list = entry->from_start ? &index->short_starts[(guint8)*entry->pattern]
						: &index->short_ones;
		entry->next = *list;
		*list = number + 1;
	}
}

MailTables *
mail_tables_new(void)
{
	MailTables *tables = g_new0(MailTables, 1);

	tables->strings = g_string_chunk_new(64 * 1024);
	tables->own_lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < PHRASE_FAMILIES; i++) {
		Index *index = &tables->indexes[i];

		index->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
		index->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
		index->exact = g_hash_table_new(g_str_hash, g_str_equal);
		index->grams = g_hash_table_new(NULL, NULL);
		index->gram_filter = g_new0(guint32, (1u << FILTER_BITS) / 32);
		index->exact_filter = g_new0(guint32, (1u << FILTER_BITS) / 32);
		index->gram_counts = g_new0(guint8, 1u << FILTER_BITS);
	}
	return tables;
}

void
mail_tables_free(MailTables *tables)
{
	if (tables == NULL)
		return;
	for (int i = 0; i < PHRASE_FAMILIES; i++) {
		g_hash_table_unref(tables->indexes[i].exact);
		g_hash_table_unref(tables->indexes[i].grams);
		g_array_unref(tables->indexes[i].entries);
		g_array_unref(tables->indexes[i].pieces);
		g_free(tables->indexes[i].gram_filter);
		g_free(tables->indexes[i].exact_filter);
		g_free(tables->indexes[i].gram_counts);
	}
	g_string_chunk_free(tables->strings);
	g_hash_table_unref(tables->own_lists);
	g_free(tables);
}

/* "robots.table" and "robots-site.table" both extend the robots. */
static gboolean
family_of_name(const char *name, PhraseFamily *family_out)
{
	gsize length = strcspn(name, "-.");

	for (int i = 0; i < PHRASE_FAMILIES; i++) {
		if (strlen(file_names[i]) == length && strncmp(name, file_names[i], length) == 0) {
			*family_out = (PhraseFamily)i;
			return TRUE;
		}
	}
	return FALSE;
}

static gint
kind_of_section(PhraseFamily family, const char *section, gsize length)
{
	for (int i = 0; i < PHRASE_KINDS; i++) {
		if (kinds[i].family == family && strlen(kinds[i].section) == length &&
		    strncmp(kinds[i].section, section, length) == 0)
			return i;
	}
	return -1;
}

static gboolean
is_one_of(const Values *values, const char *value)
{
	g_auto(GStrv) words = g_strsplit(values->words, ", ", -1);
	g_autofree char *word = g_strdup(value);

	if (values->may_be_soft && g_str_has_suffix(word, " soft"))
		word[strlen(word) - strlen(" soft")] = '\0';
	return g_strv_contains((const char *const *)words, word);
}

/* A value that nobody understands would make an entry that does nothing. */
static gboolean
value_check(PhraseKind kind, const char *value, GError **error)
{
	const char *section = kinds[kind].section;
	const Values *values = kinds[kind].values;

	if (values == NULL)
		return *value == '\0' || error_perm(error,
						    "an entry of [%s] has no value, but this one "
						    "has \"=> %s\"",
						    section, value);
	if (is_one_of(values, value) || (*value == '\0' && values->is_optional))
		return TRUE;
	return error_perm(error, "\"%s\" is no value for [%s]; behind \"=>\" stands one of: %s",
			  value, section, values->words);
}

/* A file being read. */
typedef struct Loading {
	MailTables *tables;
	PhraseFamily family;
	gint kind;         /* of the section; -1 above the first */
	GString *folded;   /* scratch */
	const char *value; /* of the last entry in the section; NULL if there is none */
} Loading;

/* The line without blanks at its ends. */
static const char *
strip(const char *line, gsize *length)
{
	while (*length > 0 && g_ascii_isspace(line[*length - 1]))
		--*length;
	while (*length > 0 && g_ascii_isspace(*line)) {
		line++;
		--*length;
	}
	return line;
}

/* Most entries have the value of the one above. */
static gboolean
value_read(Loading *loading, const char *text, gsize length, GError **error)
{
	const char *last = loading->value;

	text = strip(text, &length);
	if (last && strlen(last) == length && memcmp(last, text, length) == 0)
		return TRUE;
	loading->value = g_string_chunk_insert_len(loading->tables->strings, text, (gssize)length);
	return value_check((PhraseKind)loading->kind, loading->value, error);
}

/* "pattern" or "pattern => value". */
static gboolean
entry_read(Loading *loading, const char *line, gsize length, GError **error)
{
	const char *arrow = memmem(line, length, "=>", 2);
	gsize pattern_length = arrow ? (gsize)(arrow - line) : length;
	GString *folded = loading->folded;
	const char *pattern;

	if (loading->kind < 0)
		return error_perm(error, "an entry before the first [section]");
	g_string_truncate(folded, 0);
	phrase_fold(line, pattern_length, folded);
	if (strspn(folded->str, "*") == folded->len)
		return error_perm(error, "an entry without words");
	if (folded->len > PATTERN_MAX_BYTES)
		return error_perm(error, "an entry longer than %d bytes", PATTERN_MAX_BYTES);
	if (loading->kind == PHRASE_RECIPIENT && !strchr(folded->str, '*'))
		return error_perm(error, "an entry of [recipient] without \"*\", where the address "
					 "stands");
	if (!value_read(loading, arrow ? arrow + 2 : "", arrow ? length - pattern_length - 2 : 0,
			error))
		return FALSE;
	pattern = g_string_chunk_insert_len(loading->tables->strings, folded->str,
					    (gssize)folded->len);
	entry_add(&loading->tables->indexes[loading->family], (PhraseKind)loading->kind, pattern,
		  loading->value);
	return TRUE;
}

static gboolean
line_read(Loading *loading, const char *line, gsize length, GError **error)
{
	line = strip(line, &length);
	if (length == 0 || line[0] == '#')
		return TRUE;
	if (line[0] != '[' || line[length - 1] != ']')
		return entry_read(loading, line, length, error);
	loading->value = NULL;
	loading->kind = kind_of_section(loading->family, line + 1, length - 2);
	return loading->kind >= 0 || error_perm(error, "%.*s is no section of %s.table",
						(int)length, line, file_names[loading->family]);
}

static gboolean
lines_read(Loading *loading, const char *name, const char *text, GError **error)
{
	guint number = 1;

	for (;; number++) {
		gsize length = strcspn(text, "\n");

		if (!line_read(loading, text, length, error)) {
			g_prefix_error(error, "%s:%u: ", name, number);
			return FALSE;
		}
		if (text[length] == '\0')
			return TRUE;
		text += length + 1;
	}
}

static guint
line_of(const char *text, const char *at)
{
	guint number = 1;

	for (; (text = memchr(text, '\n', (gsize)(at - text))); text++)
		number++;
	return number;
}

gboolean
mail_tables_add(MailTables *tables, const char *name, const char *text, GError **error)
{
	g_autoptr(GString) folded = g_string_new(NULL);
	Loading loading = {.tables = tables, .kind = -1, .folded = folded};

	if (!family_of_name(name, &loading.family))
		return error_perm(error, "%s: the name must begin with replies, robots or bounces",
				  name);
	const char *wrong;
	if (!g_utf8_validate(text, -1, &wrong))
		return error_perm(error, "%s:%u: not UTF-8", name, line_of(text, wrong));
	/* Some editors begin a file with a byte order mark. */
	if (g_str_has_prefix(text, "\xef\xbb\xbf"))
		text += 3;
	Index *index = &tables->indexes[loading.family];
	guint entries = index->entries->len, pieces = index->pieces->len;
	if (!lines_read(&loading, name, text, error)) {
		g_array_set_size(index->entries, entries);
		g_array_set_size(index->pieces, pieces);
		return FALSE;
	}
	for (guint i = entries; i < index->entries->len; i++)
		index_entry(index, i);
	return TRUE;
}

void
mail_tables_add_own_list(MailTables *tables, const char *id)
{
	g_hash_table_add(tables->own_lists, g_ascii_strdown(id, -1));
}

gboolean
mail_tables_has_own_list(const MailTables *tables, const char *id)
{
	g_autofree char *lower = g_ascii_strdown(id, -1);

	return g_hash_table_contains(tables->own_lists, lower);
}

PhraseScan *
phrase_scan_new(const MailTables *tables, PhraseFamily family)
{
	PhraseScan *scan = g_new0(PhraseScan, 1);

	scan->index = &tables->indexes[family];
	for (int i = 0; i < PHRASE_KINDS; i++)
		scan->first[i] = -1;
	return scan;
}

void
phrase_scan_free(PhraseScan *scan)
{
	if (scan == NULL)
		return;
	g_free(scan->tested);
	g_free(scan);
}

/* Whether the pieces from `next` on follow, none far from the one before it. */
static gboolean
pieces_follow(const Entry *entry, const Piece *pieces, guint next, const char *at, const char *end)
{
	for (guint i = next; i < entry->pieces; i++) {
		gsize size = pieces[i].length, reach;

		/* "user * unknown" is also "user unknown". */
		if (at[-1] == ' ')
			at--;
		reach = MIN((gsize)(end - at), GAP_MAX_BYTES + size);
		at = memmem(at, reach, entry->pattern + pieces[i].at, size);
		if (at == NULL)
			return FALSE;
		at += size;
	}
	return TRUE;
}

/* Anywhere in the line; a wildcard spans a few words, not sentences. */
static gboolean
part_matches(const Entry *entry, const Piece *pieces, const char *line, gsize length)
{
	const char *first = entry->pattern + pieces[0].at, *at = line, *end = line + length;
	gsize size = pieces[0].length;

	while ((at = memmem(at, (gsize)(end - at), first, size)) != NULL) {
		if (pieces_follow(entry, pieces, 1, at + size, end))
			return TRUE;
		at += size;
	}
	return FALSE;
}

/* Leftmost occurrence of each piece in turn; first and last may be bound to the ends. */
static gboolean
whole_matches(const Entry *entry, const Piece *pieces, const char *line, gsize length)
{
	const char *at = line, *end = line + length;

	for (guint i = 0; i < entry->pieces; i++) {
		const char *piece = entry->pattern + pieces[i].at;
		gsize size = pieces[i].length;
		gboolean last = i + 1 == entry->pieces;

		if ((gsize)(end - at) < size)
			return FALSE;
		if (i == 0 && entry->from_start) {
			if (memcmp(at, piece, size) != 0 ||
			    (last && entry->to_end && at + size != end))
				return FALSE;
		} else if (last && entry->to_end) {
			at = end - size;
			if (memcmp(at, piece, size) != 0)
				return FALSE;
		} else {
			at = memmem(at, (gsize)(end - at), piece, size);
			if (at == NULL)
				return FALSE;
		}
		at += size;
	}
	return TRUE;
}

static gboolean
entry_matches(const Index *index, const Entry *entry, const char *line, gsize length)
{
	const Piece *pieces = pieces_of(index, entry);

	if (kinds[entry->kind].mode == MODE_PART)
		return part_matches(entry, pieces, line, length);
	return whole_matches(entry, pieces, line, length);
}

/* Whether one piece somewhere in the line is all that the entry asks for. */
static gboolean
is_one_piece(const Entry *entry)
{
	return entry->pieces == 1 && !entry->from_start && !entry->to_end;
}

static void
note_match(PhraseScan *scan, guint number)
{
	const Entry *entry = entry_at(scan->index, number);

	if (scan->first[entry->kind] < 0 || (guint)scan->first[entry->kind] > number)
		scan->first[entry->kind] = (gint)number;
}

static void
compare(PhraseScan *scan, guint number, const char *line, gsize length)
{
	if (entry_matches(scan->index, entry_at(scan->index, number), line, length))
		note_match(scan, number);
}

static void
compare_list(PhraseScan *scan, guint list, const char *line, gsize length)
{
	for (; list > 0; list = entry_at(scan->index, list - 1)->next)
		compare(scan, list - 1, line, length);
}

/* Its four bytes may stand in the line many times. */
static void
compare_once(PhraseScan *scan, guint number, const char *line, gsize length)
{
	if (scan->tested == NULL)
		scan->tested = g_new0(guint, scan->index->entries->len);
	if (scan->tested[number] == scan->line)
		return;
	scan->tested[number] = scan->line;
	compare(scan, number, line, length);
}

/* Those of the list whose piece stands around the four bytes at `at`: that tells most false
 * ones apart. */
static void
compare_near(PhraseScan *scan, guint list, const char *line, gsize length, gsize at)
{
	while (list > 0) {
		const Entry *entry = entry_at(scan->index, list - 1);
		const Piece *near = &entry->near;

		if (entry->before <= at && at - entry->before + near->length <= length &&
		    memcmp(line + at - entry->before, entry->pattern + near->at, near->length) ==
			    0) {
			if (is_one_piece(entry))
				note_match(scan, list - 1);
			else
				compare_once(scan, list - 1, line, length);
		}
		list = entry->next;
	}
}

static void
compare_exact(PhraseScan *scan, const char *line, gsize length)
{
	char text[PATTERN_MAX_BYTES + 1];
	guint list;

	if (length > PATTERN_MAX_BYTES ||
	    !filter_has(scan->index->exact_filter, exact_hash(line, length)))
		return;
	memcpy(text, line, length);
	text[length] = '\0';
	list = GPOINTER_TO_UINT(g_hash_table_lookup(scan->index->exact, text));
	for (; list > 0; list = entry_at(scan->index, list - 1)->next)
		note_match(scan, list - 1);
}

void
phrase_scan_line(PhraseScan *scan, const char *line, gsize length)
{
	const Index *index = scan->index;

	length = MIN(length, LINE_MAX_BYTES);
	scan->line++;
	for (int i = 0; i < PHRASE_KINDS; i++)
		scan->first[i] = -1;
	compare_exact(scan, line, length);
	compare_list(scan, index->short_ones, line, length);
	if (length > 0)
		compare_list(scan, index->short_starts[(guint8)*line], line, length);
	for (gsize at = 0; at + GRAM_BYTES <= length; at++) {
		guint32 gram = gram_at(line + at), hash = gram_hash(gram);
		gpointer list;

		if (!filter_has(index->gram_filter, hash))
			continue;
		list = g_hash_table_lookup(index->grams, GUINT_TO_POINTER(gram));
		compare_near(scan, GPOINTER_TO_UINT(list), line, length, at);
	}
}

const char *
phrase_scan_value(const PhraseScan *scan, PhraseKind kind)
{
	return scan->first[kind] < 0 ? NULL
				     : entry_at(scan->index, (guint)scan->first[kind])->value;
}

const char *
phrase_scan_pattern(const PhraseScan *scan, PhraseKind kind)
{
	return scan->first[kind] < 0 ? NULL
				     : entry_at(scan->index, (guint)scan->first[kind])->pattern;
}

const char *
phrase_exact(const MailTables *tables, PhraseKind kind, const char *text)
{
	const Index *index = &tables->indexes[kinds[kind].family];
	guint list, first = 0;

	if (!filter_has(index->exact_filter, exact_hash(text, strlen(text))))
		return NULL;
	list = GPOINTER_TO_UINT(g_hash_table_lookup(index->exact, text));
	for (; list > 0; list = entry_at(index, list - 1)->next) {
		if (entry_at(index, list - 1)->kind == kind && (first == 0 || list < first))
			first = list;
	}
	return first > 0 ? entry_at(index, first - 1)->value : NULL;
}
