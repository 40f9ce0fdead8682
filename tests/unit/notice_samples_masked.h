/*
 * Notices about secrets, for notice_samples.h alone.
 */
#ifndef TESTS_NOTICE_SAMPLES_MASKED_H
#define TESTS_NOTICE_SAMPLES_MASKED_H

static inline void
sample_masked(Notice *notice)
{
	sample_answer(notice, EVENT_MASKED, SUBJECT_MASKED, "{}");
	notice->is_masked = TRUE;
}

static inline void
sample_masked_unproven(Notice *notice)
{
	sample_masked(notice);
	sample_set(&notice->title, "");
}

static inline void
sample_comment_staff_masked(Notice *notice)
{
	sample_comment_staff(notice);
	sample_set(&notice->text, "Hello,\n\nuser: anna\npassword: [password removed]\n\nAnna");
	notice->is_masked = TRUE;
	sample_file(notice->withheld, "id_ed25519", 411);
}

#endif
