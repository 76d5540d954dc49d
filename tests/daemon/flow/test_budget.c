#include "daemon/flow/budget.h"

#include "tests/support/check.h"

static const struct step {
    int64_t now_s;
    bool granted;
} steps[] = {
    {0, true},
    {1, true},
    {2, true},
    {3, false},    // a fourth within
                   // ten minutes
    {599, false},  // the first is not old enough
    {600, true},   // now it is
    {600, false},
    {601, true},
    {602, true},
    {603, false},
    {9999, true},
    {9999, true},
    {9999, true},
    {9999, false},
};

int main(void)
{
    struct gz_budget b = {.count = 0};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        CHECK_EQ(gz_budget_spend(&b, steps[i].now_s * 1000000),
                 steps[i].granted);
    }
    return 0;
}
