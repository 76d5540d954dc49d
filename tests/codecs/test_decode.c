#include "codecs/decode.h"

#include "daemon/base/hash.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1 << 20 };

static struct gz_decoder *new_decoder(const struct gz_decode_options *options)
{
    struct gz_decoder *d = NULL;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_OK(gz_decoder_new(options, &d, &err));
    gz_error_fini(&err);
    return d;
}

// --- what goes well, without a map ---

static const struct {
    const char *input;
    enum gz_article_field field;
    const char *want;
} good[] = {
    {"{\"body\":\"b\"}", GZ_ARTICLE_BODY, "b"},
    {"\xEF\xBB\xBF{\"body\":\"b\"}", GZ_ARTICLE_BODY, "b"},
    {" {\"body\":\"b\"}\r\n", GZ_ARTICLE_BODY, "b"},
    {"{\"text\":\"t\"}", GZ_ARTICLE_BODY, "t"},
    {"{\"content\":\"c\"}", GZ_ARTICLE_BODY, "c"},
    {"{\"articleBody\":\"a\"}", GZ_ARTICLE_BODY, "a"},
    {"{\"body_text\":\"n\"}", GZ_ARTICLE_BODY, "n"},
    // The order of the names decides, not that of the document.
    {"{\"text\":\"t\",\"body\":\"b\"}", GZ_ARTICLE_BODY, "b"},
    // What cannot be used is passed over.
    {"{\"body\":\"\",\"text\":\"t\"}", GZ_ARTICLE_BODY, "t"},
    {"{\"body\":null,\"text\":\"t\"}", GZ_ARTICLE_BODY, "t"},
    {"{\"body\":[\"x\"],\"text\":\"t\"}", GZ_ARTICLE_BODY, "t"},
    {"{\"body\":7,\"text\":\"t\"}", GZ_ARTICLE_BODY, "t"},
    // The first of two equal keys wins.
    {"{\"body\":\"1\",\"body\":\"2\"}", GZ_ARTICLE_BODY, "1"},
    {"{\"source\":{},\"source\":{\"name\":\"s\"},\"body\":\"b\"}",
     GZ_ARTICLE_SOURCE, ""},
    {"{\"body\":\"\\u00e9\\ud83d\\ude00\\n\\\\\\ud7ff\"}", GZ_ARTICLE_BODY,
     "\u00e9\U0001F600\n\\\xED\x9F\xBF"},
    {"{\"body\":\"\\\\ud800\"}", GZ_ARTICLE_BODY, "\\ud800"},
    {"{\"body\":\"<p>b</p>\"}", GZ_ARTICLE_BODY, "<p>b</p>"},
    {"{\"body\":\"b\",\"title\":\"t\"}", GZ_ARTICLE_TITLE, "t"},
    // A flash is a headline, and its body stands there empty.
    {"{\"title\":\"t\",\"body\":\"\"}", GZ_ARTICLE_TITLE, "t"},
    {"{\"title\":\"t\",\"body\":null}", GZ_ARTICLE_BODY, ""},
    {"{\"body\":\" \\n\",\"title\":\"t\"}", GZ_ARTICLE_TITLE, "t"},
    {"{\"body\":\"\",\"title\":\"t\",\"text\":\"b\"}", GZ_ARTICLE_BODY, "b"},
    {"{\"body\":\"b\",\"headline\":\"h\"}", GZ_ARTICLE_TITLE, "h"},
    {"{\"body\":\"b\",\"name\":\"n\"}", GZ_ARTICLE_TITLE, "n"},
    {"{\"body\":\"b\"}", GZ_ARTICLE_TITLE, ""},
    {"{\"body\":\"b\",\"link\":\"l\"}", GZ_ARTICLE_URL, "l"},
    {"{\"body\":\"b\",\"uri\":\"u\"}", GZ_ARTICLE_URL, "u"},
    {"{\"body\":\"b\",\"uri\":\"u\"}", GZ_ARTICLE_ID, "u"},
    {"{\"body\":\"b\",\"id\":\"i\",\"guid\":\"g\"}", GZ_ARTICLE_ID, "i"},
    {"{\"body\":\"b\",\"guid\":\"g\"}", GZ_ARTICLE_ID, "g"},
    {"{\"body\":\"b\",\"@id\":\"a\"}", GZ_ARTICLE_ID, "a"},
    {"{\"body\":\"b\",\"id\":42}", GZ_ARTICLE_ID, "42"},
    {"{\"body\":\"b\",\"id\":-42}", GZ_ARTICLE_ID, "-42"},
    {"{\"body\":\"b\",\"id\":18446744073709551615}", GZ_ARTICLE_ID,
     "18446744073709551615"},
    {"{\"body\":\"b\",\"version\":1.1}", GZ_ARTICLE_VERSION, "1.1"},
    {"{\"body\":\"b\",\"version\":2}", GZ_ARTICLE_VERSION, "2"},
    {"{\"body\":\"b\",\"version\":\"v3\"}", GZ_ARTICLE_VERSION, "v3"},
    {"{\"body\":\"b\",\"lang\":\"de\"}", GZ_ARTICLE_LANGUAGE, "de"},
    {"{\"body\":\"b\",\"inLanguage\":\"fr\"}", GZ_ARTICLE_LANGUAGE, "fr"},
    {"{\"body\":\"b\",\"publisher\":\"p\"}", GZ_ARTICLE_SOURCE, "p"},
    {"{\"body\":\"b\",\"publisher\":{\"name\":\"p\"}}", GZ_ARTICLE_SOURCE, "p"},
    {"{\"body\":\"b\",\"source\":{\"id\":1,\"name\":\"s\"}}", GZ_ARTICLE_SOURCE,
     "s"},
    {"{\"body\":\"b\",\"pubstatus\":\"canceled\"}", GZ_ARTICLE_STATUS,
     "canceled"},
    // An id of its own: printf '{"body":"b"}' | sha256sum
    {"{\"body\":\"b\"}", GZ_ARTICLE_ID,
     "sha256:"
     "1c1f0ba7d68879259470a97321aec2add1c3949951676fab1fd0708fcc8b4c20"},
};

