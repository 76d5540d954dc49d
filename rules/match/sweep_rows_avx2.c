// For processors with AVX2; see CMakeLists.txt for how it is compiled.

#include "rules/match/sweep_rows.h"

#if defined(__x86_64__)

#define REGISTER_WORDS 4
#include "rules/match/sweep_rows_body.h"

const uint64_t *gz_sweep_rows_avx2(const struct gz_sweep *s,
                                   const struct gz_sweep_op *ops,
                                   uint32_t count)
{
    return take_ops(s, ops, count);
}

#else

typedef int gz_sweep_rows_avx2_is_for_x86;

#endif
