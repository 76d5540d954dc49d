#include "daemon/alert/preview/preview_reader.h"

#include "codecs/event_decode.h"
#include "daemon/base/arena.h"
#include "daemon/notify/topic_span.h"

enum { ARENA_BYTES = 32 << 20 };

static const int64_t hour_ms = (int64_t)3600 * 1000;
static const int64_t day_ms = 24 * (int64_t)3600 * 1000;

struct reading {
    const struct gz_preview_request *request;
    struct gz_preview_report *report;
    struct gz_arena *arena;  // of one event
    int64_t deadline_us;
};

static enum gz_status out_of_memory(struct gz_error *err)
{
    return gz_error_set(err, GZ_NO_MEMORY, "out of memory for a preview");
}

static bool is_stopped(void *ctx)
{
    const struct reading *r = ctx;
    const struct gz_preview_request *q = r->request;

    return (q->stop != NULL && q->stop(q->stop_ctx)) ||
           (q->time_limit_ms > 0 &&
            gz_clock_monotonic_us(q->clock) >= r->deadline_us);
}

// By the hour for up to three days.
static void init_report(struct gz_preview_report *report, int64_t since_ms,
                        int64_t end_ms)
{
    *report = (struct gz_preview_report){
        .since_ms = since_ms,
        .end_ms = end_ms,
        .slot_ms = end_ms - since_ms > 3 * day_ms ? day_ms : hour_ms,
    };
}

static enum gz_status open_preview(const struct gz_preview_request *q,
                                   struct gz_alert_preview_options *options,
                                   struct gz_preview_report *report)
{
    options->max_age_ms = q->max_age_ms;
    options->end_ms = report->end_ms;
    options->event_limit = q->event_limit;
    options->limits.samples = q->samples;
    options->limits.slot_ms = report->slot_ms;
    report->preview = gz_alert_preview_new(options, q->subscriptions, q->count);
    if (report->preview == NULL) {
        return GZ_NO_MEMORY;
    }
    report->needs_ms = gz_alert_preview_needs_ms(report->preview);
    return GZ_OK;
}

// --- of the topic ---

static enum gz_status on_open(void *ctx,
                              const struct gz_topic_span_extent *extent)
{
    struct reading *r = ctx;
    struct gz_alert_preview_options options = {
        .partition_count = extent->partitions,
        .since_ms = extent->partial ? 0 : r->request->since_ms,
        .stop = is_stopped,
        .stop_ctx = r,
    };

    r->report->partial = extent->partial;
    return open_preview(r->request, &options, r->report);
}

static enum gz_status on_record(void *ctx, const struct gz_record *record)
{
    struct reading *r = ctx;
    const struct gz_event *event = NULL;

    gz_arena_reset(r->arena);
    if (gz_event_decode_single_object(record->value, r->request->fingerprint,
                                      r->arena, &event, NULL) != GZ_OK) {
        r->report->skipped++;
        return GZ_OK;
    }
    return gz_alert_preview_event(r->report->preview,
                                  (uint32_t)record->partition, event);
}

static enum gz_status on_end(void *ctx, uint32_t partition)
{
    struct reading *r = ctx;

    return gz_alert_preview_end(r->report->preview, partition);
}

static void on_lost(void *ctx)
{
    ((struct reading *)ctx)->report->partial = true;
}

static enum gz_status read_topic(struct reading *r, struct gz_error *err)
{
    const struct gz_preview_request *q = r->request;
    const struct gz_topic_span_options options = {
        .port = q->port,
        .clock = q->clock,
        .since_ms = q->since_ms,
        .stop = is_stopped,
        .stop_ctx = r,
    };
    const struct gz_topic_span_sink sink = {r, on_open, on_record, on_end,
                                            on_lost};
    const enum gz_status st = gz_topic_span_read(&options, &sink, err);

    if (st == GZ_LIMIT && is_stopped(r)) {
        gz_alert_preview_cut(r->report->preview, GZ_PREVIEW_TIME);
    }
    if (st == GZ_NO_MEMORY) {
        return out_of_memory(err);
    }
    return st == GZ_LIMIT ? GZ_OK : st;
}

enum gz_status gz_preview_reader_run(const struct gz_preview_request *request,
                                     struct gz_preview_report *out,
                                     struct gz_error *err)
{
    struct reading r = {.request = request, .report = out};

    init_report(out, request->since_ms, gz_clock_realtime_ms(request->clock));
    r.deadline_us =
        gz_clock_monotonic_us(request->clock) + request->time_limit_ms * 1000;
    r.arena = gz_arena_new(ARENA_BYTES);
    const enum gz_status st =
        r.arena != NULL ? read_topic(&r, err) : out_of_memory(err);
    gz_arena_free(r.arena);
    if (st == GZ_OK) {
        gz_alert_preview_result(out->preview, &out->result);
    }
    return st;
}

void gz_preview_reader_fini(struct gz_preview_report *report)
{
    gz_alert_preview_free(report->preview);
    report->preview = NULL;
}

// --- of events in memory ---

enum gz_status
gz_preview_reader_events(const struct gz_preview_request *request,
                         const struct gz_event *const *events, size_t count,
                         struct gz_preview_report *out, struct gz_error *err)
{
    struct gz_alert_preview_options options = {.partition_count = 1};
    const int64_t first_ms = count > 0 ? events[0]->article->ingested_ms : 1;
    const int64_t last_ms =
        count > 0 ? events[count - 1]->article->ingested_ms : 1;

    init_report(out, first_ms, last_ms);
    enum gz_status st = open_preview(request, &options, out);
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        st = gz_alert_preview_event(out->preview, 0, events[i]);
    }
    st = st == GZ_OK ? gz_alert_preview_end(out->preview, 0) : st;
    if (st == GZ_NO_MEMORY) {
        return out_of_memory(err);
    }
    gz_alert_preview_result(out->preview, &out->result);
    return GZ_OK;
}
