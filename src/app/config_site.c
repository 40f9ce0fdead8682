/*
 * The desks of casemate.conf: who is written to, what cases can be and how they go on.
 * Each name used is looked up, each name given is checked for what it is used in:
 * addresses, case numbers, subject lines.
 */
#include "app/config_parts.h"

#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

#define PREFIX_CHARS_MAX 10
#define LIST_ID_MAX      255 /* RFC 2919 3 */

const ConfWord desk_words[] = {
	{"address", CONF_VALUE, NULL},       {"title", CONF_VALUE, NULL},
	{"internal", CONF_VALUE, NULL},      {"prefix", CONF_VALUE, NULL},
	{"default_type", CONF_VALUE, NULL},  {"signature", CONF_VALUE, NULL},
	{"duty_days", CONF_VALUE, NULL},     {"language", CONF_VALUE, NULL},
	{"weekly_report", CONF_VALUE, NULL}, {NULL, CONF_VALUE, NULL},
};

static void
check_prefix(const ConfFile *file, const ConfBlock *block, const char *prefix)
{
	gsize length = strlen(prefix);
	gboolean good = length > 0 && length <= PREFIX_CHARS_MAX && g_ascii_isupper(*prefix);

	for (const char *c = prefix; *c; c++)
		good = good && (g_ascii_isupper(*c) || g_ascii_isdigit(*c));
	if (!good)
		conf_fault(file, conf_line(block, "prefix"),
			   "the prefix of case numbers can't be \"%s\": write a capital letter, "
			   "then capital letters and digits, at most %d in all",
			   prefix, PREFIX_CHARS_MAX);
}

static void
read_desk(const ConfFile *file, const ConfBlock *block, Site *site)
{
	Desk *desk = desk_new(block->title, "");

	g_ptr_array_add(site->desks, desk);
	conf_check_title(file, block);
	if (strchr(block->title, ','))
		conf_fault(file, block->line,
			   "the name of a desk has no comma, for commands take lists of them: "
			   "remove it");
	conf_get_text(file, block, "address", &desk->address);
	conf_get_word(file, block, "title", LIMIT_NAME_CHARS, &desk->title);
	conf_get_text(file, block, "internal", &desk->internal);
	conf_get_text(file, block, "prefix", &desk->prefix);
	conf_get_lines(file, block, "signature", &desk->signature);
	conf_get_text(file, block, "language", &desk->language);
	desk->language_place = (g_free(desk->language_place),
				g_strdup_printf("%s:%d", file->path, conf_line(block, "language")));
	conf_get_bool(file, block, "weekly_report", &desk->weekly_report);
	conf_get_int(file, block, "duty_days", 0, 366, &desk->duty_days);
	text_put(&desk->default_type, "");
	conf_get_text(file, block, "default_type", &desk->default_type);
	check_prefix(file, block, desk->prefix);
	if (*desk->address == '\0')
		conf_fault(file, block->line,
			   "desk \"%s\" has no address: add "
			   "address = \"support@YOUR.DOMAIN\"",
			   desk->name);
	else if (!address_is_fit(desk->address))
		conf_fault(file, conf_line(block, "address"),
			   "\"%s\" is no mail address: write it as name@domain", desk->address);
	if (*desk->internal && !address_is_fit(desk->internal))
		conf_fault(file, conf_line(block, "internal"),
			   "\"%s\" is no mail address: write it as name@domain", desk->internal);
}

static gboolean
is_addressed(const Desk *desk, const char *address)
{
	return *address && (g_ascii_strcasecmp(desk->address, address) == 0 ||
			    g_ascii_strcasecmp(desk->internal, address) == 0);
}

/* Two desks may share neither an address nor a prefix. */
static void
check_desk_pair(const ConfFile *file, const ConfBlock *block, const Desk *desk, const Desk *other)
{
	if (g_strcmp0(desk->prefix, other->prefix) == 0)
		conf_fault(file, conf_line(block, "prefix"),
			   "desks \"%s\" and \"%s\" both number their cases \"%s-1\", ...: set "
			   "another prefix for one",
			   other->name, desk->name, desk->prefix);
	if (is_addressed(other, desk->address))
		conf_fault(file, conf_line(block, "address"),
			   "desk \"%s\" has the address \"%s\" already: give this one its own",
			   other->name, desk->address);
	if (is_addressed(other, desk->internal))
		conf_fault(file, conf_line(block, "internal"),
			   "desk \"%s\" has the address \"%s\" already: give this one its own",
			   other->name, desk->internal);
}

