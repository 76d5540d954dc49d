#include "daemon/flow/attempts.h"

#include "tests/support/check.h"

static void test_text(void)
{
    char text[GZ_ATTEMPTS_TEXT_BYTES];
    const struct gz_attempts most = {3, GZ_ATTEMPTS_ALONE, UINT64_MAX};

    gz_attempts_print((struct gz_attempts){2, 17, 0xabc}, text);
    CHECK_Z(text, "gazetted begun=2 alone=17 by=0000000000000abc");
    const struct gz_attempts a = gz_attempts_parse(gz_str_z(text));
    CHECK_EQ(a.begun, 2);
    CHECK_EQ(a.alone, 17);
    CHECK_EQ(a.by, 0xabc);

    gz_attempts_print(most, text);
    CHECK_EQ(gz_attempts_parse(gz_str_z(text)).alone, GZ_ATTEMPTS_ALONE);
    CHECK(gz_attempts_parse(gz_str_z(text)).by == UINT64_MAX);
}

// Metadata that somebody else wrote means nothing.
static void test_foreign(void)
{
    static const char *const rows[] = {
        "",
        "gazetted",
        "gazetted begun=2",
        "gazetted begun=2 alone=1 by=",
        "gazetted begun=2 alone=1 by=xyz",
        "gazetted begun=2 alone=1 by=7 and more",
        "gazetted begun=4 alone=1 by=7",
        "gazetted begun=2 alone=9999 by=7",
        "gazetted begun=22 alone=1 by=7",
        "Gazetted begun=2 alone=1 by=7",
        "gazetted begun=2 alone=1 by=00000000000000000000000000000000000000007",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_attempts a = gz_attempts_parse(gz_str_z(rows[i]));
        CHECK_EQ(a.begun + a.alone, 0);
        CHECK_EQ(a.by, 0);
    }
}

enum { MINE = 5, OTHER = 6 };

static const struct row {
    struct gz_attempts stored;
    struct gz_attempts begins;  // when MINE takes over
    bool used_up;
} rows[] = {
    {{0, 0, 0}, {1, 0, MINE}, false},
    {{0, 0, MINE}, {1, 0, MINE}, false},
    {{1, 0, OTHER}, {2, 0, MINE}, false},
    {{2, 0, OTHER}, {1, GZ_ATTEMPTS_ALONE, MINE}, false},
    {{1, 9, OTHER}, {2, 9, MINE}, false},
    {{2, 9, OTHER}, {3, 9, MINE}, true},
    {{3, 9, OTHER}, {3, 9, MINE}, true},
    {{0, 9, OTHER}, {1, 9, MINE}, false},
    {{1, 0, MINE}, {1, 0, MINE}, false},  // nobody crashed
    {{2, 9, MINE}, {2, 9, MINE}, false},
};

static void test_take_over(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_attempts a =
            gz_attempts_take_over(rows[i].stored, MINE);
        CHECK_EQ(a.begun, rows[i].begins.begun);
        CHECK_EQ(a.alone, rows[i].begins.alone);
        CHECK_EQ(a.by, MINE);
        CHECK_EQ(gz_attempts_used_up(a), rows[i].used_up);
    }
}

static void test_progress(void)
{
    struct gz_attempts a = {2, 2, MINE};

    a = gz_attempts_after(a);
    CHECK_EQ(a.begun, 1);
    CHECK_EQ(a.alone, 1);
    a = gz_attempts_after(gz_attempts_after(a));
    CHECK_EQ(a.alone, 0);
    a = gz_attempts_clean(a);
    CHECK_EQ(a.begun, 0);
    CHECK_EQ(a.by, MINE);
}

int main(void)
{
    test_text();
    test_foreign();
    test_take_over();
    test_progress();
    return 0;
}
