/*
 * Writes every sample notice as NAME.html and NAME.txt into the folder that is its
 * first argument, in the language of the second; for tests/screenshots/run.
 */
#include "desk/notice_parts.h"
#include "notice_samples.h"

static void
write_body(const Templates *templates, const Notice *notice, const Js *context, const char *folder,
	   const char *name, const char *ending)
{
	g_autofree char *template = g_strconcat(notice_template(notice), ending, NULL);
	g_autofree char *body = templates_render(templates, notice->language, template, context);
	g_autofree char *file = g_strconcat(name, ending, NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_assert_nonnull(body);
	g_assert_true(g_file_set_contents(path, body, -1, NULL));
}

int
main(int argc, char **argv)
{
	g_assert_cmpint(argc, ==, 3);
	g_autoptr(Site) site = sample_site();
	g_autoptr(Templates) templates = sample_templates();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Notice) notice = sample_notice(i);
		g_autoptr(NoticeDraft) made =
			notice_draft(notice, site, "0123456789ABCDEFGHJKMNPQRS", 0);
		sample_set(&notice->language, argv[2]);
		g_autoptr(Js) context = notice_told(notice, site, templates, made->draft.subject);
		write_body(templates, notice, context, argv[1], samples[i].name, ".html");
		write_body(templates, notice, context, argv[1], samples[i].name, ".txt");
	}
	return 0;
}
