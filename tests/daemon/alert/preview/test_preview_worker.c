// What a preview raises is what a worker raises for the same events.

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "codecs/event_encode.h"
#include "daemon/alert/alert_processor.h"
#include "tests/support/preview_fixture.h"

enum {
    PARTITIONS = 3,
    EVENTS = 600,
    LINES = 20000,
    EVENT_FINGERPRINT = 7,
    ALERT_FINGERPRINT = 8,
    FRAME_BYTES = 10,
};

static const char *const subscriptions[] = {
    "{id: plain, entities: {types: [Org]}, interval: 20m}",
    "{id: waits, entities: {ids: [e1, e2]}, wait: 7m, confirm: 0, repeat: 3h}",
    "{id: count, entities: {types: [Org]}, window: {count: 3, within: 2h}}",
    "{id: sources, entities: {ids: [e3]}, window: {sources: 2, within: 5h}}",
    "{id: rate, entities: {ids: [e1]}, window: {rate: 2, within: 1h, "
    "baseline: 20h, count: 3}}",
    "{id: absent, entities: {types: [Org]}, window: {absent: 9h}}",
    "{id: first, facts: [Customer], first_seen: {pair: 2d, partial: true}}",
    "{id: groups, facts: [{type: Customer, anchor: supplier}], group_by: "
    "[role.customer], resolve: 6h, confirm: 3}",
    "{id: quiet, entities: {ids: [e4]}, quiet: {from: \"22:00\", until: "
    "\"07:00\"}, confirm: 0}",
    "{id: digest, entities: {ids: [e5]}, digest: {every: 6h}}",
    "{id: silent, entities: {ids: [e1]}, silences: [{from: 2026-11-18T00:00Z, "
    "until: 2026-11-21T00:00Z, comment: holidays}]}",
    NULL,
};

// --- lines ---

// Alerts as lines of JSON, in order of themselves.
struct lines {
    char *items[LINES];
    size_t count;
};

static void add_line(struct lines *l, const struct gz_alert_event *alert)
{
    struct gz_buffer json;
    gz_buffer_init(&json, 0);
    gz_alert_encode_json(alert, &json);
    gz_buffer_append_byte(&json, 0);
    CHECK_OK(gz_buffer_status(&json));
    CHECK(l->count < LINES);
    l->items[l->count++] = (char *)json.data;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_lines(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->items[i]);
    }
    l->count = 0;
}

// --- events ---

static struct preview_event events[EVENTS];
static char articles[EVENTS][16];
static char stories[EVENTS][16];
static uint32_t partitions[EVENTS];
static int64_t end_ms;

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed =
        *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33U) % below;
}

static void make_events(uint64_t seed)
{
    static const char *const names[] = {"e1", "e2", "e3", "e4", "e5", "e6"};
    static const char *const sources[] = {"Reuters", "AP", "AFP", "dpa"};
    int64_t at_ms = 0;
    for (int i = 0; i < EVENTS; i++) {
        const uint32_t entity = draw(&seed, 6);
        at_ms += draw(&seed, 10) == 0 ? draw(&seed, 12 * 3600 * 1000)
                                      : draw(&seed, 20 * 60 * 1000);
        snprintf(articles[i], sizeof(articles[i]), "a%d", i);
        snprintf(stories[i], sizeof(stories[i]), "s%u", draw(&seed, 200));
        preview_event_init(&events[i],
                           &(struct preview_words){
                               .entity = names[entity],
                               .article = articles[i],
                               .source = sources[draw(&seed, 4)],
                               .story = stories[i],
                               .fact = draw(&seed, 3) == 0 ? "Customer" : NULL,
                               .other = names[draw(&seed, 6)],
                               .at_ms = at_ms,
                           });
        partitions[i] = entity % PARTITIONS;
    }
    end_ms = PREVIEW_NOW + at_ms + 3 * PREVIEW_DAY;
}

// --- the worker's processor, with a clock of ours ---

