#include "daemon/commands/alert_lab.h"

#include <stdlib.h>

#include "daemon/alert/alert_engine.h"
#include "daemon/base/json_writer.h"
#include "daemon/flow/pipeline.h"

struct gz_alert_lab {
    struct gz_ruleset *rules;
    struct gz_pipeline *pipeline;
    struct gz_buffer json;
};

enum gz_status gz_alert_lab_new(const struct gz_config *config,
                                struct gz_ruleset *rules,
                                struct gz_alert_lab **out, struct gz_error *err)
{
    struct gz_alert_lab *lab = calloc(1, sizeof(*lab));
    struct gz_pipeline_options options = gz_config_pipeline(config, 0);
    *out = NULL;
    if (lab == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    options.decode = (struct gz_decode_options){.format = GZ_ARTICLE_JSON};
    lab->rules = gz_ruleset_ref(rules);
    gz_buffer_init(&lab->json, 0);
    const enum gz_status st = gz_pipeline_new(&options, &lab->pipeline, err);
    if (st != GZ_OK) {
        gz_alert_lab_free(lab);
        return st;
    }
    *out = lab;
    return GZ_OK;
}

void gz_alert_lab_free(struct gz_alert_lab *lab)
{
    if (lab != NULL) {
        gz_pipeline_free(lab->pipeline);
        gz_ruleset_unref(lab->rules);
        gz_buffer_fini(&lab->json);
        free(lab);
    }
}

// --- one run ---

struct run {
    struct gz_alert_lab *lab;
    const struct gz_alert_example *example;
    const struct gz_subscription_index *index;
    struct gz_alert_engine *engine;
    struct gz_alert_sink sink;
    struct gz_arena *arena;
    struct gz_alert_example_alert *alerts;
    uint32_t count;
    struct gz_error *err;
};

static enum gz_status on_alert(void *ctx, const struct gz_alert_event *alert)
{
    struct run *r = ctx;
    const size_t size = sizeof(*r->alerts);
    void *grown = gz_arena_grow(r->arena, r->alerts, r->count * size,
                                (r->count + 1) * size);
    if (grown == NULL) {
        return GZ_NO_MEMORY;
    }
    r->alerts = grown;
    return gz_alert_example_show(alert, r->example->start_ms, r->arena,
                                 &r->alerts[r->count++]);
}

static enum gz_status pass(struct run *r, int64_t until_ms)
{
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_alert_engine_next_ms(r->engine) <= until_ms) {
        const int64_t next_ms = gz_alert_engine_next_ms(r->engine);
        st = gz_alert_engine_tick(r->engine, r->index, next_ms, next_ms,
                                  &r->sink);
    }
    return st;
}

// Without an id an article is known by its text, as everywhere.
static void write_article(struct run *r,
                          const struct gz_alert_example_article *a)
{
    struct gz_json_writer w;
    gz_buffer_clear(&r->lab->json);
    gz_json_writer_init(&w, &r->lab->json);
    gz_json_object(&w);
    for (int f = 0; f < GZ_ALERT_EXAMPLE_FIELDS; f++) {
        if (a->fields[f].len_bytes > 0) {
            gz_json_key(&w, gz_alert_example_field_name(
                                (enum gz_alert_example_field)f));
            gz_json_str(&w, a->fields[f]);
        }
    }
    gz_json_object_end(&w);
}

static enum gz_status take_article(struct run *r,
                                   const struct gz_alert_example_article *a,
                                   uint32_t number)
{
    struct gz_pipeline_view view;
    struct gz_decode_failure failure;
    write_article(r, a);
    const struct gz_record record = {
        .offset = number,
        .timestamp_ms = a->at_ms,
        .value = gz_buffer_str(&r->lab->json),
    };
    if (gz_pipeline_view(r->lab->pipeline, r->lab->rules, &record, &view,
                         &failure) != GZ_OK) {
        return gz_error_set(r->err, GZ_INVALID, "article %u: %s", number + 1,
                            failure.message);
    }
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < view.event_count; i++) {
        st = gz_alert_engine_event(r->engine, r->index, &view.events[i],
                                   a->at_ms, &r->sink);
    }
    return st;
}

// The clock begins to run.
static enum gz_status start(struct run *r)
{
    const int64_t start_ms = r->example->start_ms;
    const enum gz_status st = gz_alert_engine_start(r->engine);
    return st == GZ_OK ? gz_alert_engine_tick(r->engine, r->index, start_ms,
                                              start_ms, &r->sink)
                       : st;
}

static enum gz_status run_all(struct run *r)
{
    const struct gz_alert_example *e = r->example;
    enum gz_status st = start(r);
    for (uint32_t i = 0; st == GZ_OK && i < e->article_count; i++) {
        st = pass(r, e->articles[i].at_ms);
        st = st == GZ_OK ? take_article(r, &e->articles[i], i) : st;
    }
    return st == GZ_OK ? pass(r, e->until_ms) : st;
}

enum gz_status gz_alert_lab_run(struct gz_alert_lab *lab,
                                const struct gz_subscription_index *index,
                                const struct gz_alert_example *example,
                                struct gz_arena *arena,
                                struct gz_alert_example_alert **out,
                                uint32_t *count, struct gz_error *err)
{
    const struct gz_alert_options options = {.since_ms = example->complete};
    struct run r = {
        .lab = lab,
        .example = example,
        .index = index,
        .engine = gz_alert_engine_new(&options),
        .sink = {.alert = on_alert},
        .arena = arena,
        .err = err,
    };
    r.sink.ctx = &r;
    enum gz_status st = r.engine != NULL ? run_all(&r) : GZ_NO_MEMORY;
    gz_alert_engine_free(r.engine);
    if (st == GZ_NO_MEMORY) {
        gz_error_set(err, st, "out of memory");
    }
    *out = r.alerts;
    *count = r.count;
    return st;
}
