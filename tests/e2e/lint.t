#!/bin/sh
# Each check of `make lint` is seen to pass a small clean tree, and to fail when one violation is
# planted in it.  The checks run on a copy; what is planted never touches the source.
tree=${CASEMATE_TREE:-$(cd "$(dirname "$0")/../.." && pwd)}
dir=$(mktemp -d "${TMPDIR:-/tmp}/lint.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT

mkdir -p "$dir/src/base" "$dir/src/mail" "$dir/src/desk" "$dir/tests" "$dir/man"
cp -r "$tree/tests/lint" "$dir/tests/"
for f in base/banned.h base/clock.c base/clock.h base/error.c base/error.h base/log.c base/log.h; do
	cp "$tree/src/$f" "$dir/src/$f"
done
cp "$tree/.clang-format" "$tree/.clang-tidy" "$dir/"
cd "$dir" || exit 1
flags="-std=gnu17 -O2 -D_GNU_SOURCE -Isrc -include base/banned.h $(pkg-config --cflags glib-2.0)"

count=0
result()
{
	count=$((count + 1))
	echo "$1 $count - $2"
}

skip()
{
	count=$((count + 1))
	echo "ok $count # SKIP $1"
}

# compile: makes an object of every source, as the checks of purity and circles want them.
compile()
{
	for source in src/*/*.c; do
		object=objects/${source#src/}
		object=${object%.c}.o
		[ "$object" -nt "$source" ] && continue
		mkdir -p "${object%/*}"
		gcc $flags -c -o "$object" "$source" || { echo "Bail out! $source does not compile"; exit 1; }
	done
}

# finds SENTENCE COMMAND...: the command must fail and its output match the sentence.
finds()
{
	sentence=$1
	shift
	if output=$("$@" 2>&1); then
		result "not ok" "planted: $sentence"
		echo "# $* passed"
	elif ! printf '%s\n' "$output" | grep -q -- "$sentence"; then
		result "not ok" "planted: $sentence"
		printf '%s\n' "$output" | sed 's/^/# /'
	else
		result ok "planted: $sentence"
	fi
}

passes()
{
	if output=$("$@" 2>&1); then
		result ok "clean: $*"
	else
		result "not ok" "clean: $*"
		printf '%s\n' "$output" | sed 's/^/# /'
	fi
}

# plant FILE: writes a .c file with its opening comment, the code from stdin.
plant()
{
	case $1 in
	*.c) printf '/*\n * Planted, to be found by a check.\n */\n' >"$1" ;;
	*) : >"$1" ;;
	esac
	cat >>"$1"
}

weed()
{
	find src man -name '*plant*' -delete
}

