#include "daemon/base/job_queue.h"

#include <pthread.h>
#include <sched.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { WAITING = 3, DONE_MAX = 1000, WRITERS = 4, OF_A_WRITER = 200 };

struct job {
    uint32_t number;
    bool holds;  // until the bench lets it go on, or the queue stops
};

struct bench {
    struct gz_job_queue *queue;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool held;  // a job holds
    bool go_on;
    uint32_t done[DONE_MAX];
    uint32_t count;
    uint32_t while_stopping;
};

static void hold(struct bench *b)
{
    b->held = true;
    (void)pthread_cond_broadcast(&b->changed);
    while (!b->go_on && !gz_job_queue_stopping(b->queue)) {
        (void)pthread_mutex_unlock(&b->lock);
        (void)sched_yield();
        (void)pthread_mutex_lock(&b->lock);
    }
    b->held = false;
    b->go_on = false;
}

static void work(void *ctx, void *arg)
{
    struct bench *b = ctx;
    const struct job *job = arg;

    (void)pthread_mutex_lock(&b->lock);
    if (job->holds) {
        hold(b);
    }
    CHECK(b->count < DONE_MAX);
    b->done[b->count++] = job->number;
    b->while_stopping += gz_job_queue_stopping(b->queue);
    (void)pthread_cond_broadcast(&b->changed);
    (void)pthread_mutex_unlock(&b->lock);
}

static void open_bench(struct bench *b)
{
    const struct gz_job_queue_options options = {
        .job_bytes = sizeof(struct job),
        .waiting = WAITING,
        .work = work,
        .ctx = b,
    };

    *b = (struct bench){.count = 0};
    (void)pthread_mutex_init(&b->lock, NULL);
    (void)pthread_cond_init(&b->changed, NULL);
    CHECK_OK(gz_job_queue_new(&options, &b->queue, NULL));
    CHECK(!gz_job_queue_stopping(b->queue));
}

static void close_bench(struct bench *b)
{
    gz_job_queue_free(b->queue);
    (void)pthread_cond_destroy(&b->changed);
    (void)pthread_mutex_destroy(&b->lock);
}

static bool put(struct bench *b, uint32_t number, bool holds)
{
    const struct job job = {number, holds};

    return gz_job_queue_put(b->queue, &job);
}

static void wait_held(struct bench *b)
{
    (void)pthread_mutex_lock(&b->lock);
    while (!b->held) {
        (void)pthread_cond_wait(&b->changed, &b->lock);
    }
    (void)pthread_mutex_unlock(&b->lock);
}

static void wait_done(struct bench *b, uint32_t count)
{
    (void)pthread_mutex_lock(&b->lock);
    b->go_on = true;
    while (b->count < count) {
        (void)pthread_cond_wait(&b->changed, &b->lock);
    }
    (void)pthread_mutex_unlock(&b->lock);
}

// The ring goes round: its ends lie elsewhere each time.
static void test_order_and_limit(void)
{
    struct bench b;

    open_bench(&b);
    for (uint32_t round = 0; round < 5; round++) {
        const uint32_t first = round * (WAITING + 1);
        CHECK(put(&b, first, true));
        wait_held(&b);
        for (uint32_t i = 1; i <= WAITING; i++) {
            CHECK(put(&b, first + i, false));
        }
        CHECK(!put(&b, 999, false));
        wait_done(&b, first + WAITING + 1);
    }
    close_bench(&b);
    CHECK_EQ(b.count, 5 * (WAITING + 1));
    for (uint32_t i = 0; i < b.count; i++) {
        CHECK_EQ(b.done[i], i);
    }
    CHECK_EQ(b.while_stopping, 0);
}

// What waits is done, and told that there is no time.
static void test_stop(void)
{
    struct bench b;

    open_bench(&b);
    CHECK(put(&b, 0, true));
    wait_held(&b);
    CHECK(put(&b, 1, false));
    CHECK(put(&b, 2, false));
    gz_job_queue_stop(b.queue);
    CHECK(gz_job_queue_stopping(b.queue));
    CHECK_EQ(b.count, 3);
    CHECK_EQ(b.while_stopping, 3);
    CHECK_EQ(b.done[2], 2);
    CHECK(!put(&b, 3, false));
    gz_job_queue_stop(b.queue);
    close_bench(&b);
    CHECK_EQ(b.count, 3);
}

static void *write_many(void *ctx)
{
    struct bench *b = ctx;

    for (uint32_t i = 0; i < OF_A_WRITER; i++) {
        while (!put(b, i, false)) {
            (void)sched_yield();
        }
    }
    return NULL;
}

static void test_many_writers(void)
{
    struct bench b;
    pthread_t writers[WRITERS];
    uint32_t times[OF_A_WRITER] = {0};

    open_bench(&b);
    for (int i = 0; i < WRITERS; i++) {
        CHECK_EQ(pthread_create(&writers[i], NULL, write_many, &b), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        CHECK_EQ(pthread_join(writers[i], NULL), 0);
    }
    close_bench(&b);
    CHECK_EQ(b.count, WRITERS * OF_A_WRITER);
    for (uint32_t i = 0; i < b.count; i++) {
        times[b.done[i]]++;
    }
    for (uint32_t i = 0; i < OF_A_WRITER; i++) {
        CHECK_EQ(times[i], WRITERS);
    }
}

static void test_no_memory(void)
{
    const struct gz_job_queue_options options = {
        .job_bytes = sizeof(struct job), .waiting = WAITING, .work = work};
    enum gz_status st = GZ_NO_MEMORY;

    for (long n = 1; st != GZ_OK; n++) {
        struct gz_job_queue *queue = NULL;
        gz_alloc_fail_at(n);
        st = gz_job_queue_new(&options, &queue, NULL);
        CHECK_EQ(st, gz_alloc_failed() ? GZ_NO_MEMORY : GZ_OK);
        CHECK_EQ(queue != NULL, st == GZ_OK);
        gz_alloc_fail_at(0);
        gz_job_queue_free(queue);
    }
}

int main(void)
{
    test_order_and_limit();
    test_stop();
    test_many_writers();
    test_no_memory();
    gz_job_queue_stop(NULL);
    gz_job_queue_free(NULL);
    return 0;
}
