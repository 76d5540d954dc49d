#include "daemon/flow/delivery.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/flow/budget.h"
#include "daemon/flow/in_flight.h"
#include "daemon/flow/refusals.h"

static const int64_t SERVE_STEP_US = 50000;

// The record that is being published.  outputs is NULL when there is none.
struct current {
    const struct gz_output *outputs;
    size_t count;
    size_t at;                        // the next output
    const struct gz_output *instead;  // goes before outputs[at]
    uint32_t slot;
    bool substituted;
    bool blocked;
};

struct gz_delivery {
    struct gz_delivery_options options;
    const struct gz_kafka_port *port;
    const struct gz_clock *clock;
    struct gz_in_flight flight;
    struct current current;
    struct gz_refusals refusals;
    struct gz_budget recycles;
    uint64_t bytes_in_flight;
    uint64_t outputs_in_flight;
    int64_t commit_due_us;
    bool committing;  // a commit waits for its answer
    bool rewind_due;
    bool recycle_due;
    bool failed;
    const char *problem;  // of a failure that the port did not report
    struct gz_delivery_stats stats;
};

static int64_t now_us(const struct gz_delivery *d)
{
    return gz_clock_monotonic_us(d->clock);
}

struct gz_delivery *gz_delivery_new(const struct gz_delivery_options *options,
                                    const struct gz_kafka_port *port,
                                    const struct gz_clock *clock)
{
    struct gz_delivery *d = calloc(1, sizeof(*d));
    if (d == NULL) {
        return NULL;
    }
    d->options = *options;
    d->port = port;
    d->clock = clock;
    d->current.slot = GZ_IN_FLIGHT_NONE;
    d->commit_due_us = now_us(d) + options->commit_interval_us;
    if (gz_in_flight_init(&d->flight, options->max_records) != GZ_OK) {
        free(d);
        return NULL;
    }
    return d;
}

void gz_delivery_free(struct gz_delivery *d)
{
    if (d != NULL) {
        gz_in_flight_fini(&d->flight);
        free(d);
    }
}

static void fail(struct gz_delivery *d, const char *problem)
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

static void give_up_current(struct gz_delivery *d)
{
    d->current = (struct current){.slot = GZ_IN_FLIGHT_NONE};
}

enum gz_status gz_delivery_assign(struct gz_delivery *d,
                                  const struct gz_delivery_start *starts,
                                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const enum gz_status st =
            gz_in_flight_own(&d->flight, starts[i].partition, starts[i].offset,
                             starts[i].committed);
        if (st != GZ_OK) {
            return st;
        }
    }
    return GZ_OK;
}

bool gz_delivery_ready(const struct gz_delivery *d)
{
    return d->current.slot == GZ_IN_FLIGHT_NONE && !d->failed &&
           !d->rewind_due && !d->recycle_due &&
           d->flight.used < d->flight.slot_count &&
           d->bytes_in_flight < d->options.max_bytes;
}

bool gz_delivery_blocked(const struct gz_delivery *d)
{
    return d->current.blocked;
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
    d->current.slot =
        gz_in_flight_open(&d->flight, partition, offset, now_us(d));
    const bool refused = gz_refusals_has(&d->refusals, partition, offset);
    d->flight.slots[d->current.slot].refused = refused;
    return refused ? GZ_DELIVERY_REFUSED : GZ_DELIVERY_TAKEN;
}

static void done(struct gz_delivery *d, const struct gz_in_flight_slot *slot)
{
    if (d->options.on_done != NULL) {
        d->options.on_done(d->options.on_done_ctx, now_us(d) - slot->taken_us);
    }
    gz_in_flight_settle(&d->flight, slot->partition);
}

// All outputs of the current record are in the port's hands.
static enum gz_delivery_publish complete(struct gz_delivery *d)
{
    struct gz_in_flight_slot *slot = &d->flight.slots[d->current.slot];

