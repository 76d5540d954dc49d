#ifndef GZ_RETRY_PLAN_H
#define GZ_RETRY_PLAN_H

#include <stddef.h>
#include <stdint.h>

/*
 * When a delivery that failed is tried again.  The usual schedule is the one
 * that Standard Webhooks publishes: at once, then after 5 s, 5 min, 30 min,
 * 2 h, 5 h, 10 h and 10 h.  Each pause grows by up to a tenth by chance, so
 * that what failed together does not come back together.
 *
 * Pure: randomness comes in as a number.
 */
#define GZ_RETRY_PLAN_MAX 16  // pauses
#define GZ_RETRY_PLAN_PAUSE_MAX_MS (INT64_C(168) * 3600 * 1000)

struct gz_retry_plan {
    int64_t pauses_ms[GZ_RETRY_PLAN_MAX];
    uint32_t count;
};

extern const struct gz_retry_plan gz_retry_plan_usual;

/**
 * The pause behind the attempt of that number (1: the first), or -1 when it
 * was the last.  random: any number, all equally likely.  retry_after_ms:
 * what the receiver asked for, -1 for nothing; it makes a pause longer, never
 * shorter, and gives no attempt more.
 */
int64_t gz_retry_plan_pause(const struct gz_retry_plan *plan, uint32_t attempt,
                            uint64_t random, int64_t retry_after_ms);

#endif
