// See mock_transactions.h.  What is remembered is global: the linker's --wrap
// leaves no place to pass an argument.

#include "tests/support/mock_transactions.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BROKER = 1, COMMIT_OFFSETS = 28, FENCED_VERSION = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static rd_kafka_topic_partition_list_t *pending;  // of the open transaction
static rd_kafka_topic_partition_list_t *kept;
static size_t located;
static rd_kafka_interceptor_f_on_request_sent_t *on_sent;

static struct armed {
    rd_kafka_mock_cluster_t *cluster;
    const struct gz_mock_fault *faults;
    size_t count;
    pthread_t by;
} armed;

void gz_mock_fault_now(rd_kafka_mock_cluster_t *cluster,
                       const struct gz_mock_fault *fault)
{
    for (size_t i = 0; i < fault->times; i++) {
        (void)rd_kafka_mock_broker_push_request_error_rtts(
            cluster, BROKER, fault->key, 1, (rd_kafka_resp_err_t)fault->code,
            0);
    }
}

void gz_mock_fault_on_publish(rd_kafka_mock_cluster_t *cluster,
                              const struct gz_mock_fault *faults, size_t count)
{
    (void)pthread_mutex_lock(&lock);
    armed = (struct armed){cluster, faults, count, pthread_self()};
    (void)pthread_mutex_unlock(&lock);
}

static void fire(void)
{
    (void)pthread_mutex_lock(&lock);
    if (armed.count > 0 && !pthread_equal(armed.by, pthread_self())) {
        for (size_t i = 0; i < armed.count; i++) {
            gz_mock_fault_now(armed.cluster, &armed.faults[i]);
        }
        armed.count = 0;
    }
    (void)pthread_mutex_unlock(&lock);
}

size_t gz_mock_fault_left(rd_kafka_mock_cluster_t *cluster,
                          const struct gz_mock_fault *fault)
{
    size_t left = 0;

    (void)pthread_mutex_lock(&lock);
    const bool waits = armed.count > 0;
    (void)pthread_mutex_unlock(&lock);
    if (waits) {
        return fault->times;
    }
    (void)rd_kafka_mock_broker_error_stack_cnt(cluster, BROKER, fault->key,
                                               &left);
    return left;
}

size_t gz_mock_times_located(void)
{
    (void)pthread_mutex_lock(&lock);
    const size_t n = located;
    (void)pthread_mutex_unlock(&lock);
    return n;
}

static void forget(rd_kafka_topic_partition_list_t **list)
{
    if (*list != NULL) {
        rd_kafka_topic_partition_list_destroy(*list);
        *list = NULL;
    }
}

// librdkafka frees the metadata with the list.
static void put(rd_kafka_topic_partition_t *to,
                const rd_kafka_topic_partition_t *from)
{
    to->offset = from->offset;
    free(to->metadata);
    to->metadata = NULL;
    to->metadata_size = 0;
    if (from->metadata_size > 0) {
        to->metadata = malloc(from->metadata_size);
        if (to->metadata != NULL) {
            memcpy(to->metadata, from->metadata, from->metadata_size);
            to->metadata_size = from->metadata_size;
        }
    }
}

static void keep(const rd_kafka_topic_partition_list_t *offsets)
{
    if (kept == NULL) {
        kept = rd_kafka_topic_partition_list_new(offsets->cnt);
    }
    for (int i = 0; i < offsets->cnt; i++) {
        const rd_kafka_topic_partition_t *from = &offsets->elems[i];
        rd_kafka_topic_partition_t *to = rd_kafka_topic_partition_list_find(
            kept, from->topic, from->partition);
        if (to == NULL) {
            to = rd_kafka_topic_partition_list_add(kept, from->topic,
                                                   from->partition);
        }
        put(to, from);
    }
}

static void recall(rd_kafka_topic_partition_list_t *offsets)
{
    for (int i = 0; kept != NULL && i < offsets->cnt; i++) {
        rd_kafka_topic_partition_t *to = &offsets->elems[i];
        const rd_kafka_topic_partition_t *from =
            rd_kafka_topic_partition_list_find(kept, to->topic, to->partition);
        if (from != NULL && to->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            put(to, from);
        }
    }
}

// These names are the linker's choice.
// NOLINTBEGIN(bugprone-reserved-identifier)
char *__wrap_rd_kafka_clusterid(rd_kafka_t *rk, int timeout_ms);
rd_kafka_error_t *__real_rd_kafka_produceva(rd_kafka_t *rk,
                                            const rd_kafka_vu_t *vus,
                                            size_t count);
rd_kafka_error_t *__wrap_rd_kafka_produceva(rd_kafka_t *rk,
                                            const rd_kafka_vu_t *vus,
                                            size_t count);
