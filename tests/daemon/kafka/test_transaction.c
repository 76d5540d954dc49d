#include "daemon/kafka/transaction.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/kafka/mock.h"
#include "daemon/observe/log.h"
#include "tests/support/check.h"
#include "tests/support/mock_config.h"

/*
 * The calls that block, against the stand-in broker: it answers all of them,
 * or with the error that is put there, although it keeps no transactions.
 */
enum {
    PRODUCE = 0,  // API keys of Kafka's protocol
    OFFSET_FETCH = 9,
    FIND_COORDINATOR = 10,
    INIT_PRODUCER = 22,
    ADD_PARTITIONS = 24,
    END_TRANSACTION = 26,
    COMMIT_OFFSETS = 28,
    ACKS = 8,
    LOOKUPS = 3,  // after which librdkafka stands still
    PUBLISH_TRIES = 500,
    LOG_BYTES = 65536,
};

static const int64_t LONG_US = INT64_C(60) * 1000000;
static const int64_t STEP_US = INT64_C(100) * 1000;

struct world {
    FILE *said;
    struct gz_log *log;
    struct gz_mock *mock;
    struct gz_config *config;
    struct gz_route route;
    struct gz_producer *producer;
    struct gz_consumer *consumer;
    struct gz_transaction *transaction;
    enum gz_delivery_ack acks[ACKS];
    size_t ack_count;
    struct gz_error err;
};

static void on_ack(void *ctx, uint64_t tag, uint64_t bytes,
                   enum gz_delivery_ack ack)
{
    struct world *w = ctx;

    CHECK_EQ(tag, 7);
    CHECK_EQ(bytes, 8);
    CHECK(w->ack_count < ACKS);
    w->acks[w->ack_count++] = ack;
}

static enum gz_status on_assign(void *ctx, const struct gz_delivery_start *s,
                                size_t count)
{
    (void)ctx;
    (void)s;
    (void)count;
    return GZ_OK;
}

static void on_event(void *ctx)
{
    (void)ctx;
}

static void on_commit(void *ctx, bool ok)
{
    (void)ctx;
    (void)ok;
}

