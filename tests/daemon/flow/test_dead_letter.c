#include "daemon/flow/dead_letter.h"

#include "tests/support/check.h"

// A constant initialiser, which GZ_STR_LIT is not.
#define LIT(s)                                                                 \
    {                                                                          \
        (s), sizeof(s) - 1                                                     \
    }

enum { TEXT_BYTES = 4096, LONG_BYTES = 600 };

static const struct gz_header origin[] = {
    {LIT("trace"), LIT("abc")},
    {LIT("none"), {NULL, 0}},
};

static const struct gz_record record = {
    .topic = LIT("news.articles"),
    .partition = 3,
    .offset = 258,
    .timestamp_ms = 1700000000000,
    .key = LIT("k"),
    .value = LIT("{broken"),
    .headers = origin,
    .header_count = 2,
};

static const struct gz_dead_letter_reason reason = {
    .code = LIT("not_json"),
    .stage = LIT("decode"),
    .message = LIT("ends in an object"),
    .ruleset = LIT("0123456789abcdef"),
};

// Headers as "name=value" lines; bytes that do not print as \xx.
static void print(const struct gz_output *out, char text[TEXT_BYTES])
{
    size_t at = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < out->header_count; i++) {
        const struct gz_header *h = &out->headers[i];
        at += (size_t)snprintf(text + at, TEXT_BYTES - at, GZ_STR_FMT "=",
                               GZ_STR_ARG(h->name));
        for (size_t k = 0; k < h->value.len_bytes; k++) {
            const unsigned char c = (unsigned char)h->value.ptr[k];
            at += (size_t)snprintf(text + at, TEXT_BYTES - at,
                                   c < ' ' || c > '~' ? "\\%02x" : "%c", c);
        }
        at += (size_t)snprintf(text + at, TEXT_BYTES - at, "\n");
    }
}

static const struct row {
    enum gz_dead_letter_style style;
    const char *headers;
} rows[] = {
    {GZ_DEAD_LETTER_GAZETTED, "trace=abc\nnone=\n"
                              "gazetted-error-code=not_json\n"
                              "gazetted-error-stage=decode\n"
                              "gazetted-error-message=ends in an object\n"
                              "gazetted-origin-topic=news.articles\n"
                              "gazetted-origin-partition=3\n"
                              "gazetted-origin-offset=258\n"
                              "gazetted-origin-timestamp=1700000000000\n"
                              "gazetted-ruleset=0123456789abcdef\n"
                              "gazetted-version=" GZ_VERSION "\n"},
    {GZ_DEAD_LETTER_CONNECT,
     "trace=abc\nnone=\n"
     "__connect.errors.topic=news.articles\n"
     "__connect.errors.partition=3\n"
     "__connect.errors.offset=258\n"
     "__connect.errors.connector.name=gazetted\n"
     "__connect.errors.stage=decode\n"
     "__connect.errors.class.name=" GZ_VERSION "\n"
     "__connect.errors.exception.class.name=not_json\n"
     "__connect.errors.exception.message=ends in an object\n"},
    {GZ_DEAD_LETTER_SPRING,
     "trace=abc\nnone=\n"
     "kafka_dlt-original-topic=news.articles\n"
     "kafka_dlt-original-partition=\\00\\00\\00\\03\n"
     "kafka_dlt-original-offset=\\00\\00\\00\\00\\00\\00\\01\\02\n"
     "kafka_dlt-original-timestamp=\\00\\00\\01\\8b\\cf\\e5h\\00\n"
     "kafka_dlt-exception-fqcn=not_json\n"
     "kafka_dlt-exception-message=ends in an object\n"},
};

static void test_styles(struct gz_arena *arena)
{
    char text[TEXT_BYTES];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_dead_letter_options options = {.style = rows[i].style};
        struct gz_output out;

        CHECK_OK(gz_dead_letter_build(&options, &record, &reason, arena, &out));
        print(&out, text);
        CHECK_Z(text, rows[i].headers);
        CHECK_EQ(out.to, GZ_TO_DEAD_LETTERS);
        CHECK(out.key.ptr == record.key.ptr);
        CHECK(out.value.ptr == record.value.ptr);
    }
}

// limit_bytes, and what is left: value, headers of the record, key.
static const struct fit {
    size_t limit_bytes;
    bool value, headers, key;
} fits[] = {
    {6000, true, true, true},
    {5300, false, true, true},
    {2300, false, false, true},
    {1000, false, false, false},
};

static bool has(const struct gz_output *out, const char *name)
{
    for (uint32_t i = 0; i < out->header_count; i++) {
        if (gz_str_is(out->headers[i].name, name)) {
            return true;
        }
    }
    return false;
}

static void test_fits(struct gz_arena *arena)
{
    static char bytes[3000];
    const struct gz_header big = {GZ_STR_LIT("big"), {bytes, 3000}};
    struct gz_record in = record;
    in.key = gz_str_of(bytes, 1000);
    in.value = gz_str_of(bytes, 1000);
    in.headers = &big;
    in.header_count = 1;

    for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++) {
        const struct fit *f = &fits[i];
        const struct gz_dead_letter_options options = {.limit_bytes =
                                                           f->limit_bytes};
        struct gz_output out;

        CHECK_OK(gz_dead_letter_build(&options, &in, &reason, arena, &out));
        CHECK_EQ(out.value.ptr != NULL, f->value);
        CHECK_EQ(has(&out, "gazetted-value-sha256"), !f->value);
        CHECK_EQ(has(&out, "gazetted-value-bytes"), !f->value);
        CHECK_EQ(has(&out, "big"), f->headers);
        CHECK_EQ(has(&out, "gazetted-headers-left-out"), !f->headers);
        CHECK_EQ(out.key.ptr != NULL, f->key);
        CHECK(has(&out, "gazetted-error-code"));
    }
}

static void test_message_is_cut(struct gz_arena *arena)
{
    char text[LONG_BYTES];
    struct gz_dead_letter_reason r = reason;
    const struct gz_dead_letter_options options = {0};
    struct gz_output out;

    memset(text, 'x', sizeof(text));
    text[GZ_DEAD_LETTER_MESSAGE_BYTES - 1] = '\xc3';  // e with acute
    text[GZ_DEAD_LETTER_MESSAGE_BYTES] = '\xa9';
    r.message = gz_str_of(text, sizeof(text));
    CHECK_OK(gz_dead_letter_build(&options, &record, &r, arena, &out));
    CHECK_STR(out.headers[4].name, "gazetted-error-message");
    CHECK_EQ(out.headers[4].value.len_bytes, GZ_DEAD_LETTER_MESSAGE_BYTES - 1);
}

static void test_small_arena(void)
{
    const struct gz_dead_letter_options options = {.limit_bytes = 10};
    for (size_t limit = 0; limit < 1000; limit++) {
        struct gz_arena *arena = gz_arena_new(limit);
        struct gz_output out;
        const enum gz_status st =
            gz_dead_letter_build(&options, &record, &reason, arena, &out);
        CHECK(st == GZ_OK || st == GZ_NO_MEMORY);
        gz_arena_free(arena);
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    test_styles(arena);
    test_fits(arena);
    test_message_is_cut(arena);
    test_small_arena();
    gz_arena_free(arena);
    return 0;
}
