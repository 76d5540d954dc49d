// For every processor.

#include "rules/text/word_rows.h"

#include "rules/text/word_rows_body.h"

const struct gz_word_rows_way gz_word_rows_plain = {
    .find_places = find_places,
    .finish = finish,
};

const struct gz_word_rows_way *gz_word_rows_choose(enum gz_simd simd)
{
#if defined(__x86_64__)
    if (simd != GZ_SIMD_NONE) {
        return &gz_word_rows_avx2;
    }
#endif
    (void)simd;
    return &gz_word_rows_plain;
}
