#include "tests/sim/sim_plan.h"

#include <inttypes.h>
#include <stdio.h>

#include "tests/sim/sim_queue.h"

static const int64_t MS = 1000;
static const int64_t ROUND_US = 30000;

static const char *const fault_names[SIM_FAULT_KINDS] = {
    [SIM_FAULT_CRASH] = "crash",
    [SIM_FAULT_CRASH_AT] = "crash at a call",
    [SIM_FAULT_TWIN] = "twin",
    [SIM_FAULT_BREAK] = "broken connections",
    [SIM_FAULT_HOLD] = "delayed request",
    [SIM_FAULT_BROKER] = "broker crash",
    [SIM_FAULT_MOVE] = "moved leaders and coordinators",
    [SIM_FAULT_FREEZE] = "frozen process",
    [SIM_FAULT_STALL] = "stalled loop",
    [SIM_FAULT_REBALANCE] = "rebalance",
    [SIM_FAULT_SLOW] = "slow network",
    [SIM_FAULT_SLOW_MARKERS] = "slow markers",
    [SIM_FAULT_AGAIN] = "records handed out again",
    [SIM_FAULT_REJECT] = "refused request",
    [SIM_FAULT_LAZY] = "late answers",
    [SIM_FAULT_EXPEL] = "expelled member",
    [SIM_FAULT_LEAVE] = "stop in order",
};

// A number of [low, high].
static int64_t between(uint64_t *random, int64_t low, int64_t high)
{
    return low +
           (int64_t)(sim_next_random(random) % (uint64_t)(high - low + 1));
}

// Often none at all, so that each trouble is met alone too.
static uint8_t share(uint64_t *random, unsigned most)
{
    return (uint8_t)(sim_roll(random, 3) > 0 ? 0 : 1 + sim_roll(random, most));
}

static void make_times(uint64_t *random, struct sim_plan *p)
{
    p->latency_us = between(random, 60, 600);
    p->backoff_us = between(random, 2 * MS, 8 * MS);
    p->session_us = between(random, 60 * MS, 200 * MS);
    p->poll_us = p->session_us + between(random, 50 * MS, 200 * MS);
    p->txn_timeout_us = between(random, 60 * MS, 500 * MS);
    p->commit_interval_us = between(random, 1 * MS, 15 * MS);
    p->flush_us = between(random, 50 * MS, 200 * MS);
    p->revoke_us = between(random, 20 * MS, p->session_us);
    p->faults_us = between(random, 40 * MS, 250 * MS);
}

static uint8_t pick_kind(uint64_t *random, uint32_t kinds)
{
    unsigned kind;

    do {
        kind = sim_roll(random, SIM_FAULT_KINDS);
    } while ((kinds & 1U << kind) == 0);
    return (uint8_t)kind;
}

// Some schedules know few kinds of faults, and have more of them: what takes
// several of the same kind to happen would else never be seen (swarm testing,
// Groce et al. 2012).
static void pick_kinds(uint64_t *random, struct sim_plan *p)
{
    p->kinds = (1U << SIM_FAULT_KINDS) - 1;
    p->fault_count = sim_roll(random, 12);
    if (sim_roll(random, 3) == 0) {
        p->kinds = 0;
        for (int i = 0; i < 4; i++) {
            p->kinds |= 1U << sim_roll(random, SIM_FAULT_KINDS);
        }
        p->fault_count = sim_roll(random, SIM_FAULTS);
    }
}

struct sim_fault sim_plan_fault(const struct sim_plan *p, uint64_t *random)
{
    return (struct sim_fault){
        .at_us = between(random, 1, p->faults_us),
        .span_us = sim_roll(random, 3) == 0
                       ? between(random, 1, 3 * p->session_us)
                       : between(random, 1, 4 * p->backoff_us),
        .salt = sim_next_random(random),
        .kind = pick_kind(random, p->kinds),
        .name = (uint8_t)sim_roll(random, p->names),
    };
}

void sim_plan_make(uint64_t seed, struct sim_plan *out)
{
    uint64_t random = seed;

    *out = (struct sim_plan){
        .seed = seed,
        .exactly_once = sim_roll(&random, 4) > 0,
        .static_members = sim_roll(&random, 2) == 0,
        .names = (uint8_t)between(&random, 1, SIM_NAMES),
        .ins = (uint8_t)between(&random, 1, SIM_INS),
        .records = (uint8_t)between(&random, 4, 24),
        .poisons = share(&random, 6),
        .large = share(&random, 10),
        .unreadable = share(&random, 20),
        .queue = (uint16_t)between(&random, 1, 40),
        .max_records = (uint32_t)between(&random, 1, 40),
        .batch_records = (uint32_t)between(&random, 1, 20),
        .max_bytes = (uint64_t)between(&random, 20, 2000),
    };
    make_times(&random, out);
    pick_kinds(&random, out);
    for (size_t i = 0; i < out->fault_count; i++) {
        out->faults[i] = sim_plan_fault(out, &random);
    }
}

void sim_plan_make_long(uint64_t seed, uint32_t rounds, struct sim_plan *out)
{
    sim_plan_make(seed, out);
    out->kinds = (1U << SIM_FAULT_KINDS) - 1;
    out->rounds = rounds;
    out->names = SIM_NAMES;
    out->ins = SIM_INS;
    out->records = SIM_RECORDS;
    out->poisons = 0;
    out->fault_count = 0;
    out->faults_us = (int64_t)rounds * ROUND_US;
}

void sim_plan_print(const struct sim_plan *p)
{
    printf("seed %" PRIu64 ": %s, %s members, %u workers, %u input partitions "
           "of %u records\n",
           p->seed, p->exactly_once ? "exactly once" : "at least once",
           p->static_members ? "static" : "dynamic", p->names, p->ins,
           p->records);
    printf("in flight at most %" PRIu32 " records and %" PRIu64
           " bytes, %" PRIu32 " records in a transaction, producer queue %u\n",
           p->max_records, p->max_bytes, p->batch_records, p->queue);
    printf("ms: commit interval %" PRId64 ", session %" PRId64 ", poll %" PRId64
           ", transaction %" PRId64 ", revoke %" PRId64 "\n",
           p->commit_interval_us / MS, p->session_us / MS, p->poll_us / MS,
           p->txn_timeout_us / MS, p->revoke_us / MS);
    for (size_t i = 0; i < p->fault_count; i++) {
        const struct sim_fault *f = &p->faults[i];
        printf("fault at %" PRId64 ".%03" PRId64 " ms: %s, worker %u, span "
               "%" PRId64 " us, salt %" PRIx64 "\n",
               f->at_us / MS, f->at_us % MS, fault_names[f->kind], f->name,
               f->span_us, f->salt);
    }
}
