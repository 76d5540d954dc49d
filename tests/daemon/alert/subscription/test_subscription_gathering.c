// What is gathered and put in force at once is what is put in force one by one.

#include "daemon/alert/subscription/subscription_gathering.h"

#include "daemon/alert/subscription/subscription_store.h"
#include "daemon/base/buffer.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/subscription_fixture.h"

enum { IDS = 40, ROUNDS = 60, STEPS = 200, TEXT_BYTES = 128, MANY = 5000 };

static struct gz_subscription *make(const char *id)
{
    char yaml[TEXT_BYTES];

    snprintf(yaml, sizeof(yaml), "{id: %s, when: fact}", id);
    return test_subscription(yaml);
}

static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

// --- the module ---

static bool append_id(void *ctx, struct gz_subscription *s)
{
    gz_buffer_append_str(ctx, gz_subscription_id(s));
    return true;
}

static bool stop_at_once(void *ctx, struct gz_subscription *s)
{
    (void)append_id(ctx, s);
    return false;
}

static void check_ids(const struct gz_subscription_gathering *g,
                      gz_subscription_fn *fn, const char *want)
{
    struct gz_buffer got;

    gz_buffer_init(&got, 0);
    gz_subscription_gathering_each(g, fn, &got);
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
}

static void put(struct gz_subscription_gathering *g, const char *id)
{
    struct gz_subscription *s = make(id);

    CHECK_OK(gz_subscription_gathering_put(g, s));
    CHECK(gz_subscription_gathering_find(g, gz_str_z(id)) == s);
    gz_subscription_unref(s);
}

// An id keeps its place.
static void test_latest(void)
{
    struct gz_subscription_gathering *g = gz_subscription_gathering_new();

    CHECK(g != NULL);
    CHECK(gz_subscription_gathering_find(g, gz_str_z("a")) == NULL);
    gz_subscription_gathering_remove(g, gz_str_z("a"));
    put(g, "a");
    put(g, "b");
    put(g, "c");
    put(g, "a");
    check_ids(g, append_id, "abc");
    check_ids(g, stop_at_once, "a");
    gz_subscription_gathering_remove(g, gz_str_z("b"));
    gz_subscription_gathering_remove(g, gz_str_z("b"));
    check_ids(g, append_id, "ac");
    CHECK(gz_subscription_gathering_find(g, gz_str_z("b")) == NULL);
    put(g, "b");
    check_ids(g, append_id, "abc");
    gz_subscription_gathering_free(g);
    gz_subscription_gathering_free(NULL);
}

static void test_many(void)
{
    struct gz_subscription_gathering *g = gz_subscription_gathering_new();
    struct gz_subscription_index *files = gz_subscription_index_new();
    struct gz_subscription_index *all;
    struct gz_subscription_index *hidden;
    char id[16];

    CHECK(g != NULL && files != NULL);
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof(id), "s%d", i);
        put(g, id);
    }
    CHECK_OK(gz_subscription_gathering_fill(g, files, 2, &all, &hidden));
    gz_subscription_gathering_free(g);
    CHECK_EQ(gz_subscription_index_count(all), MANY);
    CHECK_EQ(gz_subscription_index_count(hidden), 0);
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof(id), "s%d", i);
        CHECK(gz_subscription_index_find(all, gz_str_z(id)) != NULL);
    }
    gz_subscription_index_free(all);
    gz_subscription_index_free(hidden);
    gz_subscription_index_free(files);
}

// --- in the store, beside one that does not gather ---

struct pair {
    struct gz_subscription_store *one_by_one;
    struct gz_subscription_store *gathers;
    uint64_t seed;
    int64_t offset;
    struct gz_buffer told[2];  // ids that files hid
};

static struct gz_subscription_index *draw_files(uint64_t *seed)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();

    CHECK(ix != NULL);
    for (int i = 0; i < IDS; i++) {
        if (draw(seed) % 8 == 0) {
            char id[16];
            snprintf(id, sizeof(id), "s%d", i);
            struct gz_subscription *s = make(id);
            CHECK_OK(gz_subscription_index_put(ix, s));
            gz_subscription_unref(s);
        }
    }
    return ix;
}

static void change_files(struct pair *p)
{
    struct gz_subscription_index *ix = draw_files(&p->seed);
    struct gz_subscription_index *copy = gz_subscription_index_copy(ix);

    gz_buffer_clear(&p->told[0]);
    gz_buffer_clear(&p->told[1]);
    CHECK_OK(
        gz_subscription_store_files(p->one_by_one, ix, append_id, &p->told[0]));
    CHECK_OK(
        gz_subscription_store_files(p->gathers, copy, append_id, &p->told[1]));
    CHECK_EQ(p->told[0].len, p->told[1].len);
}

static void apply_one(struct pair *p)
{
    const uint32_t chance = draw(&p->seed);
    enum gz_subscription_deed deeds[2] = {GZ_SUBSCRIPTION_NOTHING,
                                          GZ_SUBSCRIPTION_NOTHING};
    char id[16];
    char text[TEXT_BYTES];

    snprintf(id, sizeof(id), "s%u", chance / 16 % IDS);
    snprintf(text, sizeof(text), "{\"id\":\"%s\",\"when\":\"fact\"}", id);
    struct gz_record r = {.topic = GZ_STR_LIT("subs"),
                          .offset = p->offset++,
                          .key = gz_str_z(id),
                          .value = gz_str_z(chance % 16 == 0 ? "{" : text)};
    if (chance % 16 > 11) {
        r.value = (struct gz_str){NULL, 0};
    }
    const enum gz_status st =
        gz_subscription_store_apply(p->one_by_one, &r, &deeds[0], NULL);
    CHECK_EQ(gz_subscription_store_apply(p->gathers, &r, &deeds[1], NULL), st);
    CHECK_EQ(st, chance % 16 == 0 ? GZ_INVALID : GZ_OK);
    CHECK_EQ(deeds[0], deeds[1]);
}

