/*
 * Notices of emergencies, as samples; for notice_samples.h alone, behind its sample_set().
 */
#ifndef CM_TESTS_NOTICE_SAMPLES_EMERGENCY_H
#define CM_TESTS_NOTICE_SAMPLES_EMERGENCY_H

static inline void
sample_emergency(Notice *notice)
{
	notice->event = EVENT_EMERGENCY;
	notice->subject = SUBJECT_EMERGENCY;
	sample_set(&notice->emergency, "Confirmed");
	sample_set(&notice->author, "Bob Jones");
	sample_set(&notice->text, "We are on our way with a new drum and will be there at noon.");
}

static inline void
sample_withdrawn(Notice *notice)
{
	sample_emergency(notice);
	sample_set(&notice->emergency, "Withdrawn");
}

static inline void
sample_escalation(Notice *notice)
{
	notice->event = EVENT_ESCALATION;
	notice->subject = SUBJECT_ESCALATION;
	sample_set(&notice->to_role, "staff");
	sample_set(&notice->emergency, "Declared");
	sample_set(&notice->author, "");
	notice->data = js_read("{\"told\":\"Tina, Uwe\",\"minutes\":15,\"is_again\":false}", NULL);
}

static inline void
sample_escalation_asked(Notice *notice)
{
	sample_escalation(notice);
	sample_set(&notice->emergency, "");
	js_free(notice->data);
	notice->data = js_read("{\"told\":\"Tina\",\"minutes\":15,\"is_again\":false,"
			       "\"is_asked\":true}",
			       NULL);
}

static inline void
sample_escalation_again(Notice *notice)
{
	sample_escalation(notice);
	js_free(notice->data);
	notice->data =
		js_read("{\"told\":\"Tina, Uwe, Vera\",\"minutes\":60,\"is_again\":true}", NULL);
}

#endif
