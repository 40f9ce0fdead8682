/*
 * Robots by what they say of themselves.  Runs before bounce_read(), which looks
 * closer at reports; everything above mail/ treats any kind but AUTO_NONE as a
 * machine that is never answered, so a person must not be taken for one.
 */
#include "mail/auto.h"

#include "mail/own_list.h"
#include "mail/phrases.h"

#include <string.h>

#define VALUE_MAX_BYTES 300
/* A robot says early what it is. */
#define TEXT_LINES     40
#define LINE_MAX_BYTES 1000
/* Whoever writes to many says at the end how to get no more. */
#define END_LINES 60
/* "Re:", "Antw:" */
#define REPLY_MARK_BYTES 6

typedef struct Judge {
	Mail *mail;
	PhraseScan *scan;
	GString *folded;
	AutoKind kind;
	char *why;
	gboolean denied;               /* Auto-Submitted: no */
	gboolean nobody;               /* From an address that nobody reads */
	gboolean by_us;                /* came by a list of ours, and by no other */
	guint hints;                   /* fields of programs that write to many */
	guint mass;                    /* and of those that write to one now and then */
	const HeaderField *mass_field; /* the first of them */
} Judge;

/* Of several signs the one counts that says most. */
static const int weight[] = {
	[AUTO_NONE] = 0,    [AUTO_LIST] = 1,   [AUTO_REPORT] = 2, [AUTO_REPLY] = 3,
	[AUTO_DELAYED] = 4, [AUTO_BOUNCE] = 4, [AUTO_LOOP] = 5,
};

static void
note(Judge *judge, AutoKind kind, const char *what, const char *value)
{
	if (weight[kind] <= weight[judge->kind])
		return;
	judge->kind = kind;
	g_free(judge->why);
	judge->why = g_strdup_printf("%s: %.80s", what, value);
	/* The cut may have split a character. */
	if (!g_utf8_validate(judge->why, -1, NULL)) {
		char *valid = g_utf8_make_valid(judge->why, -1);

		g_free(judge->why);
		judge->why = valid;
	}
}

static AutoKind
kind_of_word(const char *word)
{
	static const struct {
		const char *word;
		AutoKind kind;
	} words[] = {
		{"auto-reply", AUTO_REPLY},
		{"report", AUTO_REPORT},
		{"list", AUTO_LIST},
		{"loop", AUTO_LOOP},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(words[i].word, word) == 0)
			return words[i].kind;
	}
	return AUTO_NONE;
}

/* Skips blanks and (comments), RFC 5322 3.2.2. */
static const char *
skip_comments(const char *text)
{
	int depth = 0;

	for (; *text; text++) {
		if (*text == '(')
			depth++;
		else if (*text == ')' && depth > 0)
			depth--;
		else if (depth == 0 && !g_ascii_isspace(*text))
			break;
	}
	return text;
}

/* RFC 3834 5: everything but "no" is a machine, with or without parameters. */
static void
judge_auto_submitted(Judge *judge, const HeaderField *field)
{
	const char *value = skip_comments(field->value);
	gsize length = strcspn(value, " \t;(,");

	if (length == 0)
		return;
	if (length == 2 && g_ascii_strncasecmp(value, "no", 2) == 0)
		judge->denied = TRUE;
	else if (length >= 12 && g_ascii_strncasecmp(value, "auto-replied", 12) == 0)
		note(judge, AUTO_REPLY, field->name, field->value);
	else
		note(judge, AUTO_REPORT, field->name, field->value);
}

static void
judge_content_type(Judge *judge, const HeaderField *field)
{
	if (g_ascii_strncasecmp(field->value, "multipart/report", 16) == 0 ||
	    g_ascii_strncasecmp(field->value, "message/delivery-status", 23) == 0 ||
	    g_ascii_strncasecmp(field->value, "message/disposition-notification", 32) == 0 ||
	    g_ascii_strncasecmp(field->value, "message/feedback-report", 23) == 0)
		note(judge, AUTO_REPORT, field->name, field->value);
}

/* Whether the mail says it answers another one. */
static gboolean
is_answer(const Mail *mail)
{
	return mail->in_reply_to != NULL || mail->references->len > 0;
}

