#include "tests/sim/sim_proc.h"

#include <inttypes.h>
#include <string.h>

#include "tests/sim/sim_client.h"
#include "tests/sim/sim_net.h"
#include "tests/sim/sim_oracle.h"

enum {
    PULSE_US = 20000,
    RECORD_US = 40,  // to process one
    HURRY_MAX = 20,
    OUTPUT_BYTES = SIM_OUTPUTS * (SIM_PAYLOAD + 2),
};

static void on_step(struct sim *s, void *ctx, uint64_t order);

static int64_t on_monotonic(void *ctx)
{
    return ((struct sim_proc *)ctx)->sim->now_us;
}

void sim_proc_wake(struct sim_proc *p, int64_t delay_us)
{
    struct sim *s = p->sim;
    const int64_t at_us = s->now_us + (delay_us < 1 ? 1 : delay_us);

    if (p->alive && at_us < p->next_step_us) {
        p->next_step_us = at_us;
        sim_after(s, at_us - s->now_us, on_step, p, ++p->step_order);
    }
}

void sim_client_note(struct sim *s, struct sim_proc *p,
                     struct sim_inbox_item item)
{
    struct sim_inbox *inbox = &p->inbox;

    if (inbox->count == SIM_INBOX) {
        sim_fail(s, "the inbox of process %u is too small", p->index);
    }
    inbox->items[(inbox->head + inbox->count++) % SIM_INBOX] = item;
    sim_proc_wake(p, 0);
}

static void on_answer(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_proc *p = ctx;

    if (p->alive && p->life == (uint32_t)(arg >> 8)) {
        const struct sim_inbox_item item = {SIM_ANSWER, (int)(arg & 0xff), 0,
                                            0};
        p->producer.call = SIM_NO_CALL;
        sim_client_note(s, p, item);
    }
}

void sim_client_answer(struct sim_proc *p, enum gz_port_answer value)
{
    struct sim *s = p->sim;
    const bool locates = p->producer.call == SIM_LOCATE;
    const int64_t until_us = locates && p->lazy_locate_us > p->lazy_us
                                 ? p->lazy_locate_us
                                 : p->lazy_us;
    const int64_t left_us = until_us - s->now_us;
    const uint64_t arg = (uint64_t)p->life << 8 | (uint64_t)value;

    p->producer.call = SIM_ANSWERING;
    if (left_us > 0) {
        sim_after(s, left_us, on_answer, p, arg);
    } else {
        on_answer(s, p, arg);
    }
}

void sim_client_suspect(struct sim *s, struct sim_proc *p)
{
    sim_client_note(s, p, (struct sim_inbox_item){SIM_SUSPECT, 0, 0, 0});
}

void sim_client_reply(struct sim *s, struct sim_proc *p, enum sim_slot slot,
                      const struct sim_request *r)
{
    if (slot < SIM_SLOT_JOIN) {
        sim_producer_reply(s, p, slot, r);
    } else {
        sim_consumer_reply(s, p, slot, r);
    }
}

struct sim_proc *sim_proc_of(struct sim *s, unsigned name)
{
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        if (s->procs[i].alive && s->procs[i].name == name) {
            return &s->procs[i];
        }
    }
    return NULL;
}

// --- its life ---

static void on_start(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_proc *p = ctx;
    (void)arg;

    // Who has taken its place keeps it.
    if (sim_proc_of(s, p->name) == NULL) {
        sim_proc_start(p);
    }
}

// What these brokers have answered they never lose.
static void on_set_back(void *ctx, int32_t partition, int64_t begin,
                        int64_t committed)
{
    const struct sim_proc *p = ctx;

    sim_fail(p->sim,
             "process %u believes that partition %" PRId32
             " was set back to %" PRId64 " from %" PRId64,
             p->index, partition, begin, committed);
}

static struct gz_delivery_options options_of(struct sim_proc *p)
{
    const struct sim_plan *plan = p->sim->plan;

    return (struct gz_delivery_options){
        .mode = plan->exactly_once ? GZ_DELIVERY_EXACTLY_ONCE
                                   : GZ_DELIVERY_AT_LEAST_ONCE,
        .max_records = plan->max_records,
        .batch_records = plan->batch_records,
        .max_bytes = plan->max_bytes,
        .commit_interval_us = plan->commit_interval_us,
        .flush_timeout_us = plan->flush_us,
        .revoke_timeout_us = plan->revoke_us,
        .self = sim_proc_self(p),
        .on_set_back = on_set_back,
        .ctx = p,
    };
}

