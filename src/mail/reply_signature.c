/*
 * The signature at the end of what a person wrote: cut from the end upwards, one
 * recognisable piece after the other, and only pieces that are one: a delimiter, a
 * device's line, a list's footer, a disclaimer, a sign-off with name and contact data.
 */
#include "mail/reply_lines.h"

#include <string.h>

#define SIGNATURE_MAX_LINES   24
#define SHORT_SIGNATURE_LINES 10
#define DEVICE_MAX_BYTES      160
#define LONG_PARAGRAPH_BYTES  160
#define PARAGRAPH_MAX_BYTES   4000
#define ROUNDS_MAX            64
#define ARMOR_MAX_LINES       60
#define LATER_SENTENCE_WORDS  4

/* The kept lines while their end is being cut. */
typedef struct Tail {
	ReplyText *text;
	const guint *kept;
	guint count;
} Tail;

static const ReplyLine *
tail_line(const Tail *tail, guint index)
{
	return reply_line(tail->text, tail->kept[index]);
}

static const char *
tail_folded(const Tail *tail, guint index)
{
	return reply_folded(tail->text, tail->kept[index]);
}

static gboolean
tail_is_empty(const Tail *tail, guint index)
{
	return tail_line(tail, index)->kind == LINE_EMPTY;
}

/* Of a line of control characters nothing is left to look at: it is not empty and has no letters.
 */
static gboolean
tail_leads_on(const Tail *tail, guint index)
{
	const char *folded = tail_folded(tail, index);
	return g_str_has_suffix(folded, ":") || g_str_has_suffix(folded, "?");
}

static void
drop_empty(Tail *tail)
{
	while (tail->count > 0 && tail_is_empty(tail, tail->count - 1))
		tail->count--;
}

/* First line of the paragraph that ends the tail. */
static guint
last_paragraph(const Tail *tail)
{
	guint first = tail->count - 1;

	while (first > 0 && !tail_is_empty(tail, first - 1))
		first--;
	return first;
}

static guint
words_of(const char *folded)
{
	guint words = folded[0] != '\0';

	for (; *folded; folded++)
		words += *folded == ' ';
	return words;
}

static guint
digits_of(const char *folded)
{
	guint digits = 0;

	for (; *folded; folded++)
		digits += g_ascii_isdigit(*folded) != 0;
	return digits;
}

static const char *
scan_value(Tail *tail, guint index, PhraseKind kind)
{
	reply_scan_bare(tail->text, tail_folded(tail, index),
			tail_line(tail, index)->folded_length);
	return phrase_scan_value(tail->text->scan, kind);
}

static gboolean
ends_sentence(const char *folded)
{
	gsize length = strlen(folded);

	return length > 0 && strchr(".?!;", folded[length - 1]) != NULL;
}

/* Every word begins as a name does, but for the likes of "van" and "de la". */
static gboolean
is_capitalised(const char *raw, gsize length)
{
	gboolean starts = TRUE, any = FALSE;
	gsize word = 0;

	for (gsize i = 0; i < length; i++) {
		if (raw[i] == ' ' || raw[i] == '\t') {
			starts = TRUE;
			continue;
		}
		if (!starts)
			continue;
		for (word = 0; i + word < length && raw[i + word] != ' ';)
			word++;
		if (g_ascii_islower(raw[i]) && word > 3)
			return FALSE;
		any = any || !g_ascii_islower(raw[i]);
		starts = FALSE;
	}
	return any;
}

/* One to four words without digits and without the end of a sentence. */
static gboolean
is_name(const Tail *tail, guint index)
{
	const ReplyLine *line = tail_line(tail, index);
	const char *folded = tail_folded(tail, index);

	return line->folded_length > 0 && line->folded_length <= 60 && words_of(folded) <= 4 &&
	       !g_ascii_ispunct(folded[0]) && digits_of(folded) == 0 &&
	       strpbrk(folded, "?!:;/") == NULL &&
	       is_capitalised(tail->text->text + line->at, line->length);
}

/* A word of a sentence: no label, name, number or address, and none stands behind it. */
static gboolean
is_plain_word(const char *word, const char *end)
{
	gunichar first = g_utf8_get_char(word);
	const char *after = end;

	if (!g_unichar_isalpha(first) || g_unichar_isupper(first) ||
	    strchr(":.)|", end[-1]) != NULL)
		return FALSE;
	for (const char *p = word; p < end; p++) {
		if (g_ascii_isdigit(*p) || strchr("@/", *p))
			return FALSE;
	}
	while (*after == ' ')
		after++;
	return !g_ascii_isdigit(*after) && *after != '+';
}

