#ifndef GZ_RECORD_H
#define GZ_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * A Kafka record as the flow sees it.  Views are borrowed from whoever
 * delivered it.  A NULL pointer in key or value is Kafka's null, which differs
 * from the empty string.
 */
struct gz_header {
    struct gz_str name;
    struct gz_str value;
};

struct gz_record {
    struct gz_str topic;
    int32_t partition;
    int64_t offset;
    int64_t timestamp_ms;
    struct gz_str key;
    struct gz_str value;
    const struct gz_header *headers;
    uint32_t header_count;
};

// Which of a worker's topics an output is for.
enum gz_output_to {
    GZ_TO_EVENTS,
    GZ_TO_DEAD_LETTERS,
    GZ_TO_STATE,
    GZ_TO_COUNT,
};

// A record to be published.
struct gz_output {
    enum gz_output_to to;
    int32_t partition;  // of GZ_TO_STATE; else the key decides
    struct gz_str key;
    struct gz_str value;
    const struct gz_header *headers;
    uint32_t header_count;
};

#endif
