// An engine that is killed at any moment and restored from its records tells
// what one that lives on tells, byte for byte.

#include "tests/support/alert_fixture.h"
#include "tests/support/alloc_fail.h"

enum {
    STEPS = 400,
    SEEDS = 12,
    BATCH_MAX = 7,
};

static const char *const subscriptions[] = {
    "{id: any, entities: {ids: [e0, e1]}, wait: 40s, interval: 3m, repeat: "
    "20m, resolve: 1h}",
    "{id: count, entities: {types: [Org]}, window: {count: 3, within: 10m}, "
    "group_by: [article.source]}",
    "{id: sources, entities: {ids: [e0]}, window: {sources: 2, within: 30m}}",
    "{id: rate, entities: {ids: [e0, e2]}, window: {rate: 2, within: 5m, "
    "baseline: 30m, count: 2}}",
    "{id: gone, entities: {ids: [e1]}, window: {absent: 15m}, repeat: 1h}",
    "{id: gone-by-digest, entities: {ids: [e2]}, window: {absent: 5m}, digest: "
    "12m}",
    "{id: pair, facts: [{type: Customer, anchor: supplier}], first_seen: "
    "{pair: 1h, partial: true}, group_by: [fact.type]}",
    "{id: first, facts: [Customer], first_seen: {fact: 2h}}",
    "{id: silent, entities: {ids: [e1]}, silences: [{until: "
    "2026-11-18T12:00:00Z}, {from: 2026-11-18T13:00:00Z, until: "
    "2026-11-18T13:30:00Z}], confirm: 0}",
    "{id: quiet, entities: {ids: [e2]}, quiet: {from: '11:30', until: '12:15'},"
    " digest: {every: 10m}, interval: 1m}",
};

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

static void open_lab(struct alert_lab *lab)
{
    alert_lab_open(lab, NULL);
    for (size_t i = 0; i < sizeof(subscriptions) / sizeof(subscriptions[0]);
         i++) {
        struct gz_subscription *s = test_subscription(subscriptions[i]);
        CHECK_OK(gz_subscription_index_put(lab->index, s));
        gz_subscription_unref(s);
    }
}

// One step: time passes, an event comes.
static void step(struct alert_lab *lab, uint64_t seed)
{
    static const char *const entities[] = {"e0", "e1", "e2"};
    static const char *const sources[] = {"AP", "AFP", "Reuters", "dpa"};
    static const char *const others[] = {"x", "y", "z"};
    char article[32];
    snprintf(article, sizeof(article), "a%u", draw(&seed, 300));
    const struct alert_lab_event event = {
        .entity = entities[draw(&seed, 3)],
        .article = article,
        .source = sources[draw(&seed, 4)],
        .story = (int)draw(&seed, 60),
        .fact = draw(&seed, 2) == 0 ? "Customer" : NULL,
        .other = others[draw(&seed, 3)],
        .kind = (int)draw(&seed, 5),
        .age_ms = draw(&seed, 20) == 0 ? INT64_C(100000000) : 0,
    };
    alert_lab_pass(lab, draw(&seed, 4) * INT64_C(23456));
    alert_lab_event(lab, &event);
}

// Kill behind every step: nothing but the records is left.
static void run_killed(struct alert_lab *lab, uint64_t seed)
{
    open_lab(lab);
    for (uint64_t i = 0; i < STEPS; i++) {
        step(lab, seed * 1000003 + i);
        alert_lab_flush(lab);
        alert_lab_restart(lab);
    }
}

// Kill in the middle of transactions: what was told since the last commit is
// lost, and done again.
static void run_aborted(struct alert_lab *lab, uint64_t seed)
{
    uint64_t chance = seed;
    open_lab(lab);
    for (uint64_t i = 0; i < STEPS;) {
        const uint64_t batch = 1 + draw(&chance, BATCH_MAX);
        const uint64_t end = i + batch < STEPS ? i + batch : STEPS;
        const size_t committed = lab->bytes.len;
        const int64_t now_ms = lab->now_ms;
        if (draw(&chance, 2) == 0) {
            for (uint64_t k = i; k < end; k++) {
                step(lab, seed * 1000003 + k);
            }
            lab->bytes.len = committed;
            lab->now_ms = now_ms;
            alert_lab_restart(lab);
        }
        for (; i < end; i++) {
            step(lab, seed * 1000003 + i);
        }
        alert_lab_flush(lab);
    }
}

