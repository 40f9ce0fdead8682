/*
 * Telling a question about the state of a case from everything else.  All of the text has to be
 * made of phrases that are known: what isn't surely a question is a comment, as ever.
 */
#include "desk/question.h"

#include "base/text.h"
#include "desk/phrase.h"

#include <string.h>

/* Who writes more says more. */
#define QUESTION_BYTES 600
/* Below somebody's name: so many lines with it, so long at most, and words in them that may begin
 * small: "und", "for". */
#define LABEL_LINES       6
#define LABEL_CHARS       60
#define LABEL_SMALL_CHARS 3
/* Of a firm, a place, a telephone, below somebody's name. */
#define SIGNATURE_LABELS 10
/* In good wishes, before a word that elsewhere leaves doubts. */
#define WISH_WORDS 8
/* Of a word that a domain begins with. */
#define FIRM_LETTERS 4

/* The letters of a text, and where its words are in them. */
typedef struct Reading {
	GString *letters;
	GArray *words;   /* Word */
	GHashTable *own; /* keys: the words of the writer's name */
	gsize *names[PHRASE_NAME_WORDS];
	CaseNumber *number;
} Reading;

typedef struct Word {
	gsize begin, end;
	gboolean is_capital; /* as names begin */
	gboolean is_last;    /* a line or a sentence ends behind it */
} Word;

static void
reading_clear(Reading *r)
{
	g_string_free(r->letters, TRUE);
	g_array_unref(r->words);
	g_hash_table_unref(r->own);
	for (guint k = 0; k < PHRASE_NAME_WORDS; k++)
		g_free(r->names[k]);
	case_number_free(r->number);
}

void
question_free(Question *question)
{
	if (!question)
		return;
	g_free(question->line);
	case_number_free(question->number);
	g_free(question);
}

/* Where a sentence or a part of it ends. */
static gboolean
is_stop(gunichar c)
{
	static const gunichar stops[] = {
		'.',   ',',    '!',    '?',    ';',    ':',    '(',    ')',
		0xa1,  0xbf,   0x37e,  0x589,  0x60c,  0x61b,  0x61f,  0x6d4,
		0x964, 0x2013, 0x2014, 0x2026, 0x3001, 0x3002, 0xff61, 0xff64,
	};
	for (guint i = 0; i < G_N_ELEMENTS(stops); i++)
		if (stops[i] == c)
			return TRUE;
	return FALSE;
}

/* "Anna", "Anna-Lena"; "URGENT" is no name. */
static gboolean
begins_as_name(const char *word)
{
	const char *second = g_utf8_next_char(word);
	return g_unichar_isupper(g_utf8_get_char(word)) && *second &&
	       !g_unichar_isupper(g_utf8_get_char(second));
}

static void
add_word(Reading *r, const char *word)
{
	g_autofree char *letters = g_strcmp0(word, "*") ? text_name_key(word) : g_strdup(word);
	Word added = {.begin = r->letters->len, .is_capital = begins_as_name(word)};
	if (!*letters)
		return;
	g_string_append(r->letters, letters);
	added.end = r->letters->len;
	g_array_append_val(r->words, added);
}

/* Ends the word in hand. */
static void
end_word(Reading *r, GString *word, gboolean is_last)
{
	if (word->len > 0)
		add_word(r, word->str);
	g_string_truncate(word, 0);
	if (is_last && r->words->len > 0)
		g_array_index(r->words, Word, r->words->len - 1).is_last = TRUE;
}

/* FALSE: it names two. */
static gboolean
take_number(Reading *r, CaseNumber *number)
{
	gboolean is_other = r->number && (r->number->number != number->number ||
					  strcmp(r->number->prefix, number->prefix) != 0);
	case_number_free(r->number);
	r->number = number;
	return !is_other;
}

