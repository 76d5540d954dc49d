// Exact decimals: reading, printing, scaling, order, and where it ends.

#include "rules/values/decimal.h"

#include "tests/support/check.h"

static const struct {
    const char *text;
    const char *want;  // printed again, NULL: refused
} texts[] = {
    {"0", "0"},
    {"-0", "0"},
    {"5", "5"},
    {"-5", "-5"},
    {"3.50", "3.5"},
    {"3.00", "3"},
    {"0.05", "0.05"},
    {"-0.05", "-0.05"},
    {"100", "100"},
    {"007", "7"},
    {"18446744073709551616", "18446744073709551616"},
    {"123456789012345678901234567890", "123456789012345678901234567890"},
    {"1234567890123456789012345678901", NULL},
    {"0.123456789012345678901234567890", "0.12345678901234567890123456789"},
    {"0.0000000000000000000000000000001", NULL},
    {"", NULL},
    {"-", NULL},
    {".5", NULL},
    {"5.", NULL},
    {"5.5.5", NULL},
    {"5e3", NULL},
    {"+5", NULL},
    {" 5", NULL},
};

static void check_print(const struct gz_decimal *d, const char *want)
{
    char text[GZ_DECIMAL_BYTES];
    const size_t len = gz_decimal_print(d, text);
    CHECK_STR(gz_str_of(text, len), want);
}

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct gz_decimal d;
        const bool read = gz_decimal_parse(gz_str_z(texts[i].text), &d);
        CHECK_EQ(read, texts[i].want != NULL);
        if (read) {
            check_print(&d, texts[i].want);
        }
    }
}

static void test_scaling(void)
{
    struct gz_decimal d = gz_decimal_of(35);
    CHECK(gz_decimal_shift(&d, -1));
    check_print(&d, "3.5");
    CHECK(gz_decimal_shift(&d, 9));
    check_print(&d, "3500000000");
    CHECK(gz_decimal_times(&d, 12));
    check_print(&d, "42000000000");
    CHECK(!gz_decimal_times(&d, 1001));
    CHECK(!gz_decimal_shift(&d, 20));

    d = gz_decimal_of(1);
    for (int i = 1; i < GZ_DECIMAL_DIGITS; i++) {
        CHECK(gz_decimal_push(&d, 0));
    }
    CHECK(!gz_decimal_times(&d, 10));
    d = gz_decimal_of(1);
    CHECK(gz_decimal_shift(&d, GZ_DECIMAL_DIGITS - 1));
    CHECK(!gz_decimal_shift(&d, 1));
    d = gz_decimal_of(1);
    CHECK(gz_decimal_shift(&d, -GZ_DECIMAL_DIGITS));
    CHECK(!gz_decimal_shift(&d, -1));
}

static void test_order(void)
{
    static const char *const rising[] = {
        "-123456789012345678901234567890",
        "-5.5",
        "-5",
        "-0.05",
        "0",
        "0.000000000000000000000000000001",
        "0.05",
        "0.5",
        "4.99",
        "5",
        "5.5",
        "10",
        "123456789012345678901234567890",
    };
    const size_t count = sizeof(rising) / sizeof(*rising);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct gz_decimal a;
            struct gz_decimal b;
            CHECK(gz_decimal_parse(gz_str_z(rising[i]), &a));
            CHECK(gz_decimal_parse(gz_str_z(rising[k]), &b));
            const int order = gz_decimal_compare(&a, &b);
            CHECK_EQ((order > 0) - (order < 0), (i > k) - (i < k));
        }
    }
}

int main(void)
{
    test_texts();
    test_scaling();
    test_order();
    return 0;
}