    slot->complete = true;
    give_up_current(d);
    if (slot->unacked == 0) {
        done(d, slot);
    }
    return GZ_DELIVERY_PUBLISHED;
}

static void count_published(struct gz_delivery *d, const struct gz_output *out)
{
    d->bytes_in_flight += out->key.len_bytes + out->value.len_bytes;
    d->outputs_in_flight++;
    d->flight.slots[d->current.slot].unacked++;
}

static void advance(struct current *c)
{
    if (c->instead != NULL) {
        c->instead = NULL;
    } else {
        c->at++;
    }
}

// True when the caller must build a dead letter for the current record.
static bool wants_substitute(struct gz_delivery *d)
{
    struct current *c = &d->current;
    const bool first = c->instead == NULL && !c->substituted;

    advance(c);
    return first;
}

static enum gz_delivery_publish go_on(struct gz_delivery *d)
{
    struct current *c = &d->current;

    c->blocked = false;
    while (c->instead != NULL || c->at < c->count) {
        const struct gz_output *out =
            c->instead != NULL ? c->instead : &c->outputs[c->at];
        const uint64_t tag = gz_in_flight_tag(&d->flight, c->slot);

        switch (d->port->publish(d->port->ctx, out, tag)) {
        case GZ_PORT_OK:
            count_published(d, out);
            advance(c);
            break;
        case GZ_PORT_QUEUE_FULL:
            c->blocked = true;
            return GZ_DELIVERY_BLOCKED;
        case GZ_PORT_TOO_LARGE:
            if (wants_substitute(d)) {
                return GZ_DELIVERY_TOO_LARGE;
            }
            break;
        case GZ_PORT_PRODUCER_DEAD:
            d->recycle_due = true;
            give_up_current(d);
            return GZ_DELIVERY_BROKEN;
        case GZ_PORT_FAILED:
        default:
            fail(d, NULL);
            give_up_current(d);
            return GZ_DELIVERY_BROKEN;
        }
    }
    return complete(d);
}

enum gz_delivery_publish gz_delivery_publish(struct gz_delivery *d,
                                             const struct gz_output *outputs,
                                             size_t count)
{
    assert(d->current.slot != GZ_IN_FLIGHT_NONE);

    d->current.outputs = outputs;
    d->current.count = count;
    return go_on(d);
}

enum gz_delivery_publish gz_delivery_resume(struct gz_delivery *d)
{
    if (d->current.slot == GZ_IN_FLIGHT_NONE) {
        return GZ_DELIVERY_PUBLISHED;
    }
    return go_on(d);
}

enum gz_delivery_publish gz_delivery_substitute(struct gz_delivery *d,
                                                const struct gz_output *instead)
{
    assert(d->current.slot != GZ_IN_FLIGHT_NONE && !d->current.substituted);

    d->current.instead = instead;
    d->current.substituted = true;
    return go_on(d);
}

// The next time this record comes it becomes a dead letter.
static void refuse(struct gz_delivery *d, const struct gz_in_flight_slot *slot)
{
    d->rewind_due = true;
    if (slot->refused) {
        fail(d, "a dead letter was refused as too large: raise "
                "max.message.bytes of the dead letter topic");
    }
    if (!gz_refusals_add(&d->refusals, slot->partition, slot->offset)) {
        fail(d, "too many events were refused as too large: raise "
                "max.message.bytes of the output topic");
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
        assert(slot->unacked > 0);
        slot->unacked--;
        d->stats.outputs++;
        d->stats.output_bytes += bytes;
        if (slot->unacked == 0 && slot->complete) {
            done(d, slot);
        }
        break;
    case GZ_DELIVERY_ACK_TOO_LARGE:
        refuse(d, slot);
        break;
    case GZ_DELIVERY_ACK_PRODUCER_DEAD:
        d->recycle_due = true;
        break;
    case GZ_DELIVERY_ACK_FAILED:
    default:
        fail(d, NULL);
        break;
    }
}

