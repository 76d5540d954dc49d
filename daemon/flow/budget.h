#ifndef GZ_BUDGET_H
#define GZ_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How often something may go wrong before it stops being an accident: at most
 * GZ_BUDGET_TIMES within GZ_BUDGET_PERIOD_US.  Starts zeroed.
 */
#define GZ_BUDGET_TIMES 3
#define GZ_BUDGET_PERIOD_US (INT64_C(600) * 1000000)

struct gz_budget {
    int64_t spent_us[GZ_BUDGET_TIMES];  // the latest, as a ring
    uint64_t count;                     // ever
};

/** Note one more at now_us; false, and not noted, when it is too many. */
bool gz_budget_spend(struct gz_budget *b, int64_t now_us);

#endif
