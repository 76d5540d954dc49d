// Signals are not for the thread, its own faults are, and the caller keeps the
// mask that it had; it is found by its name; who gives way does so with all
// that it starts.

#include "daemon/base/thread.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/check.h"

static const struct {
    int signal;
    bool blocked;
} signals[] = {
    {SIGTERM, true}, {SIGINT, true},  {SIGHUP, true},   {SIGCHLD, true},
    {SIGUSR1, true}, {SIGPIPE, true}, {SIGSEGV, false}, {SIGBUS, false},
    {SIGFPE, false}, {SIGILL, false}, {SIGTRAP, false},
};

static void *look(void *ctx)
{
    sigset_t *mask = ctx;

    (void)pthread_sigmask(SIG_SETMASK, NULL, mask);
    return mask;
}

static void check_from(const sigset_t *caller)
{
    pthread_t thread;
    sigset_t mask;
    sigset_t after;
    void *result = NULL;

    CHECK_EQ(pthread_sigmask(SIG_SETMASK, caller, NULL), 0);
    CHECK_OK(gz_thread_start(&thread, "looks", look, &mask, NULL));
    CHECK_EQ(pthread_sigmask(SIG_SETMASK, NULL, &after), 0);
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == &mask);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        CHECK_EQ(sigismember(&mask, signals[i].signal), signals[i].blocked);
        CHECK_EQ(sigismember(&after, signals[i].signal),
                 sigismember(caller, signals[i].signal));
    }
}

static void *find_policy(void *ctx)
{
    *(int *)ctx = sched_getscheduler(0);
    return NULL;
}

static void *wait_for_name(void *ctx)
{
    char name[16] = "";
    for (int i = 0; i < 1000 && strcmp(name, "named") != 0; i++) {
        CHECK_EQ(pthread_getname_np(pthread_self(), name, sizeof(name)), 0);
        usleep(1000);
    }
    return strcmp(name, "named") == 0 ? ctx : NULL;
}

static void test_name(void)
{
    pthread_t thread;
    void *result = NULL;

    CHECK_OK(gz_thread_start(&thread, "named", wait_for_name, &thread, NULL));
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == &thread);
}

static void test_give_way(void)
{
    pthread_t thread;
    int policy = -1;

    CHECK_EQ(sched_getscheduler(0), SCHED_OTHER);
    gz_thread_give_way();
    CHECK_EQ(sched_getscheduler(0), SCHED_BATCH);
    CHECK_OK(gz_thread_start(&thread, "policy", find_policy, &policy, NULL));
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(policy, SCHED_BATCH);
}

int main(void)
{
    sigset_t caller;

    CHECK_EQ(sigemptyset(&caller), 0);
    check_from(&caller);
    CHECK_EQ(sigaddset(&caller, SIGHUP), 0);
    check_from(&caller);
    test_name();
    test_give_way();
    return 0;
}
