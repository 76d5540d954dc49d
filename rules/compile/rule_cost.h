#ifndef GZ_RULE_COST_H
#define GZ_RULE_COST_H

#include "daemon/base/status.h"
#include "rules/compile/program_parts.h"

/** Write down what sets a rule off, for gz_program_cost(). */
enum gz_status gz_rule_cost_describe(struct gz_program *p,
                                     uint32_t rule) GZ_MUST_CHECK;

#endif
