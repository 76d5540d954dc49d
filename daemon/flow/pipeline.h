#ifndef GZ_PIPELINE_H
#define GZ_PIPELINE_H

#include <stdint.h>

#include "codecs/article.h"
#include "codecs/decode.h"
#include "codecs/event.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/dead_letter.h"
#include "daemon/flow/record.h"
#include "rules/findings.h"
#include "rules/ruleset.h"

/*
 * The way of one article: decode, cut, find, resolve, encode.  A pipeline
 * owns the scratch memory of one worker and belongs to its thread.
 */
struct gz_pipeline;

struct gz_pipeline_options {
    struct gz_decode_options decode;
    struct gz_str event_topic;  // borrowed for the pipeline's life
    struct gz_dead_letter_options dead_letter;
    size_t arena_bytes;         // per article; 0: 16 MiB
    size_t output_limit_bytes;  // largest event; 0: 900 kB
    uint64_t fingerprint;       // of the event schema
};

// What became of one input; all of it is borrowed until the next run.
struct gz_pipeline_result {
    const struct gz_output *outputs;  // events, or one dead letter
    uint32_t output_count;
    uint32_t event_count;
    uint32_t mention_count;
    uint32_t fact_count;
    uint64_t rule_matches;
    uint64_t rule_steps;
    bool truncated;
    const char *dead_code;  // NULL when the article went well
};

/** An owned pipeline; release with gz_pipeline_free(). */
enum gz_status gz_pipeline_new(const struct gz_pipeline_options *options,
                               struct gz_pipeline **out,
                               struct gz_error *err) GZ_MUST_CHECK;
void gz_pipeline_free(struct gz_pipeline *p);

/**
 * Run one record under a rule set, of which the pipeline keeps a reference
 * until it is given another.  A bad article is no failure: its result
 * is a dead letter.  Fails with GZ_NO_MEMORY only.
 */
enum gz_status gz_pipeline_run(struct gz_pipeline *p, struct gz_ruleset *rules,
                               const struct gz_record *in,
                               struct gz_pipeline_result *out) GZ_MUST_CHECK;

// The same way, stopped before encoding, for tools; borrowed until the next
// run.  events are what gz_pipeline_run() would have encoded.  arena may be
// used for what is made of the rest.
struct gz_pipeline_view {
    struct gz_arena *arena;
    const struct gz_article *article;
    const struct gz_document *document;
    const struct gz_findings *findings;
    const struct gz_event *events;
    uint32_t event_count;
};

struct gz_extract_trace;

/**
 * GZ_INVALID with *failure filled for a bad article.  trace: filled with every
 * decision, see rules/extract_trace.h; NULL: nothing is recorded.
 */
enum gz_status gz_pipeline_view_traced(
    struct gz_pipeline *p, struct gz_ruleset *rules, const struct gz_record *in,
    struct gz_extract_trace *trace, struct gz_pipeline_view *out,
    struct gz_decode_failure *failure) GZ_MUST_CHECK;

/** The same without a trace. */
enum gz_status
gz_pipeline_view(struct gz_pipeline *p, struct gz_ruleset *rules,
                 const struct gz_record *in, struct gz_pipeline_view *out,
                 struct gz_decode_failure *failure) GZ_MUST_CHECK;

#endif
