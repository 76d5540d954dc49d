// Under which keys a subscription stands.

#include "daemon/alert/subscription/subscription_keys.h"

#include "daemon/base/hash.h"

uint64_t gz_subscription_keys_of(enum gz_facet facet, struct gz_str text)
{
    return gz_hash64(text.ptr, text.len_bytes, facet);
}

uint64_t gz_subscription_keys_name(struct gz_str name)
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
    return gz_subscription_keys_of(GZ_FACET_NAME, gz_str_of(folded, len));
}

uint64_t gz_subscription_keys_pair(struct gz_str key, struct gz_str value)
{
    return gz_hash64(value.ptr, value.len_bytes,
                     gz_subscription_keys_of(GZ_FACET_ATTRIBUTE, key));
}

uint64_t gz_subscription_keys_with_fact(uint64_t key, struct gz_str type)
{
    return gz_hash64(type.ptr, type.len_bytes, key);
}

uint64_t gz_subscription_keys_all(void)
{
    return gz_subscription_keys_of(GZ_FACET_ALL, GZ_STR_LIT(""));
}

uint64_t gz_subscription_keys_silenced(void)
{
    return gz_subscription_keys_of(GZ_FACET_SILENCED, GZ_STR_LIT(""));
}

// --- the keys of a subscription ---

struct keys {
    const struct gz_subscription_view *view;
    gz_subscription_key_fn *fn;
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
        st = k->fn(k->ctx, gz_subscription_keys_with_fact(key, fact.type));
    }
    return st;
}

static enum gz_status give_list(const struct keys *k, struct gz_packed list,
                                enum gz_facet facet)
{
    struct gz_str text;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_packed_next(&list, &text)) {
        st = give(k, facet == GZ_FACET_NAME
                         ? gz_subscription_keys_name(text)
                         : gz_subscription_keys_of(facet, text));
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
            st = give(k, gz_subscription_keys_pair(key, value));
        }
    }
    return st;
}

static enum gz_status give_keys(const struct keys *k)
{
    const struct gz_subscription_view *v = k->view;
    if (v->ids.count + v->list_ids.count + v->names.count > 0) {
        enum gz_status st = give_list(k, v->ids, GZ_FACET_ID);
        st = st == GZ_OK ? give_list(k, v->list_ids, GZ_FACET_ID) : st;
        return st == GZ_OK ? give_list(k, v->names, GZ_FACET_NAME) : st;
    }
    if (v->attributes.count > 0) {
        return give_attributes(k, v->attributes);
    }
    if (v->types.count > 0) {
        return give_list(k, v->types, GZ_FACET_TYPE);
    }
    return give(k, gz_subscription_keys_of(GZ_FACET_ANY, GZ_STR_LIT("")));
}

enum gz_status gz_subscription_keys_each(struct gz_subscription *s,
                                         gz_subscription_key_fn *fn, void *ctx)
{
    struct gz_subscription_view view;
    gz_subscription_look(s, &view);
    const struct keys k = {&view, fn, ctx};
    enum gz_status st = fn(ctx, gz_subscription_keys_all());
    if (st == GZ_OK && view.silences.count > 0) {
        st = fn(ctx, gz_subscription_keys_silenced());
    }
    return st == GZ_OK ? give_keys(&k) : st;
}
