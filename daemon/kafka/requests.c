#include "daemon/kafka/requests.h"

#include <stdio.h>
#include <sys/socket.h>

#include "daemon/base/clock.h"

static const char NAME[] = "gazetted";

// Keys of the protocol, https://kafka.apache.org/protocol#protocol_api_keys
enum {
    PRODUCE = 0,
    FIND_COORDINATOR = 10,
    ADD_PARTITIONS = 24,
    ADD_OFFSETS = 25,
    END_TRANSACTION = 26,
    COMMIT_OFFSETS = 28,
    FENCED_VERSION = 3,  // of COMMIT_OFFSETS: names member and generation
};

// Those that change a transaction.
static bool changes(int16_t key)
{
    return key == PRODUCE || key == ADD_PARTITIONS || key == ADD_OFFSETS ||
           key == END_TRANSACTION || key == COMMIT_OFFSETS;
}

// A question for a coordinator, and what follows from its answer.
static void note_sent(struct gz_requests *r, int fd, int16_t key)
{
    if (key != FIND_COORDINATOR && key != ADD_OFFSETS &&
        key != COMMIT_OFFSETS) {
        return;
    }
    (void)pthread_mutex_lock(&r->lock);
    r->answered_us = 0;
    if (key == FIND_COORDINATOR) {
        r->lookup_fd = fd;
    }
    (void)pthread_mutex_unlock(&r->lock);
}

static void note_answer(struct gz_requests *r, int16_t key)
{
    if (key == FIND_COORDINATOR) {
        (void)pthread_mutex_lock(&r->lock);
        r->answered_us = gz_clock_monotonic_us(&gz_clock_system);
        (void)pthread_mutex_unlock(&r->lock);
    }
}

static rd_kafka_resp_err_t on_sent(rd_kafka_t *rk, int fd, const char *name,
                                   int32_t id, int16_t key, int16_t version,
                                   int32_t number, size_t size, void *opaque)
{
    struct gz_requests *r = opaque;
    (void)rk;
    (void)name;
    (void)id;
    (void)number;
    (void)size;

    note_sent(r, fd, key);
    if (key == COMMIT_OFFSETS) {
        atomic_store(&r->commit_version, version);
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

// Taken out of the client's queue before all of it was sent: because of the
// time it waited, for an abort, or for a new epoch.
static bool never_sent(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE ||
           code == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
           code == RD_KAFKA_RESP_ERR__RETRY;
}

// Called with an error when no answer is waited for any more: the connection
// broke, or it took too long.  The library tries again by itself, so that
// nobody else hears of it.
static rd_kafka_resp_err_t on_answer(rd_kafka_t *rk, int fd, const char *name,
                                     int32_t id, int16_t key, int16_t version,
                                     int32_t number, size_t size, int64_t rtt,
                                     rd_kafka_resp_err_t code, void *opaque)
{
    struct gz_requests *r = opaque;
    (void)rk;
    (void)fd;
    (void)name;
    (void)id;
    (void)version;
    (void)number;
    (void)size;
    (void)rtt;

    if (code != RD_KAFKA_RESP_ERR_NO_ERROR && !never_sent(code) &&
        changes(key)) {
        atomic_store(&r->lost, true);
    }
    note_answer(r, key);
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t on_new(rd_kafka_t *rk, const rd_kafka_conf_t *conf,
                                  void *opaque, char *text, size_t size)
{
    (void)conf;

    rd_kafka_resp_err_t code =
        rd_kafka_interceptor_add_on_request_sent(rk, NAME, on_sent, opaque);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        code = rd_kafka_interceptor_add_on_response_received(rk, NAME,
                                                             on_answer, opaque);
    }
    snprintf(text, size, "%s", rd_kafka_err2str(code));
    return code;
}

void gz_requests_init(struct gz_requests *r)
{
    (void)pthread_mutex_init(&r->lock, NULL);
    gz_requests_reset(r);
}

void gz_requests_reset(struct gz_requests *r)
{
    (void)pthread_mutex_lock(&r->lock);
    r->lookup_fd = -1;
    r->answered_us = 0;
    (void)pthread_mutex_unlock(&r->lock);
    atomic_store(&r->lost, false);
    atomic_store(&r->commit_version, -1);
}

void gz_requests_watch(rd_kafka_conf_t *conf, struct gz_requests *r)
{
    (void)rd_kafka_conf_interceptor_add_on_new(conf, NAME, on_new, r);
}

void gz_requests_closing(struct gz_requests *r, int fd)
{
    (void)pthread_mutex_lock(&r->lock);
    if (r->lookup_fd == fd) {
        r->lookup_fd = -1;
    }
    (void)pthread_mutex_unlock(&r->lock);
}

// The descriptor stays open, and librdkafka's: it finds the end of the stream.
bool gz_requests_nudge(struct gz_requests *r, int64_t since_us)
{
    (void)pthread_mutex_lock(&r->lock);
    const bool due =
        r->lookup_fd >= 0 && r->answered_us != 0 && r->answered_us < since_us;
    if (due) {
        (void)shutdown(r->lookup_fd, SHUT_RDWR);
        r->lookup_fd = -1;
    }
    (void)pthread_mutex_unlock(&r->lock);
    return due;
}

bool gz_requests_lost(struct gz_requests *r)
{
    return atomic_load(&r->lost);
}

bool gz_requests_unfenced(struct gz_requests *r)
{
    const int version = atomic_load(&r->commit_version);
    return version >= 0 && version < FENCED_VERSION;
}
