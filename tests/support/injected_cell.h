#ifndef GZ_TEST_INJECTED_CELL_H
#define GZ_TEST_INJECTED_CELL_H

#include <fnmatch.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "daemon/kafka/follower.h"
#include "daemon/kafka/mock.h"
#include "daemon/kafka/route.h"
#include "daemon/kafka/trouble.h"
#include "daemon/kafka/worker.h"
#include "tests/support/check.h"
#include "tests/support/mock_config.h"
#include "tests/support/mock_transactions.h"

/*
 * A whole worker against a mock cluster whose broker answers with errors, and
 * what has to be true behind that.  See test_injected_errors.c.
 */
enum {
    PRODUCE = 0,  // API keys of Kafka's protocol
    FETCH = 1,
    LIST_OFFSETS = 2,
    METADATA = 3,
    COMMIT = 8,
    FETCH_OFFSETS = 9,
    FIND_COORDINATOR = 10,
    JOIN = 11,
    HEARTBEAT = 12,
    SYNC = 14,
    INIT_PRODUCER = 22,
    ADD_PARTITIONS = 24,
    ADD_OFFSETS = 25,
    END_TRANSACTION = 26,
    COMMIT_IN_TRANSACTION = 28,

    PARTITIONS = 2,
    BEFORE = 2,  // articles before the error
    BEHIND = 2,  // and those that meet it
    ARTICLES = BEFORE + BEHIND,
    FAULTS = 2,
    STEP_NS = 20 * 1000 * 1000,
    STEPS = 50 * 90,
    METADATA_STEPS = 50 * 2,
    READ_MS = 5000,
    TEXT_BYTES = 2048,
};

enum outcome {
    GOES_ON = '.',     // nobody hears of it
    REJOINS = 'j',     // the group, and begins behind what is committed; a
                       // transaction that was open is done again
    MAY_REJOIN = 'k',  // goes on or rejoins: the group shared the connection
    DONE_AGAIN = 'd',  // the transaction is aborted and done again
    RECYCLED = 'c',    // all is committed, then the producer is made anew
    RENEWED = 'n',     // the producer is made anew, and the work done again
    SET_ASIDE = 'a',   // the article becomes a dead letter
    STOPS = 'S',       // the worker, with the reason and the remedy
};

static const char EXACTLY[] = "exactly-once";
static const char AT_LEAST[] = "at-least-once";

struct row {
    const char *name;
    const char *delivery;  // one of the two
    bool at_start;
    struct gz_mock_fault faults[FAULTS];  // the first leads to the second
    enum outcome outcome;
    const char *said;  // when it stops; see check_said()
};

struct world {
    const struct row *row;
    struct gz_mock *mock;
    struct gz_config *config;
    struct gz_metrics *metrics;
    struct gz_worker *worker;
    struct gz_error err;
    atomic_int ended;
    int produced;
    size_t located;      // as counted when the error came
    int64_t rebalances;  // too
};

static const char names[] = "id\ttype\tname\taliases\tpolicy\tattributes\n"
                            "gz:0\tOrg/Company\tZorblax Industries\t\t\t\n"
                            "gz:1\tOrg/Company\tQuuxley Holdings\t\t\t\n"
                            "gz:2\tOrg/Company\tBlornax Systems\t\t\t\n"
                            "gz:3\tOrg/Company\tVexmoor Partners\t\t\t\n";

static const char *const articles[ARTICLES] = {
    "{\"body\": \"Shares of Zorblax Industries rose.\"}",
    "{\"body\": \"Shares of Quuxley Holdings rose.\"}",
    "{\"body\": \"Shares of Blornax Systems rose.\"}",
    "{\"body\": \"Shares of Vexmoor Partners rose.\"}",
};

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
    char path[] = "/tmp/gz-test-errors-XXXXXX.tsv";
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

static int64_t count_of(const struct world *w, enum gz_metric metric)
{
    return gz_metrics_read(w->metrics, metric);
}

