/*
 * Notices to try the templates with, ordinary and awkward ones; for test_notice.c and the
 * screenshots.
 */
#ifndef TESTS_NOTICE_SAMPLES_H
#define TESTS_NOTICE_SAMPLES_H

#include "app/datafiles.h"
#include "desk/notice.h"
#include "partner_samples.h"
#include "site_for_tests.h"

#include <glib.h>

static inline void
sample_set(char **field, const char *value)
{
	g_free(*field);
	*field = g_strdup(value);
}

/** A desk like that of the README. */
static inline Site *
sample_site(void)
{
	Site *site = site_for_tests();
	g_free(site->authserv_id);
	site->authserv_id = g_strdup("mx.example.org");
	Desk *desk = desk_new("support", "support@example.org");
	sample_set(&desk->title, "Example Support");
	sample_set(&desk->prefix, "SUP");
	sample_set(&desk->signature,
		   "Example Ltd, 1 Long Street, Exampletown\nMon to Fri, 9 to 17");
	g_ptr_array_add(site->desks, desk);
	return site;
}

/** The templates and words that ship. */
static inline Templates *
sample_templates(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	const Config config = {0};
	Templates *templates = datafiles_templates(tree ? tree : ".", &config, faults);
	if (faults->len > 0)
		g_error("%s", (const char *)faults->pdata[0]);
	return templates;
}

static inline void
sample_file(GPtrArray *list, const char *name, gint64 size_bytes)
{
	DraftPart *part = g_new0(DraftPart, 1);
	part->message = 17;
	part->part = list->len + 1;
	part->name = g_strdup(name);
	part->type = g_strdup("application/octet-stream");
	part->size_bytes = size_bytes;
	g_ptr_array_add(list, part);
}

static inline void
sample_change(Notice *notice, const char *label, const char *from, const char *to)
{
	NoticeChange *change = g_new0(NoticeChange, 1);
	change->label = g_strdup(label);
	change->from = g_strdup(from);
	change->to = g_strdup(to);
	g_ptr_array_add(notice->changes, change);
}

static const char sample_text[] =
	"Hello,\n\nsince this morning the printer on the second floor prints everything in "
	"purple. We have switched it off and on again, and have changed the cartridge; it did "
	"not help.\n\nThe display says:\n\n    E-1042: colour drum\n    press OK\n\n"
	"Could you please have a look?\n\nBest regards\nAnna";

#define SAMPLE_WORD                                                                                \
	"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

/* What breaks layouts, and what would be a command if it came back. */
static const char sample_awkward_text[] =
	"#done\n!close now\n  #priority urgent\n\xef\xbb\xbf#note hidden\n＃done\n"
	"<script>alert(1)</script> & \"quotes\" {{status}} </td></table>\n"
	"https://example.org/a/very/long/path/" SAMPLE_WORD "/" SAMPLE_WORD "?a=1&b=2\n"
	"This is a line that is so long that it will be wrapped somewhere on its way, and "
	"then #done may come to stand first, or !close, or #send, or #anything at all.\n"
	"שלום עולם, זה טקסט בעברית.\n"
	"東京は夜の七時です。\n"
	"👩‍👩‍👧 🎉\n"
	"-- \nsig\nStatus: Done";

static inline void
sample_case(Notice *notice)
{
	sample_set(&notice->desk, "support");
	sample_set(&notice->to_name, "Anna Smith");
	sample_set(&notice->to_address, "anna@customer.example");
	sample_set(&notice->to_role, "reporter");
	sample_set(&notice->tracking_id, "CM041061050R3GG28AQF");
	sample_set(&notice->case_number, "SUP-1494");
	sample_set(&notice->title, "Printer on the second floor prints in purple");
	sample_set(&notice->type, "problem");
	sample_set(&notice->type_title, "Report a problem or incident");
	sample_set(&notice->customer, "Customer & Sons GmbH");
	sample_set(&notice->status, "Work in progress");
	sample_set(&notice->status_meaning, "A specialist is working on your case.");
	sample_set(&notice->priority, "Normal");
	sample_set(&notice->assignee, "Bob Jones");
	sample_set(&notice->in_reply_to, "mail2@customer.example");
	g_ptr_array_add(notice->references, g_strdup("mail1@customer.example"));
	g_ptr_array_add(notice->references, g_strdup("mail2@customer.example"));
}

