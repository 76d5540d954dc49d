// Records in, reports and answers back.  See delivery_state.h for the rest.

#include "daemon/flow/delivery.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/flow/delivery_state.h"

int64_t gz_delivery_now(const struct gz_delivery *d)
{
    return gz_clock_monotonic_us(d->clock);
}

struct gz_delivery *gz_delivery_new(const struct gz_delivery_options *options,
                                    const struct gz_kafka_port *port,
                                    const struct gz_clock *clock)
{
    assert(options->batch_records > 0 && options->self != 0);

    struct gz_delivery *d = calloc(1, sizeof(*d));
    if (d == NULL) {
        return NULL;
    }
    d->options = *options;
    d->port = port;
    d->clock = clock;
    d->current.slot = GZ_IN_FLIGHT_NONE;
    d->waiting.slot = GZ_IN_FLIGHT_NONE;
    d->commit_due_us = gz_delivery_now(d) + options->commit_interval_us;
    d->renew_due = true;
    gz_delivery_settled(d);
    if (gz_in_flight_init(&d->flight, options->max_records) != GZ_OK) {
        free(d);
        return NULL;
    }
    return d;
}

void gz_delivery_free(struct gz_delivery *d)
{
    if (d != NULL) {
        gz_outbox_clear(&d->outbox);
        gz_in_flight_fini(&d->flight);
        free(d->located);
        free(d);
    }
}

void gz_delivery_fail(struct gz_delivery *d, const char *problem)
{
    if (!d->failed) {
        d->failed = true;
        d->problem = problem;
    }
}

const char *gz_delivery_problem(const struct gz_delivery *d)
{
    return d->problem;
}

void gz_delivery_look(struct gz_delivery *d)
{
    d->marks_due = gz_in_flight_has(&d->flight, GZ_IN_FLIGHT_MARK);
    d->starts_due = gz_in_flight_has(&d->flight, GZ_IN_FLIGHT_DONE);
}

void gz_delivery_settled(struct gz_delivery *d)
{
    d->since = 0;
    d->window = UINT32_MAX;
    d->zone = GZ_DELIVERY_NO_ZONE;
}

void gz_delivery_let_go(struct gz_delivery *d)
{
    const struct gz_delivery_outputs none = {.slot = GZ_IN_FLIGHT_NONE};

    d->current = none;
    d->waiting = none;
    d->batch = 0;
    gz_outbox_clear(&d->outbox);
}

void gz_delivery_forget(struct gz_delivery *d)
{
    gz_delivery_let_go(d);
    gz_in_flight_forget(&d->flight);
    gz_delivery_settled(d);
}

// At least once, a commit that is tried again may arrive behind the last one of
// a partition that goes: it comes again from there, as it may.
void gz_delivery_look_back(struct gz_delivery *d, int32_t partition,
                           int64_t begin)
{
    const int64_t committed = gz_in_flight_committed(&d->flight, partition);

    if (!gz_delivery_exactly(d) || begin < 0 || begin >= committed) {
        return;
    }
    d->stats.set_backs++;
    if (d->options.on_set_back != NULL) {
        d->options.on_set_back(d->options.ctx, partition, begin, committed);
    }
}

enum gz_status gz_delivery_assign(struct gz_delivery *d,
                                  const struct gz_delivery_start *starts,
                                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct gz_position start = {
            .partition = starts[i].partition,
            .offset = starts[i].offset,
            .attempts = starts[i].attempts,
        };
        if (gz_in_flight_lane(&d->flight, start.partition) == NULL) {
            gz_delivery_look_back(d, start.partition, start.offset);
        }
        const enum gz_status st = gz_in_flight_own(
            &d->flight, &start, starts[i].committed, d->options.self);
        if (st != GZ_OK) {
            return st;
        }
    }
    gz_delivery_look(d);
    return GZ_OK;
}

// At least once there is no outbox: what is taken is published at once.
static bool may_take(const struct gz_delivery *d)
{
    return gz_delivery_exactly(d) ? d->phase != GZ_DELIVERY_ABORTING &&
                                        d->phase != GZ_DELIVERY_LOCATING
                                  : gz_delivery_free_hands(d);
}

bool gz_delivery_ready(const struct gz_delivery *d)
{
    return d->has_producer && may_take(d) &&
           d->current.slot == GZ_IN_FLIGHT_NONE && !d->failed &&
           !d->rewind_due && !d->abort_due && !d->marks_due &&
           d->since < d->window && d->flight.used < d->flight.slot_count &&
           d->outbox.records < d->options.batch_records &&
           d->bytes_in_flight + d->outbox.bytes < d->options.max_bytes;
}

bool gz_delivery_blocked(const struct gz_delivery *d)
{
    return d->current.blocked;
}

// The partition of whose zone a record is.
static int32_t zone_of(const struct gz_in_flight_lane *lane, int32_t partition)
{
    return lane->attempts.zone > 0 ? partition : GZ_DELIVERY_NO_ZONE;
}

// Records of a zone are among themselves.  What is being committed of it may
// say that none has begun behind it, so that nothing can begin meanwhile.
static bool must_wait(const struct gz_delivery *d,
                      const struct gz_in_flight_lane *lane, int32_t zone)
{
    return (d->since > 0 && d->zone != zone) ||
           (zone != GZ_DELIVERY_NO_ZONE && lane->asked >= 0);
}

// Whoever died over a record takes few next time, then fewer, then it alone.
static void begin_work(struct gz_delivery *d,
                       const struct gz_in_flight_lane *lane, int32_t zone)
{
    const uint32_t window = gz_attempts_window(lane->attempts);

    d->window = window < d->window ? window : d->window;
    d->zone = zone;
    d->since++;
}

