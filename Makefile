# casemate: `make run` tries it out, `make test` proves it; both install what is missing.
#
#   make          build/casemate and build/casemate-gateway
#   make deps     Debian packages the build needs (test-deps, lint-deps: tests, lint)
#   make run      a try-out desk below var/, in the foreground
#   make test     unit and end-to-end tests      make units  builds the unit tests only
#   make lint     layers, purity, style          make fuzz   FUZZ_SECONDS each, default 10
#   make bench    against Debian's mail servers  make bench-read  against other readers of mail
#   make install  PREFIX=/usr/local DESTDIR=     make uninstall  the same, undone
#
# O=build-asan builds everything below that folder under ASan and UBSan; WERROR=1 makes
# warnings errors; CC=clang-14 works as well.
#
# No path is compiled in.  At run time build/casemate starts the gateway beside it or in
# ../libexec/casemate; the gateway takes filters/, mailtemplates/ and schema/ from the folder
# above its own if schema/ is there (the source tree), else from ../../share/casemate.
VERSION := 0.1.0
PREFIX  ?= /usr/local
O       ?= build
SHELL   := /bin/bash
ifeq ($(origin CC),default)
CC      := gcc
endif

PACKAGES := glib-2.0 gmime-3.0 libpcre2-8 jansson libxml-2.0 uchardet libical sqlite3 \
            libcurl gnutls libconfuse libexttextcat libpsl gpgme libcrypto
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual \
            -Wstrict-prototypes -Wmissing-prototypes -Wvla
CM_CFLAGS := -std=gnu17 -O2 -g $(WARNINGS) -fvisibility=hidden -fstack-protector-strong \
             -D_GNU_SOURCE -DPCRE2_CODE_UNIT_WIDTH=8 -DCM_VERSION='"$(VERSION)"' \
             -Isrc -include base/banned.h
ifneq ($(findstring clang,$(CC)),)
# clang blames us for the cast within g_utf8_next_char(); gcc watches over ours.
CM_CFLAGS := $(filter-out -Wcast-qual,$(CM_CFLAGS))
endif
# Static, so that it starts fast; without RELRO, whose mprotect() may fail for want of memory before
# our first line runs, and then with 127, which bounces mail.
FRONT_LINK := -static -Wl,-z,norelro
comma    := ,
ROOMS    := base mail desk store wire work app

ifneq ($(findstring asan,$(O)),)
SAN      := 1
endif
ifdef SAN
override SAN := $(patsubst 1,address$(comma)undefined,$(SAN))
SAN_FLAGS := -fsanitize=$(SAN) -O1 -fno-sanitize-recover=all \
             -fno-omit-frame-pointer -DCM_SANITIZED=1
FRONT_LINK :=
else
CM_CFLAGS += -D_FORTIFY_SOURCE=2
endif
ifdef WERROR
CM_CFLAGS += -Werror
endif

COMPILE   = $(CC) $(CM_CFLAGS) $(SAN_FLAGS) $(CFLAGS) $(LIB_CFLAGS)
TEST_CFLAGS = $(filter-out -Wconversion -Wcast-qual,$(CM_CFLAGS)) $(SAN_FLAGS) $(CFLAGS) \
              $(LIB_CFLAGS)

# For the goals that compile by themselves (the others may first have to install pkg-config).
# Libraries are system headers: our warnings are for our own code.  $(O)/flags is touched when
# the flags change, so that no object outlives the flags it was made with.
ifneq ($(filter-out clean %deps run test uninstall fuzz lint,$(or $(MAKECMDGOALS),all)),)
MISSING := $(shell command -v $(firstword $(CC)) >/dev/null || echo $(firstword $(CC)); \
	pkg-config --exists $(PACKAGES) 2>/dev/null || for p in $(PACKAGES); do \
		pkg-config --exists $$p 2>/dev/null || echo $$p; done; \
	$(CC) -E -include csv.h -x c /dev/null >/dev/null 2>&1 || echo libcsv)
