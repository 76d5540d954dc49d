#include "daemon/kafka/subscription_writer.h"

#include <assert.h>
#include <librdkafka/rdkafka.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/base/buffer.h"
#include "daemon/kafka/client.h"
#include "daemon/kafka/companion.h"
#include "daemon/kafka/requests.h"
#include "daemon/kafka/trouble.h"

enum {
    INIT_TIMEOUT_MS = 1000,
    INIT_TRIES = 3,
    END_TIMEOUT_MS = 2000,
    PARTING_TIMEOUT_MS = 2000,  // for an abort that nobody waits for
    PAUSE_NS = 100 * 1000 * 1000,
    NAME_BYTES = 256,
    PROBLEM_BYTES = 512,
};

struct gz_subscription_writer {
    struct gz_client client;  // librdkafka's opaque: must come first
    struct gz_companion *companion;
    atomic_bool leaving;
    char name[NAME_BYTES];   // of the client, and its transactional id
    char topic[NAME_BYTES];  // of its own: the configuration may be gone

    // The job's while one is under way.
    rd_kafka_t *rk;  // NULL: to be made
    struct gz_requests requests;
    struct gz_buffer key;
    struct gz_buffer value;
    bool null;  // instead of value
    bool delivered;
    rd_kafka_resp_err_t lot;  // of the record
    int64_t offset;
    enum gz_subscription_written how;
    char problem[PROBLEM_BYTES];
};

// --- what follows runs on the companion, up to the next line like this ---

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m,
                        void *opaque)
{
    struct gz_subscription_writer *w = opaque;
    (void)rk;

    w->lot = m->err;
    w->delivered = m->err == RD_KAFKA_RESP_ERR_NO_ERROR;
    w->offset = m->err == RD_KAFKA_RESP_ERR_NO_ERROR ? m->offset : -1;
}

static void close_producer(struct gz_subscription_writer *w)
{
    if (w->rk != NULL) {
        (void)rd_kafka_purge(w->rk, RD_KAFKA_PURGE_F_QUEUE |
                                        RD_KAFKA_PURGE_F_INFLIGHT |
                                        RD_KAFKA_PURGE_F_NON_BLOCKING);
        rd_kafka_destroy(w->rk);
        w->rk = NULL;
    }
}

// Logs and errors wait in the main queue.
static void serve(struct gz_subscription_writer *w)
{
    while (rd_kafka_poll(w->rk, 0) > 0) {
    }
}

// Who is not waited for any more may have nothing left to describe it with.
static void describe(struct gz_subscription_writer *w, int code,
                     const char *reason)
{
    struct gz_client *client = &w->client;

    if (gz_client_enter(client)) {
        if (client->unreachable || client->refused) {
            snprintf(w->problem, sizeof(w->problem), "%s", client->problem);
        } else {
            gz_trouble_describe(w->problem, sizeof(w->problem), code, reason,
                                client->config);
        }
    }
    gz_client_exit(client);
}

static bool is_hopeless(int code)
{
    const enum gz_trouble trouble = gz_trouble_of(code);

    return gz_trouble_lasts(code) || trouble == GZ_TROUBLE_TOO_LARGE ||
           trouble == GZ_TROUBLE_NO_TOPIC || trouble == GZ_TROUBLE_REFUSED;
}

static void fail(struct gz_subscription_writer *w, int code, const char *reason)
{
    w->how =
        is_hopeless(code) ? GZ_SUBSCRIPTION_REFUSED : GZ_SUBSCRIPTION_AGAIN;
    switch (gz_trouble_of(code)) {
    case GZ_TROUBLE_RIVAL:
    case GZ_TROUBLE_FENCED:
        snprintf(w->problem, sizeof(w->problem),
                 "others change %s at the same time: try again", w->topic);
        break;
    case GZ_TROUBLE_TOO_LARGE:
        snprintf(w->problem, sizeof(w->problem),
                 "%s does not take a record of %zu bytes: raise its "
                 "max.message.bytes",
                 w->topic, w->value.len);
        break;
    default:
        describe(w, code, reason);
        break;
    }
}

static void fail_with(struct gz_subscription_writer *w, rd_kafka_error_t *error)
{
    const rd_kafka_resp_err_t cause = rd_kafka_fatal_error(w->rk, NULL, 0);
    const bool fatal = rd_kafka_error_is_fatal(error) != 0;

    fail(w,
         fatal && cause != RD_KAFKA_RESP_ERR_NO_ERROR
             ? cause
             : rd_kafka_error_code(error),
         rd_kafka_error_string(error));
}

