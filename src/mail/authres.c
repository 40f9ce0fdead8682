/*
 * Authentication-Results (RFC 8601), read token by token: comments, quoted strings and
 * properties can't smuggle a "dmarc=pass" past the grammar.
 */
#include "mail/authres.h"

#include <string.h>

typedef enum TokenKind { TOKEN_END, TOKEN_WORD, TOKEN_SPECIAL } TokenKind;

/* A reader over one field value. */
typedef struct Lexer {
	const char *at;
	TokenKind kind;
	char special;  /* of TOKEN_SPECIAL: ; = / . */
	GString *word; /* of TOKEN_WORD, quotes resolved */
	gboolean bad;  /* the grammar is broken: nothing is believed */
} Lexer;

static void
skip_comment(Lexer *lexer)
{
	int depth = 0;
	do {
		char c = *lexer->at++;
		if (c == '\0') {
			lexer->at--;
			lexer->bad = TRUE;
			return;
		}
		if (c == '\\' && *lexer->at)
			lexer->at++;
		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
	} while (depth > 0);
}

static void
skip_cfws(Lexer *lexer)
{
	for (;;) {
		lexer->at += strspn(lexer->at, " \t\r\n");
		if (*lexer->at != '(')
			return;
		skip_comment(lexer);
		if (lexer->bad)
			return;
	}
}

static void
read_quoted(Lexer *lexer)
{
	for (lexer->at++; *lexer->at && *lexer->at != '"'; lexer->at++) {
		if (*lexer->at == '\\' && lexer->at[1])
			lexer->at++;
		g_string_append_c(lexer->word, *lexer->at);
	}
	if (*lexer->at != '"') {
		lexer->bad = TRUE;
		return;
	}
	lexer->at++;
}

/* Addresses and domains are values too, so dots and @ belong to words here; a method's
 * "ptype.property" is taken apart by its reader. */
static void
next_token(Lexer *lexer)
{
	static const char ends[] = " \t\r\n;=/()\"";
	skip_cfws(lexer);
	g_string_truncate(lexer->word, 0);
	if (lexer->bad || !*lexer->at) {
		lexer->kind = TOKEN_END;
		return;
	}
	if (strchr(";=/", *lexer->at)) {
		lexer->kind = TOKEN_SPECIAL;
		lexer->special = *lexer->at++;
		return;
	}
	lexer->kind = TOKEN_WORD;
	while (*lexer->at && !lexer->bad) {
		if (*lexer->at == '"') {
			read_quoted(lexer);
			continue;
		}
		if (strchr(ends, *lexer->at))
			break;
		g_string_append_c(lexer->word, *lexer->at++);
	}
	if (!lexer->word->len && !lexer->bad && *lexer->at == ')')
		lexer->bad = TRUE;
}

static gboolean
is_special(const Lexer *lexer, char special)
{
	return lexer->kind == TOKEN_SPECIAL && lexer->special == special;
}

/* One method and what it found. */
typedef struct Finding {
	char *method;
	char *result;
	char *domain; /* header.d or header.i's domain; NULL */
	char *from;   /* header.from's domain; NULL */
} Finding;

static void
finding_clear(Finding *finding)
{
	g_clear_pointer(&finding->method, g_free);
	g_clear_pointer(&finding->result, g_free);
	g_clear_pointer(&finding->domain, g_free);
	g_clear_pointer(&finding->from, g_free);
}

/* "name=value" or "name/version=value" from the current word on. */
static gboolean
read_pair(Lexer *lexer, char **name_out, char **value_out)
{
	g_autofree char *name = g_ascii_strdown(lexer->word->str, -1);
	if (lexer->kind != TOKEN_WORD)
		return FALSE;
	next_token(lexer);
	if (is_special(lexer, '/')) {
		next_token(lexer);
		next_token(lexer);
	}
	if (!is_special(lexer, '='))
		return FALSE;
	next_token(lexer);
	if (lexer->kind != TOKEN_WORD)
		return FALSE;
	*name_out = g_steal_pointer(&name);
	*value_out = g_ascii_strdown(lexer->word->str, -1);
	next_token(lexer);
	return TRUE;
}

static void
take_property(Finding *finding, const char *name, const char *value)
{
	const char *at = strrchr(value, '@');
	const char *domain = at ? at + 1 : value;
	if (!strcmp(name, "header.from")) {
		g_free(finding->from);
		finding->from = g_strdup(domain);
	}
	if (strcmp(name, "header.d") != 0 && (strcmp(name, "header.i") != 0 || finding->domain))
		return;
	g_free(finding->domain);
	finding->domain = g_strdup(domain);
}

/* One resinfo; FALSE at the end or where the grammar breaks. */
static gboolean
read_finding(Lexer *lexer, Finding *finding)
{
	while (is_special(lexer, ';'))
		next_token(lexer);
	if (lexer->kind == TOKEN_END)
		return FALSE;
	if (!read_pair(lexer, &finding->method, &finding->result)) {
		lexer->bad = TRUE;
		return FALSE;
	}
	while (lexer->kind == TOKEN_WORD) {
		g_autofree char *name = NULL;
		g_autofree char *value = NULL;
		if (!read_pair(lexer, &name, &value)) {
			lexer->bad = TRUE;
			return FALSE;
		}
		take_property(finding, name, value);
	}
	return TRUE;
}

