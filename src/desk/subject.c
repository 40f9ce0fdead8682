/*
 * The subject lines, from one table.  People's mail rules match these bytes: changing
 * one is a breaking change.
 */
#include "desk/subject.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* A long status takes room from the customer's name first, down to this. */
#define SHORTEST_NAME_CHARS 12

/* {N} case number, {C} customer, {S} status, {E} ETA, {I} tracking ID, {W} what. */
static const struct {
	const char *name;
	const char *line;
} kinds[SUBJECT_KINDS] = {
	[SUBJECT_CASE_RECEIPT] = {"receipt", "Case Receipt - Case ID: {N} - Customer: {C}"
					     " - Status: {S}. {I}"},
	[SUBJECT_CHANGE_REQUEST_RECEIPT] = {"change", "Change Request Receipt - Case ID: {N}"
						      " - Customer: {C} - Status: {S}. {I}"},
	[SUBJECT_ETA_UPDATE] = {"eta", "Case ETA Update - Case ID: {N} - Customer: {C}"
				       " - ETA: {E}. {I}"},
	[SUBJECT_EMERGENCY] = {"emergency", "Emergency {S} - Case ID: {N} - Customer: {C} {I}"},
	[SUBJECT_COMMENT] = {"comment", "Case Comment Notification - Case ID: {N}"
					" - Customer: {C} - Status: {S} {I}"},
	/* The second table; never beginning as one of those above. */
	[SUBJECT_SHARED] = {"shared", "Shared with you - {W}"},
	/* Its answer shall find the case from anywhere, as that to a reminder. */
	[SUBJECT_HANDED] = {"handed", "Handed to you - {W}. {I}"},
	[SUBJECT_TAKEN_BACK] = {"taken-back", "Taken back - {W}"},
	[SUBJECT_WELCOME] = {"welcome", "Welcome - {W}"},
	/* It asks for an answer, which shall find its case from anywhere. */
	[SUBJECT_REMINDER] = {"reminder", "Reminder - {W}. {I}"},
	[SUBJECT_DUE] = {"due", "Due soon - {W}. {I}"},
	[SUBJECT_LATE] = {"late", "Late - {W}. {I}"},
	[SUBJECT_TRANSCRIPT] = {"transcript", "Commands - {W}"},
	[SUBJECT_CONFIRM] = {"confirm", "Please confirm - {W}"},
	[SUBJECT_RETURNED] = {"returned", "Returned mail - {W}"},
	[SUBJECT_OVERVIEW] = {"overview", "Overview - {W}"},
	[SUBJECT_LIST] = {"list", "List of cases - {W}"},
	[SUBJECT_HISTORY] = {"history", "History - {W}"},
	[SUBJECT_HELP] = {"help", "Help - {W}"},
	[SUBJECT_FORM] = {"form", "Form - {W}"},
	[SUBJECT_REFUSED] = {"refused", "Not opened - {W}"},
	[SUBJECT_MASKED] = {"masked", "Secret masked - {W}"},
	[SUBJECT_INVITATION] = {"invitation", "Invitation - {W}"},
	[SUBJECT_WEEKLY] = {"weekly", "Weekly report - {W}"},
	[SUBJECT_HELD] = {"held", "Held mail - {W}"},
	[SUBJECT_QUARANTINED] = {"quarantined", "Quarantined mail - {W}"},
	[SUBJECT_UNDELIVERED] = {"undelivered", "Undelivered notice - {W}"},
	/* As the reminder. */
	[SUBJECT_ESCALATION] = {"escalation",
				"Desk alarm - Nobody has taken the emergency {W}. {I}"},
	[SUBJECT_ALARM] = {"alarm", "Desk alarm - {W}"},
};

/*
 * Takes from a name what could pass for our own punctuation: a hyphen that stands
 * alone becomes a dash (our fields are parted by " - "), and a colon becomes a comma
 * (our labels end in one, "Status:").  Only names come from outside; a status is the
 * site's own and stands as configured, "Closed - Escalated to engineering" too.
 */
static char *
disarm(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p; p++) {
		gboolean starts = p == text || p[-1] == ' ';
		gboolean ends = !p[1] || p[1] == ' ';
		if (*p == '-' && starts && ends)
			g_string_append(out, "–");
		else
			g_string_append_c(out, *p == ':' ? ',' : *p);
	}
	return g_string_free(out, FALSE);
}

static char *
safe_text(const char *value)
{
	g_autofree char *collapsed = text_collapse(value ? value : "");
	g_autofree char *safe = header_safe(collapsed);
	/* Once more: what stood between two blanks may have gone. */
	return text_collapse(safe);
}

char *
subject_customer(const char *name)
{
	g_autofree char *safe = safe_text(name);
	g_autofree char *disarmed = disarm(safe);
	return *disarmed ? text_ellipsize(disarmed, LIMIT_SUBJECT_NAME_CHARS) : g_strdup("unknown");
}

/* The values of one subject line, made safe. */
typedef struct Values {
	char *number;
	char *customer;
	char *status;
	char *eta;
	char *id;
	char *what;
} Values;

