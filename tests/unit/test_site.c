/*
 * A site as shipped, and recipient addresses taken apart.
 */
#include "site_for_tests.h"

static Site *
site_with_desks(void)
{
	Site *site = site_for_tests();
	Desk *support = desk_new("support", "support@example.org");
	Desk *emea = desk_new("emea", "Support+EMEA@example.org");
	Desk *idn = desk_new("5 Ω", "hilfe@bücher.example");

	g_free(support->internal);
	support->internal = g_strdup("support-internal@example.org");
	g_ptr_array_add(site->desks, support);
	g_ptr_array_add(site->desks, emea);
	g_ptr_array_add(site->desks, idn);
	return site;
}

static const struct {
	const char *address;
	const char *desk; /* NULL: not ours */
	gboolean is_internal;
	const char *extension;
} addresses[] = {
	{"support@example.org", "support", FALSE, ""},
	{"SUPPORT@Example.ORG", "support", FALSE, ""},
	{"support+bug@example.org", "support", FALSE, "bug"},
	{"support+CM0123.done@example.org", "support", FALSE, "CM0123.done"},
	{"support+a+b@example.org", "support", FALSE, "a+b"},
	{"support+@example.org", "support", FALSE, ""},
	{"\"support\"@example.org", "support", FALSE, ""},
	{"\"support+b\\\"c\"@example.org", "support", FALSE, "b\"c"},
	{"\"\\s\\upport\"@example.org", "support", FALSE, ""},
	{"support-internal@example.org", "support", TRUE, ""},
	{"support-internal+x@example.org", "support", TRUE, "x"},
	{"support+emea@example.org", "emea", FALSE, ""},
	{"support+emea+x@example.org", "emea", FALSE, "x"},
	{"support+emeat@example.org", "support", FALSE, "emeat"},
	{"hilfe@xn--bcher-kva.example", "5 Ω", FALSE, ""},
	{"hilfe+a@BÜCHER.example", "5 Ω", FALSE, "a"},
	{"supporters@example.org", NULL, FALSE, NULL},
	{"support-x@example.org", NULL, FALSE, NULL},
	{"support@example.com", NULL, FALSE, NULL},
	{"support@example.org@example.com", NULL, FALSE, NULL},
	{"support", NULL, FALSE, NULL},
	{"@example.org", NULL, FALSE, NULL},
	{"support@", NULL, FALSE, NULL},
	{"\"@example.org", NULL, FALSE, NULL},
	{"", NULL, FALSE, NULL},
};

static void
test_addresses(void)
{
	g_autoptr(Site) site = site_with_desks();

	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		DeskAddress found = {0};
		gboolean ours = site_find_address(site, addresses[i].address, &found);

		g_test_message("%s", addresses[i].address);
		g_assert_cmpint(ours, ==, addresses[i].desk != NULL);
		if (!ours)
			continue;
		g_assert_cmpstr(found.desk->name, ==, addresses[i].desk);
		g_assert_cmpint(found.is_internal, ==, addresses[i].is_internal);
		g_assert_cmpstr(found.extension, ==, addresses[i].extension);
		desk_address_clear(&found);
	}
}

static void
test_separator(void)
{
	g_autoptr(Site) site = site_with_desks();
	DeskAddress found = {0};

	site->separator = '-';
	g_assert_false(site_find_address(site, "support+bug@example.org", &found));
	g_assert_true(site_find_address(site, "support-bug@example.org", &found));
	g_assert_cmpstr(found.extension, ==, "bug");
	desk_address_clear(&found);
	/* the longer address of ours wins over the extension of the shorter */
	g_assert_true(site_find_address(site, "support-internal@example.org", &found));
	g_assert_true(found.is_internal);
	desk_address_clear(&found);
}

/* The longer one wins wherever it stands in the file. */
static void
test_order(void)
{
	g_autoptr(Site) site = site_for_tests();
	DeskAddress found = {0};

	g_ptr_array_add(site->desks, desk_new("emea", "support+emea@example.org"));
	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	g_assert_true(site_find_address(site, "support+emea+x@example.org", &found));
	g_assert_cmpstr(found.desk->name, ==, "emea");
	g_assert_cmpstr(found.extension, ==, "x");
	desk_address_clear(&found);
}

static void
test_names(void)
{
	g_autoptr(Site) site = site_with_desks();
	const Status *escalated = site_status(site, "closed escalated-to ENGINEERING");

	g_assert_nonnull(escalated);
	g_assert_cmpstr(escalated->name, ==, "Closed - Escalated to engineering");
	g_assert_false(escalated->is_final);
	g_assert_true(site_status(site, "done")->is_final);
	g_assert_null(site_status(site, "don"));
	g_assert_null(site_status(site, ""));
	g_assert_cmpstr(site_type(site, "Bug")->title, ==, "Report a bug");
	g_assert_cmpstr(site_type(site, "report a bug")->name, ==, "bug");
	g_assert_null(site_type(site, "bugs"));
	g_assert_cmpstr(site_desk(site, "EMEA")->prefix, ==, "EME");
	g_assert_cmpstr(site_desk(site, "5Ω")->prefix, ==, "5");
	g_assert_cmpstr(site_name_in(site->priorities, "urgent"), ==, "Urgent");
	g_assert_null(site_name_in(site->priorities, "soon"));
	g_assert_cmpstr(desk_domain(site_desk(site, "support")), ==, "example.org");
}

