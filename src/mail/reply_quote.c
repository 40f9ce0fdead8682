/*
 * Where older messages begin in a text: attribution lines ("On ..., ... wrote:",
 * wrapped or not), blocks of From/Sent/To/Subject lines, "Original Message"
 * separators.  Words come from replies.table; what is known here is only the shape:
 * a date or an address must stand in an attribution, a block must name a sender.
 */
#include "mail/reply_lines.h"

#include <string.h>

#define ATTRIBUTION_LINES     4
#define ATTRIBUTION_MAX_BYTES 600
#define BLOCK_MAX_LINES       40
#define SHARED_WORDS_MAX      200
#define WRAPPED_MIN_BYTES     56
#define RULE_MIN_BYTES        10

/* How an attribution looks that a program wrapped. */
#define FIRST_HALF_DATE_LETTERS 24
#define CONTINUED_DATE_BYTES    12
#define WRAPPED_MAX_BYTES       200
#define NAME_MAX_WORDS          10

typedef struct Evidence {
	gboolean time;          /* 10:55, 21.21, 10h30 */
	gboolean year;          /* 1990 to 2099 */
	gboolean address;       /* something@ */
	gboolean bracketed_end; /* "...>:" */
	guint numbers;
} Evidence;

static Evidence
evidence_of(const char *text, gsize length)
{
	Evidence found = {.time = FALSE};

	for (gsize at = 0; at < length;) {
		gsize digits = 0;

		if (text[at] == '@' && at > 0 && at + 1 < length)
			found.address = TRUE;
		while (at + digits < length && g_ascii_isdigit(text[at + digits]))
			digits++;
		if (digits == 0) {
			at++;
			continue;
		}
		found.numbers++;
		if (digits == 4 &&
		    (strncmp(text + at, "20", 2) == 0 || strncmp(text + at, "19", 2) == 0))
			found.year = TRUE;
		at += digits;
		if (digits <= 2 && at + 2 < length && strchr(":.h", text[at]) &&
		    g_ascii_isdigit(text[at + 1]) && g_ascii_isdigit(text[at + 2]))
			found.time = TRUE;
	}
	if (length > 1 && text[length - 1] == ':') {
		while (length > 1 && strchr(": )", text[length - 1]))
			length--;
		found.bracketed_end = strchr(">]", text[length - 1]) != NULL;
	}
	return found;
}

/* Whether a digit follows soon after the words an attribution opens with; those of an address
 * don't count. */
static gboolean
opens_with_date(const char *text, gsize length)
{
	gsize end = MIN(length, 48);

	for (gsize at = 0; at < end;) {
		gsize word = strcspn(text + at, " "), digit = strcspn(text + at, "0123456789");

		if (digit < word && at + digit < end && !memchr(text + at, '@', word))
			return TRUE;
		at += word + (text[at + word] == ' ');
		if (text[at] == '\0')
			break;
	}
	return FALSE;
}

/* GUESSED: nothing but a date or an address above a quote. */
typedef enum { NOT_ONE, GUESSED, MAYBE, OPENER } Likeness;

/* How much the joined lines look like an attribution. `quoted`: ">" lines follow. */
static Likeness
attribution_likeness(ReplyText *self, const char *text, gsize length, gboolean quoted)
{
	Evidence found = evidence_of(text, length);
	const char *value;
	gboolean dated = found.time || found.address || (found.year && found.numbers > 1);

	phrase_scan_line(self->scan, text, length);
	value = phrase_scan_value(self->scan, PHRASE_WROTE);
	if (value && strcmp(value, "own") == 0 && !quoted)
		return NOT_ONE;
	if (value && strcmp(value, "opener") == 0 && dated &&
	    (opens_with_date(text, length) || (quoted && found.address)))
		return OPENER;
	if (value && (dated || quoted))
		return MAYBE;
	/* Gmail in many languages and The Bat: a date, a name, an address, no verb. */
	if (found.address && found.numbers >= 3 && (found.time || found.year) &&
	    (found.bracketed_end || quoted))
		return opens_with_date(text, MIN(length, 12)) ? OPENER : MAYBE;
	if (quoted && length < 200 && (found.time || found.address))
		return GUESSED;
	return NOT_ONE;
}

