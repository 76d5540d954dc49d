// Under which keys a subscription stands, and under which an event looks.

#include "daemon/alert/subscription_index.h"

#include <stdlib.h>

#include "daemon/alert/condition.h"
#include "daemon/alert/key_trie.h"
#include "daemon/base/hash.h"

// What a key is about; the seed of its hash.
enum facet {
    FACET_ALL,  // the set of all subscriptions
    FACET_SILENCED,
    FACET_ID,
    FACET_NAME,  // in lower case
    FACET_ATTRIBUTE,
    FACET_TYPE,
    FACET_ANY,  // those that ask for no entity
};

struct gz_subscription_index {
    struct gz_key_trie trie;
    size_t count;
};

// --- keys ---

static uint64_t key_of(enum facet facet, struct gz_str text)
{
    return gz_hash64(text.ptr, text.len_bytes, facet);
}

// Names are found without regard to the case of ASCII letters.
static uint64_t name_key(struct gz_str name)
{
    char folded[256];
    const size_t len =
        name.len_bytes < sizeof(folded) ? name.len_bytes : sizeof(folded);
    for (size_t i = 0; i < len; i++) {
        folded[i] = name.ptr[i];
        if (folded[i] >= 'A' && folded[i] <= 'Z') {
            folded[i] = (char)(folded[i] + 'a' - 'A');
        }
    }
    return key_of(FACET_NAME, gz_str_of(folded, len));
}

static uint64_t pair_key(struct gz_str key, struct gz_str value)
{
    return gz_hash64(value.ptr, value.len_bytes, key_of(FACET_ATTRIBUTE, key));
}

// The key of those that ask for a type of facts too.
static uint64_t with_fact(uint64_t key, struct gz_str type)
{
    return gz_hash64(type.ptr, type.len_bytes, key);
}

static uint64_t all_key(void)
{
    return key_of(FACET_ALL, GZ_STR_LIT(""));
}

static uint64_t silenced_key(void)
{
    return key_of(FACET_SILENCED, GZ_STR_LIT(""));
}

// --- the keys of a subscription ---

// Goes on while it returns GZ_OK.
typedef enum gz_status key_fn(void *ctx, uint64_t key);

struct keys {
    const struct gz_subscription_view *view;
    key_fn *fn;
    void *ctx;
};

// One key, or that of each type of facts.
static enum gz_status give(const struct keys *k, uint64_t key)
{
    struct gz_subscription_facts facts = k->view->facts;
    struct gz_subscription_fact fact;
    enum gz_status st = GZ_OK;
    if (facts.count == 0) {
        return k->fn(k->ctx, key);
    }
    while (st == GZ_OK && gz_subscription_fact_next(&facts, &fact)) {
        st = k->fn(k->ctx, with_fact(key, fact.type));
    }
    return st;
}

static enum gz_status give_list(const struct keys *k, struct gz_packed list,
                                enum facet facet)
{
    struct gz_str text;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_packed_next(&list, &text)) {
        st =
            give(k, facet == FACET_NAME ? name_key(text) : key_of(facet, text));
    }
    return st;
}

// All values of the first key only: that suffices to be found.
static enum gz_status give_attributes(const struct keys *k,
                                      struct gz_packed pairs)
{
    struct gz_str key;
    struct gz_str value;
    struct gz_str first = {NULL, 0};
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_packed_next(&pairs, &key) &&
           gz_packed_next(&pairs, &value)) {
        first = first.ptr == NULL ? key : first;
        if (gz_str_eq(first, key)) {
            st = give(k, pair_key(key, value));
        }
    }
    return st;
}

static enum gz_status give_keys(const struct keys *k)
{
    const struct gz_subscription_view *v = k->view;
    if (v->ids.count + v->list_ids.count + v->names.count > 0) {
        enum gz_status st = give_list(k, v->ids, FACET_ID);
        st = st == GZ_OK ? give_list(k, v->list_ids, FACET_ID) : st;
        return st == GZ_OK ? give_list(k, v->names, FACET_NAME) : st;
    }
    if (v->attributes.count > 0) {
        return give_attributes(k, v->attributes);
    }
    if (v->types.count > 0) {
        return give_list(k, v->types, FACET_TYPE);
    }
    return give(k, key_of(FACET_ANY, GZ_STR_LIT("")));
}

static enum gz_status each_key(struct gz_subscription *s, key_fn *fn, void *ctx)
{
    struct gz_subscription_view view;
    gz_subscription_look(s, &view);
    const struct keys k = {&view, fn, ctx};
    enum gz_status st = fn(ctx, all_key());
    if (st == GZ_OK && view.silences.count > 0) {
        st = fn(ctx, silenced_key());
    }
    return st == GZ_OK ? give_keys(&k) : st;
}

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
    const enum gz_status st = each_key(s, set_key, &c);
    if (st != GZ_OK) {
        c.left = c.done;
        (void)!each_key(s, undo_key, &c);
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
    enum gz_status st = each_key(old, remove_key, &c);
    gz_subscription_unref(old);
    c.s = s;
    if (st == GZ_OK && s != NULL) {
        st = each_key(s, set_key, &c);
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
    struct gz_subscription *old = gz_key_trie_get(&ix->trie, all_key(), id);
    if (old != NULL && !gz_str_eq(gz_subscription_id(old), name)) {
        return GZ_MISMATCH;
    }
    const enum gz_status st =
        old != NULL ? exchange(ix, old, s, id) : add(ix, s, id);
    ix->count += st == GZ_OK && old == NULL;
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
    struct gz_subscription *s =
        gz_key_trie_get(&ix->trie, all_key(), gz_key_trie_id(id));
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
        gz_key_trie_each(&ix->trie, all_key(),
                         after.len_bytes == 0 ? 0 : last + 1, fn, ctx);
    }
}

void gz_subscription_index_silenced(const struct gz_subscription_index *ix,
                                    gz_subscription_fn *fn, void *ctx)
{
    gz_key_trie_each(&ix->trie, silenced_key(), 0, fn, ctx);
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
        look(s, with_fact(key, s->types[i]));
    }
    if (s->type_count == FACT_TYPES_MAX) {
        for (uint32_t i = 0; i < s->event->fact_count; i++) {
            look(s, with_fact(key, s->event->facts[i].type));
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
        look_with_facts(s, key_of(FACET_TYPE, gz_str_of(type.ptr, i)));
        if (begin > 0) {
            const struct gz_str part = {type.ptr + begin, i - begin};
            look_with_facts(s, key_of(FACET_TYPE, part));
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
    look_with_facts(&s, key_of(FACET_ID, event->entity_id));
    look_with_facts(&s, name_key(event->entity_name));
    look_types(&s);
    for (uint32_t i = 0; i < event->ext_count; i++) {
        look_with_facts(&s, pair_key(event->ext[i].key, event->ext[i].value));
    }
    look_with_facts(&s, key_of(FACET_ANY, GZ_STR_LIT("")));
}
