// The trie under its keys, and under which of them an event looks.

#include "daemon/alert/subscription/subscription_index.h"

#include <stdlib.h>

#include "daemon/alert/subscription/key_trie.h"
#include "daemon/alert/subscription/subscription_fill.h"
#include "daemon/alert/subscription/subscription_keys.h"

struct gz_subscription_index {
    struct gz_key_trie trie;
    size_t count;
};

// --- changing ---

struct change {
    struct gz_key_trie *trie;
    struct gz_subscription *s;
    uint64_t id;
    uint32_t left;  // how many keys to undo
    uint32_t done;
};

static enum gz_status set_key(void *ctx, uint64_t key)
{
    struct change *c = ctx;
    const enum gz_status st = gz_key_trie_set(c->trie, key, c->id, c->s);
    c->done += st == GZ_OK;
    return st;
}

static enum gz_status remove_key(void *ctx, uint64_t key)
{
    const struct change *c = ctx;
    return gz_key_trie_remove(c->trie, key, c->id);
}

// What was set just now can be removed without memory.
static enum gz_status undo_key(void *ctx, uint64_t key)
{
    struct change *c = ctx;
    if (c->left == 0) {
        return GZ_LIMIT;
    }
    c->left--;
    return gz_key_trie_remove(c->trie, key, c->id);
}

static enum gz_status add(struct gz_subscription_index *ix,
                          struct gz_subscription *s, uint64_t id)
{
    struct change c = {.trie = &ix->trie, .s = s, .id = id};
    const enum gz_status st = gz_subscription_keys_each(s, set_key, &c);
    if (st != GZ_OK) {
        c.left = c.done;
        (void)!gz_subscription_keys_each(s, undo_key, &c);
    }
    return st;
}

// On a copy, which is thrown away when it fails half way.
static enum gz_status exchange(struct gz_subscription_index *ix,
                               struct gz_subscription *old,
                               struct gz_subscription *s, uint64_t id)
{
    struct gz_key_trie copy = gz_key_trie_share(&ix->trie);
    struct change c = {.trie = &copy, .id = id};
    gz_subscription_ref(old);
    enum gz_status st = gz_subscription_keys_each(old, remove_key, &c);
    gz_subscription_unref(old);
    c.s = s;
    if (st == GZ_OK && s != NULL) {
        st = gz_subscription_keys_each(s, set_key, &c);
    }
    if (st == GZ_OK) {
        gz_key_trie_drop(&ix->trie);
        ix->trie = copy;
    } else {
        gz_key_trie_drop(&copy);
    }
    return st;
}

enum gz_status gz_subscription_index_put(struct gz_subscription_index *ix,
                                         struct gz_subscription *s)
{
    const struct gz_str name = gz_subscription_id(s);
    const uint64_t id = gz_key_trie_id(name);
    struct gz_subscription *old =
        gz_key_trie_get(&ix->trie, gz_subscription_keys_all(), id);
    if (old != NULL && !gz_str_eq(gz_subscription_id(old), name)) {
        return GZ_MISMATCH;
    }
    const enum gz_status st =
        old != NULL ? exchange(ix, old, s, id) : add(ix, s, id);
    ix->count += st == GZ_OK && old == NULL;
    return st;
}

// One after the other on a copy, which takes the place of ix when all went
// well.
static enum gz_status put_all(struct gz_subscription_index *ix,
                              struct gz_subscription *const *items,
                              size_t count)
{
    struct gz_subscription_index copy = {gz_key_trie_share(&ix->trie),
                                         ix->count};
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        const struct gz_str id = gz_subscription_id(items[i]);
        st = gz_subscription_index_find(&copy, id) != NULL
                 ? GZ_MISMATCH
                 : gz_subscription_index_put(&copy, items[i]);
    }
    if (st == GZ_OK) {
        const struct gz_subscription_index old = *ix;
        *ix = copy;
        copy = old;
    }
    gz_key_trie_drop(&copy.trie);
    return st;
}

enum gz_status gz_subscription_index_fill(struct gz_subscription_index *ix,
                                          struct gz_subscription *const *items,
                                          size_t count, unsigned threads)
{
    if (ix->count > 0) {
        return put_all(ix, items, count);
    }
    struct gz_key_trie trie;
    const enum gz_status st =
        gz_subscription_fill(items, count, threads, &trie);
    if (st == GZ_OK) {
        gz_key_trie_drop(&ix->trie);
        ix->trie = trie;
        ix->count = count;
    }
    return st;
}

enum gz_status gz_subscription_index_remove(struct gz_subscription_index *ix,
                                            struct gz_str id)
{
    struct gz_subscription *old = gz_subscription_index_find(ix, id);
    if (old == NULL) {
        return GZ_NOT_FOUND;
    }
    const enum gz_status st = exchange(ix, old, NULL, gz_key_trie_id(id));
    ix->count -= st == GZ_OK;
    return st;
}

// --- handles ---

struct gz_subscription_index *gz_subscription_index_new(void)
{
    return calloc(1, sizeof(struct gz_subscription_index));
}

