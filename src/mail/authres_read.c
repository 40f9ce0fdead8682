/*
 * The grammar of Authentication-Results, character by character: no comment, quoted string or
 * property can smuggle in a result.  Where programs in use differ from the RFC the reader
 * follows them if that can't be turned against us; man/casemate-mail.7 lists it.
 */
#include "mail/authres_read.h"

#include <stddef.h>
#include <string.h>

/* What of a property is kept. */
typedef enum Kept { KEPT_WORD, KEPT_DOMAIN, KEPT_AS_IS } Kept;

static const struct {
	const char *name;
	size_t offset;
	Kept kept;
} properties[] = {
	{"header.from", offsetof(AuthFinding, from), KEPT_DOMAIN},
	{"header.d", offsetof(AuthFinding, domain), KEPT_DOMAIN},
	{"header.i", offsetof(AuthFinding, identity), KEPT_DOMAIN},
	{"header.s", offsetof(AuthFinding, selector), KEPT_WORD},
	{"header.b", offsetof(AuthFinding, signature), KEPT_AS_IS},
	{"smtp.mailfrom", offsetof(AuthFinding, sender), KEPT_DOMAIN},
};

/* Words that are methods: where one stands among properties, a semicolon is missing. */
static const char *const methods[] = {
	"arc",   "auth",  "bimi", "compauth",   "dkim",  "dkim-adsp", "dkim-atps",
	"dmarc", "dnswl", "dane", "domainkeys", "iprev", "rrvs",      "sender-id",
	"smime", "spf",   "vbr",  "none",       "x-tls", "x-ptr",     NULL,
};

static gboolean
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

gboolean
cfws_skip(const char **at)
{
	guint depth = 0;
	const char *p = *at;
	for (; *p && (depth > 0 || is_blank(*p) || *p == '('); p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')')
			depth--;
	}
	*at = p;
	return depth == 0;
}

/* The next character that counts; '\0' at the end. */
static char
look(AuthField *field, const char **at)
{
	if (!cfws_skip(at))
		field->is_broken = TRUE;
	return field->is_broken ? '\0' : **at;
}

static gboolean
take(AuthField *field, const char **at, char c)
{
	if (look(field, at) != c)
		return FALSE;
	(*at)++;
	return TRUE;
}

/* A keyword in lower case; "" if there is none. (transfer full) */
static char *
take_name(AuthField *field, const char **at)
{
	look(field, at);
	const char *start = *at;
	while (g_ascii_isalnum(**at) || **at == '-' || **at == '_')
		(*at)++;
	return g_ascii_strdown(start, *at - start);
}

static void
take_quoted(AuthField *field, const char **at, GString *value)
{
	const char *p = *at + 1;
	for (; *p && *p != '"'; p++) {
		if (*p == '\\' && p[1])
			p++;
		g_string_append_c(value, *p);
	}
	if (!*p)
		field->is_broken = TRUE;
	else
		p++;
	*at = p;
}

/*
 * A value: a token, a quoted string, an address with a quoted local part.  Tokens may have the
 * signs of base64 and of addresses, as all write them; but "=" stands only in front of a domain or
 * in base64, lest an empty value should swallow the next property.
 */
static char *
take_value(AuthField *field, const char **at, gboolean is_base64)
{
	g_autoptr(GString) value = g_string_new(NULL);
	gboolean has_equals = FALSE;
	look(field, at);
	while (!field->is_broken && **at && !is_blank(**at) && !strchr(";()", **at)) {
		if (**at == '"') {
			take_quoted(field, at, value);
			continue;
		}
		has_equals = has_equals || **at == '=';
		g_string_append_c(value, *(*at)++);
	}
	if (has_equals && !is_base64 && !strchr(value->str, '@'))
		field->is_broken = TRUE;
	return g_string_free(g_steal_pointer(&value), FALSE);
}

