/*
 * Reading what is known of secrets: files NAME.secrets, those that ship and a site's own.
 */
#include "desk/secret_parts.h"

#include "base/error.h"

#include <string.h>

typedef enum Section {
	SECTION_NONE,
	SECTION_TOKENS,
	SECTION_LABELS,
	SECTION_NO_VALUES,
	SECTION_SAYS,
	SECTION_OF,
	SECTION_AND,
	SECTION_OPTIONS,
	SECTION_CARDS,
	SECTION_NO_CARDS,
} Section;

static gboolean
read_section(const char *line, Section *section_out, GError **error)
{
	static const char *const names[] = {[SECTION_NONE] = "",
					    [SECTION_TOKENS] = "[tokens]",
					    [SECTION_LABELS] = "[passwords]",
					    [SECTION_NO_VALUES] = "[no passwords]",
					    [SECTION_SAYS] = "[says]",
					    [SECTION_OF] = "[of]",
					    [SECTION_AND] = "[and]",
					    [SECTION_OPTIONS] = "[options]",
					    [SECTION_CARDS] = "[cards]",
					    [SECTION_NO_CARDS] = "[no cards]"};
	for (Section i = SECTION_TOKENS; i <= SECTION_NO_CARDS; i++)
		if (!strcmp(line, names[i])) {
			*section_out = i;
			return TRUE;
		}
	return error_perm(error,
			  "%s is no section; they are [tokens], [passwords], [no passwords], "
			  "[says], [of], [and], [options], [cards] and [no cards]",
			  line);
}

static void
add_under(GPtrArray *table[256], char byte, gpointer entry)
{
	GPtrArray **list = &table[(guchar)byte];
	if (!*list)
		*list = g_ptr_array_new();
	g_ptr_array_add(*list, entry);
}

/* A word of other letters than ASCII may begin with another byte in capitals. */
static void
add_label(Secrets *secrets, const char *word, LabelKind kind)
{
	SecretLabel *label = g_new0(SecretLabel, 1);
	char upper[8] = "";
	label->word = g_utf8_strdown(word, -1);
	label->kind = kind;
	g_ptr_array_add(secrets->all_labels, label);
	g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(label->word)), upper);
	add_under(secrets->labels, *label->word, label);
	if (*upper != *label->word)
		add_under(secrets->labels, *upper, label);
}

static gboolean
read_label_kind(const char *name, LabelKind *kind_out, GError **error)
{
	static const char *const names[] = {[LABEL_PASSWORD] = "password",
					    [LABEL_SHORT] = "short",
					    [LABEL_PHRASE] = "phrase",
					    [LABEL_TOKEN] = "token",
					    [LABEL_KEY] = "key",
					    [LABEL_PAIR] = "pair",
					    [LABEL_PIN] = "pin"};
	for (LabelKind kind = LABEL_PASSWORD; kind <= LABEL_PIN; kind++)
		if (!strcmp(name, names[kind])) {
			*kind_out = kind;
			return TRUE;
		}
	return error_perm(
		error,
		"\"%s\" can't stand behind \"=>\"; short, phrase, token, key, pair and pin can",
		name);
}

static gboolean
add_token(Secrets *secrets, const char *prefix, const char *pattern, GError **error)
{
	g_autofree char *anchored = g_strdup_printf("\\A(?:%s)(?![0-9A-Za-z])", pattern);
	if (strlen(prefix) < 2 || !g_str_is_ascii(prefix) || strpbrk(prefix, " \t"))
		return error_perm(error,
				  "\"%s\" is no beginning of a token: two letters, digits or signs "
				  "at least, of ASCII, without blanks",
				  prefix);
	/* By itself first: the places in what it says are those of the file. */
	g_autoptr(Match) alone = match_new(pattern, 0, error);
	Match *rest = alone ? match_new(anchored, 0, error) : NULL;
	if (!rest)
		return FALSE;
	SecretToken *token = g_new0(SecretToken, 1);
	token->prefix = g_strdup(prefix);
	token->rest = rest;
	g_ptr_array_add(secrets->all_tokens, token);
	add_under(secrets->tokens, *prefix, token);
	return TRUE;
}

