/*
 * The built-in words: what a notice says when its templates are missing or broken.
 * Plain, but complete enough to act on.
 */
#include "desk/note_leak.h"
#include "desk/notice_parts.h"

static const char *const happened[] = {
	[EVENT_OPENED] = "This case has been opened.",
	[EVENT_STATUS] = "The status of this case has changed.",
	[EVENT_ETA] = "The expected date of this case has changed.",
	[EVENT_EMERGENCY] = "This case is an emergency, or the emergency has changed.",
	[EVENT_ESCALATION] = "Nobody has taken this emergency yet.",
	[EVENT_DUE] = "Something promised of this case is due soon.",
	[EVENT_LATE] = "Something promised of this case was not kept in time.",
	[EVENT_COMMENT] = "There is a new message in this case.",
	[EVENT_CLASSIFIED] = "How urgent this case is has been set.",
	[EVENT_MERGED] = "Your case goes on under another number.",
	[EVENT_SHARED] = "You follow this case now.",
	[EVENT_HANDED] = "This case is with you now.",
	[EVENT_TAKEN_BACK] = "This case is no longer with you.",
	[EVENT_RATED] = "This case has been rated.",
	[EVENT_COMMANDS_DONE] = "Your commands were carried out.",
	[EVENT_PARTLY_DONE] = "Something that your mail asks for could not be done.",
	[EVENT_RETURNED] = "A command in your mail is wrong. Nothing was done.",
	[EVENT_OVERVIEW] = "This is how the case stands.",
	[EVENT_LIST] = "The list of cases could not be put into this mail.",
	[EVENT_HISTORY] = "The history of this case could not be put into this mail.",
	[EVENT_HELP] = "Write to us in your own words: each new mail opens a case.",
	[EVENT_FORM] = "Write to us in your own words: each new mail opens a case.",
	[EVENT_REFUSED] = "You may not open such a case; ask somebody who may.",
	[EVENT_MASKED] =
		("Something secret in your mail was masked. Please ask us for a safe way to "
		 "share it."),
	[EVENT_CONFIRM] = ("A mail came in your name. If you wrote it, answer this one with yes "
			   "and leave its subject as it is. If you didn't, do nothing."),
	[EVENT_CONFIRM_LATE] = "Your confirmation came too late; the mail is held.",
	[EVENT_CONFIRM_OTHER] = "Only the colleague who was asked can confirm that mail.",
	[EVENT_WELCOME] = "You can now open cases by writing to this address.",
	[EVENT_QUARANTINED] = "A message could not be read and has been put into quarantine.",
	[EVENT_HELD] = "A message is held until someone of the desk decides about it.",
	[EVENT_WEEKLY] = "The report of the week could not be written.",
	[EVENT_INVITATION] = "A customer asks to add somebody to an organisation.",
	[EVENT_UNDELIVERED] = "A notice could not be delivered.",
	[EVENT_CAPPED] = "Receipts are being left out because there are too many.",
};

static void
add_line(GString *out, const char *label, const char *value)
{
	g_autofree char *line = notice_line(value);
	if (*line)
		g_string_append_printf(out, "%s: %s\n", label, line);
}

char *
notice_words(const Notice *notice, const Desk *desk, const char *subject)
{
	guint cut = notice->lines_cut;
	g_autofree char *marked = notice->is_note ? note_marked(notice->text) : NULL;
	g_autofree char *text = notice_text(marked ? marked : notice->text, &cut);
	g_autofree char *note_lines = note_marked(notice->note);
	g_autofree char *note = notice_text(note_lines, &cut);
	g_autofree char *title = notice_line(desk->title);
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "%s\n\n", happened[notice->event]);
	add_line(out, "Subject", subject);
	add_line(out, "About", notice->title);
	add_line(out, "Status", notice->status);
	add_line(out, "Expected", *notice->eta_shown ? notice->eta_shown : notice->eta);
	add_line(out, "Emergency", notice->emergency);
	add_line(out, "Reason", notice->reason);
	add_line(out, *notice->writer ? "By" : "From", notice->author);
	add_line(out, "From", notice->writer);
	if (*text)
		g_string_append_printf(out, "\n%s\n", text);
	if (*note)
		g_string_append_printf(out, "\n%s\n", note);
	if (cut)
		g_string_append_printf(out, "\n(Lines left out: %u)\n", cut);
	if (*notice->tracking_id)
		g_string_append(out, "\nTo add something to this case, just reply to this mail.\n");
	g_string_append_printf(out, "\n%s\n", title);
	return g_string_free(out, FALSE);
}
