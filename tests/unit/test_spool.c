/*
 * The spool: what deliver left there goes into the store once and unchanged, and what
 * is none of ours stays.  Also the settings file that deliver reads, and whom it refuses.
 */
#include "base/limits.h"
#include "base/refuse.h"
#include "store/accept.h"
#include "store_fixture.h"
#include "work/deliver_settings.h"
#include "work/spool.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

typedef struct Fixture {
	StoreFixture at;
	char *spool_dir;
	Spool *spool;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	store_set_up(&fixture->at, data);
	fixture->spool_dir = g_build_filename(fixture->at.dir, "spool", NULL);
	fixture->spool = spool_new(fixture->spool_dir, fixture->at.store);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	spool_free(fixture->spool);
	g_free(fixture->spool_dir);
	store_tear_down(&fixture->at, data);
}

static void
file_write(Fixture *fixture, const char *name, const char *bytes, gssize length)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(fixture->spool_dir, name, NULL);
	g_file_set_contents(path, bytes, length, &error);
	g_assert_no_error(error);
}

static gboolean
file_exists(const Fixture *fixture, const char *name)
{
	g_autofree char *path = g_build_filename(fixture->spool_dir, name, NULL);
	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static guint
take(Fixture *fixture)
{
	guint taken = 99;
	g_autoptr(GError) error = NULL;
	g_assert_true(spool_take(fixture->spool, 1000, &taken, &error));
	g_assert_no_error(error);
	return taken;
}

static gint64
number(Fixture *fixture, const char *sql)
{
	return store_number(fixture->at.store, sql);
}

#define ID(n) "0000000001000000010000000" n

static const char envelope[] = "casemate-spool 1\nsender a@b.example\n"
			       "recipient s@example.org\nrecipient t@example.org\n\n";

static void
test_takes(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *mail = g_strconcat(envelope, "\nsender x\n\r\n.\r\n", NULL);
	file_write(fixture, ID("A"), mail, -1);
	file_write(fixture, ID("B"), "casemate-spool 1\nsender \nrecipient s@example.org\n\nhi",
		   -1);
	g_assert_cmpuint(take(fixture), ==, 2);
	g_assert_false(file_exists(fixture, ID("A")));
	g_assert_false(file_exists(fixture, ID("B")));
	g_assert_cmpint(number(fixture, "SELECT count(*) FROM message WHERE road = 'spool'"), ==,
			2);
	g_assert_cmpint(number(fixture, "SELECT count(*) FROM delivery"), ==, 3);
	g_assert_cmpint(number(fixture, "SELECT raw = CAST(char(10) || 'sender x' || char(10, 13,"
					" 10) || '.' || char(13, 10) AS BLOB) AND accepted_ms = 1"
					" FROM message WHERE sender = 'a@b.example'"),
			==, 1);
	g_assert_cmpint(number(fixture, "SELECT size_bytes FROM message WHERE sender = ''"), ==, 2);
	g_assert_cmpuint(take(fixture), ==, 0);
}

/* A crash between commit and unlink leaves the file there: it adds nothing. */
static void
test_takes_once(Fixture *fixture, gconstpointer data)
{
	(void)data;
	file_write(fixture, ID("A"), envelope, -1);
	g_assert_cmpuint(take(fixture), ==, 1);
	file_write(fixture, ID("A"), envelope, -1);
	g_assert_cmpuint(take(fixture), ==, 0);
	g_assert_false(file_exists(fixture, ID("A")));
	g_assert_cmpint(number(fixture, "SELECT count(*) FROM message"), ==, 1);
	g_assert_cmpint(number(fixture, "SELECT count(*) FROM delivery"), ==, 2);
}

static void
test_takes_big(Fixture *fixture, gconstpointer data)
{
	(void)data;
	enum { SIZE = LIMIT_INLINE_MESSAGE_BYTES * 3 + 1 };
	g_autoptr(GError) error = NULL;
	g_autofree char *body = g_strnfill(SIZE, 'x');
	g_autofree char *mail = g_strconcat(envelope, body, NULL);
	g_autofree char *big = store_big_path(fixture->at.store, ID("A"));
	g_autofree char *stored = NULL;
	file_write(fixture, ID("A"), mail, -1);
	/* What a crash within the copying left. */
	g_assert_true(g_file_set_contents(big, "xxx", 3, &error));
	g_assert_cmpuint(take(fixture), ==, 1);
	g_assert_true(g_file_get_contents(big, &stored, NULL, &error));
	g_assert_cmpstr(stored, ==, body);
	g_assert_cmpint(number(fixture, "SELECT is_big = 1 AND raw IS NULL FROM message"), ==, 1);
	/* Known already: the file now belongs to the store. */
	file_write(fixture, ID("A"), mail, -1);
	g_assert_cmpuint(take(fixture), ==, 0);
	g_assert_true(g_file_test(big, G_FILE_TEST_EXISTS));
}

static const struct {
	const char *name;
	const char *text;
} strangers[] = {
	{"README", "hello"},
	{ID("C"), ""},
	{ID("D"), "casemate-spool 1\nsender a@b.example\nrecipient s@example.org\n"},
	{ID("E"), "casemate-spool 2\nsender a@b.example\nrecipient s@example.org\n\nhi"},
	{ID("F"), "casemate-spool 1\nsender a@b.example\n\nhi"},
	{ID("G"), "casemate-spool 1\nrecipient s@example.org\n\nhi"},
	{ID("H"), "casemate-spool 1\nsender a\nsender b\nrecipient s@example.org\n\nhi"},
	{ID("J"), "casemate-spool 1\nsender a\nrecipient s@example.org\nnext x\n\nhi"},
	{ID("K"), "From: a\n\nhi"},
};

static void
test_leaves_strangers(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *folder = g_build_filename(fixture->spool_dir, ID("M"), NULL);
	g_autofree char *link = g_build_filename(fixture->spool_dir, ID("N"), NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(strangers); i++)
		file_write(fixture, strangers[i].name, strangers[i].text, -1);
	g_assert_no_errno(g_mkdir(folder, 0700));
	g_assert_no_errno(symlink("/etc/passwd", link));
	file_write(fixture, ID("Z"), envelope, -1);
	g_assert_cmpuint(take(fixture), ==, 1);
	g_assert_cmpuint(take(fixture), ==, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(strangers); i++) {
		g_test_message("%s", strangers[i].name);
		g_assert_true(file_exists(fixture, strangers[i].name));
	}
	g_assert_true(file_exists(fixture, ID("M")));
}

static void
test_sweeps_drafts(Fixture *fixture, gconstpointer data)
{
	(void)data;
	enum { NOW_S = 10000000, DAY_S = 24 * 60 * 60 };
	static const struct {
		const char *name;
		int age_s;
		gboolean stays;
	} drafts[] = {{"." ID("A"), DAY_S + 1, FALSE}, {"." ID("B"), DAY_S - 1, TRUE}};
	guint taken;
	g_autoptr(GError) error = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(drafts); i++) {
		file_write(fixture, drafts[i].name, envelope, -1);
		g_autofree char *path = g_build_filename(fixture->spool_dir, drafts[i].name, NULL);
		const struct utimbuf times = {NOW_S - drafts[i].age_s, NOW_S - drafts[i].age_s};
		g_assert_no_errno(utime(path, &times));
	}
	g_assert_true(spool_take(fixture->spool, G_GINT64_CONSTANT(1000) * NOW_S, &taken, &error));
	g_assert_cmpuint(taken, ==, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(drafts); i++)
		g_assert_cmpint(file_exists(fixture, drafts[i].name), ==, drafts[i].stays);
}

