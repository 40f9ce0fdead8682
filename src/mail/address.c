/*
 * Addresses by GMime's parser, with what it rejects tried once more: an address is
 * too precious to be lost to a stray quote.
 */
#include "mail/address.h"

#include "base/limits.h"
#include "mail/gm.h"
#include "mail/header.h"
#include "mail/mail.h"

#include <string.h>

/* No one writes to more; a hostile list of groups within groups ends here. */
#define MAX_MAILBOXES 10000
/* Of groups that don't end; names have some in quotes. */
#define MAX_COLONS 1000

static Mailbox *
mailbox_new(const char *name, const char *address)
{
	Mailbox *mailbox = g_new0(Mailbox, 1);
	mailbox->name = g_strdup(name ? name : "");
	mailbox->address = g_strdup(address ? address : "");
	char *at = strrchr(mailbox->address, '@');
	/* Only the domain is free of case (RFC 5321 2.4). */
	for (char *p = at; p && *p; p++)
		*p = g_ascii_tolower(*p);
	return mailbox;
}

void
mailbox_free(Mailbox *mailbox)
{
	if (!mailbox)
		return;
	g_free(mailbox->name);
	g_free(mailbox->address);
	g_free(mailbox);
}

/* An address with what people put around it by mistake taken off. (transfer full) */
static char *
tidy_address(const char *address)
{
	char *tidy = g_strdup(address);
	g_strstrip(tidy);
	gsize length = strlen(tidy);
	if (length > 2 && ((tidy[0] == '\'' && tidy[length - 1] == '\'') ||
			   (tidy[0] == '<' && tidy[length - 1] == '>'))) {
		memmove(tidy, tidy + 1, length - 2);
		tidy[length - 2] = '\0';
	}
	if (g_ascii_strncasecmp(tidy, "mailto:", 7) == 0)
		memmove(tidy, tidy + 7, strlen(tidy + 7) + 1);
	return tidy;
}

static void
append(GPtrArray *list, const char *name, const char *address)
{
	if (list->len < MAX_MAILBOXES)
		g_ptr_array_add(list, mailbox_new(name, address));
}

static gboolean
is_address_char(char c)
{
	return (guchar)c > ' ' && !strchr("<>()[]\",;:\\", c) && c != 0x7f;
}

/* The first thing that looks like an address, in text that is no address list. */
static void
add_by_sight(GPtrArray *list, const char *text)
{
	const char *at = strchr(text, '@');
	while (at && (at == text || !is_address_char(at[-1]) || !is_address_char(at[1])))
		at = strchr(at + 1, '@');
	if (!at)
		return;
	const char *start = at, *end = at + 1;
	while (start > text && is_address_char(start[-1]))
		start--;
	while (*end && is_address_char(*end))
		end++;
	g_autofree char *address = g_strndup(start, (gsize)(end - start));
	g_autofree char *name = g_strndup(text, (gsize)(start - text));
	char *scheme = strstr(name, "mailto:");
	if (scheme)
		*scheme = '\0';
	g_strdelimit(name, "<>\"", ' ');
	g_strstrip(name);
	if (g_str_has_suffix(name, "["))
		name[strlen(name) - 1] = '\0';
	g_strchomp(name);
	append(list, name, address);
}

static void
add_mailbox(GPtrArray *list, const char *name, const char *address)
{
	g_autofree char *decoded = name ? header_decode(name, strlen(name), NULL, NULL) : NULL;
	g_autofree char *valid = header_decode(address, strlen(address), NULL, NULL);
	g_autofree char *tidy = tidy_address(valid);
	/* A whole mailbox in an encoded word, which the RFC forbids (RFC 2047 5). */
	if (*tidy != '"' && strpbrk(tidy, " <>")) {
		add_by_sight(list, tidy);
		return;
	}
	/* A lone word may be a name as well as a local user. */
	gboolean lone = !strchr(tidy, '@') && (!decoded || !*decoded);
	if (*tidy)
		append(list, lone ? tidy : decoded, tidy);
}

/* "Smith, Anna <a@b>" without quotes reads as two mailboxes: a word without a domain in
 * front of one with a name belongs to that name. */
static void
join_names(GPtrArray *list, guint from)
{
	for (guint i = list->len; i > from + 1; i--) {
		Mailbox *last = g_ptr_array_index(list, i - 1);
		const Mailbox *word = g_ptr_array_index(list, i - 2);
		if (strchr(word->address, '@') || !strchr(last->address, '@') || !*last->name)
			continue;
		char *name = g_strdup_printf("%s, %s", word->name, last->name);
		g_free(last->name);
		last->name = name;
		g_ptr_array_remove_index(list, i - 2);
	}
}

