/*
 * Cases for people: labels and values, then the entries in order.  Text from mails is
 * stripped of what a terminal would obey.
 */
#include "app/case_print.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void
print_member(const Js *js, const char *label, const char *key)
{
	g_autofree char *value = js_display(js_get(js, key));
	g_autofree char *safe = header_safe(value);
	if (*safe)
		printf("%-13s %s\n", label, safe);
}

static void
print_text(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		g_autofree char *safe = terminal_safe(lines[i]);
		printf("    %s\n", safe);
	}
}

static void
print_attachments(const Js *entry)
{
	const Js *list = js_get(entry, "attachments");
	for (gsize i = 0; i < js_size(list); i++) {
		const Js *one = js_at(list, i);
		g_autofree char *name = header_safe(js_get_text(one, "name"));
		g_autofree char *size = g_format_size((guint64)js_get_int(one, "size", 0));
		printf("    [%s, %s, %s]\n", *name ? name : "(no name)", js_get_text(one, "type"),
		       size);
	}
}

static char *
author_line(const Js *entry, gboolean with_proof)
{
	const Js *author = js_get(entry, "author");
	const char *address = js_get_text(author, "address");
	g_autofree char *name = header_safe(js_get_text(author, "name"));
	g_autofree char *safe = header_safe(address);
	const char *who = *safe ? safe : *name ? name : "casemate";
	g_autofree char *proof = header_safe(with_proof ? js_get_text(author, "proof") : "");
	return g_strdup_printf("%s (%s%s%s%s)", who, js_get_text(author, "role"),
			       js_get_bool(author, "proven", FALSE) ? "" : ", unproven",
			       *proof ? ": " : "", proof);
}

static void
print_entry(const Js *entry)
{
	g_autofree char *who = author_line(entry, FALSE);
	printf("\n#%" G_GINT64_FORMAT "  %s  %s by %s\n", js_get_int(entry, "seq", 0),
	       js_get_text(entry, "at"), js_get_text(entry, "kind"), who);
	print_text(js_get_text(entry, "text"));
	if (js_get_int(entry, "masked", 0))
		printf("    [secrets masked: %" G_GINT64_FORMAT "; --raw %" G_GINT64_FORMAT
		       " gives the message as it came]\n",
		       js_get_int(entry, "masked", 0), js_get_int(entry, "seq", 0));
	if (js_get_text(entry, "split_into"))
		printf("    [became %s]\n", js_get_text(entry, "split_into"));
	print_attachments(entry);
}

static void
print_tags(const Js *tags)
{
	g_autoptr(GString) line = g_string_new(NULL);
	for (gsize i = 0; i < js_size(tags); i++) {
		g_autofree char *tag = js_display(js_at(tags, i));
		g_string_append_printf(line, "%s%s", i ? ", " : "", tag);
	}
	g_autofree char *safe = header_safe(line->str);
	if (*safe)
		printf("%-13s %s\n", "Tags", safe);
}

static void
print_merged(const Js *shown)
{
	const Js *merged = js_get(shown, "merged");
	print_member(shown, "Goes on in", "merged_into");
	for (gsize i = 0; i < js_size(merged); i++) {
		g_autofree char *number = js_display(js_at(merged, i));
		printf("%-13s %s\n", i ? "" : "Merged", number);
	}
}

static void
print_links(const Js *links)
{
	for (gsize i = 0; i < js_size(links); i++) {
		const Js *one = js_at(links, i);
		g_autofree char *title = header_safe(js_get_text(one, "title"));
		printf("%-13s %s (%s) %s: %s\n", i ? "" : "Links", js_get_text(one, "number"),
		       js_get_text(one, "kind"), title, js_get_text(one, "status"));
	}
}

static void
print_external(const Js *external)
{
	for (gsize i = 0; i < js_size(external); i++) {
		const Js *one = js_at(external, i);
		g_autofree char *partner = header_safe(js_get_text(one, "partner"));
		g_autofree char *id = header_safe(js_get_text(one, "id"));
		printf("%-13s %s: %s\n", i ? "" : "External", partner, id);
	}
}

