// Counting stories, copies and publishers.

#include "daemon/alert/alert_count.h"

#include "codecs/event_symbol.h"
#include "daemon/alert/alert_match.h"
#include "daemon/alert/alert_rate.h"
#include "daemon/alert/alert_told.h"
#include "daemon/base/duration.h"

// --- the window ---

static bool is_inside(const struct gz_alert_run *run, int64_t at_ms)
{
    return at_ms > run->window_ms - run->view->window.within_ms;
}

// The oldest hits leave, and are remembered as told.
static enum gz_status leave(struct gz_alert_run *run, struct gz_alert_case *c,
                            uint32_t count)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
        st = gz_alert_told_keep(run, c, c->hits[i].story);
    }
    if (count > 0) {
        c->hit_count -= count;
        memmove(c->hits, c->hits + count, c->hit_count * sizeof(*c->hits));
    }
    return st;
}

static enum gz_status prune_hits(struct gz_alert_run *run,
                                 struct gz_alert_case *c)
{
    uint32_t gone = 0;
    while (gone < c->hit_count && !is_inside(run, c->hits[gone].at_ms)) {
        gone++;
    }
    return leave(run, c, gone);
}

static void prune_publishers(const struct gz_alert_run *run,
                             struct gz_alert_case *c)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->publisher_count; i++) {
        if (is_inside(run, c->publishers[i].last_ms)) {
            c->publishers[kept++] = c->publishers[i];
        }
    }
    c->publisher_count = kept;
}

enum gz_status gz_alert_count_prune(struct gz_alert_run *run,
                                    struct gz_alert_case *c)
{
    if (run->view->window.kind == GZ_WINDOW_NONE) {
        return GZ_OK;
    }
    prune_publishers(run, c);
    return prune_hits(run, c);
}

enum gz_status gz_alert_count_forget(struct gz_alert_run *run,
                                     struct gz_alert_case *c)
{
    return leave(run, c, c->hit_count);
}

void gz_alert_count_window(const struct gz_alert_run *run,
                           const struct gz_alert_case *c, uint32_t *stories,
                           uint32_t *copies, int64_t *first_ms)
{
    const bool all = run->view->window.kind == GZ_WINDOW_NONE;
    *stories = 0;
    *copies = 0;
    *first_ms = run->window_ms;
    for (uint32_t i = 0; i < c->hit_count; i++) {
        const struct gz_alert_hit *h = &c->hits[i];
        if (all || is_inside(run, h->at_ms)) {
            (*stories)++;
            *copies += h->copies;
            *first_ms = h->at_ms < *first_ms ? h->at_ms : *first_ms;
        }
    }
}

static uint32_t count_sources(const struct gz_alert_run *run,
                              const struct gz_alert_case *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->hit_count; i++) {
        uint32_t k = i + 1;
        while (k < c->hit_count && c->hits[k].source != c->hits[i].source) {
            k++;
        }
        count += k == c->hit_count && is_inside(run, c->hits[i].at_ms);
    }
    return count;
}

// --- thresholds ---

enum gz_status gz_alert_count_reached(struct gz_alert_run *run,
                                      const struct gz_alert_case *c,
                                      struct gz_buffer *why, bool *reached)
{
    const struct gz_subscription_window *w = &run->view->window;
    uint32_t stories = 0;
    uint32_t copies = 0;
    int64_t first_ms = 0;
    *reached = w->kind == GZ_WINDOW_NONE;
    if (*reached || w->kind == GZ_WINDOW_ABSENCE) {
        return GZ_OK;
    }
    gz_alert_count_window(run, c, &stories, &copies, &first_ms);
    if (w->kind == GZ_WINDOW_RATE) {
        return gz_alert_rate_reached(run, c, stories, why, reached);
    }
    const bool by_source = w->kind == GZ_WINDOW_SOURCES;
    const uint32_t count = by_source ? count_sources(run, c) : stories;
    *reached = count >= w->count;
    if (*reached) {
        gz_buffer_append_fmt(why, "%u %s within ", count,
                             by_source ? "sources" : "stories");
        gz_duration_print(w->within_ms, why);
        gz_buffer_append_fmt(why, " (at least %u)", w->count);
    }
    return GZ_OK;
}

// --- publishers ---

uint32_t gz_alert_count_independent(const struct gz_alert_case *c)
{
    uint32_t count = 0;
    bool for_now = false;
    for (uint32_t i = 0; i < c->publisher_count; i++) {
        count += c->publishers[i].standing == GZ_ALERT_INDEPENDENT;
        for_now = for_now || c->publishers[i].standing == GZ_ALERT_FOR_NOW;
    }
    return count > 0 ? count : for_now;
}

