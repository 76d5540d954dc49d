// What the pages say of the service.

#include "daemon/base/clock.h"
#include "daemon/observe/notify.h"
#include "daemon/service_state.h"

// Brokers that answer and yet store nothing, as with too few replicas in
// sync, are no reason to restart for a while.
static const int64_t STALL_US = INT64_C(300) * 1000000;

bool gz_service_is_healthy(const struct gz_worker *w)
{
    const struct gz_worker_state state = gz_worker_state(w);
    const struct gz_progress progress = {
        .loop_us = state.loop_us,
        .progress_us = state.progress_us,
        .has_work = state.has_work,
        .waiting = state.unreachable,
    };

    // A worker that connects or drains has bounds of its own.
    const bool loops =
        state.phase == GZ_WORKER_JOINING || state.phase == GZ_WORKER_RUNNING;
    return !loops ||
           gz_notify_healthy(&progress, gz_clock_monotonic_us(&gz_clock_system),
                             STALL_US);
}

const char *gz_service_why_not_ready(const struct gz_worker *w)
{
    const struct gz_worker_state state = gz_worker_state(w);

    if (state.unreachable) {
        return "waiting for a broker";
    }
    switch (state.phase) {
    case GZ_WORKER_RUNNING:
        return NULL;
    case GZ_WORKER_JOINING:
        return "joining the group";
    default:
        return gz_worker_phase_name(state.phase);
    }
}

static void describe(void *ctx, struct gz_pages_state *out)
{
    struct gz_service *s = ctx;
    const struct gz_gazetteer_size size = gz_ruleset_size(s->shown);
    size_t receiver_count = 0;
    const struct gz_metrics_receiver *receivers =
        gz_notify_service_metrics(s->notify, &receiver_count);

    for (uint32_t i = 0; i < s->worker_count; i++) {
        s->page_workers[i] = (struct gz_pages_worker){
            .healthy = gz_service_is_healthy(s->workers[i]),
            .reason = gz_service_why_not_ready(s->workers[i]),
        };
    }
    *out = (struct gz_pages_state){
        .stopping = s->stopping,
        .reload_failed = s->reload_failed,
        .metrics = s->metrics,
        .info =
            {
                .ruleset = gz_ruleset_hash(s->shown),
                .ruleset_names = size.names,
                .ruleset_bytes = size.bytes,
                .workers_running = s->running,
                .receivers = receivers,
                .receiver_count = receiver_count,
            },
        .workers = s->page_workers,
        .worker_count = s->worker_count,
    };
}

enum gz_status gz_service_open_pages(struct gz_service *s, struct gz_error *err)
{
    const struct gz_api_options options = {
        .config = s->config,
        .rules = s->rules,
        .subscriptions = s->subscriptions,
        .keeper = NULL,
        .fingerprint = gz_event_schema_fingerprint(s->schema),
        .alert_fingerprint = s->alert_fingerprint,
        .loop = s->loop,
        .describe = describe,
        .describe_ctx = s,
        .metrics = gz_metrics_set(s->metrics, s->config->workers),
        .log = s->log,
    };

    return gz_api_open(&options, &s->api, err);
}