static bool append_version(void *ctx, struct gz_subscription *s)
{
    struct gz_subscription_view view;

    gz_subscription_look(s, &view);
    gz_buffer_append_fmt(ctx, GZ_STR_FMT "=%" PRIu64 " ", GZ_STR_ARG(view.id),
                         view.version);
    return true;
}

static void show(const struct gz_subscription_store *store,
                 struct gz_buffer *out)
{
    struct gz_subscription_index *ix = gz_subscription_store_copy(store);
    const struct gz_subscription_counts c = gz_subscription_store_counts(store);

    CHECK(ix != NULL);
    gz_buffer_clear(out);
    gz_subscription_index_each(ix, gz_str_z(""), append_version, out);
    gz_buffer_append_fmt(out, "%zu %zu %zu %" PRIu64, c.of_files, c.of_topic,
                         c.hidden, c.refused);
    gz_subscription_index_free(ix);
}

static void check_same(const struct pair *p)
{
    struct gz_buffer got;
    struct gz_buffer want;

    gz_buffer_init(&got, 0);
    gz_buffer_init(&want, 0);
    show(p->gathers, &got);
    show(p->one_by_one, &want);
    CHECK(gz_str_eq(gz_buffer_str(&got), gz_buffer_str(&want)));
    gz_buffer_fini(&got);
    gz_buffer_fini(&want);
}

static void check_nothing_in_force(const struct gz_subscription_store *store)
{
    const struct gz_subscription_counts c = gz_subscription_store_counts(store);

    CHECK_EQ(c.of_topic, 0);
    CHECK_EQ(c.hidden, 0);
}

static void play_round(uint64_t seed)
{
    struct pair p = {.one_by_one = gz_subscription_store_new(),
                     .gathers = gz_subscription_store_new(),
                     .seed = seed};

    CHECK(p.one_by_one != NULL && p.gathers != NULL);
    gz_buffer_init(&p.told[0], 0);
    gz_buffer_init(&p.told[1], 0);
    change_files(&p);
    gz_subscription_store_gather(p.gathers);
    for (int i = 0; i < STEPS; i++) {
        apply_one(&p);
        if (draw(&p.seed) % 64 == 0) {
            change_files(&p);
        }
        gz_subscription_store_gather(p.gathers);  // goes on
    }
    check_nothing_in_force(p.gathers);
    CHECK_OK(gz_subscription_store_settle(p.gathers, 2));
    check_same(&p);
    gz_subscription_store_gather(p.gathers);  // too late
    CHECK_OK(gz_subscription_store_settle(p.gathers, 2));
    for (int i = 0; i < STEPS; i++) {
        apply_one(&p);
        check_same(&p);
    }
    gz_buffer_fini(&p.told[0]);
    gz_buffer_fini(&p.told[1]);
    gz_subscription_store_free(p.one_by_one);
    gz_subscription_store_free(p.gathers);
}

static struct gz_record record_of(const char *id, char *text, int64_t offset)
{
    snprintf(text, TEXT_BYTES, "{\"id\":\"%s\",\"when\":\"fact\"}", id);
    return (struct gz_record){.topic = GZ_STR_LIT("subs"),
                              .offset = offset,
                              .key = gz_str_z(id),
                              .value = gz_str_z(text)};
}

static struct gz_subscription_store *gathered_two(void)
{
    struct gz_subscription_store *store = gz_subscription_store_new();
    enum gz_subscription_deed deed;
    char text[TEXT_BYTES];

    CHECK(store != NULL);
    gz_subscription_store_gather(store);
    for (int i = 0; i < 2; i++) {
        const struct gz_record r = record_of(i == 0 ? "a" : "b", text, i);
        CHECK_OK(gz_subscription_store_apply(store, &r, &deed, NULL));
    }
    return store;
}

// What was gathered is forgotten too.
static void test_forget(void)
{
    struct gz_subscription_store *store = gathered_two();

    CHECK(gz_subscription_store_forget(store));
    CHECK_OK(gz_subscription_store_settle(store, 1));
    check_nothing_in_force(store);
    gz_subscription_store_free(store);
}

// --- without memory ---

static void test_put_without_memory(void)
{
    bool failed = true;
    struct gz_subscription *s = make("a");

    for (long n = 1; failed; n++) {
        struct gz_subscription_gathering *g = gz_subscription_gathering_new();
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_subscription_gathering_put(g, s);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        check_ids(g, append_id, failed ? "" : "a");
        gz_subscription_gathering_free(g);
    }
    gz_subscription_unref(s);
}

static void test_settle_without_memory(void)
{
    bool failed = true;

    for (long n = 1; failed; n++) {
        struct gz_subscription_store *store = gathered_two();
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_subscription_store_settle(store, 1);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        CHECK_EQ(gz_subscription_store_counts(store).of_topic, failed ? 0 : 2);
        CHECK_OK(gz_subscription_store_settle(store, 1));
        CHECK_EQ(gz_subscription_store_counts(store).of_topic, 2);
        gz_subscription_store_free(store);
    }
}

int main(void)
{
    test_latest();
    test_many();
    for (uint64_t round = 0; round < ROUNDS; round++) {
        play_round(round);
    }
    test_forget();
    test_put_without_memory();
    test_settle_without_memory();
    return 0;
}