static void test_killed(void)
{
    static struct alert_lab one;
    static struct alert_lab killed;
    static struct alert_lab aborted;
    size_t told = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_lab(&one);
        for (uint64_t i = 0; i < STEPS; i++) {
            step(&one, seed * 1000003 + i);
        }
        run_killed(&killed, seed);
        run_aborted(&aborted, seed);
        CHECK_STR(gz_buffer_str(&killed.out),
                  (gz_buffer_append_byte(&one.out, 0), (char *)one.out.data));
        CHECK(
            gz_str_eq(gz_buffer_str(&one.bytes), gz_buffer_str(&killed.bytes)));
        CHECK(gz_str_eq(gz_buffer_str(&one.bytes),
                        gz_buffer_str(&aborted.bytes)));
        told += one.bytes.len;
        alert_lab_close(&one);
        alert_lab_close(&killed);
        alert_lab_close(&aborted);
    }
    CHECK(told > 0);
}

// All that was remembered is forgotten in the end.
static void test_forgets(void)
{
    static struct alert_lab lab;
    open_lab(&lab);
    CHECK_OK(gz_subscription_index_remove(lab.index, GZ_STR_LIT("gone")));
    CHECK_OK(
        gz_subscription_index_remove(lab.index, GZ_STR_LIT("gone-by-digest")));
    for (uint64_t i = 0; i < STEPS; i++) {
        step(&lab, i);
    }
    alert_lab_flush(&lab);
    CHECK(lab.record_count > 10);
    CHECK(gz_alert_engine_counts(lab.engine).told > 0);
    alert_lab_pass(&lab, INT64_C(100) * 24 * 3600 * 1000);
    alert_lab_flush(&lab);
    const struct gz_alert_counts counts = gz_alert_engine_counts(lab.engine);
    CHECK_EQ(counts.cases, 0);
    CHECK_EQ(counts.firing, 0);
    CHECK_EQ(counts.stories, 0);
    CHECK_EQ(counts.entities, 0);
    CHECK_EQ(counts.seen, 0);
    CHECK_EQ(counts.told, 0);
    for (size_t i = 0; i < lab.record_count; i++) {
        CHECK(lab.records[i].key[0] == 'B' || lab.records[i].key[0] == 'P');
    }
    alert_lab_close(&lab);
}

static void test_bounds(void)
{
    static struct alert_lab lab;
    open_lab(&lab);
    gz_alert_engine_free(lab.engine);
    lab.options = (struct gz_alert_options){
        .case_limit = 3, .story_limit = 4, .memory_limit = 2};
    lab.engine = gz_alert_engine_new(&lab.options);
    for (uint64_t i = 0; i < STEPS; i++) {
        step(&lab, i);
        const struct gz_alert_counts c = gz_alert_engine_counts(lab.engine);
        CHECK(c.cases <= 3 && c.seen <= 2 && c.stories <= 3 * 4);
    }
    CHECK(gz_alert_engine_counts(lab.engine).dropped > 0);
    alert_lab_close(&lab);
}

// --- bytes that are not ours ---

