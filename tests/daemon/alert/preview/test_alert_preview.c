// What a preview counts, keeps and forgets.

#include "codecs/alert_symbol.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/preview_fixture.h"

// --- tables: events in, counts out ---

struct row {
    const char *name;
    const char *yaml;
    int64_t end_ms;  // behind PREVIEW_NOW
    struct preview_words events[6];
    uint64_t raised;
    uint64_t repeats;
    uint64_t states[GZ_ALERT_STATE_UNKNOWN];
};

#define STATES(...)                                                            \
    {                                                                          \
        __VA_ARGS__                                                            \
    }

static const struct row rows[] = {
    {"no events",
     "{id: s, entities: {ids: [e1]}}",
     PREVIEW_DAY,
     {{0}},
     0,
     0,
     STATES(0)},
    {"another entity",
     "{id: s, entities: {ids: [e9]}}",
     PREVIEW_DAY,
     {{.article = "a"}},
     0,
     0,
     STATES(0)},
    {"one story, and its end",
     "{id: s, entities: {ids: [e1]}}",
     PREVIEW_DAY,
     {{.article = "a"}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1, [GZ_ALERT_RESOLVED] = 1)},
    {"the end comes a moment too early",
     "{id: s, entities: {ids: [e1]}}",
     PREVIEW_DAY - 1,
     {{.article = "a"}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1)},
    {"a wait is over between two events",
     "{id: s, entities: {ids: [e1]}, wait: 5m, confirm: 0}",
     PREVIEW_HOUR,
     {{.article = "a"}, {.article = "b", .at_ms = 10 * PREVIEW_MINUTE}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1, [GZ_ALERT_UPDATED] = 1)},
    {"another source confirms",
     "{id: s, entities: {ids: [e1]}}",
     PREVIEW_HOUR,
     {{.article = "a"}, {.article = "b", .source = "AP", .at_ms = 1}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1, [GZ_ALERT_CONFIRMED] = 1)},
    {"a copy raises nothing of its own",
     "{id: s, entities: {ids: [e1]}, interval: 1h}",
     PREVIEW_MINUTE,
     {{.article = "a", .story = "x"},
      {.article = "b", .story = "x", .source = "AP", .at_ms = 1}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1)},
    {"a window",
     "{id: s, entities: {ids: [e1]}, window: {count: 3, within: 1h}}",
     PREVIEW_HOUR,
     {{.article = "a"},
      {.article = "b", .at_ms = 1},
      {.article = "c", .at_ms = 2}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1)},
    {"a window that was left in between",
     "{id: s, entities: {ids: [e1]}, window: {count: 3, within: 1h}}",
     4 * PREVIEW_HOUR,
     {{.article = "a"},
      {.article = "b", .at_ms = 1},
      {.article = "c", .at_ms = 2 * PREVIEW_HOUR}},
     0,
     0,
     STATES(0)},
    {"it is told again each hour",
     "{id: s, entities: {ids: [e1]}, repeat: 1h, resolve: 4h}",
     PREVIEW_DAY,
     {{.article = "a"}},
     1,
     3,
     STATES([GZ_ALERT_FIRING] = 4, [GZ_ALERT_RESOLVED] = 1)},
    {"silence, and a story again",
     "{id: s, entities: {ids: [e1]}, window: {absent: 1h}}",
     4 * PREVIEW_HOUR,
     {{.article = "a"}, {.article = "b", .at_ms = 2 * PREVIEW_HOUR}},
     2,
     0,
     STATES([GZ_ALERT_FIRING] = 2, [GZ_ALERT_RESOLVED] = 1)},
    {"an event of the future does not push time",
     "{id: s, entities: {ids: [e1]}}",
     PREVIEW_HOUR,
     {{.article = "a", .at_ms = 90 * PREVIEW_DAY}, {.article = "b"}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1)},
    {"since is of no interest",
     "{id: s, facts: [Customer], since: 2099-01-01, confirm: 0, "
     "first_seen: {pair: 1h}}",
     4 * PREVIEW_HOUR,
     {{.article = "a", .fact = "Customer", .other = "e3"},
      {.article = "b",
       .fact = "Customer",
       .other = "e4",
       .at_ms = 2 * PREVIEW_HOUR}},
     1,
     0,
     STATES([GZ_ALERT_FIRING] = 1)},
};