static inline void
sample_opened(Notice *notice)
{
	sample_set(&notice->status, "New");
	sample_set(&notice->status_meaning, "We have received your case; nobody works on it yet.");
	sample_set(&notice->assignee, "");
	sample_set(&notice->author, "Anna Smith");
	sample_set(&notice->text, sample_text);
	sample_file(notice->parts, "purple page.jpg", 482133);
	notice->is_answer = TRUE;
}

static inline void
sample_change_request(Notice *notice)
{
	sample_opened(notice);
	notice->subject = SUBJECT_CHANGE_REQUEST_RECEIPT;
	notice->is_change_request = TRUE;
	sample_set(&notice->type, "installation");
	sample_set(&notice->type_title, "Server installation request");
	sample_set(&notice->title, "New print server for the second floor");
}

static inline void
sample_follower(Notice *notice)
{
	sample_opened(notice);
	notice->is_answer = FALSE;
	sample_set(&notice->to_role, "contact");
	sample_set(&notice->to_name, "");
}

static inline void
sample_status(Notice *notice)
{
	notice->event = EVENT_STATUS;
	sample_change(notice, "Priority", "Normal", "High");
	sample_change(notice, "Handled by", "", "Bob Jones");
	sample_change(notice, "Expected", "2026-12-01", "");
}

static inline void
sample_final(Notice *notice)
{
	sample_status(notice);
	notice->is_final = TRUE;
	notice->asks_rating = TRUE;
	sample_set(&notice->status, "Done");
	sample_set(&notice->status_meaning, "Your case is closed.");
}

static inline void
sample_eta(Notice *notice)
{
	notice->event = EVENT_ETA;
	notice->subject = SUBJECT_ETA_UPDATE;
	sample_set(&notice->eta, "2026-12-01 14:00 UTC");
}

static inline void
sample_eta_removed(Notice *notice)
{
	sample_eta(notice);
	sample_set(&notice->eta, "");
}

static inline void
sample_merged(Notice *notice)
{
	notice->event = EVENT_MERGED;
	notice->subject = SUBJECT_COMMENT;
	sample_set(&notice->author, "Bob Jones");
	notice->data = js_object();
	js_set_text(notice->data, "before", "SUP-1495");
}

#include "notice_samples_emergency.h"

static inline void
sample_comment(Notice *notice)
{
	notice->event = EVENT_COMMENT;
	notice->subject = SUBJECT_COMMENT;
	notice->is_human = TRUE;
	sample_set(&notice->author, "Bob Jones");
	sample_set(&notice->text, "Hello Anna,\n\nplease hold the OK button for ten seconds and "
				  "tell us what the display says then.\n\nBob");
	notice->lines_cut = 14;
}

static inline void
sample_to_staff(Notice *notice)
{
	sample_set(&notice->to_role, "staff");
	sample_set(&notice->to_name, "Bob Jones");
	sample_set(&notice->to_address, "bob@example.org");
}

static inline void
sample_merged_joins(Notice *notice)
{
	sample_merged(notice);
	sample_to_staff(notice);
	js_set_bool(notice->data, "joins", TRUE);
}

static inline void
sample_comment_follower(Notice *notice)
{
	sample_comment(notice);
	sample_set(&notice->to_role, "follower");
}

static inline void
sample_rated(Notice *notice)
{
	sample_final(notice);
	sample_to_staff(notice);
	notice->event = EVENT_RATED;
	notice->subject = SUBJECT_COMMENT;
	sample_set(&notice->author, "Anna Smith");
	g_ptr_array_set_size(notice->changes, 0);
	sample_change(notice, "Rating", "", "1");
}

