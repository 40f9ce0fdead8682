/*
 * Sentences with gaps, "#{{verb}} takes no value": what stands in the gaps of one that is filled
 * in, and the same filled into that of another language.
 */
#ifndef CM_DESK_GAPS_H
#define CM_DESK_GAPS_H

#include <glib.h>

typedef struct Gaps Gaps;

/** `sentence` with its gaps, "{{name}}", each name once. (transfer full) */
Gaps *gaps_read(const char *sentence);
void gaps_free(Gaps *gaps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gaps, gaps_free)

/** How many bytes of it are no gaps: of two sentences that fit, the one with more says more. */
gsize gaps_weight(const Gaps *gaps);

/**
 * What fills the gaps of this text, names to values; NULL if it isn't this sentence. No gap is
 * empty, and each but the last is as short as it can be. (transfer full)
 */
GHashTable *gaps_match(const Gaps *gaps, const char *text);

/** The sentence with these values; a gap that has none is left empty. (transfer full) */
char *gaps_fill(const Gaps *gaps, GHashTable *values);

#endif
