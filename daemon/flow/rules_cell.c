#include "daemon/flow/rules_cell.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct gz_rules_cell {
    pthread_mutex_t lock;      // guards rules
    struct gz_ruleset *rules;  // one reference
    atomic_uint version;
};

struct gz_rules_cell *gz_rules_cell_new(struct gz_ruleset *rules)
{
    struct gz_rules_cell *cell = calloc(1, sizeof(*cell));

    if (cell == NULL) {
        gz_ruleset_unref(rules);
        return NULL;
    }
    (void)pthread_mutex_init(&cell->lock, NULL);
    cell->rules = rules;
    atomic_init(&cell->version, 1);
    return cell;
}

void gz_rules_cell_free(struct gz_rules_cell *cell)
{
    if (cell != NULL) {
        gz_ruleset_unref(cell->rules);
        (void)pthread_mutex_destroy(&cell->lock);
        free(cell);
    }
}

void gz_rules_cell_put(struct gz_rules_cell *cell, struct gz_ruleset *rules)
{
    (void)pthread_mutex_lock(&cell->lock);
    struct gz_ruleset *old = cell->rules;
    cell->rules = rules;
    const unsigned next = atomic_load(&cell->version) + 1;
    atomic_store(&cell->version, next == 0 ? 1 : next);
    (void)pthread_mutex_unlock(&cell->lock);
    gz_ruleset_unref(old);
}

uint32_t gz_rules_cell_version(const struct gz_rules_cell *cell)
{
    return atomic_load_explicit(&cell->version, memory_order_acquire);
}

struct gz_ruleset *gz_rules_cell_get(struct gz_rules_cell *cell,
                                     uint32_t *version)
{
    (void)pthread_mutex_lock(&cell->lock);
    struct gz_ruleset *rules = gz_ruleset_ref(cell->rules);
    *version = atomic_load(&cell->version);
    (void)pthread_mutex_unlock(&cell->lock);
    return rules;
}
