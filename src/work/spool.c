/*
 * The worker's intake: what came in by the side door joins the path of every mail.
 * Commit first, then unlink; what happens between does no harm.
 */
#include "work/spool.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "work/incoming.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	/* As in work/committer.c: what is committed together. */
	BATCH_MESSAGES = 64,
	BATCH_BYTES = 1024 * 1024,
	PIECE_BYTES = 64 * 1024,
	/* `deliver` stops at half of it. */
	ENVELOPE_MAX_BYTES = 1024 * 1024,
	DAY_MS = 24 * 60 * 60 * 1000,
};

static const char first_line[] = "casemate-spool 1";

struct Spool {
	char *dir;
	Store *store;
	int dir_fd;           /* while spool_take() runs */
	GHashTable *reported; /* names that stay there */
};

/* A file of the spool, read. */
typedef struct Item {
	char *name;
	char *sender;
	GPtrArray *recipients;
	Incoming *incoming;
	Arrival arrival;
} Item;

static void
item_free(gpointer data)
{
	Item *item = data;
	incoming_free(item->incoming);
	g_clear_pointer(&item->recipients, g_ptr_array_unref);
	g_free(item->sender);
	g_free(item->name);
	g_free(item);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Item, item_free)

Spool *
spool_new(const char *dir, Store *store)
{
	Spool *spool = g_new0(Spool, 1);
	spool->dir = g_strdup(dir);
	spool->store = store;
	spool->dir_fd = -1;
	spool->reported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return spool;
}

void
spool_free(Spool *spool)
{
	if (!spool)
		return;
	g_hash_table_unref(spool->reported);
	g_free(spool->dir);
	g_free(spool);
}

static void
file_report(Spool *spool, const char *name, const char *why)
{
	if (g_hash_table_add(spool->reported, g_strdup(name)))
		log_warn("spool file left alone file=%s/%s why=\"%s\"", spool->dir, name, why);
}

/* The store has it. */
static void
file_remove(Spool *spool, const char *name)
{
	if (unlinkat(spool->dir_fd, name, 0) < 0)
		file_report(spool, name, g_strerror(errno));
}

/* One line of the envelope; FALSE if it is none. */
static gboolean
envelope_line(Item *item, const char *line)
{
	if (g_str_has_prefix(line, "sender ") && !item->sender) {
		item->sender = g_strdup(line + strlen("sender "));
		return TRUE;
	}
	if (!g_str_has_prefix(line, "recipient ") || item->recipients->len >= LIMIT_RECIPIENTS)
		return FALSE;
	g_ptr_array_add(item->recipients, g_strdup(line + strlen("recipient ")));
	return TRUE;
}

static gboolean
envelope_parse(Item *item, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	if (!lines[0] || strcmp(lines[0], first_line) != 0)
		return FALSE;
	for (char **line = lines + 1; *line; line++)
		if (!envelope_line(item, *line))
			return FALSE;
	return item->sender && item->recipients->len > 0;
}

/* Appends a piece of the file; the length, 0 at its end, -1 with errno. */
static gssize
piece_read(int fd, GString *bytes)
{
	gsize before = bytes->len;
	g_string_set_size(bytes, before + PIECE_BYTES);
	gssize n;
	do
		n = read(fd, bytes->str + before, PIECE_BYTES);
	while (n < 0 && errno == EINTR);
	g_string_set_size(bytes, before + (gsize)MAX(n, 0));
	return n;
}

/* The envelope; `bytes` then holds the message's beginning. In words what is wrong, or NULL. */
static const char *
envelope_read(Item *item, int fd, GString *bytes)
{
	const char *end = NULL;
	while (!end) {
		gssize n = piece_read(fd, bytes);
		if (n < 0)
			return g_strerror(errno);
		end = memmem(bytes->str, bytes->len, "\n\n", 2);
		if (!end && (n == 0 || bytes->len > ENVELOPE_MAX_BYTES))
			return "it is no mail from casemate deliver";
	}
	gsize length = (gsize)(end - bytes->str);
	bytes->str[length] = '\0';
	if (strlen(bytes->str) != length || !envelope_parse(item, bytes->str))
		return "it is no mail from casemate deliver";
	g_string_erase(bytes, 0, (gssize)length + 2);
	return NULL;
}