/* FALSE: it names two cases, or holds a quote. */
static gboolean
read_text(Reading *r, const char *text, const Site *site)
{
	g_autoptr(GString) word = g_string_new(NULL);
	for (const char *p = text; *p;) {
		gunichar c = g_utf8_get_char(p);
		gsize length = 0;
		CaseNumber *number = case_number_at(site, text, p, &length);
		if (number) {
			end_word(r, word, FALSE);
			add_word(r, "*");
			p += length;
			if (!take_number(r, number))
				return FALSE;
			continue;
		}
		p = g_utf8_next_char(p);
		if (c == '>')
			return FALSE;
		if (c == '\n' || is_stop(c))
			end_word(r, word, TRUE);
		else if (g_unichar_isspace(c))
			end_word(r, word, FALSE);
		else if (c != PHRASE_CASE_MARK && !text_is_bidi_or_invisible(c))
			g_string_append_unichar(word, c);
	}
	end_word(r, word, TRUE);
	return TRUE;
}

/* Where names of one and two words stand: capital letters, and nothing behind them. */
static void
find_names(Reading *r)
{
	for (guint k = 0; k < PHRASE_NAME_WORDS; k++)
		r->names[k] = g_new0(gsize, r->letters->len + 1);
	for (guint i = 0; i < r->words->len; i++) {
		const Word *first = &g_array_index(r->words, Word, i);
		for (guint k = 0; k < PHRASE_NAME_WORDS && i + k < r->words->len; k++) {
			const Word *last = &g_array_index(r->words, Word, i + k);
			if (!last->is_capital)
				break;
			if (last->is_last)
				r->names[k][first->begin] = last->end;
		}
	}
}

static void
add_own(GHashTable *own, const char *text, const char *separators)
{
	g_auto(GStrv) pieces = g_strsplit_set(text, separators, -1);
	for (guint i = 0; pieces[i]; i++) {
		char *letters = phrase_letters(pieces[i]);
		if (*letters)
			g_hash_table_add(own, letters);
		else
			g_free(letters);
	}
}

/* "Anna Smith", of anna.smith@customer.test. (transfer full) */
static GHashTable *
own_words(const char *name, const char *address)
{
	GHashTable *own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *local = g_strndup(address, strcspn(address, "@"));
	add_own(own, name, " ,.");
	add_own(own, local, "._-+");
	return own;
}

/* "Koch": all of a line like "Uwe Koch" is. */
static gboolean
is_own_name(const char *line, GHashTable *own)
{
	g_auto(GStrv) words = g_strsplit_set(line, " ,.", -1);
	gboolean any = FALSE;
	for (guint i = 0; words[i]; i++) {
		g_autofree char *letters = phrase_letters(words[i]);
		if (*letters && !g_hash_table_contains(own, letters))
			return FALSE;
		any = any || *letters;
	}
	return any;
}

/* A word as in "Brightwater Clinic", "Am Markt 3", "uwe@nordwind.example", not as in sentences. */
static gboolean
is_of_label(const char *word, const Site *site)
{
	g_autofree char *key = text_name_key(word);
	gunichar first = g_utf8_get_char(word);
	gboolean is_link = strchr(word, '@') || g_str_has_prefix(word, "www.");
	return !words_doubt(site->words, key) && !text_asks(word) && !strchr(word, '!') &&
	       (is_link || !g_unichar_isalpha(first) || g_unichar_isupper(first) ||
		g_utf8_strlen(word, -1) <= LABEL_SMALL_CHARS);
}

/* Whether a line says whose firm the writer's is: its form in law, or what the address is of. */
static gboolean
names_firm(const char *line, const char *address, const Site *site)
{
	const char *at = strchr(address, '@');
	g_autofree char *domain = at ? phrase_letters(at + 1) : g_strdup("");
	g_auto(GStrv) words = g_strsplit_set(line, " ,", -1);
	for (guint i = 0; words[i]; i++) {
		g_autofree char *letters = phrase_letters(words[i]);
		g_autofree char *key = text_name_key(words[i]);
		if (words_firm(site->words, key) ||
		    (strlen(letters) >= FIRM_LETTERS && g_str_has_prefix(domain, letters)))
			return TRUE;
	}
	return FALSE;
}

/* "Nordwind GmbH", "Sales", "Tel. 040 123456" */
static gboolean
is_label(const char *line, const Site *site)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	for (guint i = 0; words[i]; i++)
		if (*words[i] && !is_of_label(words[i], site))
			return FALSE;
	return g_utf8_strlen(line, -1) <= LABEL_CHARS && *line != '>';
}