/* The signing domain is the From's, or one above it. */
static gboolean
is_aligned(const char *signer, const char *from)
{
	if (!signer || !strchr(signer, '.'))
		return FALSE;
	if (!g_ascii_strcasecmp(signer, from))
		return TRUE;
	g_autofree char *suffix = g_strconcat(".", signer, NULL);
	g_autofree char *lower = g_ascii_strdown(from, -1);
	return g_str_has_suffix(lower, suffix);
}

/* Of another address than the one we read, a pass is no proof. Names in other than ASCII have
 * two spellings, of which the server may give the other. */
static gboolean
is_about(const Finding *finding, const char *from)
{
	return !finding->from || !g_str_is_ascii(from) || !g_str_is_ascii(finding->from) ||
	       !g_ascii_strcasecmp(finding->from, from);
}

/* A signature over only the first bytes of the body (l=) proves little. */
static gboolean
has_partial_signature(const Mail *mail)
{
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];
		if (g_ascii_strcasecmp(field->name, "DKIM-Signature"))
			continue;
		g_auto(GStrv) tags = g_strsplit(field->value, ";", -1);
		for (guint k = 0; tags[k]; k++) {
			const char *tag = tags[k] + strspn(tags[k], " \t\r\n");
			if (tag[0] == 'l' && tag[1 + strspn(tag + 1, " \t")] == '=')
				return TRUE;
		}
	}
	return FALSE;
}

/* Begins reading a field; FALSE if it isn't by this server. */
static gboolean
lexer_open(Lexer *lexer, const char *value, const char *authserv_id)
{
	*lexer = (Lexer){.at = value, .word = g_string_new(NULL)};
	next_token(lexer);
	if (lexer->kind != TOKEN_WORD || g_ascii_strcasecmp(lexer->word->str, authserv_id))
		return FALSE;
	next_token(lexer);
	if (lexer->kind == TOKEN_WORD) /* the version */
		next_token(lexer);
	return TRUE;
}

static AuthVerdict
judge_field(Lexer *lexer, const Mail *mail, const char *from_domain)
{
	AuthVerdict verdict = {AUTH_NONE, "our mail server found no proof"};
	gboolean dmarc_fails = FALSE;
	Finding finding = {0};
	for (; read_finding(lexer, &finding); finding_clear(&finding)) {
		gboolean pass = !strcmp(finding.result, "pass");
		if (!strcmp(finding.method, "dmarc")) {
			dmarc_fails = dmarc_fails || !strcmp(finding.result, "fail");
			if (pass && is_about(&finding, from_domain))
				verdict = (AuthVerdict){AUTH_PASS, "dmarc=pass"};
		} else if (!strcmp(finding.method, "dkim") && pass && verdict.result == AUTH_NONE &&
			   is_aligned(finding.domain, from_domain) &&
			   !has_partial_signature(mail)) {
			verdict = (AuthVerdict){AUTH_PASS, "aligned dkim=pass"};
		}
	}
	finding_clear(&finding);
	if (lexer->bad)
		return (AuthVerdict){AUTH_NONE, "Authentication-Results can't be read"};
	return dmarc_fails ? (AuthVerdict){AUTH_FAIL, "dmarc=fail"} : verdict;
}

/* "Received: from ... by HOST ...": whether HOST is the server we believe. */
static gboolean
is_received_by(const char *value, const char *host)
{
	g_auto(GStrv) words = g_strsplit_set(value, " \t\r\n;", -1);
	for (guint i = 0; words[i] && words[i + 1]; i++)
		if (!g_ascii_strcasecmp(words[i], "by"))
			return !g_ascii_strcasecmp(words[i + 1], host);
	return FALSE;
}

AuthVerdict
authres_judge(const Mail *mail, const char *authserv_id)
{
	const Mailbox *from = mail_from(mail);
	const char *at = from ? strrchr(from->address, '@') : NULL;
	if (!at)
		return (AuthVerdict){AUTH_NONE, "there is no address to vouch for"};
	if (!*authserv_id)
		return (AuthVerdict){AUTH_NONE, "nobody is asked to vouch (no authserv-id)"};
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];
		if (!g_ascii_strcasecmp(field->name, "Received") &&
		    !is_received_by(field->value, authserv_id))
			break;
		if (g_ascii_strcasecmp(field->name, "Authentication-Results"))
			continue;
		Lexer lexer;
		AuthVerdict verdict = {AUTH_NONE, NULL};
		gboolean ours = lexer_open(&lexer, field->value, authserv_id);
		if (ours)
			verdict = judge_field(&lexer, mail, at + 1);
		g_string_free(lexer.word, TRUE);
		if (ours)
			return verdict;
	}
	return (AuthVerdict){AUTH_NONE, "our mail server says nothing about it"};
}
