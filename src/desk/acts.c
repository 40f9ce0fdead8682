/*
 * What each verb of the table does.
 */
#include "desk/doing.h"

#include <string.h>

static const struct {
	const char *verb;
	VerbAct act;
} acts[] = {
	{"split", do_split},
	{"for", do_for},
	{"people", do_people},
	{"title", do_title},
	{"type", do_type},
	{"priority", do_priority},
	{"severity", do_severity},
	{"assignee", do_assignee},
	{"mine", do_mine},
	{"eta", do_eta},
	{"emergency", do_emergency},
	{"status", do_status},
	{"share", do_share},
	{"follow", do_follow},
	{"unfollow", do_unfollow},
	{"contact", do_contact},
	{"remove", do_remove},
	{"done", do_done},
	{"reopen", do_reopen},
	{"help", do_help},
	{"change", do_change},
	{"tag", do_tag},
	{"untag", do_untag},
	{"link", do_link},
	{"unlink", do_unlink},
	{"reply-as", do_reply_as},
	{"released", do_released},
	{"rate", do_rate},
	{"invite", do_invite},
	{"note", do_note},
	{"merge", do_merge},
	{"unmerge", do_unmerge},
	{"info", do_info},
	{"history", do_history},
	{"release", do_release},
	{"drop", do_drop},
	{"send", do_send},
	{"list", do_cases},
	{"redact", do_redact},
	{"partner", do_partner},
	{"external", do_external},
	{"form", do_form},
	{"ask", do_ask},
	{"waive", do_waive},
};

VerbAct
doing_act(const Verb *verb)
{
	for (guint i = 0; i < G_N_ELEMENTS(acts); i++)
		if (!strcmp(acts[i].verb, verb->name))
			return acts[i].act;
	g_assert_not_reached();
}
