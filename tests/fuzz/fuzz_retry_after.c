// Any bytes as a Retry-After header: never before now, never past the limit.

#include <assert.h>

#include "daemon/notify/retry_after.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str value = {(const char *)data, size};
    const int64_t now_ms = INT64_C(1795431600000);
    const int64_t wait_ms = gz_retry_after_ms(value, now_ms);

    assert(wait_ms >= -1 && wait_ms <= GZ_RETRY_AFTER_LIMIT_MS);
    // A date says when: later it is nearer.
    const int64_t later_ms = gz_retry_after_ms(value, now_ms + 1000);
    assert(later_ms <= wait_ms);
    assert((later_ms < 0) == (wait_ms < 0));
    return 0;
}