char *
text_above_firm(const char *text, const char *name, const char *address, const Site *site)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GHashTable) own = own_words(name, address);
	gboolean has_firm = FALSE;
	guint found = 0;
	for (guint end = g_strv_length(lines); end > 0 && site->words; end--) {
		g_autofree char *line = text_collapse(lines[end - 1]);
		if (!*line)
			continue;
		if (has_firm && is_own_name(line, own)) {
			for (guint i = end; lines[i]; i++)
				g_clear_pointer(&lines[i], g_free);
			break;
		}
		if (++found >= LABEL_LINES || !is_label(line, site))
			return g_strdup(text);
		has_firm = has_firm || names_firm(line, address, site);
	}
	return g_strjoinv("\n", lines);
}

/* Adds where any of the phrases leads that begin at these places; TRUE if that is anywhere new. */
static gboolean
spread(const Reading *r, const GPtrArray *phrases, const guint8 *from, guint8 *to)
{
	PhraseText text = {.letters = r->letters->str, .length = r->letters->len};
	gboolean any = FALSE;
	for (guint k = 0; k < PHRASE_NAME_WORDS; k++)
		text.names[k] = r->names[k];
	for (guint i = 0; i < phrases->len; i++) {
		g_autofree guint8 *ends = phrase_ends(phrases->pdata[i], &text, from);
		for (guint k = 0; k < r->words->len; k++) {
			gsize end = g_array_index(r->words, Word, k).end;
			any = any || (ends[end] && !to[end]);
			to[end] |= ends[end];
		}
	}
	return any;
}

/* Over the words of the writer's own name. */
static gboolean
spread_own(const Reading *r, guint8 *places)
{
	gboolean any = FALSE;
	for (guint i = 0; i < r->words->len; i++) {
		const Word *word = &g_array_index(r->words, Word, i);
		if (!places[word->begin] || places[word->end])
			continue;
		g_autofree char *letters =
			g_strndup(r->letters->str + word->begin, word->end - word->begin);
		places[word->end] = g_hash_table_contains(r->own, letters) ? 1 : 0;
		any = any || places[word->end];
	}
	return any;
}

typedef enum Meaning { SAYS_MORE, SAYS_NOTHING, SAYS_IT } Meaning;

/* What a text has to say, and what it may say besides; each Phrase*. */
typedef struct Sought {
	const GPtrArray *phrases;
	const GPtrArray *beside; /* besides courtesies; NULL: nothing */
	gboolean is_sure;        /* no word of the text may leave doubts */
	gboolean is_bare;        /* no courtesies either: the writer's own name alone */
} Sought;

/* Over all that may stand around what is sought. */
static void
spread_beside(const Reading *r, const Sought *sought, const Site *site, guint8 *places)
{
	const GPtrArray *courtesies = words_courtesies(site->words);
	while ((!sought->is_bare && spread(r, courtesies, places, places)) ||
	       spread_own(r, places) ||
	       (sought->beside && spread(r, sought->beside, places, places)))
		;
}

/* Whether there is a way through all of the words by courtesies and some of these phrases. */
static Meaning
meaning_of(const Reading *r, const Sought *sought, const Site *site)
{
	gsize length = r->letters->len;
	g_autofree guint8 *before = g_new0(guint8, length + 1);
	g_autofree guint8 *behind = g_new0(guint8, length + 1);
	before[0] = 1;
	spread_beside(r, sought, site, before);
	gboolean any = spread(r, sought->phrases, before, behind);
	while (any) {
		spread_beside(r, sought, site, behind);
		any = spread(r, sought->phrases, behind, behind);
	}
	return behind[length] ? SAYS_IT : before[length] ? SAYS_NOTHING : SAYS_MORE;
}

/* Whether one of the phrases holds the word of this index by its letters, not as a name: "Schönen
 * Tag noch". */
