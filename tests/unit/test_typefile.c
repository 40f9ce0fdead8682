/* Types as files: the shipped ones are whole, and what can't be meant is found with its line. */
#include "app/config.h"
#include "app/typefile.h"

#include "desk/field.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static Site *
site_with_desks(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	Site *site = site_new();

	config_read_shipped(tree ? tree : ".", site, faults);
	g_assert_cmpuint(faults->len, ==, 0);
	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	g_ptr_array_add(site->desks, desk_new("sales", "sales@example.org"));
	return site;
}

static char *
shipped_folder(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");

	return g_build_filename(tree ? tree : ".", "filters", "types", NULL);
}

static void
write_type(const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
empty_folder(void)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

	for (const char *name; (name = g_dir_read_name(dir));) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		(void)g_unlink(path);
	}
}

/* The faults, a line each, with the folder's name cut out. */
static char *
read_types(Site *site, const char *shipped, const char *own)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *prefix = g_strdup_printf("%s/", folder);
	const TypeFolders folders = {.shipped = shipped, .own = own};

	typefiles_read(&folders, site, faults);
	g_ptr_array_add(faults, NULL);
	g_autofree char *joined = g_strjoinv("\n", (char **)faults->pdata);
	g_auto(GStrv) pieces = g_strsplit(joined, prefix, -1);
	return g_strjoinv("", pieces);
}

static void
test_shipped(void)
{
	g_autoptr(Site) site = site_with_desks();
	g_autofree char *shipped = shipped_folder();
	g_autofree char *faults = read_types(site, shipped, NULL);
	const CaseType *first = site->types->pdata[0];
	const CaseType *change = site_type(site, "change");
	const CaseType *production = site_type(site, "production");

	g_assert_cmpstr(faults, ==, "");
	g_assert_cmpuint(site->types->len, ==, 18);
	/* A plain mail is one of these, so it asks for nothing. */
	g_assert_cmpstr(first->name, ==, "problem");
	for (guint i = 0; i < first->fields->len; i++)
		g_assert_false(((const Field *)first->fields->pdata[i])->is_required);
	g_assert_true(change->is_change_request);
	g_assert_cmpstr(change->duration, ==, "3 to 5 working days");
	g_assert_cmpuint(production->fields->len, ==, 17);
	g_assert_cmpstr(production->priority, ==, "High");
	const Field *needed = field_find(change->fields, "What is needed");
	const Choice *monitoring = field_choice(needed, "Access to environment monitoring");
	g_assert_cmpuint(monitoring->roles, ==, ROLE_CUSTOMER);
	for (guint i = 0; i < site->types->len; i++) {
		const CaseType *type = site->types->pdata[i];
		g_assert_cmpuint(type->fields->len, >, 0);
		g_assert_cmpstr(type->description, !=, "");
	}
}

/* A site with other names takes the shipped ones all the same; its own files are its own word. */
static void
test_other_names(void)
{
	g_autoptr(Site) site = site_with_desks();
	g_autofree char *shipped = shipped_folder();

	g_ptr_array_set_size(site->priorities, 0);
	g_ptr_array_add(site->priorities, g_strdup("P1"));
	g_autofree char *faults = read_types(site, shipped, NULL);
	g_assert_cmpstr(faults, ==, "");
	g_assert_cmpstr(site_type(site, "production")->priority, ==, "");
}

static void
test_own_folder(void)
{
	g_autoptr(Site) site = site_with_desks();
	g_autofree char *shipped = shipped_folder();

	write_type("14-bug.conf", "type \"defect\" { desk = Sales roles = { staff, agency } }\n");
	write_type("15-feature.conf", "# we have none\n");
	write_type("05-first.conf", "type \"first\" { hidden = yes text = 'One\ntwo' }\n");
	g_autofree char *faults = read_types(site, shipped, folder);
	g_assert_cmpstr(faults, ==, "");
	g_assert_cmpuint(site->types->len, ==, 18);
	g_assert_cmpstr(((const CaseType *)site->types->pdata[0])->name, ==, "first");
	g_assert_null(site_type(site, "bug"));
	g_assert_null(site_type(site, "feature"));
	const CaseType *defect = site_type(site, "defect");
	g_assert_cmpstr(defect->desk, ==, "sales");
	g_assert_cmpuint(defect->roles, ==, ROLE_STAFF | ROLE_AGENCY);
	empty_folder();
}

