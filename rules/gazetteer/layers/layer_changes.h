#ifndef GZ_LAYER_CHANGES_H
#define GZ_LAYER_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * What other images of a configuration change about the names of one: readings
 * that do not count any more, entities that are gone, and entities that are
 * those of other images.  Records and entities are offsets in the image's
 * names.
 *
 * Filled while images are linked, then read by any number of threads.
 */
struct gz_layer_entity {
    uint32_t layer;  // number of the image, or GZ_LAYER_GONE
    uint32_t entity;
};

#define GZ_LAYER_GONE UINT32_MAX

struct gz_layer_changes {
    struct gz_layer_change *slots;  // owned; open addressing
    size_t mask;                    // number of slots - 1; 0: no slots
    size_t count;
    size_t united;  // how often an entity turned out to be another
    // Bits by a hash of records, set for those of which something changes.
    uint64_t *sieve;  // owned; NULL until gz_layer_changes_seal()
    uint32_t sieve_shift;
};

void gz_layer_changes_init(struct gz_layer_changes *c);
void gz_layer_changes_fini(struct gz_layer_changes *c);

/** From now on a record does not mean an entity.  Fails with GZ_NO_MEMORY. */
enum gz_status gz_layer_changes_drop(struct gz_layer_changes *c,
                                     uint32_t record,
                                     uint32_t entity) GZ_MUST_CHECK;
bool gz_layer_changes_drops(const struct gz_layer_changes *c, uint32_t record,
                            uint32_t entity);

/** From now on an entity is another, or gone.  Fails with GZ_NO_MEMORY. */
enum gz_status gz_layer_changes_move(struct gz_layer_changes *c,
                                     uint32_t entity,
                                     struct gz_layer_entity to) GZ_MUST_CHECK;

/** Whether an entity has moved, and where; that one may have moved too. */
bool gz_layer_changes_moved(const struct gz_layer_changes *c, uint32_t entity,
                            struct gz_layer_entity *to);

/** Another entity of the image turned out to be this one. */
enum gz_status gz_layer_changes_pair(struct gz_layer_changes *c,
                                     uint32_t entity) GZ_MUST_CHECK;
bool gz_layer_changes_paired(const struct gz_layer_changes *c, uint32_t entity);

/** A number for an entity of which more is known than the image says. */
enum gz_status gz_layer_changes_note(struct gz_layer_changes *c,
                                     uint32_t entity,
                                     uint32_t number) GZ_MUST_CHECK;
bool gz_layer_changes_noted(const struct gz_layer_changes *c, uint32_t entity,
                            uint32_t *number);

/**
 * Have every moved entity lead to where *final says, and make what
 * gz_layer_changes_touch() asks.  No changes may follow.
 */
enum gz_status gz_layer_changes_seal(
    struct gz_layer_changes *c,
    struct gz_layer_entity (*final)(void *context, struct gz_layer_entity from),
    void *context) GZ_MUST_CHECK;

/** False only when nothing changes about a record of kind HOME. */
static inline bool gz_layer_changes_touch(const struct gz_layer_changes *c,
                                          uint32_t record)
{
    const uint32_t bit = record * 0x9e3779b1U >> c->sieve_shift;
    return (c->sieve[bit >> 6] >> (bit & 63) & 1) != 0;
}

/**
 * Change a reading of a record in image number layer; false when it does not
 * count.  c is NULL where nothing changes.
 */
bool gz_layer_changes_apply(const struct gz_layer_changes *c, uint32_t record,
                            uint32_t layer, struct gz_reading *r);

#endif
