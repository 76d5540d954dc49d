#ifndef GZ_EXTRACT_PROCESSOR_H
#define GZ_EXTRACT_PROCESSOR_H

#include "daemon/flow/pipeline.h"
#include "daemon/flow/processor.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/observe/metrics.h"

struct gz_extract_processor_options {
    struct gz_pipeline_options pipeline;
    struct gz_rules_cell *rules;     // borrowed
    struct gz_metrics_set *metrics;  // borrowed
};

/**
 * The processor that makes entity events of articles, with the newest rules
 * that the cell holds.  Release it with its own free.
 */
enum gz_status
gz_extract_processor_new(const struct gz_extract_processor_options *options,
                         struct gz_processor *out,
                         struct gz_error *err) GZ_MUST_CHECK;

#endif