enum gz_delivery_take gz_delivery_take(struct gz_delivery *d, int32_t partition,
                                       int64_t offset)
{
    assert(gz_delivery_ready(d));

    const struct gz_in_flight_lane *lane =
        gz_in_flight_lane(&d->flight, partition);
    if (lane == NULL || offset < lane->next) {
        d->stats.stale++;
        return GZ_DELIVERY_STALE;
    }
    const int32_t zone = zone_of(lane, partition);
    if (must_wait(d, lane, zone)) {
        d->window = 0;  // until all before it is committed
        return GZ_DELIVERY_LATER;
    }
    if (!lane->marked) {
        gz_in_flight_want_mark(&d->flight, partition, offset);
        d->marks_due = true;
        return GZ_DELIVERY_LATER;
    }
    begin_work(d, lane, zone);
    d->current.slot =
        gz_in_flight_open(&d->flight, partition, offset, gz_delivery_now(d));
    const bool refused = gz_refusals_has(&d->refusals, partition, offset);
    d->flight.slots[d->current.slot].refused = refused;
    if (gz_attempts_used_up(lane->attempts)) {
        return GZ_DELIVERY_CRASHED;
    }
    return refused ? GZ_DELIVERY_REFUSED : GZ_DELIVERY_TAKEN;
}

bool gz_delivery_take_timer(struct gz_delivery *d, int32_t partition)
{
    assert(gz_delivery_ready(d));

    const struct gz_in_flight_lane *lane =
        gz_in_flight_lane(&d->flight, partition);
    if (lane == NULL || lane->prefix < 0) {
        return false;
    }
    d->since++;
    d->current.slot =
        gz_in_flight_open_timer(&d->flight, partition, gz_delivery_now(d));
    return true;
}

void gz_delivery_done(void *ctx, int64_t taken_us)
{
    const struct gz_delivery *d = ctx;

    if (d->options.on_done != NULL) {
        d->options.on_done(d->options.ctx, gz_delivery_now(d) - taken_us);
    }
}

void gz_delivery_refuse(struct gz_delivery *d,
                        const struct gz_in_flight_slot *slot)
{
    d->rewind_due = true;
    d->abort_due = gz_delivery_exactly(d);
    if (slot->refused) {
        gz_delivery_fail(d, GZ_DELIVERY_LETTER_REFUSED);
    }
    if (!gz_refusals_add(&d->refusals, slot->partition, slot->offset)) {
        gz_delivery_fail(d, "too many events were refused as too large: raise "
                            "max.message.bytes of the output topic");
    }
}

static void acked_well(struct gz_delivery *d, struct gz_in_flight_slot *slot,
                       uint64_t bytes)
{
    assert(slot->unacked > 0);
    slot->unacked--;
    d->stats.outputs++;
    d->stats.output_bytes += bytes;
    if (!gz_delivery_exactly(d) && slot->unacked == 0 && slot->complete) {
        gz_delivery_done(d, slot->taken_us);
        gz_in_flight_settle(&d->flight, slot->partition);
    }
}

void gz_delivery_acked(struct gz_delivery *d, uint64_t tag, uint64_t bytes,
                       enum gz_delivery_ack ack)
{
    struct gz_in_flight_slot *slot = gz_in_flight_find(&d->flight, tag);

    assert(d->bytes_in_flight >= bytes && d->outputs_in_flight > 0);
    d->outputs_in_flight--;
    d->bytes_in_flight -= bytes;
    if (slot == NULL) {
        return;
    }
    switch (ack) {
    case GZ_DELIVERY_ACK_OK:
        acked_well(d, slot, bytes);
        break;
    case GZ_DELIVERY_ACK_TOO_LARGE:
        gz_delivery_refuse(d, slot);
        break;
    case GZ_DELIVERY_ACK_LOST:
        if (gz_delivery_exactly(d)) {
            d->abort_due = d->rewind_due = true;
            break;
        }
        gz_delivery_lost_producer(d);
        break;
    case GZ_DELIVERY_ACK_PRODUCER_DEAD:
        gz_delivery_lost_producer(d);
        break;
    case GZ_DELIVERY_ACK_FAILED:
    default:
        gz_delivery_fail(d, NULL);
        break;
    }
}

void gz_delivery_lost_producer(struct gz_delivery *d)
{
    d->rewind_due = true;
    if (d->renew_due) {
        return;
    }
    d->renew_due = true;
    if (!gz_budget_spend(&d->fences, gz_delivery_now(d))) {
        gz_delivery_fail(
            d, "the producer failed for good three times in ten minutes");
    }
}

void gz_delivery_suspect(struct gz_delivery *d)
{
    if (d->phase == GZ_DELIVERY_OPEN || d->phase == GZ_DELIVERY_ENDING ||
        d->phase == GZ_DELIVERY_ABORTING) {
        d->suspect = true;
    }
}

bool gz_delivery_has_producer(const struct gz_delivery *d)
{
    return d->has_producer;
}

int64_t gz_delivery_next(const struct gz_delivery *d, int32_t partition)
{
    const struct gz_in_flight_lane *lane =
        gz_in_flight_lane(&d->flight, partition);

    return lane == NULL || lane->prefix < 0 ? -1 : lane->next;
}

struct gz_delivery_stats gz_delivery_stats(const struct gz_delivery *d)
{
    struct gz_delivery_stats stats = d->stats;

    stats.fences = d->fences.count;
    stats.bytes_in_flight = d->bytes_in_flight + d->outbox.bytes;
    stats.outputs_in_flight = d->outputs_in_flight;
    stats.records_in_flight = d->flight.used;
    return stats;
}
