/*
 * Finding case numbers in what people write.  A number is no secret and proves nothing: who may
 * use it is the plan's concern.
 */
#include "desk/case_number.h"

#include "base/limits.h"

#include <string.h>

void
case_number_free(CaseNumber *number)
{
	if (!number)
		return;
	g_free(number->prefix);
	g_free(number);
}

void
case_number_destroy(gpointer data)
{
	case_number_free(data);
}

static CaseNumber *
number_of(const char *prefix, const char *text, const char *at, gsize *length_out)
{
	gsize length = strlen(prefix);
	gboolean inside = at > text && (g_ascii_isalnum(at[-1]) || at[-1] == '-');
	if (inside || g_ascii_strncasecmp(at, prefix, length) || at[length] != '-')
		return NULL;
	const char *digits = at + length + 1;
	gsize n = strspn(digits, "0123456789");
	if (n == 0 || n > 12 || g_ascii_isalnum(digits[n]))
		return NULL;
	CaseNumber *number = g_new0(CaseNumber, 1);
	number->prefix = g_strdup(prefix);
	number->number = g_ascii_strtoll(digits, NULL, 10);
	*length_out = length + 1 + n;
	return number;
}

CaseNumber *
case_number_at(const Site *site, const char *text, const char *at, gsize *length_out)
{
	CaseNumber *number = NULL;
	for (guint i = 0; !number && i < site->desks->len; i++) {
		const Desk *desk = site->desks->pdata[i];
		number = number_of(desk->prefix, text, at, length_out);
	}
	return number;
}

void
case_numbers_add(GPtrArray *numbers, const Site *site, const char *text, guint max)
{
	for (guint i = 0; i < site->desks->len; i++) {
		const Desk *desk = site->desks->pdata[i];
		gsize length = 0;
		for (const char *p = text; *p && numbers->len < max; p++) {
			CaseNumber *number = number_of(desk->prefix, text, p, &length);
			if (number)
				g_ptr_array_add(numbers, number);
		}
	}
}

void
case_numbers_add_named(GPtrArray *numbers, const Site *site, const char *value)
{
	g_auto(GStrv) pieces = g_strsplit_set(value, ",; ", -1);
	for (guint i = 0; pieces[i] && numbers->len < LIMIT_NAMED; i++)
		case_numbers_add(numbers, site, pieces[i] + strspn(pieces[i], "+-"), LIMIT_NAMED);
}

GPtrArray *
case_numbers_find(const Site *site, const char *value)
{
	GPtrArray *numbers = g_ptr_array_new_with_free_func(case_number_destroy);
	case_numbers_add_named(numbers, site, value);
	return numbers;
}

char *
case_number_text(const CaseNumber *number)
{
	return g_strdup_printf("%s-%" G_GINT64_FORMAT, number->prefix, number->number);
}
