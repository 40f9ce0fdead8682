/*
 * Whom a text mentions: "@anna", "@Anna Smith", "@anna@example.org".
 */
#ifndef CM_DESK_MENTION_H
#define CM_DESK_MENTION_H

#include "desk/facts.h"

/**
 * The mentions of a text from which quotes and signature are cut, each once, at most
 * LIMIT_MENTIONS: an address, lower case, or up to three words that may be a name. "@" begins
 * a word; in quoted lines and code it mentions nobody. char*. (transfer full)
 */
GPtrArray *mentions_find(const char *text);

/** How well a mention fits. */
typedef enum MentionFit {
	FITS_NOT,
	FITS_BEGINNING, /**< the name begins so, or the address has this local part */
	FITS_NAME,      /**< the whole name, of one word, two or three */
	FITS_LONG_NAME,
	FITS_LONGER_NAME,
	FITS_ADDRESS,
} MentionFit;

MentionFit mention_fits(const char *mention, const PersonFact *person);

/** The first word, which people are told of: "@anna". (transfer full) */
char *mention_shown(const char *mention);

#endif
