// Any bytes, as the choices of which a random rule and a random text are made:
// the matcher finds what the slow reference does.

#include "tests/support/rule_random_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct random_counts counts = {0};
    struct rule_draw d = {.bytes = data, .len = size, .seed = 1};
    random_run(&d, &counts);
    return 0;
}
