// Every part runs once, whatever the numbers of parts and threads.

#include "daemon/base/parallel.h"

#include <pthread.h>

#include "tests/support/check.h"

enum { PARTS_MAX = 1000 };

struct board {
    unsigned times[PARTS_MAX];       // how often each part ran
    unsigned threads[PARTS_MAX];     // who ran it
    uint64_t sums[GZ_PARALLEL_MAX];  // by thread
    pthread_t caller;
    bool first_elsewhere;
    uint64_t given;  // written before the start
};

static void on_part(void *context, size_t part, unsigned thread)
{
    struct board *b = context;
    b->times[part]++;
    b->threads[part] = thread;
    b->sums[thread] += part + b->given;
    if (part == 0) {
        b->first_elsewhere = pthread_equal(pthread_self(), b->caller) == 0;
    }
}

static void check_run(size_t parts, unsigned threads)
{
    struct board b = {.caller = pthread_self(), .given = 7};
    gz_parallel_run(parts, threads, on_part, &b);
    uint64_t sum = 0;
    for (size_t i = 0; i < PARTS_MAX; i++) {
        CHECK_EQ(b.times[i], i < parts ? 1 : 0);
        CHECK(b.threads[i] < threads);
    }
    for (unsigned i = 0; i < GZ_PARALLEL_MAX; i++) {
        sum += b.sums[i];
    }
    CHECK_EQ(sum, parts == 0 ? 0 : parts * (parts - 1) / 2 + 7 * parts);
    CHECK(!b.first_elsewhere);
}

int main(void)
{
    static const size_t parts[] = {0, 1, 2, 3, 17, PARTS_MAX};
    static const unsigned threads[] = {1, 2, 3, 8, GZ_PARALLEL_MAX};
    for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
        for (size_t t = 0; t < sizeof(threads) / sizeof(threads[0]); t++) {
            check_run(parts[p], threads[t]);
        }
    }
    const unsigned usual = gz_parallel_default();
    CHECK(usual >= 1 && usual <= 8);
    return 0;
}
