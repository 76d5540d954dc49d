#include "tests/sim/sim_shrink.h"

#include <stdio.h>
#include <string.h>

#include "tests/sim/sim_run.h"

static bool fails(struct sim *s, const struct sim_plan *plan)
{
    return !sim_run(s, plan);
}

static struct sim_plan without(const struct sim_plan *plan, size_t begin,
                               size_t count)
{
    struct sim_plan less = *plan;

    memmove(&less.faults[begin], &less.faults[begin + count],
            (less.fault_count - begin - count) * sizeof(less.faults[0]));
    less.fault_count -= count;
    return less;
}

// Halves first, then ever smaller pieces.
static void drop_faults(struct sim *s, struct sim_plan *plan)
{
    size_t piece = (plan->fault_count + 1) / 2;

    while (piece > 0) {
        bool dropped = false;
        for (size_t i = 0; i + piece <= plan->fault_count;) {
            const struct sim_plan less = without(plan, i, piece);
            if (fails(s, &less)) {
                *plan = less;
                dropped = true;
            } else {
                i++;
            }
        }
        if (!dropped || piece > plan->fault_count) {
            piece /= 2;
        }
    }
}

static void try(struct sim *s, struct sim_plan *plan,
                const struct sim_plan *simpler)
{
    if (fails(s, simpler)) {
        *plan = *simpler;
    }
}

// A smaller world: fewer records, partitions, workers, odd records.
static void simplify_world(struct sim *s, struct sim_plan *plan)
{
    struct sim_plan p = *plan;

    p.poisons = p.large = p.unreadable = 0;
    try(s, plan, &p);
    for (uint8_t n = 1; n < plan->ins; n++) {
        p = *plan;
        p.ins = n;
        try(s, plan, &p);
    }
    for (uint8_t n = 2; n < plan->records; n = (uint8_t)(n * 2)) {
        p = *plan;
        p.records = n;
        try(s, plan, &p);
    }
    p = *plan;
    p.latency_us = 100;
    try(s, plan, &p);
}

static void shorten(struct sim *s, struct sim_plan *plan)
{
    for (size_t i = 0; i < plan->fault_count; i++) {
        struct sim_plan p = *plan;
        p.faults[i].span_us = 1;
        try(s, plan, &p);
    }
}

void sim_shrink(struct sim *s, const struct sim_plan *plan)
{
    struct sim_plan least = *plan;

    drop_faults(s, &least);
    simplify_world(s, &least);
    drop_faults(s, &least);
    shorten(s, &least);
    puts("\nthe least of it that still fails:");
    sim_plan_print(&least);
    s->trace = true;
    (void)sim_run(s, &least);
    s->trace = false;
}
