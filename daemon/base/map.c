#include "daemon/base/map.h"

#include <stdlib.h>

#include "daemon/base/hash.h"

struct slot {
    const char *key;  // NULL: free
    uint32_t len_bytes;
    uint32_t hash;  // low half, to skip most comparisons
    uint64_t value;
};

struct gz_map {
    struct slot *slots;
    size_t mask;  // number of slots - 1, a power of two
    size_t count;
};

enum { MIN_SLOTS = 16 };

static size_t slots_for(size_t expected)
{
    size_t n = MIN_SLOTS;
    while (n / 10 * 7 < expected && n < SIZE_MAX / 4) {
        n *= 2;
    }
    return n;
}

struct gz_map *gz_map_new(size_t expected)
{
    struct gz_map *m = calloc(1, sizeof(*m));
    if (m == NULL) {
        return NULL;
    }
    const size_t n = slots_for(expected);
    m->slots = calloc(n, sizeof(*m->slots));
    if (m->slots == NULL) {
        free(m);
        return NULL;
    }
    m->mask = n - 1;
    return m;
}

void gz_map_free(struct gz_map *m)
{
    if (m != NULL) {
        free(m->slots);
        free(m);
    }
}

// The slot that holds key, or the free one where it belongs.
static struct slot *find(const struct gz_map *m, struct gz_str key,
                         uint64_t hash)
{
    for (size_t i = hash & m->mask;; i = (i + 1) & m->mask) {
        struct slot *s = &m->slots[i];
        if (s->key == NULL) {
            return s;
        }
        if (s->hash == (uint32_t)hash &&
            gz_str_eq(gz_str_of(s->key, s->len_bytes), key)) {
            return s;
        }
    }
}

static enum gz_status grow(struct gz_map *m)
{
    const size_t old_slots = m->mask + 1;
    struct slot *fresh = calloc(old_slots * 2, sizeof(*fresh));
    if (fresh == NULL) {
        return GZ_NO_MEMORY;
    }
    struct slot *old = m->slots;
    m->slots = fresh;
    m->mask = old_slots * 2 - 1;
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].key != NULL) {
            const uint64_t hash = gz_hash64(old[i].key, old[i].len_bytes, 0);
            *find(m, gz_str_of(old[i].key, old[i].len_bytes), hash) = old[i];
        }
    }
    free(old);
    return GZ_OK;
}

enum gz_status gz_map_put(struct gz_map *m, struct gz_str key, uint64_t initial,
                          uint64_t **slot, bool *added)
{
    if (key.len_bytes > UINT32_MAX) {
        return GZ_LIMIT;
    }
    if (m->count >= (m->mask + 1) / 10 * 7 && grow(m) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    const uint64_t hash = gz_hash64(key.ptr, key.len_bytes, 0);
    struct slot *s = find(m, key, hash);
    const bool is_new = s->key == NULL;
    if (is_new) {
        // An empty key may come with a NULL pointer, which would mean free.
        s->key = key.ptr != NULL ? key.ptr : "";
        s->len_bytes = (uint32_t)key.len_bytes;
        s->hash = (uint32_t)hash;
        s->value = initial;
        m->count++;
    }
    *slot = &s->value;
    if (added != NULL) {
        *added = is_new;
    }
    return GZ_OK;
}

const uint64_t *gz_map_get(const struct gz_map *m, struct gz_str key)
{
    const struct slot *s = find(m, key, gz_hash64(key.ptr, key.len_bytes, 0));
    return s->key == NULL ? NULL : &s->value;
}

size_t gz_map_count(const struct gz_map *m)
{
    return m->count;
}
