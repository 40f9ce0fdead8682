/*
 * What goes along when one text is removed for good: every place in which the store holds it.
 */
#ifndef CM_DESK_REDACTION_H
#define CM_DESK_REDACTION_H

#include <glib.h>

/** Facts about the removal of one text. Shared by those who look at it; nobody changes it once it
 *  is made. Rows are gint64, words char*. */
typedef struct Redaction {
	guint users;
	gint64 entry;   /**< the one that was named */
	gint64 case_id; /**< its case */
	gint64 goes_on; /**< the case in which that one goes on; itself, if it was not merged */
	gint64 seq;     /**< its number there */
	char *number;   /**< of the case */
	char *kind;
	char *text;
	gboolean is_answered; /**< the mail in hand answers it, or the notice of it */
	gboolean is_removed;  /**< its text is gone already: `text` says by whom */
	gboolean had_title;   /**< subjects of notices may have a title that came from it */
	gboolean keeps_own; /**< the mail in hand repeats it, and has files that are still needed */
	GArray *entries;    /**< rows whose text goes, the named one first */
	GPtrArray *places;  /**< which they are: "entry 1 of SUP-2" */
	GArray *touched;    /**< rows of their cases */
	GPtrArray *touched_numbers; /**< of those */
	GArray *messages;      /**< rows whose bytes go: its own, copies, commands that quote it */
	GArray *retitled;      /**< rows of cases whose title came from it */
	GPtrArray *titled;     /**< their numbers */
	gint64 files;          /**< attachments that go */
	GPtrArray *fields;     /**< names of fields of forms whose values go */
	GArray *field_cases;   /**< rows of the cases of those, one for each */
	GPtrArray *partners;   /**< names of partners whose numbers for a case go */
	GArray *partner_cases; /**< rows of the cases of those, one for each */
	GPtrArray *tags;       /**< marks of cases that go */
	GArray *tag_cases;     /**< rows of the cases of those, one for each */
	GArray *unsent;        /**< rows of the outbox that hold it and shall not be sent */
	GPtrArray *spared;     /**< to whom those would have gone */
	GArray *sent;          /**< rows of the outbox that are done, and may hold it */
	GPtrArray *reached;    /**< to whom it has gone */
	GArray *fanout;        /**< rows of notices that wait to be made */
	GArray *held; /**< rows of held mail that are copies, or commands that were returned */
	GPtrArray *stopped;   /**< who wrote what of that waited for a decision */
	GPtrArray *elsewhere; /**< where its words still stand: "entry 4", "held mail 7" */
	GPtrArray *backups;   /**< files of the store's folder that are older than its schema */
} Redaction;

/** With "" for all texts, and empty lists. (transfer full) */
Redaction *redaction_new(void);
Redaction *redaction_ref(Redaction *redaction);
void redaction_unref(Redaction *redaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Redaction, redaction_unref)

/** Whether this row is in the list. */
gboolean redaction_has(const GArray *rows, gint64 row);
/** Adds it once. */
void redaction_add(GArray *rows, gint64 row);
/** Adds it once; `word` is copied. */
void redaction_add_word(GPtrArray *words, const char *word);

/** The value of this field of the case goes as well. */
void redaction_add_field(Redaction *redaction, gint64 case_id, const char *name);

/** The number that this partner has for the case goes as well. */
void redaction_add_number(Redaction *redaction, gint64 case_id, const char *partner);

/** This mark of the case goes as well. */
void redaction_add_tag(Redaction *redaction, gint64 case_id, const char *tag);

/** "text removed by Sam Staff on 2026-11-22": what stands in its place. (transfer full) */
char *redaction_mark(const char *name, gint64 now_ms, GTimeZone *zone);

/**
 * Whether `text` repeats what `removed` said, quoted and wrapped in whatever way: six words in a
 * row, all of them if there are fewer, or one that looks like a password or a card's number. Marks
 * in the place of what was removed or masked say nothing.
 */
gboolean redaction_repeats(const char *text, const char *removed);

#endif