static void test_bad_records(void)
{
    static const struct {
        const char *key;
        size_t key_len;
        const char *value;
        size_t value_len;
        const char *want;
    } rows[] = {
        {"", 0, "\1", 1, "error: the key is none of the alert state's\n"},
        {"X", 1, "\1", 1, "error: the key is none of the alert state's\n"},
        {"C", 1, "\1", 1, "error: the key is none of the alert state's\n"},
        {"B\2a", 3, "", 0,
         "error: the record is of another format of the alert state than 1\n"},
        {"B\2a", 3, "\2\0\0", 3,
         "error: the record is of another format of the alert state than 1\n"},
    };
    struct gz_alert_engine *e = gz_alert_engine_new(NULL);
    struct gz_error err;
    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        gz_error_clear(&err);
        CHECK_EQ(gz_alert_engine_restore(
                     e, gz_str_of(rows[i].key, rows[i].key_len),
                     gz_str_of(rows[i].value, rows[i].value_len), &err),
                 GZ_INVALID);
        CHECK_Z(gz_error_text(&err), rows[i].want);
    }
    gz_error_fini(&err);
    gz_alert_engine_free(e);
}

// No prefix of a record is taken for one, and no changed byte does harm.
static void test_cut_records(void)
{
    static struct alert_lab lab;
    open_lab(&lab);
    for (uint64_t i = 0; i < 60; i++) {
        step(&lab, i);
    }
    alert_lab_flush(&lab);
    for (size_t i = 0; i < lab.record_count; i++) {
        struct alert_lab_record *r = &lab.records[i];
        const struct gz_str key = {r->key, r->key_len};
        struct gz_alert_engine *e = gz_alert_engine_new(NULL);
        for (size_t len = 0; len < r->value_len; len++) {
            CHECK_EQ(
                gz_alert_engine_restore(e, key, gz_str_of(r->value, len), NULL),
                GZ_INVALID);
            r->value[len] = (char)(r->value[len] ^ 0x41);
            (void)!gz_alert_engine_restore(
                e, key, gz_str_of(r->value, r->value_len), NULL);
            r->value[len] = (char)(r->value[len] ^ 0x41);
        }
        gz_alert_engine_free(e);
    }
    alert_lab_close(&lab);
}

// --- memory ---

static enum gz_status swallow(void *ctx, const struct gz_alert_event *a);

static enum gz_status work(struct alert_lab *lab)
{
    uint32_t told = 0;
    const struct gz_alert_sink sink = {swallow, NULL, &told};
    uint8_t signature[128] = {1};
    const struct gz_event_article article = {.id = GZ_STR_LIT("a"),
                                             .signature = signature,
                                             .ingested_ms = ALERT_LAB_NOW};
    const struct gz_event_role role = {.role = GZ_STR_LIT("customer"),
                                       .entity_id = GZ_STR_LIT("x")};
    const struct gz_event_fact fact = {
        .type = GZ_STR_LIT("Customer"), .roles = &role, .role_count = 1};
    const struct gz_event event = {
        .article = &article,
        .event_id = GZ_STR_LIT("v"),
        .entity_id = GZ_STR_LIT("e0"),
        .entity_type = GZ_STR_LIT("Org"),
        .facts = &fact,
        .fact_count = 1,
    };
    struct gz_alert_engine *e = gz_alert_engine_new(NULL);
    enum gz_status st = e != NULL ? GZ_OK : GZ_NO_MEMORY;
    if (st == GZ_OK) {
        st = gz_alert_engine_event(e, lab->index, &event, ALERT_LAB_NOW, &sink);
    }
    if (st == GZ_OK) {
        st = gz_alert_engine_tick(e, lab->index, ALERT_LAB_NOW + 3600000,
                                  ALERT_LAB_NOW + 3600000, &sink);
    }
    gz_alert_engine_free(e);
    CHECK(st != GZ_OK || told > 0);
    return st;
}

static enum gz_status swallow(void *ctx, const struct gz_alert_event *a)
{
    uint32_t *told = ctx;
    *told += a->sequence == 0;
    return GZ_OK;
}

static void test_no_memory(void)
{
    static struct alert_lab lab;
    open_lab(&lab);
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st = work(&lab);
        if (!gz_alloc_failed()) {
            CHECK_OK(st);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    alert_lab_close(&lab);
}

int main(void)
{
    test_killed();
    test_forgets();
    test_bounds();
    test_bad_records();
    test_cut_records();
    test_no_memory();
    return 0;
}
