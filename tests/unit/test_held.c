/*
 * The tokens of held mail, found again in what mail clients make of an address or a subject.
 */
#include "desk/command.h"
#include "desk/held.h"

#include <string.h>

#define TOKEN "041061050R3GG28AQF"

static void
test_make(void)
{
	char token[HELD_TOKEN_LENGTH + 1];
	const guint8 random[TRACK_ID_RANDOM_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
	held_token_make(random, token);
	g_assert_cmpuint(strlen(token), ==, HELD_TOKEN_LENGTH);
	g_autofree char *extension = g_strdup_printf("confirm.%s", token);
	g_autofree char *found = held_token_in_extension(extension, "confirm");
	g_assert_cmpstr(found, ==, token);
}

static void
test_extension(void)
{
	static const struct {
		const char *extension;
		const char *token;
	} rows[] = {
		{"confirm." TOKEN, TOKEN},
		{"CONFIRM.041061050r3gg28aqf", TOKEN},
		{"confirm.O4IO6IO5OR3GG28AQF", TOKEN},
		{"confirm." TOKEN ".x", TOKEN},
		{"confirm." TOKEN "X", ""},
		{"confirm.041061050R3GG28AQE", ""},
		{"confirm.041061050R3GG28AQ", ""},
		{"confirm", ""},
		{"confirm.", ""},
		{"confirmed." TOKEN, ""},
		{"x.confirm." TOKEN, ""},
		{TOKEN, ""},
		{"", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *token = held_token_in_extension(rows[i].extension, "confirm");
		g_test_message("%s", rows[i].extension);
		g_assert_cmpstr(token, ==, rows[i].token);
	}
}

static void
test_first_line(void)
{
	static const struct {
		const char *text;
		const char *line;
	} rows[] = {
		{"", ""},
		{"\n--\n \t\n", ""},
		{"\n  Hello,\t you\nthere", "Hello, you"},
		{"a <script>b</script> http://x mailto:y",
		 "a ‹script›b‹/script› http[:]//x mailto[:]y"},
		{"a\x1b[2Jb\xe2\x80\xae =?utf-8?q?c?=", "a [2Jb = ?utf-8?q?c?="},
		{"about CM041061050R3GG28AQF", "about"},
	};
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *line = held_first_line(rows[i].text, none);
		g_assert_cmpstr(line, ==, rows[i].line);
	}
	g_autofree char *much = g_strnfill(4000, 'x');
	g_autofree char *line = held_first_line(much, none);
	g_assert_cmpint(g_utf8_strlen(line, -1), ==, 120);
	static const char text[] = "#done\nPlease answer.\n\n#share eve@evil.test\n#history";
	g_autoptr(GPtrArray) commands = commands_find(text);
	g_autofree char *named = held_first_line(text, commands);
	g_assert_cmpstr(named, ==, "#done […] #share eve@evil.test, #history");
}

static void
test_subject(void)
{
	static const struct {
		const char *subject;
		const char *token;
	} rows[] = {
		{"Please confirm - mail of Sunday, 2026-11-22 05:00 UTC, confirm " TOKEN, TOKEN},
		{"Re: AW: Please confirm - mail of today, confirm " TOKEN, TOKEN},
		{"confirm " TOKEN, TOKEN},
		{"CONFIRM  041061050r3gg28aqf, thanks", TOKEN},
		{"Re: confirm " TOKEN "]", TOKEN},
		{"confirm confirm " TOKEN, TOKEN},
		{"confirm 041061050R3GG28AQE", ""},
		{"confirm the delivery on Monday", ""},
		{"confirm", ""},
		{TOKEN, ""},
		{"", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *token = held_token_in_subject(rows[i].subject, "confirm");
		g_test_message("%s", rows[i].subject);
		g_assert_cmpstr(token, ==, rows[i].token);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/held/make", test_make);
	g_test_add_func("/held/extension", test_extension);
	g_test_add_func("/held/subject", test_subject);
	g_test_add_func("/held/first-line", test_first_line);
	return g_test_run();
}
