#include "daemon/flow/budget.h"

bool gz_budget_spend(struct gz_budget *b, int64_t now_us)
{
    int64_t *oldest = &b->spent_us[b->count % GZ_BUDGET_TIMES];

    if (b->count >= GZ_BUDGET_TIMES && now_us - *oldest < GZ_BUDGET_PERIOD_US) {
        return false;
    }
    *oldest = now_us;
    b->count++;
    return true;
}
