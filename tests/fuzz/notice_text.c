/*
 * Any bytes as the text of a notice and as a value of one line: what comes out is valid,
 * and no line of it starts as a command does.
 */
#include "desk/notice_parts.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_line(const char *line)
{
	while (*line == ' ' || *line == '\t')
		line++;
	g_assert_false((*line == '#' || *line == '!') && g_ascii_isalpha(line[1]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	guint cut = 0;
	g_autofree char *bytes = g_strndup((const char *)data, size);
	g_autofree char *text = notice_text(bytes, &cut);
	g_autofree char *line = notice_line(bytes);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_true(g_utf8_validate(line, -1, NULL));
	g_assert_null(strpbrk(line, "\r\n"));
	check_line(line);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		check_line(lines[i]);
	return 0;
}
