#include "daemon/http/api.h"

#include <ev.h>
#include <stdlib.h>

#include "daemon/http/alerts_api.h"
#include "daemon/http/entities_api.h"
#include "daemon/http/extract_api.h"
#include "daemon/http/preview_api.h"
#include "daemon/http/subscriptions_api.h"

// The text of openapi.json.
extern const char gz_openapi[];
extern const size_t gz_openapi_size;

enum { SETS = 7 };

static const int64_t SWEEP_MS = 1000;
static const double BEAT_S = 1.;

struct gz_api {
    struct gz_api_options options;
    struct gz_access_tokens *tokens;
    struct gz_pages pages;
    struct gz_entities_api entities;
    struct gz_alerts_api alerts;
    struct gz_extract_api *extract;
    struct gz_preview_api *preview;
    struct gz_subscriptions_api subscriptions;
    struct gz_receivers *receivers;  // that subscriptions may name
    struct gz_route_set sets[SETS];
    struct gz_server *server;
    ev_timer beat;
};

static void describe_api(void *ctx, const struct gz_request *request,
                         struct gz_reply *reply)
{
    (void)ctx;
    (void)request;
    reply->type = gz_reply_json;
    gz_buffer_append(&reply->body, gz_openapi, gz_openapi_size);
}

static const struct gz_route routes[] = {
    {"GET", "/v1/openapi.json", GZ_SCOPE_NONE, 0, describe_api},
};

// Metrics count all streams together.
static void put_feeds(struct gz_api *api)
{
    struct gz_metrics_set *m = api->options.metrics;
    struct gz_feed *feeds[] = {api->entities.topic.stream.feed,
                               api->alerts.topic.stream.feed};
    struct gz_feed_counts sum = {0};

    for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++) {
        gz_feed_beat(feeds[i]);
        const struct gz_feed_counts one = gz_feed_counts(feeds[i]);
        sum.sent += one.sent;
        sum.behind += one.behind;
        sum.gaps += one.gaps;
    }
    gz_metrics_put(m, GZ_METRIC_STREAM_EVENTS, (int64_t)sum.sent);
    gz_metrics_put(m, GZ_METRIC_STREAM_BEHIND, (int64_t)sum.behind);
    gz_metrics_put(m, GZ_METRIC_STREAM_GAPS, (int64_t)sum.gaps);
}

static void on_beat(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct gz_api *api = timer->data;
    struct gz_metrics_set *m = api->options.metrics;
    (void)loop;
    (void)events;

    put_feeds(api);
    const struct gz_server_counts server = gz_server_counts(api->server);
    gz_metrics_put(m, GZ_METRIC_HTTP_CONNECTIONS, server.connections);
    gz_metrics_put(m, GZ_METRIC_HTTP_STREAMS, server.streams);
    gz_metrics_put(m, GZ_METRIC_HTTP_REQUESTS, (int64_t)server.requests);
    gz_metrics_put(m, GZ_METRIC_HTTP_REFUSED, (int64_t)server.refused);
    gz_metrics_put(m, GZ_METRIC_HTTP_CUT, (int64_t)server.cut);
}

static enum gz_status load_tokens(struct gz_api *api, struct gz_error *err)
{
    const struct gz_config *config = api->options.config;

    return config->http.tokens == NULL
               ? GZ_OK
               : gz_access_tokens_load(config->http.tokens,
                                       config->credentials_dir, &api->tokens,
                                       err);
}

static enum gz_status open_preview(struct gz_api *api, struct gz_error *err)
{
    const struct gz_api_options *o = &api->options;
    const struct gz_preview_api_options options = {
        .config = o->config,
        .rules = o->rules,
        .subscriptions = o->subscriptions,
        .fingerprint = o->fingerprint,
        .log = o->log,
    };

    return gz_preview_api_new(&options, &api->preview, err);
}

static enum gz_status open_parts(struct gz_api *api, struct gz_error *err)
{
    const struct gz_api_options *o = &api->options;
    enum gz_status st = load_tokens(api, err);

