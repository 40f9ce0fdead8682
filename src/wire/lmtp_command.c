/*
 * Reads the command lines of LMTP.  It is strict where two readers could differ
 * about what an address is, and lenient where only manners are concerned.
 */
#include "wire/lmtp_command.h"

#include "base/text.h"

#include <string.h>

/* RFC 5321 4.5.3.1.3 asks for 256; encoded and internationalised senders are longer. */
enum { PATH_MAX_BYTES = 1000 };

static const char bad_sender[] = "501 5.1.7 bad sender address syntax";
static const char bad_recipient[] = "501 5.1.3 bad recipient address syntax";
static const char bad_parameter[] = "501 5.5.4 bad parameter";
static const char unknown_parameter[] = "555 5.5.4 unknown parameter";
static const char utf8_refused[] = "553 5.6.7 address needs SMTPUTF8";

static const struct {
	const char *name;
	LmtpVerb verb;
} verbs[] = {
	{"LHLO", LMTP_LHLO},       {"MAIL", LMTP_MAIL}, {"RCPT", LMTP_RCPT},
	{"DATA", LMTP_DATA},       {"BDAT", LMTP_BDAT}, {"RSET", LMTP_RSET},
	{"NOOP", LMTP_NOOP},       {"VRFY", LMTP_VRFY}, {"EXPN", LMTP_EXPN},
	{"HELP", LMTP_HELP},       {"QUIT", LMTP_QUIT}, {"HELO", LMTP_SMTP_HELLO},
	{"EHLO", LMTP_SMTP_HELLO},
};

LmtpVerb
lmtp_verb_parse(const char *line, const char **arguments_out)
{
	gsize length = strcspn(line, " \t");
	*arguments_out = line + length + strspn(line + length, " \t");
	for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (strlen(verbs[i].name) == length &&
		    !g_ascii_strncasecmp(line, verbs[i].name, length))
			return verbs[i].verb;
	return LMTP_UNKNOWN;
}

static gboolean
is_atom_char(char c)
{
	return (guchar)c >= 0x80 || g_ascii_isalnum(c) || strchr("!#$%&'*+-/=?^_`{|}~", c);
}

/* RFC 5321 4.1.2: what needs no quotes. */
static gboolean
is_dot_atom(const char *text)
{
	for (const char *p = text; *p; p++) {
		gboolean is_inner_dot = *p == '.' && p > text && p[1] && p[1] != '.';
		if (!is_inner_dot && !is_atom_char(*p))
			return FALSE;
	}
	return *text != '\0';
}

/* Reads a quoted local part at the cursor, appends it in its shortest form. */
static gboolean
quoted_read(const char **cursor, GString *address)
{
	g_autoptr(GString) content = g_string_new(NULL);
	g_autoptr(GString) quoted = g_string_new("\"");
	const char *p = *cursor + 1;
	for (; *p && *p != '"'; p++) {
		if (*p == '\\' && !*++p)
			return FALSE;
		if (g_ascii_iscntrl(*p))
			return FALSE;
		g_string_append_c(content, *p);
		if (*p == '"' || *p == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *p);
	}
	if (*p != '"' || (p[1] != '@' && p[1] != '>'))
		return FALSE;
	g_string_append_c(quoted, '"');
	g_string_append(address, is_dot_atom(content->str) ? content->str : quoted->str);
	*cursor = p + 1;
	return TRUE;
}

/* RFC 5321 appendix C: "@relay.example,@other.example:" in front of the address. */
static gboolean
route_skip(const char **cursor)
{
	if (**cursor != '@')
		return TRUE;
	*cursor += strcspn(*cursor, ":>\"");
	if (**cursor != ':')
		return FALSE;
	(*cursor)++;
	return TRUE;
}

static gboolean
has_both_sides(const char *address)
{
	const char *at = strrchr(address, '@');
	return !at || (at > address && at[1]);
}

/* "<address>" at the cursor; NULL if it is none. (transfer full) */
static char *
path_read(const char **cursor)
{
	const char *p = *cursor + strspn(*cursor, " \t");
	if (*p++ != '<' || !route_skip(&p))
		return NULL;
	g_autoptr(GString) address = g_string_new(NULL);
	if (*p == '"' && !quoted_read(&p, address))
		return NULL;
	for (; *p && *p != '>'; p++) {
		if (g_ascii_iscntrl(*p) || strchr(" <\"\\(),;", *p))
			return NULL;
		g_string_append_c(address, *p);
	}
	if (*p != '>' || address->len > PATH_MAX_BYTES || !has_both_sides(address->str))
		return NULL;
	*cursor = p + 1;
	return g_string_free(g_steal_pointer(&address), FALSE);
}

