/*
 * The plan in plain words: what `casemate explain` prints, and what the .plan files
 * beside the test mails hold.
 */
#include "desk/plan.h"

#include "base/text.h"
#include "desk/partner_event.h"

#include <string.h>

/* Of the value of a field. */
#define VALUE_CHARS 60

static void
explain_entry(GString *out, const Entry *entry)
{
	gsize lines = 1;
	for (const char *p = entry->text; (p = strchr(p, '\n')); p++)
		lines++;
	g_string_append_printf(out, "add %s by %s (%s, %s), %" G_GSIZE_FORMAT " line%s\n",
			       entry->kind, *entry->author ? entry->author : entry->author_name,
			       entry->author_role, entry->is_proven ? "proven" : "unproven", lines,
			       lines == 1 ? "" : "s");
}

static void
explain_opening(GString *out, const Change *change)
{
	const Opening *o = change->opening;
	g_string_append_printf(out,
			       "open case %s-%" G_GINT64_FORMAT
			       " \"%s\" at desk %s: type %s, status %s, priority %s, customer %s\n",
			       o->prefix, o->number, change->name, o->desk, o->type, o->status,
			       o->priority, o->customer);
}

static void
explain_notice(GString *out, const Notice *n)
{
	g_string_append_printf(out, "send notice \"%s\" (%s) to %s %s",
			       subject_kind_name(n->subject), notice_event_name(n->event),
			       n->to_role, *n->endpoint ? n->endpoint : n->to_address);
	if (*n->endpoint)
		g_string_append_printf(out, " as %s", partner_event_of(n));
	if (n->parts->len || n->named->len || n->withheld->len)
		g_string_append_printf(out, ", %u attached, %u named", n->parts->len,
				       n->named->len + n->withheld->len);
	g_string_append_c(out, '\n');
}

static void
explain_hold(GString *out, const Change *change)
{
	static const char *const whom[HELD_KINDS] = {
		[HELD_DOUBTFUL] = "staff",
		[HELD_UNCONFIRMED] = "its writer to confirm",
		[HELD_RETURNED] = "its writer",
	};
	g_string_append_printf(out, "hold for %s: %s\n", whom[change->hold->kind], change->value);
}

static void
explain_decision(GString *out, const Change *change)
{
	g_string_append_printf(out, "%s held mail %" G_GINT64_FORMAT,
			       change->kind == CHANGE_DROP ? "drop" : "release", change->number);
	if (change->kind == CHANGE_RELEASE)
		g_string_append_printf(out, ", %s", release_name(change->release));
	g_string_append_c(out, '\n');
}

/* Of a long value its beginning, in one line; FALSE: it is about something else. */
static gboolean
explain_field(GString *out, const Change *change)
{
	static const char *const needs[] = {
		[NEED_AS_TYPE] = "needed as its type says",
		[NEED_ASKED] = "asked for",
		[NEED_WAIVED] = "waived",
	};
	if (change->kind == CHANGE_FIELD_NEED)
		g_string_append_printf(out, "field %s: %s\n", change->name, needs[change->number]);
	if (change->kind != CHANGE_FIELD)
		return change->kind == CHANGE_FIELD_NEED;
	g_autofree char *line = text_collapse(change->value);
	g_autofree char *safe = terminal_safe(line);
	g_autofree char *shown = text_ellipsize(safe, VALUE_CHARS);
	g_string_append_printf(out, "field %s: %s\n", change->name, shown);
	return TRUE;
}

/* Persons and their parts; FALSE: it is something else. */
static gboolean
explain_people(GString *out, const Change *change)
{
	switch (change->kind) {
	case CHANGE_ADD_PERSON:
		g_string_append_printf(out, "remember %s%s<%s> as %s\n", change->name,
				       *change->name ? " " : "", change->address, change->value);
		break;
	case CHANGE_NAME_PERSON:
		g_string_append_printf(out, "%s is called %s\n", change->address, change->name);
		break;
	case CHANGE_ADD_PARTICIPANT:
		g_string_append_printf(out, "make %s a participant: %s%s\n", change->address,
				       change->name, change->number ? ", for a while" : "");
		break;
	case CHANGE_PARTICIPANT:
		g_string_append_printf(out, "make participant %s: %s%s\n", change->address,
				       change->name, change->number ? ", for a while" : "");
		break;
	case CHANGE_REMOVE_PARTICIPANT:
		g_string_append_printf(out, "remove %s from the case\n", change->address);
		break;
	case CHANGE_ADD_ORGANISATION:
	case CHANGE_REMOVE_ORGANISATION:
		g_string_append_printf(out, "let %s follow%s\n", change->name,
				       change->kind == CHANGE_ADD_ORGANISATION ? "" : " no more");
		break;
	case CHANGE_PARTNER_ANSWERED:
		break; /* book-keeping */
	case CHANGE_PARTNER:
		g_string_append_printf(out, "%s%s\n",
				       *change->name ? "hand over to "
						     : "take back from its partner",
				       change->name);
		break;
	case CHANGE_EXTERNAL:
		g_string_append_printf(out, "note the number of %s: %s\n", change->name,
				       *change->value ? change->value : "none");
		break;
	case CHANGE_JOIN:
		g_string_append_printf(out, "make %s a member of the organisation\n",
				       change->address);
		break;
	default:
		return FALSE;
	}
	return TRUE;
}

