/*
 * A mail of lines and its text; below lines "%%" in turn parts for machines and returned messages:
 * what became of which recipient, the same each time.
 */
#include "mail/bounce.h"
#include "fuzz.h"

static Mail *
read_lines(const char *lines)
{
	g_autofree char *copy = g_strdup(lines);
	char *rest = copy;
	Mail *mail = fuzz_mail(fuzz_piece(&rest, "\n%%\n"));
	BounceParts parts = {.delivery_status = g_ptr_array_new(), .returned = g_ptr_array_new()};

	for (guint i = 0; rest; i++)
		g_ptr_array_add(i % 2 ? parts.returned : parts.delivery_status,
				fuzz_piece(&rest, "\n%%\n"));
	bounce_read(mail, &parts, fuzz_tables());
	g_ptr_array_unref(parts.delivery_status);
	g_ptr_array_unref(parts.returned);
	return mail;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *valid = text_make_valid((const char *)data, size);
	g_autoptr(Mail) mail = read_lines(valid);
	g_autoptr(Mail) again = read_lines(valid);

	fuzz_check_bounce(&mail->bounce);
	fuzz_check_auto(mail);
	g_assert_true(mail->bounce.is_bounce ==
		      (mail->auto_kind == AUTO_BOUNCE || mail->auto_kind == AUTO_DELAYED));
	g_assert_cmpuint(mail->bounce.recipients->len, ==, again->bounce.recipients->len);
	g_assert_cmpstr(mail->bounce.diagnostic, ==, again->bounce.diagnostic);
	g_assert_cmpint(mail->bounce.hard, ==, again->bounce.hard);
	return 0;
}