static void
test_news(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_assert_false(spool_has_news(fixture->spool));
	file_write(fixture, "README", "hello", -1);
	file_write(fixture, "." ID("A"), envelope, -1);
	g_assert_false(spool_has_news(fixture->spool));
	file_write(fixture, ID("A"), envelope, -1);
	g_assert_true(spool_has_news(fixture->spool));
	g_assert_cmpuint(take(fixture), ==, 1);
	g_assert_false(spool_has_news(fixture->spool));
	/* What was looked at and stays is none. */
	file_write(fixture, ID("B"), "no mail", -1);
	g_assert_true(spool_has_news(fixture->spool));
	g_assert_cmpuint(take(fixture), ==, 0);
	g_assert_true(file_exists(fixture, ID("B")));
	g_assert_false(spool_has_news(fixture->spool));
	g_autoptr(Spool) nowhere = spool_new("/nonexistent", fixture->at.store);
	g_assert_false(spool_has_news(nowhere));
}

/* More than one batch, and one among them that the store never takes. */
static void
test_many(Fixture *fixture, gconstpointer data)
{
	(void)data;
	enum { MANY = 150 };
	g_autoptr(GError) error = NULL;
	g_assert_true(db_script(store_db(fixture->at.store),
				"CREATE TRIGGER refuse BEFORE INSERT ON message"
				" WHEN NEW.sender = 'bad@example.org'"
				" BEGIN SELECT RAISE(ABORT, 'refused'); END",
				&error));
	for (guint8 i = 0; i < MANY; i++) {
		char id[ACCEPT_ID_LENGTH + 1];
		const guint8 random[10] = {i};
		accept_id_make(i, random, id);
		file_write(fixture, id, envelope, -1);
	}
	file_write(fixture, ID("A"), "casemate-spool 1\nsender bad@example.org\nrecipient s\n\nhi",
		   -1);
	g_assert_cmpuint(take(fixture), ==, MANY);
	g_assert_true(file_exists(fixture, ID("A")));
	g_assert_cmpint(number(fixture, "SELECT count(*) FROM message"), ==, MANY);
	/* Oldest first. */
	g_assert_cmpint(number(fixture, "SELECT accepted_ms FROM message WHERE id = 1"), ==, 0);
	g_assert_cmpint(number(fixture, "SELECT accepted_ms FROM message WHERE id = 150"), ==, 149);
}

