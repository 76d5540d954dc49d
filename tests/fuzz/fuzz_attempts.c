#include <assert.h>

#include "daemon/flow/attempts.h"

// Metadata of offsets, which anyone who may join the group can write.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[GZ_ATTEMPTS_TEXT_BYTES];
    const struct gz_attempts a =
        gz_attempts_parse(gz_str_of((const char *)data, size));

    gz_attempts_print(a, text);
    const struct gz_attempts again = gz_attempts_parse(gz_str_z(text));
    assert(gz_attempts_same(again, a) && a.alone <= a.zone);
    return 0;
}
