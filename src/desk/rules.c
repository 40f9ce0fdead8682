/*
 * Rules: each a list of conditions that must all hold, and what is asked for then.
 * They come from the site (app/rulefile.c reads them) and are held against the mail
 * before anything is looked up, so they are clues.
 */
#include "desk/rules.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/match.h"
#include "base/text.h"
#include "desk/site.h"

#include <string.h>

/* match_find_within() asks whether to go on after so many starting places. */
#define SLICE_PLACES 256
/* Characters of a match that an explanation shows. */
#define SHOWN_CHARS 60

typedef struct Condition {
	RulePlace place;
	char *header; /* name of a field; NULL for other places */
	gboolean negated;
	GPtrArray *patterns; /* Match* */
} Condition;

struct Rule {
	char *name;
	char *where;
	guint on;
	GPtrArray *conditions;
	char *type;
	char *priority;
	char *assignee;
	char *assignee_where;
	char *desk;
	char **tags;
	char *hold;
	char *discard;
	char *answer;
	gboolean stop;
};

struct RuleSet {
	GPtrArray *rules;
};

/* A mail under judgement. */
typedef struct Trial {
	const Mail *mail;
	const char *sender;
	const char *recipient;
	gboolean is_reply;
	const RuleOrganisation *organisation; /* NULL: none */
	gint64 steps_left;
	gint64 steps_per_slice; /* of the match that is running */
	gboolean unsure;        /* a pattern of the condition at hand ran into a limit */
	gboolean hit_limit;     /* one of the rule did */
	GString *found;         /* in words, what made its conditions hold */
} Trial;

static const char *const place_names[] = {
	[RULE_HEADER] = "header",
	[RULE_FROM] = "from",
	[RULE_FROM_NAME] = "from_name",
	[RULE_TO] = "to",
	[RULE_CC] = "cc",
	[RULE_ADDRESS] = "address",
	[RULE_SENDER] = "sender",
	[RULE_RECIPIENT] = "recipient",
	[RULE_SUBJECT] = "subject",
	[RULE_TEXT] = "text",
	[RULE_ATTACHMENT] = "attachment",
	[RULE_TIER] = "tier",
	[RULE_LANGUAGE] = "language",
};

static void
condition_free(Condition *condition)
{
	g_free(condition->header);
	g_ptr_array_unref(condition->patterns);
	g_free(condition);
}

static void
rule_free(Rule *rule)
{
	g_free(rule->name);
	g_free(rule->where);
	g_ptr_array_unref(rule->conditions);
	g_free(rule->type);
	g_free(rule->priority);
	g_free(rule->assignee);
	g_free(rule->assignee_where);
	g_free(rule->desk);
	g_strfreev(rule->tags);
	g_free(rule->hold);
	g_free(rule->discard);
	g_free(rule->answer);
	g_free(rule);
}

RuleSet *
rule_set_new(void)
{
	RuleSet *set = g_new0(RuleSet, 1);

	set->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
	return set;
}

void
rule_set_free(RuleSet *rules)
{
	if (rules == NULL)
		return;
	g_ptr_array_unref(rules->rules);
	g_free(rules);
}

Rule *
rule_set_add(RuleSet *rules, const char *name, const char *where, guint on,
	     const RuleActions *actions)
{
	Rule *rule = g_new0(Rule, 1);

	rule->name = g_strdup(name);
	rule->where = g_strdup(where);
	rule->on = on;
	rule->conditions = g_ptr_array_new_with_free_func((GDestroyNotify)condition_free);
	rule->type = g_strdup(actions->type);
	rule->priority = g_strdup(actions->priority);
	rule->assignee = g_strdup(actions->assignee);
	rule->assignee_where = g_strdup(actions->assignee_where);
	rule->desk = g_strdup(actions->desk);
	rule->tags = g_strdupv((char **)unconst(actions->tags));
	rule->hold = g_strdup(actions->hold);
	rule->discard = g_strdup(actions->discard);
	rule->answer = g_strdup(actions->answer);
	rule->stop = actions->stop;
	g_ptr_array_add(rules->rules, rule);
	return rule;
}

void
rule_set_join(RuleSet *rules, RuleSet *more)
{
	g_ptr_array_extend_and_steal(rules->rules, g_steal_pointer(&more->rules));
	g_free(more);
}

