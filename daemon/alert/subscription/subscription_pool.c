#include "daemon/alert/subscription/subscription_pool.h"

#include <pthread.h>
#include <stdlib.h>

struct gz_subscription_pool {
    pthread_mutex_t lock;  // guards all but cell
    struct gz_subscription_store *store;
    struct gz_subscription_cell *cell;
    struct gz_subscription_counts published;
};

static void enter(struct gz_subscription_pool *pool)
{
    (void)pthread_mutex_lock(&pool->lock);
}

static void leave(struct gz_subscription_pool *pool)
{
    (void)pthread_mutex_unlock(&pool->lock);
}

// The lock is held: what was published last is what was changed last.
static enum gz_status publish(struct gz_subscription_pool *pool)
{
    struct gz_subscription_index *ix = gz_subscription_store_copy(pool->store);

    if (ix == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_subscription_cell_put(pool->cell, ix);
    pool->published = gz_subscription_store_counts(pool->store);
    return GZ_OK;
}

struct gz_subscription_pool *
gz_subscription_pool_new(struct gz_subscription_index *files)
{
    struct gz_subscription_pool *pool = calloc(1, sizeof(*pool));
    if (pool == NULL) {
        gz_subscription_index_free(files);
        return NULL;
    }
    (void)pthread_mutex_init(&pool->lock, NULL);
    pool->store = gz_subscription_store_new();
    if (pool->store == NULL) {
        gz_subscription_index_free(files);
    } else if (gz_subscription_store_files(pool->store, files, NULL, NULL) ==
               GZ_OK) {
        struct gz_subscription_index *ix =
            gz_subscription_store_copy(pool->store);
        pool->cell = ix == NULL ? NULL : gz_subscription_cell_new(ix);
        pool->published = gz_subscription_store_counts(pool->store);
    }
    if (pool->cell == NULL) {
        gz_subscription_pool_free(pool);
        return NULL;
    }
    return pool;
}

void gz_subscription_pool_free(struct gz_subscription_pool *pool)
{
    if (pool != NULL) {
        gz_subscription_store_free(pool->store);
        gz_subscription_cell_free(pool->cell);
        (void)pthread_mutex_destroy(&pool->lock);
        free(pool);
    }
}

struct gz_subscription_cell *
gz_subscription_pool_cell(struct gz_subscription_pool *pool)
{
    return pool->cell;
}

enum gz_status gz_subscription_pool_files(struct gz_subscription_pool *pool,
                                          struct gz_subscription_index *files,
                                          gz_subscription_fn *on_hidden,
                                          void *ctx)
{
    enter(pool);
    enum gz_status st =
        gz_subscription_store_files(pool->store, files, on_hidden, ctx);
    if (st == GZ_OK) {
        st = publish(pool);
    }
    leave(pool);
    return st;
}

enum gz_status gz_subscription_pool_apply(struct gz_subscription_pool *pool,
                                          const struct gz_record *record,
                                          enum gz_subscription_deed *deed,
                                          struct gz_error *err)
{
    enter(pool);
    const enum gz_status st =
        gz_subscription_store_apply(pool->store, record, deed, err);
    leave(pool);
    return st;
}

void gz_subscription_pool_gather(struct gz_subscription_pool *pool)
{
    enter(pool);
    gz_subscription_store_gather(pool->store);
    leave(pool);
}

enum gz_status gz_subscription_pool_settle(struct gz_subscription_pool *pool,
                                           unsigned threads)
{
    enter(pool);
    enum gz_status st = gz_subscription_store_settle(pool->store, threads);
    if (st == GZ_OK) {
        st = publish(pool);
    }
    leave(pool);
    return st;
}

bool gz_subscription_pool_forget(struct gz_subscription_pool *pool)
{
    enter(pool);
    const bool done = gz_subscription_store_forget(pool->store);
    leave(pool);
    return done;
}

enum gz_status gz_subscription_pool_publish(struct gz_subscription_pool *pool)
{
    enter(pool);
    const enum gz_status st = publish(pool);
    leave(pool);
    return st;
}

enum gz_keeping gz_subscription_pool_judge(struct gz_subscription_pool *pool,
                                           struct gz_str id, bool removing,
                                           uint64_t expected, uint64_t *version)
{
    enter(pool);
    const enum gz_keeping answer = gz_subscription_store_judge(
        pool->store, id, removing, expected, version);
    leave(pool);
    return answer;
}

struct gz_subscription_counts
gz_subscription_pool_counts(struct gz_subscription_pool *pool)
{
    enter(pool);
    struct gz_subscription_counts counts = pool->published;
    counts.refused = gz_subscription_store_counts(pool->store).refused;
    leave(pool);
    return counts;
}
