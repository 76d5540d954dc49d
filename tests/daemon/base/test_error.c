#include "daemon/base/error.h"

#include <errno.h>

#include "daemon/base/source.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct place_row {
    const char *text;
    size_t begin_byte;
    size_t end_byte;
    const char *want;
} rows[] = {
    {"a: 1\nb: two\n", 8, 11, "f.yaml:2:4: error: bad\nb: two\n   ^~~\n"},
    {"\tx\n", 1, 2, "f.yaml:1:2: error: bad\n\tx\n\t^\n"},
    {"naïve: é\n", 8, 10, "f.yaml:1:8: error: bad\nnaïve: é\n       ^\n"},
    {"a\r\nb\r\n", 3, 4, "f.yaml:2:1: error: bad\nb\n^\n"},
    {"one\ntwo", 2, 6, "f.yaml:1:3: error: bad\none\n  ^\n"},
    {"end", 3, 4, "f.yaml:1:4: error: bad\nend\n   ^\n"},
    {"end\n", 99, 100, "f.yaml:2:1: error: bad\n\n^\n"},
    {"", 0, 1, "f.yaml:1:1: error: bad\n\n^\n"},
};

static void test_places(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_source src;
        struct gz_error err;
        gz_error_init(&err);
        CHECK_OK(gz_source_init(&src, "f.yaml", gz_str_z(rows[i].text)));
        CHECK_EQ(gz_error_span(&err, &src, rows[i].begin_byte, rows[i].end_byte,
                               "bad"),
                 GZ_INVALID);
        CHECK_Z(gz_error_text(&err), rows[i].want);
        gz_error_fini(&err);
        gz_source_fini(&src);
    }
}

