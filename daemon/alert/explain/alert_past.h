#ifndef GZ_ALERT_PAST_H
#define GZ_ALERT_PAST_H

#include "codecs/alert_event.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/notify/topic_port.h"

/*
 * All that was told of one alert, as the topic of alerts holds it.
 */
struct gz_alert_past_request {
    const struct gz_topic_port *port;  // of alerts, exact
    const struct gz_clock *clock;
    uint64_t fingerprint;  // of the alert schema
    struct gz_str id;      // alert_id, or event_id of one of its AlertEvents
    int64_t since_ms;      // where to begin; 0: all that there is
    /** Asked now and then; true calls it off.  NULL allowed. */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

struct gz_alert_past {
    struct gz_arena *arena;               // owned
    const struct gz_alert_event **items;  // in the order in which they were
                                          // told, each once
    uint32_t count;
    uint64_t records;  // that were looked at
};

/**
 * Find it.  GZ_NOT_FOUND: there is none; GZ_LIMIT: it was called off; else as
 * gz_topic_span_read(), said in err.  Release with gz_alert_past_fini(),
 * also on failure.
 */
enum gz_status gz_alert_past_find(const struct gz_alert_past_request *request,
                                  struct gz_alert_past *out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** An empty one, for gz_alert_past_add(); GZ_NO_MEMORY. */
enum gz_status gz_alert_past_init(struct gz_alert_past *h) GZ_MUST_CHECK;
void gz_alert_past_fini(struct gz_alert_past *h);

/** Add a copy of an AlertEvent in its place; GZ_NO_MEMORY. */
enum gz_status
gz_alert_past_add(struct gz_alert_past *h,
                  const struct gz_alert_event *alert) GZ_MUST_CHECK;

#endif