static void
values_clear(Values *values)
{
	g_free(values->number);
	g_free(values->customer);
	g_free(values->status);
	g_free(values->eta);
	g_free(values->id);
	g_free(values->what);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Values, values_clear)

static const char *
value_of(const Values *values, char letter)
{
	switch (letter) {
	case 'N':
		return values->number;
	case 'C':
		return values->customer;
	case 'S':
		return values->status;
	case 'E':
		return values->eta;
	case 'I':
		return values->id;
	default:
		return values->what;
	}
}

static char *
fill_in(const char *line, const Values *values)
{
	GString *out = g_string_new(NULL);
	for (const char *p = line; *p; p++) {
		if (*p == '{') {
			g_string_append(out, value_of(values, p[1]));
			p += 2;
		} else {
			g_string_append_c(out, *p);
		}
	}
	return g_strchomp(g_string_free(out, FALSE));
}

/* How many characters a line is too long. */
static glong
excess(const char *line)
{
	return MAX(g_utf8_strlen(line, -1) - (LIMIT_SUBJECT_CHARS - 1), 0);
}

static void
shorten(char **value, glong by, glong least)
{
	glong length = g_utf8_strlen(*value, -1);
	if (by <= 0 || length <= least)
		return;
	g_autofree char *old = *value;
	*value = text_ellipsize(old, (gsize)MAX(length - by, least));
}

static char *
eta_value(const char *eta)
{
	g_autofree char *safe = safe_text(eta);
	return *safe ? text_ellipsize(safe, strlen("YYYY-MM-DD HH:MM UTC")) : g_strdup("none");
}

char *
subject_format(SubjectKind kind, const SubjectFields *fields)
{
	g_auto(Values) values = {
		.number = safe_text(fields->case_number),
		.customer = subject_customer(fields->customer),
		.status = safe_text(fields->status),
		.eta = eta_value(fields->eta),
		.id = safe_text(fields->tracking_id),
		.what = safe_text(fields->what),
	};
	const char *line = kinds[kind].line;
	struct {
		char **value;
		glong least;
	} yielding[] = {
		{&values.what, 1},
		{&values.customer, SHORTEST_NAME_CHARS},
		{&values.status, 1},
		{&values.number, 1},
	};
	for (guint i = 0; i < G_N_ELEMENTS(yielding); i++) {
		g_autofree char *subject = fill_in(line, &values);
		shorten(yielding[i].value, excess(subject), yielding[i].least);
	}
	return fill_in(line, &values);
}

char *
subject_pattern(SubjectKind kind)
{
	const Values names = {
		.number = unconst("{CASE NUMBER}"),
		.customer = unconst("{CUSTOMER NAME}"),
		.status = unconst("{STATUS}"),
		.eta = unconst("{ETA}"),
		.id = unconst("{TRACKING ID}"),
		.what = unconst(""),
	};
	return fill_in(kinds[kind].line, &names);
}

/* Both stand in all five, and mail programs leave them alone. */
#define NUMBER_LABEL   " - Case ID: "
#define CUSTOMER_LABEL " - Customer: "
/* What is left of a damaged tracking ID is at least so long. */
#define DAMAGED_ID_CHARS 12

/* Where a line of ours begins whose number label stands at `label`; NULL: it is none of ours. */
static const char *
frame_start(const char *subject, const char *label)
{
	gssize before = label - subject;
	for (SubjectKind kind = SUBJECT_CASE_RECEIPT; kind <= SUBJECT_COMMENT; kind++) {
		const char *line = kinds[kind].line;
		gssize fixed = strstr(line, NUMBER_LABEL) - line;
		gssize open = (gssize)strcspn(line, "{");
		g_autofree char *head = g_strndup(line, (gsize)MIN(fixed, open));
		if (open < fixed) { /* a status stands between */
			const char *at = g_strrstr_len(subject, before, head);
			if (at)
				return at;
		} else if (before >= fixed && !strncmp(label - fixed, head, (gsize)fixed)) {
			return label - fixed;
		}
	}
	return NULL;
}

/* Behind the last word that looks like a tracking ID; else the end. */
static const char *
frame_end(const char *rest)
{
	const char *end = rest + strlen(rest);
	for (const char *p = strchr(rest, ' '); p; p = strchr(p + 1, ' ')) {
		gsize length = strspn(p + 1, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS);
		if (length >= DAMAGED_ID_CHARS && !g_ascii_strncasecmp(p + 1, "CM", 2))
			end = p + 1 + length;
	}
	return end;
}

gboolean
subject_find_frame(const char *subject, SubjectFrame *out)
{
	for (const char *p = subject; (p = strstr(p, NUMBER_LABEL)); p++) {
		const char *number = p + strlen(NUMBER_LABEL);
		gsize length = strcspn(number, " ");
		const char *start = frame_start(subject, p);
		if (!start || !g_str_has_prefix(number + length, CUSTOMER_LABEL))
			continue;
		out->start = (gsize)(start - subject);
		out->end = (gsize)(frame_end(number + length + strlen(CUSTOMER_LABEL)) - subject);
		out->number = g_strndup(number, length);
		return TRUE;
	}
	return FALSE;
}

const char *
subject_kind_name(SubjectKind kind)
{
	return kinds[kind].name;
}