rd_kafka_error_t *__real_rd_kafka_send_offsets_to_transaction(
    rd_kafka_t *rk, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *member, int timeout_ms);
rd_kafka_error_t *__wrap_rd_kafka_send_offsets_to_transaction(
    rd_kafka_t *rk, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *member, int timeout_ms);
rd_kafka_error_t *__real_rd_kafka_begin_transaction(rd_kafka_t *rk);
rd_kafka_error_t *__wrap_rd_kafka_begin_transaction(rd_kafka_t *rk);
rd_kafka_error_t *__real_rd_kafka_commit_transaction(rd_kafka_t *rk,
                                                     int timeout_ms);
rd_kafka_error_t *__wrap_rd_kafka_commit_transaction(rd_kafka_t *rk,
                                                     int timeout_ms);
rd_kafka_resp_err_t __real_rd_kafka_committed(
    rd_kafka_t *rk, rd_kafka_topic_partition_list_t *offsets, int timeout_ms);
rd_kafka_resp_err_t __wrap_rd_kafka_committed(
    rd_kafka_t *rk, rd_kafka_topic_partition_list_t *offsets, int timeout_ms);
rd_kafka_resp_err_t __real_rd_kafka_interceptor_add_on_request_sent(
    rd_kafka_t *rk, const char *name,
    rd_kafka_interceptor_f_on_request_sent_t *call, void *opaque);
rd_kafka_resp_err_t __wrap_rd_kafka_interceptor_add_on_request_sent(
    rd_kafka_t *rk, const char *name,
    rd_kafka_interceptor_f_on_request_sent_t *call, void *opaque);

char *__wrap_rd_kafka_clusterid(rd_kafka_t *rk, int timeout_ms)
{
    (void)rk;
    (void)timeout_ms;
    return NULL;
}

rd_kafka_error_t *__wrap_rd_kafka_produceva(rd_kafka_t *rk,
                                            const rd_kafka_vu_t *vus,
                                            size_t count)
{
    fire();
    return __real_rd_kafka_produceva(rk, vus, count);
}

rd_kafka_error_t *__wrap_rd_kafka_begin_transaction(rd_kafka_t *rk)
{
    (void)pthread_mutex_lock(&lock);
    forget(&pending);
    (void)pthread_mutex_unlock(&lock);
    return __real_rd_kafka_begin_transaction(rk);
}

rd_kafka_error_t *__wrap_rd_kafka_send_offsets_to_transaction(
    rd_kafka_t *rk, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *member, int timeout_ms)
{
    rd_kafka_error_t *error = __real_rd_kafka_send_offsets_to_transaction(
        rk, offsets, member, timeout_ms);

    (void)pthread_mutex_lock(&lock);
    forget(&pending);
    if (error == NULL) {
        pending = rd_kafka_topic_partition_list_copy(offsets);
    }
    (void)pthread_mutex_unlock(&lock);
    return error;
}

rd_kafka_error_t *__wrap_rd_kafka_commit_transaction(rd_kafka_t *rk,
                                                     int timeout_ms)
{
    rd_kafka_error_t *error =
        __real_rd_kafka_commit_transaction(rk, timeout_ms);

    (void)pthread_mutex_lock(&lock);
    if (error == NULL && pending != NULL) {
        keep(pending);
    }
    (void)pthread_mutex_unlock(&lock);
    return error;
}

rd_kafka_resp_err_t __wrap_rd_kafka_committed(
    rd_kafka_t *rk, rd_kafka_topic_partition_list_t *offsets, int timeout_ms)
{
    const rd_kafka_resp_err_t code =
        __real_rd_kafka_committed(rk, offsets, timeout_ms);

    (void)pthread_mutex_lock(&lock);
    located++;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        recall(offsets);
    }
    (void)pthread_mutex_unlock(&lock);
    return code;
}

static rd_kafka_resp_err_t
raise_version(rd_kafka_t *rk, int fd, const char *name, int32_t id, int16_t key,
              int16_t version, int32_t number, size_t size, void *opaque)
{
    if (key == COMMIT_OFFSETS) {
        version = FENCED_VERSION;
    }
    return on_sent(rk, fd, name, id, key, version, number, size, opaque);
}

rd_kafka_resp_err_t __wrap_rd_kafka_interceptor_add_on_request_sent(
    rd_kafka_t *rk, const char *name,
    rd_kafka_interceptor_f_on_request_sent_t *call, void *opaque)
{
    on_sent = call;  // the same function for each producer
    return __real_rd_kafka_interceptor_add_on_request_sent(
        rk, name, raise_version, opaque);
}
// NOLINTEND(bugprone-reserved-identifier)