static struct gz_str field_of(const struct gz_article *a,
                              enum gz_article_field field)
{
    switch (field) {
    case GZ_ARTICLE_ID:
        return a->id;
    case GZ_ARTICLE_TITLE:
        return a->title;
    case GZ_ARTICLE_BODY:
        return a->body;
    case GZ_ARTICLE_URL:
        return a->url;
    case GZ_ARTICLE_LANGUAGE:
        return a->language;
    case GZ_ARTICLE_SOURCE:
        return a->source;
    case GZ_ARTICLE_STATUS:
        return a->status;
    default:
        return a->version;
    }
}

static void test_good(struct gz_arena *arena)
{
    const struct gz_decode_options options = {.format = GZ_ARTICLE_JSON};
    struct gz_decoder *d = new_decoder(&options);
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct gz_article a;
        struct gz_decode_failure f;
        gz_arena_reset(arena);
        const enum gz_status st =
            gz_decode(d, gz_str_z(good[i].input), arena, &a, &f);
        CHECK_Z(f.message, "");
        CHECK_OK(st);
        CHECK_EQ(f.code, GZ_DECODE_OK);
        CHECK_STR(field_of(&a, good[i].field), good[i].want);
    }
    gz_decoder_free(d);
}

// --- what goes wrong ---

