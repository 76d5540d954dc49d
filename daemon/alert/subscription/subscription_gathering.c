#include "daemon/alert/subscription/subscription_gathering.h"

#include <stdlib.h>

#include "daemon/alert/subscription/key_trie.h"
#include "daemon/base/hash_index.h"

enum { FIRST_ROOM = 1024 };

// The hash stays when the subscription is removed, so that it finds its place
// again: an id takes one place, however often it comes and goes.
struct place {
    uint64_t hash;
    struct gz_subscription *s;  // NULL: removed
};

struct gz_subscription_gathering {
    struct gz_hash_index by_hash;
    struct place *places;
    uint32_t count;
    uint32_t room;
};

struct gz_subscription_gathering *gz_subscription_gathering_new(void)
{
    struct gz_subscription_gathering *g = calloc(1, sizeof(*g));

    if (g != NULL) {
        gz_hash_index_init(&g->by_hash);
    }
    return g;
}

void gz_subscription_gathering_free(struct gz_subscription_gathering *g)
{
    if (g == NULL) {
        return;
    }
    for (uint32_t i = 0; i < g->count; i++) {
        gz_subscription_unref(g->places[i].s);
    }
    free(g->places);
    gz_hash_index_fini(&g->by_hash);
    free(g);
}

// The place of the id, or one that is free for it, or NULL.
static struct place *find_place(const struct gz_subscription_gathering *g,
                                struct gz_str id, uint64_t hash)
{
    struct place *free_one = NULL;
    size_t at = 0;
    uint32_t n;

    while ((n = gz_hash_index_next(&g->by_hash, hash, &at)) !=
           GZ_HASH_INDEX_NONE) {
        struct place *p = &g->places[n];
        if (p->hash == hash && p->s == NULL) {
            free_one = p;
        } else if (p->hash == hash && gz_str_eq(gz_subscription_id(p->s), id)) {
            return p;
        }
    }
    return free_one;
}

static bool make_room(struct gz_subscription_gathering *g)
{
    if (g->count < g->room) {
        return true;
    }
    if (g->room > GZ_HASH_INDEX_NONE / 4) {
        return false;
    }
    const uint32_t room = g->room == 0 ? FIRST_ROOM : 2 * g->room;
    struct place *places = realloc(g->places, room * sizeof(*places));
    if (places == NULL) {
        return false;
    }
    g->places = places;
    g->room = room;
    return true;
}

enum gz_status
gz_subscription_gathering_put(struct gz_subscription_gathering *g,
                              struct gz_subscription *s)
{
    const struct gz_str id = gz_subscription_id(s);
    const uint64_t hash = gz_key_trie_id(id);
    struct place *p = find_place(g, id, hash);

    if (p == NULL) {
        if (!make_room(g) || gz_hash_index_reserve(&g->by_hash, 1) != GZ_OK) {
            return GZ_NO_MEMORY;
        }
        gz_hash_index_put(&g->by_hash, hash, g->count);
        p = &g->places[g->count++];
        *p = (struct place){.hash = hash};
    }
    struct gz_subscription *old = p->s;
    p->s = gz_subscription_ref(s);
    gz_subscription_unref(old);
    return GZ_OK;
}

void gz_subscription_gathering_remove(struct gz_subscription_gathering *g,
                                      struct gz_str id)
{
    struct place *p = find_place(g, id, gz_key_trie_id(id));

    if (p != NULL) {
        gz_subscription_unref(p->s);
        p->s = NULL;
    }
}

struct gz_subscription *
gz_subscription_gathering_find(const struct gz_subscription_gathering *g,
                               struct gz_str id)
{
    const struct place *p = find_place(g, id, gz_key_trie_id(id));
    return p == NULL ? NULL : p->s;
}

void gz_subscription_gathering_each(const struct gz_subscription_gathering *g,
                                    gz_subscription_fn *fn, void *ctx)
{
    bool more = true;

    for (uint32_t i = 0; more && i < g->count; i++) {
        more = g->places[i].s == NULL || fn(ctx, g->places[i].s);
    }
}

// --- indexes of it ---

// All of them in one array, borrowed: those in force from its begin on, hidden
// ones from its end on.
struct listing {
    const struct gz_subscription_index *files;
    struct gz_subscription **items;
    size_t room;
    size_t in_force;
    size_t hidden;
};

static bool list_of_file(void *ctx, struct gz_subscription *s)
{
    struct listing *l = ctx;

    l->items[l->in_force++] = s;
    return true;
}

static bool list_gathered(void *ctx, struct gz_subscription *s)
{
    struct listing *l = ctx;

    if (gz_subscription_index_find(l->files, gz_subscription_id(s)) != NULL) {
        l->hidden++;
        l->items[l->room - l->hidden] = s;
    } else {
        l->items[l->in_force++] = s;
    }
    return true;
}

static enum gz_status put_each(struct gz_subscription_index *ix,
                               struct gz_subscription *const *items,
                               size_t count)
{
    enum gz_status st = GZ_OK;

    for (size_t i = 0; st != GZ_NO_MEMORY && i < count; i++) {
        st = gz_subscription_index_put(ix, items[i]);
    }
    return st == GZ_NO_MEMORY ? st : GZ_OK;
}

static struct gz_subscription_index *
index_of(struct gz_subscription *const *items, size_t count, unsigned threads)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    enum gz_status st =
        ix == NULL ? GZ_NO_MEMORY
                   : gz_subscription_index_fill(ix, items, count, threads);

    if (st == GZ_MISMATCH) {
        st = put_each(ix, items, count);
    }
    if (st != GZ_OK) {
        gz_subscription_index_free(ix);
        return NULL;
    }
    return ix;
}

enum gz_status gz_subscription_gathering_fill(
    const struct gz_subscription_gathering *g,
    const struct gz_subscription_index *files, unsigned threads,
    struct gz_subscription_index **all, struct gz_subscription_index **hidden)
{
    struct listing l = {.files = files,
                        .room = g->count + gz_subscription_index_count(files)};

    *all = *hidden = NULL;
    l.items = calloc(l.room + 1, sizeof(struct gz_subscription *));
    if (l.items != NULL) {
        gz_subscription_index_each(files, gz_str_z(""), list_of_file, &l);
        gz_subscription_gathering_each(g, list_gathered, &l);
        *all = index_of(l.items, l.in_force, threads);
        *hidden = index_of(l.items + l.room - l.hidden, l.hidden, threads);
    }
    free(l.items);
    if (*all != NULL && *hidden != NULL) {
        return GZ_OK;
    }
    gz_subscription_index_free(*all);
    gz_subscription_index_free(*hidden);
    *all = *hidden = NULL;
    return GZ_NO_MEMORY;
}
