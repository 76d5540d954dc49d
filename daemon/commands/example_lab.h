#ifndef GZ_EXAMPLE_LAB_H
#define GZ_EXAMPLE_LAB_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/extract_trace.h"
#include "rules/findings.h"
#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"
#include "rules/ruleset.h"

/*
 * Runs the examples of rules through the whole extraction.  One thread.
 */
struct gz_example_lab;

/** An owned lab that shares rules, or NULL when out of memory. */
struct gz_example_lab *gz_example_lab_new(struct gz_ruleset *rules);

/** Release a lab; NULL allowed. */
void gz_example_lab_free(struct gz_example_lab *lab);

// A part of the text that a finding has in a role.
struct gz_example_part {
    struct gz_str role;
    struct gz_span span;
};

// What one rule found: a fact or a mention; an attribution or an assertion is
// only the match.
struct gz_example_finding {
    const struct gz_fact *fact;        // or NULL
    const struct gz_mention *mention;  // or NULL
    const struct gz_example_part *parts;
    uint32_t part_count;
};

// An example when it was run; all of it lives until the next run.
struct gz_example_run {
    const struct gz_rule *rule;
    const struct gz_example *example;
    enum gz_field field;  // that the text stands in
    const struct gz_document *document;
    const struct gz_findings *findings;
    const struct gz_extract_trace *trace;    // of them
    const struct gz_example_finding *items;  // of the rule, in text order
    uint32_t count;
    struct gz_arena *arena;  // for what is made of it
};

/**
 * Run an example of a rule.  A rule that reads titles only has its examples
 * read as titles, else they are bodies.  rule may belong to another set with
 * the same rule in it.  Fails with GZ_LIMIT when memory is short, and with
 * GZ_NOT_FOUND when the lab's rules do not have it.
 */
enum gz_status gz_example_lab_run(struct gz_example_lab *lab,
                                  const struct gz_rule *rule,
                                  const struct gz_example *example,
                                  struct gz_example_run *out) GZ_MUST_CHECK;

#endif
