// Outputs out: into the port, or into the outbox while that is not possible.

#include <assert.h>

#include "daemon/flow/delivery_state.h"

// Parts of the commit interval.
enum {
    GATHER_PART = 10,
    LEAD_PART = 4,
};

static void take_away(struct gz_delivery_outputs *p)
{
    *p = (struct gz_delivery_outputs){.slot = GZ_IN_FLIGHT_NONE};
}

// All outputs of a record are in the port's hands.
static enum gz_delivery_publish complete(struct gz_delivery *d,
                                         struct gz_delivery_outputs *p)
{
    const uint32_t index = p->slot;
    struct gz_in_flight_slot *slot = &d->flight.slots[index];

    slot->complete = true;
    take_away(p);
    if (gz_delivery_exactly(d)) {
        d->batch++;
        gz_in_flight_include(&d->flight, index);
    } else if (slot->unacked == 0) {
        gz_delivery_done(d, slot->taken_us);
        gz_in_flight_settle(&d->flight, slot->partition);
    }
    return GZ_DELIVERY_PUBLISHED;
}

static void count_published(struct gz_delivery *d, uint32_t slot,
                            const struct gz_output *out)
{
    d->bytes_in_flight += out->key.len_bytes + out->value.len_bytes;
    d->outputs_in_flight++;
    d->flight.slots[slot].unacked++;
}

static void advance(struct gz_delivery_outputs *p)
{
    if (p->instead != NULL) {
        p->instead = NULL;
    } else {
        p->at++;
    }
}

// The record of what waits in the outbox is gone, so that no dead letter can
// be made of it: it is read again.
static enum gz_delivery_publish too_large(struct gz_delivery *d,
                                          struct gz_delivery_outputs *p)
{
    const bool first = !p->substituted;

    if (p == &d->waiting) {
        gz_delivery_refuse(d, &d->flight.slots[p->slot]);
        return GZ_DELIVERY_BROKEN;
    }
    if (p->instead != NULL) {
        gz_delivery_fail(d, GZ_DELIVERY_LETTER_REFUSED);
        take_away(p);
        return GZ_DELIVERY_BROKEN;
    }
    advance(p);
    return first ? GZ_DELIVERY_TOO_LARGE : GZ_DELIVERY_PUBLISHED;
}

static enum gz_delivery_publish broken(struct gz_delivery *d,
                                       struct gz_delivery_outputs *p,
                                       enum gz_port_status status)
{
    switch (status) {
    case GZ_PORT_ABORT:
        d->abort_due = d->rewind_due = true;
        break;
    case GZ_PORT_PRODUCER_DEAD:
        gz_delivery_lost_producer(d);
        break;
    default:
        gz_delivery_fail(d, NULL);
        break;
    }
    take_away(p);
    return GZ_DELIVERY_BROKEN;
}

static enum gz_delivery_publish go_on(struct gz_delivery *d,
                                      struct gz_delivery_outputs *p)
{
    p->blocked = false;
    while (p->instead != NULL || p->at < p->count) {
        const struct gz_output *out =
            p->instead != NULL ? p->instead : &p->outputs[p->at];
        const enum gz_port_status status = d->port->publish(
            d->port->ctx, out, gz_in_flight_tag(&d->flight, p->slot));

        if (status == GZ_PORT_OK) {
            count_published(d, p->slot, out);
            advance(p);
        } else if (status == GZ_PORT_QUEUE_FULL) {
            p->blocked = true;
            return GZ_DELIVERY_BLOCKED;
        } else if (status == GZ_PORT_TOO_LARGE) {
            const enum gz_delivery_publish result = too_large(d, p);
            if (result != GZ_DELIVERY_PUBLISHED) {
                return result;
            }
        } else {
            return broken(d, p, status);
        }
    }
    return complete(d, p);
}

// The interval is what readers see, so a commit begins as long before as it
// takes; not much earlier, or what is saved is spent on more commits.
static int64_t time_to_gather(const struct gz_delivery *d)
{
    const int64_t interval_us = d->options.commit_interval_us;
    const int64_t most_us = interval_us / LEAD_PART;

    return interval_us - (d->ending_us < most_us ? d->ending_us : most_us);
}

