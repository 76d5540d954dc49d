#include "daemon/http/entities_api.h"

#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "daemon/notify/entity_filter.h"

enum { TOTAL_BYTES = 128 << 20 };

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
    .several = GZ_ENTITY_FILTER_SEVERAL,
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
    const struct gz_topic_stream_options options = {
        .config = config,
        .topic = config->output.topic,
        .kind =
            {
                .event = "entity",
                .decode = decode,
                .matches = matches,
                .print = print,
                .ctx = api,
            },
        .filters = &filters,
        .remedy = "gazetted topics check tells what is missing",
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
    const struct gz_entities_api *api = ctx;
    gz_feed_stream_open(&api->topic.stream, request, reply);
}

static const struct gz_route routes[] = {
    {"GET", "/v1/entities", GZ_SCOPE_READ, 0, handle},
};

struct gz_route_set gz_entities_api_routes(struct gz_entities_api *api)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 api};
}
