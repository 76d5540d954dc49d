#ifndef GZ_ALERTS_API_H
#define GZ_ALERTS_API_H

#include "daemon/config/config.h"
#include "daemon/http/topic_stream.h"

/*
 * GET /v1/alerts: the topic of alerts as a stream, whoever makes them: this
 * process needs no alert workers for it.
 */
struct gz_alerts_api {
    struct gz_topic_stream topic;
    uint64_t fingerprint;
};

/** Make the stream; api must not move.  config and log are borrowed.
 * fingerprint: of the alert schema.  Release its topic with
 * gz_topic_stream_fini(). */
enum gz_status gz_alerts_api_init(struct gz_alerts_api *api,
                                  const struct gz_config *config,
                                  uint64_t fingerprint, struct gz_log *log,
                                  const struct gz_clock *clock,
                                  struct gz_error *err) GZ_MUST_CHECK;

struct gz_route_set gz_alerts_api_routes(struct gz_alerts_api *api);

#endif
