#ifndef GZ_BREAKER_H
#define GZ_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A circuit breaker for one receiver.  After so many failures in a row it
 * opens: nothing is sent for a pause.  Then one attempt goes through as a
 * probe; its success closes the breaker, its failure opens it again for twice
 * the pause, up to GZ_BREAKER_PAUSE_MAX_MS.
 *
 * Pure and clocked: the caller passes monotonic milliseconds.
 */
#define GZ_BREAKER_PAUSE_MAX_MS (INT64_C(10) * 60 * 1000)

enum gz_breaker_state {
    GZ_BREAKER_CLOSED,
    GZ_BREAKER_OPEN,
    GZ_BREAKER_PROBING,  // the probe is on its way
};

struct gz_breaker {
    uint32_t limit;    // failures in a row that open it, at least 1
    int64_t pause_ms;  // the first pause
    // The rest is the breaker's own.
    enum gz_breaker_state state;
    uint32_t failures;  // in a row
    uint32_t openings;  // in a row
    int64_t until_ms;   // no attempt before
};

/** A closed breaker. */
void gz_breaker_init(struct gz_breaker *b, uint32_t limit, int64_t pause_ms);

/** Whether an attempt may start now; asking changes nothing. */
bool gz_breaker_allows(const struct gz_breaker *b, int64_t now_ms);

/** One starts, which was allowed (asserted). */
void gz_breaker_begin(struct gz_breaker *b, int64_t now_ms);

/**
 * One ended.  With several on their way when it opened, what the late ones say
 * counts too: a success closes it.  True when it went from closed to open, or
 * from open to closed: worth a line in the log.
 */
bool gz_breaker_end(struct gz_breaker *b, bool good, int64_t now_ms);

/** An attempt that began was given up without a result. */
void gz_breaker_cancel(struct gz_breaker *b);

/** Let nothing through until then, as a receiver asked; later ones win. */
void gz_breaker_hold(struct gz_breaker *b, int64_t until_ms);

/** The earliest time at which an attempt may start; INT64_MAX: when the probe
 * has ended. */
int64_t gz_breaker_next_ms(const struct gz_breaker *b);

#endif
