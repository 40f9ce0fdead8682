/*
 * What a report comes to for each recipient: its status, our reason, hard or soft.  The
 * report's part for machines is asked first, then the lines of its text that are about the
 * recipient, from near to far.
 */
#include "mail/bounce_parts.h"

#include <string.h>

#define DIAGNOSTIC_MAX_BYTES 500
#define RECIPIENTS_MAX       200

static void
verdict_clear(Verdict *verdict)
{
	g_free(verdict->address);
	g_free(verdict->status);
	g_free(verdict->diagnostic);
	g_free(verdict->host);
}

void
bounce_add(Reader *reader, Verdict verdict)
{
	gboolean known = reader->verdicts->len >= RECIPIENTS_MAX;

	for (guint i = 0; i < reader->verdicts->len && !known; i++) {
		const Verdict *other = reader->verdicts->pdata[i];

		known = g_ascii_strcasecmp(other->address, verdict.address) == 0;
	}
	if (known)
		verdict_clear(&verdict);
	else
		g_ptr_array_add(reader->verdicts, g_memdup2(&verdict, sizeof verdict));
}

/* "no-such-user soft" as the word alone. */
static char *
word_of(const char *value)
{
	return g_strndup(value, strcspn(value, " "));
}

/* The sentence as one line. NULL if there is none. (transfer full) */
static char *
diagnostic_of(const char *words)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean blank = FALSE;

	for (const char *at = words; *at && out->len < DIAGNOSTIC_MAX_BYTES; at++) {
		if (g_ascii_isspace(*at)) {
			blank = TRUE;
			continue;
		}
		if (blank && out->len > 0)
			g_string_append_c(out, ' ');
		blank = FALSE;
		g_string_append_c(out, *at);
	}
	g_string_truncate(out, MIN(out->len, DIAGNOSTIC_MAX_BYTES));
	while (out->len > 0 && !g_utf8_validate(out->str, (gssize)out->len, NULL))
		g_string_truncate(out, out->len - 1);
	return out->len > 0 ? g_strdup(out->str) : NULL;
}

/* A status that names no more than a class: "5.0.0". */
static gboolean
is_bare_class(const char *status)
{
	return strcmp(status + 1, ".0.0") == 0;
}

/* What is said of one recipient, the surest first; read when it is asked for. */
enum { MACHINE, TEXT_NEAR, TEXT_FAR, SOURCES = 1 + NEARNESSES };
typedef struct Account {
	Reader *reader;
	const NoticeMap *map;
	const Verdict *verdict;
	guint number;
	char *words[SOURCES];
	Said said[SOURCES];
	gboolean is_read[SOURCES];
	guint status_source; /* where the status was found */
	const char *last;    /* the words that told the reason */
} Account;

/* NULL if that source is not there. */
static const char *
account_words(Account *account, guint source)
{
	if (account->words[source] == NULL && source == MACHINE)
		account->words[source] = g_strdup(account->verdict->diagnostic);
	else if (account->words[source] == NULL)
		account->words[source] = notice_map_words(account->map, account->number,
							  (Nearness)(source - TEXT_NEAR));
	return account->words[source];
}

static const Said *
account_said(Account *account, guint source)
{
	const char *words = account_words(account, source);

	if (words && !account->is_read[source])
		account->said[source] = bounce_reason_of_words(
			account->reader, words, source == MACHINE ? account->verdict->host : NULL);
	account->is_read[source] = TRUE;
	return &account->said[source];
}

static void
account_clear(Account *account)
{
	for (guint i = 0; i < SOURCES; i++)
		g_free(account->words[i]);
}

/* The class that the first SMTP reply gives away. */
static char
class_of(Account *account, guint sources)
{
	char class = 0;

	for (guint i = 0; i < sources && class == 0; i++) {
		const char *words = account_words(account, i);

		class = words ? bounce_class_in(words) : 0;
	}
	return class ? class : account->verdict->delayed ? '4' : '5';
}

/* The status that stands for the class alone when the report names none. */
static char *
status_of(Account *account)
{
	const char *given = account->verdict->status;
	/* A report's own status is only mended by the words that came with it. */
	guint sources = given ? TEXT_NEAR : SOURCES;
	g_autofree char *vague = g_strdup(given);

	account->status_source = given ? TEXT_NEAR : TEXT_FAR;
	if (given && !is_bare_class(given))
		return g_strdup(given);
	for (guint i = 0; i < sources; i++) {
		const char *words = account_words(account, i);
		g_autofree char *status = words ? bounce_status_in(words) : NULL;

		if (status && !is_bare_class(status) && (!given || given[0] == status[0])) {
			account->status_source = MAX(i, TEXT_NEAR);
			return g_steal_pointer(&status);
		}
		if (vague == NULL)
			vague = g_steal_pointer(&status);
	}
	if (vague)
		return g_steal_pointer(&vague);
	return g_strdup(class_of(account, sources) == '4' ? "4.0.0" : "5.0.0");
}

/* A status of which only the subject is known ("5.7.0") says less than words do. */
static gboolean
is_vague(const char *status)
{
	return g_str_has_suffix(status, ".0");
}

