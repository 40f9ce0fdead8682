/*
 * The parts of casemate.conf, each with its words and its reader.  For config*.c alone.
 */
#ifndef CM_APP_CONFIG_PARTS_H
#define CM_APP_CONFIG_PARTS_H

#include "app/config.h"
#include "app/confvalue.h"

extern const ConfWord desk_words[];
extern const ConfWord status_words[];
extern const ConfWord type_words[];
extern const ConfWord send_words[];

/** Reads desks, statuses, types and their lists, and checks that each names what there is. */
void config_read_site(const ConfFile *file, Site *site);

/** Reads the statuses, if there are any, in place of those that the site has, and checks where
 *  cases in them can go. */
void config_read_statuses(const ConfFile *file, Site *site);

/** Reads the block `send`, and where its relays stand. */
void config_read_send(const ConfFile *file, Config *config);

#endif
