/*
 * Questions about the state of a case: of any text and any phrase, and in pieces of both.
 */
#include "desk/question.h"
#include "desk/phrase.h"
#include "fuzz.h"

static const char words_of_all[] = "[status questions]\n"
				   "any news [(on|of) (CASE|this)]\n"
				   "[CASE] \u306e\u72b6\u6cc1\n"
				   "[courtesies]\n"
				   "(hi|thanks) [NAME]\n"
				   "CASE\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *all = text_make_valid((const char *)data, size);
	g_auto(GStrv) halves = g_strsplit(all, "\n\n\n", 2);
	const char *text = halves[0] ? halves[0] : "";
	g_autoptr(Words) words = words_new();
	g_autoptr(GHashTable) named = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(Site) site = site_new();

	g_assert_true(words_add(words, "words", words_of_all, NULL));
	site->words = words;
	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	Phrase *phrase = halves[0] && halves[1] ? phrase_read(halves[1], named, NULL) : NULL;
	if (phrase)
		phrase_destroy(phrase);
	g_autoptr(Question) question =
		question_find(text, "Any news?", "Anna Smith", "anna@customer.test", site);
	if (question)
		fuzz_check_field(question->line);
	return 0;
}
