#include "daemon/http/alerts_api.h"

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "daemon/notify/alert_filter.h"

enum { TOTAL_BYTES = 32 << 20 };

static enum gz_status decode(void *ctx, const struct gz_record *record,
                             struct gz_arena *arena, const void **item)
{
    const struct gz_alerts_api *api = ctx;
    const struct gz_alert_event *alert = NULL;
    const enum gz_status st = gz_alert_decode_single_object(
        record->value, api->fingerprint, arena, &alert, NULL);

    *item = alert;
    return st;
}

static bool matches(const void *filter, const void *item)
{
    return gz_alert_filter_matches(filter, item);
}

static void print(const void *item, struct gz_buffer *out)
{
    gz_alert_encode_json(item, out);
}

static enum gz_status parse(const struct gz_target *target, void **filter,
                            struct gz_error *err)
{
    struct gz_alert_filter *f = NULL;
    const enum gz_status st = gz_alert_filter_parse(target, &f, err);

    *filter = f;
    return st;
}

static const struct gz_str *keys(const void *filter, size_t *count)
{
    return gz_alert_filter_keys(filter, count);
}

static void free_filter(void *filter)
{
    gz_alert_filter_free(filter);
}

static const struct gz_feed_filter_kind filters = {
    .names = gz_alert_filter_names,
    .several = GZ_ALERT_FILTER_SEVERAL,
    .parse = parse,
    .keys = keys,
    .free = free_filter,
};

enum gz_status gz_alerts_api_init(struct gz_alerts_api *api,
                                  const struct gz_config *config,
                                  uint64_t fingerprint, struct gz_log *log,
                                  const struct gz_clock *clock,
                                  struct gz_error *err)
{
    const struct gz_topic_stream_options options = {
        .config = config,
        .topic = config->alerts.topic,
        .kind =
            {
                .event = "alert",
                .decode = decode,
                .matches = matches,
                .print = print,
                .ctx = api,
            },
        .filters = &filters,
        .remedy = "alerts are made where alerts.workers is not 0 "
                  "and go to alerts.topic; gazetted topics check tells what "
                  "is missing",
        .total_bytes = TOTAL_BYTES,
        .log = log,
        .clock = clock,
    };

    api->fingerprint = fingerprint;
    return gz_topic_stream_init(&api->topic, &options, err);
}

static void handle(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    const struct gz_alerts_api *api = ctx;
    gz_feed_stream_open(&api->topic.stream, request, reply);
}

static const struct gz_route routes[] = {
    {"GET", "/v1/alerts", GZ_SCOPE_READ, 0, handle},
};

struct gz_route_set gz_alerts_api_routes(struct gz_alerts_api *api)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 api};
}
