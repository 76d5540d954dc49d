#include "daemon/alert/subscription/subscription_cell.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct gz_subscription_cell {
    pthread_mutex_t lock;  // guards ix
    struct gz_subscription_index *ix;
    atomic_uint version;
};

struct gz_subscription_cell *
gz_subscription_cell_new(struct gz_subscription_index *ix)
{
    struct gz_subscription_cell *cell = calloc(1, sizeof(*cell));

    if (cell == NULL) {
        gz_subscription_index_free(ix);
        return NULL;
    }
    (void)pthread_mutex_init(&cell->lock, NULL);
    cell->ix = ix;
    atomic_init(&cell->version, 1);
    return cell;
}

void gz_subscription_cell_free(struct gz_subscription_cell *cell)
{
    if (cell != NULL) {
        gz_subscription_index_free(cell->ix);
        (void)pthread_mutex_destroy(&cell->lock);
        free(cell);
    }
}

void gz_subscription_cell_put(struct gz_subscription_cell *cell,
                              struct gz_subscription_index *ix)
{
    (void)pthread_mutex_lock(&cell->lock);
    struct gz_subscription_index *old = cell->ix;
    cell->ix = ix;
    const unsigned next = atomic_load(&cell->version) + 1;
    atomic_store(&cell->version, next == 0 ? 1 : next);
    (void)pthread_mutex_unlock(&cell->lock);
    gz_subscription_index_free(old);
}

uint32_t gz_subscription_cell_version(const struct gz_subscription_cell *cell)
{
    return atomic_load_explicit(&cell->version, memory_order_acquire);
}

struct gz_subscription_index *
gz_subscription_cell_get(struct gz_subscription_cell *cell, uint32_t *version)
{
    (void)pthread_mutex_lock(&cell->lock);
    struct gz_subscription_index *ix = gz_subscription_index_copy(cell->ix);
    *version = atomic_load(&cell->version);
    (void)pthread_mutex_unlock(&cell->lock);
    return ix;
}
