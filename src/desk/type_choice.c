/*
 * What a mail says about the type of its case.  The writer's own word counts more than a rule's
 * guess; whether the writer may open such a case is the plan's to decide.
 */
#include "desk/type_choice.h"

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
