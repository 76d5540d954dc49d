// Any text: every way of finding words gives the bits that one token after the
// other by the general rules gives, and so does every text that ends earlier.

#include <stdlib.h>

#include "rules/text/utf8.h"
#include "tests/support/word_reference.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 4096, CUTS = 8 };

// In a block of just its size: a sanitizer sees what is read behind.
static void check(const uint8_t *data, size_t size, struct gz_arena *arena)
{
    char *text = malloc(size + (size == 0));
    CHECK(text != NULL);
    memcpy(text, data, size);
    word_reference_check_all(gz_str_of(text, size), arena);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > MOST_BYTES ||
        !gz_utf8_valid(gz_str_of((const char *)data, size))) {
        return 0;
    }
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    check(data, size, arena);
    for (size_t cut = 1; cut < CUTS && cut < size; cut++) {
        if ((data[size - cut] & 0xC0) != 0x80) {
            check(data, size - cut, arena);
        }
    }
    gz_arena_free(arena);
    return 0;
}