static void
test_settings(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char *const refuse[] = {"spam@example.org", "*@spam.example", NULL};
	DeliverSettings settings = {"/run/s", "/var/spool", "/var/lock", "/usr/gw",
				    "/etc/c", 1000,         refuse};
	g_autoptr(GError) error = NULL;
	g_autofree char *config = g_build_filename(fixture->at.dir, "casemate.conf", NULL);
	g_autofree char *path = deliver_settings_path(config);
	g_autofree char *text = NULL;
	GStatBuf before, after;
	g_assert_true(g_str_has_suffix(path, "/casemate.conf.deliver"));
	g_assert_true(deliver_settings_write(path, &settings, &error));
	g_assert_true(g_file_get_contents(path, &text, NULL, &error));
	g_assert_cmpstr(text, ==,
			"# Written by casemate for \"casemate deliver\".\n"
			"socket=/run/s\nspool=/var/spool\nlock=/var/lock\ngateway=/usr/gw\n"
			"config=/etc/c\nmax_size=1000\nrefuse=spam@example.org\n"
			"refuse=*@spam.example\nend\n");
	g_assert_no_errno(g_stat(path, &before));
	g_assert_cmpint(before.st_mode & 0777, ==, 0644);
	g_assert_true(deliver_settings_write(path, &settings, &error));
	g_assert_no_errno(g_stat(path, &after));
	g_assert_cmpuint(before.st_ino, ==, after.st_ino);
	settings.spool = "/var\nend";
	g_assert_false(deliver_settings_write(path, &settings, &error));
	g_assert_nonnull(error);
	g_autofree char *standard = deliver_settings_path("/etc/casemate/casemate.conf");
	g_assert_cmpstr(standard, ==, "/var/lib/casemate/deliver.conf");
}

static const struct {
	const char *pattern;
	const char *sender;
	gboolean covers;
} refusals[] = {
	{"anna@example.org", "Anna@Example.ORG", TRUE},
	{"anna@example.org", "hanna@example.org", FALSE},
	{"anna@example.org", "anna@example.organ", FALSE},
	{"*@example.org", "anna@EXAMPLE.org", TRUE},
	{"*@example.org", "anna@mail.example.org", FALSE},
	{"*@example.org", "anna@badexample.org", FALSE},
	{"*@*.example.org", "anna@mail.example.org", TRUE},
	{"*@*.example.org", "anna@example.org", FALSE},
	{"*@example.org", "\"x@y\"@example.org", TRUE},
	{"*-news*@ex*.org", "big-news-letter@mail-news@example.org", TRUE},
	{"*-news*@ex*.org", "big-new@example.org", FALSE},
	{"a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", FALSE},
	{"root", "root", TRUE},
	{"*", "root", TRUE},
	{"*", "", FALSE},
	{"", "", FALSE},
	{"", "anna@example.org", FALSE},
};

static void
test_refusals(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_test_message("%s / %s", refusals[i].pattern, refusals[i].sender);
		g_assert_cmpint(refuse_covers(refusals[i].pattern, refusals[i].sender), ==,
				refusals[i].covers);
	}
}

#define ADD(path, test) g_test_add(path, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("/spool/takes", test_takes);
	ADD("/spool/takes-once", test_takes_once);
	ADD("/spool/takes-big", test_takes_big);
	ADD("/spool/leaves-strangers", test_leaves_strangers);
	ADD("/spool/sweeps-drafts", test_sweeps_drafts);
	ADD("/spool/news", test_news);
	ADD("/spool/many", test_many);
	ADD("/spool/settings", test_settings);
	g_test_add_func("/spool/refusals", test_refusals);
	return g_test_run();
}
