# casemate: `make run` tries it out, `make test` proves it; both install what is missing.
VERSION := 0.1.0
PREFIX  ?= /usr/local
O       ?= build
CC      ?= gcc

PACKAGES := glib-2.0 gmime-3.0 libpcre2-8 jansson libxml-2.0 uchardet libical sqlite3 \
            libcurl gnutls libconfuse libexttextcat
CM_CFLAGS := -std=gnu17 -O2 -g -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual \
             -Wstrict-prototypes -Wmissing-prototypes -Wvla -fvisibility=hidden \
             -fstack-protector-strong -D_FORTIFY_SOURCE=2 -D_GNU_SOURCE \
             -DPCRE2_CODE_UNIT_WIDTH=8 -DCM_VERSION='"$(VERSION)"' -Isrc -include base/banned.h
ROOMS    := base mail desk store wire work app

# Libraries are system headers: our warnings are for our own code.
ifeq ($(filter clean help deps,$(MAKECMDGOALS)),)
LIB_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
LIBS       := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
endif

FRONT_SOURCES := $(wildcard src/app/front*.c) src/base/outcome.c
SOURCES  := $(filter-out $(wildcard src/app/front*.c),$(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
OBJECTS  := $(SOURCES:src/%.c=$(O)/%.o)
LIBRARY  := $(filter-out $(O)/app/main.o,$(OBJECTS))
UNITS    := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/*.c))

all: $(O)/casemate $(O)/casemate-gateway

$(O)/casemate-gateway: $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) -lpthread

# The front is what Postfix starts per mail: libc alone, linked statically so that it starts fast.
FRONT_LINK ?= -static
$(O)/casemate: $(FRONT_SOURCES:src/%.c=$(O)/%.o)
	$(CC) $(CFLAGS) $(LDFLAGS) $(FRONT_LINK) -o $@ $^

$(O)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CM_CFLAGS) $(CFLAGS) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

$(O)/libcasemate.a: $(LIBRARY)
	@rm -f $@
	ar crs $@ $^

TEST_CFLAGS := $(filter-out -Wconversion -Wcast-qual,$(CM_CFLAGS))
$(O)/tests/%: tests/unit/%.c $(O)/libcasemate.a
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -Itests/unit $(CFLAGS) $(LIB_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(O)/libcasemate.a $(LIBS) -lpthread

units: $(UNITS)

clean:
	rm -rf build build-*

.PHONY: all units clean
.DELETE_ON_ERROR:
-include $(OBJECTS:.o=.d) $(FRONT_SOURCES:src/%.c=$(O)/%.d) $(UNITS:=.d)