static void open_world(struct world *w, const struct row *row)
{
    *w = (struct world){.row = row};
    gz_error_init(&w->err);
    CHECK_OK(gz_mock_new(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles", PARTITIONS, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.entities", PARTITIONS, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles.dead", 1, &w->err));
    w->config = mock_config(w->mock, row->delivery, "");
    w->metrics = gz_metrics_new(1);
}

static void start_worker(struct world *w, struct gz_rules_cell *rules)
{
    const struct gz_worker_options options = {
        .config = w->config,
        .rules = rules,
        .metrics = gz_metrics_set(w->metrics, 0),
        .fingerprint = 1,
        .self = 1,
        .on_end = on_end,
        .on_end_ctx = w,
    };
    CHECK_OK(gz_worker_new(&options, &w->worker, &w->err));
    CHECK_OK(gz_worker_start(w->worker, &w->err));
}

static void close_world(struct world *w)
{
    gz_worker_free(w->worker);
    gz_metrics_free(w->metrics);
    gz_config_free(w->config);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
}

static void produce(struct world *w, int count)
{
    char key[32];

    for (int i = 0; i < count; i++) {
        const char *article = articles[w->produced];
        snprintf(key, sizeof(key), "%d", w->produced++);
        CHECK_OK(gz_mock_produce(w->mock, "news.articles", gz_str_z(key),
                                 gz_str_z(article), &w->err));
    }
}

static bool all_given(const struct world *w)
{
    bool all = true;

    for (size_t i = 0; i < FAULTS; i++) {
        const struct gz_mock_fault *f = &w->row->faults[i];
        all = all && (f->times == 0 || f->key == METADATA ||
                      gz_mock_fault_left(gz_mock_cluster(w->mock), f) == 0);
    }
    return all;
}

static int committed(const struct world *w)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(PARTITIONS);
    int64_t sum = 0;
    char text[TEXT_BYTES];

    CHECK_EQ(rd_kafka_conf_set(conf, "bootstrap.servers",
                               gz_mock_bootstrap(w->mock), text, sizeof(text)),
             RD_KAFKA_CONF_OK);
    CHECK_EQ(rd_kafka_conf_set(conf, "group.id",
                               gz_route_extract(w->config).group, text,
                               sizeof(text)),
             RD_KAFKA_CONF_OK);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof(text));
    CHECK(rk != NULL);
    rd_kafka_topic_partition_list_add_range(list, "news.articles", 0,
                                            PARTITIONS - 1);
    CHECK_EQ(rd_kafka_committed(rk, list, READ_MS), RD_KAFKA_RESP_ERR_NO_ERROR);
    for (int i = 0; i < list->cnt; i++) {
        sum += list->elems[i].offset > 0 ? list->elems[i].offset : 0;
    }
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(rk);
    return (int)sum;
}

// At least once, what a commit did not store may still be done again.
static bool all_done(const struct world *w)
{
    return count_of(w, GZ_METRIC_EVENTS) +
                   count_of(w, GZ_METRIC_DEAD_LETTERS) >=
               w->produced &&
           count_of(w, GZ_METRIC_IN_FLIGHT) == 0 && all_given(w) &&
           (w->row->delivery == EXACTLY || committed(w) == w->produced);
}

// A worker that has ended is not waited for.
static void wait_done(struct world *w)
{
    for (int i = 0; i < STEPS && !atomic_load(&w->ended); i++) {
        if (all_done(w)) {
            return;
        }
        step();
    }
    if (!atomic_load(&w->ended)) {
        fprintf(stderr,
                "%d events and %d dead letters of %d articles, %d aborts, %d "
                "renewals; errors %s\n",
                (int)count_of(w, GZ_METRIC_EVENTS),
                (int)count_of(w, GZ_METRIC_DEAD_LETTERS), w->produced,
                (int)count_of(w, GZ_METRIC_TRANSACTIONS_ABORTED),
                (int)count_of(w, GZ_METRIC_RENEWALS),
                all_given(w) ? "were given" : "are left");
        exit(1);
    }
}

