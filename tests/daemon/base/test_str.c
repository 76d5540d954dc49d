#include "daemon/base/str.h"

#include <string.h>

#include "tests/support/check.h"

static const struct integer_row {
    const char *text;
    bool ok;
    int64_t want;
} integers[] = {
    {"0", true, 0},
    {"-1", true, -1},
    {"0042", true, 42},
    {"9223372036854775807", true, INT64_MAX},
    {"-9223372036854775808", true, INT64_MIN},
    {"9223372036854775808", false, 0},
    {"-9223372036854775809", false, 0},
    {"", false, 0},
    {"-", false, 0},
    {"+1", false, 0},
    {"1 ", false, 0},
    {"0x10", false, 0},
};

static void test_integers(void)
{
    for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
        int64_t got = 0;
        CHECK_EQ(gz_str_to_int64(gz_str_z(integers[i].text), &got),
                 integers[i].ok);
        CHECK_EQ(got, integers[i].want);
    }
}

static const struct suggest_row {
    const char *word;
    const char *want;
} suggestions[] = {
    {"wrokers", "workers"},  // swapped letters count once
    {"Workers", "workers"},
    {"worker", "workers"},
    {"inputs", "input"},
    {"xyz", NULL},
    {"", NULL},
};

static void test_distance(void)
{
    char longer[70];
    memset(longer, 'a', sizeof(longer));
    CHECK_EQ(gz_str_distance(gz_str_z("bought"), gz_str_z("Bougth")), 1);
    CHECK_EQ(gz_str_distance(gz_str_z(""), gz_str_z("is")), 2);
    CHECK_EQ(gz_str_distance(gz_str_z("is"), gz_str_z("is")), 0);
    CHECK_EQ(gz_str_distance(gz_str_of(longer, 65), gz_str_z("is")), SIZE_MAX);
}

static void test_suggest(void)
{
    static const char *const names[] = {"workers", "input", "output"};
    for (size_t i = 0; i < sizeof(suggestions) / sizeof(suggestions[0]); i++) {
        const char *got =
            gz_str_suggest(gz_str_z(suggestions[i].word), names, 3);
        CHECK_Z(got, suggestions[i].want);
    }
}

static void test_cut(void)
{
    struct gz_str rest = GZ_STR_LIT("a||b");
    CHECK_STR(gz_str_cut(&rest, '|'), "a");
    CHECK_STR(gz_str_cut(&rest, '|'), "");
    CHECK_STR(gz_str_cut(&rest, '|'), "b");
    CHECK(rest.ptr == NULL);
}

static void test_compare(void)
{
    CHECK(gz_str_compare(GZ_STR_LIT("a"), GZ_STR_LIT("b")) < 0);
    CHECK(gz_str_compare(GZ_STR_LIT("ab"), GZ_STR_LIT("a")) > 0);
    CHECK_EQ(gz_str_compare(gz_str_z(NULL), GZ_STR_LIT("")), 0);
    CHECK(gz_str_eq_nocase(GZ_STR_LIT("AbC"), GZ_STR_LIT("aBc")));
    CHECK(!gz_str_eq_nocase(GZ_STR_LIT("abc"), GZ_STR_LIT("abd")));
    CHECK(!gz_str_eq_nocase(GZ_STR_LIT("abc"), GZ_STR_LIT("ab")));
    static const char *const words[] = {"one", "Two"};
    CHECK(gz_str_one_of_nocase(GZ_STR_LIT("TWO"), words, 2));
    CHECK(!gz_str_one_of_nocase(GZ_STR_LIT("two"), words, 1));
    CHECK(!gz_str_one_of_nocase(GZ_STR_LIT("on"), words, 2));
    CHECK_STR(gz_str_trim(GZ_STR_LIT(" \t a b\r\n")), "a b");
    CHECK_STR(gz_str_trim(GZ_STR_LIT("  ")), "");
    CHECK_STR(gz_str_folder("a/b//"), "a/b");
    CHECK_STR(gz_str_folder("//"), "/");
    CHECK_STR(gz_str_folder(""), "");
    CHECK(gz_str_starts(GZ_STR_LIT("wd:Q30"), GZ_STR_LIT("wd:")));
    CHECK(!gz_str_starts(GZ_STR_LIT("w"), GZ_STR_LIT("wd:")));
}

int main(void)
{
    test_integers();
    test_distance();
    test_suggest();
    test_cut();
    test_compare();
    return 0;
}
