// The thread sanitizer of gcc 12 follows pthread calls but not those of
// <threads.h>, which librdkafka makes: its threads would crash in it, and its
// locks would not be seen.  Here those calls become pthread calls, which in
// glibc share their objects.  Part of test programs under the tsan preset.

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

_Static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t),
               "a mutex of glibc is the same under both names");
_Static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t),
               "and so is a condition");

struct start {
    thrd_start_t function;
    void *arg;
};

static void *run(void *arg)
{
    const struct start start = *(struct start *)arg;

    free(arg);
    return (void *)(intptr_t)start.function(start.arg);
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *arg)
{
    struct start *start = malloc(sizeof(*start));

    if (start == NULL) {
        return thrd_nomem;
    }
    *start = (struct start){function, arg};
    if (pthread_create(thread, NULL, run, start) != 0) {
        free(start);
        return thrd_error;
    }
    return thrd_success;
}

int thrd_join(thrd_t thread, int *result)
{
    void *value = NULL;

    if (pthread_join(thread, &value) != 0) {
        return thrd_error;
    }
    if (result != NULL) {
        *result = (int)(intptr_t)value;
    }
    return thrd_success;
}

static int translate(int code)
{
    return code == 0 ? thrd_success : thrd_error;
}

int mtx_init(mtx_t *mutex, int type)
{
    pthread_mutexattr_t attr;

    (void)pthread_mutexattr_init(&attr);
    if ((type & mtx_recursive) != 0) {
        (void)pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
    }
    const int code = pthread_mutex_init((pthread_mutex_t *)mutex, &attr);
    (void)pthread_mutexattr_destroy(&attr);
    return translate(code);
}

int mtx_lock(mtx_t *mutex)
{
    return translate(pthread_mutex_lock((pthread_mutex_t *)mutex));
}

int mtx_trylock(mtx_t *mutex)
{
    return pthread_mutex_trylock((pthread_mutex_t *)mutex) == 0 ? thrd_success
                                                                : thrd_busy;
}

int mtx_unlock(mtx_t *mutex)
{
    return translate(pthread_mutex_unlock((pthread_mutex_t *)mutex));
}

void mtx_destroy(mtx_t *mutex)
{
    (void)pthread_mutex_destroy((pthread_mutex_t *)mutex);
}

int cnd_init(cnd_t *condition)
{
    return translate(pthread_cond_init((pthread_cond_t *)condition, NULL));
}

int cnd_signal(cnd_t *condition)
{
    return translate(pthread_cond_signal((pthread_cond_t *)condition));
}

int cnd_broadcast(cnd_t *condition)
{
    return translate(pthread_cond_broadcast((pthread_cond_t *)condition));
}

int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    return translate(pthread_cond_wait((pthread_cond_t *)condition,
                                       (pthread_mutex_t *)mutex));
}

int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
    const int code = pthread_cond_timedwait((pthread_cond_t *)condition,
                                            (pthread_mutex_t *)mutex, until);

    if (code == 0) {
        return thrd_success;
    }
    return code == ETIMEDOUT ? thrd_timedout : thrd_error;
}

void cnd_destroy(cnd_t *condition)
{
    (void)pthread_cond_destroy((pthread_cond_t *)condition);
}
