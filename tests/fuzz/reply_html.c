/*
 * Any HTML: what is new in it is made of lines of its text, in their order.
 */
#include "fuzz.h"
#include "mail/html.h"
#include "mail/reply.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *html = text_make_valid((const char *)data, size);
	g_autoptr(GArray) marks = NULL;
	g_autofree char *text = html_to_text(html, strlen(html), &marks);
	ReplySplit split = {0};

	reply_split(text, "", marks, fuzz_tables(), &split);
	fuzz_check_reply(text, split.reply, split.reply_with_signature);
	reply_split_clear(&split);
	return 0;
}
