// For every processor.

#include "rules/gazetteer/match/name_scan_body.h"

enum gz_status gz_name_scan_plain(const struct gz_image *image,
                                  struct gz_str text,
                                  const struct gz_word_blocks *blocks,
                                  struct gz_arena *arena,
                                  struct gz_name_hits *out)
{
    return scan(image, text, blocks, arena, out);
}

gz_name_scan_fn *gz_name_scan_choose(enum gz_simd simd)
{
#if defined(__x86_64__)
    if (simd == GZ_SIMD_AVX512) {
        return gz_name_scan_avx512;
    }
    if (simd == GZ_SIMD_AVX2) {
        return gz_name_scan_avx2;
    }
#endif
    (void)simd;
    return gz_name_scan_plain;
}
