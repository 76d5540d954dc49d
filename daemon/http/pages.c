#include "daemon/http/pages.h"

#include "daemon/observe/process_stats.h"

enum { UNAVAILABLE = 503 };

static void give_reason(struct gz_reply *reply, const char *reason)
{
    reply->status = UNAVAILABLE;
    gz_buffer_append_fmt(&reply->body, "%s\n", reason);
}

static void give_worker_reason(struct gz_reply *reply, uint32_t k,
                               const char *reason)
{
    reply->status = UNAVAILABLE;
    gz_buffer_append_fmt(&reply->body, "worker %u: %s\n", (unsigned)k, reason);
}

static void say_ok(struct gz_reply *reply)
{
    if (reply->status != UNAVAILABLE) {
        gz_buffer_append_z(&reply->body, "ok\n");
    }
}

static void show_live(const struct gz_pages_state *state,
                      struct gz_reply *reply)
{
    for (uint32_t k = 0; k < state->worker_count; k++) {
        if (!state->workers[k].healthy) {
            give_worker_reason(reply, k, "makes no progress");
        }
    }
    say_ok(reply);
}

static void show_ready(const struct gz_pages_state *state,
                       struct gz_reply *reply)
{
    if (state->stopping) {
        give_reason(reply, "the service is stopping");
    }
    if (state->reason != NULL) {
        give_reason(reply, state->reason);
    }
    if (state->info.ruleset == NULL) {
        give_reason(reply, "no rules are loaded");
    }
    if (state->worker_count == 0) {
        give_reason(reply, "no worker runs");
    }
    for (uint32_t k = 0; k < state->worker_count; k++) {
        if (state->workers[k].reason != NULL) {
            give_worker_reason(reply, k, state->workers[k].reason);
        }
    }
    say_ok(reply);
    // Worth a line, not a refusal: articles are handled by the old rules.
    if (state->reload_failed) {
        gz_buffer_append_z(&reply->body, "the last reload failed; all is as "
                                         "it was before\n");
    }
}

static void show_metrics(const struct gz_pages_state *state,
                         struct gz_reply *reply)
{
    struct gz_process_stats stats;

    gz_process_stats_read(&stats);
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    gz_metrics_page(state->metrics, &state->info, &reply->body);
    gz_process_stats_page(&stats, &reply->body);
}

typedef void show_fn(const struct gz_pages_state *state,
                     struct gz_reply *reply);

static void show(void *ctx, show_fn *fn, struct gz_reply *reply)
{
    const struct gz_pages *p = ctx;
    struct gz_pages_state state = {0};

    p->describe(p->ctx, &state);
    fn(&state, reply);
}

static void answer_live(void *ctx, const struct gz_request *request,
                        struct gz_reply *reply)
{
    (void)request;
    show(ctx, show_live, reply);
}

static void answer_ready(void *ctx, const struct gz_request *request,
                         struct gz_reply *reply)
{
    (void)request;
    show(ctx, show_ready, reply);
}

static void answer_metrics(void *ctx, const struct gz_request *request,
                           struct gz_reply *reply)
{
    (void)request;
    show(ctx, show_metrics, reply);
}

static void answer_index(void *ctx, const struct gz_request *request,
                         struct gz_reply *reply)
{
    (void)ctx;
    (void)request;
    gz_buffer_append_z(
        &reply->body,
        "gazetted " GZ_VERSION "\n\n"
        "/                 this list\n"
        "/livez            200 while the process makes progress\n"
        "/readyz           200 while articles are handled, else the reasons\n"
        "/metrics          what is counted, for Prometheus\n"
        "/v1/openapi.json  the API, described\n");
}

static const struct gz_route routes[] = {
    {"GET", "/", GZ_SCOPE_NONE, 0, answer_index},
    {"GET", "/livez", GZ_SCOPE_NONE, 0, answer_live},
    {"GET", "/readyz", GZ_SCOPE_NONE, 0, answer_ready},
    {"GET", "/metrics", GZ_SCOPE_READ, 0, answer_metrics},
};

struct gz_route_set gz_pages_routes(struct gz_pages *pages)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 pages};
}