// 64 levels: an object and 63 arrays.
#define DEEP_64                                                                \
    "{\"a\":"                                                                  \
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["                                         \
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["                                          \
    "1"                                                                        \
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"                                         \
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"                                          \
    ",\"body\":\"b\"}"

static const struct {
    const char *input;
    enum gz_decode_code code;
    const char *message;
} bad[] = {
    {"", GZ_DECODE_EMPTY, "the input is empty"},
    {" \n", GZ_DECODE_EMPTY, "the input is empty"},
    {"\xEF\xBB\xBF", GZ_DECODE_EMPTY, "the input is empty"},
    {"{\"body\":\"\xFF\"}", GZ_DECODE_NOT_UTF8, "the input is not UTF-8"},
    {"{\"body\":\"\xC0\xAF\"}", GZ_DECODE_NOT_UTF8, "the input is not UTF-8"},
    {"{\"body\":\"\xED\xA0\x80\"}", GZ_DECODE_NOT_UTF8,
     "the input is not UTF-8"},
    {"{\"body\":\"b\",\"x\":\"\xE2\x82\"}", GZ_DECODE_NOT_UTF8,
     "the input is not UTF-8"},
    {"{\"body\":\"\\ud800\"}", GZ_DECODE_NOT_UTF8, "the input is not UTF-8"},
    {"{\"body\":\"\\udc00\"}", GZ_DECODE_NOT_UTF8, "the input is not UTF-8"},
    {"{\"body\":\"\\ud800\\ud800\"}", GZ_DECODE_NOT_UTF8,
     "the input is not UTF-8"},
    {"{\"body\":\"\\uDE00\\uD83D\"}", GZ_DECODE_NOT_UTF8,
     "the input is not UTF-8"},
    {"{\"body\":\"b\",\"\\udfff\":1}", GZ_DECODE_NOT_UTF8,
     "the input is not UTF-8"},
    {"{", GZ_DECODE_NOT_JSON, "not JSON"},
    {"nonsense", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\"", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\"}}", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\"} {\"body\":\"b\"}", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\",}", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{'body':'b'}", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\",\"x\":tru}", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\",\"x\":NaN}", GZ_DECODE_NOT_JSON, "not JSON"},
    {"{\"body\":\"b\",\"x\":01}", GZ_DECODE_NOT_JSON,
     "not JSON: a number is malformed or out of range"},
    {"{\"body\":\"b\",\"x\":1e999}", GZ_DECODE_NOT_JSON,
     "not JSON: a number is malformed or out of range"},
    {"{\"body\":\"a\nb\"}", GZ_DECODE_NOT_JSON,
     "not JSON: a string is malformed"},
    {"{\"body\":\"b}", GZ_DECODE_NOT_JSON, "not JSON: a string is malformed"},
    {"{\"body\":\"\\x\"}", GZ_DECODE_NOT_JSON,
     "not JSON: a string is malformed"},
    {"[" DEEP_64 "]", GZ_DECODE_TOO_DEEP,
     "the JSON is nested deeper than 64 levels"},
    {"[]", GZ_DECODE_NOT_OBJECT, "the JSON is an array, not an object"},
    {"7", GZ_DECODE_NOT_OBJECT, "the JSON is a number, not an object"},
    {"\"x\"", GZ_DECODE_NOT_OBJECT, "the JSON is a text, not an object"},
    {"null", GZ_DECODE_NOT_OBJECT, "the JSON is null, not an object"},
    {"true", GZ_DECODE_NOT_OBJECT, "the JSON is true or false, not an object"},
    {"{}", GZ_DECODE_NO_FIELD,
     "body: no text at /body, /text, /content, /articleBody, /body_text"},
    {"{\"body\":\" \\n\"}", GZ_DECODE_NO_FIELD,
     "body: no text at /body, /text, /content, /articleBody, /body_text"},
    {"{\"body\":\"\",\"title\":\" \"}", GZ_DECODE_NO_FIELD,
     "body: no text at /body, /text, /content, /articleBody, /body_text"},
    {"{\"title\":\"t\"}", GZ_DECODE_NO_FIELD,
     "body: no text at /body, /text, /content, /articleBody, /body_text"},
    {"{\"title\":\"t\",\"body\":{}}", GZ_DECODE_NO_FIELD,
     "body: no text at /body, /text, /content, /articleBody, /body_text"},
};

static enum gz_status status_of(enum gz_decode_code code)
{
    const bool limit =
        code == GZ_DECODE_TOO_LARGE || code == GZ_DECODE_TOO_DEEP;
    return limit ? GZ_LIMIT : GZ_INVALID;
}

static void check_bad(struct gz_decoder *d, struct gz_str input,
                      struct gz_arena *arena, enum gz_decode_code code,
                      const char *message)
{
    struct gz_article a;
    struct gz_decode_failure f;
    gz_arena_reset(arena);
    const enum gz_status st = gz_decode(d, input, arena, &a, &f);
    CHECK_Z(f.message, message);
    CHECK_EQ(f.code, code);
    CHECK_EQ(st, status_of(code));
}

static void test_bad(struct gz_arena *arena)
{
    const struct gz_decode_options options = {.format = GZ_ARTICLE_JSON};
    struct gz_decoder *d = new_decoder(&options);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        check_bad(d, gz_str_z(bad[i].input), arena, bad[i].code,
                  bad[i].message);
    }
    // A bad article leaves nothing behind for the next one.
    struct gz_article a;
    struct gz_decode_failure f;
    CHECK_OK(gz_decode(d, gz_str_z(DEEP_64), arena, &a, &f));
    CHECK_EQ(a.published_ms, GZ_TIME_UNKNOWN);
    gz_decoder_free(d);
}

