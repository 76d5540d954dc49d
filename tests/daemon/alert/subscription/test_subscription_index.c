// Finding subscriptions: under random changes the index holds what a plain
// list holds, copies stay as they were, and no failure leaves half a change.

#include "daemon/alert/subscription/subscription_index.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/subscription_fixture.h"

#define LIT(s)                                                                 \
    {                                                                          \
        s, sizeof(s) - 1                                                       \
    }

enum {
    IDS = 300,
    STEPS = 4000,
    FOUND_MAX = 512,
};

struct found {
    struct gz_subscription *items[FOUND_MAX];
    uint32_t count;
};

static bool on_found(void *ctx, struct gz_subscription *s)
{
    struct found *f = ctx;
    CHECK(f->count < FOUND_MAX);
    f->items[f->count++] = s;
    return true;
}

static bool holds(const struct found *f, const char *id)
{
    for (uint32_t i = 0; i < f->count; i++) {
        if (gz_str_is(gz_subscription_id(f->items[i]), id)) {
            return true;
        }
    }
    return false;
}

static void put(struct gz_subscription_index *ix, const char *yaml)
{
    struct gz_subscription *s = test_subscription(yaml);
    CHECK_OK(gz_subscription_index_put(ix, s));
    gz_subscription_unref(s);
}

// --- which keys an event looks under ---

static const struct gz_event_fact facts[] = {{.type = LIT("Customer")}};
static const struct gz_event_pair ext[] = {{LIT("country"), LIT("US")}};
static const struct gz_event_article article;
static const struct gz_event event = {
    .article = &article,
    .entity_id = LIT("wd:Q1"),
    .entity_name = LIT("Globex"),
    .entity_type = LIT("Org/Company"),
    .facts = facts,
    .fact_count = 1,
    .ext = ext,
    .ext_count = 1,
};

static const struct {
    const char *yaml;
    bool want;
} keys[] = {
    {"{id: s, entities: {ids: [wd:Q1]}}", true},
    {"{id: s, entities: {ids: [wd:Q2, wd:Q1]}}", true},
    {"{id: s, entities: {ids: [wd:Q2]}}", false},
    {"{id: s, entities: {names: [gLOBEX]}}", true},
    {"{id: s, entities: {names: [Glob]}}", false},
    {"{id: s, entities: {types: [Org]}}", true},
    {"{id: s, entities: {types: [Org/Company]}}", true},
    {"{id: s, entities: {types: [Company]}}", true},
    {"{id: s, entities: {types: [Place]}}", false},
    {"{id: s, entities: {attributes: {country: [DE, US]}}}", true},
    {"{id: s, entities: {attributes: {country: DE}}}", false},
    {"{id: s, when: salience.in_title}", true},
    {"{id: s, facts: [Customer]}", true},
    {"{id: s, facts: [Spending, Customer]}", true},
    {"{id: s, facts: [Spending]}", false},
    {"{id: s, entities: {ids: [wd:Q1]}, facts: [Spending]}", false},
    {"{id: s, entities: {ids: [wd:Q1]}, facts: [Customer]}", true},
};

static void test_keys(void)
{
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        struct gz_subscription_index *ix = gz_subscription_index_new();
        struct found found = {.count = 0};
        put(ix, keys[i].yaml);
        gz_subscription_index_match(ix, &event, on_found, &found);
        CHECK_EQ(found.count > 0, keys[i].want);
        gz_subscription_index_free(ix);
    }
}

static void test_silenced(void)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    struct found found = {.count = 0};
    put(ix, "{id: a, when: fact}");
    put(ix, "{id: b, when: fact, silences: [{until: 2030-01-01}]}");
    gz_subscription_index_silenced(ix, on_found, &found);
    CHECK_EQ(found.count, 1);
    CHECK(holds(&found, "b"));
    put(ix, "{id: b, when: fact}");
    found.count = 0;
    gz_subscription_index_silenced(ix, on_found, &found);
    CHECK_EQ(found.count, 0);
    gz_subscription_index_free(ix);
}

// --- random changes ---

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

// What the index should hold: of each id the entity, 0 for none.
struct model {
    uint32_t entity[IDS];
};

