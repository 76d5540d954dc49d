// The text form of values, and which of two is the greater.

#include "rules/values/value_text.h"

#include "tests/support/check.h"

static struct gz_value value_of(enum gz_dim dim, const char *value,
                                const char *unit)
{
    return (struct gz_value){
        .dim = dim, .value = gz_str_z(value), .unit = gz_str_z(unit)};
}

static const struct {
    enum gz_cmp cmp;
    const char *value;
    const char *max;
    const char *unit;
    const char *period;
    const char *want;
} prints[] = {
    {GZ_CMP_EQ, "3.5", "", "%", "", "EQ 3.5 %"},
    {GZ_CMP_GT, "14000000000", "", "USD", "P1Y", "GT 14000000000 USD P1Y"},
    {GZ_CMP_RANGE, "3", "5", "USD", "", "RANGE 3..5 USD"},
    {GZ_CMP_EQ, "2026-03-14", "", "", "", "EQ 2026-03-14"},
    {GZ_CMP_EQ, "P3Y", "", "", "", "EQ P3Y"},
    {GZ_CMP_LT, "1", "", "km", "", "LT 1 km"},
    {GZ_CMP_LE, "1", "", "km", "", "LE 1 km"},
    {GZ_CMP_GE, "1", "", "km", "", "GE 1 km"},
    {GZ_CMP_APPROX, "1", "", "km", "PT1H", "APPROX 1 km PT1H"},
};

static void test_print(void)
{
    for (size_t i = 0; i < sizeof(prints) / sizeof(*prints); i++) {
        const struct gz_value value = {
            .cmp = prints[i].cmp,
            .value = gz_str_z(prints[i].value),
            .max = gz_str_z(prints[i].max),
            .unit = gz_str_z(prints[i].unit),
            .period = gz_str_z(prints[i].period),
        };
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        gz_value_print(&out, &value);
        CHECK_STR(gz_str_of((const char *)out.data, out.len), prints[i].want);
        gz_buffer_fini(&out);
    }
}

enum { NEITHER = 2 };

// Each row: what the first is to the second; the other way round too.
static const struct {
    enum gz_dim dim;
    const char *a;
    const char *b;
    int want;
} orders[] = {
    {GZ_DIM_COUNT, "3", "5", -1},
    {GZ_DIM_COUNT, "10", "9", 1},
    {GZ_DIM_COUNT, "3.5", "3.50", 0},
    {GZ_DIM_COUNT, "-3", "2", -1},
    {GZ_DIM_COUNT, "-3", "-5", 1},
    {GZ_DIM_COUNT, "-0", "0", 0},
    {GZ_DIM_COUNT, "0.05", "0.5", -1},
    {GZ_DIM_COUNT, "123456789012345678901234567890",
     "123456789012345678901234567891", -1},
    {GZ_DIM_COUNT, "x", "1", NEITHER},
    {GZ_DIM_DURATION, "P1Y", "P18M", -1},
    {GZ_DIM_DURATION, "P1Y", "P12M", 0},
    {GZ_DIM_DURATION, "P1.5Y", "P18M", 0},
    {GZ_DIM_DURATION, "P1W", "P7D", 0},
    {GZ_DIM_DURATION, "PT36H", "P1D", 1},
    {GZ_DIM_DURATION, "PT90M", "PT2H", -1},
    {GZ_DIM_DURATION, "PT60S", "PT1M", 0},
    {GZ_DIM_DURATION, "P1M", "P30D", NEITHER},
    {GZ_DIM_DURATION, "P", "P1D", NEITHER},
    {GZ_DIM_DURATION, "PxD", "P1D", NEITHER},
    {GZ_DIM_DURATION, "P1Q", "P1D", NEITHER},
    {GZ_DIM_DATE, "2026", "2027", -1},
    {GZ_DIM_DATE, "2026-03-14", "2026-03-13", 1},
    {GZ_DIM_DATE, "2026-03", "2026", NEITHER},
    {GZ_DIM_DATE, "2026-03", "2025", 1},
    {GZ_DIM_DATE, "2025-Q3", "2025-09-30", NEITHER},
    {GZ_DIM_DATE, "2025-Q3", "2025-10-01", -1},
    {GZ_DIM_DATE, "2025-Q4", "2026", -1},
    {GZ_DIM_DATE, "2025-H1", "2025-H2", -1},
    {GZ_DIM_DATE, "2025-H1", "2025-Q2", NEITHER},
    {GZ_DIM_DATE, "2026-W11", "2026-03-15", NEITHER},
    {GZ_DIM_DATE, "2026-W11", "2026-03-16", -1},
    {GZ_DIM_DATE, "2026-W11-WE", "2026-03-13", 1},
    {GZ_DIM_DATE, "2020-12", "2021-01", -1},
    {GZ_DIM_DATE, "2026-W11", "2026-W11", 0},
    {GZ_DIM_DATE, "XXXX-03-14", "2026-03-14", NEITHER},
    {GZ_DIM_DATE, "XXXX-03-14", "XXXX-03-14", NEITHER},
    {GZ_DIM_DATE, "2026-13", "2026", NEITHER},
    {GZ_DIM_DATE, "2026-02-30", "2026", NEITHER},
    {GZ_DIM_DATE, "2026-Q5", "2026", NEITHER},
    {GZ_DIM_DATE, "2026-W54", "2026", NEITHER},
    {GZ_DIM_DATE, "2026x", "2026", NEITHER},
    {GZ_DIM_DATE, "2017-SU", "2026", NEITHER},
    {GZ_DIM_DATE, "FY2026", "2026", NEITHER},
};

static int order_of(const struct gz_value *a, const struct gz_value *b)
{
    int order = 0;
    if (!gz_value_compare(a, b, &order)) {
        return NEITHER;
    }
    return (order > 0) - (order < 0);
}

static void test_order(void)
{
    for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
        const struct gz_value a = value_of(orders[i].dim, orders[i].a, "");
        const struct gz_value b = value_of(orders[i].dim, orders[i].b, "");
        const int want = orders[i].want;
        if (order_of(&a, &b) != want) {
            fprintf(stderr, "%s and %s: ", orders[i].a, orders[i].b);
        }
        CHECK_EQ(order_of(&a, &b), want);
        CHECK_EQ(order_of(&b, &a), want == NEITHER ? want : -want);
    }
}

static void test_units(void)
{
    const struct gz_value usd = value_of(GZ_DIM_MONEY, "1", "USD");
    const struct gz_value eur = value_of(GZ_DIM_MONEY, "2", "EUR");
    const struct gz_value none = value_of(GZ_DIM_MONEY, "1", "XXX");
    const struct gz_value percent = value_of(GZ_DIM_PERCENT, "1", "%");
    const struct gz_value points = value_of(GZ_DIM_PERCENT, "1", "pp");
    struct gz_value yearly = usd;
    yearly.period = GZ_STR_LIT("P1Y");
    CHECK_EQ(order_of(&usd, &usd), 0);
    CHECK_EQ(order_of(&usd, &eur), NEITHER);
    CHECK_EQ(order_of(&usd, &yearly), NEITHER);
    CHECK_EQ(order_of(&none, &none), NEITHER);
    CHECK_EQ(order_of(&usd, &percent), NEITHER);
    CHECK_EQ(order_of(&percent, &points), NEITHER);
}

int main(void)
{
    test_print();
    test_order();
    test_units();
    return 0;
}
