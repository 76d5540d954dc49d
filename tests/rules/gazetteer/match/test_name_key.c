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
    CHECK(key != gz_name_key_chain(1 ^ GZ_NAME_KEY_SMALL, ' ', 2));
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
    check_gap_bits();
    return 0;
}
