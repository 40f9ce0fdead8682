/*
 * Reading the values of settings.  One rule for all of them: a fault says what the
 * file has, and what it could have.
 */
#include "app/confvalue.h"

#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"

#include <limits.h>
#include <string.h>

/* A line of text for people, or a command. */
#define LINE_CHARS_MAX 1000
/* A signature of two pages is none. */
#define LINES_CHARS_MAX 4000
/* Of a value that is wrong. */
#define SHOWN_CHARS_MAX 40

const ConfValue *
conf_get(const ConfFile *file, const ConfBlock *block, const char *name)
{
	const ConfValue *found = NULL;

	for (guint i = 0; i < block->values->len; i++) {
		const ConfValue *value = g_ptr_array_index(block->values, i);

		if (strcmp(value->name, name) != 0)
			continue;
		if (found)
			conf_fault(file, value->line,
				   "\"%s\" is set in line %d already: remove one of them", name,
				   found->line);
		else
			found = value;
	}
	return found;
}

gint
conf_line(const ConfBlock *block, const char *name)
{
	for (guint i = 0; i < block->values->len; i++) {
		const ConfValue *value = g_ptr_array_index(block->values, i);

		if (strcmp(value->name, name) == 0)
			return value->line;
	}
	return block->line;
}

GPtrArray *
conf_blocks(const ConfBlock *block, const char *name)
{
	GPtrArray *found = g_ptr_array_new();

	for (guint i = 0; i < block->blocks->len; i++) {
		ConfBlock *inner = g_ptr_array_index(block->blocks, i);

		if (strcmp(inner->name, name) == 0)
			g_ptr_array_add(found, inner);
	}
	return found;
}

const ConfBlock *
conf_block(const ConfFile *file, const ConfBlock *block, const char *name)
{
	g_autoptr(GPtrArray) found = conf_blocks(block, name);

	for (guint i = 1; i < found->len; i++) {
		const ConfBlock *again = g_ptr_array_index(found, i);
		const ConfBlock *first = g_ptr_array_index(found, 0);

		conf_fault(file, again->line, "\"%s\" stands in line %d already: join the two",
			   name, first->line);
	}
	return found->len > 0 ? g_ptr_array_index(found, 0) : NULL;
}

/* Reports what is wrong with a text, if anything is; takes `fault` over. */
static gboolean
report(const ConfFile *file, gint line, const char *what, const char *text, char *fault)
{
	g_autofree char *owned = fault;
	g_autofree char *shown = NULL;

	if (owned == NULL)
		return FALSE;
	shown = text_ellipsize(text, SHOWN_CHARS_MAX);
	conf_fault(file, line, "%s can't be \"%s\": it %s", what, shown, owned);
	return TRUE;
}

static gboolean
has_fault(const ConfFile *file, const ConfValue *value, char *fault)
{
	g_autofree char *what = g_strdup_printf("\"%s\"", value->name);

	return report(file, value->line, what, value->text, fault);
}

/* Takes the value of a setting over, unless `fault` says what is wrong with it. */
static void
take_text(const ConfFile *file, const ConfValue *value, char *fault, char **out)
{
	if (has_fault(file, value, fault))
		return;
	text_put(out, value->text);
}

void
conf_get_text(const ConfFile *file, const ConfBlock *block, const char *name, char **out)
{
	const ConfValue *value = conf_get(file, block, name);

	if (value)
		take_text(file, value,
			  *value->text ? name_fault(value->text, LINE_CHARS_MAX) : NULL, out);
}

void
conf_get_lines(const ConfFile *file, const ConfBlock *block, const char *name, char **out)
{
	const ConfValue *value = conf_get(file, block, name);
	char *fault;

	if (value == NULL)
		return;
	fault = text_fault(value->text, strlen(value->text));
	if (fault == NULL && g_utf8_strlen(value->text, -1) > LINES_CHARS_MAX)
		fault = g_strdup_printf("has more than %d characters", LINES_CHARS_MAX);
	take_text(file, value, fault, out);
}

void
conf_get_word(const ConfFile *file, const ConfBlock *block, const char *name, gsize max_chars,
	      char **out)
{
	const ConfValue *value = conf_get(file, block, name);

	if (value)
		take_text(file, value, subject_word_fault(value->text, max_chars), out);
}

void
conf_check_word(const ConfFile *file, gint line, const char *what, const char *text,
		gsize max_chars)
{
	(void)report(file, line, what, text, subject_word_fault(text, max_chars));
}

char *
conf_path(const ConfFile *file, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(file->path);

	return g_canonicalize_filename(path, folder);
}

void
conf_get_path(const ConfFile *file, const ConfBlock *block, const char *name, char **out)
{
	const ConfValue *value = conf_get(file, block, name);

	if (value == NULL)
		return;
	if (*value->text == '\0') {
		conf_fault(file, value->line, "\"%s\" is empty: write a path, or leave it out",
			   name);
		return;
	}
	if (has_fault(file, value, name_fault(value->text, PATH_MAX)))
		return;
	g_free(*out);
	*out = conf_path(file, value->text);
}

