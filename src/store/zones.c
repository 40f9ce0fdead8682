/*
 * Whether there is a time zone of a name.  GLib takes more than names, offsets and POSIX rules
 * ("PST8"), and its zones are files, so the file has to be there.
 */
#include "store/zones.h"

#include "base/error.h"
#include "base/limits.h"

#include <string.h>

/* As GLib finds them. */
static char *
zone_path(const char *name)
{
	const char *folder = g_getenv("TZDIR");
	return g_build_filename(folder ? folder : "/usr/share/zoneinfo", name, NULL);
}

/* Letters, digits, and what stands between them; no path can lead out of the folder. */
static gboolean
has_form(const char *name)
{
	if (!g_ascii_isalpha(*name) || strlen(name) > LIMIT_CODE_BYTES)
		return FALSE;
	for (const char *p = name; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("/_-+", *p))
			return FALSE;
	return TRUE;
}

static gboolean
is_zone(const char *name)
{
	static const char magic[] = "TZif";
	g_autofree char *path = zone_path(name);
	g_autofree char *bytes = NULL;
	gsize length = 0;
	return g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
	       g_file_get_contents(path, &bytes, &length, NULL) && length > strlen(magic) &&
	       !memcmp(bytes, magic, strlen(magic));
}

gboolean
zone_check(const char *name, GError **error)
{
	if (has_form(name) && is_zone(name))
		return TRUE;
	return error_perm(error,
			  "\"%s\" is no time zone; write it as the IANA names it, like "
			  "Europe/Berlin",
			  name);
}
