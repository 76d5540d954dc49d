#include "daemon/http/extract_api.h"

#include <stdlib.h>

#include "codecs/event_encode.h"
#include "daemon/base/clock.h"
#include "daemon/base/job_queue.h"
#include "daemon/explain/explain_stages.h"
#include "daemon/http/exchange.h"

enum {
    BAD_REQUEST = 400,
    TOO_LARGE = 413,
    UNSUPPORTED_TYPE = 415,
    UNPROCESSABLE = 422,
    TOO_MANY = 429,
    UNAVAILABLE = 503,
};

struct job {
    struct gz_exchange *exchange;
    struct gz_str body;  // of the exchange
    enum gz_article_format format;
    bool trace;
};

struct gz_extract_api {
    struct gz_rules_cell *rules;
    struct gz_pipeline *pipelines[GZ_ARTICLE_FORMAT_COUNT];
    struct gz_job_queue *queue;
};

// --- one article ---

static const char *remedy_of(enum gz_decode_code code)
{
    switch (code) {
    case GZ_DECODE_TOO_LARGE:
        return "send less, or raise input.limit";
    case GZ_DECODE_NO_FIELD:
    case GZ_DECODE_WRONG_TYPE:
        return "send a JSON object with title and body, or text/plain; see "
               "input.fields";
    case GZ_DECODE_NO_MEMORY:
        return "send less, or raise input.memory";
    default:
        return "send a JSON object as application/json, or UTF-8 as "
               "text/plain";
    }
}

static void refuse(struct gz_reply *reply, const struct gz_decode_failure *f)
{
    gz_reply_error(
        reply, f->code == GZ_DECODE_TOO_LARGE ? TOO_LARGE : UNPROCESSABLE,
        remedy_of(f->code), "%s: %s", gz_decode_code_name(f->code), f->message);
}

// Whoever writes JSON lines ends them.
static void drop_line_end(struct gz_buffer *out)
{
    if (out->len > 0 && out->data[out->len - 1] == '\n') {
        out->len--;
    }
}

static void append_events(const struct gz_pipeline_view *view,
                          struct gz_buffer *out)
{
    for (uint32_t i = 0; i < view->event_count; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : ",");
        gz_event_encode_json(&view->events[i], out);
        drop_line_end(out);
    }
}

static enum gz_status append_trace(struct gz_ruleset *rules,
                                   const struct gz_pipeline_view *view,
                                   const struct gz_extract_trace *trace,
                                   struct gz_buffer *out)
{
    const struct gz_explain_subject subject = {
        .rules = rules,
        .article = view->article,
        .document = view->document,
        .arena = view->arena,
        .findings = view->findings,
        .trace = trace,
    };
    struct gz_explain_writer writer = {.format = &gz_explain_json, .out = out};

    gz_buffer_append_z(out, ",\"trace\":");
    const enum gz_status st = gz_explain_stages(&subject, &writer);
    drop_line_end(out);
    return st;
}

static void write_view(struct gz_ruleset *rules,
                       const struct gz_pipeline_view *view,
                       const struct gz_extract_trace *trace,
                       struct gz_reply *reply)
{
    struct gz_buffer *out = &reply->body;

    reply->type = gz_reply_json;
    gz_buffer_append_fmt(out,
                         "{\"ruleset\":\"%s\",\"engine\":\"" GZ_VERSION
                         "\",\"truncated\":%s,\"events\":[",
                         gz_ruleset_hash(rules),
                         view->findings->truncated ? "true" : "false");
    append_events(view, out);
    gz_buffer_append_byte(out, ']');
    if (trace != NULL && append_trace(rules, view, trace, out) != GZ_OK) {
        gz_reply_error(reply, UNPROCESSABLE, remedy_of(GZ_DECODE_NO_MEMORY),
                       "the trace needs more memory than input.memory allows");
        return;
    }
    gz_buffer_append_z(out, "}\n");
}

static void work(void *ctx, void *arg)
{
    struct gz_extract_api *api = ctx;
    const struct job *job = arg;
    const struct gz_record record = {
        .timestamp_ms = gz_clock_realtime_ms(&gz_clock_system),
        .value = job->body,
    };
    struct gz_extract_trace trace = {0};
    struct gz_pipeline_view view;
    struct gz_decode_failure failure;
    struct gz_reply reply;
    uint32_t version;
    struct gz_ruleset *rules = gz_rules_cell_get(api->rules, &version);

    gz_reply_init(&reply);
    if (gz_pipeline_view_traced(api->pipelines[job->format], rules, &record,
                                job->trace ? &trace : NULL, &view,
                                &failure) == GZ_OK) {
        write_view(rules, &view, job->trace ? &trace : NULL, &reply);
    } else {
        refuse(&reply, &failure);
    }
    gz_ruleset_unref(rules);
    gz_exchange_finish(job->exchange, &reply);
}

