/*
 * Regular expressions with a bound on what one match may cost.  The only home of
 * PCRE2: patterns come from a site's rule files, the text from anybody.
 */
#ifndef CM_BASE_MATCH_H
#define CM_BASE_MATCH_H

#include <glib.h>

/** A compiled pattern; never changes, may be shared by threads. */
typedef struct Match Match;

typedef enum {
	MATCH_CASELESS = 1 << 0,
	MATCH_MULTILINE = 1 << 1, /**< ^ and $ match at each line */
	MATCH_DOTALL = 1 << 2,    /**< the dot matches a line feed too */
	MATCH_EXTENDED = 1 << 3,  /**< blanks and # comments in the pattern are ignored */
	MATCH_LITERAL = 1 << 4,   /**< the pattern is plain text; combines with CASELESS alone */
	MATCH_WHOLE = 1 << 5,     /**< the pattern must match the whole text */
} MatchFlags;

typedef enum {
	MATCH_NO,
	MATCH_YES,
	/** A limit was hit: treat as MATCH_NO and warn, naming the rule. */
	MATCH_LIMIT,
} MatchResult;

/** What the groups of a pattern matched; keeps its own copy of nothing but positions. */
typedef struct MatchGroups MatchGroups;

/** Whether there is time to go on; asked between slices of one match. */
typedef gboolean (*MatchGoOn)(gpointer user_data);

/**
 * Compiles a Perl-style pattern for UTF-8 text; \w, \d and \b know Unicode. NULL with
 * a sentence that names position and fault ("at character 7: missing closing
 * parenthesis"). CM_ERROR_PERM. (transfer full)
 */
Match *match_new(const char *pattern, MatchFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void match_free(Match *match);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Match, match_free)

/**
 * Looks for the first match within at most LIMIT_RULE_TEXT_BYTES of `text` (`length`
 * may be -1: up to the NUL). `groups_out` is nullable and set on MATCH_YES alone,
 * else to NULL (transfer full). The budget: at most `steps` steps from each place a
 * match may start at (never more than LIMIT_MATCH_STEPS), and `go_on` (nullable) is
 * asked after each few hundred of them; its FALSE gives MATCH_LIMIT.
 */
MatchResult match_find_within(const Match *match, const char *text, gssize length, guint32 steps,
			      MatchGoOn go_on, gpointer user_data, MatchGroups **groups_out);

/** The text of group `number` (0: the whole match), out of the `text` that was searched; NULL if it
 * took no part. (transfer full) */
char *match_group_text(const MatchGroups *groups, const char *text, guint number);

/** How many groups a pattern has, without the whole match. */
guint match_group_count(const Match *match);

void match_groups_free(MatchGroups *groups);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MatchGroups, match_groups_free)

#endif
