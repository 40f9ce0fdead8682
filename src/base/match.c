/*
 * PCRE2 with JIT behind limits.  A step limit holds from one starting place only
 * (PCRE2 counts anew at each), so a search runs in slices of starting places,
 * between which the caller may say stop.  JIT knows no heap limit: its
 * stack is the machine's 32 KiB at first, 1 MiB of our own when that ran out.
 */
#include "base/match.h"

#include "base/error.h"
#include "base/limits.h"

#include <pcre2.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_compile_context, pcre2_compile_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_match_context, pcre2_match_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_match_data, pcre2_match_data_free)

#define PATTERN_MAX_BYTES (64 * 1024)
#define HEAP_LIMIT_KIB    1024
#define JIT_STACK_FIRST   (32 * 1024)
#define JIT_STACK_MAX     (1024 * 1024)
/* 100,000 steps from each of 256 places are some 50 ms. */
#define SLICE_BYTES 256

struct Match {
	pcre2_code *code;
	gboolean sliced; /* nothing in the pattern tells one call from several */
};

struct MatchGroups {
	guint count;
	gsize spans[]; /* start and end of each group, PCRE2_UNSET if unused */
};

static guint32
compile_options(MatchFlags flags)
{
	guint32 options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_USE_OFFSET_LIMIT;

	if (!(flags & MATCH_LITERAL))
		options |= PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
	if (flags & MATCH_CASELESS)
		options |= PCRE2_CASELESS;
	if (flags & MATCH_MULTILINE)
		options |= PCRE2_MULTILINE;
	if (flags & MATCH_DOTALL)
		options |= PCRE2_DOTALL;
	if (flags & MATCH_EXTENDED)
		options |= PCRE2_EXTENDED;
	if (flags & MATCH_LITERAL)
		options |= PCRE2_LITERAL;
	if (flags & MATCH_WHOLE)
		options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
	return options;
}

static void
compile_failed(const char *pattern, int code, gsize offset, GError **error)
{
	PCRE2_UCHAR message[256] = "";
	const char *end = pattern + MIN(offset, strlen(pattern));
	glong position;

	pcre2_get_error_message(code, message, sizeof message);
	position = g_utf8_validate(pattern, end - pattern, NULL)
			   ? g_utf8_strlen(pattern, end - pattern)
			   : (glong)offset;
	error_perm(error, "at character %ld: %s", position + 1, (const char *)message);
}

Match *
match_new(const char *pattern, MatchFlags flags, GError **error)
{
	g_autoptr(pcre2_compile_context) context = NULL;
	pcre2_code *code;
	Match *match;
	int failure = 0;
	gsize offset = 0;

	context = pcre2_compile_context_create(NULL);
	pcre2_set_max_pattern_length(context, PATTERN_MAX_BYTES);
	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, compile_options(flags),
			     &failure, &offset, context);
	if (code == NULL) {
		compile_failed(pattern, failure, offset, error);
		return NULL;
	}
	/* Where JIT can't be had the interpreter serves, under the same limits. */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	match = g_new0(Match, 1);
	match->code = code;
	match->sliced = (flags & (MATCH_LITERAL | MATCH_WHOLE)) == 0 &&
			strstr(pattern, "\\G") == NULL && strstr(pattern, "(*") == NULL;
	return match;
}

void
match_free(Match *match)
{
	if (match == NULL)
		return;
	pcre2_code_free(match->code);
	g_free(match);
}

/* One call of PCRE2, once more with a stack of our own if the machine's ran out. */
static int
run_once(const Match *match, PCRE2_SPTR text, gsize length, gsize start, pcre2_match_data *data,
	 pcre2_match_context *context)
{
	pcre2_jit_stack *stack;
	int code;

	code = pcre2_match(match->code, text, length, start, 0, data, context);
	if (code != PCRE2_ERROR_JIT_STACKLIMIT)
		return code;
	stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MAX, NULL);
	if (stack == NULL)
		return code;
	pcre2_jit_stack_assign(context, NULL, stack);
	code = pcre2_match(match->code, text, length, start, 0, data, context);
	pcre2_jit_stack_assign(context, NULL, NULL);
	pcre2_jit_stack_free(stack);
	return code;
}