/* Joins the lines from `first` to `last` without decoration, ending in a colon. */
static void
join_lines(ReplyText *self, guint first, guint last)
{
	gsize length;
	const char *bare;

	g_string_truncate(self->joined, 0);
	for (guint i = first; i <= last; i++) {
		if (self->joined->len > 0)
			g_string_append_c(self->joined, ' ');
		g_string_append_len(self->joined, reply_folded(self, i),
				    reply_line(self, i)->folded_length);
	}
	length = self->joined->len;
	bare = reply_bare(self->joined->str, &length);
	g_string_erase(self->joined, 0, bare - self->joined->str);
	g_string_truncate(self->joined, length);
	/* Brackets belong to an address, the rest was decoration. */
	if (length > 0 && self->joined->str[length - 1] != ':')
		g_string_append_c(self->joined, ':');
}

/* Dashes on both sides: "---- On ... wrote ----". */
static gboolean
is_dashed(const char *folded, gsize length)
{
	return length > 8 && strncmp(folded, "--", 2) == 0 &&
	       strncmp(folded + length - 2, "--", 2) == 0;
}

/* A line above it that only an attribution's first half looks like: a date and a comma. */
static gboolean
is_first_half(ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);
	Evidence found = evidence_of(folded, line->folded_length);

	if (line->kind != LINE_TEXT || line->folded_length >= 100 || !found.time ||
	    found.numbers < 3)
		return FALSE;
	glong letters = MIN(g_utf8_strlen(folded, -1), FIRST_HALF_DATE_LETTERS);
	return opens_with_date(folded, (gsize)(g_utf8_offset_to_pointer(folded, letters) - folded));
}

/* It begins with an address: whose it is stands in the line above. */
static gboolean
lacks_first_half(const ReplyText *self, guint number)
{
	const ReplyLine *above = reply_line(self, number - 1);
	const char *folded = reply_folded(self, number - 1), *own = reply_folded(self, number);

	return (own[0] == '<' || own[0] == '(') && memchr(own, '@', strcspn(own, " ")) != NULL &&
	       above->kind == LINE_TEXT && above->folded_length > 0 && above->folded_length < 100 &&
	       !strchr(".!?:;,", folded[above->folded_length - 1]);
}

/* A colon at the end, and no bracket left open: Hungarian puts the date into brackets. */
static gboolean
ends_in_colon(const ReplyLine *line, const char *folded)
{
	const char *open;

	if (line->folded_length == 0 || folded[line->folded_length - 1] != ':')
		return FALSE;
	open = strrchr(folded, '(');
	return open == NULL || strchr(open, ')') != NULL;
}

/* Whether the line above is the beginning, "Anna Smith <anna@x.org> schrieb am Mo. 5.": what stands
 * here can't be one, it goes on with a date or in small letters. */
static gboolean
is_named_above(const ReplyText *self, guint number)
{
	const ReplyLine *above = reply_line(self, number - 1);
	const char *folded = reply_folded(self, number - 1), *at, *close;
	const char *raw = self->text + reply_line(self, number)->at;
	guint words = 0;

	if (above->kind != LINE_TEXT || above->folded_length > WRAPPED_MAX_BYTES ||
	    !(at = strchr(folded, '<')) || !(close = strchr(at, '>')) ||
	    !memchr(at, '@', (gsize)(close - at)) || close[1] == '.')
		return FALSE;
	for (const char *p = folded; p < at; p++)
		words += *p == ' ';
	if (words > NAME_MAX_WORDS || ends_in_colon(above, folded) ||
	    strchr("!?;", folded[above->folded_length - 1]))
		return FALSE;
	return !g_unichar_isupper(g_utf8_get_char(raw)) ||
	       opens_with_date(reply_folded(self, number), CONTINUED_DATE_BYTES);
}

