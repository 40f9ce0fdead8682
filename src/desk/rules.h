/*
 * The site's rules: ordered conditions on a mail, and what follows from them.
 * Rules judge the mail alone, before anything is looked up.
 */
#ifndef CM_DESK_RULES_H
#define CM_DESK_RULES_H

#include "mail/mail.h"

#include <glib.h>

typedef struct RuleSet RuleSet;

/** What the rules that hit ask for. Strings are NULL where no rule said anything. */
typedef struct RuleHits {
	char *type;
	char *priority;
	char *assignee;      /**< address */
	char *desk;          /**< name */
	GPtrArray *tags;     /**< char* */
	char *hold;          /**< the reason */
	char *discard;       /**< the reason; the mail is recorded and nothing else */
	GPtrArray *names;    /**< char*, "name (file:line)" of each rule that hit, in order */
	GPtrArray *warnings; /**< char*, a pattern that ran into its limit, naming the rule */
} RuleHits;

RuleHits *rule_hits_new(void);
void rule_hits_free(RuleHits *hits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleHits, rule_hits_free)

/**
 * Applies the rules in order until one says stop. `rules` is nullable: nothing hits.
 * `is_reply`: the mail joins a case. (transfer full)
 */
RuleHits *rules_apply(const RuleSet *rules, const Mail *mail, const char *envelope_sender,
		      const char *recipient, gboolean is_reply);

void rule_set_free(RuleSet *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleSet, rule_set_free)

#endif
