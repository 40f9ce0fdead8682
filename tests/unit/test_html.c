/*
 * HTML as mail programs write it: the text, and what it says is quoted.
 */
#include "mail/html.h"

#include <string.h>

typedef struct Case {
	const char *name;
	const char *html;
	const char *text;
	const char *marks; /* "kind first+lines ..." */
} Case;

static const Case cases[] = {
	{"empty", "", "", ""},
	{"no tags", "a &amp; b\n c", "a & b c", ""},
	{"paragraphs", "<p>a<p>b</p><div>c</div><div>d</div>", "a\n\nb\n\nc\nd", ""},
	{"breaks", "a<br>b<br><br><br><br>c<br>", "a\nb\n\nc", ""},
	{"empty div", "<div>a</div><div><br></div><div>b</div>", "a\n\nb", ""},
	{"entities", "&euro;&nbsp;5 &#128512; &uuml; &bogus; &#0; &#xD800;x", "€ 5 😀 ü &bogus; x",
	 ""},
	{"inline", "f<b>oo</b> <i>b</i>ar", "foo bar", ""},
	{"list", "<ul><li>a</li><li>b<ul><li>c</ul></ul>x", "- a\n- b\n  - c\n\nx", ""},
	{"numbers", "<ol start=3><li><p>a</p><li>b</ol>", "3. a\n\n4. b", ""},
	{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a  b\nc", ""},
	{"pre", "<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd", ""},
	{"pre with line ends of its own", "<pre>a&#13;b&#13;c", "a\nb\nc", ""},
	{"pre with a tab behind a rule", "<pre>--\t\na", "--\na", ""},
	{"no-break blanks alone", "&nbsp;<p>a</p><p>&nbsp;</p><div>&nbsp;<br>&nbsp;</div>b",
	 "a\n\nb", ""},
	{"pre by style", "<div style='white-space: pre-wrap'>a\n  b</div>c", "a\n  b\nc", ""},
	{"link", "see <a href='https://x.example/y'>here</a>.", "see here <https://x.example/y>.",
	 ""},
	{"link that says itself",
	 "<a href='http://x.example/'>x.example</a> "
	 "<a href='mailto:a@b.example'>a@b.example</a>",
	 "x.example a@b.example", ""},
	{"link over a picture", "a<a href='http://t.example'><img src=x width=1></a>b", "ab", ""},
	{"picture", "<img alt='&#128512;'> <img alt='image001.png'>x", "😀 x", ""},
	{"hidden",
	 "a<div style='display:none'>b<p>c</div><span hidden>d</span><style>e</style>"
	 "<script>f</script><title>g</title>h",
	 "ah", ""},
	{"comment", "a<!-- b --><!--[if mso]>c<![endif]-->d", "ad", ""},
	{"address written as a tag", "<p>Write to <anna@x.example> or <b.c+d@x.example>, a<b@.</p>",
	 "Write to <anna@x.example> or <b.c+d@x.example>, a", ""},
	{"conditions of Outlook",
	 "<p><![if !supportLists]><span>1.</span><![endif]>a</p><!--[if "
	 "!mso]><!-->b<!--<![endif]-->"
	 "<!--[if mso]>c<![endif]--><![ x",
	 "1.a\n\nb<![ x", ""},
	{"letters without size",
	 "<p style='font-size:0'>a</p><td style='FONT-SIZE: 0px'>b<i "
	 "style='font-size:9pt'>c</i></td>"
	 "<p style='font:0/0 a;opacity:0'>d</p><p style='font-size:0.5em;opacity:0.9'>e</p>",
	 "c\n\ne", ""},
	{"numbers of Windows-1252", "it&#146;s&#129; 5 &#128;\302\240!", "it’s\ufffd 5 € !", ""},
	{"numbers of items", "<ol><li>a<li value=7>b<li value=x>c</ol>", "1. a\n7. b\n8. c", ""},
	{"quote", "a<blockquote>b<blockquote>c</blockquote></blockquote>d",
	 "a\n\n> b\n>\n>> c\n\nd", ""},
	{"indent is no quote", "<blockquote style='margin:0 0 0 40px;border:none;padding:0'>a", "a",
	 ""},
	{"rule", "a<hr>b", "a\n________________________________\nb", ""},
	{"meta lies", "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>ä",
	 "ä", ""},
	{"unclosed", "<div><b>a<p>b</i></div></div></html>c", "a\n\nb\n\nc", ""},
	{"angle brackets in text", "a < b <@c> d", "a < b <@c> d", ""},
	{"gmail",
	 "<div>new</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">On x, y "
	 "wrote:<br></div>"
	 "<blockquote class=\"gmail_quote\">old</blockquote></div>",
	 "new\nOn x, y wrote:\n\n> old", "q1+3 h1+1 q3+1"},
	{"gmail signature", "a<div>-- <br></div><div class='gmail_signature'>Joe</div>",
	 "a\n-- \nJoe", "s2+1"},
	{"thunderbird",
	 "new<div class='moz-cite-prefix'>Am x schrieb y:</div><blockquote "
	 "type='cite'>old</blockquote>"
	 "<pre class='moz-signature'>-- \nJoe</pre>",
	 "new\nAm x schrieb y:\n\n> old\n\n-- \nJoe", "h1+1 q3+1 s5+2"},
	{"outlook web",
	 "new<div id='x_appendonsend'></div><hr><div id='divRplyFwdMsg'><b>From:</b> a</div>old",
	 "new\n________________________________\nFrom: a\nold", "h2+1"},
	{"outlook",
	 "<p class=MsoNormal>new</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
	 "padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From:</b> a<br>To: "
	 "b</p></div><p>old</p>",
	 "new\n\nFrom: a\nTo: b\n\nold", "h2+2"},
	{"yahoo", "new<div class='ydp12yahoo_quoted'>old</div>", "new\nold", "q1+1"},
	{"proton", "n<div class='protonmail_quote'>o<blockquote type=cite>p</blockquote></div>",
	 "n\no\n\n> p", "q1+3 q3+1"},
	{"apple", "new<div><br><blockquote type=\"cite\"><div>On x:</div></blockquote></div>",
	 "new\n\n> On x:", "q2+1"},
};

static char *
list_marks(const GArray *marks)
{
	static const char letters[] = "qshf";
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < marks->len; i++) {
		const HtmlMark *mark = &g_array_index(marks, HtmlMark, i);
		g_string_append_printf(list, "%s%c%u+%u", i ? " " : "", letters[mark->kind],
				       mark->first_line, mark->lines);
	}
	return g_string_free(list, FALSE);
}

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	g_autoptr(GArray) marks = NULL;
	g_autofree char *text = html_to_text(c->html, strlen(c->html), &marks);
	g_autofree char *list = list_marks(marks);
	g_assert_cmpstr(text, ==, c->text);
	g_assert_cmpstr(list, ==, c->marks);
}

/* Shapes that cost other parsers more than their size; the output shows they were read. */
static void
test_deep(gconstpointer data)
{
	g_autoptr(GString) html = g_string_new(NULL);
	for (int i = 0; i < 20000; i++)
		g_string_append(html, data);
	g_string_append(html, "the end");
	g_autofree char *text = html_to_text(html->str, html->len, NULL);
	g_assert_nonnull(strstr(text, "the end"));
}

int
main(int argc, char **argv)
{
	static const char *const shapes[] = {"<div>",           "<b>",      "<blockquote>",
					     "<table><tr><td>", "<ul><li>", "<li><a href=x>",
					     "<div></b>"};
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/html/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *path = g_strdup_printf("/html/deep/%d", (int)i);
		g_test_add_data_func(path, shapes[i], test_deep);
	}
	return g_test_run();
}
