// Events and time in, alerts and changes of state out.

#include "daemon/alert/alert_engine.h"

#include <stdlib.h>

#include "daemon/alert/alert_case.h"
#include "daemon/alert/alert_first.h"
#include "daemon/alert/alert_group.h"
#include "daemon/alert/alert_lapse.h"
#include "daemon/alert/alert_match.h"
#include "daemon/alert/alert_run.h"
#include "daemon/alert/alert_story.h"
#include "daemon/alert/alert_told.h"
#include "daemon/base/hash.h"

enum {
    ARENA_BYTES = 64 << 20,
    STORY_LIMIT = GZ_ALERT_STORIES_MAX,
    CASE_LIMIT = 100000,
    MEMORY_LIMIT = 1000000,
};

static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

// --- life ---

static uint32_t or_else(uint32_t value, uint32_t fallback)
{
    return value != 0 ? value : fallback;
}

static struct gz_alert_options complete(const struct gz_alert_options *given)
{
    struct gz_alert_options o = {.partition = 0};
    if (given != NULL) {
        o = *given;
    }
    o.partition_count = or_else(o.partition_count, 1);
    o.case_limit = or_else(o.case_limit, CASE_LIMIT);
    o.memory_limit = or_else(o.memory_limit, MEMORY_LIMIT);
    o.story_limit = or_else(o.story_limit, STORY_LIMIT);
    if (o.story_limit < 2) {
        o.story_limit = 2;
    }
    if (o.story_limit > GZ_ALERT_STORIES_MAX) {
        o.story_limit = GZ_ALERT_STORIES_MAX;
    }
    o.max_age_ms = o.max_age_ms != 0 ? o.max_age_ms : day_ms;
    return o;
}

struct gz_alert_engine *
gz_alert_engine_new(const struct gz_alert_options *options)
{
    struct gz_alert_engine *e = calloc(1, sizeof(*e));
    if (e == NULL) {
        return NULL;
    }
    e->options = complete(options);
    e->arena = gz_arena_new(ARENA_BYTES);
    gz_buffer_init(&e->scratch, 0);
    gz_alert_store_init(&e->store);
    if (e->arena == NULL) {
        gz_alert_engine_free(e);
        return NULL;
    }
    return e;
}

void gz_alert_engine_free(struct gz_alert_engine *e)
{
    if (e != NULL) {
        gz_alert_store_fini(&e->store, gz_alert_state_free);
        gz_buffer_fini(&e->scratch);
        gz_arena_free(e->arena);
        free(e);
    }
}

struct gz_alert_counts gz_alert_engine_counts(const struct gz_alert_engine *e)
{
    return e->counts;
}

// --- an event ---

static int64_t tell_time(struct gz_alert_engine *e, int64_t now_ms)
{
    e->now_ms = now_ms > e->now_ms ? now_ms : e->now_ms;
    return e->now_ms;
}

// However it is written: "Harbour Wire", "HARBOUR WIRE ".
static uint64_t publisher(const struct gz_event_article *a)
{
    const struct gz_str name = gz_str_trim(a->source);
    uint8_t folded[64];
    uint64_t hash = 2;
    for (size_t i = 0; i < name.len_bytes; i += sizeof(folded)) {
        size_t len = 0;
        for (; len < sizeof(folded) && i + len < name.len_bytes; len++) {
            const uint8_t c = (uint8_t)name.ptr[i + len];
            folded[len] = c >= 'A' && c <= 'Z' ? c | 0x20U : c;
        }
        hash = gz_hash64(folded, len, hash);
    }
    return hash;
}

struct matched {
    struct gz_alert_run *run;
    bool looked;  // the event's story is known
    bool seen;    // it was here before
    const struct gz_subscription **done;
    uint32_t count;
    enum gz_status status;
};

// A subscription may stand under several keys of one event.
static bool is_done(struct matched *m, const struct gz_subscription *s)
{
    for (uint32_t i = 0; i < m->count; i++) {
        if (m->done[i] == s) {
            return true;
        }
    }
    void *grown =
        gz_arena_grow(m->run->engine->arena, (void *)m->done,
                      m->count * sizeof(struct gz_subscription *),
                      (m->count + 1) * sizeof(struct gz_subscription *));
    if (grown == NULL) {
        m->status = GZ_NO_MEMORY;
        return true;
    }
    m->done = grown;
    m->done[m->count++] = s;
    return false;
}

static enum gz_status hit(struct gz_alert_run *run, uint64_t facts)
{
    struct gz_alert_hit_plan *plans = NULL;
    uint32_t count = 0;
    bool partial = false;
    enum gz_status st = gz_alert_group_plan(run, facts, &plans, &count);
    if (st == GZ_OK && run->view->first_seen != GZ_FIRST_SEEN_NONE) {
        st = gz_alert_first_filter(run, &plans, &count, &partial);
    }
    for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
        st = gz_alert_case_hit(run, &plans[i], partial);
    }
    return st;
}

static bool on_match(void *ctx, struct gz_subscription *s)
{
    struct matched *m = ctx;
    struct gz_subscription_view view;
    uint64_t facts = 0;
    gz_subscription_look(s, &view);
    if (!gz_alert_match(&view, m->run->event, &facts) || is_done(m, s)) {
        return m->status == GZ_OK;
    }
    if (!m->looked) {
        m->looked = true;
        m->status = gz_alert_run_partition(m->run);
        if (m->status == GZ_OK) {
            m->status = gz_alert_story_take(m->run, &m->seen);
        }
    }
    if (m->status == GZ_OK && !m->seen) {
        m->run->view = &view;
        m->status = hit(m->run, facts);
    }
    return m->status == GZ_OK && !m->seen;
}

