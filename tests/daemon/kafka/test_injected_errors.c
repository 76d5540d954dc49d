#include <sys/wait.h>

#include "tests/support/injected_cell.h"

/*
 * Every error against every call of a worker: a whole worker reads articles
 * from librdkafka's mock cluster, the broker answers one call with the error,
 * and the worker does what the matrix says.  Each cell is a process with a
 * cluster of its own, because the first assignment takes 3 s; many wait at
 * once.  A cell is run alone by
 *
 *     test_injected_errors CALL ERROR
 *
 * Whatever the outcome, no offset is ahead of the events, and a worker that
 * does not stop has published every article, exactly once as its transactions
 * count, and committed every offset.
 *
 * What the mock cluster cannot express is in tests/sim and tests/chaos: it
 * keeps no offsets of transactions (mock_transactions.h does), aborts nothing
 * that readers would see, fences nobody, applies no request whose answer is an
 * error, and never returns an error with an answer too late.  Its answers to
 * Metadata fail by topic only, and to ApiVersions and SASL not at all; it has
 * one broker, so leaders and coordinators never move anywhere.  It answers
 * every error to every call, also where Kafka does not: such cells show that
 * nothing hangs or is lost.
 */
enum {
    AT_ONCE = 96,  // cells: they mostly wait
    AGAIN = 16,
    TRIES = 3,    // of each of those
    LONG = 1000,  // times, as good as for ever
};

// How a worker that stops says so: # is the error, @ the broker's address, $
// the remedy, * anything.
#define SAID_BY_TOPIC "output topic news.entities: #; $"
#define SAID_BY_CLIENT "# (bootstrap.servers @): *#*; $"
#define SAID_BY_CODE "# (bootstrap.servers @): *; $"
#define SAID_OF_OFFSETS "cannot read the committed offsets of group gazetted: "
#define SAID_THREE_TIMES                                                       \
    "the producer failed for good three times in ten "                         \
    "minutes: "
#define SAID_ACLS "; `gazetted acls` prints the rights that are needed"

// The calls, in the order of the matrix.
static const struct call {
    const char *name;
    const char *delivery;
    int16_t key;
    bool at_start;     // of the worker; else once it has published
    size_t times;      // that the error is answered
    const char *said;  // when it stops
} calls[] = {
    {"Produce", EXACTLY, PRODUCE, false, 1, SAID_BY_TOPIC},
    {"AddPartitionsToTxn", EXACTLY, ADD_PARTITIONS, false, 1, SAID_BY_CLIENT},
    {"AddOffsetsToTxn", EXACTLY, ADD_OFFSETS, false, 1, SAID_BY_CLIENT},
    {"TxnOffsetCommit", EXACTLY, COMMIT_IN_TRANSACTION, false, 1,
     SAID_BY_CLIENT},
    {"EndTxn", EXACTLY, END_TRANSACTION, false, 1, SAID_BY_CLIENT},
    {"Heartbeat", EXACTLY, HEARTBEAT, false, 1, SAID_BY_CLIENT},
    {"Fetch", EXACTLY, FETCH, false, 1, SAID_BY_CLIENT},
    {"Produce/at-least-once", AT_LEAST, PRODUCE, false, 1, SAID_BY_TOPIC},
    {"OffsetCommit", AT_LEAST, COMMIT, false, 1, SAID_BY_CODE},
    {"InitProducerId", EXACTLY, INIT_PRODUCER, true, 1, SAID_BY_CLIENT},
    {"FindCoordinator", EXACTLY, FIND_COORDINATOR, true, 1, SAID_BY_CLIENT},
    {"JoinGroup", EXACTLY, JOIN, true, 1, SAID_BY_CLIENT},
    {"SyncGroup", EXACTLY, SYNC, true, 1, SAID_BY_CLIENT},
    {"OffsetFetch", EXACTLY, FETCH_OFFSETS, true, 1,
     SAID_OF_OFFSETS SAID_BY_CODE},
    {"ListOffsets", EXACTLY, LIST_OFFSETS, true, 2,
     SAID_OF_OFFSETS SAID_BY_CODE},
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

// An answer of each call is the error; where both ends of a partition are
// asked for, both.
static const struct error {
    rd_kafka_resp_err_t code;
    const char outcomes[CALLS + 1];
} errors[] = {
    {RD_KAFKA_RESP_ERR__TRANSPORT, "ccccck..k......"},
    {RD_KAFKA_RESP_ERR_UNKNOWN, "ddddd..n......."},
    {RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, ".d..d.........."},
    {RD_KAFKA_RESP_ERR_INVALID_MSG, "ddddd..n......."},
    {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "....d.........."},
    {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, ".dddd.........."},
    {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, ".dddd.........."},
    {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, ".dddd.........."},
    {RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, ".dddd.........."},
    {RD_KAFKA_RESP_ERR_INVALID_RECORD, "ddddd..n......."},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, "adddd..a......."},
    {RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, "adddd..a......."},
    {RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, "ddddd.Sn......."},
    {RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, "..............."},
    {RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, ".c..ck..k......"},
    {RD_KAFKA_RESP_ERR_NOT_COORDINATOR, ".c..ck..k......"},
    {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, "dddddj.nj......"},
    {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, "dddddj.nj......"},
    {RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, "dddddj.n......."},
    {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, "dddddSSnS.SSS.."},
    {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "ndddd..n......."},
    {RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID, "ddddd.........."},
    {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING, "dddnd..n......."},
    {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, "nnnnn..n......."},
    {RD_KAFKA_RESP_ERR_PRODUCER_FENCED, "dnddn..n......."},
    {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, "dnnnn..n......."},
    {RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, "d......n......."},
    {RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, "SSSSS..nSS....."},
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "SSSSS.SSS.SS.SS"},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, "SSSSS.SSS.SS.SS"},
    {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, "SSSSS.SSSSSS.SS"},
    {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
     "SSSSS.SSSSSS.SS"},
    {RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "Sdddd..S......."},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, "SSSSS..SS......"},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, "ddddd..n......."},
};

