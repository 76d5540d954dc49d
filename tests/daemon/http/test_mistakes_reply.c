#include "daemon/http/mistakes_reply.h"

#include "daemon/base/source.h"
#include "tests/support/check.h"

static void check(const struct gz_error *err, const char *body,
                  const char *want)
{
    struct gz_reply reply;

    gz_reply_init(&reply);
    gz_buffer_append_z(&reply.body, "what was there before");
    gz_mistakes_reply(&reply, 422, "it", gz_str_z(body), err, "mend it");
    CHECK_EQ(reply.status, 422);
    CHECK_Z(reply.type, "application/json");
    CHECK_STR(gz_buffer_str(&reply.body), want);
    gz_reply_fini(&reply);
}

int main(void)
{
    static const char body[] = "first\nünd second: error: x\n";
    struct gz_source src;
    struct gz_error err;

    CHECK_OK(gz_source_init(&src, "body", gz_str_z(body)));
    gz_error_init(&err);
    (void)gz_error_set(&err, GZ_LIMIT, "too \"large\"");
    check(
        &err, body,
        "{\"error\":\"it has 1 mistake; too \\\"large\\\"\",\"remedy\":\"mend "
        "it\",\"mistakes\":[{\"error\":\"too \\\"large\\\"\"}]}\n");
    gz_error_clear(&err);
    // Columns are code points, and only the first "error: " is ours.
    (void)gz_error_at(&err, &src, 11, "an error: %s", "here");
    (void)gz_error_span(&err, &src, 0, 5, "there");
    check(&err, body,
          "{\"error\":\"it has 2 mistakes; body:2:5: error: an error: here\","
          "\"remedy\":\"mend it\",\"mistakes\":[{\"line\":2,\"column\":5,"
          "\"error\":\"an error: here\"},{\"line\":1,\"column\":1,\"error\":"
          "\"there\"}]}\n");
    gz_error_fini(&err);
    gz_source_fini(&src);
    return 0;
}