/* What a source says by the tables, from the surest to the vaguest. */
typedef enum Telling { BY_REASON, BY_HINT, BY_GUESS, BY_ABOUT } Telling;

static const char *
tell(Account *account, guint source, Telling by)
{
	const Said *said = account_said(account, source);
	const char *const values[] = {said->reason, said->hint, said->guess, said->about};

	if (values[by])
		account->last = account->words[source];
	return values[by];
}

/* The text in which the other side is quoted: its words count more than what the reporter
 * writes around them. MACHINE if there is none. */
static guint
quoting_source(Account *account)
{
	for (guint i = TEXT_NEAR; i <= TEXT_FAR; i++) {
		if (bounce_class_in(account_words(account, i)))
			return i;
	}
	return MACHINE;
}

/* What the report's text says where it has no part for machines, from near to as far as a
 * status stands. */
static const char *
text_reason(Account *account, guint quote)
{
	const char *value = NULL;

	if (quote != MACHINE)
		return tell(account, quote, BY_REASON);
	for (guint i = TEXT_NEAR; value == NULL && i <= account->status_source; i++)
		value = tell(account, i, BY_REASON);
	return value;
}

/* What is said far from the recipient. */
static const char *
distant_reason(Account *account, Telling first, Telling last)
{
	const char *value = NULL;

	for (guint i = TEXT_FAR; value == NULL && i < SOURCES; i++) {
		for (Telling by = first; value == NULL && by <= last; by++)
			value = tell(account, i, by);
	}
	return value;
}

/* The value of the tables for the recipient: what was said to it, then what its status
 * means, then what else is said. */
static const char *
reason_of(Account *account, const char *status)
{
	const char *by_status = bounce_reason_of_status(account->reader->tables, status);
	const char *value = tell(account, MACHINE, BY_REASON);
	guint quote = account->words[MACHINE] ? MACHINE : quoting_source(account);
	/* What a reply is about tells nothing of a refusal that passes. */
	Telling last = status[0] == '5' ? BY_ABOUT : BY_GUESS;

	if (value == NULL && account->words[MACHINE] == NULL)
		value = text_reason(account, quote);
	if (value == NULL && !is_vague(status))
		value = by_status;
	for (Telling by = BY_HINT; value == NULL && by <= BY_GUESS; by++)
		value = tell(account, quote, by);
	for (Telling by = BY_REASON; value == NULL && by <= BY_HINT; by++)
		value = tell(account, TEXT_NEAR, by);
	if (value == NULL)
		value = by_status;
	if (value == NULL)
		value = tell(account, TEXT_NEAR, BY_GUESS);
	if (value == NULL && last == BY_ABOUT)
		value = tell(account, quote, BY_ABOUT);
	if (value == NULL)
		value = distant_reason(account, BY_REASON, BY_HINT);
	if (value == NULL)
		value = distant_reason(account, BY_GUESS, last);
	if (value == NULL)
		value = status[0] == '4' ? "temporary" : "other";
	return value;
}

/* Whether writing again is pointless: the address itself is wrong. */
static gboolean
is_hard(Account *account, const char *value, const char *status)
{
	guint source = account->verdict->diagnostic ? MACHINE : TEXT_FAR;

	if (account->verdict->delayed)
		return FALSE;
	if (strcmp(value, "no-such-user") == 0)
		return !bounce_has_phrase(account->reader, account_words(account, source),
					  PHRASE_AFTER_DATA);
	if (strcmp(value, "no-such-host") == 0)
		return TRUE;
	return strcmp(value, "other") == 0 && status[0] == '5';
}

static void
settle_one(Reader *reader, const NoticeMap *map, guint number)
{
	const Verdict *verdict = reader->verdicts->pdata[number];
	Account account = {.reader = reader, .map = map, .verdict = verdict, .number = number};
	Bounce *bounce = &reader->mail->bounce;
	g_autofree char *status = status_of(&account);
	const char *value = reason_of(&account, status);

	bounce->hard = bounce->hard || is_hard(&account, value, status);
	bounce->delayed = (number == 0 || bounce->delayed) && verdict->delayed;
	if (bounce->diagnostic == NULL && verdict->diagnostic)
		bounce->diagnostic = diagnostic_of(verdict->diagnostic);
	if (bounce->diagnostic == NULL && account.last)
		bounce->diagnostic = diagnostic_of(account.last);
	g_ptr_array_add(bounce->recipients, g_strdup(verdict->address));
	g_ptr_array_add(bounce->reasons, word_of(value));
	g_ptr_array_add(bounce->status, g_steal_pointer(&status));
	account_clear(&account);
}

void
bounce_settle(Reader *reader)
{
	g_autoptr(NoticeMap) map = notice_map_new(reader);

	for (guint i = 0; i < reader->verdicts->len; i++) {
		settle_one(reader, map, i);
		verdict_clear(reader->verdicts->pdata[i]);
		g_free(reader->verdicts->pdata[i]);
	}
	g_ptr_array_set_size(reader->verdicts, 0);
}
