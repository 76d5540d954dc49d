#ifndef GZ_SIM_PROC_H
#define GZ_SIM_PROC_H

#include "tests/sim/sim.h"

/*
 * A process: the engine under test, its port, and the loop that the worker
 * has around it.  It can die inside of any call of the port; then nothing of
 * it is left but what the brokers have.
 *
 * A process that waits lets the world go on inside of its call, so that others
 * run on top of its stack.  It can only die there when the stack is its own
 * again, and takes nothing from its inbox before.
 */

/** Start a process; a twin may start while another of its name runs. */
void sim_proc_start(struct sim_proc *p);

/** It dies now, and may be started again later. */
void sim_proc_kill(struct sim_proc *p);

/** Let its loop come round after delay_us at the latest. */
void sim_proc_wake(struct sim_proc *p, int64_t delay_us);

/** The running process of a name, or NULL. */
struct sim_proc *sim_proc_of(struct sim *s, unsigned name);

/** Start a twin of a running process. */
void sim_proc_twin(struct sim *s, unsigned name);

/** The port that the engine of p is given. */
struct gz_kafka_port sim_port_of(struct sim_proc *p);

/** What names p in attempts. */
static inline uint64_t sim_proc_self(const struct sim_proc *p)
{
    return (uint64_t)p->index << 32 | p->life;
}

/** Give the engine what is in the inbox; false when nothing was. */
bool sim_port_serve(struct sim_proc *p);

/** Die when the stack is one's own. */
void sim_port_die_if_doomed(struct sim_proc *p);

/** Make the outputs of the record that p holds; returns how many. */
size_t sim_work_outputs(struct sim_proc *p);

/** Make the dead letter of it. */
void sim_work_letter(struct sim_proc *p);

/** What an output is, after a check that nothing of it was changed. */
struct sim_msg sim_work_read(struct sim_proc *p, const struct gz_output *out,
                             bool *refused);

#endif