void gz_delivery_committed(struct gz_delivery *d, bool ok)
{
    d->committing = false;
    if (ok) {
        d->stats.commits++;
    } else {
        d->stats.commit_failures++;
    }
    gz_in_flight_answer(&d->flight, ok);
}

static void commit_due(struct gz_delivery *d)
{
    const int64_t now = now_us(d);

    if (now < d->commit_due_us || d->committing) {
        return;
    }
    d->commit_due_us = now + d->options.commit_interval_us;
    gz_refusals_trim(&d->refusals, &d->flight);
    const size_t count = gz_in_flight_ask(&d->flight);
    if (count > 0) {
        d->committing = true;
        d->port->commit(d->port->ctx, d->flight.positions, count);
    }
}

static void recycle(struct gz_delivery *d)
{
    d->recycle_due = false;
    d->rewind_due = true;
    if (!gz_budget_spend(&d->recycles, now_us(d))) {
        fail(d, "the producer failed for good three times in ten minutes");
        return;
    }
    if (d->port->recycle(d->port->ctx) != GZ_OK) {
        fail(d, NULL);
        return;
    }
    d->outputs_in_flight = 0;
    d->bytes_in_flight = 0;  // the reports of the old producer are lost
}

static void rewind_all(struct gz_delivery *d)
{
    d->rewind_due = false;
    d->stats.rewinds++;
    give_up_current(d);
    gz_in_flight_rewind(&d->flight);

    const size_t count = gz_in_flight_all(&d->flight);
    if (count > 0 &&
        d->port->rewind(d->port->ctx, d->flight.positions, count) != GZ_OK) {
        fail(d, NULL);
    }
}

enum gz_status gz_delivery_tick(struct gz_delivery *d)
{
    if (!d->failed && d->recycle_due) {
        recycle(d);
    }
    if (!d->failed && d->rewind_due) {
        rewind_all(d);
    }
    if (d->failed) {
        return GZ_UNAVAILABLE;
    }
    commit_due(d);
    return GZ_OK;
}

static bool flush(struct gz_delivery *d, int64_t deadline)
{
    for (;;) {
        if (d->current.blocked) {
            (void)gz_delivery_resume(d);
        }
        if (d->flight.used == 0) {
            return true;
        }
        const int64_t left = deadline - now_us(d);
        if (left <= 0 || d->failed || d->rewind_due || d->recycle_due) {
            return false;
        }
        d->port->serve(d->port->ctx,
                       left < SERVE_STEP_US ? left : SERVE_STEP_US);
    }
}

static bool finish_within(struct gz_delivery *d, int64_t timeout_us)
{
    const int64_t end = now_us(d) + timeout_us;
    const bool flushed = flush(d, end - timeout_us / 3);
    const size_t count = gz_in_flight_ask(&d->flight);

    if (count == 0) {
        return flushed;
    }
    const enum gz_status st = d->port->commit_wait(
        d->port->ctx, d->flight.positions, count, end - now_us(d));
    const bool waiting = d->committing;
    gz_delivery_committed(d, st == GZ_OK);
    d->committing = waiting;  // an earlier commit still owes its answer
    return flushed && st == GZ_OK;
}

bool gz_delivery_finish(struct gz_delivery *d)
{
    return finish_within(d, d->options.flush_timeout_us);
}

void gz_delivery_lose(struct gz_delivery *d)
{
    give_up_current(d);
    gz_in_flight_disown(&d->flight);
    d->refusals.count = 0;
    d->rewind_due = false;
}

void gz_delivery_revoke(struct gz_delivery *d)
{
    (void)finish_within(d, d->options.revoke_timeout_us);
    gz_delivery_lose(d);
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

    stats.recycles = d->recycles.count;
    stats.bytes_in_flight = d->bytes_in_flight;
    stats.outputs_in_flight = d->outputs_in_flight;
    stats.records_in_flight = d->flight.used;
    return stats;
}
