#include "daemon/alert/preview/alert_preview.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/alert/alert_match.h"

enum {
    STATE_LIMIT = 1000000,
    FLUSH_EVENTS = 1000,  // what engines have forgotten is freed then
    STOP_TICKS = 64,      // between two looks at whether to stop
};

// A partition.
struct lane {
    struct gz_alert_engine *engine;  // NULL: no event yet
    uint64_t events;
    int64_t now_ms;
    size_t state;      // what its engine remembers
    uint64_t dropped;  // what it forgot early
    bool ended;
};

struct gz_alert_preview {
    struct gz_alert_preview_options options;
    struct gz_subscription_index *index;
    struct gz_preview_tally tally;
    struct lane *lanes;
    struct gz_alert_sink sink;
    uint32_t partition;  // whose engine tells
    uint64_t told;       // alerts so far
    uint64_t ticks;
    size_t state;  // of all lanes
    struct gz_alert_preview_result result;
    int64_t needs_ms;
};

// --- life ---

static enum gz_status on_alert(void *ctx, const struct gz_alert_event *alert)
{
    struct gz_alert_preview *p = ctx;

    return gz_preview_tally_add(&p->tally, alert, p->partition);
}

static enum gz_status on_state(void *ctx, struct gz_str key,
                               struct gz_str value)
{
    (void)ctx;
    (void)key;
    (void)value;
    return GZ_OK;
}

static void note_needs(struct gz_alert_preview *p,
                       const struct gz_subscription *s)
{
    struct gz_subscription_view v;

    gz_subscription_look(s, &v);
    const int64_t window_ms = v.window.kind == GZ_WINDOW_RATE
                                  ? v.window.baseline_ms
                                  : v.window.within_ms;
    const int64_t first_ms =
        v.first_seen != GZ_FIRST_SEEN_NONE ? v.first_seen_ms : 0;
    const int64_t needs_ms =
        v.window.kind != GZ_WINDOW_NONE && window_ms > first_ms ? window_ms
                                                                : first_ms;
    p->needs_ms = needs_ms > p->needs_ms ? needs_ms : p->needs_ms;
}

// As if it had always been in force.
static enum gz_status put(struct gz_alert_preview *p,
                          const struct gz_subscription *s)
{
    struct gz_subscription_view v;

    gz_subscription_look(s, &v);
    struct gz_subscription *timeless = gz_subscription_with(s, v.version, 0);
    const enum gz_status st =
        timeless != NULL ? gz_subscription_index_put(p->index, timeless)
                         : GZ_NO_MEMORY;
    gz_subscription_unref(timeless);
    note_needs(p, s);
    return st;
}

struct gz_alert_preview *
gz_alert_preview_new(const struct gz_alert_preview_options *options,
                     struct gz_subscription *const *subscriptions, size_t count)
{
    struct gz_alert_preview *p = calloc(1, sizeof(*p));
    if (p == NULL) {
        return NULL;
    }
    assert(options->end_ms > 0);
    p->options = *options;
    if (p->options.partition_count == 0) {
        p->options.partition_count = 1;
    }
    if (p->options.state_limit == 0) {
        p->options.state_limit = STATE_LIMIT;
    }
    p->sink = (struct gz_alert_sink){on_alert, on_state, p};
    p->lanes = calloc(p->options.partition_count, sizeof(*p->lanes));
    p->index = gz_subscription_index_new();
    enum gz_status st = gz_preview_tally_init(&p->tally, &p->options.limits);
    if (p->lanes == NULL || p->index == NULL) {
        st = GZ_NO_MEMORY;
    }
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        st = put(p, subscriptions[i]);
    }
    if (st != GZ_OK) {
        gz_alert_preview_free(p);
        return NULL;
    }
    return p;
}

void gz_alert_preview_free(struct gz_alert_preview *p)
{
    if (p == NULL) {
        return;
    }
    for (uint32_t i = 0; p->lanes != NULL && i < p->options.partition_count;
         i++) {
        gz_alert_engine_free(p->lanes[i].engine);
    }
    free(p->lanes);
    gz_preview_tally_fini(&p->tally);
    gz_subscription_index_free(p->index);
    free(p);
}

int64_t gz_alert_preview_needs_ms(const struct gz_alert_preview *p)
{
    return p->needs_ms;
}

void gz_alert_preview_cut(struct gz_alert_preview *p,
                          enum gz_preview_bound bound)
{
    p->tally.met[bound] = true;
}

// --- time ---

static bool is_over(const struct gz_alert_preview *p)
{
    return p->tally.met[GZ_PREVIEW_EVENTS] || p->tally.met[GZ_PREVIEW_STATE] ||
           p->tally.met[GZ_PREVIEW_TIME];
}

static bool is_stopped(struct gz_alert_preview *p)
{
    if (++p->ticks % STOP_TICKS == 0 && p->options.stop != NULL &&
        p->options.stop(p->options.stop_ctx)) {
        p->tally.met[GZ_PREVIEW_TIME] = true;
    }
    return is_over(p);
}

