/*
 * A Maildir as the way out, for trying out and for tests: each message becomes a file in
 * new/, with not one byte added.  The file is named after the outbox row, so another try
 * of the same row takes the place of the first.
 */
#include "wire/send.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PIECE_BYTES (64 * 1024)
#define NAME_CHARS  G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.+="

typedef struct MaildirCarrier {
	Carrier carrier;
	char *folder;
} MaildirCarrier;

/* A full disk or a missing folder has nothing to do with the message. */
static gboolean
fail(SendResult *result, const char *doing, const char *path)
{
	*result = (SendResult){
		.outcome = SEND_DOWN,
		.answer = g_strdup_printf("%s %s: %s", doing, path, g_strerror(errno))};
	return FALSE;
}

static gboolean
make_folders(const char *folder, SendResult *result)
{
	static const char *const parts[] = {"tmp", "new", "cur"};
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path = g_build_filename(folder, parts[i], NULL);
		if (g_mkdir_with_parents(path, 0700) < 0)
			return fail(result, "cannot make folder", path);
	}
	return TRUE;
}

static gboolean
write_letter(int fd, const Letter *letter)
{
	g_autofree char *piece = g_malloc(PIECE_BYTES);
	for (gint64 offset = 0; offset < letter->size_bytes;) {
		gssize got = letter_read(letter, offset, piece, PIECE_BYTES);
		if (got < 0 || !send_write_all(fd, piece, (gsize)got))
			return FALSE;
		offset += got;
	}
	return TRUE;
}

static gboolean
write_file(const char *path, const Letter *letter, SendResult *result)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(result, "cannot create", path);
	gboolean written = write_letter(fd, letter) && fsync(fd) == 0;
	int why = errno;
	close(fd);
	if (written)
		return TRUE;
	unlink(path);
	errno = why;
	return fail(result, "cannot write", path);
}

static gboolean
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return FALSE;
	gboolean synced = fsync(fd) == 0;
	close(fd);
	return synced;
}

/* A token is made by us; this keeps a spoilt one from leaving the folder. */
static gboolean
is_file_name(const char *token)
{
	return *token && *token != '.' && token[strspn(token, NAME_CHARS)] == '\0';
}

static void
maildir_send(Carrier *carrier, const Letter *letter, SendResult *result_out)
{
	const char *folder = ((MaildirCarrier *)carrier)->folder;
	if (!is_file_name(letter->token)) {
		*result_out = (SendResult){.outcome = SEND_PERM,
					   .answer = g_strdup("the token is no file name")};
		return;
	}
	g_autofree char *name = g_strconcat(letter->token, ".casemate", NULL);
	g_autofree char *tmp = g_build_filename(folder, "tmp", name, NULL);
	g_autofree char *ready_folder = g_build_filename(folder, "new", NULL);
	g_autofree char *ready = g_build_filename(ready_folder, name, NULL);
	if (!make_folders(folder, result_out) || !write_file(tmp, letter, result_out))
		return;
	if (rename(tmp, ready) < 0 || !sync_folder(ready_folder))
		fail(result_out, "cannot move into place", ready);
	else
		*result_out = (SendResult){.outcome = SEND_SENT, .answer = g_strdup("stored")};
}

static void
maildir_rest(Carrier *carrier G_GNUC_UNUSED)
{
}

static void
maildir_free(Carrier *carrier)
{
	g_free(((MaildirCarrier *)carrier)->folder);
	g_free(carrier);
}

Carrier *
maildir_carrier_new(const char *folder)
{
	MaildirCarrier *made = g_new0(MaildirCarrier, 1);
	made->carrier = (Carrier){maildir_send, maildir_rest, maildir_free};
	made->folder = g_strdup(folder);
	return &made->carrier;
}