static void
keep(AuthFinding *finding, const char *name, const char *value)
{
	for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
		if (strcmp(name, properties[i].name) != 0)
			continue;
		char **slot = G_STRUCT_MEMBER_P(finding, properties[i].offset);
		const char *at = properties[i].kept == KEPT_DOMAIN ? strrchr(value, '@') : NULL;
		const char *part = at ? at + 1 : value;
		g_autofree char *kept = properties[i].kept == KEPT_AS_IS ? g_strdup(part)
									 : g_utf8_strdown(part, -1);
		if (*slot && strcmp(*slot, kept) != 0)
			finding->is_twice = TRUE;
		else if (!*slot)
			*slot = g_steal_pointer(&kept);
	}
}

/* "header.d=example.org", "reason=good", "action=none". */
static void
read_property(AuthField *field, const char **at, AuthFinding *finding)
{
	g_autoptr(GString) name = g_string_new(NULL);
	gboolean is_name = TRUE;
	do {
		g_autofree char *word = take_name(field, at);
		is_name = is_name && *word;
		if (name->len > 0)
			g_string_append_c(name, '.');
		g_string_append(name, word);
	} while (is_name && take(field, at, '.'));
	if (!is_name || !take(field, at, '=') || g_strv_contains(methods, name->str)) {
		field->is_broken = TRUE;
		return;
	}
	g_autofree char *value = take_value(field, at, !strcmp(name->str, "header.b"));
	if (!field->is_broken)
		keep(finding, name->str, value);
}

static void
finding_free(gpointer data)
{
	AuthFinding *finding = data;
	g_free(finding->method);
	g_free(finding->result);
	for (gsize i = 0; i < G_N_ELEMENTS(properties); i++)
		g_free(*(char **)G_STRUCT_MEMBER_P(finding, properties[i].offset));
	g_free(finding);
}

/* "dkim/1=pass reason=good header.d=example.org". */
static void
read_finding(AuthField *field, const char **at)
{
	AuthFinding *finding = g_new0(AuthFinding, 1);
	gboolean is_first_version = TRUE;
	finding->method = take_name(field, at);
	if (take(field, at, '/')) {
		g_autofree char *version = take_name(field, at);
		is_first_version = !strcmp(version, "1");
	}
	if (!*finding->method || !take(field, at, '='))
		field->is_broken = TRUE;
	finding->result = take_name(field, at);
	if (!*finding->result)
		field->is_broken = TRUE;
	while (look(field, at) && **at != ';')
		read_property(field, at, finding);
	/* What stands before a break may be a failure, but never proof. */
	if (is_first_version)
		g_ptr_array_add(field->findings, finding);
	else
		finding_free(finding);
}

/* "; none", the whole of it. */
static gboolean
is_no_result(AuthField *field, const char *at)
{
	g_autofree char *word = take_name(field, &at);
	while (take(field, &at, ';'))
		;
	return !strcmp(word, "none") && look(field, &at) == '\0';
}

static void
read_head(AuthField *field, const char **at)
{
	field->authserv_id = take_value(field, at, FALSE);
	if (look(field, at) == ';' || !**at)
		return;
	g_autofree char *version = take_name(field, at);
	if (!*version || strspn(version, "0123456789") != strlen(version))
		field->is_broken = TRUE;
	else
		field->is_newer = strcmp(version, "1") != 0;
}

AuthField *
auth_field_read(const char *value)
{
	AuthField *field = g_new0(AuthField, 1);
	const char *at = value;
	field->findings = g_ptr_array_new_with_free_func(finding_free);
	read_head(field, &at);
	if (!field->is_broken && look(field, &at) && *at != ';')
		field->is_broken = TRUE;
	while (!field->is_broken && take(field, &at, ';')) {
		if (look(field, &at) == ';' || !*at)
			continue;
		if (field->findings->len == 0 && is_no_result(field, at))
			break;
		read_finding(field, &at);
	}
	return field;
}

void
auth_field_free(AuthField *field)
{
	if (!field)
		return;
	g_free(field->authserv_id);
	g_ptr_array_unref(field->findings);
	g_free(field);
}
