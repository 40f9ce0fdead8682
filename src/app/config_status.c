/*
 * The statuses of casemate.conf, or those that ship: what each means, what follows from an answer
 * and from silence, and where a case can go from it.  Whoever can't leave a status that isn't
 * final is told so before a case is caught in it.
 */
#include "app/config_parts.h"

#include "base/text.h"

#include <string.h>

#define DAYS_MAX 3650
/* Days between the notice and the closing, where the file doesn't say. */
#define NOTICE_DAYS 3

const ConfWord status_words[] = {
	{"meaning", CONF_VALUE, NULL},
	{"verb", CONF_VALUE, NULL},
	{"waits_for", CONF_VALUE, NULL},
	{"final", CONF_VALUE, NULL},
	{"asks_rating", CONF_VALUE, NULL},
	{"answer_status", CONF_VALUE, NULL},
	{"silence_days", CONF_VALUE, NULL},
	{"notice_days", CONF_VALUE, NULL},
	{"silence_status", CONF_VALUE, NULL},
	{"reminder_days", CONF_VALUE, NULL},
	{"moves", CONF_LIST, NULL},
	{"meaning_assigned", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};

static const ConfChoice waits_for[] = {
	{"staff", WAITS_FOR_STAFF},
	{"customer", WAITS_FOR_CUSTOMER},
	{"development", WAITS_FOR_DEVELOPMENT},
	{"platform", WAITS_FOR_PLATFORM},
	{"nobody", WAITS_FOR_NOBODY},
	{NULL, 0},
};

/* A file with its statuses, each beside its block. */
typedef struct Reading {
	const ConfFile *file;
	const GPtrArray *blocks;
	Site *site;
} Reading;

static void
read_status(const ConfFile *file, const ConfBlock *block, Site *site)
{
	Status *status = status_new(block->title, "", WAITS_FOR_STAFF, FALSE);
	gint whom = WAITS_FOR_STAFF;
	g_ptr_array_add(site->statuses, status);
	conf_check_title(file, block);
	conf_get_lines(file, block, "meaning", &status->meaning);
	conf_get_lines(file, block, "meaning_assigned", &status->meaning_assigned);
	conf_get_bool(file, block, "final", &status->is_final);
	conf_get_text(file, block, "verb", &status->verb);
	if (status->is_final)
		whom = WAITS_FOR_NOBODY;
	conf_get_choice(file, block, "waits_for", waits_for, &whom);
	status->waits_for = (WaitsFor)whom;
	status->asks_rating = status->is_final;
	conf_get_bool(file, block, "asks_rating", &status->asks_rating);
	conf_get_text(file, block, "answer_status", &status->answer_status);
	conf_get_text(file, block, "silence_status", &status->silence_status);
	conf_get_int(file, block, "silence_days", 0, DAYS_MAX, &status->silence_days);
	status->notice_days = MIN(NOTICE_DAYS, status->silence_days / 2);
	conf_get_int(file, block, "notice_days", 0, DAYS_MAX, &status->notice_days);
	conf_get_int(file, block, "reminder_days", 0, DAYS_MAX, &status->reminder_days);
}

/* As the site spells it; a fault where there is no such status. */
static void
find_status(const Reading *r, const ConfBlock *block, const char *name, char **status)
{
	const Status *found = **status ? site_status(r->site, *status) : NULL;
	if (**status && !found)
		conf_fault(r->file, conf_line(block, name),
			   "there is no status \"%s\": take one of the statuses, or add it",
			   *status);
	text_put(status, found ? found->name : "");
}

static void
read_moves(const Reading *r, const ConfBlock *block, Status *status)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	conf_get_list(block, "moves", names);
	if (names->len == 0)
		return;
	for (guint i = 0; i < names->len; i++)
		find_status(r, block, "moves", (char **)&names->pdata[i]);
	status->moves = g_steal_pointer(&names);
}

