/*
 * One delivery from raw bytes to rows.  Reading happens before any lock; facts, plan
 * and rows under it.
 */
#include "work/handle.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/secret.h"
#include "mail/authres.h"
#include "mail/forward.h"
#include "mail/reply.h"
#include "mail/scan.h"
#include "store/apply.h"
#include "store/people.h"
#include "wire/signature.h"

#include <stdlib.h>
#include <string.h>

/* Two single tries that a worker died of are enough. */
#define TRIES_BEFORE_QUARANTINE 2
/* GnuPG needs some hundredths of one for a mail. */
#define SIGNATURE_SECONDS 10

static void
judge_proof(Item *item, const Site *site)
{
	const AuthVerdict verdict = authres_judge(item->mail, site->authserv_id);
	item->proof = verdict.result == AUTH_PASS   ? PROOF_PASS
		      : verdict.result == AUTH_FAIL ? PROOF_FAIL
						    : PROOF_NONE;
	item->proof_why = g_strdup(verdict.why);
}

/* A text that isn't in a language of ours says nothing of the one to answer in. */
char *
knowledge_language(const char *text, gconstpointer data)
{
	const Knowledge *know = data;
	g_autofree char *language =
		know->languages ? language_guess(know->languages, text) : g_strdup("");
	return g_strdup(templates_speaks(know->templates, language) ? language : "");
}

/* What the message quotes may be our own words, or those of the one who forwards it. */
static char *
language_of_forward(const Forward *forward, const Knowledge *know)
{
	ReplySplit split;
	if (!forward)
		return g_strdup("");
	reply_split(forward->text, forward->subject, NULL, know->tables, &split);
	char *language = knowledge_language(split.own, know);
	reply_split_clear(&split);
	return language;
}

/* 63 bits of a SHA-256 over the time of the signature and the words under it.  Its own bytes would
 * not do: anybody can wrap the same signature anew, with a comment in the armour say.  Nor would
 * blanks and line ends, which some signatures don't cover. */
static gint64
digest_of(GBytes *words, gint64 signed_ms)
{
	gsize size = 0;
	const guint8 *bytes = g_bytes_get_data(words, &size);
	g_autoptr(GByteArray) firm = g_byte_array_sized_new((guint)size + sizeof signed_ms);
	g_byte_array_append(firm, (const guint8 *)&signed_ms, sizeof signed_ms);
	for (gsize i = 0; i < size; i++)
		if (!g_ascii_isspace(bytes[i]))
			g_byte_array_append(firm, bytes + i, 1);
	g_autofree char *hex =
		g_compute_checksum_for_data(G_CHECKSUM_SHA256, firm->data, firm->len);
	hex[16] = '\0';
	return (gint64)(g_ascii_strtoull(hex, NULL, 16) >> 1);
}

/* `words` are what was signed, nullable. */
static SignatureFact *
fact_of(const Signed *what, GBytes *words, const SignatureReport *report)
{
	SignatureFact *fact = signature_fact_new();
	fact->is_there = TRUE;
	fact->is_good = what->kind != SIGNED_AMISS && report->state == SIGNATURE_GOOD;
	fact->signed_ms = report->signed_ms;
	fact->digest = words ? digest_of(words, report->signed_ms) : 0;
	text_put(&fact->why, what->why ? what->why : signature_words(report->state));
	for (gsize i = 0; i < G_N_ELEMENTS(fact->fingerprints); i++)
		text_put(&fact->fingerprints[i], report->fingerprints[i]);
	return fact;
}

/* Long before the lock, for it takes a process and perhaps all of its time. */
static void
judge_signature(Item *item, const Knowledge *know)
{
	SignatureReport report = {.state = SIGNATURE_UNREADABLE};
	if (item->mail->is_unsealed || item->mail->is_shut || !mail_seems_signed(item->mail))
		return;
	g_autoptr(Signed) what = raw_find_signed(item->raw, item->mail, know->tables);
	if (what->kind == SIGNED_NOT)
		return;
	if (what->kind != SIGNED_AMISS)
		signature_check(what, know->keyring, SIGNATURE_SECONDS, &report);
	item->signature = fact_of(what, what->content, &report);
}

/* The signature of a mail that stood within another one (RFC 8551 3.7). */
static void
judge_within(Item *item, GBytes *plain, const Knowledge *know)
{
	SignatureReport report = {.state = SIGNATURE_UNREADABLE};
	g_autoptr(Mail) alone = mail_read_bytes(plain, know->tables);
	g_autoptr(Signed) what = signed_find(alone, plain, -1, know->tables);
	if (what->kind == SIGNED_NOT || what->kind == SIGNED_SEALED ||
	    what->kind == SIGNED_ENVELOPED)
		return;
	if (what->kind != SIGNED_AMISS)
		signature_check(what, know->keyring, SIGNATURE_SECONDS, &report);
	item->signature = fact_of(what, what->content, &report);
}