// Whether the same call may be tried again.
static bool once_more(struct gz_subscription_writer *w,
                      const rd_kafka_error_t *error)
{
    static const struct timespec pause = {0, PAUSE_NS};

    if (atomic_load(&w->leaving) || rd_kafka_error_is_fatal(error) != 0 ||
        rd_kafka_error_txn_requires_abort(error) != 0 ||
        rd_kafka_error_is_retriable(error) == 0 ||
        gz_trouble_lasts(rd_kafka_error_code(error))) {
        return false;
    }
    (void)nanosleep(&pause, NULL);
    return true;
}

static rd_kafka_conf_t *build_conf(struct gz_subscription_writer *w,
                                   struct gz_error *err)
{
    const struct gz_config *config = w->client.config;
    rd_kafka_conf_t *conf = gz_client_conf(&w->client, GZ_KAFKA_PRODUCER, err);

    if (conf == NULL) {
        return NULL;
    }
    gz_client_own(conf, "transactional.id", w->name);
    gz_client_own(conf, "linger.ms", "0");
    // What a dead process leaves open holds up all who read.
    if (config->delivery != GZ_CONFIG_EXACTLY_ONCE &&
        gz_config_kafka(config, "transaction.timeout.ms") == NULL &&
        gz_config_kafka(config, "socket.timeout.ms") == NULL) {
        gz_client_own(conf, "transaction.timeout.ms", "10000");
    }
    gz_requests_reset(&w->requests);
    gz_requests_watch(conf, &w->requests);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    return conf;
}

static bool make_producer(struct gz_subscription_writer *w)
{
    struct gz_error err;

    gz_error_init(&err);
    if (gz_client_enter(&w->client)) {
        rd_kafka_conf_t *conf = build_conf(w, &err);
        w->rk =
            conf == NULL ? NULL : gz_client_new(RD_KAFKA_PRODUCER, conf, &err);
    }
    gz_client_exit(&w->client);
    if (w->rk == NULL) {
        w->how = GZ_SUBSCRIPTION_REFUSED;
        snprintf(w->problem, sizeof(w->problem), "%s", gz_error_text(&err));
    }
    gz_error_fini(&err);
    return w->rk != NULL;
}

// Ends what a former producer of our name left open, and fences it.
static bool init(struct gz_subscription_writer *w)
{
    for (int i = 0;; i++) {
        rd_kafka_error_t *error =
            rd_kafka_init_transactions(w->rk, INIT_TIMEOUT_MS);
        if (error == NULL) {
            return true;
        }
        serve(w);
        const bool again = i + 1 < INIT_TRIES && once_more(w, error);
        if (!again) {
            fail_with(w, error);
        }
        rd_kafka_error_destroy(error);
        if (!again) {
            return false;
        }
    }
}

// A request that was lost could still take effect: a new producer fences it.
static bool have_producer(struct gz_subscription_writer *w)
{
    if (w->rk != NULL && gz_requests_lost(&w->requests)) {
        close_producer(w);
    }
    if (w->rk != NULL) {
        return true;
    }
    if (make_producer(w) && init(w)) {
        return true;
    }
    close_producer(w);
    return false;
}

static void run_prepare(void *ctx)
{
    struct gz_subscription_writer *w = ctx;
    int64_t low = 0;

    w->offset = -1;
    if (!have_producer(w)) {
        return;
    }
    serve(w);
    const rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
        w->rk, w->topic, 0, &low, &w->offset, END_TIMEOUT_MS);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        fail(w, code, NULL);
        close_producer(w);
        return;
    }
    w->how = GZ_SUBSCRIPTION_WRITTEN;
}

static rd_kafka_error_t *produce(struct gz_subscription_writer *w)
{
    const rd_kafka_vu_t vus[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = w->topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = 0},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {w->key.data, w->key.len}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_VALUE,
         .u.mem = {w->null ? NULL : w->value.data, w->null ? 0 : w->value.len}},
    };

    return rd_kafka_produceva(w->rk, vus, sizeof(vus) / sizeof(vus[0]));
}

static rd_kafka_error_t *commit(struct gz_subscription_writer *w)
{
    for (;;) {
        rd_kafka_error_t *error = rd_kafka_commit_transaction(w->rk, -1);
        if (error == NULL || !once_more(w, error)) {
            return error;
        }
        rd_kafka_error_destroy(error);
    }
}

// Nobody should have to wait for a transaction to time out.
static void give_up(struct gz_subscription_writer *w)
{
    rd_kafka_error_t *error =
        rd_kafka_abort_transaction(w->rk, PARTING_TIMEOUT_MS);

    rd_kafka_error_destroy(error);
    close_producer(w);
}

// A record whose partition was refused was thrown away, and only beginning
// once more says why.
static void ask_cause(struct gz_subscription_writer *w, rd_kafka_error_t *error)
{
    rd_kafka_error_t *cause = rd_kafka_begin_transaction(w->rk);

    fail_with(w, is_hopeless(rd_kafka_error_code(cause)) ? cause : error);
    rd_kafka_error_destroy(cause);
}