enum gz_status gz_alert_engine_event(struct gz_alert_engine *e,
                                     const struct gz_subscription_index *ix,
                                     const struct gz_event *event,
                                     int64_t now_ms,
                                     const struct gz_alert_sink *sink)
{
    struct gz_alert_run run = {
        .engine = e,
        .index = ix,
        .sink = sink,
        .now_ms = tell_time(e, now_ms),
        .event = event,
        .window_ms = event->article->ingested_ms,
        .source = publisher(event->article),
    };
    struct matched m = {.run = &run};
    gz_arena_reset(e->arena);
    run.late = run.now_ms - run.window_ms > e->options.max_age_ms;
    // A clock that is wrong must not push the window ahead for good.
    if (run.window_ms > run.now_ms) {
        run.window_ms = run.now_ms;
    }
    if (e->partition != NULL && run.window_ms < e->partition->window_ms) {
        run.window_ms = e->partition->window_ms;
    }
    gz_subscription_index_match(ix, event, on_match, &m);
    if (m.status == GZ_OK && e->partition != NULL && m.looked &&
        run.window_ms > e->partition->window_ms) {
        e->partition->window_ms = run.window_ms;
        gz_alert_store_touch(&e->store, &e->partition->item);
    }
    return m.status;
}

// --- time ---

static enum gz_status item_due(struct gz_alert_run *run,
                               struct gz_alert_item *item)
{
    struct gz_subscription_view view;
    struct gz_str parts[3];
    const bool is_case = item->key.ptr[0] == GZ_ALERT_KIND_CASE;
    const bool is_begin = item->key.ptr[0] == GZ_ALERT_KIND_BEGIN;
    const struct gz_subscription *s =
        (is_case || is_begin) &&
                gz_alert_state_parts(item->key, parts, is_case ? 3 : 1)
            ? gz_subscription_index_find(run->index, parts[0])
            : NULL;
    if (is_begin && s != NULL) {
        gz_alert_run_save(run->engine, item,
                          run->now_ms + GZ_ALERT_BEGIN_CHECK_MS);
        return GZ_OK;
    }
    if (!is_case && !is_begin && item->due_ms > run->window_ms) {
        gz_alert_store_due(&run->engine->store, item,
                           gz_alert_run_next_look(run, run->now_ms));
        return GZ_OK;
    }
    if (item->key.ptr[0] == GZ_ALERT_KIND_TOLD) {
        return gz_alert_told_due(run, item);
    }
    if (!is_case) {
        gz_alert_run_drop(run->engine, item);
        return GZ_OK;
    }
    run->view = NULL;
    if (s != NULL) {
        gz_subscription_look(s, &view);
        run->view = &view;
    }
    return gz_alert_case_due(run, (struct gz_alert_case *)item);
}

enum gz_status gz_alert_engine_tick(struct gz_alert_engine *e,
                                    const struct gz_subscription_index *ix,
                                    int64_t now_ms, int64_t reached_ms,
                                    const struct gz_alert_sink *sink)
{
    struct gz_alert_run run = {
        .engine = e,
        .index = ix,
        .sink = sink,
        .now_ms = tell_time(e, now_ms),
    };
    // now_ms that was told before may be ahead of what is told now.
    run.window_ms = reached_ms < now_ms ? reached_ms : run.now_ms;
    run.late = run.now_ms - run.window_ms > e->options.max_age_ms;
    enum gz_status st = GZ_OK;
    for (;;) {
        struct gz_alert_item *item = gz_alert_store_first(&e->store);
        if (st != GZ_OK || item == NULL || item->due_ms > run.now_ms) {
            break;
        }
        gz_arena_reset(e->arena);
        st = item_due(&run, item);
    }
    return st == GZ_OK ? gz_alert_lapse_tell(&run) : st;
}

int64_t gz_alert_engine_next_ms(const struct gz_alert_engine *e)
{
    const struct gz_alert_item *item = gz_alert_store_first(&e->store);
    const int64_t due_ms = item != NULL ? item->due_ms : INT64_MAX;
    const int64_t scan_ms =
        e->partition != NULL || e->started ? e->scan_ms : INT64_MAX;
    return due_ms < scan_ms ? due_ms : scan_ms;
}

// --- the state topic ---

struct flush {
    struct gz_alert_engine *engine;
    const struct gz_alert_sink *sink;
};

static enum gz_status on_change(void *ctx, const struct gz_alert_item *item)
{
    struct flush *f = ctx;
    struct gz_buffer *scratch = &f->engine->scratch;
    if (item->key.ptr[0] == GZ_ALERT_KIND_ENTITY) {
        return GZ_OK;
    }
    if (item->removed) {
        return f->sink->state(f->sink->ctx, item->key, gz_str_of(NULL, 0));
    }
    gz_buffer_clear(scratch);
    gz_alert_state_encode(item, scratch);
    return gz_buffer_status(scratch) == GZ_OK
               ? f->sink->state(f->sink->ctx, item->key, gz_buffer_str(scratch))
               : GZ_NO_MEMORY;
}

enum gz_status gz_alert_engine_flush(struct gz_alert_engine *e,
                                     const struct gz_alert_sink *sink)
{
    struct flush f = {e, sink};
    return gz_alert_store_flush(&e->store, on_change, &f, gz_alert_state_free);
}
