// Random rules find in random texts what their definition says.
//
//     test_matcher_random [CASES [SEED]]

#include "tests/support/rule_random_run.h"

int main(int argc, char **argv)
{
    const long cases = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
    const uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct random_counts counts = {0};
    for (long i = 0; i < cases; i++) {
        struct rule_draw d = {.seed = seed * 1000003U + (uint64_t)i};
        random_run(&d, &counts);
    }
    if (argc > 1) {
        printf("%ld cases, %ld compiled, %ld compared, %ld matches\n", cases,
               counts.compiled, counts.compared, counts.matches);
    }
    CHECK(counts.compared > cases / 4 && counts.matches > cases / 10);
    return 0;
}