static void test_count(void)
{
    struct gz_error err;
    gz_error_init(&err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_EQ(gz_error_errno(&err, ENOENT, "cannot open %s", "x"), GZ_IO);
    CHECK_Z(gz_error_text(&err),
            "error: cannot open x: No such file or directory\n");
    gz_error_errno(&err, ENOENT, "cannot open %s", "x");
    CHECK_EQ(err.count, 1);  // not said again
    CHECK_EQ(gz_error_set(&err, GZ_LIMIT, "too large"), GZ_LIMIT);
    CHECK_EQ(gz_error_set(&err, GZ_LIMIT, "too large"), GZ_LIMIT);
    CHECK_EQ(err.first, GZ_IO);
    for (int i = 0; i < 2 * GZ_ERROR_MAX; i++) {
        gz_error_set(&err, GZ_INVALID, "again %d", i);
    }
    CHECK_EQ(err.count, 2 + 2 * GZ_ERROR_MAX);
    gz_error_clear(&err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_EQ(gz_error_set(NULL, GZ_LIMIT, "nobody listens"), GZ_LIMIT);
    gz_error_fini(&err);
}

static void on_report(void *context, struct gz_str report)
{
    gz_buffer_append_str(context, report);
    gz_buffer_append_byte(context, '|');
}

// A sink gets every report, also those beyond the limit.
static void test_stream(void)
{
    struct gz_error err;
    struct gz_error other;
    struct gz_buffer got;
    gz_error_init(&err);
    gz_error_init(&other);
    gz_buffer_init(&got, 0);
    gz_error_stream(&err, on_report, &got);
    gz_error_set(&err, GZ_LIMIT, "one");
    gz_error_set(&other, GZ_LIMIT, "two");
    gz_error_add(&err, &other);
    CHECK_STR(gz_buffer_str(&got), "error: one\n|error: two\n|");
    CHECK_Z(gz_error_text(&err), "");
    gz_buffer_clear(&got);
    for (int i = 0; i < 2 * GZ_ERROR_MAX; i++) {
        gz_error_set(&err, GZ_INVALID, "x");
    }
    CHECK_EQ(got.len, 2 * GZ_ERROR_MAX * strlen("error: x\n|"));
    CHECK_EQ(err.count, 2 + 2 * GZ_ERROR_MAX);
    gz_buffer_fini(&got);
    gz_error_fini(&err);
    gz_error_fini(&other);
}

// Places far into a source, where they are counted from marks on the way.
static void test_long_source(void)
{
    struct gz_buffer text;
    struct gz_source src;
    gz_buffer_init(&text, 0);
    for (uint32_t i = 1; i <= 20000; i++) {
        gz_buffer_append_fmt(&text, "%u\n", i);
    }
    CHECK_OK(gz_source_init(&src, "long", gz_buffer_str(&text)));
    for (size_t at = 0, line = 1; at <= text.len; at++) {
        if (at < 20 || at > text.len - 20 || at % 16384 < 8 || at % 997 == 0) {
            const struct gz_place place = gz_source_place(&src, at);
            CHECK_EQ(place.line, line);
        }
        line += at < text.len && src.text[at] == '\n';
    }
    for (long n = 1; n <= 2; n++) {
        struct gz_source other;
        gz_alloc_fail_at(n);
        CHECK_EQ(gz_source_init(&other, "long", gz_buffer_str(&text)),
                 GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    gz_source_fini(&src);
    gz_buffer_fini(&text);
}

static void test_load(void)
{
    struct gz_source src;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_EQ(gz_source_load(&src, "tests/no-such-file", 0, &err), GZ_NOT_FOUND);
    CHECK_EQ(gz_source_load(&src, "LICENSE", 100, &err), GZ_LIMIT);
    CHECK_OK(gz_source_load(&src, "LICENSE", 0, &err));
    CHECK(src.len_bytes > 10000);
    CHECK_EQ(src.text[src.len_bytes], '\0');
    gz_source_fini(&src);
    for (long n = 1; n < 100; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_source_load(&src, "LICENSE", 0, NULL);
        if (!gz_alloc_failed()) {
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    gz_source_fini(&src);
    gz_error_fini(&err);
}

// Sources in the order that is asked for, each from its begin on.
static void test_sort(void)
{
    struct gz_error err;
    struct gz_source a;
    struct gz_source b;
    struct gz_source other;
    gz_error_init(&err);
    CHECK_OK(gz_source_init(&a, "a", GZ_STR_LIT("xyz")));
    CHECK_OK(gz_source_init(&b, "b", GZ_STR_LIT("xyz")));
    CHECK_OK(gz_source_init(&other, "other", GZ_STR_LIT("xyz")));
    const struct gz_source *order[] = {&a, &b};
    gz_error_at(&err, &b, 0, "before");
    const size_t from = err.kept;
    gz_error_at(&err, &b, 2, "b z");
    gz_error_at(&err, &a, 1, "a y");
    gz_error_at(&err, &b, 0, "b x");
    gz_error_at(&err, &a, 1, "a y");
    gz_error_at(&err, &a, 1, "a y again");
    gz_error_at(&err, &a, 0, "a x");
    gz_error_at(&err, &other, 2, "first");
    gz_error_set(&err, GZ_IO, "second");
    gz_error_sort(&err, from, order, 2);
    CHECK_Z(gz_error_text(&err), "b:1:1: error: before\nxyz\n^\n"
                                 "other:1:3: error: first\nxyz\n  ^\n"
                                 "error: second\n"
                                 "a:1:1: error: a x\nxyz\n^\n"
                                 "a:1:2: error: a y\nxyz\n ^\n"
                                 "a:1:2: error: a y again\nxyz\n ^\n"
                                 "b:1:1: error: b x\nxyz\n^\n"
                                 "b:1:3: error: b z\nxyz\n  ^\n");
    CHECK_EQ(err.count, 8);
    gz_error_sort(&err, from, order, 2);
    gz_error_sort(&err, err.kept, order, 2);
    gz_error_sort(NULL, 0, order, 2);
    CHECK_EQ(err.kept, 8);
    gz_source_fini(&a);
    gz_source_fini(&b);
    gz_source_fini(&other);
    gz_error_fini(&err);
}

// What is said again of a place is said once, however often.
static void test_twins(void)
{
    struct gz_error err;
    struct gz_source a;
    CHECK_OK(gz_source_init(&a, "a", GZ_STR_LIT("xyz\n")));
    gz_error_init(&err);
    for (int i = 0; i < 20 * GZ_ERROR_MAX; i++) {
        CHECK_EQ(gz_error_at(&err, &a, 0, "x"), GZ_INVALID);
        CHECK_EQ(gz_error_at(&err, &a, 0, "y"), GZ_INVALID);
        CHECK_EQ(gz_error_at(&err, &a, 1, "x"), GZ_INVALID);
    }
    CHECK_EQ(err.count, 3);
    CHECK_EQ(err.kept, 3);
    CHECK_Z(gz_error_text(&err), "a:1:1: error: x\nxyz\n^\n"
                                 "a:1:1: error: y\nxyz\n^\n"
                                 "a:1:2: error: x\nxyz\n ^\n");
    gz_error_fini(&err);
    gz_source_fini(&a);
}

// More than are kept, and reports of others among them.
static void test_sort_many(void)
{
    struct gz_error err;
    struct gz_error more;
    struct gz_source a;
    gz_error_init(&err);
    gz_error_init(&more);
    CHECK_OK(gz_source_init(&a, "a", GZ_STR_LIT("xyz")));
    const struct gz_source *order[] = {&a};
    for (int i = 0; i < GZ_ERROR_MAX - 1; i++) {
        gz_error_at(&err, &a, 2, "z %d", i);
    }
    gz_error_at(&more, &a, 0, "x");
    gz_error_at(&more, &a, 1, "y");
    gz_error_add(&err, &more);
    CHECK_EQ(err.kept, GZ_ERROR_MAX);
    gz_error_sort(&err, 0, order, 1);
    CHECK(gz_str_starts(gz_str_z(gz_error_text(&err)),
                        GZ_STR_LIT("a:1:1: error: x\nxyz\n^\n")));
    CHECK_EQ(err.count, GZ_ERROR_MAX + 1);
    gz_source_fini(&a);
    gz_error_fini(&more);
    gz_error_fini(&err);
}

// Of a line that is too long what is near the mark is shown, whole letters.
static void test_long_lines(void)
{
    static const struct {
        size_t at;
        const char *marked;
    } places[] = {
        {0, "^~\n"},
        {150, "^~\n"},
        {298, "^\n"},
        {300, "^\n"},
    };
    struct gz_source src;
    struct gz_buffer lines;
    gz_buffer_init(&lines, 0);
    for (int i = 0; i < 100; i++) {
        gz_buffer_append_z(&lines, "x\xc3\xa9");
    }
    gz_buffer_append_z(&lines, "\nshort\n");
    CHECK_OK(gz_source_init(&src, "s", gz_buffer_str(&lines)));
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        struct gz_error err;
        gz_error_init(&err);
        gz_error_span(&err, &src, places[i].at, places[i].at + 3, "here");
        struct gz_str said = gz_str_z(gz_error_text(&err));
        CHECK(gz_str_starts(gz_str_cut(&said, '\n'), GZ_STR_LIT("s:1:")));
        const struct gz_str line = gz_str_cut(&said, '\n');
        CHECK(line.len_bytes < 120);
        CHECK_EQ(gz_str_starts(line, GZ_STR_LIT("... ")), places[i].at > 60);
        CHECK(strstr(said.ptr, places[i].marked) != NULL);
        gz_error_fini(&err);
    }
    gz_source_fini(&src);
    gz_buffer_fini(&lines);
}

int main(void)
{
    test_places();
    test_count();
    test_stream();
    test_long_source();
    test_load();
    test_long_lines();
    test_sort();
    test_sort_many();
    test_twins();
    return 0;
}
