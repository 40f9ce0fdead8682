/*
 * Delivery status parts as RFC 3464 has them: groups of fields, the first about the
 * message, each further one about a recipient.
 */
#include "mail/bounce_parts.h"

#include <string.h>

/* The fields of one group that say something. */
typedef struct Group {
	char *final, *original, *action, *status, *diagnostic, *remote;
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
	memset(group, 0, sizeof *group);
}

static void
keep_first(char **field, const char *value)
{
	if (*field == NULL)
		*field = g_strstrip(g_strdup(value));
}

static void
take_field(Group *group, const char *line)
{
	static const struct {
		const char *name;
		gsize offset;
	} fields[] = {
		{"final-recipient:", G_STRUCT_OFFSET(Group, final)},
		{"x-actual-recipient:", G_STRUCT_OFFSET(Group, original)},
		{"original-recipient:", G_STRUCT_OFFSET(Group, original)},
		{"action:", G_STRUCT_OFFSET(Group, action)},
		{"status:", G_STRUCT_OFFSET(Group, status)},
		{"diagnostic-code:", G_STRUCT_OFFSET(Group, diagnostic)},
		{"remote-mta:", G_STRUCT_OFFSET(Group, remote)},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		gsize length = strlen(fields[i].name);

		if (g_ascii_strncasecmp(line, fields[i].name, length) == 0)
			keep_first((char **)(gpointer)((char *)group + fields[i].offset),
				   line + length);
	}
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

static gboolean
is_good_action(const char *action)
{
	return action && (g_ascii_strncasecmp(action, "deliver", 7) == 0 ||
			  g_ascii_strncasecmp(action, "relay", 5) == 0 ||
			  g_ascii_strncasecmp(action, "expand", 6) == 0);
}

/* Whether the group is about a recipient; adds what failed or waits. */
static gboolean
settle_group(Reader *reader, Group *group)
{
	g_autofree char *address = address_of(group->final);
	g_autofree char *status = group->status ? bounce_status_in(group->status) : NULL;
	Verdict verdict = {.permanent = TRUE};
	gboolean is_recipient;

	if (address == NULL)
		address = address_of(group->original);
	if (status == NULL && group->diagnostic)
		status = bounce_status_in(group->diagnostic);
	is_recipient = address != NULL && (group->action || group->status || group->diagnostic);
	if (is_recipient && !is_good_action(group->action) &&
	    !(group->status && group->status[0] == '2')) {
		verdict.address = address;
		verdict.status = status;
		verdict.diagnostic = words_of(group->diagnostic);
		verdict.host = words_of(group->remote);
		verdict.delayed =
			group->action && g_ascii_strncasecmp(group->action, "delay", 5) == 0;
		verdict.permanent = !verdict.delayed;
		bounce_add(reader, &verdict);
	}
	group_clear(group);
	return is_recipient;
}

/* Fields may come without the empty line between two recipients. */
static gboolean
starts_next(const Group *group, const char *line)
{
	return (group->final && g_ascii_strncasecmp(line, "final-recipient:", 16) == 0) ||
	       (group->final && group->action &&
		g_ascii_strncasecmp(line, "original-recipient:", 19) == 0);
}

static gboolean
read_body(Reader *reader, const char *body)
{
	g_autoptr(GString) field = g_string_new(NULL);
	Group group = {.final = NULL};
	gboolean found = FALSE;

	for (;;) {
		gsize length = strcspn(body, "\n");
		gboolean folded = length > 0 && (body[0] == ' ' || body[0] == '\t');

		if (folded) {
			g_string_append_len(field, body, (gssize)length);
		} else {
			take_field(&group, field->str);
			g_string_truncate(field, 0);
			g_string_append_len(field, body, (gssize)length);
			if (length == 0 || body[0] == '\r' || starts_next(&group, field->str))
				found = settle_group(reader, &group) || found;
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

gboolean
bounce_read_fields(Reader *reader, const char *text)
{
	const char *field = g_str_has_prefix(text, "Final-Recipient:") ? text : NULL;

	if (field == NULL) {
		field = strstr(text, "\nFinal-Recipient:");
		field = field ? field + 1 : NULL;
	}
	return field && read_body(reader, field);
}
