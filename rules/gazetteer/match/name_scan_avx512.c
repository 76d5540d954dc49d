// For processors with AVX-512; see CMakeLists.txt for how it is compiled.

#if defined(__x86_64__)

#include "rules/gazetteer/match/name_scan_body.h"

enum gz_status gz_name_scan_avx512(const struct gz_image *image,
                                   struct gz_str text,
                                   const struct gz_word_blocks *blocks,
                                   struct gz_arena *arena,
                                   struct gz_name_hits *out)
{
    return scan(image, text, blocks, arena, out);
}

#else

typedef int gz_name_scan_avx512_is_for_x86;

#endif
