// JSON to an article.  Markup inside a body is left to those who strip it.

#include "codecs/decode_json.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "codecs/decode_failure.h"
#include "codecs/decode_fields.h"
#include "codecs/json_pointers.h"
#include "codecs/json_reader.h"
#include "codecs/timestamp.h"

enum {
    // Everything but the body stands in every event of the article.
    LABEL_LIMIT_BYTES = 16384,
    RANK_BITS = 16,
};

// The best value for a field so far.
struct found {
    uint32_t rank;  // of its pointer; UINT32_MAX: none yet
    struct gz_json_value value;
};

struct gz_decode_json {
    struct gz_decode_options options;
    struct gz_json_reader *reader;
    struct gz_json_pointers *pointers;
    struct found found[GZ_ARTICLE_FIELD_COUNT];
    bool left_empty;  // the body: it stands there without a text
};

// One run, as its steps see it.
struct run {
    struct gz_decode_json *d;
    struct gz_arena *arena;
    struct gz_article *out;
    struct gz_decode_failure *failure;
};

// --- set-up ---

static bool is_mapped(const struct gz_decode_json *d,
                      enum gz_article_field field)
{
    return d->options.pointers[field] != NULL;
}

static const char *const *pointers_of(const struct gz_decode_json *d,
                                      enum gz_article_field field)
{
    return is_mapped(d, field) ? d->options.pointers[field]
                               : gz_decode_usual_pointers(field);
}

static enum gz_status add_pointers(struct gz_decode_json *d,
                                   struct gz_error *err)
{
    for (uint32_t f = 0; f < GZ_ARTICLE_FIELD_COUNT; f++) {
        const char *const *p = pointers_of(d, f);
        for (uint32_t rank = 0; p[rank] != NULL; rank++) {
            const uint32_t number = f << RANK_BITS | rank;
            const enum gz_status st =
                gz_json_pointers_add(d->pointers, p[rank], number, err);
            if (st != GZ_OK) {
                return st;
            }
        }
    }
    return GZ_OK;
}

