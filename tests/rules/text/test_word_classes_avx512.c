// The way of looking at 64 bytes at once, with its instructions played by
// SIMDe (package libsimde-dev), since few machines have them.

#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<simde/x86/avx512.h>)
#define HAVE_SIMDE 1
#endif
#endif

#if defined(HAVE_SIMDE)

#include <immintrin.h>
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>

#define gz_word_classes_avx512 play_avx512
// The source itself, since it is compiled in another way.
#include "rules/text/word_classes_avx512.c"  // NOLINT(bugprone-suspicious-include)
#undef gz_word_classes_avx512

#include "tests/support/class_reference.h"

static void fill(struct gz_str text, const struct gz_word_classes *out)
{
    const size_t blocks = gz_word_classes_size(text.len_bytes);
    uint8_t *bytes = calloc(blocks * 64 + 2, 1);
    CHECK(bytes != NULL);
    memcpy(bytes, text.ptr, text.len_bytes);
    play_avx512(bytes, blocks, out);
    free(bytes);
}

int main(void)
{
    class_check_all(fill);
    return 0;
}

#else

#include <stdio.h>

int main(void)
{
    puts("skipped: no SIMDe here (package libsimde-dev), or no x86-64");
    return 0;
}

#endif
