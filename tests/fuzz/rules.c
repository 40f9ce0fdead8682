/*
 * A rule file and, below a line "%%", a mail of lines: faults are sentences with a line number, a
 * file with a fault gives no rule, and rules end within their limits.
 */
#include "app/rulefile.h"
#include "fuzz.h"
#include "notice_samples.h"

#include <sys/mman.h>
#include <unistd.h>

static void
read_rules(const char *text, RuleSet *rules)
{
	g_autoptr(Site) site = sample_site();
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	int fd = memfd_create("rules", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);

	g_assert_cmpint(write(fd, text, strlen(text)), ==, strlen(text));
	rulefile_read(path, site, rules, faults);
	close(fd);
	for (guint i = 0; i < faults->len; i++) {
		fuzz_check_text(faults->pdata[i]);
		g_assert_null(strpbrk(faults->pdata[i], "\r\n"));
		g_assert_true(g_str_has_prefix(faults->pdata[i], path));
	}
}

static void
check_hits(const RuleSet *rules, const Mail *mail, gboolean is_reply)
{
	g_autoptr(RuleHits) hits =
		rules_apply(rules, mail, "a@example.org", "b@example.org", is_reply, NULL);

	g_assert_cmpuint(hits->names->len, ==, hits->found->len);
	g_assert_true(!hits->hold || !hits->discard);
	for (guint i = 0; i < hits->found->len; i++) {
		fuzz_check_text(hits->found->pdata[i]);
		g_assert_null(strpbrk(hits->found->pdata[i], "\r\n"));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	char *rest = text;
	const char *file = fuzz_piece(&rest, "\n%%\n");
	g_autofree char *valid = text_make_valid(rest ? rest : "", rest ? strlen(rest) : 0);
	g_autoptr(Mail) mail = fuzz_mail(valid);
	g_autoptr(RuleSet) rules = rule_set_new();

	read_rules(file, rules);
	check_hits(rules, mail, size % 2);
	return 0;
}