/* "Tel. 030 1234567 is our new number": two plain words in a row, the first word aside. */
static gboolean
is_said(const Tail *tail, guint index)
{
	const ReplyLine *line = tail_line(tail, index);
	const char *raw = tail->text->text + line->at;
	g_autofree char *text = g_strndup(raw, line->length);
	gboolean above = FALSE;

	g_strdelimit(text, "\t", ' ');
	for (const char *p = strchr(g_strchug(text), ' '); p; p = strchr(p, ' ')) {
		const char *word = p + strspn(p, " ");
		const char *end = word + strcspn(word, " ");
		gboolean plain = end > word && is_plain_word(word, end);

		if (plain && above)
			return TRUE;
		above = plain;
		p = word;
	}
	return FALSE;
}

/* A line of phone numbers, addresses, links: labelled, or nothing else in it. */
static gboolean
is_contact(Tail *tail, guint index)
{
	const char *folded = tail_folded(tail, index), *value;
	guint digits = digits_of(folded), words = words_of(folded);

	if (tail_line(tail, index)->folded_length > 160)
		return FALSE;
	value = scan_value(tail, index, PHRASE_CONTACT);
	if (value && (*value || !is_said(tail, index)) &&
	    (digits >= 5 || strpbrk(folded, "@./") != NULL) && !ends_sentence(folded))
		return TRUE;
	if (strchr(folded, '@') && words <= 4)
		return TRUE;
	if (digits >= 7 && digits * 2 >= strlen(folded))
		return TRUE;
	if (digits >= 7 && strstr(folded, " | ") && !ends_sentence(folded))
		return TRUE;
	return words <= 2 && (strstr(folded, "://") || strncmp(folded, "www.", 4) == 0);
}

static gboolean
cut_marked(Tail *tail)
{
	if (!tail_line(tail, tail->count - 1)->in_signature)
		return FALSE;
	tail->count--;
	return TRUE;
}

/* Only a link, as the second line of what a device added. */
static gboolean
is_bare_link(const char *folded)
{
	return strpbrk(folded, " ") == NULL && strstr(folded, "://") != NULL;
}

/* A line that goes on with what stands above it, or asks: the person's. */
static gboolean
is_of_sentence(const Tail *tail, guint index)
{
	const char *folded = tail_folded(tail, index), *above;
	char first = tail->text->text[tail_line(tail, index)->at];

	if (g_str_has_suffix(folded, "?"))
		return TRUE;
	if (index == 0 || tail_line(tail, index - 1)->kind != LINE_TEXT || !g_ascii_islower(first))
		return FALSE;
	above = tail_folded(tail, index - 1);
	return *above && g_ascii_isalnum(above[strlen(above) - 1]);
}

/* "Sent from my phone"; "sent with the parcel" is the person's. */
static gboolean
says_device(Tail *tail, guint index)
{
	const PhraseScan *scan = tail->text->scan;

	if (scan_value(tail, index, PHRASE_SENT_FROM))
		return TRUE;
	return phrase_scan_value(scan, PHRASE_SENT) && phrase_scan_value(scan, PHRASE_DEVICE);
}

static gboolean
cut_device(Tail *tail)
{
	guint last = tail->count - 1;

	if (last > 0 && is_bare_link(tail_folded(tail, last)))
		last--;
	if (tail_line(tail, last)->folded_length > DEVICE_MAX_BYTES || is_of_sentence(tail, last) ||
	    !says_device(tail, last))
		return FALSE;
	tail->count = last;
	return TRUE;
}

static gboolean
is_rule_line(const Tail *tail, guint index)
{
	const ReplyLine *line = tail_line(tail, index);
	const char *folded = tail_folded(tail, index);

	return line->folded_length >= 5 && strspn(folded, "-_=*~# ") == line->folded_length;
}

/* The line behind the rule above that is like the one at `index`: somebody drew a box. 0 if there
 * is none. */
static guint
box_above(const Tail *tail, guint index)
{
	guint lowest = index > SIGNATURE_MAX_LINES ? index - SIGNATURE_MAX_LINES : 0;

	for (guint i = index; i > lowest; i--) {
		if (is_rule_line(tail, i - 1) &&
		    tail_folded(tail, i - 1)[0] == tail_folded(tail, index)[0])
			return i;
	}
	return 0;
}

/* Whether the lines from `first` on are a list's or a lawyer's. */
static gboolean
holds_footer(Tail *tail, guint first)
{
	gboolean footer = FALSE, link = FALSE;

	for (guint i = first; i < tail->count; i++) {
		const char *folded = tail_folded(tail, i);

		if (scan_value(tail, i, PHRASE_DISCLAIMER))
			return TRUE;
		footer = footer || phrase_scan_value(tail->text->scan, PHRASE_FOOTER);
		link = link || strstr(folded, "://") || strstr(folded, "www.") ||
		       strchr(folded, '@');
	}
	return footer && link;
}