static inline void
sample_comment_staff(Notice *notice)
{
	sample_comment(notice);
	sample_to_staff(notice);
	sample_set(&notice->author, "Anna Smith");
	sample_set(&notice->text, sample_text);
	notice->lines_cut = 1;
	sample_file(notice->parts, "display.png", 93120);
	sample_file(notice->named, "whole machine, all sides.mov", 48 * 1024 * 1024);
}

static inline void
sample_new_case(Notice *notice)
{
	sample_opened(notice);
	sample_to_staff(notice);
	notice->subject = SUBJECT_COMMENT;
	notice->is_answer = FALSE;
	notice->is_human = TRUE;
	notice->author_proven = TRUE;
}

/* What staff forwards for a customer, with a word to colleagues. */
static inline void
sample_handed_in(Notice *notice)
{
	sample_new_case(notice);
	sample_set(&notice->author, "Sam Staff");
	sample_set(&notice->writer, "Anna Smith");
	sample_set(&notice->note, "She called as well.\n\nPlease be quick.");
}

static inline void
sample_handed_in_reporter(Notice *notice)
{
	sample_opened(notice);
	sample_set(&notice->author, "Sam Staff");
	sample_set(&notice->writer, "Anna Smith");
	notice->author_proven = TRUE;
	notice->is_writer = TRUE;
	notice->is_answer = FALSE;
}

static inline void
sample_handed_in_awkward(Notice *notice)
{
	sample_handed_in(notice);
	sample_set(&notice->text, sample_awkward_text);
	sample_set(&notice->note, sample_awkward_text);
	sample_set(&notice->writer, "\xe2\x80\xae"
				    "mallory@evil.example <img src=x> !done");
}

/* Somebody's words of the past; the same template shows awkward ones. */
static inline Js *
sample_story(const char *author, const char *text, const char *files)
{
	Js *entry = js_object();
	Js *lines = js_array();
	g_auto(GStrv) split = g_strsplit(text, "\n", -1);
	for (guint i = 0; split[i]; i++)
		js_add_text(lines, split[i]);
	js_set_text(entry, "at", "2026-11-22 05:00 UTC");
	js_set_text(entry, "author", author);
	js_set_text(entry, "text", text);
	js_set(entry, "lines", lines);
	js_set_bool(entry, "is_left_out", !*text);
	js_set_text(entry, "files", files);
	return entry;
}

static inline void
sample_shared(Notice *notice)
{
	Js *entries = js_array();
	js_add(entries, sample_story("Anna Smith", sample_text, "purple page.jpg"));
	js_add(entries, sample_story("", "Status: New -> Work in progress", ""));
	js_add(entries, sample_story("Bob Jones", "", ""));
	notice->event = EVENT_SHARED;
	notice->subject = SUBJECT_SHARED;
	sample_set(&notice->to_role, "follower");
	sample_set(&notice->to_name, "Fred Follower");
	sample_set(&notice->author, "Anna Smith");
	notice->data = js_object();
	js_set(notice->data, "entries", entries);
	js_set_bool(notice->data, "has_entries", TRUE);
	js_set_int(notice->data, "left_out", 12);
}

static inline void
sample_shared_awkward(Notice *notice)
{
	sample_shared(notice);
	sample_set(&notice->author, "!done " SAMPLE_WORD);
	Js *entries = js_array();
	js_add(entries, sample_story("#done", sample_awkward_text, "#close.txt, " SAMPLE_WORD));
	js_set(notice->data, "entries", entries);
}

static inline void
sample_awkward(Notice *notice)
{
	sample_comment(notice);
	sample_set(&notice->to_name, "#done " SAMPLE_WORD);
	sample_set(&notice->title, "#priority urgent <b>" SAMPLE_WORD SAMPLE_WORD " !close");
	sample_set(&notice->customer, SAMPLE_WORD " - Status: Done");
	sample_set(&notice->status, "Closed - Escalated to engineering");
	sample_set(&notice->author, "\xe2\x80\xae"
				    "mallory@evil.example <img src=x> !done");
	sample_set(&notice->text, sample_awkward_text);
	sample_file(notice->parts, SAMPLE_WORD "-" SAMPLE_WORD ".pdf", 12);
	sample_file(notice->parts,
		    "\xe2\x80\xae"
		    "fdp.exe",
		    1000);
	sample_change(notice, "Priority", "#low " SAMPLE_WORD, "!high " SAMPLE_WORD);
}