struct worker {
    struct gz_subscription_cell *cell;
    struct gz_metrics *metrics;
    struct gz_processor processor;
    int64_t now_ms;
    struct lines *lines;
    struct gz_arena *arena;
};

static int64_t monotonic_us(void *ctx)
{
    return ((const struct worker *)ctx)->now_ms * 1000;
}

static int64_t realtime_ms(void *ctx)
{
    return ((const struct worker *)ctx)->now_ms;
}

static enum gz_status read_state(void *ctx, const struct gz_position *positions,
                                 size_t count,
                                 const struct gz_alert_state_reader *reader,
                                 struct gz_error *err)
{
    (void)ctx;
    (void)positions;
    (void)count;
    return reader->on_open(reader->ctx, PARTITIONS, err);
}

static void take(struct worker *w, const struct gz_processor_result *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const struct gz_alert_event *alert = NULL;
        const struct gz_str value = out->outputs[i].value;
        if (out->outputs[i].to != GZ_TO_EVENTS) {
            CHECK_EQ(out->outputs[i].to, GZ_TO_STATE);
            continue;
        }
        gz_arena_reset(w->arena);
        CHECK_OK(gz_alert_decode(
            gz_str_of(value.ptr + FRAME_BYTES, value.len_bytes - FRAME_BYTES),
            w->arena, &alert, NULL));
        add_line(w->lines, alert);
    }
}

// Whatever is due until then, at its time.
static void pass_time(struct worker *w, int64_t until_ms)
{
    const struct gz_processor *p = &w->processor;
    for (;;) {
        const int64_t due_us = p->due_us(p->ctx);
        if (due_us > until_ms * 1000) {
            break;
        }
        struct gz_processor_result out = {.count = 0};
        int32_t partition = 0;
        w->now_ms = due_us / 1000 > w->now_ms ? due_us / 1000 : w->now_ms;
        CHECK_OK(p->wake(p->ctx, &partition, &out, NULL));
        take(w, &out);
    }
    w->now_ms = until_ms;
}

static void run_event(struct worker *w, int i)
{
    const struct gz_processor *p = &w->processor;
    struct gz_processor_result out = {.count = 0};
    struct gz_buffer value;
    gz_buffer_init(&value, 0);
    gz_event_encode_single_object(&events[i].event, EVENT_FINGERPRINT, &value);
    const struct gz_record record = {.partition = (int32_t)partitions[i],
                                     .offset = i,
                                     .value = gz_buffer_str(&value)};
    pass_time(w, events[i].article.ingested_ms);
    CHECK_OK(p->run(p->ctx, &record, &out, NULL));
    take(w, &out);
    p->at_end(p->ctx, record.partition, record.offset + 1);
    gz_buffer_fini(&value);
}

static struct gz_subscription_cell *make_cell(void)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    for (int i = 0; subscriptions[i] != NULL; i++) {
        struct gz_subscription *s = test_subscription(subscriptions[i]);
        CHECK_OK(gz_subscription_index_put(ix, s));
        gz_subscription_unref(s);
    }
    return gz_subscription_cell_new(ix);
}

static void run_worker(struct lines *lines)
{
    struct worker w = {.cell = make_cell(),
                       .metrics = gz_metrics_new(1),
                       .now_ms = PREVIEW_NOW,
                       .lines = lines,
                       .arena = gz_arena_new(16 << 20)};
    const struct gz_alert_state_source state = {NULL, read_state};
    const struct gz_clock clock = {monotonic_us, realtime_ms, &w};
    const struct gz_alert_processor_options options = {
        .subscriptions = w.cell,
        .state = &state,
        .metrics = gz_metrics_set(w.metrics, 0),
        .clock = &clock,
        .topic = GZ_STR_LIT("news.alerts"),
        .max_age_ms = PREVIEW_DAY,
        .event_fingerprint = EVENT_FINGERPRINT,
        .alert_fingerprint = ALERT_FINGERPRINT,
    };
    struct gz_position positions[PARTITIONS];
    memset(positions, 0, sizeof(positions));
    for (int32_t i = 0; i < PARTITIONS; i++) {
        positions[i].partition = i;
    }
    CHECK_OK(gz_alert_processor_new(&options, &w.processor, NULL));
    CHECK_OK(w.processor.recall(w.processor.ctx, positions, PARTITIONS, NULL));
    // It is at the end of its partitions all along, as the preview says.
    for (int32_t i = 0; i < PARTITIONS; i++) {
        w.processor.at_end(w.processor.ctx, i, 0);
    }
    for (int i = 0; i < EVENTS; i++) {
        run_event(&w, i);
    }
    pass_time(&w, end_ms);
    w.processor.free(w.processor.ctx);
    gz_subscription_cell_free(w.cell);
    gz_metrics_free(w.metrics);
    gz_arena_free(w.arena);
}

