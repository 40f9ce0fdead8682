/*
 * What `casemate check` looks at: everything a person can get wrong, all of it in one
 * go, changing nothing.
 */
#ifndef CM_APP_CHECK_H
#define CM_APP_CHECK_H

#include "app/config.h"
#include "desk/rules.h"
#include "desk/template.h"

/**
 * The mail templates: what can't be parsed, pieces that are not there, files that nothing uses.
 * Each fault is added to `faults` (char*).
 */
void check_templates(const char *home, const Config *config, GPtrArray *faults);

/** What the settings name and a language of a desk has no word for. */
void check_spoken(const Config *config, const Templates *templates, GPtrArray *faults);

/** What is written in the templates, rules and pattern tables. Faults are char*, "FILE:LINE:
 *  what, what to do". The rules that have none. (transfer full) */
RuleSet *check_data(const char *home, const Config *config, GPtrArray *faults);

/** The files in the site's folders of rules and types that nothing reads, for their names end
 *  otherwise: char*, a sentence each. No faults: editors leave such. (transfer full) */
GPtrArray *check_ignored(const Config *config);

/** The store: that it is there, for us alone, sound, and not of a newer casemate; and that
 *  whom the rules name is on its staff. */
void check_store(const char *home, const Config *config, const RuleSet *rules, GPtrArray *faults);

/** That each relay answers, proves who it is and lets us in; that a Maildir can be made. */
void check_ways_out(const Config *config, GPtrArray *faults);

#endif
