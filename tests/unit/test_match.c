/*
 * Patterns: what they find, what a broken one is told, and that no pattern costs
 * more than its limits.
 */
#include "base/error.h"
#include "base/limits.h"
#include "base/match.h"

static const struct {
	const char *pattern;
	MatchFlags flags;
	const char *text;
	MatchResult expected;
} finds[] = {
	{"urgent", 0, "this is urgent", MATCH_YES},
	{"urgent", 0, "this is URGENT", MATCH_NO},
	{"urgent", MATCH_CASELESS, "this is URGENT", MATCH_YES},
	{"ÄRGER", MATCH_CASELESS, "so viel ärger hier", MATCH_YES},
	{"\\bärger\\b", 0, "viel ärger!", MATCH_YES},
	{"^\\w+$", 0, "größe", MATCH_YES},
	{"^b$", 0, "a\nb\nc", MATCH_NO},
	{"^b$", MATCH_MULTILINE, "a\nb\nc", MATCH_YES},
	{"a.b", 0, "a\nb", MATCH_NO},
	{"a.b", MATCH_DOTALL, "a\nb", MATCH_YES},
	{"a b # ab", MATCH_EXTENDED, "ab", MATCH_YES},
	{"a.b", MATCH_LITERAL, "axb", MATCH_NO},
	{"A.B", MATCH_LITERAL | MATCH_CASELESS, "xa.by", MATCH_YES},
	{"b", MATCH_WHOLE, "abc", MATCH_NO},
	{"a|abc", MATCH_WHOLE, "abc", MATCH_YES},
	{"", 0, "", MATCH_YES},
	{"x", 0, "", MATCH_NO},
	{"é", 0, "\xff\xc3\xa9\xff", MATCH_YES}, /* invalid UTF-8 around it */
	{"(a+)+$", 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", MATCH_LIMIT},
	{"^(([a-z])+.)+[A-Z]([a-z])+$", 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
	 MATCH_LIMIT},
};

static MatchResult
find(const Match *match, const char *text, gssize length, MatchGroups **groups_out)
{
	return match_find_within(match, text, length, LIMIT_MATCH_STEPS, NULL, NULL, groups_out);
}

static void
test_finds(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(finds); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Match) match = match_new(finds[i].pattern, finds[i].flags, &error);

		g_assert_no_error(error);
		g_test_message("%s", finds[i].pattern);
		g_assert_cmpint(find(match, finds[i].text, -1, NULL), ==, finds[i].expected);
	}
}

static const struct {
	const char *pattern;
	const char *expected;
} faults[] = {
	{"(abc", "at character 5: missing closing parenthesis"},
	{"ä[b", "at character 4: missing terminating ] for character class"},
	{"a\\C", "at character 4: using \\C is disabled by the application"},
};

static void
test_faults(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Match) match = match_new(faults[i].pattern, 0, &error);

		g_assert_null(match);
		g_assert_error(error, CM_ERROR, CM_ERROR_PERM);
		g_assert_cmpstr(error->message, ==, faults[i].expected);
	}
}

static void
test_groups(void)
{
	const char text[] = "Größe: Customer Nr. 4711";
	g_autoptr(Match) match =
		match_new("(?<what>customer|client)(x)? Nr\\. (?<nr>\\d+)", MATCH_CASELESS, NULL);
	g_autoptr(MatchGroups) groups = NULL;
	g_autofree char *whole = NULL, *what = NULL, *number = NULL;

	g_assert_cmpint(find(match, text, -1, &groups), ==, MATCH_YES);
	whole = match_group_text(groups, text, 0);
	what = match_group_text(groups, text, 1);
	number = match_group_text(groups, text, 3);
	g_assert_cmpstr(whole, ==, "Customer Nr. 4711");
	g_assert_cmpstr(what, ==, "Customer");
	g_assert_cmpstr(number, ==, "4711");
	g_assert_null(match_group_text(groups, text, 2));
	g_assert_null(match_group_text(groups, text, 9));
}

/* The text is cut at the limit, between characters. */
static void
test_text_limit(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Match) match = match_new("needle", 0, NULL);

	while (text->len < LIMIT_RULE_TEXT_BYTES - strlen("needle"))
		g_string_append_c(text, 'x');
	g_string_append(text, "needle");
	g_assert_cmpint(find(match, text->str, -1, NULL), ==, MATCH_YES);
	g_string_prepend(text, "ä");
	g_assert_cmpint(find(match, text->str, (gssize)text->len, NULL), ==, MATCH_NO);
}

static gboolean
count_down(gpointer user_data)
{
	int *left = user_data;

	return --*left >= 0;
}

static void
test_go_on(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Match) match = match_new("é(?=nd)", 0, NULL);
	g_autoptr(MatchGroups) groups = NULL;
	g_autofree char *found = NULL;
	int left = 3;

	/* Two-byte characters, so that slices end in the middle of one unless told not to. */
	g_string_append_c(text, ' ');
	while (text->len < 4000)
		g_string_append(text, "é");
	g_string_append(text, "nd");
	g_assert_cmpint(
		match_find_within(match, text->str, -1, LIMIT_MATCH_STEPS, count_down, &left, NULL),
		==, MATCH_LIMIT);
	left = 1000;
	g_assert_cmpint(match_find_within(match, text->str, -1, LIMIT_MATCH_STEPS, count_down,
					  &left, &groups),
			==, MATCH_YES);
	g_assert_cmpint(left, <, 999);
	found = match_group_text(groups, text->str, 0);
	g_assert_cmpstr(found, ==, "é");
}

/* Recursion as deep as the text is long needs more stack than JIT gets. */
static void
test_stack(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Match) match = match_new("^(\\((?:[^()]|(?1))*\\))$", 0, NULL);

	for (int i = 0; i < 30000; i++)
		g_string_append_c(text, '(');
	for (int i = 0; i < 30000; i++)
		g_string_append_c(text, ')');
	g_assert_cmpint(find(match, text->str, -1, NULL), ==, MATCH_LIMIT);
	g_string_erase(text, 600, 58800);
	g_assert_cmpint(find(match, text->str, -1, NULL), ==, MATCH_YES);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/match/finds", test_finds);
	g_test_add_func("/match/faults", test_faults);
	g_test_add_func("/match/groups", test_groups);
	g_test_add_func("/match/text-limit", test_text_limit);
	g_test_add_func("/match/go-on", test_go_on);
	g_test_add_func("/match/stack", test_stack);
	return g_test_run();
}
