/*
 * Delivery status parts as RFC 3464 has them: groups of fields, the first about the
 * message, each further one about a recipient.
 */
#include "mail/bounce_parts.h"

#include <string.h>

/* The fields of one group that say something. */
typedef struct Group {
	char *final, *original, *action, *status, *diagnostic, *remote;
	char *comment; /* what else is said of the reason */
} Group;

static void
group_clear(Group *group)
{
	g_free(group->final);
	g_free(group->original);
	g_free(group->action);
	g_free(group->status);
	g_free(group->diagnostic);
	g_free(group->remote);
	g_free(group->comment);
	memset(group, 0, sizeof *group);
}

#define NO_SLOT ((gsize)-1)

static const struct {
	const char *name;
	gsize slot;
} fields[] = {
	{"final-recipient:", G_STRUCT_OFFSET(Group, final)},
	{"x-actual-recipient:", G_STRUCT_OFFSET(Group, original)},
	{"original-recipient:", G_STRUCT_OFFSET(Group, original)},
	{"action:", G_STRUCT_OFFSET(Group, action)},
	{"status:", G_STRUCT_OFFSET(Group, status)},
	{"diagnostic-code:", G_STRUCT_OFFSET(Group, diagnostic)},
	{"remote-mta:", G_STRUCT_OFFSET(Group, remote)},
	{"x-supplementary-info:", G_STRUCT_OFFSET(Group, comment)},
	{"x-powermta-bouncecategory:", G_STRUCT_OFFSET(Group, comment)},
};

/* Where the line's field is kept, as an offset; NO_SLOT if nowhere. */
static gsize
slot_of(const char *line)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (g_ascii_strncasecmp(line, fields[i].name, strlen(fields[i].name)) == 0)
			return fields[i].slot;
	}
	return NO_SLOT;
}

static void
take_field(Group *group, const char *line)
{
	gsize slot = slot_of(line);
	char **text = slot == NO_SLOT ? NULL : (char **)(gpointer)((char *)group + slot);

	if (text && *text == NULL)
		*text = g_strstrip(g_strdup(strchr(line, ':') + 1));
}

/* "rfc822; <a@b>", "rfc822;a@b", "a@b". NULL if no mail address is in it. */
static char *
address_of(const char *field)
{
	const char *semicolon, *end;

	if (field == NULL)
		return NULL;
	semicolon = strchr(field, ';');
	return bounce_next_address(semicolon ? semicolon + 1 : field, &end);
}

/* "smtp; 550 ..." without its type. */
static const char *
words_of(const char *field)
{
	const char *semicolon = field ? strchr(field, ';') : NULL;

	if (semicolon && semicolon - field < 40 &&
	    memchr(field, ' ', (gsize)(semicolon - field)) == NULL)
		return semicolon + 1;
	return field;
}

/* All that the group says in words; NULL if nothing. (transfer full) */
static char *
diagnostic_of(const Group *group)
{
	const char *words = words_of(group->diagnostic);

	if (words == NULL || group->comment == NULL)
		return g_strdup(words ? words : group->comment);
	return g_strconcat(words, "\n", group->comment, NULL);
}

static gboolean
is_good_action(const char *action)
{
	return action && (g_ascii_strncasecmp(action, "deliver", 7) == 0 ||
			  g_ascii_strncasecmp(action, "relay", 5) == 0 ||
			  g_ascii_strncasecmp(action, "expand", 6) == 0);
}

static gboolean
is_about_recipient(const Group *group)
{
	return (group->final || group->original) &&
	       (group->action || group->status || group->diagnostic);
}

/* Whether the group is about a recipient; keeps what failed or waits. */
static gboolean
settle_group(Reader *reader, Group *group)
{
	g_autofree char *address = is_about_recipient(group) ? address_of(group->final) : NULL;
	gboolean good = is_good_action(group->action) || (group->status && group->status[0] == '2');
	gboolean found;

	if (address == NULL && is_about_recipient(group))
		address = address_of(group->original);
	found = address != NULL;
	if (found && !good) {
		Verdict verdict = {
			.address = g_steal_pointer(&address),
			.status = group->status ? bounce_status_in(group->status) : NULL,
			.diagnostic = diagnostic_of(group),
			.host = g_strdup(words_of(group->remote)),
			.delayed = group->action &&
				   g_ascii_strncasecmp(group->action, "delay", 5) == 0,
		};

		if (verdict.status == NULL && group->diagnostic)
			verdict.status = bounce_status_in(group->diagnostic);
		bounce_add(reader, verdict);
	}
	group_clear(group);
	return found;
}

/* Whether a field begins the next group: it is there already, or an empty line came and it
 * names a recipient.  Some programs put none between two groups, some put one below every
 * field. */
static gboolean
starts_next(const Group *group, const char *line, gboolean blank)
{
	gsize slot = slot_of(line);
	gboolean taken = slot != NO_SLOT && *(char *const *)((const char *)group + slot) != NULL;
	gboolean recipient =
		slot == G_STRUCT_OFFSET(Group, final) || slot == G_STRUCT_OFFSET(Group, original);

	/* Two fields share that slot. */
	if (slot == G_STRUCT_OFFSET(Group, original) && !blank)
		return taken && group->final && group->action;
	return taken || (blank && recipient && is_about_recipient(group));
}

static gboolean
read_body(Reader *reader, const char *body)
{
	g_autoptr(GString) field = g_string_new(NULL);
	Group group = {.final = NULL};
	gboolean found = FALSE, blank = FALSE;

	for (;;) {
		gsize length = strcspn(body, "\n");

		if (length > 0 && (body[0] == ' ' || body[0] == '\t')) {
			g_string_append_len(field, body, (gssize)length);
		} else {
			take_field(&group, field->str);
			blank = blank || length == 0 || body[0] == '\r';
			g_string_truncate(field, 0);
			g_string_append_len(field, body, (gssize)length);
			if (starts_next(&group, field->str, blank))
				found = settle_group(reader, &group) || found;
			blank = blank && slot_of(field->str) == NO_SLOT;
		}
		if (body[length] == '\0')
			break;
		body += length + 1;
	}
	take_field(&group, field->str);
	return settle_group(reader, &group) || found;
}

gboolean
bounce_read_status_parts(Reader *reader)
{
	gboolean found = FALSE;

	for (guint i = 0; i < reader->parts->delivery_status->len; i++)
		found = read_body(reader, reader->parts->delivery_status->pdata[i]) || found;
	return found;
}

/* The group's first line: fields may stand above the recipient. */
static const char *
first_of_group(const char *text, const char *line)
{
	const char *first = line;

	while (line > text) {
		const char *above = line - 1;

		while (above > text && above[-1] != '\n')
			above--;
		if (slot_of(above) == NO_SLOT && *above != ' ' && *above != '\t')
			break;
		if (slot_of(above) != NO_SLOT)
			first = above;
		line = above;
	}
	return first;
}

gboolean
bounce_read_fields(Reader *reader, const char *text)
{
	for (const char *line = text; *line;) {
		if (slot_of(line) == G_STRUCT_OFFSET(Group, final))
			return read_body(reader, first_of_group(text, line));
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return FALSE;
}
