/*
 * From a rule file's words to conditions and actions.  A file that has any fault is
 * left out whole, and then nobody goes on: half a rule would hit what it was never meant
 * for, and a rule that is missing changes what the later ones see.
 */
#include "app/rulefile.h"

#include "app/confvalue.h"
#include "base/limits.h"
#include "base/names.h"

#include <string.h>

static const ConfWord header_words[] = {
	{"is", CONF_LIST, NULL},
	{"not", CONF_LIST, NULL},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord rule_words[] = {
	{"on", CONF_VALUE, NULL},
	{"header", CONF_TITLED, header_words},
	{"no_header", CONF_LIST, NULL},
	{"from", CONF_LIST, NULL},
	{"not_from", CONF_LIST, NULL},
	{"from_name", CONF_LIST, NULL},
	{"not_from_name", CONF_LIST, NULL},
	{"to", CONF_LIST, NULL},
	{"not_to", CONF_LIST, NULL},
	{"cc", CONF_LIST, NULL},
	{"not_cc", CONF_LIST, NULL},
	{"address", CONF_LIST, NULL},
	{"not_address", CONF_LIST, NULL},
	{"sender", CONF_LIST, NULL},
	{"not_sender", CONF_LIST, NULL},
	{"recipient", CONF_LIST, NULL},
	{"not_recipient", CONF_LIST, NULL},
	{"subject", CONF_LIST, NULL},
	{"not_subject", CONF_LIST, NULL},
	{"text", CONF_LIST, NULL},
	{"not_text", CONF_LIST, NULL},
	{"attachment", CONF_LIST, NULL},
	{"not_attachment", CONF_LIST, NULL},
	{"tier", CONF_LIST, NULL},
	{"not_tier", CONF_LIST, NULL},
	{"language", CONF_LIST, NULL},
	{"not_language", CONF_LIST, NULL},
	{"type", CONF_VALUE, NULL},
	{"priority", CONF_VALUE, NULL},
	{"assignee", CONF_VALUE, NULL},
	{"desk", CONF_VALUE, NULL},
	{"tag", CONF_LIST, NULL},
	{"hold", CONF_VALUE, NULL},
	{"discard", CONF_VALUE, NULL},
	{"answer", CONF_VALUE, NULL},
	{"link", CONF_LIST, NULL},
	{"stop", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord words[] = {
	{"rule", CONF_TITLED, rule_words},
	{NULL, CONF_VALUE, NULL},
};

static const struct {
	const char *word;
	RulePlace place;
} places[] = {
	{"from", RULE_FROM},
	{"from_name", RULE_FROM_NAME},
	{"to", RULE_TO},
	{"cc", RULE_CC},
	{"address", RULE_ADDRESS},
	{"sender", RULE_SENDER},
	{"recipient", RULE_RECIPIENT},
	{"subject", RULE_SUBJECT},
	{"text", RULE_TEXT},
	{"attachment", RULE_ATTACHMENT},
	{"tier", RULE_TIER},
	{"language", RULE_LANGUAGE},
};

static const ConfChoice on_choices[] = {
	{"new", RULE_ON_NEW},
	{"reply", RULE_ON_REPLY},
	{"both", RULE_ON_NEW | RULE_ON_REPLY},
	{NULL, 0},
};

/* What is known of the rule at hand. Texts are the block's or the site's. */
typedef struct Reading {
	const ConfFile *file;
	const ConfBlock *block;
	const Site *site;
	Rule *rule;
	guint conditions;
} Reading;

static void
add_condition(Reading *reading, gint line, RulePlace place, const char *header, gboolean negated,
	      const GPtrArray *patterns)
{
	g_autoptr(GError) error = NULL;

	reading->conditions++;
	if (!rule_add_condition(reading->rule, place, header, negated, patterns, &error))
		conf_fault(reading->file, line, "%s: mend the pattern", error->message);
}

/* One word of a block with all its patterns is one condition. */
static void
read_patterns(Reading *reading, const ConfBlock *block, const char *word, RulePlace place,
	      const char *header, gboolean negated)
{
	g_autoptr(GPtrArray) patterns = g_ptr_array_new_with_free_func(g_free);

	conf_get_list(block, word, patterns);
	if (patterns->len > 0)
		add_condition(reading, conf_line(block, word), place, header, negated, patterns);
}

static gboolean
is_header_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!g_ascii_isgraph(*c) || *c == ':')
			return FALSE;
	return *name != '\0';
}

static void
read_headers(Reading *reading)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(reading->block, "header");
	g_autoptr(GPtrArray) absent = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) nothing = g_ptr_array_new();

	for (guint i = 0; i < blocks->len; i++) {
		const ConfBlock *block = g_ptr_array_index(blocks, i);

		if (!is_header_name(block->title))
			conf_fault(reading->file, block->line,
				   "\"%s\" is no name of a header field: write it without colon "
				   "and blanks",
				   block->title);
		if (block->values->len == 0)
			add_condition(reading, block->line, RULE_HEADER, block->title, FALSE,
				      nothing);
		read_patterns(reading, block, "is", RULE_HEADER, block->title, FALSE);
		read_patterns(reading, block, "not", RULE_HEADER, block->title, TRUE);
	}
	conf_get_list(reading->block, "no_header", absent);
	for (guint i = 0; i < absent->len; i++)
		add_condition(reading, conf_line(reading->block, "no_header"), RULE_HEADER,
			      g_ptr_array_index(absent, i), TRUE, nothing);
}

