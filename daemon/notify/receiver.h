#ifndef GZ_RECEIVER_H
#define GZ_RECEIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/flow/record.h"
#include "daemon/notify/breaker.h"
#include "daemon/notify/receiver_job.h"
#include "daemon/notify/retry_plan.h"

/*
 * The deliveries to one receiver: which alert is sent next, when one is tried
 * again, when it is set aside, and up to which offset all is done.
 *
 *   - Alerts of one key (a subscription) go one behind the other; those of
 *     others go on meanwhile, so many at once as `concurrency` says.
 *   - An alert is done when it was delivered, or when it is stored as
 *     undelivered: refused, or the schedule at its end.  While the breaker is
 *     open they wait, however long.  Offsets are given out only behind alerts
 * that are done.
 *   - A receiver that says it is gone gets nothing more, and nothing is set
 *     aside: offsets stay where they are.
 *
 * Pure and clocked: time, randomness and all that is done come in through the
 * port.  It may be used from one thread.
 */
#define GZ_RECEIVER_JOBS 1000                 // held at a time
#define GZ_RECEIVER_BYTES ((size_t)16 << 20)  // of them together

struct gz_receiver;

enum gz_receiver_note {
    GZ_NOTE_DELIVERED,
    GZ_NOTE_AGAIN,   // an attempt failed; another follows
    GZ_NOTE_ASIDE,   // it goes to the undelivered ones
    GZ_NOTE_OPENED,  // the breaker
    GZ_NOTE_CLOSED,
    GZ_NOTE_GONE,
};

struct gz_receiver_port {
    void *ctx;
    /** Begin an attempt; its end is told with gz_receiver_ended(), later or
     * from in here. */
    void (*send)(void *ctx, struct gz_receiver_job *job);
    /** Store it as undelivered, for what job->outcome says; answered with
     * gz_receiver_stored(), later or from in here. */
    void (*store)(void *ctx, struct gz_receiver_job *job);
    /** Something worth a log line or a count; outcome is job->outcome. */
    void (*note)(void *ctx, enum gz_receiver_note note,
                 const struct gz_receiver_job *job);
    uint64_t (*random)(void *ctx);
};

struct gz_receiver_options {
    struct gz_retry_plan plan;
    uint32_t concurrency;
    uint32_t breaker_failures;
    int64_t breaker_pause_ms;
    struct gz_receiver_port port;
};

// Both clocks at one moment.
struct gz_receiver_time {
    int64_t monotonic_ms;
    int64_t realtime_ms;
};

/** An owned receiver without alerts, or NULL; release with _free(). */
struct gz_receiver *gz_receiver_new(const struct gz_receiver_options *options);

/** Release with all alerts, answers to which must not come any more. */
void gz_receiver_free(struct gz_receiver *r);

/** No room for another alert. */
bool gz_receiver_full(const struct gz_receiver *r);

/** Partitions came: each is read from that offset on, below 0: from its
 * beginning.  GZ_NO_MEMORY. */
enum gz_status gz_receiver_assign(struct gz_receiver *r, int32_t partition,
                                  int64_t offset) GZ_MUST_CHECK;

/** A partition is read from somewhere else on: its offset is gone. */
void gz_receiver_rewind(struct gz_receiver *r, int32_t partition);

/** All partitions went.  Answers that are out still have to come. */
void gz_receiver_revoke(struct gz_receiver *r);

/**
 * A record came; what came already is ignored.  id: of the alert, or empty
 * when it is not for this receiver.  GZ_NO_MEMORY: it was not taken.
 */
enum gz_status gz_receiver_take(struct gz_receiver *r,
                                const struct gz_record *record,
                                struct gz_str id,
                                struct gz_receiver_time now) GZ_MUST_CHECK;

/** The same for one that can never be sent, for the reason of outcome. */
enum gz_status
gz_receiver_take_bad(struct gz_receiver *r, const struct gz_record *record,
                     const struct gz_outcome *outcome) GZ_MUST_CHECK;

/** Do all that is due. */
void gz_receiver_step(struct gz_receiver *r, struct gz_receiver_time now);

/** When the next step is due, monotonic; INT64_MAX: not as things stand. */
int64_t gz_receiver_next_ms(const struct gz_receiver *r);

/** Answers to the port; a step should follow.  stored: it is with the brokers;
 * false: try again at the next step that is due. */
void gz_receiver_ended(struct gz_receiver *r, struct gz_receiver_job *job,
                       const struct gz_outcome *outcome,
                       struct gz_receiver_time now);
void gz_receiver_stored(struct gz_receiver *r, struct gz_receiver_job *job,
                        bool good, struct gz_receiver_time now);

/**
 * The index-th partition and the offset up to which all is done, below 0 when
 * nothing was read; false behind the last.
 */
bool gz_receiver_position(const struct gz_receiver *r, size_t index,
                          int32_t *partition, int64_t *offset);

/** It said so; or was said to be when an earlier process saw it. */
bool gz_receiver_gone(const struct gz_receiver *r);
void gz_receiver_set_gone(struct gz_receiver *r);

struct gz_receiver_counts {
    uint32_t held;     // alerts that are not done
    uint32_t sending;  // of them
    enum gz_breaker_state breaker;
};

struct gz_receiver_counts gz_receiver_counts(const struct gz_receiver *r);

#endif