static inline void
sample_awkward_staff(Notice *notice)
{
	sample_awkward(notice);
	sample_to_staff(notice);
}

static inline void
sample_alarm(Notice *notice, NoticeEvent event, SubjectKind subject, const char *title,
	     const char *reason)
{
	sample_to_staff(notice);
	notice->event = event;
	notice->subject = subject;
	sample_set(&notice->title, title);
	sample_set(&notice->reason, reason);
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->author, "mallory@elsewhere.example");
}

static inline void
sample_confirm(Notice *notice)
{
	sample_to_staff(notice);
	notice->event = EVENT_CONFIRM;
	notice->subject = SUBJECT_CONFIRM;
	notice->is_answer = TRUE;
	sample_set(&notice->case_number, "");
	sample_set(&notice->title,
		   "mail of Sunday, 2026-11-22 05:00 UTC, confirm 041061050R3GG28AQF");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->reply_extension, "confirm.041061050R3GG28AQF");
	notice->data = js_object();
	js_set_text(notice->data, "when", "Sunday, 2026-11-22 05:00 UTC");
	js_set_text(notice->data, "number", "SUP-1494");
}

static inline void
sample_confirm_late(Notice *notice)
{
	sample_confirm(notice);
	notice->event = EVENT_CONFIRM_LATE;
	notice->subject = SUBJECT_TRANSCRIPT;
	sample_set(&notice->title, "Your confirmation came too late");
	sample_set(&notice->reply_extension, "");
}

static inline void
sample_confirm_other(Notice *notice)
{
	sample_confirm(notice);
	notice->event = EVENT_CONFIRM_OTHER;
	notice->subject = SUBJECT_TRANSCRIPT;
	sample_set(&notice->title, "Not yours to confirm");
	sample_set(&notice->reply_extension, "");
}

static inline void
sample_answer(Notice *notice, NoticeEvent event, SubjectKind subject, const char *json)
{
	notice->event = event;
	notice->subject = subject;
	notice->is_answer = TRUE;
	notice->data = js_read(json, NULL);
	g_assert_nonnull(notice->data);
}

#define SAMPLE_ENTRIES                                                                             \
	"\"is_proven\":true,\"has_entries\":true,\"entries\":[{\"at\":\"2026-11-22 05:00 "         \
	"UTC\",\"author\":\"Anna Smith\",\"is_note\":false,\"text\":\"#done\\nIt prints in "       \
	"purple.\",\"lines\":["                                                                    \
	"\"#done\",\"It prints in purple.\"],\"files\":\"page.pdf\"},{\"at\":\"2026-11-22 06:00 "  \
	"UTC\",\"author\":\"!close\",\"is_note\":true,\"text\":\"Is it plugged in?\",\"lines\":"   \
	"[\"Is it plugged in?\"]},{\"at\":\"2026-11-22 07:00 "                                     \
	"UTC\",\"is_note\":false,\"is_left_out\":true}]"

static inline void
sample_reminder(Notice *notice)
{
	notice->event = EVENT_REMINDER;
	notice->subject = SUBJECT_REMINDER;
	sample_set(&notice->author, "");
	sample_set(&notice->status, "Information needed");
	sample_set(&notice->status_meaning, "We need more information from you to go on.");
}

#include "notice_samples_due.h"

static inline void
sample_continued(Notice *notice)
{
	sample_opened(notice);
	js_free(notice->data);
	notice->data = js_read("{\"continued\":\"SUP-7\",\"days\":30}", NULL);
}

static inline void
sample_overview(Notice *notice)
{
	sample_answer(notice, EVENT_OVERVIEW, SUBJECT_OVERVIEW, "{" SAMPLE_ENTRIES "}");
	sample_set(&notice->eta, "2026-12-01 14:00 UTC");
}

