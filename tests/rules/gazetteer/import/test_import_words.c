#include "rules/gazetteer/import/import_words.h"

#include "tests/support/check.h"

enum { WORDS_MAX = 8 };

static const struct {
    const char *words[WORDS_MAX];
    const char *want;
} rows[] = {
    {{"San", "Francisco"}, "San Francisco"},
    {{"Apple", "Inc", "."}, "Apple Inc."},
    {{"Washington", ",", "D.C."}, "Washington, D.C."},
    {{"Macy", "'s"}, "Macy's"},
    {{"Macy", "\xe2\x80\x99s"}, "Macy\xe2\x80\x99s"},
    {{"F", "-", "35"}, "F-35"},
    {{"Paris", "\xe2\x80\x93", "Nice"}, "Paris\xe2\x80\x93Nice"},
    {{"A", "/", "B"}, "A/B"},
    {{"U.S.", "(", "South", ")"}, "U.S. (South)"},
    {{"Barnes", "&", "Noble"}, "Barnes & Noble"},
    {{"$", "100"}, "$100"},
    {{"one"}, "one"},
    {{NULL}, ""},
};

int main(void)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    CHECK(arena != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_str words[WORDS_MAX];
        size_t count = 0;
        while (rows[i].words[count] != NULL) {
            words[count] = gz_str_z(rows[i].words[count]);
            count++;
        }
        CHECK_STR(gz_import_words_join(words, count, arena), rows[i].want);
    }
    gz_arena_free(arena);
    arena = gz_arena_new(1);
    const struct gz_str word = GZ_STR_LIT("Acme");
    CHECK(gz_import_words_join(&word, 1, arena).ptr == NULL);
    gz_arena_free(arena);
    return 0;
}
