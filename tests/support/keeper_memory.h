#ifndef GZ_TEST_KEEPER_MEMORY_H
#define GZ_TEST_KEEPER_MEMORY_H

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/alert/subscription/subscription_keeper.h"
#include "tests/support/check.h"
#include "tests/support/subscription_fixture.h"

/*
 * A keeper of subscriptions in memory, who answers at once or when the test
 * says so, and may be made to refuse.
 */
enum { KEEPER_MEMORY_WAITING = 8 };

struct keeper_memory_wait {
    gz_keeping_done_fn *done;
    void *ctx;
    struct gz_keeping_answer answer;
};

struct keeper_memory {
    struct gz_subscription_cell *cell;
    struct gz_subscription_keeper port;
    uint64_t version;              // of the last change
    enum gz_keeping refuse;        // DONE: by its rules
    const struct gz_error *error;  // with UNAVAILABLE
    bool later;                    // answers wait for keeper_memory_answer()
    struct keeper_memory_wait waiting[KEEPER_MEMORY_WAITING];
    uint32_t count;
    uint32_t asked;
};

static inline struct gz_subscription_index *
keeper_memory_index(const struct keeper_memory *k)
{
    uint32_t version;
    struct gz_subscription_index *ix =
        gz_subscription_cell_get(k->cell, &version);
    CHECK(ix != NULL);
    return ix;
}

/** Put it there as it is, as if it had always been. */
static inline void keeper_memory_seed(struct keeper_memory *k, const char *yaml,
                                      uint64_t version)
{
    struct gz_subscription_index *ix = keeper_memory_index(k);
    struct gz_subscription *s = test_subscription(yaml);
    struct gz_subscription *kept = gz_subscription_with(s, version, 0);
    CHECK_OK(gz_subscription_index_put(ix, kept));
    gz_subscription_cell_put(k->cell, ix);
    gz_subscription_unref(s);
    gz_subscription_unref(kept);
}

/** Whether there is one under that id, and its version. */
static inline bool keeper_memory_find(const struct keeper_memory *k,
                                      struct gz_str id, uint64_t *version)
{
    struct gz_subscription_index *ix = keeper_memory_index(k);
    const struct gz_subscription *s = gz_subscription_index_find(ix, id);
    struct gz_subscription_view v = {.version = 0};
    if (s != NULL) {
        gz_subscription_look(s, &v);
    }
    *version = v.version;
    gz_subscription_index_free(ix);
    return s != NULL;
}

static inline struct gz_keeping_answer
keeper_memory_judge(const struct keeper_memory *k, struct gz_str id,
                    uint64_t expected, bool removes)
{
    struct gz_keeping_answer answer = {k->refuse, 0, k->error};
    const bool there = keeper_memory_find(k, id, &answer.version);
    if (k->refuse != GZ_KEEPING_DONE) {
        return answer;
    }
    if (there && answer.version == 0) {
        answer.outcome = GZ_KEEPING_OF_FILE;
    } else if (!there && (removes || expected != GZ_SUBSCRIPTION_ABSENT)) {
        answer.outcome = GZ_KEEPING_MISSING;
    } else if (there && expected != GZ_SUBSCRIPTION_ANY_VERSION &&
               expected != answer.version) {
        answer.outcome = GZ_KEEPING_CONFLICT;
    }
    return answer;
}

static inline void keeper_memory_tell(struct keeper_memory *k,
                                      const struct keeper_memory_wait *wait)
{
    k->asked++;
    if (k->later) {
        CHECK(k->count < KEEPER_MEMORY_WAITING);
        k->waiting[k->count++] = *wait;
    } else {
        wait->done(wait->ctx, &wait->answer);
    }
}

/** Tell all that wait. */
static inline void keeper_memory_answer(struct keeper_memory *k)
{
    for (uint32_t i = 0; i < k->count; i++) {
        k->waiting[i].done(k->waiting[i].ctx, &k->waiting[i].answer);
    }
    k->count = 0;
}

static inline void keeper_memory_put(void *ctx, struct gz_subscription *s,
                                     uint64_t expected,
                                     gz_keeping_done_fn *done, void *done_ctx)
{
    struct keeper_memory *k = ctx;
    struct keeper_memory_wait wait = {done, done_ctx, {0}};
    wait.answer =
        keeper_memory_judge(k, gz_subscription_id(s), expected, false);
    if (wait.answer.outcome == GZ_KEEPING_DONE) {
        struct gz_subscription_index *ix = keeper_memory_index(k);
        struct gz_subscription *kept =
            gz_subscription_with(s, ++k->version, 86400000);
        CHECK_OK(gz_subscription_index_put(ix, kept));
        gz_subscription_cell_put(k->cell, ix);
        gz_subscription_unref(kept);
        wait.answer.version = k->version;
    }
    keeper_memory_tell(k, &wait);
}

static inline void keeper_memory_remove(void *ctx, struct gz_str id,
                                        uint64_t expected,
                                        gz_keeping_done_fn *done,
                                        void *done_ctx)
{
    struct keeper_memory *k = ctx;
    struct keeper_memory_wait wait = {done, done_ctx, {0}};
    wait.answer = keeper_memory_judge(k, id, expected, true);
    if (wait.answer.outcome == GZ_KEEPING_DONE) {
        struct gz_subscription_index *ix = keeper_memory_index(k);
        CHECK_OK(gz_subscription_index_remove(ix, id));
        gz_subscription_cell_put(k->cell, ix);
        wait.answer.version = ++k->version;
    }
    keeper_memory_tell(k, &wait);
}

/** Empty; the last change had that version.  k must not move. */
static inline void keeper_memory_open(struct keeper_memory *k, uint64_t version)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    CHECK(ix != NULL);
    *k = (struct keeper_memory){
        .cell = gz_subscription_cell_new(ix),
        .port = {k, keeper_memory_put, keeper_memory_remove},
        .version = version,
    };
    CHECK(k->cell != NULL);
}

static inline void keeper_memory_close(struct keeper_memory *k)
{
    CHECK_EQ(k->count, 0);
    gz_subscription_cell_free(k->cell);
}

#endif