static inline void
sample_overview_unproven(Notice *notice)
{
	sample_answer(notice, EVENT_OVERVIEW, SUBJECT_OVERVIEW, "{\"is_proven\":false}");
	sample_set(&notice->title, "");
}

static inline void
sample_opened_others(Notice *notice)
{
	sample_answer(notice, EVENT_OPENED, SUBJECT_CASE_RECEIPT,
		      "{\"has_others\":true,\"others_more\":3,\"others\":[{\"number\":\"SUP-1494\","
		      "\"subject\":\"#done Printer on the second floor prints in purple\","
		      "\"status\":\"Work in progress\"},{\"number\":\"SUP-1495\",\"subject\":"
		      "\"!close " SAMPLE_WORD " <b>\",\"status\":\"New\"}]}");
}

static inline void
sample_overview_question(Notice *notice)
{
	sample_answer(notice, EVENT_OVERVIEW, SUBJECT_OVERVIEW,
		      "{\"is_question\":true," SAMPLE_ENTRIES "}");
}

static inline void
sample_history(Notice *notice)
{
	sample_answer(notice, EVENT_HISTORY, SUBJECT_HISTORY,
		      "{\"left_out\":12," SAMPLE_ENTRIES "}");
}

static inline void
sample_list(Notice *notice)
{
	sample_answer(notice, EVENT_LIST, SUBJECT_LIST,
		      "{\"has_cases\":true,\"more\":17,\"is_cut\":true,\"cases\":[{\"number\":"
		      "\"SUP-1494\","
		      "\"subject\":\"#done Printer on the second floor prints in purple\","
		      "\"status\":\"Work in progress\",\"eta\":\"2026-11-01\",\"is_late\":true,"
		      "\"changed\":\"2026-11-22\",\"assignee\":\"Bob Jones\"},{\"number\":"
		      "\"SUP-1495\",\"subject\":\"Scanner\",\"status\":\"New\",\"eta\":\"\","
		      "\"is_late\":false,\"changed\":\"2026-11-21\",\"assignee\":\"\"}]}");
	sample_set(&notice->title, "Example Support");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->case_number, "");
}

static inline void
sample_help(Notice *notice)
{
	sample_answer(
		notice, EVENT_HELP, SUBJECT_HELP,
		"{\"is_staff\":false,\"has_case_verbs\":true,\"case_verbs\":[{\"usage\":\"done\","
		"\"help\":\"it is "
		"solved\"}],\"has_people_verbs\":true,\"people_verbs\":[{\"usage\":"
		"\"share ADDRESS\",\"help\":\"tells somebody else of the case, too, and keeps "
		"them "
		"informed\"}],\"has_question_verbs\":true,\"question_verbs\":[{\"usage\":\"help\","
		"\"help\":\"what you can do by mail\"}]}");
	sample_set(&notice->title, "Example Support");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->case_number, "");
}

static inline void
sample_help_staff(Notice *notice)
{
	sample_answer(
		notice, EVENT_HELP, SUBJECT_HELP,
		"{\"is_staff\":true,\"has_case_verbs\":true,\"case_verbs\":[{\"usage\":\"status "
		"STATUS\",\"help\":\"another "
		"status\"}],\"has_people_verbs\":false,\"case_verbs_lines\":[\"status "
		"STATUS\"],\"people_verbs_lines\":[],\"question_verbs_lines\":[\"help\"],"
		"\"people_verbs\":[],\"has_question_verbs\":true,\"question_verbs\":[{\"usage\":"
		"\"help\",\"help\":\"what you can do by mail\"}],\"statuses\":\"New, Done, Closed "
		"- "
		"Escalated to engineering\",\"priorities\":\"Normal, High\",\"severities\":\"Low\","
		"\"emergencies\":\"Declared, Resolved\",\"types\":\"problem, question\","
		"\"example_status\":\"Feedback waiting\"}");
	sample_set(&notice->title, "Example Support");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->case_number, "");
	sample_set(&notice->to_role, "staff");
}

