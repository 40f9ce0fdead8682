/*
 * Signatures are checked by a child of ours that writes one report and ends: GnuPG may hang,
 * and what parses hostile bytes shall hold neither the store nor the worker.
 */
#include "wire/signature.h"

#include "base/limits.h"
#include "wire/envelope.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>
#include <gpgme.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

const char *
signature_words(SignatureState state)
{
	static const char *const words[] = {
		[SIGNATURE_GOOD] = "it is valid",
		[SIGNATURE_BAD] = "it doesn't fit the text",
		[SIGNATURE_EXPIRED] = "it has expired",
		[SIGNATURE_KEY_EXPIRED] = "its key has expired",
		[SIGNATURE_KEY_REVOKED] = "its key was revoked",
		[SIGNATURE_KEY_UNKNOWN] = "its key isn't known",
		[SIGNATURE_SEVERAL] = "there are several",
		[SIGNATURE_UNREADABLE] = "it can't be read",
		[SIGNATURE_UNCHECKED] = "it could not be checked",
	};
	return words[state];
}

/* OpenPGP. */

static SignatureState
state_of(const struct _gpgme_signature *signature, const struct _gpgme_key *key)
{
	switch (gpgme_err_code(signature->status)) {
	case GPG_ERR_NO_ERROR:
		break;
	case GPG_ERR_SIG_EXPIRED:
		return SIGNATURE_EXPIRED;
	case GPG_ERR_KEY_EXPIRED:
		return SIGNATURE_KEY_EXPIRED;
	case GPG_ERR_CERT_REVOKED:
		return SIGNATURE_KEY_REVOKED;
	case GPG_ERR_NO_PUBKEY:
		return SIGNATURE_KEY_UNKNOWN;
	default:
		return SIGNATURE_BAD;
	}
	if (!key)
		return SIGNATURE_KEY_UNKNOWN;
	if (key->revoked || signature->summary & GPGME_SIGSUM_KEY_REVOKED)
		return SIGNATURE_KEY_REVOKED;
	if (key->expired || signature->summary & GPGME_SIGSUM_KEY_EXPIRED)
		return SIGNATURE_KEY_EXPIRED;
	return key->disabled || key->invalid ? SIGNATURE_KEY_UNKNOWN : SIGNATURE_GOOD;
}

/* The main key stands for its subkeys, whichever of them has signed. */
static void
report_signature(gpgme_ctx_t context, const struct _gpgme_signature *signature,
		 SignatureReport *report)
{
	gpgme_key_t key = NULL;
	if (signature->fpr)
		gpgme_get_key(context, signature->fpr, &key, 0);
	report->state = state_of(signature, key);
	report->signed_ms = (gint64)signature->timestamp * 1000;
	if (key && key->subkeys && key->subkeys->fpr)
		g_strlcpy(report->fingerprints[0], key->subkeys->fpr,
			  sizeof report->fingerprints[0]);
	if (key)
		gpgme_key_unref(key);
}

static gpgme_error_t
data_of(GBytes *bytes, gpgme_data_t *data_out)
{
	gsize size = 0;
	const char *start = g_bytes_get_data(bytes, &size);
	return gpgme_data_new_from_mem(data_out, start ? start : "", size, 0);
}

/* The engine with the folder's keys alone, without network and without questions. */
static gboolean
open_engine(const char *keyring, gpgme_ctx_t *context_out)
{
	gpgme_check_version(NULL);
	if (gpgme_new(context_out) != 0)
		return FALSE;
	gpgme_set_offline(*context_out, 1);
	gpgme_set_ctx_flag(*context_out, "auto-key-retrieve", "0");
	return gpgme_set_protocol(*context_out, GPGME_PROTOCOL_OpenPGP) == 0 &&
	       gpgme_ctx_set_engine_info(*context_out, GPGME_PROTOCOL_OpenPGP, NULL, keyring) ==
		       0 &&
	       gpgme_set_pinentry_mode(*context_out, GPGME_PINENTRY_MODE_ERROR) == 0 &&
	       gpgme_set_keylist_mode(*context_out, GPGME_KEYLIST_MODE_LOCAL) == 0;
}