static void check_same(const struct gz_subscription_index *ix,
                       const struct model *m)
{
    uint32_t count = 0;
    char id[16];
    for (uint32_t i = 0; i < IDS; i++) {
        snprintf(id, sizeof(id), "s%u", i);
        const bool there = gz_subscription_index_find(ix, gz_str_z(id)) != NULL;
        CHECK_EQ(there, m->entity[i] != 0);
        count += m->entity[i] != 0;
    }
    CHECK_EQ(gz_subscription_index_count(ix), count);
    for (uint32_t entity = 1; entity <= 5; entity++) {
        struct found found = {.count = 0};
        struct gz_event e = event;
        uint32_t want = 0;
        snprintf(id, sizeof(id), "e%u", entity);
        e.entity_id = gz_str_z(id);
        gz_subscription_index_match(ix, &e, on_found, &found);
        for (uint32_t i = 0; i < IDS; i++) {
            want += m->entity[i] == entity;
        }
        CHECK_EQ(found.count, want);
    }
}

static void change(struct gz_subscription_index *ix, struct model *m,
                   uint64_t *seed)
{
    char text[96];
    const uint32_t id = draw(seed, IDS);
    if (draw(seed, 3) == 0) {
        snprintf(text, sizeof(text), "s%u", id);
        CHECK_EQ(gz_subscription_index_remove(ix, gz_str_z(text)),
                 m->entity[id] != 0 ? GZ_OK : GZ_NOT_FOUND);
        m->entity[id] = 0;
        return;
    }
    m->entity[id] = 1 + draw(seed, 5);
    snprintf(text, sizeof(text), "{id: s%u, entities: {ids: [e%u]}}", id,
             m->entity[id]);
    put(ix, text);
}

static void test_random(void)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    struct gz_subscription_index *copy = gz_subscription_index_new();
    struct model now = {{0}};
    struct model then = {{0}};
    uint64_t seed = 42;
    for (uint32_t i = 0; i < STEPS; i++) {
        change(ix, &now, &seed);
        if (i % 97 == 0) {
            check_same(ix, &now);
            check_same(copy, &then);
            gz_subscription_index_free(copy);
            copy = gz_subscription_index_copy(ix);
            then = now;
        }
    }
    CHECK(gz_subscription_index_size(ix) > 0);
    gz_subscription_index_free(ix);
    check_same(copy, &then);
    gz_subscription_index_free(copy);
    gz_subscription_index_free(NULL);
}

// Each comes once, and one can go on behind any of them.
static void test_each(void)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    struct found all = {.count = 0};
    char text[64];
    for (uint32_t i = 0; i < 200; i++) {
        snprintf(text, sizeof(text), "{id: s%u, when: fact}", i);
        put(ix, text);
    }
    gz_subscription_index_each(ix, GZ_STR_LIT(""), on_found, &all);
    CHECK_EQ(all.count, 200);
    for (uint32_t i = 0; i < all.count; i++) {
        struct found rest = {.count = 0};
        gz_subscription_index_each(ix, gz_subscription_id(all.items[i]),
                                   on_found, &rest);
        CHECK_EQ(rest.count, all.count - i - 1);
        CHECK(rest.count == 0 || rest.items[0] == all.items[i + 1]);
    }
    gz_subscription_index_free(ix);
}

// --- many at once ---

enum { MANY = 20000 };

// Some under keys of many, some under the same key twice.
static struct gz_subscription **make_many(void)
{
    struct gz_subscription **items =
        calloc(MANY, sizeof(struct gz_subscription *));
    char text[160];
    CHECK(items != NULL);
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof(text),
                 i % 3 == 0   ? "{id: s%u, entities: {ids: [e%u, e1, e1]}}"
                 : i % 3 == 1 ? "{id: s%u, entities: {names: [n%u]}, facts: "
                                "[Customer, Partner]}"
                              : "{id: s%u, when: fact, silences: [{until: "
                                "20%02u-01-01}]}",
                 i, i % 70 + 10);
        items[i] = test_subscription(text);
    }
    return items;
}

struct list {
    struct gz_subscription **items;
    uint32_t count;
};

static bool on_listed(void *ctx, struct gz_subscription *s)
{
    struct list *l = ctx;
    CHECK(l->count < MANY && l->items[l->count] == s);
    l->count++;
    return true;
}

static bool on_first(void *ctx, struct gz_subscription *s)
{
    struct list *l = ctx;
    l->items[l->count++] = s;
    return true;
}