ifneq ($(MISSING),)
$(error What the build needs is missing: $(MISSING).  `make deps` installs it)
endif
LIB_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
# libcsv tells pkg-config nothing.
LIBS       := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv
FLAGS_LINE := $(subst ','\'',$(COMPILE))
$(shell mkdir -p $(O); echo '$(FLAGS_LINE)' | cmp -s - $(O)/flags || \
	echo '$(FLAGS_LINE)' > $(O)/flags)
endif
# One short line per file; V=1 shows the commands, -s nothing.
ifeq ($(V)$(findstring s,$(filter-out -%,$(firstword $(MAKEFLAGS)))),)
say       = @printf '  %-5s %s\n' $(1) $(2)
Q        := @
endif

FRONT    := $(wildcard src/app/front*.c)
FRONT_SOURCES := $(FRONT) $(addprefix src/base/,outcome.c acceptid.c refuse.c)
SOURCES  := $(filter-out $(FRONT),$(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
OBJECTS  := $(SOURCES:src/%.c=$(O)/%.o)
FRONT_OBJECTS := $(FRONT_SOURCES:src/%.c=$(O)/%.o)
LIBRARY  := $(filter-out $(O)/app/main.o,$(OBJECTS))
UNITS    := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/*.c))
FUZZERS  := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
# A program is built once its main file is there.
all: $(if $(FRONT),$(O)/casemate) \
     $(if $(wildcard src/app/main.c),$(O)/casemate-gateway,$(O)/libcasemate.a)

$(O)/casemate-gateway: $(OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) -lpthread

# The front is what Postfix starts per mail: libc alone, linked statically so that it starts fast.
$(O)/app/front%.o: LIB_CFLAGS :=
$(O)/casemate: $(FRONT_OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(FRONT_LINK) -o $@ $^

$(O)/%.o: src/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(O)/libcasemate.a: $(LIBRARY)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar crs $@ $^

$(O)/tests/%: tests/unit/%.c $(O)/libcasemate.a
	@mkdir -p $(@D)
	$(call say,TEST,$<)
	$(Q)$(CC) $(TEST_CFLAGS) -Itests/unit -MMD -MP $(LDFLAGS) -o $@ $< $(O)/libcasemate.a \
		$(LIBS) -lpthread

units: $(UNITS)

# What stands in for others in the tests.
PEERS := $(patsubst tests/peers/%.c,$(O)/peers/%,$(wildcard tests/peers/*.c))
peers: $(PEERS)
$(PEERS): $(O)/peers/%: tests/peers/%.c
	@mkdir -p $(@D)
	$(call say,PEER,$<)
	$(Q)$(CC) $(filter-out -include base/banned.h,$(TEST_CFLAGS)) $(LDFLAGS) -o $@ $< \
		$$(pkg-config --cflags --libs libmicrohttpd) -lpthread

# What follows may have to install packages first, and pkg-config is asked when a Makefile is
# read: so these start over with a fresh make.
deps test-deps lint-deps:
	@tests/install-deps $(patsubst deps,build,$(@:-deps=))

run: deps
	@$(MAKE) --no-print-directory -s -j$$(nproc) all
	@contrib/try-out/run.sh $(O) var

test:
	@tests/install-deps build test
	@$(MAKE) --no-print-directory -s -j$$(nproc) all units peers
	@tests/run $(O)

lint:
	@tests/install-deps build lint
	@tests/lint/run

# clang-tidy once per file and change; the object stands for the headers.
tidy: $(OBJECTS:.o=.tidy) $(FRONT:src/%.c=$(O)/%.tidy)
$(O)/%.tidy: src/%.c $(O)/%.o .clang-tidy
	$(Q)findings=$$(clang-tidy-14 --quiet $< -- $(wordlist 2,99,$(COMPILE)) 2>&1) || \
		{ grep -E ': (error|warning):' <<<"$$findings" || cat <<<"$$findings"; exit 1; }
	$(Q)touch $@

bench: all
	@tests/bench/run $(O)

# A year of pretended life of 2,000 cases, in one go, cut into steps, and with every process killed
# somewhere.
year: all
	@CASEMATE_BUILD=$(abspath $(O)) YEAR_CASES=2000 YEAR_DAYS=365 sh tests/e2e/year.t

# CORPUS=FOLDER reads the mails below it; tests/bench/run tells of more.
READERS := $(O)/bench/read-casemate $(O)/bench/read-gmime
bench-read: $(READERS)
	@tests/bench/run $(O) read hostile
$(READERS): $(O)/bench/%: tests/bench/%.c tests/bench/reading.h $(O)/libcasemate.a
	@mkdir -p $(@D)
	$(call say,BENCH,$<)
	$(Q)$(CC) $(TEST_CFLAGS) -Itests/unit $(LDFLAGS) -o $@ $< $(O)/libcasemate.a $(LIBS)

# Fuzz targets get the whole library built by clang with coverage counters; tests/fuzz-run tells
# where their seeds come from and where a run keeps what it finds.
FUZZ_SECONDS ?= 10
fuzz:
	@tests/install-deps build test lint
	@$(MAKE) --no-print-directory -s -j$$(nproc) O=build-fuzz CC=clang-14 \
		SAN=fuzzer-no-link,address,undefined $(FUZZERS:%=build-fuzz/fuzz/%)
	@tests/fuzz-run build-fuzz $(FUZZ_SECONDS) $(FUZZERS)

$(O)/fuzz/%: tests/fuzz/%.c $(O)/libcasemate.a
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)$(CC) $(filter-out -Wmissing-prototypes,$(TEST_CFLAGS)) -fsanitize=fuzzer \
		-Itests/unit -MMD -MP $(LDFLAGS) -o $@ $< $(O)/libcasemate.a $(LIBS) -lpthread

# For clang-tidy and editors.
compile_commands.json: $(SOURCES) $(FRONT)
	@{ echo '['; sep=; for f in $^; do printf '%s{"directory":"%s","file":"%s","command":"%s"}' \
		"$$sep" "$(CURDIR)" "$$f" '$(subst ",\\\",$(subst ','\'',$(COMPILE))) -c '"$$f"; \
		sep=$$',\n'; done; echo; echo ']'; } > $@

SHARE := $(DESTDIR)$(PREFIX)/share
UNIT_FILES := $(DESTDIR)$(PREFIX)/lib/systemd/system
PAGES := $(wildcard man/*.[1-8])
# What of contrib/ names the program names the one installed.
AT_PREFIX := sed -i 's|/usr/local/bin/casemate|$(PREFIX)/bin/casemate|'
install: all
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/bin $(O)/casemate
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/libexec/casemate $(O)/casemate-gateway
	find filters mailtemplates schema -type f -exec install -D -m 644 {} $(SHARE)/casemate/{} \;
	for page in $(PAGES); do \
		install -D -m 644 -t $(SHARE)/man/man$${page##*.} $$page || exit; done
	find contrib -mindepth 2 -type f ! -path '*/try-out/*' ! -path '*/bash-completion/*' \
		! -path '*/systemd/*' -exec install -D -m 644 {} $(SHARE)/doc/casemate/{} \;
	$(AT_PREFIX) $(SHARE)/doc/casemate/contrib/postfix/master.cf
	install -D -m 644 -t $(UNIT_FILES) $(wildcard contrib/systemd/*)
	$(AT_PREFIX) $(UNIT_FILES)/casemate.service
	install -D -m 644 -t $(SHARE)/bash-completion/completions contrib/bash-completion/casemate
	install -D -m 644 -t $(SHARE)/doc/casemate README.md LICENSE contrib/casemate.conf

# Configuration, store and what else a site has made stay.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/casemate $(SHARE)/bash-completion/completions/casemate \
		$(patsubst contrib/systemd/%,$(UNIT_FILES)/%,$(wildcard contrib/systemd/*)) \
		$(foreach p,$(PAGES),$(SHARE)/man/man$(subst .,,$(suffix $(p)))/$(notdir $(p)))
	rm -rf $(DESTDIR)$(PREFIX)/libexec/casemate $(SHARE)/casemate $(SHARE)/doc/casemate

clean:
	rm -rf build build-* compile_commands.json

.PHONY: all units peers tidy deps test-deps lint-deps run test lint bench year bench-read fuzz install uninstall clean
.DELETE_ON_ERROR:
-include $(OBJECTS:.o=.d) $(FRONT:src/%.c=$(O)/%.d) $(UNITS:=.d) $(FUZZERS:%=$(O)/fuzz/%.d)
