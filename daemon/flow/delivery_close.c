// Letting go: of partitions, or of everything before the end.

#include "daemon/flow/delivery_state.h"

static const int64_t SERVE_STEP_US = 50000;

static void serve_until(struct gz_delivery *d, int64_t deadline)
{
    const int64_t left = deadline - gz_delivery_now(d);

    d->port->serve(d->port->ctx, left < SERVE_STEP_US ? left : SERVE_STEP_US);
}

static bool in_transaction(const struct gz_delivery *d)
{
    return d->phase == GZ_DELIVERY_OPEN || d->phase == GZ_DELIVERY_ENDING ||
           d->phase == GZ_DELIVERY_ABORTING;
}

// What waits in the outbox is not in the transaction: it is read again.
static bool end_transaction(struct gz_delivery *d, int64_t deadline)
{
    d->closing = true;
    for (;;) {
        if (d->current.blocked && gz_delivery_half_published(d)) {
            (void)gz_delivery_resume(d);
        }
        gz_delivery_advance(d);
        const bool open = in_transaction(d);
        if (!open && !d->failed && !d->rewind_due &&
            !gz_in_flight_has(&d->flight, GZ_IN_FLIGHT_CLEAN)) {
            return true;
        }
        if (d->failed || (!open && d->rewind_due) ||
            gz_delivery_now(d) >= deadline) {
            return false;
        }
        serve_until(d, deadline);
    }
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
        if (gz_delivery_now(d) >= deadline || d->failed || d->rewind_due ||
            d->renew_due) {
            return false;
        }
        serve_until(d, deadline);
    }
}

static bool flush_and_commit(struct gz_delivery *d, int64_t end,
                             int64_t timeout_us)
{
    const bool flushed = flush(d, end - timeout_us / 3);
    const size_t count = gz_in_flight_ask(&d->flight, GZ_IN_FLIGHT_CLEAN);

    if (count == 0) {
        return flushed;
    }
    const enum gz_status st = d->port->commit_wait(
        d->port->ctx, d->flight.positions, count, end - gz_delivery_now(d));
    const bool waiting = d->committing;
    gz_delivery_committed(d, st == GZ_OK);
    d->committing = waiting;  // an earlier commit still owes its answer
    return flushed && st == GZ_OK;
}

static bool finish_within(struct gz_delivery *d, int64_t timeout_us)
{
    const int64_t end = gz_delivery_now(d) + timeout_us;
    const bool clean = gz_delivery_exactly(d)
                           ? end_transaction(d, end)
                           : flush_and_commit(d, end, timeout_us);

    d->closing = false;
    return clean;
}

bool gz_delivery_finish(struct gz_delivery *d)
{
    return finish_within(d, d->options.flush_timeout_us);
}

void gz_delivery_lose(struct gz_delivery *d)
{
    gz_delivery_forget(d);
    gz_in_flight_disown(&d->flight);
    d->refusals.count = 0;
    d->rewind_due = false;
    d->marks_due = false;
    d->starts_due = false;
    d->located_stale = true;
    d->abort_due = d->phase == GZ_DELIVERY_OPEN;
}

void gz_delivery_revoke(struct gz_delivery *d)
{
    (void)finish_within(d, d->options.revoke_timeout_us);
    gz_delivery_lose(d);
}
