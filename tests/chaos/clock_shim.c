// Preloaded into a daemon: its wall clock is off by what a file says, and may
// be moved while it runs.  The file holds nanoseconds, a 64-bit integer; its
// path is in CHAOS_CLOCK.
//
// The monotonic clock is the machine's own, as when somebody sets the time.
// A wait until a moment of the wall clock ends when the moved clock reaches
// it, as in the kernel: so a clock set back makes it longer.  Covered: what
// goes through libc's functions; a program that makes system calls by itself
// (libev asks for the time in this way) sees the real time.

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

enum { SECOND_NS = 1000000000, SLICE_NS = 20000000 };

// Moments before this one, in 1990, are of the monotonic clock.
static const int64_t wall_from_s = 631152000;

static const volatile int64_t *offset_ns;

__attribute__((constructor)) static void map_offset(void)
{
    const char *path = getenv("CHAOS_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *page =
            mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
        offset_ns = page == MAP_FAILED ? NULL : page;
        close(file);
    }
}

static struct timespec moved(struct timespec t, int64_t by_ns)
{
    int64_t ns = (int64_t)t.tv_sec * SECOND_NS + t.tv_nsec + by_ns;
    return (struct timespec){ns / SECOND_NS, ns % SECOND_NS};
}

static int real_clock(clockid_t clock, struct timespec *out)
{
    return (int)syscall(SYS_clock_gettime, clock, out);
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    int status = real_clock(clock, out);
    int wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    if (status == 0 && wall && offset_ns) {
        *out = moved(*out, *offset_ns);
    }
    return status;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *out = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) {
        *out = now.tv_sec;
    }
    return now.tv_sec;
}

int timespec_get(struct timespec *out, int base)
{
    return clock_gettime(CLOCK_REALTIME, out) == 0 ? base : 0;
}

static int before(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

// The real moment to wait for now: a slice ahead, or the end if that is
// nearer; *last tells that it is the end.
static struct timespec next_slice(const struct timespec *end, int *last)
{
    struct timespec now, slice, real_end = moved(*end, -*offset_ns);
    real_clock(CLOCK_REALTIME, &now);
    slice = moved(now, SLICE_NS);
    *last = before(real_end, slice);
    return *last ? real_end : slice;
}

// Where libc has a function: POSIX's way, which ISO C has no words for.
static void find(void *function, const char *name)
{
    *(void **)function = dlsym(RTLD_NEXT, name);
}

int pthread_cond_timedwait(pthread_cond_t *restrict cond,
                           pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict end)
{
    int (*wait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    find(&wait, "pthread_cond_timedwait");
    if (!offset_ns || end->tv_sec < wall_from_s) {
        return wait(cond, mutex, end);
    }
    for (;;) {
        int last;
        struct timespec slice = next_slice(end, &last);
        int status = wait(cond, mutex, &slice);
        if (status != ETIMEDOUT || last) {
            return status;
        }
    }
}

int cnd_timedwait(cnd_t *restrict cond, mtx_t *restrict mutex,
                  const struct timespec *restrict end)
{
    int (*wait)(cnd_t *, mtx_t *, const struct timespec *);
    find(&wait, "cnd_timedwait");
    if (!offset_ns) {
        return wait(cond, mutex, end);
    }
    for (;;) {
        int last;
        struct timespec slice = next_slice(end, &last);
        int status = wait(cond, mutex, &slice);
        if (status != thrd_timedout || last) {
            return status;
        }
    }
}