// --- the preview, partition after partition ---

static void run_preview(struct lines *lines)
{
    const struct gz_alert_preview_options options = {
        .partition_count = PARTITIONS,
        .end_ms = end_ms,
        .limits = {.samples = LINES},
    };
    struct gz_alert_preview *p = preview_open(&options, subscriptions);
    struct gz_alert_preview_result r;
    const struct gz_alert_event **samples = NULL;
    struct gz_arena *arena = gz_arena_new((size_t)256 << 20);
    for (uint32_t partition = PARTITIONS; partition-- > 0;) {
        for (int i = 0; i < EVENTS; i++) {
            if (partitions[i] == partition) {
                CHECK_OK(
                    gz_alert_preview_event(p, partition, &events[i].event));
            }
        }
        CHECK_OK(gz_alert_preview_end(p, partition));
    }
    gz_alert_preview_result(p, &r);
    CHECK(r.whole);
    CHECK_EQ(r.events, EVENTS);
    CHECK(!r.tally->met[GZ_PREVIEW_SAMPLES]);
    CHECK_OK(gz_preview_tally_samples(r.tally, arena, &samples));
    for (uint32_t i = 0; i < r.tally->sample_count; i++) {
        CHECK(i == 0 || samples[i - 1]->raised_ms <= samples[i]->raised_ms);
        add_line(lines, samples[i]);
    }
    gz_arena_free(arena);
    gz_alert_preview_free(p);
}

static bool is_notice(const char *line)
{
    return strstr(line, "\"state\":\"LAPSED\"") != NULL;
}

// Every subscription has said something, else this compares nothing.
static void check_all_told(const struct lines *l)
{
    for (int i = 0; subscriptions[i] != NULL; i++) {
        char id[32];
        CHECK_EQ(sscanf(subscriptions[i], "{id: %31[a-z]", id), 1);
        char want[64];
        snprintf(want, sizeof(want), "\"subscription\":{\"id\":\"%s\"", id);
        size_t k = 0;
        while (k < l->count && strstr(l->items[k], want) == NULL) {
            k++;
        }
        if (k == l->count) {
            fprintf(stderr, "%s told nothing\n", id);
        }
        CHECK(k < l->count);
    }
}

static void compare(uint64_t seed)
{
    static struct lines worker;
    static struct lines preview;
    size_t notices = 0;
    make_events(seed);
    run_worker(&worker);
    run_preview(&preview);
    qsort(worker.items, worker.count, sizeof(char *), by_text);
    qsort(preview.items, preview.count, sizeof(char *), by_text);
    check_all_told(&worker);
    size_t at = 0;
    for (size_t i = 0; i < worker.count; i++) {
        // Notices of silences that end are no samples.
        if (is_notice(worker.items[i])) {
            notices++;
            continue;
        }
        CHECK(at < preview.count);
        CHECK_Z(preview.items[at++], worker.items[i]);
    }
    CHECK_EQ(at, preview.count);
    CHECK_EQ(notices, 1);
    free_lines(&worker);
    free_lines(&preview);
}

int main(void)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        compare(seed);
    }
    return 0;
}
