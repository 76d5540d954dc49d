#ifndef GZ_PROGRAM_H
#define GZ_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/language/rule_set.h"

/*
 * Rules as the matcher runs them: automata of known size, each behind a
 * trigger, a word or type that it cannot do without.  Immutable; any number of
 * threads may read it.  The rule set is borrowed and must outlive it.
 */
struct gz_program;

// Rules of one kind that may run together.
enum gz_stage {
    GZ_STAGE_MENTION,  // in strata: a rule runs after what makes what it reads
    GZ_STAGE_RECAST,
    GZ_STAGE_COREF,
    GZ_STAGE_FACT,  // emit, attribution and assertion
    GZ_STAGE_COUNT,
};

/**
 * Compile, and check what takes the meaning of all rules together: cycles
 * between strata, rules that can never match, that match nothing but what a
 * rule before them takes, or that match almost anywhere.  All mistakes are in
 * err, each with its place.  Regexes are compiled in a child process with
 * limits of time and memory.
 * An owned program in *out; release with gz_program_free().
 */
enum gz_status gz_program_build(const struct gz_rule_set *set,
                                struct gz_program **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** Release a program; NULL allowed. */
void gz_program_free(struct gz_program *program);

const struct gz_rule_set *gz_program_rules(const struct gz_program *program);

/** Strata of the mention stage: 0 without mention rules. */
uint32_t gz_program_strata(const struct gz_program *program);

/** What a rule can cost at most, and what sets it off. */
struct gz_rule_cost {
    uint32_t states;
    uint32_t width;            // tokens that a match can span
    uint64_t steps_per_token;  // worst case; guards as in sentences of 64
    uint32_t stratum;          // of a mention rule, else 0
    struct gz_str trigger;     // for people: `word "customer" (2 forms)`
};

struct gz_rule_cost gz_program_cost(const struct gz_program *program,
                                    uint32_t rule);

#endif
