/*
 * From mail to clues: the first step of the path that knows of desks and cases.
 */
#include "desk/clues_parts.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/extension.h"
#include "desk/external.h"
#include "desk/form.h"
#include "desk/held.h"
#include "desk/mention.h"
#include "desk/question.h"
#include "desk/rating.h"
#include "desk/subject.h"
#include "desk/trackid.h"
#include "mail/signed.h"

#include <string.h>

/* Reply and forward marks of mail clients, lower case. Longer words than this before a
 * colon are the customer's own. */
static const char *const prefixes[] = {
	"re",      "fw",         "fwd",   "aw",     "wg",    "sv",   "vs",          "vb",
	"vl",      "rv",         "rif",   "tr",     "r",     "i",    "odp",         "pd",
	"ynt",     "ilt",        "antw",  "doorst", "res",   "enc",  "re:",         "atb",
	"pár",     "továbbítás", "vá",    "απ",     "πρθ",   "σχετ", "hа",          "на",
	"отв",     "пересл",     "ответ", "fs",     "bls",   "trs",  "trả lời",     "chuyển tiếp",
	"回复",    "回覆",       "答复",  "转发",   "轉寄",  "返信", "転送",        "답장",
	"회신",    "전달",       "השב",   "הועבר",  "תגובה", "رد",   "إعادة توجيه", "پاسخ",
	"odgovor", "ats",        "vast",  "svar",   "réf",   "ref",
};

/* The length of a prefix with its colon and the blanks after it; 0 if there is none. */
static gsize
prefix_length(const char *subject)
{
	for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		gsize length = strlen(prefixes[i]);
		g_autofree char *head = g_strndup(subject, length);
		if (!g_utf8_validate(head, -1, NULL))
			continue;
		g_autofree char *lower = g_utf8_strdown(head, -1);
		if (strcmp(lower, prefixes[i]))
			continue;
		const char *p = subject + length;
		/* "Re[2]:", "Re^3:", "Re (4):" count the replies. */
		p += strspn(p, " ");
		if (strchr("[^(", *p) && *p) {
			p++;
			p += strspn(p, "0123456789");
			p += strspn(p, "])");
		}
		p += strspn(p, " ");
		if (*p == ':')
			p++;
		else if (g_str_has_prefix(p, "：")) /* full-width colon */
			p += strlen("：");
		else
			continue;
		p += strspn(p, " \t");
		return (gsize)(p - subject);
	}
	return 0;
}

const char *
subject_strip_prefixes(const char *subject)
{
	subject += strspn(subject, " \t");
	for (gsize length; (length = prefix_length(subject)) > 0;)
		subject += length;
	return subject;
}

gint64
message_id_key(const char *message_id)
{
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, message_id, -1);
	digest[16] = '\0';
	return (gint64)(g_ascii_strtoull(digest, NULL, 16) >> 1);
}

static char *
address_lower(const char *address)
{
	return g_utf8_strdown(address, -1);
}

static void
find_sender(Clues *clues, const Site *site)
{
	const Mailbox *from = mail_from(clues->mail);
	gboolean has_address =
		from && strchr(from->address, '@') && strlen(from->address) <= LIMIT_ADDRESS_BYTES;
	clues->address = address_lower(has_address ? from->address : "");
	clues->is_free_mail = site_is_free_mail(site, address_domain(clues->address));
	clues->name = header_safe(from ? from->name : "");
}

static void
find_visible(Clues *clues)
{
	const GPtrArray *lists[] = {clues->mail->to, clues->mail->cc};
	clues->visible = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint k = 0; k < lists[i]->len && k < LIMIT_RECIPIENTS; k++) {
			const Mailbox *mailbox = lists[i]->pdata[k];
			g_ptr_array_add(clues->visible, address_lower(mailbox->address));
		}
}

/* The domain may be another name of the same. */
static gboolean
is_to(const char *address, const char *recipient)
{
	gsize local = strcspn(recipient, "@");
	return strcspn(address, "@") == local && !g_ascii_strncasecmp(address, recipient, local);
}

gboolean
clues_names_recipient(const Clues *clues)
{
	for (guint i = 0; i < clues->visible->len; i++)
		if (is_to(clues->visible->pdata[i], clues->recipient))
			return TRUE;
	return FALSE;
}

static void
add_reference(GPtrArray *references, const char *id)
{
	if (references->len < LIMIT_REFERENCES &&
	    !g_ptr_array_find_with_equal_func(references, id, g_str_equal, NULL))
		g_ptr_array_add(references, g_strdup(id));
}

