/*
 * Notices of what staff promises and what time brings, as samples; for notice_samples.h alone,
 * behind its sample_reminder().
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

static inline void
sample_silence(Notice *notice)
{
	sample_reminder(notice);
	notice->event = EVENT_SILENCE;
	notice->is_feedback = TRUE;
	sample_set(&notice->status, "Feedback waiting");
	sample_set(&notice->status_meaning,
		   "What should solve it is done; please tell us whether it does.");
	notice->data = js_read("{\"day\":\"2026-12-06\",\"next_status\":\"Done\"}", NULL);
}

static inline void
sample_silent(Notice *notice)
{
	notice->event = EVENT_STATUS;
	notice->subject = SUBJECT_CASE_RECEIPT;
	notice->is_final = TRUE;
	sample_set(&notice->author, "");
	sample_set(&notice->status, "Done");
	notice->data = js_read("{\"silent_days\":14}", NULL);
}

static inline void
sample_rating(Notice *notice)
{
	sample_silent(notice);
	notice->event = EVENT_RATING;
	notice->subject = SUBJECT_REMINDER;
	notice->asks_rating = TRUE;
	js_free(notice->data);
	notice->data = NULL;
}

static inline void
sample_classified(Notice *notice)
{
	NoticeChange *change = g_new0(NoticeChange, 1);
	notice->event = EVENT_CLASSIFIED;
	notice->subject = SUBJECT_COMMENT;
	sample_set(&notice->author, "Bob Jones");
	change->label = g_strdup("Severity");
	change->from = g_strdup("");
	change->to = g_strdup("High");
	change->meaning = g_strdup("An important part of production doesn't work; a way around it "
				   "costs much.");
	g_ptr_array_add(notice->changes, change);
}

static inline void
sample_due_event(Notice *notice)
{
	sample_due(notice);
	js_free(notice->data);
	notice->data = js_read("{\"begin\":\"Monday, 2026-12-07 06:00 UTC\",\"end\":\"Monday, "
			       "2026-12-07 12:00 UTC\",\"is_day\":true}",
			       NULL);
}

#endif