// One interval behind the commit before.  Where that was long ago nobody waits,
// but for what comes together.  What waited in the outbox has waited a part of
// the interval already: a record is committed one interval after it came, not
// two.
static int64_t commit_due(const struct gz_delivery *d)
{
    const int64_t interval_us = time_to_gather(d);
    const int64_t came_us =
        d->outbox.first != NULL ? d->kept_us : gz_delivery_now(d);
    const int64_t first_us = came_us + interval_us / GATHER_PART;
    const int64_t last_us = came_us + interval_us;
    const int64_t next_us = d->ended_us + interval_us;

    return next_us < first_us  ? first_us
           : next_us < last_us ? next_us
                               : last_us;
}

// A transaction is opened by the first output or record that needs one.
static enum gz_port_status open_transaction(struct gz_delivery *d)
{
    if (d->phase == GZ_DELIVERY_OPEN) {
        return GZ_PORT_OK;
    }
    const enum gz_port_status status = d->port->begin(d->port->ctx);
    if (status == GZ_PORT_OK) {
        d->phase = GZ_DELIVERY_OPEN;
        d->batch = 0;
        d->commit_due_us = commit_due(d);
    }
    return status;
}

static bool can_publish(const struct gz_delivery *d)
{
    return gz_delivery_free_hands(d) && !d->failed && !d->renew_due &&
           !d->abort_due && d->batch < d->options.batch_records;
}

static bool is_begun(const struct gz_delivery_outputs *p)
{
    return p->outputs != NULL && (p->at > 0 || p->substituted);
}

bool gz_delivery_half_published(const struct gz_delivery *d)
{
    return d->waiting.slot != GZ_IN_FLIGHT_NONE || is_begun(&d->current);
}

// Into the outbox, whole.
static enum gz_delivery_publish keep(struct gz_delivery *d)
{
    struct gz_delivery_outputs *p = &d->current;
    const bool first = d->outbox.first == NULL;

    if (gz_outbox_put(&d->outbox, p->slot, p->outputs, p->count) != GZ_OK) {
        p->blocked = true;  // memory may come back with a commit
        return GZ_DELIVERY_BLOCKED;
    }
    d->kept_us = first ? gz_delivery_now(d) : d->kept_us;
    take_away(p);
    return GZ_DELIVERY_PUBLISHED;
}

static enum gz_delivery_publish publish_current(struct gz_delivery *d)
{
    struct gz_delivery_outputs *p = &d->current;

    if (gz_delivery_exactly(d) && !is_begun(p)) {
        if (!can_publish(d) || d->outbox.first != NULL) {
            return keep(d);
        }
        const enum gz_port_status status = open_transaction(d);
        if (status != GZ_PORT_OK) {
            return broken(d, p, status);
        }
    }
    return go_on(d, p);
}

enum gz_delivery_publish gz_delivery_publish(struct gz_delivery *d,
                                             const struct gz_output *outputs,
                                             size_t count)
{
    static const struct gz_output none;
    assert(d->current.slot != GZ_IN_FLIGHT_NONE);

    d->current.outputs = outputs != NULL ? outputs : &none;
    d->current.count = count;
    return publish_current(d);
}

enum gz_delivery_publish gz_delivery_resume(struct gz_delivery *d)
{
    if (d->current.slot == GZ_IN_FLIGHT_NONE) {
        return GZ_DELIVERY_PUBLISHED;
    }
    return publish_current(d);
}

enum gz_delivery_publish gz_delivery_substitute(struct gz_delivery *d,
                                                const struct gz_output *instead)
{
    assert(d->current.slot != GZ_IN_FLIGHT_NONE && !d->current.substituted);

    d->current.instead = instead;
    d->current.substituted = true;
    return go_on(d, &d->current);
}

void gz_delivery_empty_outbox(struct gz_delivery *d)
{
    while (d->outbox.first != NULL && can_publish(d)) {
        struct gz_delivery_outputs *p = &d->waiting;
        enum gz_port_status status = GZ_PORT_OK;
        if (p->slot == GZ_IN_FLIGHT_NONE && d->closing) {
            return;
        }
        if (p->slot == GZ_IN_FLIGHT_NONE) {
            *p = (struct gz_delivery_outputs){
                .outputs = d->outbox.first->outputs,
                .count = d->outbox.first->count,
                .slot = d->outbox.first->slot,
            };
            status = open_transaction(d);
        }
        const enum gz_delivery_publish result =
            status == GZ_PORT_OK ? go_on(d, p) : broken(d, p, status);
        if (result != GZ_DELIVERY_PUBLISHED) {
            return;
        }
        gz_outbox_drop(&d->outbox);
    }
}
