#include "daemon/http/target.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// What a target is cut into: segments and name=value pairs, each in brackets.
static const struct {
    const char *text;
    const char *want;  // NULL: refused
} rows[] = {
    {"/", ""},
    {"/?", ""},
    {"/a", "[a]"},
    {"/a/", "[a][]"},
    {"//", "[][]"},
    {"/v1/things/a%2Fb", "[v1][things][a/b]"},
    {"/%C3%A9t%c3%a9", "[été]"},
    {"/a+b", "[a+b]"},
    {"/a?b=c", "[a]b=c;"},
    {"/a?b=c&d=e+f&&g", "[a]b=c;d=e f;g=;"},
    {"/a?b=c=d", "[a]b=c=d;"},
    {"/a?=c", "[a]=c;"},
    {"/a?x%3Dy=%26", "[a]x=y=&;"},
    {"/a?b=c?d", "[a]b=c?d;"},
    {"", NULL},
    {"*", NULL},
    {"a", NULL},
    {"http://host/a", NULL},
    {"/%", NULL},
    {"/%4", NULL},
    {"/%4g", NULL},
    {"/%00", NULL},
    {"/%0a", NULL},
    {"/%ff", NULL},
    {"/?a=%ed%a0%80", NULL},
    {"/?a=%7f", NULL},
    {"/1/2/3/4/5/6/7/8/9", NULL},
};

static void describe(const struct gz_target *t, struct gz_buffer *out)
{
    for (uint32_t i = 0; i < t->segment_count; i++) {
        gz_buffer_append_fmt(out, "[" GZ_STR_FMT "]",
                             GZ_STR_ARG(t->segments[i]));
    }
    for (uint32_t i = 0; i < t->argument_count; i++) {
        gz_buffer_append_fmt(out, GZ_STR_FMT "=" GZ_STR_FMT ";",
                             GZ_STR_ARG(t->arguments[i].name),
                             GZ_STR_ARG(t->arguments[i].value));
    }
}

static void test_rows(void)
{
    struct gz_target t;
    struct gz_buffer got;

    gz_buffer_init(&got, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const enum gz_status st =
            gz_target_parse(gz_str_z(rows[i].text), &t, NULL);
        CHECK_EQ(st, rows[i].want == NULL ? GZ_INVALID : GZ_OK);
        if (rows[i].want != NULL) {
            gz_buffer_clear(&got);
            describe(&t, &got);
            CHECK_STR(gz_buffer_str(&got), rows[i].want);
        }
        gz_target_fini(&t);
    }
    gz_buffer_fini(&got);
}

static void test_many_arguments(void)
{
    struct gz_buffer text;
    struct gz_target t;

    gz_buffer_init(&text, 0);
    gz_buffer_append_z(&text, "/?");
    for (int i = 0; i < GZ_TARGET_ARGUMENTS; i++) {
        gz_buffer_append_z(&text, "a&");
    }
    CHECK_OK(gz_target_parse(gz_buffer_str(&text), &t, NULL));
    gz_target_fini(&t);
    gz_buffer_append_z(&text, "a");
    CHECK_EQ(gz_target_parse(gz_buffer_str(&text), &t, NULL), GZ_INVALID);
    gz_target_fini(&t);
    gz_buffer_fini(&text);
}

static const char *const names[] = {"entity", "type", "since", NULL};

static const struct {
    const char *text;
    const char *error;
} checks[] = {
    {"/?entity=1&type=2&entity=3&since=4", ""},
    {"/?since=1&type=2&since=1",
     "error: the parameter \"since\" stands twice\n"},
    {"/?entiti=1", "error: unknown parameter \"entiti\", did you mean "
                   "\"entity\"\n"},
    {"/?x=1",
     "error: unknown parameter \"x\", allowed are entity, type, since\n"},
};

static void test_check(void)
{
    struct gz_target t;
    struct gz_error err;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        gz_error_clear(&err);
        CHECK_OK(gz_target_parse(gz_str_z(checks[i].text), &t, NULL));
        CHECK_EQ(gz_target_check(&t, names, 2, &err),
                 checks[i].error[0] == '\0' ? GZ_OK : GZ_INVALID);
        CHECK_Z(gz_error_text(&err), checks[i].error);
        gz_target_fini(&t);
    }
    CHECK_OK(gz_target_parse(GZ_STR_LIT("/?entity=1&entity=2&type"), &t, NULL));
    CHECK_STR(gz_target_argument(&t, "entity"), "1");
    CHECK_STR(gz_target_argument(&t, "type"), "");
    CHECK(gz_target_argument(&t, "type").ptr != NULL);
    CHECK(gz_target_argument(&t, "none").ptr == NULL);
    gz_target_fini(&t);
    gz_error_fini(&err);
}

static void test_no_memory(void)
{
    struct gz_target t;

    gz_alloc_fail_at(1);
    CHECK_EQ(gz_target_parse(GZ_STR_LIT("/a"), &t, NULL), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    gz_target_fini(&t);
}

int main(void)
{
    test_rows();
    test_many_arguments();
    test_check();
    test_no_memory();
    return 0;
}