static enum gz_status meet_publisher(struct gz_alert_run *run,
                                     struct gz_alert_case *c,
                                     struct gz_alert_publisher **out)
{
    for (uint32_t i = 0; i < c->publisher_count; i++) {
        if (c->publishers[i].source == run->source) {
            *out = &c->publishers[i];
            (*out)->last_ms = run->window_ms;
            return GZ_OK;
        }
    }
    *out = NULL;
    if (c->publisher_count == GZ_ALERT_PUBLISHERS_MAX) {
        return GZ_OK;
    }
    struct gz_alert_publisher *grown = gz_alert_state_grow(
        c->publishers, c->publisher_count, &c->publisher_room, sizeof(*grown));
    if (grown == NULL) {
        return GZ_NO_MEMORY;
    }
    c->publishers = grown;
    *out = &grown[c->publisher_count++];
    **out = (struct gz_alert_publisher){.source = run->source,
                                        .last_ms = run->window_ms};
    return GZ_OK;
}

// What is known of the sources of the facts that matched.
struct basis {
    bool anonymous;  // they rest on unnamed sources alone
    bool borrowed;   // on what another publisher reports, or nobody known
};

// A title says in short what the body says at length, and seldom who says so:
// without an attribution it counts only where no fact of the body does.
static bool is_headline(const struct gz_event_fact *f)
{
    return f->evidence.field == GZ_EVENT_FIELD_TITLE &&
           f->attribution_count == 0;
}

static uint64_t without_headlines(const struct gz_event *e, uint64_t facts)
{
    uint64_t left = facts;
    for (uint32_t i = 0; i < e->fact_count && i < GZ_ALERT_MATCH_FACTS; i++) {
        left &= is_headline(&e->facts[i]) ? ~((uint64_t)1 << i) : ~(uint64_t)0;
    }
    return left != 0 ? left : facts;
}

static struct basis find_basis(const struct gz_event *e, uint64_t matched)
{
    const uint64_t facts = without_headlines(e, matched);
    struct basis b = {
        .anonymous = facts != 0,
        .borrowed = gz_str_trim(e->article->source).len_bytes == 0,
    };
    for (uint32_t i = 0; i < e->fact_count && i < GZ_ALERT_MATCH_FACTS; i++) {
        const struct gz_event_fact *f = &e->facts[i];
        if ((facts >> i & 1) == 0) {
            continue;
        }
        b.anonymous = b.anonymous && f->attribution_count > 0;
        for (uint32_t k = 0; k < f->attribution_count; k++) {
            const uint8_t kind = f->attributions[k].kind;
            b.anonymous = b.anonymous && kind == GZ_EVENT_ATTRIBUTION_ANONYMOUS;
            b.borrowed = b.borrowed || kind == GZ_EVENT_ATTRIBUTION_MEDIA;
        }
    }
    return b;
}

// --- an event ---

struct gz_alert_hit *gz_alert_count_find(const struct gz_alert_run *run,
                                         const struct gz_alert_case *c)
{
    for (uint32_t i = 0; i < c->hit_count; i++) {
        if (c->hits[i].story == run->story) {
            return &c->hits[i];
        }
    }
    return NULL;
}

static enum gz_status add_hit(struct gz_alert_run *run, struct gz_alert_case *c)
{
    const enum gz_status st =
        leave(run, c, c->hit_count == GZ_ALERT_HITS_MAX ? 1 : 0);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_alert_hit *grown = gz_alert_state_grow(
        c->hits, c->hit_count, &c->hit_room, sizeof(*grown));
    if (grown == NULL) {
        return GZ_NO_MEMORY;
    }
    c->hits = grown;
    grown[c->hit_count++] = (struct gz_alert_hit){
        .story = run->story, .at_ms = run->window_ms, .source = run->source};
    return GZ_OK;
}

// A story that nobody has told yet.  One that may be another publisher's counts
// only while nobody else does.
static enum gz_status add_story(struct gz_alert_run *run,
                                struct gz_alert_case *c, uint64_t facts)
{
    struct gz_alert_publisher *p = NULL;
    const struct basis basis = find_basis(run->event, facts);
    const uint32_t heard = gz_alert_count_independent(c);
    enum gz_status st = meet_publisher(run, c, &p);
    if (st == GZ_OK && p != NULL && !basis.borrowed) {
        p->standing = GZ_ALERT_INDEPENDENT;
    } else if (st == GZ_OK && p != NULL && heard == 0) {
        p->standing = GZ_ALERT_FOR_NOW;
    }
    c->anonymous = (c->hit_count == 0 || c->anonymous) && basis.anonymous;
    c->stories++;
    if (st == GZ_OK && run->view->window.kind == GZ_WINDOW_RATE) {
        st = gz_alert_rate_add(run, c);
    }
    return st == GZ_OK ? add_hit(run, c) : st;
}

enum gz_status gz_alert_count_add(struct gz_alert_run *run,
                                  struct gz_alert_case *c, uint64_t facts,
                                  bool *copy)
{
    struct gz_alert_hit *hit = gz_alert_count_find(run, c);
    struct gz_alert_publisher *p = NULL;
    *copy = hit != NULL;
    c->first_ms = c->hit_count == 0 ? run->window_ms : c->first_ms;
    c->last_ms = run->window_ms > c->last_ms ? run->window_ms : c->last_ms;
    if (hit == NULL) {
        return add_story(run, c, facts);
    }
    hit->copies++;
    c->copies++;
    return meet_publisher(run, c, &p);
}