const char *
rule_set_where(const RuleSet *rules, const char *name)
{
	for (guint i = 0; i < rules->rules->len; i++) {
		const Rule *rule = g_ptr_array_index(rules->rules, i);

		if (text_same_name(rule->name, name))
			return rule->where;
	}
	return NULL;
}

void
rule_set_each_assignee(const RuleSet *rules, RuleAssigneeFunc each, gpointer data)
{
	for (guint i = 0; i < rules->rules->len; i++) {
		const Rule *rule = g_ptr_array_index(rules->rules, i);

		if (rule->assignee)
			each(rule->assignee, rule->desk, rule->assignee_where, data);
	}
}

gboolean
rule_set_asks_organisation(const RuleSet *rules)
{
	for (guint i = 0; rules && i < rules->rules->len; i++) {
		const Rule *rule = g_ptr_array_index(rules->rules, i);

		for (guint k = 0; k < rule->conditions->len; k++) {
			const Condition *condition = g_ptr_array_index(rule->conditions, k);

			if (condition->place == RULE_TIER || condition->place == RULE_LANGUAGE)
				return TRUE;
		}
	}
	return FALSE;
}

/* Verbs and \G need the whole text in one go, which no budget could stop. */
static Match *
pattern_new(const char *pattern, GError **error)
{
	Match *match;

	if (strstr(pattern, "(*") || strstr(pattern, "\\G")) {
		error_perm(error, "pattern '%s': \"(*\" and \"\\G\" can't be used in rules",
			   pattern);
		return NULL;
	}
	match = match_new(pattern, MATCH_CASELESS | MATCH_MULTILINE, error);
	if (match == NULL)
		g_prefix_error(error, "pattern '%s': ", pattern);
	return match;
}

gboolean
rule_add_condition(Rule *rule, RulePlace place, const char *header, gboolean negated,
		   const GPtrArray *patterns, GError **error)
{
	g_autoptr(GPtrArray) matches = g_ptr_array_new_with_free_func((GDestroyNotify)match_free);
	Condition *condition;

	for (guint i = 0; i < patterns->len; i++) {
		Match *match = pattern_new(g_ptr_array_index(patterns, i), error);

		if (match == NULL)
			return FALSE;
		g_ptr_array_add(matches, match);
	}
	condition = g_new0(Condition, 1);
	condition->place = place;
	condition->header = g_strdup(header);
	condition->negated = negated;
	condition->patterns = g_steal_pointer(&matches);
	g_ptr_array_add(rule->conditions, condition);
	return TRUE;
}

static gboolean
slice_paid(gpointer user_data)
{
	Trial *trial = user_data;

	trial->steps_left -= trial->steps_per_slice;
	return trial->steps_left > 0;
}

/*
 * PCRE2 doesn't tell how many steps it took, so what is charged is the limit it kept to:
 * patterns try with few steps first, and the few that need more pay for more.  Of the
 * last slice an eighth is charged, for a match or a limit mostly ends it early.
 */
static MatchResult
find_within_budget(Trial *trial, const Match *pattern, const char *text, MatchGroups **groups_out)
{
	static const guint32 steps[] = {5, 50, 500, 5000, LIMIT_MATCH_STEPS};
	MatchResult result = MATCH_LIMIT;

	*groups_out = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(steps) && result == MATCH_LIMIT; i++) {
		if (trial->steps_left <= 0)
			return MATCH_LIMIT;
		trial->steps_per_slice = (gint64)steps[i] * SLICE_PLACES;
		result = match_find_within(pattern, text, -1, steps[i], slice_paid, trial,
					   groups_out);
		trial->steps_left -= trial->steps_per_slice / 8;
	}
	return result;
}

static void
note_found(Trial *trial, const Condition *condition, const char *text, const MatchGroups *groups)
{
	g_autofree char *matched = groups ? match_group_text(groups, text, 0) : g_strdup("");
	g_autofree char *line = text_collapse(matched);
	g_autofree char *safe = header_safe(line);
	g_autofree char *shown = text_ellipsize(safe, SHOWN_CHARS);
	const char *name = place_names[condition->place];

	g_string_append_printf(trial->found, "%s%s%s%s", trial->found->len ? ", " : "", name,
			       condition->header ? " " : "",
			       condition->header ? condition->header : "");
	if (*shown)
		g_string_append_printf(trial->found, " has \"%s\"", shown);
}