void sim_proc_start(struct sim_proc *p)
{
    struct sim *s = p->sim;

    p->life++;
    p->alive = true;
    p->doomed = p->leaving = p->fenced = p->held = p->later = false;
    p->bomb = p->hurry = 0;
    p->frozen_us = p->stalled_us = 0;
    p->lazy_us = p->lazy_locate_us = 0;
    p->next_step_us = INT64_MAX;
    p->inbox.head = p->inbox.count = 0;
    for (unsigned slot = 0; slot < SIM_SLOTS; slot++) {
        p->ops[slot].busy = false;
        p->ops[slot].travels = NULL;
    }
    for (unsigned i = 0; i < SIM_BROKERS; i++) {
        p->connections[i]++;
        p->sent_us[i] = p->received_us[i] = s->now_us;
    }
    sim_producer_reset(&p->producer);
    sim_consumer_reset(&p->consumer);
    p->port = sim_port_of(p);
    p->clock = (struct gz_clock){on_monotonic, on_monotonic, p};
    const struct gz_delivery_options options = options_of(p);
    p->d = gz_delivery_new(&options, &p->port, &p->clock);
    if (p->d == NULL) {
        sim_fail(s, "out of memory");
    }
    SIM_TRACE(s, "  process %u starts as worker %u", p->index, p->name);
    sim_proc_wake(p, 0);
}

static void count_stats(struct sim_proc *p)
{
    const struct gz_delivery_stats stats = gz_delivery_stats(p->d);
    struct sim_totals *t = &p->sim->totals;

    t->commits += stats.commits;
    t->aborts += stats.aborts;
    t->renewals += stats.renewals;
    t->fences += stats.fences;
    t->rewinds += stats.rewinds;
    t->stale += stats.stale;
}

// What of it is on its way stays on its way.
static void bury(struct sim_proc *p)
{
    struct sim *s = p->sim;

    for (unsigned slot = 0; slot < SIM_SLOTS; slot++) {
        sim_net_give_up(s, p, (enum sim_slot)slot);
    }
    count_stats(p);
    gz_delivery_free(p->d);
    p->d = NULL;
    p->alive = false;
    p->life++;
    const int64_t most = 4 * s->plan->backoff_us;
    sim_after(s, most / 8 + (int64_t)sim_chance(s, (unsigned)most), on_start, p,
              0);
}

static void die(struct sim_proc *p)
{
    SIM_TRACE(p->sim, "  process %u dies", p->index);
    p->sim->totals.crashes++;
    sim_oracle_interrupted(p->sim, p);
    bury(p);
}

void sim_proc_kill(struct sim_proc *p)
{
    if (p->running) {
        p->doomed = true;
    } else {
        die(p);
    }
}

void sim_proc_twin(struct sim *s, unsigned name)
{
    if (sim_proc_of(s, name) == NULL) {
        return;
    }
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        struct sim_proc *p = &s->procs[i];
        if (!p->alive && p->name == name) {
            s->totals.twins++;
            sim_proc_start(p);
            return;
        }
    }
}

// --- its loop ---

static void close_down(struct sim_proc *p)
{
    SIM_TRACE(p->sim, "  process %u ends%s", p->index,
              p->fenced ? ", fenced by a twin" : "");
    p->sim->totals.exits++;
    p->sim->totals.fenced_twins += p->fenced;
    (void)gz_delivery_finish(p->d);
    gz_delivery_lose(p->d);
    sim_oracle_interrupted(p->sim, p);
    sim_consumer_leave(p);
    bury(p);
}

static void conclude(struct sim_proc *p, enum gz_delivery_publish result)
{
    while (result == GZ_DELIVERY_TOO_LARGE) {
        p->sim->totals.refused++;
        sim_work_letter(p);
        result = gz_delivery_substitute(p->d, &p->letter);
    }
    if (result != GZ_DELIVERY_BLOCKED) {
        p->held = false;
    }
}

static void process(struct sim_proc *p)
{
    struct sim *s = p->sim;
    const struct sim_truth *t = &s->truth[p->held_in][p->held_record];

    if (t->kind == SIM_POISON) {
        s->totals.poison_crashes++;
        SIM_TRACE(s, "    process %u takes poison %u:%u", p->index, p->held_in,
                  p->held_record);
        longjmp(p->escape, 1);
    }
    const size_t count = sim_work_outputs(p);
    conclude(p, gz_delivery_publish(p->d, p->outputs, count));
}

static void set_aside(struct sim_proc *p, bool crashed)
{
    struct sim *s = p->sim;
    const struct sim_truth *t = &s->truth[p->held_in][p->held_record];

    if (crashed) {
        s->totals.crash_loops++;
        if (!sim_oracle_may_set_aside(s, t)) {
            sim_fail(s,
                     "record %u:%u is set aside as a crash loop after %u "
                     "crashes, %u of them over it alone",
                     p->held_in, p->held_record, t->crashes, t->alone);
        }
    } else {
        s->totals.refused++;
    }
    sim_work_letter(p);
    conclude(p, gz_delivery_publish(p->d, &p->letter, 1));
}