static void
print_tickets(const Js *tickets)
{
	for (gsize i = 0; i < js_size(tickets); i++) {
		const Js *one = js_at(tickets, i);
		const char *status = js_get_text(one, "status"), *url = js_get_text(one, "url");
		g_autofree char *safe = header_safe(status ? status : "");
		printf("%-13s %s (%s)%s%s%s%s\n", i ? "" : "Tickets", js_get_text(one, "key"),
		       js_get_text(one, "tracker"), *safe ? ": " : "", safe, url ? "  " : "",
		       url ? url : "");
	}
}

/* What was filled into forms; the further lines of a long text below the first. */
static void
print_fields(const Js *fields)
{
	for (gsize i = 0; i < js_size(fields); i++) {
		g_autofree char *name = header_safe(js_member_name(fields, i));
		g_auto(GStrv) lines = g_strsplit(js_text(js_member(fields, i)), "\n", -1);
		for (guint k = 0; lines[k]; k++) {
			g_autofree char *safe = terminal_safe(lines[k]);
			printf("%-13s %s%s%s\n", i || k ? "" : "Fields", k ? "  " : name,
			       k ? "" : ": ", safe);
		}
	}
}

void
case_print(const Js *shown)
{
	static const char *const members[][2] = {
		{"Status", "status"},
		{"Type", "type"},
		{"Priority", "priority"},
		{"Severity", "severity"},
		{"Emergency", "emergency"},
		{"Customer", "customer"},
		{"Reporter", "reporter"},
		{"Assignee", "assignee"},
		{"Team", "team"},
		{"Partner", "partner"},
		{"ETA", "eta"},
		{"Rating", "rating"},
		{"Due", "due"},
		{"Due for", "due_for"},
		{"Opened", "opened"},
		{"Updated", "updated"},
	};
	g_autofree char *title = header_safe(js_get_text(shown, "title"));
	printf("%s  %s\n\n", js_get_text(shown, "number"), title);
	for (guint i = 0; i < G_N_ELEMENTS(members); i++)
		print_member(shown, members[i][0], members[i][1]);
	print_fields(js_get(shown, "fields"));
	print_external(js_get(shown, "external"));
	print_merged(shown);
	print_tags(js_get(shown, "tags"));
	print_links(js_get(shown, "links"));
	print_tickets(js_get(shown, "tickets"));
	const Js *people = js_get(shown, "participants");
	for (gsize i = 0; i < js_size(people); i++) {
		const Js *one = js_at(people, i);
		printf("%-13s %s (%s) %s\n", i ? "" : "Participants", js_get_text(one, "address"),
		       js_get_text(one, "role"), js_get_text(one, "tracking_id"));
	}
	const Js *organisations = js_get(shown, "organisations");
	for (gsize i = 0; i < js_size(organisations); i++) {
		g_autofree char *name = header_safe(js_get_text(js_at(organisations, i), "name"));
		printf("%-13s %s\n", i ? "" : "Followed by", name);
	}
	const Js *entries = js_get(shown, "entries");
	for (gsize i = 0; i < js_size(entries); i++)
		print_entry(js_at(entries, i));
}

/* The first line says enough in a history. */
static char *
first_line(const char *text)
{
	g_autofree char *line = g_strndup(text, strcspn(text, "\n"));
	g_autofree char *safe = header_safe(line);
	return text_ellipsize(safe, 100);
}

void
case_print_history(const Js *shown)
{
	const Js *entries = js_get(shown, "entries");
	for (gsize i = 0; i < js_size(entries); i++) {
		const Js *entry = js_at(entries, i);
		const char *id = js_get_text(entry, "message_id");
		g_autofree char *who = author_line(entry, TRUE);
		g_autofree char *line = first_line(js_get_text(entry, "text"));
		g_autofree char *mail = id ? header_safe(id) : g_strdup("");
		printf("%s  %-9s %s: %s%s%s%s\n", js_get_text(entry, "at"),
		       js_get_text(entry, "kind"), who, line, *mail ? " <" : "", mail,
		       *mail ? ">" : "");
	}
}
