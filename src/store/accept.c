/*
 * Accepting: the first station of every mail.  Raw bytes and envelope go to disk
 * here, before anybody is told so and before anybody looks into them.
 */
#include "store/accept.h"

#include "base/acceptid.h"
#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

void
accept_id_make(gint64 now_ms, const guint8 random[10], char id_out[ACCEPT_ID_LENGTH + 1])
{
	accept_id_encode(now_ms, random, id_out);
}

gboolean
accept_id_is_valid(const char *text)
{
	return accept_id_decode_time(text) >= 0;
}

gint64
accept_id_time(const char *id)
{
	return accept_id_decode_time(id);
}

static gboolean
arrival_insert_deliveries(Db *db, const Arrival *arrival, GError **error)
{
	static const char insert[] = "INSERT INTO delivery (message, recipient) VALUES ($1, $2)";
	gint64 message = db_last_key(db);
	for (guint i = 0; i < arrival->recipients->len; i++)
		if (!db_run(db, error, insert, "it", message,
			    (const char *)arrival->recipients->pdata[i]))
			return FALSE;
	return TRUE;
}

static gboolean
arrival_insert(Db *db, const Arrival *arrival, GError **error)
{
	static const char insert[] =
		"INSERT INTO message (accept_id, accepted_ms, road, sender, size_bytes, sha256,"
		" is_big, raw) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		" ON CONFLICT (accept_id) DO NOTHING";
	g_autoptr(GBytes) sha256 = g_bytes_new_static(arrival->sha256, SHA256_BYTES);
	if (!db_run(db, error, insert, "tittibib", arrival->accept_id, arrival->accepted_ms,
		    arrival->road, arrival->sender, arrival->size_bytes, sha256,
		    (gint64)(arrival->raw == NULL), arrival->raw))
		return FALSE;
	return db_changed(db) == 0 || arrival_insert_deliveries(db, arrival, error);
}

gboolean
accept_commit(Store *store, Arrival *const *arrivals, guint n, GError **error)
{
	if (!store_begin(store, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		if (!arrival_insert(store_db(store), arrivals[i], error)) {
			store_rollback(store);
			return FALSE;
		}
	return store_commit(store, error);
}

gboolean
accept_is_known(Store *store, const char *accept_id, gboolean *known_out, GError **error)
{
	static const char find[] = "SELECT 1 FROM message WHERE accept_id = $1";
	gint64 found = 0;
	if (!db_get_int(store_db(store), 0, &found, error, find, "t", accept_id))
		return FALSE;
	*known_out = found == 1;
	return TRUE;
}

struct Sha256 {
	gnutls_hash_hd_t handle;
};

Sha256 *
sha256_new(void)
{
	Sha256 *hash = g_new0(Sha256, 1);
	if (gnutls_hash_init(&hash->handle, GNUTLS_DIG_SHA256) < 0)
		g_error("GnuTLS has no SHA-256");
	return hash;
}

void
sha256_add(Sha256 *hash, const void *bytes, gsize length)
{
	gnutls_hash(hash->handle, bytes, length);
}

void
sha256_end(Sha256 *hash, guint8 digest_out[SHA256_BYTES])
{
	gnutls_hash_output(hash->handle, digest_out);
}

void
sha256_free(Sha256 *hash)
{
	if (!hash)
		return;
	gnutls_hash_deinit(hash->handle, NULL);
	g_free(hash);
}

void
random_fill(void *bytes, gsize length)
{
	/* Without randomness there are no tracking IDs: better dead than guessable. */
	if (gnutls_rnd(GNUTLS_RND_RANDOM, bytes, length) < 0)
		g_error("the system gives no random bytes");
}

static char *
big_folder(const char *store_dir)
{
	return g_build_filename(store_dir, "big", NULL);
}

/* A sweep may come between making a file and locking it: then the name is gone again. */
static gboolean
file_claim(int fd)
{
	struct stat status;
	if (flock(fd, LOCK_EX) < 0 || fstat(fd, &status) < 0)
		return FALSE;
	errno = ENOENT;
	return status.st_nlink > 0;
}

int
big_file_create(const char *store_dir, const char *accept_id, GError **error)
{
	g_autofree char *path = g_build_filename(store_dir, "big", accept_id, NULL);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0 && file_claim(fd))
		return fd;
	error_temp(error, "store: cannot make %s: %s", path, g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static gboolean
folder_sync(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_temp(error, "store: cannot open %s: %s", path, g_strerror(errno));
	gboolean synced = fsync(fd) == 0;
	if (!synced)
		error_temp(error, "store: cannot sync %s: %s", path, g_strerror(errno));
	close(fd);
	return synced;
}

gboolean
big_folder_sync(const Store *store, GError **error)
{
	g_autofree char *folder = big_folder(store_dir(store));
	return folder_sync(folder, error);
}

gboolean
big_file_sync(const char *store_dir, int fd, GError **error)
{
	/* NFS and quotas tell of a failed write when a descriptor is closed. */
	int twin = fsync(fd) == 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
	if (twin < 0 || close(twin) < 0)
		return error_temp(error, "store: cannot sync a big message: %s", g_strerror(errno));
	g_autofree char *folder = big_folder(store_dir);
	return folder_sync(folder, error);
}

static gboolean
big_file_is_owned(Store *store, const char *name)
{
	static const char find[] = "SELECT 1 FROM message WHERE accept_id = $1 AND is_big = 1";
	gint64 found = 0;
	/* Who can't be asked counts as an owner. */
	return !db_get_int(store_db(store), 0, &found, NULL, find, "t", name) || found == 1;
}

static gboolean
big_file_is_old(int folder_fd, const char *name, gint64 real_now_ms)
{
	struct stat status;
	if (fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(status.st_mode))
		return FALSE;
	return (gint64)status.st_mtim.tv_sec * 1000 < real_now_ms - DAY_MS;
}

/*
 * Who makes a file holds its lock until the row is committed or never will be. So once we
 * have the lock, no row can come any more, and one that came is seen: we ask only now.
 */
static gboolean
big_file_remove(Store *store, int folder_fd, const char *name)
{
	int fd = openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return FALSE;
	gboolean removed = flock(fd, LOCK_EX | LOCK_NB) == 0 && !big_file_is_owned(store, name) &&
			   unlinkat(folder_fd, name, 0) == 0;
	close(fd);
	return removed;
}

guint
big_files_sweep(Store *store, gint64 real_now_ms)
{
	g_autofree char *path = big_folder(store_dir(store));
	DIR *folder = opendir(path);
	if (!folder)
		return 0;
	guint removed = 0;
	for (const struct dirent *entry; (entry = readdir(folder));)
		if (accept_id_is_valid(entry->d_name) &&
		    big_file_is_old(dirfd(folder), entry->d_name, real_now_ms) &&
		    big_file_remove(store, dirfd(folder), entry->d_name))
			removed++;
	closedir(folder);
	return removed;
}