enum gz_status gz_decode_json_new(const struct gz_decode_options *options,
                                  struct gz_decode_json **out,
                                  struct gz_error *err)
{
    *out = NULL;
    struct gz_decode_json *d = calloc(1, sizeof(*d));
    if (d == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    d->options = *options;
    d->reader = gz_json_reader_new(options->limit_depth);
    d->pointers = gz_json_pointers_new();
    enum gz_status st = GZ_NO_MEMORY;
    if (d->reader != NULL && d->pointers != NULL) {
        st = add_pointers(d, err);
    }
    if (st == GZ_NO_MEMORY) {
        gz_error_set(err, st, "out of memory");
    }
    if (st != GZ_OK) {
        gz_decode_json_free(d);
        return st;
    }
    *out = d;
    return GZ_OK;
}

void gz_decode_json_free(struct gz_decode_json *d)
{
    if (d != NULL) {
        gz_json_reader_free(d->reader);
        gz_json_pointers_free(d->pointers);
        free(d);
    }
}

// --- parsing ---

static enum gz_status parse(const struct run *run, struct gz_str input,
                            struct gz_json_value *root)
{
    struct gz_decode_failure *f = run->failure;
    switch (gz_json_reader_parse(run->d->reader, input, root)) {
    case GZ_JSON_OK:
        return GZ_OK;
    case GZ_JSON_EMPTY:
        return gz_decode_failure_set(f, GZ_DECODE_EMPTY, "the input is empty");
    case GZ_JSON_NOT_UTF8:
        return gz_decode_failure_set(f, GZ_DECODE_NOT_UTF8,
                                     "the input is not UTF-8");
    case GZ_JSON_TOO_DEEP:
        return gz_decode_failure_set(f, GZ_DECODE_TOO_DEEP,
                                     "the JSON is nested deeper than %u levels",
                                     (unsigned)run->d->options.limit_depth);
    case GZ_JSON_BAD_STRING:
        return gz_decode_failure_set(f, GZ_DECODE_NOT_JSON,
                                     "not JSON: a string is malformed");
    case GZ_JSON_BAD_NUMBER:
        return gz_decode_failure_set(
            f, GZ_DECODE_NOT_JSON,
            "not JSON: a number is malformed or out of range");
    case GZ_JSON_BAD_SYNTAX:
        return gz_decode_failure_set(f, GZ_DECODE_NOT_JSON, "not JSON");
    case GZ_JSON_TOO_LARGE:
        return gz_decode_failure_set(f, GZ_DECODE_TOO_LARGE,
                                     "the JSON is too large");
    case GZ_JSON_NO_MEMORY:
        break;
    }
    return gz_decode_failure_set(f, GZ_DECODE_NO_MEMORY,
                                 "out of memory for the JSON");
}

// --- choosing ---

static bool is_missing(struct gz_json_value v, enum gz_json_kind kind)
{
    return kind == GZ_JSON_NULL ||
           (kind == GZ_JSON_STRING && gz_json_reader_str(v).len_bytes == 0);
}

static bool is_number(enum gz_json_kind kind)
{
    return kind == GZ_JSON_INT || kind == GZ_JSON_UINT ||
           kind == GZ_JSON_DOUBLE;
}

static bool is_usable(enum gz_article_field field, enum gz_json_kind kind)
{
    const bool text_only = gz_decode_fields_get(field)->kind == GZ_DECODE_TEXT;
    return kind == GZ_JSON_STRING || (!text_only && is_number(kind));
}

static void on_found(void *ctx, uint32_t number, struct gz_json_value value)
{
    struct gz_decode_json *d = ctx;
    const enum gz_article_field field = number >> RANK_BITS;
    const uint32_t rank = number & ((1U << RANK_BITS) - 1);
    const enum gz_json_kind kind = gz_json_reader_kind(value);
    d->left_empty |= field == GZ_ARTICLE_BODY && is_missing(value, kind);
    if (rank < d->found[field].rank && !is_missing(value, kind) &&
        (is_mapped(d, field) || is_usable(field, kind))) {
        d->found[field] = (struct found){rank, value};
    }
}

// --- filling ---

static enum gz_status fail_field(const struct run *run,
                                 enum gz_article_field field,
                                 enum gz_decode_code code, const char *what)
{
    const uint32_t rank = run->d->found[field].rank;
    return gz_decode_failure_set(run->failure, code, "%s: %s %s",
                                 gz_decode_fields_get(field)->name,
                                 pointers_of(run->d, field)[rank], what);
}

static enum gz_status fail_kind(const struct run *run,
                                enum gz_article_field field,
                                enum gz_json_kind kind)
{
    char what[64];
    snprintf(what, sizeof(what), "is %s, not a text",
             gz_json_reader_kind_name(kind));
    return fail_field(run, field, GZ_DECODE_WRONG_TYPE, what);
}

static enum gz_status set_time(const struct run *run,
                               enum gz_article_field field,
                               struct gz_json_value v, enum gz_json_kind kind)
{
    const bool known =
        kind == GZ_JSON_STRING
            ? gz_timestamp_parse(gz_json_reader_str(v), &run->out->published_ms)
            : gz_timestamp_from_number(gz_json_reader_double(v),
                                       &run->out->published_ms);
    if (known || !is_mapped(run->d, field)) {
        return GZ_OK;
    }
    return fail_field(run, field, GZ_DECODE_BAD_TIME,
                      "is no time in a form that is known (RFC 3339, "
                      "RFC 2822, seconds or milliseconds since 1970)");
}

// The shortest text that reads back as the same number.
static int print_double(double number, char *out, size_t cap)
{
    int len = 0;
    for (int digits = 15; digits <= 17; digits++) {
        len = snprintf(out, cap, "%.*g", digits, number);
        if (strtod(out, NULL) == number) {
            break;
        }
    }
    return len;
}

static struct gz_str label_of(struct gz_json_value v, enum gz_json_kind kind,
                              char *scratch, size_t cap)
{
    int len = 0;
    switch (kind) {
    case GZ_JSON_INT:
        len = snprintf(scratch, cap, "%lld", (long long)gz_json_reader_int(v));
        break;
    case GZ_JSON_UINT:
        len = snprintf(scratch, cap, "%llu",
                       (unsigned long long)gz_json_reader_uint(v));
        break;
    case GZ_JSON_DOUBLE:
        len = print_double(gz_json_reader_double(v), scratch, cap);
        break;
    default:
        return gz_json_reader_str(v);
    }
    return gz_str_of(scratch, (size_t)len);
}

static struct gz_str *field_of(struct gz_article *article,
                               enum gz_article_field field)
{
    char *base = (char *)article;
    return (void *)(base + gz_decode_fields_get(field)->offset);
}

static enum gz_status set_text(const struct run *run,
                               enum gz_article_field field,
                               struct gz_json_value v, enum gz_json_kind kind)
{
    char scratch[32];
    const struct gz_str text = label_of(v, kind, scratch, sizeof(scratch));
    if (field != GZ_ARTICLE_BODY && text.len_bytes > LABEL_LIMIT_BYTES) {
        char what[64];
        snprintf(what, sizeof(what), "has %zu bytes, the limit is %d",
                 text.len_bytes, LABEL_LIMIT_BYTES);
        return fail_field(run, field, GZ_DECODE_TOO_LARGE, what);
    }
    const struct gz_str copy = gz_arena_copy(run->arena, text);
    if (copy.ptr == NULL) {
        return gz_decode_failure_set(run->failure, GZ_DECODE_NO_MEMORY,
                                     "out of memory for the article");
    }
    *field_of(run->out, field) = copy;
    return GZ_OK;
}

static enum gz_status set_field(const struct run *run,
                                enum gz_article_field field)
{
    const struct found *found = &run->d->found[field];
    if (found->rank == UINT32_MAX) {
        return GZ_OK;
    }
    const enum gz_json_kind kind = gz_json_reader_kind(found->value);
    if (!is_usable(field, kind)) {
        return fail_kind(run, field, kind);
    }
    return field == GZ_ARTICLE_PUBLISHED
               ? set_time(run, field, found->value, kind)
               : set_text(run, field, found->value, kind);
}

static bool is_blank(struct gz_str text)
{
    return gz_str_trim(text).len_bytes == 0;
}

// A headline without a story, as wires send it first: the body stands there and
// says nothing, so that a mapping that misses it is not taken for that.
static bool is_flash(const struct run *run)
{
    const bool stands =
        run->d->left_empty || run->d->found[GZ_ARTICLE_BODY].rank != UINT32_MAX;
    return stands && is_blank(run->out->body) && !is_blank(run->out->title);
}

static enum gz_status fail_no_body(const struct run *run)
{
    char tried[256] = "";
    size_t len = 0;
    const char *const *p = pointers_of(run->d, GZ_ARTICLE_BODY);
    for (size_t i = 0; p[i] != NULL && len < sizeof(tried); i++) {
        const int more = snprintf(tried + len, sizeof(tried) - len, "%s%s",
                                  i == 0 ? "" : ", ", p[i]);
        len += (size_t)more;
    }
    return gz_decode_failure_set(run->failure, GZ_DECODE_NO_FIELD,
                                 "body: no text at %s", tried);
}

enum gz_status gz_decode_json_run(struct gz_decode_json *d, struct gz_str input,
                                  struct gz_arena *arena,
                                  struct gz_article *out,
                                  struct gz_decode_failure *failure)
{
    const struct run run = {d, arena, out, failure};
    struct gz_json_value root;
    enum gz_status st = parse(&run, input, &root);
    if (st != GZ_OK) {
        return st;
    }
    const enum gz_json_kind kind = gz_json_reader_kind(root);
    if (kind != GZ_JSON_OBJECT) {
        return gz_decode_failure_set(failure, GZ_DECODE_NOT_OBJECT,
                                     "the JSON is %s, not an object",
                                     gz_json_reader_kind_name(kind));
    }
    for (size_t f = 0; f < GZ_ARTICLE_FIELD_COUNT; f++) {
        d->found[f].rank = UINT32_MAX;
    }
    d->left_empty = false;
    gz_json_pointers_find(d->pointers, root, on_found, d);
    for (uint32_t f = 0; st == GZ_OK && f < GZ_ARTICLE_FIELD_COUNT; f++) {
        st = set_field(&run, f);
    }
    if (st == GZ_OK && is_blank(out->body) && !is_flash(&run)) {
        st = fail_no_body(&run);
    }
    return st;
}
