/*
 * Authentication-Results as written (RFC 8601 2.2), without judging it.
 */
#ifndef CM_MAIL_AUTHRES_READ_H
#define CM_MAIL_AUTHRES_READ_H

#include <glib.h>

/** One method and what it found. Words are lower case but `signature` and addresses' local
 *  parts; NULL where nothing is said. */
typedef struct AuthFinding {
	char *method;      /**< "dmarc" */
	char *result;      /**< "pass" */
	char *from;        /**< header.from's domain */
	char *domain;      /**< header.d */
	char *identity;    /**< header.i's domain */
	char *selector;    /**< header.s */
	char *signature;   /**< header.b, the first characters */
	char *sender;      /**< smtp.mailfrom's domain */
	gboolean is_twice; /**< it says one of these twice, and differently */
} AuthFinding;

typedef struct AuthField {
	char *authserv_id;
	gboolean is_broken;  /**< the grammar is, behind the findings */
	gboolean is_newer;   /**< of a version that isn't known */
	GPtrArray *findings; /**< AuthFinding*, of methods in their first version */
} AuthField;

/** Reads a field's value: unfolded, encoded words as they stand. (transfer full) */
AuthField *auth_field_read(const char *value);
void auth_field_free(AuthField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuthField, auth_field_free)

/** Moves behind blanks and comments (RFC 5322 3.2.2); FALSE if a comment doesn't end. */
gboolean cfws_skip(const char **at);

#endif