/* Encrypted mail is read if our key is there, else kept as it is.  Its signature, if any, is
 * under the cover too (RFC 3156 6.2). */
static void
unseal(Item *item, const Knowledge *know)
{
	SignatureReport report;
	if (!mail_seems_sealed(item->mail))
		return;
	g_autoptr(Signed) what = raw_find_signed(item->raw, item->mail, know->tables);
	if (what->kind != SIGNED_SEALED && what->kind != SIGNED_ENVELOPED)
		return;
	g_autoptr(GBytes) plain = signature_unseal(what, know->keyring, SIGNATURE_SECONDS, &report);
	Mail *read = plain ? raw_read_unsealed(item->raw, item->mail, plain, know->tables) : NULL;
	item->mail->is_shut = !read;
	if (!read)
		return;
	mail_free(item->mail);
	item->mail = read;
	if (what->kind == SIGNED_ENVELOPED)
		judge_within(item, plain, know);
	else if (report.state != SIGNATURE_UNREADABLE)
		item->signature = fact_of(what, plain, &report);
}

static gboolean
take_piece(const char *bytes, gsize length, gpointer user_data)
{
	GByteArray *all = user_data;
	g_byte_array_append(all, (const guint8 *)bytes, (guint)length);
	return all->len <= LIMIT_MESSAGE_BYTES;
}

/* The message in an attachment; NULL if it can't be read. */
static Mail *
read_attached(const Raw *raw, const Attachment *attachment, const MailTables *tables)
{
	GByteArray *all = g_byte_array_new();
	g_autoptr(PartSource) parts = raw_open_parts(raw);
	gboolean is_whole = part_source_decode(parts, attachment->part, take_piece, all);
	g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(all);
	g_autofree char *fault = is_whole ? scan_bytes(bytes) : NULL;
	return is_whole && !fault ? mail_read_bytes(bytes, tables) : NULL;
}

/* Only commands ask for it. */
static void
find_forward(Item *item, const MailTables *tables)
{
	Mail *mail = item->mail;
	if (!strpbrk(mail->reply, "#!") && !strstr(mail->reply, "\xef\xbc\x83"))
		return;
	for (guint i = 0; i < mail->attachments->len && !mail->forward; i++) {
		const Attachment *attachment = mail->attachments->pdata[i];
		if (strcmp(attachment->type, "message/rfc822") != 0)
			continue;
		g_autoptr(Mail) inner = read_attached(item->raw, attachment, tables);
		if (inner)
			mail->forward = forward_of_mail(inner, mail->reply);
	}
	if (!mail->forward)
		mail->forward = forward_in_text(mail->text, tables);
}

/* The organisation is looked up where a rule asks for it: patterns cost too much to be tried under
 * the lock. */
static gboolean
find_clues(Item *item, Store *store, const Knowledge *know, const char *sender,
	   const char *recipient, GError **error)
{
	const Mailbox *from = mail_from(item->mail);
	g_autofree char *address = g_utf8_strdown(from ? from->address : "", -1);
	g_autofree char *tier = NULL;
	g_autoptr(GPtrArray) languages = NULL;
	gboolean by_domain = !site_is_free_mail(know->site, address_domain(address));
	if (rule_set_asks_organisation(know->rules) &&
	    !org_of_address(store, address, by_domain, &tier, &languages, error))
		return FALSE;
	const RuleOrganisation organisation = {tier, languages};
	item->clues = clues_find(item->mail, know->site, know->rules, sender, recipient,
				 raw_fingerprint(item->raw), tier ? &organisation : NULL);
	return TRUE;
}

static gboolean
read_mail(Item *item, Store *store, const Knowledge *know, const char *sender,
	  const char *recipient, GError **error)
{
	item->unreadable = raw_scan(item->raw);
	if (item->unreadable)
		return TRUE;
	item->mail = raw_read(item->raw, know->tables);
	if (know->poison && strstr(item->mail->subject, know->poison))
		abort();
	unseal(item, know);
	find_forward(item, know->tables);
	item->hashes = raw_hash_attachments(item->raw, item->mail->attachments);
	secrets_mask_mail(know->site->secrets, item->mail);
	if (!find_clues(item, store, know, sender, recipient, error))
		return FALSE;
	item->language = knowledge_language(item->mail->reply, know);
	item->language_forwarded = language_of_forward(item->mail->forward, know);
	judge_proof(item, know->site);
	judge_signature(item, know);
	return TRUE;
}

