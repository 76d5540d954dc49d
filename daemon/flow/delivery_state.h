#ifndef GZ_DELIVERY_STATE_H
#define GZ_DELIVERY_STATE_H

#include "daemon/flow/budget.h"
#include "daemon/flow/delivery.h"
#include "daemon/flow/in_flight.h"
#include "daemon/flow/outbox.h"
#include "daemon/flow/refusals.h"

/*
 * The inside of the delivery engine, for delivery.c (records in, answers back),
 * delivery_publish.c (outputs out), delivery_steps.c (what is due) and
 * delivery_close.c (letting go) only.
 */

#define GZ_DELIVERY_LETTER_REFUSED                                             \
    "a dead letter was refused as too large: raise max.message.bytes "         \
    "of the dead letter topic"

// The outputs of one record on their way to the port.
struct gz_delivery_outputs {
    const struct gz_output *outputs;
    size_t count;
    size_t at;                        // the next output
    const struct gz_output *instead;  // goes before outputs[at]
    uint32_t slot;                    // GZ_IN_FLIGHT_NONE: there is no record
    bool substituted;
    bool blocked;
};

#define GZ_DELIVERY_NO_ZONE (-1)

// What the port is doing for us.  Without transactions OPEN never comes.
enum gz_delivery_phase {
    GZ_DELIVERY_IDLE,
    GZ_DELIVERY_OPEN,  // a transaction
    GZ_DELIVERY_RENEWING,
    GZ_DELIVERY_ENDING,
    GZ_DELIVERY_ABORTING,
    GZ_DELIVERY_LOCATING,
};

/*
 * Invariants:
 *  1. at most one call is under way (phase), and nothing is published then;
 *  2. offsets are only ever committed behind records all of whose outputs are
 *     in the same transaction (lane.prefix), or acknowledged;
 *  3. while rewind_due, no record is taken: what comes next is not known;
 *  4. an outbox that is not empty is published before any newer record.
 */
struct gz_delivery {
    struct gz_delivery_options options;
    const struct gz_kafka_port *port;
    const struct gz_clock *clock;
    struct gz_in_flight flight;
    struct gz_delivery_outputs current;  // the caller's record
    struct gz_outbox outbox;
    struct gz_delivery_outputs waiting;  // the first of the outbox
    struct gz_refusals refusals;
    struct gz_budget fences;
    uint64_t bytes_in_flight;  // in the port's hands
    uint64_t outputs_in_flight;
    int64_t commit_due_us;
    int64_t ended_us;   // when the latest transaction was sent to its end
    int64_t ending_us;  // how long that takes, a moving average
    int64_t kept_us;    // since when the first record waits in the outbox

    enum gz_delivery_phase phase;
    uint32_t batch;               // records in the open transaction
    struct gz_position *located;  // of the port while LOCATING, owned
    size_t located_count;
    bool located_stale;  // partitions went meanwhile

    uint32_t since;   // records taken since all was committed
    uint32_t window;  // how many may be
    int32_t zone;     // all of them are of the zone of this partition, or
                      // GZ_DELIVERY_NO_ZONE: none is of any
    bool has_producer;
    bool committing;  // a commit waits for its answer
    bool suspect;     // a request may linger from this transaction
    bool abort_due;
    bool renew_due;
    bool rewind_due;
    bool marks_due;   // attempts are to be committed before the first record
    bool starts_due;  // a place where reading began is committed nowhere
    bool closing;     // no more work is begun
    bool failed;
    const char *problem;  // of a failure that the port did not report
    struct gz_delivery_stats stats;
};

int64_t gz_delivery_now(const struct gz_delivery *d);

/** Stop for good; problem may be NULL when the port has said why. */
void gz_delivery_fail(struct gz_delivery *d, const char *problem);

/** Tell if a partition is read on from before what was committed of it. */
void gz_delivery_look_back(struct gz_delivery *d, int32_t partition,
                           int64_t begin);

/** Publish nothing more of what is held. */
void gz_delivery_let_go(struct gz_delivery *d);

/** Forget the records on their way too; their offsets stay. */
void gz_delivery_forget(struct gz_delivery *d);

/** The producer is of no more use: renew it and go back. */
void gz_delivery_lost_producer(struct gz_delivery *d);

/** The next time this record comes it becomes a dead letter. */
void gz_delivery_refuse(struct gz_delivery *d,
                        const struct gz_in_flight_slot *slot);

/** A record is done, as gz_in_flight_release() wants it. */
void gz_delivery_done(void *ctx, int64_t taken_us);

/** Note what the partitions want to be committed while there is no record. */
void gz_delivery_look(struct gz_delivery *d);

/** Everything taken is committed: no more need to be careful. */
void gz_delivery_settled(struct gz_delivery *d);

/** Publish what waits in the outbox, as far as that goes. */
void gz_delivery_empty_outbox(struct gz_delivery *d);

/** Whether the port holds a part of a record's outputs. */
bool gz_delivery_half_published(const struct gz_delivery *d);

/** Do all that is due now. */
void gz_delivery_advance(struct gz_delivery *d);

/** Whether no call is under way. */
static inline bool gz_delivery_free_hands(const struct gz_delivery *d)
{
    return d->phase == GZ_DELIVERY_IDLE || d->phase == GZ_DELIVERY_OPEN;
}

static inline bool gz_delivery_exactly(const struct gz_delivery *d)
{
    return d->options.mode == GZ_DELIVERY_EXACTLY_ONCE;
}

#endif