static inline void
sample_commands_done(Notice *notice)
{
	sample_answer(notice, EVENT_COMMANDS_DONE, SUBJECT_TRANSCRIPT,
		      "{\"has_done\":true,\"done\":[\"The ETA is Tuesday, 2026-12-01 14:00 CET.\","
		      "\"#mine is no title\"]}");
	sample_set(&notice->to_role, "staff");
}

static inline void
sample_returned(Notice *notice)
{
	sample_answer(
		notice, EVENT_RETURNED, SUBJECT_RETURNED,
		"{\"has_wrong\":true,\"has_lines\":true,\"orders\":[{\"line\":\"#statsu "
		"done\",\"problem\":\"there is "
		"no "
		"command #statsu\",\"nearest\":\"#status STATUS\"},{\"line\":\"#priority "
		"enormous\","
		"\"problem\":\"\\\"enormous\\\" is no priority here; choose one of: Normal, "
		"Low, High, Urgent\",\"nearest\":\"\"},{\"line\":\"#title Drum\",\"problem\":\"\","
		"\"nearest\":\"\"}]}");
	sample_set(&notice->to_role, "staff");
}

static inline void
sample_partly_done(Notice *notice)
{
	sample_answer(
		notice, EVENT_PARTLY_DONE, SUBJECT_TRANSCRIPT,
		"{\"has_lines\":true,\"orders\":[{\"line\":\"#rate 9\",\"problem\":\"a rating is "
		"a number from 1 to 5\",\"nearest\":\"\"}]}");
}

static inline void
sample_welcome(Notice *notice)
{
	static const char *const commands[][2] = {{"done", "it is solved"},
						  {"invite ADDRESS", "!close a colleague"}};
	sample_set(&notice->to_role, "member");
	notice->event = EVENT_WELCOME;
	notice->subject = SUBJECT_WELCOME;
	sample_set(&notice->case_number, "");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->title, "Example Support");
	notice->data = js_object();
	js_set_text(notice->data, "organisation", "Customer & Sons GmbH");
	js_set_bool(notice->data, "shares", TRUE);
	Js *desks = js_array(), *list = js_array(), *subjects = js_array();
	for (guint i = 0; i < 2; i++) {
		Js *desk = js_object();
		js_set_text(desk, "title", i ? "#done Example Sales" : "Example Support");
		js_set_text(desk, "address", i ? "sales@example.org" : "support@example.org");
		js_add(desks, desk);
		Js *command = js_object();
		js_set_text(command, "usage", commands[i][0]);
		js_set_text(command, "help", commands[i][1]);
		js_add(list, command);
	}
	for (SubjectKind kind = SUBJECT_CASE_RECEIPT; kind <= SUBJECT_COMMENT; kind++) {
		g_autofree char *pattern = subject_pattern(kind);
		js_add_text(subjects, pattern);
	}
	js_set(notice->data, "desks", desks);
	js_set(notice->data, "commands", list);
	js_set(notice->data, "subjects", subjects);
}

static inline void
sample_welcome_agency(Notice *notice)
{
	sample_welcome(notice);
	sample_set(&notice->to_name, "");
	js_set_bool(notice->data, "shares", FALSE);
	js_set_bool(notice->data, "is_agency", TRUE);
}

#include "notice_samples_desk.h"

static inline void
sample_quarantined(Notice *notice)
{
	sample_alarm(notice, EVENT_QUARANTINED, SUBJECT_QUARANTINED,
		     "from mallory@elsewhere.example", "It has more than 1,000 parts.");
}

static inline void
sample_more_quarantined(Notice *notice)
{
	sample_alarm(notice, EVENT_QUARANTINED, SUBJECT_QUARANTINED,
		     "More messages could not be read", "");
	sample_set(&notice->case_number, "");
	sample_set(&notice->author, "");
}

