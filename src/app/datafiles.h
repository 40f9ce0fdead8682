/*
 * The files casemate comes with (schema/, filters/, mailtemplates/): where they are,
 * and what a site puts in their place.
 */
#ifndef CM_APP_DATAFILES_H
#define CM_APP_DATAFILES_H

#include "app/config.h"
#include "desk/rules.h"
#include "desk/secret.h"
#include "desk/template.h"
#include "mail/tables.h"

/**
 * The folder that has schema/, filters/ and mailtemplates/: the one above that of the
 * running program (the source tree), else ../../share/casemate from there. NULL with a
 * sentence if neither has them. (transfer full)
 */
char *datafiles_home(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** HOME/schema/sqlite. (transfer full) */
char *datafiles_schema_dir(const char *home);

/*
 * The readers below always return what could be read, and add each fault to `faults`
 * (char*, "FILE:LINE: what, what to do").
 */

/**
 * The mail templates and words: the shipped ones, then the site's own over them. A broken one of
 * the site leaves the shipped one in place. (transfer full)
 */
Templates *datafiles_templates(const char *home, const Config *config, GPtrArray *faults);

/** The pattern tables: the shipped ones and, unless `config` is NULL, the site's own, all of
 *  them, and its lists. (transfer full) */
MailTables *datafiles_tables(const char *home, const Config *config, GPtrArray *faults);

/** The words of commands in other languages, the same way. (transfer full) */
Words *datafiles_words(const char *home, const Config *config, GPtrArray *faults);

/** What is known of secrets, the same way. (transfer full) */
Secrets *datafiles_secrets(const char *home, const Config *config, GPtrArray *faults);

/** Adds the domains of free mail providers to what the configuration says of the site: the
 *  shipped list and the site's own. */
void datafiles_free_mail(const char *home, const Config *config, GPtrArray *faults);

/**
 * The rules: the files of both folders in the order of their names; a file of the site
 * stands in place of the shipped one of the same name. (transfer full)
 */
RuleSet *datafiles_rules(const char *home, const Config *config, GPtrArray *faults);

/**
 * The rules as they would be if `path` were the site's: a folder in place of its own, or a
 * file in place of its own of the same name. (transfer full)
 */
RuleSet *datafiles_rules_with(const char *home, const Config *config, const char *path,
			      GPtrArray *faults);

#endif
