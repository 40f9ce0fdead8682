/*
 * Notices to partners to try the templates with; of notice_samples.h.
 */
#ifndef TESTS_PARTNER_SAMPLES_H
#define TESTS_PARTNER_SAMPLES_H

#include "base/js.h"
#include "base/text.h"
#include "desk/notice.h"

#include <glib.h>

static inline void
sample_to_partner(Notice *notice)
{
	struct {
		char **field;
		const char *value;
	} rows[] = {
		{&notice->to_role, "partner"}, {&notice->to_name, "Vendor Ltd"},
		{&notice->assignee, ""},       {&notice->author, ""},
		{&notice->in_reply_to, ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_free(*rows[i].field);
		*rows[i].field = g_strdup(rows[i].value);
	}
	g_ptr_array_set_size(notice->references, 0);
}

static inline void
sample_handed(Notice *notice)
{
	sample_to_partner(notice);
	notice->event = EVENT_HANDED;
	notice->subject = SUBJECT_HANDED;
	notice->text = (g_free(notice->text), g_strdup("Could you have a look at the drum?"));
	notice->external = (g_free(notice->external), g_strdup("VND-1182"));
	notice->data = js_read("{\"has_entries\":true,\"left_out\":12,\"entries\":[{\"at\":"
			       "\"2026-11-22 05:00 UTC\",\"author\":\"Anna Smith\",\"text\":"
			       "\"It is purple.\",\"lines\":[\"It is purple.\"],\"files\":"
			       "\"purple page.jpg\"},{\"at\":\"2026-11-22 06:00 UTC\","
			       "\"is_left_out\":true}]}",
			       NULL);
}

/* How it stands is not theirs to know any more. */
static inline void
sample_taken_back(Notice *notice)
{
	char **gone[] = {&notice->tracking_id, &notice->status, &notice->status_meaning};
	sample_to_partner(notice);
	notice->event = EVENT_TAKEN_BACK;
	notice->subject = SUBJECT_TAKEN_BACK;
	text_put(&notice->to_role, "former partner");
	for (guint i = 0; i < G_N_ELEMENTS(gone); i++)
		text_put(gone[i], "");
}

#endif
