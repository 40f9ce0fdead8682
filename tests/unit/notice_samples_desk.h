/*
 * Notices to staff about no case, as samples: held mail, the report of a week; for notice_samples.h
 * alone, behind its sample_alarm().
 */
#ifndef CM_TESTS_NOTICE_SAMPLES_DESK_H
#define CM_TESTS_NOTICE_SAMPLES_DESK_H

static inline Js *
sample_held_mail(gint64 number, const char *from, const char *subject, const char *reason,
		 gboolean has_case)
{
	static const char address[] = "support+h041061050R3GG28AQF";
	Js *object = js_object();
	js_set_int(object, "number", number);
	js_set_text(object, "from", from);
	js_set_text(object, "subject", subject);
	js_set_text(object, "when", "Sunday, 2026-11-22 05:00 UTC");
	js_set_text(object, "reason", reason);
	js_set_text(object, "first_line", has_case ? "Still purple, ‹b›and[:]//" SAMPLE_WORD : "");
	js_set_text(object, "case", has_case ? "SUP-1494" : "");
	js_set_text(object, "bearer", has_case ? "anna@customer.example" : "");
	js_set_bool(object, "is_urgent", has_case);
	js_set_bool(object, "has_actions", TRUE);
	for (guint i = 0; i < 2; i++) {
		const char *verb = i ? "drop" : "release";
		g_autofree char *to = g_strdup_printf("%s.%s@example.org", address, verb);
		g_autofree char *key = g_strdup_printf("%s_link", verb);
		g_autofree char *link =
			g_strdup_printf("mailto:support%%2Bh%s.%s@example.org?subject=%s",
					"041061050R3GG28AQF", verb, verb);
		js_set_text(object, verb, to);
		js_set_text(object, key, link);
	}
	return object;
}

static inline void
sample_held(Notice *notice)
{
	sample_alarm(notice, EVENT_HELD, SUBJECT_HELD, "7 mails wait for a decision", "");
	sample_set(&notice->case_number, "");
	sample_set(&notice->author, "");
	notice->data = js_object();
	Js *mails = js_array();
	js_add(mails, sample_held_mail(23, "anna.smith@home.example", "Re: Printer still purple",
				       "the sender is not part of the case it names", TRUE));
	js_add(mails,
	       sample_held_mail(24, "mallory@elsewhere.example", "#done " SAMPLE_WORD " <b> !close",
				"its From address is forged (dmarc=fail)", FALSE));
	js_set(notice->data, "mails", mails);
	js_set_int(notice->data, "first", 23);
	js_set_bool(notice->data, "by_address", TRUE);
	js_set_int(notice->data, "left_out", 5);
	js_set_int(notice->data, "minutes", 60);
}

static inline Js *
sample_counted(const char *name, gint64 share)
{
	Js *row = js_object();
	js_set_text(row, "name", name);
	js_set_text(row, "label", name);
	js_set_text(row, "opened", "4");
	js_set_text(row, "first", "4");
	js_set_text(row, "second", "0");
	js_set_int(row, "share", share);
	js_set_int(row, "rest", 100 - share);
	js_set_text(row, "bar", "\u2588\u2588");
	js_set_text(row, "number", "SUP-1494");
	js_set_text(row, "title", name);
	js_set_text(row, "customer", "Customer & Sons GmbH");
	js_set_text(row, "since", "2026-11-20");
	return row;
}

static inline void
sample_weekly(Notice *notice)
{
	static const char *const names[] = {"opened",   "closed", "open", "late_count", "answer",
					    "solution", "rating", "held", "quarantined"};
	static const char *const lists[] = {"types", "customers", "late"};
	sample_alarm(notice, EVENT_WEEKLY, SUBJECT_WEEKLY,
		     "Example Support, 2026-11-16 to 2026-11-22", "");
	sample_set(&notice->case_number, "");
	sample_set(&notice->author, "");
	notice->data = js_object();
	js_set_text(notice->data, "since", "2026-11-16");
	js_set_text(notice->data, "until", "2026-11-22");
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		js_set_text(notice->data, names[i], "12");
	for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
		Js *rows = js_array();
		js_add(rows, sample_counted("#done " SAMPLE_WORD " <b> !close", 100));
		js_add(rows, sample_counted("Brightwater Clinic", 40));
		js_set(notice->data, lists[i], rows);
	}
	Js *columns = js_array(), *cases = js_object();
	js_add(columns, sample_counted("11-16", 0));
	js_add(columns, sample_counted("11-17", 50));
	js_set(cases, "columns", columns);
	js_set(notice->data, "cases", cases);
	js_set_bool(notice->data, "has_late", TRUE);
	js_set_int(notice->data, "late_more", 3);
}

#endif
