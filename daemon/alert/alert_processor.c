#include "daemon/alert/alert_processor.h"

#include <stdio.h>
#include <stdlib.h>

#include "codecs/event_decode.h"
#include "daemon/alert/alert_outputs.h"
#include "daemon/base/arena.h"

enum {
    ARENA_BYTES = 32 * 1024 * 1024,  // of one event, decoded
    LETTERS_BYTES = 8 * 1024 * 1024,
    SOURCE_BYTES = 256 + 16,
};

struct lane {
    int32_t partition;
    struct gz_alert_engine *engine;
    int64_t reached_ms;  // time of the latest event, 0: none yet
    int64_t end;         // all before it was handed out; -1: there is more
};

struct alerts {
    struct gz_alert_processor_options options;
    struct gz_subscription_index *ix;
    uint32_t ix_version;
    struct lane *lanes;
    size_t lane_count;
    struct gz_arena *arena;    // of one event
    struct gz_arena *letters;  // dead letters
    struct gz_alert_outputs outputs;
    int32_t partition;  // whose engine hands out
    char source[SOURCE_BYTES];
};

static void drop_lanes(struct alerts *a)
{
    for (size_t i = 0; i < a->lane_count; i++) {
        gz_alert_engine_free(a->lanes[i].engine);
    }
    free(a->lanes);
    a->lanes = NULL;
    a->lane_count = 0;
}

static void release(void *ctx)
{
    struct alerts *a = ctx;

    drop_lanes(a);
    gz_subscription_index_free(a->ix);
    gz_arena_free(a->arena);
    gz_arena_free(a->letters);
    gz_alert_outputs_fini(&a->outputs);
    free(a);
}

static struct lane *find_lane(struct alerts *a, int32_t partition)
{
    for (size_t i = 0; i < a->lane_count; i++) {
        if (a->lanes[i].partition == partition) {
            return &a->lanes[i];
        }
    }
    return NULL;
}

static enum gz_status out_of_memory(struct gz_error *err)
{
    return gz_error_set(err, GZ_NO_MEMORY, "out of memory for alerts");
}

static bool refresh(struct alerts *a)
{
    if (gz_subscription_cell_version(a->options.subscriptions) ==
        a->ix_version) {
        return true;
    }
    gz_subscription_index_free(a->ix);
    a->ix = gz_subscription_cell_get(a->options.subscriptions, &a->ix_version);
    if (a->ix == NULL) {
        a->ix_version = 0;
        return false;
    }
    return true;
}

static int64_t now_ms(const struct alerts *a)
{
    return gz_clock_realtime_ms(a->options.clock);
}

// --- what an engine hands out ---

static enum gz_status on_alert(void *ctx, const struct gz_alert_event *alert)
{
    struct alerts *a = ctx;

    gz_metrics_add(a->options.metrics, GZ_METRIC_ALERTS, 1);
    return gz_alert_outputs_alert(&a->outputs, alert,
                                  a->options.alert_fingerprint);
}

static enum gz_status on_state(void *ctx, struct gz_str key,
                               struct gz_str value)
{
    struct alerts *a = ctx;

    return gz_alert_outputs_state(&a->outputs, a->partition, key, value);
}

static struct gz_alert_sink sink_of(struct alerts *a, const struct lane *lane)
{
    a->partition = lane->partition;
    gz_alert_outputs_clear(&a->outputs);
    return (struct gz_alert_sink){on_alert, on_state, a};
}

// st: how the engine's call went.
static enum gz_status conclude(struct alerts *a, const struct lane *lane,
                               const struct gz_alert_sink *sink,
                               enum gz_status st,
                               struct gz_processor_result *out,
                               struct gz_error *err)
{
    if (st == GZ_OK) {
        st = gz_alert_engine_flush(lane->engine, sink);
    }
    if (st != GZ_OK) {
        return out_of_memory(err);
    }
    out->outputs = gz_alert_outputs_all(&a->outputs);
    out->count = a->outputs.count;
    return out->outputs == NULL ? out_of_memory(err) : GZ_OK;
}

// --- records ---