/* What the child has found. */
typedef struct Answer {
	SignatureReport report;
	gsize plain_size;
} Answer;

static void
report_verification(gpgme_ctx_t context, SignatureReport *report)
{
	const struct _gpgme_op_verify_result *result = gpgme_op_verify_result(context);
	if (!result || !result->signatures)
		report->state = SIGNATURE_UNREADABLE;
	else if (result->signatures->next)
		report->state = SIGNATURE_SEVERAL;
	else
		report_signature(context, result->signatures, report);
}

/* The text, owned by gpgme until the child ends; NULL if the key isn't there. */
static const char *
unseal_pgp(const Signed *what, const char *keyring, Answer *answer)
{
	gpgme_ctx_t context = NULL;
	gpgme_data_t sealed = NULL, plain = NULL;
	if (!keyring || !open_engine(keyring, &context) || data_of(what->signature, &sealed) != 0 ||
	    gpgme_data_new(&plain) != 0 || gpgme_op_decrypt_verify(context, sealed, plain) != 0)
		return NULL;
	report_verification(context, &answer->report);
	const char *text = gpgme_data_release_and_get_mem(plain, &answer->plain_size);
	if (answer->plain_size > LIMIT_SIGNED_BYTES)
		answer->plain_size = 0;
	return text;
}

static const char *
unseal_smime(const Signed *what, const char *keyring, Answer *answer)
{
	GBytes *plain = keyring ? envelope_open(what->signature, keyring) : NULL;
	answer->report.state = SIGNATURE_UNREADABLE;
	return plain ? g_bytes_unref_to_data(plain, &answer->plain_size) : NULL;
}

static void
check_pgp(const Signed *what, const char *keyring, SignatureReport *report)
{
	gpgme_ctx_t context = NULL;
	gpgme_data_t text = NULL, signature = NULL;
	if (!keyring) {
		report->state = SIGNATURE_KEY_UNKNOWN;
		return;
	}
	if (!open_engine(keyring, &context) || data_of(what->content, &text) != 0 ||
	    data_of(what->signature, &signature) != 0)
		return;
	if (gpgme_op_verify(context, signature, text, NULL) != 0)
		report->state = SIGNATURE_UNREADABLE;
	else
		report_verification(context, report);
}

/* S/MIME. */

static void
write_fingerprint(gnutls_digest_algorithm_t digest, const gnutls_datum_t *der, char *out,
		  gsize out_size)
{
	guint8 hash[32];
	int size = (int)gnutls_hash_get_len(digest);
	if (size > (int)sizeof hash || gnutls_hash_fast(digest, der->data, der->size, hash) < 0)
		return;
	for (int i = 0; i < size && (gsize)i * 2 + 2 < out_size; i++)
		g_snprintf(out + (gsize)i * 2, 3, "%02X", hash[i]);
}

static gboolean
is_issued_as(gnutls_x509_crt_t cert, const gnutls_pkcs7_signature_info_st *info)
{
	guint8 serial[64], id[128];
	size_t serial_size = sizeof serial, id_size = sizeof id;
	gnutls_datum_t issuer = {NULL, 0};
	gboolean same = FALSE;
	if (info->issuer_dn.size > 0 && gnutls_x509_crt_get_raw_issuer_dn(cert, &issuer) == 0 &&
	    gnutls_x509_crt_get_serial(cert, serial, &serial_size) == 0)
		same = issuer.size == info->issuer_dn.size &&
		       memcmp(issuer.data, info->issuer_dn.data, issuer.size) == 0 &&
		       serial_size == info->signer_serial.size &&
		       memcmp(serial, info->signer_serial.data, serial_size) == 0;
	else if (info->issuer_keyid.size > 0 &&
		 gnutls_x509_crt_get_subject_key_id(cert, id, &id_size, NULL) == 0)
		same = id_size == info->issuer_keyid.size &&
		       memcmp(id, info->issuer_keyid.data, id_size) == 0;
	gnutls_free(issuer.data);
	return same;
}