layers() { tests/lint/layers src/*/*.[ch]; }
homes() { tests/lint/homes src/*/*.[ch]; }
copies() { tests/lint/copies src/*/*.c; }
words() { tests/lint/words; }
purity() { compile && tests/lint/purity objects; }
circles() { compile && tests/lint/circles objects; }

for check in layers homes copies words purity circles; do
	passes $check
done

# Layers
mkdir -p src/store src/wire src/app
echo '#include "desk/plan.h"' | plant src/mail/plant.c
finds 'mail may not see desk' layers
weed
echo '#include "wire/smtp.h"' | plant src/store/plant.c
finds 'store may not see wire' layers
weed
echo '#include "desk/plan.h"' | plant src/wire/plant.c
finds 'wire may not see desk' layers
weed
echo '#include "plan.h"' | plant src/desk/plant.c
finds 'should be included as "room/file.h"' layers
weed
echo '#include "base/text.h"' | plant src/app/front_plant.c
finds 'the front is libc alone' layers
weed

# Homes of libraries
echo '#include <sqlite3.h>' | plant src/desk/plant.c
finds '<sqlite3.h> is not at home here' homes
weed
echo '#include <pcre2.h>' | plant src/base/plant.c
finds '<pcre2.h> is not at home here' homes
weed
echo '#include <glib.h>' | plant src/app/front_plant.c
finds 'the front is libc alone, but includes <glib.h>' homes
weed
echo '#include <zlib.h>' | plant src/mail/plant.c
finds '<zlib.h> has no home' homes
weed
echo 'typedef struct sqlite3 sqlite3;' | plant src/store/plant.h
finds "a public header names a library's type" homes
weed
echo '#include "mail/gm.h"' | plant src/desk/plant.c
finds '"mail/gm.h" is private to its room' homes
weed

# Purity
plant src/desk/plant.c <<'CODE'
long plant(void);
long plant(void)
{
	return (long)time(NULL);
}
CODE
finds 'src/desk/plant.c: calls time()' purity
weed
plant src/mail/plant.c <<'CODE'
#include <fcntl.h>
int plant(const char *name);
int plant(const char *name)
{
	return open(name, O_RDONLY);
}
CODE
finds 'src/mail/plant.c: calls open()' purity
weed
plant src/base/plant.c <<'CODE'
void plant(void);
void plant(void)
{
	printf("%d\n", rand());
}
CODE
finds 'src/base/plant.c: calls rand()' purity
finds 'src/base/plant.c: calls printf()' purity
weed
plant src/desk/plant.c <<'CODE'
#include "base/clock.h"
#include "base/log.h"
void plant(void);
void plant(void)
{
	log_info("at %d", (int)clock_now_ms());
}
CODE
finds 'only work and app log' purity
finds 'src/desk/plant.c: calls clock_now_ms()' purity
weed
echo 'int plant(void); int plant(void) { return 1; }' | plant src/desk/plant_target.c
echo 'int plant(void); int caller(void); int caller(void) { return plant(); }' | plant src/mail/plant.c
finds 'calls plant() in desk/plant_target.o, a room it may not see' purity
weed
echo 'int next(void); int next(void) { static int n; return ++n; }' | plant src/desk/plant.c
finds 'src/desk/plant.c: n is a variable outside app/' purity
weed
plant src/app/plant.c <<'CODE'
#include <locale.h>
void plant(void);
void plant(void)
{
	setlocale(LC_ALL, "");
}
CODE
finds 'calls setlocale()' purity
finds 'nobody calls setlocale' words
weed

# Circles
echo '#include "desk/plant_b.h"' | plant src/desk/plant_a.h
echo '#include "desk/plant_a.h"' | plant src/desk/plant_b.h
finds 'include each other: src/desk/plant_[ab].h -> src/desk/plant_[ab].h' circles
weed
echo 'void a(void); void b(void); void a(void) { b(); }' | plant src/desk/plant_a.c
echo 'void b(void); void c(void); void b(void) { c(); }' | plant src/desk/plant_b.c
echo 'void a(void); void c(void); void c(void) { a(); }' | plant src/desk/plant_c.c
finds 'call each other: .*plant_[abc].c -> .*plant_[abc].c -> .*plant_[abc].c' circles
weed

mkdir -p src/work
echo 'int *on(void); static int ending; int *on(void) { return &ending; }' | plant src/work/plant_role.c
finds 'src/work/plant_role.c: ending is a variable outside app/' purity
weed
echo 'Unknown plant(void);' | plant src/desk/plant.h
finds "unknown type name" tests/lint/run headers
weed
unused() { compile && tests/lint/unused objects; }
echo 'void plant(void); void plant(void) {}' | plant src/desk/plant.c
finds 'src/desk/plant.c: plant() is called by nobody' unused
weed

# Words and sizes
echo '/* FIXME */' | plant src/desk/plant.c
finds 'write TODO with the reason' words
weed
echo '/* TODO later */' | plant src/desk/plant.c
finds 'a TODO gives its reason' words
weed
printf 'static const char list[] = "SELECT * FROM cases";\n' | plant src/store/plant.c
finds 'name the columns' words
weed
printf 'static const char find[] = "SELECT id FROM cases WHERE title LIKE $1";\n' | plant src/store/plant.c
finds 'no LIKE' words
weed
yes 'int many;' | head -n 801 | plant src/desk/plant.c
finds 'past 800 it wants to be two files' words
weed
echo '#ifndef PLANT_H' | plant src/desk/plant.h
finds 'its guard should be CM_DESK_PLANT_H' words
weed
echo 'int plant;' >src/desk/plant.c
finds 'opens with two to five lines' words
weed
printf 'static const char wide[] = "%099d";\n' 0 | plant src/desk/plant.c
finds 'wider than 100 columns' words
weed
if command -v ctags >/dev/null; then
	{ echo 'void plant(void)'; echo '{'; yes '	g();' | head -n 60; echo '}'; } | plant src/desk/plant.c
	finds 'past 60, split it' words
	weed
else
	skip 'ctags is not installed'
fi
echo 'if then' >tests/lint/plant
sed -i '1i #!/bin/sh' tests/lint/plant
finds 'tests/lint/plant.*[Ss]yntax error' words
rm tests/lint/plant
for n in 1 2 3 4 5 6 7 8 9 10; do echo "	step($n, same);"; done >lines
plant src/desk/plant_a.c <lines
plant src/desk/plant_b.c <lines
finds 'the same 10 lines stand in' copies
weed

# Formatting, manual pages, the two analysers
if command -v clang-format-14 >/dev/null; then
	echo 'int  plant;' | plant src/desk/plant.c
	finds 'clang-format-violations' tests/lint/run format
	weed
else
	skip 'clang-format-14 is not installed'
fi
if command -v mandoc >/dev/null; then
	printf '.Dd November 22, 2026\n.Dt PLANT 1\n.Os\n.Sh NAME\n.Nm plant\n.Nd x\n.Xx\n' | plant man/plant.1
	finds 'skipping unknown macro' tests/lint/run man
	weed
else
	skip 'mandoc is not installed'
fi
plant src/desk/plant.c <<'CODE'
int plant(const int *list);
int
plant(const int *list)
{
	int few[3] = {0};
	few[3] = list[0];
	return few[0];
}
CODE
if command -v cppcheck >/dev/null; then
	finds 'out of bounds' tests/lint/run cppcheck
else
	skip 'cppcheck is not installed'
fi
weed
plant src/desk/plant.c <<'CODE'
int plant(int a);
int
plant(int a)
{
	if (a > 3)
		return 1;
	else
		return 1;
}
CODE
cp "$tree/Makefile" .
if command -v clang-tidy-14 >/dev/null; then
	finds 'bugprone-branch-clone' tests/lint/run tidy
else
	skip 'clang-tidy-14 is not installed'
fi
weed
echo 'int plant(int a, int unused); int plant(int a, int unused) { return a; }' | plant src/desk/plant.c
finds 'unused parameter' tests/lint/run gcc
if command -v clang-14 >/dev/null; then
	finds 'unused parameter' tests/lint/run clang
else
	skip 'clang-14 is not installed'
fi
weed
echo "1..$count"
