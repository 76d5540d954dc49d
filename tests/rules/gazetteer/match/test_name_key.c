#include "rules/gazetteer/match/name_key.h"

#include "tests/support/check.h"

// Gaps, words and their order make different names, and so does what stands
// before them.
static void check_chain(void)
{
    const uint64_t key = gz_name_key_chain(1, ' ', 2);
    CHECK(key == gz_name_key_chain(1, ' ', 2));
    CHECK(key != gz_name_key_chain(1, '-', 2));
    CHECK(key != gz_name_key_chain(1, 0, 2));
    CHECK(key != gz_name_key_chain(2, ' ', 1));
    CHECK(key != gz_name_key_chain(1, ' ', 3));
    CHECK(key != gz_name_key_chain(3, ' ', 2));
}

// The first word's class, by its first letter.
static void check_first(void)
{
    static const char *const words[] = {"acme", "Ärger", "ärger", "ſ",
                                        "seventeen-letters"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const struct gz_str s = gz_str_z(words[i]);
        const uint32_t len = (uint32_t)s.len_bytes;
        CHECK(gz_name_key_first(s, 0, len, true) !=
              gz_name_key_first(s, 0, len, false));
    }
    const struct gz_str a = gz_str_z("ſ");
    const struct gz_str b = gz_str_z("S");
    CHECK(gz_name_key_first(a, 0, 2, true) == gz_name_key_first(b, 0, 1, true));
}

// A gap's number may be any: none of its bits is lost.
static void check_gap_bits(void)
{
    for (int i = 0; i < 57; i++) {
        const uint64_t gap = UINT64_C(1) << i;
        CHECK(gz_name_key_chain(1, gap, 2) != gz_name_key_chain(1, 0, 2));
    }
}

int main(void)
{
    check_chain();
    check_first();
    check_gap_bits();
    return 0;
}
