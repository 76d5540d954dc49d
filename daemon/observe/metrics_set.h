#ifndef GZ_METRICS_SET_H
#define GZ_METRICS_SET_H

#include <stdatomic.h>
#include <stdint.h>

#include "daemon/observe/metrics.h"

/*
 * The memory of the metrics, shared by metrics.c (writes) and metrics_page.c
 * (reads); nobody else includes this.
 */
#define GZ_METRICS_LINE_BYTES 64  // of a cache
#define GZ_METRICS_BOUNDS 13      // of a histogram, without +Inf

struct gz_metrics_bound {
    int64_t limit_us;   // belongs to the bucket
    const char *label;  // the same in seconds
};

extern const struct gz_metrics_bound gz_metrics_bounds[GZ_METRICS_BOUNDS];

struct gz_metrics_code {
    char name[GZ_METRICS_CODE_BYTES];  // never changes once it is set
    _Atomic int64_t count;
};

struct gz_metrics_histogram {
    _Atomic int64_t buckets[GZ_METRICS_BOUNDS + 1];  // not cumulated
    _Atomic int64_t duration_us;                     // the sum
};

enum {
    GZ_METRICS_ARTICLE_DURATION,
    GZ_METRICS_COMMIT_DURATION,
    GZ_METRICS_HISTOGRAMS,
};

struct gz_metrics_set {
    _Atomic int64_t values[GZ_METRIC_COUNT];
    struct gz_metrics_histogram histograms[GZ_METRICS_HISTOGRAMS];
    _Atomic uint32_t code_count;  // published with release
    struct gz_metrics_code codes[GZ_METRICS_CODES];
    struct gz_metrics_code other;  // has no name
} __attribute__((aligned(GZ_METRICS_LINE_BYTES)));

struct gz_metrics {
    uint32_t count;
    struct gz_metrics_set sets[];
};

/** A value that another thread may be writing. */
static inline int64_t gz_metrics_load(const _Atomic int64_t *value)
{
    return atomic_load_explicit(value, memory_order_relaxed);
}

#endif