static void check_row(const struct row *r)
{
    const struct gz_alert_preview_options options = {.end_ms = PREVIEW_NOW +
                                                               r->end_ms};
    const char *const yaml[] = {r->yaml, NULL};
    struct gz_alert_preview *p = preview_open(&options, yaml);
    struct gz_alert_preview_result result;
    for (int i = 0; i < 6 && r->events[i].article != NULL; i++) {
        CHECK_OK(preview_hand(p, 0, &r->events[i]));
    }
    CHECK_OK(gz_alert_preview_end(p, 0));
    gz_alert_preview_result(p, &result);
    fprintf(stderr, "%s\n", r->name);
    CHECK_EQ(result.tally->total.raised, r->raised);
    CHECK_EQ(result.tally->total.repeats, r->repeats);
    for (uint32_t s = 0; s < GZ_ALERT_STATE_UNKNOWN; s++) {
        CHECK_EQ(result.tally->total.states[s], r->states[s]);
    }
    CHECK(result.whole);
    CHECK_EQ(result.until_ms, PREVIEW_NOW + r->end_ms);
    gz_alert_preview_free(p);
}

// --- what is told of the reading ---

static void test_times_and_needs(void)
{
    static const char *const yaml[] = {
        "{id: a, entities: {ids: [e1]}, first_seen: {entity: 90d}}",
        "{id: b, entities: {ids: [e1]}, window: {rate: 3, within: 1h, "
        "baseline: 100h, count: 5}}",
        NULL};
    const struct gz_alert_preview_options options = {
        .partition_count = 3, .end_ms = PREVIEW_NOW + PREVIEW_DAY};
    struct gz_alert_preview *p = preview_open(&options, yaml);
    struct gz_alert_preview_result r;
    CHECK_EQ(gz_alert_preview_needs_ms(p), 90 * PREVIEW_DAY);
    CHECK_OK(preview_hand(p, 1,
                          &(struct preview_words){.article = "a", .at_ms = 7}));
    CHECK_OK(preview_hand(
        p, 2,
        &(struct preview_words){.article = "b", .at_ms = 3, .entity = "e5"}));
    gz_alert_preview_result(p, &r);
    CHECK_EQ(r.events, 2);
    CHECK_EQ(r.matched, 1);
    CHECK_EQ(r.first_ms, PREVIEW_NOW + 3);
    CHECK_EQ(r.last_ms, PREVIEW_NOW + 7);
    CHECK_EQ(r.until_ms, PREVIEW_NOW + 3);  // no partition is at its end
    gz_alert_preview_free(p);
}

