/*
 * What a mail says about the type of its case.  The writer's own word counts more than a rule's
 * guess; whether the writer may open such a case is the plan's to decide.
 */
#include "desk/type_choice.h"

#include "base/text.h"
#include "desk/subject.h"

#include <string.h>

const char *
type_way_words(TypeWay way)
{
	static const char *const words[] = {
		[TYPE_BY_DESK] = "the default of its desk",
		[TYPE_BY_RULE] = "by a rule",
		[TYPE_BY_FORM] = "by the form",
		[TYPE_BY_ADDRESS] = "by the address",
	};
	return words[way];
}

const CaseType *
type_of_form_subject(const Site *site, const char *subject)
{
	g_autofree char *form = subject_format(SUBJECT_FORM, &(SubjectFields){.what = ""});
	g_strchomp(form);
	gsize length = strlen(form);
	if (g_ascii_strncasecmp(subject, form, length) != 0)
		return NULL;
	return site_type(site, subject + length);
}

static const CaseType *
by_form(const Site *site, const TypeWords *words)
{
	const CaseType *type = *words->form ? site_type(site, words->form) : NULL;
	return type ? type : type_of_form_subject(site, words->subject);
}

static const CaseType *
default_of(const Site *site, const Desk *desk)
{
	const CaseType *type = site_type(site, desk->default_type);
	return type ? type : site->types->pdata[0];
}

/* A rule's word about the desk counts more than the type's. */
static const Desk *
desk_for(const Site *site, const Desk *desk, const CaseType *type, const RuleHits *hits)
{
	const Desk *by_rule = hits->desk ? site_desk(site, hits->desk) : NULL;
	const Desk *by_type = *type->desk ? site_desk(site, type->desk) : NULL;
	return by_rule ? by_rule : by_type ? by_type : desk;
}

void
type_choose(const Site *site, const Desk *desk, const TypeWords *words, const RuleHits *hits,
	    TypeChoice *out)
{
	const CaseType *ruled = hits->type ? site_type(site, hits->type) : NULL;
	const Desk *by_rule = hits->desk ? site_desk(site, hits->desk) : NULL;
	const CaseType *addressed = *words->extension ? site_type(site, words->extension) : NULL;
	const CaseType *filled = addressed ? NULL : by_form(site, words);
	out->type = addressed ? addressed
		    : filled  ? filled
		    : ruled   ? ruled
			      : default_of(site, by_rule ? by_rule : desk);
	out->way = addressed ? TYPE_BY_ADDRESS
		   : filled  ? TYPE_BY_FORM
		   : ruled   ? TYPE_BY_RULE
			     : TYPE_BY_DESK;
	out->desk = desk_for(site, desk, out->type, hits);
}

static gboolean
begins_title(const CaseType *type, const char *key)
{
	g_autofree char *title = text_name_key(type->title);
	gboolean begins = g_str_has_prefix(title, key);
	for (guint i = 0; !begins && i < type->titles->len; i++) {
		g_autofree char *other = text_name_key(type->titles->pdata[i]);
		begins = g_str_has_prefix(other, key);
	}
	return begins;
}

/* NULL: none, or several. */
static const CaseType *
by_beginning(const GPtrArray *offered, const char *value)
{
	g_autofree char *key = text_name_key(value);
	const CaseType *found = NULL;
	for (guint i = 0; *key && i < offered->len; i++) {
		const CaseType *type = offered->pdata[i];
		if (!begins_title(type, key))
			continue;
		if (found)
			return NULL;
		found = type;
	}
	return found;
}

const CaseType *
type_named(const Site *site, const GPtrArray *offered, const char *value, GError **error)
{
	const CaseType *exact = site_type(site, value);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GError) why = NULL;
	if (exact)
		return exact;
	for (guint i = 0; i < offered->len; i++)
		g_ptr_array_add(names, ((const CaseType *)offered->pdata[i])->name);
	const char *name = words_choose(site->words, names, value, "type", &why);
	const CaseType *type = name ? site_type(site, name) : by_beginning(offered, value);
	if (!type)
		g_propagate_error(error, g_steal_pointer(&why));
	return type;
}
