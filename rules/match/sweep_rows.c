// For every processor.

#include "rules/match/sweep_rows.h"

#define REGISTER_WORDS 2
#include "rules/match/sweep_rows_body.h"

const uint64_t *gz_sweep_rows_plain(const struct gz_sweep *s,
                                    const struct gz_sweep_op *ops,
                                    uint32_t count)
{
    return take_ops(s, ops, count);
}

gz_sweep_rows_fn *gz_sweep_rows_choose(enum gz_simd simd)
{
#if defined(__x86_64__)
    if (simd != GZ_SIMD_NONE) {
        return gz_sweep_rows_avx2;
    }
#endif
    (void)simd;
    return gz_sweep_rows_plain;
}