static inline void
sample_invitation(Notice *notice)
{
	sample_alarm(notice, EVENT_INVITATION, SUBJECT_INVITATION,
		     "bea@other.example for Customer & Sons",
		     "casemate person add bea@other.example org=Customer");
	sample_set(&notice->author, "anna@customer.example");
}

static inline void
sample_undelivered(Notice *notice)
{
	sample_alarm(notice, EVENT_UNDELIVERED, SUBJECT_UNDELIVERED,
		     "to anna@customer.example: mailbox full",
		     "552 5.2.2 The mailbox of the recipient is full, try again when it has been "
		     "emptied");
	sample_set(&notice->author, "anna@customer.example");
}

static inline void
sample_capped(Notice *notice)
{
	sample_alarm(notice, EVENT_CAPPED, SUBJECT_ALARM, "receipts to a@elsewhere.example capped",
		     "More than 3 receipts to this address within an hour.");
	sample_set(&notice->case_number, "");
}

#include "notice_samples_forms.h"
#include "notice_samples_masked.h"

static const struct {
	const char *name;
	void (*fill)(Notice *notice);
} samples[] = {
	{"opened", sample_opened},
	{"opened-others", sample_opened_others},
	{"change-request", sample_change_request},
	{"opened-follower", sample_follower},
	{"status", sample_status},
	{"status-final", sample_final},
	{"status-silent", sample_silent},
	{"silence", sample_silence},
	{"reminder", sample_reminder},
	{"rating", sample_rating},
	{"opened-continued", sample_continued},
	{"due", sample_due},
	{"due-eta", sample_due_eta},
	{"due-event", sample_due_event},
	{"late", sample_late},
	{"eta", sample_eta},
	{"eta-removed", sample_eta_removed},
	{"merged", sample_merged},
	{"merged-joins", sample_merged_joins},
	{"emergency", sample_emergency},
	{"withdrawn", sample_withdrawn},
	{"escalation", sample_escalation},
	{"escalation-again", sample_escalation_again},
	{"escalation-asked", sample_escalation_asked},
	{"comment", sample_comment},
	{"classified", sample_classified},
	{"comment-follower", sample_comment_follower},
	{"comment-staff", sample_comment_staff},
	{"rated", sample_rated},
	{"new-case", sample_new_case},
	{"handed-in", sample_handed_in},
	{"handed-in-reporter", sample_handed_in_reporter},
	{"overview", sample_overview},
	{"overview-unproven", sample_overview_unproven},
	{"overview-question", sample_overview_question},
	{"history", sample_history},
	{"list", sample_list},
	{"asked", sample_asked},
	{"opened-offers", sample_offers},
	{"form", sample_form},
	{"form-types", sample_form_types},
	{"refused", sample_refused},
	{"masked", sample_masked},
	{"masked-unproven", sample_masked_unproven},
	{"comment-staff-masked", sample_comment_staff_masked},
	{"help", sample_help},
	{"help-staff", sample_help_staff},
	{"commands-done", sample_commands_done},
	{"returned", sample_returned},
	{"partly-done", sample_partly_done},
	{"welcome", sample_welcome},
	{"welcome-agency", sample_welcome_agency},
	{"confirm", sample_confirm},
	{"confirm-late", sample_confirm_late},
	{"confirm-other", sample_confirm_other},
	{"held", sample_held},
	{"weekly", sample_weekly},
	{"quarantined", sample_quarantined},
	{"more-quarantined", sample_more_quarantined},
	{"invitation", sample_invitation},
	{"undelivered", sample_undelivered},
	{"capped", sample_capped},
	{"shared", sample_shared},
	{"handed", sample_handed},
	{"taken-back", sample_taken_back},
	{"awkward", sample_awkward},
	{"awkward-shared", sample_shared_awkward},
	{"awkward-staff", sample_awkward_staff},
	{"awkward-handed-in", sample_handed_in_awkward},
};

/** (transfer full) */
static inline Notice *
sample_notice(guint which)
{
	Notice *notice = notice_new();
	sample_case(notice);
	samples[which].fill(notice);
	return notice;
}

#endif
