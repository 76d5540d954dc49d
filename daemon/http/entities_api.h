#ifndef GZ_ENTITIES_API_H
#define GZ_ENTITIES_API_H

#include "daemon/config/config.h"
#include "daemon/http/feed_stream.h"
#include "daemon/kafka/follower.h"

/*
 * GET /v1/entities: the topic of entity events as a stream.
 */
struct gz_entities_api {
    struct gz_follower_options live;
    struct gz_follower_options replay;
    struct gz_feed_kind kind;
    uint64_t fingerprint;
    struct gz_feed_stream stream;
};

/** Make the feed; api must not move.  config and log are borrowed.
 * fingerprint: of the event schema.  Release with gz_entities_api_fini(). */
enum gz_status gz_entities_api_init(struct gz_entities_api *api,
                                    const struct gz_config *config,
                                    uint64_t fingerprint, struct gz_log *log,
                                    const struct gz_clock *clock,
                                    struct gz_error *err) GZ_MUST_CHECK;

/** End its threads, before the server is closed. */
void gz_entities_api_stop(struct gz_entities_api *api);

/** After the server is closed; also one that could not be made. */
void gz_entities_api_fini(struct gz_entities_api *api);

struct gz_route_set gz_entities_api_routes(struct gz_entities_api *api);

#endif
