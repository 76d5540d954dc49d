#include "rules/extract_trace.h"

enum { FIRST_STEPS = 64 };

static const char *const stage_names[] = {
    [GZ_EXTRACT_NAMES] = "names",
    [GZ_EXTRACT_MENTION] = "mention",
    [GZ_EXTRACT_FORM] = "form",
    [GZ_EXTRACT_RECAST] = "recast",
    [GZ_EXTRACT_COREF] = "coref",
    [GZ_EXTRACT_FACT] = "fact",
    [GZ_EXTRACT_ATTRIBUTION] = "attribution",
    [GZ_EXTRACT_ASSERTION] = "assertion",
};

static const char *const outcome_names[] = {
    [GZ_EXTRACT_TAKEN] = "taken",
    [GZ_EXTRACT_CHANGED] = "changed",
    [GZ_EXTRACT_DROPPED] = "dropped",
};

_Static_assert(sizeof(stage_names) / sizeof(stage_names[0]) ==
                   GZ_EXTRACT_STAGE_COUNT,
               "every stage has a name");
_Static_assert(sizeof(outcome_names) / sizeof(outcome_names[0]) ==
                   GZ_EXTRACT_OUTCOME_COUNT,
               "every outcome has a name");

const char *gz_extract_stage_name(enum gz_extract_stage stage)
{
    return stage_names[stage];
}

const char *gz_extract_outcome_name(enum gz_extract_outcome outcome)
{
    return outcome_names[outcome];
}

static bool grow(struct gz_extract_trace *trace, struct gz_arena *arena)
{
    const uint32_t cap = trace->cap == 0 ? FIRST_STEPS : 2 * trace->cap;
    struct gz_extract_step *items =
        GZ_ARENA_ARRAY(arena, struct gz_extract_step, cap);
    if (items == NULL) {
        trace->incomplete = true;
        return false;
    }
    for (uint32_t i = 0; i < trace->count; i++) {
        items[i] = trace->items[i];
    }
    trace->items = items;
    trace->cap = cap;
    return true;
}

void gz_extract_trace_add(struct gz_extract_trace *trace,
                          struct gz_arena *arena,
                          const struct gz_extract_step *step)
{
    if (trace == NULL || (trace->count == trace->cap && !grow(trace, arena))) {
        return;
    }
    // The array is the trace's own; only its readers may not write.
    ((struct gz_extract_step *)(uintptr_t)trace->items)[trace->count++] = *step;
}