static void
judge_table(Judge *judge, const HeaderField *field)
{
	const char *value;

	g_string_truncate(judge->folded, 0);
	phrase_fold(field->name, strlen(field->name), judge->folded);
	g_string_append(judge->folded, ": ");
	phrase_fold(field->value, strnlen(field->value, VALUE_MAX_BYTES), judge->folded);
	phrase_scan_line(judge->scan, judge->folded->str, judge->folded->len);
	value = phrase_scan_value(judge->scan, PHRASE_ROBOT_HEADER);
	if (value == NULL || (judge->by_us && phrase_scan_value(judge->scan, PHRASE_OWN_LIST)))
		return;
	if (strcmp(value, "nobody") == 0)
		judge->nobody = TRUE;
	else if (strcmp(value, "hint") == 0)
		note(judge, ++judge->hints > 1 ? AUTO_LIST : AUTO_NONE, field->name, field->value);
	else if (strcmp(value, "mass") == 0 && judge->mass++ == 0)
		judge->mass_field = field;
	else if (strcmp(value, "mass") != 0)
		note(judge, kind_of_word(value), field->name, field->value);
}

static void
judge_field(Judge *judge, const HeaderField *field)
{
	if (g_ascii_strcasecmp(field->name, "Auto-Submitted") == 0)
		judge_auto_submitted(judge, field);
	else if (g_ascii_strcasecmp(field->name, "Content-Type") == 0)
		judge_content_type(judge, field);
	else if (g_ascii_strcasecmp(field->name, "Return-Path") == 0 &&
		 strcmp(skip_comments(field->value), "<>") == 0)
		note(judge, AUTO_REPORT, field->name, field->value);
	else if (g_ascii_strcasecmp(field->name, "Received") != 0)
		judge_table(judge, field);
}