/* "-p VALUE", "-pVALUE", "--user NAME:VALUE" */
static gboolean
add_option(Secrets *secrets, const char *command, const char *how, GError **error)
{
	static const char value[] = "VALUE", named[] = "NAME:VALUE";
	gboolean has_name = g_str_has_suffix(how, named);
	gsize length = strlen(how) - strlen(has_name ? named : value);
	if (*how != '-' || !g_str_has_suffix(how, value) || length < 2)
		return error_perm(error,
				  "\"%s\" is no option with a value; it looks like \"-p VALUE\", "
				  "\"-pVALUE\" or \"-u NAME:VALUE\"",
				  how);
	SecretOption *option = g_new0(SecretOption, 1);
	option->command = g_strdup(command);
	option->option = g_strchomp(g_strndup(how, length));
	option->is_tight = how[length - 1] != ' ';
	option->has_name = has_name;
	g_ptr_array_add(secrets->options, option);
	return TRUE;
}

static GHashTable *
words_of(const Secrets *secrets, Section section)
{
	switch (section) {
	case SECTION_NO_VALUES:
		return secrets->no_values;
	case SECTION_SAYS:
		return secrets->says;
	case SECTION_OF:
		return secrets->of;
	case SECTION_AND:
		return secrets->ands;
	default:
		return NULL;
	}
}

static gboolean
add_word(Secrets *secrets, Section section, const char *word, LabelKind kind, GError **error)
{
	if (section == SECTION_LABELS && !word[1])
		return error_perm(error, "\"%s\" is too short: it stands in any text", word);
	GHashTable *words = words_of(secrets, section);
	if (section == SECTION_LABELS)
		add_label(secrets, word, kind);
	else if (words)
		g_hash_table_add(words, g_utf8_strdown(word, -1));
	else
		g_ptr_array_add(section == SECTION_CARDS ? secrets->cards : secrets->no_cards,
				g_utf8_strdown(word, -1));
	return TRUE;
}

static gboolean
add_entry(Secrets *secrets, Section section, const char *word, const char *behind, LabelKind kind,
	  GError **error)
{
	if (section == SECTION_TOKENS)
		return add_token(secrets, word, behind, error);
	if (section == SECTION_OPTIONS)
		return add_option(secrets, word, behind, error);
	return add_word(secrets, section, word, kind, error);
}

/* "AKIA, ASIA => [0-9A-Z]{16}"; "pw, pwd => short"; "required, optional" */
static gboolean
read_entry(Secrets *secrets, Section section, char *line, GError **error)
{
	char *arrow = strstr(line, "=>");
	const char *behind = arrow ? g_strstrip(arrow + 2) : "";
	LabelKind kind = LABEL_PASSWORD;
	if (section == SECTION_NONE)
		return error_perm(error, "it stands before the first section");
	if (section == SECTION_TOKENS && !*behind)
		return error_perm(error, "an entry looks like \"AKIA => [0-9A-Z]{16}\"");
	if (section == SECTION_OPTIONS && !*behind)
		return error_perm(error, "an entry looks like \"mysql => -pVALUE\"");
	if (section > SECTION_LABELS && section != SECTION_OPTIONS && arrow)
		return error_perm(error, "here are words alone, without \"=>\"");
	if (section == SECTION_LABELS && arrow && !read_label_kind(behind, &kind, error))
		return FALSE;
	if (arrow)
		*arrow = '\0';
	g_auto(GStrv) words = g_strsplit(line, ",", -1);
	for (guint i = 0; words[i]; i++) {
		const char *word = g_strstrip(words[i]);
		if (!*word)
			return error_perm(error, "there is no word beside a comma or \"=>\"");
		if (!add_entry(secrets, section, word, behind, kind, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
secrets_add(Secrets *secrets, const char *name, const char *text, GError **error)
{
	Section section = SECTION_NONE;
	if (!g_utf8_validate(text, -1, NULL))
		return error_perm(error, "%s: it is not in UTF-8", name);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		char *line = g_strstrip(lines[i]);
		gboolean is_section = *line == '[' && g_str_has_suffix(line, "]");
		if (!*line || *line == '#')
			continue;
		if (is_section ? !read_section(line, &section, error)
			       : !read_entry(secrets, section, line, error)) {
			g_prefix_error(error, "%s:%u: ", name, i + 1);
			return FALSE;
		}
	}
	return TRUE;
}