static void
find_references(Clues *clues)
{
	const Mail *mail = clues->mail;
	clues->references = g_ptr_array_new_with_free_func(g_free);
	if (mail->in_reply_to)
		add_reference(clues->references, mail->in_reply_to);
	for (guint i = mail->references->len; i > 0; i--)
		add_reference(clues->references, mail->references->pdata[i - 1]);
	if (mail->bounce.original_message_id)
		add_reference(clues->references, mail->bounce.original_message_id);
}

/* A file says more than any question. */
static gboolean
has_files(const Mail *mail)
{
	for (guint i = 0; i < mail->attachments->len; i++)
		if (!attachment_is_signature(mail->attachments->pdata[i]))
			return TRUE;
	return FALSE;
}

/* Between older lines that it answers, "it works" may be about one of them alone. */
static void
find_solved(Clues *clues, const char *words, const Site *site)
{
	const Mail *mail = clues->mail;
	g_autofree char *own = text_collapse(mail->own);
	g_autofree char *all = text_collapse(mail->reply);
	if (clues->is_thanks && !strcmp(own, all) &&
	    text_is_solved(words, clues->name, clues->address, site, &clues->solved_case))
		clues->solved = command_of_solved(own);
}

/* Below an answer, the header that Outlook sets above the message it answers reads as a forward's:
 * it forwards nothing where all of that is cut. */
static gboolean
forwards(const Mail *mail)
{
	return mail->forward && (mail->is_forward || strcmp(mail->own, mail->reply) != 0);
}

static void
find_question(Clues *clues, const Site *site)
{
	const Mail *mail = clues->mail;
	gboolean says_more = clues->commands->len > 0 || *clues->action || *clues->held_token ||
			     forwards(mail) || has_files(mail);
	if (clues->is_machine || clues->to_internal || says_more)
		return;
	const char *name = clues->name;
	g_autofree char *words = text_above_firm(mail->own, name, clues->address, site);
	clues->is_thanks = !mail->says_nothing && text_is_thanks(words, name, clues->address, site);
	find_solved(clues, words, site);
	g_autoptr(Question) question =
		question_find(mail->says_nothing ? "" : words,
			      subject_strip_prefixes(mail->subject), name, clues->address, site);
	if (!question)
		return;
	clues->question = command_of_question(question->line);
	clues->asked = g_steal_pointer(&question->number);
	clues->asks_record = TRUE;
}

static void
find_scale(Clues *clues, const Site *site)
{
	const Mail *mail = clues->mail;
	clues->is_scale = !clues->is_machine && !mail->says_nothing && !has_files(mail) &&
			  text_is_scale(mail->reply, clues->name, clues->address, site);
}

/* Who reports something new says so without a question, and answers nothing. */
static gboolean
may_mean_old(const Clues *clues)
{
	const Mail *mail = clues->mail;
	const char *subject = mail->subject + strspn(mail->subject, " \t");
	return clues->question || clues->references->len > 0 || clues->subject_ids->len > 0 ||
	       clues->address_ids->len > 0 || clues->case_numbers->len > 0 ||
	       subject_strip_prefixes(subject) != subject || text_asks(subject) ||
	       text_asks(mail->own);
}

static void
find_others(Clues *clues, const Site *site)
{
	if (!clues->is_machine && !clues->to_internal && may_mean_old(clues))
		clues->others = listing_read(site, "mine", NULL);
}

/* "hTOKEN.release" says all there is to say, whatever is written. */
static void
find_decision(Clues *clues, const Extension *extension)
{
	static const char *const verbs[] = {"release", "drop"};
	const char *token = "";
	for (guint i = 0; i < G_N_ELEMENTS(verbs) && !*token; i++) {
		clues->held_verb = verbs[i];
		token = extension_token_of(extension, verbs[i]);
	}
	clues->held_token = g_strdup(token);
}

static void
find_recipient(Clues *clues, const Site *site)
{
	DeskAddress address = {0};
	gboolean is_ours = site_find_address(site, clues->recipient, &address);
	g_auto(Extension) extension = {0};
	extension_read(is_ours ? address.extension : "", &extension);
	clues->address_ids = g_steal_pointer(&extension.tracking_ids);
	clues->notice_token = g_strdup(extension.notice_token);
	clues->confirm_token = g_strdup(extension_token_of(&extension, CONFIRM_WORD));
	clues->action = g_strdup(extension.action);
	clues->extension = g_strdup(extension.plain);
	clues->desk = address.desk;
	clues->to_internal = address.is_internal;
	find_decision(clues, &extension);
	desk_address_clear(&address);
}

