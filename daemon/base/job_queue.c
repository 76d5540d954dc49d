#include "daemon/base/job_queue.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/thread.h"

struct gz_job_queue {
    struct gz_job_queue_options options;
    pthread_t thread;
    bool running;          // the owner's
    atomic_bool stopping;  // set with the lock, read without
    pthread_mutex_t lock;  // guards what follows
    pthread_cond_t changed;
    uint32_t first;
    uint32_t count;
    char *jobs;  // a ring of options.waiting, and behind it the one under way
};

static char *place_of(const struct gz_job_queue *q, uint32_t number)
{
    return q->jobs + number * q->options.job_bytes;
}

// The next job, or NULL at the end.
static void *take(struct gz_job_queue *q)
{
    char *out = place_of(q, q->options.waiting);

    (void)pthread_mutex_lock(&q->lock);
    while (q->count == 0 && !gz_job_queue_stopping(q)) {
        (void)pthread_cond_wait(&q->changed, &q->lock);
    }
    const bool found = q->count > 0;
    if (found) {
        memcpy(out, place_of(q, q->first), q->options.job_bytes);
        q->first = (q->first + 1) % q->options.waiting;
        q->count--;
    }
    (void)pthread_mutex_unlock(&q->lock);
    return found ? out : NULL;
}

static void *run(void *arg)
{
    struct gz_job_queue *q = arg;
    void *job;

    while ((job = take(q)) != NULL) {
        q->options.work(q->options.ctx, job);
    }
    return NULL;
}

enum gz_status gz_job_queue_new(const struct gz_job_queue_options *options,
                                struct gz_job_queue **out, struct gz_error *err)
{
    assert(options->waiting > 0 && options->job_bytes > 0);
    struct gz_job_queue *q = calloc(1, sizeof(*q));
    char *jobs = calloc((size_t)options->waiting + 1, options->job_bytes);

    *out = NULL;
    if (q == NULL || jobs == NULL) {
        free(jobs);
        free(q);
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    q->options = *options;
    q->jobs = jobs;
    atomic_init(&q->stopping, false);
    (void)pthread_mutex_init(&q->lock, NULL);
    (void)pthread_cond_init(&q->changed, NULL);
    const enum gz_status st = gz_thread_start(&q->thread, "job", run, q, err);
    q->running = st == GZ_OK;
    if (st != GZ_OK) {
        gz_job_queue_free(q);
        return st;
    }
    *out = q;
    return GZ_OK;
}

bool gz_job_queue_put(struct gz_job_queue *q, const void *job)
{
    (void)pthread_mutex_lock(&q->lock);
    const bool room =
        q->count < q->options.waiting && !gz_job_queue_stopping(q);
    if (room) {
        const uint32_t at = (q->first + q->count) % q->options.waiting;
        memcpy(place_of(q, at), job, q->options.job_bytes);
        q->count++;
        (void)pthread_cond_signal(&q->changed);
    }
    (void)pthread_mutex_unlock(&q->lock);
    return room;
}

bool gz_job_queue_stopping(const struct gz_job_queue *q)
{
    return atomic_load(&q->stopping);
}

void gz_job_queue_stop(struct gz_job_queue *q)
{
    if (q == NULL || !q->running) {
        return;
    }
    (void)pthread_mutex_lock(&q->lock);
    atomic_store(&q->stopping, true);
    (void)pthread_cond_broadcast(&q->changed);
    (void)pthread_mutex_unlock(&q->lock);
    (void)pthread_join(q->thread, NULL);
    q->running = false;
}

void gz_job_queue_free(struct gz_job_queue *q)
{
    if (q == NULL) {
        return;
    }
    gz_job_queue_stop(q);
    (void)pthread_cond_destroy(&q->changed);
    (void)pthread_mutex_destroy(&q->lock);
    free(q->jobs);
    free(q);
}
