// Any text in any language: values are in order and apart, their numbers are
// exact decimals, and reading them again finds the same.

#include <assert.h>
#include <stdlib.h>

#include "rules/text/document.h"
#include "rules/text/utf8.h"
#include "rules/values/decimal.h"
#include "rules/values/value_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_number(const struct gz_value *v, struct gz_str text)
{
    struct gz_decimal d;
    char again[GZ_DECIMAL_BYTES];
    if (v->dim == GZ_DIM_DATE || v->dim == GZ_DIM_DURATION) {
        return;
    }
    assert(gz_decimal_parse(text, &d));
    const size_t len = gz_decimal_print(&d, again);
    assert(gz_str_eq(gz_str_of(again, len), text));
}

static void check_value(const struct gz_passage *p, const struct gz_value *v,
                        uint32_t from)
{
    int order = 0;
    assert(v->begin_token >= from && v->begin_token <= v->core_begin_token);
    assert(v->core_begin_token < v->core_end_token);
    assert(v->core_end_token <= v->end_token);
    assert(v->end_token <= p->tokens.count);
    assert(v->value.len_bytes > 0);
    assert((v->max.len_bytes > 0) == (v->cmp == GZ_CMP_RANGE));
    check_number(v, v->value);
    if (v->max.len_bytes > 0) {
        struct gz_value max = *v;
        max.value = v->max;
        check_number(v, v->max);
        assert(!gz_value_compare(v, &max, &order) || order < 0);
    }
    assert(!gz_value_compare(v, v, &order) || order == 0);
}

// The number at a token, if there is one, whatever it is of.
static void check_lone_number(const struct gz_passage *body,
                              struct gz_str language, uint32_t token,
                              struct gz_arena *arena)
{
    const struct gz_value *number = NULL;
    if (gz_values_number(body, language, token, token + 1, arena, &number) !=
        GZ_OK) {
        abort();
    }
    if (number != NULL) {
        check_value(body, number, 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "de",    "fr",    "es",
                                            "sv", "es-MX", "en-CA", ""};
    if (size == 0) {
        return 0;
    }
    const struct gz_str text = gz_str_of((const char *)data + 1, size - 1);
    const struct gz_values_context context = {
        .reference_ms = (data[0] & 8) != 0 ? 0 : GZ_VALUES_NO_TIME,
        .language = gz_str_z(languages[data[0] & 7]),
    };
    if (!gz_utf8_valid(text)) {
        return 0;
    }
    struct gz_arena *arena = gz_arena_new((size_t)64 << 20);
    struct gz_document *doc = NULL;
    struct gz_values values;
    const struct gz_str none = {NULL, 0};
    if (arena == NULL ||
        gz_document_new(none, text, context.language, arena, &doc) != GZ_OK) {
        abort();
    }
    const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
    if (gz_values_find(body, &context, arena, &values) != GZ_OK) {
        abort();
    }
    uint32_t from = 0;
    for (uint32_t i = 0; i < values.count; i++) {
        check_value(body, &values.items[i], from);
        from = values.items[i].end_token;
    }
    for (uint32_t i = 0; i < body->tokens.count; i++) {
        check_lone_number(body, context.language, i, arena);
    }
    gz_arena_free(arena);
    return 0;
}
