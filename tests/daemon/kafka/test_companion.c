#include "daemon/kafka/companion.h"

#include <poll.h>
#include <stdatomic.h>
#include <time.h>

#include "tests/support/check.h"

// Long enough never to be reached by a job that ends.
static const int64_t LONG_US = INT64_C(60) * 1000000;

// What a job works on: `value` without any lock, as jobs do.
struct work {
    atomic_bool go;
    atomic_bool ended;
    int value;
};

static void pause_a_little(void)
{
    static const struct timespec pause = {0, 1000000};
    (void)nanosleep(&pause, NULL);
}

static void add_one(void *ctx)
{
    ((struct work *)ctx)->value++;
}

static void wait_for_go(void *ctx)
{
    struct work *work = ctx;

    while (!atomic_load(&work->go)) {
        pause_a_little();
    }
    work->value = 7;
    atomic_store(&work->ended, true);
}

static struct gz_companion *make(void)
{
    struct gz_companion *c = NULL;
    struct gz_error err;

    gz_error_init(&err);
    CHECK_OK(gz_companion_new(&c, &err));
    gz_error_fini(&err);
    return c;
}

static bool readable(const struct gz_companion *c, int timeout_ms)
{
    struct pollfd p = {.fd = gz_companion_fd(c), .events = POLLIN};
    return poll(&p, 1, timeout_ms) == 1;
}

static void test_jobs_in_turn(void)
{
    struct gz_companion *c = make();
    struct work work = {.value = 0};

    CHECK(!gz_companion_busy(c));
    CHECK(!gz_companion_wait(c, LONG_US));
    for (int i = 1; i <= 1000; i++) {
        gz_companion_run(c, add_one, &work);
        CHECK(gz_companion_busy(c));
        CHECK(gz_companion_wait(c, LONG_US));
        CHECK(!gz_companion_busy(c));
        CHECK(!gz_companion_wait(c, 0));
        CHECK_EQ(work.value, i);
    }
    CHECK(gz_companion_free(c, 0));
}

static void test_descriptor(void)
{
    struct gz_companion *c = make();
    struct work work = {.value = 0};

    CHECK(!readable(c, 0));
    gz_companion_run(c, add_one, &work);
    CHECK(readable(c, -1));
    CHECK(gz_companion_wait(c, 0));
    CHECK(!readable(c, 0));
    CHECK_EQ(work.value, 1);
    CHECK(gz_companion_free(c, 0));
}

static void test_wait_is_bounded(void)
{
    struct gz_companion *c = make();
    struct work work = {.value = 0};

    gz_companion_run(c, wait_for_go, &work);
    CHECK(!gz_companion_wait(c, 0));
    CHECK(!gz_companion_wait(c, 20000));
    CHECK(gz_companion_busy(c));
    CHECK(!readable(c, 0));
    atomic_store(&work.go, true);
    CHECK(gz_companion_wait(c, LONG_US));
    CHECK_EQ(work.value, 7);
    CHECK(gz_companion_free(c, 0));
}

static void test_free_waits_for_a_job(void)
{
    struct gz_companion *c = make();
    struct work work = {.value = 0};

    atomic_store(&work.go, true);
    gz_companion_run(c, wait_for_go, &work);
    CHECK(gz_companion_free(c, LONG_US));
    CHECK_EQ(work.value, 7);
}

// A job that does not end holds up nobody, and ends on its own some day.
static void test_left_alone(void)
{
    struct gz_companion *c = make();
    struct work work = {.value = 0};

    gz_companion_run(c, wait_for_go, &work);
    CHECK(!gz_companion_free(c, 20000));
    atomic_store(&work.go, true);
    while (!atomic_load(&work.ended)) {
        pause_a_little();
    }
    CHECK_EQ(work.value, 7);
}

int main(void)
{
    test_jobs_in_turn();
    test_descriptor();
    test_wait_is_bounded();
    test_free_waits_for_a_job();
    test_left_alone();
    CHECK(gz_companion_free(NULL, 0));
    return 0;
}
