#include "daemon/base/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t monotonic_us(void *ctx)
{
    struct timespec t;
    (void)ctx;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t realtime_ms(void *ctx)
{
    struct timespec t;
    (void)ctx;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const struct gz_clock gz_clock_system = {
    .monotonic_us = monotonic_us,
    .realtime_ms = realtime_ms,
    .ctx = NULL,
};