/* The message behind the envelope. FALSE with `error`: the store is in trouble. */
static gboolean
message_read(Item *item, int fd, GString *bytes, const char **fault_out, GError **error)
{
	for (;;) {
		if (!incoming_add(item->incoming, bytes->str, bytes->len, error))
			return FALSE;
		g_string_truncate(bytes, 0);
		gssize n = piece_read(fd, bytes);
		if (n < 0)
			*fault_out = g_strerror(errno);
		if (n <= 0)
			break;
	}
	return *fault_out || incoming_complete(item->incoming, &item->arrival, error);
}

static int
file_open(const Spool *spool, const char *name, const char **fault_out)
{
	struct stat status;
	int fd = openat(spool->dir_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) {
		*fault_out = g_strerror(errno);
	} else if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		*fault_out = "it is no regular file";
		close(fd);
		fd = -1;
	}
	return fd;
}

/* Reads a file into `item`; a fault of the file goes to `fault_out`. FALSE: store trouble. */
static gboolean
item_read(Spool *spool, Item *item, const char **fault_out, GError **error)
{
	int fd = file_open(spool, item->name, fault_out);
	if (fd < 0)
		return TRUE;
	g_autoptr(GString) bytes = g_string_new(NULL);
	gboolean fine = TRUE;
	*fault_out = envelope_read(item, fd, bytes);
	if (!*fault_out) {
		/* A run that died before its commit may have left one. */
		g_autofree char *big = store_big_path(spool->store, item->name);
		unlink(big);
		fine = message_read(item, fd, bytes, fault_out, error);
	}
	close(fd);
	return fine;
}

static Item *
item_new(Spool *spool, const char *name)
{
	Item *item = g_new0(Item, 1);
	item->name = g_strdup(name);
	item->recipients = g_ptr_array_new_with_free_func(g_free);
	item->incoming = incoming_new(store_dir(spool->store), name, accept_id_time(name));
	return item;
}

static void
item_log(const Item *item)
{
	g_autofree char *sender = log_safe(item->sender);
	log_info("in mid=%s sender=%s recipients=%u size=%" G_GINT64_FORMAT " road=spool",
		 item->name, sender, item->recipients->len, item->arrival.size_bytes);
}

