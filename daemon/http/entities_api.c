#include "daemon/http/entities_api.h"

#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "daemon/kafka/topic_follower.h"
#include "daemon/notify/entity_filter.h"

enum {
    CLIENT_BYTES = 512 << 10,
    TOTAL_BYTES = 128 << 20,
    HEARTBEAT_US = 15 * 1000 * 1000,
    IDLE_US = 60 * 1000 * 1000,
};

static enum gz_status decode(void *ctx, const struct gz_record *record,
                             struct gz_arena *arena, const void **item)
{
    const struct gz_entities_api *api = ctx;
    const struct gz_event *event = NULL;
    const enum gz_status st = gz_event_decode_single_object(
        record->value, api->fingerprint, arena, &event, NULL);

    *item = event;
    return st;
}

static bool matches(const void *filter, const void *item)
{
    return gz_entity_filter_matches(filter, item);
}

static void print(const void *item, struct gz_buffer *out)
{
    gz_event_encode_json(item, out);
}

static enum gz_status parse(const struct gz_target *target, void **filter,
                            struct gz_error *err)
{
    struct gz_entity_filter *f = NULL;
    const enum gz_status st = gz_entity_filter_parse(target, &f, err);

    *filter = f;
    return st;
}

static const struct gz_str *keys(const void *filter, size_t *count)
{
    return gz_entity_filter_keys(filter, count);
}

static void free_filter(void *filter)
{
    gz_entity_filter_free(filter);
}

static const struct gz_feed_filter_kind filters = {
    .names = gz_entity_filter_names,
    .parse = parse,
    .keys = keys,
    .free = free_filter,
};

enum gz_status gz_entities_api_init(struct gz_entities_api *api,
                                    const struct gz_config *config,
                                    uint64_t fingerprint, struct gz_log *log,
                                    const struct gz_clock *clock,
                                    struct gz_error *err)
{
    const char *topic = config->output.topic;

    *api = (struct gz_entities_api){
        .live = {.config = config, .topic = topic, .log = log, .exact = true},
        .kind =
            {
                .event = "entity",
                .decode = decode,
                .matches = matches,
                .print = print,
                .ctx = api,
            },
        .fingerprint = fingerprint,
        .stream = {NULL, topic, &filters, clock},
    };
    api->replay = api->live;
    api->replay.brief = true;
    const struct gz_feed_options options = {
        .kind = &api->kind,
        .topic = topic,
        .live = gz_topic_follower_port(&api->live),
        .replay = gz_topic_follower_port(&api->replay),
        .log = log,
        .clock = clock,
        .client_bytes = CLIENT_BYTES,
        .total_bytes = TOTAL_BYTES,
        .heartbeat_us = HEARTBEAT_US,
        .idle_us = IDLE_US,
    };
    return gz_feed_new(&options, &api->stream.feed, err);
}

void gz_entities_api_stop(struct gz_entities_api *api)
{
    if (api->stream.feed != NULL) {
        gz_feed_stop(api->stream.feed);
    }
}

void gz_entities_api_fini(struct gz_entities_api *api)
{
    gz_feed_free(api->stream.feed);
    api->stream.feed = NULL;
}

static void handle(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    const struct gz_entities_api *api = ctx;
    gz_feed_stream_open(&api->stream, request, reply);
}

static const struct gz_route routes[] = {
    {"GET", "/v1/entities", GZ_SCOPE_READ, 0, handle},
};

struct gz_route_set gz_entities_api_routes(struct gz_entities_api *api)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 api};
}
