// Requests about subscriptions while the n-th allocation fails, for all n.

#include "tests/support/alloc_fail.h"
#include "tests/support/subscriptions_bench.h"

// The handler under test runs with an allocation that fails.
struct starved {
    struct gz_route_set real;
    long fail_at;
    bool failed;
};

static void handle(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    struct starved *s = ctx;
    struct gz_route_match match;

    gz_routes_find(&s->real, 1, request->method, request->target, &match);
    CHECK(match.route != NULL);
    gz_alloc_fail_at(s->fail_at);
    match.route->handler(match.ctx, request, reply);
    s->failed = gz_alloc_failed();
    gz_alloc_fail_at(0);
}

static const struct gz_route routes[] = {
    {"GET", "/v1/subscriptions", GZ_SCOPE_READ, 0, handle},
    {"GET", "/v1/subscriptions/{id}", GZ_SCOPE_READ, 0, handle},
    {"PUT", "/v1/subscriptions/{id}", GZ_SCOPE_CHANGE, 4096, handle},
    {"DELETE", "/v1/subscriptions/{id}", GZ_SCOPE_CHANGE, 0, handle},
};

// A keeper that needs no memory itself.
static void put(void *ctx, struct gz_subscription *s, uint64_t expected,
                gz_keeping_done_fn *done, void *done_ctx)
{
    const struct gz_keeping_answer answer = {GZ_KEEPING_DONE, 8, NULL};
    (void)ctx;
    (void)expected;
    CHECK(s != NULL);
    done(done_ctx, &answer);
}

static void remove_one(void *ctx, struct gz_str id, uint64_t expected,
                       gz_keeping_done_fn *done, void *done_ctx)
{
    const struct gz_keeping_answer answer = {GZ_KEEPING_DONE, 8, NULL};
    (void)ctx;
    (void)expected;
    CHECK_STR(id, "kept");
    done(done_ctx, &answer);
}

static const struct gz_subscription_keeper keeper = {NULL, put, remove_one};

#define JSON "Content-Type: application/json\r\n"

static const struct {
    const char *line;
    const char *headers;
    const char *body;
    long status;  // with enough memory
} rows[] = {
    {"GET /v1/subscriptions", "", "", 200},
    {"GET /v1/subscriptions/kept", "", "", 200},
    {"GET /v1/subscriptions/none", "", "", 404},
    {"PUT /v1/subscriptions/new", JSON,
     "{\"entities\":{\"names\":[\"A\"],\"types\":[\"Org\"]},\"facts\":["
     "\"Customer\"],\"when\":\"fact\",\"labels\":{\"a\":\"b\"}}",
     201},
    {"PUT /v1/subscriptions/new", JSON, "{\"id\":\"x\",\"whn\":1}", 422},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"0\"\r\n",
     "{\"when\":\"fact\"}", 412},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: 0\r\n", "{}", 400},
    {"DELETE /v1/subscriptions/kept", "If-Match: *\r\n", "", 200},
    {"DELETE /v1/subscriptions/kept", "", "", 428},
};

// Whatever fails, there is an answer: that of plenty, or that memory ran out.
static void test_row(struct subscriptions_bench *b, struct starved *s, size_t i)
{
    long n = 1;

    for (s->failed = true; s->failed; n++) {
        s->fail_at = n;
        const char *answer = subscriptions_bench_ask(
            b, rows[i].line, rows[i].headers, rows[i].body);
        const long status = subscriptions_bench_status_of(answer);
        if (!s->failed) {
            CHECK_EQ(status, rows[i].status);
        } else {
            CHECK(status == 503 || status == rows[i].status);
        }
        CHECK(b->api.changes.waiting == NULL);
    }
    CHECK(n > 2);
}

int main(void)
{
    struct subscriptions_bench b;
    struct starved starved;

    subscriptions_bench_open_lab(&b);
    subscriptions_bench_open(&b);
    b.api.changes.keeper = &keeper;
    starved = (struct starved){.real = b.set};
    const struct gz_route_set set = {routes, 4, &starved};
    b.http.options.sets = &set;
    http_bench_open(&b.http);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        test_row(&b, &starved, i);
    }
    subscriptions_bench_close(&b);
    subscriptions_bench_close_lab(&b);
    return 0;
}
