/*
 * Tables as spreadsheets and careless scripts write them, and as nobody should.
 */
#include "app/csv.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

/* Every row as "LINE: a|b" or "LINE! fault", one a line. */
static char *
rows_of(const char *bytes, gsize length)
{
	GString *out = g_string_new(NULL);
	/* fmemopen() wants at least one byte. */
	FILE *file = length ? fmemopen((void *)bytes, length, "r") : fopen("/dev/null", "r");
	g_assert_nonnull(file);
	g_autoptr(GError) error = NULL;
	g_autoptr(Csv) csv = csv_open(file);
	for (const CsvRow *row; (row = csv_next(csv, &error));) {
		if (row->fault) {
			g_string_append_printf(out, "%u! %.20s\n", row->line, row->fault);
			continue;
		}
		g_string_append_printf(out, "%u: ", row->line);
		for (guint i = 0; i < row->fields->len; i++)
			g_string_append_printf(out, "%s%s", i ? "|" : "",
					       (const char *)row->fields->pdata[i]);
		g_string_append_c(out, '\n');
	}
	g_assert_no_error(error);
	fclose(file);
	return g_string_free(out, FALSE);
}

#define NEVER_CLOSED "a quotation mark is "
#define STANDS       "a quotation mark sta"

static const struct {
	const char *name;
	const char *bytes;
	gsize length; /* 0: up to the NUL */
	const char *rows;
} table[] = {
	{"nothing", "", 0, ""},
	{"blank lines", "\n\r\n  \n,,\n", 0, ""},
	{"plain", "a,b\nc,d\n", 0, "1: a|b\n2: c|d\n"},
	{"no end of line", "a,b\nc,d", 0, "1: a|b\n2: c|d\n"},
	{"CR LF", "a,b\r\nc,d\r\n", 0, "1: a|b\n2: c|d\n"},
	{"BOM",
	 "\xef\xbb\xbf"
	 "a,b\nc,d\n",
	 0, "1: a|b\n2: c|d\n"},
	{"BOM and quotes", "\xef\xbb\xbf\"a\",b\n", 0, "1: a|b\n"},
	{"semicolons", "a;b\nc,c;d\n", 0, "1: a|b\n2: c,c|d\n"},
	{"a semicolon within", "a,b,\"c;\"\nx;y,z\n", 0, "1: a|b|c;\n2: x;y|z\n"},
	{"quotes", "\"a,\"\"b\"\"\",c\n", 0, "1: a,\"b\"|c\n"},
	{"empty ones", ",\"\",\na,,b\n", 0, "2: a||b\n"},
	{"blanks around", " a , b c ,\" d \"\n", 0, "1: a|b c| d \n"},
	{"blank lines count", "a\n\n\nb\n", 0, "1: a\n4: b\n"},
	{"two lines in quotes", "\"a\nb\",c\nd\n", 0, "1: a\nb|c\n3: d\n"},
	{"CR alone", "a,b\rc,d\r", 0, "1: a|b\n1: c|d\n"},
	{"UTF-8", "M\xc3\xbcller,\xe6\xbc\xa2\n", 0, "1: M\xc3\xbcller|\xe6\xbc\xa2\n"},
	{"Latin-1", "a\nM\xfcller\nb\n", 0, "1: a\n2! it is not UTF-8\n3: b\n"},
	{"NUL", "a\nb\0c\nd\n", 8, "1: a\n2! it holds a NUL\n3: d\n"},
	{"NUL in quotes", "\"\0\"\nd\n", 6, "1! it holds a NUL\n2: d\n"},
	{"a quote within", "a\nb\"c\nd\n", 0, "1: a\n2! " STANDS "\n3: d\n"},
	{"words behind a quote", "a\n\"b\"c,d\ne\n", 0, "1: a\n2! " STANDS "\n3: e\n"},
	{"never closed", "a\n\"b,c\nd\ne\n", 0, "1: a\n2! " NEVER_CLOSED "\n3: d\n4: e\n"},
	{"never closed, last", "a\n\"b", 0, "1: a\n2! " NEVER_CLOSED "\n"},
	{"never closed, a quote behind", "\"a\nb,c\n\"d\"\n", 0, "1! " STANDS "\n2: b|c\n3: d\n"},
	{"all quotes", "\"\"\"\n\"\"\"\nx\n", 0, "1: \"\n\"\n3: x\n"},
};

static void
test_table(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
		gsize length = table[i].length ? table[i].length : strlen(table[i].bytes);
		g_autofree char *rows = rows_of(table[i].bytes, length);
		g_test_message("%s", table[i].name);
		g_assert_cmpstr(rows, ==, table[i].rows);
	}
}

/* A line of a megabyte, with quotes and without; what stands around it is read. */
static void
test_long(void)
{
	for (guint quoted = 0; quoted < 2; quoted++) {
		g_autoptr(GString) text = g_string_new(quoted ? "a\n\"" : "a\n");
		for (guint i = 0; i < 1024 * 1024; i++)
			g_string_append_c(text, 'x');
		g_string_append(text, quoted ? "\"\nb\n" : "\nb\n");
		g_autofree char *rows = rows_of(text->str, text->len);
		g_assert_cmpstr(rows, ==, "1: a\n2! it is too long\n3: b\n");
	}
}

/* An open quotation mark before more than a row can be costs its own line alone. */
static void
test_swallowing(void)
{
	g_autoptr(GString) text = g_string_new("\"a\n");
	guint lines = LIMIT_CSV_ROW_BYTES / 2 + 100;
	for (guint i = 0; i < lines; i++)
		g_string_append(text, "b\n");
	g_autofree char *rows = rows_of(text->str, text->len);
	g_autoptr(GString) wanted = g_string_new("1! " NEVER_CLOSED "\n");
	for (guint i = 0; i < lines; i++)
		g_string_append_printf(wanted, "%u: b\n", i + 2);
	g_assert_cmpstr(rows, ==, wanted->str);
}

/* Any bytes: no crash, and lines in order. */
static void
test_noise(void)
{
	static const char alphabet[] = "\"\",;\n\r ab\0\xff\xc3";
	g_autoptr(GRand) chance = g_rand_new_with_seed(4180);
	for (guint round = 0; round < 2000; round++) {
		char bytes[200];
		for (guint i = 0; i < sizeof(bytes); i++)
			bytes[i] = alphabet[g_rand_int_range(chance, 0, sizeof(alphabet) - 1)];
		FILE *file = fmemopen(bytes, sizeof(bytes), "r");
		g_autoptr(GError) error = NULL;
		g_autoptr(Csv) csv = csv_open(file);
		guint last = 0;
		for (const CsvRow *row; (row = csv_next(csv, &error)); last = row->line)
			g_assert_cmpuint(row->line, >=, last);
		g_assert_no_error(error);
		fclose(file);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/csv/table", test_table);
	g_test_add_func("/csv/long", test_long);
	g_test_add_func("/csv/swallowing", test_swallowing);
	g_test_add_func("/csv/noise", test_noise);
	return g_test_run();
}