static enum gz_status build_letter(struct alerts *a, const struct gz_record *in,
                                   const char *code, const char *stage,
                                   const char *message,
                                   const struct gz_output **out)
{
    const struct gz_dead_letter_reason reason = {
        .code = gz_str_z(code),
        .stage = gz_str_z(stage),
        .message = gz_str_z(message),
    };

    gz_arena_reset(a->letters);
    struct gz_output *letter = GZ_ARENA_NEW(a->letters, struct gz_output);
    if (letter == NULL ||
        gz_dead_letter_build(&a->options.dead_letter, in, &reason, a->letters,
                             letter) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    gz_metrics_dead_letter(a->options.metrics, code);
    *out = letter;
    return GZ_OK;
}

static enum gz_status set_aside(void *ctx, const struct gz_record *in,
                                const struct gz_processor_cause *cause,
                                const struct gz_output **out)
{
    return build_letter(ctx, in, cause->code, cause->stage, cause->message,
                        out);
}

static enum gz_status refuse(struct alerts *a, const struct gz_record *in,
                             const char *message,
                             struct gz_processor_result *out,
                             struct gz_error *err)
{
    out->count = 1;
    return build_letter(a, in, GZ_DEAD_LETTER_NO_EVENT, "decode", message,
                        &out->outputs) == GZ_OK
               ? GZ_OK
               : out_of_memory(err);
}

static enum gz_status run(void *ctx, const struct gz_record *in,
                          struct gz_processor_result *out, struct gz_error *err)
{
    struct alerts *a = ctx;
    struct lane *lane = find_lane(a, in->partition);
    const struct gz_event *event = NULL;
    struct gz_error why;

    if (lane == NULL || !refresh(a)) {
        return out_of_memory(err);
    }
    gz_metrics_add(a->options.metrics, GZ_METRIC_ALERT_EVENTS, 1);
    lane->end = in->offset < lane->end ? lane->end : -1;
    gz_arena_reset(a->arena);
    gz_error_init(&why);
    enum gz_status st = gz_event_decode_single_object(
        in->value, a->options.event_fingerprint, a->arena, &event, &why);
    if (st != GZ_OK) {
        st = refuse(a, in,
                    st == GZ_NO_MEMORY ? "the event is too large"
                                       : gz_error_text(&why),
                    out, err);
    } else {
        const struct gz_alert_sink sink = sink_of(a, lane);
        const int64_t at_ms = event->article->ingested_ms;
        lane->reached_ms = at_ms > lane->reached_ms ? at_ms : lane->reached_ms;
        st =
            gz_alert_engine_event(lane->engine, a->ix, event, now_ms(a), &sink);
        st = conclude(a, lane, &sink, st, out, err);
    }
    gz_error_fini(&why);
    return st;
}

// --- memory ---

struct recalling {
    struct alerts *a;
    const struct gz_position *positions;
    size_t count;
    struct lane *lane;  // of the record before
};

static enum gz_status make_lanes(struct alerts *a,
                                 const struct gz_position *positions,
                                 size_t count, uint32_t partition_count)
{
    a->lanes = calloc(count, sizeof(*a->lanes));
    if (a->lanes == NULL) {
        return GZ_NO_MEMORY;
    }
    for (; a->lane_count < count; a->lane_count++) {
        const int32_t partition = positions[a->lane_count].partition;
        const struct gz_alert_options options = {
            .partition = (uint32_t)partition,
            .partition_count = partition_count,
            .max_age_ms = a->options.max_age_ms,
        };
        struct lane *lane = &a->lanes[a->lane_count];
        lane->partition = partition;
        lane->reached_ms = 0;
        lane->end = -1;
        lane->engine = gz_alert_engine_new(&options);
        if (lane->engine == NULL) {
            return GZ_NO_MEMORY;
        }
    }
    return GZ_OK;
}

static enum gz_status on_open(void *ctx, uint32_t partitions,
                              struct gz_error *err)
{
    const struct recalling *r = ctx;

    return make_lanes(r->a, r->positions, r->count, partitions) == GZ_OK
               ? GZ_OK
               : out_of_memory(err);
}

static enum gz_status on_record(void *ctx, int32_t partition, struct gz_str key,
                                struct gz_str value, struct gz_error *err)
{
    struct recalling *r = ctx;

    if (r->lane == NULL || r->lane->partition != partition) {
        r->lane = find_lane(r->a, partition);
    }
    return r->lane == NULL
               ? GZ_OK
               : gz_alert_engine_restore(r->lane->engine, key, value, err);
}

static enum gz_status start_lanes(struct alerts *a)
{
    enum gz_status st = GZ_OK;

    for (size_t i = 0; st == GZ_OK && i < a->lane_count; i++) {
        st = gz_alert_engine_start(a->lanes[i].engine);
    }
    return st;
}

static enum gz_status recall(void *ctx, const struct gz_position *positions,
                             size_t count, struct gz_error *err)
{
    struct alerts *a = ctx;
    const struct gz_alert_state_source *state = a->options.state;
    struct recalling r = {a, positions, count, NULL};
    const struct gz_alert_state_reader reader = {&r, on_open, on_record};

    drop_lanes(a);
    if (count == 0) {
        return GZ_OK;
    }
    enum gz_status st = state->read(state->ctx, positions, count, &reader, err);
    if (st == GZ_OK && start_lanes(a) != GZ_OK) {
        st = out_of_memory(err);
    }
    return st;
}

// --- time ---

static void at_end(void *ctx, int32_t partition, int64_t offset)
{
    struct lane *lane = find_lane(ctx, partition);

    if (lane != NULL) {
        lane->end = offset;
    }
}

static int64_t due_us(void *ctx)
{
    const struct alerts *a = ctx;
    int64_t next_ms = INT64_MAX;

    for (size_t i = 0; i < a->lane_count; i++) {
        const int64_t lane_ms = gz_alert_engine_next_ms(a->lanes[i].engine);
        next_ms = lane_ms < next_ms ? lane_ms : next_ms;
    }
    if (next_ms == INT64_MAX) {
        return INT64_MAX;
    }
    const int64_t left_ms = next_ms - now_ms(a);
    return gz_clock_monotonic_us(a->options.clock) +
           (left_ms > 0 ? left_ms * 1000 : 0);
}

static enum gz_status wake(void *ctx, int32_t *partition,
                           struct gz_processor_result *out,
                           struct gz_error *err)
{
    struct alerts *a = ctx;
    const int64_t now = now_ms(a);

    if (!refresh(a)) {
        return out_of_memory(err);
    }
    for (size_t i = 0; i < a->lane_count; i++) {
        struct lane *lane = &a->lanes[i];
        if (gz_alert_engine_next_ms(lane->engine) > now) {
            continue;
        }
        const struct gz_alert_sink sink = sink_of(a, lane);
        const enum gz_status st = gz_alert_engine_tick(
            lane->engine, a->ix, now, lane->end >= 0 ? now : lane->reached_ms,
            &sink);
        *partition = lane->partition;
        return conclude(a, lane, &sink, st, out, err);
    }
    return GZ_NOT_FOUND;
}

enum gz_status
gz_alert_processor_new(const struct gz_alert_processor_options *options,
                       struct gz_processor *out, struct gz_error *err)
{
    struct alerts *a = calloc(1, sizeof(*a));
    if (a == NULL) {
        return out_of_memory(err);
    }
    a->options = *options;
    a->arena = gz_arena_new(ARENA_BYTES);
    a->letters = gz_arena_new(LETTERS_BYTES);
    snprintf(a->source, sizeof(a->source), "/gazetted/" GZ_STR_FMT,
             GZ_STR_ARG(options->topic));
    gz_alert_outputs_init(&a->outputs, gz_str_z(a->source));
    if (a->arena == NULL || a->letters == NULL || !refresh(a)) {
        release(a);
        return out_of_memory(err);
    }
    *out = (struct gz_processor){
        .ctx = a,
        .free = release,
        .run = run,
        .set_aside = set_aside,
        .recall = recall,
        .at_end = at_end,
        .due_us = due_us,
        .wake = wake,
    };
    return GZ_OK;
}
