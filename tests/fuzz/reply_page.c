/*
 * Any text with any page beside it, divided by a NUL: what is new is made of lines of the
 * text, in their order.
 */
#include "mail/reply_page.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, 0, size);
	size_t length = end ? (size_t)(end - data) : size, page_at = end ? length + 1 : size;
	g_autofree char *text = text_make_valid((const char *)data, length);
	g_autofree char *page = text_make_valid((const char *)data + page_at, size - page_at);
	ReplySplit split = {0};

	reply_split(text, "", NULL, fuzz_tables(), &split);
	reply_page_refine(&split, text, page, "", fuzz_tables());
	fuzz_check_reply(text, split.reply, split.reply_with_signature);
	reply_split_clear(&split);
	return 0;
}
