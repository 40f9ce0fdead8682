/*
 * From the words of a type to what can be asked and who may ask.  What can't be meant is a fault
 * here, with its line: a form that asks for the wrong things is noticed by customers first.
 */
#include "app/typefile.h"

#include "app/datafolder.h"
#include "app/typefields.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

#define TYPE_NAME_MAX     30
#define DESCRIPTION_CHARS 200
#define DURATION_CHARS    60

const ConfWord type_words[] = {
	{"title", CONF_VALUE, NULL},    {"description", CONF_VALUE, NULL},
	{"desk", CONF_VALUE, NULL},     {"change_request", CONF_VALUE, NULL},
	{"priority", CONF_VALUE, NULL}, {"first_status", CONF_VALUE, NULL},
	{"duration", CONF_VALUE, NULL}, {"text", CONF_VALUE, NULL},
	{"roles", CONF_LIST, NULL},     {"hidden", CONF_VALUE, NULL},
	{"answers", CONF_VALUE, NULL},  {"field", CONF_TITLED, field_words},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord file_words[] = {
	{"type", CONF_TITLED, type_words},
	{NULL, CONF_VALUE, NULL},
};

/* Extensions of the desk's address that mean something else (actions on a case). */
static const char *const taken_names[] = {"done",    "reopen",  "stop", "info", "b",
					  "r1",      "r2",      "r3",   "r4",   "r5",
					  "confirm", "release", "drop", "send", NULL};

/* The name of a type is an extension of the desk's address: support+NAME@. */
static void
check_type_name(const ConfFile *file, const ConfBlock *block)
{
	gboolean good = *block->title && strlen(block->title) <= TYPE_NAME_MAX;

	for (const char *c = block->title; *c; c++)
		good = good && (g_ascii_islower(*c) || g_ascii_isdigit(*c) || *c == '-');
	if (!good)
		conf_fault(file, block->line,
			   "type \"%s\" can't be part of an address: write small letters, digits "
			   "and hyphens, at most %d in all; the words for people are its title",
			   block->title, TYPE_NAME_MAX);
	else if (g_strv_contains(taken_names, block->title))
		conf_fault(file, block->line,
			   "the address extension \"%s\" is an action on a case: take another "
			   "name for this type",
			   block->title);
}

/* As the site spells it: it goes into cases and subjects like that. */
static void
spell(char **name, const char *canonical)
{
	char *spelt = g_strdup(canonical ? canonical : "");

	g_free(*name);
	*name = spelt;
}

/* What it names must be there; but a shipped type keeps to what the site has. */
static void
read_names(const ConfFile *file, const ConfBlock *block, const Site *site, gboolean is_shipped,
	   CaseType *type)
{
	conf_get_text(file, block, "priority", &type->priority);
	conf_get_text(file, block, "first_status", &type->first_status);
	conf_get_text(file, block, "desk", &type->desk);
	const char *priority = site_name_in(site->priorities, type->priority);
	const Status *status = site_status(site, type->first_status);
	const Desk *desk = site_desk(site, type->desk);
	if (*type->priority && !priority && !is_shipped)
		conf_fault(file, conf_line(block, "priority"),
			   "there is no priority \"%s\": take one of \"priorities\", or add it",
			   type->priority);
	if (*type->first_status && !status && !is_shipped)
		conf_fault(file, conf_line(block, "first_status"),
			   "there is no status \"%s\": take one of the statuses, or add it",
			   type->first_status);
	if (status && status->is_final)
		conf_fault(file, conf_line(block, "first_status"),
			   "a case would be closed when it is opened, for \"%s\" is final: take "
			   "another status",
			   status->name);
	if (*type->desk && !desk)
		conf_fault(file, conf_line(block, "desk"),
			   "there is no desk \"%s\": take one of casemate.conf", type->desk);
	spell(&type->priority, priority);
	spell(&type->first_status, status ? status->name : NULL);
	spell(&type->desk, desk ? desk->name : NULL);
}

static void
read_words(const ConfFile *file, const ConfBlock *block, CaseType *type)
{
	conf_get_word(file, block, "title", LIMIT_NAME_CHARS, &type->title);
	conf_get_text(file, block, "description", &type->description);
	conf_get_text(file, block, "duration", &type->duration);
	conf_get_lines(file, block, "text", &type->text);
	if (g_utf8_strlen(type->description, -1) > DESCRIPTION_CHARS)
		conf_fault(file, conf_line(block, "description"),
			   "a description has at most %d characters: write a shorter one",
			   DESCRIPTION_CHARS);
	if (g_utf8_strlen(type->duration, -1) > DURATION_CHARS)
		conf_fault(file, conf_line(block, "duration"),
			   "\"duration\" has at most %d characters, like \"3 to 5 working days\"",
			   DURATION_CHARS);
}

static const CaseType *
type_of_name(const Site *site, const char *name)
{
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = site->types->pdata[i];
		if (!strcmp(type->name, name))
			return type;
	}
	return NULL;
}

static void
read_one(const ConfFile *file, const ConfBlock *block, gboolean is_shipped, Site *site)
{
	CaseType *type = case_type_new(block->title, block->title, FALSE);

	g_ptr_array_add(site->types, type);
	check_type_name(file, block);
	read_words(file, block, type);
	conf_get_bool(file, block, "change_request", &type->is_change_request);
	conf_get_bool(file, block, "hidden", &type->is_hidden);
	conf_get_bool(file, block, "answers", &type->answers);
	type->roles = roles_read(file, block);
	read_names(file, block, site, is_shipped, type);
	fields_read(file, block, type->fields);
}

void
type_read(const ConfFile *file, const ConfBlock *block, Site *site)
{
	read_one(file, block, FALSE, site);
}

/* One type a file: its name decides which file a site's own takes the place of. */
static void
read_file(const char *path, gboolean is_shipped, Site *site, GPtrArray *faults)
{
	g_autoptr(ConfFile) file = conf_read(path, file_words, faults);
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "type");

	for (guint i = 0; i < blocks->len; i++) {
		const ConfBlock *block = blocks->pdata[i];

		if (i > 0)
			conf_fault(file, block->line,
				   "this file has a type already: give \"%s\" a file of its own",
				   block->title);
		else if (type_of_name(site, block->title))
			conf_fault(file, block->line,
				   "there is a type \"%s\" already: rename this one, or give its "
				   "file the name of the other's, in whose place it then stands",
				   block->title);
		else
			read_one(file, block, is_shipped, site);
	}
	conf_sort_faults(file);
}

/* Each desk falls back on one, whoever writes there. */
static void
keep_one(Site *site, const char *folder, GPtrArray *faults)
{
	if (site->types->len > 0)
		return;
	g_ptr_array_add(faults, g_strdup_printf("%s: no file of it has a type: keep one", folder));
	g_ptr_array_add(site->types, case_type_new("case", "Case", FALSE));
}

void
typefiles_read(const TypeFolders *folders, Site *site, GPtrArray *faults)
{
	g_autoptr(GHashTable) files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GList) names = NULL;

	if (folders->shipped) {
		data_folder_add(files, folders->shipped, ".conf", faults);
		g_ptr_array_set_size(site->types, 0);
	}
	if (folders->own)
		data_folder_add(files, folders->own, ".conf", faults);
	names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
	for (const GList *name = names; name; name = name->next) {
		const char *path = g_hash_table_lookup(files, name->data);
		gboolean is_shipped = folders->shipped && g_str_has_prefix(path, folders->shipped);

		read_file(path, is_shipped, site, faults);
	}
	keep_one(site, folders->own ? folders->own : folders->shipped, faults);
}