static void set_topic_error(struct world *w, int code)
{
    rd_kafka_mock_topic_set_error(gz_mock_cluster(w->mock), "news.entities",
                                  (rd_kafka_resp_err_t)code);
}

// Those of the group's and of reading come at any time; the others hit a
// worker that publishes, and not the producer that feeds it.
static void inject(struct world *w)
{
    const struct gz_mock_fault *f = w->row->faults;

    if (f->key == METADATA) {
        set_topic_error(w, f->code);
    } else if (w->row->at_start || f->key == HEARTBEAT || f->key == FETCH) {
        for (size_t i = 0; i < FAULTS; i++) {
            gz_mock_fault_now(gz_mock_cluster(w->mock), &f[i]);
        }
    } else {
        gz_mock_fault_on_publish(gz_mock_cluster(w->mock), f, FAULTS);
    }
}

static void run_from_start(struct world *w, struct gz_rules_cell *rules)
{
    inject(w);
    start_worker(w, rules);
    for (int i = 0; i < METADATA_STEPS && w->row->faults[0].key == METADATA;
         i++) {
        step();
    }
    set_topic_error(w, RD_KAFKA_RESP_ERR_NO_ERROR);
    produce(w, ARTICLES);
    wait_done(w);
    w->located = gz_mock_times_located();  // whatever it took to begin
    w->rebalances = 1;
}

static void run_while_running(struct world *w, struct gz_rules_cell *rules)
{
    start_worker(w, rules);
    produce(w, BEFORE);
    wait_done(w);
    CHECK(!atomic_load(&w->ended));
    w->located = gz_mock_times_located();
    w->rebalances = count_of(w, GZ_METRIC_REBALANCES);
    inject(w);
    produce(w, BEHIND);
    wait_done(w);
}

static bool has_rejoined(const struct world *w)
{
    return count_of(w, GZ_METRIC_REBALANCES) > w->rebalances;
}

// A transaction that is done again asks for the committed offsets; what is
// acknowledged at least once is known without.
static enum outcome outcome_of(const struct world *w, enum gz_status status)
{
    if (status != GZ_OK) {
        return STOPS;
    }
    if (count_of(w, GZ_METRIC_DEAD_LETTERS) > 0) {
        return SET_ASIDE;
    }
    if (count_of(w, GZ_METRIC_RENEWALS) > 0) {
        return gz_mock_times_located() > w->located ||
                       w->row->delivery != EXACTLY
                   ? RENEWED
                   : RECYCLED;
    }
    if (count_of(w, GZ_METRIC_TRANSACTIONS_ABORTED) > 0) {
        return DONE_AGAIN;
    }
    return has_rejoined(w) ? REJOINS : GOES_ON;
}

// The last figure of a key names the article: of an event it is the entity's,
// of a dead letter the article's own.
static void look_for(struct world *w, const char *topic, int least, bool *seen,
                     int *count)
{
    struct gz_follower *f = NULL;
    struct gz_record r;

    if (*count >= least) {
        return;
    }
    CHECK_OK(gz_follower_new(w->config, topic, GZ_FOLLOWER_BEGINNING, NULL, &f,
                             &w->err));
    while (*count < least &&
           gz_follower_next(f, READ_MS, &r, &w->err) == GZ_OK) {
        const int i = r.key.ptr[r.key.len_bytes - 1] - '0';
        CHECK(i >= 0 && i < ARTICLES);
        *count += seen[i] ? 0 : 1;
        seen[i] = true;
    }
    gz_follower_free(f);
}

