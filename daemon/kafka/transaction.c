#include "daemon/kafka/transaction.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/consumer_state.h"
#include "daemon/kafka/producer_state.h"
#include "daemon/kafka/transaction_state.h"

static const char COMPONENT[] = "transaction";

static const int64_t pulse_us = INT64_C(500) * 1000;

// From an answer who coordinates the group to what follows from it; longer than
// making a connection usually takes.
static const int64_t lookup_us = INT64_C(2) * 1000000;

static int64_t now_us(void)
{
    return gz_clock_monotonic_us(&gz_clock_system);
}

enum gz_status gz_transaction_new(struct gz_producer *producer,
                                  struct gz_consumer *consumer,
                                  struct gz_log *log,
                                  struct gz_transaction **out,
                                  struct gz_error *err)
{
    struct gz_transaction *t = calloc(1, sizeof(*t));

    *out = NULL;
    if (t == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    t->producer = producer;
    t->consumer = consumer;
    t->log = log;
    gz_error_init(&t->problem);
    const enum gz_status st = gz_companion_new(&t->companion, err);
    if (st != GZ_OK) {
        gz_error_fini(&t->problem);
        free(t);
        return st;
    }
    *out = t;
    return GZ_OK;
}

static void release_call(struct gz_transaction *t)
{
    if (t->offsets != NULL) {
        rd_kafka_topic_partition_list_destroy(t->offsets);
        t->offsets = NULL;
    }
    if (t->member != NULL) {
        rd_kafka_consumer_group_metadata_destroy(t->member);
        t->member = NULL;
    }
}

bool gz_transaction_free(struct gz_transaction *t, int64_t timeout_us)
{
    if (t == NULL) {
        return true;
    }
    gz_transaction_leave(t);
    if (!gz_companion_free(t->companion, timeout_us)) {
        return false;
    }
    release_call(t);
    gz_error_fini(&t->problem);
    free(t);
    return true;
}

void gz_transaction_leave(struct gz_transaction *t)
{
    atomic_store(&t->leaving, true);
}

int gz_transaction_fd(const struct gz_transaction *t)
{
    return gz_companion_fd(t->companion);
}

bool gz_transaction_busy(const struct gz_transaction *t)
{
    return gz_companion_busy(t->companion);
}

static void start(struct gz_transaction *t, enum gz_transaction_call call,
                  gz_companion_job *job)
{
    t->call = call;
    t->begun_us = t->pulse_us = now_us();
    t->answer = GZ_PORT_RENEW_NEEDED;
    gz_companion_run(t->companion, job, t);
}

void gz_transaction_renew(struct gz_transaction *t)
{
    assert(!gz_transaction_busy(t));
    start(t, GZ_CALL_RENEW, gz_transaction_run_renew);
}

// Who we are in the group is asked now, together with the offsets: when the
// partitions move on meanwhile, the coordinator refuses the older generation.
// Who was expelled has no generation any more, and offsets without one are not
// checked at all: whether that happened is looked at behind the question.
void gz_transaction_end(struct gz_transaction *t,
                        const struct gz_position *positions, size_t count)
{
    assert(!gz_transaction_busy(t));
    t->offsets = gz_consumer_offsets(t->consumer, positions, count);
    t->member = rd_kafka_consumer_group_metadata(t->consumer->rk);
    t->lost = rd_kafka_assignment_lost(t->consumer->rk) != 0;
    start(t, GZ_CALL_END, gz_transaction_run_end);
}

void gz_transaction_abort(struct gz_transaction *t)
{
    assert(!gz_transaction_busy(t));
    start(t, GZ_CALL_ABORT, gz_transaction_run_abort);
}

void gz_transaction_locate(struct gz_transaction *t,
                           struct gz_position *positions, size_t count)
{
    assert(!gz_transaction_busy(t));
    t->offsets = gz_consumer_offsets(t->consumer, positions, count);
    t->positions = positions;
    t->count = count;
    start(t, GZ_CALL_LOCATE, gz_transaction_run_locate);
}

// Whether the call ends a transaction, for which it keeps the client.
static bool ends(const struct gz_transaction *t)
{
    return t->call == GZ_CALL_END || t->call == GZ_CALL_ABORT;
}

// A producer that is renewed all the same needs no suspicion.
static bool suspect(struct gz_transaction *t)
{
    return ends(t) && t->answer == GZ_PORT_DONE &&
           gz_requests_lost(&t->producer->requests);
}

bool gz_transaction_wait(struct gz_transaction *t, int64_t timeout_us,
                         struct gz_transaction_result *out)
{
    if (!gz_companion_wait(t->companion, timeout_us)) {
        return false;
    }
    gz_producer_serve(t->producer, 0);
    *out = (struct gz_transaction_result){
        .answer = t->answer,
        .suspect = suspect(t),
        .committed = t->call == GZ_CALL_END && t->answer == GZ_PORT_DONE,
        .duration_us = now_us() - t->begun_us,
    };
    release_call(t);
    if (t->problem.count > 0 && t->producer->problem.count == 0) {
        gz_error_add(&t->producer->problem, &t->problem);
    }
    if (ends(t) && t->answer == GZ_PORT_DONE) {
        gz_producer_ended(t->producer, t->call == GZ_CALL_END);
    }
    return true;
}

// Whether nothing that is still unsent may be sent any more.  Of a commit the
// brokers know nothing after transaction.timeout.ms.
static bool is_over(const struct gz_transaction *t, rd_kafka_t *rk)
{
    return t->call == GZ_CALL_ABORT ||
           rd_kafka_fatal_error(rk, NULL, 0) != RD_KAFKA_RESP_ERR_NO_ERROR ||
           now_us() - t->begun_us > gz_client_transaction_ms(rk) * 1000;
}

void gz_transaction_pulse(struct gz_transaction *t)
{
    const int64_t now = now_us();

    if (!gz_transaction_busy(t) || !ends(t) || now - t->pulse_us < pulse_us) {
        return;
    }
    t->pulse_us = now;
    if (atomic_load(&t->offering) &&
        gz_requests_nudge(&t->producer->requests, now - lookup_us)) {
        gz_log_info(t->log, COMPONENT,
                    "%s: no coordinator for the offsets yet: asking again",
                    t->producer->client.name);
    }
    if (is_over(t, t->producer->rk)) {
        (void)rd_kafka_purge(t->producer->rk,
                             RD_KAFKA_PURGE_F_QUEUE |
                                 RD_KAFKA_PURGE_F_NON_BLOCKING);
    }
}
