#ifndef GZ_RULES_CELL_H
#define GZ_RULES_CELL_H

#include <stdint.h>

#include "rules/ruleset.h"

/*
 * Where workers find the rule set in use, and a reload puts the next one.
 * Looking whether there is a new one costs one load of an atomic; only a
 * change takes the lock.  Any thread.
 */
struct gz_rules_cell;

/** An owned cell that holds rules (taken); NULL when out of memory. */
struct gz_rules_cell *gz_rules_cell_new(struct gz_ruleset *rules);

/** Release the cell and its reference; NULL allowed. */
void gz_rules_cell_free(struct gz_rules_cell *cell);

/** Put rules (taken) in place of the present ones. */
void gz_rules_cell_put(struct gz_rules_cell *cell, struct gz_ruleset *rules);

/** A number that changes with every put, and is never 0. */
uint32_t gz_rules_cell_version(const struct gz_rules_cell *cell);

/** A new reference to the present rules, and their version. */
struct gz_ruleset *gz_rules_cell_get(struct gz_rules_cell *cell,
                                     uint32_t *version);

#endif
