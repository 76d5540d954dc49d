#include "tests/sim/sim_run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "tests/sim/sim_faults.h"
#include "tests/sim/sim_log.h"
#include "tests/sim/sim_net.h"
#include "tests/sim/sim_oracle.h"
#include "tests/sim/sim_proc.h"

static const int64_t PATIENCE_US = INT64_C(30) * 1000000;
static const int64_t SETTLE_US = 100000;
enum { EVENTS_MAX = 3000000, HANG_S = 1, HEAP_MORE = 65536 };

static void make_truth(struct sim *s)
{
    const struct sim_plan *plan = s->plan;

    for (unsigned in = 0; in < plan->ins; in++) {
        int64_t offset = sim_chance(s, 3) == 0 ? 0 : sim_chance(s, 500);
        for (unsigned i = 0; i < plan->records; i++) {
            struct sim_truth *t = &s->truth[in][i];
            const unsigned luck = sim_chance(s, 100);
            *t = (struct sim_truth){
                .offset = offset,
                .from_us = plan->faults_us * i / plan->records,
                .outputs = (uint8_t)sim_chance(s, SIM_OUTPUTS + 1),
            };
            if (luck < plan->poisons) {
                t->kind = SIM_POISON;
            } else if (luck < plan->poisons + plan->large && t->outputs > 0) {
                t->kind =
                    luck % 2 == 0 ? SIM_LARGE_AT_ONCE : SIM_LARGE_AT_REPORT;
            } else if (luck >= 100U - plan->unreadable) {
                t->kind = SIM_UNREADABLE;
            }
            t->large = (uint8_t)sim_chance(s, t->outputs);
            for (unsigned k = 0; k < SIM_OUTPUTS; k++) {
                t->logs[k] = (uint8_t)sim_chance(s, SIM_EVENT_LOGS);
            }
            offset += 1 + (sim_chance(s, 5) == 0 ? sim_chance(s, 9) : 0);
        }
    }
}

static void make_cluster(struct sim *s)
{
    for (unsigned i = 0; i < SIM_BROKERS; i++) {
        s->brokers[i] = (struct sim_broker){0};
    }
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        sim_log_reset(&s->logs[i]);
        s->logs[i].leader = (uint8_t)sim_chance(s, SIM_BROKERS);
    }
    for (unsigned i = 0; i < SIM_NAMES; i++) {
        s->txns[i] = (struct sim_txn){
            .pid = -1,
            .epoch = -1,
            .coordinator = (uint8_t)sim_chance(s, SIM_BROKERS),
        };
    }
    s->group = (struct sim_group){
        .coordinator = (uint8_t)sim_chance(s, SIM_BROKERS),
    };
    for (unsigned in = 0; in < SIM_INS; in++) {
        s->group.committed[in].offset = -1;
        s->decided[in] = s->highest[in] = -1;
    }
    memset(s->attempts, 0, sizeof(s->attempts));
    memset(s->before, 0, sizeof(s->before));
    memset(s->read_at, 0, sizeof(s->read_at));
    s->last_pid = 0;
}

static void make_procs(struct sim *s)
{
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        s->procs[i].sim = s;
        s->procs[i].index = (uint8_t)i;
        s->procs[i].name = (uint8_t)(i % SIM_NAMES);
        s->procs[i].alive = false;
        s->procs[i].running = false;
        s->procs[i].life = 0;
        s->procs[i].step_order = 0;
        memset(s->procs[i].connections, 0, sizeof(s->procs[i].connections));
    }
    for (unsigned i = 0; i < s->plan->names; i++) {
        sim_proc_start(&s->procs[i]);
    }
}

static void build(struct sim *s)
{
    s->now_us = 0;
    s->random = s->plan->seed ^ UINT64_C(0x5eed);
    s->calm = false;
    s->port_calls = 0;
    s->slow_until_us = s->slow_markers_until_us = 0;
    s->reject = 0;
    s->hold_us = 0;
    make_cluster(s);
    make_truth(s);
    make_procs(s);
    sim_faults_schedule(s);
}

static void clear(struct sim *s)
{
    sim_net_reset(s);
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        struct sim_proc *p = &s->procs[i];
        if (p->alive) {
            gz_delivery_free(p->d);
            p->d = NULL;
            p->alive = false;
        }
    }
}

static void play(struct sim *s)
{
    const int64_t calm_us = sim_faults_end(s->plan);

    while (sim_next(s, calm_us)) {
    }
    s->now_us = calm_us > s->now_us ? calm_us : s->now_us;
    sim_faults_calm(s);
    SIM_TRACE(s, "faults are over");
    const uint64_t calm_events = s->totals.events;
    const int64_t end_us = s->now_us + PATIENCE_US;
    while (!sim_oracle_all_done(s)) {
        if (!sim_next(s, end_us)) {
            sim_fail(s, "not all was done within %lld s of calm",
                     (long long)(PATIENCE_US / 1000000));
        }
        if (s->totals.events - calm_events > EVENTS_MAX) {
            sim_fail(s, "the schedule does not come to an end");
        }
    }
    const int64_t settled_us = s->now_us + SETTLE_US;
    while (sim_next(s, settled_us)) {
    }
    sim_oracle_end(s);
    if (s->plan->rounds > 0 && sim_heap_bytes(s) > s->heap_bytes + HEAP_MORE) {
        sim_fail(s, "the heap grew from %zu to %zu bytes", s->heap_bytes,
                 sim_heap_bytes(s));
    }
}

// The schedule that runs, for signals that end it.
static struct sim *volatile playing;

// How many events there had been when the watch looked last.
static volatile uint64_t looked_at = UINT64_MAX;

static void on_signal(int number)
{
    struct sim *s = playing;

    if (number == SIGVTALRM) {
        const bool stuck = s != NULL && s->totals.events == looked_at;
        looked_at = s == NULL ? UINT64_MAX : s->totals.events;
        if (!stuck) {
            return;
        }
    }
    if (s == NULL) {
        _Exit(128 + number);
    }
    looked_at = UINT64_MAX;
    (void)signal(number, on_signal);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    // What broke is only reported from here on.
    // NOLINTBEGIN(bugprone-signal-handler,cert-sig30-c)
    if (number == SIGVTALRM) {
        sim_fail(s, "the engine does not come back");
    }
    sim_fail(s, "the engine ended with signal %d", number);
    // NOLINTEND(bugprone-signal-handler,cert-sig30-c)
}

void sim_run_catch_signals(void)
{
    (void)signal(SIGABRT, on_signal);
    (void)signal(SIGSEGV, on_signal);
    (void)signal(SIGFPE, on_signal);
    (void)signal(SIGVTALRM, on_signal);
    const struct itimerval watch = {{HANG_S, 0}, {HANG_S, 0}};
    (void)setitimer(ITIMER_VIRTUAL, &watch, NULL);
}

bool sim_run(struct sim *s, const struct sim_plan *plan)
{
    s->plan = plan;
    s->seed = plan->seed;
    s->violation[0] = '\0';
    playing = s;
    if (setjmp(s->escape) == 0) {
        build(s);
        play(s);
    } else {
        SIM_TRACE(s, "violation: %s", s->violation);
    }
    playing = NULL;
    s->totals.schedules++;
    clear(s);
    return s->violation[0] == '\0';
}

void sim_run_fini(struct sim *s)
{
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        sim_log_fini(&s->logs[i]);
    }
    while (s->free_requests != NULL) {
        struct sim_request *r = s->free_requests;
        s->free_requests = r->next_free;
        free(r);
    }
    sim_queue_fini(&s->queue);
}