// Texts that differ from their call's.
static const struct text {
    int16_t key;
    rd_kafka_resp_err_t code;
    const char *said;
} texts[] = {
    {PRODUCE, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,
     "the output topic news.entities does not exist; $"},
    {PRODUCE, RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, SAID_BY_CLIENT},
    {PRODUCE, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, SAID_BY_CLIENT},
    {PRODUCE, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
     SAID_BY_CLIENT},
    {FETCH, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE,
     "offset * of news.articles, partition *, is gone: the broker holds 0 to "
     "*; was the topic made anew? go on with kafka-consumer-groups --group "
     "gazetted --topic news.articles --reset-offsets --to-earliest --execute"},
};

// Errors that come again and again, and calls that an error leads to.
static const struct row rows[] = {
    {"coordinator-moves",
     EXACTLY,
     false,
     {{COMMIT_IN_TRANSACTION, RD_KAFKA_RESP_ERR_NOT_COORDINATOR, 5}},
     GOES_ON,
     NULL},
    {"transactions-overlap",
     EXACTLY,
     false,
     {{END_TRANSACTION, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, 20}},
     GOES_ON,
     NULL},
    {"predecessor-commits",
     EXACTLY,
     true,
     {{INIT_PRODUCER, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, 30}},
     GOES_ON,
     NULL},
    {"no-right-to-name",
     EXACTLY,
     true,
     {{FIND_COORDINATOR,
       RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 2}},
     STOPS,
     SAID_BY_CLIENT},
    {"no-right-to-read",
     EXACTLY,
     true,
     {{LIST_OFFSETS, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, LONG}},
     STOPS,
     SAID_OF_OFFSETS SAID_BY_CODE},
    {"broker-too-old",
     EXACTLY,
     true,
     {{INIT_PRODUCER, RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, LONG}},
     STOPS,
     SAID_BY_CLIENT},
    {"fenced-again-and-again",
     EXACTLY,
     false,
     {{END_TRANSACTION, RD_KAFKA_RESP_ERR_PRODUCER_FENCED, LONG}},
     STOPS,
     SAID_THREE_TIMES "Local: This instance has been fenced by a newer "
                      "instance (bootstrap.servers @): _FENCED; $"},
    {"state-again-and-again",
     EXACTLY,
     false,
     {{END_TRANSACTION, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, LONG}},
     STOPS,
     SAID_THREE_TIMES "# (bootstrap.servers @): INVALID_TXN_STATE"},
    {"sequence-again-and-again",
     AT_LEAST,
     false,
     {{PRODUCE, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, LONG}},
     STOPS,
     SAID_THREE_TIMES "# (bootstrap.servers @): "
                      "OUT_OF_ORDER_SEQUENCE_NUMBER"},
    {"renewal-finds-no-coordinator",
     EXACTLY,
     false,
     {{END_TRANSACTION, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, 1},
      {INIT_PRODUCER, RD_KAFKA_RESP_ERR_NOT_COORDINATOR, 3}},
     RENEWED,
     NULL},
    {"renewal-finds-no-right",
     EXACTLY,
     false,
     {{END_TRANSACTION, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, 1},
      {INIT_PRODUCER, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
       1}},
     STOPS,
     SAID_BY_CLIENT},
    {"offsets-not-known-after-abort",
     EXACTLY,
     false,
     {{COMMIT_IN_TRANSACTION, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, 1},
      {FETCH_OFFSETS, RD_KAFKA_RESP_ERR_UNKNOWN, 3}},
     DONE_AGAIN,
     NULL},
    {"offsets-refused-after-abort",
     EXACTLY,
     false,
     {{COMMIT_IN_TRANSACTION, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, 1},
      {FETCH_OFFSETS, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, 1}},
     STOPS,
     SAID_BY_CODE},
    {"rejoining-is-refused",
     EXACTLY,
     false,
     {{HEARTBEAT, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, 1},
      {JOIN, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, 1}},
     STOPS,
     SAID_BY_CLIENT},
    {"rejoining-is-interrupted",
     EXACTLY,
     false,
     {{HEARTBEAT, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, 1},
      {SYNC, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, 2}},
     REJOINS,
     NULL},
    {"no-topic",
     EXACTLY,
     true,
     {{METADATA, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, 1}},
     STOPS,
     "the output topic news.entities does not exist; $"},
    {"no-right-to-topic",
     EXACTLY,
     true,
     {{METADATA, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, 1}},
     STOPS,
     SAID_BY_TOPIC},
    {"topic-without-leader",
     EXACTLY,
     true,
     {{METADATA, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, 1}},
     GOES_ON,
     NULL},
};