struct gz_subscription_index *
gz_subscription_index_copy(const struct gz_subscription_index *ix)
{
    struct gz_subscription_index *copy = gz_subscription_index_new();
    if (copy != NULL) {
        copy->trie = gz_key_trie_share(&ix->trie);
        copy->count = ix->count;
    }
    return copy;
}

void gz_subscription_index_free(struct gz_subscription_index *ix)
{
    if (ix != NULL) {
        gz_key_trie_drop(&ix->trie);
        free(ix);
    }
}

// --- finding ---

struct gz_subscription *
gz_subscription_index_find(const struct gz_subscription_index *ix,
                           struct gz_str id)
{
    struct gz_subscription *s = gz_key_trie_get(
        &ix->trie, gz_subscription_keys_all(), gz_key_trie_id(id));
    return s != NULL && gz_str_eq(gz_subscription_id(s), id) ? s : NULL;
}

size_t gz_subscription_index_count(const struct gz_subscription_index *ix)
{
    return ix->count;
}

size_t gz_subscription_index_size(const struct gz_subscription_index *ix)
{
    return gz_key_trie_bytes(&ix->trie);
}

void gz_subscription_index_each(const struct gz_subscription_index *ix,
                                struct gz_str after, gz_subscription_fn *fn,
                                void *ctx)
{
    const uint64_t last = gz_key_trie_id(after);
    if (after.len_bytes == 0 || last < UINT64_MAX) {
        gz_key_trie_each(&ix->trie, gz_subscription_keys_all(),
                         after.len_bytes == 0 ? 0 : last + 1, fn, ctx);
    }
}

void gz_subscription_index_silenced(const struct gz_subscription_index *ix,
                                    gz_subscription_fn *fn, void *ctx)
{
    gz_key_trie_each(&ix->trie, gz_subscription_keys_silenced(), 0, fn, ctx);
}

// --- the keys of an event ---

enum { FACT_TYPES_MAX = 16 };

struct search {
    const struct gz_key_trie *trie;
    const struct gz_event *event;
    struct gz_str types[FACT_TYPES_MAX];  // of its facts, each once
    uint32_t type_count;
    gz_subscription_fn *fn;
    void *ctx;
    bool stopped;
};

// An article has facts of few types; what is beyond is looked up twice.
static void list_types(struct search *s)
{
    for (uint32_t i = 0; i < s->event->fact_count; i++) {
        const struct gz_str type = s->event->facts[i].type;
        uint32_t k = 0;
        while (k < s->type_count && !gz_str_eq(s->types[k], type)) {
            k++;
        }
        if (k == s->type_count && k < FACT_TYPES_MAX) {
            s->types[s->type_count++] = type;
        }
    }
}

static void look(struct search *s, uint64_t key)
{
    s->stopped =
        s->stopped || !gz_key_trie_each(s->trie, key, 0, s->fn, s->ctx);
}

static void look_with_facts(struct search *s, uint64_t key)
{
    look(s, key);
    for (uint32_t i = 0; i < s->type_count; i++) {
        look(s, gz_subscription_keys_with_fact(key, s->types[i]));
    }
    if (s->type_count == FACT_TYPES_MAX) {
        for (uint32_t i = 0; i < s->event->fact_count; i++) {
            look(s,
                 gz_subscription_keys_with_fact(key, s->event->facts[i].type));
        }
    }
}

// "Org/Company" is an "Org", and may be written "Company" alone.
static void look_types(struct search *s)
{
    const struct gz_str type = s->event->entity_type;
    size_t begin = 0;
    for (size_t i = 0; i <= type.len_bytes; i++) {
        if (i < type.len_bytes && type.ptr[i] != '/') {
            continue;
        }
        look_with_facts(
            s, gz_subscription_keys_of(GZ_FACET_TYPE, gz_str_of(type.ptr, i)));
        if (begin > 0) {
            const struct gz_str part = {type.ptr + begin, i - begin};
            look_with_facts(s, gz_subscription_keys_of(GZ_FACET_TYPE, part));
        }
        begin = i + 1;
    }
}

void gz_subscription_index_match(const struct gz_subscription_index *ix,
                                 const struct gz_event *event,
                                 gz_subscription_fn *fn, void *ctx)
{
    struct search s = {.trie = &ix->trie, .event = event, .fn = fn, .ctx = ctx};
    if (ix->count == 0) {
        return;
    }
    list_types(&s);
    look_with_facts(&s, gz_subscription_keys_of(GZ_FACET_ID, event->entity_id));
    look_with_facts(&s, gz_subscription_keys_name(event->entity_name));
    look_types(&s);
    for (uint32_t i = 0; i < event->ext_count; i++) {
        look_with_facts(&s, gz_subscription_keys_pair(event->ext[i].key,
                                                      event->ext[i].value));
    }
    look_with_facts(&s, gz_subscription_keys_of(GZ_FACET_ANY, GZ_STR_LIT("")));
}
