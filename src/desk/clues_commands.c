/*
 * The commands of a mail, in its text or by the address that it came to, and whatever has to be
 * looked up for them.
 */
#include "desk/clues_parts.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/question.h"
#include "desk/rating.h"
#include "desk/verbs.h"
#include "desk/whom.h"

#include <string.h>

void
clues_add_names(GPtrArray *names, const char *value)
{
	g_autoptr(GPtrArray) words = whom_split(value);
	for (guint i = 0; i < words->len && names->len < LIMIT_NAMED; i++) {
		const Whom *whom = words->pdata[i];
		if (!g_ptr_array_find_with_equal_func(names, whom->asked, g_str_equal, NULL))
			g_ptr_array_add(names, g_strdup(whom->asked));
	}
}

static gboolean
brings_files(const Mail *mail)
{
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *attachment = mail->attachments->pdata[i];
		/* Of signatures, pictures stand within the text. */
		if (!attachment->is_inline)
			return TRUE;
	}
	return FALSE;
}

/* An empty mail to support+bug@ asks for the form. */
static Command *
command_of_type(const Clues *clues, const Site *site)
{
	const CaseType *type = *clues->extension ? site_type(site, clues->extension) : NULL;
	if (!type || !clues->mail->is_signature || brings_files(clues->mail))
		return NULL;
	g_autofree char *line = g_strdup_printf("the address extension %s", type->name);
	Command *command = command_new(line, "form", type->name);
	command->way = BY_ADDRESS;
	command->lines = G_MAXUINT;
	return command;
}

/* A mail without text whose subject says help. */
static gboolean
asks_help(const Clues *clues, const Site *site)
{
	g_autofree char *text = text_collapse(clues->mail->reply);
	return !*text && !clues->is_machine && clues->mail->attachments->len == 0 &&
	       words_ask_help(site->words, clues->title);
}

static void
add_named(Clues *clues, const Words *words, const char *value)
{
	gboolean is_sure = FALSE;
	g_autofree char *without_yes = whom_without_yes(words, value, &is_sure);
	if (is_sure)
		clues_add_names(clues->names, without_yes);
	clues_add_names(clues->names, value);
}

/* "23, 24": which held mails a value names; what is no number is nobody's token either. */
static void
add_held(GPtrArray *keys, const char *value)
{
	g_auto(GStrv) pieces = g_strsplit_set(value, ",; ", -1);
	for (guint i = 0; pieces[i] && keys->len < LIMIT_NAMED; i++)
		if (*pieces[i])
			g_ptr_array_add(keys, g_strdup(pieces[i]));
}

static void
add_command(Clues *clues, Command *command)
{
	if (command)
		g_ptr_array_insert(clues->commands, 0, command);
}

gint64
split_entry(const char *value)
{
	g_autofree char *word = g_strndup(value, strcspn(value, " \t"));
	gint64 seq = 0;
	return text_to_int(*word == '#' ? word + 1 : word, 1, G_MAXINT32, &seq) ? seq : 0;
}

static void
add_entry(GArray *entries, const char *value)
{
	gint64 entry = split_entry(value);
	if (entries->len < LIMIT_NAMED)
		g_array_append_val(entries, entry);
}

/* Whose mail it is that staff forwards: as said, else its From. */
static void
find_customer(Clues *clues, const Site *site, const char *value)
{
	const Forward *forward = clues->mail->forward;
	const char *address = *value ? value : forward ? forward->address : "";
	clues->customer = (g_free(clues->customer), g_utf8_strdown(address, -1));
	clues->is_customer_free_mail = site_is_free_mail(site, address_domain(clues->customer));
	clues_add_names(clues->names, clues->customer);
}

static gboolean
asks_same(gconstpointer a, gconstpointer b)
{
	g_autofree char *one = listing_key(a);
	g_autofree char *other = listing_key(b);
	return !strcmp(one, other);
}

/* What asks for nothing that there is looks nothing up. */
static void
add_listing(Clues *clues, const Site *site, const char *value)
{
	g_autoptr(Listing) listing = listing_read(site, value, NULL);
	if (listing && clues->listings->len < LIMIT_LISTS &&
	    !g_ptr_array_find_with_equal_func(clues->listings, listing, asks_same, NULL))
		g_ptr_array_add(clues->listings, g_steal_pointer(&listing));
}

gboolean
history_asks_raw(const char *value, gint64 *entry_out)
{
	g_auto(GStrv) words = g_strsplit_set(value, " \t", 2);
	const char *number = words[0] && words[1] ? g_strstrip(words[1]) : "";
	*entry_out = 0;
	return words[0] && !g_ascii_strcasecmp(words[0], "raw") &&
	       (!*number || text_to_int(number, 1, G_MAXINT64, entry_out));
}

/* What is no verb, but can mean only one thing: "#dringend" is "#priority Urgent", "#wie ist der
 * Stand" is "#info". */
