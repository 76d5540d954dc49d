#include "rules/values/value_text.h"

#include "tests/support/check.h"

static const struct {
    enum gz_cmp cmp;
    const char *value;
    const char *max;
    const char *unit;
    const char *period;
    const char *want;
} rows[] = {
    {GZ_CMP_EQ, "3.5", "", "%", "", "EQ 3.5 %"},
    {GZ_CMP_GT, "14000000000", "", "USD", "P1Y", "GT 14000000000 USD P1Y"},
    {GZ_CMP_RANGE, "3", "5", "USD", "", "RANGE 3..5 USD"},
    {GZ_CMP_EQ, "2026-03-14", "", "", "", "EQ 2026-03-14"},
    {GZ_CMP_EQ, "P3Y", "", "", "", "EQ P3Y"},
    {GZ_CMP_LT, "300", "", "", "P1D", "LT 300 P1D"},
    {GZ_CMP_LE, "1", "", "", "", "LE 1"},
    {GZ_CMP_GE, "1", "", "", "", "GE 1"},
    {GZ_CMP_APPROX, "1", "", "", "", "APPROX 1"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_value value = {
            .cmp = rows[i].cmp,
            .value = gz_str_z(rows[i].value),
            .max = gz_str_z(rows[i].max),
            .unit = gz_str_z(rows[i].unit),
            .period = gz_str_z(rows[i].period),
        };
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        gz_value_print(&out, &value);
        CHECK_STR(gz_buffer_str(&out), rows[i].want);
        gz_buffer_fini(&out);
    }
    return 0;
}