/* Whether a program wrapped this line: it is long, and no sentence ends with it. */
static gboolean
is_wrapped(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);

	return line->folded_length >= WRAPPED_MIN_BYTES &&
	       !strchr(".!?:;", folded[line->folded_length - 1]);
}

/* The first line of an attribution of which `first` and what follows are known. */
static guint
extended_up(ReplyText *self, guint first, guint last)
{
	while (first > 0 && last - first + 1 < ATTRIBUTION_LINES &&
	       (is_first_half(self, first - 1) || lacks_first_half(self, first) ||
		is_named_above(self, first)))
		first--;
	return first;
}

/* Chinese puts the name before the words that open an attribution. */
static gboolean
opens_after_name(const ReplyText *self, guint first)
{
	return first > 0 &&
	       g_unichar_iswide(g_utf8_get_char(self->text + reply_line(self, first)->at)) &&
	       is_named_above(self, first);
}

/*
 * Whether an attribution ends in line `last`; where it begins. The nearest line that
 * opens one wins over a shorter stretch that only might be one.
 */
static gboolean
find_attribution(ReplyText *self, guint last, gboolean quoted, guint *first_out)
{
	guint maybe = G_MAXUINT;
	Likeness best = NOT_ONE;

	self->opened = FALSE;
	for (guint lines = 0; lines < ATTRIBUTION_LINES && lines <= last; lines++) {
		guint first = last - lines;
		Likeness likeness;

		if (reply_line(self, first)->kind != LINE_TEXT)
			break;
		join_lines(self, first, last);
		if (self->joined->len > ATTRIBUTION_MAX_BYTES)
			break;
		likeness = attribution_likeness(self, self->joined->str, self->joined->len, quoted);
		if (likeness == OPENER) {
			self->opened = TRUE;
			*first_out = opens_after_name(self, first) ? extended_up(self, first, last)
								   : first;
			return TRUE;
		}
		/* With the line above that was wrapped the words of one are complete. */
		if (likeness > best && (best == NOT_ONE || is_wrapped(self, first))) {
			best = likeness;
			maybe = first;
		}
	}
	if (maybe == G_MAXUINT)
		return FALSE;
	*first_out = extended_up(self, maybe, last);
	return TRUE;
}

static void
set_kind(ReplyText *self, guint first, guint last, LineKind kind)
{
	for (guint i = first; i <= last; i++) {
		if (reply_line(self, i)->kind != LINE_EMPTY)
			reply_line(self, i)->kind = (guint8)kind;
	}
}

static gboolean
is_quoted_line(const ReplyText *self, guint number)
{
	return number != G_MAXUINT && reply_line(self, number)->kind == LINE_QUOTED;
}

/*
 * "Yes, do. On 5 Jan 2026, Anna wrote:" above a quote: cuts the line where the
 * attribution opens. What it announced is marked on the quote.
 */
static gboolean
split_shared_line(ReplyText *self, guint number, guint next)
{
	ReplyLine *line = reply_line(self, number);
	const char *raw = self->text + line->at;
	guint words = 0;

	for (gsize at = 1; at + 8 < line->length && words < SHARED_WORDS_MAX; at++) {
		gsize length = line->length - at;

		if (raw[at - 1] != ' ' || raw[at] == ' ')
			continue;
		words++;
		if (!g_ascii_isupper(raw[at]) || length > ATTRIBUTION_MAX_BYTES)
			continue;
		g_string_truncate(self->joined, 0);
		phrase_fold(raw + at, length, self->joined);
		if (attribution_likeness(self, self->joined->str, self->joined->len, FALSE) !=
		    OPENER)
			continue;
		line->length = (guint32)at;
		reply_line(self, next)->by_mark = TRUE;
		return TRUE;
	}
	return FALSE;
}

