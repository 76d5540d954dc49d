#ifndef GZ_HIDDEN_RULES_H
#define GZ_HIDDEN_RULES_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/compile/program_parts.h"

/**
 * Report rules that have nothing to say, since all that they match is matched
 * by a rule of the same kind and product that goes before them: one of higher
 * priority, or else one that stands earlier.  What is compared are states one
 * by one, so that a rule is told that has the same patterns, or such with
 * fewer words or shorter gaps; not every rule that is in fact hidden.  The same
 * of rules that guards of their own forbid.
 */
enum gz_status gz_hidden_rules_check(struct gz_program *p,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