/* The signature of OpenPGP at the end of a text that stands within it (RFC 4880 7). */
static gboolean
cut_armor(Tail *tail)
{
	guint lowest = tail->count > ARMOR_MAX_LINES ? tail->count - ARMOR_MAX_LINES : 0;

	if (strcmp(tail_folded(tail, tail->count - 1), "-----end pgp signature-----") != 0)
		return FALSE;
	for (guint i = tail->count - 1; i > lowest; i--) {
		if (strcmp(tail_folded(tail, i - 1), "-----begin pgp signature-----") == 0) {
			tail->count = i - 1;
			return TRUE;
		}
	}
	return FALSE;
}

/* "______" and below it what a mailing list or a web mailer adds. */
static gboolean
cut_footer(Tail *tail)
{
	guint lines = 0, box;

	for (guint i = tail->count; i > 0 && lines < SHORT_SIGNATURE_LINES; i--) {
		if (tail_is_empty(tail, i - 1))
			continue;
		lines++;
		if (!is_rule_line(tail, i - 1))
			continue;
		box = i == tail->count ? box_above(tail, i - 1) : 0;
		if ((i < tail->count || box) && !holds_footer(tail, box ? box : i))
			return FALSE;
		tail->count = (box ? box : i) - 1;
		return TRUE;
	}
	return FALSE;
}

/* "Disclaimer", "Confidentiality notice:" above the lawyers' words. */
static gboolean
is_heading(const Tail *tail, guint index)
{
	char words[80];
	gsize length = tail_line(tail, index)->folded_length;
	const char *bare = reply_bare(tail_folded(tail, index), &length);

	while (length > 0 && strchr(":. ", bare[length - 1]))
		length--;
	if (length >= sizeof words)
		return FALSE;
	memcpy(words, bare, length);
	words[length] = '\0';
	return phrase_exact(tail->text->tables, PHRASE_HEADING, words) != NULL;
}

static gboolean
cut_disclaimer(Tail *tail)
{
	guint first = last_paragraph(tail);
	GString *joined = tail->text->joined;
	const char *pattern, *words;

	g_string_truncate(joined, 0);
	for (guint i = first; i < tail->count && joined->len < PARAGRAPH_MAX_BYTES; i++) {
		g_string_append(joined, tail_folded(tail, i));
		g_string_append_c(joined, ' ');
	}
	phrase_scan_line(tail->text->scan, joined->str, joined->len);
	pattern = phrase_scan_pattern(tail->text->scan, PHRASE_DISCLAIMER);
	/* Who asks about such words does not begin with them; programs draw a line above. */
	words = joined->str + strspn(joined->str, "-_=* ");
	if (pattern == NULL || g_str_has_suffix(tail_folded(tail, tail->count - 1), "?") ||
	    (joined->len < LONG_PARAGRAPH_BYTES &&
	     strncmp(words, pattern, strcspn(pattern, "*")) != 0))
		return FALSE;
	/* The person's own last words may stand right above it, without an empty line. */
	while (first + 1 < tail->count && !scan_value(tail, first, PHRASE_DISCLAIMER) &&
	       !is_heading(tail, first) && tail_line(tail, first)->folded_length < 60)
		first++;
	tail->count = first;
	drop_empty(tail);
	if (tail->count > 1 && is_heading(tail, tail->count - 1) &&
	    tail_is_empty(tail, tail->count - 2))
		tail->count--;
	return TRUE;
}

typedef enum { NO_DELIMITER, STANDARD, DASHES, RULE } Delimiter;

/* RFC 3676 4.3: dash, dash, blank. Others leave the blank out or use a dash of their own. */
static Delimiter
delimiter_of(const Tail *tail, guint index)
{
	const ReplyLine *line = tail_line(tail, index);
	const char *raw = tail->text->text + line->at;
	const char *folded = tail_folded(tail, index);

	if (line->length == 3 && strncmp(raw, "-- ", 3) == 0)
		return STANDARD;
	if (strcmp(folded, "--") == 0 || strcmp(folded, "- --") == 0 ||
	    (strcmp(folded, "-") == 0 && line->length > 1))
		return DASHES;
	/* A long rule right below a line underlines it. */
	if (line->folded_length >= 2 && line->folded_length <= 80 &&
	    strspn(folded, "-_*~=") == line->folded_length &&
	    (line->folded_length < 4 || index == 0 || tail_is_empty(tail, index - 1)))
		return RULE;
	return NO_DELIMITER;
}

