#include "daemon/observe/process_stats.h"

#include "tests/support/check.h"

static void test_page(void)
{
    const struct gz_process_stats stats = {
        .resident_bytes = 123456789,
        .virtual_bytes = 9876543210,
        .cpu_us = 62000045,
    };
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    gz_process_stats_page(&stats, &out);
    CHECK_STR(gz_buffer_str(&out),
              "# HELP process_resident_memory_bytes Memory of the process in "
              "RAM.\n"
              "# TYPE process_resident_memory_bytes gauge\n"
              "process_resident_memory_bytes 123456789\n"
              "# HELP process_virtual_memory_bytes Address space of the "
              "process.\n"
              "# TYPE process_virtual_memory_bytes gauge\n"
              "process_virtual_memory_bytes 9876543210\n"
              "# HELP process_cpu_seconds_total User and system CPU time "
              "spent.\n"
              "# TYPE process_cpu_seconds_total counter\n"
              "process_cpu_seconds_total 62.000045\n");
    gz_buffer_fini(&out);
}

static void test_read(void)
{
    struct gz_process_stats stats;

    gz_process_stats_read(&stats);
    CHECK(stats.resident_bytes > 0);
    CHECK(stats.virtual_bytes >= stats.resident_bytes);
}

int main(void)
{
    test_page();
    test_read();
    return 0;
}