static gboolean
is_within(const Reading *r, const GPtrArray *phrases, guint index)
{
	g_autofree gsize *none = g_new0(gsize, r->letters->len + 1);
	g_autofree guint8 *from = g_new0(guint8, r->letters->len + 1);
	PhraseText text = {.letters = r->letters->str, .length = r->letters->len};
	for (guint k = 0; k < PHRASE_NAME_WORDS; k++)
		text.names[k] = none;
	for (guint i = index + 1; i > 0 && index + 1 - i < WISH_WORDS; i--)
		from[g_array_index(r->words, Word, i - 1).begin] = 1;
	for (guint i = 0; i < phrases->len; i++) {
		g_autofree guint8 *ends = phrase_ends(phrases->pdata[i], &text, from);
		for (guint k = index; k < r->words->len; k++)
			if (ends[g_array_index(r->words, Word, k).end])
				return TRUE;
	}
	return FALSE;
}

/* "Thanks. Nothing": by its letters that may be somebody's name. "Ça m'a aidé" holds the Italian
 * "ma". */
static gboolean
leaves_doubts(const Reading *r, const Site *site)
{
	for (guint i = 0; i < r->words->len; i++) {
		const Word *word = &g_array_index(r->words, Word, i);
		g_autofree char *letters =
			g_strndup(r->letters->str + word->begin, word->end - word->begin);
		if (words_doubt(site->words, letters) &&
		    !is_within(r, words_courtesies(site->words), i) &&
		    !is_within(r, words_thanks(site->words), i) &&
		    !is_within(r, words_solved(site->words), i))
			return TRUE;
	}
	return FALSE;
}

/* What the text says by these phrases; the case that it names goes to `number_out`. */
static Meaning
read_meaning(const char *text, const char *name, const char *address, const Sought *sought,
	     const Site *site, CaseNumber **number_out)
{
	g_autofree char *same = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
	if (strlen(text) > QUESTION_BYTES || !same)
		return SAYS_MORE;
	Reading r = {.letters = g_string_new(NULL),
		     .words = g_array_new(FALSE, TRUE, sizeof(Word)),
		     .own = own_words(name, address)};
	Meaning meaning = SAYS_MORE;
	if (read_text(&r, same, site) && !(sought->is_sure && leaves_doubts(&r, site))) {
		find_names(&r);
		meaning = meaning_of(&r, sought, site);
	}
	if (meaning == SAYS_IT)
		*number_out = g_steal_pointer(&r.number);
	reading_clear(&r);
	return meaning;
}

/* The same, whichever case it names. */
static Meaning
meaning_anywhere(const char *text, const char *name, const char *address, const Sought *sought,
		 const Site *site)
{
	CaseNumber *number = NULL;
	Meaning meaning = read_meaning(text, name, address, sought, site, &number);
	case_number_free(number);
	return meaning;
}

static Meaning
read_question(const char *text, const char *name, const char *address, const Site *site,
	      Question *question)
{
	const Sought sought = {.phrases = words_questions(site->words)};
	Meaning meaning = read_meaning(text, name, address, &sought, site, &question->number);
	if (meaning != SAYS_IT)
		return meaning;
	g_autofree char *line = text_collapse(text);
	question->line = g_strstrip(terminal_safe(line));
	return meaning;
}

gboolean
text_is_thanks(const char *text, const char *name, const char *address, const Site *site)
{
	if (!site->words || text_asks(text))
		return FALSE;
	const Sought thanks = {.phrases = words_thanks(site->words),
			       .beside = words_solved(site->words),
			       .is_sure = TRUE};
	const Sought solved = {.phrases = words_solved(site->words), .is_sure = TRUE};
	return meaning_anywhere(text, name, address, &thanks, site) == SAYS_IT ||
	       meaning_anywhere(text, name, address, &solved, site) == SAYS_IT;
}

gboolean
text_is_solved(const char *text, const char *name, const char *address, const Site *site,
	       CaseNumber **number_out)
{
	if (!site->words || text_asks(text))
		return FALSE;
	const Sought solved = {.phrases = words_solved(site->words),
			       .beside = words_thanks(site->words),
			       .is_sure = TRUE};
	return read_meaning(text, name, address, &solved, site, number_out) == SAYS_IT;
}