static void start_of(struct world *w,
                     enum gz_status (*open)(struct gz_mock **out,
                                            struct gz_error *err),
                     const char *kafka)
{
    *w = (struct world){.ack_count = 0};
    gz_error_init(&w->err);
    w->said = tmpfile();
    CHECK(w->said != NULL);
    w->log = gz_log_open(&(struct gz_log_options){
        .level = GZ_LOG_ERROR,
        .format = GZ_LOG_TEXT,
        .fd = fileno(w->said),
        .clock = &gz_clock_system,
    });
    CHECK(w->log != NULL);
    CHECK_OK(open(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles", 2, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.entities", 1, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles.dead", 1, &w->err));
    w->config = mock_config(w->mock, "exactly-once", kafka);
    w->route = gz_route_extract(w->config);

    const struct gz_producer_events writes = {w, on_ack};
    const struct gz_consumer_events reads = {
        w, on_assign, on_event, on_event, on_commit, on_event, NULL};
    CHECK_OK(gz_producer_new(w->config, &w->route, "worker", w->log, &writes,
                             &w->producer, &w->err));
    CHECK_OK(gz_consumer_new(w->config, &w->route, "worker", NULL, &reads,
                             &w->consumer, &w->err));
    CHECK_OK(gz_transaction_new(w->producer, w->consumer, NULL, &w->transaction,
                                &w->err));
}

static void start(struct world *w)
{
    start_of(w, gz_mock_new, "");
}

static void finish(struct world *w)
{
    CHECK(gz_transaction_free(w->transaction, LONG_US));
    gz_consumer_free(w->consumer);
    gz_producer_free(w->producer);
    gz_config_free(w->config);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
    gz_log_free(w->log);
    (void)fclose(w->said);
}

static void inject(struct world *w, int16_t key, rd_kafka_resp_err_t code)
{
    rd_kafka_mock_push_request_errors(gz_mock_cluster(w->mock), key, 1, code);
}

static struct gz_transaction_result result(struct world *w)
{
    struct gz_transaction_result r;

    CHECK(gz_transaction_busy(w->transaction));
    for (int64_t us = 0; !gz_transaction_wait(w->transaction, STEP_US, &r);
         us += STEP_US) {
        CHECK(us < LONG_US);
        gz_transaction_pulse(w->transaction);
    }
    CHECK(!gz_transaction_busy(w->transaction));
    return r;
}

static void renew(struct world *w)
{
    gz_transaction_renew(w->transaction);
    CHECK_EQ(result(w).answer, GZ_PORT_DONE);
}

// Open a transaction and put one event into it.
static void publish(struct world *w)
{
    const struct gz_output out = {
        .key = GZ_STR_LIT("key"),
        .value = GZ_STR_LIT("value"),
    };

    w->ack_count = 0;
    CHECK_EQ(gz_producer_begin(w->producer), GZ_PORT_OK);
    CHECK_EQ(gz_producer_publish(w->producer, &out, 7), GZ_PORT_OK);
}

static struct gz_transaction_result end(struct world *w)
{
    gz_transaction_end(w->transaction, NULL, 0);
    return result(w);
}

static void abort_it(struct world *w)
{
    gz_transaction_abort(w->transaction);
    const struct gz_transaction_result r = result(w);
    CHECK_EQ(r.answer, GZ_PORT_DONE);
    CHECK(!r.committed);
}

// All reports come before the answer, and only what is committed counts.
static void test_end_and_abort(struct world *w)
{
    publish(w);
    const struct gz_transaction_result r = end(w);
    CHECK_EQ(r.answer, GZ_PORT_DONE);
    CHECK(r.committed && !r.suspect);
    CHECK_EQ(w->ack_count, 1);
    CHECK_EQ(w->acks[0], GZ_DELIVERY_ACK_OK);
    CHECK_EQ(gz_producer_counts(w->producer).events, 1);

    publish(w);
    abort_it(w);
    CHECK_EQ(w->ack_count, 1);
    CHECK_EQ(gz_producer_counts(w->producer).events, 1);
    CHECK_EQ(gz_producer_counts(w->producer).failures, 0);
}

// An answer that never came may mean a request that comes late.
static void test_lost_answer(struct world *w)
{
    publish(w);
    inject(w, END_TRANSACTION, RD_KAFKA_RESP_ERR__TRANSPORT);
    struct gz_transaction_result r = end(w);
    CHECK_EQ(r.answer, GZ_PORT_DONE);
    CHECK(r.committed && r.suspect);

    renew(w);
    publish(w);
    r = end(w);
    CHECK_EQ(r.answer, GZ_PORT_DONE);
    CHECK(!r.suspect);
}

// Errors of an end that a new transaction or a new producer mends.  Those of
// offsets come last: the stand-in speaks an old version of that request, and
// the producer remembers it.
static void test_classes(struct world *w)
{
    static const struct row {
        int16_t key;
        rd_kafka_resp_err_t code;
        enum gz_port_answer answer;
    } rows[] = {
        {END_TRANSACTION, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS,
         GZ_PORT_DONE},
        {END_TRANSACTION, RD_KAFKA_RESP_ERR_NOT_COORDINATOR, GZ_PORT_DONE},
        {END_TRANSACTION, RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
         GZ_PORT_RENEW_NEEDED},
        {END_TRANSACTION, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
         GZ_PORT_RENEW_NEEDED},
        {END_TRANSACTION, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE,
         GZ_PORT_RENEW_NEEDED},
        {PRODUCE, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, GZ_PORT_ABORT_NEEDED},
        {PRODUCE, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
         GZ_PORT_ABORT_NEEDED},
        {COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
         GZ_PORT_ABORT_NEEDED},
        {COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
         GZ_PORT_ABORT_NEEDED},
        {COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
         GZ_PORT_ABORT_NEEDED},
        {COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
         GZ_PORT_ABORT_NEEDED},
    };
    const struct gz_position position = {.partition = 1, .offset = 3};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        publish(w);
        inject(w, rows[i].key, rows[i].code);
        gz_transaction_end(w->transaction, &position,
                           rows[i].key == COMMIT_OFFSETS);
        const struct gz_transaction_result r = result(w);
        CHECK_EQ(r.answer, rows[i].answer);
        CHECK_EQ(r.committed, r.answer == GZ_PORT_DONE);
        if (r.answer == GZ_PORT_ABORT_NEEDED) {
            abort_it(w);
        } else if (r.answer == GZ_PORT_RENEW_NEEDED) {
            renew(w);
        }
        rd_kafka_mock_clear_request_errors(gz_mock_cluster(w->mock),
                                           rows[i].key);
    }
}

static void serve_until_acked(struct world *w)
{
    while (w->ack_count == 0) {
        gz_producer_serve(w->producer, 100000);
    }
}

// What a lost output says of itself, and that nothing more is taken then.
static void test_reports(struct world *w)
{
    const struct gz_output out = {.value = GZ_STR_LIT("12345678")};

    publish(w);
    inject(w, PRODUCE, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    serve_until_acked(w);
    CHECK_EQ(w->acks[0], GZ_DELIVERY_ACK_TOO_LARGE);
    CHECK_EQ(gz_producer_publish(w->producer, &out, 7), GZ_PORT_ABORT);
    abort_it(w);

    publish(w);
    inject(w, PRODUCE, RD_KAFKA_RESP_ERR_INVALID_RECORD);
    serve_until_acked(w);
    CHECK_EQ(w->acks[0], GZ_DELIVERY_ACK_LOST);
    abort_it(w);
    CHECK_OK(gz_producer_problem(w->producer, &w->err));
}

// What made the producer fail stands in the answer to the next record too,
// which may come before any report.
static void test_publish_to_dead(struct world *w)
{
    const struct gz_output out = {.value = GZ_STR_LIT("12345678")};
    static const struct timespec pause = {0, 20 * 1000 * 1000};
    enum gz_port_status status = GZ_PORT_OK;

    inject(w, ADD_PARTITIONS, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE);
    publish(w);
    for (int i = 0; i < PUBLISH_TRIES && status == GZ_PORT_OK; i++) {
        (void)nanosleep(&pause, NULL);
        status = gz_producer_publish(w->producer, &out, 7);
    }
    CHECK_EQ(status, GZ_PORT_PRODUCER_DEAD);
    CHECK_OK(gz_producer_problem(w->producer, &w->err));
    renew(w);
}

static void test_locate(struct world *w)
{
    struct gz_position positions[] = {{.partition = 0, .offset = 5},
                                      {.partition = 1, .offset = 6}};

    inject(w, OFFSET_FETCH, RD_KAFKA_RESP_ERR_UNKNOWN);
    gz_transaction_locate(w->transaction, positions, 2);
    CHECK_EQ(result(w).answer, GZ_PORT_DONE);
    CHECK(positions[0].offset < 0);
    CHECK(positions[1].offset < 0);
}

static bool contains(const struct gz_error *err, const char *part)
{
    return strstr(gz_error_text(err), part) != NULL;
}

// Each in a world of its own: the first reason is the one that is kept.
static void test_stops(void)
{
    static const struct row {
        int16_t key;
        rd_kafka_resp_err_t code;
        enum gz_status status;
        const char *part;
    } rows[] = {
        {INIT_PRODUCER, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
         GZ_DENIED, "`gazetted acls` prints the rights"},
        {INIT_PRODUCER, RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
         GZ_INVALID, "lower transaction.timeout.ms"},
        {ADD_PARTITIONS, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
         GZ_DENIED, "`gazetted acls` prints the rights"},
        {END_TRANSACTION,
         RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, GZ_DENIED,
         "`gazetted acls` prints the rights"},
        {COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
         GZ_DENIED, "`gazetted acls` prints the rights"},
        {COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_NO_ERROR, GZ_MISMATCH,
         "Kafka 2.5 or newer is needed"},
    };
    const struct gz_position position = {.partition = 1, .offset = 3};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct world w;
        start(&w);
        inject(&w, rows[i].key, rows[i].code);
        gz_transaction_renew(w.transaction);
        if (rows[i].key != INIT_PRODUCER) {
            CHECK_EQ(result(&w).answer, GZ_PORT_DONE);
            publish(&w);
            gz_transaction_end(w.transaction, &position,
                               rows[i].key == COMMIT_OFFSETS);
        }
        const enum gz_port_answer answer = result(&w).answer;
        const enum gz_status st = gz_producer_problem(w.producer, &w.err);
        fprintf(stderr, "%s", gz_error_text(&w.err));
        CHECK_EQ(answer, GZ_PORT_STOP);
        CHECK_EQ(st, rows[i].status);
        CHECK(contains(&w.err, rows[i].part));
        finish(&w);
    }
}

// A world with a broker for each of two partitions.
static void start_pair(struct world *w, const char *kafka)
{
    start_of(w, gz_mock_new_pair, kafka);
    rd_kafka_mock_cluster_t *cluster = gz_mock_cluster(w->mock);
    CHECK_OK(gz_mock_topic(w->mock, "news.more", 2, &w->err));
    w->route.outputs[GZ_TO_EVENTS] = "news.more";
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(
            rd_kafka_mock_partition_set_leader(cluster, "news.more", i, i + 1),
            RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    renew(w);
}

// Broker 2 wants again what it gets first, and takes its time to say so.
static void want_again(struct world *w)
{
    rd_kafka_mock_broker_push_request_error_rtts(
        gz_mock_cluster(w->mock), 2, PRODUCE, 1,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, 600);
}

static void publish_pair(struct world *w)
{
    static const char *const keys[ACKS] = {"k-0", "k-1", "k-2", "k-3",
                                           "k-4", "k-5", "k-6", "k-7"};

    CHECK_EQ(gz_producer_begin(w->producer), GZ_PORT_OK);
    for (size_t i = 0; i < ACKS; i++) {
        const struct gz_output out = {
            .key = gz_str_z(keys[i]),
            .value = GZ_STR_LIT("value"),
        };
        CHECK_EQ(gz_producer_publish(w->producer, &out, 7), GZ_PORT_OK);
    }
}

// A producer that has failed for good sends nothing more: what a broker wanted
// to have again after that is not waited for.
static void test_rest_of_dead(void)
{
    struct world w;

    start_pair(&w, "");
    want_again(&w);
    rd_kafka_mock_broker_push_request_error_rtts(
        gz_mock_cluster(w.mock), 1, PRODUCE, 1,
        RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, 200);
    publish_pair(&w);
    CHECK_EQ(end(&w).answer, GZ_PORT_RENEW_NEEDED);
    CHECK_EQ(w.ack_count, ACKS);
    finish(&w);
}

// Neither is it in an abort.
static void test_rest_of_aborted(void)
{
    struct world w;

    start_pair(&w, "");
    want_again(&w);
    publish_pair(&w);
    serve_until_acked(&w);
    abort_it(&w);
    CHECK_EQ(w.ack_count, ACKS);
    finish(&w);
}

// What is left when the transaction has timed out is too late.
static void test_rest_of_late(void)
{
    struct world w;

    start_pair(&w, "  socket.timeout.ms: 1000\n"
                   "  transaction.timeout.ms: 1500\n");
    CHECK_EQ(rd_kafka_mock_broker_set_down(gz_mock_cluster(w.mock), 2),
             RD_KAFKA_RESP_ERR_NO_ERROR);
    publish_pair(&w);
    CHECK_EQ(end(&w).answer, GZ_PORT_ABORT_NEEDED);
    CHECK_EQ(w.ack_count, ACKS);
    finish(&w);
}

// A coordinator that is not there yet is asked for until it is.  librdkafka
// alone asks three times, and then when some connection changes: none does any
// more some time after the first transaction.  The error at the end tells that
// the offsets arrived.
static void test_coordinator_lookup(void)
{
    static const struct timespec settled = {1, 0};
    const struct gz_position position = {.partition = 1, .offset = 3};
    struct world w;

    start(&w);
    renew(&w);
    publish(&w);
    serve_until_acked(&w);
    (void)nanosleep(&settled, NULL);
    for (int i = 0; i < LOOKUPS; i++) {
        inject(&w, FIND_COORDINATOR,
               RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE);
    }
    inject(&w, COMMIT_OFFSETS, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    gz_transaction_end(w.transaction, &position, 1);
    CHECK_EQ(result(&w).answer, GZ_PORT_ABORT_NEEDED);
    abort_it(&w);
    finish(&w);
}

// How often the log holds a text.
static int said(struct world *w, const char *text)
{
    static char log[LOG_BYTES];
    int times = 0;

    rewind(w->said);
    log[fread(log, 1, sizeof(log) - 1, w->said)] = '\0';
    for (const char *at = log; (at = strstr(at, text)) != NULL; at++) {
        times++;
    }
    return times;
}

static void publish_refused_time(struct world *w)
{
    publish(w);
    inject(w, PRODUCE, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP);
    serve_until_acked(w);
    CHECK_EQ(w->acks[0], GZ_DELIVERY_ACK_LOST);
    abort_it(w);
}

// A clock that the broker does not believe is told once, and again when it
// happens again after it was well.
static void test_clock(void)
{
    static const char text[] = "worker: nothing is published: Broker: Invalid "
                               "timestamp";
    struct world w;

    start(&w);
    renew(&w);
    for (int i = 1; i <= 2; i++) {
        publish_refused_time(&w);
        publish_refused_time(&w);
        CHECK_EQ(said(&w, text), i);
        renew(&w);
        publish(&w);
        CHECK_EQ(end(&w).answer, GZ_PORT_DONE);
    }
    CHECK_OK(gz_producer_problem(w.producer, &w.err));
    finish(&w);
}

// A broker that is gone holds up nobody: what waits for it is left alone, and
// touches nothing that others released.
static void test_left_alone(void)
{
    struct gz_transaction_result r;
    struct world w;

    start(&w);
    renew(&w);
    publish(&w);
    CHECK_EQ(rd_kafka_mock_broker_set_down(gz_mock_cluster(w.mock), 1),
             RD_KAFKA_RESP_ERR_NO_ERROR);
    gz_transaction_end(w.transaction, NULL, 0);
    CHECK(!gz_transaction_wait(w.transaction, 200000, &r));
    CHECK(!gz_transaction_free(w.transaction, 200000));
    gz_producer_leave(w.producer);
    gz_config_free(w.config);
    gz_mock_free(w.mock);
    gz_error_fini(&w.err);
    gz_log_free(w.log);
    (void)fclose(w.said);
}

int main(void)
{
    struct world w;

    start(&w);
    renew(&w);
    test_end_and_abort(&w);
    test_lost_answer(&w);
    test_classes(&w);
    test_reports(&w);
    test_publish_to_dead(&w);
    test_locate(&w);
    finish(&w);
    test_stops();
    test_rest_of_dead();
    test_rest_of_aborted();
    test_rest_of_late();
    test_coordinator_lookup();
    test_clock();
    test_left_alone();
    return 0;
}
