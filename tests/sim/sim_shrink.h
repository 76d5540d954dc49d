#ifndef GZ_SIM_SHRINK_H
#define GZ_SIM_SHRINK_H

#include "tests/sim/sim.h"

/**
 * Drop and simplify what goes wrong in a schedule that breaks a rule, as long
 * as it still does (any rule), then print what is left and its trace.
 */
void sim_shrink(struct sim *s, const struct sim_plan *plan);

#endif
