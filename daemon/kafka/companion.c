#include "daemon/kafka/companion.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/base/thread.h"
#include "daemon/kafka/wakeup.h"

struct gz_companion {
    struct gz_wakeup wakeup;
    pthread_t thread;
    bool busy;  // the owner's: from run until the end is noticed

    pthread_mutex_t lock;  // over all below
    pthread_cond_t changed;
    gz_companion_job *job;  // NULL when there is none to do
    void *ctx;
    bool quit;       // no job comes any more
    bool abandoned;  // and nobody waits for the one there is
};

static void release(struct gz_companion *c)
{
    (void)pthread_cond_destroy(&c->changed);
    (void)pthread_mutex_destroy(&c->lock);
    gz_wakeup_close(&c->wakeup);
    free(c);
}

// The next job, or NULL at the end.
static gz_companion_job *next_job(struct gz_companion *c, void **ctx)
{
    (void)pthread_mutex_lock(&c->lock);
    while (c->job == NULL && !c->quit) {
        (void)pthread_cond_wait(&c->changed, &c->lock);
    }
    gz_companion_job *job = c->job;
    *ctx = c->ctx;
    (void)pthread_mutex_unlock(&c->lock);
    return job;
}

// Whether anybody still waits for it.
static bool end_job(struct gz_companion *c)
{
    (void)pthread_mutex_lock(&c->lock);
    c->job = NULL;
    const bool abandoned = c->abandoned;
    if (!abandoned) {
        gz_wakeup_signal(&c->wakeup);
        (void)pthread_cond_broadcast(&c->changed);
    }
    (void)pthread_mutex_unlock(&c->lock);
    return !abandoned;
}

static void *run(void *arg)
{
    struct gz_companion *c = arg;
    gz_companion_job *job;
    void *ctx;

    while ((job = next_job(c, &ctx)) != NULL) {
        job(ctx);
        if (!end_job(c)) {
            release(c);
            return NULL;
        }
    }
    return NULL;
}

// Waits are for a time on the monotonic clock, which nobody sets.
static void init_lock(struct gz_companion *c)
{
    pthread_condattr_t attr;

    (void)pthread_mutex_init(&c->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&c->changed, &attr);
    (void)pthread_condattr_destroy(&attr);
}

enum gz_status gz_companion_new(struct gz_companion **out, struct gz_error *err)
{
    struct gz_companion *c = calloc(1, sizeof(*c));

    *out = NULL;
    if (c == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    init_lock(c);
    enum gz_status st = gz_wakeup_open(&c->wakeup, err);
    if (st == GZ_OK) {
        st = gz_thread_start(&c->thread, "companion", run, c, err);
    }
    if (st != GZ_OK) {
        release(c);
        return st;
    }
    *out = c;
    return GZ_OK;
}

void gz_companion_run(struct gz_companion *c, gz_companion_job *job, void *ctx)
{
    assert(!c->busy);

    c->busy = true;
    (void)pthread_mutex_lock(&c->lock);
    c->job = job;
    c->ctx = ctx;
    (void)pthread_cond_broadcast(&c->changed);
    (void)pthread_mutex_unlock(&c->lock);
}

bool gz_companion_busy(const struct gz_companion *c)
{
    return c->busy;
}

static struct timespec after(int64_t timeout_us)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    const int64_t ns = t.tv_nsec + timeout_us % 1000000 * 1000;
    t.tv_sec += (time_t)(timeout_us / 1000000 + ns / 1000000000);
    t.tv_nsec = (long)(ns % 1000000000);
    return t;
}

// Called with the lock; whether there is no job (any more).
static bool wait_until(struct gz_companion *c, const struct timespec *end)
{
    int code = 0;

    while (c->job != NULL && code == 0) {
        code = pthread_cond_timedwait(&c->changed, &c->lock, end);
    }
    return c->job == NULL;
}

bool gz_companion_wait(struct gz_companion *c, int64_t timeout_us)
{
    const struct timespec end = after(timeout_us < 0 ? 0 : timeout_us);

    if (!c->busy) {
        return false;
    }
    (void)pthread_mutex_lock(&c->lock);
    const bool ended = wait_until(c, &end);
    (void)pthread_mutex_unlock(&c->lock);
    if (ended) {
        gz_wakeup_clear(&c->wakeup);
        c->busy = false;
    }
    return ended;
}

int gz_companion_fd(const struct gz_companion *c)
{
    return c->wakeup.fd;
}

bool gz_companion_free(struct gz_companion *c, int64_t timeout_us)
{
    if (c == NULL) {
        return true;
    }
    const struct timespec end = after(timeout_us < 0 ? 0 : timeout_us);
    const pthread_t thread = c->thread;

    (void)pthread_mutex_lock(&c->lock);
    const bool ended = wait_until(c, &end);
    c->quit = true;
    c->abandoned = !ended;
    (void)pthread_cond_broadcast(&c->changed);
    (void)pthread_mutex_unlock(&c->lock);
    if (!ended) {
        (void)pthread_detach(thread);
        return false;
    }
    (void)pthread_join(thread, NULL);
    release(c);
    return true;
}