/* The certificate that the message brings along for its signer; NULL if it is missing. */
static gnutls_x509_crt_t
find_signer(gnutls_pkcs7_t message, const gnutls_pkcs7_signature_info_st *info,
	    SignatureReport *report)
{
	int count = gnutls_pkcs7_get_crt_count(message);
	for (int i = 0; i < count; i++) {
		gnutls_datum_t der = {NULL, 0};
		gnutls_x509_crt_t cert = NULL;
		if (gnutls_pkcs7_get_crt_raw2(message, (unsigned)i, &der) < 0)
			continue;
		if (gnutls_x509_crt_init(&cert) == 0 &&
		    gnutls_x509_crt_import(cert, &der, GNUTLS_X509_FMT_DER) == 0 &&
		    is_issued_as(cert, info)) {
			write_fingerprint(GNUTLS_DIG_SHA1, &der, report->fingerprints[0],
					  sizeof report->fingerprints[0]);
			write_fingerprint(GNUTLS_DIG_SHA256, &der, report->fingerprints[1],
					  sizeof report->fingerprints[1]);
			gnutls_free(der.data);
			return cert;
		}
		gnutls_free(der.data);
		if (cert)
			gnutls_x509_crt_deinit(cert);
	}
	return NULL;
}

static SignatureState
verify_signer(gnutls_pkcs7_t message, gnutls_x509_crt_t signer,
	      const gnutls_pkcs7_signature_info_st *info, const gnutls_datum_t *text)
{
	time_t when = info->signing_time;
	time_t now = time(NULL);
	time_t from = gnutls_x509_crt_get_activation_time(signer);
	time_t until = gnutls_x509_crt_get_expiration_time(signer);
	if (when < from || when > until || now > until)
		return SIGNATURE_KEY_EXPIRED;
	return gnutls_pkcs7_verify_direct(message, signer, 0, text, 0) < 0 ? SIGNATURE_BAD
									   : SIGNATURE_GOOD;
}

/* What casemate reads of an opaque message is handed in as what was signed: the signature has to
 * fit that. */
static void
check_smime(const Signed *what, SignatureReport *report)
{
	gsize size = 0, text_size = 0;
	const guint8 *start = g_bytes_get_data(what->signature, &size);
	const guint8 *text_start = g_bytes_get_data(what->content, &text_size);
	g_autofree guint8 *der = g_memdup2(start, size);
	g_autofree guint8 *text_copy = g_memdup2(text_start, text_size);
	const gnutls_datum_t bytes = {der, (unsigned)size};
	const gnutls_datum_t text = {text_copy, (unsigned)text_size};
	gnutls_pkcs7_t message = NULL;
	gnutls_pkcs7_signature_info_st info;
	if (gnutls_pkcs7_init(&message) < 0 ||
	    gnutls_pkcs7_import(message, &bytes, GNUTLS_X509_FMT_DER) < 0 ||
	    gnutls_pkcs7_get_signature_count(message) < 1 ||
	    gnutls_pkcs7_get_signature_info(message, 0, &info) < 0) {
		report->state = SIGNATURE_UNREADABLE;
		return;
	}
	report->signed_ms = info.signing_time > 0 ? (gint64)info.signing_time * 1000 : 0;
	if (gnutls_pkcs7_get_signature_count(message) > 1) {
		report->state = SIGNATURE_SEVERAL;
		return;
	}
	gnutls_x509_crt_t signer = find_signer(message, &info, report);
	report->state =
		signer ? verify_signer(message, signer, &info, &text) : SIGNATURE_KEY_UNKNOWN;
}

/* The child. */

/* Of the parent's surroundings GnuPG needs its programs; a terminal or a display might be asked
 * for a password. */