static void
read_desks(const ConfFile *file, Site *site)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "desk");

	if (blocks->len == 0)
		conf_fault(file, 0,
			   "there is no desk: add desk \"support\" { address = "
			   "\"support@YOUR.DOMAIN\" }");
	for (guint i = 0; i < blocks->len; i++) {
		const ConfBlock *block = g_ptr_array_index(blocks, i);
		const Desk *desk;

		read_desk(file, block, site);
		desk = g_ptr_array_index(site->desks, i);
		if (*desk->internal && g_ascii_strcasecmp(desk->internal, desk->address) == 0)
			conf_fault(file, conf_line(block, "internal"),
				   "the address of the staff alone is the one customers use: "
				   "take another, or leave \"internal\" out");
		for (guint j = 0; j < i; j++)
			check_desk_pair(file, block, desk, g_ptr_array_index(site->desks, j));
	}
	conf_check_titles_differ(file, blocks);
}

/* As the site spells it: it goes into cases and subjects like that. */
static void
spell(char **name, const char *canonical)
{
	g_autofree char *written = *name;

	*name = g_strdup(canonical ? canonical : written);
}

/* Those of casemate.conf take the place of the shipped ones; those of the site's own folder come
 * in any case. */
static void
read_types(const ConfFile *file, const TypeFolders *folders, Site *site, GPtrArray *faults)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "type");
	TypeFolders from = *folders;

	if (blocks->len > 0) {
		from.shipped = NULL;
		g_ptr_array_set_size(site->types, 0);
	}
	for (guint i = 0; i < blocks->len; i++)
		type_read(file, g_ptr_array_index(blocks, i), site);
	conf_check_titles_differ(file, blocks);
	typefiles_read(&from, site, faults);
}

static void
check_default_types(const ConfFile *file, Site *site)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "desk");
	const CaseType *first = g_ptr_array_index(site->types, 0);

	for (guint i = 0; i < site->desks->len; i++) {
		Desk *desk = g_ptr_array_index(site->desks, i);
		const CaseType *type =
			*desk->default_type ? site_type(site, desk->default_type) : first;

		if (type == NULL)
			conf_fault(file, conf_line(g_ptr_array_index(blocks, i), "default_type"),
				   "there is no type \"%s\": take one of the types, or add it",
				   desk->default_type);
		else if (type->roles)
			conf_fault(file, conf_line(g_ptr_array_index(blocks, i), "default_type"),
				   "type \"%s\" isn't for everybody, and every plain mail would be "
				   "one: name another \"default_type\" for desk \"%s\"",
				   type->name, desk->name);
		spell(&desk->default_type, type ? type->name : NULL);
	}
}

/* A list of names, none twice; an empty one counts as not set. */
static void
read_names(const ConfFile *file, const char *name, GPtrArray *names)
{
	g_autofree char *what = g_strdup_printf("a name of \"%s\"", name);
	gint line = conf_line(file->root, name);

	conf_get_list(file->root, name, names);
	for (guint i = 0; i < names->len; i++) {
		const char *text = g_ptr_array_index(names, i);

		conf_check_word(file, line, what, text, LIMIT_WORD_CHARS);
		for (guint j = 0; j < i; j++)
			if (text_same_name(text, g_ptr_array_index(names, j)))
				conf_fault(file, line, "\"%s\" names \"%s\" twice: remove one",
					   name, text);
	}
}

/* "severity=none" takes a case's severity away. */
static void
check_severities(const ConfFile *file, const Site *site)
{
	if (site_name_in(site->severities, "none"))
		conf_fault(file, conf_line(file->root, "severities"),
			   "\"none\" says that a case has no severity: give this one another name");
}

static void
read_reopen_status(const ConfFile *file, Site *site)
{
	gboolean is_set = conf_get(file, file->root, "reopen_status") != NULL;
	gint line = conf_line(file->root, "reopen_status");
	const Status *status;

	conf_get_text(file, file->root, "reopen_status", &site->reopen_status);
	status = site_status(site, site->reopen_status);
	if (is_set && *site->reopen_status && status == NULL)
		conf_fault(file, line,
			   "there is no status \"%s\": take one of the statuses, or add it",
			   site->reopen_status);
	if (is_set && status && status->is_final)
		conf_fault(file, line,
			   "a case would be closed again at once, for \"%s\" is final: take "
			   "another status",
			   status->name);
	spell(&site->reopen_status, status && !status->is_final ? status->name : "");
}