static const struct {
	const char *text;
	const char *faults;
} wrong[] = {
	{"type \"a\" {\n\tpriority = soon\n\tfirst_status = Nonsense\n\tdesk = lab\n\troles = "
	 "guest\n}\n",
	 "t.conf:2: there is no priority \"soon\": take one of \"priorities\", or add it\n"
	 "t.conf:3: there is no status \"Nonsense\": take one of the statuses, or add it\n"
	 "t.conf:4: there is no desk \"lab\": take one of casemate.conf\n"
	 "t.conf:5: there is no role \"guest\": take customer, agency, partner or staff"},
	{"type \"a\" { first_status = Done }\n",
	 "t.conf:1: a case would be closed when it is opened, for \"Done\" is final: take another "
	 "status"},
	{"type \"a\" { }\ntype \"b\" { }\n",
	 "t.conf:2: this file has a type already: give \"b\" a file of its own"},
	{"type \"bug\" {\n\tfield \"A\" { kind = colour }\n\tfield \"B\" { kind = choice }\n"
	 "\tfield \"C\" { pattern = '(' }\n\tfield \"D\" { effect = sound }\n}\n",
	 "t.conf:2: there is no kind of field \"colour\": take text, long-text, choice, list, "
	 "date, "
	 "number, email or attachment\n"
	 "t.conf:3: field \"B\" is a choice and has none: add choices = { \"...\", \"...\" }\n"
	 "t.conf:4: *: mend the pattern\n"
	 "t.conf:5: there is no effect \"sound\": take title, text, share, emergency, begin or "
	 "end"},
	{"type \"a\" {\n\tfield \"A\" { effect = begin }\n"
	 "\tfield \"B\" { kind = date effect = end }\n"
	 "\tfield \"C\" { kind = date effect = end }\n}\n",
	 "t.conf:2: the begin of an event is a date: add kind = date, or leave \"effect\" out\n"
	 "t.conf:4: field \"B\" has the effect \"end\" already: remove one"},
	{"type \"a\" {\n\tfield \"B\" { kind = date effect = end }\n}\n",
	 "t.conf:1: an event ends that doesn't begin: give a date the effect \"begin\""},
	{"type \"a\" {\n\tfield \"Kind\" { kind = choice choices = { \"One\", \"one.\" } }\n"
	 "\tfield \"X\" { required_if = \"Colour\" }\n"
	 "\tfield \"Y\" { required_if = \"Kind = Blue\" }\n"
	 "\tfield \"Z\" { required = yes\n\t\trequired_if = \"Kind\" }\n}\n",
	 "t.conf:2: \"one.\" is a choice of this field already: remove one\n"
	 "t.conf:3: there is no other field \"Colour\" in this type: name one, or remove "
	 "\"required_if\"\n"
	 "t.conf:4: \"Y\" would never be asked for, as \"Kind\" can't be \"Blue\": *\n"
	 "t.conf:6: field \"Z\" is required anyway: remove \"required\" or \"required_if\""},
	{"type \"a\" {\n\tfield \"Start\" { labels = \"Begin\" }\n"
	 "\tfield \"End\" { labels = { \"Until\", \"BEGIN\" } }\n"
	 "\tfield \"start.\" { }\n\tfield \"Type\" { }\n\tfield \"#done\" { }\n"
	 "\tfield \"a: b\" { }\n}\n",
	 "t.conf:3: \"BEGIN\" is a label of the field \"Start\" in line 2 as well: take it from "
	 "one of "
	 "them\n"
	 "t.conf:4: \"start.\" is a label of the field \"Start\" in line 2 as well: take it from "
	 "one "
	 "of them\n"
	 "t.conf:5: \"Type\" means something else in mails: take another label\n"
	 "t.conf:6: the label \"#done\" would not be found in a mail: write it without colon, and "
	 "begin it with a letter\n"
	 "t.conf:7: the label \"a: b\" would not be found in a mail: write it without colon, and "
	 "begin it with a letter"},
	{"type \"a\" {\n\tfield \"N\" { kind = number\n\t\texample = \"many\" }\n"
	 "\tfield \"T\" { effect = title }\n\tfield \"U\" { effect = title }\n}\n",
	 "t.conf:3: the example of \"N\" would not be taken (*): write another one\n"
	 "t.conf:5: field \"T\" has the effect \"title\" already: remove one"},
};

static void
test_wrong(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(Site) site = site_with_desks();

		write_type("t.conf", wrong[i].text);
		g_autofree char *faults = read_types(site, NULL, folder);
		if (!g_pattern_match_simple(wrong[i].faults, faults))
			g_assert_cmpstr(faults, ==, wrong[i].faults);
	}
	empty_folder();
}

/* Where nobody replaces the other, both would be found under one address. */
static void
test_twice(void)
{
	g_autoptr(Site) site = site_with_desks();
	g_autofree char *shipped = shipped_folder();

	write_type("bug.conf", "\ntype \"bug\" { }\n");
	g_autofree char *faults = read_types(site, shipped, folder);
	g_assert_cmpstr(faults, ==,
			"bug.conf:2: there is a type \"bug\" already: rename this one, or give its "
			"file the name of the other's, in whose place it then stands");
	empty_folder();
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	folder = g_dir_make_tmp("typefile-XXXXXX", NULL);
	g_test_add_func("/typefile/shipped", test_shipped);
	g_test_add_func("/typefile/other-names", test_other_names);
	g_test_add_func("/typefile/own-folder", test_own_folder);
	g_test_add_func("/typefile/wrong", test_wrong);
	g_test_add_func("/typefile/twice", test_twice);
	int status = g_test_run();
	empty_folder();
	(void)g_rmdir(folder);
	g_free(folder);
	return status;
}
