/*
 * Nobody answers: the customer is reminded; or told that the case will go on by itself, and some
 * days later it does.  A person's word ends the silence, a robot's doesn't.  Whatever stood still
 * meanwhile, the closing keeps its distance from the notice.
 */
#include "desk/clock_kinds.h"

#include "desk/when.h"

#include <string.h>

static const char *const everybody[] = {"reporter", "contact", "follower", NULL};
static const char *const whose_turn[] = {"reporter", "contact", NULL};

/* The word after which it has been quiet; at_ms 0: it isn't, the customer spoke last. */
typedef struct Word {
	gint64 at_ms;
	gint64 seq;
} Word;

static void
take_later(Word *word, const LastFact *last)
{
	if (last && last->seq > word->seq)
		*word = (Word){last->at_ms, last->seq};
}

/* A change of the status, a release and an answer of staff ask the customer for one; thanks leave
 * it at that, and so does what a customer asks for by a command: it shows that somebody is there,
 * and is still no answer. */
static Word
last_word(const CaseFact *c)
{
	Word word = {.at_ms = c->opened_ms};
	const LastFact *answer = case_last(c, "comment", SIDE_CUSTOMER);
	take_later(&word, case_last(c, "status", SIDE_ANY));
	take_later(&word, case_last(c, "released", SIDE_ANY));
	take_later(&word, case_last(c, "comment", SIDE_STAFF));
	take_later(&word, case_last(c, "thanks", SIDE_ANY));
	if (answer && answer->seq > word.seq)
		return (Word){0};
	take_later(&word, case_last(c, "request", SIDE_CUSTOMER));
	take_later(&word, case_last(c, "emergency", SIDE_CUSTOMER));
	return word;
}

/* What was told since that word; NULL: nothing. */
static const LastFact *
told_since(const CaseFact *c, const char *kind, const Word *word)
{
	const LastFact *told = case_last(c, kind, SIDE_ANY);
	return told && told->seq > word->seq ? told : NULL;
}

/* A status that goes on by itself, with the word that it waits on; NULL: it is none. */
static const Status *
silent_status(const CaseFact *c, const Site *site, Word *word_out)
{
	const Status *status = site_status(site, c->status);
	if (!status || !status->silence_days)
		return NULL;
	*word_out = last_word(c);
	return word_out->at_ms ? status : NULL;
}

static gint64
notice_planned(const Status *status, const Word *word)
{
	return word->at_ms + (status->silence_days - status->notice_days) * CLOCK_DAY_MS;
}

/* Told in time, or late by no more than a quarter of the notice, it happens on the day that was
 * planned; else as long after the notice as it should have been. */
static gint64
closes_at(const Status *status, const Word *word, gint64 told_ms)
{
	gint64 notice_ms = status->notice_days * CLOCK_DAY_MS;
	gint64 late_ms = told_ms - notice_planned(status, word);
	if (late_ms <= notice_ms / 4)
		return word->at_ms + status->silence_days * CLOCK_DAY_MS;
	return told_ms + notice_ms;
}

gint64
clock_silence_notice_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	(void)kind;
	Word word;
	const Status *status = silent_status(c, site, &word);
	(void)now_ms;
	if (!status || !status->notice_days || told_since(c, "silence-notice", &word))
		return 0;
	return notice_planned(status, &word);
}

static void
remind(Builder *b, Happening *h, const char *kind, const char *text, NoticeEvent event,
       const char *const *roles)
{
	plan_reason(b->plan, "nobody has answered");
	plan_add_entry(b->plan, happening_entry(h, kind, text));
	plan_remind(b, h, event, roles);
}

void
clock_silence_notice_act(const ClockKind *kind, Builder *b, Happening *h)
{
	(void)kind;
	Word word;
	const Status *status = silent_status(h->c, b->site, &word);
	const When when = {.at_ms = closes_at(status, &word, b->facts->now_ms)};
	g_autofree char *day = when_canonical(&when);
	day[strcspn(day, " ")] = '\0';
	g_autofree char *text = g_strdup_printf("Told that without an answer it is %s from %s on",
						status->silence_status, day);
	h->data = js_object();
	js_set_text(h->data, "day", day);
	js_set_text(h->data, "next_status", status->silence_status);
	remind(b, h, "silence-notice", text, EVENT_SILENCE, everybody);
}

gint64
clock_silence_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	(void)kind;
	Word word;
	const Status *status = silent_status(c, site, &word);
	(void)now_ms;
	if (!status)
		return 0;
	if (!status->notice_days)
		return word.at_ms + status->silence_days * CLOCK_DAY_MS;
	const LastFact *told = told_since(c, "silence-notice", &word);
	return told ? closes_at(status, &word, told->at_ms) : 0;
}

void
clock_silence_act(const ClockKind *kind, Builder *b, Happening *h)
{
	(void)kind;
	const Status *status = site_status(b->site, h->c->status);
	plan_reason(b->plan, "nobody has answered for %" G_GINT64_FORMAT " days",
		    status->silence_days);
	h->data = js_object();
	js_set_int(h->data, "silent_days", status->silence_days);
	plan_set_status(b, h, status->silence_status);
	/* Staff has no receipts, and takes part, too. */
	h->requested = TRUE;
}

/* The same; but whatever the customer says, a form lacks what it lacks, and who forgets the rest of
 * it is reminded: the days count from what was said. */
static Word
word_to_answer(const CaseFact *c, const Site *site)
{
	Word word = last_word(c);
	if (!word.at_ms && case_asks_fields(site, c))
		take_later(&word, case_last(c, "comment", SIDE_CUSTOMER));
	return word;
}

gint64
clock_reminder_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	(void)kind;
	const Status *status = site_status(site, c->status);
	(void)now_ms;
	if (!status || !status->reminder_days)
		return 0;
	const Word word = word_to_answer(c, site);
	if (!word.at_ms || told_since(c, "reminder", &word))
		return 0;
	return word.at_ms + status->reminder_days * CLOCK_DAY_MS;
}

void
clock_reminder_act(const ClockKind *kind, Builder *b, Happening *h)
{
	(void)kind;
	remind(b, h, "reminder", "Reminded that an answer is needed", EVENT_REMINDER, whose_turn);
}