static void
check_rating(const Reading *r, const ConfBlock *block, const Status *status)
{
	if (status->asks_rating && !status->is_final)
		conf_fault(r->file, conf_line(block, "asks_rating"),
			   "\"%s\" is not final, and nobody rates what goes on: set asks_rating "
			   "with a final status",
			   status->name);
}

static void
check_silence(const Reading *r, const ConfBlock *block, const Status *status)
{
	if (status->silence_days && status->is_final)
		conf_fault(r->file, conf_line(block, "silence_days"),
			   "\"%s\" is final, and nobody is expected to answer: leave "
			   "silence_days out",
			   status->name);
	if (status->silence_days && status->notice_days >= status->silence_days)
		conf_fault(r->file, conf_line(block, "notice_days"),
			   "the notice comes notice_days before silence_days (%" G_GINT64_FORMAT
			   ") are over: set fewer than these",
			   status->silence_days);
	if (!status->silence_days && *status->silence_status)
		conf_fault(r->file, conf_line(block, "silence_status"),
			   "nothing says how long the silence lasts: add silence_days = 14");
	if (*status->answer_status && !strcmp(status->answer_status, status->name))
		conf_fault(r->file, conf_line(block, "answer_status"),
			   "an answer would change nothing: take another status, or leave "
			   "answer_status out");
}

/* The names mean what there is only when all have been read. */
static void
finish_status(const Reading *r, const ConfBlock *block, Status *status)
{
	const Status *done = site_done_status(r->site);
	find_status(r, block, "answer_status", &status->answer_status);
	find_status(r, block, "silence_status", &status->silence_status);
	read_moves(r, block, status);
	check_rating(r, block, status);
	check_silence(r, block, status);
	if (status->silence_days && !*status->silence_status && !done)
		conf_fault(r->file, conf_line(block, "silence_days"),
			   "nothing says what the silence leads to, for no status is final: add "
			   "silence_status");
	if (status->silence_days && !*status->silence_status && done) {
		text_put(&status->silence_status, done->name);
	}
}

/* Silence that leads from one to the next and back would go on for ever. */
static void
check_silence_ends(const Reading *r, const ConfBlock *block, const Status *status)
{
	const Status *at = status;
	for (guint i = 0; at && !at->is_final && at->silence_days && i <= r->site->statuses->len;
	     i++) {
		at = site_status(r->site, at->silence_status);
		if (at == status) {
			conf_fault(r->file, conf_line(block, "silence_status"),
				   "silence leads \"%s\" back to itself: let it lead to a final "
				   "status",
				   status->name);
			return;
		}
	}
}

/* Marks what can be reached from there, step by step. */
static void
reach(const Site *site, guint from, gboolean *reached)
{
	const Status *status = site->statuses->pdata[from];
	for (guint i = 0; i < site->statuses->len; i++) {
		const Status *to = site->statuses->pdata[i];
		if (reached[i] || !site_may_move(site, status->name, to->name, NULL))
			continue;
		reached[i] = TRUE;
		reach(site, i, reached);
	}
}

static gboolean
leads_anywhere(const Status *status)
{
	for (guint i = 0; status->moves && i < status->moves->len; i++)
		if (strcmp(status->moves->pdata[i], status->name) != 0)
			return TRUE;
	return !status->moves;
}

/* A case that got there could never be closed. */
static void
check_way_out(const Reading *r, guint index)
{
	const ConfBlock *block = r->blocks->pdata[index];
	const Status *status = r->site->statuses->pdata[index];
	g_autofree gboolean *reached = g_new0(gboolean, r->site->statuses->len);
	if (!leads_anywhere(status)) {
		conf_fault(r->file, conf_line(block, "moves"),
			   "a case could never leave \"%s\", which isn't final: add a status to "
			   "its moves",
			   status->name);
		return;
	}
	reach(r->site, index, reached);
	for (guint i = 0; i < r->site->statuses->len; i++) {
		const Status *to = r->site->statuses->pdata[i];
		if (reached[i] && to->is_final)
			return;
	}
	conf_fault(r->file, conf_line(block, "moves"),
		   "the moves from \"%s\" lead in a circle and to no final status: add one that "
		   "leads out",
		   status->name);
}

