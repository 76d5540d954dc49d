// For processors with AVX2; see CMakeLists.txt for how it is compiled.

#include "rules/text/word_rows.h"

#if defined(__x86_64__)

#include "rules/text/word_rows_body.h"

const struct gz_word_rows_way gz_word_rows_avx2 = {
    .find_places = find_places,
    .finish = finish,
};

#else

typedef int gz_word_rows_avx2_is_for_x86;

#endif