/* Marks the attribution that ends in this line, if one does. */
static gboolean
mark_attribution(ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);
	guint next = reply_next_content(self, number), first;
	gboolean quoted = is_quoted_line(self, next);
	gboolean colon = ends_in_colon(line, folded);

	if (!colon && !quoted && !is_dashed(folded, line->folded_length))
		return FALSE;
	if (!find_attribution(self, number, quoted, &first))
		return FALSE;
	if (quoted && colon && first == number && !self->opened &&
	    split_shared_line(self, number, next))
		return FALSE;
	set_kind(self, first, number, LINE_HEADER);
	if (!quoted)
		reply_line(self, first)->kind = LINE_REST;
	return !quoted;
}

/* The colon that three blanks follow; NULL if there is none. */
static const char *
colon_before_gap(const char *raw, gsize length)
{
	const char *end = raw + length;

	for (; (raw = memchr(raw, ':', (gsize)(end - raw))); raw++) {
		if (end - raw >= 4 && memcmp(raw, ":   ", 4) == 0)
			return raw;
	}
	return NULL;
}

/* Yahoo on phones: the attribution, three blanks and the older message on the same line. */
static gboolean
is_run_in(ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *raw = self->text + line->at;
	gsize length = MIN(line->length, ATTRIBUTION_MAX_BYTES);
	const char *colon = colon_before_gap(raw, length);

	if (line->kind != LINE_TEXT || !colon)
		return FALSE;
	g_string_truncate(self->joined, 0);
	phrase_fold(raw, (gsize)(colon + 1 - raw), self->joined);
	return attribution_likeness(self, self->joined->str, self->joined->len, FALSE) == OPENER;
}

/* Whether a line can be the rest of a folded field: addresses, or the end of a subject. */
static gboolean
continues_field(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *raw = self->text + line->at;

	return line->kind == LINE_TEXT &&
	       (memchr(raw, '@', line->length) || memchr(raw, ';', line->length) || raw[0] == ' ' ||
		raw[0] == '\t' || raw[0] == '<');
}

/* 10:55, 10.55, 10h55: not a piece of a date like 05.01.2026. */
static gboolean
has_clock(const char *text)
{
	for (const char *p = text; *p; p++) {
		gsize digits = strspn(p, "0123456789");

		if (digits == 0)
			continue;
		if ((digits == 1 || digits == 2) && (p == text || !strchr(".:/-", p[-1])) &&
		    p[digits] && strchr(":.h", p[digits]) &&
		    strspn(p + digits + 1, "0123456789") == 2 &&
		    (p[digits] == ':' || p[digits + 3] != '.'))
			return TRUE;
		p += digits - 1;
	}
	return FALSE;
}

/* What was seen of a block of fields. */
typedef struct Seen {
	guint fields;     /* of FIELD_ */
	gboolean address; /* something@ */
	gboolean clock;   /* a time of the day beside the date */
} Seen;

static void
see_line(const ReplyText *self, guint number, guint field, Seen *seen)
{
	const ReplyLine *line = reply_line(self, number);

	seen->fields |= field;
	seen->address = seen->address || memchr(self->text + line->at, '@', line->length) != NULL;
	seen->clock = seen->clock || (field == FIELD_DATE && has_clock(reply_folded(self, number)));
}

/* People write "From: Berlin, To: Munich" as well: programs put an address or a time there, or
 * `ruled`: a long rule above. */
static gboolean
is_header_block(const Seen *seen, gboolean ruled)
{
	guint fields = seen->fields;

	if (!(fields & FIELD_FROM) || !(seen->address || seen->clock || ruled))
		return FALSE;
	if ((fields & FIELD_SUBJECT) && (fields & (FIELD_DATE | FIELD_TO)))
		return TRUE;
	return seen->address && (fields & FIELD_DATE) && (fields & FIELD_TO);
}

/* Whether the line above is the one that git puts above the header of every patch. */
static gboolean
is_patch(const ReplyText *self, guint number)
{
	return number > 0 && reply_line(self, number - 1)->kind == LINE_TEXT &&
	       g_str_has_prefix(reply_folded(self, number - 1), "from ") &&
	       g_str_has_suffix(reply_folded(self, number - 1), " mon sep 17 00:00:00 2001");
}