// What became of the record says more than that the transaction failed.  One
// that was stored, nobody knows where, might be committed in spite of all.
static void judge(struct gz_subscription_writer *w, rd_kafka_error_t *error)
{
    if (w->lot != RD_KAFKA_RESP_ERR_NO_ERROR &&
        w->lot != RD_KAFKA_RESP_ERR__PURGE_QUEUE &&
        w->lot != RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) {
        fail(w, w->lot, NULL);
    } else if (rd_kafka_error_txn_requires_abort(error) != 0) {
        ask_cause(w, error);
    } else {
        fail_with(w, error);
    }
    if (w->delivered && w->offset < 0) {
        w->how = GZ_SUBSCRIPTION_REFUSED;
        snprintf(w->problem, sizeof(w->problem),
                 "it is not known whether the change was stored: look, and try "
                 "again");
    }
}

static void run_write(void *ctx)
{
    struct gz_subscription_writer *w = ctx;

    if (gz_buffer_status(&w->key) != GZ_OK ||
        gz_buffer_status(&w->value) != GZ_OK) {
        w->how = GZ_SUBSCRIPTION_REFUSED;
        snprintf(w->problem, sizeof(w->problem), "no memory for a change");
        return;
    }
    w->lot = RD_KAFKA_RESP_ERR_NO_ERROR;
    w->delivered = false;
    w->offset = -1;
    w->how = GZ_SUBSCRIPTION_WRITTEN;
    rd_kafka_error_t *error = rd_kafka_begin_transaction(w->rk);
    if (error == NULL) {
        error = produce(w);
    }
    if (error == NULL) {
        error = commit(w);
    }
    if (error != NULL) {
        judge(w, error);
        rd_kafka_error_destroy(error);
        give_up(w);
    }
}

// --- from here on the owner's thread again ---

enum gz_status gz_subscription_writer_new(const struct gz_config *config,
                                          struct gz_log *log,
                                          struct gz_subscription_writer **out,
                                          struct gz_error *err)
{
    struct gz_subscription_writer *w = calloc(1, sizeof(*w));

    *out = NULL;
    if (w == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    snprintf(w->topic, sizeof(w->topic), "%s",
             config->alerts.subscriptions_topic);
    snprintf(w->name, sizeof(w->name), GZ_SUBSCRIPTION_WRITER_PREFIX "%s",
             config->alerts.subscriptions_topic);
    gz_client_init(&w->client, config, w->name, log);
    gz_requests_init(&w->requests);
    w->client.calm = true;  // to be fenced is no misfortune
    gz_buffer_init(&w->key, 0);
    gz_buffer_init(&w->value, 0);
    rd_kafka_conf_t *conf = build_conf(w, err);
    const enum gz_status st =
        conf == NULL ? GZ_INVALID : gz_companion_new(&w->companion, err);
    if (conf != NULL) {
        rd_kafka_conf_destroy(conf);
    }
    if (st != GZ_OK) {
        free(w);
        return st;
    }
    *out = w;
    return GZ_OK;
}

void gz_subscription_writer_free(struct gz_subscription_writer *w,
                                 int64_t timeout_us)
{
    if (w == NULL) {
        return;
    }
    atomic_store(&w->leaving, true);
    if (!gz_companion_free(w->companion, timeout_us)) {
        gz_client_leave(&w->client);
        return;
    }
    close_producer(w);
    gz_buffer_fini(&w->key);
    gz_buffer_fini(&w->value);
    free(w);
}

static void start(struct gz_subscription_writer *w, gz_companion_job *job)
{
    w->problem[0] = '\0';
    gz_companion_run(w->companion, job, w);
}

void gz_subscription_writer_prepare(struct gz_subscription_writer *w)
{
    assert(!gz_companion_busy(w->companion));
    start(w, run_prepare);
}

void gz_subscription_writer_write(struct gz_subscription_writer *w,
                                  struct gz_str key, struct gz_str value)
{
    assert(!gz_companion_busy(w->companion) && w->rk != NULL);
    gz_buffer_clear(&w->key);
    gz_buffer_clear(&w->value);
    gz_buffer_append_str(&w->key, key);
    w->null = value.ptr == NULL;
    if (!w->null) {
        gz_buffer_append_str(&w->value, value);
    }
    start(w, run_write);
}

bool gz_subscription_writer_wait(struct gz_subscription_writer *w,
                                 int64_t timeout_us,
                                 struct gz_subscription_writer_result *out)
{
    if (!gz_companion_wait(w->companion, timeout_us)) {
        return false;
    }
    *out =
        (struct gz_subscription_writer_result){w->how, w->offset, w->problem};
    return true;
}
