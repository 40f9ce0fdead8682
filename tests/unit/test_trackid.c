/*
 * Tracking IDs: what is one, what is noticed as damaged, and where they are found.
 */
#include "base/limits.h"
#include "desk/trackid.h"

#include <glib.h>

#define DIGITS "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/* Fixed, so that a change of the scheme does not go unnoticed: IDs stand in old mail. */
static const struct {
	guint8 random[TRACK_ID_RANDOM_BYTES];
	const char *id;
} golden[] = {
	{{0}, "CM0000000000000000BP"},
	{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, "CMZZZZZZZZZZZZZZZZB2"},
	{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "CM041061050R3GG28AQF"},
	{{0xde, 0xad, 0xbe, 0xef, 0x00, 0x42, 0x13, 0x37, 0xca, 0xfe}, "CMVTPVXVR0889KFJQYQS"},
};

static void
test_golden(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(golden); i++) {
		char id[TRACK_ID_LENGTH + 1];
		char again[TRACK_ID_LENGTH + 1];
		track_id_make(golden[i].random, id);
		g_assert_cmpstr(id, ==, golden[i].id);
		g_assert_true(track_id_read(id, again));
		g_assert_cmpstr(again, ==, id);
	}
}

static void
test_reading(void)
{
	static const struct {
		const char *text;
		const char *id; /* NULL: is none */
	} rows[] = {
		{"CM041061050R3GG28AQF", "CM041061050R3GG28AQF"},
		{"cm041061050r3gg28aqf", "CM041061050R3GG28AQF"},
		{"cMO4lO6iO5OR3GG28AQF", "CM041061050R3GG28AQF"},
		{"CM041061050R3GG28AQF@example.org", "CM041061050R3GG28AQF"},
		{"CM041061050R3GG28AQ5", NULL},
		{"CM041061050R3GG28AQ", NULL},
		{"CM041061050U3GG28AQF", NULL},
		{"CN041061050R3GG28AQF", NULL},
		{"CM000000000000000000", NULL},
		{"CMZZZZZZZZZZZZZZZZZZ", NULL},
		{"CM", NULL},
		{"", NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		char id[TRACK_ID_LENGTH + 1] = "as it was";
		g_assert_cmpint(track_id_read(rows[i].text, id), ==, rows[i].id != NULL);
		g_assert_cmpstr(id, ==, rows[i].id ? rows[i].id : "as it was");
	}
}

static void
random_id(GRand *chance, char id[TRACK_ID_LENGTH + 1])
{
	guint8 bytes[TRACK_ID_RANDOM_BYTES];
	for (guint i = 0; i < sizeof bytes; i++)
		bytes[i] = (guint8)g_rand_int(chance);
	track_id_make(bytes, id);
}

/* Every wrong character, every pair of them, every swapped pair: exhaustively for one ID,
 * and the single ones for many. */
static void
test_damage(void)
{
	g_autoptr(GRand) chance = g_rand_new_with_seed(4711);
	char id[TRACK_ID_LENGTH + 1], out[TRACK_ID_LENGTH + 1];
	for (guint round = 0; round < 200; round++) {
		random_id(chance, id);
		for (guint at = 2; at < TRACK_ID_LENGTH; at++) {
			char was = id[at];
			for (const char *wrong = DIGITS; *wrong; wrong++) {
				id[at] = *wrong;
				g_assert_cmpint(track_id_read(id, out), ==, *wrong == was);
			}
			id[at] = was;
		}
		for (guint a = 2; a < TRACK_ID_LENGTH; a++)
			for (guint b = a + 1; b < TRACK_ID_LENGTH; b++) {
				char first = id[a], second = id[b];
				id[a] = second;
				id[b] = first;
				g_assert_cmpint(track_id_read(id, out), ==, first == second);
				id[a] = first;
				id[b] = second;
			}
	}
	for (guint a = 2; a < TRACK_ID_LENGTH; a++)
		for (guint b = a + 1; b < TRACK_ID_LENGTH; b++)
			for (guint i = 0; i < 32 * 32; i++) {
				char damaged[TRACK_ID_LENGTH + 1];
				memcpy(damaged, id, sizeof damaged);
				damaged[a] = DIGITS[i / 32];
				damaged[b] = DIGITS[i % 32];
				g_assert_cmpint(track_id_read(damaged, out), ==,
						!strcmp(damaged, id));
			}
}

#define A "CM041061050R3GG28AQF"
#define B "CMVTPVXVR0889KFJQYQS"

static void
test_finding(void)
{
	static const struct {
		const char *text;
		const char *found; /* joined by blanks */
	} rows[] = {
		{"", ""},
		{A, A},
		{"Re: Case Receipt - Case ID: SUP-1 - Customer: X - Status: Open. " A, A},
		{"Re: [cm041061050r3gg28aqf] x", A},
		{B " and " A " and again " B, B " " A},
		{A B, ""},
		{"x" A, ""},
		{"回复" A "的问题", A},
		{A "é", A},
		{A "9", ""},
		{"_" A "_", A},
		{"。" A "。", A},
		{"CM" A, ""},
		{"CM " A, A},
		{"support+" A "@example.org", A},
		{"CM041061050R3GG28AQ5", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) found = track_id_find_all(rows[i].text);
		g_autoptr(GString) joined = g_string_new(NULL);
		for (guint n = 0; n < found->len; n++)
			g_string_append_printf(joined, "%s%s", n ? " " : "",
					       (char *)g_ptr_array_index(found, n));
		g_assert_cmpstr(joined->str, ==, rows[i].found);
	}
}

static void
test_many(void)
{
	g_autoptr(GRand) chance = g_rand_new_with_seed(1);
	g_autoptr(GString) text = g_string_new(NULL);
	char id[TRACK_ID_LENGTH + 1];
	for (guint i = 0; i < LIMIT_TRACKING_IDS + 5; i++) {
		random_id(chance, id);
		g_string_append_printf(text, "%s ", id);
	}
	g_autoptr(GPtrArray) found = track_id_find_all(text->str);
	g_assert_cmpuint(found->len, ==, LIMIT_TRACKING_IDS);
}

static void
test_remove_all(void)
{
	static const struct {
		const char *text;
		const char *rest;
	} rows[] = {
		{"", ""},
		{"Re: printer", "Re: printer"},
		{"Re: CM041061050R3GG28AQF printer", "Re:  printer"},
		{"cmo41o61o5or3gg28aqf", ""},
		{"a CM041061050R3GG28AQF, CM041061050R3GG28AQF b", "a ,  b"},
		{"xCM041061050R3GG28AQF", "xCM041061050R3GG28AQF"},
		{"CM041061050R3GG28AQE", "CM041061050R3GG28AQE"},
		{"é CM041061050R3GG28AQF é", "é  é"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *rest = track_id_remove_all(rows[i].text);
		g_assert_cmpstr(rest, ==, rows[i].rest);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/trackid/golden", test_golden);
	g_test_add_func("/trackid/reading", test_reading);
	g_test_add_func("/trackid/damage", test_damage);
	g_test_add_func("/trackid/remove-all", test_remove_all);
	g_test_add_func("/trackid/finding", test_finding);
	g_test_add_func("/trackid/many", test_many);
	return g_test_run();
}
