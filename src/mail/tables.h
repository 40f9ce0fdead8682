/*
 * The patterns that reading mail goes by: attribution lines, sign-offs, robots'
 * subjects, bounce phrases.  They are data: files below filters/ that app/ reads
 * and hands down here, so that a site can extend them.
 */
#ifndef CM_MAIL_TABLES_H
#define CM_MAIL_TABLES_H

#include <glib.h>

typedef struct MailTables MailTables;

/** Empty tables: reading works, but knows no vendor's habits. (transfer full) */
MailTables *mail_tables_new(void);

/**
 * Adds the entries of one data file's text. `name` is the file's base name
 * ("robots.table") and selects what the entries are for; it also stands in errors,
 * with the line. A section or value that nobody knows is a fault. FALSE leaves the tables
 * as they were.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean mail_tables_add(MailTables *tables, const char *name,
						   const char *text, GError **error);

/** A list through which mail comes to the desks, by the identifier of its List-Id (RFC 2919). That
 * a mail came by it says nothing of who wrote. */
void mail_tables_add_own_list(MailTables *tables, const char *id);
gboolean mail_tables_has_own_list(const MailTables *tables, const char *id);

void mail_tables_free(MailTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailTables, mail_tables_free)

#endif
