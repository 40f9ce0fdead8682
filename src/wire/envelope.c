/*
 * S/MIME to a key of the desk.  Called in the child that checks signatures; nothing of OpenSSL is
 * used elsewhere.
 */
#include "wire/envelope.h"

#include "base/limits.h"

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <string.h>

#define KEYS_TRIED 32

typedef struct Key {
	EVP_PKEY *secret;
	X509 *certificate;
} Key;

/* A pem_password_cb: nobody is there to be asked. */
static int
no_password(char *password, int size, int writing, void *data)
{
	if (size > 0)
		*password = '\0';
	(void)writing;
	(void)data;
	return 0;
}

static void
key_clear(Key *key)
{
	EVP_PKEY_free(key->secret);
	X509_free(key->certificate);
	*key = (Key){NULL, NULL};
}

/* The two may stand in either order, with other things around them. */
static gboolean
key_read(const char *path, Key *key)
{
	BIO *file = BIO_new_file(path, "r");
	if (!file)
		return FALSE;
	key->secret = PEM_read_bio_PrivateKey(file, NULL, no_password, NULL);
	if (BIO_reset(file) == 0)
		key->certificate = PEM_read_bio_X509(file, NULL, no_password, NULL);
	BIO_free(file);
	if (key->secret && key->certificate)
		return TRUE;
	key_clear(key);
	return FALSE;
}

/* The certificate says which of the recipients we are; without it every key would seem to fit
 * and give rubbish (RFC 3218). */
static GBytes *
open_with(CMS_ContentInfo *message, const Key *key)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *start = NULL;
	GBytes *plain = NULL;
	if (out &&
	    CMS_decrypt(message, key->secret, key->certificate, NULL, out, CMS_BINARY) == 1) {
		long size = BIO_get_mem_data(out, &start);
		if (size > 0 && size <= LIMIT_SIGNED_BYTES)
			plain = g_bytes_new(start, (gsize)size);
	}
	BIO_free(out);
	return plain;
}

static GBytes *
try_key(GBytes *sealed, const char *path)
{
	gsize size = 0;
	const void *bytes = g_bytes_get_data(sealed, &size);
	Key key = {NULL, NULL};
	if (!key_read(path, &key))
		return NULL;
	/* What was tried before leaves its traces in the message. */
	BIO *in = BIO_new_mem_buf(bytes, (int)size);
	CMS_ContentInfo *message = in ? d2i_CMS_bio(in, NULL) : NULL;
	GBytes *plain = message ? open_with(message, &key) : NULL;
	CMS_ContentInfo_free(message);
	BIO_free(in);
	key_clear(&key);
	return plain;
}

GBytes *
envelope_open(GBytes *sealed, const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GBytes *plain = NULL;
	const char *name = NULL;
	if (g_bytes_get_size(sealed) > LIMIT_SIGNED_BYTES)
		return NULL;
	for (int tried = 0; dir && !plain && tried < KEYS_TRIED && (name = g_dir_read_name(dir));) {
		if (!g_str_has_suffix(name, ".pem"))
			continue;
		g_autofree char *path = g_build_filename(folder, name, NULL);
		plain = try_key(sealed, path);
		tried++;
	}
	return plain;
}
