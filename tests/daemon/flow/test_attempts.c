#include "daemon/flow/attempts.h"

#include "tests/support/check.h"

static void test_text(void)
{
    char text[GZ_ATTEMPTS_TEXT_BYTES];
    const struct gz_attempts a = {2, 17, 5, 0xabc};
    const struct gz_attempts most = {3, 256, 256, UINT64_MAX};

    gz_attempts_print(a, text);
    CHECK_Z(text, "gazetted begun=2 zone=17 alone=5 by=0000000000000abc");
    CHECK(gz_attempts_same(gz_attempts_parse(gz_str_z(text)), a));
    gz_attempts_print(most, text);
    CHECK(gz_attempts_same(gz_attempts_parse(gz_str_z(text)), most));
}

// Before there were narrow batches, all of the zone was taken alone.
static void test_old_text(void)
{
    const struct gz_attempts a = gz_attempts_parse(
        gz_str_z("gazetted begun=2 alone=17 by=0000000000000abc"));
    const struct gz_attempts want = {2, 17, 17, 0xabc};

    CHECK(gz_attempts_same(a, want));
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
        "gazetted begun=2 zone=1 by=7",
        "gazetted begun=2 zone= alone=1 by=7",
        "gazetted begun=2 alone=1 zone=1 by=7",
        "gazetted begun=2 zone=1 alone=2 by=7",
        "gazetted begun=2 zone=9999 alone=1 by=7",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_attempts a = gz_attempts_parse(gz_str_z(rows[i]));
        CHECK_EQ(a.begun + a.zone + a.alone, 0);
        CHECK_EQ(a.by, 0);
    }
}

enum { MINE = 5, OTHER = 6, ZONE = GZ_ATTEMPTS_ZONE, ALL = -1 };

static const struct row {
    struct gz_attempts stored;
    struct gz_attempts begins;  // when MINE takes over
    int window;
    bool used_up;
} rows[] = {
    {{0, 0, 0, 0}, {1, 0, 0, MINE}, ALL, false},
    {{0, 0, 0, MINE}, {1, 0, 0, MINE}, ALL, false},
    {{1, 0, 0, OTHER}, {2, 0, 0, MINE}, GZ_ATTEMPTS_FEW, false},
    {{2, 0, 0, OTHER}, {1, ZONE, 0, MINE}, 8, false},
    {{0, ZONE, 0, OTHER}, {1, ZONE, 0, MINE}, 8, false},
    {{1, ZONE, 0, OTHER}, {1, ZONE, 8, MINE}, 1, false},
    {{3, ZONE, 0, OTHER}, {1, ZONE, 8, MINE}, 1, false},
    {{0, 5, 0, OTHER}, {1, 5, 0, MINE}, 5, false},
    {{1, 5, 0, OTHER}, {1, 5, 5, MINE}, 1, false},
    {{0, 9, 7, OTHER}, {1, 9, 7, MINE}, 1, false},
    {{1, 9, 7, OTHER}, {2, 9, 7, MINE}, 1, false},
    {{2, 9, 7, OTHER}, {3, 9, 7, MINE}, 1, true},
    {{3, 9, 7, OTHER}, {3, 9, 7, MINE}, 1, true},
    // Nobody crashed.
    {{1, 0, 0, MINE}, {1, 0, 0, MINE}, ALL, false},
    {{1, 9, 0, MINE}, {1, 9, 0, MINE}, 8, false},
    {{2, 9, 9, MINE}, {2, 9, 9, MINE}, 1, false},
};

static void test_take_over(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_attempts a =
            gz_attempts_take_over(rows[i].stored, MINE);
        CHECK_EQ(a.begun, rows[i].begins.begun);
        CHECK_EQ(a.zone, rows[i].begins.zone);
        CHECK_EQ(a.alone, rows[i].begins.alone);
        CHECK_EQ(a.by, MINE);
        CHECK_EQ(gz_attempts_window(a), (uint32_t)rows[i].window);
        CHECK_EQ(gz_attempts_used_up(a), rows[i].used_up);
    }
}

static const struct step {
    struct gz_attempts begun;
    uint32_t records;
    bool more;
    struct gz_attempts after;
} steps[] = {
    {{1, 0, 0, MINE}, 900, true, {1, 0, 0, MINE}},
    {{2, 0, 0, MINE}, 1, false, {1, 0, 0, MINE}},            // as ever
    {{1, ZONE, 0, MINE}, 8, false, {0, ZONE - 8, 0, MINE}},  // next has not
    {{1, ZONE, 0, MINE}, 3, true, {1, ZONE - 3, 0, MINE}},
    {{1, 5, 0, MINE}, 5, false, {1, 0, 0, MINE}},
    {{1, 5, 0, MINE}, 7, false, {1, 0, 0, MINE}},
    {{3, 9, 7, MINE}, 1, false, {0, 8, 6, MINE}},
    {{1, 9, 1, MINE}, 1, false, {0, 8, 0, MINE}},
    {{1, 1, 1, MINE}, 1, false, {1, 0, 0, MINE}},
};

static void test_progress(void)
{
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const struct gz_attempts a =
            gz_attempts_after(steps[i].begun, steps[i].records, steps[i].more);
        CHECK_EQ(a.begun, steps[i].after.begun);
        CHECK_EQ(a.zone, steps[i].after.zone);
        CHECK_EQ(a.alone, steps[i].after.alone);
        CHECK_EQ(a.by, MINE);
    }
}

static void test_clean(void)
{
    const struct gz_attempts a =
        gz_attempts_clean((struct gz_attempts){2, 9, 7, MINE});
    const struct gz_attempts want = {0, 9, 7, MINE};

    CHECK(gz_attempts_same(a, want));
}

int main(void)
{
    test_text();
    test_old_text();
    test_foreign();
    test_take_over();
    test_progress();
    test_clean();
    return 0;
}
