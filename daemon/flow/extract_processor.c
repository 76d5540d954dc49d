#include "daemon/flow/extract_processor.h"

#include <stdlib.h>

#include "daemon/base/arena.h"
#include "daemon/flow/dead_letter.h"

enum { LETTERS_BYTES = 8 * 1024 * 1024 };

struct extract {
    struct gz_extract_processor_options options;
    struct gz_pipeline *pipeline;
    struct gz_arena *letters;  // dead letters that are not the pipeline's
    struct gz_ruleset *rules;  // one reference
    uint32_t rules_version;
};

static void release(void *ctx)
{
    struct extract *e = ctx;

    gz_pipeline_free(e->pipeline);
    gz_arena_free(e->letters);
    gz_ruleset_unref(e->rules);
    free(e);
}

static void refresh_rules(struct extract *e)
{
    if (gz_rules_cell_version(e->options.rules) != e->rules_version) {
        gz_ruleset_unref(e->rules);
        e->rules = gz_rules_cell_get(e->options.rules, &e->rules_version);
    }
}

static void count(const struct extract *e, const struct gz_record *in,
                  const struct gz_pipeline_result *r)
{
    struct gz_metrics_set *m = e->options.metrics;

    gz_metrics_add(m, GZ_METRIC_ARTICLES, 1);
    gz_metrics_add(m, GZ_METRIC_BYTES_IN, in->value.len_bytes);
    gz_metrics_add(m, GZ_METRIC_MENTIONS, r->mention_count);
    gz_metrics_add(m, GZ_METRIC_FACTS, r->fact_count);
    gz_metrics_add(m, GZ_METRIC_RULE_MATCHES, r->rule_matches);
    gz_metrics_add(m, GZ_METRIC_RULE_STEPS, r->rule_steps);
    gz_metrics_add(m, GZ_METRIC_TRUNCATED, r->truncated ? 1 : 0);
    if (r->dead_code != NULL) {
        gz_metrics_dead_letter(m, r->dead_code);
    }
}

static enum gz_status run(void *ctx, const struct gz_record *in,
                          struct gz_processor_result *out, struct gz_error *err)
{
    struct extract *e = ctx;
    struct gz_pipeline_result result;

    refresh_rules(e);
    const enum gz_status st =
        gz_pipeline_run(e->pipeline, e->rules, in, &result);
    if (st != GZ_OK) {
        return gz_error_set(err, st, "out of memory for an article");
    }
    count(e, in, &result);
    *out = (struct gz_processor_result){result.outputs, result.output_count};
    return GZ_OK;
}

static enum gz_status set_aside(void *ctx, const struct gz_record *in,
                                const struct gz_processor_cause *cause,
                                const struct gz_output **out)
{
    struct extract *e = ctx;
    const struct gz_dead_letter_reason reason = {
        .code = gz_str_z(cause->code),
        .stage = gz_str_z(cause->stage),
        .message = gz_str_z(cause->message),
        .ruleset = gz_str_z(gz_ruleset_hash(e->rules)),
    };

    gz_arena_reset(e->letters);
    struct gz_output *letter = GZ_ARENA_NEW(e->letters, struct gz_output);
    if (letter == NULL ||
        gz_dead_letter_build(&e->options.pipeline.dead_letter, in, &reason,
                             e->letters, letter) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    gz_metrics_dead_letter(e->options.metrics, cause->code);
    *out = letter;
    return GZ_OK;
}

enum gz_status
gz_extract_processor_new(const struct gz_extract_processor_options *options,
                         struct gz_processor *out, struct gz_error *err)
{
    struct extract *e = calloc(1, sizeof(*e));
    if (e == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    e->options = *options;
    e->rules = gz_rules_cell_get(options->rules, &e->rules_version);
    e->letters = gz_arena_new(LETTERS_BYTES);
    enum gz_status st = gz_pipeline_new(&options->pipeline, &e->pipeline, err);
    if (st == GZ_OK && e->letters == NULL) {
        st = gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    if (st != GZ_OK) {
        release(e);
        return st;
    }
    *out = (struct gz_processor){
        .ctx = e, .free = release, .run = run, .set_aside = set_aside};
    return GZ_OK;
}
