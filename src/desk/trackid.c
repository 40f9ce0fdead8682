/*
 * Makes, checks and finds tracking IDs.  On the way in they are the first clue where a
 * mail is filed; on the way out they stand in subjects and Reply-To addresses.
 */
#include "desk/trackid.h"

#include "base/limits.h"

#define DIGITS      "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define DATA_CHARS  16
#define CHECK_CHARS 2
#define BAD_DIGIT   32

/* So that 18 equal characters are no ID. */
static const guint8 check_constant[CHECK_CHARS] = {11, 22};

/* Douglas Crockford's reading: I and L are 1, O is 0, U is none of them. */
static guint8
digit_value(char c)
{
	c = g_ascii_toupper(c);
	if (c == 'I' || c == 'L')
		return 1;
	if (c == 'O')
		return 0;
	const char *found = c ? strchr(DIGITS, c) : NULL;
	return found ? (guint8)(found - DIGITS) : BAD_DIGIT;
}

/* Times the generator in GF(32), whose polynomial is x^5 + x^2 + 1. */
static guint8
field_double(guint8 value)
{
	guint8 doubled = (guint8)(value << 1);
	return doubled & 32 ? doubled ^ 37 : doubled;
}

/* Horner's rule from the last character down gives a^i as the weight of character i. */
static void
check_values(const guint8 data[DATA_CHARS], guint8 check_out[CHECK_CHARS])
{
	guint8 sum = 0;
	guint8 weighted = 0;
	for (int i = DATA_CHARS - 1; i >= 0; i--) {
		sum ^= data[i];
		weighted = field_double(weighted ^ data[i]);
	}
	check_out[0] = sum ^ check_constant[0];
	check_out[1] = weighted ^ check_constant[1];
}

static void
write_id(const guint8 data[DATA_CHARS], const guint8 check[CHECK_CHARS],
	 char id_out[TRACK_ID_LENGTH + 1])
{
	char *p = id_out;
	*p++ = 'C';
	*p++ = 'M';
	for (int i = 0; i < DATA_CHARS; i++)
		*p++ = DIGITS[data[i]];
	for (int i = 0; i < CHECK_CHARS; i++)
		*p++ = DIGITS[check[i]];
	*p = '\0';
}

void
track_id_make(const guint8 random[TRACK_ID_RANDOM_BYTES], char id_out[TRACK_ID_LENGTH + 1])
{
	guint8 data[DATA_CHARS];
	guint8 check[CHECK_CHARS];
	guint bits = 0;
	guint n_bits = 0;
	for (int i = 0, byte = 0; i < DATA_CHARS; i++) {
		if (n_bits < 5) {
			bits = bits << 8 | random[byte++];
			n_bits += 8;
		}
		n_bits -= 5;
		data[i] = (guint8)(bits >> n_bits & 31);
	}
	check_values(data, check);
	write_id(data, check, id_out);
}

gboolean
track_id_read(const char *text, char id_out[TRACK_ID_LENGTH + 1])
{
	guint8 value[DATA_CHARS + CHECK_CHARS];
	guint8 check[CHECK_CHARS];
	if (g_ascii_strncasecmp(text, "CM", 2) != 0)
		return FALSE;
	for (int i = 0; i < DATA_CHARS + CHECK_CHARS; i++) {
		value[i] = digit_value(text[2 + i]);
		if (value[i] == BAD_DIGIT)
			return FALSE;
	}
	check_values(value, check);
	if (memcmp(check, value + DATA_CHARS, CHECK_CHARS) != 0)
		return FALSE;
	write_id(value, check, id_out);
	return TRUE;
}

static gboolean
has_text(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (!strcmp(g_ptr_array_index(list, i), text))
			return TRUE;
	return FALSE;
}

/* Only ASCII letters make a longer word of it: many scripts put no blanks between words. */
static gboolean
stands_alone(const char *text, const char *id)
{
	return !(id > text && g_ascii_isalnum(id[-1])) && !g_ascii_isalnum(id[TRACK_ID_LENGTH]);
}

GPtrArray *
track_id_find_all(const char *text)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	char id[TRACK_ID_LENGTH + 1];
	for (const char *p = strpbrk(text, "Cc"); p && found->len < LIMIT_TRACKING_IDS;
	     p = strpbrk(p + 1, "Cc")) {
		if (!track_id_read(p, id) || !stands_alone(text, p) || has_text(found, id))
			continue;
		g_ptr_array_add(found, g_strdup(id));
	}
	return found;
}

char *
track_id_remove_all(const char *text)
{
	GString *rest = g_string_new(NULL);
	char id[TRACK_ID_LENGTH + 1];
	for (const char *p = text; *p; p++) {
		if (track_id_read(p, id) && stands_alone(text, p))
			p += TRACK_ID_LENGTH - 1;
		else
			g_string_append_c(rest, *p);
	}
	return g_string_free(rest, FALSE);
}
