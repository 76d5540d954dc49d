#ifndef GZ_TEST_VALUE_ROWS_H
#define GZ_TEST_VALUE_ROWS_H

#include "daemon/base/buffer.h"
#include "rules/text/document.h"
#include "rules/values/value_text.h"
#include "rules/values/values.h"
#include "tests/support/check.h"

/*
 * Tables of values: a text, and the values in it, one after the other:
 *
 *     MONEY GT 14000000000 USD P1Y [more than <US$14bn> a year]
 *
 * that is the dimension, the text form, and the words with the core in
 * angles.  The article is of Saturday, 2026-03-14, unless the table says that
 * it has no date.
 */
struct value_row {
    const char *text;
    const char *want;  // values joined by "; ", "" for none
};

enum { VALUE_ROWS_TODAY = 20526, VALUE_ROWS_DAY_MS = 86400000 };

static inline void value_rows_words(struct gz_buffer *out,
                                    const struct gz_passage *p, uint32_t from,
                                    uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        const struct gz_token *t = &p->tokens.items[i];
        const bool space = (t->flags & GZ_TOKEN_SPACE_BEFORE) != 0;
        if (space && out->data[out->len - 1] != '[') {
            if (out->data[out->len - 1] == '<') {
                out->len--;
                gz_buffer_append_z(out,
                                   out->data[out->len - 1] == '[' ? "<" : " <");
            } else {
                gz_buffer_append_byte(out, ' ');
            }
        }
        gz_buffer_append_str(out, gz_str_of(p->text.ptr + t->begin_byte,
                                            t->end_byte - t->begin_byte));
    }
}

static inline void value_rows_show(struct gz_buffer *out,
                                   const struct gz_passage *p,
                                   const struct gz_value *v)
{
    static const char *const dims[GZ_DIM_LIMIT] = {"MONEY", "PERCENT", "DATE",
                                                   "DURATION", "COUNT"};
    gz_buffer_append_z(out, out->len > 0 ? "; " : "");
    gz_buffer_append_z(out, dims[v->dim]);
    gz_buffer_append_byte(out, ' ');
    gz_value_print(out, v);
    gz_buffer_append_z(out, " [");
    value_rows_words(out, p, v->begin_token, v->core_begin_token);
    gz_buffer_append_byte(out, '<');
    value_rows_words(out, p, v->core_begin_token, v->core_end_token);
    gz_buffer_append_byte(out, '>');
    value_rows_words(out, p, v->core_end_token, v->end_token);
    gz_buffer_append_byte(out, ']');
}

/** What holds of all values: in order, apart, the core inside, in a sentence,
 * nothing empty. */
static inline void value_rows_sane(const struct gz_passage *p,
                                   const struct gz_values *values)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < values->count; i++) {
        const struct gz_value *v = &values->items[i];
        CHECK(v->begin_token >= end);
        CHECK(v->begin_token <= v->core_begin_token);
        CHECK(v->core_begin_token < v->core_end_token);
        CHECK(v->core_end_token <= v->end_token);
        CHECK(v->end_token <= p->tokens.count);
        CHECK(v->value.len_bytes > 0);
        CHECK_EQ(v->max.len_bytes > 0, v->cmp == GZ_CMP_RANGE);
        CHECK_EQ(v->unit.len_bytes > 0,
                 v->dim != GZ_DIM_DATE && v->dim != GZ_DIM_DURATION);
        end = v->end_token;
    }
}

static inline void value_rows_check(const char *file, int line,
                                    const char *language, bool dated,
                                    const struct value_row *row,
                                    struct gz_arena *arena)
{
    const struct gz_str none = {NULL, 0};
    const struct gz_values_context context = {
        .reference_ms = dated ? (int64_t)VALUE_ROWS_TODAY * VALUE_ROWS_DAY_MS
                              : GZ_VALUES_NO_TIME,
        .language = gz_str_z(language),
    };
    struct gz_document *doc = NULL;
    struct gz_values values;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    gz_arena_reset(arena);
    CHECK_OK(gz_document_new(none, gz_str_z(row->text), context.language, arena,
                             &doc));
    const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
    CHECK_OK(gz_values_find(body, &context, arena, &values));
    value_rows_sane(body, &values);
    for (uint32_t i = 0; i < values.count; i++) {
        value_rows_show(&got, body, &values.items[i]);
    }
    check_str(file, line, row->text, gz_str_of((const char *)got.data, got.len),
              gz_str_z(row->want));
    gz_buffer_fini(&got);
}

#define VALUE_ROWS(language, dated, rows)                                      \
    do {                                                                       \
        struct gz_arena *rows_arena = gz_arena_new((size_t)1 << 22);           \
        CHECK(rows_arena != NULL);                                             \
        for (size_t r = 0; r < sizeof(rows) / sizeof((rows)[0]); r++) {        \
            value_rows_check(__FILE__, __LINE__, language, dated, &(rows)[r],  \
                             rows_arena);                                      \
        }                                                                      \
        gz_arena_free(rows_arena);                                             \
    } while (0)

#endif
