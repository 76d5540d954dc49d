#include "daemon/kafka/worker.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "daemon/kafka/follower.h"
#include "daemon/kafka/mock.h"
#include "tests/support/check.h"
#include "tests/support/mock_config.h"

/*
 * One worker against the stand-in broker: articles become events, broken ones
 * dead letters, and injected errors of the broker are survived, or end the
 * worker with the reason.
 */
enum {
    PRODUCE = 0,  // API keys of Kafka's protocol
    FETCH = 1,
    OFFSET_COMMIT = 8,
    OFFSET_FETCH = 9,
    HEARTBEAT = 12,
    STEP_NS = 20 * 1000 * 1000,
    STEPS = 50 * 90,
    HOLD_ERRORS = 200,
    HOLD_STEPS = 60,
    STALL_ARTICLES = 20,
    STALL_ERRORS = 2000,
    STALL_STEPS = 50 * 9,
    SLOW_ERRORS = 8,
};

struct world {
    struct gz_mock *mock;
    struct gz_config *config;
    struct gz_rules_cell *rules;
    struct gz_metrics *metrics;
    struct gz_worker *worker;
    struct gz_error err;
    atomic_int ended;
    int64_t produced;
};

static const char names[] = "id\ttype\tname\taliases\tpolicy\tattributes\n"
                            "gz:zorblax\tOrg/Company\tZorblax Industries\t\t"
                            "\t\n"
                            "gz:quux\tOrg/Company\tQuuxley Holdings\t\t\t\n"
                            "gz:blorn\tOrg/Company\tBlornax Systems\t\t\t\n";

static void step(void)
{
    static const struct timespec pause = {0, STEP_NS};
    (void)nanosleep(&pause, NULL);
}

static void on_end(void *ctx)
{
    atomic_store(&((struct world *)ctx)->ended, 1);
}

static struct gz_rules_cell *load_rules(void)
{
    char path[] = "/tmp/gz-test-worker-XXXXXX.tsv";
    const char *const paths[] = {path, NULL};
    struct gz_ruleset *rules = NULL;
    struct gz_error err;

    gz_error_init(&err);
    const int fd = mkstemps(path, 4);
    CHECK(fd >= 0);
    CHECK_EQ(write(fd, names, sizeof(names) - 1), sizeof(names) - 1);
    CHECK_EQ(close(fd), 0);
    const enum gz_status st = gz_ruleset_load(paths, 1, &rules, &err);
    CHECK_EQ(unlink(path), 0);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_error_fini(&err);
    return gz_rules_cell_new(rules);
}