/* What git and diff write below their own "---"; "clock.c | 2 +-" among it. */
static gboolean
is_of_patch(const char *folded)
{
	const char *bar = strstr(folded, " | ");

	if (bar && g_ascii_isdigit(bar[3])) {
		bar += 3 + strspn(bar + 3, "0123456789 ");
		return *bar && strspn(bar, "+-") == strlen(bar);
	}
	return g_str_has_prefix(folded, "diff --git ") || g_str_has_prefix(folded, "@@ ");
}

static gboolean
is_sign_off(const Tail *tail, guint index)
{
	const char *folded = tail_folded(tail, index);
	gsize length = tail_line(tail, index)->folded_length;
	char words[120];

	if (length == 0 || length >= sizeof words)
		return FALSE;
	while (length > 0 && strchr(",.!:; -", folded[length - 1]))
		length--;
	memcpy(words, folded, length);
	words[length] = '\0';
	return phrase_exact(tail->text->tables, PHRASE_SIGN_OFF, words) != NULL;
}

/* "1. open", "2) log in", "- paper", "10:02:00 error": an item of a list, a line of a log. */
static gboolean
is_item(const char *folded)
{
	gsize digits = strspn(folded, "0123456789");

	if (digits == 0)
		return strchr("-*+>", folded[0]) && folded[1] == ' ';
	if (digits <= 2 && strchr(".)", folded[digits]) && folded[digits + 1] == ' ')
		return TRUE;
	return (digits == 2 || digits == 4) && strchr(":-", folded[digits]) &&
	       strspn(folded + digits + 1, "0123456789") == 2 &&
	       strchr(":-", folded[digits + 3]) != NULL;
}

/* Whether the lines from `first` on look like a signature, not like more of the text: there is a
 * name or contact data among them, and nothing of a list, a log or a question. */
static gboolean
looks_signed(Tail *tail, guint first, guint lines_max, guint words_max)
{
	guint lines = 0, paragraphs = 0;
	gboolean personal = FALSE;

	for (guint i = first; i < tail->count; i++) {
		const char *folded = tail_folded(tail, i);
		guint words = words_of(folded), long_one = words_max / 2 + 1;

		if (tail_is_empty(tail, i))
			continue;
		paragraphs += i == first || tail_is_empty(tail, i - 1);
		if (paragraphs > 1)
			long_one = LATER_SENTENCE_WORDS;
		if (++lines > lines_max || tail_line(tail, i)->kind != LINE_TEXT ||
		    is_of_patch(folded) || is_item(folded) || g_str_has_suffix(folded, "?"))
			return FALSE;
		if (words > words_max || (words > long_one && ends_sentence(folded)))
			return FALSE;
		personal = personal || is_name(tail, i) || is_contact(tail, i) ||
			   is_sign_off(tail, i) || says_device(tail, i);
	}
	return personal;
}

/* "PS: one more thing", in the letters that most languages use. */
static gboolean
is_postscript(const char *folded)
{
	static const char *const words[] = {"ps", "pps", "p.s", "p.p.s", "pd", "p.d", "nb", "n.b"};

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		gsize length = strlen(words[i]);

		if (strncmp(folded, words[i], length) == 0 && folded[length] &&
		    strchr(".: -", folded[length]))
			return TRUE;
	}
	return FALSE;
}

/* Whether the person went on below the signature: nothing there is cut then. */
static gboolean
has_postscript(const Tail *tail, guint first)
{
	for (guint i = first + 1; i < tail->count; i++) {
		if (tail_is_empty(tail, i - 1) && is_postscript(tail_folded(tail, i)))
			return TRUE;
	}
	return FALSE;
}

/* Whether somebody's name and contact data stand between two rules at the end. */
static gboolean
cut_box(Tail *tail)
{
	guint last = tail->count - 1, first = is_rule_line(tail, last) ? box_above(tail, last) : 0;
	Tail inner = {.text = tail->text, .kept = tail->kept, .count = last};
	gboolean contact = FALSE;

	if (first == 0)
		return FALSE;
	for (guint i = first; i < last && !contact; i++)
		contact = is_contact(tail, i);
	if (!contact || !looks_signed(&inner, first, SHORT_SIGNATURE_LINES, 9))
		return FALSE;
	tail->count = first - 1;
	return TRUE;
}