static void test_fill(void)
{
    struct gz_subscription **items = make_many();
    struct gz_subscription **order =
        calloc(MANY, sizeof(struct gz_subscription *));
    struct gz_subscription_index *one = gz_subscription_index_new();
    for (uint32_t i = 0; i < MANY; i++) {
        CHECK_OK(gz_subscription_index_put(one, items[i]));
    }
    gz_subscription_index_each(one, GZ_STR_LIT(""), on_first,
                               &(struct list){order, 0});
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct gz_subscription_index *ix = gz_subscription_index_new();
        struct list same = {order, 0};
        CHECK_OK(gz_subscription_index_fill(ix, items, MANY, threads));
        CHECK_EQ(gz_subscription_index_count(ix), MANY);
        CHECK_EQ(gz_subscription_index_size(ix),
                 gz_subscription_index_size(one));
        gz_subscription_index_each(ix, GZ_STR_LIT(""), on_listed, &same);
        CHECK_EQ(same.count, MANY);
        // It changes like any other, and not those that it was made of.
        CHECK_OK(gz_subscription_index_remove(ix, GZ_STR_LIT("s0")));
        CHECK(gz_subscription_index_find(ix, GZ_STR_LIT("s0")) == NULL);
        CHECK_EQ(gz_subscription_index_fill(ix, items, 2, threads),
                 GZ_MISMATCH);
        CHECK_OK(gz_subscription_index_fill(ix, items, 1, threads));
        CHECK_EQ(gz_subscription_index_count(ix), MANY);
        gz_subscription_index_free(ix);
    }
    gz_subscription_index_free(one);
    for (uint32_t i = 0; i < MANY; i++) {
        gz_subscription_unref(items[i]);
    }
    free(order);
    free(items);
}

static void test_fill_twice(void)
{
    struct gz_subscription *items[] = {
        test_subscription("{id: s, entities: {ids: [e1]}}"),
        test_subscription("{id: t, entities: {ids: [e1]}}"),
        test_subscription("{id: s, entities: {ids: [e2]}}"),
    };
    struct gz_subscription_index *ix = gz_subscription_index_new();
    CHECK_EQ(gz_subscription_index_fill(ix, items, 3, 2), GZ_MISMATCH);
    CHECK_EQ(gz_subscription_index_count(ix), 0);
    CHECK_OK(gz_subscription_index_fill(ix, items, 0, 2));
    CHECK_OK(gz_subscription_index_fill(ix, items, 2, 2));
    CHECK_EQ(gz_subscription_index_count(ix), 2);
    gz_subscription_index_free(ix);
    for (int i = 0; i < 3; i++) {
        gz_subscription_unref(items[i]);
    }
}

static void test_fill_no_memory(void)
{
    struct gz_subscription *items[] = {
        test_subscription("{id: s, entities: {ids: [e1, e2, e3]}}"),
        test_subscription("{id: t, entities: {ids: [e1, e2]}, facts: [A]}"),
        test_subscription("{id: u, entities: {ids: [e1, e2, e4]}}"),
    };
    enum gz_status st = GZ_NO_MEMORY;
    for (long n = 1; st != GZ_OK; n++) {
        struct gz_subscription_index *ix = gz_subscription_index_new();
        gz_alloc_fail_at(n);
        st = gz_subscription_index_fill(ix, items, 3, 1);
        gz_alloc_fail_at(0);
        CHECK_EQ(gz_subscription_index_count(ix), st == GZ_OK ? 3 : 0);
        CHECK(st == GZ_OK || st == GZ_NO_MEMORY);
        gz_subscription_index_free(ix);
    }
    for (int i = 0; i < 3; i++) {
        gz_subscription_unref(items[i]);
    }
}

// --- memory ---

static void test_no_memory(void)
{
    struct gz_subscription *s = test_subscription(
        "{id: s, entities: {ids: [e1, e2, e3]}, facts: [A, B]}");
    struct gz_subscription *t =
        test_subscription("{id: s, entities: {ids: [e1, e4]}, facts: [C]}");
    const struct model none = {{0}};
    for (long n = 1;; n++) {
        struct gz_subscription_index *ix = gz_subscription_index_new();
        gz_alloc_fail_at(n);
        enum gz_status st = gz_subscription_index_put(ix, s);
        if (st == GZ_OK) {
            st = gz_subscription_index_put(ix, t);
            CHECK(st == GZ_OK ||
                  gz_subscription_index_find(ix, GZ_STR_LIT("s")) == s);
        } else {
            gz_alloc_fail_at(0);
            check_same(ix, &none);
            st = gz_subscription_index_put(ix, s);
            CHECK_OK(st);
            st = GZ_NO_MEMORY;
        }
        const bool failed = gz_alloc_failed() || st != GZ_OK;
        gz_alloc_fail_at(0);
        gz_subscription_index_free(ix);
        if (!failed) {
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_subscription_unref(s);
    gz_subscription_unref(t);
}

int main(void)
{
    test_keys();
    test_silenced();
    test_random();
    test_each();
    test_no_memory();
    test_fill();
    test_fill_twice();
    test_fill_no_memory();
    return 0;
}