// more: further lines under `kafka:`.
static void start_with(struct world *w, const char *delivery, const char *more)
{
    *w = (struct world){.ended = 0};
    gz_error_init(&w->err);
    CHECK_OK(gz_mock_new(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles", 2, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.entities", 2, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles.dead", 1, &w->err));
    w->config = mock_config(w->mock, delivery, more);
    w->rules = load_rules();
    w->metrics = gz_metrics_new(1);
    const struct gz_worker_options options = {
        .config = w->config,
        .rules = w->rules,
        .metrics = gz_metrics_set(w->metrics, 0),
        .fingerprint = 1,
        .self = 1,
        .on_end = on_end,
        .on_end_ctx = w,
    };
    CHECK_OK(gz_worker_new(&options, &w->worker, &w->err));
    CHECK_OK(gz_worker_start(w->worker, &w->err));
}

static void start(struct world *w, const char *more)
{
    start_with(w, "at-least-once", more);
}

static void finish(struct world *w)
{
    gz_worker_free(w->worker);
    gz_metrics_free(w->metrics);
    gz_rules_cell_free(w->rules);
    gz_config_free(w->config);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
}

static void produce(struct world *w, const char *value)
{
    char key[32];

    snprintf(key, sizeof(key), "%d", (int)w->produced++);
    CHECK_OK(gz_mock_produce(w->mock, "news.articles", gz_str_z(key),
                             gz_str_z(value), &w->err));
}

static void wait_for(struct world *w, enum gz_metric metric, int64_t want)
{
    for (int i = 0; i < STEPS && !atomic_load(&w->ended); i++) {
        if (gz_metrics_read(w->metrics, metric) >= want) {
            return;
        }
        step();
    }
    fprintf(stderr, "metric %d is %d, want %d; ended %d\n", (int)metric,
            (int)gz_metrics_read(w->metrics, metric), (int)want,
            atomic_load(&w->ended));
    exit(1);
}

static const char article[] =
    "{\"body\": \"Shares of Zorblax Industries rose.\"}";

static void wait_all(struct world *w)
{
    wait_for(w, GZ_METRIC_EVENTS, w->produced);
    const int64_t commits = gz_metrics_read(w->metrics, GZ_METRIC_COMMITS);
    wait_for(w, GZ_METRIC_COMMITS, commits > 0 ? commits : 1);
}

// Errors that are mended without anybody noticing but the metrics.
static void test_survived(struct world *w)
{
    rd_kafka_mock_cluster_t *cluster = gz_mock_cluster(w->mock);

    produce(w, article);
    wait_all(w);

    rd_kafka_mock_push_request_errors(
        cluster, PRODUCE, 2, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
        RD_KAFKA_RESP_ERR__TRANSPORT);
    produce(w, article);
    wait_all(w);

    const int64_t failed = gz_metrics_read(w->metrics, GZ_METRIC_COMMIT_ERRORS);
    rd_kafka_mock_push_request_errors(cluster, OFFSET_COMMIT, 1,
                                      RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    produce(w, article);
    wait_all(w);
    wait_for(w, GZ_METRIC_COMMIT_ERRORS, failed + 1);
}

static void test_broken_article(struct world *w)
{
    produce(w, "{\"body\": ");
    w->produced--;
    wait_for(w, GZ_METRIC_DEAD_LETTERS, 1);
}

// Keep the worker from reading, so that the next Produce request is its own
// and not that of the stand-in's producer.
static void hold(struct world *w)
{
    rd_kafka_resp_err_t errors[HOLD_ERRORS];

    for (size_t i = 0; i < HOLD_ERRORS; i++) {
        errors[i] = RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT;
    }
    rd_kafka_mock_push_request_errors_array(gz_mock_cluster(w->mock), FETCH,
                                            HOLD_ERRORS, errors);
    for (int i = 0; i < HOLD_STEPS; i++) {
        step();  // a fetch that waits already may still bring something
    }
}

static void produce_refused(struct world *w, rd_kafka_resp_err_t code)
{
    hold(w);
    produce(w, article);
    rd_kafka_mock_push_request_errors(gz_mock_cluster(w->mock), PRODUCE, 1,
                                      code);
    rd_kafka_mock_clear_request_errors(gz_mock_cluster(w->mock), FETCH);
}

// The event is too large for the broker, so its article is set aside.
static void test_too_large(struct world *w)
{
    produce_refused(w, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    w->produced--;
    wait_for(w, GZ_METRIC_DEAD_LETTERS, 2);
    produce(w, article);
    wait_all(w);
}

// The producer is of no more use: a new one publishes the event again.
static void test_dead_producer(struct world *w)
{
    produce_refused(w, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
    wait_all(w);
}

// What only a person mends ends the worker, with the reason and the remedy.
static void test_no_right(struct world *w)
{
    produce_refused(w, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    w->produced--;
    CHECK_EQ(gz_worker_join(w->worker, &w->err), GZ_DENIED);
    CHECK_Z(gz_error_text(&w->err),
            "error: output topic news.entities: Broker: Topic authorization "
            "failed; `gazetted acls` prints the rights that are needed\n");
    CHECK_EQ(gz_worker_state(w->worker).phase, GZ_WORKER_ENDED);
}

static bool ends_with(struct gz_str s, const char *end)
{
    const size_t len = strlen(end);
    return s.len_bytes >= len &&
           memcmp(s.ptr + s.len_bytes - len, end, len) == 0;
}

static void check_topics(struct world *w)
{
    struct gz_follower *f = NULL;
    struct gz_record record;

    CHECK_OK(gz_follower_new(w->config, "news.entities", GZ_FOLLOWER_BEGINNING,
                             NULL, &f, &w->err));
    for (int64_t i = 0; i < w->produced; i++) {
        CHECK_OK(gz_follower_next(f, 10000, &record, &w->err));
        CHECK(ends_with(record.key, "gz:zorblax"));
    }
    gz_follower_free(f);

    CHECK_OK(gz_follower_new(w->config, "news.articles.dead",
                             GZ_FOLLOWER_BEGINNING, NULL, &f, &w->err));
    CHECK_OK(gz_follower_next(f, 10000, &record, &w->err));
    CHECK_STR(record.value, "{\"body\": ");
    gz_follower_free(f);
}

// For longer than max.poll.interval.ms nothing can be published, and so
// nothing be read; yet the worker stays a member, and then goes on.
static void test_long_stall(void)
{
    rd_kafka_resp_err_t errors[STALL_ERRORS];
    struct world w;

    start(&w, "  max.poll.interval.ms: 6000\n"
              "  queue.buffering.max.messages: 5\n");
    produce(&w, article);
    wait_all(&w);
    hold(&w);
    for (int i = 0; i < STALL_ARTICLES; i++) {
        produce(&w, article);
    }
    for (size_t i = 0; i < STALL_ERRORS; i++) {
        errors[i] = RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS;
    }
    rd_kafka_mock_push_request_errors_array(gz_mock_cluster(w.mock), PRODUCE,
                                            STALL_ERRORS, errors);
    rd_kafka_mock_clear_request_errors(gz_mock_cluster(w.mock), FETCH);
    for (int i = 0; i < STALL_STEPS; i++) {
        step();
    }
    CHECK(gz_metrics_read(w.metrics, GZ_METRIC_EVENTS) < w.produced);
    rd_kafka_mock_clear_request_errors(gz_mock_cluster(w.mock), PRODUCE);
    wait_all(&w);
    CHECK_EQ(gz_metrics_read(w.metrics, GZ_METRIC_REBALANCES), 1);
    CHECK_EQ(gz_metrics_read(w.metrics, GZ_METRIC_DUPLICATES), 0);

    gz_worker_stop(w.worker);
    CHECK_OK(gz_worker_join(w.worker, &w.err));
    finish(&w);
}

// A record whose outputs wait for room is given up when the worker goes back,
// and must not be kept either: librdkafka waits for it at the end.
static void test_rewind_while_blocked(void)
{
    static const char many[] =
        "{\"body\": \"Zorblax Industries, Quuxley Holdings and Blornax "
        "Systems met.\"}";
    struct world w;

    start(&w, "  queue.buffering.max.messages: 1\n");
    produce(&w, article);
    wait_all(&w);
    hold(&w);
    produce(&w, many);
    rd_kafka_mock_push_request_errors(gz_mock_cluster(w.mock), PRODUCE, 1,
                                      RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    rd_kafka_mock_clear_request_errors(gz_mock_cluster(w.mock), FETCH);
    wait_for(&w, GZ_METRIC_DEAD_LETTERS, 1);
    gz_worker_stop(w.worker);
    CHECK_OK(gz_worker_join(w.worker, &w.err));
    finish(&w);
}

// Offsets that cannot be read just now are asked for again.
static void test_slow_start(void)
{
    rd_kafka_resp_err_t errors[SLOW_ERRORS];
    struct world w;

    for (size_t i = 0; i < SLOW_ERRORS; i++) {
        errors[i] = RD_KAFKA_RESP_ERR_UNKNOWN;
    }
    start(&w, "");
    rd_kafka_mock_push_request_errors_array(gz_mock_cluster(w.mock),
                                            OFFSET_FETCH, SLOW_ERRORS, errors);
    produce(&w, article);
    wait_all(&w);
    gz_worker_stop(w.worker);
    CHECK_OK(gz_worker_join(w.worker, &w.err));
    finish(&w);
}

// A twin took the place in the group: a person has to rename one of the two.
static void test_twin(void)
{
    static const char remedy[] = "another process uses the same instance name: "
                                 "give each its own `instance`\n";
    struct world w;

    start(&w, "");
    produce(&w, article);
    wait_all(&w);
    rd_kafka_mock_push_request_errors(gz_mock_cluster(w.mock), HEARTBEAT, 1,
                                      RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID);
    CHECK_EQ(gz_worker_join(w.worker, &w.err), GZ_MISMATCH);
    CHECK(ends_with(gz_str_z(gz_error_text(&w.err)), remedy));
    finish(&w);
}

// Nothing is promised that the broker cannot keep.
static void test_stand_in(void)
{
    struct world w;

    start_with(&w, "exactly-once", "");
    CHECK_EQ(gz_worker_join(w.worker, &w.err), GZ_MISMATCH);
    CHECK_Z(gz_error_text(&w.err),
            "error: the broker is a stand-in for Kafka, on which nothing is "
            "exactly once: write `delivery: at-least-once`, or use a real "
            "Kafka\n");
    finish(&w);
}

int main(void)
{
    struct world w;

    start(&w, "");
    test_survived(&w);
    test_broken_article(&w);
    test_too_large(&w);
    test_dead_producer(&w);
    test_no_right(&w);
    check_topics(&w);
    finish(&w);
    test_long_stall();
    test_rewind_while_blocked();
    test_slow_start();
    test_twin();
    test_stand_in();
    return 0;
}