static void
strip_surroundings(void)
{
	static const char *const unwanted[] = {"DISPLAY", "WAYLAND_DISPLAY", "GPG_TTY",
					       "GPG_AGENT_INFO", "GNUPGHOME"};
	for (gsize i = 0; i < G_N_ELEMENTS(unwanted); i++)
		unsetenv(unwanted[i]);
	setenv("LC_ALL", "C", 1);
}

static gboolean
write_all(int out, const char *bytes, gsize length)
{
	while (length > 0) {
		ssize_t n = write(out, bytes, length);
		if (n <= 0)
			return FALSE;
		bytes += n;
		length -= (gsize)n;
	}
	return TRUE;
}

static void
be_child(const Signed *what, const char *keyring, int out)
{
	Answer answer = {.report = {.state = SIGNATURE_UNCHECKED}};
	const char *plain = "";
	sigset_t none;
	sigemptyset(&none);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* Nothing of the store's locks and sockets may live on in what GnuPG starts. */
	out = dup2(out, STDERR_FILENO + 1);
	closefrom(STDERR_FILENO + 2);
	fcntl(out, F_SETFD, FD_CLOEXEC);
	strip_surroundings();
	if (what->kind == SIGNED_SEALED)
		plain = unseal_pgp(what, keyring, &answer);
	else if (what->kind == SIGNED_ENVELOPED)
		plain = unseal_smime(what, keyring, &answer);
	else if (what->kind == SIGNED_PGP)
		check_pgp(what, keyring, &answer.report);
	else
		check_smime(what, &answer.report);
	_exit(write_all(out, (const char *)&answer, sizeof answer) &&
			      write_all(out, plain ? plain : "", answer.plain_size)
		      ? 0
		      : 1);
}

/* So many bytes, if all of them come in time. */
static gboolean
hear(int in, gint64 end_us, char *bytes, gsize length)
{
	while (length > 0) {
		gint64 left_us = end_us - g_get_monotonic_time();
		struct pollfd fd = {.fd = in, .events = POLLIN};
		if (left_us <= 0)
			return FALSE;
		if (poll(&fd, 1, (int)(left_us / 1000) + 1) <= 0)
			continue;
		ssize_t n = read(in, bytes, length);
		if (n <= 0)
			return FALSE;
		bytes += n;
		length -= (gsize)n;
	}
	return TRUE;
}

static GBytes *
hear_answer(int in, gint64 end_us, SignatureReport *report_out)
{
	Answer answer;
	if (!hear(in, end_us, (char *)&answer, sizeof answer) ||
	    answer.report.state > SIGNATURE_UNCHECKED || answer.plain_size > LIMIT_SIGNED_BYTES)
		return NULL;
	g_autofree char *plain = g_malloc(answer.plain_size + 1);
	if (!hear(in, end_us, plain, answer.plain_size))
		return NULL;
	answer.report.fingerprints[0][64] = answer.report.fingerprints[1][64] = '\0';
	*report_out = answer.report;
	return answer.plain_size > 0 ? g_bytes_new_take(g_steal_pointer(&plain), answer.plain_size)
				     : NULL;
}

GBytes *
signature_unseal(const Signed *what, const char *keyring, guint timeout_s,
		 SignatureReport *report_out)
{
	int ends[2];
	GBytes *plain = NULL;
	*report_out = (SignatureReport){.state = SIGNATURE_UNCHECKED};
	if (pipe2(ends, O_CLOEXEC) < 0)
		return NULL;
	pid_t child = fork();
	if (child == 0)
		be_child(what, keyring, ends[1]);
	close(ends[1]);
	if (child > 0) {
		setpgid(child, child);
		plain = hear_answer(ends[0], g_get_monotonic_time() + timeout_s * G_USEC_PER_SEC,
				    report_out);
		kill(-child, SIGKILL);
		kill(child, SIGKILL);
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(ends[0]);
	return plain;
}

void
signature_check(const Signed *what, const char *keyring, guint timeout_s,
		SignatureReport *report_out)
{
	GBytes *nothing = signature_unseal(what, keyring, timeout_s, report_out);
	g_clear_pointer(&nothing, g_bytes_unref);
}
