// What is due: one step after the other until the port is busy or nothing is
// left.  Answers only note what follows from them; the next tick does it.

#include <stdlib.h>
#include <string.h>

#include "daemon/flow/delivery_state.h"

enum { MEMORY = 8 };  // commits whose time counts, about

static void start_renewal(struct gz_delivery *d)
{
    if (d->rewind_due) {
        gz_delivery_forget(d);
    }
    d->renew_due = false;
    d->abort_due = false;  // making the new one aborts what is open
    d->suspect = false;
    d->outputs_in_flight = 0;  // the reports of the old producer are lost
    d->bytes_in_flight = 0;
    d->phase = GZ_DELIVERY_RENEWING;
    if (d->has_producer) {
        d->stats.renewals++;
    }
    d->port->renew(d->port->ctx);
}

// Records are known until the abort has ended: the report that says which
// output was too large often comes after that of the failure, and is what
// keeps the abort from happening again.
static void start_abort(struct gz_delivery *d)
{
    gz_delivery_let_go(d);
    d->abort_due = false;
    d->stats.aborts++;
    d->phase = GZ_DELIVERY_ABORTING;
    d->port->abort(d->port->ctx);
}

static void start_locating(struct gz_delivery *d)
{
    const size_t count = gz_in_flight_all(&d->flight);

    if (count == 0) {
        d->rewind_due = false;
        return;
    }
    d->located = calloc(count, sizeof(*d->located));
    if (d->located == NULL) {
        gz_delivery_fail(d, "out of memory");
        return;
    }
    memcpy(d->located, d->flight.positions, count * sizeof(*d->located));
    d->located_count = count;
    d->located_stale = false;
    d->phase = GZ_DELIVERY_LOCATING;
    d->port->locate(d->port->ctx, d->located, count);
}

static void read_on(struct gz_delivery *d)
{
    const size_t count = gz_in_flight_all(&d->flight);

    d->rewind_due = false;
    d->stats.rewinds++;
    gz_delivery_look(d);
    if (count > 0 &&
        d->port->rewind(d->port->ctx, d->flight.positions, count) != GZ_OK) {
        gz_delivery_fail(d, NULL);
    }
}

// At least once, what is acknowledged is known here and nowhere else.
static void go_back(struct gz_delivery *d)
{
    if (gz_delivery_exactly(d)) {
        start_locating(d);
        return;
    }
    gz_delivery_forget(d);
    gz_in_flight_rewind(&d->flight);
    read_on(d);
}

static void start_end(struct gz_delivery *d, enum gz_in_flight_ask what)
{
    const size_t count = gz_in_flight_ask(&d->flight, what);

    d->phase = GZ_DELIVERY_ENDING;
    d->ended_us = gz_delivery_now(d);
    d->port->end(d->port->ctx, d->flight.positions, count);
}

// A transaction with nothing but offsets in it.
static void tell_offsets(struct gz_delivery *d, enum gz_in_flight_ask what)
{
    switch (d->port->begin(d->port->ctx)) {
    case GZ_PORT_OK:
        d->batch = 0;
        start_end(d, what);
        break;
    case GZ_PORT_PRODUCER_DEAD:
        gz_delivery_lost_producer(d);
        break;
    default:
        gz_delivery_fail(d, NULL);
        break;
    }
}

static bool end_due(const struct gz_delivery *d)
{
    return d->phase == GZ_DELIVERY_OPEN && !gz_delivery_half_published(d) &&
           (d->batch > 0 || d->closing) &&
           (d->closing || d->marks_due || d->since >= d->window ||
            d->batch >= d->options.batch_records ||
            gz_delivery_now(d) >= d->commit_due_us);
}

// The last transaction before an end needs no successor.
static bool wants_producer(const struct gz_delivery *d)
{
    return !d->closing || d->rewind_due ||
           gz_in_flight_has(&d->flight, GZ_IN_FLIGHT_CLEAN);
}

// True when there may be more to do.
static bool step_of_transactions(struct gz_delivery *d)
{
    const bool idle = d->phase == GZ_DELIVERY_IDLE;

    if (idle && d->marks_due && !d->closing) {
        tell_offsets(d, GZ_IN_FLIGHT_MARK);
        return true;
    }
    if (idle && d->starts_due && !d->closing) {
        tell_offsets(d, GZ_IN_FLIGHT_DONE);
        return true;
    }
    gz_delivery_empty_outbox(d);
    if (d->abort_due || d->rewind_due || (d->renew_due && wants_producer(d))) {
        return true;
    }
    if (end_due(d)) {
        start_end(d, d->closing ? GZ_IN_FLIGHT_CLEAN : GZ_IN_FLIGHT_DONE);
        return true;
    }
    if (idle && d->closing &&
        gz_in_flight_has(&d->flight, GZ_IN_FLIGHT_CLEAN)) {
        tell_offsets(d, GZ_IN_FLIGHT_CLEAN);
        return true;
    }
    return false;
}

static bool commit_is_due(const struct gz_delivery *d)
{
    return d->marks_due || d->since >= d->window ||
           gz_delivery_now(d) >= d->commit_due_us;
}

