// A preview of a topic: what is read, what is passed over, where it ends.

#include "codecs/event_encode.h"
#include "daemon/alert/preview/preview_reader.h"
#include "tests/support/preview_fixture.h"

enum { FINGERPRINT = 7, ROOM = 64, PARTITIONS = 2 };

// A topic whose records are encoded events, all of them one hour apart.
struct topic {
    struct gz_buffer values[PARTITIONS][ROOM];
    int64_t times[PARTITIONS][ROOM];
    int64_t low[PARTITIONS];
    int64_t high[PARTITIONS];
    int64_t next[PARTITIONS];
    bool told[PARTITIONS];
    int64_t now_us;
    int64_t step_us;  // that a look at the clock takes
    int stop_after;   // looks at whether to stop; 0: never
    int looks;
};

static enum gz_status open_topic(void *ctx, void **reader, struct gz_error *err)
{
    (void)err;
    *reader = ctx;
    return GZ_OK;
}

static void close_topic(void *reader)
{
    (void)reader;
}

static uint32_t partitions(const void *reader)
{
    (void)reader;
    return PARTITIONS;
}

static enum gz_status bounds(void *reader, int64_t *low, int64_t *high,
                             struct gz_error *err)
{
    const struct topic *t = reader;
    (void)err;
    memcpy(low, t->low, sizeof(t->low));
    memcpy(high, t->high, sizeof(t->high));
    return GZ_OK;
}

static enum gz_status at_time(void *reader, int64_t since_ms, int64_t *offsets,
                              struct gz_error *err)
{
    const struct topic *t = reader;
    (void)err;
    for (int p = 0; p < PARTITIONS; p++) {
        offsets[p] = t->low[p];
        while (offsets[p] < t->high[p] && t->times[p][offsets[p]] < since_ms) {
            offsets[p]++;
        }
    }
    return GZ_OK;
}

static enum gz_status seek(void *reader, const int64_t *next,
                           struct gz_error *err)
{
    struct topic *t = reader;
    (void)err;
    memcpy(t->next, next, sizeof(t->next));
    return GZ_OK;
}

static enum gz_status next_item(void *reader, int timeout_ms,
                                struct gz_topic_item *out, struct gz_error *err)
{
    struct topic *t = reader;
    (void)timeout_ms;
    (void)err;
    for (int p = 0; p < PARTITIONS; p++) {
        const int64_t at = t->next[p];
        if (at >= 0 && at < t->high[p]) {
            t->next[p]++;
            *out = (struct gz_topic_item){
                GZ_TOPIC_RECORD,
                {.partition = p,
                 .offset = at,
                 .value = gz_buffer_str(&t->values[p][at])}};
            return GZ_OK;
        }
    }
    return GZ_NOT_FOUND;
}

static int64_t monotonic_us(void *ctx)
{
    struct topic *t = ctx;
    t->now_us += t->step_us;
    return t->now_us;
}

static int64_t realtime_ms(void *ctx)
{
    (void)ctx;
    return PREVIEW_NOW + 10 * PREVIEW_HOUR;
}

static bool is_stopped(void *ctx)
{
    struct topic *t = ctx;
    return t->stop_after > 0 && ++t->looks > t->stop_after;
}

// Ten events of e1 in partition 0, ten of e2 in 1; the last value of 1 is no
// event.
static void fill(struct topic *t)
{
    char id[16];
    *t = (struct topic){.step_us = 1};
    for (int i = 0; i < 20; i++) {
        const int p = i % PARTITIONS;
        struct preview_event e;
        snprintf(id, sizeof(id), "a%d", i);
        preview_event_init(
            &e, &(struct preview_words){.article = id,
                                        .entity = p == 0 ? "e1" : "e2",
                                        .at_ms = (i / 2) * PREVIEW_HOUR});
        struct gz_buffer *value = &t->values[p][t->high[p]];
        gz_buffer_init(value, 0);
        gz_event_encode_single_object(&e.event, FINGERPRINT, value);
        t->times[p][t->high[p]++] = e.article.ingested_ms;
    }
    gz_buffer_clear(&t->values[1][9]);
    gz_buffer_append_z(&t->values[1][9], "no event");
}

static void empty(struct topic *t)
{
    for (int p = 0; p < PARTITIONS; p++) {
        for (int i = 0; i < ROOM; i++) {
            gz_buffer_fini(&t->values[p][i]);
        }
    }
}

static const struct row {
    const char *name;
    int64_t since_ms;  // behind PREVIEW_NOW; -1: all
    int64_t low;
    uint64_t event_limit;
    int64_t time_limit_ms;
    int64_t step_us;
    int stop_after;
    bool partial;
    bool whole;
    enum gz_preview_bound met;
    uint64_t events;
    uint64_t skipped;
} rows[] = {
    {"all", -1, 0, 0, 0, 1, 0, true, true, GZ_PREVIEW_SAMPLES, 19, 1},
    {"the second half", 5 * PREVIEW_HOUR, 0, 0, 0, 1, 0, false, true,
     GZ_PREVIEW_SAMPLES, 9, 1},
    {"older ones are gone", 2 * PREVIEW_HOUR, 6, 0, 0, 1, 0, true, true,
     GZ_PREVIEW_SAMPLES, 7, 1},
    {"nothing since", 10 * PREVIEW_HOUR, 0, 0, 0, 1, 0, false, true,
     GZ_PREVIEW_BOUNDS, 0, 0},
    {"too many events", -1, 0, 7, 0, 1, 0, true, false, GZ_PREVIEW_EVENTS, 7,
     0},
    {"it takes too long", -1, 0, 0, 100, 10000, 0, true, false, GZ_PREVIEW_TIME,
     0, 0},
    {"it is called off", -1, 0, 0, 0, 1, 5, true, false, GZ_PREVIEW_TIME, 0, 0},
};

static void check_row(const struct row *r)
{
    static struct topic t;
    fill(&t);
    t.low[0] = t.low[1] = r->low;
    t.step_us = r->step_us;
    t.stop_after = r->stop_after;
    const struct gz_topic_port port = {
        open_topic, close_topic, partitions, bounds,
        at_time,    seek,        next_item,  &t,
    };
    const struct gz_clock clock = {monotonic_us, realtime_ms, &t};
    struct gz_subscription *s =
        test_subscription("{id: s, entities: {types: [Org]}, confirm: 0}");
    const struct gz_preview_request request = {
        .subscriptions = &s,
        .count = 1,
        .port = &port,
        .clock = &clock,
        .fingerprint = FINGERPRINT,
        .since_ms = r->since_ms < 0 ? 0 : PREVIEW_NOW + r->since_ms,
        .event_limit = r->event_limit,
        .time_limit_ms = r->time_limit_ms,
        .stop = is_stopped,
        .stop_ctx = &t,
    };
    struct gz_preview_report report;
    fprintf(stderr, "%s\n", r->name);
    CHECK_OK(gz_preview_reader_run(&request, &report, NULL));
    CHECK_EQ(report.partial, r->partial);
    CHECK_EQ(report.result.whole, r->whole);
    CHECK(r->met == GZ_PREVIEW_BOUNDS || report.result.tally->met[r->met]);
    CHECK_EQ(report.skipped, r->skipped);
    if (r->met != GZ_PREVIEW_TIME) {
        CHECK_EQ(report.result.events, r->events);
    } else {
        CHECK(report.result.events < 19);
    }
    if (r->whole) {
        CHECK_EQ(report.result.until_ms, PREVIEW_NOW + 10 * PREVIEW_HOUR);
    }
    gz_preview_reader_fini(&report);
    gz_subscription_unref(s);
    empty(&t);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    return 0;
}
