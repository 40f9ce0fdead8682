/*
 * Parses Mustache templates.  A template is scanned once from tag to tag; a tag that
 * stands alone in its line takes the line with it.
 */
#include "desk/mustache.h"

#include "base/error.h"
#include "desk/mustache_nodes.h"

#include <string.h>

#define MAX_TEMPLATE_BYTES (1024 * 1024)

static void
node_clear(gpointer data)
{
	Node *node = data;
	g_strfreev(node->path);
	g_free(node->name);
	g_free(node->indent);
}

void
mustache_free(Mustache *mustache)
{
	if (!mustache)
		return;
	g_array_unref(mustache->nodes);
	g_free(mustache->text);
	g_free(mustache);
}

/* Where the parser stands. */
typedef struct Parser {
	Mustache *mustache;
	const char *begin;
	const char *at; /**< behind the last tag */
	char *open;     /**< the delimiters at this place */
	char *close;
	GArray *sections; /**< guint: nodes of the sections that are open */
	GError **error;
} Parser;

static void
parser_clear(Parser *parser)
{
	g_free(parser->open);
	g_free(parser->close);
	g_clear_pointer(&parser->sections, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parser, parser_clear)

/* A tag as it stands in the text. */
typedef struct Tag {
	char sigil;        /**< one of "#^/>=!&{", or 0 for a plain variable */
	const char *start; /**< its opening delimiter */
	const char *end;   /**< behind its closing delimiter */
	char *content;     /**< without sigil and blanks around it */
} Tag;

static void
tag_clear(Tag *tag)
{
	g_free(tag->content);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tag, tag_clear)

static gboolean
fail(const Parser *parser, const char *where, const char *why, const char *name)
{
	guint line = 1;
	for (const char *p = parser->begin; p < where; p++)
		line += *p == '\n';
	return error_perm(parser->error, "line %u: %s%s", line, why, name);
}

static Node *
add_node(Parser *parser, NodeKind kind, const char *start)
{
	Node node = {
		.kind = kind,
		.starts_line = start == parser->begin || start[-1] == '\n',
	};
	g_array_append_val(parser->mustache->nodes, node);
	return &g_array_index(parser->mustache->nodes, Node, parser->mustache->nodes->len - 1);
}

static void
add_text(Parser *parser, const char *start, const char *end)
{
	if (start == end)
		return;
	Node *node = add_node(parser, NODE_TEXT, start);
	node->text = start;
	node->length = (gsize)(end - start);
}

/* Reads the tag at `start`, which is an opening delimiter. */
static gboolean
read_tag(const Parser *parser, const char *start, Tag *tag_out)
{
	const char *inside = start + strlen(parser->open);
	char sigil = *inside && strchr("#^/>=!&{", *inside) ? *inside : '\0';
	const char *ending = sigil == '{' ? "}" : sigil == '=' ? "=" : "";
	g_autofree char *closing = g_strconcat(ending, parser->close, NULL);
	inside += sigil ? 1 : 0;
	const char *close = strstr(inside, closing);
	if (!close)
		return fail(parser, start, "this tag is not closed by ", closing);
	*tag_out = (Tag){
		.sigil = sigil,
		.start = start,
		.end = close + strlen(closing),
		.content = g_strstrip(g_strndup(inside, (gsize)(close - inside))),
	};
	return TRUE;
}

/*
 * Whether a tag that prints nothing itself stands alone in its line; then writes where
 * the line starts and where the next one does.
 */
static gboolean
stands_alone(const Parser *parser, const Tag *tag, const char **line_out, const char **next_out)
{
	if (!tag->sigil || strchr("&{", tag->sigil))
		return FALSE;
	const char *line = tag->start;
	while (line > parser->at && (line[-1] == ' ' || line[-1] == '\t'))
		line--;
	if (line > parser->begin && line[-1] != '\n')
		return FALSE;
	const char *next = tag->end + strspn(tag->end, " \t");
	if (*next == '\r' && next[1] == '\n')
		next++;
	if (*next && *next != '\n')
		return FALSE;
	*line_out = line;
	*next_out = *next ? next + 1 : next;
	return TRUE;
}

static gboolean
check_name(const Parser *parser, const Tag *tag)
{
	g_assert(tag->content);
	if (!*tag->content)
		return fail(parser, tag->start, "this tag has no name", "");
	if (strpbrk(tag->content, " \t\r\n"))
		return fail(parser, tag->start, "a name cannot hold blanks: ", tag->content);
	return TRUE;
}

static gboolean
set_delimiters(Parser *parser, const Tag *tag)
{
	g_auto(GStrv) words = g_strsplit_set(tag->content, " \t\r\n", -1);
	guint n = 0;
	for (guint i = 0; words[i]; i++)
		if (*words[i])
			n++;
	char *last = words[0] ? words[g_strv_length(words) - 1] : NULL;
	if (n != 2 || strchr(tag->content, '='))
		return fail(parser, tag->start, "these are not two delimiters: ", tag->content);
	g_free(parser->open);
	g_free(parser->close);
	parser->open = g_strdup(words[0]);
	parser->close = g_strdup(last);
	return TRUE;
}

static gboolean
open_section(Parser *parser, const Tag *tag, Node *node)
{
	guint index = parser->mustache->nodes->len - 1;
	if (parser->sections->len == MUSTACHE_MAX_SECTIONS)
		return fail(parser, tag->start, "too many sections within each other at ",
			    tag->content);
	node->name = g_strdup(tag->content);
	g_array_append_val(parser->sections, index);
	return TRUE;
}

static gboolean
close_section(Parser *parser, const Tag *tag)
{
	guint depth = parser->sections->len;
	if (!depth)
		return fail(parser, tag->start, "no section is open here to be closed by ",
			    tag->content);
	guint index = g_array_index(parser->sections, guint, depth - 1);
	Node *section = &g_array_index(parser->mustache->nodes, Node, index);
	if (strcmp(section->name, tag->content) != 0)
		return fail(parser, tag->start, "the section to close here is ", section->name);
	section->end = parser->mustache->nodes->len;
	g_array_set_size(parser->sections, depth - 1);
	return TRUE;
}

static char **
split_path(const char *name)
{
	return strcmp(name, ".") ? g_strsplit(name, ".", -1) : g_new0(char *, 1);
}

/* Adds the node of a tag that prints something; `indent` is taken. */
static gboolean
add_tag(Parser *parser, const Tag *tag, char *indent)
{
	static const struct {
		char sigil;
		NodeKind kind;
	} kinds[] = {{'\0', NODE_VALUE},  {'&', NODE_RAW},      {'{', NODE_RAW},
		     {'#', NODE_SECTION}, {'^', NODE_INVERTED}, {'>', NODE_PARTIAL}};
	guint i = 0;
	while (kinds[i].sigil != tag->sigil)
		i++;
	Node *node = add_node(parser, kinds[i].kind, tag->start);
	if (node->kind == NODE_PARTIAL) {
		/* What stood alone has no line of its own to be indented: the partial's lines are.
		 */
		node->starts_line = node->starts_line && !indent;
		node->name = g_strdup(tag->content);
		node->indent = indent;
		return TRUE;
	}
	g_free(indent);
	node->path = split_path(tag->content);
	return node->kind < NODE_SECTION || open_section(parser, tag, node);
}

static gboolean
take_tag(Parser *parser, const Tag *tag)
{
	const char *line = tag->start;
	const char *next = tag->end;
	gboolean alone = stands_alone(parser, tag, &line, &next);
	add_text(parser, parser->at, line);
	parser->at = next;
	if (tag->sigil == '!')
		return TRUE;
	if (tag->sigil == '=')
		return set_delimiters(parser, tag);
	if (!check_name(parser, tag))
		return FALSE;
	if (parser->mustache->is_sentence && tag->sigil && strchr("&{", tag->sigil))
		return fail(parser, tag->start,
			    "a sentence cannot hold a raw value: ", tag->content);
	if (tag->sigil == '/')
		return close_section(parser, tag);
	char *indent = alone ? g_strndup(line, (gsize)(tag->start - line)) : NULL;
	guint index = parser->mustache->nodes->len;
	if (!add_tag(parser, tag, indent))
		return FALSE;
	/* What stands alone prints no line itself: that is up to what is in it. */
	if (alone)
		g_array_index(parser->mustache->nodes, Node, index).starts_line = FALSE;
	return TRUE;
}

static gboolean
parse_all(Parser *parser)
{
	for (const char *start; (start = strstr(parser->at, parser->open));) {
		g_auto(Tag) tag = {0};
		if (!read_tag(parser, start, &tag) || !take_tag(parser, &tag))
			return FALSE;
	}
	add_text(parser, parser->at, parser->at + strlen(parser->at));
	if (!parser->sections->len)
		return TRUE;
	guint index = g_array_index(parser->sections, guint, parser->sections->len - 1);
	const char *name = g_array_index(parser->mustache->nodes, Node, index).name;
	return fail(parser, parser->begin + strlen(parser->begin),
		    "the text ends within the section ", name);
}

static Mustache *
parse(const char *text, gboolean escape, gboolean is_sentence, GError **error)
{
	if (strlen(text) > MAX_TEMPLATE_BYTES) {
		error_perm(error, "line 1: the template is larger than %d bytes",
			   MAX_TEMPLATE_BYTES);
		return NULL;
	}
	g_autoptr(Mustache) mustache = g_new0(Mustache, 1);
	mustache->text = g_strdup(text);
	mustache->escape = escape;
	mustache->is_sentence = is_sentence;
	mustache->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
	g_array_set_clear_func(mustache->nodes, node_clear);
	g_auto(Parser) parser = {
		.mustache = mustache,
		.begin = mustache->text,
		.at = mustache->text,
		.open = g_strdup("{{"),
		.close = g_strdup("}}"),
		.sections = g_array_new(FALSE, FALSE, sizeof(guint)),
		.error = error,
	};
	return parse_all(&parser) ? g_steal_pointer(&mustache) : NULL;
}

Mustache *
mustache_parse(const char *text, gboolean escape, GError **error)
{
	return parse(text, escape, FALSE, error);
}

Mustache *
mustache_parse_sentence(const char *text, gboolean escape, GError **error)
{
	return parse(text, escape, TRUE, error);
}