gboolean
text_is_yes(const char *text, const char *name, const char *address, const Site *site)
{
	g_autofree char *line = text_collapse(text);
	if (text_asks(text))
		return FALSE;
	if (!site->words)
		return words_mean(NULL, line, "yes");
	const Sought yes = {.phrases = words_confirmations(site->words), .is_sure = TRUE};
	return meaning_anywhere(text, name, address, &yes, site) == SAYS_IT;
}

/* "-- ", "____" */
static gboolean
is_rule(const char *line)
{
	return !line[strspn(line, " -_=*")];
}

/* Of an absence, in whatever language: "Abwesend bis 30.11." looks like a name and a number. */
static gboolean
tells_absence(const char *line, const Site *site)
{
	g_auto(GStrv) words = g_strsplit_set(line, " .,;:()/", -1);
	g_autofree char *all = text_name_key(line);
	for (guint i = 0; words[i]; i++) {
		g_autofree char *key = text_name_key(words[i]);
		if (words_absence(site->words, key))
			return TRUE;
	}
	return words_absence_within(site->words, all);
}

gboolean
text_is_signature(const char *text, const char *name, const char *address, const Site *site)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GHashTable) own = own_words(name, address);
	const Sought closings = {.phrases = site->words ? words_closings(site->words) : NULL,
				 .is_bare = TRUE};
	gboolean has_name = FALSE;
	guint labels = 0;
	for (guint i = 0; lines[i]; i++) {
		g_autofree char *line = text_collapse(lines[i]);
		gboolean is_name = *line != '>' && is_own_name(line, own);
		has_name = has_name || is_name;
		if (!*line || is_name || is_rule(line))
			continue;
		if (!site->words || *line == '>')
			return FALSE;
		if (meaning_anywhere(line, name, address, &closings, site) == SAYS_IT)
			continue;
		if (!has_name || ++labels > SIGNATURE_LABELS || !is_label(line, site) ||
		    tells_absence(line, site))
			return FALSE;
	}
	return TRUE;
}

gboolean
text_is_courtesy(const char *text, const char *name, const char *address, const Site *site)
{
	if (!site->words)
		return !text[strspn(text, " \n")];
	const Sought stars = {.phrases = words_stars(site->words)};
	return meaning_anywhere(text, name, address, &stars, site) == SAYS_NOTHING;
}

gboolean
text_is_no_answer(const char *text, const char *name, const char *address, const Site *site)
{
	if (!site->words)
		return FALSE;
	const Sought sought = {.phrases = words_no_answers(site->words)};
	return meaning_anywhere(text, name, address, &sought, site) == SAYS_IT;
}

gboolean
text_begins_with_no_answer(const char *text, const char *name, const char *address,
			   const Site *site)
{
	if (strlen(text) > QUESTION_BYTES)
		return FALSE;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		g_autofree char *beginning = g_strndup(text, (gsize)(p - text));
		gunichar c = g_utf8_get_char(p);
		if ((c == '\n' || is_stop(c)) && text_is_no_answer(beginning, name, address, site))
			return TRUE;
	}
	return text_is_no_answer(text, name, address, site);
}

gboolean
text_is_stars(const char *text, const Site *site)
{
	if (!site->words)
		return FALSE;
	const Sought stars = {.phrases = words_stars(site->words)};
	return meaning_anywhere(text, "", "", &stars, site) == SAYS_IT;
}

Question *
question_find(const char *text, const char *subject, const char *name, const char *address,
	      const Site *site)
{
	g_autoptr(Question) question = g_new0(Question, 1);
	if (!site->words)
		return NULL;
	Meaning meaning = read_question(text, name, address, site, question);
	if (meaning == SAYS_NOTHING)
		meaning = read_question(subject, name, address, site, question);
	return meaning == SAYS_IT ? g_steal_pointer(&question) : NULL;
}

/* "/page?x=1" asks nothing. */
static gboolean
is_mark(const char *p)
{
	static const gunichar marks[] = {0x37e, 0x55e, 0x61f, 0x2e2e, 0xfe56, 0xff1f};
	gunichar c = g_utf8_get_char(p);
	if (c == '?')
		return !g_ascii_isalnum(p[1]);
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (marks[i] == c)
			return TRUE;
	return FALSE;
}

gboolean
text_asks(const char *text)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p))
		if (is_mark(p))
			return TRUE;
	return FALSE;
}