static void
understand(Command *command, const Site *site)
{
	if (command->is_stray || words_verb(site->words, command->word) ||
	    site_status_of_verb(site, command->word))
		return;
	const char *priority = words_find(site->words, site->priorities, command->word);
	g_autofree char *text = g_strjoin(" ", command->word, command->value, NULL);
	g_autoptr(Question) question = question_find(text, "", "", "", site);
	if (priority && !*command->value) {
		text_put(&command->word, "priority");
		text_put(&command->value, priority);
		text_put(&command->text, priority);
	} else if (question && !question->number) {
		text_put(&command->word, "info");
		text_put(&command->value, "");
		text_put(&command->text, "");
	}
}

/* What lines of the text, addresses and forms stand for. */
static void
add_unwritten(Clues *clues, const Site *site)
{
	const Mail *mail = clues->mail;
	add_command(clues, command_of_contact(mail->own));
	add_command(clues, command_of_ticket(mail->own));
	add_command(clues, rating_find(mail->reply, clues->name, clues->address, site));
	add_command(clues, command_of_action(clues->action, mail->says_nothing));
	add_command(clues, command_of_type(clues, site));
	if (*clues->held_token)
		add_command(clues, command_of_held(clues->held_verb, clues->held_token));
}

static void
add_raw(Clues *clues, const char *value)
{
	gint64 entry = 0;
	if (history_asks_raw(value, &entry) && clues->splits->len < LIMIT_NAMED)
		g_array_append_val(clues->splits, entry);
}

static void
add_keys(Clues *clues, const Site *site, const Verb *verb, const char *value)
{
	switch (verb->keys) {
	case KEYS_PERSONS:
		add_named(clues, site->words, value);
		break;
	case KEYS_CASES:
		case_numbers_add_named(clues->named_cases, site, value);
		break;
	case KEYS_HELD:
		add_held(clues->held_keys, value);
		break;
	case KEYS_LIST:
		add_listing(clues, site, value);
		break;
	case KEYS_PEOPLE:
		clues->lists_people = TRUE;
		break;
	case KEYS_CUSTOMER:
		find_customer(clues, site, value);
		break;
	case KEYS_PARTNER:
		clues->hands_over = TRUE;
		break;
	case KEYS_RATING:
		clues->rates = TRUE;
		break;
	case KEYS_MESSAGE:
		add_entry(clues->splits, value);
		break;
	case KEYS_RAW:
		add_raw(clues, value);
		break;
	case KEYS_REDACTION:
		add_entry(clues->redactions, value);
		break;
	case KEYS_NONE:
		break;
	}
}

static void
find_keys(Clues *clues, const Site *site)
{
	for (guint i = 0; i < clues->commands->len; i++) {
		const Command *command = clues->commands->pdata[i];
		const char *name = words_verb(site->words, command->word);
		const Verb *verb = name ? verb_find(name) : NULL;
		if (!verb)
			continue;
		clues->tells_case = clues->tells_case || verb->use & TELLS_CASE;
		clues->asks_record = clues->asks_record || verb->use & ASKS_RECORD;
		add_keys(clues, site, verb, command->value);
	}
}

void
clues_find_commands(Clues *clues, const Site *site)
{
	clues->held_keys = g_ptr_array_new_with_free_func(g_free);
	clues->customer = g_strdup("");
	clues->splits = g_array_new(FALSE, FALSE, sizeof(gint64));
	clues->redactions = g_array_new(FALSE, FALSE, sizeof(gint64));
	clues->names = g_ptr_array_new_with_free_func(g_free);
	clues->named_cases = g_ptr_array_new_with_free_func(case_number_destroy);
	clues->listings = g_ptr_array_new_with_free_func(listing_destroy);
	clues->commands = commands_find(clues->is_machine ? "" : clues->mail->own);
	commands_join_verbs(clues->commands, site->words);
	for (guint i = 0; i < clues->commands->len; i++)
		understand(clues->commands->pdata[i], site);
	if (asks_help(clues, site))
		g_ptr_array_add(clues->commands, command_new(clues->title, "help", ""));
	if (!clues->is_machine)
		add_unwritten(clues, site);
	find_keys(clues, site);
}

static gboolean
says_status(const Clues *clues, const Site *site)
{
	for (guint i = 0; i < clues->commands->len; i++) {
		const Command *command = clues->commands->pdata[i];
		const char *name = words_verb(site->words, command->word);
		if (name && verb_find(name)->stage == STAGE_STATUS)
			return TRUE;
	}
	return FALSE;
}

void
clues_find_list(Clues *clues, const Site *site)
{
	gboolean names_case = clues->address_ids->len > 0 || clues->subject_ids->len > 0;
	gboolean may_answer = clues->references->len > 0 || clues->case_numbers->len > 0;
	if (!names_case && (clues->asks_record || clues->lists_people ||
			    (!may_answer && says_status(clues, site))))
		add_listing(clues, site, "");
}