/* What comes to our envelope sender answers nothing, whatever its subject. */
static void
find_confirmation(Clues *clues)
{
	if (*clues->confirm_token || *clues->notice_token)
		return;
	g_free(clues->confirm_token);
	clues->confirm_token = held_token_in_subject(clues->mail->subject, CONFIRM_WORD);
}

static gboolean
is_our_number(const Site *site, const char *number)
{
	for (guint i = 0; i < site->desks->len; i++) {
		const Desk *desk = site->desks->pdata[i];
		gsize length = strlen(desk->prefix);
		if (!g_ascii_strncasecmp(number, desk->prefix, length) && number[length] == '-')
			return TRUE;
	}
	return FALSE;
}

/* A reply whose ID is damaged or unknown opens a case, which our own words would name
 * "Case Receipt - Case ID: ...".  What the customer wrote around them stays. */
static char *
name_frame(const Site *site, const char *subject)
{
	SubjectFrame frame;
	if (!subject_find_frame(subject, &frame))
		return g_strdup(subject);
	g_autofree char *number = frame.number;
	if (!is_our_number(site, number))
		return g_strdup(subject);
	g_autofree char *around =
		g_strdup_printf("%.*s%s", (int)frame.start, subject, subject + frame.end);
	g_strstrip(around);
	if (!*around)
		return g_strdup_printf("About %s", number);
	return g_strdup_printf("%.*s%s%s", (int)frame.start, subject, number, subject + frame.end);
}

/* What a person would call the case: the subject without what mail clients and we put
 * around it. */
static void
find_title(Clues *clues, const Site *site)
{
	g_autofree char *line = text_collapse(clues->mail->subject);
	g_autofree char *safe = header_safe(subject_strip_prefixes(line));
	g_autofree char *named = name_frame(site, safe);
	g_autoptr(GString) title = g_string_new(named);
	for (guint i = 0; i < clues->subject_ids->len; i++) {
		const char *id = clues->subject_ids->pdata[i];
		g_autofree char *upper = g_ascii_strup(title->str, -1);
		const char *at = strstr(upper, id);
		if (at)
			g_string_erase(title, at - upper, (gssize)strlen(id));
	}
	g_autofree char *collapsed = text_collapse(title->str);
	clues->title = text_ellipsize(*collapsed ? collapsed : NO_SUBJECT, LIMIT_TITLE_CHARS);
}

static void
find_robot(Clues *clues)
{
	const Mail *mail = clues->mail;
	gboolean null_sender = !*clues->envelope_sender;
	clues->is_machine = mail->auto_kind != AUTO_NONE || mail->bounce.is_bounce || null_sender;
	const char *why = null_sender ? "null envelope sender" : "";
	if (mail->auto_kind != AUTO_NONE)
		why = mail->auto_why;
	else if (mail->bounce.is_bounce)
		why = "a delivery report";
	clues->machine_why = g_strdup(why);
}

static void
find_type(Clues *clues, const Site *site)
{
	g_autofree char *named = form_type(clues->mail->text, clues->mail->reply);
	const TypeWords words = {
		.extension = clues->extension,
		.form = named ? named : "",
		.subject = subject_strip_prefixes(clues->mail->subject),
	};
	if (!clues->desk)
		return;
	type_choose(site, clues->desk, &words, clues->if_new, &clues->choice);
	clues->opening_desk = clues->choice.desk;
}

static FormReading *
read_form(const Clues *clues, const CaseType *type, const Site *site)
{
	const Mail *mail = clues->mail;
	const FormAsked asked = {.now_ms = MAX(mail->date_ms, 0),
				 .name = clues->name,
				 .address = clues->address,
				 .site = site};
	FormReading *form = form_read(mail->text, mail->reply, type->fields, &asked);
	form_leave_courtesies(form, asked.name, asked.address, site);
	return form;
}

static void
add_shared(Clues *clues, const FormReading *form)
{
	for (guint i = 0; i < form->values->len; i++) {
		const FormValue *value = form->values->pdata[i];
		if (value->value && !strcmp(value->field->effect, "share"))
			clues_add_names(clues->names, value->value);
	}
}

