#ifndef GZ_CONSUMER_H
#define GZ_CONSUMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/delivery.h"
#include "daemon/flow/record.h"
#include "daemon/kafka/route.h"
#include "daemon/observe/log.h"

/*
 * The reading side of a worker: a member of the consumer group over
 * librdkafka.  It reads one record at a time (never the batch calls: they can
 * skip offsets around pause, seek and rebalance before librdkafka 2.1.0),
 * commits only what it is told, and hands out where each partition starts.
 *
 * Rebalancing is eager: all partitions go and come together.  Where they go
 * twice before the first stop was answered, librdkafka up to 2.15 may stop one
 * twice and end the process in an assertion ("rktp_started", its issue 5573);
 * what was not committed is read again by whoever comes next.
 *
 * Use from one thread; the callbacks run in it, inside poll and close, but for
 * on_commit.
 */
struct gz_consumer;
struct rd_kafka_message_s;  // rd_kafka_message_t

struct gz_consumer_events {
    void *ctx;
    /** Partitions came; failing stops the worker. */
    enum gz_status (*on_assign)(void *ctx, const struct gz_delivery_start *s,
                                size_t count);
    /** They go to others: finish with them now. */
    void (*on_revoke)(void *ctx);
    /** They went to others already. */
    void (*on_lose)(void *ctx);
    /** The answer to gz_consumer_commit(). */
    void (*on_commit)(void *ctx, bool ok);
    /** It takes long to find out where partitions begin. */
    void (*on_wait)(void *ctx);
    /** All records of a partition before offset were polled, and there are no
     * more now; NULL: not asked. */
    void (*on_end)(void *ctx, int32_t partition, int64_t offset);
};

/**
 * An owned consumer, not yet subscribed.  name: client id and, under static
 * membership, the member's name; borrowed, like config, route, log and events.
 * Release with gz_consumer_free().
 */
enum gz_status gz_consumer_new(const struct gz_config *config,
                               const struct gz_route *route, const char *name,
                               struct gz_log *log,
                               const struct gz_consumer_events *events,
                               struct gz_consumer **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/** Release a consumer without leaving the group in order; NULL allowed. */
void gz_consumer_free(struct gz_consumer *c);

/** Becomes readable when there is something to poll; see wakeup.h. */
int gz_consumer_fd(const struct gz_consumer *c);
void gz_consumer_clear_fd(struct gz_consumer *c);

/**
 * Look whether all topics of the configuration exist and may be used, waiting
 * at most timeout_ms.  GZ_UNAVAILABLE: no answer yet, try again.  GZ_NOT_FOUND,
 * GZ_DENIED, or GZ_MISMATCH for a broker that cannot do what is promised: said
 * in err.
 */
enum gz_status gz_consumer_probe(struct gz_consumer *c, int timeout_ms,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** Join the group. */
enum gz_status gz_consumer_subscribe(struct gz_consumer *c,
                                     struct gz_error *err) GZ_MUST_CHECK;

/**
 * The next record, or NULL when there is none now.  The message is owned:
 * release it with gz_consumer_release(); *record and its headers borrow from
 * it, headers only until the next poll.
 */
struct rd_kafka_message_s *gz_consumer_poll(struct gz_consumer *c,
                                            struct gz_record *record);
void gz_consumer_release(struct rd_kafka_message_s *message);

/** Why the consumer cannot go on: said in err.  GZ_OK while it can. */
enum gz_status gz_consumer_problem(const struct gz_consumer *c,
                                   struct gz_error *err);

/** Commit without waiting; answered by on_commit, from serve_commits. */
void gz_consumer_commit(struct gz_consumer *c, const struct gz_position *p,
                        size_t count);
void gz_consumer_serve_commits(struct gz_consumer *c);

enum gz_status gz_consumer_commit_wait(struct gz_consumer *c,
                                       const struct gz_position *p,
                                       size_t count,
                                       int64_t timeout_us) GZ_MUST_CHECK;

/** Read on from these positions, which cover the whole assignment. */
enum gz_status gz_consumer_rewind(struct gz_consumer *c,
                                  const struct gz_position *p,
                                  size_t count) GZ_MUST_CHECK;

/**
 * Stop and go on fetching.  For long stalls only: it costs a new fetch.  A
 * record that was already on its way may still come.
 */
void gz_consumer_pause(struct gz_consumer *c);
void gz_consumer_resume(struct gz_consumer *c);

/** A quarter of max.poll.interval.ms: from here on a stall is long. */
int64_t gz_consumer_long_stall_us(const struct gz_consumer *c);

/**
 * Whether no broker answers, whether one refused us (credentials,
 * certificates), and the words for either (borrowed, maybe "").
 */
bool gz_consumer_unreachable(const struct gz_consumer *c);
bool gz_consumer_refused(const struct gz_consumer *c);
const char *gz_consumer_trouble(const struct gz_consumer *c);

/** How many errors librdkafka has reported so far. */
uint64_t gz_consumer_errors(const struct gz_consumer *c);

/**
 * Records between d's next offsets and the high watermarks that are known
 * from the latest fetches; partitions without either count nothing.
 */
int64_t gz_consumer_lag(const struct gz_consumer *c,
                        const struct gz_delivery *d);

/** Leave the group, waiting at most timeout_us. */
void gz_consumer_close(struct gz_consumer *c, int64_t timeout_us);

#endif
