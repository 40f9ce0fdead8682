/*
 * Renders parsed Mustache templates: walks the nodes with a stack of the objects whose
 * members are in reach.
 */
#include "desk/mustache.h"
#include "desk/mustache_nodes.h"

#include <string.h>

/* Objects in reach at once: each section pushes one. */
#define STACK_SIZE 256

typedef struct Render {
	GString *out;
	MustacheFinder find;
	gpointer user_data;
	const Js *stack[STACK_SIZE];
	guint height;
	guint steps;
	guint depth; /**< of partials */
	gboolean is_over_limit;
} Render;

/* `a.b`: the innermost object that has an a decides, even if its a has no b. */
static const Js *
look_up(const Render *render, char *const *path)
{
	if (!path[0])
		return render->stack[render->height - 1];
	const Js *value = NULL;
	for (guint i = render->height; i > 0 && !value; i--)
		value = js_get(render->stack[i - 1], path[0]);
	for (guint i = 1; value && path[i]; i++)
		value = js_get(value, path[i]);
	return value;
}

static gboolean
is_true(const Js *value)
{
	switch (js_kind(value)) {
	case JS_NULL:
	case JS_FALSE:
		return FALSE;
	case JS_TEXT:
		return *js_text(value) != '\0';
	case JS_ARRAY:
		return js_size(value) > 0;
	case JS_NUMBER: {
		g_autofree char *number = js_display(value);
		return strspn(number, "-0.") < strlen(number);
	}
	default:
		return TRUE;
	}
}

static const char *
escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void
append_escaped(GString *out, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		const char *escape = escape_of(text[i]);
		if (escape)
			g_string_append(out, escape);
		else
			g_string_append_c(out, text[i]);
	}
}

static void
append_value(Render *render, const Js *value, gboolean escape)
{
	g_autofree char *shown = NULL;
	const char *text = js_text(value);
	if (!text)
		text = shown = js_display(value);
	if (escape)
		append_escaped(render->out, text, strlen(text));
	else
		g_string_append(render->out, text);
}

/* Template text; within an indented partial each of its lines is indented. */
static void
append_text(GString *out, const Node *node, const char *indent)
{
	const char *p = node->text;
	const char *end = node->text + node->length;
	const char *stop = *indent ? memchr(p, '\n', (gsize)(end - p)) : NULL;
	for (; stop && stop + 1 < end; stop = memchr(p, '\n', (gsize)(end - p))) {
		g_string_append_len(out, p, stop + 1 - p);
		g_string_append(out, indent);
		p = stop + 1;
	}
	g_string_append_len(out, p, end - p);
}

static void render_nodes(Render *render, const Mustache *mustache, guint from, guint to,
			 const char *indent);

static void
render_within(Render *render, const Mustache *mustache, guint section, const Js *value,
	      const char *indent)
{
	const Node *node = &g_array_index(mustache->nodes, Node, section);
	if (render->height == STACK_SIZE) {
		render->is_over_limit = TRUE;
		return;
	}
	render->stack[render->height++] = value;
	render_nodes(render, mustache, section + 1, node->end, indent);
	render->height--;
}

static void
render_section(Render *render, const Mustache *mustache, guint section, const char *indent)
{
	const Node *node = &g_array_index(mustache->nodes, Node, section);
	const Js *value = look_up(render, node->path);
	gboolean is_shown = is_true(value);
	if (node->kind == NODE_INVERTED) {
		if (!is_shown)
			render_nodes(render, mustache, section + 1, node->end, indent);
		return;
	}
	if (is_shown && js_kind(value) != JS_ARRAY)
		render_within(render, mustache, section, value, indent);
	for (gsize i = 0; is_shown && js_kind(value) == JS_ARRAY && i < js_size(value); i++)
		render_within(render, mustache, section, js_at(value, i), indent);
}

static void
render_partial(Render *render, const Node *node, const char *indent)
{
	const Mustache *partial = render->find(node->name, render->user_data);
	if (!partial)
		return;
	if (render->depth == MUSTACHE_MAX_DEPTH) {
		render->is_over_limit = TRUE;
		return;
	}
	g_autofree char *deeper = node->indent ? g_strconcat(indent, node->indent, NULL) : NULL;
	render->depth++;
	gboolean is_line = partial->is_sentence && deeper;
	if (is_line)
		g_string_append(render->out, deeper);
	/* In the middle of a line the lines of the partial stay as they are. */
	render_nodes(render, partial, 0, partial->nodes->len, deeper && !is_line ? deeper : "");
	if (is_line)
		g_string_append_c(render->out, '\n');
	render->depth--;
}

static void
render_node(Render *render, const Mustache *mustache, guint i, const char *indent)
{
	const Node *node = &g_array_index(mustache->nodes, Node, i);
	if (node->starts_line)
		g_string_append(render->out, indent);
	switch (node->kind) {
	case NODE_TEXT:
		if (mustache->is_sentence && mustache->escape)
			append_escaped(render->out, node->text, node->length);
		else
			append_text(render->out, node, indent);
		break;
	case NODE_VALUE:
		append_value(render, look_up(render, node->path), mustache->escape);
		break;
	case NODE_RAW:
		append_value(render, look_up(render, node->path), FALSE);
		break;
	case NODE_SECTION:
	case NODE_INVERTED:
		render_section(render, mustache, i, indent);
		break;
	case NODE_PARTIAL:
		render_partial(render, node, indent);
		break;
	}
}

static void
render_nodes(Render *render, const Mustache *mustache, guint from, guint to, const char *indent)
{
	for (guint i = from; i < to && !render->is_over_limit;) {
		const Node *node = &g_array_index(mustache->nodes, Node, i);
		render_node(render, mustache, i, indent);
		if (++render->steps > MUSTACHE_MAX_STEPS || render->out->len > MUSTACHE_MAX_BYTES)
			render->is_over_limit = TRUE;
		i = node->kind == NODE_SECTION || node->kind == NODE_INVERTED ? node->end : i + 1;
	}
}

void
mustache_each_partial(const Mustache *mustache, void (*each)(const char *name, gpointer data),
		      gpointer data)
{
	for (guint i = 0; i < mustache->nodes->len; i++) {
		const Node *node = &g_array_index(mustache->nodes, Node, i);
		if (node->kind == NODE_PARTIAL)
			each(node->name, data);
	}
}

char *
mustache_render(const Mustache *mustache, const Js *context, MustacheFinder find,
		gpointer user_data)
{
	g_autoptr(GString) out = g_string_sized_new(4096);
	Render render = {
		.out = out, .find = find, .user_data = user_data, .stack = {context}, .height = 1};
	render_nodes(&render, mustache, 0, mustache->nodes->len, "");
	if (render.is_over_limit)
		return NULL;
	return g_string_free(g_steal_pointer(&out), FALSE);
}
