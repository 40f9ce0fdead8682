/*
 * Who is told of an emergency, and in which order.
 */
#include "desk/duty.h"

#define DAY_MS ((gint64)24 * 3600 * 1000)
/* 2026-11-23T00:00Z, a Monday. */
#define MONDAY_MS (G_GINT64_CONSTANT(1795392000) * 1000)

static const struct {
	const char *name;
	const char *staff; /* "NAME:DUTY" or "NAME:lead" or "NAME:", of the desk; "!NAME:1" of
			      another */
	gint64 duty_days;
	gint64 day; /* behind that Monday */
	const char *chain;
} rows[] = {
	{"nobody", "", 0, 0, ""},
	{"all of the desk", "ann: bob:", 0, 0, "ann+bob"},
	{"the lead first", "ann: bob:lead", 0, 0, "bob|ann"},
	{"the roster before", "ann:2 bob:lead cat:1 dan:", 0, 0, "cat|ann|bob|dan"},
	{"two of one place", "ann:1 bob:1 cat:5", 0, 0, "ann+bob|cat"},
	{"another desk's", "!ann:1 bob:", 0, 0, "bob"},
	{"no turns", "ann:1 bob:2", 0, 1000, "ann|bob"},
	{"of a day", "ann:1 bob:2 cat:9", 1, 0, "bob|cat|ann"},
	{"the next", "ann:1 bob:2 cat:9", 1, 1, "cat|ann|bob"},
	{"of a week", "ann:1 bob:2", 7, 0, "ann|bob"},
	{"on its Sunday", "ann:1 bob:2", 7, 6, "ann|bob"},
	{"the next week", "ann:1 bob:2", 7, 7, "bob|ann"},
	{"the week before", "ann:1 bob:2", 7, -1, "bob|ann"},
	{"before all time", "ann:1 bob:2", 7, -100000, "ann|bob"},
};

static GPtrArray *
staff_of(const char *text)
{
	GPtrArray *staff = g_ptr_array_new_with_free_func((GDestroyNotify)person_fact_free);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (guint i = 0; words[i] && *words[i]; i++) {
		PersonFact *person = person_fact_new();
		g_auto(GStrv) halves = g_strsplit(words[i], ":", 2);
		gboolean is_others = *halves[0] == '!';
		g_free(person->name);
		g_free(person->desk);
		person->name = g_strdup(halves[0] + is_others);
		person->desk = g_strdup(is_others ? "sales" : "support");
		person->is_lead = g_str_equal(halves[1], "lead");
		person->duty = g_ascii_strtoll(halves[1], NULL, 10);
		g_ptr_array_add(staff, person);
	}
	return staff;
}

static char *
chain_of(const GPtrArray *staff, const Desk *desk, gint64 now_ms)
{
	GString *out = g_string_new(NULL);
	for (guint step = 0;; step++) {
		g_autoptr(GPtrArray) those = duty_step(staff, desk, now_ms, step);
		if (!those)
			return g_string_free(out, FALSE);
		for (guint i = 0; i < those->len; i++) {
			const PersonFact *person = those->pdata[i];
			g_string_append_printf(out, "%s%s",
					       i      ? "+"
					       : step ? "|"
						      : "",
					       person->name);
		}
	}
}

static void
test_chain(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		char support[] = "support";
		const Desk desk = {.name = support, .duty_days = rows[i].duty_days};
		g_autoptr(GPtrArray) staff = staff_of(rows[i].staff);
		g_autofree char *chain = chain_of(staff, &desk, MONDAY_MS + rows[i].day * DAY_MS);
		g_test_message("%s", rows[i].name);
		g_assert_cmpstr(chain, ==, rows[i].chain);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/duty/chain", test_chain);
	return g_test_run();
}
