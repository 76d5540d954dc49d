// Offsets against a slow count, over ASCII, wide and astral characters, with
// texts long enough for several checkpoints.

#include "rules/text/offsets.h"

#include "rules/text/utf8.h"
#include "tests/support/check.h"

static const char *const patterns[] = {
    "",
    "a",
    "plain ASCII. ",
    "\u00e9",
    "caf\u00e9 ",
    "\u5317\u4eac",
    "\U0001F600",
    "a\U0001F600\u00e9\u5317",
    "\U00020000x",
};

static void check_all(struct gz_str text, struct gz_arena *arena)
{
    const struct gz_offsets *offsets = NULL;
    CHECK_OK(gz_offsets_new(text, arena, &offsets));
    size_t pos = 0;
    uint32_t cp = 0;
    uint32_t u16 = 0;
    while (true) {
        const struct gz_offset got = gz_offsets_at(offsets, (uint32_t)pos);
        CHECK_EQ(got.byte, pos);
        CHECK_EQ(got.cp, cp);
        CHECK_EQ(got.u16, u16);
        if (pos == text.len_bytes) {
            break;
        }
        u16 += gz_utf8_next(text, &pos) >= 0x10000 ? 2 : 1;
        cp++;
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        char text[4096];
        const size_t len = strlen(patterns[i]);
        for (size_t repeat = 0; repeat * len <= 1500 && repeat < 100;
             repeat++) {
            memcpy(text + repeat * len, patterns[i], len);
            check_all(gz_str_of(text, repeat * len), arena);
        }
        gz_arena_reset(arena);
    }
    gz_arena_free(arena);

    struct gz_arena *small = gz_arena_new(1);
    const struct gz_offsets *none = NULL;
    CHECK_EQ(gz_offsets_new(GZ_STR_LIT("abc"), small, &none), GZ_LIMIT);
    gz_arena_free(small);
    return 0;
}
