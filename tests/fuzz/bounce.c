/*
 * A mail of lines and its text; below lines "%%" in turn parts for machines and returned messages:
 * what became of which recipient.
 */
#include "mail/bounce.h"
#include "fuzz.h"

static void
read_again(Mail *mail, const BounceParts *parts)
{
	guint recipients = mail->bounce.recipients->len;

	/* Nobody is added that is there already. */
	bounce_read(mail, parts, fuzz_tables());
	fuzz_check_bounce(&mail->bounce);
	g_assert_cmpuint(mail->bounce.recipients->len, ==, recipients);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *valid = text_make_valid((const char *)data, size);
	char *rest = valid;
	g_autoptr(Mail) mail = fuzz_mail(fuzz_piece(&rest, "\n%%\n"));
	BounceParts parts = {.delivery_status = g_ptr_array_new(), .returned = g_ptr_array_new()};

	for (guint i = 0; rest; i++)
		g_ptr_array_add(i % 2 ? parts.returned : parts.delivery_status,
				fuzz_piece(&rest, "\n%%\n"));
	bounce_read(mail, &parts, fuzz_tables());
	fuzz_check_bounce(&mail->bounce);
	fuzz_check_auto(mail);
	g_assert_true(mail->bounce.is_bounce ==
		      (mail->auto_kind == AUTO_BOUNCE || mail->auto_kind == AUTO_DELAYED));
	read_again(mail, &parts);
	g_ptr_array_unref(parts.delivery_status);
	g_ptr_array_unref(parts.returned);
	return 0;
}
