#include "daemon/base/thread.h"

#include <sched.h>
#include <signal.h>

// Faults come to the thread that makes them, and blocked ones are undefined.
static void fill(sigset_t *set)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};

    (void)sigfillset(set);
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        (void)sigdelset(set, faults[i]);
    }
}

// A mask is inherited: set before, so that there is no moment without it.
enum gz_status gz_thread_start(pthread_t *out, const char *name,
                               gz_thread_fn *fn, void *ctx,
                               struct gz_error *err)
{
    sigset_t others;
    sigset_t before;

    fill(&others);
    (void)pthread_sigmask(SIG_SETMASK, &others, &before);
    const int code = pthread_create(out, NULL, fn, ctx);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code != 0) {
        return gz_error_errno(err, code, "cannot start a thread");
    }
    // That of the process stays where the system does not let us.
    (void)pthread_setname_np(*out, name);
    return GZ_OK;
}

void gz_thread_give_way(void)
{
    const struct sched_param param = {0};

    (void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &param);
}
