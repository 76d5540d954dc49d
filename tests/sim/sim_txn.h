#ifndef GZ_SIM_TXN_H
#define GZ_SIM_TXN_H

#include "tests/sim/sim.h"

/*
 * The transaction coordinators (KIP-98), as brokers answer clients that do not
 * know KIP-890's second part: one epoch serves many transactions, so that a
 * request to end one, late, ends the next.  What is written is durable: a
 * coordinator that moves loses nothing.
 */

/** Fill in the reply to InitProducerId, AddPartitions, AddOffsets, EndTxn. */
void sim_txn_handle(struct sim *s, struct sim_request *r);

/** Whether a transaction that this request belongs to is open (KIP-890). */
enum sim_error sim_txn_verify(struct sim *s, const struct sim_request *r);

#endif