static void
read_conditions(Reading *reading)
{
	read_headers(reading);
	for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *negated = g_strconcat("not_", places[i].word, NULL);

		read_patterns(reading, reading->block, places[i].word, places[i].place, NULL,
			      FALSE);
		read_patterns(reading, reading->block, negated, places[i].place, NULL, TRUE);
	}
	if (reading->conditions == 0)
		conf_fault(reading->file, reading->block->line,
			   "rule \"%s\" has no condition: add one, or subject = '' to hit every "
			   "mail",
			   reading->block->title);
}

/* The value of a setting; NULL if it isn't set. (transfer none) */
static const char *
text_of(const Reading *reading, const char *name)
{
	const ConfValue *value = conf_get(reading->file, reading->block, name);
	g_autofree char *fault = value ? name_fault(value->text, LIMIT_REASON_CHARS) : NULL;

	if (fault)
		conf_fault(reading->file, value->line, "\"%s\" %s: write something else", name,
			   fault);
	return value ? value->text : NULL;
}

/* The names a rule gives, as the site spells them. */
static void
read_names(const Reading *reading, RuleActions *actions)
{
	const char *type = text_of(reading, "type"), *priority = text_of(reading, "priority");
	const char *desk = text_of(reading, "desk");
	const CaseType *known_type = type ? site_type(reading->site, type) : NULL;
	const Desk *known_desk = desk ? site_desk(reading->site, desk) : NULL;

	actions->type = known_type ? known_type->name : NULL;
	actions->desk = known_desk ? known_desk->name : NULL;
	if (priority)
		actions->priority = site_name_in(reading->site->priorities, priority);
	if (type && !known_type)
		conf_fault(reading->file, conf_line(reading->block, "type"),
			   "there is no type \"%s\": take one of casemate.conf", type);
	if (priority && !actions->priority)
		conf_fault(reading->file, conf_line(reading->block, "priority"),
			   "there is no priority \"%s\": take one of casemate.conf", priority);
	if (desk && !known_desk)
		conf_fault(reading->file, conf_line(reading->block, "desk"),
			   "there is no desk \"%s\": take one of casemate.conf", desk);
}

static gboolean
asks_for_nothing(const RuleActions *actions)
{
	return !actions->type && !actions->priority && !actions->assignee && !actions->desk &&
	       !actions->hold && !actions->discard && !actions->stop && !actions->answer &&
	       !actions->tags[0];
}

static void
check_actions(const Reading *reading, const RuleActions *actions, guint on)
{
	const char *assignee = actions->assignee;

	if (assignee && !address_is_fit(assignee))
		conf_fault(reading->file, conf_line(reading->block, "assignee"),
			   "\"%s\" is no mail address: write it as name@domain", assignee);
	if (actions->hold && actions->discard)
		conf_fault(reading->file, conf_line(reading->block, "discard"),
			   "a mail is held or discarded, not both: remove one");
	if (actions->desk && !(on & RULE_ON_NEW))
		conf_fault(reading->file, conf_line(reading->block, "desk"),
			   "a reply stays at the desk of its case: remove \"desk\" or \"on\"");
	if (asks_for_nothing(actions))
		conf_fault(reading->file, reading->block->line,
			   "rule \"%s\" asks for nothing: add what to do (type, priority, "
			   "assignee, desk, tag, answer, hold, discard, stop)",
			   reading->block->title);
}

