/*
 * What a site has named itself and the languages of its desks have no word for: customers would
 * read it in the words of the configuration.
 */
#include "app/check.h"

#include "desk/field.h"

#include <string.h>

/* So many names are told. */
#define NAMES_TOLD 5

/* What a language lacks, to be told at once. */
typedef struct Unspoken {
	const Templates *templates;
	const char *language;
	GHashTable *seen; /* group and name */
	GString *some;
	char *key; /* of the first one, as words have it */
	guint n;
} Unspoken;

/* "Information needed" of "status" is "status.information-needed". (transfer full) */
static char *
key_of(const char *group, const char *english)
{
	g_autofree char *name = g_ascii_strdown(english, -1);
	g_strcanon(name, "abcdefghijklmnopqrstuvwxyz0123456789", ' ');
	g_strdelimit(g_strstrip(name), " ", '-');
	return g_strdup_printf("%s.%.30s", group, name);
}

static void
see(Unspoken *unspoken, const char *group, const char *english)
{
	const char *own = templates_call(unspoken->templates, unspoken->language, group, english);
	if (!*english || own != english ||
	    !g_hash_table_add(unspoken->seen, g_strconcat(group, "\n", english, NULL)))
		return;
	if (!unspoken->n++)
		unspoken->key = key_of(group, english);
	if (unspoken->n <= NAMES_TOLD)
		g_string_append_printf(unspoken->some, "%s\"%s\"", unspoken->n > 1 ? ", " : "",
				       english);
}

static void
see_list(Unspoken *unspoken, const char *group, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++)
		see(unspoken, group, names->pdata[i]);
}

static void
see_field(Unspoken *unspoken, const Field *field)
{
	see(unspoken, "field", field->name);
	see(unspoken, "hint", field->help);
	for (guint i = 0; i < field->choices->len; i++)
		see(unspoken, "choice", ((const Choice *)field->choices->pdata[i])->name);
}

static void
see_type(Unspoken *unspoken, const CaseType *type)
{
	see(unspoken, "type", type->title);
	see(unspoken, "purpose", type->description);
	see(unspoken, "duration", type->duration);
	for (guint i = 0; i < type->fields->len; i++)
		see_field(unspoken, type->fields->pdata[i]);
}

static void
see_site(Unspoken *unspoken, const Site *site)
{
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		see(unspoken, "status", status->name);
		see(unspoken, "meaning", status->meaning);
		see(unspoken, "meaning", status->meaning_assigned);
	}
	see_list(unspoken, "priority", site->priorities);
	see_list(unspoken, "severity", site->severities);
	see_list(unspoken, "emergency", site->emergencies);
	for (guint i = 0; i < site->types->len; i++)
		see_type(unspoken, site->types->pdata[i]);
}

static void
tell(const Unspoken *unspoken, const Config *config, const Desk *desk, GPtrArray *faults)
{
	const char *dir = config->templates_dir ? config->templates_dir : "a folder of templates";
	g_autofree char *more = unspoken->n > NAMES_TOLD
					? g_strdup_printf(" and %u more", unspoken->n - NAMES_TOLD)
					: g_strdup("");
	g_ptr_array_add(
		faults,
		g_strdup_printf("%s/%s.words: it has no word for %s%s, which the desk \"%s\" "
				"shows: add a line \"%s = ...\" for each, and one with the name "
				"itself to en.words beside it",
				dir, unspoken->language, unspoken->some->str, more, desk->name,
				unspoken->key));
}

static void
check_desk(const Config *config, const Templates *templates, const Desk *desk, GPtrArray *faults)
{
	Unspoken unspoken = {.templates = templates, .language = desk->language};
	unspoken.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	unspoken.some = g_string_new(NULL);
	see_site(&unspoken, config->site);
	if (unspoken.n)
		tell(&unspoken, config, desk, faults);
	g_hash_table_unref(unspoken.seen);
	g_string_free(unspoken.some, TRUE);
	g_free(unspoken.key);
}

void
check_spoken(const Config *config, const Templates *templates, GPtrArray *faults)
{
	for (guint i = 0; i < config->site->desks->len; i++) {
		const Desk *desk = config->site->desks->pdata[i];
		if (*desk->language && strcmp(desk->language, LANGUAGE_FALLBACK) != 0 &&
		    templates_speaks(templates, desk->language))
			check_desk(config, templates, desk, faults);
	}
}
