/*
 * Reading accepted messages back.  Small ones come whole from their row; big ones are
 * files, read through their descriptor so that memory stays small.
 */
#include "store/raw.h"

#include "base/error.h"
#include "desk/secret.h"
#include "mail/scan.h"
#include "store/accept.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES (64 * 1024)

struct Raw {
	GBytes *bytes; /* NULL: in the file */
	int fd;
};

/* What comes through a pipe, as a file without a name: reading takes its bytes in any order. */
static int
copy_of_stream(int from, GError **error)
{
	g_autofree char *piece = g_malloc(PIECE_BYTES);
	const char *folder = g_get_tmp_dir();
	int to = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	ssize_t n = 0;
	while (to >= 0 && (n = read(from, piece, PIECE_BYTES)) > 0)
		if (write(to, piece, (gsize)n) != n)
			break;
	if (to >= 0 && n == 0)
		return to;
	error_perm(error, "cannot copy it to %s: %s", folder, g_strerror(errno));
	if (to >= 0)
		close(to);
	return -1;
}

/* Takes `fd` and returns it, or one with the same bytes that can be read in any order; -1. */
static int
seekable(int fd, GError **error)
{
	struct stat about = {0};
	fstat(fd, &about);
	if (S_ISREG(about.st_mode))
		return fd;
	int copy = -1;
	if (S_ISDIR(about.st_mode))
		error_perm(error, "it is a folder; name the mails in it");
	else
		copy = copy_of_stream(fd, error);
	close(fd);
	return copy;
}

static Raw *
raw_of_fd(int fd)
{
	Raw *raw = g_new0(Raw, 1);
	raw->fd = fd;
	return raw;
}

Raw *
raw_open_file(const char *path, GError **error)
{
	int fd = strcmp(path, "-") != 0 ? open(path, O_RDONLY | O_CLOEXEC)
					: fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		error_perm(error, "%s", g_strerror(errno));
	else
		fd = seekable(fd, error);
	if (fd < 0) {
		g_prefix_error(error, "cannot read %s: ", path);
		return NULL;
	}
	return raw_of_fd(fd);
}

static Raw *
raw_of_bytes(GBytes *bytes)
{
	Raw *raw = g_new0(Raw, 1);
	raw->bytes = bytes;
	raw->fd = -1;
	return raw;
}

/* Descriptors may be short and rights wrong for a while; a file that is gone stays gone. */
static Raw *
raw_open_big(Store *store, const char *accept_id, GError **error)
{
	g_autofree char *path = store_big_path(store, accept_id);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return raw_of_fd(fd);
	if (errno == ENOENT)
		error_perm(error, "its file %s is missing", path);
	else
		error_temp(error, "store: cannot read %s: %s", path, g_strerror(errno));
	return NULL;
}

Raw *
raw_open(Store *store, gint64 message, GError **error)
{
	static const char sql[] = "SELECT accept_id, is_big, raw FROM message WHERE id = $1";
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", message);
	if (!query_next(query, &failure)) {
		if (failure)
			g_propagate_error(error, failure);
		return NULL;
	}
	if (query_int(query, 1))
		return raw_open_big(store, query_text(query, 0), error);
	GBytes *bytes = query_bytes(query, 2);
	return bytes ? raw_of_bytes(bytes) : NULL;
}

void
raw_free(Raw *raw)
{
	if (!raw)
		return;
	if (raw->bytes)
		g_bytes_unref(raw->bytes);
	if (raw->fd >= 0)
		close(raw->fd);
	g_free(raw);
}

Signed *
raw_find_signed(const Raw *raw, const Mail *mail, const MailTables *tables)
{
	return signed_find(mail, raw->bytes, raw->fd, tables);
}

Mail *
raw_read_unsealed(const Raw *raw, const Mail *mail, GBytes *plain, const MailTables *tables)
{
	return mail_read_unsealed(mail, raw->bytes, raw->fd, plain, tables);
}

char *
raw_scan(const Raw *raw)
{
	return raw->bytes ? scan_bytes(raw->bytes) : scan_fd(raw->fd);
}

Mail *
raw_read(const Raw *raw, const MailTables *tables)
{
	return raw->bytes ? mail_read_bytes(raw->bytes, tables) : mail_read_fd(raw->fd, tables);
}

PartSource *
raw_open_parts(const Raw *raw)
{
	return raw->bytes ? part_source_open_bytes(raw->bytes) : part_source_open_fd(raw->fd);
}

static gboolean
write_file(int fd, PartSink sink, gpointer user_data, GError **error)
{
	g_autofree char *piece = g_malloc(PIECE_BYTES);
	off_t at = 0;
	for (ssize_t n; (n = pread(fd, piece, PIECE_BYTES, at)) != 0; at += n) {
		if (n < 0)
			return error_temp(error, "cannot read a message: %s", g_strerror(errno));
		if (!sink(piece, (gsize)n, user_data))
			return error_temp(error, "writing a message stopped half-way");
	}
	return TRUE;
}

gboolean
raw_write(const Raw *raw, PartSink sink, gpointer user_data, GError **error)
{
	if (!raw->bytes)
		return write_file(raw->fd, sink, user_data, error);
	gsize length;
	const char *data = g_bytes_get_data(raw->bytes, &length);
	for (gsize at = 0; at < length; at += PIECE_BYTES)
		if (!sink(data + at, MIN(length - at, PIECE_BYTES), user_data))
			return error_temp(error, "writing a message stopped half-way");
	return TRUE;
}

/* What is looked at of one file on the way. */
typedef struct FileLook {
	Sha256 *hash;
	GString *head;
} FileLook;

static gboolean
look_at_piece(const char *bytes, gsize length, gpointer user_data)
{
	const FileLook *look = user_data;
	sha256_add(look->hash, bytes, length);
	g_string_append_len(look->head, bytes,
			    (gssize)MIN(length, SECRET_FILE_BYTES - look->head->len));
	return TRUE;
}

static gboolean
hash_piece(const char *bytes, gsize length, gpointer user_data)
{
	sha256_add(user_data, bytes, length);
	return TRUE;
}

gint64
raw_fingerprint(const Raw *raw)
{
	g_autoptr(Sha256) hash = sha256_new();
	if (raw->bytes)
		mail_stable_bytes(raw->bytes, hash_piece, hash);
	else
		mail_stable_bytes_fd(raw->fd, hash_piece, hash);
	guint8 digest[SHA256_BYTES];
	sha256_end(hash, digest);
	guint64 key;
	memcpy(&key, digest, sizeof(key));
	return (gint64)(GUINT64_FROM_BE(key) >> 1);
}

GPtrArray *
raw_hash_attachments(const Raw *raw, const GPtrArray *attachments)
{
	if (attachments->len == 0)
		return g_ptr_array_new();
	g_autoptr(PartSource) parts =
		raw->bytes ? part_source_open_bytes(raw->bytes) : part_source_open_fd(raw->fd);
	GPtrArray *hashes = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autoptr(GString) head = g_string_new(NULL);
	for (guint i = 0; i < attachments->len; i++) {
		Attachment *attachment = attachments->pdata[i];
		g_autoptr(Sha256) hash = sha256_new();
		g_string_truncate(head, 0);
		part_source_decode(parts, attachment->part, look_at_piece, &(FileLook){hash, head});
		attachment->is_key = secret_is_key_file(head->str, head->len);
		guint8 digest[SHA256_BYTES];
		sha256_end(hash, digest);
		g_ptr_array_add(hashes, g_bytes_new(digest, sizeof(digest)));
	}
	return hashes;
}
