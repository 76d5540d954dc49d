#ifndef GZ_PROCESS_STATS_H
#define GZ_PROCESS_STATS_H

#include <stdint.h>

#include "daemon/base/buffer.h"

/*
 * What the kernel says of this process, under the names that Prometheus'
 * client libraries use.
 */
struct gz_process_stats {
    uint64_t resident_bytes;
    uint64_t virtual_bytes;
    uint64_t cpu_us;  // user and system
};

/** Ask the kernel; what it does not tell is 0. */
void gz_process_stats_read(struct gz_process_stats *out);

/** Append the metrics in the text format. */
void gz_process_stats_page(const struct gz_process_stats *stats,
                           struct gz_buffer *out);

#endif
