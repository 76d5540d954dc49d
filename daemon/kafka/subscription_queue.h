#ifndef GZ_SUBSCRIPTION_QUEUE_H
#define GZ_SUBSCRIPTION_QUEUE_H

#include <ev.h>
#include <stdbool.h>

#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/base/clock.h"
#include "daemon/base/error.h"

/*
 * Changes of subscriptions on their way from the loop, where they are asked
 * for and answered, to the one thread that makes them, and back.
 *
 * The loop never waits: GZ_SUBSCRIPTION_QUEUE_ROOM may be on their way, and
 * each is answered within GZ_SUBSCRIPTION_QUEUE_MS, whatever the maker does;
 * what it does later is nobody's concern then.
 */
struct gz_subscription_queue;

#define GZ_SUBSCRIPTION_QUEUE_ROOM 64
#define GZ_SUBSCRIPTION_QUEUE_MS 10000

// One change; the maker's between _take() and _finish().
struct gz_queued_change {
    struct gz_subscription *put;  // NULL: it is to be removed
    uint64_t expected;
    char id[GZ_SUBSCRIPTION_ID_BYTES + 1];
    // The rest is the queue's.
    struct gz_queued_change *next;
    gz_keeping_done_fn *done;
    void *done_ctx;
    int64_t deadline_us;
    bool answered;
    enum gz_keeping outcome;
    uint64_t version;
    char problem[512];
};

/** An owned queue; loop and clock are borrowed for its life.  Loop thread, like
 * all that does not say otherwise. */
enum gz_status gz_subscription_queue_new(struct ev_loop *loop,
                                         const struct gz_clock *clock,
                                         struct gz_subscription_queue **out,
                                         struct gz_error *err) GZ_MUST_CHECK;

/** Release, when the maker has ended; NULL allowed.  What was not answered is
 * answered before. */
void gz_subscription_queue_free(struct gz_subscription_queue *q);

/** Answer all that wait, and at once all that come later. */
void gz_subscription_queue_close(struct gz_subscription_queue *q);

/** Ask for changes; borrowed for the queue's life. */
const struct gz_subscription_keeper *
gz_subscription_queue_keeper(const struct gz_subscription_queue *q);

/** The next change, or NULL.  The maker has one at a time. */
struct gz_queued_change *
gz_subscription_queue_take(struct gz_subscription_queue *q);

/** Whether the change that was taken was answered meanwhile; maker. */
bool gz_subscription_queue_late(struct gz_subscription_queue *q,
                                const struct gz_queued_change *change);

/** Give it back with its outcome; problem: of UNAVAILABLE, else NULL; maker. */
void gz_subscription_queue_finish(struct gz_subscription_queue *q,
                                  struct gz_queued_change *change,
                                  enum gz_keeping outcome, uint64_t version,
                                  const char *problem);

/** Why changes do not get on just now, for those whose time is over; "": it is
 * not known.  Any thread. */
void gz_subscription_queue_say(struct gz_subscription_queue *q,
                               const char *problem);

#endif
