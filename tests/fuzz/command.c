/*
 * The new text of a mail: which lines are commands, and what remains of it.
 */
#include "desk/command.h"
#include "desk/verbs.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = text_make_valid((const char *)data, size);
	g_autoptr(GPtrArray) found = commands_find(text);
	g_autofree char *rest = commands_remove(text, found);

	fuzz_check_text(rest);
	g_assert_cmpuint(strlen(rest), <=, strlen(text) + 1);
	for (guint i = 0; i < found->len; i++) {
		const Command *command = found->pdata[i];
		fuzz_check_field(command->line);
		fuzz_check_text(command->word);
		fuzz_check_field(command->value);
		g_assert_cmpuint(command->lines, >, 0);
		verb_nearest(command->word, FOR_ALL);
	}
	return 0;
}