static void offer(struct sim_proc *p)
{
    struct sim *s = p->sim;
    const struct sim_truth *t = &s->truth[p->held_in][p->held_record];
    const enum gz_delivery_take take =
        gz_delivery_take(p->d, p->held_in, t->offset);
    struct sim_consumer *c = &p->consumer;

    SIM_TRACE(s, "    process %u takes %u:%u: %d", p->index, p->held_in,
              p->held_record, (int)take);
    p->later = take == GZ_DELIVERY_LATER;
    if (take == GZ_DELIVERY_STALE) {
        p->held = false;
        return;
    }
    // An attempt is counted before the record is taken, but not while others
    // are to be committed first.
    const bool counts =
        take != GZ_DELIVERY_LATER || sim_oracle_begun(s, p) == 0;
    if (counts) {
        c->flies[p->held_in] = p->held_record + 1U;
        if (c->taken[p->held_in] <= p->held_record) {
            c->taken[p->held_in] = p->held_record + 1U;
        }
    }
    if (take == GZ_DELIVERY_LATER) {
        return;
    }
    sim_oracle_took(s, p, p->held_in);
    if (take == GZ_DELIVERY_TAKEN) {
        process(p);
    } else {
        set_aside(p, take == GZ_DELIVERY_CRASHED);
    }
}

static bool read_one(struct sim_proc *p)
{
    if (!gz_delivery_ready(p->d)) {
        return false;
    }
    if (!p->held) {
        p->held = sim_consumer_poll(p, &p->held_in, &p->held_record);
    }
    if (p->held) {
        offer(p);
        return true;
    }
    return false;
}

static void follow_membership(struct sim_proc *p)
{
    struct sim_consumer *c = &p->consumer;
    struct gz_delivery_start starts[SIM_INS];

    if (c->state == SIM_ARRIVED) {
        const size_t count = sim_consumer_arrive(p, starts);
        if (gz_delivery_assign(p->d, starts, count) != GZ_OK) {
            sim_fail(p->sim, "out of memory");
        }
        return;
    }
    if (c->state != SIM_REVOKING && c->state != SIM_LOSING) {
        return;
    }
    if (c->state == SIM_LOSING) {
        SIM_TRACE(p->sim, "    process %u loses its partitions", p->index);
        p->sim->totals.losses++;
        gz_delivery_lose(p->d);
    } else {
        SIM_TRACE(p->sim, "    process %u lets go", p->index);
        gz_delivery_revoke(p->d);
    }
    p->held = p->later = false;
    sim_oracle_interrupted(p->sim, p);
    sim_consumer_let_go(p);
}

static void check_bounds(const struct sim_proc *p)
{
    const struct gz_delivery_stats stats = gz_delivery_stats(p->d);
    const struct sim_plan *plan = p->sim->plan;

    if (stats.records_in_flight > plan->max_records) {
        sim_fail(p->sim, "process %u has %u records in flight, limit %u",
                 p->index, stats.records_in_flight, plan->max_records);
    }
    // What goes from the outbox to the port is counted in both.
    if (stats.bytes_in_flight > plan->max_bytes + 2 * OUTPUT_BYTES) {
        sim_fail(p->sim, "process %u has %llu bytes in flight", p->index,
                 (unsigned long long)stats.bytes_in_flight);
    }
}

// What is due now should have been done by the tick before.
static int64_t pause_of(struct sim_proc *p, bool more)
{
    const int64_t left_us = gz_delivery_due(p->d) - p->sim->now_us;

    if (more) {
        return RECORD_US;
    }
    p->hurry = left_us > 0 ? 0 : p->hurry + 1;
    if (p->hurry > HURRY_MAX) {
        sim_fail(p->sim, "process %u is due at once, again and again",
                 p->index);
    }
    return left_us < PULSE_US ? left_us : PULSE_US;
}

static bool must_end(struct sim_proc *p)
{
    return gz_delivery_tick(p->d) != GZ_OK || p->fenced || p->leaving;
}

// The order is that of the worker's loop: rebalances, reports, what is due,
// records.
static void step(struct sim_proc *p)
{
    p->consumer.polled_us = p->sim->now_us;
    follow_membership(p);
    (void)sim_port_serve(p);
    if (gz_delivery_blocked(p->d)) {
        conclude(p, gz_delivery_resume(p->d));
    }
    if (must_end(p)) {
        close_down(p);
        return;
    }
    if (gz_delivery_has_producer(p->d)) {
        sim_consumer_join(p);
    }
    const bool more = read_one(p);
    check_bounds(p);
    sim_port_die_if_doomed(p);
    sim_proc_wake(p, pause_of(p, more));
}

static void run(struct sim_proc *p)
{
    p->running = true;
    if (setjmp(p->escape) == 0) {
        step(p);
    } else {
        die(p);
    }
    p->running = false;
}

static void on_step(struct sim *s, void *ctx, uint64_t order)
{
    struct sim_proc *p = ctx;

    if (!p->alive || order != p->step_order) {
        return;
    }
    p->next_step_us = INT64_MAX;
    if (p->running) {
        return;  // it waits inside of a call, and comes round itself
    }
    const int64_t until_us =
        p->frozen_us > p->stalled_us ? p->frozen_us : p->stalled_us;
    if (until_us > s->now_us) {
        sim_proc_wake(p, until_us - s->now_us);
        return;
    }
    run(p);
}