static gboolean
cut_delimited(Tail *tail)
{
	guint lines = 0;

	for (guint i = tail->count; i > 0 && lines <= SIGNATURE_MAX_LINES; i--) {
		Delimiter kind = delimiter_of(tail, i - 1);

		if (kind == NO_DELIMITER) {
			lines += !tail_is_empty(tail, i - 1);
			continue;
		}
		if (has_postscript(tail, i))
			return FALSE;
		if (kind == STANDARD || (lines == 0 && !box_above(tail, i - 1)) ||
		    (kind == DASHES && looks_signed(tail, i, SHORT_SIGNATURE_LINES, 16)) ||
		    (kind == RULE && looks_signed(tail, i, 5, 9))) {
			tail->count = i - 1;
			return TRUE;
		}
		return FALSE;
	}
	return FALSE;
}

/* "-Anna", "-- Anna Smith", alone below an empty line; not the last item of a list. */
static gboolean
cut_dashed_name(Tail *tail)
{
	guint last = tail->count - 1, above;
	const char *folded = tail_folded(tail, last), *name = folded;
	const char *raw = tail->text->text + tail_line(tail, last)->at;

	name += strspn(folded, "-~");
	if (name == folded || name - folded > 3 || raw[0] == ' ' || raw[0] == '\t')
		return FALSE;
	name += strspn(name, " ");
	if (*name == '\0' || words_of(name) > 3 || strlen(name) > 40 || digits_of(name) > 0 ||
	    strpbrk(name, ".,?!:;/@*") != NULL)
		return FALSE;
	if (last == 0 || !tail_is_empty(tail, last - 1))
		return FALSE;
	for (above = last - 1; above > 0 && tail_is_empty(tail, above); above--)
		;
	if (strchr("-~", tail_folded(tail, above)[0]) || tail_leads_on(tail, above))
		return FALSE;
	tail->count = last;
	return TRUE;
}

/*
 * A sign-off with contact data below the name goes; so does one with nothing but the
 * name right below its comma. "Best regards", an empty line and a name stay: many
 * people want that read as part of the letter.
 */
static gboolean
sign_off_is_signature(Tail *tail, guint index)
{
	const char *folded = tail_folded(tail, index);
	guint names = 0, contacts = 0, others = 0;

	for (guint i = index + 1; i < tail->count; i++) {
		if (tail_is_empty(tail, i))
			continue;
		if (tail_line(tail, i)->kind != LINE_TEXT || words_of(tail_folded(tail, i)) > 12)
			return FALSE;
		/* "New address:", "Can you call me there?": the letter goes on. */
		if (tail_leads_on(tail, i))
			return FALSE;
		if (is_contact(tail, i))
			contacts++;
		else if (is_name(tail, i))
			names++;
		else
			others++;
	}
	if (contacts > 0)
		return contacts + names >= others;
	return names > 0 && others == 0 && tail->count - index - 1 <= 2 &&
	       g_str_has_suffix(folded, ",");
}

/* Whether the line above ends in a colon: what it leads to stands below. */
static gboolean
is_led_to(const Tail *tail, guint index)
{
	while (index > 0 && tail_is_empty(tail, index - 1))
		index--;
	return index > 0 && g_str_has_suffix(tail_folded(tail, index - 1), ":");
}

static gboolean
cut_sign_off(Tail *tail)
{
	guint lines = 0;

	for (guint i = tail->count; i > 0 && lines <= SHORT_SIGNATURE_LINES + 2; i--) {
		if (tail_is_empty(tail, i - 1))
			continue;
		if (tail_line(tail, i - 1)->kind != LINE_TEXT)
			return FALSE;
		if (lines > 0 && is_sign_off(tail, i - 1)) {
			if (is_led_to(tail, i - 1) || !sign_off_is_signature(tail, i - 1))
				return FALSE;
			tail->count = i - 1;
			return TRUE;
		}
		lines++;
	}
	return FALSE;
}

static gboolean
cut_piece(Tail *tail)
{
	return cut_marked(tail) || cut_armor(tail) || cut_device(tail) || cut_footer(tail) ||
	       cut_disclaimer(tail) || cut_box(tail) || cut_delimited(tail) ||
	       cut_dashed_name(tail) || cut_sign_off(tail);
}

guint
reply_cut_signature(ReplyText *self, const guint *kept, guint count)
{
	Tail tail = {.text = self, .kept = kept, .count = count};

	drop_empty(&tail);
	for (int round = 0; round < ROUNDS_MAX && tail.count > 0; round++) {
		if (!cut_piece(&tail))
			break;
		drop_empty(&tail);
	}
	return tail.count;
}

gboolean
reply_is_device_line(ReplyText *self, guint number)
{
	Tail tail = {.text = self, .kept = &number, .count = 1};

	return cut_device(&tail);
}