static void test_limits(struct gz_arena *arena)
{
    const struct gz_decode_options options = {
        .format = GZ_ARTICLE_JSON,
        .limit_bytes = 20,
        .limit_depth = 1,
    };
    struct gz_decoder *d = new_decoder(&options);
    struct gz_article a;
    struct gz_decode_failure f;
    CHECK_OK(gz_decode(d, gz_str_z("{\"body\":\"12345678\"} "), arena, &a, &f));
    check_bad(d, gz_str_z("{\"body\":\"12345678\"}  "), arena,
              GZ_DECODE_TOO_LARGE, "the input has 21 bytes, the limit is 20");
    CHECK_OK(
        gz_decode(d, gz_str_z("{\"body\":\"b\",\"c\":[]}"), arena, &a, &f));
    check_bad(d, gz_str_z("{\"body\":\"\",\"c\":[1]}"), arena,
              GZ_DECODE_TOO_DEEP, "the JSON is nested deeper than 1 levels");
    gz_decoder_free(d);
}

static void test_long_label(struct gz_arena *arena)
{
    char input[17000];
    char title[16386];
    memset(title, 'x', sizeof(title) - 1);
    title[sizeof(title) - 1] = '\0';
    snprintf(input, sizeof(input), "{\"body\":\"b\",\"title\":\"%s\"}", title);
    const struct gz_decode_options options = {.format = GZ_ARTICLE_JSON};
    struct gz_decoder *d = new_decoder(&options);
    check_bad(d, gz_str_z(input), arena, GZ_DECODE_TOO_LARGE,
              "title: /title has 16385 bytes, the limit is 16384");
    gz_decoder_free(d);
}

static void test_nul_is_kept(struct gz_arena *arena)
{
    const struct gz_decode_options options = {.format = GZ_ARTICLE_JSON};
    struct gz_decoder *d = new_decoder(&options);
    struct gz_article a;
    struct gz_decode_failure f;
    CHECK_OK(gz_decode(d, gz_str_z("{\"body\":\"a\\u0000b\"}"), arena, &a, &f));
    CHECK(gz_str_eq(a.body, gz_str_of("a\0b", 3)));
    gz_decoder_free(d);
}

// --- times ---

static const struct {
    const char *input;
    int64_t want;
} times[] = {
    {"{\"body\":\"b\",\"date\":\"2026-11-23T11:00:00Z\"}", 1795431600000},
    {"{\"body\":\"b\",\"pubDate\":\"Mon, 23 Nov 2026 11:00:00 GMT\"}",
     1795431600000},
    {"{\"body\":\"b\",\"published_at\":1795431600}", 1795431600000},
    {"{\"body\":\"b\",\"publishedAt\":1795431600000}", 1795431600000},
    {"{\"body\":\"b\",\"versioncreated\":1795431600.5}", 1795431600500},
    {"{\"body\":\"b\",\"date\":\"last week\"}", GZ_TIME_UNKNOWN},
    {"{\"body\":\"b\",\"date\":1e300}", GZ_TIME_UNKNOWN},
    {"{\"body\":\"b\"}", GZ_TIME_UNKNOWN},
};

static void test_times(struct gz_arena *arena)
{
    const struct gz_decode_options options = {.format = GZ_ARTICLE_JSON};
    struct gz_decoder *d = new_decoder(&options);
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        struct gz_article a;
        struct gz_decode_failure f;
        CHECK_OK(gz_decode(d, gz_str_z(times[i].input), arena, &a, &f));
        CHECK_EQ(a.published_ms, times[i].want);
    }
    gz_decoder_free(d);
}

// --- maps ---

static const char *const map_body[] = {"/doc/parts/1/text", "/alt~1body", NULL};
static const char *const map_time[] = {"/meta/when", NULL};
static const char *const map_id[] = {"/doc/key~0", NULL};

static const struct {
    const char *input;
    enum gz_decode_code code;
    const char *want;  // "id body", or the message
} mapped[] = {
    {"{\"doc\":{\"key~\":5,\"parts\":[{},{\"text\":\"b\"}]}}", GZ_DECODE_OK,
     "5 b"},
    {"{\"id\":\"x\",\"doc\":{\"key~\":\"k\"},\"alt/body\":\"c\"}", GZ_DECODE_OK,
     "k c"},
    {"{\"body\":\"b\",\"text\":\"t\"}", GZ_DECODE_NO_FIELD,
     "body: no text at /doc/parts/1/text, /alt~1body"},
    {"{\"alt/body\":{}}", GZ_DECODE_WRONG_TYPE,
     "body: /alt~1body is an object, not a text"},
    {"{\"alt/body\":null}", GZ_DECODE_NO_FIELD,
     "body: no text at /doc/parts/1/text, /alt~1body"},
    {"{\"alt/body\":\"b\",\"doc\":{\"key~\":true}}", GZ_DECODE_WRONG_TYPE,
     "id: /doc/key~0 is true or false, not a text"},
    {"{\"alt/body\":\"b\",\"meta\":{\"when\":\"soon\"}}", GZ_DECODE_BAD_TIME,
     "published: /meta/when is no time in a form that is known (RFC 3339, "
     "RFC 2822, seconds or milliseconds since 1970)"},
    {"{\"alt/body\":\"b\",\"meta\":{\"when\":[]}}", GZ_DECODE_WRONG_TYPE,
     "published: /meta/when is an array, not a text"},
};

