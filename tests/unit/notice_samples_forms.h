/*
 * Notices with forms, for notice_samples.h alone.
 */
#ifndef TESTS_NOTICE_SAMPLES_FORMS_H
#define TESTS_NOTICE_SAMPLES_FORMS_H

#define SAMPLE_FORM                                                                                \
	"\"form\":{\"type\":\"bug\",\"end\":\"(end of the form)\",\"text\":\"Type: bug\\n\\n"      \
	"Project: #done " SAMPLE_WORD "\\n(required)\\n\\nImpact:\\n(required; choose one)\\n"     \
	"(1 High / 2 Low)\\n\\n(end of the form)\",\"items\":[{\"label\":\"Project\",\"first\":"   \
	"\"#done " SAMPLE_WORD                                                                     \
	"\",\"more\":[\"!close <b>\"],\"hints\":[\"(required)\"]},{\"label\":"                     \
	"\"Impact\",\"first\":\"\",\"more\":[],\"hints\":[\"(required; choose one)\",\"(1 High / " \
	"2 "                                                                                       \
	"Low)\"]}],\"missing\":[{\"n\":1,\"label\":\"Impact\",\"fault\":\"Choose one of: High, "   \
	"Low."                                                                                     \
	"\"},{\"n\":2,\"label\":\"Start\",\"fault\":\"\"}]}"
#define SAMPLE_TYPES                                                                               \
	"\"has_types\":true,\"by_address\":true,\"types\":[{\"title\":\"Report a "                 \
	"bug\",\"address\":"                                                                       \
	"\"support+bug@example.org\",\"link\":\"mailto:support%2Bbug@example.org\",\"command\":"   \
	"\"#form bug\"}]"

static inline void
sample_asked(Notice *notice)
{
	sample_answer(notice, EVENT_STATUS, SUBJECT_CASE_RECEIPT, "{" SAMPLE_FORM "}");
	sample_set(&notice->status, "Information needed");
}

static inline void
sample_offers(Notice *notice)
{
	sample_answer(
		notice, EVENT_OPENED, SUBJECT_CASE_RECEIPT,
		"{\"duration\":\"3 to 5 working days\",\"type_text\":\"#done Please be patient."
		"\\nThank you.\",\"has_answers\":true,\"answers\":[\"Open the settings.\\n"
		"https://help.example.org/settings\"]," SAMPLE_TYPES "}");
}

static inline void
sample_form(Notice *notice)
{
	sample_answer(notice, EVENT_FORM, SUBJECT_FORM,
		      "{\"title\":\"Report a bug\",\"description\":\"Something is wrong.\","
		      "\"duration\":\"two days\"," SAMPLE_FORM "}");
	sample_set(&notice->title, "Report a bug");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->case_number, "");
}

static inline void
sample_form_types(Notice *notice)
{
	sample_answer(
		notice, EVENT_FORM, SUBJECT_FORM,
		"{\"has_types\":true,\"by_address\":false,\"types\":[{\"title\":\"Report a bug\","
		"\"address\":\"support@example.org\",\"link\":\"mailto:support@example.org\","
		"\"command\":\"#form bug\"}]}");
	sample_set(&notice->title, "Example Support");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->case_number, "");
}

static inline void
sample_refused(Notice *notice)
{
	sample_answer(notice, EVENT_REFUSED, SUBJECT_REFUSED,
		      "{\"type\":\"Access\",\"value\":\"New environment\",\"who\":\"customers\","
		      "\"has_files\":true,\"text\":\"#done " SAMPLE_WORD "\\n<b>two\"}");
	sample_set(&notice->title, "Access");
	sample_set(&notice->tracking_id, "");
	sample_set(&notice->case_number, "");
}

#endif
