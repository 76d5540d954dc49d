#ifndef GZ_SIM_RUN_H
#define GZ_SIM_RUN_H

#include "tests/sim/sim.h"

/*
 * One schedule from its beginning to its end: faults, then calm, in which all
 * that was to be done must be done within bounded time, then the last checks.
 *
 * An assertion of the engine that fails is a violation like any other.
 */

/** Run a schedule; false when a rule was broken: s->violation says which. */
bool sim_run(struct sim *s, const struct sim_plan *plan);

/** Turn signals of failed assertions and bad accesses into violations. */
void sim_run_catch_signals(void);

/** Prepare and release what several runs share; s starts zeroed. */
void sim_run_fini(struct sim *s);

#endif
