#include "daemon/http/pages.h"

#include <stddef.h>
#include <string.h>

#include "daemon/observe/process_stats.h"

enum { NOT_FOUND = 404, UNAVAILABLE = 503 };

static void give_reason(struct gz_server_reply *reply, const char *reason)
{
    reply->status = UNAVAILABLE;
    gz_buffer_append_fmt(&reply->body, "%s\n", reason);
}

static void give_worker_reason(struct gz_server_reply *reply, uint32_t k,
                               const char *reason)
{
    reply->status = UNAVAILABLE;
    gz_buffer_append_fmt(&reply->body, "worker %u: %s\n", (unsigned)k, reason);
}

static void say_ok(struct gz_server_reply *reply)
{
    if (reply->status != UNAVAILABLE) {
        gz_buffer_append_z(&reply->body, "ok\n");
    }
}

static void show_live(const struct gz_pages_state *state,
                      struct gz_server_reply *reply)
{
    for (uint32_t k = 0; k < state->worker_count; k++) {
        if (!state->workers[k].healthy) {
            give_worker_reason(reply, k, "makes no progress");
        }
    }
    say_ok(reply);
}

static void show_ready(const struct gz_pages_state *state,
                       struct gz_server_reply *reply)
{
    if (state->stopping) {
        give_reason(reply, "the service is stopping");
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
        gz_buffer_append_z(&reply->body, "the last reload failed; the rules "
                                         "from before are in use\n");
    }
}

static void show_metrics(const struct gz_pages_state *state,
                         struct gz_server_reply *reply)
{
    struct gz_process_stats stats;

    gz_process_stats_read(&stats);
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    gz_metrics_page(state->metrics, &state->info, &reply->body);
    gz_process_stats_page(&stats, &reply->body);
}

static void show_index(const struct gz_pages_state *state,
                       struct gz_server_reply *reply);

static const struct page {
    const char *path;
    const char *summary;
    void (*show)(const struct gz_pages_state *state,
                 struct gz_server_reply *reply);
} pages[] = {
    {"/", "this list", show_index},
    {"/livez", "200 while the process makes progress", show_live},
    {"/readyz", "200 while articles are handled, else the reasons", show_ready},
    {"/metrics", "what is counted, for Prometheus", show_metrics},
};

enum { PAGE_COUNT = sizeof(pages) / sizeof(pages[0]) };

static void append_list(struct gz_server_reply *reply)
{
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        gz_buffer_append_fmt(&reply->body, "%-9s %s\n", pages[i].path,
                             pages[i].summary);
    }
}

static void show_index(const struct gz_pages_state *state,
                       struct gz_server_reply *reply)
{
    (void)state;
    gz_buffer_append_z(&reply->body, "gazetted " GZ_VERSION "\n\n");
    append_list(reply);
}

void gz_pages_answer(void *ctx, const char *path, struct gz_server_reply *reply)
{
    const struct gz_pages *p = ctx;

    for (size_t i = 0; i < PAGE_COUNT; i++) {
        if (strcmp(path, pages[i].path) == 0) {
            struct gz_pages_state state = {0};
            p->describe(p->ctx, &state);
            pages[i].show(&state, reply);
            return;
        }
    }
    reply->status = NOT_FOUND;
    gz_buffer_append_z(&reply->body, "there is no such page; there are\n");
    append_list(reply);
}
