#ifndef GZ_RECEIVER_STATE_H
#define GZ_RECEIVER_STATE_H

#include "daemon/notify/receiver.h"

/*
 * The inside of a receiver, for receiver.c (what comes and goes) and
 * receiver_steps.c (what is done with it) only.
 */
// Behind next nothing was taken; below it all is done but what is held.
struct gz_receiver_part {
    int32_t partition;
    int64_t next;
};

struct gz_receiver {
    struct gz_receiver_options options;
    struct gz_breaker breaker;
    struct gz_receiver_part *parts;
    size_t part_count;
    struct gz_receiver_job *first;  // held, in the order of arrival
    struct gz_receiver_job *last;
    struct gz_receiver_job *orphans;
    uint32_t held;
    uint32_t sending;
    size_t bytes;
    bool gone;
};

/** Let the port store a job that is not out, for its outcome. */
void gz_receiver_set_aside(struct gz_receiver *r, struct gz_receiver_job *job);

#endif