/* A line of nothing but dashes, underscores and their kin, at least `least` of them. */
static gboolean
is_rule(const ReplyText *self, guint number, gsize least)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);

	return line->folded_length >= least && strspn(folded, "-_=* ") == line->folded_length;
}

/* Whether a program's rule stands above the line. */
static gboolean
is_below_rule(const ReplyText *self, guint number)
{
	while (number > 0 && reply_line(self, number - 1)->kind == LINE_EMPTY)
		number--;
	return number > 0 && reply_line(self, number - 1)->kind == LINE_TEXT &&
	       is_rule(self, number - 1, RULE_MIN_BYTES);
}

/* QQ mail leaves "&nbsp;" on both sides of the words in its plain text. */
static const char *
without_entities(char *words)
{
	static const char blank[] = "&nbsp;";

	if (g_str_has_suffix(words, blank))
		words[strlen(words) - strlen(blank)] = '\0';
	return g_str_has_prefix(words, blank) ? words + strlen(blank) : words;
}

/* Whether a line begins with the dashes of a program. */
static gboolean
is_drawn(const char *folded)
{
	return strncmp(folded, "--", 2) == 0 || strncmp(folded, "__", 2) == 0 ||
	       strncmp(folded, "==", 2) == 0 || strncmp(folded, "**", 2) == 0;
}

/* "----- Forwarded message from Anna <anna@x.org> -----", as mutt writes it: looks for what stands
 * before the name, which goes from `words`. */
static const char *
original_before_name(const ReplyText *self, const ReplyLine *line, const char *folded, char *words)
{
	const char *value = NULL;
	char *blank;

	if (!is_dashed(folded, line->folded_length) || !strchr(words, '@'))
		return NULL;
	while (!value && (blank = strrchr(words, ' '))) {
		*blank = '\0';
		value = phrase_exact(self->tables, PHRASE_ORIGINAL, words);
	}
	return value;
}

/* "-----Original Message-----" and its kin; `fields_below` when header fields follow. */
static gboolean
is_separator(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number), *bare, *value;
	char words[200];
	gsize length = line->folded_length;
	guint next;

	if (length == 0 || length > sizeof words - 1)
		return FALSE;
	bare = reply_bare(folded, &length);
	while (length > 0 && strchr(":. ", bare[length - 1]))
		length--;
	memcpy(words, bare, length);
	words[length] = '\0';
	value = phrase_exact(self->tables, PHRASE_ORIGINAL, without_entities(words));
	if (value == NULL)
		value = original_before_name(self, line, folded, words);
	if (value == NULL)
		return FALSE;
	if (strcmp(value, "above") == 0)
		return TRUE;
	if (strcmp(value, "fields") != 0 && is_drawn(folded))
		return TRUE;
	next = reply_next_content(self, number);
	return next != G_MAXUINT &&
	       (reply_field(self, next) != 0 || (reply_line(self, next)->kind == LINE_QUOTED &&
						 folded[line->folded_length - 1] == ':'));
}

/* "Received: ...": a word and a colon at the beginning. */
static gboolean
is_field_shaped(const ReplyText *self, guint number)
{
	const char *folded = reply_folded(self, number);
	gsize word = strcspn(folded, ": ");

	return reply_line(self, number)->kind == LINE_TEXT && word > 0 && folded[word] == ':' &&
	       folded[word + 1] == ' ';
}

/*
 * Whether the person leads to these fields with a colon, "the mail that I can't send:", and
 * pastes them: the block then is no older message's. Fields above, which the tables don't know,
 * are part of it.
 */
static gboolean
is_led_to(const ReplyText *self, guint number)
{
	guint above = number;

	while (above > 0 && number - above < BLOCK_MAX_LINES && is_field_shaped(self, above - 1))
		above--;
	while (above > 0 && reply_line(self, above - 1)->kind == LINE_EMPTY)
		above--;
	return above > 0 && reply_line(self, above - 1)->kind == LINE_TEXT &&
	       reply_line(self, above - 1)->folded_length > 1 &&
	       g_str_has_suffix(reply_folded(self, above - 1), ":") &&
	       !is_separator(self, above - 1);
}