// --- the request ---

static bool read_type(const char *type, enum gz_article_format *out)
{
    struct gz_str rest = gz_str_z(type);
    const struct gz_str name = gz_str_trim(gz_str_cut(&rest, ';'));

    if (gz_str_eq_nocase(name, GZ_STR_LIT("application/json"))) {
        *out = GZ_ARTICLE_JSON;
        return true;
    }
    *out = GZ_ARTICLE_TEXT;
    return gz_str_eq_nocase(name, GZ_STR_LIT("text/plain"));
}

static bool read_request(const struct gz_request *request, struct job *job,
                         struct gz_reply *reply)
{
    static const char *const names[] = {"trace", NULL};
    const struct gz_str trace = gz_target_argument(request->target, "trace");

    if (gz_target_check(request->target, names, 0, NULL) != GZ_OK ||
        (trace.ptr != NULL && !gz_str_is(trace, "1") &&
         !gz_str_is(trace, "0"))) {
        gz_reply_error(reply, BAD_REQUEST, "send trace=1 or nothing",
                       "the only parameter is trace, once, 0 or 1");
        return false;
    }
    if (!read_type(request->content_type, &job->format)) {
        gz_reply_error(reply, UNSUPPORTED_TYPE,
                       "send Content-Type: application/json or text/plain",
                       "articles are JSON or plain text here, not \"%.100s\"",
                       request->content_type == NULL ? ""
                                                     : request->content_type);
        return false;
    }
    job->trace = trace.ptr != NULL && gz_str_is(trace, "1");
    return true;
}

static void handle(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    struct gz_extract_api *api = ctx;
    struct job job = {.exchange = request->exchange, .body = request->body};

    if (!read_request(request, &job, reply)) {
        return;
    }
    gz_exchange_defer(request->exchange);
    if (!gz_job_queue_put(api->queue, &job)) {
        gz_reply_error(reply, TOO_MANY, "come again in a second",
                       "%d articles wait already", GZ_EXTRACT_API_WAITING);
        gz_reply_retry_after(reply, "1");
        gz_exchange_finish(request->exchange, reply);
    }
}

static const struct gz_route routes[] = {
    {"POST", "/v1/extract", GZ_SCOPE_READ, GZ_EXTRACT_API_BODY_BYTES, handle},
};

struct gz_route_set gz_extract_api_routes(struct gz_extract_api *api)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 api};
}

// --- life ---

static enum gz_status open_pipelines(struct gz_extract_api *api,
                                     const struct gz_config *config,
                                     uint64_t fingerprint, struct gz_error *err)
{
    enum gz_status st = GZ_OK;

    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT && st == GZ_OK; f++) {
        struct gz_pipeline_options options =
            gz_config_pipeline(config, fingerprint);
        options.decode.format = (enum gz_article_format)f;
        st = gz_pipeline_new(&options, &api->pipelines[f], err);
    }
    return st;
}

static enum gz_status open_queue(struct gz_extract_api *api,
                                 struct gz_error *err)
{
    const struct gz_job_queue_options options = {
        .job_bytes = sizeof(struct job),
        .waiting = GZ_EXTRACT_API_WAITING,
        .work = work,
        .ctx = api,
    };

    return gz_job_queue_new(&options, &api->queue, err);
}

enum gz_status gz_extract_api_new(const struct gz_config *config,
                                  struct gz_rules_cell *rules,
                                  uint64_t fingerprint,
                                  struct gz_extract_api **out,
                                  struct gz_error *err)
{
    struct gz_extract_api *api = calloc(1, sizeof(*api));

    *out = NULL;
    if (api == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    api->rules = rules;
    enum gz_status st = open_pipelines(api, config, fingerprint, err);
    if (st == GZ_OK) {
        st = open_queue(api, err);
    }
    if (st != GZ_OK) {
        gz_extract_api_free(api);
        return st;
    }
    *out = api;
    return GZ_OK;
}

void gz_extract_api_stop(struct gz_extract_api *api)
{
    gz_job_queue_stop(api->queue);
}

void gz_extract_api_free(struct gz_extract_api *api)
{
    if (api == NULL) {
        return;
    }
    gz_job_queue_free(api->queue);
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT; f++) {
        gz_pipeline_free(api->pipelines[f]);
    }
    free(api);
}