// One commit at a time: while its answer is missing, the next is put off.
static bool step_of_commits(struct gz_delivery *d)
{
    if (!commit_is_due(d)) {
        return false;
    }
    d->commit_due_us = gz_delivery_now(d) + d->options.commit_interval_us;
    if (d->committing) {
        return false;
    }
    gz_refusals_trim(&d->refusals, &d->flight);
    const size_t count = gz_in_flight_ask(
        &d->flight, d->marks_due ? GZ_IN_FLIGHT_MARK : GZ_IN_FLIGHT_DONE);
    if (count > 0) {
        d->committing = true;
        d->port->commit(d->port->ctx, d->flight.positions, count);
    }
    return false;
}

static bool step(struct gz_delivery *d)
{
    if (d->failed || !gz_delivery_free_hands(d)) {
        return false;
    }
    if (d->renew_due && wants_producer(d)) {
        start_renewal(d);
        return true;
    }
    if (d->abort_due && d->phase == GZ_DELIVERY_OPEN) {
        start_abort(d);
        return true;
    }
    d->abort_due = false;
    if (d->rewind_due) {
        if (d->closing) {
            return false;
        }
        go_back(d);
        return true;
    }
    return gz_delivery_exactly(d) ? step_of_transactions(d)
                                  : step_of_commits(d);
}

void gz_delivery_advance(struct gz_delivery *d)
{
    while (step(d)) {
    }
}

enum gz_status gz_delivery_tick(struct gz_delivery *d)
{
    gz_delivery_advance(d);
    return d->failed ? GZ_UNAVAILABLE : GZ_OK;
}

int64_t gz_delivery_due(const struct gz_delivery *d)
{
    const int64_t now = gz_delivery_now(d);

    if (d->failed || !gz_delivery_free_hands(d)) {
        return INT64_MAX;
    }
    if (d->renew_due || d->abort_due || d->rewind_due) {
        return now;
    }
    if (!gz_delivery_exactly(d)) {
        return d->committing  ? INT64_MAX
               : d->marks_due ? now
                              : d->commit_due_us;
    }
    if ((d->marks_due || d->starts_due) && d->phase == GZ_DELIVERY_IDLE) {
        return now;
    }
    if (d->phase != GZ_DELIVERY_OPEN || d->batch == 0 ||
        gz_delivery_half_published(d)) {
        return INT64_MAX;
    }
    return end_due(d) ? now : d->commit_due_us;
}

// --- answers ---

static void settle_if_all_committed(struct gz_delivery *d)
{
    gz_delivery_look(d);
    if (d->flight.used == 0 && !d->starts_due) {
        gz_delivery_settled(d);
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
    settle_if_all_committed(d);
}

// A request that lingers could end the next transaction of this producer.
static void leave_transaction(struct gz_delivery *d)
{
    d->phase = GZ_DELIVERY_IDLE;
    d->batch = 0;
    d->renew_due = d->renew_due || d->suspect;
}

static void ended(struct gz_delivery *d)
{
    const int64_t took_us = gz_delivery_now(d) - d->ended_us;

    d->ending_us += (took_us - d->ending_us) / MEMORY;
    leave_transaction(d);
    if (d->abort_due && d->rewind_due) {
        gz_delivery_fail(d, "a transaction was committed although an output "
                            "of it was not stored");
        return;
    }
    gz_in_flight_answer(&d->flight, true);
    gz_in_flight_release(&d->flight, gz_delivery_done, d);
    gz_refusals_trim(&d->refusals, &d->flight);
    d->stats.commits++;
    settle_if_all_committed(d);
}

static void located(struct gz_delivery *d, bool ok)
{
    d->phase = GZ_DELIVERY_IDLE;
    if (ok && !d->located_stale) {
        for (size_t i = 0; i < d->located_count; i++) {
            gz_delivery_look_back(d, d->located[i].partition,
                                  d->located[i].offset);
        }
        gz_in_flight_go_back(&d->flight, d->located, d->located_count);
        read_on(d);
    }
    free(d->located);
    d->located = NULL;
}

static void done(struct gz_delivery *d)
{
    switch (d->phase) {
    case GZ_DELIVERY_RENEWING:
        d->phase = GZ_DELIVERY_IDLE;
        d->has_producer = true;
        break;
    case GZ_DELIVERY_ENDING:
        ended(d);
        break;
    case GZ_DELIVERY_ABORTING:
        gz_delivery_forget(d);
        d->abort_due = false;  // what reports asked for has happened
        leave_transaction(d);
        break;
    case GZ_DELIVERY_LOCATING:
        located(d, true);
        break;
    case GZ_DELIVERY_IDLE:
    case GZ_DELIVERY_OPEN:
    default:
        gz_delivery_fail(d, "an answer came that nobody had asked for");
        break;
    }
}

void gz_delivery_answered(struct gz_delivery *d, enum gz_port_answer answer)
{
    const enum gz_delivery_phase phase = d->phase;

    if (answer == GZ_PORT_DONE) {
        done(d);
        return;
    }
    if (phase == GZ_DELIVERY_LOCATING) {
        located(d, false);
    }
    if (phase == GZ_DELIVERY_ENDING) {
        d->stats.commit_failures++;
        gz_in_flight_answer(&d->flight, false);
    }
    d->phase = GZ_DELIVERY_IDLE;
    if (answer == GZ_PORT_STOP) {
        gz_delivery_fail(d, NULL);
    } else if (answer == GZ_PORT_ABORT_NEEDED && phase == GZ_DELIVERY_ENDING) {
        d->phase = GZ_DELIVERY_OPEN;
        d->abort_due = d->rewind_due = true;
    } else {
        gz_delivery_lost_producer(d);
    }
}
