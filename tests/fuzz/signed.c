/*
 * Any bytes as a message: the part under its signature is found or not, within the message, and
 * what is within an envelope reads as the mail.
 */
#include "mail/signed.h"
#include "fuzz.h"
#include "mail/scan.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(data, size);
	g_autofree char *beyond = scan_bytes(raw);

	if (beyond)
		return 0;
	g_autoptr(Mail) mail = mail_read_bytes(raw, fuzz_tables());
	g_autoptr(Signed) what = signed_find(mail, raw, -1, fuzz_tables());
	gboolean is_signed = what->kind == SIGNED_PGP || what->kind == SIGNED_SMIME ||
			     what->kind == SIGNED_OPAQUE;
	gboolean is_sealed = what->kind == SIGNED_SEALED || what->kind == SIGNED_ENVELOPED;
	g_assert_true((what->kind == SIGNED_AMISS) == (what->why != NULL));
	g_assert_true(what->kind == SIGNED_NOT || mail_seems_signed(mail) ||
		      mail_seems_sealed(mail));
	g_assert_true(!is_signed || (what->content && what->signature));
	g_assert_true(!is_sealed || (what->signature && !what->content));
	if (what->signature)
		g_assert_cmpuint(g_bytes_get_size(what->signature), <=, size);
	g_autoptr(Mail) within = mail_read_unsealed(mail, raw, -1, raw, fuzz_tables());
	if (within)
		fuzz_check_text(within->text);
	return 0;
}
