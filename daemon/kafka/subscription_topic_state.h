#ifndef GZ_SUBSCRIPTION_TOPIC_STATE_H
#define GZ_SUBSCRIPTION_TOPIC_STATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "daemon/kafka/follower.h"
#include "daemon/kafka/subscription_queue.h"
#include "daemon/kafka/subscription_topic.h"
#include "daemon/kafka/subscription_writer.h"

/*
 * The inside of the follower of subscriptions, for subscription_topic.c (its
 * life and what it reads) and subscription_making.c (how it makes a change)
 * only.
 */
enum gz_making_step {
    GZ_MAKING_NOTHING,
    GZ_MAKING_TO_PREPARE,  // when the pause is over
    GZ_MAKING_PREPARE,
    GZ_MAKING_CATCH_UP,
    GZ_MAKING_WRITE,
    GZ_MAKING_RETURN,
};

// The change that is being made.
struct gz_making {
    enum gz_making_step step;
    struct gz_queued_change *change;
    unsigned tries;
    int64_t pause_end_us;
    int64_t end;  // of the topic, as prepared
    // Of the record that was written last; negative: it got nowhere, or where
    // it stands is not known.
    int64_t offset;
    bool committed;  // it is known to be, wherever it stands
    bool read;       // it came back
    uint64_t random;
    char problem[512];  // of the latest try
};

struct gz_subscription_topic {
    struct gz_subscription_topic_options options;
    const char *topic;
    struct gz_subscription_queue *queue;
    pthread_t thread;
    bool started;  // and not joined
    atomic_bool stop;
    atomic_int phase;

    // What follows is the thread's.
    struct gz_subscription_writer *writer;
    struct gz_making making;
    struct gz_follower *follower;  // NULL: to be opened
    int64_t next;                  // offset to be read next; -1: from the first
    int64_t end;                   // where it was at its end for once
    bool reached;                  // that
    bool unpublished;              // the pool has more than its cell
    bool out_of_reach;             // as was said last
    struct gz_error problem;
    enum gz_status status;
    char why[512];   // the problem in one line
    char said[512];  // in the log, of why it cannot be opened
};

/** Go on with the change that is being made, or begin the next; the thread
 * waits meanwhile at most wait_us. */
void gz_subscription_making_go_on(struct gz_subscription_topic *t);

/** Whether a change is being made, so that what comes is waited for. */
bool gz_subscription_making_busy(const struct gz_subscription_topic *t);

/** Whether reading has to wait: until it is known where our record stands. */
bool gz_subscription_making_writes(const struct gz_subscription_topic *t);

/** A record was applied. */
void gz_subscription_making_note(struct gz_subscription_topic *t,
                                 const struct gz_record *record);

/** Give the change back, as the thread ends. */
void gz_subscription_making_end(struct gz_subscription_topic *t);

#endif