static void test_map(struct gz_arena *arena)
{
    const struct gz_decode_options options = {
        .format = GZ_ARTICLE_JSON,
        .pointers = {[GZ_ARTICLE_BODY] = map_body,
                     [GZ_ARTICLE_PUBLISHED] = map_time,
                     [GZ_ARTICLE_ID] = map_id},
    };
    struct gz_decoder *d = new_decoder(&options);
    for (size_t i = 0; i < sizeof(mapped) / sizeof(mapped[0]); i++) {
        const struct gz_str input = gz_str_z(mapped[i].input);
        if (mapped[i].code != GZ_DECODE_OK) {
            check_bad(d, input, arena, mapped[i].code, mapped[i].want);
            continue;
        }
        struct gz_article a;
        struct gz_decode_failure f;
        char got[64];
        CHECK_OK(gz_decode(d, input, arena, &a, &f));
        snprintf(got, sizeof(got), GZ_STR_FMT " " GZ_STR_FMT, GZ_STR_ARG(a.id),
                 GZ_STR_ARG(a.body));
        CHECK_Z(got, mapped[i].want);
    }
    gz_decoder_free(d);
}

static const struct {
    const char *pointer;
    const char *want;
} bad_pointers[] = {
    {"body", "error: JSON pointer \"body\" must start with \"/\": try "
             "\"/body\"\n"},
    {"/a~2", "error: JSON pointer \"/a~2\": \"~\" must be followed by 0 (a "
             "tilde) or 1 (a slash)\n"},
    {"/a~", "error: JSON pointer \"/a~\": \"~\" must be followed by 0 (a "
            "tilde) or 1 (a slash)\n"},
    {"/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h",
     "error: JSON pointer \"/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h\" has more "
     "than 16 parts\n"},
};

static void test_bad_pointers(void)
{
    for (size_t i = 0; i < sizeof(bad_pointers) / sizeof(*bad_pointers); i++) {
        const char *const map[] = {bad_pointers[i].pointer, NULL};
        const struct gz_decode_options options = {
            .format = GZ_ARTICLE_JSON,
            .pointers = {[GZ_ARTICLE_TITLE] = map},
        };
        struct gz_decoder *d = NULL;
        struct gz_error err;
        gz_error_init(&err);
        CHECK_EQ(gz_decoder_new(&options, &d, &err), GZ_INVALID);
        CHECK_Z(gz_error_text(&err), bad_pointers[i].want);
        CHECK(d == NULL);
        gz_error_fini(&err);
    }
}

// --- plain text ---

static void test_text(struct gz_arena *arena)
{
    const struct gz_decode_options options = {.format = GZ_ARTICLE_TEXT};
    struct gz_decoder *d = new_decoder(&options);
    struct gz_article a;
    struct gz_decode_failure f;
    CHECK_OK(gz_decode(d, gz_str_z("\xEF\xBB\xBFHi \u00e9.\n"), arena, &a, &f));
    CHECK_STR(a.body, "Hi \u00e9.\n");
    CHECK_STR(a.title, "");
    CHECK(gz_str_starts(a.id, GZ_STR_LIT("sha256:")));
    CHECK_EQ(a.id.len_bytes, 7 + GZ_SHA256_HEX);
    check_bad(d, gz_str_z("\xFF"), arena, GZ_DECODE_NOT_UTF8,
              "the input is not UTF-8");
    check_bad(d, gz_str_z(" \n\t"), arena, GZ_DECODE_EMPTY,
              "the input is empty");
    gz_decoder_free(d);
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    CHECK(arena != NULL);
    test_good(arena);
    test_bad(arena);
    test_limits(arena);
    test_long_label(arena);
    test_nul_is_kept(arena);
    test_times(arena);
    test_map(arena);
    test_bad_pointers();
    test_text(arena);
    gz_arena_free(arena);
    CHECK_Z(gz_decode_code_name(GZ_DECODE_NOT_JSON), "not_json");
    CHECK_Z(gz_decode_usual_pointers(GZ_ARTICLE_BODY)[0], "/body");
    return 0;
}
