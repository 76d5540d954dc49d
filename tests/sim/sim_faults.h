#ifndef GZ_SIM_FAULTS_H
#define GZ_SIM_FAULTS_H

#include "tests/sim/sim.h"

/*
 * What goes wrong, as a schedule says.
 */

/** Let all faults of the schedule happen at their time. */
void sim_faults_schedule(struct sim *s);

/** When the last of them is over. */
int64_t sim_faults_end(const struct sim_plan *plan);

/** From now on nothing goes wrong, but what was delayed still comes. */
void sim_faults_calm(struct sim *s);

#endif