/* Whether one of the patterns is found in one text. */
static gboolean
text_matches(Trial *trial, const Condition *condition, const char *text)
{
	if (condition->patterns->len == 0) {
		note_found(trial, condition, text, NULL);
		return TRUE;
	}
	for (guint i = 0; i < condition->patterns->len; i++) {
		const Match *pattern = g_ptr_array_index(condition->patterns, i);
		g_autoptr(MatchGroups) groups = NULL;
		MatchResult result = find_within_budget(trial, pattern, text, &groups);

		if (result == MATCH_YES && !condition->negated)
			note_found(trial, condition, text, groups);
		if (result == MATCH_YES)
			return TRUE;
		if (result == MATCH_LIMIT)
			trial->unsure = trial->hit_limit = TRUE;
	}
	return FALSE;
}

static gboolean
mailboxes_match(Trial *trial, const Condition *condition, const GPtrArray *mailboxes)
{
	for (guint i = 0; i < mailboxes->len; i++) {
		const Mailbox *mailbox = g_ptr_array_index(mailboxes, i);
		const char *text =
			condition->place == RULE_FROM_NAME ? mailbox->name : mailbox->address;

		if (text_matches(trial, condition, text))
			return TRUE;
	}
	return FALSE;
}

static gboolean
headers_match(Trial *trial, const Condition *condition)
{
	const GPtrArray *headers = trial->mail->headers;

	for (guint i = 0; i < headers->len; i++) {
		const HeaderField *field = g_ptr_array_index(headers, i);

		if (g_ascii_strcasecmp(field->name, condition->header) == 0 &&
		    text_matches(trial, condition, field->value))
			return TRUE;
	}
	return FALSE;
}

static gboolean
attachments_match(Trial *trial, const Condition *condition)
{
	const GPtrArray *attachments = trial->mail->attachments;

	for (guint i = 0; i < attachments->len; i++) {
		const Attachment *attachment = g_ptr_array_index(attachments, i);

		if (text_matches(trial, condition, attachment->name))
			return TRUE;
	}
	return FALSE;
}

static gboolean
organisation_matches(Trial *trial, const Condition *condition)
{
	const RuleOrganisation *organisation = trial->organisation;

	if (organisation && condition->place == RULE_TIER)
		return *organisation->tier && text_matches(trial, condition, organisation->tier);
	for (guint i = 0; organisation && i < organisation->languages->len; i++)
		if (text_matches(trial, condition, g_ptr_array_index(organisation->languages, i)))
			return TRUE;
	return FALSE;
}

static gboolean
any_address_matches(Trial *trial, const Condition *condition)
{
	const Mail *mail = trial->mail;

	return mailboxes_match(trial, condition, mail->from) ||
	       mailboxes_match(trial, condition, mail->sender) ||
	       mailboxes_match(trial, condition, mail->reply_to) ||
	       mailboxes_match(trial, condition, mail->to) ||
	       mailboxes_match(trial, condition, mail->cc);
}

static gboolean
place_matches(Trial *trial, const Condition *condition)
{
	const Mail *mail = trial->mail;

	switch (condition->place) {
	case RULE_HEADER:
		return headers_match(trial, condition);
	case RULE_FROM:
	case RULE_FROM_NAME:
		return mailboxes_match(trial, condition, mail->from);
	case RULE_TO:
		return mailboxes_match(trial, condition, mail->to);
	case RULE_CC:
		return mailboxes_match(trial, condition, mail->cc);
	case RULE_ADDRESS:
		return any_address_matches(trial, condition);
	case RULE_SENDER:
		return text_matches(trial, condition, trial->sender);
	case RULE_RECIPIENT:
		return text_matches(trial, condition, trial->recipient);
	case RULE_SUBJECT:
		return text_matches(trial, condition, mail->subject);
	case RULE_TEXT:
		return text_matches(trial, condition, trial->is_reply ? mail->reply : mail->text);
	case RULE_ATTACHMENT:
		return attachments_match(trial, condition);
	case RULE_TIER:
	case RULE_LANGUAGE:
		return organisation_matches(trial, condition);
	}
	return FALSE;
}

/* A condition whose pattern ran into a limit doesn't hold, negated or not: a rule must not
 * hit because nobody knows. */