static void test_groups_and_slots(void)
{
    static const char *const yaml[] = {
        "{id: s, facts: [{type: Customer, anchor: supplier}], "
        "group_by: [role.customer], confirm: 0}",
        NULL};
    const struct gz_alert_preview_options options = {
        .end_ms = PREVIEW_NOW + 2 * PREVIEW_DAY,
        .limits = {.slot_ms = PREVIEW_DAY}};
    static const struct preview_words events[] = {
        {.article = "a", .fact = "Customer", .other = "e8"},
        {.article = "b", .fact = "Customer", .other = "e9", .at_ms = 1},
        {.article = "c",
         .fact = "Customer",
         .other = "e9",
         .at_ms = PREVIEW_DAY + 2},
    };
    struct gz_alert_preview *p = preview_open(&options, yaml);
    struct gz_alert_preview_result r;
    for (int i = 0; i < 3; i++) {
        CHECK_OK(preview_hand(p, 0, &events[i]));
    }
    CHECK_OK(gz_alert_preview_end(p, 0));
    gz_alert_preview_result(p, &r);
    CHECK_EQ(r.tally->group_count, 2);
    const struct gz_preview_group *first = &r.tally->groups[0];
    CHECK_STR(first->subscription, "s");
    CHECK_STR(first->entity_name, "e1");
    CHECK_EQ(first->pair_count, 1);
    CHECK_STR(first->pairs[0].key, "role.customer");
    CHECK_STR(first->pairs[0].value, "e9");
    CHECK_EQ(first->counts.raised, 2);
    CHECK_EQ(first->counts.states[GZ_ALERT_RESOLVED], 1);
    CHECK_EQ(r.tally->groups[1].counts.raised, 1);
    CHECK_EQ(r.tally->slot_count, 2);
    CHECK_EQ(r.tally->slots[0].begin_ms % PREVIEW_DAY, 0);
    CHECK_EQ(r.tally->slots[1].begin_ms - r.tally->slots[0].begin_ms,
             PREVIEW_DAY);
    CHECK_EQ(r.tally->slots[0].counts.raised, 2);
    CHECK_EQ(r.tally->slots[1].counts.raised, 1);
    CHECK_EQ(r.tally->slots[1].counts.states[GZ_ALERT_RESOLVED], 2);
    gz_alert_preview_free(p);
}

// --- samples ---

// The ids of the articles that the samples rest on.
static void list_samples(const struct gz_preview_tally *t,
                         struct gz_buffer *out)
{
    const struct gz_alert_event **samples = NULL;
    struct gz_arena *arena = gz_arena_new(16 << 20);
    CHECK_OK(gz_preview_tally_samples(t, arena, &samples));
    for (uint32_t i = 0; i < t->sample_count; i++) {
        CHECK_EQ(samples[i]->evidence_count, 1);
        gz_buffer_append_fmt(out, "%s" GZ_STR_FMT, i > 0 ? " " : "",
                             GZ_STR_ARG(samples[i]->evidence[0].article_id));
    }
    gz_arena_free(arena);
}

static void check_samples(uint32_t limit, size_t bytes, const char *want)
{
    static const char *const yaml[] = {
        "{id: s, entities: {types: [Org]}, confirm: 0}", NULL};
    const struct gz_alert_preview_options options = {
        .partition_count = 2,
        .end_ms = PREVIEW_NOW + PREVIEW_HOUR,
        .limits = {.samples = limit, .sample_bytes = bytes}};
    // In the order in which they are read, which is not that of time.
    static const struct preview_words events[] = {
        {.article = "c", .entity = "c", .at_ms = 30},
        {.article = "d", .entity = "d", .at_ms = 40},
        {.article = "a", .entity = "a", .at_ms = 10},
        {.article = "b", .entity = "b", .at_ms = 30},
    };
    struct gz_alert_preview *p = preview_open(&options, yaml);
    struct gz_alert_preview_result r;
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    for (int i = 0; i < 4; i++) {
        CHECK_OK(preview_hand(p, i < 2 ? 1 : 0, &events[i]));
    }
    gz_alert_preview_result(p, &r);
    list_samples(r.tally, &out);
    CHECK_STR(gz_buffer_str(&out), want);
    CHECK_EQ(r.tally->met[GZ_PREVIEW_SAMPLES], r.tally->sample_count < 4);
    CHECK_EQ(r.tally->total.raised, 4);
    gz_buffer_fini(&out);
    gz_alert_preview_free(p);
}

// --- bounds ---