static void
read_released_status(const ConfFile *file, Site *site)
{
	conf_get_text(file, file->root, "released_status", &site->released_status);
	const Status *status = site_status(site, site->released_status);
	if (*site->released_status && !status)
		conf_fault(file, conf_line(file->root, "released_status"),
			   "there is no status \"%s\": take one of the statuses, or add it",
			   site->released_status);
	spell(&site->released_status, status ? status->name : "");
}

/* What a form does to a case: asked for, and all there. */
static void
read_form_status(const ConfFile *file, const char *key, const Site *site, char **name)
{
	conf_get_text(file, file->root, key, name);
	const Status *status = site_status(site, *name);
	if (**name && !status)
		conf_fault(file, conf_line(file->root, key),
			   "there is no status \"%s\": take one of the statuses, or add it", *name);
	else if (status && status->is_final)
		conf_fault(file, conf_line(file->root, key),
			   "a case goes on from \"%s\", and \"%s\" is final: take another status",
			   key, status->name);
	spell(name, status ? status->name : "");
}

/* Where the last answer is in, nobody waits for the customer. */
static void
check_working_status(const ConfFile *file, const Site *site)
{
	const Status *status = site_status(site, site->working_status);
	if (!status || (status->waits_for != WAITS_FOR_CUSTOMER &&
			strcmp(site->working_status, site->asking_status) != 0))
		return;
	conf_fault(
		file, conf_line(file->root, "working_status"),
		"a form that is complete leads to \"working_status\", and in \"%s\" the customer "
		"is waited for: take a status in which staff goes on",
		status->name);
}

static void
read_separator(const ConfFile *file, Site *site)
{
	const ConfValue *value = conf_get(file, file->root, "separator");

	if (value == NULL)
		return;
	if (strlen(value->text) == 1 && strchr("+-_=", *value->text))
		site->separator = *value->text;
	else
		conf_fault(file, value->line,
			   "\"separator\" can't be \"%s\": write one of \"+\", \"-\", \"_\", \"=\"",
			   value->text);
}

/* Without a dot it is no identifier, and with "@" it is the list's address. */
static gboolean
is_list_id(const char *id)
{
	const char *dot = strchr(id, '.');

	for (const char *c = id; *c; c++)
		if (!g_ascii_isgraph(*c) || strchr("<>@()\",:;\\[]", *c))
			return FALSE;
	return dot && dot > id && dot[1] && strlen(id) <= LIST_ID_MAX;
}

static void
read_own_lists(const ConfFile *file, Site *site)
{
	conf_get_list(file->root, "own_lists", site->own_lists);
	for (guint i = 0; i < site->own_lists->len; i++) {
		const char *id = site->own_lists->pdata[i];

		if (!is_list_id(id))
			conf_fault(
				file, conf_line(file->root, "own_lists"),
				"\"%.60s\" in own_lists is no identifier of a mailing list: write "
				"what stands between < and > in List-Id, like support.example.org",
				id);
	}
}

/* RFC 8601 2.5 has any word; whatever a mail server is called, it is a name. */
static gboolean
is_authserv_id(const char *text)
{
	return host_name_is_fit(text) && strspn(text, "0123456789.") < strlen(text);
}

void
config_read_site(const ConfFile *file, const TypeFolders *types, Site *site, GPtrArray *faults)
{
	conf_get_text(file, file->root, "authserv_id", &site->authserv_id);
	if (*site->authserv_id && !is_authserv_id(site->authserv_id))
		conf_fault(file, conf_line(file->root, "authserv_id"),
			   "\"%.60s\" is no domain name: write the one that begins the "
			   "Authentication-Results of your own mail server, like mail.example.org",
			   site->authserv_id);
	read_separator(file, site);
	read_own_lists(file, site);
	conf_get_bool(file, file->root, "address_extensions", &site->has_extensions);
	read_names(file, "priorities", site->priorities);
	read_names(file, "severities", site->severities);
	check_severities(file, site);
	read_names(file, "emergency_statuses", site->emergencies);
	read_desks(file, site);
	config_read_statuses(file, site);
	read_reopen_status(file, site);
	read_released_status(file, site);
	config_read_emergencies(file, site);
	read_form_status(file, "asking_status", site, &site->asking_status);
	read_form_status(file, "working_status", site, &site->working_status);
	check_working_status(file, site);
	read_types(file, types, site, faults);
	check_default_types(file, site);
}
