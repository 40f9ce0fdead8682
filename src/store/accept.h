/*
 * Accepting: raw bytes and envelope on disk, and nothing else.  Nobody looks into
 * the message here.
 */
#ifndef CM_STORE_ACCEPT_H
#define CM_STORE_ACCEPT_H

#include "store/store.h"

#define ACCEPT_ID_LENGTH 26
#define SHA256_BYTES     32

/** A message at the door, with its envelope. */
typedef struct Arrival {
	char accept_id[ACCEPT_ID_LENGTH + 1];
	gint64 accepted_ms;
	const char *road;      /**< "lmtp", "pipe", "spool", "import" */
	const char *sender;    /**< envelope sender, "" for the null sender */
	GPtrArray *recipients; /**< char*, at least one */
	gint64 size_bytes;
	guint8 sha256[SHA256_BYTES];
	GBytes *raw; /**< NULL: the bytes lie, synced, in store_big_path() */
} Arrival;

/** 26 characters: 48 bits of time, 80 random bits, in Crockford's base32; sorts by time. */
void accept_id_make(gint64 now_ms, const guint8 random[10], char id_out[ACCEPT_ID_LENGTH + 1]);
/** Whether the text has the form of one (a file name is checked before it is used). */
gboolean accept_id_is_valid(const char *text);
/** The time within a valid accept ID. */
gint64 accept_id_time(const char *id);

/**
 * Commits all arrivals in one transaction, on disk when it returns TRUE. An accept ID
 * the store knows already is passed over: that message was accepted before.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean accept_commit(Store *store, Arrival *const *arrivals, guint n,
						 GError **error);

/** Whether a message with this accept ID is in the store. */
G_GNUC_WARN_UNUSED_RESULT gboolean accept_is_known(Store *store, const char *accept_id,
						   gboolean *known_out, GError **error);

/** Hashing as the bytes stream by. */
typedef struct Sha256 Sha256;
Sha256 *sha256_new(void);
void sha256_add(Sha256 *hash, const void *bytes, gsize length);
/** Writes the digest; the hash may not be added to afterwards. */
void sha256_end(Sha256 *hash, guint8 digest_out[SHA256_BYTES]);
void sha256_free(Sha256 *hash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sha256, sha256_free)

/** Fills `bytes` from the system's source of randomness. */
void random_fill(void *bytes, gsize length);

/**
 * A file for a message that is too big for the database. Create, write, big_file_sync();
 * only then may the row be committed, and only then the descriptor be closed: while it is
 * open the file is locked, which tells big_files_sweep() that a row may still come.
 */
int big_file_create(const char *store_dir, const char *accept_id,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** File and folder onto the disk; the descriptor stays open. */
G_GNUC_WARN_UNUSED_RESULT gboolean big_file_sync(const char *store_dir, int fd, GError **error);
/** The folder of those files onto the disk, after some were removed. */
G_GNUC_WARN_UNUSED_RESULT gboolean big_folder_sync(const Store *store, GError **error);
/**
 * Removes files that no row owns, nobody holds locked and nobody has written to for a day;
 * `real_now_ms` is the real time, which files bear. Returns how many. No clock, however
 * wrong, takes a message from who is about to commit it, because of the lock; the day is
 * for a commit that failed and might be found in the log after a crash.
 */
guint big_files_sweep(Store *store, gint64 real_now_ms);

#endif
