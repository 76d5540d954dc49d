#include "rules/compile/lexicon.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// A word of a pattern and its spellings, with a bar between their tokens.
static const struct {
    enum gz_pattern_kind kind;
    const char *text;
    const char *want;
} cases[] = {
    {GZ_PATTERN_WORD, "deny", "deny"},
    {GZ_PATTERN_FORMS, "deny", "deny denies denied denying"},
    {GZ_PATTERN_LITERAL, "Deny", "Deny"},
    {GZ_PATTERN_WORD, "buy-out", "buy|-|out"},
    {GZ_PATTERN_FORMS, "buy-out",
     "buy|-|out buy|-|outs buy|-|outed "
     "buy|-|outing"},
    {GZ_PATTERN_WORD, "'s", "'s"},
    {GZ_PATTERN_WORD, "", ""},
};

enum { COUNT = sizeof(cases) / sizeof(*cases), SCRATCH_BYTES = 1 << 20 };

static struct gz_pattern node_of(size_t c)
{
    return (struct gz_pattern){.kind = cases[c].kind,
                               .text = gz_str_z(cases[c].text)};
}

static void write(struct gz_buffer *to, const struct gz_spellings *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const struct gz_word_tokens *words = &s->items[i].words;
        gz_buffer_append_z(to, i == 0 ? "" : " ");
        for (uint32_t k = 0; k < words->count; k++) {
            gz_buffer_append_z(to, k == 0 ? "" : "|");
            gz_buffer_append_str(to, words->items[k].text);
        }
    }
}

// Twice: the second time it is known, which nobody sees.
static void test_spellings(void)
{
    struct gz_inflections *inflections = gz_inflections_new();
    struct gz_arena *scratch = gz_arena_new(SCRATCH_BYTES);
    struct gz_lexicon l;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    CHECK_OK(gz_lexicon_init(&l, inflections));
    for (size_t i = 0; i < 2 * COUNT; i++) {
        const size_t c = i % COUNT;
        const struct gz_pattern node = node_of(c);
        struct gz_spellings s;
        CHECK_OK(gz_lexicon_spell(&l, &node, scratch, &s));
        gz_buffer_clear(&got);
        write(&got, &s);
        CHECK_STR(gz_buffer_str(&got), cases[c].want);
    }
    gz_buffer_fini(&got);
    gz_lexicon_fini(&l);
    gz_arena_free(scratch);
    gz_inflections_free(inflections);
}

// Of several nodes, what is kept is the same.
static void test_is_made_once(void)
{
    struct gz_inflections *inflections = gz_inflections_new();
    struct gz_arena *scratch = gz_arena_new(SCRATCH_BYTES);
    struct gz_lexicon l;
    struct gz_spellings first;
    struct gz_spellings again;
    const struct gz_pattern one = {.kind = GZ_PATTERN_FORMS,
                                   .text = GZ_STR_LIT("the")};
    const struct gz_pattern other = one;
    CHECK_OK(gz_lexicon_init(&l, inflections));
    CHECK_OK(gz_lexicon_spell(&l, &one, scratch, &first));
    CHECK_OK(gz_lexicon_spell(&l, &other, scratch, &again));
    CHECK(first.items == again.items);
    CHECK(first.items[0].per_1000 > 40);
    gz_lexicon_fini(&l);
    gz_arena_free(scratch);
    gz_inflections_free(inflections);
}

static enum gz_status spell_all(struct gz_lexicon *l, struct gz_arena *scratch)
{
    enum gz_status st = GZ_OK;
    for (size_t c = 0; c < COUNT && st == GZ_OK; c++) {
        const struct gz_pattern node = node_of(c);
        struct gz_spellings s;
        st = gz_lexicon_spell(l, &node, scratch, &s);
    }
    return st;
}

// Whichever allocation fails is told, and all is released.
static void test_no_memory(void)
{
    struct gz_inflections *inflections = gz_inflections_new();
    struct gz_arena *scratch = gz_arena_new(SCRATCH_BYTES);
    bool failed = true;
    for (long n = 1; failed; n++) {
        struct gz_lexicon l;
        gz_alloc_fail_at(n);
        enum gz_status st = gz_lexicon_init(&l, inflections);
        st = st == GZ_OK ? spell_all(&l, scratch) : st;
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_lexicon_fini(&l);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
    }
    gz_arena_free(scratch);
    gz_inflections_free(inflections);
}

int main(void)
{
    test_spellings();
    test_is_made_once();
    test_no_memory();
    return 0;
}
