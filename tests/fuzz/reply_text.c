/*
 * Any text: what is new in it is made of its lines, in their order, and the same each time.
 */
#include "fuzz.h"
#include "mail/reply.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = text_make_valid((const char *)data, size);
	ReplySplit one = {0}, two = {0};

	reply_split(text, "", NULL, fuzz_tables(), &one);
	reply_split(text, "", NULL, fuzz_tables(), &two);
	fuzz_check_reply(text, one.reply, one.reply_with_signature);
	g_assert_cmpstr(one.reply, ==, two.reply);
	g_assert_cmpstr(one.reply_with_signature, ==, two.reply_with_signature);
	g_assert_cmpuint(one.lines_cut, ==, two.lines_cut);
	reply_split_clear(&one);
	reply_split_clear(&two);
	return 0;
}
