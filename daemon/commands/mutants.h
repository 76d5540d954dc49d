#ifndef GZ_MUTANTS_H
#define GZ_MUTANTS_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/language/rule_set.h"
#include "rules/ruleset.h"

/**
 * Change each word, word~ and literal in each pattern of a rule, guards
 * included, one at a time, into one that no text has, and run the rule's
 * examples again.  A mutant dies when an example does not hold any more, or
 * when the rule cannot be compiled with it; those that live are reported in
 * survivors, each at its place.  *count grows by the mutants.
 *
 * Rules that make other facts are left out where the examples hold without
 * them.  Fails with GZ_LIMIT or GZ_NO_MEMORY.
 */
enum gz_status gz_mutants_run(struct gz_ruleset *rules,
                              const struct gz_rule *rule, uint32_t *count,
                              struct gz_error *survivors) GZ_MUST_CHECK;

#endif
