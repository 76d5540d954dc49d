#ifndef GZ_REQUESTS_H
#define GZ_REQUESTS_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The requests of a transactional producer that went out and were never
 * answered.  One of those may still be on its way when its transaction has
 * ended, and could take effect in the next one: the protocol's hole that
 * KIP-890 closes, and librdkafka does not.  A new producer gets a new epoch,
 * which fences them.
 *
 * We learn of them from the library's interceptors and not from its error
 * callback, because that one is silent about connections that close
 * (log.connection.close) and repeats an error only every 30 s, and because a
 * connection that breaks or is refused with nothing under way is no danger.
 * A request that was lost with its connection before it was sent is suspected
 * too: a producer too many costs milliseconds.
 *
 * Written by librdkafka's threads.
 */
struct gz_requests {
    atomic_bool lost;
    atomic_int commit_version;  // of TxnOffsetCommit, as spoken last; -1: none
};

/** Begin anew, for a client that is made next. */
void gz_requests_reset(struct gz_requests *r);

/** Watch the requests of the client made of conf; r must outlive it. */
void gz_requests_watch(rd_kafka_conf_t *conf, struct gz_requests *r);

/** Whether one was lost so far. */
bool gz_requests_lost(struct gz_requests *r);

/**
 * Whether the broker takes offsets without asking who commits them (before
 * KIP-447, Kafka 2.5): a worker that lost its partitions could then move the
 * offsets of their next owner.
 */
bool gz_requests_unfenced(struct gz_requests *r);

#endif