    gz_subscriptions_api_init(&api->subscriptions, o->subscriptions, o->rules,
                              o->keeper);
    if (st == GZ_OK) {
        st = gz_entities_api_init(&api->entities, o->config, o->fingerprint,
                                  o->log, &gz_clock_system, err);
    }
    if (st == GZ_OK) {
        st = gz_alerts_api_init(&api->alerts, o->config, o->alert_fingerprint,
                                o->log, &gz_clock_system, err);
    }
    if (st == GZ_OK) {
        st = gz_extract_api_new(o->config, o->rules, o->fingerprint,
                                &api->extract, err);
    }
    if (st == GZ_OK) {
        st = open_preview(api, err);
    }
    return st;
}

static enum gz_status open_server(struct gz_api *api, struct gz_error *err)
{
    const struct gz_config *config = api->options.config;
    const struct gz_server_options options = {
        .path = config->http.listen.path,
        .host = config->http.listen.host,
        .port = config->http.listen.port,
        .loop = api->options.loop,
        .sets = api->sets,
        .set_count = SETS,
        .tokens = api->tokens,
        .hosts = config->http.hosts.items,
        .origins = config->http.origins.items,
        .connections = config->http.connections,
        .connections_per_address = config->http.connections_per_address,
        .log = api->options.log,
        .clock = &gz_clock_system,
        .request_limit_ms = config->http.request_timeout_ms,
        .sweep_ms = SWEEP_MS,
    };

    api->sets[0] = gz_pages_routes(&api->pages);
    api->sets[1] = (struct gz_route_set){routes, 1, api};
    api->sets[2] = gz_entities_api_routes(&api->entities);
    api->sets[3] = gz_alerts_api_routes(&api->alerts);
    api->sets[4] = gz_extract_api_routes(api->extract);
    api->sets[5] = gz_subscriptions_api_routes(&api->subscriptions);
    api->sets[6] = gz_preview_api_routes(api->preview);
    return gz_server_open(&options, &api->server, err);
}

enum gz_status gz_api_open(const struct gz_api_options *options,
                           struct gz_api **out, struct gz_error *err)
{
    const struct gz_config_address *address = &options->config->http.listen;

    *out = NULL;
    if (address->host == NULL && address->path == NULL) {
        return GZ_OK;
    }
    struct gz_api *api = calloc(1, sizeof(*api));
    if (api == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    api->options = *options;
    api->pages = (struct gz_pages){options->describe, options->describe_ctx};
    enum gz_status st = open_parts(api, err);
    if (st == GZ_OK) {
        st = open_server(api, err);
    }
    if (st != GZ_OK) {
        gz_api_close(api);
        return st;
    }
    ev_timer_init(&api->beat, on_beat, BEAT_S, BEAT_S);
    api->beat.data = api;
    ev_timer_start(options->loop, &api->beat);
    *out = api;
    return GZ_OK;
}

void gz_api_take_receivers(struct gz_api *api, struct gz_receivers *receivers)
{
    if (api != NULL) {
        gz_receivers_unref(api->receivers);
        api->receivers = gz_receivers_ref(receivers);
        gz_subscriptions_api_know(&api->subscriptions,
                                  receivers != NULL ? &receivers->known : NULL);
    }
}

void gz_api_close(struct gz_api *api)
{
    if (api == NULL) {
        return;
    }
    if (ev_is_active(&api->beat)) {
        ev_timer_stop(api->options.loop, &api->beat);
    }
    // Nobody may answer any more when the server goes, and no stream may ask.
    gz_topic_stream_stop(&api->entities.topic);
    gz_topic_stream_stop(&api->alerts.topic);
    if (api->extract != NULL) {
        gz_extract_api_stop(api->extract);
    }
    if (api->preview != NULL) {
        gz_preview_api_stop(api->preview);
    }
    gz_subscriptions_api_stop(&api->subscriptions);
    gz_server_close(api->server);
    gz_extract_api_free(api->extract);
    gz_preview_api_free(api->preview);
    gz_topic_stream_fini(&api->entities.topic);
    gz_topic_stream_fini(&api->alerts.topic);
    gz_access_tokens_free(api->tokens);
    gz_receivers_unref(api->receivers);
    free(api);
}