void
conf_get_list(const ConfBlock *block, const char *name, GPtrArray *out)
{
	gboolean is_first = TRUE;

	for (guint i = 0; i < block->values->len; i++) {
		const ConfValue *value = g_ptr_array_index(block->values, i);

		if (strcmp(value->name, name) != 0)
			continue;
		if (is_first)
			g_ptr_array_set_size(out, 0);
		is_first = FALSE;
		g_ptr_array_add(out, g_strdup(value->text));
	}
}

void
conf_get_choice(const ConfFile *file, const ConfBlock *block, const char *name,
		const ConfChoice *choices, gint *out)
{
	const ConfValue *value = conf_get(file, block, name);
	g_autoptr(GString) words = NULL;

	if (value == NULL)
		return;
	words = g_string_new(NULL);
	for (; choices->word; choices++) {
		if (g_ascii_strcasecmp(value->text, choices->word) == 0) {
			*out = choices->value;
			return;
		}
		g_string_append_printf(words, "%s\"%s\"", words->len ? ", " : "", choices->word);
	}
	conf_fault(file, value->line, "\"%s\" can't be \"%s\": write one of %s", name, value->text,
		   words->str);
}

void
conf_get_bool(const ConfFile *file, const ConfBlock *block, const char *name, gboolean *out)
{
	static const ConfChoice choices[] = {{"yes", TRUE}, {"no", FALSE}, {NULL, 0}};

	conf_get_choice(file, block, name, choices, out);
}

/* A factor and the word for it, the largest first; the last one is 1. */
typedef struct Unit {
	const char *word;
	gint64 factor;
} Unit;

static const Unit size_units[] = {{"GB", 1024 * 1024 * 1024},
				  {"MB", 1024 * 1024},
				  {"KB", 1024},
				  {"bytes", 1}};
static const Unit time_units[] = {{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}};
static const Unit work_units[] = {{"h", 60}, {"min", 1}};
static const Unit no_units[] = {{"", 1}};

static char *
quantity_text(gint64 value, const Unit *units, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (value >= units[i].factor && value % units[i].factor == 0)
			return g_strdup_printf("%" G_GINT64_FORMAT "%s%s", value / units[i].factor,
					       *units[i].word ? " " : "", units[i].word);
	return g_strdup_printf("%" G_GINT64_FORMAT, value);
}

/* A number, perhaps a blank, and a unit or none. */
static gboolean
quantity_parse(const char *text, const Unit *units, gsize count, gint64 max, gint64 *out)
{
	gsize digits = strspn(text, "0123456789");
	const char *word = text + digits + strspn(text + digits, " ");
	g_autofree char *number = g_strndup(text, digits);
	gint64 factor = *word ? 0 : 1, value;

	for (gsize i = 0; i < count; i++)
		if (*word && g_ascii_strcasecmp(word, units[i].word) == 0)
			factor = units[i].factor;
	if (factor == 0 || !text_to_int(number, 0, max / factor, &value))
		return FALSE;
	*out = value * factor;
	return TRUE;
}

static void
get_quantity(const ConfFile *file, const ConfBlock *block, const char *name, const Unit *units,
	     gsize count, gint64 min, gint64 max, gint64 *out)
{
	const ConfValue *value = conf_get(file, block, name);
	g_autofree char *least = NULL, *most = NULL;
	gint64 number;

	if (value == NULL)
		return;
	if (quantity_parse(value->text, units, count, max, &number) && number >= min) {
		*out = number;
		return;
	}
	least = quantity_text(min, units, count);
	most = quantity_text(max, units, count);
	conf_fault(file, value->line, "\"%s\" can't be \"%s\": write %s to %s", name, value->text,
		   least, most);
}

void
conf_get_int(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min, gint64 max,
	     gint64 *out)
{
	get_quantity(file, block, name, no_units, G_N_ELEMENTS(no_units), min, max, out);
}

void
conf_get_size(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
	      gint64 max, gint64 *bytes_out)
{
	get_quantity(file, block, name, size_units, G_N_ELEMENTS(size_units), min, max, bytes_out);
}

void
conf_get_duration(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
		  gint64 max, gint64 *seconds_out)
{
	get_quantity(file, block, name, time_units, G_N_ELEMENTS(time_units), min, max,
		     seconds_out);
}

void
conf_get_work(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
	      gint64 max, gint64 *minutes_out)
{
	get_quantity(file, block, name, work_units, G_N_ELEMENTS(work_units), min, max,
		     minutes_out);
}

void
conf_check_title(const ConfFile *file, const ConfBlock *block)
{
	g_autofree char *what = g_strdup_printf("the name of this %s", block->name);

	if (*block->title == '\0')
		conf_fault(file, block->line, "this %s has no name: write %s \"NAME\" { ... }",
			   block->name, block->name);
	else
		conf_check_word(file, block->line, what, block->title, LIMIT_WORD_CHARS);
}

void
conf_check_titles_differ(const ConfFile *file, const GPtrArray *blocks)
{
	for (guint i = 1; i < blocks->len; i++) {
		const ConfBlock *block = g_ptr_array_index(blocks, i);

		for (guint j = 0; j < i; j++) {
			const ConfBlock *other = g_ptr_array_index(blocks, j);

			if (!text_same_name(block->title, other->title))
				continue;
			conf_fault(file, block->line,
				   "%s \"%s\" stands in line %d already: remove or rename one",
				   block->name, block->title, other->line);
			break;
		}
	}
}
