#include "daemon/notify/retry_plan.h"

#include "tests/support/check.h"

#define S INT64_C(1000)
#define M (60 * S)
#define H (60 * M)

// The usual schedule, attempt by attempt.
static const struct row {
    uint32_t attempt;
    uint64_t random;
    int64_t retry_after_ms;
    int64_t want_ms;
} rows[] = {
    {1, 0, -1, 5 * S},
    {2, 0, -1, 5 * M},
    {3, 0, -1, 30 * M},
    {4, 0, -1, 2 * H},
    {5, 0, -1, 5 * H},
    {6, 0, -1, 10 * H},
    {7, 0, -1, 10 * H},
    {8, 0, -1, -1},
    {9, 0, -1, -1},
    {1, 499, -1, 5 * S + 499},  // up to a tenth more
    {1, 500, -1, 5 * S},
    {1, UINT64_MAX, -1, 5 * S + 115},
    {7, H - 1, -1, 11 * H - 1},
    {1, 0, 0, 5 * S},  // shorter than planned: as planned
    {1, 0, 4 * S, 5 * S},
    {1, 0, M, M},
    {1, 499, M, M + 499},
    {8, 0, M, -1},  // gives no attempt more
};

int main(void)
{
    const struct gz_retry_plan none = {.count = 0};
    const struct gz_retry_plan quick = {.pauses_ms = {0, 1}, .count = 2};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_EQ(gz_retry_plan_pause(&gz_retry_plan_usual, rows[i].attempt,
                                     rows[i].random, rows[i].retry_after_ms),
                 rows[i].want_ms);
    }
    CHECK_EQ(gz_retry_plan_pause(&none, 1, 0, M), -1);
    CHECK_EQ(gz_retry_plan_pause(&quick, 1, 7, -1), 0);
    CHECK_EQ(gz_retry_plan_pause(&quick, 2, 7, -1), 1);
    CHECK_EQ(gz_retry_plan_pause(&quick, 3, 7, -1), -1);
    return 0;
}