/* Puts these items into the store, then takes them out of the spool. */
static gboolean
items_commit(Spool *spool, Item *const *items, guint n, GError **error)
{
	Arrival *arrivals[BATCH_MESSAGES];
	for (guint i = 0; i < n; i++) {
		arrivals[i] = &items[i]->arrival;
		/* Even if the commit fails: it might be there after a crash, and own the file. */
		incoming_keep_file(items[i]->incoming);
	}
	if (n && !accept_commit(spool->store, arrivals, n, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		file_remove(spool, items[i]->name);
		item_log(items[i]);
	}
	return TRUE;
}

/* What fails together is tried one by one: a single mail must not stop the others. */
static gboolean
batch_commit(Spool *spool, GPtrArray *items, guint *taken, GError **error)
{
	Item *const *all = (Item *const *)items->pdata;
	if (items_commit(spool, all, items->len, NULL)) {
		*taken += items->len;
		return TRUE;
	}
	for (guint i = 0; i < items->len; i++) {
		g_autoptr(GError) failure = NULL;
		if (items_commit(spool, all + i, 1, &failure)) {
			(*taken)++;
		} else if (g_error_matches(failure, CM_ERROR, CM_ERROR_PERM)) {
			file_report(spool, all[i]->name, failure->message);
		} else {
			g_propagate_error(error, g_steal_pointer(&failure));
			return FALSE;
		}
	}
	return TRUE;
}

static void
item_into_batch(GPtrArray *items, Item *item)
{
	item->arrival.road = "spool";
	item->arrival.sender = item->sender;
	item->arrival.recipients = item->recipients;
	g_ptr_array_add(items, item);
}

/* Adds the file to the batch, unless it is known already or at fault. FALSE: store trouble. */
static gboolean
batch_add(Spool *spool, GPtrArray *items, const char *name, GError **error)
{
	gboolean is_known = FALSE;
	if (!accept_id_is_valid(name)) {
		file_report(spool, name, "its name is no accept ID");
		return TRUE;
	}
	if (!accept_is_known(spool->store, name, &is_known, error))
		return FALSE;
	if (is_known) {
		file_remove(spool, name);
		return TRUE;
	}
	const char *fault = NULL;
	g_autoptr(Item) item = item_new(spool, name);
	if (!item_read(spool, item, &fault, error))
		return FALSE;
	if (fault)
		file_report(spool, name, fault);
	else
		item_into_batch(items, g_steal_pointer(&item));
	return TRUE;
}

/* The next batch of `names`, from *next on; how many messages it brought. */
static gboolean
batch_take(Spool *spool, const GPtrArray *names, guint *next, guint *taken, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_free);
	gint64 bytes = 0;
	while (*next < names->len && items->len < BATCH_MESSAGES && bytes < BATCH_BYTES) {
		guint before = items->len;
		if (!batch_add(spool, items, names->pdata[(*next)++], error))
			return FALSE;
		if (items->len > before)
			bytes += ((const Item *)items->pdata[before])->arrival.size_bytes;
	}
	return batch_commit(spool, items, taken, error);
}

/* Whoever wrote a draft is gone after a day, and the mail server was not told 0. */
static void
draft_sweep(const Spool *spool, const char *name, gint64 real_now_ms)
{
	struct stat status;
	if (accept_id_is_valid(name + 1) &&
	    fstatat(spool->dir_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (gint64)status.st_mtim.tv_sec * 1000 < real_now_ms - DAY_MS)
		unlinkat(spool->dir_fd, name, 0);
}

/* The names of mails; sorted, so the oldest first. Removes old drafts on the way. */
static GPtrArray *
names_list(const Spool *spool, DIR *folder, gint64 real_now_ms)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (const struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			draft_sweep(spool, entry->d_name, real_now_ms);
		else
			g_ptr_array_add(names, g_strdup(entry->d_name));
	}
	g_ptr_array_sort(names, text_compare_at);
	return names;
}

gboolean
spool_take(Spool *spool, gint64 real_now_ms, guint *taken_out, GError **error)
{
	DIR *folder = opendir(spool->dir);
	if (!folder)
		return error_temp(error, "spool: cannot open %s: %s", spool->dir,
				  g_strerror(errno));
	spool->dir_fd = dirfd(folder);
	g_autoptr(GPtrArray) names = names_list(spool, folder, real_now_ms);
	guint taken = 0, next = 0;
	/* Asked after the folder was opened: what is in it is for the store of now. */
	gboolean fine = store_is_in_place(spool->store, error);
	while (fine && next < names->len)
		fine = batch_take(spool, names, &next, &taken, error);
	spool->dir_fd = -1;
	closedir(folder);
	if (fine)
		*taken_out = taken;
	return fine;
}

gboolean
spool_has_news(const Spool *spool)
{
	DIR *folder = opendir(spool->dir);
	gboolean has_news = FALSE;
	for (const struct dirent *entry; folder && !has_news && (entry = readdir(folder));)
		has_news = accept_id_is_valid(entry->d_name) &&
			   !g_hash_table_contains(spool->reported, entry->d_name);
	if (folder)
		closedir(folder);
	return has_news;
}
