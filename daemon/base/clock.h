#ifndef GZ_CLOCK_H
#define GZ_CLOCK_H

#include <stdint.h>

/*
 * Time as an argument: whoever needs it is handed a clock, so a test or a
 * simulation chooses it.  The system clock is gz_clock_system.
 */
struct gz_clock {
    int64_t (*monotonic_us)(void *ctx);  // never goes back
    int64_t (*realtime_ms)(void *ctx);   // since 1970-01-01 UTC
    void *ctx;
};

extern const struct gz_clock gz_clock_system;

static inline int64_t gz_clock_monotonic_us(const struct gz_clock *c)
{
    return c->monotonic_us(c->ctx);
}

static inline int64_t gz_clock_realtime_ms(const struct gz_clock *c)
{
    return c->realtime_ms(c->ctx);
}

#endif