/* Of a case that the mail joins the type isn't known yet; but whom its form names is looked up
 * now.  What came encrypted is sent on to nobody, as a form that is asked back would be. */
static void
find_form(Clues *clues, const Site *site)
{
	const Mail *mail = clues->mail;
	if (!clues->desk || clues->is_machine || mail->is_unsealed)
		return;
	clues->form = read_form(clues, clues->choice.type, site);
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = site->types->pdata[i];
		if (!field_of_effect(type->fields, "share"))
			continue;
		g_autoptr(FormReading) form = read_form(clues, type, site);
		add_shared(clues, form);
	}
}

/* An absence note comes from the same person, often without a word of what wrote it. What can't be
 * read may be one. */
static void
find_yes(Clues *clues, const Site *site)
{
	const Mail *mail = clues->mail;
	if (!*clues->confirm_token || clues->is_machine || mail->is_shut)
		return;
	g_autofree char *words = text_above_firm(mail->own, clues->name, clues->address, site);
	clues->says_yes =
		text_is_yes(words, clues->name, clues->address, site) ||
		(!mail->is_forward &&
		 text_is_signature(mail->own_with_signature, clues->name, clues->address, site));
}

Clues *
clues_find(const Mail *mail, const Site *site, const RuleSet *rules, const char *envelope_sender,
	   const char *recipient, gint64 fingerprint, const RuleOrganisation *organisation)
{
	Clues *clues = g_new0(Clues, 1);
	clues->mail = mail;
	clues->envelope_sender = g_strdup(envelope_sender);
	clues->recipient = g_strdup(recipient);
	clues->fingerprint = fingerprint;
	clues->message_key = mail->message_id ? message_id_key(mail->message_id) : fingerprint;
	clues->subject_ids = track_id_find_all(mail->subject);
	clues->external_ids = external_ids_find(mail->subject);
	find_recipient(clues, site);
	find_confirmation(clues);
	clues->staff_desk = clues->desk ? clues->desk : site->desks->pdata[0];
	find_sender(clues, site);
	find_visible(clues);
	find_references(clues);
	clues->case_numbers = g_ptr_array_new_with_free_func(case_number_destroy);
	case_numbers_add(clues->case_numbers, site, mail->subject, LIMIT_CASE_NUMBERS);
	find_title(clues, site);
	find_robot(clues);
	clues_find_commands(clues, site);
	clues_find_list(clues, site);
	find_question(clues, site);
	find_yes(clues, site);
	find_scale(clues, site);
	find_others(clues, site);
	clues->mentions = mentions_find(clues->is_machine ? "" : clues->mail->own);
	clues->tells_case = clues->tells_case || clues->mentions->len > 0;
	clues->if_new = rules_apply(rules, mail, envelope_sender, recipient, FALSE, organisation);
	clues->if_reply = rules_apply(rules, mail, envelope_sender, recipient, TRUE, organisation);
	find_type(clues, site);
	find_form(clues, site);
	return clues;
}

void
clues_free(Clues *clues)
{
	if (!clues)
		return;
	g_free(clues->envelope_sender);
	g_free(clues->recipient);
	g_free(clues->address);
	g_free(clues->name);
	g_free(clues->title);
	g_ptr_array_unref(clues->address_ids);
	g_ptr_array_unref(clues->subject_ids);
	g_ptr_array_unref(clues->external_ids);
	g_ptr_array_unref(clues->case_numbers);
	g_ptr_array_unref(clues->references);
	g_free(clues->notice_token);
	g_free(clues->confirm_token);
	g_free(clues->customer);
	g_array_unref(clues->splits);
	g_array_unref(clues->redactions);
	g_free(clues->action);
	g_free(clues->extension);
	g_clear_pointer(&clues->form, form_reading_free);
	g_ptr_array_unref(clues->visible);
	g_ptr_array_unref(clues->commands);
	g_ptr_array_unref(clues->mentions);
	g_ptr_array_unref(clues->listings);
	listing_free(clues->others);
	g_ptr_array_unref(clues->names);
	g_ptr_array_unref(clues->named_cases);
	if (clues->question)
		command_destroy(clues->question);
	if (clues->solved)
		command_destroy(clues->solved);
	case_number_free(clues->solved_case);
	case_number_free(clues->asked);
	g_ptr_array_unref(clues->held_keys);
	g_free(clues->held_token);
	g_free(clues->machine_why);
	rule_hits_free(clues->if_new);
	rule_hits_free(clues->if_reply);
	g_free(clues);
}
