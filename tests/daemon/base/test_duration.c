#include "daemon/base/duration.h"
#include "tests/support/check.h"

static const struct {
    const char *text;
    int64_t ms;  // -1: refused
    const char *printed;
} rows[] = {
    {"0s", 0, "0ms"},
    {"250ms", 250, "250ms"},
    {"30s", 30000, "30s"},
    {"1h30m", 5400000, "90m"},
    {"24h", 86400000, "1d"},
    {"2w", 1209600000, "14d"},
    {"1d1ms", 86400001, "86400001ms"},
    {"", -1, NULL},
    {"30", -1, NULL},
    {"h", -1, NULL},
    {"1x", -1, NULL},
    {"-1s", -1, NULL},
    {"1 s", -1, NULL},
    {"99999999999999999w", -1, NULL},
    {"9223372036854775807ms1ms", -1, NULL},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_buffer out;
        int64_t ms = 0;
        gz_buffer_init(&out, 0);
        CHECK_EQ(gz_duration_parse(gz_str_z(rows[i].text), &ms),
                 rows[i].ms >= 0);
        if (rows[i].ms >= 0) {
            CHECK_EQ(ms, rows[i].ms);
            gz_duration_print(ms, &out);
            CHECK_STR(gz_buffer_str(&out), rows[i].printed);
        }
        gz_buffer_fini(&out);
    }
    return 0;
}
