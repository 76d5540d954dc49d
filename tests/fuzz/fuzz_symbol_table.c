// Any table and any bytes: the first byte is a number of symbols, each a byte
// of length and its bytes; the rest is text to encode and codes to decode.
// 1, 9, 17... symbols also ask for a table trained on the rest's lines: the
// others are quick.

#include <stdlib.h>

#include "rules/gazetteer/image/symbol_table.h"
#include "tests/support/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 64, CAPS = 20 };

static void *allocate(size_t size)
{
    void *p = malloc(size + (size == 0));
    CHECK(p != NULL);
    return p;
}

static uint8_t take(struct gz_str *rest)
{
    const uint8_t byte = rest->len_bytes > 0 ? (uint8_t)*rest->ptr : 0;
    if (rest->len_bytes > 0) {
        *rest = gz_str_of(rest->ptr + 1, rest->len_bytes - 1);
    }
    return byte;
}

static void read_table(struct gz_str *rest, struct gz_symbol_table *t)
{
    const uint8_t count = take(rest);
    while (t->count < count && t->count < GZ_SYMBOL_MAX) {
        const uint8_t length = 1 + take(rest) % GZ_SYMBOL_BYTES;
        for (uint8_t i = 0; i < length; i++) {
            t->symbols[t->count] |= (uint64_t)take(rest) << (8 * i);
        }
        t->lengths[t->count++] = length;
    }
}

static void go_round(const struct gz_symbol_table *t, struct gz_str text)
{
    struct gz_symbol_encoder *e = gz_symbol_encoder_new(t);
    CHECK(e != NULL);
    uint8_t *codes = allocate(2 * text.len_bytes);
    char *back = allocate(text.len_bytes + GZ_SYMBOL_SPARE);
    const size_t len = gz_symbol_encode(e, text, codes);
    CHECK(len <= 2 * text.len_bytes);
    const size_t length = gz_symbol_decode(t, codes, len, back, text.len_bytes);
    CHECK(gz_str_eq(gz_str_of(back, length), text));
    free(back);
    free(codes);
    gz_symbol_encoder_free(e);
}

static void decode(const struct gz_symbol_table *t, struct gz_str codes)
{
    for (size_t cap = 0; cap < CAPS; cap++) {
        char *out = allocate(cap + GZ_SYMBOL_SPARE);
        const size_t length = gz_symbol_decode(t, (const uint8_t *)codes.ptr,
                                               codes.len_bytes, out, cap);
        CHECK(length <= cap || length == SIZE_MAX);
        free(out);
    }
}

// What is taken for equal decodes to just that.
static void compare(const struct gz_symbol_table *t, struct gz_str codes)
{
    const size_t most = GZ_SYMBOL_BYTES * codes.len_bytes;
    char *out = allocate(most + GZ_SYMBOL_SPARE);
    char *text = allocate(most + GZ_SYMBOL_SPARE);
    const uint8_t *in = (const uint8_t *)codes.ptr;
    const size_t length = gz_symbol_decode(t, in, codes.len_bytes, out, most);
    memset(text, 0, most + GZ_SYMBOL_SPARE);
    memcpy(text, codes.ptr, codes.len_bytes);
    const struct gz_symbol_run run =
        gz_symbol_compare(t, in, codes.len_bytes, text);
    const size_t agreed = (size_t)(run.end - text);
    CHECK(agreed <= most);
    CHECK(!run.all ||
          gz_str_eq(gz_str_of(out, length), gz_str_of(text, agreed)));
    free(text);
    free(out);
}

static void train(struct gz_str text)
{
    struct gz_symbol_table t;
    struct gz_str lines[LINES];
    struct gz_str rest = text;
    size_t count = 0;
    while (rest.ptr != NULL && count < LINES) {
        lines[count++] = gz_str_cut(&rest, '\n');
    }
    CHECK_OK(gz_symbol_table_train(lines, count, &t));
    CHECK(gz_symbol_table_check(&t));
    go_round(&t, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_symbol_table t = {.count = 0};
    struct gz_str rest = gz_str_of((const char *)data, size);
    read_table(&rest, &t);
    CHECK(gz_symbol_table_check(&t));
    go_round(&t, rest);
    decode(&t, rest);
    compare(&t, rest);
    if (t.count % 8 == 1) {
        train(rest);
    }
    if (size >= sizeof(t)) {
        memcpy(&t, data, sizeof(t));
        if (gz_symbol_table_check(&t)) {
            go_round(&t, rest);
            decode(&t, rest);
            compare(&t, rest);
        }
    }
    return 0;
}