static void
check_name(const Reading *reading, const RuleSet *earlier, const RuleSet *rules)
{
	const char *where = rule_set_where(earlier, reading->block->title);

	if (where == NULL)
		where = rule_set_where(rules, reading->block->title);
	if (*reading->block->title == '\0')
		conf_fault(reading->file, reading->block->line,
			   "this rule has no name: write rule \"NAME\" { ... }");
	else
		conf_check_word(reading->file, reading->block->line, "the name of this rule",
				reading->block->title, LIMIT_NAME_CHARS);
	if (where)
		conf_fault(reading->file, reading->block->line,
			   "rule \"%s\" stands in %s already: rename one", reading->block->title,
			   where);
}

/* Pages to read on, a line each below the words. */
static void
add_links(const Reading *reading, GString *text)
{
	g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);

	conf_get_list(reading->block, "link", links);
	for (guint i = 0; i < links->len; i++) {
		const char *link = links->pdata[i];

		if (!g_str_has_prefix(link, "https://") && !g_str_has_prefix(link, "http://"))
			conf_fault(reading->file, conf_line(reading->block, "link"),
				   "\"%.80s\" is no address of a page: begin it with https://",
				   link);
		g_string_append_printf(text, "%s%s", text->len ? "\n" : "", link);
	}
}

/* (transfer full); NULL: the rule has none. */
static char *
read_answer(const Reading *reading, guint on)
{
	g_autofree char *said = g_strdup("");
	g_autoptr(GString) text = g_string_new(NULL);

	conf_get_lines(reading->file, reading->block, "answer", &said);
	g_string_assign(text, g_strstrip(said));
	add_links(reading, text);
	if (text->len > 0 && !(on & RULE_ON_NEW))
		conf_fault(
			reading->file, reading->block->line,
			"an answer goes along with the receipt of a new case: remove it or \"on\"");
	return text->len > 0 ? g_strdup(text->str) : NULL;
}

static void
read_rule(const ConfFile *file, const ConfBlock *block, const Site *site, const RuleSet *earlier,
	  RuleSet *rules)
{
	Reading reading = {.file = file, .block = block, .site = site};
	g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *where = g_strdup_printf("%s:%d", file->path, block->line);
	g_autofree char *assignee_where =
		g_strdup_printf("%s:%d", file->path, conf_line(block, "assignee"));
	guint faults = file->faults->len;
	g_autofree char *answer = NULL;
	RuleActions actions = {0};
	gint on = RULE_ON_NEW;

	check_name(&reading, earlier, rules);
	conf_get_choice(file, block, "on", on_choices, &on);
	conf_get_list(block, "tag", tags);
	for (guint i = 0; i < tags->len; i++)
		conf_check_word(file, conf_line(block, "tag"), "a tag", tags->pdata[i],
				LIMIT_WORD_CHARS);
	g_ptr_array_add(tags, NULL);
	actions.tags = (const char *const *)tags->pdata;
	actions.assignee = text_of(&reading, "assignee");
	actions.assignee_where = assignee_where;
	actions.hold = text_of(&reading, "hold");
	actions.discard = text_of(&reading, "discard");
	answer = read_answer(&reading, (guint)on);
	actions.answer = answer;
	conf_get_bool(file, block, "stop", &actions.stop);
	read_names(&reading, &actions);
	if (file->faults->len == faults)
		check_actions(&reading, &actions, (guint)on);
	reading.rule = rule_set_add(rules, block->title, where, (guint)on, &actions);
	read_conditions(&reading);
}

void
rulefile_read(const char *path, const Site *site, RuleSet *rules, GPtrArray *faults)
{
	g_autoptr(ConfFile) file = conf_read(path, words, faults);
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "rule");
	g_autoptr(RuleSet) read = rule_set_new();

	for (guint i = 0; i < blocks->len; i++)
		read_rule(file, g_ptr_array_index(blocks, i), site, rules, read);
	if (faults->len == file->first_fault)
		rule_set_join(rules, g_steal_pointer(&read));
	conf_sort_faults(file);
}
