/*
 * The parts of casemate.conf, each with its words and its reader.  For config*.c alone.
 */
#ifndef CM_APP_CONFIG_PARTS_H
#define CM_APP_CONFIG_PARTS_H

#include "app/config.h"
#include "app/confvalue.h"
#include "app/typefile.h"

extern const ConfWord desk_words[];
extern const ConfWord status_words[];
extern const ConfWord level_words[];
extern const ConfWord tracker_words[];
extern const ConfWord send_words[];
extern const ConfWord escalation_words[];

/** Reads desks, statuses, types and their lists, and checks that each names what there is. The
 *  faults of type files are added to `faults`, those of this file to its own. */
void config_read_site(const ConfFile *file, const TypeFolders *types, Site *site,
		      GPtrArray *faults);

/** Reads the statuses, if there are any, in place of those that the site has, and checks where
 *  cases in them can go. */
void config_read_statuses(const ConfFile *file, Site *site);

/** Reads what is said of emergencies; their statuses are there already. */
void config_read_emergencies(const ConfFile *file, Site *site);

/** Reads the levels of contracts, else those that ship, whose faults are added to `faults`. After
 *  config_read_site(). */
void config_read_levels(const ConfFile *file, const char *shipped_path, Site *site,
			GPtrArray *faults);
/** Where those are that ship. (transfer full) */
char *config_shipped_levels_path(const char *home);

/** Reads the trackers of others in which cases have tickets. After config_read_site(). */
void config_read_trackers(const ConfFile *file, Site *site);

/** Reads the block `send`, and where its relays stand. */
void config_read_send(const ConfFile *file, Config *config);

/* config_webhooks.c */
extern const ConfWord webhooks_words[];
void config_read_webhooks(const ConfFile *file, Config *config);

#endif