static enum gz_status open_lane(struct gz_alert_preview *p, uint32_t partition)
{
    const struct gz_alert_options options = {
        .partition = partition,
        .partition_count = p->options.partition_count,
        .max_age_ms = p->options.max_age_ms,
        .since_ms = p->options.since_ms,
    };
    struct lane *lane = &p->lanes[partition];

    if (lane->engine == NULL) {
        lane->engine = gz_alert_engine_new(&options);
    }
    return lane->engine != NULL ? GZ_OK : GZ_NO_MEMORY;
}

// All that falls due in a partition until then.
static enum gz_status pass(struct gz_alert_preview *p, struct lane *lane,
                           int64_t until_ms)
{
    enum gz_status st = GZ_OK;

    for (;;) {
        const int64_t next_ms = gz_alert_engine_next_ms(lane->engine);
        if (st != GZ_OK || next_ms > until_ms) {
            break;
        }
        if (is_stopped(p)) {
            return GZ_LIMIT;
        }
        lane->now_ms = next_ms > lane->now_ms ? next_ms : lane->now_ms;
        st = gz_alert_engine_tick(lane->engine, p->index, lane->now_ms,
                                  lane->now_ms, &p->sink);
    }
    lane->now_ms = until_ms > lane->now_ms ? until_ms : lane->now_ms;
    return st;
}

// --- events ---

static void count_state(struct gz_alert_preview *p, struct lane *lane)
{
    const struct gz_alert_counts c = gz_alert_engine_counts(lane->engine);
    const size_t state = c.cases + c.stories + c.seen + c.told;

    p->state += state - lane->state;
    lane->state = state;
    p->result.dropped += c.dropped - lane->dropped;
    lane->dropped = c.dropped;
    if (p->state > p->options.state_limit) {
        p->tally.met[GZ_PREVIEW_STATE] = true;
    }
}

static void note_time(struct gz_alert_preview *p, int64_t ms)
{
    struct gz_alert_preview_result *r = &p->result;

    r->first_ms = r->events == 0 || ms < r->first_ms ? ms : r->first_ms;
    r->last_ms = ms > r->last_ms ? ms : r->last_ms;
    r->events++;
}

struct question {
    const struct gz_event *event;
    bool matched;
};

static bool on_match(void *ctx, struct gz_subscription *s)
{
    struct question *q = ctx;
    struct gz_subscription_view view;
    uint64_t facts = 0;

    gz_subscription_look(s, &view);
    q->matched = gz_alert_match(&view, q->event, &facts);
    return !q->matched;
}

enum gz_status gz_alert_preview_event(struct gz_alert_preview *p,
                                      uint32_t partition,
                                      const struct gz_event *event)
{
    struct lane *lane = &p->lanes[partition];
    int64_t now_ms = event->article->ingested_ms;
    struct question question = {.event = event};

    assert(partition < p->options.partition_count && !lane->ended);
    if (p->options.event_limit > 0 &&
        p->result.events >= p->options.event_limit) {
        p->tally.met[GZ_PREVIEW_EVENTS] = true;
    }
    if (is_stopped(p)) {
        return GZ_LIMIT;
    }
    // A clock that was wrong does not make time pass.
    now_ms = now_ms < p->options.end_ms ? now_ms : p->options.end_ms;
    p->partition = partition;
    enum gz_status st = open_lane(p, partition);
    st = st == GZ_OK ? pass(p, lane, now_ms) : st;
    if (st != GZ_OK) {
        return st;
    }
    note_time(p, now_ms);
    gz_subscription_index_match(p->index, event, on_match, &question);
    p->result.matched += question.matched;
    st = gz_alert_engine_event(lane->engine, p->index, event, lane->now_ms,
                               &p->sink);
    if (st == GZ_OK && ++lane->events % FLUSH_EVENTS == 0) {
        st = gz_alert_engine_flush(lane->engine, &p->sink);
    }
    count_state(p, lane);
    return st;
}

enum gz_status gz_alert_preview_end(struct gz_alert_preview *p,
                                    uint32_t partition)
{
    struct lane *lane = &p->lanes[partition];

    assert(partition < p->options.partition_count);
    p->partition = partition;
    const enum gz_status st =
        lane->engine != NULL ? pass(p, lane, p->options.end_ms) : GZ_OK;
    if (st == GZ_OK) {
        lane->ended = true;
        lane->now_ms = p->options.end_ms;
    }
    return st;
}

void gz_alert_preview_result(struct gz_alert_preview *p,
                             struct gz_alert_preview_result *out)
{
    struct gz_alert_preview_result *r = &p->result;

    r->until_ms = p->options.end_ms;
    for (uint32_t i = 0; i < p->options.partition_count; i++) {
        const int64_t now_ms = p->lanes[i].now_ms;
        r->until_ms = now_ms < r->until_ms ? now_ms : r->until_ms;
    }
    if (r->until_ms < r->first_ms) {
        r->until_ms = r->first_ms;
    }
    r->whole = !is_over(p);
    gz_preview_tally_sort(&p->tally);
    r->tally = &p->tally;
    *out = *r;
}
