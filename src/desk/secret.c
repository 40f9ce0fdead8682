/*
 * Masking secrets: one walk over a text, which looks closer only where one can begin.  Between mail
 * and clues; what the command line has to say comes here, too.
 */
#include "desk/secret_parts.h"

#include "base/error.h"

#include <string.h>

static void
label_destroy(gpointer data)
{
	SecretLabel *label = data;
	g_free(label->word);
	g_free(label);
}

static void
token_destroy(gpointer data)
{
	SecretToken *token = data;
	g_free(token->prefix);
	match_free(token->rest);
	g_free(token);
}

static void
option_destroy(gpointer data)
{
	SecretOption *option = data;
	g_free(option->command);
	g_free(option->option);
	g_free(option);
}

Secrets *
secrets_new(void)
{
	Secrets *secrets = g_new0(Secrets, 1);
	secrets->all_labels = g_ptr_array_new_with_free_func(label_destroy);
	secrets->all_tokens = g_ptr_array_new_with_free_func(token_destroy);
	secrets->no_values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	secrets->says = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	secrets->of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	secrets->ands = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	secrets->options = g_ptr_array_new_with_free_func(option_destroy);
	secrets->no_cards = g_ptr_array_new_with_free_func(g_free);
	secrets->cards = g_ptr_array_new_with_free_func(g_free);
	return secrets;
}

void
secrets_free(Secrets *secrets)
{
	if (!secrets)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(secrets->labels); i++) {
		g_clear_pointer(&secrets->labels[i], g_ptr_array_unref);
		g_clear_pointer(&secrets->tokens[i], g_ptr_array_unref);
	}
	g_ptr_array_unref(secrets->all_labels);
	g_ptr_array_unref(secrets->all_tokens);
	g_hash_table_unref(secrets->no_values);
	g_hash_table_unref(secrets->says);
	g_hash_table_unref(secrets->of);
	g_hash_table_unref(secrets->ands);
	g_ptr_array_unref(secrets->options);
	g_ptr_array_unref(secrets->no_cards);
	g_ptr_array_unref(secrets->cards);
	g_free(secrets);
}

/* Most bytes begin nothing. */
static gboolean
find_at(SecretScan *scan, gsize at, SecretSpan *out)
{
	if (at == 0 || scan->text[at - 1] == '\n')
		secret_look_at_row(scan, at);
	if (scan->cell.end > 0 && at == scan->cell.start) {
		*out = scan->cell;
		return TRUE;
	}
	switch (scan->text[at]) {
	case 'B':
	case 'P':
		if (secret_key_at(scan, at, out))
			return TRUE;
		break;
	case ':':
		return secret_login_at(scan, at, out);
	case '-':
		return secret_option_at(scan, at, out);
	default:
		break;
	}
	guchar c = (guchar)scan->text[at];
	if ((g_ascii_isdigit(c) || c == 0xef) && secret_card_at(scan, at, out))
		return TRUE;
	return (scan->secrets->tokens[c] && secret_token_at(scan, at, out)) ||
	       (scan->secrets->labels[c] && secret_label_at(scan, at, out));
}

/* The dashes before a key have been gone by already. */
static void
add_span(GArray *spans, const SecretSpan *span)
{
	while (spans->len > 0 && g_array_index(spans, SecretSpan, spans->len - 1).end > span->start)
		g_array_set_size(spans, spans->len - 1);
	g_array_append_val(spans, *span);
}

GArray *
secrets_find(const Secrets *secrets, const char *text)
{
	GArray *spans = NULL;
	SecretScan scan = {.secrets = secrets, .text = text, .length = strlen(text)};
	for (gsize at = 0; secrets && at < scan.length;) {
		SecretSpan span = {0};
		if (!find_at(&scan, at, &span)) {
			at++;
			continue;
		}
		if (!spans)
			spans = g_array_new(FALSE, FALSE, sizeof(SecretSpan));
		add_span(spans, &span);
		at = span.end;
	}
	return spans;
}

/* "%" stands for the last digits of a card. */
static const char *const marks[] = {
	[SECRET_PASSWORD] = "[password removed]",
	[SECRET_CARD] = "[card number ending % removed]",
	[SECRET_KEY] = "[private key removed]",
	[SECRET_TOKEN] = "[access token removed]",
};

static void
append_mark(GString *out, const SecretSpan *span)
{
	const char *mark = marks[span->kind];
	const char *digits = strchr(mark, '%');
	gsize before = digits ? (gsize)(digits - mark) : strlen(mark);
	g_string_append_len(out, mark, (gssize)before);
	if (digits)
		g_string_append_printf(out, "%s%s", span->last4, digits + 1);
}

/* Lines may have been wrapped, and quoted. */
static const char *
past_mark(const char *text, const char *mark)
{
	for (; *mark; mark++) {
		gsize length = *mark == ' '   ? strspn(text, " \t\r\n>|")
			       : *mark == '%' ? strspn(text, "0123456789")
					      : (*text == *mark);
		if (length == 0)
			return NULL;
		text += length;
	}
	return text;
}

const char *
secret_mark_end(const char *text)
{
	const char *end = NULL;
	for (guint i = 0; *text == '[' && i < G_N_ELEMENTS(marks) && !end; i++)
		end = past_mark(text, marks[i]);
	return end;
}

/* A key has line ends, behind which a quote has its signs: its longest line stands for it. */
static char *
telling_part(const char *text, const SecretSpan *span)
{
	g_autofree char *whole = g_strndup(text + span->start, span->end - span->start);
	if (span->kind != SECRET_KEY)
		return g_steal_pointer(&whole);
	g_auto(GStrv) words = g_strsplit_set(whole, " \t\r\n", -1);
	const char *longest = "";
	for (guint i = 0; words[i]; i++)
		longest = strlen(words[i]) > strlen(longest) ? words[i] : longest;
	return g_strdup(longest);
}

GPtrArray *
secrets_list(const Secrets *secrets, const char *text)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) spans = secrets_find(secrets, text);
	for (guint i = 0; spans && i < spans->len; i++)
		g_ptr_array_add(list, telling_part(text, &g_array_index(spans, SecretSpan, i)));
	return list;
}

char *
secrets_mark(const char *text, const GArray *spans)
{
	GString *out = g_string_new(NULL);
	gsize at = 0;
	for (guint i = 0; i < spans->len; i++) {
		const SecretSpan *span = &g_array_index(spans, SecretSpan, i);
		g_string_append_len(out, text + at, (gssize)(span->start - at));
		append_mark(out, span);
		at = span->end;
	}
	g_string_append(out, text + at);
	return g_string_free(out, FALSE);
}

char *
secrets_mask(const Secrets *secrets, const char *text, guint *count)
{
	g_autoptr(GArray) spans = secrets_find(secrets, text);
	if (!spans)
		return NULL;
	*count += spans->len;
	return secrets_mark(text, spans);
}
