/* Of which type a new case is: the writer's word before a rule's, the address before the form. */
#include "desk/type_choice.h"

#include "site_for_tests.h"

static const struct {
	const char *extension, *form, *subject;
	const char *rule_type, *rule_desk;
	const char *type, *desk;
	TypeWay way;
} cases[] = {
	{"", "", "Printer", NULL, NULL, "problem", "support", TYPE_BY_DESK},
	{"", "", "Printer", "question", NULL, "question", "support", TYPE_BY_RULE},
	{"", "Report a bug", "Printer", "question", NULL, "bug", "support", TYPE_BY_FORM},
	{"", "nonsense", "Printer", "question", NULL, "question", "support", TYPE_BY_RULE},
	{"", "", "Form - Sandbox issue", NULL, NULL, "sandbox", "support", TYPE_BY_FORM},
	{"", "", "Form - nonsense", NULL, NULL, "problem", "support", TYPE_BY_DESK},
	{"EMERGENCY", "bug", "Printer", "question", NULL, "emergency", "support", TYPE_BY_ADDRESS},
	{"nonsense", "bug", "Printer", NULL, NULL, "bug", "support", TYPE_BY_FORM},
	/* A type has a desk of its own; a rule's word about the desk counts more. */
	{"quote", "", "Printer", NULL, NULL, "quote", "sales", TYPE_BY_ADDRESS},
	{"quote", "", "Printer", NULL, "lab", "quote", "lab", TYPE_BY_ADDRESS},
	{"", "", "Printer", NULL, "sales", "feature", "sales", TYPE_BY_DESK},
};

static void
test_choose(void)
{
	static const char *const desks[] = {"support", "sales", "lab"};
	g_autoptr(Site) site = site_for_tests();
	for (gsize i = 0; i < G_N_ELEMENTS(desks); i++) {
		g_autofree char *address = g_strdup_printf("%s@example.org", desks[i]);
		g_ptr_array_add(site->desks, desk_new(desks[i], address));
	}
	Desk *sales = site->desks->pdata[1];
	sales->default_type = (g_free(sales->default_type), g_strdup("feature"));
	for (guint i = 0; i < site->types->len; i++) {
		CaseType *type = site->types->pdata[i];
		if (!g_strcmp0(type->name, "quote"))
			type->desk = (g_free(type->desk), g_strdup("sales"));
	}
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const TypeWords words = {cases[i].extension, cases[i].form, cases[i].subject};
		const RuleHits hits = {.type = (char *)cases[i].rule_type,
				       .desk = (char *)cases[i].rule_desk};
		TypeChoice choice = {0};
		g_test_message("%" G_GSIZE_FORMAT, i);
		type_choose(site, site->desks->pdata[0], &words, &hits, &choice);
		g_assert_cmpstr(choice.type->name, ==, cases[i].type);
		g_assert_cmpstr(choice.desk->name, ==, cases[i].desk);
		g_assert_cmpint(choice.way, ==, cases[i].way);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/type-choice/choose", test_choose);
	return g_test_run();
}
