#ifndef GZ_COST_TABLE_H
#define GZ_COST_TABLE_H

#include "rules/ruleset.h"

/**
 * Print what each rule can cost at most, those that can cost most first.
 * GZ_NO_MEMORY.
 */
enum gz_status
gz_cost_table_print(const struct gz_ruleset *rules) GZ_MUST_CHECK;

#endif