static gboolean
has_calendar(const Mail *mail)
{
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *attachment = mail->attachments->pdata[i];

		if (strcmp(attachment->type, "text/calendar") == 0)
			return TRUE;
	}
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];

		if (g_ascii_strcasecmp(field->name, "Content-Class") == 0 &&
		    strstr(field->value, "calendarmessage"))
			return TRUE;
		if (g_ascii_strcasecmp(field->name, "Content-Type") == 0 &&
		    g_ascii_strncasecmp(field->value, "text/calendar", 13) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Gateways put tags before the subject: "[EXTERNAL] Automatic reply: ...". */
static const char *
skip_tags(const char *subject)
{
	for (int tags = 0; tags < 3 && subject[0] == '['; tags++) {
		const char *end = strchr(subject, ']');

		if (end == NULL || end - subject > 40)
			break;
		subject = end + 1;
		subject += strspn(subject, " ");
	}
	return subject;
}

static const char *
subject_word(Judge *judge, const char *subject)
{
	phrase_scan_line(judge->scan, subject, strlen(subject));
	return phrase_scan_value(judge->scan, PHRASE_ROBOT_SUBJECT);
}

/* The entry of [text] that a line matches; NULL if none. */
static const char *
text_word(Judge *judge, const char *line, gsize length)
{
	g_string_truncate(judge->folded, 0);
	phrase_fold(line, MIN(length, LINE_MAX_BYTES), judge->folded);
	if (judge->folded->len == 0 || judge->folded->str[0] == '>')
		return NULL;
	phrase_scan_line(judge->scan, judge->folded->str, judge->folded->len);
	return phrase_scan_value(judge->scan, PHRASE_ROBOT_TEXT);
}

/* Whether one of `count` lines from `line` on is one of that kind, outside of quotes; NULL: one
 * that says what wrote it. */
static gboolean
has_line(Judge *judge, const char *line, guint count, const char *kind)
{
	for (guint i = 0; i < count && *line; i++) {
		gsize length = strcspn(line, "\n");
		const char *word = text_word(judge, line, length);

		if (word && kind && strcmp(word, kind) == 0)
			return TRUE;
		if (word && !kind && strcmp(word, "mass") != 0 && strcmp(word, "away") != 0)
			return TRUE;
		line += length + (line[length] == '\n');
	}
	return FALSE;
}

static gboolean
has_sign(Judge *judge)
{
	/* A form on a web page says so, too, but it writes in the name of who filled it in. */
	if (judge->nobody && judge->mail->reply_to->len > 0)
		return FALSE;
	return has_line(judge, judge->mail->text ? judge->mail->text : "", TEXT_LINES, NULL);
}

/* Whether the text says until when somebody is away. */
static gboolean
is_away(Judge *judge)
{
	return has_line(judge, judge->mail->text ? judge->mail->text : "", TEXT_LINES, "away");
}

/* Programs for sales and some mailers put one such field on what a person writes. Two, or words
 * about getting no more, are a newsletter's. */
static void
judge_mass(Judge *judge)
{
	const char *text = judge->mail->text ? judge->mail->text : "";
	const char *end = text + strlen(text);
	guint lines = 0;

	if (judge->mass == 0 || is_answer(judge->mail))
		return;
	while (end > text && (end[-1] != '\n' || ++lines < END_LINES))
		end--;
	if (judge->mass > 1 || judge->hints > 0 || has_line(judge, end, END_LINES, "mass"))
		note(judge, AUTO_LIST, judge->mass_field->name, judge->mass_field->value);
}

/* By how the text begins: a person who tells of a robot begins otherwise. */
static void
judge_text(Judge *judge)
{
	const char *line = judge->mail->text ? judge->mail->text : "", *word;
	gsize length;

	line += strspn(line, " \t\n");
	length = strcspn(line, "\n");
	word = text_word(judge, line, length);
	if (word && kind_of_word(word) != AUTO_NONE) {
		g_autofree char *start = g_strndup(line, MIN(length, VALUE_MAX_BYTES));

		note(judge, kind_of_word(word), "Text", start);
	}
	if (judge->nobody && has_sign(judge))
		note(judge, AUTO_REPORT, "From", "an address that nobody reads");
}

/* Whether a subject that people may write, too, is a robot's: the mail answers one, or the text
 * says so. Who asks is a person, unless an answer says that somebody is away. */
static gboolean
is_confirmed(Judge *judge, gboolean may_be_away)
{
	const char *subject = judge->mail->subject;
	gboolean asks = g_str_has_suffix(subject, "?") || g_str_has_suffix(subject, "？");
	gboolean away = may_be_away && is_away(judge);

	return has_sign(judge) || (is_answer(judge->mail) ? !asks || away : !asks && away);
}

/* Whether nothing of a person's follows what a robot's subject begins with: it ends there, or a
 * colon, a dash or a bracket comes. "Out of office reply doesn't arrive" goes on with words. */
static gboolean
is_all_said(const Judge *judge, const char *subject)
{
	const char *rest =
		subject + strcspn(phrase_scan_pattern(judge->scan, PHRASE_ROBOT_SUBJECT), "*");
	gsize word;

	if (rest == subject)
		return FALSE;
	/* "abwesenheitsassistenten" */
	for (gunichar c = g_utf8_get_char(rest);
	     rest[-1] != ' ' && g_unichar_isalpha(c) && !g_unichar_iswide(c);
	     c = g_utf8_get_char(rest))
		rest = g_utf8_next_char(rest);
	rest += strspn(rest, " ");
	word = strcspn(rest, " :");
	return *rest == '\0' || strchr(":-([|\"/.,!", *rest) != NULL ||
	       (word <= REPLY_MARK_BYTES && rest[word] == ':');
}

static void
judge_subject(Judge *judge)
{
	const char *word, *bare;
	gboolean all_said = FALSE;

	g_string_truncate(judge->folded, 0);
	phrase_fold(judge->mail->subject, strnlen(judge->mail->subject, 1000), judge->folded);
	word = subject_word(judge, judge->folded->str);
	bare = skip_tags(judge->folded->str);
	if (word)
		bare = judge->folded->str;
	else if (bare != judge->folded->str)
		word = subject_word(judge, bare);
	if (word == NULL)
		return;
	if (strcmp(word, "start") == 0)
		all_said = is_all_said(judge, bare);
	if (strcmp(word, "calendar") == 0)
		word = has_calendar(judge->mail) ? "auto-reply" : "none";
	else if (strcmp(word, "maybe") == 0)
		word = is_confirmed(judge, FALSE) ? "auto-reply" : "none";
	else if (strcmp(word, "away") == 0)
		word = is_confirmed(judge, TRUE) ? "auto-reply" : "none";
	else if (strcmp(word, "start") == 0)
		word = all_said || has_sign(judge) ? "auto-reply" : "none";
	else if (strcmp(word, "told") == 0)
		word = has_sign(judge) ? "auto-reply" : "none";
	note(judge, kind_of_word(word), "Subject", judge->mail->subject);
}

void
auto_judge(Mail *mail, const MailTables *tables)
{
	Judge judge = {.mail = mail, .kind = AUTO_NONE};

	judge.by_us = own_list_is_all(mail, tables);
	judge.scan = phrase_scan_new(tables, PHRASE_ROBOTS);
	judge.folded = g_string_new(NULL);
	for (guint i = 0; i < mail->headers->len; i++)
		judge_field(&judge, mail->headers->pdata[i]);
	judge_mass(&judge);
	if (!judge.denied) {
		judge_subject(&judge);
		judge_text(&judge);
	}
	mail->auto_kind = judge.kind;
	g_free(mail->auto_why);
	mail->auto_why = judge.why ? judge.why : g_strdup("");
	phrase_scan_free(judge.scan);
	g_string_free(judge.folded, TRUE);
}
