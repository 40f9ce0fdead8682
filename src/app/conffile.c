/*
 * libconfuse reads the file, we keep what it saw.  It stops at the first fault, and
 * people want all of them: so each unknown word is reported, blanked out with all
 * that belongs to it, and the file read again.  All values are text to the library,
 * for it would stop at the first bad number as well.  Comments are blanked out before:
 * libconfuse 3.3 counts their lines wrongly and refuses them within lists.
 */
#include "app/conffile.h"

#include "base/error.h"
#include "base/text.h"

#include <confuse.h>
#include <string.h>

/* A file with more unknown words than this is not a configuration. */
#define UNKNOWN_MAX 100
/* Stands in each block, is set by its own default and so tells us that a block begins. */
#define BLOCK_BEGINS "(begins)"

/* libconfuse hands no user data to its callbacks; it keeps its own state in globals, too, so
 * one file at a time is all it can do. */
typedef struct Reading {
	ConfFile *file;
	const ConfWord *words;
	char *text;
	GPtrArray *open; /* ConfBlock*, the innermost last; not owned */
	guint unknown;   /* words so far */
	gboolean again;
} Reading;

static Reading *reading;

static void
value_free(ConfValue *value)
{
	g_free(value->name);
	g_free(value->text);
	g_free(value);
}

static void
block_free(ConfBlock *block)
{
	if (block == NULL)
		return;
	g_free(block->name);
	g_free(block->title);
	g_ptr_array_unref(block->values);
	g_ptr_array_unref(block->blocks);
	g_free(block);
}

static ConfBlock *
block_new(const char *name, const char *title, gint line)
{
	ConfBlock *block = g_new0(ConfBlock, 1);

	block->name = g_strdup(name);
	block->title = g_strdup(title ? title : "");
	block->line = line;
	block->values = g_ptr_array_new_with_free_func((GDestroyNotify)value_free);
	block->blocks = g_ptr_array_new_with_free_func((GDestroyNotify)block_free);
	return block;
}

void
conf_fault(const ConfFile *file, gint line, const char *format, ...)
{
	g_autoptr(GString) fault = g_string_new(file->path);
	g_autofree char *sentence = NULL, *shown = NULL;
	va_list args;

	va_start(args, format);
	sentence = g_strdup_vprintf(format, args);
	va_end(args);
	/* What it quotes may hold line ends: a fault is one line all the same. */
	shown = text_collapse(sentence);
	if (line > 0)
		g_string_append_printf(fault, ":%d", line);
	g_string_append_printf(fault, ": %s", shown);
	g_ptr_array_add(file->faults, g_strdup(fault->str));
}

static ConfBlock *
innermost(void)
{
	return g_ptr_array_index(reading->open, reading->open->len - 1);
}

static char *
blank_until(char *at, const char *end)
{
	for (; *at && !g_str_has_prefix(at, end); at++)
		if (*at != '\n')
			*at = ' ';
	return at;
}

static char *
skip_quoted(char *at)
{
	char quote = *at++;

	while (*at && *at != quote)
		at += at[0] == '\\' && at[1] ? 2 : 1;
	return *at ? at + 1 : at;
}

/* Comments become blanks, and so do semicolons at the end of a setting. */
static void
blank_comments(char *text)
{
	char *at = text;

	while (*at) {
		gboolean at_word = at == text || g_ascii_isspace(at[-1]);

		if (*at == '"' || *at == '\'') {
			at = skip_quoted(at);
		} else if (*at == '#' || (at_word && g_str_has_prefix(at, "//"))) {
			at = blank_until(at, "\n");
		} else if (g_str_has_prefix(at, "/*")) {
			at = blank_until(at, "*/");
			for (int i = 0; *at && i < 2; i++)
				*at++ = ' ';
		} else {
			if (*at == ';' && (at[1] == '}' || at[1] == '\0' || g_ascii_isspace(at[1])))
				*at = ' ';
			at++;
		}
	}
}

