// The sets: what workers write.  The page is in metrics_page.c.

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/observe/metrics_set.h"

_Static_assert(sizeof(struct gz_metrics_set) % GZ_METRICS_LINE_BYTES == 0,
               "no two sets share a cache line");

struct gz_metrics *gz_metrics_new(uint32_t workers)
{
    const size_t count = (size_t)workers + 1;
    const size_t size =
        sizeof(struct gz_metrics) + count * sizeof(struct gz_metrics_set);
    struct gz_metrics *m = aligned_alloc(GZ_METRICS_LINE_BYTES, size);

    if (m != NULL) {
        memset(m, 0, size);
        m->count = (uint32_t)count;
    }
    return m;
}

void gz_metrics_free(struct gz_metrics *m)
{
    free(m);
}

struct gz_metrics_set *gz_metrics_set(struct gz_metrics *m, uint32_t k)
{
    assert(k < m->count);
    return &m->sets[k];
}

// A load and a store: with a single writer no locked instruction is needed.
static void bump(_Atomic int64_t *value, int64_t amount)
{
    atomic_store_explicit(
        value, atomic_load_explicit(value, memory_order_relaxed) + amount,
        memory_order_relaxed);
}

void gz_metrics_add(struct gz_metrics_set *s, enum gz_metric metric,
                    uint64_t amount)
{
    assert(metric < GZ_METRIC_COUNT);
    bump(&s->values[metric], (int64_t)amount);
}

void gz_metrics_put(struct gz_metrics_set *s, enum gz_metric gauge,
                    int64_t value)
{
    assert(gauge < GZ_METRIC_COUNT);
    atomic_store_explicit(&s->values[gauge], value, memory_order_relaxed);
}

static struct gz_metrics_code *find_code(struct gz_metrics_set *s,
                                         const char *name)
{
    const uint32_t count =
        atomic_load_explicit(&s->code_count, memory_order_relaxed);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(s->codes[i].name, name) == 0) {
            return &s->codes[i];
        }
    }
    const size_t size = strlen(name) + 1;
    if (count == GZ_METRICS_CODES || size > GZ_METRICS_CODE_BYTES) {
        return &s->other;
    }
    // A reader sees the name before it sees the row.
    memcpy(s->codes[count].name, name, size);
    atomic_store_explicit(&s->code_count, count + 1, memory_order_release);
    return &s->codes[count];
}

void gz_metrics_dead_letter(struct gz_metrics_set *s, const char *code)
{
    bump(&s->values[GZ_METRIC_DEAD_LETTERS], 1);
    bump(&find_code(s, code)->count, 1);
}

static void measure(struct gz_metrics_histogram *h, int64_t duration_us)
{
    const int64_t us = duration_us < 0 ? 0 : duration_us;
    size_t i = 0;
    while (i < GZ_METRICS_BOUNDS && us > gz_metrics_bounds[i].limit_us) {
        i++;
    }
    bump(&h->buckets[i], 1);
    bump(&h->duration_us, us);
}

void gz_metrics_latency(struct gz_metrics_set *s, int64_t duration_us)
{
    measure(&s->histograms[GZ_METRICS_ARTICLE_DURATION], duration_us);
}

void gz_metrics_commit(struct gz_metrics_set *s, int64_t duration_us)
{
    measure(&s->histograms[GZ_METRICS_COMMIT_DURATION], duration_us);
}

int64_t gz_metrics_read(const struct gz_metrics *m, enum gz_metric metric)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        sum += gz_metrics_load(&m->sets[i].values[metric]);
    }
    return sum;
}