static gboolean
rule_hits(Trial *trial, const Rule *rule)
{
	trial->hit_limit = FALSE;
	g_string_truncate(trial->found, 0);
	if (!(rule->on & (trial->is_reply ? RULE_ON_REPLY : RULE_ON_NEW)))
		return FALSE;
	for (guint i = 0; i < rule->conditions->len; i++) {
		const Condition *condition = g_ptr_array_index(rule->conditions, i);
		gboolean matches;

		trial->unsure = FALSE;
		matches = place_matches(trial, condition);
		if (matches == condition->negated || (!matches && trial->unsure))
			return FALSE;
	}
	return TRUE;
}

static RuleHits *
rule_hits_new(void)
{
	RuleHits *hits = g_new0(RuleHits, 1);

	hits->tags = g_ptr_array_new_with_free_func(g_free);
	hits->answers = g_ptr_array_new_with_free_func(g_free);
	hits->names = g_ptr_array_new_with_free_func(g_free);
	hits->found = g_ptr_array_new_with_free_func(g_free);
	hits->warnings = g_ptr_array_new_with_free_func(g_free);
	return hits;
}

void
rule_hits_free(RuleHits *hits)
{
	if (hits == NULL)
		return;
	g_free(hits->type);
	g_free(hits->priority);
	g_free(hits->assignee);
	g_free(hits->desk);
	g_ptr_array_unref(hits->tags);
	g_ptr_array_unref(hits->answers);
	g_free(hits->hold);
	g_free(hits->discard);
	g_ptr_array_unref(hits->names);
	g_ptr_array_unref(hits->found);
	g_ptr_array_unref(hits->warnings);
	g_free(hits);
}

static void
replace_text(char **text, const char *with)
{
	if (with == NULL)
		return;
	text_put(text, with);
}

static void
hits_take(RuleHits *hits, const Rule *rule, const char *found)
{
	replace_text(&hits->type, rule->type);
	replace_text(&hits->priority, rule->priority);
	replace_text(&hits->assignee, rule->assignee);
	replace_text(&hits->desk, rule->desk);
	if (rule->answer && hits->answers->len < LIMIT_RULE_ANSWERS)
		g_ptr_array_add(hits->answers, g_strdup(rule->answer));
	if (hits->hold == NULL)
		hits->hold = g_strdup(rule->hold);
	if (hits->discard == NULL)
		hits->discard = g_strdup(rule->discard);
	for (char **tag = rule->tags; tag && *tag; tag++)
		if (site_name_in(hits->tags, *tag) == NULL)
			g_ptr_array_add(hits->tags, g_strdup(*tag));
	g_ptr_array_add(hits->names, g_strdup_printf("%s (%s)", rule->name, rule->where));
	g_ptr_array_add(hits->found, g_strdup(*found ? found : "nothing speaks against it"));
}

static void
warn_of_limit(RuleHits *hits, const Rule *rule, const Trial *trial)
{
	if (!trial->hit_limit)
		return;
	g_ptr_array_add(hits->warnings,
			g_strdup_printf("rule \"%s\" (%s): a pattern ran into its limit and "
					"counts as no match%s",
					rule->name, rule->where,
					trial->steps_left > 0
						? ""
						: "; the time for this mail is used up"));
}

RuleHits *
rules_apply(const RuleSet *rules, const Mail *mail, const char *envelope_sender,
	    const char *recipient, gboolean is_reply, const RuleOrganisation *organisation)
{
	RuleHits *hits = rule_hits_new();
	g_autoptr(GString) found = g_string_new(NULL);
	Trial trial = {.mail = mail,
		       .sender = envelope_sender,
		       .recipient = recipient,
		       .is_reply = is_reply,
		       .organisation = organisation,
		       .steps_left = LIMIT_RULE_STEPS,
		       .found = found};

	for (guint i = 0; rules && i < rules->rules->len; i++) {
		const Rule *rule = g_ptr_array_index(rules->rules, i);
		gboolean hit = rule_hits(&trial, rule);

		warn_of_limit(hits, rule, &trial);
		if (!hit)
			continue;
		hits_take(hits, rule, found->str);
		if (rule->stop)
			break;
	}
	if (hits->hold)
		g_clear_pointer(&hits->discard, g_free);
	return hits;
}