/* Where silence leads needs no word of staff, but it must not go where staff can't. */
static void
check_silent_move(const Reading *r, const ConfBlock *block, const Status *status)
{
	const struct {
		const char *setting;
		const char *to;
	} own[] = {{"silence_status", status->silence_status},
		   {"answer_status", status->answer_status}};
	for (guint i = 0; i < G_N_ELEMENTS(own); i++)
		if (*own[i].to && !site_may_move(r->site, status->name, own[i].to, NULL))
			conf_fault(r->file, conf_line(block, own[i].setting),
				   "%s leads to \"%s\", but the moves of \"%s\" don't: add it "
				   "there, or take another",
				   own[i].setting, own[i].to, status->name);
}

static void
check_moves(const Reading *r)
{
	for (guint i = 0; i < r->blocks->len; i++) {
		const ConfBlock *block = r->blocks->pdata[i];
		const Status *status = r->site->statuses->pdata[i];
		check_silence_ends(r, block, status);
		check_silent_move(r, block, status);
		if (!status->is_final && site_done_status(r->site))
			check_way_out(r, i);
	}
}

/* Two statuses of one verb: the second could never be set by it. */
static void
check_verbs_differ(const Reading *r)
{
	for (guint i = 1; i < r->blocks->len; i++)
		for (guint j = 0; j < i; j++) {
			const Status *one = r->site->statuses->pdata[i];
			const Status *other = r->site->statuses->pdata[j];
			if (*one->verb && text_same_name(one->verb, other->verb))
				conf_fault(r->file, conf_line(r->blocks->pdata[i], "verb"),
					   "\"#%s\" sets \"%s\" already: take another verb",
					   one->verb, other->name);
		}
}

/* "#new" would set one status, and "#status new" another. */
static void
check_verbs_are_no_names(const Reading *r)
{
	for (guint i = 0; i < r->blocks->len; i++) {
		const Status *status = r->site->statuses->pdata[i];
		const Status *other = *status->verb ? site_status(r->site, status->verb) : NULL;
		if (other && other != status)
			conf_fault(r->file, conf_line(r->blocks->pdata[i], "verb"),
				   "\"#%s\" would set \"%s\", and \"%s\" is called so: take "
				   "another verb",
				   status->verb, status->name, other->name);
	}
}

void
config_read_statuses(const ConfFile *file, Site *site)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(file->root, "status");
	const Reading r = {file, blocks, site};
	if (blocks->len == 0)
		return;
	g_ptr_array_set_size(site->statuses, 0);
	for (guint i = 0; i < blocks->len; i++)
		read_status(file, blocks->pdata[i], site);
	conf_check_titles_differ(file, blocks);
	for (guint i = 0; i < blocks->len; i++)
		finish_status(&r, blocks->pdata[i], site->statuses->pdata[i]);
	check_verbs_differ(&r);
	check_verbs_are_no_names(&r);
	if (!site_done_status(site))
		conf_fault(file, conf_line(blocks->pdata[blocks->len - 1], "final"),
			   "no status is final, so no case could be closed: add \"final = yes\" to "
			   "one");
	check_moves(&r);
	const Status *first = site->statuses->pdata[0];
	const ConfBlock *first_block = blocks->pdata[0];
	if (first->is_final)
		conf_fault(file, first_block->line,
			   "a new case gets the first status, and \"%s\" is final: put another "
			   "one first",
			   first->name);
}

void
config_read_shipped(const char *home, Site *site, GPtrArray *faults)
{
	static const ConfWord words[] = {{"status", CONF_TITLED, status_words},
					 {NULL, CONF_VALUE, NULL}};
	g_autofree char *path = g_build_filename(home, "filters", "statuses", "sample.conf", NULL);
	g_autoptr(ConfFile) file = conf_read(path, words, faults);
	config_read_statuses(file, site);
}
