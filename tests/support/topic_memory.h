#ifndef GZ_TEST_TOPIC_MEMORY_H
#define GZ_TEST_TOPIC_MEMORY_H

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/notify/topic_port.h"

/*
 * A topic in memory behind topic_port.h: records are numbers, their keys what
 * the number's last digit says, their offsets have holes where Kafka would
 * keep markers of transactions.  Any thread may write.
 */
#define TOPIC_PARTITIONS 3
#define TOPIC_ROOM 200000

struct topic_memory {
    pthread_mutex_t lock;
    pthread_cond_t grown;
    int64_t low[TOPIC_PARTITIONS];
    int64_t high[TOPIC_PARTITIONS];
    int *values[TOPIC_PARTITIONS];  // -1: a hole
    bool away;                      // opening fails
    int breaks;  // so many calls of next fail, then readers are opened anew
};

struct topic_reader {
    struct topic_memory *topic;
    int64_t next[TOPIC_PARTITIONS];
    bool told[TOPIC_PARTITIONS];  // the end
    char key[16];
    char value[32];
};

static inline void topic_init(struct topic_memory *t)
{
    *t = (struct topic_memory){.breaks = 0};
    (void)pthread_mutex_init(&t->lock, NULL);
    (void)pthread_cond_init(&t->grown, NULL);
    for (int p = 0; p < TOPIC_PARTITIONS; p++) {
        t->values[p] = calloc(TOPIC_ROOM, sizeof(int));
    }
}

static inline void topic_fini(struct topic_memory *t)
{
    for (int p = 0; p < TOPIC_PARTITIONS; p++) {
        free(t->values[p]);
    }
    (void)pthread_cond_destroy(&t->grown);
    (void)pthread_mutex_destroy(&t->lock);
}

static inline void topic_put(struct topic_memory *t, int p, int value)
{
    assert(t->high[p] < TOPIC_ROOM);
    t->values[p][t->high[p]++] = value;
}

// Every fifth record is followed by a hole.
static inline void topic_write(struct topic_memory *t, int value)
{
    (void)pthread_mutex_lock(&t->lock);
    topic_put(t, value % TOPIC_PARTITIONS, value);
    if (value % 5 == 4) {
        topic_put(t, value % TOPIC_PARTITIONS, -1);
    }
    (void)pthread_cond_broadcast(&t->grown);
    (void)pthread_mutex_unlock(&t->lock);
}

static inline void topic_forget(struct topic_memory *t, int p, int64_t low)
{
    (void)pthread_mutex_lock(&t->lock);
    t->low[p] = low;
    (void)pthread_mutex_unlock(&t->lock);
}

static inline enum gz_status topic_open(void *ctx, void **reader,
                                        struct gz_error *err)
{
    struct topic_memory *t = ctx;
    struct topic_reader *r = NULL;

    (void)pthread_mutex_lock(&t->lock);
    const bool away = t->away;
    (void)pthread_mutex_unlock(&t->lock);
    if (!away) {
        r = calloc(1, sizeof(*r));
    }
    *reader = r;
    if (r == NULL) {
        return gz_error_set(err, GZ_UNAVAILABLE, "nobody answers");
    }
    r->topic = t;
    return GZ_OK;
}

static inline void topic_close(void *reader)
{
    free(reader);
}

static inline uint32_t topic_partitions(const void *reader)
{
    (void)reader;
    return TOPIC_PARTITIONS;
}

static inline enum gz_status topic_bounds(void *reader, int64_t *low,
                                          int64_t *high, struct gz_error *err)
{
    const struct topic_reader *r = reader;

    (void)err;
    (void)pthread_mutex_lock(&r->topic->lock);
    memcpy(low, r->topic->low, sizeof(r->topic->low));
    memcpy(high, r->topic->high, sizeof(r->topic->high));
    (void)pthread_mutex_unlock(&r->topic->lock);
    return GZ_OK;
}

// Offsets are times here.
static inline enum gz_status topic_at_time(void *reader, int64_t since_ms,
                                           int64_t *offsets,
                                           struct gz_error *err)
{
    const struct topic_reader *r = reader;

    (void)err;
    (void)pthread_mutex_lock(&r->topic->lock);
    for (int p = 0; p < TOPIC_PARTITIONS; p++) {
        const int64_t high = r->topic->high[p];
        offsets[p] = since_ms < high ? since_ms : high;
    }
    (void)pthread_mutex_unlock(&r->topic->lock);
    return GZ_OK;
}

static inline enum gz_status topic_seek(void *reader, const int64_t *next,
                                        struct gz_error *err)
{
    struct topic_reader *r = reader;

    (void)err;
    memcpy(r->next, next, sizeof(r->next));
    memset(r->told, 0, sizeof(r->told));
    return GZ_OK;
}

// One partition's next item; under the lock.
static inline bool topic_step(struct topic_reader *r, int p,
                              struct gz_topic_item *out)
{
    const struct topic_memory *t = r->topic;

    if (r->next[p] < 0) {
        return false;
    }
    *out = (struct gz_topic_item){.record = {.partition = p}};
    while (r->next[p] < t->high[p] && r->next[p] >= t->low[p]) {
        const int value = t->values[p][r->next[p]++];
        r->told[p] = false;
        if (value >= 0) {
            snprintf(r->key, sizeof(r->key), "k%d", value % 10);
            snprintf(r->value, sizeof(r->value), "%d", value);
            out->record.offset = r->next[p] - 1;
            out->record.key = gz_str_z(r->key);
            out->record.value = gz_str_z(r->value);
            return true;
        }
    }
    out->record.offset = r->next[p];
    out->kind = r->next[p] < t->low[p] ? GZ_TOPIC_LOST : GZ_TOPIC_END;
    const bool news = !r->told[p];
    r->told[p] = true;
    return news;
}

static inline enum gz_status topic_next(void *reader, int timeout_ms,
                                        struct gz_topic_item *out,
                                        struct gz_error *err)
{
    struct topic_reader *r = reader;
    struct topic_memory *t = r->topic;
    struct timespec until;
    enum gz_status st = GZ_NOT_FOUND;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += timeout_ms * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    (void)pthread_mutex_lock(&t->lock);
    for (bool waited = false; st == GZ_NOT_FOUND; waited = true) {
        if (t->breaks > 0) {
            t->breaks--;
            st = gz_error_set(err, GZ_UNAVAILABLE, "the connection broke");
            break;
        }
        for (int p = 0; p < TOPIC_PARTITIONS && st != GZ_OK; p++) {
            st = topic_step(r, p, out) ? GZ_OK : GZ_NOT_FOUND;
        }
        if (st == GZ_OK || waited ||
            pthread_cond_timedwait(&t->grown, &t->lock, &until) != 0) {
            break;
        }
    }
    (void)pthread_mutex_unlock(&t->lock);
    return st;
}

static inline struct gz_topic_port topic_port(struct topic_memory *t)
{
    return (struct gz_topic_port){
        .open = topic_open,
        .close = topic_close,
        .partitions = topic_partitions,
        .bounds = topic_bounds,
        .at_time = topic_at_time,
        .seek = topic_seek,
        .next = topic_next,
        .ctx = t,
    };
}

#endif