// A pool of processes, one for each cell and row.
struct pool {
    struct gz_rules_cell *rules;
    const char *call;   // only these; NULL: all
    const char *error;  // too
    struct job {
        pid_t pid;
        struct row row;
        char name[TEXT_BYTES];
    } jobs[AT_ONCE];
    // Failed beside many others, which can be for want of time: each of them
    // has more tries alone.
    struct job again[AGAIN];
    int again_count;
    bool alone;
    int running;
    int done;
    int failed;
};

static void note_failure(struct pool *p, const struct job *job)
{
    if (!p->alone && p->again_count < AGAIN) {
        p->again[p->again_count++] = *job;
        return;
    }
    p->failed++;
    fprintf(stderr, "failed: test_injected_errors %s\n", job->name);
}

static void wait_for_one(struct pool *p)
{
    int status = 0;
    const pid_t pid = wait(&status);

    CHECK(pid > 0);
    for (int i = 0; i < AT_ONCE; i++) {
        if (p->jobs[i].pid == pid) {
            p->jobs[i].pid = 0;
            p->running--;
            p->done++;
            if (status != 0) {
                note_failure(p, &p->jobs[i]);
            }
        }
    }
}

static void start_job(struct pool *p, const struct row *row, const char *error)
{
    int i = 0;

    if ((p->call != NULL && strcmp(p->call, row->name) != 0) ||
        (p->error != NULL && strcmp(p->error, error) != 0)) {
        return;
    }
    if (p->running == AT_ONCE) {
        wait_for_one(p);
    }
    while (p->jobs[i].pid != 0) {
        i++;
    }
    snprintf(p->jobs[i].name, sizeof(p->jobs[i].name), "%s %s", row->name,
             error);
    p->jobs[i].row = *row;
    const pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        run(row, p->rules);
        exit(0);
    }
    p->jobs[i].pid = pid;
    p->running++;
}

static const char *said_of(const struct call *call, int code)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].key == call->key && texts[i].code == code) {
            return texts[i].said;
        }
    }
    return call->said;
}

static void start_cell(struct pool *p, const struct error *error, size_t column)
{
    const struct call *call = &calls[column];
    const struct row row = {
        .name = call->name,
        .delivery = call->delivery,
        .at_start = call->at_start,
        .faults = {{call->key, error->code, call->times}},
        .outcome = (enum outcome)error->outcomes[column],
        .said = said_of(call, error->code),
    };

    start_job(p, &row, rd_kafka_err2name(error->code));
}

static void run_again(struct pool *p)
{
    p->alone = true;
    p->call = p->error = NULL;
    for (int i = 0; i < p->again_count; i++) {
        const char *error = strchr(p->again[i].name, ' ') + 1;
        const int failed = p->failed;
        for (int try = 0; try < TRIES && (try == 0 || p->failed > failed);
             try++) {
            p->failed = failed;
            start_job(p, &p->again[i].row, error);
            wait_for_one(p);
        }
    }
}

int main(int argc, char **argv)
{
    static struct pool p;

    p = (struct pool){
        .rules = load_rules(),
        .call = argc > 1 ? argv[1] : NULL,
        .error = argc > 2 ? argv[2] : NULL,
    };

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        for (size_t column = 0; column < CALLS; column++) {
            start_cell(&p, &errors[i], column);
        }
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        start_job(&p, &rows[i], "");
    }
    while (p.running > 0) {
        wait_for_one(&p);
    }
    run_again(&p);
    gz_rules_cell_free(p.rules);
    printf("%d cells, %d failed\n", p.done, p.failed);
    CHECK(p.done > 0);
    return p.failed == 0 ? 0 : 1;
}
