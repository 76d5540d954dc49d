#include "rules/gazetteer/layers/layer_changes.h"

#include <stdlib.h>
#include <string.h>

// One table for all: a key is a record and an entity, or one of these in a
// record's place, where no record can be.
#define KIND_MOVED 0xfffffffeU
#define KIND_NOTED 0xfffffffdU
#define KIND_PAIRED 0xfffffffcU
#define NO_KEY UINT64_MAX

struct gz_layer_change {
    uint64_t key;
    struct gz_layer_entity to;
};

void gz_layer_changes_init(struct gz_layer_changes *c)
{
    *c = (struct gz_layer_changes){.slots = NULL};
}

void gz_layer_changes_fini(struct gz_layer_changes *c)
{
    free(c->slots);
    free(c->sieve);
    gz_layer_changes_init(c);
}

static uint64_t make_key(uint32_t kind, uint32_t entity)
{
    return (uint64_t)kind << 32 | entity;
}

// The slot of a key, or the free one where it would go.
static struct gz_layer_change *slot_of(const struct gz_layer_changes *c,
                                       uint64_t key)
{
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15U >> 32);
    for (;; at++) {
        struct gz_layer_change *slot = &c->slots[at & c->mask];
        if (slot->key == key || slot->key == NO_KEY) {
            return slot;
        }
    }
}

static const struct gz_layer_change *find(const struct gz_layer_changes *c,
                                          uint64_t key)
{
    if (c->mask == 0) {
        return NULL;
    }
    const struct gz_layer_change *slot = slot_of(c, key);
    return slot->key == key ? slot : NULL;
}

static enum gz_status grow(struct gz_layer_changes *c)
{
    const struct gz_layer_changes old = *c;
    const size_t slots = c->mask == 0 ? 64 : (c->mask + 1) * 2;
    c->slots = malloc(slots * sizeof(*c->slots));
    if (c->slots == NULL) {
        *c = old;
        return GZ_NO_MEMORY;
    }
    memset(c->slots, 0xff, slots * sizeof(*c->slots));
    c->mask = slots - 1;
    for (size_t i = 0; old.mask > 0 && i <= old.mask; i++) {
        if (old.slots[i].key != NO_KEY) {
            *slot_of(c, old.slots[i].key) = old.slots[i];
        }
    }
    free(old.slots);
    return GZ_OK;
}

static enum gz_status put(struct gz_layer_changes *c, uint64_t key,
                          struct gz_layer_entity to)
{
    if (c->count >= c->mask / 2) {
        const enum gz_status st = grow(c);
        if (st != GZ_OK) {
            return st;
        }
    }
    struct gz_layer_change *slot = slot_of(c, key);
    c->count += slot->key == NO_KEY;
    *slot = (struct gz_layer_change){key, to};
    return GZ_OK;
}

enum gz_status gz_layer_changes_drop(struct gz_layer_changes *c,
                                     uint32_t record, uint32_t entity)
{
    const struct gz_layer_entity gone = {GZ_LAYER_GONE, 0};
    return put(c, make_key(record, entity), gone);
}

bool gz_layer_changes_drops(const struct gz_layer_changes *c, uint32_t record,
                            uint32_t entity)
{
    return find(c, make_key(record, entity)) != NULL;
}

enum gz_status gz_layer_changes_move(struct gz_layer_changes *c,
                                     uint32_t entity, struct gz_layer_entity to)
{
    c->united += to.layer != GZ_LAYER_GONE;
    return put(c, make_key(KIND_MOVED, entity), to);
}

bool gz_layer_changes_moved(const struct gz_layer_changes *c, uint32_t entity,
                            struct gz_layer_entity *to)
{
    const struct gz_layer_change *change =
        find(c, make_key(KIND_MOVED, entity));
    if (change != NULL) {
        *to = change->to;
    }
    return change != NULL;
}

enum gz_status gz_layer_changes_pair(struct gz_layer_changes *c,
                                     uint32_t entity)
{
    const struct gz_layer_entity nothing = {0, 0};
    c->united++;
    return put(c, make_key(KIND_PAIRED, entity), nothing);
}

bool gz_layer_changes_paired(const struct gz_layer_changes *c, uint32_t entity)
{
    return find(c, make_key(KIND_PAIRED, entity)) != NULL;
}

enum gz_status gz_layer_changes_note(struct gz_layer_changes *c,
                                     uint32_t entity, uint32_t number)
{
    const struct gz_layer_entity to = {0, number};
    return put(c, make_key(KIND_NOTED, entity), to);
}

bool gz_layer_changes_noted(const struct gz_layer_changes *c, uint32_t entity,
                            uint32_t *number)
{
    const struct gz_layer_change *change =
        find(c, make_key(KIND_NOTED, entity));
    if (change != NULL) {
        *number = change->to.entity;
    }
    return change != NULL;
}

static void mark(struct gz_layer_changes *c, uint32_t record)
{
    const uint32_t bit = record * 0x9e3779b1U >> c->sieve_shift;
    c->sieve[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

static enum gz_status make_sieve(struct gz_layer_changes *c)
{
    enum { BITS_PER_CHANGE = 16, LOG2_MIN = 6, LOG2_MAX = 31 };
    uint32_t log2 = LOG2_MIN;
    while (log2 < LOG2_MAX && (size_t)1 << log2 < c->count * BITS_PER_CHANGE) {
        log2++;
    }
    c->sieve = calloc((size_t)1 << (log2 - LOG2_MIN), sizeof(*c->sieve));
    c->sieve_shift = 32 - log2;
    return c->sieve == NULL ? GZ_NO_MEMORY : GZ_OK;
}

enum gz_status gz_layer_changes_seal(
    struct gz_layer_changes *c,
    struct gz_layer_entity (*final)(void *context, struct gz_layer_entity from),
    void *context)
{
    const enum gz_status st = make_sieve(c);
    for (size_t i = 0; st == GZ_OK && c->mask > 0 && i <= c->mask; i++) {
        struct gz_layer_change *slot = &c->slots[i];
        const uint32_t kind = (uint32_t)(slot->key >> 32);
        if (slot->key == NO_KEY || kind == KIND_NOTED || kind == KIND_PAIRED) {
            continue;
        }
        // An entity stands in the record that is its home.
        mark(c, kind == KIND_MOVED ? (uint32_t)slot->key : kind);
        if (kind == KIND_MOVED) {
            slot->to = final(context, slot->to);
        }
    }
    return st;
}

bool gz_layer_changes_apply(const struct gz_layer_changes *c, uint32_t record,
                            uint32_t layer, struct gz_reading *r)
{
    struct gz_layer_entity to;
    r->layer = layer;
    if (c == NULL) {
        return true;
    }
    if (gz_layer_changes_drops(c, record, r->entity)) {
        return false;
    }
    if (gz_layer_changes_moved(c, r->entity, &to)) {
        r->layer = to.layer;
        r->entity = to.entity;
    }
    return r->layer != GZ_LAYER_GONE;
}
