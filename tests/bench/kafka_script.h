#ifndef GZ_TEST_KAFKA_SCRIPT_H
#define GZ_TEST_KAFKA_SCRIPT_H

#include <librdkafka/rdkafka.h>
#include <stdint.h>

#include "daemon/flow/record.h"
#include "tests/bench/kafka_bench.h"

// The records that the daemon publishes for one article, without a topic.
struct gz_kafka_script {
    struct gz_output *outputs;
    rd_kafka_headers_t **headers;  // of each
    uint32_t count;
};

/**
 * One script for each article, in order, made by the daemon's own pipeline;
 * they stay until the process ends.
 */
struct gz_kafka_script *gz_kafka_scripts_write(struct gz_kafka_bench *b);

#endif
