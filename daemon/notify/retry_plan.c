#include "daemon/notify/retry_plan.h"

#include <assert.h>

#define S INT64_C(1000)
#define M (60 * S)
#define H (60 * M)

enum { SPREAD = 10 };  // a pause grows by less than 1/SPREAD of itself

const struct gz_retry_plan gz_retry_plan_usual = {
    .pauses_ms = {5 * S, 5 * M, 30 * M, 2 * H, 5 * H, 10 * H, 10 * H},
    .count = 7,
};

int64_t gz_retry_plan_pause(const struct gz_retry_plan *plan, uint32_t attempt,
                            uint64_t random, int64_t retry_after_ms)
{
    assert(attempt > 0 && plan->count <= GZ_RETRY_PLAN_MAX);
    if (attempt > plan->count) {
        return -1;
    }
    const int64_t pause_ms = plan->pauses_ms[attempt - 1];
    const uint64_t spread_ms = (uint64_t)pause_ms / SPREAD;
    const int64_t more_ms = spread_ms == 0 ? 0 : (int64_t)(random % spread_ms);
    const int64_t longest_ms =
        retry_after_ms > pause_ms ? retry_after_ms : pause_ms;
    return longest_ms + more_ms;
}