/* Behind the brace that closes the one at `at`; NULL if none does. */
static char *
skip_braces(char *at)
{
	guint depth = 0;

	while (*at) {
		if (*at == '"' || *at == '\'') {
			at = skip_quoted(at);
			continue;
		}
		if (*at == '{')
			depth++;
		if (*at == '}' && --depth == 0)
			return at + 1;
		at++;
	}
	return NULL;
}

static char *
skip_blanks(char *at)
{
	return at + strspn(at, " \t\r\n");
}

/* Behind a quoted or bare word. */
static char *
skip_word(char *at)
{
	return *at == '"' || *at == '\'' ? skip_quoted(at) : at + strcspn(at, " \t\r\n{}()=+,#\"'");
}

/* Behind all that belongs to the setting or block whose name ends at `at`. */
static char *
skip_setting(char *at)
{
	char *next = skip_blanks(at), *end = NULL;

	if (*next == '=' || g_str_has_prefix(next, "+=")) {
		next = skip_blanks(strchr(next, '=') + 1);
		end = *next == '{' ? skip_braces(next) : skip_word(next);
	} else {
		if (*next != '{')
			next = skip_blanks(skip_word(next));
		if (*next == '{')
			end = skip_braces(next);
	}
	return end ? end : at;
}

/* The bare word `name` in a line of the text; NULL if it isn't there. */
static char *
find_word(char *text, const char *name, gint line)
{
	char *at = text;

	while (--line > 0 && strchr(at, '\n'))
		at = strchr(at, '\n') + 1;
	while (*at && *at != '\n') {
		char *end = skip_word(at);

		if ((gsize)(end - at) == strlen(name) && strncmp(at, name, strlen(name)) == 0)
			return at;
		at = end > at ? end : at + 1;
	}
	return NULL;
}

/* A quote or brace that nothing closes: libconfuse takes the end of the file for its end. */
static char *
find_unclosed(char *text)
{
	for (char *at = text; *at;) {
		char *end = at + 1;

		if (*at == '"' || *at == '\'') {
			end = skip_quoted(at);
			if (end == at + 1 || end[-1] != *at)
				return at;
		} else if (*at == '{' && skip_braces(at) == NULL) {
			return at;
		}
		at = end;
	}
	return NULL;
}

static int
take_value(cfg_t *cfg, cfg_opt_t *opt, const char *text, void *result)
{
	ConfValue *value = g_new0(ConfValue, 1);

	value->name = g_strdup(opt->name);
	value->text = g_strdup(text);
	value->line = cfg->line;
	g_ptr_array_add(innermost()->values, value);
	*(const char **)result = text;
	return 0;
}

static int
block_begins(cfg_t *cfg, cfg_opt_t *opt G_GNUC_UNUSED, const char *text, void *result)
{
	ConfBlock *block = block_new(cfg->name, cfg->title, cfg->line);

	g_ptr_array_add(innermost()->blocks, block);
	g_ptr_array_add(reading->open, block);
	*(const char **)result = text;
	return 0;
}

static int
block_ends(cfg_t *cfg G_GNUC_UNUSED, cfg_opt_t *opt G_GNUC_UNUSED)
{
	g_ptr_array_set_size(reading->open, (gint)reading->open->len - 1);
	return 0;
}

static const ConfWord *
words_of(const ConfWord *words, const char *block)
{
	const ConfWord *found = NULL;

	if (strcmp(block, "root") == 0)
		return words;
	for (; words->name && !found; words++) {
		if (words->words == NULL)
			continue;
		found = strcmp(words->name, block) == 0 ? words->words
							: words_of(words->words, block);
	}
	return found;
}

