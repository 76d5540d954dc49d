#ifndef GZ_ENTITIES_API_H
#define GZ_ENTITIES_API_H

#include "daemon/config/config.h"
#include "daemon/http/topic_stream.h"

/*
 * GET /v1/entities: the topic of entity events as a stream.
 */
struct gz_entities_api {
    struct gz_topic_stream topic;
    uint64_t fingerprint;
};

/** Make the stream; api must not move.  config and log are borrowed.
 * fingerprint: of the event schema.  Release its topic with
 * gz_topic_stream_fini(). */
enum gz_status gz_entities_api_init(struct gz_entities_api *api,
                                    const struct gz_config *config,
                                    uint64_t fingerprint, struct gz_log *log,
                                    const struct gz_clock *clock,
                                    struct gz_error *err) GZ_MUST_CHECK;

struct gz_route_set gz_entities_api_routes(struct gz_entities_api *api);

#endif
