// Steps two and three: the places that need a closer look, and bits of words.

#include "rules/text/word_blocks.h"

#include <assert.h>

#include "rules/text/word_look.h"
#include "rules/text/word_rows.h"

// Words of bits before a row, and behind it for windows that reach over it.
enum { BEFORE = 1, BEHIND = 2 };

enum { ROWS = 9 };

// The bits behind the text's last: of no word.
static void end_rows(const struct gz_word_blocks *blocks)
{
    for (size_t b = blocks->count; b < blocks->count + BEHIND; b++) {
        blocks->edges[b] = ~UINT64_C(0);
        blocks->begins[b] = 0;
        blocks->tall[b] = 0;
        blocks->small[b] = 0;
    }
}

static void find_words(struct gz_str text, enum gz_simd simd,
                       const struct gz_word_rows *r)
{
    const struct gz_word_rows_way *const way = gz_word_rows_choose(simd);
    struct gz_word_look look = {
        .text = text,
        .word = r->word,
        .tall = r->tall,
        .forced = r->forced,
        .silent = r->silent,
    };
    const struct gz_word_classes classes = {
        .word = r->plain,
        .tall = r->tall,
        .digit = r->digit,
        .hook = r->hook,
        .high = r->high,
    };
    memset(r->forced, 0, r->count * sizeof(*r->forced));
    memset(r->silent, 0, r->count * sizeof(*r->silent));
    gz_word_classes_fill(text, simd, &classes);
    way->find_places(r);
    gz_word_look(&look, r->look, r->count);
    way->finish(r);
}

enum gz_status gz_word_blocks_make(struct gz_str text, enum gz_simd simd,
                                   struct gz_arena *arena,
                                   struct gz_word_blocks *out)
{
    assert(text.len_bytes < (size_t)1 << 31);
    const size_t count = gz_word_classes_size(text.len_bytes);
    const size_t row = BEFORE + count + BEHIND;
    uint64_t *rows = gz_arena_alloc(arena, ROWS * row * sizeof(*rows));
    if (rows == NULL) {
        return GZ_LIMIT;
    }
    struct gz_word_rows r = {.count = count};
    uint64_t **const all[ROWS] = {&r.plain, &r.digit,  &r.tall,
                                  &r.hook,  &r.high,   &r.word,
                                  &r.look,  &r.forced, &r.silent};
    for (size_t i = 0; i < ROWS; i++, rows += row) {
        *all[i] = rows + BEFORE;
        rows[0] = 0;
        rows[BEFORE + count] = 0;
    }
    find_words(text, simd, &r);
    *out = (struct gz_word_blocks){
        .edges = r.look,
        .begins = r.hook,
        .tall = r.tall,
        .small = r.high,
        .count = count,
    };
    end_rows(out);
    return GZ_OK;
}