static gsize
edit_distance(const char *a, const char *b)
{
	gsize rows = strlen(a), columns = strlen(b);
	g_autofree gsize *row = g_new(gsize, columns + 1);

	for (gsize j = 0; j <= columns; j++)
		row[j] = j;
	for (gsize i = 1; i <= rows; i++) {
		gsize diagonal = row[0];

		row[0] = i;
		for (gsize j = 1; j <= columns; j++) {
			gsize replaced = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = MIN(replaced, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[columns];
}

const char *
conf_nearest(const char *word, const char *const *names, gsize count)
{
	/* With more of the letters wrong it is another word. */
	gsize best = strlen(word) < 5 ? 2 : MAX(strlen(word) / 3, 2) + 1;
	const char *nearest = NULL;

	if (strlen(word) > 100)
		return NULL;
	for (gsize i = 0; i < count; i++) {
		gsize distance = edit_distance(word, names[i]);

		if (distance < best) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}

static void
report_unknown(const cfg_t *cfg, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *where = NULL, *known = NULL;
	gboolean at_top = strcmp(cfg->name, "root") == 0;
	const ConfWord *word = words_of(reading->words, cfg->name);
	const char *nearest;

	for (; word && word->name; word++)
		g_ptr_array_add(names, unconst(word->name));
	where = at_top ? g_strdup("here") : g_strdup_printf("in \"%s\"", cfg->name);
	nearest = conf_nearest(name, (const char *const *)names->pdata, names->len);
	if (nearest) {
		conf_fault(reading->file, cfg->line, "unknown word \"%s\" %s: did you mean \"%s\"?",
			   name, where, nearest);
		return;
	}
	g_ptr_array_add(names, NULL);
	known = g_strjoinv(", ", (char **)names->pdata);
	conf_fault(reading->file, cfg->line, "unknown word \"%s\" %s: remove it; known are %s",
		   name, where, known);
}

/* Blanks the word and what belongs to it, so that the next pass gets further. */
static gboolean
forget_word(const char *name, gint line)
{
	char *at = find_word(reading->text, name, line);

	if (at == NULL || ++reading->unknown > UNKNOWN_MAX)
		return FALSE;
	for (const char *end = skip_setting(at + strlen(name)); at < end; at++)
		if (*at != '\n')
			*at = ' ';
	return TRUE;
}

static void
take_fault(cfg_t *cfg, const char *format, va_list args)
{
	g_autofree char *message = NULL;

	if (strcmp(format, "no such option '%s'") == 0) {
		const char *name = va_arg(args, const char *);

		report_unknown(cfg, name);
		reading->again = forget_word(name, cfg->line);
		return;
	}
	message = g_strdup_vprintf(format, args);
	conf_fault(reading->file, cfg->line,
		   "%s: mend this and check again, for nothing after it could be read", message);
}

static cfg_opt_t *opts_new(const ConfWord *words, gboolean is_block);

static cfg_opt_t
opt_for(const ConfWord *word)
{
	cfg_opt_t value = CFG_STR_CB(word->name, NULL, CFGF_NODEFAULT, take_value);
	cfg_opt_t block = CFG_SEC(word->name, NULL, CFGF_MULTI);

	if (word->kind == CONF_VALUE)
		return value;
	if (word->kind == CONF_LIST) {
		value.flags |= CFGF_LIST;
		return value;
	}
	if (word->kind == CONF_TITLED)
		block.flags |= CFGF_TITLE;
	block.subopts = opts_new(word->words, TRUE);
	block.validcb = block_ends;
	return block;
}

/* The library's table for our words. */
static cfg_opt_t *
opts_new(const ConfWord *words, gboolean is_block)
{
	GArray *opts = g_array_new(TRUE, TRUE, sizeof(cfg_opt_t));
	cfg_opt_t opt = CFG_STR_LIST_CB(BLOCK_BEGINS, NULL, CFGF_NONE, block_begins);

	opt.def.parsed = unconst("yes");
	if (is_block)
		g_array_append_val(opts, opt);
	for (; words->name; words++) {
		opt = opt_for(words);
		g_array_append_val(opts, opt);
	}
	return (cfg_opt_t *)(gpointer)g_array_free(opts, FALSE);
}

static void
opts_free(cfg_opt_t *opts)
{
	for (cfg_opt_t *opt = opts; opt->name; opt++)
		if (opt->subopts)
			opts_free(opt->subopts);
	g_free(opts);
}

/* Once through the file, from its beginning. */
static void
read_once(void)
{
	cfg_opt_t *opts = opts_new(reading->words, FALSE);
	cfg_t *cfg = cfg_init(opts, CFGF_NONE);
	FILE *stream = fmemopen(reading->text, strlen(reading->text), "r");

	g_assert(cfg && stream);
	opts_free(opts);
	block_free(reading->file->root);
	reading->file->root = block_new("", NULL, 0);
	g_ptr_array_set_size(reading->open, 0);
	g_ptr_array_add(reading->open, reading->file->root);
	reading->again = FALSE;
	cfg_set_error_function(cfg, take_fault);
	if (cfg_parse_fp(cfg, stream) != CFG_SUCCESS &&
	    reading->file->faults->len == reading->file->first_fault)
		conf_fault(reading->file, cfg->line, "cannot be read from here on");
	fclose(stream);
	cfg_free(cfg);
}

static gint
line_of(const char *text, const char *end)
{
	gint line = 1;

	for (; text < end; text++)
		line += *text == '\n';
	return line;
}

/* The text without byte order mark, comments and the line ends of Windows; NULL after a fault. */
static char *
text_read(const ConfFile *file)
{
	g_autofree char *text = NULL;
	g_autoptr(GString) lines = NULL;
	g_autoptr(GError) error = NULL;
	const char *end;
	gsize length;

	if (!g_file_get_contents(file->path, &text, &length, &error)) {
		/* GLib's sentence names the file once more. */
		const char *why = g_strrstr(error->message, ": ");
		conf_fault(file, 0, "can't be read: %s", why ? why + 2 : error->message);
		return NULL;
	}
	if (!g_utf8_validate(text, (gssize)length, &end)) {
		conf_fault(file, line_of(text, end), "not UTF-8: save the file as UTF-8");
		return NULL;
	}
	blank_comments(text);
	lines = g_string_new(g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text);
	g_string_replace(lines, "\r\n", "\n", 0);
	return g_string_free(g_steal_pointer(&lines), FALSE);
}

ConfFile *
conf_read(const char *path, const ConfWord *words, GPtrArray *faults)
{
	g_autofree char *text = NULL;
	const char *unclosed;
	ConfFile *file = g_new0(ConfFile, 1);
	Reading now = {.file = file, .words = words};

	file->path = g_strdup(path);
	file->faults = faults;
	file->first_fault = faults->len;
	file->root = block_new("", NULL, 0);
	text = text_read(file);
	if (text == NULL || *text == '\0')
		return file;
	now.text = text;
	now.open = g_ptr_array_new();
	g_assert(reading == NULL);
	reading = &now;
	unclosed = find_unclosed(text);
	if (unclosed)
		conf_fault(file, line_of(text, unclosed), "never closed: add the missing %s",
			   *unclosed == '{' ? "brace" : "quote");
	do {
		read_once();
	} while (now.again);
	reading = NULL;
	g_ptr_array_unref(now.open);
	return file;
}

void
conf_free(ConfFile *file)
{
	if (file == NULL)
		return;
	block_free(file->root);
	g_free(file->path);
	g_free(file);
}

static gint
compare_lines(gconstpointer a, gconstpointer b, gpointer prefix_length)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	gint64 line_x = g_ascii_strtoll(x + GPOINTER_TO_SIZE(prefix_length), NULL, 10);
	gint64 line_y = g_ascii_strtoll(y + GPOINTER_TO_SIZE(prefix_length), NULL, 10);

	return line_x < line_y ? -1 : line_x > line_y;
}

void
conf_sort_faults(const ConfFile *file)
{
	guint count = file->faults->len - file->first_fault;
	gsize prefix_length = strlen(file->path) + 1;

	if (count > 0)
		g_qsort_with_data(file->faults->pdata + file->first_fault, (gint)count,
				  sizeof(gpointer), compare_lines, GSIZE_TO_POINTER(prefix_length));
}
