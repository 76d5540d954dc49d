// Any bytes: validity agrees with a slow reading of the definition; what is
// valid stays valid when folded, and folds once and for all.

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "rules/text/fold.h"
#include "rules/text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The definition from the other end: a sequence is well-formed when encoding
// its value again gives the same bytes and the value is no surrogate.
static size_t slow_sequence(const uint8_t *p, size_t room)
{
    static const struct {
        uint8_t mask;
        uint8_t lead;
    } forms[] = {{0x80, 0x00}, {0xE0, 0xC0}, {0xF0, 0xE0}, {0xF8, 0xF0}};
    for (size_t bytes = 1; bytes <= 4; bytes++) {
        if ((p[0] & forms[bytes - 1].mask) != forms[bytes - 1].lead ||
            room < bytes) {
            continue;
        }
        uint32_t cp = p[0] & (uint8_t)~forms[bytes - 1].mask;
        for (size_t i = 1; i < bytes; i++) {
            if (p[i] >> 6 != 2) {
                return 0;
            }
            cp = cp << 6 | (p[i] & 0x3FU);
        }
        char again[4];
        const bool scalar = cp < 0x110000 && (cp < 0xD800 || cp > 0xDFFF);
        return scalar && gz_utf8_put(cp, again) == bytes ? bytes : 0;
    }
    return 0;
}

static bool slow_valid(const uint8_t *data, size_t size)
{
    size_t pos = 0;
    while (pos < size) {
        const size_t bytes = slow_sequence(data + pos, size - pos);
        if (bytes == 0) {
            return false;
        }
        pos += bytes;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str text = gz_str_of((const char *)data, size);
    const bool valid = gz_utf8_valid(text);
    assert(valid == slow_valid(data, size));
    const unsigned all = GZ_FOLD_WIDTH | GZ_FOLD_CASE | GZ_FOLD_DIACRITICS;
    for (unsigned how = 0; valid && how <= all; how++) {
        struct gz_buffer once;
        struct gz_buffer twice;
        gz_buffer_init(&once, 0);
        gz_buffer_init(&twice, 0);
        gz_fold_append(&once, text, how);
        assert(gz_utf8_valid(gz_buffer_str(&once)));
        gz_fold_append(&twice, gz_buffer_str(&once), how);
        assert(gz_str_eq(gz_buffer_str(&once), gz_buffer_str(&twice)));
        gz_buffer_fini(&once);
        gz_buffer_fini(&twice);
    }
    return 0;
}
