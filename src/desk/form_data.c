/*
 * Reading form data, mildly: people fill it in by hand.
 */
#include "desk/form_data.h"

#include "base/text.h"

#include <string.h>

/* Longer than any key of a form. */
#define KEY_CHARS 60

/* Where the value begins; NULL if it is no line of form data. */
static const char *
value_of(const char *line, char **key_out)
{
	const char *colon = strchr(line, ':');
	const char *wide = strstr(line, "\uff1a");
	gboolean is_wide = wide && (!colon || wide < colon);
	const char *end = is_wide ? wide : colon;
	if (!end || end == line || g_utf8_strlen(line, end - line) > KEY_CHARS)
		return NULL;
	*key_out = g_strndup(line, (gsize)(end - line));
	return end + (is_wide ? strlen("\uff1a") : 1);
}

static gboolean
may_stand_among(const char *line, gboolean is_first)
{
	const char *start = line + strspn(line, " \t");
	gsize length = strlen(start);
	gboolean is_greeting =
		is_first && length > 0 && length < KEY_CHARS && strchr(",!.", start[length - 1]);
	return *start == '\0' || *start == '#' || *start == '!' || is_greeting;
}

char *
form_data_value(const char *text, const char *wanted)
{
	gboolean is_first = TRUE;
	for (const char *p = text; *p;) {
		gsize length = strcspn(p, "\n");
		g_autofree char *raw = g_strndup(p, length);
		g_autofree char *line = text_collapse(raw);
		g_autofree char *key = NULL;
		const char *value = value_of(line, &key);
		p += p[length] ? length + 1 : length;
		if (value && text_same_name(key, wanted)) {
			char *found = g_strdup(value);
			if (*g_strstrip(found))
				return found;
			g_free(found);
			return NULL;
		}
		if (!value && !may_stand_among(line, is_first))
			return NULL;
		is_first = is_first && !*line;
	}
	return NULL;
}
