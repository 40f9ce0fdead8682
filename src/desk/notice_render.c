/*
 * Renders a notice: header, both bodies from the templates, frozen into a message.
 */
#include "desk/notice_parts.h"

static char *
render_body(const Templates *templates, const Notice *notice, const char *ending, const Js *context)
{
	g_autofree char *name = g_strconcat(notice_template(notice), ending, NULL);
	return templates_render(templates, notice->language, name, context);
}

Rendered *
notice_render(const Notice *notice, const Site *site, const Templates *templates, const char *token,
	      gint64 now_ms)
{
	const Desk *desk = notice_desk(notice, site);
	g_autoptr(NoticeDraft) made = notice_draft(notice, site, token, now_ms);
	Draft draft = made->draft;
	g_autoptr(Js) context = notice_told(notice, site, templates, draft.subject);
	g_autofree char *text = render_body(templates, notice, ".txt", context);
	/* Both or none, so that they say the same. */
	g_autofree char *html = text ? render_body(templates, notice, ".html", context) : NULL;
	if (!text)
		text = notice_words(notice, desk, draft.subject);
	draft.text = text;
	draft.html = html;
	Rendered *rendered = g_new0(Rendered, 1);
	rendered->frame = compose_frame(&draft);
	rendered->envelope_sender = g_steal_pointer(&made->envelope_sender);
	rendered->message_id = g_strdup(draft.message_id);
	rendered->subject = g_strdup(draft.subject);
	return rendered;
}

void
rendered_free(Rendered *rendered)
{
	if (!rendered)
		return;
	frame_free(rendered->frame);
	g_free(rendered->envelope_sender);
	g_free(rendered->message_id);
	g_free(rendered->subject);
	g_free(rendered);
}
