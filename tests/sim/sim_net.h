#ifndef GZ_SIM_NET_H
#define GZ_SIM_NET_H

#include "tests/sim/sim.h"

/*
 * The way between clients and brokers.  A connection keeps the order of
 * requests and of replies; when it breaks, each request under way is lost, or
 * arrives without anybody hearing the reply, or arrives much later, behind
 * requests of the next connection.  Who waits for a reply tries again, as
 * librdkafka does.
 */

/**
 * Send op's request, now or when a broker is there; the reply comes to
 * sim_client_reply().
 */
void sim_net_send(struct sim *s, struct sim_proc *p, enum sim_slot slot);

/** The same after the pause that follows a failure. */
void sim_net_send_later(struct sim *s, struct sim_proc *p, enum sim_slot slot);

/** Send a request whose reply nobody waits for. */
void sim_net_tell(struct sim *s, struct sim_proc *p,
                  const struct sim_request *request);

/** Let a request travel back as its reply; takes it. */
void sim_net_reply(struct sim *s, struct sim_request *r);

/** Nobody waits for the reply any more; the request may still arrive. */
void sim_net_give_up(struct sim *s, struct sim_proc *p, enum sim_slot slot);

/** Connections of a process to a broker break. */
void sim_net_break(struct sim *s, struct sim_proc *p, unsigned broker,
                   uint64_t *random);

/** A broker dies and comes back after down_us. */
void sim_net_crash(struct sim *s, unsigned broker, int64_t down_us,
                   uint64_t *random);

/** Leaders and coordinators move to other brokers. */
void sim_net_move(struct sim *s, int64_t loading_us, uint64_t *random);

void sim_net_reset(struct sim *s);

#endif
