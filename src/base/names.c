/*
 * Judging names before they are kept.
 */
#include "base/names.h"

#include "base/text.h"

#include <string.h>

/* RFC 5321 4.5.3.1.3: a path of 256 with its brackets; RFC 1035 2.3.4. */
#define ADDRESS_BYTES_MAX 254
#define HOST_BYTES_MAX    253
#define LABEL_BYTES_MAX   63

static char *
control_fault(gunichar c)
{
	return g_strdup_printf("holds a control character (U+%04X)", c);
}

char *
name_fault(const char *text, gsize max_chars)
{
	if (!g_utf8_validate(text, -1, NULL))
		return g_strdup("is not UTF-8");
	gsize chars = (gsize)g_utf8_strlen(text, -1);
	gboolean is_blank = TRUE;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_iscntrl(c))
			return control_fault(c);
		is_blank = is_blank && (g_unichar_isspace(c) || text_is_bidi_or_invisible(c));
	}
	if (is_blank)
		return g_strdup("is empty");
	if (chars <= max_chars)
		return NULL;
	return g_strdup_printf("has %" G_GSIZE_FORMAT " characters, and %" G_GSIZE_FORMAT
			       " are the most",
			       chars, max_chars);
}

/* A blank, a hyphen, a blank, words, a colon: so our own fields begin. */
static gboolean
imitates_field(const char *text)
{
	const char *dash = strstr(text, " - ");
	return dash && strchr(dash, ':');
}

char *
subject_word_fault(const char *text, gsize max_chars)
{
	char *fault = name_fault(text, max_chars);
	if (fault)
		return fault;
	g_autofree char *safe = header_safe(text);
	if (strstr(text, "=?"))
		return g_strdup("holds \"=?\", which mail programs decode");
	if (strcmp(safe, text) != 0)
		return g_strdup("holds an invisible character, blanks in a row or at an end");
	if (imitates_field(text))
		return g_strdup("reads like two fields of a subject line, \" - ...:\"");
	return NULL;
}

char *
text_fault(const char *bytes, gsize length)
{
	const char *end;
	if (!g_utf8_validate_len(bytes, length, &end)) {
		gsize line = 1;
		for (const char *p = bytes; p < end; p++)
			line += *p == '\n';
		return *end ? g_strdup_printf("is not UTF-8 in line %" G_GSIZE_FORMAT, line)
			    : g_strdup_printf("holds a NUL in line %" G_GSIZE_FORMAT, line);
	}
	for (const char *p = bytes; p < bytes + length; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_iscntrl(c) && c != '\t' && c != '\n')
			return control_fault(c);
	}
	return NULL;
}

/* One label of an A-label host name. */
static gboolean
label_is_fit(const char *label)
{
	gsize length = strlen(label);
	if (length == 0 || length > LABEL_BYTES_MAX || label[0] == '-' || label[length - 1] == '-')
		return FALSE;
	for (; *label; label++)
		if (!g_ascii_isalnum(*label) && *label != '-')
			return FALSE;
	return TRUE;
}

gboolean
host_name_is_fit(const char *text)
{
	/* No longer name has A-labels that are short enough. */
	if (strlen(text) > HOST_BYTES_MAX || !g_utf8_validate(text, -1, NULL))
		return FALSE;
	g_autofree char *ascii = g_hostname_to_ascii(text);
	if (!ascii || strlen(ascii) > HOST_BYTES_MAX)
		return FALSE;
	g_auto(GStrv) labels = g_strsplit(ascii, ".", -1);
	gboolean is_fit = labels[0] != NULL;
	for (guint i = 0; labels[i]; i++)
		is_fit = is_fit && label_is_fit(labels[i]);
	return is_fit;
}

static gboolean
local_part_is_fit(const char *local)
{
	if (*local == '\0' || *local == '-' || strpbrk(local, " <>()[],;:\\\"@"))
		return FALSE;
	for (const char *p = local; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_iscntrl(c) || g_unichar_isspace(c) || text_is_bidi_or_invisible(c))
			return FALSE;
	}
	return TRUE;
}

gboolean
address_is_fit(const char *text)
{
	const char *at = strrchr(text, '@');
	if (!at || strlen(text) > ADDRESS_BYTES_MAX || !g_utf8_validate(text, -1, NULL))
		return FALSE;
	g_autofree char *local = g_strndup(text, (gsize)(at - text));
	return local_part_is_fit(local) && host_name_is_fit(at + 1);
}
