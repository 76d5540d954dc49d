#ifndef GZ_REQUESTS_H
#define GZ_REQUESTS_H

#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The requests of a transactional producer.
 *
 * First those that went out and were never answered.  One of them may still be
 * on its way when its transaction has ended, and could take effect in the next
 * one: the protocol's hole that KIP-890 closes, and librdkafka does not.  A new
 * producer gets a new epoch, which fences them.
 *
 * We learn of them from the library's interceptors and not from its error
 * callback, because that one is silent about connections that close
 * (log.connection.close) and repeats an error only every 30 s, and because a
 * connection that breaks or is refused with nothing under way is no danger.
 * A request that was lost with its connection before it was sent is suspected
 * too: a producer too many costs milliseconds.
 *
 * Then the question who coordinates the group, which is part of
 * rd_kafka_send_offsets_to_transaction().  librdkafka (2.0.2 to 2.15) asks
 * three times within 0.3 s; when no answer names a coordinator, as while
 * brokers come back, it asks again only when some connection of the
 * client comes up or breaks (rd_kafka_coord_req_handle_FindCoordinator()), and
 * with nothing else to do none does: the call stood still for minutes.  So we
 * break one: that on which was asked.  We chose this over
 * connections.max.idle.ms, because with that a quiet producer would lose its
 * brokers all the time, and over asking a coordinator ourselves before the
 * call, because it may go away during the call.
 *
 * Written by librdkafka's threads.
 */
struct gz_requests {
    atomic_bool lost;
    atomic_int commit_version;  // of TxnOffsetCommit, as spoken last; -1: none
    pthread_mutex_t lock;       // over what follows
    int lookup_fd;              // where a coordinator was asked for last; -1:
                                // closed since, or none
    int64_t answered_us;        // monotonic; 0: nobody waits for what follows
                                // from an answer
};

/** For the life of the owner; there is nothing to release. */
void gz_requests_init(struct gz_requests *r);

/** Begin anew, for a client that is made next. */
void gz_requests_reset(struct gz_requests *r);

/** Watch the requests of the client made of conf; r must outlive it. */
void gz_requests_watch(rd_kafka_conf_t *conf, struct gz_requests *r);

/** To be called before a socket of that client is closed, by any thread. */
void gz_requests_closing(struct gz_requests *r, int fd);

/**
 * While offsets are put into a transaction: break the connection on which a
 * coordinator was asked for when the answer came before since_us and nothing
 * has followed from it.  Any thread.  True when one was broken.
 */
bool gz_requests_nudge(struct gz_requests *r, int64_t since_us);

/** Whether one was lost so far. */
bool gz_requests_lost(struct gz_requests *r);

/**
 * Whether the broker takes offsets without asking who commits them (before
 * KIP-447, Kafka 2.5): a worker that lost its partitions could then move the
 * offsets of their next owner.
 */
bool gz_requests_unfenced(struct gz_requests *r);

#endif