/* A table: absent it forbids nothing; who is refused is told what is allowed. */
static void
test_moves(void)
{
	static const struct {
		const char *from, *to, *refusal;
	} rows[] = {
		{"New", "Done", NULL},
		{"Done", "Reopen", NULL},
		{"done", "work IN progress", NULL},
		{"Done", "Done", NULL},
		{"Gone", "New", NULL},
		{"Done", "New",
		 "\"New\" can't follow \"Done\" here; what can is: Reopen, Work in progress, "
		 "Feedback "
		 "waiting, Closed - Escalated to engineering"},
	};
	g_autoptr(Site) site = site_for_tests();
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_cmpint(site_may_move(site, rows[i].from, rows[i].to, &error), ==,
				rows[i].refusal == NULL);
		g_assert_cmpstr(error ? error->message : NULL, ==, rows[i].refusal);
	}
}

/* By its own verb, its name, and in other languages where the site has it. */
static void
test_status_verbs(void)
{
	static const char *const rows[][2] = {
		{"wip", "Work in progress"},
		{"WIP", "Work in progress"},
		{"inarbeit", "Work in progress"},
		{"in Arbeit", "Work in progress"},
		{"en cours", "Work in progress"},
		{"rÃ¼"
		 "ckfrage",
		 "Information needed"},
		{"reopen", "Reopen"},
		{"new printer", NULL},
		{"", NULL},
		{"eskaliert", NULL},
	};
	static const char words_text[] = "[statuses]\nin arbeit, en cours => wip\n"
					 "rÃ¼"
					 "ckfrage => Information needed\neskaliert => gone\n";
	g_autoptr(Site) site = site_for_tests();
	g_autoptr(Words) words = words_new();
	g_assert_true(words_add(words, "w", words_text, NULL));
	site->words = words;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Status *status = site_status_of_verb(site, rows[i][0]);
		g_assert_cmpstr(status ? status->name : NULL, ==, rows[i][1]);
	}
}

/* What is shipped refers only to what is shipped. */
static void
test_sample_is_whole(void)
{
	g_autoptr(Site) site = site_for_tests();

	g_assert_cmpuint(site->desks->len, ==, 0);
	g_assert_cmpuint(site->statuses->len, ==, 9);
	g_assert_cmpuint(site->types->len, ==, 18);
	g_assert_nonnull(site_status(site, site->reopen_status));
	g_assert_cmpstr(g_ptr_array_index(site->emergencies, 0), ==, "Declared");
	g_assert_cmpstr(g_ptr_array_index(site->priorities, 0), ==, "Normal");
	g_assert_cmpstr(site_asking_status(site)->name, ==, "Information needed");
	g_assert_cmpstr(site_working_status(site)->name, ==, "Work in progress");
}

/* A site that calls its statuses otherwise. */
static void
test_form_statuses(void)
{
	g_autoptr(Site) site = site_new();

	g_ptr_array_set_size(site->statuses, 0);
	g_ptr_array_add(site->statuses, status_new("Open", "", WAITS_FOR_STAFF, FALSE));
	g_assert_null(site_asking_status(site));
	g_ptr_array_add(site->statuses, status_new("Yours", "", WAITS_FOR_CUSTOMER, FALSE));
	g_assert_cmpstr(site_asking_status(site)->name, ==, "Yours");
	g_assert_cmpstr(site_working_status(site)->name, ==, "Open");
	g_ptr_array_add(site->statuses, status_new("Busy", "", WAITS_FOR_STAFF, FALSE));
	site->working_status = (g_free(site->working_status), g_strdup("busy"));
	g_assert_cmpstr(site_working_status(site)->name, ==, "Busy");
}

static void
test_roles(void)
{
	g_autofree char *one = role_names(ROLE_CUSTOMER);
	g_autofree char *all = role_names(ROLE_CUSTOMER | ROLE_AGENCY | ROLE_PARTNER | ROLE_STAFF);

	g_assert_cmpuint(role_find("Agency"), ==, ROLE_AGENCY);
	g_assert_cmpuint(role_find("guest"), ==, 0);
	g_assert_cmpstr(one, ==, "customers");
	g_assert_cmpstr(all, ==, "customers, agencies, partners and staff");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/site/addresses", test_addresses);
	g_test_add_func("/site/separator", test_separator);
	g_test_add_func("/site/order", test_order);
	g_test_add_func("/site/names", test_names);
	g_test_add_func("/site/moves", test_moves);
	g_test_add_func("/site/status-verbs", test_status_verbs);
	g_test_add_func("/site/sample", test_sample_is_whole);
	g_test_add_func("/site/form-statuses", test_form_statuses);
	g_test_add_func("/site/roles", test_roles);
	return g_test_run();
}
