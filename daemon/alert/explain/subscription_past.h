#ifndef GZ_SUBSCRIPTION_PAST_H
#define GZ_SUBSCRIPTION_PAST_H

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/notify/topic_port.h"

/*
 * One subscription as the topic of subscriptions has it, for those who do not
 * follow that topic.
 */
struct gz_subscription_past_request {
    const struct gz_topic_port *port;  // of subscriptions, exact
    const struct gz_clock *clock;
    struct gz_str id;
    /** Asked now and then; true calls it off.  NULL allowed. */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

/**
 * Read the whole topic for the latest one of that id: *out is an owned
 * reference, NULL on failure.  GZ_NOT_FOUND with nothing in err: it is not
 * there; *removed: it was, and its latest record removes it or is refused, see
 * subscription_store.h.  GZ_LIMIT: it was called off; else as
 * gz_topic_span_read(), said in err.
 */
enum gz_status
gz_subscription_past_find(const struct gz_subscription_past_request *request,
                          struct gz_subscription **out, bool *removed,
                          struct gz_error *err) GZ_MUST_CHECK;

#endif
