// The calls that block.  All of this runs on the companion.

#include <inttypes.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/consumer_state.h"
#include "daemon/kafka/producer_state.h"
#include "daemon/kafka/retry_notice.h"
#include "daemon/kafka/start.h"
#include "daemon/kafka/transaction_state.h"
#include "daemon/kafka/trouble.h"

enum {
    // Long enough for a coordinator that is being made, short enough for an
    // end of the worker to be noticed.
    INIT_TIMEOUT_MS = 1000,
    LOCATE_TIMEOUT_MS = 1000,
    PARTING_TIMEOUT_MS = 2000,  // for an abort before the worker stops
    PAUSE_NS = 100 * 1000 * 1000,
    REASON_BYTES = 512,
};

static const char COMPONENT[] = "transaction";

// Only inside of gz_client_enter(), like all that uses log or configuration:
// they may be gone when the worker did not wait for us.
static void say(struct gz_transaction *t, const char *what, const char *why)
{
    gz_log_info(t->log, COMPONENT, "%s: %s: %s", t->producer->client.name, what,
                why);
}

// The same of a call that may be done again and again.
static void say_of_try(struct gz_transaction *t, struct gz_retry_notice *notice,
                       const char *what, const char *why)
{
    const int64_t now_us = gz_clock_monotonic_us(&gz_clock_system);
    switch (gz_retry_notice_fail(notice, now_us)) {
    case GZ_RETRY_FIRST:
        say(t, what, why);
        break;
    case GZ_RETRY_STILL:
        gz_log_warning(t->log, COMPONENT,
                       "%s: nothing could be published for %" PRId64
                       " s: %s: %s; the logs of the brokers should say more; "
                       "trying again",
                       t->producer->client.name,
                       gz_retry_notice_seconds(notice, now_us), what, why);
        break;
    case GZ_RETRY_SILENT:
        break;
    }
}

static void pause_before_next(void)
{
    static const struct timespec pause = {0, PAUSE_NS};
    (void)nanosleep(&pause, NULL);
}

static enum gz_port_answer stop(struct gz_transaction *t, int code,
                                const char *reason)
{
    char text[REASON_BYTES];

    gz_trouble_describe(text, sizeof(text), code, reason,
                        t->producer->client.config);
    (void)gz_error_set(&t->problem, gz_trouble_status(gz_trouble_of(code)),
                       "%s", text);
    return GZ_PORT_STOP;
}

// Set the answer to an error of a call.  True: the same call again.  A fenced
// member does not stop the worker: offsets that wait for a broker while our
// session ends and we join again are refused like those of a twin.  Of a real
// twin the consumer hears.
static bool judge(struct gz_transaction *t, const rd_kafka_error_t *error,
                  struct gz_retry_notice *notice, const char *what)
{
    rd_kafka_t *rk = t->producer->rk;
    const bool fatal = rd_kafka_error_is_fatal(error) != 0;
    const rd_kafka_resp_err_t cause = rd_kafka_fatal_error(rk, NULL, 0);
    const rd_kafka_resp_err_t code =
        fatal && cause != RD_KAFKA_RESP_ERR_NO_ERROR
            ? cause
            : rd_kafka_error_code(error);
    bool again = false;

    if (gz_trouble_lasts(code)) {
        t->answer = stop(t, code, rd_kafka_error_string(error));
    } else if (fatal) {
        t->producer->cause = code;
        t->answer = GZ_PORT_RENEW_NEEDED;
    } else if (rd_kafka_error_txn_requires_abort(error)) {
        t->answer = GZ_PORT_ABORT_NEEDED;
    } else {
        t->answer = GZ_PORT_RENEW_NEEDED;
        again = rd_kafka_error_is_retriable(error) != 0;
    }
    say_of_try(t, notice, what, rd_kafka_error_string(error));
    return again && !atomic_load(&t->leaving);
}

static bool once_more(struct gz_transaction *t, rd_kafka_error_t *error,
                      struct gz_retry_notice *notice, const char *what)
{
    struct gz_client *client = &t->producer->client;

    t->answer = GZ_PORT_RENEW_NEEDED;  // should nobody listen any more
    const bool again = gz_client_enter(client) && judge(t, error, notice, what);
    gz_client_exit(client);
    rd_kafka_error_destroy(error);
    return again;
}

// Whether the call succeeded, after as many tries as it takes; the answer is
// set in any case.
static bool insist(struct gz_transaction *t,
                   rd_kafka_error_t *(*call)(struct gz_transaction *t),
                   const char *what)
{
    struct gz_retry_notice notice = {0, 0};
    for (;;) {
        rd_kafka_error_t *error = call(t);
        if (error == NULL) {
            t->answer = GZ_PORT_DONE;
            return true;
        }
        if (!once_more(t, error, &notice, what)) {
            return false;
        }
        pause_before_next();
    }
}

static rd_kafka_error_t *init(struct gz_transaction *t)
{
    return rd_kafka_init_transactions(t->producer->rk, INIT_TIMEOUT_MS);
}

