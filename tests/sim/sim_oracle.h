#ifndef GZ_SIM_ORACLE_H
#define GZ_SIM_ORACLE_H

#include "tests/sim/sim.h"

/*
 * What must hold, whatever goes wrong.  Exactly once: at the moment in which a
 * transaction is decided, outputs of a record are part of what will be visible
 * if and only if the committed offset is behind it; each of them once, and in
 * the order of the input.  At least once: whenever an offset is committed, all
 * outputs below it are stored, and first copies are in order.
 */

/** An output was appended to a log. */
void sim_oracle_stored(struct sim *s, const struct sim_msg *m, unsigned log,
                       bool transactional);

/** The transaction of a producer will be committed; offsets_of may be -1. */
void sim_oracle_decided(struct sim *s, int32_t pid, unsigned logs,
                        int offsets_of);

/**
 * A process took a record of partition in: in a zone it is marked, among its
 * own, and they are few.  Exactly once only.
 */
void sim_oracle_took(struct sim *s, const struct sim_proc *p, unsigned in);

/** Offsets were committed without a transaction. */
void sim_oracle_committed(struct sim *s, unsigned ins,
                          const struct sim_offset *offsets);

/** A read_committed reader of a log read this. */
void sim_oracle_read(struct sim *s, unsigned log, const struct sim_entry *e);

/** A process that was at records ended, or others were given its place. */
void sim_oracle_interrupted(struct sim *s, struct sim_proc *p);

/** How many records p has begun that are not committed. */
unsigned sim_oracle_begun(const struct sim *s, const struct sim_proc *p);

/** Whether enough died over a record. */
bool sim_oracle_may_set_aside(const struct sim *s, const struct sim_truth *t);

/** Whether a record's outputs, as bits, are what they should be. */
bool sim_oracle_complete(const struct sim *s, const struct sim_truth *t,
                         unsigned bits);

/** Whether all that was to be done is. */
bool sim_oracle_all_done(const struct sim *s);

/** What must hold when all is done and everybody is idle. */
void sim_oracle_end(struct sim *s);

#endif
