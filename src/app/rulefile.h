/*
 * Rule files, *.conf below filters/ and in the site's own folder, made into a RuleSet.
 * casemate-rules(5) tells what stands in them.
 */
#ifndef CM_APP_RULEFILE_H
#define CM_APP_RULEFILE_H

#include "desk/rules.h"
#include "desk/site.h"

/**
 * Adds the rules of one file to the set, in their order. What they name (types,
 * priorities, desks) must be known to the site. All faults are added to `faults` (char*,
 * "FILE:LINE: what, what to do"), and none of the rules if there is one.
 */
void rulefile_read(const char *path, const Site *site, RuleSet *rules, GPtrArray *faults);

#endif