static void
explain_redaction(GString *out, const Redaction *r)
{
	g_string_append_printf(out,
			       "remove the text of entry %" G_GINT64_FORMAT
			       " for good: %u messages, %u notices, %u not sent\n",
			       r->seq, r->messages->len, r->sent->len, r->unsent->len);
}

/* FALSE: it is about something else. */
static gboolean
explain_cases(GString *out, const Change *change)
{
	switch (change->kind) {
	case CHANGE_LINK:
		g_string_append_printf(out, "link with %s: %s\n", change->value, change->name);
		break;
	case CHANGE_UNLINK:
		g_string_append_printf(out, "end the link with %s\n", change->value);
		break;
	case CHANGE_TICKET:
		g_string_append_printf(out, "ticket %s of %s%s%s\n", change->name, change->address,
				       *change->value ? ": " : "", change->value);
		break;
	case CHANGE_DROP_TICKET:
		g_string_append_printf(out, "remove ticket %s\n", change->name);
		break;
	case CHANGE_COPY_ENTRY:
		g_string_append_printf(out, "begin with entry %s\n", change->value);
		break;
	case CHANGE_MERGE:
		g_string_append_printf(out, "merge into %s\n", change->value);
		break;
	case CHANGE_REDACT:
		explain_redaction(out, change->redaction);
		break;
	case CHANGE_UNMERGE:
		g_string_append_printf(out, "take out of %s again\n", change->value);
		break;
	default:
		return FALSE;
	}
	return TRUE;
}

static void
explain_change(GString *out, const Change *change)
{
	if (explain_people(out, change) || explain_cases(out, change) || explain_field(out, change))
		return;
	switch (change->kind) {
	case CHANGE_OPEN_CASE:
		explain_opening(out, change);
		break;
	case CHANGE_SET:
		g_string_append_printf(out, "set %s to %s\n", change->name,
				       *change->value ? change->value : "none");
		break;
	case CHANGE_TAG:
		g_string_append_printf(out, "tag %s\n", change->value);
		break;
	case CHANGE_UNTAG:
		g_string_append_printf(out, "remove tag %s\n", change->value);
		break;
	case CHANGE_TURN_TO:
		g_string_append_printf(out, "turn %s%s\n", *change->value ? "to case " : "back",
				       change->value);
		break;
	case CHANGE_ADD_ENTRY:
		explain_entry(out, change->entry);
		break;
	case CHANGE_NOTICE:
		explain_notice(out, change->notice);
		break;
	case CHANGE_COUNT_RECEIPT:
	case CHANGE_TOLD:
	case CHANGE_INVITED:
	case CHANGE_WELCOMED:
	case CHANGE_USE_SIGNATURE:
	case CHANGE_HELD_TOLD:
		break; /* book-keeping */
	case CHANGE_ERASE:
		g_string_append(out, "remove its bytes\n");
		break;
	case CHANGE_HOLD:
		explain_hold(out, change);
		break;
	case CHANGE_RELEASE:
	case CHANGE_DROP:
		explain_decision(out, change);
		break;
	case CHANGE_ADD_ADDRESS:
		g_string_append_printf(out, "note the further address %s\n", change->address);
		break;
	case CHANGE_END:
		g_string_append_printf(out, "end as %s: %s\n", ending_name(change->ending),
				       change->value);
		break;
	default:
		break;
	}
}

char *
plan_explain(const Plan *plan)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < plan->reasons->len; i++)
		g_string_append_printf(out, "because: %s\n", (const char *)plan->reasons->pdata[i]);
	for (guint i = 0; i < plan->changes->len; i++)
		explain_change(out, plan->changes->pdata[i]);
	return g_string_free(out, FALSE);
}
