#include "daemon/http/preview_api.h"

#include <stdlib.h>

#include "daemon/alert/preview/preview_json.h"
#include "daemon/base/clock.h"
#include "daemon/base/job_queue.h"
#include "daemon/http/exchange.h"
#include "daemon/http/subscription_body.h"
#include "daemon/kafka/topic_follower.h"
#include "daemon/notify/since.h"

enum {
    BAD_REQUEST = 400,
    NOT_FOUND = 404,
    BAD_GATEWAY = 502,
    UNAVAILABLE = 503,
    SAMPLES = 10,
};

static const int64_t most_us = (int64_t)30 * 1000 * 1000;

struct job {
    struct gz_exchange *exchange;
    bool of_body;
    struct gz_str text;  // the body, or an id; of the exchange
    int64_t since_ms;
    uint32_t samples;
    int64_t deadline_us;
};

struct gz_preview_api {
    struct gz_preview_api_options options;
    struct gz_follower_options follower;
    struct gz_job_queue *queue;
};

// --- the subscription ---

static struct gz_subscription *
find(struct gz_preview_api *api, const struct job *job, struct gz_reply *reply)
{
    struct gz_subscription_cell *cell = api->options.subscriptions;
    uint32_t version;
    struct gz_subscription_index *ix =
        cell != NULL ? gz_subscription_cell_get(cell, &version) : NULL;
    struct gz_subscription *s =
        ix != NULL ? gz_subscription_index_find(ix, job->text) : NULL;

    if (s != NULL) {
        (void)gz_subscription_ref(s);
    } else {
        gz_reply_error(reply, NOT_FOUND,
                       "POST it to /v1/subscriptions/preview to try it before "
                       "it is in use",
                       "there is no subscription \"" GZ_STR_FMT "\"",
                       GZ_STR_ARG(job->text));
    }
    gz_subscription_index_free(ix);
    return s;
}

// --- one preview ---

static bool is_stopping(void *ctx)
{
    return gz_job_queue_stopping(((struct gz_preview_api *)ctx)->queue);
}

static void refuse(struct gz_reply *reply, enum gz_status st,
                   const struct gz_error *err)
{
    const bool away = st == GZ_UNAVAILABLE || st == GZ_NO_MEMORY;

    gz_reply_error(reply, away ? UNAVAILABLE : BAD_GATEWAY,
                   away ? "try again later"
                        : "gazetted topics check tells what is missing",
                   GZ_STR_FMT, GZ_STR_ARG(gz_reply_plain(gz_error_text(err))));
    if (away) {
        gz_reply_retry_after(reply, "10");
    }
}

static void preview(struct gz_preview_api *api, const struct job *job,
                    struct gz_subscription *s, int64_t left_us,
                    struct gz_reply *reply)
{
    const struct gz_topic_port port = gz_topic_follower_port(&api->follower);
    const struct gz_preview_request request = {
        .subscriptions = &s,
        .count = 1,
        .port = &port,
        .clock = &gz_clock_system,
        .fingerprint = api->options.fingerprint,
        .since_ms = job->since_ms,
        .max_age_ms = api->options.config->alerts.max_age_ms,
        .event_limit = GZ_PREVIEW_API_EVENTS,
        .time_limit_ms = left_us / 1000 + 1,
        .samples = job->samples,
        .stop = is_stopping,
        .stop_ctx = api,
    };
    struct gz_preview_report report = {.preview = NULL};
    struct gz_error err;

    gz_error_init(&err);
    enum gz_status st = gz_preview_reader_run(&request, &report, &err);
    if (st == GZ_OK) {
        reply->type = gz_reply_json;
        st = gz_preview_json_append(&report, &reply->body);
    }
    if (st != GZ_OK) {
        refuse(reply, st, &err);
    }
    gz_preview_reader_fini(&report);
    gz_error_fini(&err);
}

static void tell_busy(struct gz_reply *reply)
{
    gz_reply_error(reply, UNAVAILABLE, "come again in a few seconds",
                   "%d previews wait already", GZ_PREVIEW_API_WAITING);
    gz_reply_retry_after(reply, "5");
}

static struct gz_subscription *choose(struct gz_preview_api *api,
                                      const struct job *job,
                                      struct gz_reply *reply)
{
    static const struct gz_str its_own = {NULL, 0};
    // Nobody is told, so that receivers do not matter.
    const struct gz_subscription_body_terms terms = {.rules =
                                                         api->options.rules};

    return job->of_body
               ? gz_subscription_body_read(&terms, its_own, job->text, reply)
               : find(api, job, reply);
}

