#include "tests/sim/sim_faults.h"

#include "tests/sim/sim_group.h"
#include "tests/sim/sim_net.h"
#include "tests/sim/sim_proc.h"

enum { CALLS = 40, AGAIN = 6, ROUNDS_ALIKE = 20 };

static void hold(struct sim *s, const struct sim_fault *f)
{
    static const enum sim_api apis[] = {
        SIM_END,         SIM_END,     SIM_END,  SIM_END,    SIM_TXN_OFFSETS,
        SIM_ADD_OFFSETS, SIM_PRODUCE, SIM_INIT, SIM_COMMIT, SIM_ADD_LOGS,
    };

    s->hold_api = (uint8_t)apis[f->salt % (sizeof(apis) / sizeof(apis[0]))];
    s->hold_name = f->name;
    s->hold_us = f->span_us;
}

static void break_connections(struct sim *s, struct sim_proc *p,
                              const struct sim_fault *f)
{
    uint64_t random = f->salt;

    for (unsigned i = 0; i < SIM_BROKERS; i++) {
        if (sim_roll(&random, 2) == 0) {
            sim_net_break(s, p, i, &random);
        }
    }
}

static void on_expel(struct sim *s, void *ctx, uint64_t life)
{
    const struct sim_proc *p = ctx;

    if (p->alive && p->life == life) {
        sim_group_expel(s, p);
    }
}

// It goes together with what makes the engine ask where it is, and with an
// answer that comes when the partitions have been elsewhere meanwhile.
static void expel(struct sim *s, struct sim_proc *p, const struct sim_fault *f)
{
    if (f->salt % 2 == 0) {
        s->reject = 2;
        s->reject_name = f->name;
        p->lazy_locate_us = s->now_us + s->plan->poll_us;
    }
    sim_after(s, f->span_us / 8, on_expel, p, p->life);
}

// Faults of one process; those of one that does not run are void.
static void strike_process(struct sim *s, const struct sim_fault *f)
{
    struct sim_proc *p = sim_proc_of(s, f->name);

    if (p == NULL) {
        return;
    }
    switch (f->kind) {
    case SIM_FAULT_CRASH:
        sim_proc_kill(p);
        break;
    case SIM_FAULT_CRASH_AT:
        p->bomb = 1 + (unsigned)(f->salt % CALLS);
        p->bomb_late = f->salt / CALLS % 2 == 0;
        break;
    case SIM_FAULT_BREAK:
        break_connections(s, p, f);
        break;
    case SIM_FAULT_FREEZE:
        p->frozen_us = s->now_us + f->span_us;
        break;
    case SIM_FAULT_STALL:
        p->stalled_us = s->now_us + f->span_us;
        break;
    case SIM_FAULT_AGAIN:
        p->consumer.again = 1 + (unsigned)(f->salt % AGAIN);
        break;
    case SIM_FAULT_LAZY:
        p->lazy_us = s->now_us + f->span_us;
        break;
    case SIM_FAULT_EXPEL:
        expel(s, p, f);
        break;
    case SIM_FAULT_LEAVE:
    default:
        p->leaving = true;
        sim_proc_wake(p, 0);
        break;
    }
}

static void strike(struct sim *s, const struct sim_fault *f)
{
    uint64_t random = f->salt;

    SIM_TRACE(s, "fault: kind %u, worker %u", f->kind, f->name);
    switch (f->kind) {
    case SIM_FAULT_TWIN:
        sim_proc_twin(s, f->name);
        break;
    case SIM_FAULT_HOLD:
        hold(s, f);
        break;
    case SIM_FAULT_BROKER:
        sim_net_crash(s, (unsigned)(f->salt % SIM_BROKERS), f->span_us,
                      &random);
        break;
    case SIM_FAULT_MOVE:
        sim_net_move(s, f->span_us / 4 + 1, &random);
        break;
    case SIM_FAULT_REBALANCE:
        sim_group_rebalance(s);
        break;
    case SIM_FAULT_SLOW:
        s->slow_until_us = s->now_us + f->span_us;
        break;
    case SIM_FAULT_SLOW_MARKERS:
        s->slow_markers_until_us = s->now_us + f->span_us;
        break;
    case SIM_FAULT_REJECT:
        s->reject = 1 + (unsigned)(f->salt % 2);
        s->reject_name = f->name;
        break;
    default:
        strike_process(s, f);
        break;
    }
}

static void on_fault(struct sim *s, void *ctx, uint64_t index)
{
    (void)ctx;
    strike(s, &s->plan->faults[index]);
}

static void on_round(struct sim *s, void *ctx, uint64_t left)
{
    struct sim_fault f = sim_plan_fault(s->plan, &s->random);
    (void)ctx;

    if (sim_chance(s, ROUNDS_ALIKE) != 0) {
        f.kind = SIM_FAULT_REBALANCE;
    }
    strike(s, &f);
    if (left == s->plan->rounds - s->plan->rounds / 10) {
        s->heap_bytes = sim_heap_bytes(s);
    }
    if (left > 1) {
        sim_after(s, s->plan->faults_us / s->plan->rounds, on_round, NULL,
                  left - 1);
    }
}

void sim_faults_schedule(struct sim *s)
{
    if (s->plan->rounds > 0) {
        sim_after(s, 0, on_round, NULL, s->plan->rounds);
    }
    for (size_t i = 0; i < s->plan->fault_count; i++) {
        sim_after(s, s->plan->faults[i].at_us, on_fault, NULL, i);
    }
}

int64_t sim_faults_end(const struct sim_plan *plan)
{
    int64_t end_us = plan->faults_us;

    for (size_t i = 0; i < plan->fault_count; i++) {
        const struct sim_fault *f = &plan->faults[i];
        const int64_t over_us = f->at_us + f->span_us;
        end_us = over_us > end_us ? over_us : end_us;
    }
    return end_us;
}

void sim_faults_calm(struct sim *s)
{
    s->calm = true;
    s->reject = 0;
    s->hold_us = 0;
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        s->procs[i].bomb = 0;
        s->procs[i].consumer.again = 0;
    }
}
