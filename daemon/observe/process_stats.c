#include "daemon/observe/process_stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon/observe/metrics.h"

// The two first numbers of proc(5)'s statm: pages in all, pages resident.
static void read_memory(struct gz_process_stats *out)
{
    const uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
    char line[128];
    FILE *file = fopen("/proc/self/statm", "re");

    if (file == NULL) {
        return;
    }
    if (fgets(line, sizeof(line), file) != NULL) {
        char *rest = NULL;
        out->virtual_bytes = strtoull(line, &rest, 10) * page_bytes;
        out->resident_bytes = strtoull(rest, NULL, 10) * page_bytes;
    }
    fclose(file);
}

static uint64_t microseconds(struct timeval t)
{
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_usec;
}

void gz_process_stats_read(struct gz_process_stats *out)
{
    struct rusage usage;

    *out = (struct gz_process_stats){0};
    read_memory(out);
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        out->cpu_us =
            microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    }
}

void gz_process_stats_page(const struct gz_process_stats *stats,
                           struct gz_buffer *out)
{
    gz_metrics_append_head(out, "process_resident_memory_bytes", "gauge",
                           "Memory of the process in RAM.");
    gz_buffer_append_fmt(out, "process_resident_memory_bytes %" PRIu64 "\n",
                         stats->resident_bytes);
    gz_metrics_append_head(out, "process_virtual_memory_bytes", "gauge",
                           "Address space of the process.");
    gz_buffer_append_fmt(out, "process_virtual_memory_bytes %" PRIu64 "\n",
                         stats->virtual_bytes);
    gz_metrics_append_head(out, "process_cpu_seconds_total", "counter",
                           "User and system CPU time spent.");
    gz_buffer_append_fmt(
        out, "process_cpu_seconds_total %" PRIu64 ".%06" PRIu64 "\n",
        stats->cpu_us / 1000000, stats->cpu_us % 1000000);
}
