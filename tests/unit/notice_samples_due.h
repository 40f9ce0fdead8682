/*
 * Notices of what is due, as samples; for notice_samples.h alone, behind its sample_set().
 */
#ifndef CM_TESTS_NOTICE_SAMPLES_DUE_H
#define CM_TESTS_NOTICE_SAMPLES_DUE_H

static inline void
sample_due(Notice *notice)
{
	notice->event = EVENT_DUE;
	notice->subject = SUBJECT_DUE;
	sample_set(&notice->author, "");
	sample_set(&notice->to_role, "staff");
	notice->data =
		js_read("{\"what\":\"next update\",\"when\":\"Monday, 2026-11-23 14:00 CET\","
			"\"level\":\"Enterprise\",\"classified\":\"Critical\"}",
			NULL);
}

static inline void
sample_late(Notice *notice)
{
	sample_due(notice);
	notice->event = EVENT_LATE;
	notice->subject = SUBJECT_LATE;
}

static inline void
sample_due_eta(Notice *notice)
{
	sample_due(notice);
	js_free(notice->data);
	notice->data = js_read("{\"what\":\"ETA\"}", NULL);
}

#endif