// A dead letter may have been made more than once, so that both topics are
// read to their end.
static void check_published(struct world *w)
{
    const enum outcome outcome = w->row->outcome;
    const int offsets = committed(w);
    const int least = outcome == STOPS ? offsets : w->produced;
    const bool letters = count_of(w, GZ_METRIC_DEAD_LETTERS) > 0;
    bool seen[ARTICLES] = {false};
    int count = 0;

    CHECK_EQ(outcome == SET_ASIDE, letters);
    look_for(w, "news.entities", least, seen, &count);
    look_for(w, "news.articles.dead", least, seen, &count);
    CHECK_EQ(count, least);
    if (outcome != STOPS) {
        CHECK_EQ(offsets, w->produced);
    }
    if (outcome != STOPS && !letters && w->row->delivery == EXACTLY) {
        CHECK_EQ(count_of(w, GZ_METRIC_EVENTS), w->produced);
    }
}

static const char *remedy_of(int code)
{
    switch (gz_trouble_of(code)) {
    case GZ_TROUBLE_NO_RIGHT:
        return "`gazetted acls` prints the rights that are needed";
    case GZ_TROUBLE_NO_TOPIC:
        return "`gazetted topics create` makes the topics that are missing";
    case GZ_TROUBLE_TOO_OLD:
        return "the broker is too old: Kafka 0.11 or newer is needed";
    case GZ_TROUBLE_SETTING:
        return "lower transaction.timeout.ms under `kafka:`, or raise the "
               "broker's transaction.max.timeout.ms";
    case GZ_TROUBLE_FENCED:
    case GZ_TROUBLE_RIVAL:
        return "another process uses the same instance name: give each its "
               "own `instance`";
    default:
        return "";
    }
}

// # in said is the last fault's error, @ the broker's address, $ the remedy,
// * anything.
static void check_said(const struct world *w)
{
    const struct gz_mock_fault *f = w->row->faults;
    const int code = f[f[1].times > 0 ? 1 : 0].code;
    char pattern[TEXT_BYTES];
    size_t len = 0;

    for (const char *c = w->row->said; *c != '\0'; c++) {
        const char one[] = {*c, '\0'};
        const char *part = *c == '#'
                               ? rd_kafka_err2str((rd_kafka_resp_err_t)code)
                           : *c == '@' ? gz_mock_bootstrap(w->mock)
                           : *c == '$' ? remedy_of(code)
                                       : one;
        len +=
            (size_t)snprintf(pattern + len, sizeof(pattern) - len, "%s", part);
        CHECK(len < sizeof(pattern));
    }
    char whole[TEXT_BYTES + 16];
    snprintf(whole, sizeof(whole), "error: %s\n", pattern);
    if (fnmatch(whole, gz_error_text(&w->err), 0) != 0) {
        fprintf(stderr, "said is\n%swant\n%s", gz_error_text(&w->err), whole);
        exit(1);
    }
}

// On a slow machine a session ends now and then, and the member joins anew;
// and what rejoins finds articles between two transactions or inside one.
static bool is_as_wanted(const struct world *w, enum outcome outcome)
{
    switch (w->row->outcome) {
    case GOES_ON:
    case MAY_REJOIN:
        return outcome == GOES_ON || outcome == REJOINS;
    case REJOINS:
        return outcome == REJOINS || (outcome == DONE_AGAIN && has_rejoined(w));
    default:
        return outcome == w->row->outcome;
    }
}

/** Run one cell; what is wrong ends the process with status 1. */
static inline void run(const struct row *row, struct gz_rules_cell *rules)
{
    struct world w;

    open_world(&w, row);
    if (row->at_start) {
        run_from_start(&w, rules);
    } else {
        run_while_running(&w, rules);
    }
    gz_worker_stop(w.worker);
    const enum gz_status status = gz_worker_join(w.worker, &w.err);
    const enum outcome outcome = outcome_of(&w, status);
    if (!is_as_wanted(&w, outcome)) {
        fprintf(stderr, "outcome is %c, want %c\n%s", (int)outcome,
                (int)row->outcome, gz_error_text(&w.err));
        exit(1);
    }
    if (outcome == STOPS) {
        check_said(&w);
    }
    check_published(&w);
    close_world(&w);
}

#endif