/*
 * Whether a block of header fields begins here. Some programs leave an empty line
 * between all of them, many fold long ones.
 */
static gboolean
header_block_at(const ReplyText *self, guint number)
{
	guint first = reply_field(self, number),
	      last = MIN(number + BLOCK_MAX_LINES, self->lines->len);
	guint strange = 0;
	Seen seen = {.fields = 0};
	gboolean ruled;

	if (first == 0 || first == FIELD_OTHER || is_patch(self, number) || is_led_to(self, number))
		return FALSE;
	ruled = is_below_rule(self, number);
	for (guint i = number; i < last; i++) {
		guint field = i == number ? first : reply_field(self, i);

		if (reply_line(self, i)->kind == LINE_EMPTY) {
			guint next = reply_next_content(self, i);

			if (next != i + 1 || reply_field(self, next) == 0)
				break;
			continue;
		}
		if (field == 0 && !continues_field(self, i) && ++strange > 1)
			break;
		if (field != 0)
			strange = 0;
		see_line(self, i, field, &seen);
		if (is_header_block(&seen, ruled))
			return TRUE;
	}
	return FALSE;
}

/* Notes' "Anna Smith---05.01.2026 10:15:00---Hello" above its header block. */
static gboolean
is_notes_line(const ReplyText *self, guint number)
{
	const char *folded = reply_folded(self, number);
	const char *first = strstr(folded, "---");
	const char *second = first ? strstr(first + 3, "---") : NULL;

	return second && evidence_of(first, (gsize)(second - first)).time;
}

/* GroupWise: ">>> Anna Smith <anna@x.org> 5/1/2026 10:15 >>>" above the older message. */
static gboolean
is_groupwise_line(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);

	return strncmp(folded, ">>>", 3) == 0 && evidence_of(folded, line->folded_length).time;
}

/* An older message begins here: so do the rules and separators right above it. */
static void
mark_rest(ReplyText *self, guint number)
{
	guint first = number;

	for (guint i = number; i > 0 && number - i < 8; i--) {
		const ReplyLine *line = reply_line(self, i - 1);

		if (line->kind == LINE_EMPTY)
			continue;
		if (line->kind != LINE_TEXT ||
		    !(is_rule(self, i - 1, 5) || is_separator(self, i - 1) ||
		      is_notes_line(self, i - 1)))
			break;
		first = i - 1;
	}
	reply_line(self, first)->kind = LINE_REST;
}

/* Where the shape of a quote hides a piece of it: a long line that was wrapped. */
static void
mend_wrapped_quotes(ReplyText *self)
{
	for (guint i = 1; i + 1 < self->lines->len; i++) {
		ReplyLine *line = reply_line(self, i);
		const ReplyLine *above = reply_line(self, i - 1);
		const char *raw = self->text + line->at;
		gboolean link;

		if (line->kind != LINE_TEXT || above->kind != LINE_QUOTED ||
		    reply_line(self, i + 1)->kind != LINE_QUOTED)
			continue;
		link = memchr(raw, ' ', line->length) == NULL &&
		       memmem(self->text + above->at, above->length, "://", 3);
		if (link || (above->length >= WRAPPED_MIN_BYTES &&
			     line->length * 2 < above->length && !g_ascii_isupper(raw[0])))
			line->kind = LINE_QUOTED;
	}
}

void
reply_find_quotes(ReplyText *self)
{
	mend_wrapped_quotes(self);
	for (guint i = 0; i < self->lines->len; i++) {
		if (reply_line(self, i)->kind != LINE_TEXT &&
		    reply_line(self, i)->kind != LINE_REST)
			continue;
		if (reply_line(self, i)->kind == LINE_REST || header_block_at(self, i) ||
		    is_separator(self, i) || is_run_in(self, i) || is_groupwise_line(self, i) ||
		    reply_notes_head_at(self, i)) {
			mark_rest(self, i);
			return;
		}
		if (mark_attribution(self, i))
			return;
	}
}