Item *
item_prepare(Store *store, const Knowledge *know, Waiting *waiting, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Item) item = g_new0(Item, 1);
	item->waiting = waiting;
	if (waiting->tries >= TRIES_BEFORE_QUARANTINE) {
		item->unreadable = g_strdup("reading it made the program fail twice");
		return g_steal_pointer(&item);
	}
	item->raw = raw_open(store, waiting->message, &failure);
	if (g_error_matches(failure, CM_ERROR, CM_ERROR_TEMP)) {
		g_propagate_error(error, failure);
		return NULL;
	}
	if (item->raw && !read_mail(item, store, know, waiting->sender, waiting->recipient, error))
		return NULL;
	if (!item->raw)
		item->unreadable = g_strdup(failure ? failure->message : "its bytes were erased");
	g_clear_error(&failure);
	return g_steal_pointer(&item);
}

Item *
item_from_raw(Store *store, const Knowledge *know, Raw *raw, const char *sender,
	      const char *recipient, GError **error)
{
	g_autoptr(Item) item = g_new0(Item, 1);
	item->waiting = g_new0(Waiting, 1);
	item->waiting->sender = g_strdup(sender);
	item->waiting->recipient = g_strdup(recipient);
	item->raw = raw;
	return read_mail(item, store, know, sender, recipient, error) ? g_steal_pointer(&item)
								      : NULL;
}

void
item_free(Item *item)
{
	if (!item)
		return;
	waiting_free(item->waiting);
	raw_free(item->raw);
	clues_free(item->clues);
	mail_free(item->mail);
	g_clear_pointer(&item->hashes, g_ptr_array_unref);
	g_free(item->proof_why);
	g_free(item->language);
	g_free(item->language_forwarded);
	signature_fact_free(item->signature);
	g_free(item->unreadable);
	g_free(item);
}

static const Desk *
stub_desk(const Site *site, const char *recipient)
{
	DeskAddress address = {0};
	if (!site_find_address(site, recipient, &address))
		return site->desks->pdata[0];
	const Desk *desk = address.desk;
	desk_address_clear(&address);
	return desk;
}

static Plan *
plan_unreadable(Store *store, const Site *site, const Item *item, const FactsInput *input,
		GError **error)
{
	const Desk *desk = stub_desk(site, item->waiting->recipient);
	g_autoptr(Facts) facts = facts_for_stub(store, desk, input, error);
	if (!facts)
		return NULL;
	return plan_for_quarantine(desk, facts, site, item->waiting->sender, item->unreadable);
}

Plan *
item_plan(Store *store, const Knowledge *know, const Item *item, gint64 now_ms,
	  gboolean without_chance, GError **error)
{
	const char *vouched = release_proof(item->waiting->release);
	const FactsInput input = {
		.now_ms = now_ms,
		.delivery = item->waiting->delivery,
		.message = item->waiting->message,
		.proof = vouched ? PROOF_PASS : item->proof,
		.proof_why = vouched ? vouched : item->proof_why,
		.signature = vouched ? NULL : item->signature,
		.received_ms = item->waiting->accepted_ms,
		.language = item->language,
		.language_forwarded = item->language_forwarded,
		.guess_language = knowledge_language,
		.guess_data = know,
		.release = item->waiting->release,
		.as_unseen = item->as_unseen,
		.secrets = know->site->secrets,
		.without_chance = without_chance,
	};
	if (item->unreadable)
		return plan_unreadable(store, know->site, item, &input, error);
	g_autoptr(Facts) facts = facts_for_mail(store, item->clues, &input, error);
	return facts ? plan_for_mail(item->clues, facts, know->site) : NULL;
}

static const char *
desk_name_of(const Site *site, const Item *item)
{
	if (item->clues)
		return item->clues->desk ? item->clues->desk->name : "";
	return stub_desk(site, item->waiting->recipient)->name;
}

gboolean
item_apply(Store *store, const Knowledge *know, const Item *item, gint64 now_ms, Plan **plan_out,
	   GError **error)
{
	g_autoptr(Plan) plan = item_plan(store, know, item, now_ms, FALSE, error);
	const Applying with = {
		.now_ms = now_ms,
		.delivery = item->waiting->delivery,
		.message = item->waiting->message,
		.clues = item->clues,
		.desk = desk_name_of(know->site, item),
		.hashes = item->hashes,
		.site = know->site,
		.templates = know->templates,
	};
	if (!plan || !plan_apply(store, plan, &with, NULL, error))
		return FALSE;
	*plan_out = g_steal_pointer(&plan);
	return TRUE;
}
