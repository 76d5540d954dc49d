#include "daemon/http/subscription_body.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct {
    const char *id;  // NULL: its own
    const char *body;
    unsigned status;  // 0: it is one
    const char *answer;
} rows[] = {
    {NULL, "{\"id\":\"a\",\"when\":\"fact\"}", 0, ""},
    {"a", "{\"id\":\"a\",\"when\":\"fact\"}", 0, ""},
    {"a", "{\"when\":\"fact\"}", 0, ""},
    {NULL, "{\"when\":\"fact\"}", 422,
     "{\"error\":\"the subscription has 1 mistake; body:1:1: error: the "
     "subscription has no `id:`\",\"remedy\":\"mend what mistakes lists and "
     "send it again\",\"mistakes\":[{\"line\":1,\"column\":1,\"error\":\"the "
     "subscription has no `id:`\"}]}\n"},
    {"a", "{\"id\":\"b\",\"when\":\"fact\"}", 422, NULL},
    {NULL, "{\n", 422, NULL},
    {NULL, "\xff", 422,
     "{\"error\":\"the subscription has 1 mistake; body:1:1: error: not valid "
     "UTF-8\",\"remedy\":\"mend what mistakes lists and send it again\","
     "\"mistakes\":[{\"line\":1,\"column\":1,\"error\":\"not valid "
     "UTF-8\"}]}\n"},
};

static struct gz_subscription *read_row(size_t i, struct gz_reply *reply)
{
    const struct gz_str own = {NULL, 0};

    static const struct gz_subscription_body_terms terms = {.rules = NULL};

    gz_reply_init(reply);
    return gz_subscription_body_read(
        &terms, rows[i].id == NULL ? own : gz_str_z(rows[i].id),
        gz_str_z(rows[i].body), reply);
}

static void test_row(size_t i)
{
    struct gz_reply reply;
    struct gz_subscription *s = read_row(i, &reply);

    CHECK_EQ(s != NULL, rows[i].status == 0);
    if (s != NULL) {
        CHECK_STR(gz_subscription_id(s), "a");
        CHECK_EQ(reply.body.len, 0);
    } else {
        CHECK_EQ(reply.status, rows[i].status);
    }
    if (rows[i].answer != NULL) {
        CHECK_STR(gz_buffer_str(&reply.body), rows[i].answer);
    }
    gz_subscription_unref(s);
    gz_reply_fini(&reply);
}

// What memory ran out of is told as that, or as what is wrong.
static void test_memory(size_t i)
{
    bool failed = true;

    for (long n = 1; failed; n++) {
        struct gz_reply reply;
        gz_alloc_fail_at(n);
        struct gz_subscription *s = read_row(i, &reply);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(s != NULL || reply.status == rows[i].status ||
              reply.status == 503);
        CHECK(failed || (s != NULL) == (rows[i].status == 0));
        gz_subscription_unref(s);
        gz_reply_fini(&reply);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        test_row(i);
        test_memory(i);
    }
    return 0;
}
