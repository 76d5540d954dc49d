#ifndef GZ_SIM_CLIENT_H
#define GZ_SIM_CLIENT_H

#include "tests/sim/sim.h"

/*
 * What librdkafka does in its own threads, for producers (sim_producer.c) and
 * consumers (sim_consumer.c); what it has to tell goes to the inbox of its
 * process, which serves it when its loop comes round.
 */

/** The reply to the operation of a slot, which is no longer busy. */
void sim_client_reply(struct sim *s, struct sim_proc *p, enum sim_slot slot,
                      const struct sim_request *r);

/** A connection broke: tell the engine. */
void sim_client_suspect(struct sim *s, struct sim_proc *p);

/** Put something into the inbox of a process, and wake it. */
void sim_client_note(struct sim *s, struct sim_proc *p,
                     struct sim_inbox_item item);

/** Answer the call that is under way, from the thread of blocking calls. */
void sim_client_answer(struct sim_proc *p, enum gz_port_answer value);

// --- the producer ---

void sim_producer_reset(struct sim_producer *producer);
void sim_producer_reply(struct sim *s, struct sim_proc *p, enum sim_slot slot,
                        const struct sim_request *r);

/** As the port's calls of the same names. */
enum gz_port_status sim_producer_publish(struct sim_proc *p, unsigned log,
                                         const struct sim_msg *m);
enum gz_port_status sim_producer_begin(struct sim_proc *p);
void sim_producer_renew(struct sim_proc *p);
void sim_producer_end(struct sim_proc *p, const struct gz_position *positions,
                      size_t count);
void sim_producer_abort(struct sim_proc *p);

// --- the consumer ---

void sim_consumer_reset(struct sim_consumer *c);
void sim_consumer_reply(struct sim *s, struct sim_proc *p, enum sim_slot slot,
                        const struct sim_request *r);

/** Join the group, once. */
void sim_consumer_join(struct sim_proc *p);

/** Leave it in order, as a dynamic member does. */
void sim_consumer_leave(struct sim_proc *p);

/** The worker has let its partitions go. */
void sim_consumer_let_go(struct sim_proc *p);

/** Partitions came: fill in where each starts. */
size_t sim_consumer_arrive(struct sim_proc *p,
                           struct gz_delivery_start starts[SIM_INS]);

/** The next record; false when there is none now. */
bool sim_consumer_poll(struct sim_proc *p, uint8_t *in, uint8_t *record);

/** As the port's calls of the same names. */
void sim_consumer_rewind(struct sim_proc *p,
                         const struct gz_position *positions, size_t count);
void sim_consumer_locate(struct sim_proc *p, struct gz_position *positions,
                         size_t count);
void sim_consumer_commit(struct sim_proc *p, enum sim_slot slot,
                         const struct gz_position *positions, size_t count);

/** Fill in offsets, with attempts as their metadata carries them. */
unsigned sim_consumer_offsets(const struct gz_position *positions, size_t count,
                              struct sim_offset offsets[SIM_INS]);

#endif
