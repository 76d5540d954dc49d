#ifndef GZ_SUBSCRIPTION_CELL_H
#define GZ_SUBSCRIPTION_CELL_H

#include <stdint.h>

#include "daemon/alert/subscription/subscription_index.h"

/*
 * Where alert workers find the subscriptions in use, and whoever changes them
 * puts the next index.  Looking whether there is a new one costs one load of
 * an atomic.  Any thread.
 */
struct gz_subscription_cell;

/** An owned cell that holds ix (taken); NULL when out of memory. */
struct gz_subscription_cell *
gz_subscription_cell_new(struct gz_subscription_index *ix);

/** Release the cell and its index; NULL allowed. */
void gz_subscription_cell_free(struct gz_subscription_cell *cell);

/** Put ix (taken) in place of the present one. */
void gz_subscription_cell_put(struct gz_subscription_cell *cell,
                              struct gz_subscription_index *ix);

/** A number that changes with every put, and is never 0. */
uint32_t gz_subscription_cell_version(const struct gz_subscription_cell *cell);

/** An owned copy of the present index, or NULL, and its version. */
struct gz_subscription_index *
gz_subscription_cell_get(struct gz_subscription_cell *cell, uint32_t *version);

#endif