static void check_bound(const struct gz_alert_preview_options *options,
                        enum gz_preview_bound bound, bool whole)
{
    static const char *const yaml[] = {
        "{id: s, entities: {types: [Org]}, confirm: 0}", NULL};
    struct gz_alert_preview *p = preview_open(options, yaml);
    struct gz_alert_preview_result r;
    char id[16];
    enum gz_status st = GZ_OK;
    for (int i = 0; i < 200 && st == GZ_OK; i++) {
        snprintf(id, sizeof(id), "e%d", i);
        st = preview_hand(p, 0,
                          &(struct preview_words){.article = id,
                                                  .entity = id,
                                                  .at_ms = i * PREVIEW_HOUR});
    }
    CHECK_EQ(st, whole ? GZ_OK : GZ_LIMIT);
    gz_alert_preview_result(p, &r);
    fprintf(stderr, "%s\n", gz_preview_tally_bound_name(bound));
    CHECK_EQ(r.whole, whole);
    CHECK(r.tally->met[bound]);
    CHECK_EQ(r.tally->total.raised, r.events);
    CHECK_EQ(r.events == 200, whole);
    gz_alert_preview_free(p);
}

static bool stop_at_once(void *ctx)
{
    return *(const bool *)ctx;
}

static void test_bounds(void)
{
    bool yes = true;
    const int64_t end_ms = PREVIEW_NOW + 200 * PREVIEW_HOUR;
    const struct {
        struct gz_alert_preview_options options;
        enum gz_preview_bound bound;
        bool whole;
    } bounds[] = {
        {{.end_ms = end_ms, .event_limit = 20}, GZ_PREVIEW_EVENTS, false},
        {{.end_ms = end_ms, .state_limit = 20}, GZ_PREVIEW_STATE, false},
        {{.end_ms = end_ms, .stop = stop_at_once, .stop_ctx = &yes},
         GZ_PREVIEW_TIME,
         false},
        {{.end_ms = end_ms, .limits = {.groups = 20}}, GZ_PREVIEW_GROUPS, true},
        {{.end_ms = end_ms, .limits = {.slots = 20}}, GZ_PREVIEW_SLOTS, true},
        {{.end_ms = end_ms, .limits = {.samples = 20}},
         GZ_PREVIEW_SAMPLES,
         true},
    };
    for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
        check_bound(&bounds[i].options, bounds[i].bound, bounds[i].whole);
    }
}

// --- memory ---

// Groups that find no room are a bound that was met.
static void check_failed(struct gz_alert_preview *p, enum gz_status st,
                         bool done)
{
    struct gz_alert_preview_result r;
    if (st == GZ_OK && !done) {
        gz_alert_preview_result(p, &r);
        CHECK(r.tally->met[GZ_PREVIEW_GROUPS]);
    } else {
        CHECK_EQ(st, done ? GZ_OK : GZ_NO_MEMORY);
    }
}

static void test_memory(void)
{
    static const char *const yaml = "{id: s, entities: {ids: [e1]}}";
    const struct gz_alert_preview_options options = {
        .end_ms = PREVIEW_NOW + PREVIEW_DAY, .limits = {.samples = 3}};
    struct gz_subscription *s = test_subscription(yaml);
    struct preview_event e;
    bool done = false;
    preview_event_init(&e, &(struct preview_words){.article = "a"});
    for (long n = 1; !done; n++) {
        gz_alloc_fail_at(n);
        struct gz_alert_preview *p = gz_alert_preview_new(&options, &s, 1);
        enum gz_status st =
            p != NULL ? gz_alert_preview_event(p, 0, &e.event) : GZ_NO_MEMORY;
        st = st == GZ_OK ? gz_alert_preview_end(p, 0) : st;
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        check_failed(p, st, done);
        gz_alert_preview_free(p);
    }
    gz_subscription_unref(s);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    test_times_and_needs();
    test_groups_and_slots();
    check_samples(0, 0, "");
    check_samples(2, 0, "a b");
    check_samples(3, 0, "a b c");
    check_samples(9, 0, "a b c d");
    check_samples(9, 1, "");
    test_bounds();
    test_memory();
    return 0;
}
