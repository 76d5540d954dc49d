#ifndef GZ_SUBSCRIPTION_TOPIC_H
#define GZ_SUBSCRIPTION_TOPIC_H

#include <ev.h>
#include <stdbool.h>

#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/alert/subscription/subscription_pool.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/observe/log.h"

/*
 * Follows the topic of subscriptions on a thread of its own, from its first
 * record on, and puts what it says into the pool; and keeps it: changes that
 * are asked for on the loop are written there.
 *
 * A change is made in these steps, one change at a time:
 *
 *     prepare   our producer is the newest of all that write to the topic
 *     catch up  to where the topic ends now
 *     compare   the version that was expected with the one that is there
 *     write     in a transaction
 *     return    the record comes back to us who follow; then it is answered
 *
 * Who is fenced begins again, a few times with pauses that grow and differ.  A
 * commit of which nobody knows whether it went well is settled by catching up:
 * whether the record was read then says it.
 *
 * Until the end that the topic had at the start is reached, nothing of it is
 * published, and no change is made.  Brokers that go away are waited for.
 */
struct gz_subscription_topic;

struct gz_subscription_topic_options {
    const struct gz_config *config;     // borrowed, like the pointers below
    struct gz_subscription_pool *pool;  // what is read goes there
    struct gz_log *log;                 // NULL allowed
    struct ev_loop *loop;               // where changes are answered
    // The process cannot do without: a topic that is missing, or refused, is
    // the end.  Otherwise it is looked for again from time to time.
    bool required;
    // The phase is another one; from the thread that follows.
    void (*on_phase)(void *ctx);
    void *ctx;
};

enum gz_subscription_phase {
    GZ_SUBSCRIPTIONS_CONNECTING,  // no broker answers yet
    GZ_SUBSCRIPTIONS_MISSING,     // no such topic, or no right to read it
    GZ_SUBSCRIPTIONS_READING,     // not yet at the end it had
    GZ_SUBSCRIPTIONS_FOLLOWING,
    GZ_SUBSCRIPTIONS_FAILED,  // for good: see gz_subscription_topic_join()
};

/** Owned; nothing runs yet.  Loop thread, like all that does not say otherwise.
 * Release with gz_subscription_topic_free(). */
enum gz_status
gz_subscription_topic_new(const struct gz_subscription_topic_options *options,
                          struct gz_subscription_topic **out,
                          struct gz_error *err) GZ_MUST_CHECK;

/** Start the thread. */
enum gz_status gz_subscription_topic_start(struct gz_subscription_topic *t,
                                           struct gz_error *err) GZ_MUST_CHECK;

/** Answer all changes that wait, and at once those that come later; it goes on
 * following. */
void gz_subscription_topic_leave(struct gz_subscription_topic *t);

/** Answer all changes that wait, end the thread and release; NULL allowed. */
void gz_subscription_topic_free(struct gz_subscription_topic *t);

/** Who keeps the topic; borrowed for the life of t. */
const struct gz_subscription_keeper *
gz_subscription_topic_keeper(const struct gz_subscription_topic *t);

/** Any thread. */
enum gz_subscription_phase
gz_subscription_topic_phase(const struct gz_subscription_topic *t);

/** After FAILED: wait for the end of the thread, and say why in err. */
enum gz_status gz_subscription_topic_join(struct gz_subscription_topic *t,
                                          struct gz_error *err);

#endif
