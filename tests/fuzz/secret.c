/*
 * Secrets in a text: what is masked is valid text, and stays as it is.
 */
#include "desk/secret.h"
#include "fuzz.h"
#include "secrets_for_tests.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Secrets *secrets;
	g_autofree char *text = text_make_valid((const char *)data, size);
	guint count = 0, again = 0;

	if (!secrets)
		secrets = secrets_for_tests();
	g_autofree char *masked = secrets_mask(secrets, text, &count);
	g_assert_cmpint(masked != NULL, ==, count > 0);
	if (!masked)
		return 0;
	fuzz_check_text(masked);
	secret_is_key_file((const char *)data, size);
	g_autofree char *twice = secrets_mask(secrets, masked, &again);
	if (twice)
		fuzz_check_text(twice);
	return 0;
}