static MatchResult
result_of(int code)
{
	if (code >= 0)
		return MATCH_YES;
	switch (code) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_JIT_STACKLIMIT:
	case PCRE2_ERROR_NOMEMORY:
		return MATCH_LIMIT;
	default:
		return MATCH_NO;
	}
}

static gboolean
starts_character(const char *text, gsize offset)
{
	return ((guchar)text[offset] & 0xc0) != 0x80;
}

/* Slice after slice of starting places, each looking as far ahead as it likes. */
static int
run_slices(const Match *match, const char *text, gsize length, pcre2_match_data *data,
	   pcre2_match_context *context, MatchGoOn go_on, gpointer user_data)
{
	int code = PCRE2_ERROR_NOMATCH;

	for (gsize start = 0, next; start <= length; start = next) {
		next = start + SLICE_BYTES;
		while (next < length && !starts_character(text, next))
			next++;
		pcre2_set_offset_limit(context, MIN(next - 1, length));
		code = run_once(match, (PCRE2_SPTR)text, length, start, data, context);
		if (code != PCRE2_ERROR_NOMATCH)
			return code;
		if (next <= length && !go_on(user_data))
			return PCRE2_ERROR_MATCHLIMIT;
	}
	return code;
}

guint
match_group_count(const Match *match)
{
	guint32 count = 0;

	pcre2_pattern_info(match->code, PCRE2_INFO_CAPTURECOUNT, &count);
	return count;
}

static MatchGroups *
groups_new(const Match *match, pcre2_match_data *data)
{
	const gsize *vector = pcre2_get_ovector_pointer(data);
	guint count = match_group_count(match) + 1;
	MatchGroups *groups;

	groups = g_malloc(sizeof *groups + 2 * count * sizeof *groups->spans);
	groups->count = count;
	memcpy(groups->spans, vector, 2 * count * sizeof *groups->spans);
	return groups;
}

static gsize
length_looked_at(const char *text, gssize length)
{
	gsize size = length < 0 ? strnlen(text, LIMIT_RULE_TEXT_BYTES + 1) : (gsize)length;

	if (size <= LIMIT_RULE_TEXT_BYTES)
		return size;
	size = LIMIT_RULE_TEXT_BYTES;
	while (size > LIMIT_RULE_TEXT_BYTES - 4 && !starts_character(text, size))
		size--;
	return size;
}

MatchResult
match_find_within(const Match *match, const char *text, gssize length, guint32 steps,
		  MatchGoOn go_on, gpointer user_data, MatchGroups **groups_out)
{
	g_autoptr(pcre2_match_data) data = NULL;
	g_autoptr(pcre2_match_context) context = NULL;
	gsize size = length_looked_at(text, length);
	MatchResult result;
	int code;

	data = pcre2_match_data_create_from_pattern(match->code, NULL);
	context = pcre2_match_context_create(NULL);
	g_assert(data && context);
	pcre2_set_match_limit(context, MIN(steps, LIMIT_MATCH_STEPS));
	pcre2_set_depth_limit(context, MIN(steps, LIMIT_MATCH_STEPS));
	pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
	if (go_on && match->sliced)
		code = run_slices(match, text, size, data, context, go_on, user_data);
	else
		code = run_once(match, (PCRE2_SPTR)text, size, 0, data, context);
	result = result_of(code);
	if (groups_out)
		*groups_out = result == MATCH_YES ? groups_new(match, data) : NULL;
	return result;
}

static gboolean
group_span(const MatchGroups *groups, guint number, gsize *start_out, gsize *end_out)
{
	gsize start, end;

	if (number >= groups->count)
		return FALSE;
	start = groups->spans[2 * number];
	end = groups->spans[2 * number + 1];
	/* \K in a lookahead may put the start behind the end. */
	if (start == PCRE2_UNSET || start > end)
		return FALSE;
	*start_out = start;
	*end_out = end;
	return TRUE;
}

char *
match_group_text(const MatchGroups *groups, const char *text, guint number)
{
	gsize start, end;

	if (!group_span(groups, number, &start, &end))
		return NULL;
	return g_strndup(text + start, end - start);
}

void
match_groups_free(MatchGroups *groups)
{
	g_free(groups);
}
