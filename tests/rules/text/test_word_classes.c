// Every way of looking at bytes that this machine has gives the bits of the
// definition.

#include "rules/text/word_classes.h"

#include "tests/support/class_reference.h"

static void fill_portably(struct gz_str text, const struct gz_word_classes *out)
{
    gz_word_classes_fill(text, GZ_SIMD_NONE, out);
}

static void fill_avx2(struct gz_str text, const struct gz_word_classes *out)
{
    gz_word_classes_fill(text, GZ_SIMD_AVX2, out);
}

static void fill_avx512(struct gz_str text, const struct gz_word_classes *out)
{
    gz_word_classes_fill(text, GZ_SIMD_AVX512, out);
}

static void check_names(void)
{
    CHECK_Z(gz_simd_name(GZ_SIMD_NONE), "none");
    CHECK_Z(gz_simd_name(GZ_SIMD_AVX2), "avx2");
    CHECK_Z(gz_simd_name(GZ_SIMD_AVX512), "avx512");
}

int main(void)
{
    static class_fill_fn *const ways[GZ_SIMD_COUNT] = {
        [GZ_SIMD_NONE] = fill_portably,
        [GZ_SIMD_AVX2] = fill_avx2,
        [GZ_SIMD_AVX512] = fill_avx512,
    };
    check_names();
    for (int simd = 0; simd < GZ_SIMD_COUNT; simd++) {
        if (simd <= (int)gz_simd_best()) {
            class_check_all(ways[simd]);
        } else {
            printf("skipped: this machine has no %s\n",
                   gz_simd_name((enum gz_simd)simd));
        }
    }
    return 0;
}