static void
add_all(GPtrArray *list, InternetAddressList *addresses, int depth)
{
	int count = addresses ? internet_address_list_length(addresses) : 0;
	for (int i = 0; i < count; i++) {
		InternetAddress *one = internet_address_list_get_address(addresses, i);
		const char *name = internet_address_get_name(one);
		if (INTERNET_ADDRESS_IS_MAILBOX(one))
			add_mailbox(list, name, INTERNET_ADDRESS_MAILBOX(one)->addr);
		else if (INTERNET_ADDRESS_IS_GROUP(one) && depth < 10)
			add_all(list, INTERNET_ADDRESS_GROUP(one)->members, depth + 1);
	}
}

/* Where the address list goes on behind what stands at `p`: in quotes, comments and brackets a
 * separator is none. `open` tells which kinds can still end: a hostile field has a hundred
 * thousand that don't. */
static char *
skip_item(char *p, gboolean *open)
{
	static const char starts[] = "\"(<[", ends[] = "\")>]";
	const char *start = strchr(starts, *p);
	if (!start || !open[start - starts])
		return p + 1;
	char closing = ends[start - starts];
	for (char *end = p + 1; *end; end++) {
		if (*end == closing)
			return end + 1;
		if (*end == '\\' && end[1])
			end++;
	}
	open[start - starts] = FALSE;
	return p + 1;
}

/* Outlook's people part addresses by semicolons, which end a group in the RFC and nothing else:
 * one outside of a group is a comma. */
static void
mend_separators(char *text)
{
	gboolean in_group = FALSE, open[] = {TRUE, TRUE, TRUE, TRUE};
	for (char *p = text; *p; p = skip_item(p, open)) {
		if (*p == ':')
			in_group = TRUE;
		if (*p != ';')
			continue;
		if (!in_group)
			*p = ',';
		in_group = FALSE;
	}
}

/* GMime's parser calls itself for each group within a group, which no RFC allows: ends the
 * nesting before its stack does. */
static void
end_nesting(char *text)
{
	int depth = 0;
	for (char *p = text; *p; p++) {
		depth += *p == ':' ? 1 : *p == ';' && depth > 0 ? -1 : 0;
		if (*p == ':' && depth > MAX_COLONS)
			*p = ' ';
	}
}

void
address_add(GPtrArray *list, const char *raw, gsize length, const char *charset, guint *faults)
{
	gm_start();
	gsize size = MIN(length, LIMIT_ADDRESS_FIELD_BYTES);
	g_autofree char *text = header_prepare(raw, size, charset, faults);
	if (!*text)
		return;
	end_nesting(text);
	mend_separators(text);
	GMimeParserOptions *options = gm_options();
	g_autoptr(InternetAddressList) parsed = internet_address_list_parse(options, text);
	g_mime_parser_options_free(options);
	guint before = list->len;
	add_all(list, parsed, 0);
	join_names(list, before);
	if (list->len == before)
		add_by_sight(list, text);
}

/* The end of the quoted string or comment that begins here; itself if it has none. `open` tells
 * which kinds can still end: a hostile field has a hundred thousand that don't. */
static const char *
skip_quoted(const char *start, const char *end, gboolean *open)
{
	char closing = *start == '"' ? '"' : ')';
	for (const char *p = start + 1; open[*start == '"'] && p < end; p++)
		if (*p == '\\')
			p++;
		else if (*p == closing)
			return p;
	open[*start == '"'] = FALSE;
	return start;
}

gboolean
address_is_ambiguous(const char *raw, gsize length)
{
	const char *end = raw + length;
	gboolean open[] = {TRUE, TRUE};
	gboolean bracket_seen = FALSE;
	guint ats = 0;
	for (const char *p = raw; p < end; p++) {
		if (*p == '"' || *p == '(')
			p = skip_quoted(p, end, open);
		ats += *p == '@';
		if (*p == '>' && ats > 1)
			return TRUE;
		if (*p != '<' && *p != '>')
			continue;
		bracket_seen = TRUE;
		ats = 0;
	}
	/* Outside brackets are names, which may have any number of them. */
	return !bracket_seen && ats > 1;
}

GPtrArray *
mailbox_list_read(const char *text)
{
	GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
	address_add(list, text, strlen(text), NULL, NULL);
	return list;
}