static void work(void *ctx, void *arg)
{
    struct gz_preview_api *api = ctx;
    const struct job *job = arg;
    const int64_t left_us =
        job->deadline_us - gz_clock_monotonic_us(&gz_clock_system);
    struct gz_reply reply;

    gz_reply_init(&reply);
    if (left_us <= 0 || is_stopping(api)) {
        tell_busy(&reply);
    } else {
        struct gz_subscription *s = choose(api, job, &reply);
        if (s != NULL) {
            preview(api, job, s, left_us, &reply);
        }
        gz_subscription_unref(s);
    }
    gz_exchange_finish(job->exchange, &reply);
}

// --- the request ---

static bool read_samples(struct gz_str text, uint32_t *out)
{
    int64_t number = SAMPLES;

    if (text.ptr != NULL && !gz_str_to_int64(text, &number)) {
        return false;
    }
    *out = (uint32_t)number;
    return number >= 0 && number <= GZ_PREVIEW_API_SAMPLES;
}

static enum gz_status read_request(const struct gz_request *request,
                                   struct job *job, struct gz_error *err)
{
    static const char *const names[] = {"since", "samples", NULL};
    const struct gz_str since = gz_target_argument(request->target, "since");
    enum gz_status st = gz_target_check(request->target, names, 0, err);

    if (st == GZ_OK) {
        st = gz_since_read(since.ptr != NULL ? since : GZ_STR_LIT("24h"),
                           gz_clock_realtime_ms(&gz_clock_system),
                           &job->since_ms, err);
    }
    if (st == GZ_OK &&
        !read_samples(gz_target_argument(request->target, "samples"),
                      &job->samples)) {
        st = gz_error_set(err, GZ_INVALID, "samples is a number from 0 to %d",
                          GZ_PREVIEW_API_SAMPLES);
    }
    return st;
}

static void enqueue(struct gz_preview_api *api,
                    const struct gz_request *request, bool of_body,
                    struct gz_reply *reply)
{
    const int64_t limit_us = api->options.config->http.request_timeout_ms * 750;
    struct job job = {.exchange = request->exchange,
                      .of_body = of_body,
                      .text = of_body ? request->body : request->param,
                      .deadline_us = gz_clock_monotonic_us(&gz_clock_system) +
                                     (limit_us < most_us ? limit_us : most_us)};
    struct gz_error err;

    gz_error_init(&err);
    if (read_request(request, &job, &err) != GZ_OK) {
        gz_reply_error(reply, BAD_REQUEST,
                       "/v1/openapi.json describes the parameters", GZ_STR_FMT,
                       GZ_STR_ARG(gz_reply_plain(gz_error_text(&err))));
    } else {
        gz_exchange_defer(request->exchange);
        if (!gz_job_queue_put(api->queue, &job)) {
            tell_busy(reply);
            gz_exchange_finish(request->exchange, reply);
        }
    }
    gz_error_fini(&err);
}

static void handle_body(void *ctx, const struct gz_request *request,
                        struct gz_reply *reply)
{
    if (gz_subscription_body_is_json(request->content_type, reply)) {
        enqueue(ctx, request, true, reply);
    }
}

static void handle_id(void *ctx, const struct gz_request *request,
                      struct gz_reply *reply)
{
    enqueue(ctx, request, false, reply);
}

static const struct gz_route routes[] = {
    {"POST", "/v1/subscriptions/preview", GZ_SCOPE_READ,
     GZ_PREVIEW_API_BODY_BYTES, handle_body},
    {"GET", "/v1/subscriptions/{id}/preview", GZ_SCOPE_READ, 0, handle_id},
};

struct gz_route_set gz_preview_api_routes(struct gz_preview_api *api)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 api};
}

// --- life ---

enum gz_status gz_preview_api_new(const struct gz_preview_api_options *options,
                                  struct gz_preview_api **out,
                                  struct gz_error *err)
{
    struct gz_preview_api *api = calloc(1, sizeof(*api));

    *out = NULL;
    if (api == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    api->options = *options;
    api->follower = (struct gz_follower_options){
        .config = options->config,
        .topic = options->config->output.topic,
        .log = options->log,
        .exact = true,
    };
    const struct gz_job_queue_options queue = {
        .job_bytes = sizeof(struct job),
        .waiting = GZ_PREVIEW_API_WAITING,
        .work = work,
        .ctx = api,
    };
    const enum gz_status st = gz_job_queue_new(&queue, &api->queue, err);
    if (st != GZ_OK) {
        gz_preview_api_free(api);
        return st;
    }
    *out = api;
    return GZ_OK;
}

void gz_preview_api_stop(struct gz_preview_api *api)
{
    gz_job_queue_stop(api->queue);
}

void gz_preview_api_free(struct gz_preview_api *api)
{
    if (api != NULL) {
        gz_job_queue_free(api->queue);
        free(api);
    }
}
