#ifndef GZ_SIM_LOG_H
#define GZ_SIM_LOG_H

#include "tests/sim/sim.h"

/*
 * The output logs: sequences, epochs, open transactions, control markers, and
 * the last stable offset behind which a read_committed reader does not look.
 */

/** Append the messages of a produce request; says what the broker answers. */
enum sim_error sim_log_produce(struct sim *s, const struct sim_request *r);

/** Write a marker that decides the open records of a producer. */
void sim_log_mark(struct sim *s, unsigned log, int32_t pid, int32_t epoch,
                  bool commit);

/** The offset of the first record whose transaction is open, or the end. */
size_t sim_log_stable(const struct sim_log *log);

void sim_log_reset(struct sim_log *log);
void sim_log_fini(struct sim_log *log);

#endif