/* "FROM:" or "TO:" and the path behind it. (transfer full) */
static char *
argument_path(const char **cursor, const char *keyword)
{
	gsize length = strlen(keyword);
	if (g_ascii_strncasecmp(*cursor, keyword, length))
		return NULL;
	*cursor += length;
	g_autofree char *address = path_read(cursor);
	/* What follows the path must be set off from it. */
	gboolean ends = **cursor == '\0' || **cursor == ' ' || **cursor == '\t';
	if (!address || !ends || !g_utf8_validate(address, -1, NULL))
		return NULL;
	return g_steal_pointer(&address);
}

static const char *
size_read(const char *value, gint64 *size_bytes_out)
{
	/* RFC 1870 4: up to 20 digits, which may be more than we can count. */
	gsize n_digits = strspn(value, "0123456789");
	if (n_digits == 0 || n_digits > 20 || value[n_digits])
		return bad_parameter;
	if (!text_to_int(value, 0, G_MAXINT64, size_bytes_out))
		*size_bytes_out = G_MAXINT64;
	return NULL;
}

static const char *
mail_parameter(const char *parameter, LmtpMail *mail)
{
	if (!g_ascii_strncasecmp(parameter, "SIZE=", 5))
		return size_read(parameter + 5, &mail->size_bytes);
	if (!g_ascii_strcasecmp(parameter, "BODY=7BIT") ||
	    !g_ascii_strcasecmp(parameter, "BODY=8BITMIME"))
		return NULL;
	if (!g_ascii_strcasecmp(parameter, "SMTPUTF8")) {
		mail->is_utf8 = TRUE;
		return NULL;
	}
	return g_ascii_strncasecmp(parameter, "BODY=", 5) ? unknown_parameter : bad_parameter;
}

static const char *
mail_parameters(const char *arguments, LmtpMail *mail)
{
	g_auto(GStrv) parameters = g_strsplit_set(arguments, " \t", -1);
	for (char **p = parameters; *p; p++) {
		const char *fault = **p ? mail_parameter(*p, mail) : NULL;
		if (fault)
			return fault;
	}
	return NULL;
}

const char *
lmtp_mail_parse(const char *arguments, LmtpMail *mail_out)
{
	LmtpMail mail = {.size_bytes = -1};
	g_autofree char *sender = argument_path(&arguments, "FROM:");
	if (!sender)
		return bad_sender;
	const char *fault = mail_parameters(arguments, &mail);
	if (fault)
		return fault;
	if (!mail.is_utf8 && !g_str_is_ascii(sender))
		return utf8_refused;
	mail.sender = g_steal_pointer(&sender);
	*mail_out = mail;
	return NULL;
}

void
lmtp_mail_clear(LmtpMail *mail)
{
	g_free(mail->sender);
	*mail = (LmtpMail){.size_bytes = -1};
}

const char *
lmtp_rcpt_parse(const char *arguments, gboolean is_utf8, char **address_out)
{
	g_autofree char *address = argument_path(&arguments, "TO:");
	if (!address || !*address)
		return bad_recipient;
	if (arguments[strspn(arguments, " \t")])
		return unknown_parameter;
	if (!is_utf8 && !g_str_is_ascii(address))
		return utf8_refused;
	*address_out = g_steal_pointer(&address);
	return NULL;
}

gboolean
lmtp_bdat_parse(const char *arguments, gint64 *size_bytes_out, gboolean *is_last_out)
{
	gsize n_digits = strspn(arguments, "0123456789");
	g_autofree char *digits = g_strndup(arguments, n_digits);
	const char *rest = arguments + n_digits;
	rest += strspn(rest, " \t");
	gboolean is_last = !g_ascii_strcasecmp(rest, "LAST");
	if ((*rest && !is_last) || !text_to_int(digits, 0, G_MAXINT64, size_bytes_out))
		return FALSE;
	*is_last_out = is_last;
	return TRUE;
}