static rd_kafka_error_t *send_offsets(struct gz_transaction *t)
{
    atomic_store(&t->offering, true);
    rd_kafka_error_t *error = rd_kafka_send_offsets_to_transaction(
        t->producer->rk, t->offsets, t->member, -1);
    atomic_store(&t->offering, false);
    return error;
}

static rd_kafka_error_t *commit(struct gz_transaction *t)
{
    return rd_kafka_commit_transaction(t->producer->rk, -1);
}

static rd_kafka_error_t *abort_it(struct gz_transaction *t)
{
    return rd_kafka_abort_transaction(t->producer->rk, -1);
}

// Initialising aborts what a dead producer of our name left open, or waits
// for a commit of it that was under way, and fences whatever it still sends.
void gz_transaction_run_renew(void *ctx)
{
    struct gz_transaction *t = ctx;
    struct gz_client *client = &t->producer->client;

    gz_producer_close(t->producer);
    t->answer = GZ_PORT_STOP;
    if (gz_client_enter(client) &&
        gz_producer_open(t->producer, &t->problem) == GZ_OK) {
        t->answer = GZ_PORT_DONE;
    }
    gz_client_exit(client);
    if (t->answer == GZ_PORT_DONE && t->producer->transactional) {
        (void)insist(t, init, "making a producer with transactions");
    }
}

// The worker stops, and nobody should have to wait for the transaction to
// time out.
static void part(struct gz_transaction *t)
{
    rd_kafka_error_destroy(
        rd_kafka_abort_transaction(t->producer->rk, PARTING_TIMEOUT_MS));
}

static enum gz_port_answer too_old(struct gz_transaction *t)
{
    (void)gz_error_set(&t->problem, GZ_MISMATCH,
                       "the broker is too old for exactly-once delivery: "
                       "Kafka 2.5 or newer is needed; or write "
                       "`delivery: at-least-once`");
    return GZ_PORT_STOP;
}

void gz_transaction_run_end(void *ctx)
{
    struct gz_transaction *t = ctx;

    if (t->lost) {
        t->answer = GZ_PORT_ABORT_NEEDED;
        return;
    }
    if (insist(t, send_offsets, "putting offsets into a transaction")) {
        if (gz_requests_unfenced(&t->producer->requests)) {
            t->answer = too_old(t);
        } else {
            (void)insist(t, commit, "committing a transaction");
        }
    }
    if (t->answer == GZ_PORT_STOP) {
        part(t);
    }
}

// Whether a person has to mend what made the transaction fail.  Records that
// were never sent because their partition was refused only say that they were
// thrown away; were that aborted and done again, it would be so for ever.  The
// cause is what beginning answers while a failed transaction is open.
static bool hopeless(struct gz_transaction *t)
{
    struct gz_client *client = &t->producer->client;
    rd_kafka_error_t *error = rd_kafka_begin_transaction(t->producer->rk);
    const int code = rd_kafka_error_code(error);
    const bool found = gz_trouble_lasts(code);

    if (found && gz_client_enter(client)) {
        t->answer = stop(t, code, rd_kafka_error_string(error));
    }
    if (found) {
        gz_client_exit(client);
    }
    rd_kafka_error_destroy(error);
    return found;
}

void gz_transaction_run_abort(void *ctx)
{
    struct gz_transaction *t = ctx;

    if (hopeless(t)) {
        part(t);
        return;
    }
    if (!insist(t, abort_it, "aborting a transaction") &&
        t->answer == GZ_PORT_ABORT_NEEDED) {
        t->answer = GZ_PORT_RENEW_NEEDED;
    }
}

static void take_offset(const rd_kafka_topic_partition_list_t *list,
                        struct gz_position *p)
{
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *found = &list->elems[i];
        if (found->partition == p->partition) {
            p->offset = found->offset;
            p->attempts = gz_start_attempts(found);
        }
    }
}

static bool locate_again(struct gz_transaction *t, rd_kafka_resp_err_t code)
{
    struct gz_client *client = &t->producer->client;
    bool again = false;

    if (gz_client_enter(client)) {
        say(t, "asking for committed offsets", rd_kafka_err2str(code));
        again = !gz_trouble_lasts(code);
        if (!again) {
            t->answer = stop(t, code, NULL);
        }
    }
    gz_client_exit(client);
    return again && !atomic_load(&t->leaving);
}

// Offsets that a transaction is about to change are waited for by the library,
// because the consumer reads committed records only.
void gz_transaction_run_locate(void *ctx)
{
    struct gz_transaction *t = ctx;
    rd_kafka_resp_err_t code;

    while ((code = gz_start_committed(t->consumer->rk, t->offsets,
                                      LOCATE_TIMEOUT_MS)) !=
           RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (!locate_again(t, code)) {
            return;
        }
        pause_before_next();
    }
    for (size_t i = 0; i < t->count; i++) {
        take_offset(t->offsets, &t->positions[i]);
    }
    t->answer = GZ_PORT_DONE;
}
