#include "daemon/http/pages.h"

#include "tests/support/check.h"

#define PAGE_LIST                                                              \
    "/                 this list\n"                                            \
    "/livez            200 while the process makes progress\n"                 \
    "/readyz           200 while articles are handled, else the reasons\n"     \
    "/metrics          what is counted, for Prometheus\n"                      \
    "/v1/openapi.json  the API, described\n"

static const struct gz_pages_worker good[] = {{true, NULL}, {true, NULL}};
static const struct gz_pages_worker joining[] = {
    {true, NULL},
    {true, "joining the group"},
};
static const struct gz_pages_worker stalled[] = {{false, NULL}, {true, NULL}};

static const struct row {
    const char *path;
    bool stopping;
    bool reload_failed;
    const char *ruleset;
    const struct gz_pages_worker *workers;
    uint32_t worker_count;
    unsigned status;
    const char *body;
} rows[] = {
    {"/", false, false, NULL, NULL, 0, 200,
     "gazetted " GZ_VERSION "\n\n" PAGE_LIST},
    {"/livez", false, false, NULL, NULL, 0, 200, "ok\n"},
    {"/livez", true, true, "abc", joining, 2, 200, "ok\n"},
    {"/livez", false, false, "abc", stalled, 2, 503,
     "worker 0: makes no progress\n"},
    {"/readyz", false, false, "abc", good, 2, 200, "ok\n"},
    {"/readyz", false, true, "abc", good, 2, 200,
     "ok\nthe last reload failed; all is as it was before\n"},
    {"/readyz", false, false, "abc", joining, 2, 503,
     "worker 1: joining the group\n"},
    {"/readyz", true, false, "abc", good, 2, 503, "the service is stopping\n"},
    {"/readyz", false, false, NULL, NULL, 0, 503,
     "no rules are loaded\nno worker runs\n"},
};

static void describe(void *ctx, struct gz_pages_state *out)
{
    const struct row *row = ctx;
    out->stopping = row->stopping;
    out->reload_failed = row->reload_failed;
    out->info.ruleset = row->ruleset;
    out->workers = row->workers;
    out->worker_count = row->worker_count;
}

// Through the table of routes, as the server does.
static void ask(struct gz_pages *pages, const char *path,
                struct gz_reply *reply)
{
    const struct gz_route_set set = gz_pages_routes(pages);
    const struct gz_request request = {.method = "GET"};
    struct gz_target target;
    struct gz_route_match m;

    CHECK_OK(gz_target_parse(gz_str_z(path), &target, NULL));
    gz_routes_find(&set, 1, "GET", &target, &m);
    gz_target_fini(&target);
    CHECK(m.route != NULL);
    gz_reply_init(reply);
    m.route->handler(m.ctx, &request, reply);
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct row row = rows[i];
        struct gz_pages pages = {describe, &row};
        struct gz_reply reply;

        ask(&pages, row.path, &reply);
        CHECK_STR(gz_buffer_str(&reply.body), row.body);
        CHECK_EQ(reply.status, row.status);
        gz_reply_fini(&reply);
    }
}

static void describe_metrics(void *ctx, struct gz_pages_state *out)
{
    out->metrics = ctx;
}

static void test_metrics(void)
{
    struct gz_metrics *m = gz_metrics_new(1);
    struct gz_pages pages = {describe_metrics, m};
    struct gz_reply reply;

    ask(&pages, "/metrics", &reply);
    gz_buffer_append_byte(&reply.body, '\0');
    const char *text = (const char *)reply.body.data;
    CHECK_EQ(reply.status, 200);
    CHECK_Z(reply.type, "text/plain; version=0.0.4; charset=utf-8");
    CHECK(strstr(text, "\ngazetted_articles_total 0\n") != NULL);
    CHECK(strstr(text, "\nprocess_resident_memory_bytes ") != NULL);
    CHECK(strstr(text, "\nprocess_resident_memory_bytes 0\n") == NULL);
    CHECK(strstr(text, "\nprocess_cpu_seconds_total ") != NULL);
    gz_reply_fini(&reply);
    gz_metrics_free(m);
}

int main(void)
{
    test_rows();
    test_metrics();
    return 0;
}
