#ifndef GZ_SIM_GROUP_H
#define GZ_SIM_GROUP_H

#include "tests/sim/sim.h"

/*
 * The coordinator of the one consumer group: members and generations of the
 * eager protocol, static members (KIP-345), offsets with metadata, and those
 * of open transactions (KIP-447), which readers of offsets wait for.
 *
 * JoinGroup and SyncGroup are one exchange here: the reply to a join brings
 * the assignment.
 */

/**
 * Handle a request; false when the reply comes later, from sim_net_reply().
 */
bool sim_group_handle(struct sim *s, struct sim_request *r);

/** A marker decides the pending offsets of a transaction. */
void sim_group_mark(struct sim *s, unsigned name, bool commit);

/** Remove the member that a process is, as if it had been silent. */
void sim_group_expel(struct sim *s, const struct sim_proc *p);

/** Begin a rebalance, as a new member would. */
void sim_group_rebalance(struct sim *s);

#endif
